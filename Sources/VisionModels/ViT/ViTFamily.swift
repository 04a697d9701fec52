// The families of plain vision transformers.

/// A family whose models `ViTReader` reads: it states a layout.
protocol ViTFamily: ModelFamily {
  /// - Throws: `ModelError` for a configuration that cannot be honored.
  static func layout(_ context: ModelContext) throws -> ViTLayout
}

extension ViTFamily {
  static func load(_ context: ModelContext) throws -> VisionModel {
    var layout = try layout(context)
    if let activation = context.overrides.activation {
      layout.mlp = Sourced(value: layout.mlp.value.with(activation), source: .flag("--activation"))
    }
    if let pooling = context.overrides.pooling {
      layout.pooling = Sourced(value: pooling, source: .flag("--pooling"))
    }
    return try ViTReader(context: context, layout: layout).model()
  }
}
