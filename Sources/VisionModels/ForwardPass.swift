// One run of a network: what it may use, what it records, and how it is stopped.
import Attention
import Compute

/// Thrown by work that was cancelled.
package struct Cancelled: Error, CustomStringConvertible {
  package init() {}
  package var description: String { "cancelled" }
}

/// The state of one forward pass. Used by one thread at a time.
package final class ForwardPass {
  package let engine: Engine
  package private(set) var records: [AttentionRecord] = []
  private let interventions: Interventions
  private let layerCount: Int
  private let cancellation: Cancellation?
  private let progress: (@Sendable (Double) -> Void)?

  init(
    engine: Engine, interventions: Interventions, layerCount: Int, cancellation: Cancellation?,
    progress: (@Sendable (Double) -> Void)?
  ) {
    self.engine = engine
    self.interventions = interventions
    self.layerCount = layerCount
    self.cancellation = cancellation
    self.progress = progress
  }

  /// The number of the next attention layer.
  var nextLayer: Int { records.count }

  /// Keeps a layer's record and switches off its heads in `mixed`, [queries × channels].
  func finish(_ record: AttentionRecord, mixed: Matrix) throws {
    records.append(record)
    for head in 0..<record.heads
    where interventions.headsOff.contains(.init(layer: record.index, head: head)) {
      mixed.columns(record.channels(ofHead: head)).fill(with: 0)
    }
    progress?(Double(records.count) / Double(max(layerCount, 1)))
    if cancellation?.isCancelled == true { throw Cancelled() }
  }
}

extension Matrix {
  /// Sets every element.
  func fill(with value: Float) {
    for index in 0..<rows { row(index).update(repeating: value) }
  }

  /// Means over the rows, one per column.
  func columnMeans() -> [Float] {
    var sums = [Double](repeating: 0, count: columns)
    for index in 0..<rows {
      for (column, value) in row(index).enumerated() { sums[column] += Double(value) }
    }
    return sums.map { Float($0 / Double(rows)) }
  }
}
