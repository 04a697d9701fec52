// Learned position embeddings on a grid, and their interpolation to another.
import Attention
import Compute
import Glibc

/// How a family's code resizes position embeddings.
enum PositionInterpolation: Sendable {
  /// `F.interpolate(mode="bilinear", align_corners=False)`: PVT.
  case bilinear
  /// `F.interpolate(mode="bicubic", antialias=True)`, a = −½: timm's ViT.
  case bicubicAntialiased
}

/// Embeddings of the tokens of a grid, row-major.
struct PositionEmbedding {
  /// [tokens × channels], packed.
  let values: [Float]
  let channels: Int
  let grid: TokenGrid

  init(values: [Float], channels: Int, grid: TokenGrid) {
    self.values = values
    self.channels = channels
    self.grid = grid
  }

  /// Reads a [1 × tokens × channels] tensor whose tokens stand on a square grid.
  ///
  /// - Throws: when the token count is not a square number; `CheckpointError` when it cannot be read.
  init(_ reader: ParameterReader, _ name: String, channels: Int) throws {
    let tokens = reader.shape(of: name).flatMap { $0.count == 3 ? $0[1] : nil } ?? 1
    guard let side = exactSquareRoot(tokens) else {
      throw ModelError.invalid(
        path: reader.checkpoint.path, reason: "\(name) has \(tokens) tokens, which is not a square grid")
    }
    self.init(
      values: try reader.values(name, shape: [1, tokens, channels]), channels: channels,
      grid: TokenGrid(rows: side, columns: side))
  }

  /// The embedding on `target`, each channel times its factor, [tokens × channels].
  func matrix(
    on target: TokenGrid, by interpolation: PositionInterpolation = .bilinear,
    scaledBy factors: [Float]? = nil
  ) -> Matrix {
    let matrix = Matrix(rows: target.count, columns: channels)
    let columnTaps = (0..<target.columns).map {
      interpolation.taps($0, of: target.columns, over: grid.columns)
    }
    for row in 0..<target.rows {
      for (sourceRow, down) in interpolation.taps(row, of: target.rows, over: grid.rows) {
        for column in 0..<target.columns {
          let output = matrix.row(row * target.columns + column)
          for (sourceColumn, across) in columnTaps[column] {
            let source = (sourceRow * grid.columns + sourceColumn) * channels
            let weight = down * across
            for channel in 0..<channels { output[channel] += weight * values[source + channel] }
          }
        }
      }
    }
    if let factors {
      for token in 0..<target.count {
        let output = matrix.row(token)
        for channel in 0..<channels { output[channel] *= factors[channel] }
      }
    }
    return matrix
  }
}

extension PositionInterpolation {
  /// The source cells that make up cell `index` of `target` cells, with their weights.
  fileprivate func taps(_ index: Int, of target: Int, over source: Int) -> [(Int, Float)] {
    if target == source { return [(index, 1)] }
    let scale = Double(source) / Double(target)
    let centre = (Double(index) + 0.5) * scale
    switch self {
    case .bilinear:
      let left = max(0, centre - 0.5)
      let first = min(Int(left), source - 1)
      let share = Float(left - Double(first))
      return [(first, 1 - share), (min(first + 1, source - 1), share)]
    case .bicubicAntialiased:
      let width = max(scale, 1)
      let range = max(0, Int(centre - 2 * width + 0.5))..<min(source, Int(centre + 2 * width + 0.5))
      let weights = range.map { cubic((Double($0) - centre + 0.5) / width) }
      let sum = weights.reduce(0, +)
      return zip(range, weights).map { ($0, Float($1 / sum)) }
    }
  }
}

/// Keys' cubic convolution kernel with a = −½.
private func cubic(_ x: Double) -> Double {
  let (a, x) = (-0.5, abs(x))
  if x < 1 { return ((a + 2) * x - (a + 3)) * x * x + 1 }
  if x < 2 { return (((x - 5) * x + 8) * x - 4) * a }
  return 0
}

/// The whole number whose square is `number`, nil where there is none.
func exactSquareRoot(_ number: Int) -> Int? {
  guard number > 0 else { return nil }
  let root = Int(Double(number).squareRoot().rounded())
  return root.multipliedReportingOverflow(by: root) == (number, false) ? root : nil
}
