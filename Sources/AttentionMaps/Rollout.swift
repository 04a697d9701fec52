// Attention rollout (Abnar and Zuidema 2020): attention multiplied through the layers, for models where that
// is defined.
import Attention
import Compute

/// Rollout from one query through a stack of layers.
package enum Rollout {
  /// Why rollout is not defined for these layers; nil where it is.
  ///
  /// It needs one token grid throughout, and one matrix of weights ≥ 0 in every head that holds all of its mixing.
  package static func obstacle(in layers: [AttentionLayerDescription]) -> String? {
    guard let first = layers.first?.geometry else { return "the model has no attention layer" }
    let sameTokens = layers.allSatisfy {
      $0.geometry.queryGrid == first.queryGrid && $0.geometry.keyGrid == first.queryGrid
        && $0.geometry.prefix == first.prefix
    }
    if !sameTokens { return "token grids change between layers" }
    if layers.contains(where: { $0.geometry.partition != nil }) { return "tokens are attended to in windows" }
    if layers.contains(where: \.hasConvolution) {
      return "convolution and gate mix tokens outside the attention matrix"
    }
    if layers.contains(where: { $0.streams.count > 1 }) { return "a head has more than one attention matrix" }
    if let signed = layers.first(where: \.mechanism.hasSignedRows) {
      return "weights of \(signed.mechanism.title) heads may be negative"
    }
    return nil
  }

  /// Rollout starts from one query.
  package static let meanUnavailable = MapUnavailable.undefined(
    .rollout, reason: "starts from one query, not from the mean")

  /// The row of R_l = Â_l R_{l−1} for one query, with heads averaged and Â = (A + I)/row sum; discard ratio 0.
  ///
  /// O(layers · heads · N · n · d), without an [N × n] matrix: the row is multiplied down through the layers.
  ///
  /// - Parameters:
  ///   - records: layers 0…l.
  ///   - row: matrix row of the query in the last layer.
  /// - Throws: `MapUnavailable` where rollout is undefined; `Cancelled`.
  package static func map(
    through records: [AttentionRecord], row: Int, cancellation: Cancellation? = nil
  ) throws -> HeatMap {
    if let obstacle = obstacle(in: records.map(\.description)) {
      throw MapUnavailable.undefined(.rollout, reason: "undefined here: \(obstacle)")
    }
    guard let last = records.last, row < last.geometry.queryCount else {
      throw MapUnavailable.noSuchQuery("there is no query \(row)")
    }
    var weights = [Double](repeating: 0, count: last.geometry.keyCount)
    weights[row] = 1
    for record in records.reversed() {
      weights = try product(of: weights, with: record, cancellation: cancellation)
    }
    return last.place(weights.map(Float.init), kind: .rollout, query: row)
  }

  /// weights · (mean over heads of A + I)/row sum.
  private static func product(
    of weights: [Double], with record: AttentionRecord, cancellation: Cancellation?
  ) throws(Cancelled) -> [Double] {
    var result = [Double](repeating: 0, count: weights.count)
    for (query, weight) in weights.enumerated() where weight != 0 {
      try cancellation?.check()
      var mean = [Double](repeating: 0, count: weights.count)
      for head in 0..<record.heads {
        let row = record.row(query: query, head: head, stream: .attention).weights
        for (key, value) in row.enumerated() { mean[key] += Double(value) / Double(record.heads) }
      }
      mean[query] += 1
      let factor = weight / mean.reduce(0, +)
      for (key, value) in mean.enumerated() { result[key] += factor * value }
    }
    return result
  }
}
