// The families of plain vision transformers.

/// A family whose models `ViTReader` reads: it states a layout.
protocol ViTFamily: ModelFamily {
  /// - Throws: `ModelError` for a configuration that cannot be honored.
  static func layout(_ context: ModelContext) throws -> ViTLayout
}

extension ViTFamily {
  static func load(_ context: ModelContext) throws -> VisionModel {
    try ViTReader(context: context, layout: layout(context)).model()
  }
}
