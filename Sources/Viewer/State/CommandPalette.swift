// The palette: one list of everything that can be gone to or switched on, found by some of its letters.

/// The list while it is open.
struct CommandPalette: Equatable, Sendable {
  enum Scope: Equatable, Sendable {
    case everything
    /// Images, the folders that they are in, and the classes of the models.
    case images
    case views
    case maps
    /// Scales and color maps.
    case scales
    case bookmarks
    /// Every key with what it does, and the words of the screen.
    case help
  }

  var scope = Scope.everything
  var typed = ""
  /// Of the entries that match.
  var selected = 0
}
