// The numbers of a head that take longer to compute, for `polascope stats --extra`.
import Attention
import AttentionMaps
import Compute
import VisionModels

/// Ranks, sinks, masses and shares of one head. What is undefined is written as `null`.
package struct HeadExtras: Sendable {
  package struct Rank: Sendable, Encodable {
    package let kind: MatrixRank.Kind
    package let value: Double
  }

  package struct Span: Sendable, Encodable {
    package let min: Double
    package let max: Double
  }

  /// Of the rows of each stream as the mechanism applies them.
  package let rank: [Stream: Rank?]
  /// Keys whose mean weight exceeds median + 6·MAD of all keys'.
  package let sinks: Int
  /// Mean number of patches that hold 0.6 of a row.
  package let massMaskSize: Double?
  /// Mean entropy of the `attention` rows after pooling to the coarsest key grid of the model's layers.
  package let pooledEntropy: Double?
  /// The attention's share of the output before the gate; nil in layers without a convolution.
  package let attentionShare: Double??
  /// Smallest and largest position bias; nil where logits have none.
  package let bias: Span?
}

extension HeadExtras {
  /// The extras of every head of a layer.
  ///
  /// O(heads·N·n·d); exact ranks of softmax heads cost O(N·n²).
  ///
  /// - Parameter grid: what entropies are pooled to.
  /// - Throws: `Cancelled`.
  static func ofHeads(
    in record: AttentionRecord, pooledTo grid: TokenGrid, cancellation: Cancellation?
  ) throws -> [HeadExtras] {
    let shares = record.attentionShares()
    return try (0..<record.heads).map { head in
      var rank: [Stream: Rank?] = [:]
      for stream in record.streams {
        let found = record.matrixRank(head: head, stream: stream, cancellation: cancellation)
        rank.updateValue(found.map { Rank(kind: $0.kind, value: $0.value) }, forKey: stream)
      }
      let extras = HeadExtras(
        rank: rank, sinks: record.sinks(head: head).count, massMaskSize: record.meanMassMaskSize(head: head),
        pooledEntropy: record.pooledEntropy(
          head: head, stream: .attention, on: grid, cancellation: cancellation),
        attentionShare: shares.isEmpty ? nil : .some(shares[head]),
        bias: record.positionBias(head: head).map {
          Span(min: Double($0.lowerBound), max: Double($0.upperBound))
        })
      if cancellation?.isCancelled == true { throw Cancelled() }
      return extras
    }
  }

  /// The coarsest key grid along each axis.
  static func commonGrid(of records: [AttentionRecord]) -> TokenGrid? {
    records.map(\.geometry.keyGrid).reduce(nil) { common, grid in
      common.map { HeatMap.commonGrid($0, grid) } ?? grid
    }
  }
}

extension HeadExtras: Encodable {
  private enum Key: String, CodingKey {
    case rank, sinks, massMaskSize, pooledEntropy, attentionShare, bias
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(rank, forKey: .rank)
    try container.encode(sinks, forKey: .sinks)
    try container.encode(massMaskSize, forKey: .massMaskSize)
    try container.encode(pooledEntropy, forKey: .pooledEntropy)
    if let attentionShare { try container.encode(attentionShare, forKey: .attentionShare) }
    try container.encodeIfPresent(bias, forKey: .bias)
  }
}
