// PNG to RGB by libpng, row by row.
import CPNG

extension RGBImage {
  /// Decodes a PNG. Memory: the result only; gray and palette rows are widened in place.
  static func decodePNG(_ encoded: EncodedImage) throws(ImageError) -> RGBImage {
    var failure: ImageError?
    var image: RGBImage?
    encoded.bytes.withUnsafeBufferPointer { bytes in
      do throws(ImageError) { image = try decodePNG(bytes, of: encoded) } catch { failure = error }
    }
    if let failure { throw failure }
    return image!
  }

  private static func decodePNG(
    _ bytes: UnsafeBufferPointer<UInt8>, of encoded: EncodedImage
  ) throws(ImageError) -> RGBImage {
    let file = encoded.file
    var header = cpng_header()
    var message = LibraryMessage()
    guard let decoder = message.fill({ cpng_open(bytes.baseAddress, bytes.count, &header, $0, $1) }) else {
      throw .damaged(file: file, message.text)
    }
    defer { cpng_close(decoder) }
    let (width, height) = (Int(header.width), Int(header.height))
    try encoded.admit(width: width, height: height)

    let count = width * height * 3
    var isComplete = false
    let pixels = [UInt8](unsafeUninitializedCapacity: count) { pixels, initialized in
      isComplete = message.fill { cpng_decode(decoder, pixels.baseAddress, width * 3, $0, $1) }
      guard isComplete else { return }
      for row in 0..<height {
        widen(
          UnsafeMutableBufferPointer(rebasing: pixels[(row * width * 3)..<((row + 1) * width * 3)]), header)
      }
      initialized = count
    }
    guard isComplete else { throw .damaged(file: file, message.text) }
    return RGBImage(
      width: width, height: height, pixels: pixels,
      warning: header.layout == cpng_gray16 ? sixteenBitWarning : nil)
  }

  /// Turns the samples at the start of `row` into RGB, last pixel first, so that none is overwritten.
  private static func widen(_ row: UnsafeMutableBufferPointer<UInt8>, _ header: cpng_header) {
    let columns = (0..<(row.count / 3)).reversed()
    func set(_ column: Int, _ red: UInt8, _ green: UInt8, _ blue: UInt8) {
      (row[3 * column], row[3 * column + 1], row[3 * column + 2]) = (red, green, blue)
    }
    switch header.layout {
    case cpng_gray:
      for column in columns { set(column, row[column], row[column], row[column]) }
    case cpng_gray16:
      for column in columns {
        let value = row[2 * column] == 0 ? row[2 * column + 1] : 255
        set(column, value, value, value)
      }
    case cpng_palette:
      // Past the palette's end all is black, in Pillow too.
      withUnsafeBytes(of: header.palette) { palette in
        for column in columns {
          let index = Int(row[column])
          set(column, palette[3 * index], palette[3 * index + 1], palette[3 * index + 2])
        }
      }
    default: break
    }
  }
}
