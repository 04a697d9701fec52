// What an event asks of the program besides a new frame.

/// What the event loop does for the state.
enum Effect: Equatable, Sendable {
  case quit
  case redraw
  case screenshot
  /// Writes the session; what is there is replaced where the user has said so, or this run wrote it.
  case saveSession(to: String, isConfirmed: Bool)
  case setMouse(Bool)
  /// Puts a text into the terminal's clipboard.
  case copy(String)
}
