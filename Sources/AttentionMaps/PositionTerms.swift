// What a softmax logit holds beside the products of query and key: Swin's position bias and mask.
import Attention

/// The terms of one row's logits that do not come from the vectors, one value for each key of the window.
package struct PositionTerms: Sendable, Equatable {
  /// Relative position bias B.
  package let bias: [Float]
  /// 0, or the mechanism's mask, −100, for keys that only the cyclic shift brought into the window.
  package let mask: [Float]
}

extension AttentionRecord {
  /// The position terms of the query in matrix row `row`; nil where the logits have none.
  package func positionTerms(head: Int, row: Int) -> PositionTerms? {
    guard !description.mechanism.positionTerms.isEmpty else { return nil }
    let keys = geometry.keysPerWindow
    let first = (head * geometry.queriesPerWindow + row % geometry.queriesPerWindow) * keys
    return PositionTerms(
      bias: mechanism.positionBias.map { Array($0[first..<first + keys]) }
        ?? [Float](repeating: 0, count: keys),
      mask: (0..<keys).map { sees(query: row, key: $0) ? 0 : mechanism.mask })
  }

  /// The smallest and largest position bias of a head, undefined where one is not finite; nil where the logits have
  /// none.
  package func positionBias(head: Int) -> Measured<ClosedRange<Float>>? {
    guard let bias = mechanism.positionBias else { return nil }
    let count = geometry.queriesPerWindow * geometry.keysPerWindow
    let own = bias[head * count..<(head + 1) * count]
    guard own.allSatisfy(\.isFinite) else { return .undefined(.notFinite) }
    guard let lowest = own.min(), let highest = own.max() else { return nil }
    return .value(lowest...highest)
  }
}
