// WebP to RGB by libwebp.
import CWebP

extension RGBImage {
  /// Decodes a still WebP, lossy or lossless; alpha is dropped.
  static func decodeWebP(_ encoded: EncodedImage) throws(ImageError) -> RGBImage {
    let (bytes, file) = (encoded.bytes, encoded.file)
    var features = WebPBitstreamFeatures()
    let status = CWebPGetFeatures(bytes, bytes.count, &features)
    guard status == VP8_STATUS_OK else { throw .damaged(file: file, words(status)) }
    guard features.has_animation == 0 else { throw .notDecoded(file: file, "an animation of WebP") }
    let (width, height) = (Int(features.width), Int(features.height))
    let isLossless = features.format == 2
    let memory = WebPMemory(
      width: width, height: height, fileByteCount: bytes.count,
      coding: isLossless ? .lossless : features.has_alpha != 0 ? .lossyWithAlpha : .lossy)
    try encoded.admit(
      width: width, height: height, bytesPerPixel: memory.bytesPerPixel, besides: memory.prefixCodes)
    let count = width * height * 3
    var isComplete = false
    let pixels = [UInt8](unsafeUninitializedCapacity: count) { pixels, initialized in
      isComplete =
        WebPDecodeRGBInto(bytes, bytes.count, pixels.baseAddress, count, Int32(3 * width)) != nil
      initialized = isComplete ? count : 0
    }
    guard isComplete else { throw .damaged(file: file, "libwebp cannot decode it") }
    return RGBImage(width: width, height: height, pixels: pixels)
  }

  private static func words(_ status: VP8StatusCode) -> String {
    switch status {
    case VP8_STATUS_NOT_ENOUGH_DATA: "the file ends too early"
    case VP8_STATUS_UNSUPPORTED_FEATURE: "libwebp does not know a feature of it"
    default: "libwebp cannot read its header"
    }
  }
}
