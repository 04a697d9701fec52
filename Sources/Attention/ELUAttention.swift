// ELU+1 linear attention (Katharopoulos et al. 2020): the plainest positive feature map.
import Compute

extension MechanismName {
  package static let elu = MechanismName(rawValue: "elu")
}

/// φ(x) = elu(x) + 1, that is x + 1 above zero and eˣ below; normalized like every linear mechanism.
package struct ELUAttention: LinearMechanism {
  package init() {}

  package var facts: MechanismFacts {
    MechanismFacts(name: .elu, title: "ELU+1", kind: "linear", rowSum: .normalized)
  }

  package func features(
    of inputs: AttentionInputs, geometry: AttentionGeometry, on engine: Engine
  ) -> AttentionInputs? {
    inputs.mapped { eluPlusOne($0, on: engine) }
  }
}

/// elu(x) + 1 of every element.
func eluPlusOne(_ vectors: Matrix, on engine: Engine) -> Matrix {
  let exponentials = engine.exponential(vectors.values.map { min($0, 0) })
  let features = zip(vectors.values, exponentials).map { $0 > 0 ? $0 + 1 : $1 }
  return Matrix(rows: vectors.rows, columns: vectors.columns, values: features)
}

extension Reading {
  static let elu = Reading(name: .elu, title: "ELU+1") { _, _ in ELUAttention() }
}
