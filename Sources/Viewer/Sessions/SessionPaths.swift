// Paths in the file of a session: what lies beside it is found again when both are moved.

import Files
import Glibc

/// How a session names files: what lies in its folder by `./…`, all else by whole paths, and what comes with the program
/// by a name without a slash.
struct SessionPaths {
  /// The folder of the session's file with a slash at its end, as the user wrote it; empty for the current folder.
  private let folder: String
  /// The bundled models and images, by name.
  private let bundled: [String: String]

  /// - Parameter bundled: paths by name.
  init(file: String, bundled: [String: String]) {
    folder = file.lastIndex(of: "/").map { String(file[...$0]) } ?? ""
    self.bundled = bundled
  }

  /// The name of a file in the session.
  func name(of path: String) -> String {
    if !path.contains("/"), bundled[path] != nil { return path }
    if let name = path.split(separator: "/").last.map(String.init), bundled[name] == path { return name }
    let (whole, beside) = (Self.absolute(path), Self.absolute(folder))
    let start = beside.hasSuffix("/") ? beside : beside + "/"
    return whole.hasPrefix(start) ? "./" + whole.dropFirst(start.count) : whole
  }

  /// The file of a name; nil for what has no slash and is not bundled.
  func path(of name: String) -> String? {
    if name.hasPrefix("./") { return folder.isEmpty ? name : folder + name.dropFirst(2) }
    return name.contains("/") ? name : bundled[name]
  }

  /// A path from the root, without `.` and doubled slashes; links and `..` stay as they are.
  static func absolute(_ path: String) -> String {
    var start = ""
    if !path.hasPrefix("/"), let here = getcwd(nil, 0) {
      start = String(systemPath: here) + "/"
      free(here)
    }
    return "/" + (start + path).split(separator: "/").filter { $0 != "." }.joined(separator: "/")
  }
}
