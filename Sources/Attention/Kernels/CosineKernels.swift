// Similarities of directions: the cosine (Hydra: D. Bolya et al. 2022, arXiv:2209.07484) and the first terms of the
// angular kernel (Castling-ViT: H. You et al. 2023, arXiv:2211.10526).

extension MechanismName {
  static let cosine = MechanismName(rawValue: "cosine")
  static let angularCode = MechanismName(rawValue: "angular-code")
  static let angularKernel = MechanismName(rawValue: "angular-kernel")
}

extension Reading {
  /// cos(q_i, k_j), Hydra's matrix summed over the channels of a head.
  static let cosine = Reading(.cosine, title: "cosine", normalization: .none, isSigned: true) { inputs in
    inputs.mappedTokens { direction($0) }
  }

  /// ½·δ_ij + cos(q_i, k_j)/π, as Castling's code computes it before it divides each output by its length.
  static let angularCode = Reading(
    .angularCode, title: "angular code", normalization: .none, isSigned: true,
    similarity: { cosine, query, key in (query == key ? 0.5 : 0) + cosine / .pi },
    obstacle: { layer in
      layer.geometry.queryCount == layer.geometry.keyCount
        && layer.geometry.queryGrid == layer.geometry.keyGrid
        ? nil : "the formula adds ½ where query and key are one token; keys are other tokens here"
    }
  ) { inputs in inputs.mappedTokens { direction($0) } }

  /// (½ + cos(q_i, k_j)/π)/Σ: the angular kernel 1 − θ/π to its first order.
  static let angularKernel = Reading(.angularKernel, title: "angular kernel", normalization: .sum) { inputs in
    inputs.mappedTokens(
      query: { x, _ in direction(x).map { $0 / .pi } + [0.5] }, key: { x, _ in direction(x) + [1] })
  }
}

/// x/‖x‖; zeros stay zeros.
private func direction(_ x: [Double]) -> [Double] {
  let length = x.reduce(0) { $0 + $1 * $1 }.squareRoot()
  return length > 0 ? x.map { $0 / length } : x
}
