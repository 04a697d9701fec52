// `entropy` and `normalizedEntropy`: how spread the rows of a head are.

extension HeadStatistic {
  /// Mean entropy of the rows of each stream, nats.
  static let entropy = HeadStatistic(streamsOf: "entropy") { layer, head, stream in
    layer.summaries[head][stream].map { .number($0.entropy.value) }
  }

  /// Mean of H/ln n, n the keys that a query may attend to.
  static let normalizedEntropy = HeadStatistic(streamsOf: "normalizedEntropy") { layer, head, stream in
    layer.summaries[head][stream].map { .number($0.normalizedEntropy.value) }
  }
}
