// Swin Transformer: softmax attention in shifted windows, in the original layout and timm's.
import Checkpoints

enum Swin: ModelFamily {
  static let name = "swin"
  static let architecturePrefixes = ["swin_"]

  static func recognises(_ checkpoint: Checkpoint) -> Bool {
    SwinNetwork.isHierarchy(checkpoint)
      && !checkpoint.names.contains { $0.hasSuffix(".attn.dwc.weight") }
  }

  static func load(_ context: ModelContext) throws -> VisionModel {
    try SwinNetwork.load(context, family: name, recipe: .vit)
  }
}
