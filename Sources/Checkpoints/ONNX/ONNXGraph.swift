// The graph of an ONNX file: its weights and what is done with them, without the operators' own data.
// https://github.com/onnx/onnx/blob/main/onnx/onnx.proto

/// What an ONNX file says of its weights.
struct ONNXGraph {
  /// An operator of the graph.
  struct Node {
    var operation = ""
    var name = ""
    var inputs: [String] = []
    var outputs: [String] = []
    /// The module that the exporter's metadata names; nil where it names none.
    var module: String?
    /// What the exporter's metadata names as arguments, `p_…` and `b_…`.
    var arguments: [String] = []
    /// `transB` of Gemm.
    var transposesWeights = false
    /// Whether Gemm scales one of its terms.
    var isScaled = false
    var axis: Int?
  }

  /// "pytorch 2.13.0" or the like.
  var producer = ""
  var tensors: [ONNXTensor] = []
  /// Names of tensors that are stored as indices and values.
  var sparse: [String] = []
  var nodes: [Node] = []
  /// Which values the exporter's optimizer computed a value from.
  var origins: [String: [String]] = [:]
  /// The parameters and buffers of the exported program by the names of its arguments.
  var parameters: [String: String] = [:]

  /// Operators over weights that are rounded to integers.
  private static let quantized: Set<String> = [
    "QuantizeLinear", "DequantizeLinear", "DynamicQuantizeLinear", "MatMulInteger", "ConvInteger", "QGemm",
    "QAttention", "MatMulNBits", "MatMulBnb4", "DynamicQuantizeMatMul", "MatMulIntegerToFloat",
    "DynamicQuantizeLSTM", "QEmbedLayerNormalization", "QOrderedMatMul", "QOrderedAttention",
  ]

  /// Reads the graph of a model that fills `byteCount` bytes.
  ///
  /// - Throws: `ONNXProblem`, `CheckpointError`.
  init(_ source: any ByteSource, byteCount: Int) throws {
    var reader = ProtobufReader(source, byteCount: byteCount)
    try reader.fields(in: 0..<byteCount) { reader, number, value in
      switch number {
      case 2, 3:
        let part = try reader.text(value.bytes("the producer", at: reader.position))
        producer += (producer.isEmpty || part.isEmpty ? "" : " ") + part
      case 7: try readGraph(&reader, value.bytes("the graph", at: reader.position))
      default: break
      }
    }
  }

  private mutating func readGraph(_ reader: inout ProtobufReader, _ range: Range<Int>) throws {
    try reader.fields(in: range) { reader, number, value in
      let start = reader.position
      switch number {
      case 1:
        let node = try Self.node(&reader, value.bytes("a node", at: start))
        if Self.quantized.contains(node.operation) || node.operation.hasPrefix("QLinear") {
          throw ONNXProblem.quantized(operation: node.operation)
        }
        if !node.inputs.isEmpty { nodes.append(node) }
      case 5: tensors.append(try ONNXTensor(&reader, value.bytes("a tensor", at: start)))
      case 13: try readValue(&reader, value.bytes("a value", at: start))
      case 15:
        try reader.fields(in: value.bytes("a sparse tensor", at: start)) { reader, number, value in
          guard number == 1 else { return }
          sparse.append(try ONNXTensor(&reader, value.bytes("a tensor", at: reader.position)).name)
        }
      case 16:
        try reader.property(value.bytes("a property", at: start)) { key in
          key == "pkg.torch.export.ExportedProgram.graph_signature"
        } then: { _, text in
          parameters = Self.parameters(signature: text)
        }
      default: break
      }
    }
  }

  // MARK: Nodes

  private static func node(_ reader: inout ProtobufReader, _ range: Range<Int>) throws -> Node {
    var node = Node()
    try reader.fields(in: range) { reader, number, value in
      func text(_ field: String) throws -> String { try reader.text(value.bytes(field, at: reader.position)) }
      switch number {
      case 1: node.inputs.append(try text("an input"))
      case 2: node.outputs.append(try text("an output"))
      case 3: node.name = try text("the name of a node")
      case 4: node.operation = try text("an operator")
      case 5: try readAttribute(&reader, value.bytes("an attribute", at: reader.position), of: &node)
      case 9:
        try reader.property(value.bytes("a property", at: reader.position)) { key in
          key == "pkg.torch.onnx.name_scopes" || key == "pkg.torch.onnx.fx_node"
        } then: { key, text in
          if key.hasSuffix("name_scopes") {
            node.module = module(scopes: text)
          } else {
            node.arguments = arguments(of: text)
          }
        }
      default: break
      }
    }
    return node
  }

  private static func readAttribute(
    _ reader: inout ProtobufReader, _ range: Range<Int>, of node: inout Node
  ) throws {
    var (name, integer, scale) = ("", Int64(0), Float(1))
    try reader.fields(in: range) { reader, number, value in
      switch (number, value) {
      case (1, _): name = try reader.text(value.bytes("the name of an attribute", at: reader.position))
      case (2, .fixed32(let bits)): scale = Float(bitPattern: bits)
      case (3, .varint(let number)): integer = Int64(bitPattern: number)
      case (2, _), (3, _): throw ONNXProblem.wrongType(field: "an attribute", byteOffset: reader.position)
      default: break
      }
    }
    switch name {
    case "transB": node.transposesWeights = integer != 0
    case "axis": node.axis = Int(integer)
    case "alpha", "beta": node.isScaled = node.isScaled || scale != 1
    default: break
    }
  }

  /// What a value of the graph was computed from before the export.
  private mutating func readValue(_ reader: inout ProtobufReader, _ range: Range<Int>) throws {
    var (name, found) = ("", [String]())
    try reader.fields(in: range) { reader, number, value in
      switch number {
      case 1: name = try reader.text(value.bytes("the name of a value", at: reader.position))
      case 4:
        try reader.property(value.bytes("a property", at: reader.position)) { key in
          key == "pkg.onnxscript.optimizer.folded_from"
        } then: { _, text in
          found = Self.list(text)
        }
      default: break
      }
    }
    if !found.isEmpty { origins[name] = found }
  }

  // MARK: What the exporter writes as text

  /// `['', 'blocks', 'blocks.0', 'linear']`: the modules down to the operation; the last module.
  private static func module(scopes text: String) -> String? {
    let scopes = list(text)
    return scopes.count < 2 ? nil : scopes[scopes.count - 2]
  }

  /// A list of texts as Python prints it.
  private static func list(_ text: String) -> [String] {
    guard text.hasPrefix("["), text.hasSuffix("]") else { return [] }
    return text.dropFirst().dropLast().split(separator: ", ", omittingEmptySubsequences: false).compactMap {
      item in
      guard item.count >= 2, let quote = item.first, quote == item.last, quote == "'" || quote == "\"" else {
        return nil
      }
      return String(item.dropFirst().dropLast())
    }
  }

  /// The arguments of `%linear : … call_function[…](args = (%x, %p_fc_weight, %p_fc_bias), …)` that are parameters or
  /// buffers.
  private static func arguments(of text: String) -> [String] {
    text.split(separator: "%").dropFirst().compactMap { part in
      let name = part.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
      return name.hasPrefix("p_") || name.hasPrefix("b_") ? String(name) : nil
    }
  }

  /// The lines `p_fc_weight: PARAMETER target='fc.weight'` of a signature.
  private static func parameters(signature text: String) -> [String: String] {
    var parameters: [String: String] = [:]
    for line in text.split(separator: "\n") {
      let parts = line.split(separator: " ")
      guard parts.count >= 3, parts[0].hasSuffix(":"), parts[1] == "PARAMETER" || parts[1] == "BUFFER",
        parts[2].hasPrefix("target='"), parts[2].hasSuffix("'")
      else { continue }
      parameters[String(parts[0].dropLast())] = String(parts[2].dropFirst(8).dropLast())
    }
    return parameters
  }
}

extension ProtobufReader {
  /// Reads a key and its value, where the key is one that is wanted.
  mutating func property(
    _ range: Range<Int>, where isWanted: (String) -> Bool,
    then use: (_ key: String, _ value: String) throws -> Void
  ) throws {
    var key = ""
    try fields(in: range) { reader, number, value in
      switch number {
      case 1: key = try reader.text(value.bytes("a key", at: reader.position))
      case 2:
        let bytes = try value.bytes("the value of a key", at: reader.position)
        if isWanted(key) { try use(key, reader.text(bytes)) }
      default: break
      }
    }
  }
}
