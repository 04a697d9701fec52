// The kernels of a depthwise convolution, made of the mean of a layer's tokens (InLine attention).
import Compute

/// w = W₂·gelu(W₁·t + b₁) + b₂, the mean token t of an image or window, both layers apart for each head: nine values
/// for every channel, its 3×3 kernel row by row (Han et al. 2024, arXiv:2412.06590).
struct ConvolutionMaker: Sendable {
  private static let kernel = 3
  private let heads: Int
  /// [channels × head width]
  private let first: [Float]
  private let firstBias: [Float]
  /// [9·channels × head width]
  private let second: [Float]
  private let secondBias: [Float]

  /// Reads `residual.0` and `residual.2`, 1×1 convolutions in as many groups as there are heads.
  init(_ reader: ParameterReader, _ prefix: String, heads: Int, channels: Int) throws {
    self.heads = heads
    let width = channels / heads
    let kernels = Self.kernel * Self.kernel * channels
    first = try reader.values("\(prefix).residual.0.weight", shape: [channels, width, 1])
    firstBias = try reader.values("\(prefix).residual.0.bias", shape: [channels])
    second = try reader.values("\(prefix).residual.2.weight", shape: [kernels, width, 1])
    secondBias = try reader.values("\(prefix).residual.2.bias", shape: [kernels])
  }

  /// The convolution that these tokens make, [tokens × channels]. O(tokens·channels + 9·channels·head width)
  func kernels(of tokens: Matrix, engine: Engine) -> DepthwiseConvolution {
    let hidden = engine.gelu(grouped(tokens.columnMeans(), first, firstBias))
    return DepthwiseConvolution(
      weight: grouped(hidden, second, secondBias), bias: [Float](repeating: 0, count: tokens.columns),
      period: tokens.columns, kernel: Self.kernel)
  }

  /// A linear layer whose outputs of a head depend on that head's inputs alone.
  private func grouped(_ inputs: [Float], _ weight: [Float], _ bias: [Float]) -> [Float] {
    let width = inputs.count / heads
    let outputsPerHead = bias.count / heads
    return bias.indices.map { output in
      let start = output / outputsPerHead * width
      var sum = bias[output]
      for input in 0..<width { sum += weight[output * width + input] * inputs[start + input] }
      return sum
    }
  }
}
