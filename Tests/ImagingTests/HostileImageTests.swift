// Damaged and lying image files: each ends in a typed one-line error, none traps, hangs or floods memory.
import Files
import Glibc
import TestSupport
import Testing

@testable import Imaging

@Suite struct HostileImageTests {
  private func bytes(of name: String) throws -> [UInt8] {
    try RegularFile.contents(of: Fixtures.path("images/decode/" + name), limit: 1 << 20)
  }

  private func failure(_ bytes: [UInt8]) -> ImageError? {
    do throws(ImageError) { _ = try RGBImage.decode(bytes, file: "x") } catch { return error }
    return nil
  }

  private func bigEndian(_ value: UInt32) -> [UInt8] {
    withUnsafeBytes(of: value.bigEndian) { Array($0) }
  }

  /// The PNG `bytes` with another width and height in its header, and the checksum that fits.
  private func resized(_ bytes: [UInt8], width: UInt32, height: UInt32) -> [UInt8] {
    var bytes = bytes
    bytes.replaceSubrange(16..<24, with: bigEndian(width) + bigEndian(height))
    bytes.replaceSubrange(29..<33, with: bigEndian(crc32(Array(bytes[12..<29]))))
    return bytes
  }

  @Test func refusesLargeImagesByTheirHeader() throws {
    let png = try bytes(of: "rgb.png")
    #expect(
      failure(resized(png, width: 20_000, height: 10_001))
        == .tooLarge(file: "x", width: 20_000, height: 10_001))
    #expect(failure(resized(png, width: 29, height: 900_000)) == .damaged(file: "x", "Not enough image data"))
    #expect(
      failure(Array("P5 20000 10001 255\n".utf8)) == .tooLarge(file: "x", width: 20_000, height: 10_001))
    #expect(failure(Array("P5 1 1000001 255\n".utf8)) == .tooLarge(file: "x", width: 1, height: 1_000_001))
    #expect(
      failure(Array("P6 9999999999 9999999999 255\n".utf8))
        == .tooLarge(file: "x", width: 9_999_999_999, height: 9_999_999_999))
    var jpeg = try bytes(of: "420.jpg")
    let frame = try #require(jpeg.indices.first { jpeg[$0...].starts(with: [0xFF, 0xC0]) })
    jpeg.replaceSubrange((frame + 5)..<(frame + 9), with: [0x75, 0x30, 0x75, 0x30])
    #expect(failure(jpeg) == .tooLarge(file: "x", width: 30_000, height: 30_000))
  }

  /// Bitmaps that ask for what they do not hold, or for what is not read.
  @Test func refusesBitmapsByTheirHeader() throws {
    func little(_ value: UInt32) -> [UInt8] { withUnsafeBytes(of: value.littleEndian) { Array($0) } }
    let whole = try bytes(of: "rgb24.bmp")
    func changed(_ offset: Int, _ value: UInt32) -> [UInt8] {
      var bytes = whole
      bytes.replaceSubrange(offset..<offset + 4, with: little(value))
      return bytes
    }
    #expect(failure(changed(18, 0)) == .empty(file: "x"))
    #expect(failure(changed(18, 1_000_001)) == .tooLarge(file: "x", width: 1_000_001, height: 23))
    #expect(failure(changed(18, .max)) == .tooLarge(file: "x", width: Int(UInt32.max), height: 23))
    #expect(failure(changed(22, 1 << 23)) == .tooLarge(file: "x", width: 29, height: 1 << 23))
    #expect(failure(changed(22, 0x8000_0000)) == .tooLarge(file: "x", width: 29, height: 1 << 31))
    #expect(failure(changed(18, 200)) == .damaged(file: "x", "the file ends too early"))
    #expect(failure(changed(10, .max)) == .damaged(file: "x", "the file ends too early"))
    #expect(failure(changed(30, 1)) == .notDecoded(file: "x", "run-length encoding of Windows bitmaps"))
    #expect(failure(changed(30, 5)) == .notDecoded(file: "x", "its compression 5 of Windows bitmaps"))
    #expect(failure(changed(28, 2)) == .notDecoded(file: "x", "a Windows bitmap of 2 bits a pixel"))
    #expect(failure(changed(14, 41)) == .notDecoded(file: "x", "a Windows bitmap with a header of 41 bytes"))
    var masked = try bytes(of: "rgb32-rgba.bmp")
    masked[54] = 0xFE
    #expect(failure(masked) == .notDecoded(file: "x", "the color masks of this Windows bitmap"))
    var palette = try bytes(of: "palette8.bmp")
    palette.replaceSubrange(46..<50, with: little(70_000))
    #expect(failure(palette) == .damaged(file: "x", "its palette has 70000 colors"))
    palette.replaceSubrange(46..<50, with: little(60_000))
    #expect(failure(palette) == .damaged(file: "x", "the file ends too early"))
  }

  /// Images of kinds that are not read are called what they are.
  @Test(arguments: [
    ("GIF89a", "a GIF"), ("II*\0", "a TIFF"), ("MM\0*", "a TIFF"), ("\0\0\0\u{18}ftypheic", "a HEIC"),
    ("\0\0\0\u{1C}ftypavif", "an AVIF"), ("8BPS", "a Photoshop"), ("<svg xmlns", "an SVG"),
    ("P7\nWIDTH", "a PAM"),
    ("PF\n3 2\n", "a PFM"), ("qoif", "a QOI"),
  ]) func namesForeignImages(start: String, name: String) {
    let error = failure(Array(start.utf8) + [UInt8](repeating: 0, count: 40))
    #expect(error?.description == "x: is \(name) image, which is not read; convert it to PNG")
    #expect(failure(Array("ftyp....".utf8) + [UInt8](repeating: 0, count: 40)) == .unrecognized(file: "x"))
  }

  @Test func refusesAnAnimation() throws {
    // The header of an extended file whose animation flag is set.
    let extended = Array("VP8X".utf8) + [10, 0, 0, 0, 0x02, 0, 0, 0, 7, 0, 0, 4, 0, 0]
    let animation = Array("ANIM".utf8) + [6, 0, 0, 0, 0, 0, 0, 0, 0, 0]
    let body = Array("WEBP".utf8) + extended + animation
    let file = Array("RIFF".utf8) + [UInt8(body.count), 0, 0, 0] + body
    #expect(failure(file) == .notDecoded(file: "x", "an animation of WebP"))
  }

  @Test func refusesAProgressiveFlood() throws {
    var jpeg = try bytes(of: "progressive.jpg")
    let frame = try #require(jpeg.indices.first { jpeg[$0...].starts(with: [0xFF, 0xC2]) })
    jpeg.replaceSubrange((frame + 5)..<(frame + 9), with: [0x27, 0x10, 0x27, 0x10])
    jpeg += (0..<100).flatMap { _ in [UInt8(0xFF), 0xDA, 0x00] } + [0xFF, 0xD9]
    guard case .tooManyScans(_, let count) = failure(jpeg) else {
      Issue.record("\(String(describing: failure(jpeg)))")
      return
    }
    #expect(count > 100)
  }

  @Test func refusesWhatIsNoImage() {
    #expect(failure([]) == .unrecognized(file: "x"))
    #expect(failure([0x89, 0x50]) == .unrecognized(file: "x"))
    #expect(failure(Array("GIF89a".utf8)) == .foreign(file: "x", .gif))
    #expect(failure(Array("P7\n".utf8)) == .foreign(file: "x", .pam))
    #expect(failure(Array("P5 0 4 255\n".utf8)) == .empty(file: "x"))
    #expect(throws: ImageError.unreadable(.isFolder(Fixtures.folder))) { try RGBImage.load(Fixtures.folder) }
    #expect(throws: ImageError.unreadable(.notFound("/nowhere\n.png"))) {
      try RGBImage.load("/nowhere\n.png")
    }
    #expect(
      ImageError.unreadable(.notFound("/nowhere\n.png")).description
        == #"/nowhere\n.png: no such file or folder"#)
  }

  @Test func refusesAPipe() throws {
    let folder = try TemporaryFolder()
    let pipe = folder.path + "/pipe.png"
    try #require(mkfifo(pipe, 0o600) == 0)
    #expect(throws: ImageError.unreadable(.isNotRegular(pipe))) { try RGBImage.load(pipe) }
  }

  @Test(arguments: [
    ("P5\n2 2\n255\n123", "the file ends too early"), ("P5\n2 2\n0\n1234", "its maximum is not 1…65535"),
    ("P5\n2 2\n65536\n1234", "its maximum is not 1…65535"),
    ("P2\n2 1\n9\n10 1\n", "a sample exceeds the maximum"),
    ("P2\n2 1\n9\n1 x\n", "a number is missing at byte 11"), ("P1\n2 1\n12\n", "a sample is neither 0 nor 1"),
    ("P5\n2 2", "its header is malformed"), ("P5 #", "the file ends too early"),
    ("P5\n99999999999 2\n", "a number is too long"), ("P3\n1 1\n255\n1 2     ", "the file ends too early"),
  ])
  func saysWhatIsWrongWithANetpbmFile(text: String, words: String) {
    #expect(failure(Array(text.utf8)) == .damaged(file: "x", words))
  }

  /// Cut off anywhere, a file gives an error; only cuts behind the last pixel may go unnoticed.
  @Test(arguments: [
    "rgb.png", "interlaced.png", "palette.png", "420.jpg", "progressive.jpg", "p5.pnm", "p6-16.pnm",
    "rgb24.bmp", "palette8.bmp", "palette1.bmp", "rgb16-565.bmp", "lossy.webp", "lossless.webp",
  ])
  func noticesTruncation(name: String) throws {
    let whole = try bytes(of: name)
    let image = try RGBImage.decode(whole, file: "x")
    let unnoticed = whole.indices.filter { length in
      guard let decoded = try? RGBImage.decode(Array(whole[..<length]), file: "x") else { return false }
      return length < whole.count - 20 || decoded != image
    }
    #expect(unnoticed == [])
  }

  @Test func survivesDamage() throws {
    var generator = SplitMix64(seed: 4)
    for name in [
      "rgb16.png", "interlaced-palette.png", "palette4.png", "420.jpg", "progressive.jpg", "cmyk.jpg",
      "orientation6.jpg", "p2.pnm", "p4.pnm", "p6-16.pnm", "palette8-short.bmp", "palette4.bmp",
      "rgb16-565.bmp",
      "rgb32-rgba.bmp", "rgb24-core.bmp", "lossy.webp", "alpha.webp", "alpha-lossless.webp",
      "orientation6.webp",
    ] {
      let whole = try bytes(of: name)
      var failures = 0
      for _ in 0..<300 {
        var damaged = whole
        for _ in 0..<Int.random(in: 1...5, using: &generator) {
          // Headers twice as often as the rest.
          let end = Bool.random(using: &generator) ? min(80, damaged.count) : damaged.count
          damaged[Int.random(in: 2..<end, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
        }
        _ = Orientation(ofImageFile: damaged)
        guard let error = failure(damaged) else { continue }
        failures += 1
        if !error.description.hasPrefix("x: ") || error.description.utf8.contains(0x0A) {
          Issue.record("\(error), seed \(generator.seed)")
        }
      }
      #expect(failures > 10, "\(name), seed \(generator.seed)")
    }
  }
}
