// Softmax attention, in ViT, DeiT, PVT and, with windows and relative position bias, Swin.
import Compute

extension MechanismName {
  package static let softmax = MechanismName(rawValue: "softmax")
}

/// a_ij = softmax_j(s·q_i·k_j + bias_ij + mask_ij) (Vaswani et al. 2017, arXiv:1706.03762).
package struct SoftmaxAttention: Mechanism {
  package let terms: Engine.SoftmaxTerms

  package init(terms: Engine.SoftmaxTerms) { self.terms = terms }

  /// Plain scaled dot products, s = headWidth^-½.
  package init(headWidth: Int) {
    self.init(terms: .init(scale: 1 / Float(headWidth).squareRoot(), bias: nil, regions: nil))
  }

  package var facts: MechanismFacts {
    var facts = MechanismFacts(name: .softmax, title: "softmax", kind: "softmax", rowSum: .one)
    facts.isStandard = true
    if terms.bias != nil { facts.positionTerms.insert(.bias) }
    if terms.regions != nil { facts.positionTerms.insert(.mask) }
    return facts
  }

  package var logitScale: Float { terms.scale }
  package var regions: [Int32]? { terms.regions }
  package var positionBias: [Float]? { terms.bias }

  package func features(queries: Matrix, keys: Matrix, heads: Int, on engine: Engine) -> Features? { nil }

  package func mix(_ record: AttentionRecord, into output: Matrix) {
    record.engine.softmaxAttention(
      q: record.queries, k: record.keys, v: record.values, heads: record.heads,
      windows: record.geometry.windowCount, terms: terms, into: output, entropies: nil)
  }

  package func mix(_ record: AttentionRecord, queries: Range<Int>, into output: Matrix) {
    precondition(
      record.geometry.windowCount == 1 && terms.bias == nil && terms.regions == nil,
      "bias and regions are those of whole windows")
    record.engine.softmaxAttention(
      q: record.queries.rows(queries), k: record.keys, v: record.values, heads: record.heads, windows: 1,
      terms: terms, into: output, entropies: nil)
  }

  package func mixStreamingRows(
    _ record: AttentionRecord, into output: Matrix, statistics: [Stream: RowStatistics],
    cancellation: Cancellation?, consume: (_ head: Int, _ firstQuery: Int, _ rows: [Matrix]) -> Void
  ) {
    guard let entropies = statistics[.attention]?.entropies else { return }
    record.engine.softmaxAttention(
      q: record.queries, k: record.keys, v: record.values, heads: record.heads,
      windows: record.geometry.windowCount, terms: terms, into: output, entropies: entropies,
      cancellation: cancellation
    ) { head, first, rows in consume(head, first, [rows]) }
  }

  package func row(
    query: Int, head: Int, stream: Stream, of record: AttentionRecord,
    into weights: UnsafeMutableBufferPointer<Float>
  ) -> Float {
    record.engine.softmaxRow(
      query: query, head: head, q: record.queries, k: record.keys, heads: record.heads,
      windows: record.geometry.windowCount, terms: terms, into: weights)
    return 1
  }

  package func statistics(
    of record: AttentionRecord, cancellation: Cancellation?
  ) -> [Stream: RowStatistics] {
    let shape = (record.heads, record.queries.rows)
    let entropies = Matrix(rows: shape.0, columns: shape.1)
    record.engine.softmaxEntropies(
      q: record.queries, k: record.keys, heads: record.heads, windows: record.geometry.windowCount,
      terms: terms, into: entropies, cancellation: cancellation)
    let ones = Matrix(
      rows: shape.0, columns: shape.1, values: [Float](repeating: 1, count: shape.0 * shape.1))
    return [.attention: RowStatistics(entropies: entropies, sums: ones)]
  }

  package func streamRows(
    of record: AttentionRecord, head: Int, queries: [Int]?, into statistics: [Stream: RowStatistics],
    cancellation: Cancellation?, consume: (_ first: Int, _ rows: [Matrix]) -> Void
  ) {
    record.engine.softmaxRows(
      head: head, queries: queries, q: record.queries, k: record.keys, heads: record.heads,
      windows: record.geometry.windowCount, terms: terms, entropies: statistics[.attention]?.entropies,
      cancellation: cancellation
    ) { first, rows in consume(first, [rows]) }
  }
}

extension Reading {
  /// Without position bias and mask.
  static let softmax = Reading(name: .softmax, title: "softmax") { record, _ in
    SoftmaxAttention(headWidth: record.headWidth)
  }
}
