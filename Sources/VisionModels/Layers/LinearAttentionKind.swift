// The linear attentions that L blocks have: which tensors give their heads, and the mechanism these make.
import Attention
import Compute

/// A kind of linear attention, whichever skeleton (pyramid or windows) it is part of.
struct LinearAttentionKind {
  /// Whether the projections of a layer also give the gate.
  let hasGate: Bool
  /// The tensor that gives a layer's heads; a block without it is a softmax one.
  let heads: (_ names: LinearAttentionLayer.Names) -> HeadTensor
  /// From the layer's heads, their width, and 1/softplus(scale) of every channel.
  let mechanism:
    (
      _ reader: ParameterReader, _ names: LinearAttentionLayer.Names, _ heads: Int, _ headWidth: Int,
      _ inverseScale: [Float]
    ) throws -> any Mechanism

  /// Polarity-aware attention (PolaFormer).
  static func polarity(_ context: ModelContext) throws -> LinearAttentionKind {
    // No tensor has α; every published configuration leaves it at 4.
    let alpha = try context.number(
      "alpha", flag: ("--alpha", context.overrides.alpha), field: "model_args.alpha", saved: .alpha,
      familyDefault: 4)
    return LinearAttentionKind(hasGate: true) { names in
      // Half of a head's channels serve the same signs, half the opposite ones.
      HeadTensor(name: names.power, rank: 4, axis: 1, meaning: .heads, widthMultiple: 2)
    } mechanism: { reader, names, heads, headWidth, _ in
      // p = 1 + α·sigmoid(power) for every head and channel.
      PolarityAttention(
        power: try reader.values(names.power, shape: [1, heads, 1, headWidth])
          .map { Float(1 + alpha * sigmoid(Double($0))) })
    }
  }

  /// Focused linear attention (FLatten).
  static func focused(_ context: ModelContext) throws -> LinearAttentionKind {
    // No tensor has the focusing factor; every published configuration leaves it at 3.
    let exponent = Float(
      try context.number(
        "focusing factor", flag: ("--focusing-factor", context.overrides.focusingFactor),
        field: "model_args.focusing_factor", saved: .focusingFactor, familyDefault: 3))
    return LinearAttentionKind(hasGate: false) { names in
      HeadTensor(name: "\(names.convolution).weight", rank: 4, axis: 0, meaning: .headWidth)
    } mechanism: { _, _, _, _, inverseScale in
      FocusedAttention(epsilon: inverseScale.map { 1e-6 * $0 }, exponent: exponent)
    }
  }
}
