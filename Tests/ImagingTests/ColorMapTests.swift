// Color maps: published colors, even and monotone lightness, a neutral middle.
import Testing

@testable import Imaging

@Suite struct ColorMapTests {
  /// Rec. 709 luminance of sRGB bytes, linearised.
  private func luminance(_ color: RGB) -> Double {
    func linear(_ byte: UInt8) -> Double {
      let value = Double(byte) / 255
      // A square is near enough to the sRGB curve to order colors by.
      return value * value
    }
    return 0.2126 * linear(color.red) + 0.7152 * linear(color.green) + 0.0722 * linear(color.blue)
  }

  @Test func hasThePublishedColors() {
    #expect(ColorMap.viridis.color(at: 0) == RGB(red: 0x44, green: 0x01, blue: 0x54))
    #expect(ColorMap.viridis.color(at: 0.5) == RGB(red: 0x21, green: 0x91, blue: 0x8C))
    #expect(ColorMap.viridis.color(at: 1) == RGB(red: 0xFD, green: 0xE7, blue: 0x25))
    #expect(ColorMap.magma.color(at: 1) == RGB(red: 0xFC, green: 0xFD, blue: 0xBF))
    #expect(ColorMap.cividis.color(at: 0) == RGB(red: 0x00, green: 0x22, blue: 0x4E))
  }

  @Test(arguments: ColorMap.sequential)
  func growsLighter(map: ColorMap) {
    #expect(map.colors.count == 256)
    let lightness = map.colors.map(luminance)
    // Rounding to bytes may cost a step a hair of its rise.
    #expect(zip(lightness, lightness.dropFirst()).allSatisfy { $1 > $0 - 0.002 })
    #expect(lightness.last! > lightness.first! + 0.5)
    #expect(ColorMap.named(map.name) == map)
  }

  @Test func divergingIsLightestAtZeroAndPartsTheSigns() {
    let map = ColorMap.diverging
    let lightness = map.colors.map(luminance)
    #expect(zip(lightness[...127], lightness[1...127]).allSatisfy { $1 >= $0 - 0.002 })
    #expect(zip(lightness[128...], lightness[129...]).allSatisfy { $1 <= $0 + 0.002 })
    #expect((0..<128).allSatisfy { abs(lightness[$0] - lightness[255 - $0]) < 0.03 })
    let (low, middle, high) = (map.color(at: 0), map.color(at: 0.5), map.color(at: 1))
    #expect(low.blue > low.red && high.red > high.blue)
    #expect(max(middle.red, middle.green, middle.blue) - min(middle.red, middle.green, middle.blue) < 8)
  }

  @Test func staysWithinTheTable() {
    let map = ColorMap.gray
    #expect(map.color(at: -3) == map.colors[0])
    #expect(map.color(at: 7) == map.colors[255])
    #expect(map.color(at: .infinity) == map.colors[255])
    #expect(map.color(at: .nan) == map.colors[0])
    #expect(ColorMap.named("grey") == map)
    #expect(ColorMap.named("jet") == nil)
  }
}
