// Mamba-like linear attention (Han et al. 2024): ELU + 1 features, turned by their places over all heads at once.
import Compute

extension MechanismName {
  package static let mlla = MechanismName(rawValue: "mlla")
}

/// φ(x) = elu(x) + 1; pairs of all channels are turned before they are split into heads (Han et al., NeurIPS 2024,
/// arXiv:2405.16605).
package struct MLLAAttention: RotaryLinearMechanism {
  package let rotation: PairRotation

  /// - Parameter rotation: of channels/2 pairs.
  package init(rotation: PairRotation) { self.rotation = rotation }

  package var facts: MechanismFacts { rotaryFacts(.mlla, title: "MLLA") }

  package func featureMaps(of inputs: AttentionInputs, on engine: Engine) -> (queries: Matrix, keys: Matrix) {
    (eluPlusOne(inputs.queries, on: engine), eluPlusOne(inputs.keys, on: engine))
  }
}
