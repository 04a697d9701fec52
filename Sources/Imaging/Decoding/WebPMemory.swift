// What libwebp takes to decode an image: of lossless ones not only the pixels.

/// A bound on the memory of decoding a WebP, in bytes, from what its header states and the size of its file.
package struct WebPMemory: Sendable {
  package enum Coding: Sendable {
    case lossy
    /// Alpha is coded as lossless images are, and decoded though it is dropped.
    case lossyWithAlpha
    case lossless
  }

  /// Of the pixels, the alpha plane, and what the decoder of lossless images holds beside them.
  package let bytesPerPixel: Int
  /// Of the prefix codes of a lossless image, however few its pixels and bytes are.
  package let prefixCodes: Int

  /// The largest table of a group of five prefix codes, with the largest color cache (`kTableSize` in libwebp's
  /// vp8l_dec.c, four bytes an entry), and the group itself.
  private static let groupBytes = 21_000
  /// A group is named by two bytes.
  private static let mostGroups = 1 << 16
  /// So many groups are made though only the last is named; of more, those that are used.
  private static let fewGroups = 1000

  /// - Parameter fileByteCount: each group that is used has its name in the file, in ten bits or more where there are
  ///   more than a thousand.
  package init(width: Int, height: Int, fileByteCount: Int, coding: Coding) {
    switch coding {
    case .lossy: (bytesPerPixel, prefixCodes) = (3, 0)
    case .lossyWithAlpha, .lossless:
      // A group belongs to a block of 4×4 pixels or more.
      let blocks = ((width + 3) / 4) * ((height + 3) / 4)
      let used = min(blocks, Self.mostGroups, fileByteCount)
      bytesPerPixel = coding == .lossless ? 7 : 8
      prefixCodes = Self.groupBytes * max(min(Self.fewGroups, width * height), used)
    }
  }
}
