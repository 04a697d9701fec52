// The attention layer of NaLaFormer and RALA: one projection to queries, keys, values and a gate; linear or softmax.
import Attention
import Compute

struct GatedRotaryLayer: AttentionLayer {
  let name: String
  let heads: Int
  let mechanism: any Mechanism
  let projection: Linear
  private let all: Linear
  private let convolution: ValueConvolution
  /// Over all heads, before the gate (NaLaFormer).
  private let norm: LayerNorm?
  /// Of the gate; nil: none.
  private let activation: Activation?
  /// Of queries and keys of a softmax layer; linear ones turn their features.
  private let rotation: PairRotation?
  var hasGate: Bool { true }
  var hasConvolution: Bool { true }

  /// What a family's layers are like.
  struct Kind {
    /// The projection to queries, keys, values and the gate, and the one after the gate, under `attn.`.
    var all: String
    var projection: String
    /// A norm before the gate, where there is one.
    var norm: String?
    var activation: Activation?
    let linear: (PairRotation) -> any Mechanism
  }

  /// - Parameters:
  ///   - prefix: of the block.
  ///   - isLinear: false for softmax attention.
  init(
    _ reader: ParameterReader, _ prefix: String, kind: Kind, channels: Int, heads: Int,
    rotation: PairRotation,
    isLinear: Bool
  ) throws {
    name = "\(prefix).attn"
    self.heads = heads
    activation = kind.activation
    let scale = 1 / Float(channels / heads).squareRoot()
    mechanism =
      isLinear
      ? kind.linear(rotation) : SoftmaxAttention(terms: Engine.SoftmaxTerms(scale: scale), isRotated: true)
    self.rotation = isLinear ? nil : rotation
    all = try reader.linear("\(name).\(kind.all)", inputs: channels, outputs: 4 * channels)
    projection = try reader.linear("\(name).\(kind.projection)", inputs: channels, outputs: channels)
    convolution = ValueConvolution(try reader.depthwiseConvolution("\(name).lepe", filters: channels))
    let layer = name
    norm = try kind.norm.map {
      try reader.norm("\(layer).\($0)", channels: channels, NormRule(epsilon: 1e-5))
    }
  }

  func geometry(on grid: TokenGrid) -> AttentionGeometry { AttentionGeometry(queryGrid: grid) }

  func attend(
    _ tokens: Matrix, on grid: TokenGrid, outputs: Range<Int>, pass: ForwardPass
  ) throws(Cancelled) -> (AttentionRecord, attended: Matrix) {
    let (engine, channels) = (pass.engine, tokens.columns)
    let projected = engine.linear(tokens, all, parts: 4)
    var (queries, keys) = (projected[0], projected[1])
    if let rotation { (queries, keys) = (rotation.turned(queries), rotation.turned(keys)) }
    let gate = projected[3]
    activation?.apply(to: gate, engine: engine)
    let record = AttentionRecord(
      index: pass.nextLayer, name: name, geometry: geometry(on: grid),
      inputs: AttentionInputs(
        queries: queries, keys: keys, values: projected[2], heads: heads),
      gate: gate, convolution: convolution, projection: projection, mechanism: mechanism, engine: engine)
    let attended = Matrix(unwrittenRows: tokens.rows, columns: channels)
    try pass.apply(record, queries: 0..<tokens.rows, into: attended)
    record.addConvolution(to: attended)
    if let norm { engine.layerNorm(attended, norm, into: attended) }
    engine.multiply(attended, by: gate)
    return (record, attended)
  }
}
