// Hedgehog's feature maps with their learned map at its initial value, the identity (M. Zhang et al. 2024,
// arXiv:2402.04347).
import Glibc

extension MechanismName {
  static let hedgehogExp = MechanismName(rawValue: "hedgehog-exp")
  static let hedgehogSoftmax = MechanismName(rawValue: "hedgehog-softmax")
}

extension Reading {
  /// φ(x) = [eˣ; e⁻ˣ]
  static let hedgehogExp = Reading(.hedgehogExp, title: "hedgehog exp") { inputs in
    inputs.mappedTokens { x in x.map { Glibc.exp($0) } + x.map { Glibc.exp(-$0) } }
  }

  /// φ(x) = [softmax(x); softmax(−x)], over the channels of a head.
  static let hedgehogSoftmax = Reading(.hedgehogSoftmax, title: "hedgehog softmax") { inputs in
    inputs.mappedTokens { x in distribution(x) + distribution(x.map { -$0 }) }
  }
}

/// eˣ/Σeˣ
func distribution(_ x: [Double]) -> [Double] {
  let largest = x.max() ?? 0
  let powers = x.map { exp($0 - largest) }
  let sum = powers.reduce(0, +)
  return powers.map { $0 / sum }
}
