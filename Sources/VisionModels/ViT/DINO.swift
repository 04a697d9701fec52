// DINO and DINOv2 as their own repositories save them: backbones, which have no head.
import Checkpoints

enum DINO: ModelFamily {
  static let name = "vit"
  static let architecturePrefixes = ["dino"]

  /// DINOv2's mask token tells it; DINO is a ViT without head.
  static func recognises(_ checkpoint: Checkpoint) -> Bool {
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

  static func load(_ context: ModelContext) throws -> VisionModel {
    let reader = context.reader
    let isSecond = reader.has("mask_token")
    var layout = ViTLayout(
      title: isSecond ? "DINOv2" : "DINO",
      block: { index in
        var block = ViTLayout.Block.timm("blocks.\(index)", layerScale: ("ls1.gamma", "ls2.gamma"))
        if reader.has("blocks.\(index).mlp.w12.weight") {
          block.parts.mlp = .init(fc1: ["blocks.\(index).mlp.w12"], fc2: "blocks.\(index).mlp.w3")
        }
        return block
      },
      isExpectedLeftover: { $0 == "mask_token" },
      epsilon: Sourced(value: 1e-6, source: .familyDefault),
      // interpolate_pos_encoding: with registers by size and antialiased, else with 0.1 added to the sides.
      interpolation: reader.has("register_tokens") ? .bicubicAntialiased : .bicubicWithOffset,
      recipe: .original)
    layout.registers = "register_tokens"
    // Trained at 518, evaluated at 224.
    layout.evaluatedSide = isSecond ? 224 : nil
    return try ViTReader(context: context, layout: layout).model()
  }
}

extension FamilyPreprocessing {
  /// The evaluation of DeiT, DINO, DINOv2, PVT and Swin in their own repositories: short side 256, centre 224,
  /// bicubic, ImageNet normalisation.
  static let original = FamilyPreprocessing(cropFraction: 0.875, resizing: .shortSide, filter: .bicubic)
}
