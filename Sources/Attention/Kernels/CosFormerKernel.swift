// cosFormer: ReLU features re-weighted by distance (Z. Qin et al. 2022, arXiv:2202.08791).
import Glibc

extension MechanismName {
  static let cosFormer = MechanismName(rawValue: "cosformer")
}

extension Reading {
  /// x⁺·x⁺·cos(π/2·(i − j)/max(N, n)), divided by max(Σ, 1e-6); i and j count the tokens of a window row by row, prefix
  /// tokens first, so that distance is that of one dimension.
  static let cosFormer = Reading(.cosFormer, title: "cosFormer", normalization: .atLeastEpsilon) { inputs in
    let tokens = max(inputs.queries.rows, inputs.keys.rows) / inputs.windows
    func features(_ x: [Double], _ place: Int) -> [Double] {
      let angle = Double.pi / 2 * Double(place) / Double(tokens)
      let positive = x.map { max($0, 0) }
      return positive.map { $0 * cos(angle) } + positive.map { $0 * sin(angle) }
    }
    return inputs.mappedTokens(query: features, key: features)
  }
}
