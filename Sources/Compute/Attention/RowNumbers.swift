// Numbers of rows at hand. They may be asked for while rows stream past, on any thread.

extension Engine {
  /// `count` rounded up to whole registers: how long the memory of a row must be below, with zeros at its end.
  package func paddedRowLength(_ count: Int) -> Int { kernels.wholePanels(count) }

  /// The entropy of a row ≥ 0 after normalizing it to sum 1, in nats, not below 0; NaN where it is empty. O(n)
  package func entropy(of row: UnsafePointer<Float>, count: Int) -> Float {
    let entropy = kernels.entropy(of: row, by: 1, and: row, by: 0, count: count)
    return entropy < 0 ? 0 : entropy
  }

  /// The Jensen–Shannon divergence of two rows ≥ 0 after normalizing each to sum 1, in nats, ≤ ln 2; NaN where one is
  /// empty. O(n)
  package func divergence(of a: UnsafePointer<Float>, and b: UnsafePointer<Float>, count: Int) -> Float {
    kernels.divergence(of: a, and: b, count: count)
  }
}
