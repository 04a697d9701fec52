// Reading an image file: its first bytes give its kind, and its size is checked before its pixels are decoded.
import Files

extension RGBImage {
  /// Reads the PNG, JPEG or PNM (P1–P6) file at `path` as Pillow's `convert("RGB")` does: alpha is
  /// dropped, 16-bit gray is cut at 255 (see `warning`), an EXIF orientation is applied on request only.
  package static func load(
    _ path: String, applyingOrientation: Bool = false
  ) throws(ImageError) -> RGBImage {
    let bytes: [UInt8]
    do {
      bytes = try RegularFile.contents(of: path, limit: ImageLimits.fileByteCount)
    } catch {
      throw .unreadable(error)
    }
    let image = try decode(bytes, file: path)
    guard applyingOrientation, let orientation = Orientation(ofImageFile: bytes) else { return image }
    return image.oriented(orientation)
  }

  /// Decodes the bytes of an image file; `file` names it in errors.
  static func decode(_ bytes: [UInt8], file: String) throws(ImageError) -> RGBImage {
    if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
      try decodePNG(bytes, file: file)
    } else if bytes.starts(with: [0xFF, 0xD8, 0xFF]) {
      try decodeJPEG(bytes, file: file)
    } else if bytes.count > 2, bytes[0] == UInt8(ascii: "P"),
      (UInt8(ascii: "1")...UInt8(ascii: "6")).contains(bytes[1])
    {
      try decodePNM(bytes, file: file)
    } else {
      throw .unrecognized(file: file)
    }
  }
}
