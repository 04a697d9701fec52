// Patch embeddings whose patches overlap (PVT v2): a convolution with padding and a stride below its kernel.
import Attention
import Compute

/// LN(conv_{k×k, stride s, padding ⌊k/2⌋}(x)) over tokens on a grid.
struct OverlappingEmbedding: Sendable {
  let stride: Int
  let outputs: Int
  private let kernel: Int
  private let inputs: Int
  private let convolution: Linear
  private let norm: LayerNorm

  /// Reads `<projection>` and `<norm>`; the kernel is taken from the tensor.
  init(
    _ reader: ParameterReader, projection: String, norm: String, inputs: Int, outputs: Int, kernel: Int,
    stride: Int, rule: NormRule
  ) throws {
    self.stride = stride
    self.outputs = outputs
    self.kernel = kernel
    self.inputs = inputs
    convolution = try reader.convolutionWeights(
      projection, inputs: inputs, outputs: outputs, kernel: kernel
    ).packed()
    self.norm = try reader.norm(norm, channels: outputs, rule)
  }

  func grid(after grid: TokenGrid) -> TokenGrid {
    TokenGrid(rows: (grid.rows - 1) / stride + 1, columns: (grid.columns - 1) / stride + 1)
  }

  /// [tokens × inputs] on `grid` to [tokens × outputs] on the coarser grid.
  func callAsFunction(_ tokens: Matrix, on grid: TokenGrid, engine: Engine) -> Matrix {
    let target = self.grid(after: grid)
    let patches = Matrix(rows: target.count, columns: kernel * kernel * inputs)
    for index in 0..<target.count {
      let position = target.position(at: index)
      let patch = patches.row(index)
      for tap in 0..<kernel * kernel {
        let source = GridPosition(
          row: position.row * stride + tap / kernel - kernel / 2,
          column: position.column * stride + tap % kernel - kernel / 2)
        guard grid.contains(source) else { continue }
        _ = patch[(tap * inputs)...].update(fromContentsOf: tokens.row(grid.index(of: source)))
      }
    }
    let embedded = Matrix(unwrittenRows: target.count, columns: outputs)
    engine.linear(patches, convolution, into: embedded)
    engine.layerNorm(embedded, norm, into: embedded)
    return embedded
  }
}
