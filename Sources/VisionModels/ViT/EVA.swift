// EVA, EVA-02, and the models with registers and rotary positions that timm trained in EVA's blocks, in timm's names.
import Checkpoints

/// Of the blocks of timm's `Eva`: those whose queries and values have biases apart from their weights, or whose three
/// projections are apart, and those with registers in place of a class token.
///
/// EVA-02 (Fang et al. 2023, arXiv:2303.11331) adds positions and turns queries and keys; EVA (2022, arXiv:2211.07636)
/// only adds positions.
enum EVA: ViTFamily {
  static let name = "vit"
  static let architecturePrefixes = ["eva_giant", "eva02_"] + registerNames

  private static let registerNames = [
    "vit_medium_patch16_rope_reg", "vit_mediumd_patch16_rope_reg", "vit_betwixt_patch16_rope_reg",
    "vit_base_patch16_rope_reg",
  ]

  static func recognizes(_ checkpoint: Checkpoint) -> Bool {
    func has(_ name: String) -> Bool { checkpoint.tensors[name] != nil }
    guard has("patch_embed.proj.weight"), !has("blocks.0.attn.relative_position_bias_table"),
      !has("rope.freqs")
    else { return false }
    if has("pos_embed") {
      return has("cls_token") && (has("blocks.0.attn.q_bias") || has("blocks.0.attn.q_proj.weight"))
    }
    // Registers without a class token: rotary positions alone.
    return has("reg_token") && !has("cls_token") && has("blocks.0.gamma_1") && has("fc_norm.weight")
  }

  static let landmarks = [
    "patch_embed.proj.weight", "blocks.0.norm1.weight", "blocks.0.attn.q_bias", "blocks.0.attn.proj.weight",
  ]

  static let configuration = ConfigurationFields.timmEVA

  static func layout(_ context: ModelContext) throws -> ViTLayout {
    let reader = context.reader
    let isGated =
      reader.has("blocks.0.mlp.fc1_g.weight")
      || FeedForward.Names(fc1: ["blocks.0.mlp.fc1"], fc2: "blocks.0.mlp.fc2").isGated(reader)
    let isRotary = isGated || !reader.has("pos_embed")
    let rotation = RotaryPositions(
      pairs: .neighbors,
      angles: .axial(
        base: 10_000, factor: 1, coordinate: .index(offset: 0, reference: 16), columnsFirst: false),
      title: "rotary, base 10000, coordinates of a 16×16 grid")
    func block(_ index: Int) -> ViTLayout.Block {
      .eva("blocks.\(index)", reader, steps: isRotary ? [rotation] : [])
    }
    return ViTLayout(
      title: isGated ? "EVA-02 of timm" : isRotary ? "ViT of timm with rotary positions" : "EVA of timm",
      block: block,
      // The angles, which graphs keep as a buffer.
      isExpectedLeftover: { $0 == "rope.pos_embed" },
      positions: reader.has("pos_embed") ? .timm(.bicubicAntialiased) : nil,
      mlp: block(0).parts.mlp.form(reader, otherwise: Sourced<Activation>.gelu),
      norms: NormRule(epsilon: 1e-6), normOrder: normOrder(context), heads: .timmViT,
      transform: isRotary && !isGated ? .timm : .clip, recipe: .ofName,
      evaluatedSide: reader.has("pos_embed") ? nil : 256,
      pooling: try context.pooling(["model_args.global_pool", "global_pool"])
        ?? (reader.has("fc_norm.weight") ? nil : Sourced(value: .classToken, source: .familyDefault)))
  }

  /// EVA-02-E has its norms after attention and MLP, which no tensor says.
  private static func normOrder(_ context: ModelContext) -> Sourced<TransformerBlock.NormOrder> {
    guard let source = context.provenance(ofName: { $0.hasPrefix("eva02_enormous") }) else {
      return Sourced(value: .before, source: .familyDefault)
    }
    return Sourced(value: .afterBranch, source: source)
  }
}

extension ViTLayout.Block {
  /// A block of timm's `Eva`: projections in one tensor or three, biases of queries and values apart where the file has
  /// them, a gate of the MLP in the same tensor or its own, inner norms where the file has them.
  static func eva(
    _ prefix: String, _ reader: ParameterReader, steps: [any QueryKeyStepDescription]
  ) -> ViTLayout.Block {
    var block = timm(prefix, layerScale: ("gamma_1", "gamma_2"))
    let attention = "\(prefix).attn"
    if reader.has("\(attention).q_proj.weight") {
      block.attention.queryKeyValue = ["q_proj", "k_proj", "v_proj"].map { "\(attention).\($0)" }
    } else if reader.has("\(attention).q_bias") {
      block.attention.biases = .queriesAndValues("\(attention).q_bias", "\(attention).v_bias")
    }
    block.attention.norm = "\(attention).norm"
    block.attention.steps += steps
    if reader.has("\(prefix).mlp.fc1_g.weight") {
      block.parts.mlp.fc1 = ["\(prefix).mlp.fc1_g", "\(prefix).mlp.fc1_x"]
    }
    block.parts.mlp.norm = "\(prefix).mlp.norm"
    return block
  }
}
