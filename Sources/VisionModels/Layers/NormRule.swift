// The norms of a layout, as a value.
import Compute

/// What the norms of a layout compute over the channels of a token.
struct NormRule: Sendable {
  enum Kind: Sendable {
    /// (x − mean)/√(variance + ε)·weight + bias
    case layer
    /// x/√(mean of x² + ε)·weight
    case rms
  }

  let epsilon: Sourced<Double>
  let kind: Kind

  init(epsilon: Sourced<Double>, kind: Kind = .layer) {
    self.epsilon = epsilon
    self.kind = kind
  }

  /// With the ε of the family's published code.
  init(epsilon: Double, kind: Kind = .layer) {
    self.init(epsilon: Sourced(value: epsilon, source: .familyDefault), kind: kind)
  }
}

extension ParameterReader {
  /// The norm `<prefix>.weight`, and `<prefix>.bias` where norms of its kind have one, over `channels`.
  ///
  /// - Throws: as `values(_:shape:)`.
  func norm(_ prefix: String, channels: Int, _ rule: NormRule) throws -> LayerNorm {
    let weight = try values("\(prefix).weight", shape: [channels])
    let isCentered = rule.kind == .layer
    let bias =
      isCentered
      ? try values("\(prefix).bias", shape: [channels]) : [Float](repeating: 0, count: weight.count)
    return LayerNorm(
      weight: weight, bias: bias, epsilon: Float(rule.epsilon.value), isCentered: isCentered)
  }

  /// The same; nil where the file has no such norm.
  func optionalNorm(_ prefix: String, channels: Int, _ rule: NormRule) throws -> LayerNorm? {
    hasLayer(prefix) || has(Self.bias(of: prefix)) ? try norm(prefix, channels: channels, rule) : nil
  }
}
