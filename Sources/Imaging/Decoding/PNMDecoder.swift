// The Netpbm formats P1 to P6 to RGB, scaled as Pillow scales them.

extension RGBImage {
  static func decodePNM(_ encoded: EncodedImage) throws(ImageError) -> RGBImage {
    var reader = PNMReader(encoded)
    return try reader.image()
  }
}

/// Reads header and samples of one image.
private struct PNMReader {
  let encoded: EncodedImage
  let bytes: [UInt8]
  let file: String
  var position = 2

  init(_ encoded: EncodedImage) {
    self.encoded = encoded
    bytes = encoded.bytes
    file = encoded.file
  }

  mutating func image() throws(ImageError) -> RGBImage {
    let kind = Int(bytes[1] - UInt8(ascii: "0"))
    let isPlain = kind <= 3
    let isBitmap = kind == 1 || kind == 4
    let channels = kind == 3 || kind == 6 ? 3 : 1
    let width = try headerNumber()
    let height = try headerNumber()
    try ImageLimits.check(width: width, height: height, file: file)
    let maximum = isBitmap ? 1 : try headerNumber()
    guard (1...65535).contains(maximum) else { throw .damaged(file: file, "its maximum is not 1…65535") }

    let count = width * height * channels
    let sampleSize = maximum > 255 ? 2 : 1
    let needed = isPlain ? count : kind == 4 ? (width + 7) / 8 * height : count * sampleSize
    guard bytes.count - position >= needed else { throw .damaged(file: file, "the file ends too early") }

    try encoded.admit(width: width, height: height)
    let table = Self.scaled(maximum: maximum, isBitmap: isBitmap, isGray: channels == 1)
    var pixels = [UInt8](repeating: 0, count: width * height * 3)
    for index in 0..<count {
      let sample =
        switch kind {
        case 1: try plainBit()
        case 2, 3: try plainNumber(maximum: maximum)
        case 4: packedBit(row: index / width, column: index % width, width: width)
        default: binarySample(index, size: sampleSize)
        }
      let value = table[min(sample, maximum)]
      if channels == 3 {
        pixels[index] = value
      } else {
        (pixels[3 * index], pixels[3 * index + 1], pixels[3 * index + 2]) = (value, value, value)
      }
    }
    let isWideGray = channels == 1 && maximum > 255
    return RGBImage(
      width: width, height: height, pixels: pixels, warning: isWideGray ? sixteenBitWarning : nil)
  }

  /// What each sample becomes. Gray beyond 8 bits goes to 0…65535 first and is then cut at 255.
  private static func scaled(maximum: Int, isBitmap: Bool, isGray: Bool) -> [UInt8] {
    if isBitmap { return [255, 0] }
    let target = isGray && maximum > 255 ? 65535.0 : 255.0
    return (0...maximum).map {
      UInt8(min((Double($0) / Double(maximum) * target).rounded(.toNearestOrEven), 255))
    }
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

  /// A number of the header, with the single space after it.
  private mutating func headerNumber() throws(ImageError) -> Int {
    try skipToToken()
    let number = try digits(limit: 10)
    guard position < bytes.count, Self.isSpace(bytes[position]) else {
      throw .damaged(file: file, "its header is malformed")
    }
    position += 1
    return number
  }

  /// Skips white space and comments.
  private mutating func skipToToken() throws(ImageError) {
    while position < bytes.count {
      if bytes[position] == UInt8(ascii: "#") {
        while position < bytes.count, bytes[position] != 0x0A, bytes[position] != 0x0D { position += 1 }
      } else if Self.isSpace(bytes[position]) {
        position += 1
      } else {
        return
      }
    }
    throw .damaged(file: file, "the file ends too early")
  }

  private mutating func digits(limit: Int) throws(ImageError) -> Int {
    let start = position
    var number = 0
    while position < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[position]) {
      guard position - start < limit else { throw .damaged(file: file, "a number is too long") }
      number = number * 10 + Int(bytes[position] - UInt8(ascii: "0"))
      position += 1
    }
    guard position > start else { throw .damaged(file: file, "a number is missing at byte \(position)") }
    return number
  }

  private mutating func plainNumber(maximum: Int) throws(ImageError) -> Int {
    try skipToToken()
    let number = try digits(limit: 10)
    guard number <= maximum else { throw .damaged(file: file, "a sample exceeds the maximum") }
    return number
  }

  /// Digits of P1 need no space between them.
  private mutating func plainBit() throws(ImageError) -> Int {
    try skipToToken()
    let bit = Int(bytes[position]) - Int(UInt8(ascii: "0"))
    guard bit == 0 || bit == 1 else { throw .damaged(file: file, "a sample is neither 0 nor 1") }
    position += 1
    return bit
  }

  private func packedBit(row: Int, column: Int, width: Int) -> Int {
    Int(bytes[position + row * ((width + 7) / 8) + column / 8] >> (7 - UInt8(column % 8))) & 1
  }

  private func binarySample(_ index: Int, size: Int) -> Int {
    let start = position + index * size
    return size == 1 ? Int(bytes[start]) : Int(bytes[start]) << 8 | Int(bytes[start + 1])
  }
}
