// Paths in the file of a session: what lies beside it is found again when both are moved.

import Files
import Glibc
import Session

/// How a session names files: what lies in its folder by `./…`, all else by whole paths, and what comes with the program
/// by a name without a slash.
package struct SessionPaths {
  /// The folder of the session's file with a slash at its end, as the user wrote it; empty for the current folder.
  private let folder: String
  /// The bundled models or images, by name.
  private let bundled: [String: String]
  /// Whether what the user writes without a slash is a bundled name where there is one of it.
  private let takesNames: Bool

  private init(file: String, bundled: [String: String], takesNames: Bool) {
    folder = file.lastIndex(of: "/").map { String(file[...$0]) } ?? ""
    (self.bundled, self.takesNames) = (bundled, takesNames)
  }

  /// The paths of models: a bundled name is one of them.
  static func models(_ samples: BundledSamples, file: String) -> SessionPaths {
    SessionPaths(file: file, bundled: samples.models, takesNames: true)
  }

  /// The paths of images: what the user writes is a file or a folder, whatever the bundled images are called.
  static func images(_ samples: BundledSamples, file: String) -> SessionPaths {
    let names = samples.imagePaths.map { ($0.split(separator: "/").last.map(String.init) ?? $0, $0) }
    return SessionPaths(
      file: file, bundled: Dictionary(names, uniquingKeysWith: { first, _ in first }), takesNames: false)
  }

  /// The name of a file in the session.
  func name(of path: String) -> String {
    if takesNames, !path.contains("/"), bundled[path] != nil { return path }
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

  /// Arguments of models; one that is there twice, whether by its bundled name or by paths, is written as it is first.
  package static func alike(_ arguments: [String], samples: BundledSamples) -> [String] {
    var first: [[UInt8]: String] = [:]
    return arguments.map { argument in
      let path = Array(absolute(samples.path(forModel: argument)).utf8)
      let known = first[path] ?? argument
      first[path] = known
      return known
    }
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
