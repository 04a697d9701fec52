// Makes ONNX files as exporters do, and as an attacker would: field by field.

/// Fields of protocol buffers as bytes.
package enum Protobuf {
  package static func varint(_ value: UInt64) -> [UInt8] {
    var (bytes, rest) = ([UInt8](), value)
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    return bytes + [UInt8(rest)]
  }

  /// A field of any wire type, its value as it is stored.
  ///
  /// - Parameter number: a key has room for 61 bits.
  package static func field(_ number: Int, wireType: Int, _ value: [UInt8]) -> [UInt8] {
    varint(UInt64(truncatingIfNeeded: number) << 3 | UInt64(wireType)) + value
  }

  package static func field(_ number: Int, _ value: Int) -> [UInt8] {
    field(number, wireType: 0, varint(UInt64(bitPattern: Int64(value))))
  }

  package static func field(_ number: Int, _ bytes: [UInt8]) -> [UInt8] {
    field(number, wireType: 2, varint(UInt64(bytes.count)) + bytes)
  }

  package static func field(_ number: Int, _ text: String) -> [UInt8] { field(number, Array(text.utf8)) }

  /// A message of a key and its value.
  package static func property(_ number: Int, _ key: String, _ value: String) -> [UInt8] {
    field(number, field(1, key) + field(2, value))
  }
}

/// Messages of ONNX.
package enum ONNX {
  /// A tensor whose data is `data`, a field of it: `raw(…)`, `Protobuf.field(4, …)`.
  package static func tensor(_ name: String, type: Int = 1, shape: [Int], _ data: [UInt8]) -> [UInt8] {
    shape.flatMap { Protobuf.field(1, $0) } + Protobuf.field(2, type) + Protobuf.field(8, name) + data
  }

  package static func raw(_ bytes: [UInt8]) -> [UInt8] { Protobuf.field(9, bytes) }

  /// A tensor of single precision.
  package static func floats(_ name: String, _ shape: [Int], _ values: [Float]) -> [UInt8] {
    tensor(name, shape: shape, raw(floatBytes(values)))
  }

  package static func node(
    _ operation: String, _ name: String, _ inputs: [String], _ outputs: [String] = [],
    attributes: [UInt8] = []
  ) -> [UInt8] {
    inputs.flatMap { Protobuf.field(1, $0) } + outputs.flatMap { Protobuf.field(2, $0) }
      + Protobuf.field(3, name)
      + Protobuf.field(4, operation) + attributes
  }

  /// An attribute of a node, an integer.
  package static func attribute(_ name: String, _ value: Int) -> [UInt8] {
    Protobuf.field(5, Protobuf.field(1, name) + Protobuf.field(3, value))
  }

  /// A whole file.
  package static func model(tensors: [[UInt8]], nodes: [[UInt8]] = [], more graph: [UInt8] = []) -> [UInt8] {
    Protobuf.field(1, 8) + Protobuf.field(2, "pytorch") + Protobuf.field(3, "2.13.0")
      + Protobuf.field(
        7,
        nodes.flatMap { Protobuf.field(1, $0) } + Protobuf.field(2, "main_graph")
          + tensors.flatMap { Protobuf.field(5, $0) } + graph)
  }
}
