// InLine attention in a model: its tensors.
import Attention

extension ConvolvedAttentionKind {
  /// Heads are what the grouped layers of its convolution have. No tensor has the window.
  static let inline = ConvolvedAttentionKind(
    letters: StageLetters(linear: "I", standard: "S", mixed: "M"), headsTensor: "residual",
    heads: { HeadTensor(name: "\($0).residual.0.weight", rank: 3, axis: 1, meaning: .headWidth) },
    windowSide: { _, _ in nil }
  ) { context, prefix, heads, channels, _ in
    (
      InLineAttention(headWidth: channels / heads),
      .made(try ConvolutionMaker(context.reader, prefix, heads: heads, channels: channels))
    )
  }
}
