// The heads of published vision transformers, which no tensor gives unless queries are normalized head by head.

extension PublishedHeads {
  /// timm's, DeiT's and DINO's names.
  static let vit = PublishedHeads(
    prefixes: [
      "tiny", "wee", "pwee", "little", "xsmall", "small", "medium", "mediumd", "betwixt", "base", "large",
      "so150m", "so150m2", "so400m", "huge", "giant", "gigantic", "dwee", "dpwee", "dlittle", "intern300m",
      "pe_core", "pe_spatial", "pe_lang", "small_plus",
    ].map { "vit_\($0)_" } + [
      "deit_", "deit3_", "flexivit_", "dino_", "dinov2_", "dinov3_", "eva_", "eva02_", "beit_", "beitv2_",
      "beit3_",
    ],
    exceptions: [
      ("mocov3_vit_", 12),
      ("vit_base_patch16_gap_224", 16), ("vit_giantopt_", 16), ("test_vit3", 3), ("test_vit4", 3),
      ("test_vit", 2), ("vit_huge_plus_patch16_dinov3", 20), ("vit_7b_patch16_dinov3", 32),
      ("vit_pe_core_gigantic_", 16), ("vit_pe_spatial_gigantic_", 16), ("vit_pe_lang_gigantic_", 16),
    ],
    headWidth: 64,
    headsOfWidth: [1152: 16, 1280: 16, 1408: 16, 1664: 16, 1792: 16, 2048: 16, 3072: 24],
    widths: ["tiny": 192, "small": 384, "base": 768, "large": 1024, "huge": 1280, "so400m": 1152])
}

extension PublishedHeads {
  /// Every published AIMv2 has heads of 128 channels.
  static let aimv2 = PublishedHeads(
    prefixes: ["aimv2_"], exceptions: [], headWidth: 128, headsOfWidth: [:],
    widths: ["large": 1024, "huge": 1536, "1b": 2048, "3b": 3072])
}

extension HeadSources {
  /// Configurations of timm and transformers, a norm of a head's queries, published names, and a guess.
  ///
  /// - Parameter queryNorm: what the norm of a head's queries is called, in layouts that have one.
  static func vit(queryNorm: String? = nil) -> HeadSources {
    HeadSources(
      configuration: ["model_args.num_heads", "num_attention_heads"],
      tensor: queryNorm.map { (.norm($0), "\($0).weight") }, names: .vit,
      guess: Guess(
        width: PublishedHeads.vit.headWidth, exceptions: PublishedHeads.vit.headsOfWidth, roundsDown: true,
        reason: "channels/64; wrong for some models, see --num-heads",
        exceptionReason: "published ViTs of this width have as many; see --num-heads"))
  }
}
