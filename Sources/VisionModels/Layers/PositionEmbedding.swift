// Learned position embeddings on a grid, and their interpolation to another.
import Attention
import Compute
import Glibc

/// How a family's code resizes position embeddings.
enum PositionInterpolation: String, Sendable {
  /// `F.interpolate(mode="bilinear", align_corners=False)`: PVT.
  case bilinear
  /// `F.interpolate(mode="bicubic", antialias=True)`, a = −½: timm's ViT, DINOv2 with registers.
  case bicubicAntialiased = "bicubic, antialiased"
  /// `F.interpolate(mode="bicubic")`, a = −¾, clamped at the border: transformers' ViT and DINOv2, DeiT-III.
  case bicubic
  /// The same by `scale_factor=(side + 0.1)/trained side` rather than by size: DINO, DINOv2.
  case bicubicWithOffset = "bicubic, sides + 0.1"
  /// `F.interpolate(mode="bicubic", align_corners=True)`, a = −¾: torchvision.
  case bicubicAligned = "bicubic, corners aligned"
}

/// Embeddings of the tokens of a grid, row-major, and of prefix tokens in front of them.
struct PositionEmbedding {
  /// One list of [channels] values for each prefix token that has a position.
  let prefix: [[Float]]
  /// [tokens × channels], packed.
  private let values: [Float]
  private let channels: Int
  let grid: TokenGrid

  /// Reads a [1 × tokens × channels] tensor, or one without axes of length 1 in front: `prefixCount` prefix tokens, then
  /// a grid.
  ///
  /// - Parameter grid: nil for a square one.
  /// - Throws: when what is left is not a square number; `CheckpointError` when it cannot be read.
  init(
    _ reader: ParameterReader, _ name: String, channels: Int, prefixCount: Int = 0, grid: TokenGrid? = nil
  ) throws {
    self.grid = try grid ?? Self.grid(reader, name, prefixCount: prefixCount)
    let all = try reader.rows(name, channels: channels)
    let prefixRead = all.isEmpty ? 0 : prefixCount
    prefix = (0..<prefixRead).map { Array(all[$0 * channels..<($0 + 1) * channels]) }
    values = Array(all.dropFirst(prefixCount * channels))
    self.channels = channels
  }

  /// The square grid that such a tensor covers.
  ///
  /// - Throws: `ModelError.invalid` when it covers none; `.unsupported` where other names say why.
  static func grid(_ reader: ParameterReader, _ name: String, prefixCount: Int = 0) throws -> TokenGrid {
    let shape = "\(name) has shape \(reader.shape(of: name) ?? [])"
    guard let count = reader.rowCount(of: name) else {
      throw reader.misfit("\(shape), expected [1, tokens, channels]")
    }
    guard let side = exactSquareRoot(count - prefixCount) else {
      throw reader.misfit("\(shape); without \(prefixCount) prefix tokens it is no square grid")
    }
    return TokenGrid(rows: side, columns: side)
  }

  /// The embedding on `target`, each channel times its factor, [tokens × channels]; empty where not read.
  func matrix(
    on target: TokenGrid, by interpolation: PositionInterpolation = .bilinear,
    scaledBy factors: [Float]? = nil
  ) -> Matrix {
    guard !values.isEmpty else { return Matrix(rows: 0, columns: channels) }
    let matrix = Matrix(rows: target.count, columns: channels)
    let isSameGrid = target == grid
    func taps(_ cell: Int, of target: Int, over source: Int) -> [(Int, Float)] {
      isSameGrid ? [(cell, Float(1))] : interpolation.taps(cell, of: target, over: source)
    }
    let columnTaps = (0..<target.columns).map { taps($0, of: target.columns, over: grid.columns) }
    for row in 0..<target.rows {
      for (sourceRow, down) in taps(row, of: target.rows, over: grid.rows) {
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
  func taps(_ index: Int, of target: Int, over source: Int) -> [(Int, Float)] {
    let scale = Double(source) / (Double(target) + (self == .bicubicWithOffset ? 0.1 : 0))
    let center =
      self == .bicubicAligned
      ? Double(index) * Double(source - 1) / Double(max(target - 1, 1)) + 0.5 : (Double(index) + 0.5) * scale
    switch self {
    case .bilinear:
      let left = max(0, center - 0.5)
      let first = min(Int(left), source - 1)
      let fraction = Float(left - Double(first))
      return [(first, 1 - fraction), (min(first + 1, source - 1), fraction)]
    case .bicubicAntialiased:
      let width = max(scale, 1)
      let range = max(0, Int(center - 2 * width + 0.5))..<min(source, Int(center + 2 * width + 0.5))
      let weights = range.map { cubic((Double($0) - center + 0.5) / width, a: -0.5) }
      let sum = weights.reduce(0, +)
      return zip(range, weights).map { ($0, Float($1 / sum)) }
    case .bicubic, .bicubicWithOffset, .bicubicAligned:
      let base = (center - 0.5).rounded(.down)
      return (-1...2).map { offset in
        let cell = Int(base) + offset
        return (
          min(max(cell, 0), source - 1), Float(cubic(center - 0.5 - base - Double(offset), a: -0.75))
        )
      }
    }
  }
}

/// Sines and cosines of the places of a grid that no tensor holds, [tokens × channels]: with ω_k = base^(−k/(K − 1)) for
/// k < K = channels/4, the channels are sin xω, cos xω, sin yω, cos yω, x the column and y the row (vit-pytorch's
/// SimpleViT; Beyer et al. 2022, arXiv:2205.01580).
func sinePositions(on grid: TokenGrid, channels: Int, base: Double) -> Matrix {
  let matrix = Matrix(rows: grid.count, columns: channels)
  let quarter = channels / 4
  for index in 0..<grid.count {
    let position = grid.position(at: index)
    for k in 0..<quarter {
      let frequency = pow(base, -Double(k) / Double(max(quarter - 1, 1)))
      let (x, y) = (Double(position.column) * frequency, Double(position.row) * frequency)
      for (part, value) in [sin(x), cos(x), sin(y), cos(y)].enumerated() {
        matrix[index, part * quarter + k] = Float(value)
      }
    }
  }
  return matrix
}

/// Keys' cubic convolution kernel.
private func cubic(_ x: Double, a: Double) -> Double {
  let x = abs(x)
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
