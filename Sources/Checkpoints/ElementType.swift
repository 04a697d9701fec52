// The number formats in which checkpoints store tensors, and their conversion to Float.

/// A tensor's number format; the raw value is the name that safetensors uses.
package enum ElementType: String, Sendable, CaseIterable {
  case float64 = "F64"
  case float32 = "F32"
  case float16 = "F16"
  case bfloat16 = "BF16"
  case int64 = "I64"
  case int32 = "I32"
  case int16 = "I16"
  case int8 = "I8"
  case uint64 = "U64"
  case uint32 = "U32"
  case uint16 = "U16"
  case uint8 = "U8"
  case bool = "BOOL"

  /// Bytes per element.
  package var size: Int {
    switch self {
    case .float64, .int64, .uint64: 8
    case .float32, .int32, .uint32: 4
    case .float16, .bfloat16, .int16, .uint16: 2
    case .int8, .uint8, .bool: 1
    }
  }

  package var isFloatingPoint: Bool {
    switch self {
    case .float64, .float32, .float16, .bfloat16: true
    default: false
    }
  }
}

extension ElementType {
  /// Converts the little-endian elements at the start of `source` to Float, one for each place of
  /// `destination`. `source` needs no alignment.
  func convert(_ source: UnsafeRawBufferPointer, into destination: UnsafeMutableBufferPointer<Float>) {
    precondition(source.count >= destination.count * size)
    switch self {
    case .float32:
      UnsafeMutableRawBufferPointer(destination).copyMemory(
        from: UnsafeRawBufferPointer(rebasing: source[..<(destination.count * 4)]))
    case .float64: each(source, destination, Float64.self) { Float($0) }
    case .float16: each(source, destination, UInt16.self, floatFromHalf)
    case .bfloat16: each(source, destination, UInt16.self) { Float(bitPattern: UInt32($0) << 16) }
    case .int64: each(source, destination, Int64.self) { Float($0) }
    case .int32: each(source, destination, Int32.self) { Float($0) }
    case .int16: each(source, destination, Int16.self) { Float($0) }
    case .int8: each(source, destination, Int8.self) { Float($0) }
    case .uint64: each(source, destination, UInt64.self) { Float($0) }
    case .uint32: each(source, destination, UInt32.self) { Float($0) }
    case .uint16: each(source, destination, UInt16.self) { Float($0) }
    case .uint8: each(source, destination, UInt8.self) { Float($0) }
    case .bool: each(source, destination, UInt8.self) { $0 == 0 ? 0 : 1 }
    }
  }

  @inline(__always)
  private func each<Element: BitwiseCopyable>(
    _ source: UnsafeRawBufferPointer, _ destination: UnsafeMutableBufferPointer<Float>,
    _: Element.Type, _ value: (Element) -> Float
  ) {
    for index in destination.indices {
      destination[index] = value(
        source.loadUnaligned(fromByteOffset: index * MemoryLayout<Element>.size, as: Element.self))
    }
  }
}

/// An IEEE half (its bits) as Float, exact, subnormals included.
@inline(__always)
private func floatFromHalf(_ half: UInt16) -> Float {
  let sign = UInt32(half & 0x8000) << 16
  let rest = UInt32(half & 0x7fff) << 13
  if half & 0x7c00 == 0x7c00 { return Float(bitPattern: sign | rest | 0x7f80_0000) }
  // The shifted exponent is short of Float's bias by 112.
  let magnitude = Float(bitPattern: rest) * 0x1p112
  return Float(bitPattern: sign | magnitude.bitPattern)
}
