// The learned exponents of polarity-aware attention.

/// p = 1 + α·sigmoid(`power`), per head and channel; `power` is [1 × heads × 1 × head width].
enum PolarityPower {
  /// The heads of a block; nil where it has no `power`.
  ///
  /// - Throws: `ModelError.invalid` for a shape that does not split the channels into heads of even width.
  static func heads(_ reader: ParameterReader, prefix: String, channels: Int) throws -> Int? {
    guard let shape = reader.shape(of: "\(prefix).power") else { return nil }
    guard shape.count == 4, shape[1] > 0, channels % shape[1] == 0, channels / shape[1] % 2 == 0 else {
      throw ModelError.invalid(
        path: reader.checkpoint.path,
        reason: "\(prefix).power has shape \(shape); expected [1, heads, 1, even head width]")
    }
    return shape[1]
  }

  /// The exponent of every channel, [channels].
  static func exponents(
    _ reader: ParameterReader, prefix: String, channels: Int, alpha: Double
  ) throws -> [Float] {
    guard let heads = try heads(reader, prefix: prefix, channels: channels) else { return [] }
    return try reader.values("\(prefix).power", shape: [1, heads, 1, channels / heads])
      .map { Float(1 + alpha * sigmoid(Double($0))) }
  }
}
