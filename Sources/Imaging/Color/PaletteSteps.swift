// Color maps in the fixed colors of terminals with 256, where the nearest of them would grow darker in between.

import Glibc

extension ColorMap {
  /// The same map in steps: from each to the next the lightness L* of CIELAB grows, of a diverging map away from the
  /// middle it falls, and every value has the step whose lightness is nearest to its own. A map without steps is itself.
  package var inPaletteSteps: ColorMap { ColorMap.stepped[name] ?? self }

  /// The map for values of both signs that goes with this one: in steps too where this one is.
  package var signed: ColorMap {
    ColorMap.stepped[name]?.colors == colors ? ColorMap.diverging.inPaletteSteps : .diverging
  }

  /// The steps of a map from low to high, each once: hexadecimal colors of the 6×6×6 cube and the 24 grays of xterm, of
  /// all sequences of growing lightness those of the least difference from the map (CIEDE2000), hues above all.
  static let paletteSteps: [String: [UInt32]] = [
    "viridis": [
      0x5F0087, 0x005FAF, 0x008787, 0x00AF87, 0x00D75F, 0x87D700, 0xD7D75F, 0xFFD700,
    ],
    "magma": [
      0x00005F, 0x5F0087, 0x870087, 0xAF0087, 0xD70087, 0xD75F5F, 0xFF875F, 0xFFAF87, 0xFFD787,
    ],
    "cividis": [
      0x262626, 0x3A3A3A, 0x4E4E4E, 0x626262, 0x767676, 0x87875F, 0xAFAF5F, 0xD7D75F, 0xFFD75F,
    ],
    "gray": (1..<24).map { UInt32(8 + 10 * $0) * 0x01_0101 } + [0xFFFFFF],
    "diverging": [
      0x005FAF, 0x5F87D7, 0x87AFD7, 0xAFD7FF, 0xEEEEEE, 0xFFD7AF, 0xD7AF87, 0xD7875F, 0xAF5F00,
    ],
  ]

  private static let stepped: [String: ColorMap] = Dictionary(
    uniqueKeysWithValues: (sequential + [diverging]).compactMap { map in
      paletteSteps[map.name].map { (map.name, map.stepped(to: $0.map { RGB($0) })) }
    })

  /// Every color replaced by the step of the nearest lightness: among those of its half where the map is diverging.
  private func stepped(to steps: [RGB]) -> ColorMap {
    let middle = steps.count / 2
    let replaced = colors.enumerated().map { index, color -> RGB in
      let candidates =
        !isDiverging ? steps[...] : index < colors.count / 2 ? steps[...middle] : steps[middle...]
      let lightness = color.lightness
      return candidates.min { abs($0.lightness - lightness) < abs($1.lightness - lightness) } ?? color
    }
    return ColorMap(name: name, isDiverging: isDiverging, colors: replaced)
  }
}

extension RGB {
  /// L* of CIELAB, 0…100, of an sRGB color under D65.
  package var lightness: Double {
    func linear(_ byte: UInt8) -> Double {
      let value = Double(byte) / 255
      return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }
    let y = 0.2126729 * linear(red) + 0.7151522 * linear(green) + 0.0721750 * linear(blue)
    return y > 216 / 24389.0 ? 116 * cbrt(y) - 16 : 24389 / 27.0 * y
  }
}
