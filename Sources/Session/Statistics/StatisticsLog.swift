// The file of `stats --append` and `kernels --append`: it grows by lines, and a run that was stopped continues where it ended.
import Files
import Glibc
import VisionModels

/// Why lines cannot be added to a file. The description is one line, `FILE: what and what to do`.
package enum StatisticsLogError: Error, Equatable, CustomStringConvertible {
  case inUse(String)
  /// The file's only line has no end, and its beginning is not that of a line of `stats`.
  case notLines(String)

  package var description: String {
    switch self {
    case .inUse(let path): "\(path.abridged): another run is writing to it; use a separate file for each run"
    case .notLines(let path):
      "\(path.abridged): is not a file of polascope stats, so nothing is added; name another file"
    }
  }
}

/// A file of statistics lines, open for appending and locked against other runs.
package final class StatisticsLog {
  package let path: String
  private let descriptor: Int32
  /// A model with what is changed in it, and the kernels that it is read by; nil for `stats`.
  private struct Subject: Hashable {
    let model: ModelIdentity
    let interventions: Interventions
    let kernels: [String]?
  }

  /// The images that there are numbers of.
  private var images: [Subject: Set<String>] = [:]
  /// How many lines with numbers each model has under a name.
  private var lineCounts: [String: [ModelIdentity: Int]] = [:]
  /// The failures, which say nothing of the model but its name.
  private var failures: Set<StatisticsLine.Pair> = []

  /// Opens the file, made where it is missing. A last line that was cut off is removed, once the file is known to be of
  /// `stats`; a whole last line gets its line break.
  ///
  /// - Throws: `WriteError`, also for what is no regular file, `FileError`, `StatisticsLogError`, `StatisticsLineError`.
  package init(_ path: String) throws {
    self.path = path
    descriptor = path.withSystemPath {
      open($0, O_RDWR | O_CREAT | O_APPEND | O_NONBLOCK | O_CLOEXEC, 0o666)
    }
    guard descriptor >= 0 else { throw WriteError.refused(path, errno) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw WriteError.refused(path, errno) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw WriteError.isNotRegular(path) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { throw StatisticsLogError.inUse(path) }
    let reader = LineReader(descriptor: descriptor, name: path)
    while let line = try reader.next() {
      if line.bytes.isEmpty { continue }
      do {
        note(try StatisticsLine(line, file: path))
        if !line.isTerminated { try append("") }
      } catch let error as StatisticsLineError {
        guard !line.isTerminated else { throw error }
        // Only what is known to be ours is cut.
        guard !images.isEmpty || !failures.isEmpty || Self.beginsALine(line.bytes) else {
          throw StatisticsLogError.notLines(path)
        }
        guard ftruncate(descriptor, off_t(line.offset)) == 0 else { throw WriteError.refused(path, errno) }
      }
    }
  }

  /// Whether the bytes are the first of a line of `stats`, whose keys are sorted.
  private static func beginsALine(_ bytes: [UInt8]) -> Bool {
    let text = String(decoding: bytes.prefix(1 << 16), as: UTF8.self)
    return ["{\"boxShare\":", "{\"error\":", "{\"family\":"].contains(where: text.hasPrefix)
      && text.contains(",\"image\":\"")
  }

  deinit { close(descriptor) }

  private func note(_ line: StatisticsLine) {
    switch line.content {
    case .failure: failures.insert(line.pair)
    case .numbers(let numbers):
      let subject = Subject(
        model: numbers.identity, interventions: line.interventions, kernels: line.kernels)
      images[subject, default: []].insert(line.image)
      lineCounts[line.model, default: [:]][numbers.identity, default: 0] += 1
    }
  }

  /// Whether the image has a line of this model with the same changes, or one of a failure.
  ///
  /// - Parameter kernels: the names that lines of `kernels` list; nil for lines of `stats`.
  package func find(
    _ image: String, of model: ModelIdentity, interventions: Interventions = Interventions(),
    kernels: [String]? = nil, named name: String
  ) -> (isThere: Bool, hasFailed: Bool) {
    let subject = Subject(model: model, interventions: interventions, kernels: kernels)
    if images[subject]?.contains(image) == true {
      return (true, false)
    }
    let hasFailed = failures.contains(
      StatisticsLine.Pair(model: name, image: image, interventions: interventions, kernels: kernels))
    return (hasFailed, hasFailed)
  }

  /// What is said before numbers are added of a model: that lines of other models have its name, or that its lines have
  /// another; nil where neither is so.
  package func remark(on model: ModelIdentity, named name: String) -> String? {
    var (otherWeights, otherSettings, withoutDigest) = (0, 0, 0)
    var differing: Set<String> = []
    for (other, count) in lineCounts[name] ?? [:] where other != model {
      if other.digest == nil {
        withoutDigest += count
      } else if other.digest != model.digest {
        otherWeights += count
      } else {
        otherSettings += count
        differing.formUnion(other.settings.keys.filter { other.settings[$0] != model.settings[$0] })
        differing.formUnion(model.settings.keys.filter { other.settings[$0] != model.settings[$0] })
      }
    }
    var parts: [String] = []
    if otherWeights > 0 { parts.append("\(otherWeights) of other weights") }
    if otherSettings > 0 {
      parts.append(
        "\(otherSettings) with other values of \(differing.sorted().joined(separator: ", ").escaped(limit: 120))"
      )
    }
    if withoutDigest > 0 { parts.append("\(withoutDigest) without a digest, which may be of any weights") }
    if !parts.isEmpty {
      return "\(path.abridged): has lines named \(name.abridged) that are not of this model: "
        + parts.joined(separator: ", ") + "; they stay, and those of this model are added"
    }
    guard lineCounts[name]?[model] == nil else { return nil }
    let others = lineCounts.filter { $0.value[model] != nil }.keys.sorted()
    guard !others.isEmpty else { return nil }
    return "\(path.abridged): has lines of this model that are named "
      + "\(others.joined(separator: ", ").escaped(limit: 200)); images that have one are left out"
  }

  /// Adds a line in one piece. Throws `WriteError`.
  package func append(_ line: String) throws(WriteError) {
    var rest = Array("\(line)\n".utf8)[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if written > 0 {
        rest = rest.dropFirst(written)
      } else if errno != EINTR {
        throw .refused(path, errno)
      }
    }
  }
}
