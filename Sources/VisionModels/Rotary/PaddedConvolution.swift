// Convolutions with zero padding over tokens on a grid, and the batch norm that may follow (stems of convolutions).
import Attention
import Compute

/// a(BN(conv_{k×k, stride s, padding ⌊k/2⌋}(x))), the norm folded into the weights.
struct PaddedConvolution: Sendable {
  let outputs: Int
  private let patches: PaddedPatches
  private let layer: Linear
  private let activation: Activation?

  /// Reads `<name>`, whose kernel is taken from the tensor, and the batch norm `norm` where there is one.
  ///
  /// - Throws: `ModelError.invalid` for a kernel without a center, or beyond reason.
  init(
    _ reader: ParameterReader, _ name: String, norm: String? = nil, inputs: Int, outputs: Int,
    stride: Int = 1,
    activation: Activation? = nil
  ) throws {
    let shape = reader.shape(of: "\(name).weight") ?? []
    let kernel = shape.count == 4 ? shape[3] : 1
    guard kernel % 2 == 1, kernel < 64 else {
      throw ModelError.invalid(
        path: reader.checkpoint.path,
        reason: "\(name) has a kernel of \(kernel), expected an odd one below 64")
    }
    patches = PaddedPatches(kernel: kernel, stride: stride)
    (self.outputs, self.activation) = (outputs, activation)
    let weights =
      try shape.count == 2
      ? reader.linearWeights(name, inputs: inputs, outputs: outputs)
      : reader.convolutionWeights(name, inputs: inputs, outputs: outputs, kernel: kernel)
    layer = try (norm.map { try reader.folding($0, into: weights, channels: outputs) } ?? weights).packed()
  }

  func grid(after grid: TokenGrid) -> TokenGrid { patches.grid(after: grid) }

  /// [tokens × inputs] on `grid` to [tokens × outputs] on the grid after it.
  func callAsFunction(_ tokens: Matrix, on grid: TokenGrid, engine: Engine) -> Matrix {
    let patches = patches(tokens, on: grid)
    let output = Matrix(unwrittenRows: patches.rows, columns: outputs)
    engine.linear(patches, layer, into: output)
    activation?.apply(to: output, engine: engine)
    return output
  }
}

extension ParameterReader {
  /// A layer followed by the batch norm `name` in evaluation, as one layer: ε = 1e-5.
  func folding(_ name: String, into weights: LinearWeights, channels: Int) throws -> LinearWeights {
    let weight = try values("\(name).weight", shape: [channels])
    let bias = try values("\(name).bias", shape: [channels])
    let mean = try values("\(name).running_mean", shape: [channels])
    let variance = try values("\(name).running_var", shape: [channels])
    guard readsValues else { return weights }
    let factors = zip(weight, variance).map { Float(Double($0) / (Double($1) + 1e-5).squareRoot()) }
    let offsets = channels == 0 ? [] : (0..<channels).map { bias[$0] - mean[$0] * factors[$0] }
    return weights.scaled(by: factors).shifted(by: offsets)
  }
}
