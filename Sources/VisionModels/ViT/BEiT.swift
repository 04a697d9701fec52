// BEiT, BEiT v2 and Data2Vec: relative position bias in every layer, in the names of timm and of transformers.
import Checkpoints

/// BEiT in timm's names (Bao et al. 2021, arXiv:2106.08254).
enum BEiT: ViTFamily {
  static let name = "vit"
  static let architecturePrefixes = ["beit_", "beitv2_"]

  static func recognizes(_ checkpoint: Checkpoint) -> Bool {
    checkpoint.tensors["blocks.0.attn.relative_position_bias_table"] != nil
      && checkpoint.tensors["cls_token"] != nil
  }

  static let landmarks = [
    "patch_embed.proj.weight", "cls_token", "blocks.0.gamma_1",
    "blocks.0.attn.relative_position_bias_table",
  ]

  static let configuration = ConfigurationFields.timmEVA

  static func layout(_ context: ModelContext) throws -> ViTLayout {
    let reader = context.reader
    func block(_ index: Int) -> ViTLayout.Block {
      var block = ViTLayout.Block.eva("blocks.\(index)", reader, steps: [])
      block.attention.bias = RelativePositionTable(
        name: "blocks.\(index).attn.relative_position_bias_table")
      return block
    }
    return ViTLayout(
      title: "BEiT of timm", block: block,
      isExpectedLeftover: {
        $0 == "mask_token" || $0.hasPrefix("lm_head.") || $0.hasSuffix(".relative_position_index")
      },
      positions: reader.has("pos_embed") ? .timm(.bicubicAntialiased) : nil,
      mlp: block(0).parts.mlp.form(reader, otherwise: Sourced<Activation>.gelu),
      norms: NormRule(epsilon: 1e-6), heads: .table(block(0), configuration: ["model_args.num_heads"]),
      transform: .half, recipe: .ofName,
      pooling: try context.pooling(["model_args.global_pool", "global_pool"]))
  }
}

/// BEiT and Data2Vec-Vision in the names of transformers, on disk and in its classes.
enum TransformersBEiT: ViTFamily {
  static let name = "vit"
  static let architecturePrefixes: [String] = []

  /// Where blocks are, on disk and in the classes of transformers 5.
  private static let stems = ["encoder.layer", "layers"]

  static func recognizes(_ checkpoint: Checkpoint) -> Bool { root(of: checkpoint) != nil }

  /// What precedes `embeddings.`: `beit.`, `data2vec_vision.`.
  private static func root(of checkpoint: Checkpoint) -> String? {
    let patches = "embeddings.patch_embeddings.projection.weight"
    return checkpoint.names.lazy.filter { $0 == patches || $0.hasSuffix(".\(patches)") }
      .map { String($0.dropLast(patches.count)) }
      .first { root in stems.contains { checkpoint.tensors["\(root)\($0).0.lambda_1"] != nil } }
  }

  static let landmarks = [
    "embeddings.patch_embeddings.projection.weight", "embeddings.cls_token",
    "encoder.layer.0.lambda_1", "encoder.layer.0.attention.attention.query.weight",
  ]

  static let configuration = ConfigurationFields.transformersBEiT

  static func layout(_ context: ModelContext) throws -> ViTLayout {
    let reader = context.reader
    let root = root(of: reader.checkpoint) ?? ""
    // On disk and in the classes of transformers 5, of all layers and of each.
    let shared = ["encoder.relative_position_bias", "shared_position_bias"].map {
      "\(root)\($0).relative_position_bias_table"
    }
    let stem = stems.first { reader.has("\(root)\($0).0.lambda_1") } ?? stems[0]
    func block(_ index: Int) -> ViTLayout.Block {
      let prefix = "\(root)\(stem).\(index)"
      let own = ["attention.attention.relative_position_bias", "relative_position_bias"].map {
        "\(prefix).\($0).relative_position_bias_table"
      }
      let table = (own + shared).first(where: reader.has)
      let projection = reader.first(of: ["attention.output.dense", "attention.o_proj"], under: prefix)
      func layer(_ names: String...) -> String { reader.first(of: names, under: prefix) }
      return ViTLayout.Block(
        attention: .init(
          layer: "\(prefix).attention",
          queryKeyValue: [
            layer("attention.attention.query", "attention.q_proj"),
            layer("attention.attention.key", "attention.k_proj"),
            layer("attention.attention.value", "attention.v_proj"),
          ], projection: projection, bias: table.map(RelativePositionTable.init)),
        parts: .init(
          norm1: layer("layernorm_before", "norm1"), norm2: layer("layernorm_after", "norm2"),
          mlp: .init(
            fc1: [layer("intermediate.dense", "mlp.fc1")], fc2: layer("output.dense", "mlp.fc2")),
          projection: projection, layerScale: ("\(prefix).lambda_1", "\(prefix).lambda_2")))
    }
    let positions = "\(root)embeddings.position_embeddings"
    let activation = try context.activation(["hidden_act"], otherwise: .gelu)
    return ViTLayout(
      title: "BEiT of transformers", classToken: "\(root)embeddings.cls_token",
      patches: .convolution("\(root)embeddings.patch_embeddings.projection"), norm: "\(root)layernorm",
      normIsOptional: true, pooledNorm: "\(root)pooler.layernorm", head: "classifier", block: block,
      isExpectedLeftover: {
        $0 == "\(root)embeddings.mask_token" || $0.hasSuffix(".relative_position_index")
          || $0.hasPrefix("lm_head.") || $0 == "layernorm.weight" || $0 == "layernorm.bias"
      },
      positions: reader.has(positions) ? .learned(positions, .bicubic) : nil,
      mlp: Sourced(value: .plain(activation.value), source: activation.source),
      norms: NormRule(epsilon: try context.layerNormEpsilon(familyDefault: 1e-12)),
      heads: .table(block(0), configuration: ["num_attention_heads"]), transform: .transformersSigLIP)
  }
}

extension HeadSources {
  /// A table's second side is the number of heads; without a table, configurations, names and a guess.
  fileprivate static func table(_ block: ViTLayout.Block, configuration: [String]) -> HeadSources {
    var sources = HeadSources.vit()
    sources.configuration = configuration
    sources.tensor = block.attention.bias.map { (RelativePositionTable.heads($0.name), $0.name) }
    return sources
  }
}
