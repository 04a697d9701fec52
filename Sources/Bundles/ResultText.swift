// A result as text: its lines, and the numbers in them, one after the other in no memory of their own.

/// The lines of a text.
struct TextLines: Sequence, IteratorProtocol {
  private var rest: ArraySlice<UInt8>?

  init(_ text: [UInt8]) { rest = text[...] }

  mutating func next() -> ArraySlice<UInt8>? {
    guard let text = rest else { return nil }
    let end = text.firstIndex(of: UInt8(ascii: "\n"))
    rest = end.map { text[($0 + 1)...] }
    return text[..<(end ?? text.endIndex)]
  }
}

/// A text cut into numbers, `12`, `0.5` or `1.5e-3`, and what lies between them.
struct NumbersAndWords: Sequence, IteratorProtocol {
  private var rest: Substring.UTF8View

  init(_ text: String) { rest = text[...].utf8 }

  mutating func next() -> Substring? {
    guard let first = rest.first else { return nil }
    let end: Substring.Index
    if Self.isDigit(first) {
      let whole = afterDigits(rest.startIndex)
      let fraction = after(UInt8(ascii: "."), whole).flatMap(afterSomeDigits) ?? whole
      end = afterExponent(fraction) ?? fraction
    } else {
      end = rest.firstIndex(where: Self.isDigit) ?? rest.endIndex
    }
    defer { rest = rest[end...] }
    return Substring(rest[..<end])
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  /// The place after `byte`; nil where that is not next.
  private func after(_ byte: UInt8, _ place: Substring.Index) -> Substring.Index? {
    place < rest.endIndex && rest[place] == byte ? rest.index(after: place) : nil
  }

  private func afterDigits(_ place: Substring.Index) -> Substring.Index {
    rest[place...].firstIndex { !Self.isDigit($0) } ?? rest.endIndex
  }

  private func afterSomeDigits(_ place: Substring.Index) -> Substring.Index? {
    let end = afterDigits(place)
    return end > place ? end : nil
  }

  private func afterExponent(_ place: Substring.Index) -> Substring.Index? {
    guard let start = after(UInt8(ascii: "e"), place) else { return nil }
    return afterSomeDigits(after(UInt8(ascii: "+"), start) ?? after(UInt8(ascii: "-"), start) ?? start)
  }
}
