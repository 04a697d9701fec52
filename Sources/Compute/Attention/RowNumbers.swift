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

  /// Σ x of a row, in double precision. O(n)
  package func sum(of row: UnsafePointer<Float>, count: Int) -> Double { kernels.wideSum(row, count: count) }

  /// Σ x·y and Σ x² of a row x, in double precision. O(n)
  package func products(
    of row: UnsafePointer<Float>, and other: UnsafePointer<Double>, count: Int
  ) -> (product: Double, squares: Double) {
    kernels.wideProducts(row, other, count: count)
  }

  /// Adds a row times `factor` to `sums`, in double precision. O(n)
  package func add(
    _ row: UnsafePointer<Float>, count: Int, by factor: Double, to sums: UnsafeMutablePointer<Double>
  ) {
    kernels.addWide(row, count: count, by: factor, to: sums)
  }
}
