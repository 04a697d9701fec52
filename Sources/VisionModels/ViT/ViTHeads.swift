// How many heads a ViT has, which no tensor tells unless queries are normalised head by head.

enum ViTHeads {
  /// Sizes in the names of published architectures whose heads follow from their width.
  private static let knownNames =
    [
      "tiny", "wee", "pwee", "little", "xsmall", "small", "medium", "mediumd", "betwixt", "base", "large",
      "so150m", "so150m2", "so400m", "huge", "giant", "gigantic", "dwee", "dpwee", "dlittle", "intern300m",
    ].map { "vit_\($0)_" } + ["deit_", "deit3_", "flexivit_", "dino_", "dinov2_"]

  /// Published architectures, by the beginning of their names, with other heads than their width gives.
  private static let exceptions: [(prefix: String, heads: Int)] = [
    ("vit_base_patch16_gap_224", 16), ("vit_giantopt_", 16), ("test_vit3", 3), ("test_vit4", 3),
    ("test_vit", 2),
  ]

  /// Widths whose heads are not 64 channels wide in any published ViT.
  private static let headsOfWidth = [1152: 16, 1280: 16, 1408: 16, 1664: 16, 2048: 16, 3072: 24]

  /// The heads of a published architecture; nil where the name is not known.
  static func published(_ architecture: String, channels: Int) -> Int? {
    if let exception = exceptions.first(where: { architecture.hasPrefix($0.prefix) }) {
      return exception.heads
    }
    guard knownNames.contains(where: { "\(architecture)_".hasPrefix($0) }) else { return nil }
    return ofWidth(channels)
  }

  /// The channels of sizes that have the same in every published family.
  private static let widths = [
    "tiny": 192, "small": 384, "base": 768, "large": 1024, "huge": 1280, "so400m": 1152,
  ]

  /// The heads of the published architecture that a file or folder is called after (`deit_tiny_patch16_224.pth`);
  /// nil where the name is none, or of one with other channels.
  static func ofFileName(_ name: String, channels: Int) -> Int? {
    let name = name.lowercased()
    guard let heads = published(name, channels: channels), channels % heads == 0 else { return nil }
    let words = name.split { !$0.isLetter && !$0.isNumber }.map {
      $0.hasPrefix("deit") ? $0.dropFirst(4) : $0
    }
    let claimed = words.lazy.compactMap { word in widths.first { word.hasPrefix($0.key) }?.value }.first
    return claimed ?? channels == channels ? heads : nil
  }

  private static func ofWidth(_ channels: Int) -> Int { headsOfWidth[channels] ?? max(1, channels / 64) }

  /// Flag, configuration, width of the query norm, name of the architecture, name of the file or folder, else a
  /// guess from the width that people are warned of.
  ///
  /// - Parameter queryNorm: the name of the norm of a head's queries, which is as wide as a head.
  /// - Throws: `ModelError` when the number does not divide the channels.
  static func count(_ context: ModelContext, channels: Int, queryNorm: String?) throws -> Int {
    let heads = sourcedCount(context, channels: channels, queryNorm: queryNorm)
    guard heads.value > 0, channels % heads.value == 0 else {
      throw ModelError.invalid(
        path: context.path,
        reason: "\(heads.value) heads (\(heads.source)) do not divide \(channels) channels; give --num-heads")
    }
    context.note("heads", "\(heads.value)", from: heads.source)
    return heads.value
  }

  private static func sourcedCount(
    _ context: ModelContext, channels: Int, queryNorm: String?
  ) -> Sourced<Int> {
    if let flag = context.overrides.numHeads?.first {
      return Sourced(value: flag, source: .flag("--num-heads"))
    }
    if let configured = context.modelArgument("num_heads")?.int {
      return Sourced(value: configured, source: .configuration("config.json model_args.num_heads"))
    }
    if let configured = context.configuration?["num_attention_heads"]?.int {
      return Sourced(value: configured, source: .configuration("config.json num_attention_heads"))
    }
    if let queryNorm, let width = context.reader.shape(of: "\(queryNorm).weight")?.first, width > 0 {
      return Sourced(value: channels / width, source: .tensors("\(queryNorm).weight"))
    }
    if let architecture = context.architecture, let known = published(architecture, channels: channels) {
      return Sourced(value: known, source: .configuration("name of architecture \(architecture)"))
    }
    for name in context.path.split(separator: "/").suffix(2).reversed() {
      if let known = ofFileName(String(name), channels: channels) {
        return Sourced(value: known, source: .fileName(String(name)))
      }
    }
    let reason =
      headsOfWidth[channels] == nil
      ? "channels/64; wrong for some models, see --num-heads"
      : "published ViTs of this width have as many; see --num-heads"
    return Sourced(value: ofWidth(channels), source: .guess(reason))
  }
}
