// Pola-PVT: a pyramid of polarity-aware linear attention, some stages softmax (PolaFormer, ICLR 2025).
import Attention
import Checkpoints

enum PolaPVT: ModelFamily {
  static let name = "pola_pvt"

  /// A pyramid without class token; all-softmax ones included, which only Pola-PVT's code makes.
  static func recognises(_ checkpoint: Checkpoint) -> Bool {
    PyramidReader.isPyramid(checkpoint)
      && (checkpoint.names.contains { $0.hasSuffix(".attn.power") }
        || !checkpoint.names.contains { $0.hasSuffix(".attn.dwc.weight") })
  }

  static func load(_ context: ModelContext) throws -> VisionModel {
    // α is in no checkpoint: every published configuration leaves it at 4.
    let alpha = try context.number(
      "alpha", flag: ("--alpha", context.overrides.alpha), argument: "alpha", familyDefault: 4)
    return try PyramidReader(context: context, family: name, recipe: .squash) { block in
      let (reader, channels) = (block.reader, block.channels)
      guard let power = try PolarityPower(reader, prefix: block.name, channels: channels, alpha: alpha) else {
        return nil
      }
      let queryGate = try reader.linearWeights("\(block.name).qg", inputs: channels, outputs: 2 * channels)
      let keyValue = try reader.linearWeights("\(block.name).kv", inputs: channels, outputs: 2 * channels)
      return try LinearAttentionLayer(
        reader, prefix: block.name, channels: channels, heads: power.heads,
        projections: .init(
          query: queryGate.outputs(0..<channels), key: keyValue.outputs(0..<channels),
          value: keyValue.outputs(channels..<2 * channels), gate: queryGate.outputs(channels..<2 * channels)),
        keyGrid: block.keyGrid, reductionEpsilon: PyramidReader.reductionEpsilon
      ) { _ in PolarityAttention(power: power.exponents) }
    }.model()
  }
}
