// The numbers of a head that `stats` writes and `summary` summarises, by their names in the JSON.
import Attention

/// One number of a head: a member of its JSON object and, where that is keyed, the key in it.
package struct Quantity: Hashable, Sendable {
  package enum Name: String, Sendable, CaseIterable {
    case entropy, normalizedEntropy, rowSum, minRowSum, emptyRows, weakRows, polarity, meanDistance,
      massInBox, gate
  }

  package let name: Name
  /// A stream, or one of the four pairs of signs; nil for `meanDistance` and `massInBox`.
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
    case .meanDistance, .massInBox: [nil]
    default: Stream.allCases.map(\.rawValue)
    }
  }
}
