// What a terminal can show, and how that is found out.

/// How many colors a terminal has.
package enum ColorDepth: String, CaseIterable, Sendable {
  case truecolor
  case indexed256 = "256"
  case indexed16 = "16"
  case indexed8 = "8"
  case mono

  /// By the number of colors of the terminal's description.
  package init(colors: Int) {
    self =
      switch colors {
      case 256...: .indexed256
      case 16...: .indexed16
      case 8...: .indexed8
      default: .mono
      }
  }

  /// How many colors of a palette it takes; nil where colors are exact.
  var paletteSize: Int? {
    switch self {
    case .truecolor: nil
    case .indexed256: 256
    case .indexed16: 16
    case .indexed8: 8
    case .mono: 0
    }
  }

  /// Whether blocks ░▒▓█ show values.
  var showsBlocks: Bool { self == .indexed16 || self == .indexed8 }

  /// Whether colors show values; else the density of glyphs does.
  package var showsValuesByColor: Bool { self == .truecolor || self == .indexed256 }
}

/// The glyphs and colors that a frame may use.
package struct Capabilities: Equatable, Sendable {
  package var depth: ColorDepth
  package var unicode: Bool

  package init(depth: ColorDepth, unicode: Bool = true) {
    self.depth = depth
    self.unicode = unicode
  }

  package static let full = Capabilities(depth: .truecolor)
}

extension TerminfoEntry {
  /// The description with what it lacks for a depth of colors; nil where it lacks nothing.
  func showing(_ depth: ColorDepth) -> TerminfoEntry? {
    guard let size = depth.paletteSize else { return hasRGB ? nil : withDirectColor() }
    return colors < size ? withPalette(of: size) : nil
  }
}

extension ColorDepth {
  /// The depth to aim at, in this order: what was asked for, `NO_COLOR`, the description's RGB flag,
  /// `COLORTERM`, the description's number of colors.
  ///
  /// `COLORTERM` is inherited from the terminal that the session was started in. It says nothing inside GNU screen,
  /// which up to version 4 takes a direct color for other attributes, nor of a console or terminal that has
  /// no such colors.
  package static func detect(
    requested: ColorDepth?, environment: [String: String], colors: Int, hasRGB: Bool
  ) -> ColorDepth {
    if let requested { return requested }
    if let no = environment["NO_COLOR"], !no.isEmpty { return .mono }
    if hasRGB { return .truecolor }
    if let term = environment["COLORTERM"], ["truecolor", "24bit"].contains(term), colors >= 8,
      !isGNUScreen(environment), !isConsole(environment["TERM"] ?? "")
    {
      return .truecolor
    }
    return ColorDepth(colors: colors)
  }

  /// Whether the terminal is GNU screen: its session is named, or its type is screen's and not that of a tmux on this
  /// machine. Through ssh, su and sudo only the type is left.
  static func isGNUScreen(_ environment: [String: String]) -> Bool {
    func isSet(_ name: String) -> Bool { environment[name]?.isEmpty == false }
    let isOfType = environment["TERM"].map {
      $0 == "screen" || $0.hasPrefix("screen.") || $0.hasPrefix("screen-")
    }
    return isSet("STY") || (isOfType ?? false) && !isSet("TMUX")
  }

  /// Types without direct colors, whatever `COLORTERM` says.
  private static func isConsole(_ type: String) -> Bool {
    ["linux", "vt", "ansi", "cons"].contains { type.hasPrefix($0) }
  }
}
