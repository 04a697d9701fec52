// Focused linear attention (FLatten), and with exponent 1 the plain ReLU linear attention.
import Compute

extension MechanismName {
  package static let focused = MechanismName(rawValue: "focused")
  package static let relu = MechanismName(rawValue: "relu")
}

/// φ(x) = ‖u‖·u^p/‖u^p‖ with u = relu(x) + epsilon, norms over all channels before the head split;
/// a_ij = φ(q_i)·φ(k_j) / (Σ_j φ(q_i)·φ(k_j) + n·1e-6) (Han et al., ICCV 2023, arXiv:2308.00442).
package struct FocusedAttention: LinearMechanism {
  /// 1e-6/softplus(scale) per channel, what keeps u above zero.
  package let epsilon: [Float]
  /// The focusing factor p.
  package let exponent: Float

  package init(epsilon: [Float], exponent: Float) {
    self.epsilon = epsilon
    self.exponent = exponent
  }

  /// With exponent 1, φ is relu(x) + epsilon: the mechanism is then known as ReLU linear attention.
  package var facts: MechanismFacts {
    let isReLU = exponent == 1
    var facts = MechanismFacts(
      name: isReLU ? .relu : .focused, title: isReLU ? "ReLU" : "focused", kind: "linear",
      rowSum: .normalized)
    facts.exponent = exponent
    return facts
  }

  package func features(
    of inputs: AttentionInputs, geometry: AttentionGeometry, on engine: Engine
  ) -> AttentionInputs? {
    inputs.mapped { vectors in
      let output = Matrix(rows: vectors.rows, columns: vectors.columns)
      engine.focusedFeatures(vectors, epsilon: epsilon, exponent: exponent, into: output)
      return output
    }
  }
}

extension Reading {
  static let focused = Reading(
    name: .focused, title: "focused", hasExponent: true, isOfSingleHeads: false
  ) { record, exponent in
    FocusedAttention(epsilon: [Float](repeating: 1e-6, count: record.channels), exponent: exponent)
  }
}
