// DINO and DINOv2 as their own repositories save them: backbones, which have no head.
import Checkpoints

enum DINO: ViTFamily {
  static let name = "vit"
  static let architecturePrefixes = ["dino"]

  /// DINOv2 has a mask token of its own width; DINO is a ViT without head. MAE has a decoder besides.
  static func recognizes(_ checkpoint: Checkpoint) -> Bool {
    func has(_ name: String) -> Bool { checkpoint.tensors[name] != nil }
    guard has("blocks.0.attn.qkv.weight"), has("pos_embed"),
      has("cls_token"), !has("blocks.0.gamma_1"), !has("decoder_pos_embed")
    else { return false }
    return has("mask_token")
      || ["head.weight", "norm_pre.weight", "fc_norm.weight", "reg_token", "blocks.0.ls1.gamma"]
        .allSatisfy { !has($0) }
  }

  static let landmarks = [
    "patch_embed.proj.weight", "cls_token", "pos_embed", "blocks.0.norm1.weight", "blocks.0.attn.qkv.weight",
    "norm.weight",
  ]

  static let configuration = ConfigurationFields.timmViT

  static func layout(_ context: ModelContext) throws -> ViTLayout {
    let reader = context.reader
    let isSecond = reader.has("mask_token")
    let isGated = reader.has("blocks.0.mlp.w12.weight")
    func block(_ index: Int) -> ViTLayout.Block {
      let prefix = "blocks.\(index)"
      var block = ViTLayout.Block.timm(prefix, layerScale: ("ls1.gamma", "ls2.gamma"))
      if isGated { block.parts.mlp = .init(fc1: ["\(prefix).mlp.w12"], fc2: "\(prefix).mlp.w3") }
      return block
    }
    return ViTLayout(
      title: isSecond ? "DINOv2" : "DINO", registers: "register_tokens", block: block,
      isExpectedLeftover: { $0 == "mask_token" },
      // interpolate_pos_encoding: with registers by size and antialiased, else with 0.1 added to the sides.
      positions: .timm(reader.has("register_tokens") ? .bicubicAntialiased : .bicubicWithOffset),
      mlp: block(0).parts.mlp.form(reader, otherwise: Sourced<Activation>.gelu),
      norms: NormRule(epsilon: 1e-6), heads: .timmViT, transform: .original,
      // Trained at 518, evaluated at 224.
      evaluatedSide: isSecond ? 224 : nil)
  }
}
