// What linear mechanisms with rotary positions have in common: the rotation is in the numerator alone.
import Compute

/// a_ij = φ̃(q_i)·φ̃(k_j) / (Σ_l φ(q_i)·φ(k_l) + n·1e-6), where ~ turns pairs of features by their token's place: weights
/// of either sign, whose sum is free.
///
/// A conforming type brings its facts, its rotation and its feature maps.
package protocol RotaryLinearMechanism: ProductMechanism {
  var rotation: PairRotation { get }

  /// φ(q) and φ(k), [tokens × heads·features], not turned.
  func featureMaps(of inputs: AttentionInputs, on engine: Engine) -> (queries: Matrix, keys: Matrix)
}

extension RotaryLinearMechanism {
  package var logitScale: Float { 1 }

  /// x = φ̃(q_i) over the row's normalizer, and y = φ̃(k_j).
  package func features(
    of inputs: AttentionInputs, geometry: AttentionGeometry, on engine: Engine
  ) -> AttentionInputs? {
    let (queries, keys) = featureMaps(of: inputs, on: engine)
    let sums = keys.columnSums
    let width = keys.columns / inputs.heads
    let x = rotation.turned(queries)
    for token in 0..<queries.rows {
      let (plain, turned) = (queries.row(token), x.row(token))
      for head in 0..<inputs.heads {
        let channels = head * width..<(head + 1) * width
        let sum = channels.reduce(0.0) { $0 + Double(plain[$1]) * sums[$1] }
        let factor = Float(1 / (sum + Double(keys.rows) * 1e-6))
        for channel in channels { turned[channel] *= factor }
      }
    }
    return AttentionInputs(
      queries: x, keys: rotation.turned(keys), values: inputs.values, heads: inputs.heads)
  }

  /// The facts that all of them share.
  func rotaryFacts(_ name: MechanismName, title: String) -> MechanismFacts {
    var facts = MechanismFacts(name: name, title: title, kind: "linear", rowSum: .free)
    facts.hasSignedRows = true
    facts.isRotated = true
    // A rotation mixes pairs of channels, so that products have no parts by the signs of channels.
    facts.maps.subtract([.positive, .negative, .net])
    facts.notes = ["the rotation mixes pairs of channels: a weight has no parts by sign"]
    return facts
  }
}

extension Matrix {
  /// The sum of every column.
  var columnSums: [Double] {
    var sums = [Double](repeating: 0, count: columns)
    for index in 0..<rows {
      for (column, value) in row(index).enumerated() { sums[column] += Double(value) }
    }
    return sums
  }
}
