// InLine attention: rows that are injective in the query and sum to 1, with weights on both sides of zero (D. Han et
// al. 2024, arXiv:2412.06590).

extension Reading {
  /// (1 + z − mean z)/n with z = q·k/√d.
  static let inline = Reading(.inline, title: "InLine", normalization: .centered, isSigned: true) { inputs in
    inputs.withScaledQueries
  }
}
