// Decoded pixels against Pillow's convert("RGB"), for files of every kind (Fixtures/images/make.py).
import Checkpoints
import Files
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

  /// A file says whether its orientation was left aside.
  @Test func saysWhatNeedsTurning() throws {
    for name in Self.expected.keys {
      let path = Fixtures.path("images/decode/" + name)
      let turned = name.hasPrefix("orientation") && name != "orientation1.jpg"
      #expect(try ImageFile(path).needsTurning == turned, "\(name)")
      #expect(try !ImageFile(path, applyingOrientation: true).needsTurning, "\(name)")
    }
  }

  /// XXH64 of all bytes of the file, at once or a part at a time.
  @Test func digestsAreOfTheBytes() throws {
    let folder = try TemporaryFolder()
    var hash = XXHash64()
    let bytes = (0..<(3 << 20) + 17).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 7) }
    hash.update(bytes)
    let path = folder.write(bytes, to: "large")
    #expect(try ImageBytes(path).digest == hash.digits)
    #expect(try ImageBytes.digest(of: path) == hash.digits)
    #expect(try ImageBytes.digest(of: folder.write([], to: "empty")) == "ef46db3751d8e999")
    #expect(throws: ImageError.unreadable(.notFound("/nowhere"))) { try ImageBytes.digest(of: "/nowhere") }
    #expect(throws: ImageError.unreadable(.isFolder(folder.path))) { try ImageBytes(folder.path) }
  }

  /// The memory of a decoding is announced before it is taken: the pixels, and what the decoder holds besides.
  @Test(arguments: [
    ("rgb.png", 3), ("420.jpg", 3), ("progressive.jpg", 9), ("cmyk.jpg", 7), ("p6.pnm", 3), ("rgb24.bmp", 3),
    ("lossy.webp", 3), ("lossless.webp", 7), ("orientation6.jpg", 3),
  ]) func announcesMemory(name: String, bytesPerPixel: Int) throws {
    let path = Fixtures.path("images/decode/" + name)
    for applying in [false, true] {
      var announced: [Int] = []
      let image = try ImageFile(path, applyingOrientation: applying) { announced.append($0) }.image
      let turns = applying && name.hasPrefix("orientation")
      // Of a lossless WebP the prefix codes too, a thousand groups for so small an image.
      let codes = name == "lossless.webp" ? 1000 * 21_000 : 0
      #expect(announced == [image.width * image.height * bytesPerPixel * (turns ? 2 : 1) + codes])
    }
  }

  @Test(arguments: ["gray16.png", "interlaced-gray16.png", "p5-16.pnm", "p2-wide.pnm"])
  func warnsOfSixteenBitGray(name: String) throws {
    #expect(try RGBImage.load(Fixtures.path("images/decode/" + name)).warning != nil)
    #expect(try RGBImage.load(Fixtures.path("images/decode/rgb16.png")).warning == nil)
  }
}
