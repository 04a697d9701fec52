// Focused linear attention (FLatten), and with exponent 1 the plain ReLU linear attention.
import Compute

/// φ(x) = ‖u‖·u^p/‖u^p‖ with u = relu(x) + floor, norms over all channels before the head split;
/// a_ij = φ(q_i)·φ(k_j) / (Σ_j φ(q_i)·φ(k_j) + n·1e-6) (Han et al., ICCV 2023, arXiv:2308.00442).
package struct FocusedAttention: OneRowLinearMechanism {
  /// 1e-6/softplus(scale) per channel, what keeps u above zero.
  package let floor: [Float]
  /// The focusing factor p.
  package let exponent: Float

  package init(floor: [Float], exponent: Float) {
    self.floor = floor
    self.exponent = exponent
  }

  package var name: MechanismName { .focused }

  package func features(queries: Matrix, keys: Matrix, heads: Int, on engine: Engine) -> Features? {
    let mapped = [queries, keys].map { vectors in
      let output = Matrix(rows: vectors.rows, columns: vectors.columns)
      engine.focusedFeatures(vectors, floor: floor, exponent: exponent, into: output)
      return output
    }
    return Features(queries: mapped[0], keys: mapped[1])
  }
}
