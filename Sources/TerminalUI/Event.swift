// What reaches the event loop.

package enum Event: Equatable, Sendable {
  case key(Key)
  case click(Position)
  /// The pointer moved with the button held.
  case drag(Position)
  /// The pointer moved with no button held.
  case hover(Position)
  /// Text that was pasted, as it came: at most `PastedText.longest` characters. None of it acts as keys.
  case paste(String)
  /// −1 for a notch upwards, +1 for one downwards.
  case wheel(Int, at: Position)
  /// The screen has another size, or has to be drawn anew.
  case resized(Size)
  /// Another thread has a result.
  case woken

  package var isHover: Bool { if case .hover = self { true } else { false } }
}
