// The counterfactual readings of a layer: its queries and keys as another mechanism would read them.

/// A mechanism that any layer's queries and keys can be read with. It is declared in the mechanism's own file.
package struct Reading: Sendable {
  /// That of the mechanism.
  package let name: MechanismName
  /// Its name on the screen, without an exponent.
  package let title: String
  /// The streams of its rows.
  package let streams: [Stream]
  /// Whether its rows depend on an exponent.
  package let hasExponent: Bool
  private let mechanism: @Sendable (_ record: AttentionRecord, _ exponent: Float) -> any Mechanism

  /// - Parameter mechanism: takes an exponent, which readings without one leave aside.
  init(
    name: MechanismName, title: String, streams: [Stream] = [.attention], hasExponent: Bool = false,
    mechanism: @escaping @Sendable (_ record: AttentionRecord, _ exponent: Float) -> any Mechanism
  ) {
    self.name = name
    self.title = title
    self.streams = streams
    self.hasExponent = hasExponent
    self.mechanism = mechanism
  }

  /// The layer read with this mechanism. O(tokens · channels)
  ///
  /// - Parameter exponent: ≥ 1; without effect where `hasExponent` is false.
  package func callAsFunction(_ record: AttentionRecord, exponent: Float) -> AttentionRecord {
    record.read(by: mechanism(record, exponent))
  }

  /// All readings, in the order in which they are shown.
  package static let all: [Reading] = [.softmax, .polarity, .focused, .relu, .elu]
}
