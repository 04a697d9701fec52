// Positive features of single channels: eˣ and 1 + tanh x.
import Glibc

extension MechanismName {
  static let exponential = MechanismName(rawValue: "exp")
  static let shiftedTanh = MechanismName(rawValue: "tanh-shifted")
}

extension Reading {
  /// φ(x) = eˣ
  static let exponential = Reading(.exponential, title: "exp") { inputs in
    inputs.mappedChannels { Glibc.exp($0) }
  }

  /// φ(x) = 1 + tanh x
  static let shiftedTanh = Reading(.shiftedTanh, title: "1 + tanh") { inputs in
    inputs.mappedChannels { 1 + tanh($0) }
  }
}
