// JPEG to RGB by TurboJPEG, with the choices Pillow makes: accurate DCT, smooth chroma, CMYK as Adobe's.
import CJPEG

extension RGBImage {
  /// Decodes a JPEG. Gray becomes RGB; CMYK is taken as inverted and multiplied out, as Pillow does.
  static func decodeJPEG(_ encoded: EncodedImage) throws(ImageError) -> RGBImage {
    let (bytes, file) = (encoded.bytes, encoded.file)
    guard let decoder = tjInitDecompress() else { throw .damaged(file: file, "no decoder could be made") }
    defer { tjDestroy(decoder) }
    func words() -> String { String(cString: tjGetErrorStr2(decoder)) }

    var (width, height, subsampling, colorSpace) = (Int32(0), Int32(0), Int32(0), Int32(0))
    guard
      tjDecompressHeader3(
        decoder, bytes, UInt(bytes.count), &width, &height, &subsampling, &colorSpace) == 0
    else { throw .damaged(file: file, words()) }
    try ImageLimits.check(width: Int(width), height: Int(height), file: file)
    let scans = try scanCount(bytes, pixelCount: Int(width) * Int(height), file: file)

    let isCMYK = colorSpace == Int32(TJCS_CMYK.rawValue) || colorSpace == Int32(TJCS_YCCK.rawValue)
    let channels = isCMYK ? 4 : 3
    // Several scans are held as coefficients of 16 bits until the last; CMYK is decoded whole and then converted.
    try encoded.admit(
      width: Int(width), height: Int(height),
      bytesPerPixel: channels + (isCMYK ? 3 : 0) + (scans > 1 ? 2 * channels : 0))
    let format = Int32(isCMYK ? TJPF_CMYK.rawValue : TJPF_RGB.rawValue)
    let count = Int(width) * Int(height) * channels
    var isComplete = false
    let samples = [UInt8](unsafeUninitializedCapacity: count) { samples, initialized in
      let status = tjDecompress2(
        decoder, bytes, UInt(bytes.count), samples.baseAddress, width, 0, height, format,
        Int32(TJFLAG_ACCURATEDCT))
      // A warning leaves a usable image.
      isComplete = status == 0 || tjGetErrorCode(decoder) == Int32(TJERR_WARNING.rawValue)
      initialized = isComplete ? count : 0
    }
    guard isComplete else { throw .damaged(file: file, words()) }
    return RGBImage(
      width: Int(width), height: Int(height), pixels: isCMYK ? rgb(fromInvertedCMYK: samples) : samples)
  }

  /// The scans of a file. Refuses files that lack an end after their last scan, and files whose scans, one pass over
  /// the image each, add up to more than 4 gigapixels.
  private static func scanCount(_ bytes: [UInt8], pixelCount: Int, file: String) throws(ImageError) -> Int {
    var scans = 0
    var isEnded = false
    var previous: UInt8 = 0
    for byte in bytes {
      if previous == 0xFF, byte == 0xDA {
        scans += 1
        isEnded = false
      } else if previous == 0xFF, byte == 0xD9 {
        isEnded = true
      }
      previous = byte
    }
    guard isEnded else { throw .damaged(file: file, "the file ends too early") }
    guard scans * pixelCount <= 4_000_000_000 else { throw .tooManyScans(file: file, count: scans) }
    return scans
  }

  /// Pillow's `CMYK;I` followed by its CMYK to RGB conversion.
  private static func rgb(fromInvertedCMYK samples: [UInt8]) -> [UInt8] {
    var pixels = [UInt8](repeating: 0, count: samples.count / 4 * 3)
    for pixel in 0..<(samples.count / 4) {
      let light = Int(samples[4 * pixel + 3])
      for channel in 0..<3 {
        let product = Int(255 - samples[4 * pixel + channel]) * light + 128
        pixels[3 * pixel + channel] = UInt8(light - (product >> 8 + product) >> 8)
      }
    }
    return pixels
  }
}
