// Text that a terminal marks as pasted, so that none of it acts as keys.

/// The characters of one paste, up to the mark of its end (xterm's "bracketed paste mode").
package struct PastedText: Equatable, Sendable {
  /// The most characters that are kept of one paste.
  package static let longest = 1 << 16

  /// What follows `ESC [` in the mark before a paste.
  static let beginning = Array("200~".unicodeScalars)
  private static let end = Array("\u{1B}[201~".unicodeScalars)

  /// What has come so far, as far as it is kept.
  package private(set) var text = ""
  private var count = 0
  /// How many characters of the end mark have come.
  private var matched = 0

  package init() {}

  /// Takes the next character and says whether it was the last one of the end mark.
  package mutating func take(_ character: UInt32) -> Bool {
    let scalar = Unicode.Scalar(character) ?? "\u{FFFD}"
    if scalar == PastedText.end[matched] {
      matched += 1
      return matched == PastedText.end.count
    }
    // The mark has one escape, its first character: only an escape can begin it anew.
    PastedText.end[..<matched].forEach { keep($0) }
    matched = scalar == PastedText.end[0] ? 1 : 0
    if matched == 0 { keep(scalar) }
    return false
  }

  private mutating func keep(_ scalar: Unicode.Scalar) {
    guard count < PastedText.longest else { return }
    count += 1
    text.unicodeScalars.append(scalar)
  }
}
