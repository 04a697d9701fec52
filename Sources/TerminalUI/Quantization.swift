// A frame of exact colors ▶ the nearest frame that a terminal can show: a pure function of both.

extension Frame {
  /// The frame in the colors and glyphs of `capabilities`. Cost: O(cells), colors are looked up once.
  package func quantized(to capabilities: Capabilities) -> Frame {
    if capabilities == .full { return self }
    var quantizer = Quantizer(capabilities: capabilities)
    return mapCells { quantizer.cell($0, at: $1) }
  }
}

private struct Quantizer {
  let capabilities: Capabilities
  private var nearest: [UInt32: UInt8] = [:]

  init(capabilities: Capabilities) { self.capabilities = capabilities }

  mutating func cell(_ cell: Cell, at position: Position) -> Cell {
    var result = cell
    let isPixels = cell.glyph == Cell.upperHalf
    if isPixels && !(capabilities.depth.showsValuesByColor && capabilities.unicode) {
      return denseCell(cell)
    }
    result.style.foreground = color(cell.style.foreground, of: cell, at: position, lower: false)
    result.style.background = color(cell.style.background, of: cell, at: position, lower: true)
    if !capabilities.depth.showsValuesByColor {
      result.style.background = .standard
      if !cell.style.background.isStandard && cell.style.background.rgb != nil {
        result.style.attributes.formSymmetricDifference(.reverse)
        result.style.foreground = .standard
      }
    }
    if capabilities.depth == .indexed8, let block = Block.substitute(for: cell.glyph) { result.glyph = block }
    if !capabilities.unicode { result.glyph = ASCII.substitute(for: cell.glyph) }
    return result
  }

  // MARK: Values by the density of glyphs

  /// Two pixels as one glyph: its density is the size of the value, and negative values have glyphs of their own.
  private mutating func denseCell(_ cell: Cell) -> Cell {
    // What is underlined stays so; other attributes say what the colors would.
    var style = Style(.standard, on: .standard, cell.style.attributes.intersection(.underline))
    var glyph: Unicode.Scalar
    switch cell.level {
    case .missing: glyph = "/"
    case .undefined: glyph = "?"
    case .notFinite:
      glyph = "!"
      style.attributes.formUnion(.bold)
    case .value(let value):
      glyph = density(Float(abs(Int(value))) / 127, isNegative: value < 0)
    case .none:
      let upper = cell.style.foreground.displayedRGB.map { OKLab($0).lightness }
      let lower = cell.style.background.displayedRGB.map { OKLab($0).lightness }
      glyph = density(((upper ?? lower ?? 0) + (lower ?? upper ?? 0)) / 2)
    }
    if capabilities.depth.showsValuesByColor {
      // Colors without half blocks: one colored cell, the glyph kept for the value.
      let shown = cell.style.foreground
      style = Style(.standard, on: color(shown, of: cell, at: Position(x: 0, y: 0), lower: false))
      let isDark = (shown.displayedRGB.map { OKLab($0).lightness } ?? 0) < 0.6
      style.foreground =
        capabilities.depth == .truecolor ? Color(isDark ? 0xFFFFFF : 0x000000) : .palette(isDark ? 231 : 16)
      switch cell.level {
      case .none, .value: glyph = " "
      case .missing, .undefined, .notFinite: break
      }
    }
    return Cell(glyph, style, level: cell.level)
  }

  /// A glyph as dense as a fraction 0…1: blocks, which every console has, with eight or sixteen colors, else characters.
  private func density(_ fraction: Float, isNegative: Bool = false) -> Unicode.Scalar {
    capabilities.depth.showsBlocks && capabilities.unicode
      ? Block.density(fraction: fraction, isNegative: isNegative)
      : ASCII.density(fraction: fraction, isNegative: isNegative)
  }

  // MARK: Colors

  private mutating func color(_ color: Color, of cell: Cell, at position: Position, lower: Bool) -> Color {
    guard let rgb = color.rgb else { return color }
    switch capabilities.depth {
    case .truecolor: return color
    case .indexed256:
      let isPhotograph = cell.glyph == Cell.upperHalf && cell.level == .none
      let row = 2 * position.y + (lower ? 1 : 0)
      return .palette(index256(isPhotograph ? dithered(rgb, x: position.x, y: row) : rgb))
    case .indexed16: return chromeColor(rgb)
    // None of eight colors can be read on every ground that a terminal may have: white cannot on white.
    case .indexed8, .mono: return .standard
    }
  }

  /// The nearest of the 240 fixed colors in OKLab; the first 16 belong to the user.
  private mutating func index256(_ rgb: UInt32) -> UInt8 {
    if let known = nearest[rgb] { return known }
    let wanted = OKLab(rgb)
    var best = 16
    var bestDistance = Float.infinity
    for (index, candidate) in Quantizer.fixedColors.enumerated() {
      let distance = wanted.squaredDistance(to: candidate)
      if distance < bestDistance {
        bestDistance = distance
        best = 16 + index
      }
    }
    nearest[rgb] = UInt8(best)
    return UInt8(best)
  }

  private static let fixedColors = Palette.xterm[16...].map { OKLab($0) }

  /// Ordered dithering by a 4×4 Bayer matrix: photographs only, never data.
  private func dithered(_ rgb: UInt32, x: Int, y: Int) -> UInt32 {
    let matrix: [Int] = [0, 8, 2, 10, 12, 4, 14, 6, 3, 11, 1, 9, 15, 7, 13, 5]
    let offset = (matrix[(y & 3) * 4 + (x & 3)] * 2 - 15) * 12 / 16
    func shift(_ byte: UInt32) -> UInt32 { UInt32(max(0, min(255, Int(byte) + offset))) & 0xFC }
    return shift(rgb >> 16 & 0xFF) << 16 | shift(rgb >> 8 & 0xFF) << 8 | shift(rgb & 0xFF)
  }

  /// A color of the chrome among the user's own colors, by hue. Red and magenta alone can be read on dark and on light
  /// ground, whatever the theme: yellow, green and cyan cannot on white, nor blue on black, and the grays of a theme may
  /// be its ground. All others are the terminal's own color.
  private func chromeColor(_ rgb: UInt32) -> Color {
    let wanted = OKLab(rgb)
    let chroma = (wanted.a * wanted.a + wanted.b * wanted.b).squareRoot()
    if chroma < 0.04 { return .standard }
    let hues: [(index: UInt8, color: UInt32)] = [
      (1, 0xCD0000), (2, 0x00CD00), (3, 0xCDCD00), (4, 0x3060EE), (5, 0xCD00CD), (6, 0x00CDCD),
    ]
    let nearest = hues.min {
      OKLab($0.color).squaredHueDistance(to: wanted) < OKLab($1.color).squaredHueDistance(to: wanted)
    }
    guard let index = nearest?.index, [1, 5].contains(index) else { return .standard }
    return .palette(index)
  }
}

extension OKLab {
  /// Distance of the directions of two colors away from gray.
  fileprivate func squaredHueDistance(to other: OKLab) -> Float {
    let own = max(1e-6, (a * a + b * b).squareRoot())
    let others = max(1e-6, (other.a * other.a + other.b * other.b).squareRoot())
    let da = a / own - other.a / others
    let db = b / own - other.b / others
    return da * da + db * db
  }
}

extension Unicode.Scalar {
  /// In which halves of the cell a braille pattern has dots; nil for other characters and for the pattern without dots.
  fileprivate var brailleHalves: (upper: Bool, lower: Bool)? {
    guard (0x2801...0x28FF).contains(value) else { return nil }
    return (value & 0x1B != 0, value & 0xE4 != 0)
  }
}

/// Blocks of growing density.
enum Block {
  private static let ramp: [Unicode.Scalar] = [" ", "░", "▒", "▓", "█"]
  /// Lines, which the fonts of consoles have too.
  private static let negativeRamp: [Unicode.Scalar] = [" ", "-", "=", "≡", "■"]

  /// The halves of a cell that the dots of a braille pattern are in: consoles have no such patterns.
  static func substitute(for glyph: Unicode.Scalar) -> Unicode.Scalar? {
    guard let halves = glyph.brailleHalves else { return nil }
    return halves.upper ? halves.lower ? "█" : "▀" : "▄"
  }

  /// A block as dense as the fraction 0…1 says.
  static func density(fraction: Float, isNegative: Bool) -> Unicode.Scalar {
    let ramp = isNegative ? negativeRamp : ramp
    return ramp[Int((max(0, min(1, fraction)) * Float(ramp.count - 1)).rounded())]
  }
}

/// The replacements of glyphs where the terminal has ASCII only.
enum ASCII {
  private static let ramp: [Unicode.Scalar] = Array(" .:-=+*#%@".unicodeScalars)
  /// Letters.
  private static let negativeRamp: [Unicode.Scalar] = Array(" icosahXNM".unicodeScalars)

  /// A glyph as dense as the fraction 0…1 says.
  static func density(fraction: Float, isNegative: Bool = false) -> Unicode.Scalar {
    let ramp = isNegative ? negativeRamp : ramp
    return ramp[Int((max(0, min(1, fraction)) * Float(ramp.count - 1)).rounded())]
  }

  static func substitute(for glyph: Unicode.Scalar) -> Unicode.Scalar {
    if glyph.isASCII { return glyph }
    if let halves = glyph.brailleHalves { return halves.upper ? halves.lower ? ":" : "'" : "." }
    switch glyph {
    case "─", "━", "–", "−": return "-"
    case "│", "┃": return "|"
    case "┌", "┐", "└", "┘", "├", "┤", "┬", "┴", "┼": return "+"
    case "╭", "╰": return "("
    case "╮", "╯": return ")"
    case "▁": return "."
    case "▂": return ":"
    case "▃": return "-"
    case "▄": return "="
    case "▅": return "+"
    case "▆": return "*"
    case "▇": return "#"
    case "█": return "@"
    case "░", "▒", "▓", "╱": return "/"
    case "←": return "<"
    case "→": return ">"
    case "↑": return "^"
    case "↓": return "v"
    case "·", "•": return "."
    case "×": return "x"
    case "…": return "."
    case "▸", "▶", "▝", "▗": return ">"
    case "Δ": return "d"
    case "Σ": return "S"
    case "ρ": return "r"
    case "⁺": return "+"
    case "⁻": return "-"
    case "›": return ">"
    case "‹": return "<"
    case "▾": return "v"
    case "⋮": return ":"
    case "▏": return "_"
    case "▲", "▴": return "^"
    case "◂", "▘", "▖": return "<"
    case "≤": return "<"
    case "≥": return ">"
    case "±": return "~"
    default: return "?"
    }
  }
}
