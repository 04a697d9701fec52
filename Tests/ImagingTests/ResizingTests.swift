// Resizing against Pillow, byte for byte, on random sizes up and down (Fixtures/images/make.py).
import Checkpoints
import TestSupport
import Testing

@testable import Imaging

/// The image that make.py's `formula_image` makes: ramps that wrap, crossed by hard edges.
func formulaImage(width: Int, height: Int) -> RGBImage {
  var pixels: [UInt8] = []
  for y in 0..<height {
    for x in 0..<width {
      for c in 0..<3 {
        let ramp = (x * x * 7 + y * 13 * (c + 1) + x * y / 3 + 31 * c) % 256
        pixels.append(UInt8((x / 5 + y / 7) % 3 == 0 ? 255 * ((x + y + c) % 2) : ramp))
      }
    }
  }
  return RGBImage(width: width, height: height, pixels: pixels)
}

@Suite struct ResizingTests {
  @Test func agreesWithPillow() throws {
    let cases = try #require(try JSONValue.load(Fixtures.path("images/resize.json")).array)
    #expect(cases.count == 174)
    for golden in cases {
      let from = try #require(golden["from"]?.ints)
      let to = try #require(golden["to"]?.ints)
      let filter = try #require(golden["filter"]?.string.flatMap(ResampleFilter.init))
      let resized = formulaImage(width: from[0], height: from[1])
        .resized(width: to[0], height: to[1], by: filter)
      #expect(Int(crc32(resized.pixels)) == golden["crc"]?.int, "\(from) to \(to) by \(filter)")
    }
  }

  @Test(arguments: ResampleFilter.allCases)
  func aWindowIsTheCropOfTheWhole(filter: ResampleFilter) {
    let image = formulaImage(width: 61, height: 45)
    for (width, height) in [(30, 20), (100, 90), (61, 20), (30, 45), (61, 45)] {
      let whole = image.resized(width: width, height: height, by: filter)
      let window = image.resized(width: width, height: height, by: filter, columns: 5..<23, rows: 3..<17)
      #expect(window == whole.cropped(x: 5, y: 3, width: 18, height: 14), "\(width)×\(height)")
    }
    // Down before across.
    let tall = formulaImage(width: 40, height: 161)
    for (width, height) in [(30, 50), (80, 60)] {
      let whole = tall.resized(width: width, height: height, by: filter)
      let window = tall.resized(width: width, height: height, by: filter, columns: 7..<24, rows: 11..<40)
      #expect(window == whole.cropped(x: 7, y: 11, width: 17, height: 29), "\(width)×\(height)")
    }
  }
}
