// Rectified features: ReLU, its square (R. Hua et al. 2022), and LeakyReLU, whose weights may be negative.

extension MechanismName {
  static let squaredReLU = MechanismName(rawValue: "squared-relu")
  static let leakyReLU = MechanismName(rawValue: "leaky-relu")
}

extension Reading {
  /// φ(x) = x⁺, without the 1e-6 that FLatten adds: the row of a query without a positive channel is empty.
  static let relu = Reading(.relu, title: "ReLU") { inputs in inputs.mappedChannels { max($0, 0) } }

  /// φ(x) = (x⁺)²
  static let squaredReLU = Reading(.squaredReLU, title: "squared ReLU") { inputs in
    inputs.mappedChannels { max($0, 0) * max($0, 0) }
  }

  /// φ(x) = x above zero, 0.01·x below. The sum that a row is divided by may be near zero.
  static let leakyReLU = Reading(.leakyReLU, title: "LeakyReLU", isSigned: true) { inputs in
    inputs.mappedChannels { $0 > 0 ? $0 : 0.01 * $0 }
  }
}
