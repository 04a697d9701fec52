// The norm-aware features of NaLaFormer, without its rotation (W. Meng et al. 2025).
import Glibc

extension MechanismName {
  static let normAware = MechanismName(rawValue: "norm-aware")
}

extension Reading {
  /// φ(q) = [(q⁺/‖q‖)^p; (q⁻/‖q‖)^p] with p = 3·(½ + tanh ‖q‖), φ(k) = [(k³)⁺; (k³)⁻]. The row of q = 0, where the
  /// published code has no number, is empty.
  static let normAware = Reading(.normAware, title: "norm-aware") { inputs in
    inputs.mappedTokens(
      query: { x, _ in
        let length = x.reduce(0) { $0 + $1 * $1 }.squareRoot()
        guard length > 0 else { return x + x }
        let power = 3 * (0.5 + tanh(length))
        return [1.0, -1].flatMap { sign in x.map { pow(max(sign * $0, 0) / length, power) } }
      },
      key: { x, _ in [1.0, -1].flatMap { sign in x.map { max(sign * $0 * $0 * $0, 0) } } })
  }
}
