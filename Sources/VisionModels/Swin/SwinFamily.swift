// The families of Swin's hierarchy.
import Checkpoints

/// A family whose models `SwinReader` reads: it states a layout.
protocol SwinFamily: ModelFamily {
  /// - Throws: `ModelError` for a configuration that cannot be honored.
  static func layout(_ context: ModelContext) throws -> SwinLayout
}

extension SwinFamily {
  static func load(_ context: ModelContext) throws -> VisionModel {
    var layout = try layout(context)
    if let activation = context.overrides.activation {
      layout.activation = Sourced(value: activation, source: .flag("--activation"))
    }
    return try SwinReader(context: context, family: name, layout: layout).model()
  }

  /// Whether the tensors are a hierarchy in the original layout or timm's; Swin v2 has a learned scale besides.
  static func isHierarchy(_ checkpoint: Checkpoint) -> Bool {
    checkpoint.tensors["layers.0.blocks.0.norm1.weight"] != nil
      && checkpoint.tensors["patch_embed.proj.weight"] != nil
      && !checkpoint.names.contains { $0.hasSuffix(".attn.logit_scale") }
  }
}
