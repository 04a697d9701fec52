// The file of `stats --append`: it grows by lines, and a run that was stopped continues where it ended.
import Files
import Glibc

/// Why lines cannot be added to a file. The description is one line, `FILE: what and what to do`.
package enum StatisticsLogError: Error, Equatable, CustomStringConvertible {
  case inUse(String)
  /// The file's only line has no end, and its beginning is not that of a line of `stats`.
  case notLines(String)
  case otherModel(String, model: String, line: Int, bytes: Int)

  package var description: String {
    switch self {
    case .inUse(let path): "\(path.abridged): another run is writing to it; use a separate file for each run"
    case .notLines(let path):
      "\(path.abridged): is not a file of polascope stats, so nothing is added; name another file"
    case .otherModel(let path, let model, let line, let bytes):
      "\(path.abridged): line \(line) was made by another model file named \(model.abridged), of \(bytes) bytes; "
        + "append to another file"
    }
  }
}

/// A file of statistics lines, open for appending and locked against other runs.
package final class StatisticsLog {
  package let path: String
  private let descriptor: Int32
  /// The pairs that have a line; true where the line is a failure.
  private var pairs: [StatisticsLine.Pair: Bool] = [:]
  /// Size of the file of every model that occurs, and the first line that has it.
  private var models: [String: (bytes: Int, line: Int)] = [:]

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
        // Only what is known to be ours is cut.
        guard !pairs.isEmpty || Self.beginsALine(line.bytes) else { throw StatisticsLogError.notLines(path) }
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

  private func note(_ line: StatisticsLine, number: Int) {
    switch line.content {
    case .failure: if pairs[line.pair] == nil { pairs[line.pair] = true }
    case .numbers(let numbers):
      pairs[line.pair] = false
      if models[line.model] == nil { models[line.model] = (numbers.modelBytes, number) }
    }
  }

  /// Refuses a model whose file has another size than the one of the same name in the log.
  package func check(_ model: LoadedModel) throws(StatisticsLogError) {
    if let known = models[model.name], known.bytes != model.byteCount {
      throw .otherModel(path, model: model.name, line: known.line, bytes: known.bytes)
    }
  }

  /// Whether the pair has a line, and whether that line is a failure.
  package func find(_ pair: StatisticsLine.Pair) -> (isThere: Bool, hasFailed: Bool) {
    pairs[pair].map { (true, $0) } ?? (false, false)
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
