// Reading an image file: its first bytes give its kind, and its size is checked before its pixels are decoded.
import Files

/// An image file as it was read.
package struct ImageFile: Sendable {
  package let image: RGBImage
  /// Whether the file has an EXIF orientation that was not applied and would turn or mirror the image.
  package let needsTurning: Bool

  /// Reads the PNG, JPEG, WebP, BMP or PNM (P1–P6) file at `path` as Pillow's `convert("RGB")` does: alpha is
  /// dropped, 16-bit gray is cut at 255 (see `warning`), an EXIF orientation is applied on request only.
  ///
  /// - Parameter reserve: called with the bytes of memory that decoding takes before they are taken; it may wait.
  /// - Throws: `ImageError`.
  package init(
    _ path: String, applyingOrientation: Bool = false,
    reserve: @escaping (_ byteCount: Int) -> Void = { _ in }
  ) throws(ImageError) {
    let bytes: [UInt8]
    do {
      bytes = try RegularFile.contents(of: path, limit: ImageLimits.fileByteCount)
    } catch {
      throw .unreadable(error)
    }
    let orientation = Orientation(ofImageFile: bytes) ?? .upright
    let turns = applyingOrientation && orientation != .upright
    // Turning makes a second image.
    let image = try RGBImage.decode(
      EncodedImage(bytes: bytes, file: path) { reserve(turns ? 2 * $0 : $0) })
    self.image = turns ? image.oriented(orientation) : image
    needsTurning = !turns && orientation != .upright
  }
}

extension RGBImage {
  /// The image of `ImageFile`.
  package static func load(
    _ path: String, applyingOrientation: Bool = false
  ) throws(ImageError) -> RGBImage {
    try ImageFile(path, applyingOrientation: applyingOrientation).image
  }

  /// Decodes the bytes of an image file; `file` names it in errors.
  static func decode(_ bytes: [UInt8], file: String) throws(ImageError) -> RGBImage {
    try decode(EncodedImage(bytes: bytes, file: file) { _ in })
  }

  static func decode(_ encoded: EncodedImage) throws(ImageError) -> RGBImage {
    let bytes = encoded.bytes
    if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
      return try decodePNG(encoded)
    } else if bytes.starts(with: [0xFF, 0xD8, 0xFF]) {
      return try decodeJPEG(encoded)
    } else if bytes.count > 2, bytes[0] == UInt8(ascii: "P"),
      (UInt8(ascii: "1")...UInt8(ascii: "6")).contains(bytes[1])
    {
      return try decodePNM(encoded)
    } else if bytes.starts(with: "RIFF".utf8), bytes.dropFirst(8).starts(with: "WEBP".utf8) {
      return try decodeWebP(encoded)
    } else if bytes.starts(with: "BM".utf8) {
      return try decodeBMP(encoded)
    } else if let kind = ForeignImage(bytes) {
      throw .foreign(file: encoded.file, kind)
    } else {
      throw .unrecognized(file: encoded.file)
    }
  }
}
