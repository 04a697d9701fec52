// DINOv3 in the names of timm, of transformers and of its own repository: rotary positions, registers, no added ones.
import Checkpoints

extension RotaryPositions {
  /// DINOv3's (Siméoni et al. 2025, arXiv:2508.10104). Its own files hold the periods in bfloat16; timm and transformers
  /// compute them, and so does this program.
  static func dinov3(base: Double) -> RotaryPositions {
    RotaryPositions(
      pairs: .halves,
      angles: .axial(base: base, factor: 2 * Double.pi, coordinate: .centered, columnsFirst: false),
      title: "rotary, base \(decimal(base)), centers in −1…1, periods computed in double precision")
  }
}

/// DINOv3 and LingBot-Vision under timm's names.
enum DINOv3: ViTFamily {
  static let name = "vit"
  static let architecturePrefixes =
    ["tiny", "small", "small_plus", "base", "large", "huge_plus", "7b", "giant"].flatMap { size in
      ["vit_\(size)_patch16_dinov3", "vit_\(size)_patch16_lingbot"]
    }

  static func recognizes(_ checkpoint: Checkpoint) -> Bool {
    func has(_ name: String) -> Bool { checkpoint.tensors[name] != nil }
    return !has("pos_embed") && has("cls_token") && has("reg_token") && has("blocks.0.gamma_1")
      && !has("rope.freqs")
  }

  static let landmarks = [
    "patch_embed.proj.weight", "cls_token", "reg_token", "blocks.0.gamma_1", "blocks.0.attn.qkv.weight",
  ]

  static let configuration = ConfigurationFields.timmEVA

  static func layout(_ context: ModelContext) throws -> ViTLayout {
    let reader = context.reader
    func block(_ index: Int) -> ViTLayout.Block {
      .eva("blocks.\(index)", reader, steps: [RotaryPositions.dinov3(base: 100)])
    }
    let lingbot = context.provenance { $0.contains("_lingbot") }
    return ViTLayout(
      title: "DINOv3 of timm", block: block, positions: nil,
      mlp: block(0).parts.mlp.form(reader, otherwise: Sourced<Activation>.gelu),
      norms: NormRule(epsilon: 1e-5), heads: .dinov3(configuration: ["model_args.num_heads"]),
      transform: .timmDINOv3, recipe: .ofName, evaluatedSide: 256,
      pooling: try context.pooling(["model_args.global_pool", "global_pool"])
        ?? lingbot.map { Sourced(value: .classToken, source: $0) }
        ?? Sourced(value: .mean, source: .familyDefault))
  }
}

/// DINOv3 as its own repository saves it.
enum MetaDINOv3: ViTFamily {
  static let name = "vit"
  static let architecturePrefixes = ["dinov3"]

  static func recognizes(_ checkpoint: Checkpoint) -> Bool {
    checkpoint.tensors["storage_tokens"] != nil && checkpoint.tensors["blocks.0.attn.qkv.weight"] != nil
  }

  static let landmarks = [
    "patch_embed.proj.weight", "cls_token", "storage_tokens", "blocks.0.ls1.gamma",
    "blocks.0.attn.qkv.weight",
  ]

  static let configuration = ConfigurationFields.timmEVA

  static func layout(_ context: ModelContext) throws -> ViTLayout {
    let reader = context.reader
    func block(_ index: Int) -> ViTLayout.Block {
      let prefix = "blocks.\(index)"
      var block = ViTLayout.Block.timm(prefix, layerScale: ("ls1.gamma", "ls2.gamma"))
      if reader.has("\(prefix).attn.qkv.bias") { block.attention.biases = .ownWithoutKeys }
      block.attention.steps.append(RotaryPositions.dinov3(base: 100))
      if reader.has("\(prefix).mlp.w1.weight") {
        block.parts.mlp = .init(fc1: ["\(prefix).mlp.w1", "\(prefix).mlp.w2"], fc2: "\(prefix).mlp.w3")
      }
      return block
    }
    if reader.has("rope_embed.periods") {
      context.note(
        "rotary periods", "computed, as timm and transformers do; the file's are rounded and not used",
        from: .tensors("rope_embed.periods"))
    }
    return ViTLayout(
      title: "DINOv3", registers: "storage_tokens", block: block,
      isExpectedLeftover: {
        $0 == "mask_token" || $0 == "rope_embed.periods" || $0.hasSuffix(".attn.qkv.bias_mask")
          || $0.hasPrefix("local_cls_norm.") || $0.hasPrefix("cls_norm.")
      },
      positions: nil, mlp: block(0).parts.mlp.form(reader, otherwise: Sourced<Activation>.gelu),
      norms: NormRule(epsilon: 1e-5), heads: .dinov3(configuration: []), transform: .transformersDINOv3,
      evaluatedSide: 224, pooling: Sourced(value: .classToken, source: .familyDefault))
  }
}

/// DINOv3 as transformers names it, on disk and in its classes.
enum TransformersDINOv3: ViTFamily {
  static let name = "vit"
  static let architecturePrefixes: [String] = []

  private static let registers = "embeddings.register_tokens"

  static func recognizes(_ checkpoint: Checkpoint) -> Bool { root(of: checkpoint) != nil }

  /// What precedes `embeddings.`.
  private static func root(of checkpoint: Checkpoint) -> String? {
    checkpoint.names.lazy.filter { $0 == registers || $0.hasSuffix(".\(registers)") }
      .map { String($0.dropLast(registers.count)) }
      .first { checkpoint.tensors["\($0)embeddings.patch_embeddings.weight"]?.shape.count == 4 }
  }

  static let landmarks = [
    "embeddings.patch_embeddings.weight", "embeddings.cls_token", registers,
    "layer.0.attention.q_proj.weight",
  ]

  static let configuration = ConfigurationFields.transformersDINOv3

  static func layout(_ context: ModelContext) throws -> ViTLayout {
    let reader = context.reader
    let root = root(of: reader.checkpoint) ?? ""
    let layers = reader.has("\(root)layer.0.norm1.weight") ? "\(root)layer" : "\(root)model.layer"
    let base = try context.number("rotary base", field: "rope_theta", familyDefault: 100)
    let isGated = reader.has("\(layers).0.mlp.gate_proj.weight")
    let activation = try context.activation(["hidden_act"], otherwise: .gelu)
    func block(_ index: Int) -> ViTLayout.Block {
      let prefix = "\(layers).\(index)"
      return ViTLayout.Block(
        attention: .init(
          layer: "\(prefix).attention",
          queryKeyValue: ["q_proj", "k_proj", "v_proj"].map { "\(prefix).attention.\($0)" },
          projection: "\(prefix).attention.o_proj", steps: [RotaryPositions.dinov3(base: base)]),
        parts: .init(
          norm1: "\(prefix).norm1", norm2: "\(prefix).norm2",
          mlp: .init(
            fc1: (isGated ? ["gate_proj", "up_proj"] : ["up_proj"]).map { "\(prefix).mlp.\($0)" },
            fc2: "\(prefix).mlp.down_proj"),
          projection: "\(prefix).attention.o_proj",
          layerScale: ("\(prefix).layer_scale1.lambda1", "\(prefix).layer_scale2.lambda1")))
    }
    return ViTLayout(
      title: "DINOv3 of transformers", classToken: "\(root)embeddings.cls_token",
      registers: "\(root)\(registers)", patches: .convolution("\(root)embeddings.patch_embeddings"),
      norm: "\(root)norm", head: "classifier", block: block,
      isExpectedLeftover: { $0 == "\(root)embeddings.mask_token" }, positions: nil,
      mlp: Sourced(
        value: isGated ? .gated(activation.value) : .plain(activation.value), source: activation.source),
      norms: NormRule(epsilon: try context.layerNormEpsilon(familyDefault: 1e-5)),
      heads: .dinov3(configuration: ["num_attention_heads"]), transform: .transformersDINOv3,
      evaluatedSide: 224, pooling: Sourced(value: .classToken, source: .familyDefault))
  }
}

extension HeadSources {
  /// Configurations, published names, and what every published DINOv3 of a width has.
  static func dinov3(configuration: [String]) -> HeadSources {
    HeadSources(
      configuration: configuration, names: .vit,
      guess: Guess(
        width: 64, exceptions: [4096: 32], roundsDown: true,
        reason: "channels/64, as in every published DINOv3 but 7B",
        exceptionReason: "the published DINOv3 of this width has as many"))
  }
}
