// The numbers of a head that `stats` writes and `summary` summarises, by their names in the JSON.
import Attention

/// One number of a head: a member of its JSON object and, where that is keyed, the key in it.
package struct Quantity: Hashable, Sendable {
  package enum Name: String, Sendable, CaseIterable {
    case entropy, normalizedEntropy, rowSum, minRowSum, emptyRows, weakRows, polarity, meanDistance,
      massInBox, gate
    // Of `stats --extra`.
    case rank, sinks, massMaskSize, pooledEntropy, attentionShare
  }

  package let name: Name
  /// A stream, or one of the four pairs of signs; nil for numbers of the whole head.
  package let part: String?

  /// `normalizedEntropy.same`.
  package var description: String { part.map { "\(name.rawValue).\($0)" } ?? name.rawValue }

  /// All there are, in the order of reports.
  package static let all: [Quantity] = Name.allCases.flatMap { name in
    parts(of: name).map { Quantity(name: name, part: $0) }
  }

  private static func parts(of name: Name) -> [String?] {
    switch name {
    case .polarity: ["pp", "nn", "pn", "np"]
    case .meanDistance, .massInBox, .sinks, .massMaskSize, .pooledEntropy, .attentionShare: [nil]
    case .entropy, .normalizedEntropy, .rowSum, .minRowSum, .emptyRows, .weakRows, .gate, .rank:
      Stream.allCases.map(\.rawValue)
    }
  }

  /// Where it stands in the JSON object of a head.
  var path: [String] {
    switch name {
    case .rowSum: ["rowSum"] + own + ["mean"]
    case .minRowSum: ["rowSum"] + own + ["min"]
    case .rank: ["extra", "rank"] + own + ["value"]
    case .sinks, .massMaskSize, .pooledEntropy, .attentionShare: ["extra", name.rawValue]
    case .entropy, .normalizedEntropy, .emptyRows, .weakRows, .polarity, .meanDistance, .massInBox, .gate:
      [name.rawValue] + own
    }
  }

  private var own: [String] { part.map { [$0] } ?? [] }
}
