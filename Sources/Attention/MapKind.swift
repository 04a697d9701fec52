// What a map shows: one kind for each value that a head has for every pair of query and key, or for every token.

/// Which values a map shows; the names are those of files and the command line.
package enum MapKind: String, Sendable, CaseIterable {
  case attention, same, opposite, effective, contribution, positive, negative, net
  case kernelPositive = "kernel-positive"
  case kernelNegative = "kernel-negative"
  case queryAgent = "query-agent"
  case agentKey = "agent-key"
  case incoming, rollout, entropy
}

extension MapKind {
  /// Whether the map belongs to a query; the others are of a whole layer or head.
  package var needsQuery: Bool { self != .entropy && self != .incoming }

  /// Whether its values are weights of rows, which 1 / number of keys is the mean of.
  package var isOfWeights: Bool {
    switch self {
    case .attention, .same, .opposite, .incoming, .rollout, .queryAgent, .agentKey: true
    case .effective, .contribution, .positive, .negative, .net, .kernelPositive, .kernelNegative, .entropy:
      false
    }
  }

  /// Whether it shows a factor of rows rather than rows.
  package var isFactor: Bool { self == .queryAgent || self == .agentKey }

  /// The stream whose rows the map shows; nil for maps of other values.
  package var stream: Stream? {
    switch self {
    case .attention: .attention
    case .same: .same
    case .opposite: .opposite
    default: nil
    }
  }
}

extension Stream {
  /// The map that shows the rows of this stream.
  package var mapKind: MapKind {
    switch self {
    case .attention: .attention
    case .same: .same
    case .opposite: .opposite
    }
  }
}
