// Reading an image file: its first bytes give its kind, and its size is checked before its pixels are decoded.
import Files

/// The bytes of an image file, not decoded yet.
package struct ImageBytes: Sendable {
  fileprivate let bytes: [UInt8]
  fileprivate let path: String

  /// Throws `ImageError`.
  package init(_ path: String) throws(ImageError) {
    self.path = path
    do {
      bytes = try RegularFile.contents(of: path, limit: ImageLimits.fileByteCount)
    } catch {
      throw .unreadable(error)
    }
  }

  /// XXH64 of the bytes as 16 hexadecimal digits: the same for the same file, whatever it is called.
  package var digest: String {
    var hash = XXHash64()
    bytes.withUnsafeBytes { hash.update($0) }
    return hash.digits
  }

  /// `digest` of the file at a path, of which only a part is in memory at a time. Throws `ImageError`.
  package static func digest(of path: String) throws(ImageError) -> String {
    do throws(FileError) {
      let file = try RegularFile(path)
      var hash = XXHash64()
      for offset in stride(from: 0, to: file.byteCount, by: 1 << 20) {
        let part = try file.bytes(at: offset, count: min(1 << 20, file.byteCount - offset))
        part.withUnsafeBytes { hash.update($0) }
      }
      return hash.digits
    } catch {
      throw .unreadable(error)
    }
  }
}

/// An image file as it was read.
package struct ImageFile: Sendable {
  package let image: RGBImage
  /// Whether the file has an EXIF orientation that was not applied and would turn or mirror the image.
  package let needsTurning: Bool

  /// Decodes a PNG, JPEG, WebP, BMP or PNM (P1–P6) file as Pillow's `convert("RGB")` does: alpha is
  /// dropped, 16-bit gray is cut at 255 (see `warning`), an EXIF orientation is applied on request only.
  ///
  /// - Parameter reserve: called with the bytes of memory that decoding takes before they are taken; it may wait.
  /// - Throws: `ImageError`.
  package init(
    _ file: ImageBytes, applyingOrientation: Bool = false,
    reserve: @escaping (_ byteCount: Int) -> Void = { _ in }
  ) throws(ImageError) {
    let orientation = Orientation(ofImageFile: file.bytes) ?? .upright
    let turns = applyingOrientation && orientation != .upright
    // Turning makes a second image.
    let image = try RGBImage.decode(
      EncodedImage(bytes: file.bytes, file: file.path) { reserve(turns ? 2 * $0 : $0) })
    self.image = turns ? image.oriented(orientation) : image
    needsTurning = !turns && orientation != .upright
  }

  /// Reads and decodes the file at `path`.
  package init(
    _ path: String, applyingOrientation: Bool = false,
    reserve: @escaping (_ byteCount: Int) -> Void = { _ in }
  ) throws(ImageError) {
    try self.init(ImageBytes(path), applyingOrientation: applyingOrientation, reserve: reserve)
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
