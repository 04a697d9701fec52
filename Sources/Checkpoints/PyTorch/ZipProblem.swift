// What can be wrong with a zip archive.
import Files

/// Why an archive was not read.
package enum ZipProblem: Error, Equatable, CustomStringConvertible {
  case damaged(String)
  /// The directory at the end is missing.
  case endMissing
  case tooManyEntries(UInt64, limit: Int)
  case compressed(entry: String)
  case encrypted(entry: String)
  case entryTooLarge(entry: String, byteCount: UInt64, limit: Int)
  /// The entry's bytes are not those that were archived.
  case wrongChecksum(entry: String)
  case entryEnds(entry: String, byteCount: Int)

  package var description: String {
    func quoted(_ name: String) -> String { "'\(name.escaped(limit: 120))'" }
    let what =
      switch self {
      case .damaged(let words): words.escaped(limit: 200)
      case .endMissing:
        "it begins as one and lacks the directory at its end, so that the download or the save did not finish"
      case .tooManyEntries(let count, let limit): "it has \(count) entries, more than \(limit)"
      case .compressed(let entry):
        "entry \(quoted(entry)) is compressed, which PyTorch never does; load and save it with PyTorch"
      case .encrypted(let entry): "entry \(quoted(entry)) is encrypted"
      case .entryTooLarge(let entry, let count, let limit):
        "entry \(quoted(entry)) has \(count) bytes, more than \(limit)"
      case .wrongChecksum(let entry): "entry \(quoted(entry)) fails its checksum; download it again"
      case .entryEnds(let entry, let count): "entry \(quoted(entry)) ends before its byte \(count)"
      }
    return "cannot be read as a zip archive: \(what)"
  }
}
