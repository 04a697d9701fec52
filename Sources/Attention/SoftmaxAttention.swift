// Softmax attention, in ViT, DeiT, PVT and, with windows and relative position bias, Swin; of cosines in Swin v2.
import Compute

extension MechanismName {
  package static let softmax = MechanismName(rawValue: "softmax")
}

/// a_ij = softmax_j(s·q_i·k_j + bias_ij + mask_ij) (Vaswani et al. 2017, arXiv:1706.03762).
///
/// Of cosines, a_ij = softmax_j(τ·cos(q_i, k_j) + bias_ij + mask_ij) with a factor τ for each head (Liu et al. 2022,
/// arXiv:2111.09883), it is the same of keys k/‖k‖ and queries τ·q/‖q‖ with s = 1.
package struct SoftmaxAttention: Mechanism {
  package let terms: Engine.SoftmaxTerms

  /// Whether queries and keys are turned by their positions before they meet.
  private let isRotated: Bool
  /// τ of every head where logits are of cosines.
  private let cosineScales: [Float]?

  package init(terms: Engine.SoftmaxTerms, isRotated: Bool = false, cosineScales: [Float]? = nil) {
    self.terms = terms
    self.isRotated = isRotated
    self.cosineScales = cosineScales
  }

  /// Plain scaled dot products, s = headWidth^-½.
  package init(headWidth: Int) {
    self.init(terms: .init(scale: 1 / Float(headWidth).squareRoot(), bias: nil, regions: nil))
  }

  package var facts: MechanismFacts {
    var facts = MechanismFacts(name: .softmax, title: "softmax", kind: "softmax", rowSum: .one)
    facts.isStandard = true
    facts.isRotated = isRotated
    facts.cosineScales = cosineScales
    if terms.bias != nil { facts.positionTerms.insert(.bias) }
    if terms.regions != nil { facts.positionTerms.insert(.mask) }
    return facts
  }

  package var logitScale: Float { terms.scale }
  package var regions: [Int32]? { terms.regions }
  package var mask: Float { terms.mask }
  package var positionBias: [Float]? { terms.bias }

  package func apply(
    _ record: AttentionRecord, queries: Range<Int>, into output: Matrix, reading: RowReading?,
    cancellation: Cancellation?
  ) throws(Cancelled) {
    try record.engine.softmaxAttention(
      record.inputs.with(queries: queries), terms: terms, into: output,
      entropies: reading?.statistics[.attention]?.entropies, cancellation: cancellation,
      givingRows: reading?.consume)
    if let reading { reading.writeSumsOfOne(.all) }
  }

  package func row(
    query: Int, head: Int, stream: Stream, of record: AttentionRecord,
    into weights: UnsafeMutableBufferPointer<Float>
  ) -> Float {
    record.engine.softmaxRow(query: query, head: head, record.inputs, terms: terms, into: weights)
    return 1
  }

  package func streamRows(
    _ selection: RowSelection, of record: AttentionRecord, reading: RowReading, cancellation: Cancellation?
  ) throws(Cancelled) {
    try record.engine.softmaxRows(
      selection, record.inputs, terms: terms, entropies: reading.statistics[.attention]?.entropies,
      cancellation: cancellation, consume: reading.consume)
    reading.writeSumsOfOne(selection)
  }
}

extension Reading {
  /// Without position bias and mask.
  static let softmax = Reading(name: .softmax, title: "softmax", isLinear: false) { record, _ in
    record.description.mechanism.isStandard
      ? SoftmaxAttention(terms: .init(scale: record.mechanism.logitScale))
      : SoftmaxAttention(headWidth: record.headWidth)
  }
}
