// torchvision's vision transformer.
import Checkpoints

enum TorchvisionViT: ViTFamily {
  static let name = "vit"
  static let architecturePrefixes = ["vit_b_", "vit_l_", "vit_h_"]

  private static let firstNorm = "encoder.layers.encoder_layer_0.ln_1.weight"

  static func recognizes(_ checkpoint: Checkpoint) -> Bool {
    checkpoint.tensors["conv_proj.weight"] != nil && checkpoint.tensors[firstNorm] != nil
  }

  static let landmarks = ["class_token", "conv_proj.weight", "encoder.pos_embedding", firstNorm]

  static let configuration = ConfigurationFields.timm

  static func layout(_ context: ModelContext) throws -> ViTLayout {
    let reader = context.reader
    func block(_ index: Int) -> ViTLayout.Block {
      let prefix = "encoder.layers.encoder_layer_\(index)"
      let projection = "\(prefix).self_attention.out_proj"
      // Files of before version 0.12 name the layers, later ones number the modules.
      func layer(_ names: String...) -> String { reader.first(of: names, under: "\(prefix).mlp") }
      return ViTLayout.Block(
        attention: .init(
          layer: "\(prefix).self_attention", queryKeyValue: ["\(prefix).self_attention.in_proj_"],
          projection: projection),
        parts: .init(
          norm1: "\(prefix).ln_1", norm2: "\(prefix).ln_2",
          mlp: .init(fc1: [layer("0", "linear_1")], fc2: layer("3", "linear_2")), projection: projection))
    }
    return ViTLayout(
      title: "ViT of torchvision", classToken: "class_token", patches: .convolution("conv_proj"),
      norm: "encoder.ln", head: "heads.head", block: block,
      // torchvision.models.vision_transformer.interpolate_embeddings.
      positions: .learned("encoder.pos_embedding", .bicubicAligned), mlp: .gelu,
      norms: NormRule(epsilon: 1e-6), heads: .vit(), transform: .torchvision,
      pooling: Sourced(value: .classToken, source: .familyDefault))
  }
}
