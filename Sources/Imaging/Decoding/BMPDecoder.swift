// Windows bitmaps to RGB: 1, 4, 8, 16, 24 and 32 bits a pixel, not run-length encoded, either way up.

extension RGBImage {
  /// Decodes a bitmap as Pillow does; alpha is dropped.
  static func decodeBMP(_ encoded: EncodedImage) throws(ImageError) -> RGBImage {
    try BitmapReader(encoded).image()
  }
}

/// Reads the headers and the pixels of one bitmap.
private struct BitmapReader {
  private let encoded: EncodedImage
  private var bytes: [UInt8] { encoded.bytes }

  /// Where the palette, or the masks of a short header, begin.
  private let endOfHeader: Int
  private let width: Int
  private let height: Int
  /// Whether the first row in the file is the upper one.
  private let isTopDown: Bool
  private let bits: Int
  private let compression: Compression
  /// Colors in the palette; as many as `bits` can name where the header says 0.
  private let colorCount: Int
  /// Bytes of a color in the palette.
  private let colorSize: Int

  private enum Compression: Int {
    case none, runLength8, runLength4, bitFields
  }

  /// The file's own header, before that of the bitmap.
  private static let fileHeaderLength = 14

  init(_ encoded: EncodedImage) throws(ImageError) {
    self.encoded = encoded
    let bytes = encoded.bytes
    func number(_ offset: Int, _ count: Int) throws(ImageError) -> Int {
      guard let value = littleEndian(bytes, at: offset, count: count) else {
        throw .damaged(file: encoded.file, "the file ends too early")
      }
      return value
    }
    let start = Self.fileHeaderLength
    let length = try number(start, 4)
    endOfHeader = start + length
    switch length {
    case 12:
      (width, height) = (try number(start + 4, 2), try number(start + 6, 2))
      isTopDown = false
      bits = try number(start + 10, 2)
      (compression, colorSize) = (.none, 3)
      colorCount = 1 << min(bits, 16)
    case 40, 52, 56, 64, 108, 124:
      width = try number(start + 4, 4)
      // A negative height is that of a bitmap whose upper row comes first.
      let stored = try number(start + 8, 4)
      isTopDown = stored >> 24 == 0xFF
      height = isTopDown ? 1 << 32 - stored : stored
      bits = try number(start + 14, 2)
      let kind = try number(start + 16, 4)
      guard let compression = Compression(rawValue: kind) else {
        throw .notDecoded(file: encoded.file, "its compression \(kind) of Windows bitmaps")
      }
      self.compression = compression
      let colors = try number(start + 32, 4)
      (colorCount, colorSize) = (colors == 0 ? 1 << min(bits, 16) : colors, 4)
    default:
      throw .notDecoded(file: encoded.file, "a Windows bitmap with a header of \(length) bytes")
    }
  }

  func image() throws(ImageError) -> RGBImage {
    let file = encoded.file
    if compression == .runLength8 || compression == .runLength4 {
      throw .notDecoded(file: file, "run-length encoding of Windows bitmaps")
    }
    let layout = try layout()
    try encoded.admit(width: width, height: height)
    let rowLength = ((width * bits + 31) >> 3) & ~3
    var first = littleEndian(bytes, at: 10, count: 4) ?? 0
    // Some writers leave the palette out of the place of the pixels.
    if first == endOfHeader, bits <= 8 { first += colorSize * colorCount }
    if first == 0 { first = endOfHeader + (bits <= 8 ? colorSize * colorCount : 0) }
    // What follows the last row's last pixel may be missing.
    let needed = first + rowLength * (height - 1) + (width * bits + 7) / 8
    guard needed <= bytes.count else { throw .damaged(file: file, "the file ends too early") }
    let pixels = [UInt8](unsafeUninitializedCapacity: width * height * 3) { pixels, initialized in
      bytes.withUnsafeBufferPointer { bytes in
        for row in 0..<height {
          let stored = isTopDown ? row : height - 1 - row
          let source = UnsafeBufferPointer(rebasing: bytes[(first + stored * rowLength)...])
          let target = UnsafeMutableBufferPointer(
            rebasing: pixels[(row * width * 3)..<((row + 1) * width * 3)])
          layout.widen(source, into: target, width: width)
        }
      }
      initialized = width * height * 3
    }
    return RGBImage(width: width, height: height, pixels: pixels)
  }

  // MARK: What pixels are made of

  private enum Layout {
    /// Numbers of `bits` bits, and the color of every number, [number × 3] in red, green, blue.
    case palette(bits: Int, colors: [UInt8])
    /// 16 bits: the places and the largest values of red, green and blue.
    case packed(shifts: [Int], maxima: [Int])
    /// Bytes of a pixel, and which are red, green and blue.
    case bytes(count: Int, places: [Int])

    func widen(
      _ source: UnsafeBufferPointer<UInt8>, into target: UnsafeMutableBufferPointer<UInt8>, width: Int
    ) {
      switch self {
      case .palette(let bits, let colors):
        for column in 0..<width {
          let place = column * bits
          let number = Int(source[place / 8]) >> (8 - bits - place % 8) & (1 << bits - 1)
          for channel in 0..<3 { target[3 * column + channel] = colors[3 * number + channel] }
        }
      case .packed(let shifts, let maxima):
        for column in 0..<width {
          let value = Int(source[2 * column]) | Int(source[2 * column + 1]) << 8
          for channel in 0..<3 {
            let part = value >> shifts[channel] & maxima[channel]
            target[3 * column + channel] = UInt8(part * 255 / maxima[channel])
          }
        }
      case .bytes(let count, let places):
        for column in 0..<width {
          for channel in 0..<3 { target[3 * column + channel] = source[count * column + places[channel]] }
        }
      }
    }
  }

  private func layout() throws(ImageError) -> Layout {
    if compression == .bitFields { return try maskedLayout() }
    switch bits {
    case 1, 4, 8: return .palette(bits: bits, colors: try colors())
    case 16: return .packed(shifts: [10, 5, 0], maxima: [31, 31, 31])
    case 24, 32: return .bytes(count: bits / 8, places: [2, 1, 0])
    default: throw .notDecoded(file: encoded.file, "a Windows bitmap of \(bits) bits a pixel")
    }
  }

  /// The layout that the masks of red, green and blue give: those that Pillow reads.
  private func maskedLayout() throws(ImageError) -> Layout {
    let first = Self.fileHeaderLength + 40
    let masks = (0..<3).map { littleEndian(bytes, at: first + 4 * $0, count: 4) ?? -1 }
    switch (bits, masks) {
    case (16, [0xF800, 0x7E0, 0x1F]): return .packed(shifts: [11, 5, 0], maxima: [31, 63, 31])
    case (16, [0x7C00, 0x3E0, 0x1F]): return .packed(shifts: [10, 5, 0], maxima: [31, 31, 31])
    case (24, [0xFF_0000, 0xFF00, 0xFF]): return .bytes(count: 3, places: [2, 1, 0])
    case (32, [0xFF_0000, 0xFF00, 0xFF]), (32, [0, 0, 0]): return .bytes(count: 4, places: [2, 1, 0])
    case (32, [0xFF00_0000, 0xFF_0000, 0xFF00]): return .bytes(count: 4, places: [3, 2, 1])
    case (32, [0xFF00_0000, 0xFF00, 0xFF]): return .bytes(count: 4, places: [3, 1, 0])
    case (32, [0xFF, 0xFF00, 0xFF_0000]): return .bytes(count: 4, places: [0, 1, 2])
    default: throw .notDecoded(file: encoded.file, "the color masks of this Windows bitmap")
    }
  }

  /// The color of every number of `bits` bits; past the palette's end all is black.
  private func colors() throws(ImageError) -> [UInt8] {
    guard (1...65536).contains(colorCount) else {
      throw .damaged(file: encoded.file, "its palette has \(colorCount) colors")
    }
    guard bytes.count >= endOfHeader + colorSize * colorCount else {
      throw .damaged(file: encoded.file, "the file ends too early")
    }
    var colors = [UInt8](repeating: 0, count: 3 << bits)
    for number in 0..<min(colorCount, 1 << bits) {
      for channel in 0..<3 {
        colors[3 * number + channel] = bytes[endOfHeader + colorSize * number + 2 - channel]
      }
    }
    return colors
  }
}

/// The number of `count` bytes, the lowest first; nil beyond the end.
func littleEndian(_ bytes: [UInt8], at offset: Int, count: Int) -> Int? {
  guard offset >= 0, offset <= bytes.count, count <= bytes.count - offset else { return nil }
  return bytes[offset..<offset + count].reversed().reduce(0) { $0 << 8 | Int($1) }
}
