// Images as PNG by libpng.
import CPNG
import Glibc

package enum PNGEncoder {
  /// An RGB image as a PNG file. Throws `.notEncoded` in libpng's words, with `file` as the name.
  package static func encode(_ image: RGBImage, file: String) throws(ImageError) -> [UInt8] {
    guard image.width > 0, image.height > 0 else { throw .empty(file: file) }
    var count = 0
    var message = DecoderMessage()
    let encoded = message.fill {
      cpng_encode_rgb(image.pixels, UInt32(image.width), UInt32(image.height), &count, $0, $1)
    }
    guard let encoded else { throw .notEncoded(file: file, message.text) }
    defer { free(encoded) }
    return Array(UnsafeBufferPointer(start: encoded, count: count))
  }
}
