// The linear attentions that L blocks have: which tensors tell their heads, and the mechanism these make.
import Attention
import Compute

/// A kind of linear attention, whichever skeleton (pyramid or windows) it stands in.
struct LinearAttentionKind {
  /// Whether the first projection of a layer also gives the gate, `qg` or `qkvg`.
  let hasGate: Bool
  /// The heads of the layer under a prefix; nil where the block is a softmax one.
  let heads: (_ reader: ParameterReader, _ prefix: String, _ channels: Int) throws -> Int?
  /// From 1/softplus(scale) of every channel.
  let mechanism:
    (_ reader: ParameterReader, _ prefix: String, _ channels: Int, _ inverseScale: [Float]) throws
      -> any Mechanism

  /// Polarity-aware attention (PolaFormer).
  static func polarity(_ context: ModelContext) throws -> LinearAttentionKind {
    // α is in no checkpoint: every published configuration leaves it at 4.
    let alpha = try context.number(
      "alpha", flag: ("--alpha", context.overrides.alpha), argument: "alpha", familyDefault: 4)
    return LinearAttentionKind(hasGate: true) { reader, prefix, channels in
      try PolarityPower.heads(reader, prefix: prefix, channels: channels)
    } mechanism: { reader, prefix, channels, _ in
      PolarityAttention(
        power: try PolarityPower.exponents(reader, prefix: prefix, channels: channels, alpha: alpha))
    }
  }

  /// Focused linear attention (FLatten).
  static func focused(_ context: ModelContext) throws -> LinearAttentionKind {
    // The focusing factor is in no checkpoint: every published configuration leaves it at 3.
    let exponent = Float(
      try context.number("focusing factor", argument: "focusing_factor", familyDefault: 3))
    return LinearAttentionKind(hasGate: false) { reader, prefix, channels in
      guard let filter = reader.shape(of: "\(prefix).dwc.weight") else { return nil }
      guard let headWidth = filter.first, headWidth > 0, channels % headWidth == 0 else {
        throw ModelError.invalid(
          path: reader.checkpoint.path,
          reason: "\(prefix).dwc.weight has shape \(filter), which does not divide \(channels) channels")
      }
      return channels / headWidth
    } mechanism: { _, _, _, inverseScale in
      FocusedAttention(floor: inverseScale.map { 1e-6 * $0 }, exponent: exponent)
    }
  }
}
