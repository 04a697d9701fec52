// The attention layer of MLLA: a convolution before queries and keys, values without a projection, and a gate.
import Attention
import Compute
import Glibc

/// x′ = SiLU(conv(in_proj(x))); q and k from x′, v = x′; out_proj((A·v + lepe(v)) ⊙ SiLU(act_proj(x))).
struct MLLALayer: AttentionLayer {
  let name: String
  let heads: Int
  let mechanism: any Mechanism
  let projection: Linear
  private let input: Linear
  private let activation: Linear
  private let queriesAndKeys: Linear
  private let inputConvolution: DepthwiseConvolution
  private let convolution: ValueConvolution
  var hasGate: Bool { true }
  var hasConvolution: Bool { true }

  /// - Parameters:
  ///   - prefix: of the block.
  ///   - grid: at the model's input size.
  /// - Throws: `ModelError.invalid` where channels are no multiple of 4 and of the heads.
  init(_ reader: ParameterReader, _ prefix: String, channels: Int, heads: Int, grid: TokenGrid) throws {
    name = "\(prefix).attn"
    self.heads = heads
    guard channels % 4 == 0 else {
      throw ModelError.invalid(
        path: reader.checkpoint.path,
        reason:
          "\(prefix).attn turns pairs of \(channels) channels for rows and columns; expected a multiple of 4")
    }
    // Of another resolution, rotations follow the formula.
    let stored = "\(prefix).attn.rope.rotations"
    if let shape = reader.shape(of: stored), shape.count != 4 || shape[2...] != [channels / 2, 2] {
      throw ModelError.invalid(
        path: reader.checkpoint.path,
        reason: "\(stored) has shape \(shape); expected [rows, columns, \(channels / 2), 2]")
    }
    if reader.shape(of: stored) == [grid.rows, grid.columns, channels / 2, 2] {
      mechanism = MLLAAttention(
        rotation: PairRotation(
          values: try reader.values(stored, shape: [grid.rows, grid.columns, channels / 2, 2]),
          pairs: channels / 2))
    } else {
      mechanism = MLLAAttention(
        rotation: PairRotation(
          angles: (0..<(reader.readsValues ? channels / 4 : 0)).map {
            rotaryAngle(Double($0) / Double(channels / 4))
          }, on: grid))
    }
    input = try reader.linear("\(prefix).in_proj", inputs: channels, outputs: channels)
    activation = try reader.linear("\(prefix).act_proj", inputs: channels, outputs: channels)
    queriesAndKeys = try reader.linear("\(prefix).attn.qk", inputs: channels, outputs: 2 * channels)
    inputConvolution = try reader.depthwiseConvolution("\(prefix).dwc", filters: channels)
    convolution = ValueConvolution(
      try reader.depthwiseConvolution("\(prefix).attn.lepe", filters: channels))
    projection = try reader.linear("\(prefix).out_proj", inputs: channels, outputs: channels)
  }

  func geometry(on grid: TokenGrid) -> AttentionGeometry { AttentionGeometry(queryGrid: grid) }

  func attend(
    _ tokens: Matrix, on grid: TokenGrid, outputs: Range<Int>, pass: ForwardPass
  ) throws(Cancelled) -> (AttentionRecord, attended: Matrix) {
    let (engine, channels) = (pass.engine, tokens.columns)
    let gate = Matrix(unwrittenRows: tokens.rows, columns: channels)
    engine.linear(tokens, activation, into: gate)
    engine.applySwish(gate, slope: 1)
    let projected = Matrix(unwrittenRows: tokens.rows, columns: channels)
    engine.linear(tokens, input, into: projected)
    let inner = Matrix(rows: tokens.rows, columns: channels)
    engine.depthwise(projected, height: grid.rows, width: grid.columns, inputConvolution, addingTo: inner)
    engine.applySwish(inner, slope: 1)
    let both = engine.linear(inner, queriesAndKeys, parts: 2)
    let record = AttentionRecord(
      index: pass.nextLayer, name: name, geometry: geometry(on: grid),
      inputs: AttentionInputs(
        queries: both[0], keys: both[1], values: inner, heads: heads),
      gate: gate, convolution: convolution, projection: projection, mechanism: mechanism, engine: engine)
    let attended = Matrix(unwrittenRows: tokens.rows, columns: channels)
    try pass.apply(record, queries: 0..<tokens.rows, into: attended)
    record.addConvolution(to: attended)
    engine.multiply(attended, by: gate)
    return (record, attended)
  }
}

/// 10000^(−exponent)
func rotaryAngle(_ exponent: Double) -> Double { pow(10000, -exponent) }
