// Patch embeddings whose patches overlap (PVT v2): a convolution with padding and a stride below its kernel.
import Attention
import Compute

/// LN(conv_{k×k, stride s, padding ⌊k/2⌋}(x)) over tokens on a grid.
struct OverlappingEmbedding: Sendable {
  let outputs: Int
  private let patches: PaddedPatches
  private let convolution: Linear
  private let norm: LayerNorm

  /// Reads `<projection>` and `<norm>`; the kernel is taken from the tensor.
  init(
    _ reader: ParameterReader, projection: String, norm: String, inputs: Int, outputs: Int, kernel: Int,
    stride: Int, rule: NormRule
  ) throws {
    self.outputs = outputs
    patches = PaddedPatches(kernel: kernel, stride: stride)
    convolution = try reader.convolutionWeights(
      projection, inputs: inputs, outputs: outputs, kernel: kernel
    ).packed()
    self.norm = try reader.norm(norm, channels: outputs, rule)
  }

  func grid(after grid: TokenGrid) -> TokenGrid { patches.grid(after: grid) }

  /// [tokens × inputs] on `grid` to [tokens × outputs] on the coarser grid.
  func callAsFunction(_ tokens: Matrix, on grid: TokenGrid, engine: Engine) -> Matrix {
    let patches = patches(tokens, on: grid)
    let embedded = Matrix(unwrittenRows: patches.rows, columns: outputs)
    engine.linear(patches, convolution, into: embedded)
    engine.layerNorm(embedded, norm, into: embedded)
    return embedded
  }
}
