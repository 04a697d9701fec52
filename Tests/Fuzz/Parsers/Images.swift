// Image files: PNG, JPEG with EXIF, WebP, BMP, PNM.
import CWebP
import Files
import Imaging
import TestSupport

extension FuzzedParsers {
  static let images: [FuzzedParser] = [
    FuzzedParser(
      name: "png", subject: "PNG images", seeds: { try images(endingIn: "png") }, longest: 1024,
      allowance: imageAllowance, mutator: PNGMutator(), isSwollen: false, parse: { try decode($0) }),
    FuzzedParser(
      name: "jpeg", subject: "JPEG images and their EXIF blocks", seeds: { try images(endingIn: "jpg") },
      longest: 1024, allowance: imageAllowance, mutator: JPEGMutator(), isSwollen: false,
      parse: { try decode($0) }),
    FuzzedParser(
      name: "webp", subject: "WebP images", seeds: { try images(endingIn: "webp") }, longest: 1024,
      allowance: webPAllowance, mutator: WebPMutator(), isSwollen: false, parse: { try decode($0) }),
    FuzzedParser(
      name: "bmp", subject: "BMP images", seeds: { try images(endingIn: "bmp") }, longest: 2100,
      allowance: imageAllowance, mutator: BMPMutator(), parse: { try decode($0) }),
    FuzzedParser(
      name: "pnm", subject: "PNM images", seeds: { try images(endingIn: "pnm") }, longest: 512,
      allowance: imageAllowance,
      mutator: TextMutator(words: [
        "P1", "P2", "P3", "P4", "P5", "P6", "255", "65535", "1", "2", "#", " ", "\n",
      ]),
      parse: { try decode($0) }),
  ]

  /// Images whose headers state more are refused, or left out: they take the same way and only become slow.
  private static let mostPixels = 1 << 13
  private static let refusedPixels = 200_000_000

  /// An image in memory is as large as its header states, three bytes a pixel: it is read, turned and resized.
  private static let imageAllowance = Allowance(
    units: { min(statedPixels($0).max() ?? 0, mostPixels) }, memoryPerUnit: 64, secondsPerUnit: 1e-6)

  /// The decoder of lossless images makes prefix codes besides: counted in bytes.
  private static let webPAllowance = Allowance(
    units: { bytes in
      let pixels = min(statedPixels(bytes).max() ?? 0, mostPixels)
      let codes = WebPMemory(width: pixels, height: 1, fileByteCount: bytes.count, coding: .lossless)
      return 64 * pixels + codes.prefixCodes
    },
    memoryPerUnit: 1, secondsPerUnit: 2e-8)

  private static func decode(_ bytes: [UInt8]) throws {
    // Of several headers any one may be the one that counts.
    guard !statedPixels(bytes).contains(where: (mostPixels...refusedPixels).contains) else { return }
    let path = Scratch.shared.write(bytes, to: "fuzz.image")
    do {
      let image = try RGBImage.load(path)
      try demand(image.width > 0 && image.height > 0, "no pixels")
      try demand(image.pixels.count == 3 * image.width * image.height, "\(image.pixels.count) samples")
      let turned = try RGBImage.load(path, applyingOrientation: true)
      let isTurned = (turned.width, turned.height) == (image.height, image.width)
      try demand(
        isTurned || (turned.width, turned.height) == (image.width, image.height),
        "an orientation changes the size")
      try demand(turned.pixels.count == image.pixels.count, "an orientation loses pixels")
      guard image.width <= 64, image.height <= 64 else { return }
      let transform = Preprocessing(
        inputHeight: 8, inputWidth: 8, cropFraction: 0.875, resizing: .shortSide, filter: .bicubic,
        mean: [0.5, 0.5, 0.5], standardDeviation: [0.5, 0.5, 0.5])
      let prepared = try transform.apply(to: image)
      try demand(prepared.planes.allSatisfy { abs($0) <= 1 }, "an input beyond its bounds")
    } catch let error as ImageError {
      if case .transform = error { return try checkRefusal(error) }
      try checkRefusal(error, naming: path)
    }
  }

  /// The pixels that each header of a PNG, JPEG or WebP states; none for other kinds.
  private static func statedPixels(_ bytes: [UInt8]) -> [Int] {
    if bytes.starts(with: Array("RIFF".utf8)) { return statedPixels(webP: bytes) }
    func number(_ offset: Int, _ size: Int) -> Int {
      guard offset + size <= bytes.count else { return 0 }
      return bytes[offset..<(offset + size)].reduce(0) { $0 << 8 | Int($1) }
    }
    func product(_ one: Int, _ other: Int) -> Int {
      let (product, overflows) = one.multipliedReportingOverflow(by: other)
      return overflows ? .max : product
    }
    if bytes.first == 0x89 {
      let headers = bytes.indices.dropLast(11).filter { bytes[$0..<($0 + 4)].elementsEqual("IHDR".utf8) }
      return headers.map { product(number($0 + 4, 4), number($0 + 8, 4)) }
    }
    guard bytes.starts(with: [0xFF, 0xD8]) else { return [] }
    let frames = bytes.indices.dropLast(9).filter {
      bytes[$0] == 0xFF && (0xC0...0xCF).contains(bytes[$0 + 1])
    }
    return frames.map { product(number($0 + 5, 2), number($0 + 7, 2)) }
  }

  /// What libwebp takes from the first header that counts for it, of several and of none in a chunk.
  private static func statedPixels(webP bytes: [UInt8]) -> [Int] {
    var features = WebPBitstreamFeatures()
    guard CWebPGetFeatures(bytes, bytes.count, &features) == VP8_STATUS_OK else { return [] }
    return [Int(features.width) * Int(features.height)]
  }

  private static func images(endingIn ending: String) throws -> [[UInt8]] {
    try names(in: Fixtures.path("images/decode")).filter { $0.hasSuffix(".\(ending)") }
      .map { try fixture("images/decode/\($0)") }.filter { $0.count <= 2100 }
  }
}
