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
    #expect(failure(Array("GIF89a".utf8)) == .unrecognized(file: "x"))
    #expect(failure(Array("P7\n".utf8)) == .unrecognized(file: "x"))
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
      "orientation6.jpg", "p2.pnm", "p4.pnm", "p6-16.pnm",
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
