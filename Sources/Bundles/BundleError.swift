// What can be wrong with a bundle, in one line that names the file.
import Checkpoints
import Files

/// Why a bundle could not be written or read. The description is one line, `FILE: what and what to do`.
package enum BundleError: Error, Equatable, CustomStringConvertible {
  case unreadable(FileError)
  /// No zip archive.
  case noArchive(file: String)
  /// A damaged zip archive, or one of another kind than bundles.
  case archive(file: String, ZipProblem)
  /// A zip archive of something else.
  case notABundle(file: String)
  /// Of a version of the format that this program does not know.
  case unknownFormat(file: String, Int)
  /// The manifest says something that no run writes.
  case manifest(file: String, String)
  case json(file: String, JSONError)
  /// An entry is named like a place outside of a folder, or like another one.
  case name(file: String, String)
  /// Entries together have more bytes than the file, so that they lie over one another.
  case overlapping(file: String)
  /// What is packed and what the manifest lists are not the same.
  case unlisted(file: String, String)
  case missing(file: String, String)
  /// The bytes of an entry are not those that were packed.
  case changed(file: String, String)
  /// The archive could not be written; the words are libzip's.
  case writing(file: String, String)
  /// More results than an archive is made of.
  case tooMany(file: String, Int, limit: Int)

  package var description: String {
    func quoted(_ name: String) -> String { "'\(name.escaped(limit: 120))'" }
    return switch self {
    case .unreadable(let error): error.description
    case .noArchive(let file):
      "\(file.abridged): is no zip archive, so no bundle of polascope"
    case .archive(let file, .compressed(let entry)):
      "\(file.abridged): entry \(quoted(entry)) is compressed; a bundle's entries are stored as they are: pack it again "
        + "with zip -0"
    case .archive(let file, let problem): "\(file.abridged): \(problem)"
    case .notABundle(let file):
      "\(file.abridged): is a zip archive without \(BundleManifest.entryName), so no bundle of polascope"
    case .unknownFormat(let file, let version):
      "\(file.abridged): is a bundle of format \(version), and this version reads format \(BundleManifest.format); "
        + "use the version of polascope that wrote it"
    case .manifest(let file, let reason):
      "\(file.abridged): \(BundleManifest.entryName): \(reason)"
    case .json(let file, let error):
      "\(file.abridged): \(BundleManifest.entryName): \(error.reason)"
    case .name(let file, let name):
      "\(file.abridged): entry \(quoted(name)) has a name that no bundle gives: a path outside of it, or one twice"
    case .overlapping(let file):
      "\(file.abridged): its entries state more bytes than the file has; it is damaged or made to do harm"
    case .unlisted(let file, let name):
      "\(file.abridged): holds \(quoted(name)), which \(BundleManifest.entryName) does not list"
    case .missing(let file, let name):
      "\(file.abridged): lacks \(quoted(name)), which \(BundleManifest.entryName) lists"
    case .changed(let file, let name):
      "\(file.abridged): \(quoted(name)) is not what was packed: its SHA-256 is another than "
        + "\(BundleManifest.entryName) says"
    case .writing(let file, let words):
      "\(file.abridged): cannot be written: \(words.escaped(limit: 200))"
    case .tooMany(let file, let count, let limit):
      "\(file.abridged): a bundle holds \(limit) results at most, not \(count); choose fewer layers, heads or images"
    }
  }
}
