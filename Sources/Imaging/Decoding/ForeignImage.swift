// Kinds of images that are not read, by their first bytes, so that messages can name them.

/// An image format that is not decoded.
package enum ForeignImage: String, Sendable, Equatable {
  case gif = "a GIF"
  case tiff = "a TIFF"
  case heic = "a HEIC"
  case avif = "an AVIF"
  case jpegXL = "a JPEG XL"
  case jpeg2000 = "a JPEG 2000"
  case psd = "a Photoshop"
  case openEXR = "an OpenEXR"
  case svg = "an SVG"
  case icon = "a Windows icon"
  case pam = "a PAM"
  case pfm = "a PFM"
  case qoi = "a QOI"

  private static let signatures: [(start: [UInt8], kind: ForeignImage)] = [
    (Array("GIF8".utf8), .gif), ([0x49, 0x49, 0x2A, 0x00], .tiff), ([0x4D, 0x4D, 0x00, 0x2A], .tiff),
    ([0x49, 0x49, 0x2B, 0x00], .tiff), ([0x4D, 0x4D, 0x00, 0x2B], .tiff), ([0xFF, 0x0A], .jpegXL),
    ([0, 0, 0, 12, 0x4A, 0x58, 0x4C, 0x20], .jpegXL), ([0, 0, 0, 12, 0x6A, 0x50, 0x20, 0x20], .jpeg2000),
    ([0xFF, 0x4F, 0xFF, 0x51], .jpeg2000), (Array("8BPS".utf8), .psd),
    ([0x76, 0x2F, 0x31, 0x01], .openEXR), (Array("<svg".utf8), .svg), ([0, 0, 1, 0], .icon),
    (Array("P7".utf8), .pam), (Array("PF\n".utf8), .pfm), (Array("Pf\n".utf8), .pfm),
    (Array("qoif".utf8), .qoi),
  ]

  /// nil where the bytes begin no such image.
  init?(_ bytes: [UInt8]) {
    if bytes.dropFirst(4).starts(with: "ftyp".utf8) {
      // ISO media files name their kind after the type of their first box.
      switch String(decoding: bytes.dropFirst(8).prefix(4), as: UTF8.self) {
      case "avif", "avis": self = .avif
      case "heic", "heix", "hevc", "hevx", "heim", "heis", "mif1", "msf1": self = .heic
      default: return nil
      }
      return
    }
    guard let kind = Self.signatures.first(where: { bytes.starts(with: $0.start) })?.kind else { return nil }
    self = kind
  }
}
