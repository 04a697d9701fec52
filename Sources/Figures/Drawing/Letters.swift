// Letters as outlines: how wide a text is, and what it looks like without a font at hand.

/// The letters of figures, of a size of 1, y downwards from the baseline.
struct Letters: Sendable {
  /// One character.
  struct Glyph: Sendable {
    let advance: Double
    /// Closed polygons; curves are cut into straight pieces.
    let contours: [[Point]]
  }

  static let shared = Letters(GlyphTable.text)
  /// Letters that are all as wide as a cell of a terminal: 0.6 of the size.
  static let monospaced = Letters(MonospacedGlyphTable.text)

  /// How much wider a text is in DejaVu Sans, which stands in for Helvetica where no font like it is installed: 1.15 in
  /// sentences.
  static let substituteWidth = 1.16

  private let glyphs: [Unicode.Scalar: Glyph]
  /// What stands for a character that the table lacks: a box.
  private let missing = Glyph(
    advance: 0.6,
    contours: [
      [Point(0.06, 0), Point(0.54, 0), Point(0.54, -0.7), Point(0.06, -0.7)],
      [Point(0.11, -0.05), Point(0.11, -0.65), Point(0.49, -0.65), Point(0.49, -0.05)],
    ])

  /// Reads the lines of `GlyphTable`.
  private init(_ table: String) {
    var glyphs: [Unicode.Scalar: Glyph] = [:]
    for line in table.split(separator: "\n") {
      let fields = line.split(separator: " ", maxSplits: 2)
      guard fields.count >= 2, let scalar = UInt32(fields[0], radix: 16).flatMap(Unicode.Scalar.init),
        let advance = Double(fields[1])
      else { continue }
      var outline = OutlineReader(fields.count > 2 ? Array(fields[2].utf8) : [])
      glyphs[scalar] = Glyph(advance: advance / 1000, contours: outline.contours())
    }
    self.glyphs = glyphs
  }

  func glyph(_ scalar: Unicode.Scalar) -> Glyph { glyphs[scalar] ?? missing }

  /// Whether the table has a character.
  func has(_ scalar: Unicode.Scalar) -> Bool { glyphs[scalar] != nil }
}

/// Cuts the outline of one glyph into polygons.
private struct OutlineReader {
  private let bytes: [UInt8]
  private var position = 0
  private static let digits: [UInt8: Int] = Dictionary(
    uniqueKeysWithValues: "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz+-".utf8.enumerated()
      .map { ($1, $0) })

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  private mutating func coordinate() -> Double {
    guard position + 1 < bytes.count, let high = Self.digits[bytes[position]],
      let low = Self.digits[bytes[position + 1]]
    else { return 0 }
    position += 2
    return Double(high * 64 + low - 2048) / 1000
  }

  private mutating func point() -> Point {
    let x = coordinate()
    return Point(x, -coordinate())
  }

  mutating func contours() -> [[Point]] {
    var contours: [[Point]] = []
    while position < bytes.count {
      let command = bytes[position]
      position += 1
      switch command {
      case UInt8(ascii: "!"): contours.append([point()])
      case UInt8(ascii: ","): if !contours.isEmpty { contours[contours.count - 1].append(point()) }
      case UInt8(ascii: ";"):
        let (control, end) = (point(), point())
        guard let start = contours.last?.last else { break }
        for step in 1...4 {
          let t = Double(step) / 4
          let (a, b, c) = ((1 - t) * (1 - t), 2 * t * (1 - t), t * t)
          contours[contours.count - 1].append(
            Point(a * start.x + b * control.x + c * end.x, a * start.y + b * control.y + c * end.y))
        }
      default: break
      }
    }
    return contours
  }
}

// MARK: Measuring

extension String {
  /// How wide the text is in letters of `size`, in points.
  package func width(size: Double) -> Double {
    unicodeScalars.reduce(0) { $0 + Letters.shared.glyph($1).advance } * size
  }

  /// The text, or as much of its two ends as fits into `width` points with `…` between them.
  package func fitted(width: Double, size: Double) -> String {
    guard self.width(size: size) > width else { return self }
    let characters = Array(self)
    for kept in stride(from: characters.count - 1, through: 1, by: -1) {
      let shorter = String(characters.prefix(kept - kept / 2)) + "…" + String(characters.suffix(kept / 2))
      if shorter.width(size: size) <= width { return shorter }
    }
    return "…"
  }

  /// The text as a label of one or two lines: broken where it has a space or a mark, and cut where it is longer still.
  package func labelLines(width: Double, size: Double) -> [String] {
    if self.width(size: size) <= width { return [self] }
    let breaks = indices.dropFirst().filter { " -_./:".contains(self[index(before: $0)]) }
    for place in breaks.reversed() {
      let (first, second) = (String(self[..<place]), String(self[place...]))
      if first.width(size: size) <= width, second.width(size: size) <= width { return [first, second] }
    }
    return [fitted(width: width, size: size)]
  }

  /// The text in lines of at most `width` points, broken at spaces; a word that is longer is broken anywhere.
  package func wrapped(width: Double, size: Double) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in split(separator: " ") {
      let longer = line.isEmpty ? String(word) : line + " " + word
      if longer.width(size: size) <= width {
        line = longer
        continue
      }
      if !line.isEmpty { lines.append(line) }
      line = ""
      for character in word {
        if !line.isEmpty, (line + String(character)).width(size: size) > width {
          lines.append(line)
          line = ""
        }
        line.append(character)
      }
    }
    return line.isEmpty ? lines : lines + [line]
  }
}
