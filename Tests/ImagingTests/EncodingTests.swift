// Written files: PGM, NPY and PNG, byte for byte or read back.
import Testing

@testable import Imaging

@Suite struct EncodingTests {
  @Test func pgmRoundsAndCuts() {
    let bytes = PGMEncoder.encode(
      [0, 0.5, 1, 2, -1, .nan], width: 3, height: 2, low: 0, high: 1, depth: .eight, comments: ["a\nb"])
    #expect(bytes == Array("P5\n# a\\nb\n3 2\n255\n".utf8) + [0, 128, 255, 255, 0, 0])
  }

  @Test func pgmOfSixteenBitsIsBigEndian() {
    let bytes = PGMEncoder.encode([0, 1, 3], width: 3, height: 1, low: -1, high: 3, depth: .sixteen)
    #expect(bytes == Array("P5\n3 1\n65535\n".utf8) + [0x40, 0x00, 0x80, 0x00, 0xFF, 0xFF])
  }

  @Test func pgmOfAConstantIsBlack() {
    let bytes = PGMEncoder.encode([2, 2], width: 2, height: 1, low: 2, high: 2, depth: .eight)
    #expect(bytes.suffix(2) == [0, 0])
  }

  @Test func npyIsAligned() {
    let bytes = NPYEncoder.encode([1, -2], shape: [2, 1])
    #expect(bytes.count == 128 + 8)
    #expect(bytes.prefix(10) == [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59, 1, 0, 118, 0])
    let text = String(decoding: bytes[10..<128], as: UTF8.self)
    #expect(text.hasPrefix("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 1), } "))
    #expect(text.hasSuffix(" \n"))
    #expect(bytes.suffix(8) == [0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0])
    #expect(String(decoding: NPYEncoder.header(shape: [5]), as: UTF8.self).contains("(5,)"))
  }

  @Test func pngComesBackAsItWas() throws {
    let image = formulaImage(width: 37, height: 11)
    let texts = [PNGEncoder.Text(keyword: "map", text: "net"), .init(keyword: "image", text: "ü\n")]
    let bytes = try PNGEncoder.encode(image, texts: texts, file: "x.png")
    #expect(String(decoding: bytes, as: Unicode.ASCII.self).contains("tEXtmap\u{0}net"))
    #expect(bytes.split(separator: Array("iTXtimage".utf8))[1].starts(with: [0, 0, 0, 0, 0] + "ü\\n".utf8))
    #expect(try RGBImage.decode(bytes, file: "x.png") == image)
    #expect(throws: ImageError.empty(file: "x.png")) {
      try PNGEncoder.encode(RGBImage(width: 0, height: 0, pixels: []), file: "x.png")
    }
  }
}
