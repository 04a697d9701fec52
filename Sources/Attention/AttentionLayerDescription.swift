// What is known of an attention layer before a forward pass, and stays true after it.

/// An attention layer without its values.
package struct AttentionLayerDescription: Sendable {
  /// Position among the attention layers of the model, from 0.
  package let index: Int
  /// The name of the layer in the checkpoint, such as `block1.0.attn`.
  package let name: String
  package let mechanism: MechanismFacts
  package let heads: Int
  package let geometry: AttentionGeometry
  /// Whether the result is multiplied with a gate, a linear function of the queries' tokens.
  package let hasGate: Bool
  /// Whether a convolution of the values is added to the result: tokens are mixed outside the rows too.
  package let hasConvolution: Bool

  package init(
    index: Int, name: String, mechanism: MechanismFacts, heads: Int, geometry: AttentionGeometry,
    hasGate: Bool = false, hasConvolution: Bool = false
  ) {
    self.index = index
    self.name = name
    self.mechanism = mechanism
    self.heads = heads
    self.geometry = geometry
    self.hasGate = hasGate
    self.hasConvolution = hasConvolution
  }

  package var streams: [Stream] { mechanism.streams }

  /// Whether a map of this kind has values on both sides of zero here.
  package func isSigned(_ kind: MapKind) -> Bool {
    switch kind {
    case .net: true
    case .effective: hasGate || mechanism.hasSignedRows
    case .attention, .same, .opposite, .kernelPositive, .kernelNegative, .incoming: mechanism.hasSignedRows
    case .contribution, .positive, .negative, .rollout, .entropy, .queryAgent, .agentKey: false
    }
  }

  /// How many values a query has in a map of this kind: one for each key token of the layer, or for each agent.
  package func columns(of kind: MapKind) -> Int {
    kind == .queryAgent ? mechanism.agents?.count ?? 0 : geometry.tokenKeyCount
  }
}
