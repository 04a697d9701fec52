// FLatten-Swin: focused linear attention in large windows, softmax in the later stages.
import Attention
import Checkpoints

enum FLattenSwin: ModelFamily {
  static let name = "flatten_swin"

  static func recognises(_ checkpoint: Checkpoint) -> Bool {
    SwinNetwork.isHierarchy(checkpoint)
      && checkpoint.names.contains { $0.hasSuffix(".attn.dwc.weight") }
      && !checkpoint.names.contains { $0.hasSuffix(".attn.power") }
  }

  static func load(_ context: ModelContext) throws -> VisionModel {
    let exponent = Float(
      try context.number("focusing factor", argument: "focusing_factor", familyDefault: 3))
    return try SwinNetwork.load(context, family: name, recipe: .squash) {
      reader, prefix, channels, windows, keyGrid in
      guard let heads = try FLattenPVT.headCount(reader, prefix: prefix, channels: channels) else {
        return nil
      }
      let fused = try reader.linearWeights("\(prefix).qkv", inputs: channels, outputs: 3 * channels)
      func part(_ index: Int) -> LinearWeights { fused.outputs(index * channels..<(index + 1) * channels) }
      return try LinearAttentionLayer(
        reader, prefix: prefix, channels: channels, heads: heads,
        projections: .init(query: part(0), key: part(1), value: part(2), gate: nil), keyGrid: keyGrid,
        windows: windows, reductionEpsilon: SwinNetwork.epsilon
      ) { FocusedAttention(floor: $0.map { 1e-6 * $0 }, exponent: exponent) }
    }
  }
}
