// The attention of a model in order: its layers, and after the last one that of a pooling head.
import Attention
import VisionModels

extension VisionModel {
  /// Layer `index`, or the pooling head where `index` is the number of layers.
  ///
  /// - Precondition: the model has it.
  package func attention(_ index: Int) -> AttentionLayerDescription {
    if index < self.layers.count { return self.layers[index] }
    guard index == self.layers.count, let pool = self.pool else {
      preconditionFailure("the model has no attention \(index)")
    }
    return pool
  }

  /// Whether any of its layers has a query beside the grid, or its pooling head the probe.
  package func has(query token: PrefixToken) -> Bool {
    self.layers.contains { $0.geometry.queryPrefix.contains(token) }
      || self.pool.map { $0.geometry.queryPrefix.contains(token) } ?? false
  }
}

extension Examination {
  /// What every layer recorded, and last what a pooling head did.
  package var attentions: [AttentionRecord] { records + [pool].compactMap(\.self) }

  /// What layer `index` recorded, or the pooling head where `index` is the number of layers; nil where the model has no
  /// such layer.
  package func attention(_ index: Int) -> AttentionRecord? {
    index == records.count ? pool : records.indices.contains(index) ? records[index] : nil
  }
}
