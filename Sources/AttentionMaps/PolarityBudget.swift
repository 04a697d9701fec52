// How much of all query–key interaction is same-signed and opposite-signed.
import Attention
import Compute

/// The fractions of Σ_ij |q_c k_c| by the signs of query and key; they sum to 1.
package struct PolarityBudget: Sendable, Equatable {
  /// Positive query, positive key: all that a ReLU feature map keeps.
  package let pp: Double
  /// Negative query, negative key.
  package let nn: Double
  /// Positive query, negative key.
  package let pn: Double
  /// Negative query, positive key.
  package let np: Double
}

extension AttentionRecord {
  /// The budget of a head over all pairs of a query and a key that it sees; undefined as an empty row where all
  /// products are 0, where one is not finite, and of mechanisms whose weights are no function of these products.
  ///
  /// Pairs in different windows do not count, and neither do pairs that the mask of a shifted window separates: the
  /// maps of the parts have no key there. O((N + n)·d): Σ_ij q_i⁺·k_j⁺ = (Σ_i q_i⁺)·(Σ_j k_j⁺).
  package func polarityBudget(head: Int) -> Measured<PolarityBudget> {
    guard description.mechanism.maps.contains(.positive) else { return .undefined(.notOfMechanism) }
    var (pp, nn, pn, np) = (0.0, 0.0, 0.0, 0.0)
    for group in groupsThatSeeEachOther() {
      let query = signedSums(queries, of: group.queries, head: head)
      let key = signedSums(keys, of: group.keys, head: head)
      for channel in 0..<headWidth {
        pp += query.positive[channel] * key.positive[channel]
        nn += query.negative[channel] * key.negative[channel]
        pn += query.positive[channel] * key.negative[channel]
        np += query.negative[channel] * key.positive[channel]
      }
    }
    let total = pp + nn + pn + np
    guard total.isFinite else { return .undefined(.notFinite) }
    guard total > 0 else { return .undefined(.emptyRow) }
    return .value(PolarityBudget(pp: pp / total, nn: nn / total, pn: pn / total, np: np / total))
  }

  /// Matrix rows of queries and of keys such that each query of a group sees each key of the same group and no other:
  /// one for each window, or for each region of it that a mask leaves.
  private func groupsThatSeeEachOther() -> [(queries: [Int], keys: [Int])] {
    let (queries, keys) = (geometry.queriesPerWindow, geometry.keysPerWindow)
    return (0..<geometry.windowCount).flatMap { window -> [(queries: [Int], keys: [Int])] in
      let rows = (
        queries: (window * queries..<(window + 1) * queries).filter { !geometry.isPadding(queryRow: $0) },
        keys: Array(window * keys..<(window + 1) * keys)
      )
      guard let regions = mechanism.regions else { return [rows] }
      return Set(rows.queries.map { regions[$0] }).sorted().map { region in
        (rows.queries.filter { regions[$0] == region }, rows.keys.filter { regions[$0] == region })
      }
    }
  }

  /// Σ x⁺ and Σ x⁻ per channel over some rows of a matrix.
  private func signedSums(
    _ matrix: Matrix, of tokens: [Int], head: Int
  ) -> (positive: [Double], negative: [Double]) {
    let first = channels(ofHead: head).lowerBound
    var positive = [Double](repeating: 0, count: headWidth)
    var negative = positive
    typealias Lanes = SIMD8<Float>
    let lanes = Lanes.scalarCount
    for start in stride(from: 0, to: headWidth / lanes * lanes, by: lanes) {
      // Sums of so few tokens lose nothing that single precision had.
      let tokensPerSum = 64
      for block in stride(from: 0, to: tokens.count, by: tokensPerSum) {
        var (above, below) = (Lanes.zero, Lanes.zero)
        for token in tokens[block..<min(block + tokensPerSum, tokens.count)] {
          let row = UnsafeRawPointer(matrix.pointer + token * matrix.stride + first + start)
          let values = row.loadUnaligned(as: Lanes.self)
          above += values.replacing(with: 0, where: values .< 0)
          below -= values.replacing(with: 0, where: values .> 0)
        }
        for lane in 0..<lanes {
          positive[start + lane] += Double(above[lane])
          negative[start + lane] += Double(below[lane])
        }
      }
    }
    for channel in headWidth / lanes * lanes..<headWidth {
      for token in tokens {
        let value = Double(matrix[token, first + channel])
        positive[channel] += max(value, 0)
        negative[channel] += max(-value, 0)
      }
    }
    return (positive, negative)
  }
}
