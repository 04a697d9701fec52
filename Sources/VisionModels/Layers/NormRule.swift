// The norms of a layout, as a value.
import Compute

/// What the norms of a layout compute: layer norms, (x − mean)/√(variance + ε)·weight + bias over the channels.
struct NormRule: Sendable {
  let epsilon: Sourced<Double>

  init(epsilon: Sourced<Double>) { self.epsilon = epsilon }

  /// With the ε of the family's published code.
  init(epsilon: Double) { self.epsilon = Sourced(value: epsilon, source: .familyDefault) }
}

extension ParameterReader {
  /// The norm `<prefix>.weight`, `<prefix>.bias` over `channels`.
  ///
  /// - Throws: as `values(_:shape:)`.
  func norm(_ prefix: String, channels: Int, _ rule: NormRule) throws -> LayerNorm {
    LayerNorm(
      weight: try values("\(prefix).weight", shape: [channels]),
      bias: try values("\(prefix).bias", shape: [channels]), epsilon: Float(rule.epsilon.value))
  }
}
