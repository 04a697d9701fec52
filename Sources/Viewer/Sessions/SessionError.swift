// What can be wrong with the file of a session.

import Checkpoints
import Files

/// Why a session cannot be opened. The description is one line, `FILE: what and what to do`.
package enum SessionError: Error, Equatable, CustomStringConvertible {
  case unreadable(FileError)
  case invalid(JSONError)
  case isNoSession(String)
  /// Of another format.
  case format(String, JSONValue)
  /// A value that is none for its member.
  case value(String, member: String, expected: String)
  case missing(String, member: String)
  case unknown(String, member: String)
  /// A model that cannot be opened, and why.
  case model(String, String)
  case missingImage(String, String)
  case images(String, String)
  case options(String, String)

  package var description: String {
    switch self {
    case .unreadable(let error): "\(error)"
    case .invalid(let error): "\(error)"
    case .isNoSession(let file):
      "\(file.abridged): is no session of polascope; name one, or a file that is not there yet"
    case .format(let file, let format):
      if let number = format.int {
        "\(file.abridged): is a session of format \(number); this version reads format \(SavedSession.format)"
      } else {
        "\(file.abridged): \(SavedSession.mark): expected the number of a format"
      }
    case .value(let file, let member, let expected):
      "\(file.abridged): \(member.escaped(limit: 120)): expected \(expected)"
    case .missing(let file, let member): "\(file.abridged): \(member.escaped(limit: 120)) is missing"
    case .unknown(let file, let member):
      "\(file.abridged): \(member.escaped(limit: 120)) is nothing that a session of format \(SavedSession.format) has"
    case .model(let file, let reason): "\(file.abridged): a model of the session: \(reason)"
    case .missingImage(let file, let image):
      "\(file.abridged): the session shows \(image.abridged), which is not among its images any more"
    case .images(let file, let reason): "\(file.abridged): images of the session: \(reason)"
    case .options(let file, let reason): "\(file.abridged): options: \(reason)"
    }
  }
}
