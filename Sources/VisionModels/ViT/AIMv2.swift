// AIMv2 in timm's names: RMS norms, SiLU-gated MLPs, no biases, heads of 128 channels.
import Checkpoints

/// AIMv2 (Fini et al. 2024, arXiv:2411.14402).
enum AIMv2: ViTFamily {
  static let name = "vit"
  static let architecturePrefixes = ["aimv2_"]

  static func recognizes(_ checkpoint: Checkpoint) -> Bool {
    checkpoint.tensors["patch_embed.norm.weight"] != nil
      && checkpoint.tensors["blocks.0.mlp.fc1_g.weight"] != nil
      && checkpoint.tensors["blocks.0.norm1.bias"] == nil
  }

  static let landmarks = [
    "patch_embed.proj.weight", "patch_embed.norm.weight", "pos_embed", "blocks.0.mlp.fc1_g.weight",
  ]

  static let configuration = ConfigurationFields.timmViT.adding([
    "model_args.act_layer": .repeats(.activation), "model_args.proj_bias": .only([false]),
  ])

  static func layout(_ context: ModelContext) throws -> ViTLayout {
    func block(_ index: Int) -> ViTLayout.Block {
      var block = ViTLayout.Block.timm("blocks.\(index)", layerScale: ("ls1.gamma", "ls2.gamma"))
      block.parts.mlp.fc1 = ["blocks.\(index).mlp.fc1_g", "blocks.\(index).mlp.fc1_x"]
      return block
    }
    return ViTLayout(
      title: "AIMv2 of timm", patchNorm: "patch_embed.norm", block: block,
      positions: .timm(.bicubicAntialiased), mlp: Sourced(value: .gated(.silu), source: .familyDefault),
      norms: NormRule(epsilon: 1e-5, kind: .rms),
      heads: HeadSources(
        names: .aimv2,
        guess: .init(
          width: 128, roundsDown: true, reason: "channels/128, as in every published AIMv2; see --num-heads")),
      transform: .clip, recipe: .ofName,
      pooling: try context.pooling(["model_args.global_pool", "global_pool"]))
  }
}
