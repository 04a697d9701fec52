// CLIP's image towers in the names of OpenAI and OpenCLIP, alone or with the text tower.
import Checkpoints

/// The `visual.*` of OpenAI's CLIP and of OpenCLIP's `VisionTransformer`.
enum OpenCLIP: ViTFamily {
  static let name = "vit"
  static let architecturePrefixes: [String] = []

  /// Perception Encoders have the same names beside another pooling head and rotary positions; CoCa pools in another way
  /// too.
  static func recognizes(_ checkpoint: Checkpoint) -> Bool { root(of: checkpoint) != nil }

  /// What precedes `conv1.`: `visual.`, or nothing.
  private static func root(of checkpoint: Checkpoint) -> String? {
    ["visual.", ""].first { root in
      func has(_ name: String) -> Bool { checkpoint.tensors[root + name] != nil }
      return has("conv1.weight") && has("class_embedding") && has("ln_post.weight")
        && has("transformer.resblocks.0.attn.in_proj_weight")
        && !checkpoint.names.contains { $0.hasPrefix("\(root)attn_pool.") }
    }
  }

  static let landmarks = [
    "visual.conv1.weight", "visual.class_embedding", "visual.positional_embedding", "visual.ln_pre.weight",
    "visual.transformer.resblocks.0.attn.in_proj_weight", "visual.ln_post.weight",
  ]

  static let configuration = ConfigurationFields.openCLIP

  static func layout(_ context: ModelContext) throws -> ViTLayout {
    let reader = context.reader
    let root = root(of: reader.checkpoint) ?? ""
    let activation = try activation(context)
    func block(_ index: Int) -> ViTLayout.Block {
      let prefix = "\(root)transformer.resblocks.\(index)"
      return ViTLayout.Block(
        attention: .init(
          layer: "\(prefix).attn", queryKeyValue: ["\(prefix).attn.in_proj_"],
          projection: "\(prefix).attn.out_proj"),
        parts: .init(
          norm1: "\(prefix).ln_1", norm2: "\(prefix).ln_2",
          mlp: .init(fc1: ["\(prefix).mlp.c_fc"], fc2: "\(prefix).mlp.c_proj"),
          projection: "\(prefix).attn.out_proj", layerScale: ("\(prefix).ls_1.gamma", "\(prefix).ls_2.gamma"))
      )
    }
    let heads = try headSources(context)
    return ViTLayout(
      title: "CLIP of OpenCLIP", classToken: "\(root)class_embedding",
      patches: .convolution("\(root)conv1"), preNorm: "\(root)ln_pre", norm: "\(root)ln_post",
      head: "\(root)head", projection: .transposed("\(root)proj"), block: block,
      isExpectedLeftover: { root == "visual." && !$0.hasPrefix(root) },
      positions: .learned("\(root)positional_embedding", .bicubicAntialiased),
      mlp: Sourced(value: .plain(activation.value), source: activation.source),
      norms: NormRule(epsilon: 1e-5), heads: heads, transform: .clip,
      pooling: Sourced(value: .classToken, source: .familyDefault))
  }

  /// OpenAI's files have three numbers that OpenCLIP's lack, and QuickGELU; OpenCLIP's say it in their configuration or
  /// name.
  private static func activation(_ context: ModelContext) throws -> Sourced<Activation> {
    if let flag = context.overrides.activation { return Sourced(value: flag, source: .flag("--activation")) }
    if let quick = try context.decoded("model_cfg.quick_gelu", as: "true or false", \.bool) {
      return Sourced(
        value: quick ? .quickGELU : .gelu, source: .configuration(context.place(of: "model_cfg.quick_gelu")))
    }
    if context.field("model_cfg") != nil {
      return Sourced(value: .gelu, source: .libraryDefault("open_clip"))
    }
    let marks = ["input_resolution", "context_length", "vocab_size"]
    if marks.allSatisfy(context.reader.has) {
      return Sourced(value: .quickGELU, source: .tensors(marks[0]))
    }
    if let source = context.provenance(ofName: { $0.contains("quickgelu") || $0.contains("openai") }) {
      return Sourced(value: .quickGELU, source: source)
    }
    return Sourced(value: .gelu, source: .guess("OpenCLIP's default; OpenAI's models have QuickGELU"))
  }

  /// `head_width` of the configuration; 64 in OpenCLIP and OpenAI where it says nothing, but for the published models of
  /// 1280, 1408 and 1664 channels.
  private static func headSources(_ context: ModelContext) throws -> HeadSources {
    let key = "model_cfg.vision_cfg.head_width"
    let width = try context.decoded(key, as: "a number of channels from 1") { value in
      value.int.flatMap { $0 > 0 ? $0 : nil }
    }
    var sources = HeadSources(configuration: [])
    if let width {
      sources.stated = HeadSources.Width(channels: width, source: .configuration(context.place(of: key)))
    } else if context.field("model_cfg.vision_cfg") != nil {
      sources.stated = HeadSources.Width(channels: 64, source: .libraryDefault("open_clip"))
    } else {
      sources.guess = HeadSources.Guess(
        width: 64, exceptions: PublishedHeads.vit.headsOfWidth, roundsDown: true,
        reason: "channels/64, as in OpenAI's models; see --num-heads",
        exceptionReason: "published ViTs of this width have as many; see --num-heads")
    }
    return sources
  }
}
