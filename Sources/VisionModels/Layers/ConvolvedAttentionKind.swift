// The attentions that take the place of softmax beside a convolution of the values: which tensors give what of them.
import Attention
import Compute

/// A kind of such attention, whichever skeleton (DeiT, pyramid or windows) it is part of.
struct ConvolvedAttentionKind: Sendable {
  /// Letters of the published configurations.
  let letters: StageLetters
  /// The tensor that gives a layer's heads, under the layer's name; a block without it is a softmax one.
  let heads: @Sendable (_ prefix: String) -> HeadTensor
  /// What the model card calls that tensor.
  let headsTensor: String
  /// The side of a layer's windows by a tensor of it; nil where no tensor says it.
  let windowSide: @Sendable (_ reader: ParameterReader, _ prefix: String) -> (side: Int, tensor: String)?
  private let read:
    @Sendable (
      _ context: ModelContext, _ prefix: String, _ heads: Int, _ channels: Int, _ geometry: AttentionGeometry
    ) throws -> (any Mechanism, Convolution)

  init(
    letters: StageLetters, headsTensor: String, heads: @escaping @Sendable (_ prefix: String) -> HeadTensor,
    windowSide:
      @escaping @Sendable (_ reader: ParameterReader, _ prefix: String) -> (side: Int, tensor: String)?,
    read:
      @escaping @Sendable (
        _ context: ModelContext, _ prefix: String, _ heads: Int, _ channels: Int,
        _ geometry: AttentionGeometry
      ) throws -> (any Mechanism, Convolution)
  ) {
    self.letters = letters
    self.headsTensor = headsTensor
    self.heads = heads
    self.windowSide = windowSide
    self.read = read
  }

  /// The mechanism of a layer and what it adds to the attended values.
  ///
  /// - Parameter geometry: where its queries and keys are when the model runs at its input size.
  func parts(
    _ context: ModelContext, prefix: String, heads: Int, channels: Int, geometry: AttentionGeometry
  ) throws -> (mechanism: any Mechanism, convolution: Convolution) {
    try read(context, prefix, heads, channels, geometry)
  }

  /// Whether the layer under this name has such attention.
  func isIn(_ reader: ParameterReader, _ prefix: String) -> Bool { reader.has(heads(prefix).name) }

  /// A convolution of the values.
  enum Convolution: Sendable {
    /// The same for every image.
    case fixed(ValueConvolution)
    /// Made of the tokens of each window.
    case made(ConvolutionMaker)

    /// The convolution of a layer over these tokens, [tokens × channels], window by window.
    func of(_ tokens: Matrix, windows: Int, engine: Engine) -> ValueConvolution {
      switch self {
      case .fixed(let convolution): return convolution
      case .made(let maker):
        let count = tokens.rows / windows
        return ValueConvolution(
          ofWindows: (0..<windows).map { window in
            maker.kernels(of: tokens.rows(window * count..<(window + 1) * count), engine: engine)
          })
      }
    }
  }
}
