// The counterfactual readings of a layer: its queries and keys as another mechanism would read them.

import Compute

/// A mechanism that any layer's queries and keys can be read with. It is declared in the mechanism's own file, or beside
/// its formula in `Kernels`.
package struct Reading: Sendable {
  /// That of the mechanism.
  package let name: MechanismName
  /// Its name on the screen, without an exponent.
  package let title: String
  /// The streams of its rows.
  package let streams: [Stream]
  /// Whether its rows depend on an exponent.
  package let hasExponent: Bool
  /// Whether the features of a head depend on its own channels alone, and not on those of the other heads.
  let isOfSingleHeads: Bool
  /// Whether a model with it needs time in proportion to its tokens, and not to their square.
  package let isLinear: Bool
  /// Why a layer cannot be read with it; nil where it can.
  package let obstacle: @Sendable (AttentionLayerDescription) -> String?
  private let mechanism: @Sendable (_ record: AttentionRecord, _ exponent: Float) -> any Mechanism

  /// - Parameter mechanism: takes an exponent, which readings without one leave aside.
  init(
    name: MechanismName, title: String, streams: [Stream] = [.attention], hasExponent: Bool = false,
    isLinear: Bool = true, isOfSingleHeads: Bool = true,
    obstacle: @escaping @Sendable (AttentionLayerDescription) -> String? = { _ in nil },
    mechanism: @escaping @Sendable (_ record: AttentionRecord, _ exponent: Float) -> any Mechanism
  ) {
    self.name = name
    self.title = title
    self.streams = streams
    self.hasExponent = hasExponent
    self.isLinear = isLinear
    self.isOfSingleHeads = isOfSingleHeads
    self.obstacle = obstacle
    self.mechanism = mechanism
  }

  /// One that no model was trained with.
  ///
  /// - Parameters:
  ///   - isSigned: whether weights may be negative.
  ///   - rowSum: what the sum of a row means; nil: what `normalization` makes it.
  ///   - similarity: S_ij of a product of features, and the places of query and key in their window; nil where the
  ///     product is S_ij.
  ///   - features: φ(q) and φ(k).
  init(
    _ name: MechanismName, title: String, normalization: KernelNormalization = .plusEpsilon,
    isSigned: Bool = false, rowSum: MechanismFacts.RowSum? = nil,
    similarity: (@Sendable (_ product: Double, _ query: Int, _ key: Int) -> Double)? = nil,
    obstacle: @escaping @Sendable (AttentionLayerDescription) -> String? = { _ in nil },
    features: @escaping @Sendable (AttentionInputs) -> AttentionInputs
  ) {
    let kernel = KernelAttention(
      name, title: title, normalization: normalization, isSigned: isSigned, rowSum: rowSum,
      similarity: similarity, features: features)
    self.init(name: name, title: title, obstacle: obstacle) { _, _ in kernel }
  }

  /// The layer read with this mechanism. O(tokens · channels)
  ///
  /// - Parameter exponent: ≥ 1; without effect where `hasExponent` is false.
  package func callAsFunction(_ record: AttentionRecord, exponent: Float) -> AttentionRecord {
    record.read(by: mechanism(record, exponent))
  }

  /// One head of the layer read with this mechanism, as the only one of a layer; to the bit as that of the whole layer.
  /// O(tokens · head width) where the features of a head depend on its own channels alone.
  ///
  /// - Parameter factor: by which every query is longer than it is.
  package func callAsFunction(
    _ record: AttentionRecord, exponent: Float, head: Int, queriesTimes factor: Float = 1
  ) -> AttentionRecord {
    guard isOfSingleHeads else {
      return record.read(by: mechanism(record, exponent), queriesTimes: factor).alone(head: head)
    }
    let alone = record.alone(head: head)
    return alone.read(by: mechanism(alone, exponent), queriesTimes: factor)
  }

  /// All readings, in the order in which they are shown.
  package static let all: [Reading] = [
    .softmax, .polarity, .focused, .relu, .elu, .squaredReLU, .leakyReLU, .exponential, .shiftedTanh,
    .hedgehogExp, .hedgehogSoftmax, .cosFormer, .taylor, .inline, .efficient, .cosine, .angularCode,
    .angularKernel, .performer, .normAware, .rankAugmented,
  ]
}
