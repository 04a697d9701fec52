// The file of `stats --append` and `kernels --append`: it grows by lines, and a run that was stopped continues where it ended.
import Checkpoints
import Files
import Glibc
import Imaging
import VisionModels

/// Why lines cannot be added to a file. The description is one line, `FILE: what and what to do`.
package enum StatisticsLogError: Error, Equatable, CustomStringConvertible {
  case inUse(String)
  /// The file's last line has no end, and is not the first part of a line of `stats`.
  case notLines(String)
  /// The file was removed, or another one has its name.
  case replaced(String)

  package var description: String {
    switch self {
    case .inUse(let path): "\(path.abridged): another run is writing to it; use a separate file for each run"
    case .notLines(let path):
      "\(path.abridged): is not a file of polascope stats, so nothing is added; name another file"
    case .replaced(let path):
      "\(path.abridged): was removed or replaced while lines were added, so the lines of this run are lost; run it again"
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

  /// What a line holds of an image.
  private struct Held {
    let line: Int
    let imageDigest: String?
    /// Whether there are extras at all, and whether all that this version has.
    let hasExtras: (some: Bool, all: Bool)
    let hasBox: Bool
    let box: [Double]?

    init(_ numbers: ImageNumbers, imageDigest: String?, line: Int) {
      self.line = line
      self.imageDigest = imageDigest
      hasExtras = (numbers.hashes[.extras] != nil, numbers.hasAllExtras)
      hasBox = numbers.hashes[.box] != nil
      box = numbers.box
    }

    func lacks(_ request: Request) -> Lack? {
      if request.extras, !hasExtras.all { return hasExtras.some ? .someExtras : .extras }
      guard let wanted = request.box else { return nil }
      if !hasBox { return .box }
      return box == [wanted.x, wanted.y, wanted.width, wanted.height] ? nil : .sameBox
    }
  }

  /// The images that there are numbers of.
  private var images: [Subject: [String: Held]] = [:]
  /// How many lines with numbers each model has under a name.
  private var lineCounts: [String: [ModelIdentity: Int]] = [:]
  /// The images that failed; lines of older versions say nothing of the model but its name.
  private var failures: [Subject: Set<String>] = [:]

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
        note(try StatisticsLine(line, file: path), number: line.number)
        if !line.isTerminated { try append("") }
      } catch let error as StatisticsLineError {
        guard !line.isTerminated else { throw error }
        // Only what is known to be ours is cut: the first part of a line, never a whole text.
        guard isTorn(line.bytes), hasOwnLine || Self.beginsALine(line.bytes) else {
          throw StatisticsLogError.notLines(path)
        }
        guard ftruncate(descriptor, off_t(line.offset)) == 0 else { throw WriteError.refused(path, errno) }
      }
    }
  }

  /// Whether a whole line says by its numbers, or by the digest of a model, that the file is ours.
  private var hasOwnLine: Bool {
    !images.isEmpty || failures.keys.contains { $0.model.digest != nil }
  }

  /// Whether the bytes begin as a line does, and end before its text does.
  private func isTorn(_ bytes: [UInt8]) -> Bool {
    guard Self.beginnings.contains(where: { Self.agree(bytes, Array($0.utf8)) }) else { return false }
    do {
      _ = try JSONValue.parse(bytes, file: path)
      return false
    } catch {
      return error.problem == .unexpectedEnd || error.byteOffset == bytes.count
    }
  }

  /// What lines of `stats` and `kernels` begin with; their keys are sorted.
  private static let beginnings = [
    #"{"box":["#, #"{"boxShare":"#, #"{"embedding":["#, #"{"error":""#, #"{"family":""#,
  ]

  /// Whether the first part of a line, with nothing before it that is ours, names its image where such lines do.
  private static func beginsALine(_ bytes: [UInt8]) -> Bool {
    let isFailure = bytes.starts(with: Array(#"{"error":""#.utf8))
    guard let name = bytes.firstRange(of: Array(#"","image":""#.utf8)) else { return false }
    var rest = bytes[name.upperBound...]
    while let byte = rest.first, byte != UInt8(ascii: "\"") {
      rest = rest.dropFirst(byte == UInt8(ascii: "\\") ? 2 : 1)
    }
    let next = isFailure ? ["imageDigest", "interventions", "kernels", "model"] : ["imageDigest", "input"]
    return next.contains { agree(Array(rest), Array("\",\"\($0)\":".utf8)) }
  }

  /// Whether one of the two begins with the other.
  private static func agree(_ one: [UInt8], _ other: [UInt8]) -> Bool {
    one.starts(with: other) || other.starts(with: one)
  }

  deinit { close(descriptor) }

  private func note(_ line: StatisticsLine, number: Int) {
    let subject = Subject(
      model: line.identity, interventions: line.interventions, kernels: line.kernels)
    switch line.content {
    case .failure: failures[subject, default: []].insert(line.image)
    case .numbers(let numbers):
      let held = Held(numbers, imageDigest: line.imageDigest, line: number)
      // Of lines that repeat an image, one that was asked for more.
      let known = images[subject]?[line.image]
      if known.map({ !$0.hasExtras.all || !$0.hasBox }) ?? true {
        images[subject, default: [:]][line.image] = held
      }
      lineCounts[line.model, default: [:]][line.identity, default: 0] += 1
    }
  }

  // MARK: What is there

  /// What a run asks for beyond what every line has.
  package struct Request: Sendable {
    let extras: Bool
    let box: Rectangle?

    /// - Parameter box: of the image, where it has one.
    package init(extras: Bool = false, box: Rectangle? = nil) {
      self.extras = extras
      self.box = box
    }
  }

  /// What a line lacks of what is asked for.
  package enum Lack: Hashable, Sendable, CaseIterable {
    case extras
    /// It is of an older version, which had fewer extras.
    case someExtras
    case box
    /// Its numbers are of another box, or of one that it does not state.
    case sameBox
    /// Its numbers are of another image than the file at its path is now.
    case sameImage
  }

  package enum Finding: Equatable, Sendable {
    case nothing
    /// A line with all that is asked for, with its number from 1 and the digest of the image that it is of; nil where
    /// an older version did not write it.
    case numbers(imageDigest: String?, line: Int)
    /// A line that lacks something, with its number from 1.
    case lacking(Lack, line: Int)
    case failure
  }

  /// What the file has of an image with this model and the same changes.
  ///
  /// - Parameter kernels: the names that lines of `kernels` list; nil for lines of `stats`.
  package func find(
    _ image: String, of model: ModelIdentity, interventions: Interventions = Interventions(),
    kernels: [String]? = nil, named name: String, asking request: Request = Request()
  ) -> Finding {
    let subject = Subject(model: model, interventions: interventions, kernels: kernels)
    if let held = images[subject]?[image] {
      return held.lacks(request).map { .lacking($0, line: held.line) }
        ?? .numbers(imageDigest: held.imageDigest, line: held.line)
    }
    let unknown = Subject(model: .name(name), interventions: interventions, kernels: kernels)
    let hasFailed = [subject, unknown].contains { failures[$0]?.contains(image) == true }
    return hasFailed ? .failure : .nothing
  }

  /// What is said of lines that lack what was asked for, and what to do; empty without such lines.
  package func remarks(on lacking: [Lack: [Int]]) -> [String] {
    Lack.allCases.compactMap { lack in
      guard let lines = lacking[lack], !lines.isEmpty else { return nil }
      let isOne = lines.count == 1
      return
        "\(path.abridged): \(isOne ? "line" : "lines") \(lineNumbers(lines)) \(lack.words(isOne: isOne)); "
        + "nothing was computed for \(isOne ? "its image" : "their images"): delete \(isOne ? "it" : "them") to "
        + "have \(isOne ? "that" : "those") computed again, or name another file"
    }
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

  /// Adds a line in one piece. Throws `WriteError`, and `StatisticsLogError.replaced` where nobody would find the line.
  package func append(_ line: String) throws {
    var (held, found) = (stat(), stat())
    guard fstat(descriptor, &held) == 0, path.withSystemPath({ stat($0, &found) }) == 0,
      held.st_dev == found.st_dev, held.st_ino == found.st_ino
    else { throw StatisticsLogError.replaced(path) }
    var rest = Array("\(line)\n".utf8)[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if written > 0 {
        rest = rest.dropFirst(written)
      } else if errno != EINTR {
        throw WriteError.refused(path, errno)
      }
    }
  }
}

extension StatisticsLog.Lack {
  fileprivate func words(isOne: Bool) -> String {
    let have = isOne ? "has" : "have"
    return switch self {
    case .extras: "\(have) no extra numbers, which --extra asks for"
    case .someExtras: "\(have) not all extra numbers of this version, which --extra asks for"
    case .box: "\(have) no massInBox, which --boxes asks for"
    case .sameBox:
      "\(have) massInBox of another box than --boxes gives, or of one that \(isOne ? "it does" : "they do") not state"
    case .sameImage:
      "\(have) numbers of \(isOne ? "another image than the file at its path is" : "other images than the files at their paths are") now"
    }
  }
}

/// `1-4, 7`: the numbers in order, at most ten runs of them.
private func lineNumbers(_ lines: [Int]) -> String {
  var runs: [ClosedRange<Int>] = []
  for line in Set(lines).sorted() {
    if let last = runs.last, last.upperBound + 1 == line {
      runs[runs.count - 1] = last.lowerBound...line
    } else {
      runs.append(line...line)
    }
  }
  let shown = runs.prefix(10).map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }
  let more = runs.dropFirst(10).reduce(0) { $0 + $1.count }
  return shown.joined(separator: ", ") + (more > 0 ? " and \(more) more" : "")
}
