// Images as PNG by libpng, with metadata in text chunks.
import CPNG
import Files
import Glibc

package enum PNGEncoder {
  /// A text chunk. A text that is not ASCII is written as UTF-8 (iTXt).
  package struct Text: Sendable, Equatable {
    /// 1…79 characters of ASCII.
    package let keyword: String
    package let text: String

    package init(keyword: String, text: String) {
      self.keyword = keyword
      self.text = text
    }
  }

  /// An RGB image as a PNG file with `texts`, escaped, before its pixels; `file` names it in errors.
  ///
  /// - Throws: `.empty`; `.notEncoded` with libpng's message.
  package static func encode(
    _ image: RGBImage, texts: [Text] = [], file: String
  ) throws(ImageError) -> [UInt8] {
    guard image.width > 0, image.height > 0 else { throw .empty(file: file) }
    let strings = texts.map { (keyword: strdup($0.keyword), text: strdup($0.text.escaped)) }
    defer { for string in strings { free(string.keyword); free(string.text) } }
    let chunks = zip(strings, texts).map { string, text in
      cpng_text(
        keyword: string.keyword.map { UnsafePointer($0) }, text: string.text.map { UnsafePointer($0) },
        isASCII: text.text.utf8.allSatisfy { $0 < 0x80 })
    }
    var count = 0
    var message = LibraryMessage()
    let encoded = message.fill {
      cpng_encode_rgb(
        image.pixels, UInt32(image.width), UInt32(image.height), chunks, Int32(chunks.count), &count, $0, $1)
    }
    guard let encoded else { throw .notEncoded(file: file, message.text) }
    defer { free(encoded) }
    return Array(UnsafeBufferPointer(start: encoded, count: count))
  }
}
