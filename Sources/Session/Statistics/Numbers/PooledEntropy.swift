// `pooledEntropy`: entropies that can be compared between layers.
import AttentionMaps

extension HeadStatistic {
  /// Mean entropy of the `attention` rows after pooling to the coarsest key grid of the model's layers, nats.
  /// O(N·n·d)
  static let pooledEntropy = HeadStatistic(
    "pooledEntropy", isExtra: true, isOfEveryHead: true, summarized: [.whole]
  ) {
    layer, head in
    .number(
      try layer.record.pooledEntropy(
        head: head, stream: .attention, on: layer.pooledGrid, cancellation: layer.cancellation
      ).value)
  }
}
