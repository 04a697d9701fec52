// What a mechanism states about itself, so that no other code needs to know which one it is.

/// What a mechanism is called in files and JSON. Every mechanism declares its name in its own file.
package struct MechanismName: RawRepresentable, Hashable, Sendable, Codable {
  package let rawValue: String

  package init(rawValue: String) { self.rawValue = rawValue }
}

/// The facts of one mechanism, the same before and after a forward pass.
package struct MechanismFacts: Hashable, Sendable {
  /// What the sum of a row means, as the mechanism applies it.
  package enum RowSum: Hashable, Sendable {
    /// 1 up to rounding: nothing to print.
    case one
    /// S/(S + n·1e-6) with S the sum before normalization: just below 1, less in weak rows, 0 in empty ones.
    case normalized
    /// Any number, also 0 and negative ones.
    case free
  }

  /// A term of the logits that does not come from query and key.
  package enum PositionTerm: Hashable, Sendable {
    /// A learned bias for each offset between query and key.
    case bias
    /// −100, or twice that, for keys that only a cyclic shift brought into the window.
    case mask
  }

  package var name: MechanismName
  /// Its name on the screen and in messages: `ReLU`.
  package var title: String
  /// The kind of attention it is, after the name of a model: `polarity-aware`.
  package var kind: String
  /// The rows that each head applies, in the order of the value channels they act on.
  package var streams: [Stream] = [.attention]
  /// Whether weights may be negative. Entropies are those of |a|/Σ|a| then, and what needs a distribution is undefined.
  package var hasSignedRows = false
  package var rowSum: RowSum
  /// The maps that its heads have; rollout is one of a whole model, if it meets `Rollout.obstacle`.
  package var maps: Set<MapKind> = MapKind.ofOneStream
  /// Those that show its attention side by side.
  package var panels: [MapKind] = [.attention]
  /// The grid of agents of a window, between queries and keys; nil where there are none.
  package var agents: TokenGrid?
  package var positionTerms: Set<PositionTerm> = []
  /// Whether queries and keys were turned by their positions before they met (rotary positions): rows, signs and every
  /// map are of the turned vectors.
  package var isRotated = false
  /// The factor τ of each head where logits are τ·cos(q, k): the queries and keys of a record have the lengths τ and 1
  /// then, and products, signs and every map are of those. nil where logits are of q and k as they are.
  package var cosineScales: [Float]?
  /// What a reader of its maps should know beside the other facts, a line each.
  package var notes: [String] = []
  /// Whether it is the attention that the others were made to replace: S blocks of a model with L blocks.
  package var isStandard = false
  /// The power of every channel, [channels]; nil where the mechanism has none.
  package var powers: [Float]?
  /// The exponent of its feature map; nil where the map has none, or one for each channel.
  package var exponent: Float?

  package init(name: MechanismName, title: String, kind: String, rowSum: RowSum) {
    self.name = name
    self.title = title
    self.kind = kind
    self.rowSum = rowSum
  }

  /// Whether it models pairs of equal and of unequal signs apart, in a stream each.
  package var separatesSigns: Bool { streams.contains(.same) && streams.contains(.opposite) }

  /// The exponent that a head with these channels was trained with, the mean of its powers where it has several;
  /// nil without any.
  package func trainedExponent(channels: Range<Int>) -> Float? {
    guard let powers else { return exponent }
    return powers[channels].reduce(0, +) / Float(channels.count)
  }
}

extension MapKind {
  /// The maps of a mechanism with one row for each query and a logit that is a product of query and key.
  package static let ofOneStream: Set<MapKind> = [
    .attention, .effective, .contribution, .positive, .negative, .net, .incoming, .entropy,
  ]
}
