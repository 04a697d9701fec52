// FLatten-PVT: a pyramid of focused linear attention, some stages softmax (FLatten Transformer, ICCV 2023).
import Attention
import Checkpoints

enum FLattenPVT: ModelFamily {
  static let name = "flatten_pvt"

  static func recognises(_ checkpoint: Checkpoint) -> Bool {
    PyramidReader.isPyramid(checkpoint)
      && checkpoint.names.contains { $0.hasSuffix(".attn.dwc.weight") }
      && !checkpoint.names.contains { $0.hasSuffix(".attn.power") }
  }

  static func load(_ context: ModelContext) throws -> VisionModel {
    // The focusing factor is in no checkpoint: every published configuration leaves it at 3.
    let exponent = Float(
      try context.number("focusing factor", argument: "focusing_factor", familyDefault: 3))
    return try PyramidReader(context: context, family: name, recipe: .squash) { block in
      let (reader, channels) = (block.reader, block.channels)
      guard let heads = try headCount(reader, prefix: block.name, channels: channels) else { return nil }
      let query = try reader.linearWeights("\(block.name).q", inputs: channels, outputs: channels)
      let keyValue = try reader.linearWeights("\(block.name).kv", inputs: channels, outputs: 2 * channels)
      return try LinearAttentionLayer(
        reader, prefix: block.name, channels: channels, heads: heads,
        projections: .init(
          query: query, key: keyValue.outputs(0..<channels),
          value: keyValue.outputs(channels..<2 * channels), gate: nil),
        keyGrid: block.keyGrid, reductionEpsilon: PyramidReader.reductionEpsilon
      ) { FocusedAttention(floor: $0.map { 1e-6 * $0 }, exponent: exponent) }
    }.model()
  }

  /// Heads of a focused block, from the width of the convolution that they share; nil where there is none.
  ///
  /// - Throws: `ModelError.invalid` when it does not divide the channels.
  static func headCount(_ reader: ParameterReader, prefix: String, channels: Int) throws -> Int? {
    guard let filter = reader.shape(of: "\(prefix).dwc.weight") else { return nil }
    guard let headWidth = filter.first, headWidth > 0, channels % headWidth == 0 else {
      throw ModelError.invalid(
        path: reader.checkpoint.path,
        reason: "\(prefix).dwc.weight has shape \(filter), which does not divide \(channels) channels")
    }
    return channels / headWidth
  }
}
