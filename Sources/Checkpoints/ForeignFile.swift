// Files that are given as weights and are something else, recognized by their first bytes.

/// A kind of file that holds no checkpoint, or not one that can be read as it is.
package enum ForeignFile: Equatable, Sendable, CaseIterable {
  case empty
  case gitLFSPointer
  case webPage
  case xml
  case text
  case image
  case hdf5
  case gguf
  case ggml
  case tensorFlowLite
  case flax
  case numPy
  case emptyArchive
  case gzip
  case otherCompression
  case tar
  case pickle
  case json
  case executable
  case pdf

  /// How many bytes at the start of a file identify it.
  static let signatureLength = 512

  /// The bytes at an offset that identify each kind.
  private static let signatures: [(kind: ForeignFile, offset: Int, bytes: [UInt8])] = [
    (.gitLFSPointer, 0, Array("version https://git-lfs.github.com/spec/".utf8)),
    (.image, 0, [0x89] + Array("PNG\r\n".utf8)), (.image, 0, [0xFF, 0xD8, 0xFF]),
    (.image, 0, Array("GIF8".utf8)),
    (.image, 8, Array("WEBP".utf8)), (.image, 0, Array("P5\n".utf8)), (.image, 0, Array("P6\n".utf8)),
    (.hdf5, 0, [0x89] + Array("HDF\r\n".utf8)), (.gguf, 0, Array("GGUF".utf8)),
    (.ggml, 0, Array("lmgg".utf8)), (.ggml, 0, Array("tjgg".utf8)), (.ggml, 0, Array("fmgg".utf8)),
    (.tensorFlowLite, 4, Array("TFL3".utf8)), (.emptyArchive, 0, [0x50, 0x4B, 0x05, 0x06]),
    (.numPy, 0, [0x93] + Array("NUMPY".utf8)), (.gzip, 0, [0x1F, 0x8B]),
    (.otherCompression, 0, Array("BZh".utf8)), (.otherCompression, 0, [0xFD] + Array("7zXZ".utf8)),
    (.otherCompression, 0, [0x28, 0xB5, 0x2F, 0xFD]),
    (.otherCompression, 0, Array("7z".utf8) + [0xBC, 0xAF]),
    (.otherCompression, 0, Array("Rar!".utf8)), (.tar, 257, Array("ustar".utf8)),
    (.executable, 0, [0x7F] + Array("ELF".utf8)), (.pdf, 0, Array("%PDF-".utf8)),
    (.pickle, 0, [0x80, 2]), (.pickle, 0, [0x80, 3]), (.pickle, 0, [0x80, 4]), (.pickle, 0, [0x80, 5]),
  ]

  /// nil where the bytes are none of these.
  ///
  /// - Parameter start: the first bytes of a file, `signatureLength` of them where it has as many.
  init?(start: [UInt8]) {
    if start.isEmpty {
      self = .empty
      return
    }
    for signature in Self.signatures where start.dropFirst(signature.offset).starts(with: signature.bytes) {
      self = signature.kind
      return
    }
    if Self.isFlax(start) {
      self = .flax
      return
    }
    let text = String(decoding: start, as: UTF8.self).lowercased().drop {
      $0.isWhitespace || $0 == "\u{FEFF}"
    }
    if ["<!doctype html", "<html"].contains(where: text.hasPrefix) {
      self = .webPage
    } else if text.hasPrefix("<?xml") {
      self = .xml
    } else if text.hasPrefix("{") || text.hasPrefix("[") {
      self = .json
    } else if Self.isText(start) {
      self = .text
    } else {
      return nil
    }
  }

  /// UTF-8 without control characters; the last character may be cut.
  private static func isText(_ start: [UInt8]) -> Bool {
    guard start.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || [0x09, 0x0A, 0x0D].contains($0) }) else {
      return false
    }
    let cut = start.count < signatureLength ? 0...0 : 0...3
    return cut.contains { String(validating: start.dropLast($0), as: UTF8.self) != nil }
  }

  /// A map of MessagePack whose first key is a name, as flax.serialization writes parameters.
  private static func isFlax(_ start: [UInt8]) -> Bool {
    guard start.count > 3, (0x81...0x8F).contains(start[0]), (0xA1...0xBF).contains(start[1]) else {
      return false
    }
    let name = start.dropFirst(2).prefix(Int(start[1] & 0x1F))
    return name.allSatisfy { $0 >= 0x20 && $0 < 0x7F }
  }

  /// What it is, and what to do about it.
  var advice: String {
    switch self {
    case .empty: "is empty; the download or the save did not finish"
    case .gitLFSPointer:
      "is a pointer of Git LFS, not the file that it points to; run 'git lfs pull' in its repository"
    case .webPage: "is a web page, not a checkpoint; the download was answered by a page, so open its address"
    case .xml:
      "is XML, not a checkpoint; a server may have answered the download with an error, so open the address"
    case .text: "is text, not a checkpoint"
    case .image: "is an image, not a model; name images with --image"
    case .hdf5: "is an HDF5 file (Keras, TensorFlow); save the model's tensors from PyTorch or as safetensors"
    case .gguf: "is a GGUF file; give the safetensors or PyTorch file that it was made from"
    case .ggml: "is a GGML file; give the safetensors or PyTorch file that it was made from"
    case .tensorFlowLite:
      "is a TensorFlow Lite model; give the PyTorch or safetensors file that it was made from"
    case .flax:
      "holds parameters of Flax (MessagePack); load them with transformers (from_flax=True) and save them with "
        + "save_pretrained"
    case .emptyArchive: "is a zip archive without entries"
    case .numPy: "is a NumPy array; save a model's tensors as safetensors"
    case .gzip: "is compressed with gzip; unpack it with gunzip or tar -xzf and name the file inside"
    case .otherCompression: "is a compressed archive; unpack it and name the file inside"
    case .tar:
      "is a tar archive; unpack it, or if PyTorch before 0.2 saved it, load it there and save it again"
    case .pickle:
      "is a pickle that torch.save did not write; load it in Python and save its state_dict with torch.save"
    case .json: "is JSON, not weights; name the folder that it lies in, or the file of weights"
    case .executable: "is a program, not a checkpoint"
    case .pdf: "is a PDF document, not a checkpoint"
    }
  }
}
