// One character cell: a glyph, two colors, attributes, and the level of the data it shows.

package struct Attributes: OptionSet, Hashable, Sendable {
  package let rawValue: UInt8
  package init(rawValue: UInt8) { self.rawValue = rawValue }

  package static let bold = Attributes(rawValue: 1)
  package static let reverse = Attributes(rawValue: 2)
  package static let underline = Attributes(rawValue: 4)
  package static let dim = Attributes(rawValue: 8)
}

/// How text is drawn.
package struct Style: Equatable, Hashable, Sendable {
  package var foreground: Color
  package var background: Color
  package var attributes: Attributes

  package init(
    _ foreground: Color = .standard, on background: Color = .standard, _ attributes: Attributes = []
  ) {
    self.foreground = foreground
    self.background = background
    self.attributes = attributes
  }

  package static let plain = Style()
}

/// The value that a pixel shows, so that terminals without enough colors can show it by a glyph.
package enum Level: Equatable, Hashable, Sendable {
  /// Not data: chrome, or a pixel of a photograph.
  case none
  /// −127…127: the value as a fraction of the end of its scale.
  case value(Int8)
  /// There is nothing here that could have a value.
  case missing
  /// There is something here, and its value does not exist.
  case undefined
  /// The value is infinite or no number.
  case notFinite

  /// From a fraction −1…1.
  package init(fraction: Float) { self = .value(Int8((max(-1, min(1, fraction)) * 127).rounded())) }
}

package struct Cell: Equatable, Hashable, Sendable {
  /// `Cell.continuation` right of a character that is two columns wide.
  package var glyph: Unicode.Scalar
  package var style: Style
  package var level: Level

  package init(_ glyph: Unicode.Scalar, _ style: Style = .plain, level: Level = .none) {
    self.glyph = glyph
    self.style = style
    self.level = level
  }

  package static let blank = Cell(" ")
  package static let continuation: Unicode.Scalar = "\0"
  /// The upper half in the foreground color, the lower in the background's: two pixels.
  package static let upperHalf: Unicode.Scalar = "▀"
}
