// Escape sequences that ncurses does not know: reports of the terminal, keys that its description lacks.

/// Characters that arrive together after an escape, until they are a whole control sequence of ECMA-48 or cannot be one.
///
/// ncurses hands such a sequence on character by character, and each would act as the key of that name. An escape that
/// another key follows, as a terminal sends Alt with a key, stays two keys.
package struct EscapeSequence {
  package enum Progress: Equatable {
    /// More characters belong to it.
    case unfinished
    /// A whole sequence, which means nothing here.
    case complete
    /// The mark before pasted text.
    case paste
    /// Keys that were pressed one after another.
    case keys
  }

  private enum State {
    case escape
    /// After `ESC [`.
    case bracket
    /// After `ESC [`: parameters 0x30…0x3F, intermediates 0x20…0x2F, then one final character.
    case control
    /// Characters of xterm's first report of the mouse, `ESC [ M` and three of any value.
    case mouse(left: Int)
    /// After `ESC O`: one character.
    case single
    /// After `ESC ]`, `ESC P`, `ESC ^` or `ESC _`: everything up to BEL or `ESC \`.
    case string
    case stringEscape
  }

  /// A string that is longer was no report; what follows it are keys again.
  private static let longestString = 4096

  private var state = State.escape
  private var length = 1
  /// The character after the one that says what kind of sequence it is.
  private var first: UInt32 = 0
  /// How many characters of a control sequence are those of the mark before pasted text; nil once one is another.
  private var matched: Int? = 0

  package init() {}

  /// Takes the next character after the escape.
  package mutating func take(_ character: UInt32) -> Progress {
    length += 1
    guard length <= Self.longestString else { return .complete }
    if length == 3 { first = character }
    switch state {
    case .escape:
      switch UInt8(exactly: character) {
      case UInt8(ascii: "["): state = .bracket
      case UInt8(ascii: "O"): state = .single
      case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "^"), UInt8(ascii: "_"): state = .string
      default: return .keys
      }
      return .unfinished
    case .bracket:
      switch UInt8(exactly: character) {
      case UInt8(ascii: "M"): state = .mouse(left: 3)
      // Function keys of the Linux console.
      case UInt8(ascii: "["): state = .single
      default:
        state = .control
        length -= 1
        return take(character)
      }
      return .unfinished
    case .mouse(let left):
      state = .mouse(left: left - 1)
      return left > 1 ? .unfinished : .complete
    case .control:
      let mark = PastedText.beginning
      matched = matched.flatMap { $0 < mark.count && mark[$0].value == character ? $0 + 1 : nil }
      if matched == mark.count { return .paste }
      switch character {
      case 0x20...0x3F: return .unfinished
      case 0x40...0x7E: return .complete
      default: return .keys
      }
    case .single: return (0x21...0x7E).contains(character) ? .complete : .keys
    case .string:
      if character == 7 { return .complete }
      if character == 27 { state = .stringEscape }
      return .unfinished
    case .stringEscape:
      if character == UInt32(UInt8(ascii: "\\")) { return .complete }
      state = character == 27 ? .stringEscape : .string
      return .unfinished
    }
  }

  /// Whether what has come so far, with nothing after it for a while, are keys: an escape and one or no character.
  var isShort: Bool { length <= 2 }

  /// Whether what has come so far is the beginning of a report, with its number or mark, and hardly of keys: its end may
  /// come late.
  var isReport: Bool { length > 2 && (0x30...0x3F).contains(first) }
}
