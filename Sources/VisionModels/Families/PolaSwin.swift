// Pola-Swin: polarity-aware linear attention in large windows, softmax in the later stages (PolaFormer).
import Attention
import Checkpoints

enum PolaSwin: ModelFamily {
  static let name = "pola_swin"

  static func recognises(_ checkpoint: Checkpoint) -> Bool {
    SwinNetwork.isHierarchy(checkpoint) && checkpoint.names.contains { $0.hasSuffix(".attn.power") }
  }

  static func load(_ context: ModelContext) throws -> VisionModel {
    let alpha = try context.number(
      "alpha", flag: ("--alpha", context.overrides.alpha), argument: "alpha", familyDefault: 4)
    return try SwinNetwork.load(context, family: name, recipe: .squash) {
      reader, prefix, channels, windows, keyGrid in
      guard let power = try PolarityPower(reader, prefix: prefix, channels: channels, alpha: alpha) else {
        return nil
      }
      let fused = try reader.linearWeights("\(prefix).qkvg", inputs: channels, outputs: 4 * channels)
      func part(_ index: Int) -> LinearWeights { fused.outputs(index * channels..<(index + 1) * channels) }
      return try LinearAttentionLayer(
        reader, prefix: prefix, channels: channels, heads: power.heads,
        projections: .init(query: part(0), key: part(1), value: part(2), gate: part(3)), keyGrid: keyGrid,
        windows: windows, reductionEpsilon: SwinNetwork.epsilon
      ) { _ in PolarityAttention(power: power.exponents) }
    }
  }
}
