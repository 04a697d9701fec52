// The EXIF orientation of a JPEG, PNG or WebP file, and turning an image by it.

/// How the rows of an image are stored against how it is looked at (EXIF tag 274).
enum Orientation: Int {
  case upright = 1
  case mirrored, upsideDown, mirroredUpsideDown
  case transposed, turnedLeft, transverse, turnedRight
}

extension Orientation {
  /// The orientation that the file's EXIF block states; nil where there is none.
  init?(ofImageFile bytes: [UInt8]) {
    guard let block = Self.exifBlock(in: bytes), let value = Self.orientation(inTIFF: block) else {
      return nil
    }
    self.init(rawValue: value)
  }

  private static func exifBlock(in bytes: [UInt8]) -> ArraySlice<UInt8>? {
    if bytes.starts(with: [0xFF, 0xD8]) { return exifSegment(ofJPEG: bytes) }
    if bytes.starts(with: [0x89, 0x50]) { return exifChunk(ofPNG: bytes) }
    return bytes.starts(with: "RIFF".utf8) ? exifChunk(ofWebP: bytes) : nil
  }

  /// The body of the first APP1 segment that starts with `Exif\0\0`.
  private static func exifSegment(ofJPEG bytes: [UInt8]) -> ArraySlice<UInt8>? {
    var position = 2
    while position + 4 <= bytes.count, bytes[position] == 0xFF {
      let marker = bytes[position + 1]
      if marker == 0xFF {
        position += 1
        continue
      }
      let length = Int(bytes[position + 2]) << 8 | Int(bytes[position + 3])
      guard marker != 0xDA, length >= 2, position + 2 + length <= bytes.count else { return nil }
      let body = bytes[(position + 4)..<(position + 2 + length)]
      if marker == 0xE1, body.starts(with: Array("Exif\0\0".utf8)) { return body.dropFirst(6) }
      position += 2 + length
    }
    return nil
  }

  private static func exifChunk(ofWebP bytes: [UInt8]) -> ArraySlice<UInt8>? {
    var position = 12
    while let length = littleEndian(bytes, at: position + 4, count: 4) {
      guard length <= bytes.count - position - 8 else { return nil }
      let body = bytes[(position + 8)..<(position + 8 + length)]
      if bytes[position..<(position + 4)].elementsEqual("EXIF".utf8) {
        return body.starts(with: Array("Exif\0\0".utf8)) ? body.dropFirst(6) : body
      }
      position += 8 + length + length % 2
    }
    return nil
  }

  private static func exifChunk(ofPNG bytes: [UInt8]) -> ArraySlice<UInt8>? {
    var position = 8
    while position + 12 <= bytes.count {
      let length = bytes[position..<(position + 4)].reduce(0) { $0 << 8 | Int($1) }
      guard length <= bytes.count - position - 12 else { return nil }
      let body = bytes[(position + 8)..<(position + 8 + length)]
      if bytes[(position + 4)..<(position + 8)].elementsEqual("eXIf".utf8) { return body }
      position += 12 + length
    }
    return nil
  }

  /// Entry 274 of the first directory of a TIFF block.
  private static func orientation(inTIFF block: ArraySlice<UInt8>) -> Int? {
    let block = Array(block)
    guard block.count >= 8 else { return nil }
    let isLittle = block[0] == UInt8(ascii: "I")
    func number(at offset: Int, count: Int) -> Int? {
      guard offset >= 0, offset + count <= block.count else { return nil }
      let digits = block[offset..<(offset + count)]
      return (isLittle ? Array(digits.reversed()) : Array(digits)).reduce(0) { $0 << 8 | Int($1) }
    }
    guard number(at: 2, count: 2) == 42, let directory = number(at: 4, count: 4),
      let entries = number(at: directory, count: 2)
    else { return nil }
    for entry in 0..<entries {
      let start = directory + 2 + 12 * entry
      if number(at: start, count: 2) == 274 { return number(at: start + 8, count: 2) }
    }
    return nil
  }
}

extension RGBImage {
  /// The image as it is looked at.
  func oriented(_ orientation: Orientation) -> RGBImage {
    if orientation == .upright { return self }
    let swapsSides = orientation.rawValue >= 5
    let (newWidth, newHeight) = swapsSides ? (height, width) : (width, height)
    let (right, bottom) = (width - 1, height - 1)
    var turned = [UInt8](repeating: 0, count: pixels.count)
    for row in 0..<newHeight {
      for column in 0..<newWidth {
        let (x, y) =
          switch orientation {
          case .upright: (column, row)
          case .mirrored: (right - column, row)
          case .upsideDown: (right - column, bottom - row)
          case .mirroredUpsideDown: (column, bottom - row)
          case .transposed: (row, column)
          case .turnedLeft: (row, bottom - column)
          case .transverse: (right - row, bottom - column)
          case .turnedRight: (right - row, column)
          }
        for channel in 0..<3 {
          turned[(row * newWidth + column) * 3 + channel] = pixels[(y * width + x) * 3 + channel]
        }
      }
    }
    return RGBImage(width: newWidth, height: newHeight, pixels: turned, warning: warning)
  }
}
