// Efficient attention: a softmax over the channels of queries and one over the keys (Z. Shen et al. 2021,
// arXiv:1812.01243).

extension MechanismName {
  static let efficient = MechanismName(rawValue: "efficient")
}

extension Reading {
  /// Σ_c softmax_c(q_i)_c·softmax_j(k_c)_j: rows sum to 1.
  static let efficient = Reading(.efficient, title: "efficient", normalization: .none, rowSum: .one) {
    inputs in
    inputs.mappedKeys { keys, _ in
      var changed = keys
      for channel in (keys.first ?? []).indices {
        for (row, weight) in distribution(keys.map { $0[channel] }).enumerated() {
          changed[row][channel] = weight
        }
      }
      return changed
    }.mappedTokens(query: { x, _ in distribution(x) }, key: { x, _ in x })
  }
}
