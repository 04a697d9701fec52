// Softmax attention with separate `q` and `kv`, and keys reduced in space (PVT; S stages of Pola- and FLatten-PVT).
import Attention
import Compute

struct ReductionSoftmaxLayer: AttentionLayer {
  let name: String
  let heads: Int
  let mechanism: any Mechanism
  let projection: Linear
  private let q: Linear
  private let kv: Linear
  private let reduction: SpatialReduction?
  private let prefixTokens: [PrefixToken]

  /// What the parts of a layer are called in a checkpoint, without `.weight`.
  struct Names {
    /// The name of the layer on the screen and in exports.
    var layer: String
    var queries: String
    /// One projection to keys and then values, or two.
    var keysAndValues: [String]
    var projection: String
    var reduction: SpatialReduction.Names

    /// `q`, `kv`, `proj`, `sr` and `norm` under a prefix.
    static func original(_ prefix: String) -> Names {
      Names(
        layer: prefix, queries: "\(prefix).q", keysAndValues: ["\(prefix).kv"], projection: "\(prefix).proj",
        reduction: .original(prefix))
    }
  }

  /// - Parameters:
  ///   - prefixTokens: tokens in front of the patches; a layer with such does not reduce its keys.
  ///   - pooledGrid: where keys are averaged to (PVT v2's `_li`).
  init(
    _ reader: ParameterReader, names: Names, channels: Int, heads: Int, reductionNorm: NormRule,
    prefixTokens: [PrefixToken] = [], pooledGrid: TokenGrid? = nil
  ) throws {
    name = names.layer
    self.prefixTokens = prefixTokens
    self.heads = heads
    mechanism = SoftmaxAttention(headWidth: channels / heads)
    q = try reader.linear(names.queries, inputs: channels, outputs: channels)
    let parts = names.keysAndValues
    kv = try reader.linearWeights(parts, inputs: channels, outputs: 2 / parts.count * channels).packed()
    reduction = try SpatialReduction(
      reader, names.reduction, channels: channels, norm: reductionNorm, pooledGrid: pooledGrid)
    projection = try reader.linear(names.projection, inputs: channels, outputs: channels)
    if reduction != nil, !prefixTokens.isEmpty {
      throw ModelError.invalid(
        path: reader.checkpoint.path, reason: "\(names.layer) reduces keys in a stage that has a class token")
    }
  }

  func geometry(on grid: TokenGrid) -> AttentionGeometry {
    AttentionGeometry(queryGrid: grid, keyGrid: reduction?.keyGrid(of: grid), prefix: prefixTokens)
  }

  func attend(
    _ tokens: Matrix, on grid: TokenGrid, outputs: Range<Int>, pass: ForwardPass
  ) throws(Cancelled) -> (AttentionRecord, attended: Matrix) {
    let (engine, channels) = (pass.engine, tokens.columns)
    let queries = Matrix(unwrittenRows: tokens.rows, columns: channels)
    engine.linear(tokens, q, into: queries)
    let source = reduction?(tokens, on: grid, engine: engine) ?? tokens
    let keysValues = engine.linear(source, kv, parts: 2)
    let record = AttentionRecord(
      index: pass.nextLayer, name: name, geometry: geometry(on: grid),
      inputs: AttentionInputs(
        queries: queries, keys: keysValues[0], values: keysValues[1], heads: heads),
      projection: projection, mechanism: mechanism, engine: engine)
    let attended = Matrix(unwrittenRows: tokens.rows, columns: channels)
    try pass.apply(record, queries: outputs, into: attended)
    return (record, attended)
  }
}
