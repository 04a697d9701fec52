// The exponential function of softmax cut off after its second power (Based: S. Arora et al. 2024, arXiv:2402.18668).
import Compute

extension MechanismName {
  static let taylor = MechanismName(rawValue: "taylor-2")
}

extension Reading {
  /// (1 + z + z²/2)/Σ with z = q·k/√d.
  static let taylor = Reading(
    .taylor, title: "Taylor 2", normalization: .sum,
    similarity: { product, _, _ in 1 + product + product * product / 2 }
  ) { inputs in inputs.withScaledQueries }
}

extension AttentionInputs {
  /// The queries divided by √d, so that products are the logits of softmax.
  var withScaledQueries: AttentionInputs {
    mappedTokens(
      query: { x, _ in x.map { $0 / Double(x.count).squareRoot() } }, key: { x, _ in x })
  }
}
