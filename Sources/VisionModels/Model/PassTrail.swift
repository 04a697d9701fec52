// What a forward pass leaves so that another one can begin in its middle.
import Attention
import Compute

/// The records of a forward pass and the tokens that entered its blocks. A pass of the same model on the same image that
/// differs from it in some heads alone begins at the first block where that makes a difference.
package struct PassTrail: Sendable {
  /// What was changed in the pass.
  package let interventions: Interventions
  /// One for each block.
  let records: [AttentionRecord]
  /// By layer, [tokens × channels], the tokens in front of the patches first.
  let tokens: [Matrix]

  /// nil for a network whose blocks do not show their tokens.
  init?(_ interventions: Interventions, records: [AttentionRecord], tokens: [Matrix]) {
    guard !records.isEmpty, records.count == tokens.count else { return nil }
    self.interventions = interventions
    self.records = records
    self.tokens = tokens
  }

  /// The first layer whose values may differ with `other`, the last one where none do; nil where the images differ.
  package func firstLayer(changedBy other: Interventions) -> Int? {
    guard other.occluded == interventions.occluded else { return nil }
    let layers = other.headsOff.symmetricDifference(interventions.headsOff).map(\.layer)
    return min(layers.min() ?? .max, records.count - 1)
  }

  /// What comes before `layer`, and the tokens that enter it.
  func before(_ layer: Int) -> Beginning {
    Beginning(records: Array(records[..<layer]), tokens: Array(tokens[...layer]))
  }

  /// What a pass that begins at a later layer takes from an earlier pass.
  struct Beginning {
    /// Of the layers before that one.
    let records: [AttentionRecord]
    /// What entered these layers and that one.
    let tokens: [Matrix]
  }
}

extension Matrix {
  /// The same numbers in memory of its own.
  func copied() -> Matrix {
    let copy = Matrix(unwrittenRows: rows, columns: columns)
    copy.update(from: self)
    return copy
  }

  /// Sets every element to that of another matrix of the same shape.
  func update(from other: Matrix) {
    precondition(rows == other.rows && columns == other.columns)
    for index in 0..<rows { _ = row(index).update(fromContentsOf: other.row(index)) }
  }
}
