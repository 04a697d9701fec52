// Whether the user opens the viewer for the first time; an empty file in the state folder records it.
import Files

enum FirstRun {
  /// True once for every user. Where that cannot be recorded it is never true, so that no hint appears twice.
  static func note() -> Bool {
    guard let folder = stateFolder else { return false }
    let marker = "\(folder)/polascope/viewer-opened"
    if isThere(marker) { return false }
    do {
      try AtomicFile.makeFolder("\(folder)/polascope")
      try AtomicFile.write([], to: marker)
      return true
    } catch {
      return false
    }
  }

  /// `XDG_STATE_HOME`, by default `~/.local/state`. The XDG Base Directory Specification has relative paths ignored.
  private static var stateFolder: String? {
    if let given = environmentPath("XDG_STATE_HOME"), given.hasPrefix("/") { return given }
    guard let home = environmentPath("HOME"), !home.isEmpty else { return nil }
    return home + "/.local/state"
  }
}
