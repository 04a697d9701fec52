// The MLP of a block: two linear layers and what stands between them.
import Attention
import Compute

/// fc2(activation(fc1 x)), with a depthwise convolution before the activation in PVT v2.
struct FeedForward: Sendable {
  /// What stands between the two layers.
  enum Activation: Sendable {
    /// ½·x·(1 + erf(x/√2))
    case gelu
    /// x·σ(1.702x), OpenAI's CLIP.
    case quickGELU
    /// silu(a)·b of the first and second half of fc1's outputs; its second layer has half as many inputs (DINOv2).
    case swiGLU
    /// ReLU, the convolution, GELU: PVT v2 with pooled keys.
    case reluThenGELU
  }

  /// What the layers are called in a checkpoint, without `.weight`.
  struct Names {
    /// One layer, or two whose outputs stand one after the other (gate and value of a gated MLP).
    var fc1: [String]
    var fc2: String
    /// The depthwise convolution between fc1 and the activation, where there is one.
    var convolution: String?
  }

  let activation: Activation
  /// Inputs of the second layer.
  let hidden: Int
  private let fc1: Linear
  private let convolution: DepthwiseConvolution?
  /// With its layer scale, where the block has one.
  private let fc2: Linear

  /// Reads the layers; the hidden width, and with it whether the MLP is gated, is taken from the tensors.
  ///
  /// - Parameters:
  ///   - activation: of an MLP that is not gated.
  ///   - layerScale: factors of the outputs, [channels].
  init(
    _ reader: ParameterReader, names: Names, channels: Int, activation: Activation, layerScale: [Float]?
  ) throws {
    let rows = reader.shape(of: "\(names.fc1[0]).weight")?.first ?? 4 * channels
    let inputs = reader.shape(of: "\(names.fc2).weight")?.last ?? rows
    let isPacked = names.fc1.count == 1 && rows.isMultiple(of: 2) && rows / 2 == inputs
    self.activation = isPacked || names.fc1.count == 2 ? .swiGLU : activation
    hidden = isPacked ? rows / 2 : rows
    fc1 = try reader.linearWeights(names.fc1, inputs: channels, outputs: rows).packed()
    convolution = try names.convolution.map { try reader.depthwiseConvolution($0, filters: rows) }
    let second = try reader.linearWeights(names.fc2, inputs: hidden, outputs: channels)
    fc2 = try (layerScale.map(second.scaled) ?? second).packed()
  }

  /// `tokens` ← `tokens` + fc2(activation(fc1 x)), both [tokens × channels].
  func add(_ x: Matrix, to tokens: Matrix, on grid: TokenGrid, engine: Engine) {
    let fused = activation == .gelu && convolution == nil
    var inner = Matrix(unwrittenRows: x.rows, columns: fc1.outputs)
    engine.linear(x, fc1, fused ? .gelu : .bias, into: inner)
    if activation == .reluThenGELU { engine.applyReLU(inner) }
    if let convolution {
      let convolved = Matrix(rows: inner.rows, columns: inner.columns)
      engine.depthwise(inner, height: grid.rows, width: grid.columns, convolution, addingTo: convolved)
      inner = convolved
    }
    switch activation {
    case .gelu, .reluThenGELU: if !fused { engine.applyGELU(inner) }
    case .quickGELU: engine.applySwish(inner, slope: 1.702)
    case .swiGLU:
      let value = inner.columns(hidden..<2 * hidden)
      inner = inner.columns(0..<hidden)
      engine.applySwish(inner, slope: 1)
      engine.multiply(inner, by: value)
    }
    engine.linear(inner, fc2, .residual(tokens), into: tokens)
  }
}
