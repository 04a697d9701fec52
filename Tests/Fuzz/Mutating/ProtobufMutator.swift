// Changes of ONNX files field by field: the lengths around a change are made right again.
import TestSupport

/// Changes the fields of the messages of an ONNX file.
struct ProtobufMutator: Mutator {
  private indirect enum Content {
    case varint(UInt64)
    case bytes([UInt8])
    case message([Field])
    /// Four or eight bytes.
    case fixed([UInt8])
  }

  private struct Field {
    var number: Int
    var content: Content
  }

  /// Which fields of a message are messages themselves.
  private final class Shape: Sendable {
    let parts: [Int: Shape]

    init(_ parts: [Int: Shape] = [:]) { self.parts = parts }

    static let text = Shape()
    static let tensor = Shape([13: text])
    static let graph = Shape([
      1: Shape([5: text, 9: text]), 5: tensor, 13: Shape([4: text]), 15: Shape([1: tensor]), 16: text,
    ])
    static let model = Shape([7: graph])
  }

  func changed(_ bytes: [UInt8], by generator: inout SplitMix64) -> [UInt8] {
    guard let fields = read(bytes[...], .model) else { return bytes }
    return write(change(fields, by: &generator))
  }

  private func change(_ fields: [Field], by generator: inout SplitMix64) -> [Field] {
    guard !fields.isEmpty else { return fields }
    let inner = fields.indices.filter { if case .message = fields[$0].content { true } else { false } }
    var fields = fields
    if let index = inner.randomElement(using: &generator), Int.random(in: 0..<4, using: &generator) > 0,
      case .message(let parts) = fields[index].content
    {
      fields[index].content = .message(change(parts, by: &generator))
      return fields
    }
    let index = Int.random(in: fields.indices, using: &generator)
    switch Int.random(in: 0..<4, using: &generator) {
    case 0: return reordered(fields, by: &generator)
    case 1: fields[index].number = Int.random(in: 1...16, using: &generator)
    case 2: fields[index].content = .varint(awkwardNumbers.randomElement(using: &generator)!)
    default:
      switch fields[index].content {
      case .varint: fields[index].content = .varint(UInt64.random(in: 0...32, using: &generator))
      case .bytes(let bytes): fields[index].content = .bytes(reordered(bytes, by: &generator))
      case .message(let parts): fields[index].content = .message(reordered(parts, by: &generator))
      case .fixed(let bytes): fields[index].content = .bytes(bytes)
      }
    }
    return fields
  }

  // MARK: The encoding

  private func read(_ bytes: ArraySlice<UInt8>, _ shape: Shape) -> [Field]? {
    var (fields, rest) = ([Field](), bytes)
    func varint() -> UInt64? {
      var value: UInt64 = 0
      for shift in stride(from: UInt64(0), to: 64, by: 7) {
        guard let byte = rest.popFirst() else { return nil }
        value |= UInt64(byte & 0x7F) << shift
        if byte < 0x80 { return value }
      }
      return nil
    }
    while !rest.isEmpty {
      guard let key = varint(), let number = Int(exactly: key >> 3) else { return nil }
      switch key & 7 {
      case 0:
        guard let value = varint() else { return nil }
        fields.append(Field(number: number, content: .varint(value)))
      case 2:
        guard let length = varint(), length <= UInt64(rest.count) else { return nil }
        let content = rest.prefix(Int(length))
        rest = rest.dropFirst(Int(length))
        let parts = shape.parts[number].flatMap { read(content, $0) }
        fields.append(Field(number: number, content: parts.map(Content.message) ?? .bytes(Array(content))))
      case 1, 5:
        let size = key & 7 == 1 ? 8 : 4
        guard rest.count >= size else { return nil }
        fields.append(Field(number: number, content: .fixed(Array(rest.prefix(size)))))
        rest = rest.dropFirst(size)
      default: return nil
      }
    }
    return fields
  }

  private func write(_ fields: [Field]) -> [UInt8] {
    fields.flatMap { field -> [UInt8] in
      switch field.content {
      case .varint(let value): Protobuf.field(field.number, wireType: 0, Protobuf.varint(value))
      case .bytes(let bytes): Protobuf.field(field.number, bytes)
      case .message(let parts): Protobuf.field(field.number, write(parts))
      case .fixed(let bytes): Protobuf.field(field.number, wireType: bytes.count == 8 ? 1 : 5, bytes)
      }
    }
  }
}
