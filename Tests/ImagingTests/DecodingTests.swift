// Decoded pixels against Pillow's convert("RGB"), for files of every kind (Fixtures/images/make.py).
import Checkpoints
import TestSupport
import Testing

@testable import Imaging

@Suite struct DecodingTests {
  static let expected = try! JSONValue.load(Fixtures.path("images/decode.json")).object!

  @Test(arguments: expected.keys.sorted())
  func agreesWithPillow(name: String) throws {
    let golden = try #require(Self.expected[name])
    let image = try RGBImage.load(Fixtures.path("images/decode/" + name))
    #expect([image.width, image.height] == golden["size"]?.ints)
    #expect(Int(crc32(image.pixels)) == golden["crc"]?.int)
  }

  @Test(arguments: expected.keys.filter { $0.hasPrefix("orientation") }.sorted())
  func turnsByOrientation(name: String) throws {
    let golden = try #require(Self.expected[name])
    let image = try RGBImage.load(Fixtures.path("images/decode/" + name), applyingOrientation: true)
    #expect([image.width, image.height] == golden["turnedSize"]?.ints)
    #expect(Int(crc32(image.pixels)) == golden["turnedCrc"]?.int)
  }

  @Test(arguments: ["gray16.png", "interlaced-gray16.png", "p5-16.pnm", "p2-wide.pnm"])
  func warnsOfSixteenBitGray(name: String) throws {
    #expect(try RGBImage.load(Fixtures.path("images/decode/" + name)).warning != nil)
    #expect(try RGBImage.load(Fixtures.path("images/decode/rgb16.png")).warning == nil)
  }
}
