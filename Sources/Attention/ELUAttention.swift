// ELU+1 linear attention (Katharopoulos et al. 2020): the plainest positive feature map.
import Compute

extension MechanismName {
  package static let elu = MechanismName(rawValue: "elu")
}

/// φ(x) = elu(x) + 1, that is x + 1 above zero and eˣ below; normalised like every linear mechanism.
package struct ELUAttention: OneRowLinearMechanism {
  package init() {}

  package var facts: MechanismFacts {
    MechanismFacts(name: .elu, title: "ELU+1", kind: "linear", rowSum: .normalized)
  }

  package func features(queries: Matrix, keys: Matrix, heads: Int, on engine: Engine) -> Features? {
    let mapped = [queries, keys].map { vectors in
      let exponentials = engine.exponential(vectors.values.map { min($0, 0) })
      let features = zip(vectors.values, exponentials).map { $0 > 0 ? $0 + 1 : $1 }
      return Matrix(rows: vectors.rows, columns: vectors.columns, values: features)
    }
    return Features(queries: mapped[0], keys: mapped[1])
  }
}

extension Reading {
  static let elu = Reading(name: .elu, title: "ELU+1") { _, _ in ELUAttention() }
}
