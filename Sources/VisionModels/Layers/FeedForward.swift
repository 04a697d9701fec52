// The MLP of a block: two linear layers and what is between them.
import Attention
import Compute

/// The MLP of a transformer block, in the form that its layout states.
struct FeedForward: Sendable {
  /// What is between the two layers.
  enum Form: Sendable, Hashable {
    /// fc2(a(fc1 x))
    case plain(Activation)
    /// fc2(a(g)⊙v), where fc1 gives the gate g and then the value v.
    case gated(Activation)
    /// fc2(a(conv(fc1 x))), with ReLU before the depthwise convolution in PVT v2 with pooled keys.
    case convolved(Activation, afterReLU: Bool)
    /// fc2(u + conv(u)), u = gelu(fc1 x)
    case smoothed

    var isGated: Bool {
      if case .gated = self { true } else { false }
    }

    /// The same form with another activation; convolved ones have their own.
    func with(_ activation: Activation) -> Form {
      switch self {
      case .plain: .plain(activation)
      case .gated: .gated(activation)
      case .convolved, .smoothed: self
      }
    }

    /// What the field calls it.
    var title: String {
      switch self {
      case .plain(let activation): activation.title
      case .gated(let activation): activation.gatedTitle
      case .convolved(let activation, let afterReLU): (afterReLU ? "ReLU, " : "") + activation.title
      case .smoothed: Activation.gelu.title
      }
    }
  }

  /// What the layers are called in a checkpoint, without `.weight`.
  struct Names: Sendable {
    /// One layer, or two whose outputs follow one another (gate and value of a gated MLP).
    var fc1: [String]
    var fc2: String
    /// The depthwise convolution of a convolved MLP.
    var convolution: String?
    /// A norm of what enters the second layer, where the file has one.
    var norm: String?
  }

  let form: Form
  /// Outputs of the first layer.
  let rows: Int
  /// Inputs of the second layer.
  let hidden: Int
  private let fc1: Linear
  private let convolution: DepthwiseConvolution?
  private let norm: LayerNorm?
  /// With its layer scale, where the block has one.
  private let fc2: Linear

  /// Reads the layers; the hidden width is taken from the tensors.
  ///
  /// - Parameters:
  ///   - norms: of the inner norm.
  ///   - layerScale: factors of the outputs, [channels].
  init(
    _ reader: ParameterReader, names: Names, channels: Int, form: Form, norms: NormRule,
    layerScale: [Float]? = nil
  ) throws {
    let outputs = reader.shape(of: "\(names.fc1[0]).weight")?.first ?? 4 * channels
    rows = names.fc1.count * outputs
    // Of a gate and a value in one tensor, each has half the rows.
    let hidden = form.isGated && names.fc1.count == 1 ? outputs / 2 : outputs
    self.hidden = hidden
    self.form = form
    fc1 = try reader.linearWeights(names.fc1, inputs: channels, outputs: outputs).packed()
    convolution = try names.convolution.map { try reader.depthwiseConvolution($0, filters: outputs) }
    norm = try names.norm.flatMap { try reader.optionalNorm($0, channels: hidden, norms) }
    let second = try reader.linearWeights(names.fc2, inputs: hidden, outputs: channels)
    fc2 = try (layerScale.map(second.scaled) ?? second).packed()
  }

  /// `tokens` ← `tokens` + mlp(x), both [tokens × channels].
  func add(_ x: Matrix, to tokens: Matrix, on grid: TokenGrid, engine: Engine) {
    engine.linear(inner(x, on: grid, engine: engine), fc2, .residual(tokens), into: tokens)
  }

  /// mlp(x), [tokens × channels].
  func callAsFunction(_ x: Matrix, on grid: TokenGrid, engine: Engine) -> Matrix {
    let output = Matrix(unwrittenRows: x.rows, columns: fc2.outputs)
    engine.linear(inner(x, on: grid, engine: engine), fc2, into: output)
    return output
  }

  /// What enters the second layer, [tokens × hidden].
  private func inner(_ x: Matrix, on grid: TokenGrid, engine: Engine) -> Matrix {
    let isFused = form == .plain(.gelu) || form == .smoothed
    var inner = Matrix(unwrittenRows: x.rows, columns: fc1.outputs)
    engine.linear(x, fc1, isFused ? .gelu : .bias, into: inner)
    switch form {
    case .plain(let activation): if !isFused { activation.apply(to: inner, engine: engine) }
    case .gated(let activation):
      let value = inner.columns(hidden..<2 * hidden)
      inner = inner.columns(0..<hidden)
      activation.apply(to: inner, engine: engine)
      engine.multiply(inner, by: value)
    case .convolved(let activation, let afterReLU):
      if afterReLU { engine.applyReLU(inner) }
      if let convolution {
        let convolved = Matrix(rows: inner.rows, columns: inner.columns)
        engine.depthwise(inner, height: grid.rows, width: grid.columns, convolution, addingTo: convolved)
        inner = convolved
      }
      activation.apply(to: inner, engine: engine)
    case .smoothed:
      if let convolution {
        let copy = Matrix(rows: inner.rows, columns: inner.columns, values: inner.values)
        engine.depthwise(copy, height: grid.rows, width: grid.columns, convolution, addingTo: inner)
      }
    }
    if let norm { engine.layerNorm(inner, norm, into: inner) }
    return inner
  }
}

extension FeedForward.Names {
  /// Whether the shapes are those of a gated MLP: a second layer with half as many inputs as the first has outputs,
  /// or a gate and a value in two tensors.
  func isGated(_ reader: ParameterReader) -> Bool {
    if fc1.count == 2 { return true }
    guard let rows = reader.shape(of: "\(fc1[0]).weight")?.first,
      let inputs = reader.shape(of: "\(fc2).weight")?.last
    else { return false }
    return rows.isMultiple(of: 2) && rows / 2 == inputs
  }
}
