// DINO and DINOv2 as their own repositories save them: backbones, which have no head.
import Checkpoints

enum DINO: ViTFamily {
  static let name = "vit"
  static let architecturePrefixes = ["dino"]

  /// DINOv2 has a mask token; DINO is a ViT without head.
  static func recognizes(_ checkpoint: Checkpoint) -> Bool {
    guard checkpoint.tensors["blocks.0.attn.qkv.weight"] != nil, checkpoint.tensors["pos_embed"] != nil,
      checkpoint.tensors["cls_token"] != nil, checkpoint.tensors["blocks.0.gamma_1"] == nil
    else { return false }
    return checkpoint.tensors["mask_token"] != nil
      || ["head.weight", "norm_pre.weight", "fc_norm.weight", "reg_token", "blocks.0.ls1.gamma"]
        .allSatisfy { checkpoint.tensors[$0] == nil }
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
      var block = ViTLayout.Block.timm("blocks.\(index)", layerScale: ("ls1.gamma", "ls2.gamma"))
      if isGated {
        block.parts.mlp = .init(fc1: ["blocks.\(index).mlp.w12"], fc2: "blocks.\(index).mlp.w3")
      }
      return block
    }
    return ViTLayout(
      title: isSecond ? "DINOv2" : "DINO", registers: "register_tokens", block: block,
      isExpectedLeftover: { $0 == "mask_token" },
      // interpolate_pos_encoding: with registers by size and antialiased, else with 0.1 added to the sides.
      positions: .timm(reader.has("register_tokens") ? .bicubicAntialiased : .bicubicWithOffset),
      mlp: block(0).parts.mlp.form(reader, otherwise: .gelu),
      norms: NormRule(epsilon: 1e-6), heads: .timmViT, transform: .original,
      // Trained at 518, evaluated at 224.
      evaluatedSide: isSecond ? 224 : nil)
  }
}
