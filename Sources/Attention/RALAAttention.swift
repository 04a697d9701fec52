// Rank-augmented linear attention (RAVLT): keys are weighed by how much all queries want them.
import Compute
import Glibc

extension MechanismName {
  package static let rala = MechanismName(rawValue: "rala")
}

/// φ(x) = elu(x) + 1, and φ(k_j) times n·α_j with α = softmax_j(s·mean_i φ(q_i)·φ(k_j)), s = d^-½ (Fan et al., CVPR 2025,
/// arXiv:2411.07635).
package struct RALAAttention: RotaryLinearMechanism {
  package let rotation: PairRotation

  /// - Parameter rotation: of d/2 pairs.
  package init(rotation: PairRotation) { self.rotation = rotation }

  package var facts: MechanismFacts {
    var facts = rotaryFacts(.rala, title: "RALA")
    facts.notes.append("keys are weighed by one distribution for all queries")
    return facts
  }

  package func featureMaps(of inputs: AttentionInputs, on engine: Engine) -> (queries: Matrix, keys: Matrix) {
    let queries = eluPlusOne(inputs.queries, on: engine)
    let keys = eluPlusOne(inputs.keys, on: engine)
    let sums = queries.columnSums
    let width = keys.columns / inputs.heads
    for head in 0..<inputs.heads {
      let channels = head * width..<(head + 1) * width
      let scale = 1 / (Double(width).squareRoot() * Double(queries.rows))
      let logits = (0..<keys.rows).map { key in
        channels.reduce(0.0) { $0 + sums[$1] * Double(keys[key, $1]) } * scale
      }
      let highest = logits.max() ?? 0
      let weights = logits.map { exp($0 - highest) }
      let total = weights.reduce(0, +)
      for (key, weight) in weights.enumerated() {
        let factor = Float(Double(keys.rows) * weight / total)
        let row = keys.row(key)
        for channel in channels { row[channel] *= factor }
      }
    }
    return (queries, keys)
  }
}
