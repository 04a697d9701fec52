// The published kernels by the names of files and the command line.

/// A reading with all that its rows depend on.
package struct Kernel: Sendable {
  package let reading: Reading
  /// Of readings that have one.
  package let exponent: Float

  /// `performer`; `focused-3` where there is an exponent.
  package var name: String {
    guard reading.hasExponent else { return reading.name.rawValue }
    return "\(reading.name.rawValue)-\(Int(exponent))"
  }

  /// One of each reading, exponents as they were published.
  package static let all = Reading.all.map { Kernel(reading: $0, exponent: 3) }

  private init(reading: Reading, exponent: Float) {
    self.reading = reading
    self.exponent = exponent
  }

  /// nil where no kernel has the name.
  package init?(_ name: String) {
    guard let kernel = Kernel.all.first(where: { $0.name == name }) else { return nil }
    self = kernel
  }

  /// The layer read with this kernel; see `Reading`.
  package func callAsFunction(_ record: AttentionRecord) -> AttentionRecord {
    reading(record, exponent: exponent)
  }
}
