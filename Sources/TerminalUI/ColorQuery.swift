// Asks the terminal itself whether it shows direct colors, where neither its description nor the environment says so.

import Glibc

/// What a terminal answers to a question about its capabilities, and what was typed meanwhile.
package struct ColorQuery: Equatable, Sendable {
  /// XTGETTCAP for `RGB` and `Tc`, by which descriptions name direct colors, then a request for the device attributes,
  /// which every terminal answers: nothing more comes after that.
  package static let question = "\u{1b}P+q524742\u{1b}\\\u{1b}P+q5463\u{1b}\\\u{1b}[c"

  /// Whether it named one of the two.
  package private(set) var hasRGB = false
  /// Whether it has answered all that was asked.
  package private(set) var isComplete = false
  /// What was typed: all but the answers.
  package var keys: [Key] { known + ColorQuery.keys(of: text) }

  private var known: [Key] = []
  /// Characters after those keys.
  private var text: [UInt8] = []
  /// An escape and what may belong to it.
  private var sequence: [UInt8] = []

  package init() {}

  /// The longest answer; what is longer is none.
  private static let longest = 256

  /// Takes the next byte that the terminal sends.
  package mutating func take(_ byte: UInt8) {
    guard !sequence.isEmpty else {
      if byte == 0x1b { sequence = [byte] } else { text.append(byte) }
      return
    }
    sequence.append(byte)
    guard sequence.count > 1 else { return }
    switch sequence[1] {
    case UInt8(ascii: "["):
      guard sequence.count > 2, (0x40...0x7E).contains(byte) else { return giveUpIfLong() }
      if byte == UInt8(ascii: "c"), sequence[2] == UInt8(ascii: "?") { isComplete = true } else { endKey() }
      sequence = []
    case UInt8(ascii: "O"):
      guard sequence.count > 2 else { return }
      endKey()
      sequence = []
    case UInt8(ascii: "P"):
      guard sequence.suffix(2) == [0x1b, UInt8(ascii: "\\")] else { return giveUpIfLong() }
      let answer = String(decoding: sequence, as: UTF8.self).lowercased()
      if answer.contains("1+r524742") || answer.contains("1+r5463") { hasRGB = true }
      sequence = []
    default:
      text += sequence
      sequence = []
    }
  }

  private mutating func giveUpIfLong() {
    guard sequence.count > ColorQuery.longest else { return }
    sequence = []
  }

  /// The keys that terminals send as sequences, by what follows `ESC [` or `ESC O`.
  private static let sequences: [String: Key] = [
    "A": .up, "B": .down, "C": .right, "D": .left, "H": .home, "F": .end, "5~": .pageUp, "6~": .pageDown,
  ]

  /// The sequence is that of a key, or means nothing.
  private mutating func endKey() {
    guard let key = ColorQuery.sequences[String(decoding: sequence.dropFirst(2), as: UTF8.self)] else {
      return
    }
    known += ColorQuery.keys(of: text) + [key]
    text = []
  }

  private static func keys(of text: [UInt8]) -> [Key] {
    String(decoding: text, as: UTF8.self).unicodeScalars.compactMap { Key(scalar: $0) }
  }

  /// Asks the terminal behind two descriptors; nil where they are none. Waits for the answers, at most `patience`
  /// milliseconds; answers that come later are taken for sequences without a meaning.
  package static func ask(input: Int32, output: Int32, patience: Int32 = 200) -> ColorQuery? {
    var before = termios()
    guard tcgetattr(input, &before) == 0 else { return nil }
    var raw = before
    cfmakeraw(&raw)
    // ^C, ^\ and ^Z are signals, not text.
    raw.c_lflag |= tcflag_t(ISIG)
    guard tcsetattr(input, TCSANOW, &raw) == 0 else { return nil }
    defer { tcsetattr(input, TCSANOW, &before) }
    let bytes = Array(question.utf8)
    guard write(output, bytes, bytes.count) == bytes.count else { return nil }
    var query = ColorQuery()
    let end = ContinuousClock.now.advanced(by: .milliseconds(Int(patience)))
    var buffer = [UInt8](repeating: 0, count: 256)
    while !query.isComplete {
      let left = ContinuousClock.now.duration(to: end)
      guard left > .zero else { break }
      var descriptor = pollfd(fd: input, events: Int16(POLLIN), revents: 0)
      let milliseconds = Int32(left.components.attoseconds / 1_000_000_000_000_000) + 1
      guard poll(&descriptor, 1, milliseconds) > 0 else { break }
      let count = read(input, &buffer, buffer.count)
      guard count > 0 else { break }
      for byte in buffer.prefix(count) { query.take(byte) }
    }
    return query
  }
}
