// What an event asks of the program besides a new frame.

/// What the event loop does for the state.
enum Effect: Equatable, Sendable {
  case quit
  case redraw
  case screenshot
  case setMouse(Bool)
  /// Puts a text into the terminal's clipboard.
  case copy(String)
}
