// Coarser keys and values: a strided convolution and a layer norm before them (PVT).
import Attention
import Compute

/// LN(conv_{r×r, stride r}(x)), present where the reduction ratio r is above 1.
struct SpatialReduction: Sendable {
  let ratio: Int
  let convolution: PatchConvolution
  let norm: LayerNorm

  /// Reads `<prefix>.sr` and `<prefix>.norm`; nil where the file has no `sr`.
  init?(_ reader: ParameterReader, prefix: String, channels: Int, epsilon: Float) throws {
    guard let shape = reader.shape(of: "\(prefix).sr.weight") else { return nil }
    ratio = shape.last ?? 1
    convolution = try reader.patchConvolution(
      "\(prefix).sr", inputs: channels, outputs: channels, kernel: ratio)
    norm = try reader.layerNorm("\(prefix).norm", channels: channels, epsilon: epsilon)
  }

  func keyGrid(of grid: TokenGrid) -> TokenGrid {
    TokenGrid(rows: grid.rows / ratio, columns: grid.columns / ratio)
  }

  /// [tokens × channels] on `grid` to [keys × channels] on the coarser grid.
  func callAsFunction(_ tokens: Matrix, on grid: TokenGrid, engine: Engine) -> Matrix {
    let reduced = Matrix(unwrittenRows: keyGrid(of: grid).count, columns: tokens.columns)
    engine.convolveTokens(tokens, height: grid.rows, width: grid.columns, convolution, into: reduced)
    engine.layerNorm(reduced, norm, into: reduced)
    return reduced
  }
}
