// Softmax attention over all tokens, its projections to queries, keys and values done as one.
import Attention
import Compute

struct FusedSoftmaxLayer: AttentionLayer {
  let name: String
  let heads: Int
  let mechanism: any Mechanism
  let projection: Linear
  private let qkv: Linear
  /// What happens to queries and keys before they meet, in order.
  private let steps: [any QueryKeyStep]
  /// A norm over all channels of the attended values, where the layer has one.
  private let norm: LayerNorm?
  /// Channels of all heads.
  private let width: Int
  private let prefix: [PrefixToken]

  /// What the parts of a layer are called in a checkpoint, without `.weight`.
  struct Names {
    /// The biases of queries, keys and values.
    enum Biases {
      /// Those of the layers themselves.
      case own
      /// Tensors of their own; keys have none.
      case queriesAndValues(String, String)
      /// Those of the layer, without the keys', which are masked.
      case ownWithoutKeys
    }

    /// The name of the layer on the screen and in exports.
    var layer: String
    /// One projection to queries, keys and values, or three.
    var queryKeyValue: [String]
    var biases = Biases.own
    var projection: String
    /// A norm of the attended values, where the file has one.
    var norm: String?
    var steps: [any QueryKeyStepDescription] = []
    /// Position bias of the logits, where the layer has one.
    var bias: RelativePositionTable?

    /// The channels of all heads, from the shapes; nil where there is no such tensor.
    func width(_ reader: ParameterReader) -> Int? {
      let rows = reader.shape(of: ParameterReader.weight(of: queryKeyValue[0]))?.first
      return queryKeyValue.count == 1 ? rows.map { $0 / 3 } : rows
    }
  }

  /// - Parameters:
  ///   - channels: of the tokens.
  ///   - width: channels of all heads.
  ///   - place: of the layer in the model.
  ///   - prefix: the tokens in front of the patches.
  ///   - norms: those over queries, keys and attended values.
  init(
    _ reader: ParameterReader, names: Names, channels: Int, width: Int, heads: Int, prefix: [PrefixToken],
    layer: Int, grid: TokenGrid, norms: NormRule
  ) throws {
    name = names.layer
    self.heads = heads
    self.width = width
    self.prefix = prefix
    let bias = try names.bias?.pairs(reader, heads: heads, prefix: prefix.count, grid: grid)
    let place = QueryKeyPlace(layer: layer, heads: heads, headWidth: width / heads, grid: grid)
    steps = try names.steps.compactMap { try $0.step(reader, at: place, norms: norms) }
    mechanism = SoftmaxAttention(
      terms: .init(scale: 1 / Float(width / heads).squareRoot(), bias: bias, regions: nil),
      isRotated: names.steps.contains { $0.rotates })
    qkv = try Self.weights(
      reader, names.queryKeyValue, biases: names.biases, channels: channels, width: width
    ).packed()
    projection = try reader.linear(names.projection, inputs: width, outputs: channels)
    norm = try names.norm.flatMap { try reader.optionalNorm($0, channels: width, norms) }
  }

  /// The projections to queries, keys and values as one.
  ///
  /// - Parameters:
  ///   - parts: one layer, or three.
  ///   - width: channels of all heads.
  static func weights(
    _ reader: ParameterReader, _ parts: [String], biases: Names.Biases, channels: Int, width: Int
  ) throws -> LinearWeights {
    let rows = 3 / parts.count * width
    func zeros() -> [Float] { reader.readsValues ? [Float](repeating: 0, count: width) : [] }
    switch biases {
    case .own:
      return try reader.linearWeights(parts, inputs: channels, outputs: rows)
    case .queriesAndValues(let queries, let values):
      let bias =
        try reader.values(queries, shape: [width]) + zeros() + (try reader.values(values, shape: [width]))
      return try reader.linearWeights(parts, inputs: channels, outputs: rows, bias: bias)
    case .ownWithoutKeys:
      var bias = try reader.values(ParameterReader.bias(of: parts[0]), shape: [3 * width])
      if reader.readsValues { bias.replaceSubrange(width..<2 * width, with: zeros()) }
      return try reader.linearWeights(parts, inputs: channels, outputs: rows, bias: bias)
    }
  }

  func geometry(on grid: TokenGrid) -> AttentionGeometry {
    AttentionGeometry(queryGrid: grid, prefix: prefix)
  }

  func attend(
    _ tokens: Matrix, on grid: TokenGrid, outputs: Range<Int>, pass: ForwardPass
  ) throws(Cancelled) -> (AttentionRecord, attended: Matrix) {
    let engine = pass.engine
    let projected = engine.linear(tokens, qkv, parts: 3)
    let (queries, keys) = (projected[0], projected[1])
    for step in steps {
      step.apply(
        queries: queries, keys: keys, heads: heads, prefix: prefix.count, grid: grid, engine: engine)
    }
    let record = AttentionRecord(
      index: pass.nextLayer, name: name, geometry: geometry(on: grid),
      inputs: AttentionInputs(
        queries: queries, keys: keys, values: projected[2], heads: heads),
      projection: projection, mechanism: mechanism, engine: engine)
    let attended = Matrix(unwrittenRows: tokens.rows, columns: width)
    let all = mechanism.positionBias != nil
    try pass.apply(record, queries: all ? 0..<tokens.rows : outputs, into: attended)
    return (record, attended)
  }

  func normalize(_ attended: Matrix, engine: Engine) {
    if let norm { engine.layerNorm(attended, norm, into: attended) }
  }
}
