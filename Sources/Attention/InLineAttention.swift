// InLine attention (Han et al. 2024): linear attention that is injective, with rows of both signs that sum to 1.
import Compute

extension MechanismName {
  package static let inline = MechanismName(rawValue: "inline")
}

/// a_ij = (1 + z_ij − mean_l z_il)/n with z_ij = s·q_i·k_j, s = d^-½, l over all n keys of the window (Han et al.,
/// NeurIPS 2024, arXiv:2412.06590).
///
/// With k̄ the mean key, a_ij = (s/n)·q_i·(k_j − k̄) + 1/n: a product of d + 1 values.
package struct InLineAttention: ProductMechanism {
  /// s
  package let logitScale: Float

  package init(headWidth: Int) { logitScale = 1 / Float(headWidth).squareRoot() }

  package var facts: MechanismFacts {
    var facts = MechanismFacts(name: .inline, title: "InLine", kind: "linear", rowSum: .one)
    facts.hasSignedRows = true
    facts.notes = ["a weight is (1 + net − mean net)/n: signs add up in the weight itself"]
    return facts
  }

  /// x = ((s/n)·q_i, 1/n) and y = (k_j − k̄, 1) of every head.
  package func features(
    of inputs: AttentionInputs, geometry: AttentionGeometry, on engine: Engine
  ) -> AttentionInputs? {
    let (heads, channels) = (inputs.heads, inputs.queries.columns)
    let width = channels / heads
    let keys = inputs.keys.rows / inputs.windows
    let x = Matrix(unwrittenRows: inputs.queries.rows, columns: channels + heads)
    let y = Matrix(unwrittenRows: inputs.keys.rows, columns: channels + heads)
    func write(_ target: Matrix, _ row: Int, last: Float, _ value: (_ channel: Int) -> Float) {
      let target = target.row(row)
      for head in 0..<heads {
        let first = head * (width + 1)
        for channel in 0..<width { target[first + channel] = value(head * width + channel) }
        target[first + width] = last
      }
    }
    let part = 1 / Float(keys)
    for query in 0..<x.rows {
      let source = inputs.queries.row(query)
      write(x, query, last: part) { logitScale * part * source[$0] }
    }
    for window in 0..<inputs.windows {
      let rows = window * keys..<(window + 1) * keys
      var sums = [Double](repeating: 0, count: channels)
      for key in rows {
        for (channel, value) in inputs.keys.row(key).enumerated() { sums[channel] += Double(value) }
      }
      let means = sums.map { Float($0 / Double(keys)) }
      for key in rows {
        let source = inputs.keys.row(key)
        write(y, key, last: 1) { source[$0] - means[$0] }
      }
    }
    return AttentionInputs(
      queries: x, keys: y, values: inputs.values, heads: heads, windows: inputs.windows)
  }
}

extension Reading {
  static let inline = Reading(name: .inline, title: "InLine") { record, _ in
    InLineAttention(headWidth: record.headWidth)
  }
}
