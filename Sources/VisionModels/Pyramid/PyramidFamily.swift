// The families of PVT's pyramid.
import Checkpoints

/// A family whose models `PyramidReader` reads: it states a layout.
protocol PyramidFamily: ModelFamily {
  /// - Throws: `ModelError` for a configuration that cannot be honored.
  static func layout(_ context: ModelContext) throws -> PyramidLayout
}

extension PyramidFamily {
  static func load(_ context: ModelContext) throws -> VisionModel {
    try PyramidReader(context: context, family: name, layout: layout(context).following(context.overrides))
      .model()
  }

  /// Whether the tensors are a pyramid in PVT's names, without PVT v2's convolution in the MLP.
  static func isPyramid(_ checkpoint: Checkpoint, hasClassToken: Bool = false) -> Bool {
    checkpoint.tensors["patch_embed1.proj.weight"] != nil && checkpoint.tensors["pos_embed1"] != nil
      && (checkpoint.tensors["cls_token"] != nil) == hasClassToken
      && !checkpoint.names.contains { $0.holds(".mlp.dwconv.") }
  }
}

/// A family whose models `PVTv2Reader` reads: it states a layout.
protocol OverlappingPyramidFamily: ModelFamily {
  /// - Throws: `ModelError` for a configuration that cannot be honored.
  static func layout(_ context: ModelContext) throws -> PyramidLayout
}

extension OverlappingPyramidFamily {
  static func load(_ context: ModelContext) throws -> VisionModel {
    try PVTv2Reader(context: context, family: name, layout: layout(context).following(context.overrides))
      .model()
  }
}

extension PyramidLayout {
  /// The layout with the activation that a flag gives.
  fileprivate func following(_ overrides: ModelOverrides) -> PyramidLayout {
    var layout = self
    if let activation = overrides.activation {
      layout.activation = Sourced(value: activation, source: .flag("--activation"))
    }
    return layout
  }
}
