// How many heads a ViT has, which no tensor tells.

enum ViTHeads {
  /// Published architectures by the beginning of their names, the longest match first.
  private static let published: [(prefix: String, heads: Int)] = [
    ("vit_base_patch16_gap_224", 16), ("vit_giant_patch14_dinov2", 24),
    ("vit_giant_patch14_reg4_dinov2", 24),
    ("vit_tiny", 3), ("vit_small", 6), ("vit_base", 12), ("vit_large", 16), ("vit_huge", 16),
    ("vit_giant", 16), ("vit_gigantic", 16),
    ("deit_tiny", 3), ("deit_small", 6), ("deit_base", 12),
    ("deit3_small", 6), ("deit3_medium", 8), ("deit3_base", 12), ("deit3_large", 16), ("deit3_huge", 16),
  ]

  /// Flag, configuration, name of the architecture, else channels/64 as a guess that people are told of.
  ///
  /// - Throws: `ModelError` when the number does not divide the channels.
  static func count(_ context: ModelContext, channels: Int) throws -> Int {
    let heads = sourcedCount(context, channels: channels)
    guard heads.value > 0, channels % heads.value == 0 else {
      throw ModelError.invalid(
        path: context.path,
        reason: "\(heads.value) heads (\(heads.source)) do not divide \(channels) channels; give --num-heads")
    }
    context.note("heads", "\(heads.value)", from: heads.source)
    return heads.value
  }

  private static func sourcedCount(_ context: ModelContext, channels: Int) -> Sourced<Int> {
    if let flag = context.overrides.numHeads?.first {
      return Sourced(value: flag, source: .flag("--num-heads"))
    }
    if let configured = context.modelArgument("num_heads")?.int {
      return Sourced(value: configured, source: .configuration("config.json model_args.num_heads"))
    }
    if let configured = context.configuration?["num_attention_heads"]?.int {
      return Sourced(value: configured, source: .configuration("config.json num_attention_heads"))
    }
    let architecture = context.overrides.architecture ?? context.configuration?["architecture"]?.string
    if let architecture, let known = published.first(where: { architecture.hasPrefix($0.prefix) }) {
      return Sourced(value: known.heads, source: .configuration("name of architecture \(architecture)"))
    }
    return Sourced(
      value: max(1, channels / 64), source: .guess("channels/64; wrong for some models, see --num-heads"))
  }
}
