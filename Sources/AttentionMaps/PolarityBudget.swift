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
  /// The budget of a head over all pairs in the same window; undefined as an empty row where all products are 0, and
  /// where one is not finite.
  ///
  /// O((N + n)·d): Σ_ij q_i⁺·k_j⁺ = (Σ_i q_i⁺)·(Σ_j k_j⁺).
  package func polarityBudget(head: Int) -> Measured<PolarityBudget> {
    var (pp, nn, pn, np) = (0.0, 0.0, 0.0, 0.0)
    for window in 0..<geometry.windowCount {
      let query = signedSums(queries, window: window, length: geometry.queriesPerWindow, head: head)
      let key = signedSums(keys, window: window, length: geometry.keysPerWindow, head: head)
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

  /// Σ x⁺ and Σ x⁻ per channel over the tokens of a window.
  private func signedSums(
    _ matrix: Matrix, window: Int, length: Int, head: Int
  ) -> (positive: [Double], negative: [Double]) {
    let first = channels(ofHead: head).lowerBound
    let tokens = window * length..<(window + 1) * length
    var positive = [Double](repeating: 0, count: headWidth)
    var negative = positive
    typealias Lanes = SIMD8<Float>
    let lanes = Lanes.scalarCount
    for start in stride(from: 0, to: headWidth / lanes * lanes, by: lanes) {
      // Sums of so few tokens lose nothing that single precision had.
      let tokensPerSum = 64
      for block in stride(from: tokens.lowerBound, to: tokens.upperBound, by: tokensPerSum) {
        var (above, below) = (Lanes.zero, Lanes.zero)
        for token in block..<min(block + tokensPerSum, tokens.upperBound) {
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
