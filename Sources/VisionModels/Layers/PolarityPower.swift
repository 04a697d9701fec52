// The learned exponents of polarity-aware attention.

/// p = 1 + α·sigmoid(`power`), per head and channel (attention.md §3).
struct PolarityPower {
  let heads: Int
  /// [channels]
  let exponents: [Float]

  /// Reads `<prefix>.power`, [1 × heads × 1 × head width]; nil where the block has none.
  ///
  /// - Throws: `ModelError.invalid` for a shape that does not split the channels into heads of even width.
  init?(_ reader: ParameterReader, prefix: String, channels: Int, alpha: Double) throws {
    guard let shape = reader.shape(of: "\(prefix).power") else { return nil }
    guard shape.count == 4, shape[1] > 0, channels % shape[1] == 0, channels / shape[1] % 2 == 0 else {
      throw ModelError.invalid(
        path: reader.checkpoint.path,
        reason: "\(prefix).power has shape \(shape); expected [1, heads, 1, even head width]")
    }
    heads = shape[1]
    exponents = try reader.values("\(prefix).power", shape: [1, shape[1], 1, channels / shape[1]])
      .map { Float(1 + alpha * sigmoid(Double($0))) }
  }
}
