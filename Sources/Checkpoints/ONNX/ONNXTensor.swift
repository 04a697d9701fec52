// A weight of an ONNX graph as the file describes it: shape, number format, and where its data lies.
import Files

/// An initializer of the graph.
struct ONNXTensor {
  /// Where the numbers are.
  enum Data: Equatable {
    /// As bytes in the file.
    case bytes(Range<Int>)
    /// As numbers of variable length.
    case varints(VarintElements.Layout)
    /// In another file: what the entry says of it.
    case external([String: String])
  }

  private(set) var name = ""
  private(set) var shape: [Int] = []
  private var typeNumber: UInt64 = 0
  private var data: [Data] = []
  private var external: [String: String] = [:]
  private var isExternal = false
  /// Whether its numbers stand one at a time.
  private var isInPieces = false
  /// The field of the numbers, where they are not bytes; it must be that of the number format.
  private var field: Int?

  /// The axes that a shape may have.
  private static let axisLimit = 64

  /// Reads the description in `range`, which begins at the reader's position; of data, only where it lies.
  init(_ reader: inout ProtobufReader, _ range: Range<Int>) throws {
    try reader.fields(in: range) { reader, number, value in
      let start = reader.position
      switch number {
      case 1: try readShape(&reader, value, at: start)
      case 2: typeNumber = try value.number("the type of a tensor", at: start)
      case 4, 10:
        // A list of one may stand without a length.
        switch value {
        case .fixed32 where number == 4: keep(.bytes((start - 4)..<start), of: number)
        case .fixed64 where number == 10: keep(.bytes((start - 8)..<start), of: number)
        default: keep(.bytes(try value.bytes("the data of a tensor", at: start)), of: number)
        }
      case 5, 7, 11:
        if case .varint = value {
          isInPieces = true
          break
        }
        let bytes = try value.bytes("the data of a tensor", at: start)
        keep(.varints(try VarintElements.Layout(&reader, bytes)), of: number)
      case 8: name = try reader.text(value.bytes("the name of a tensor", at: start))
      case 9: keep(.bytes(try value.bytes("the data of a tensor", at: start)), of: nil)
      case 13:
        let bytes = try value.bytes("the place of data", at: start)
        try reader.property(bytes) {
          ["location", "offset", "length"].contains($0)
        } then: {
          external[$0] = $1
        }
      case 14: isExternal = try value.number("the place of data", at: start) == 1
      default: break
      }
    }
    guard !name.isEmpty else { throw ONNXProblem.namelessTensor(byteOffset: range.lowerBound) }
  }

  private mutating func keep(_ data: Data, of field: Int?) {
    if case .bytes(let range) = data, range.isEmpty { return }
    self.data.append(data)
    self.field = field
  }

  /// A list of lengths, packed or one at a time.
  private mutating func readShape(
    _ reader: inout ProtobufReader, _ value: ProtobufReader.Value, at start: Int
  ) throws {
    func take(_ length: UInt64) throws {
      // A negative number is one beyond Int.
      guard let length = Int(exactly: length), shape.count < Self.axisLimit else {
        throw ONNXProblem.damaged("a tensor has no valid shape", byteOffset: start)
      }
      shape.append(length)
    }
    switch value {
    case .varint(let length): try take(length)
    case .bytes(let range):
      while reader.position < range.upperBound { try take(reader.varint(before: range.upperBound)) }
    default: throw ONNXProblem.wrongType(field: "the shape of a tensor", byteOffset: start)
    }
  }

  // MARK: What it says

  /// Names of the number formats, by their numbers; those that are not read have no `ElementType`.
  private static let types: [(name: String, type: ElementType?, field: Int)] = [
    ("UNDEFINED", nil, 0), ("FLOAT", .float32, 4), ("UINT8", .uint8, 5), ("INT8", .int8, 5),
    ("UINT16", .uint16, 5), ("INT16", .int16, 5), ("INT32", .int32, 5), ("INT64", .int64, 7),
    ("STRING", nil, 6), ("BOOL", .bool, 5), ("FLOAT16", .float16, 5), ("DOUBLE", .float64, 10),
    ("UINT32", .uint32, 11), ("UINT64", .uint64, 11), ("COMPLEX64", nil, 4), ("COMPLEX128", nil, 10),
    ("BFLOAT16", .bfloat16, 5), ("FLOAT8E4M3FN", nil, 5), ("FLOAT8E4M3FNUZ", nil, 5), ("FLOAT8E5M2", nil, 5),
    ("FLOAT8E5M2FNUZ", nil, 5), ("UINT4", nil, 5), ("INT4", nil, 5), ("FLOAT4E2M1", nil, 5),
    ("FLOAT8E8M0", nil, 5),
  ]

  /// The number format.
  ///
  /// - Throws: `.unsupportedType`.
  func type() throws(ONNXProblem) -> ElementType {
    let known = try known()
    guard let type = known.type else { throw .unsupportedType(name: name, type: known.name) }
    return type
  }

  private func known() throws(ONNXProblem) -> (name: String, type: ElementType?, field: Int) {
    guard let number = Int(exactly: typeNumber), Self.types.indices.contains(number) else {
      throw .unsupportedType(name: name, type: "\(typeNumber)")
    }
    return Self.types[number]
  }

  /// Where the numbers are.
  ///
  /// - Throws: `.inPieces`, `.otherData`.
  func place() throws(ONNXProblem) -> Data {
    guard !isInPieces else { throw .inPieces(name: name) }
    if isExternal {
      guard data.isEmpty else { throw .inPieces(name: name) }
      return .external(external)
    }
    guard let first = data.first else { return .bytes(0..<0) }
    guard data.count == 1 else { throw .inPieces(name: name) }
    if let field, try known().field != field { throw .otherData(name: name) }
    return first
  }
}
