// What every decoder keeps to: bounds on the size of an image, and one warning.

/// Bounds on the images that are decoded.
enum ImageLimits {
  static let pixelCount = 200_000_000
  /// As libpng's own default.
  static let side = 1_000_000
  static let fileByteCount = 1 << 30

  /// Throws `.empty`, `.tooLarge`; `file` names the image.
  static func check(width: Int, height: Int, file: String) throws(ImageError) {
    guard width > 0, height > 0 else { throw .empty(file: file) }
    guard width <= side, height <= side, width * height <= pixelCount else {
      throw .tooLarge(file: file, width: width, height: height)
    }
  }
}

/// An image file whose bytes are in memory.
struct EncodedImage {
  let bytes: [UInt8]
  /// Names the file in errors.
  let file: String
  /// Called once, with the bytes that decoding takes, before they are taken.
  let reserve: (_ byteCount: Int) -> Void

  /// Checks the size of the image against `ImageLimits` and reserves the memory of its decoding.
  ///
  /// - Parameters:
  ///   - bytesPerPixel: of what the decoder holds at one time, the pixels included.
  ///   - besides: bytes that do not follow from the pixels.
  /// - Throws: `.empty`, `.tooLarge`.
  func admit(width: Int, height: Int, bytesPerPixel: Int = 3, besides: Int = 0) throws(ImageError) {
    try ImageLimits.check(width: width, height: height, file: file)
    reserve(width * height * bytesPerPixel + besides)
  }
}

/// The warning of an image of 16-bit gray.
let sixteenBitWarning = "16-bit gray values above 255 are shown white, as Pillow's convert(\"RGB\") does"
