// Arrays of Float as NumPy's .npy, version 1.0, little-endian, C order.

package enum NPYEncoder {
  /// The header of an array of `shape`, padded to a multiple of 64 bytes as NumPy pads it.
  package static func header(shape: [Int]) -> [UInt8] {
    let lengths = shape.map(String.init).joined(separator: ", ") + (shape.count == 1 ? "," : "")
    var text = "{'descr': '<f4', 'fortran_order': False, 'shape': (\(lengths)), }"
    let unpadded = 10 + text.utf8.count + 1
    text += String(repeating: " ", count: (64 - unpadded % 64) % 64) + "\n"
    let length = text.utf8.count
    return [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(length & 0xFF), UInt8(length >> 8)] + Array(text.utf8)
  }

  /// The little-endian bytes of `values`.
  package static func bytes(of values: [Float]) -> [UInt8] {
    values.withUnsafeBytes { Array($0) }
  }

  /// A whole file: `values` in row-major order of `shape`.
  package static func encode(_ values: [Float], shape: [Int]) -> [UInt8] {
    precondition(values.count == shape.reduce(1, *))
    return header(shape: shape) + bytes(of: values)
  }
}
