// From pixels to the tokens of a vision transformer.
import Attention
import Compute

/// Patches of an image as tokens. What is left of an image whose sides are no multiples of the patch, at its right and
/// bottom, is not seen.
struct PatchEmbedding: Sendable {
  private enum Kind: Sendable {
    case convolution(PatchConvolution)
    /// Over the elements of a patch in the order row, column, channel, with a norm before it.
    case linear(Linear, before: LayerNorm)
  }

  private let kind: Kind
  private let patch: Int
  /// Of the tokens.
  private let norm: LayerNorm?

  /// - Parameter norms: those of the patches.
  init(
    _ reader: ParameterReader, _ layout: ViTLayout, channels: Int, patch: Int
  ) throws {
    self.patch = patch
    switch layout.patches {
    case .convolution(let name):
      kind = .convolution(
        try reader.patchConvolution(name, inputs: 3, outputs: channels, kernel: patch))
      norm = try layout.patchNorm.flatMap {
        try reader.optionalNorm($0, channels: channels, layout.norms)
      }
    case .linear(let name, let before, let after):
      let inputs = 3 * patch * patch
      let layer = try reader.linear(name, inputs: inputs, outputs: channels)
      if let first = try reader.optionalNorm(before, channels: inputs, layout.norms) {
        kind = .linear(layer, before: first)
      } else {
        kind = .convolution(
          reader.readsValues
            ? PatchConvolution(layer, inputs: 3, kernel: patch)
            : PatchConvolution(layer, inputs: 0, kernel: 1))
      }
      norm = try reader.optionalNorm(after, channels: channels, layout.norms)
    }
  }

  /// `tokens` ← the patches of `image`, [patches × channels].
  func callAsFunction(_ image: ImagePlanes, into tokens: Matrix, engine: Engine) {
    switch kind {
    case .convolution(let convolution):
      engine.convolvePlanes(
        image.planes, height: image.height, width: image.width, convolution, into: tokens)
    case .linear(let layer, let before):
      let elements = Matrix(unwrittenRows: tokens.rows, columns: 3 * patch * patch)
      let columns = image.width / patch
      for token in 0..<tokens.rows {
        let (top, left) = (token / columns * patch, token % columns * patch)
        let row = elements.row(token)
        for y in 0..<patch {
          for x in 0..<patch {
            for channel in 0..<3 {
              row[(y * patch + x) * 3 + channel] =
                image.planes[channel, (top + y) * image.width + left + x]
            }
          }
        }
      }
      engine.layerNorm(elements, before, into: elements)
      engine.linear(elements, layer, into: tokens)
    }
    if let norm { engine.layerNorm(tokens, norm, into: tokens) }
  }
}
