// Color maps on terminals with 256 colors: their steps are colors of the terminal, in the order of their lightness.

import Glibc
import Imaging
import TerminalUI
import Testing

@testable import Viewer

/// CIELAB of an sRGB color under D65, as CIE 15 defines it.
private struct CIELab {
  let lightness: Double
  let a: Double
  let b: Double

  init(_ rgb: UInt32) {
    let linear = [16, 8, 0].map { shift -> Double in
      let value = Double(rgb >> UInt32(shift) & 0xFF) / 255
      return value > 0.04045 ? pow((value + 0.055) / 1.055, 2.4) : value / 12.92
    }
    let matrix = [
      [0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750],
      [0.0193339, 0.1191920, 0.9503041],
    ]
    let white = [0.95047, 1, 1.08883]
    let (x, y, z) = {
      let f = zip(matrix, white).map { row, white -> Double in
        let ratio = zip(row, linear).map(*).reduce(0, +) / white
        return ratio > pow(6 / 29.0, 3) ? cbrt(ratio) : ratio * pow(29 / 6.0, 2) / 3 + 4 / 29.0
      }
      return (f[0], f[1], f[2])
    }()
    (lightness, a, b) = (116 * y - 16, 500 * (x - y), 200 * (y - z))
  }

  /// ΔH*, the distance along the circle of hues at the chroma between both.
  func hueDifference(from other: CIELab) -> Double {
    let turn = atan2(b, a) - atan2(other.b, other.a)
    return 2 * (hypot(a, b) * hypot(other.a, other.b)).squareRoot() * abs(sin(turn / 2))
  }

  func distance(to other: CIELab) -> Double {
    hypot(hypot(lightness - other.lightness, a - other.a), b - other.b)
  }
}

@Suite struct PaletteStepsTests {
  /// The colors that a bar of `map` over 256 columns has on a terminal with 256 colors, from low to high.
  private func shown(_ map: ColorMap) throws -> [UInt32] {
    let bar = ColorBar(low: "0", high: "1", one: nil, isSigned: false, colorMap: map)
    var frame = Frame(size: Size(columns: 256, rows: 1))
    frame.pixels(bar.picture(columns: 256), x: 0, y: 0)
    let quantized = frame.quantized(to: Capabilities(depth: .indexed256))
    return try (0..<256).map { try #require(quantized[$0, 0].style.foreground.displayedRGB) }
  }

  private func steps(_ colors: [UInt32]) -> [(color: UInt32, width: Int)] {
    colors.reduce(into: []) { steps, color in
      if steps.last?.color == color {
        steps[steps.count - 1].width += 1
      } else {
        steps.append((color, 1))
      }
    }
  }

  @Test(arguments: ColorMap.sequential) func everyStepIsLighterThanTheLast(map: ColorMap) throws {
    let steps = try steps(shown(map.inPaletteSteps))
    let lab = steps.map { CIELab($0.color) }
    #expect(steps.count >= 8)
    for (one, next) in zip(lab, lab.dropFirst()) {
      #expect(next.lightness - one.lightness >= 2, "\(map.name) \(one) \(next)")
      #expect((3...60).contains(one.distance(to: next)), "\(map.name) \(one) \(next)")
    }
    // No step stands for much more of the range than another.
    let widths = steps.map(\.width)
    #expect(widths.max() ?? 0 <= 4 * (widths.min() ?? 0), "\(map.name) \(widths)")
    // A value is as light as on a terminal with all colors, but for half a step.
    for (color, exact) in zip(try shown(map.inPaletteSteps), map.colors) {
      #expect(abs(CIELab(color).lightness - exact.lightness) <= 16, "\(map.name) \(color) \(exact)")
    }
  }

  /// Steps have about the hues of their map: the part of the distance in CIELAB that is due to the hue (ΔH*) is small.
  @Test(arguments: ColorMap.sequential + [.diverging]) func everyStepHasTheHueOfItsValues(map: ColorMap)
    throws
  {
    let errors = zip(try shown(map.inPaletteSteps), map.colors).map { step, exact in
      CIELab(step).hueDifference(
        from: CIELab(UInt32(exact.red) << 16 | UInt32(exact.green) << 8 | UInt32(exact.blue)))
    }
    #expect(errors.count == 256)
    #expect(errors.reduce(0, +) / 256 <= 10, "\(map.name)")
    #expect(errors.max() ?? 0 <= 27, "\(map.name)")
    // What is measured tells red from green, and nothing from gray.
    #expect(abs(CIELab(0xFF0000).hueDifference(from: CIELab(0x00FF00)) - 166.35) < 0.1)
    #expect(CIELab(0x808080).hueDifference(from: CIELab(0xFF0000)) < 2)
  }

  @Test func bothSignsAreLightestAtZero() throws {
    let colors = try shown(ColorMap.viridis.inPaletteSteps.signed)
    let steps = steps(colors)
    let lightness = steps.map { CIELab($0.color).lightness }
    let middle = lightness.count / 2
    #expect(lightness.count == 9)
    #expect(zip(lightness[...middle], lightness[...middle].dropFirst()).allSatisfy { $0 < $1 - 2 })
    #expect(zip(lightness[middle...], lightness[middle...].dropFirst()).allSatisfy { $0 > $1 + 2 })
    #expect(colors[127] == colors[128])
  }

  /// The nearest color of each by itself is darker in places where the value is higher, or has steps of any width.
  @Test func theNearestColorsMakeFalseSteps() throws {
    let lightness = try steps(shown(.cividis)).map { CIELab($0.color).lightness }
    #expect(zip(lightness, lightness.dropFirst()).contains { $0 > $1 })
    let widths = try steps(shown(.viridis)).map(\.width)
    #expect(widths.max() ?? 0 > 8 * (widths.min() ?? 0))
  }

  @Test func onlyTerminalsWith256ColorsHaveSteps() throws {
    for depth in [ColorDepth.truecolor, .indexed256] {
      let viewer = try Synthetic.viewer(depth: depth)
      let colors = viewer.state.shownColorMap.colors
      #expect((colors == ColorMap.viridis.colors) == (depth == .truecolor))
      #expect(viewer.state.availableColorMaps == ColorMap.sequential)
    }
    #expect(ColorMap.viridis.signed == .diverging && ColorMap.gray.signed == .diverging)
  }

  @Test func lightnessIsThatOfCIELab() {
    for color: UInt32 in [0, 0xFFFFFF, 0x5F5F87, 0x010203, 0xFFD700] {
      #expect(abs(RGB(color).lightness - CIELab(color).lightness) < 1e-3)
    }
  }
}
