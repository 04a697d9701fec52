// Norm-aware linear attention (NaLaFormer): directions of queries, raised to powers that grow with their norms.
import Compute
import Glibc

extension MechanismName {
  package static let nala = MechanismName(rawValue: "nala")
}

/// With x⁺ = max(x, 0) and x⁻ = max(−x, 0): φ(q) = [(q⁺/‖q‖)^p ; (q⁻/‖q‖)^p], p = 3(½ + tanh‖q‖) of every query and head,
/// and φ(k) = [(k³)⁺ ; (k³)⁻]; each half is turned by itself (Meng et al. 2025, arXiv:2506.21137).
package struct NaLaAttention: RotaryLinearMechanism {
  package let rotation: PairRotation

  /// - Parameter rotation: of d/2 pairs.
  package init(rotation: PairRotation) { self.rotation = rotation }

  package var facts: MechanismFacts {
    var facts = rotaryFacts(.nala, title: "NaLa")
    // A layer norm is between the weights and the gate.
    facts.maps.subtract([.contribution, .effective])
    facts.notes.append("a layer norm over all heads follows: contribution and effective are not defined")
    return facts
  }

  /// A query of norm 0 has no direction: its row is not finite, as in the published code.
  package func featureMaps(of inputs: AttentionInputs, on engine: Engine) -> (queries: Matrix, keys: Matrix) {
    let width = inputs.queries.columns / inputs.heads
    let columns = 2 * inputs.queries.columns
    var (bases, exponents) = ([Float](), [Float]())
    bases.reserveCapacity(inputs.queries.rows * columns)
    exponents.reserveCapacity(inputs.queries.rows * columns)
    for query in 0..<inputs.queries.rows {
      let row = inputs.queries.row(query)
      for head in 0..<inputs.heads {
        let vector = row[head * width..<(head + 1) * width]
        let norm = vector.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
        let power = Float(3 * (0.5 + tanh(norm)))
        for sign: Float in [1, -1] {
          for value in vector {
            bases.append(Float(Double(max(sign * value, 0)) / norm))
            exponents.append(power)
          }
        }
      }
    }
    let keys = Matrix(unwrittenRows: inputs.keys.rows, columns: columns)
    for key in 0..<keys.rows {
      let (source, target) = (inputs.keys.row(key), keys.row(key))
      for channel in source.indices {
        let place = channel / width * 2 * width + channel % width
        let cube = source[channel] * source[channel] * source[channel]
        target[place] = max(cube, 0)
        target[place + width] = max(-cube, 0)
      }
    }
    var powers = engine.power(bases, exponents)
    for (index, base) in bases.enumerated() where !base.isFinite { powers[index] = .nan }
    return (Matrix(rows: inputs.queries.rows, columns: columns, values: powers), keys)
  }
}
