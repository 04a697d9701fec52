// Coarser keys and values: a strided convolution or a pooling, and a layer norm, before them (PVT).
import Attention
import Compute

/// LN(conv_{r×r, stride r}(x)), present where the reduction ratio r is above 1; in PVT v2's `_li` models
/// gelu(LN(conv_{1×1}(x averaged over 7×7 cells))).
struct SpatialReduction: Sendable {
  /// The grid that keys are averaged to; nil where they are reduced by a stride.
  private let pooledGrid: TokenGrid?
  private let ratio: Int
  private let convolution: PatchConvolution
  private let norm: LayerNorm

  /// What the parts are called in a checkpoint, without `.weight`.
  struct Names: Sendable {
    var convolution: String
    var norm: String

    /// `sr` and `norm` under the prefix of an attention layer.
    static func original(_ prefix: String) -> Names {
      Names(convolution: "\(prefix).sr", norm: "\(prefix).norm")
    }
  }

  /// The side of the cells of `grid` that become one key; 1 where the file has no reduction.
  static func ratio(_ reader: ParameterReader, _ names: Names) -> Int {
    reader.shape(of: "\(names.convolution).weight")?.last ?? 1
  }

  /// The grid of the keys that a reduction by a stride leaves of `grid`.
  ///
  /// - Throws: `ModelError.invalid` where it leaves none.
  static func keyGrid(_ reader: ParameterReader, _ names: Names, of grid: TokenGrid) throws -> TokenGrid {
    let ratio = ratio(reader, names)
    guard ratio > 0, grid.rows >= ratio, grid.columns >= ratio else {
      throw ModelError.invalid(
        path: reader.checkpoint.path,
        reason:
          "\(names.convolution) reduces a \(grid.rows)×\(grid.columns) grid by \(ratio), leaving no keys")
    }
    return TokenGrid(rows: grid.rows / ratio, columns: grid.columns / ratio)
  }

  /// `nn.AdaptiveAvgPool2d(7)` of PVT v2.
  static let pooledGrid = TokenGrid(rows: 7, columns: 7)

  /// Reads the convolution and the norm; nil where the file has no convolution.
  ///
  /// - Parameter pooledGrid: where keys are averaged to before the convolution.
  init?(
    _ reader: ParameterReader, _ names: Names, channels: Int, norm rule: NormRule,
    pooledGrid: TokenGrid? = nil
  ) throws {
    guard let shape = reader.shape(of: "\(names.convolution).weight") else { return nil }
    ratio = max(shape.last ?? 1, 1)
    self.pooledGrid = pooledGrid
    convolution = try reader.patchConvolution(
      names.convolution, inputs: channels, outputs: channels, kernel: ratio)
    norm = try reader.norm(names.norm, channels: channels, rule)
  }

  func keyGrid(of grid: TokenGrid) -> TokenGrid {
    pooledGrid ?? TokenGrid(rows: grid.rows / ratio, columns: grid.columns / ratio)
  }

  /// [tokens × channels] on `grid` to [keys × channels] on the coarser grid.
  func callAsFunction(_ tokens: Matrix, on grid: TokenGrid, engine: Engine) -> Matrix {
    let keys = keyGrid(of: grid)
    let (source, sourceGrid) =
      pooledGrid == nil ? (tokens, grid) : (adaptiveMeans(of: tokens, on: grid, to: keys), keys)
    let reduced = Matrix(unwrittenRows: keys.count, columns: tokens.columns)
    engine.convolveTokens(
      source, height: sourceGrid.rows, width: sourceGrid.columns, convolution, into: reduced)
    engine.layerNorm(reduced, norm, into: reduced)
    if pooledGrid != nil { engine.applyGELU(reduced) }
    return reduced
  }
}
