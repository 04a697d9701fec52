// Entropies of a head under other kernels against their exponent p.

import Attention
import AttentionMaps
import Compute
import VisionModels

struct TraceCurves: Computation {
  let layer: LayerKey
  let head: Int

  var lane: Lane { .sums }
  var longSum: String? { "adding up entropies" }

  func inputs(_ findings: Findings) -> AttentionRecord? { findings.record(of: layer) }

  /// Throws `Cancelled`.
  func run(_ record: AttentionRecord, _ job: Job) throws -> LensCurves {
    try LensCurves(record, head: head, cancellation: job.cancellation, progress: job.progress)
  }

  func isStale(_ kept: KeptFindings) -> Bool { !kept.examinations.contains(layer.examination) }
}

/// Normalized entropies of every query at exponents from 1 to 6.
struct LensCurves: Sendable {
  enum Kernel: Sendable { case same, opposite, focused }

  static let exponents: [Float] = (0...20).map { 1 + Float($0) / 4 }

  /// By exponent and query; NaN for empty rows.
  private var entropies: [Kernel: [[Float]]] = [:]

  /// O(exponents · N·n·d). Throws `Cancelled`.
  ///
  /// - Parameter progress: takes the fraction of exponents done.
  init(_ record: AttentionRecord, head: Int, cancellation: Cancellation, progress: (Double) -> Void) throws {
    let scale = 1 / Float(logOf(max(2, record.geometry.keysPerWindow)))
    for (index, exponent) in LensCurves.exponents.enumerated() {
      let polarity = record.read(by: Lens.polarity(record, exponent)).statistics(cancellation: cancellation)
      let focused = record.read(by: Lens.focused(record, exponent)).statistics(cancellation: cancellation)
      if cancellation.isCancelled { throw Cancelled() }
      for (kernel, statistics) in [
        (Kernel.same, polarity[.same]), (.opposite, polarity[.opposite]), (.focused, focused[.attention]),
      ] {
        let row = statistics.map { Array($0.entropies.row(head)).map { $0 * scale } } ?? []
        entropies[kernel, default: []].append(row)
      }
      progress(Double(index + 1) / Double(LensCurves.exponents.count))
    }
  }

  func values(_ kernel: Kernel, row: Int) -> [Float] {
    (entropies[kernel] ?? []).map { $0.indices.contains(row) ? $0[row] : .nan }
  }

  func means(_ kernel: Kernel) -> [Float] {
    (entropies[kernel] ?? []).map { row in
      let known = row.filter { !$0.isNaN }
      return known.isEmpty ? .nan : known.reduce(0, +) / Float(known.count)
    }
  }

  /// Queries whose entropy is larger at some exponent than at the one before it.
  func risingRows(_ kernel: Kernel) -> (count: Int, of: Int) {
    let rows = entropies[kernel] ?? []
    guard let queries = rows.first?.count else { return (0, 0) }
    let rising = (0..<queries).count { query in
      zip(rows, rows.dropFirst()).contains { $1[query] > $0[query] + 1e-4 }
    }
    return (rising, queries)
  }
}
