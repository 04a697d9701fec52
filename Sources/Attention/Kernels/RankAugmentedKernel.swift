// The rank-augmented keys of RALA, without its rotation (Q. Fan et al. 2025, arXiv:2411.07635).
import Glibc

extension MechanismName {
  static let rankAugmented = MechanismName(rawValue: "rank-augmented")
}

extension Reading {
  /// φ = elu + 1, and each φ(k_j) times n·α_j with α = softmax_j(mean_i φ(q_i)·φ(k_j)/√d).
  static let rankAugmented = Reading(.rankAugmented, title: "rank-augmented") { inputs in
    inputs.mappedChannels { $0 > 0 ? $0 + 1 : exp($0) }.mappedKeys { keys, queries in
      let width = Double(keys.first?.count ?? 1)
      let mean = (keys.first ?? []).indices.map { channel in
        queries.reduce(0) { $0 + $1[channel] } / Double(queries.count)
      }
      let weights = distribution(
        keys.map { key in zip(mean, key).reduce(0) { $0 + $1.0 * $1.1 } / width.squareRoot() })
      return zip(weights, keys).map { weight, key in key.map { Double(keys.count) * weight * $0 } }
    }
  }
}
