// Counterfactual readings of a layer's queries and keys, and entropies against the exponent p.

import Attention
import AttentionMaps
import Compute

enum Lens {
  struct Reading: Sendable {
    let name: String
    let record: AttentionRecord
  }

  /// The same queries and keys under other kernels. O(tokens · channels) each.
  static func readings(of record: AttentionRecord, exponent: Float) -> [Reading] {
    let p = exponent.fixed(2)
    return [
      Reading(name: "softmax", record: record.read(by: SoftmaxAttention(headWidth: record.headWidth))),
      Reading(name: "polarity p \(p)", record: record.read(by: polarity(record, exponent))),
      Reading(name: "focused p \(p)", record: record.read(by: focused(record, exponent))),
      Reading(name: "ReLU", record: record.read(by: focused(record, 1))),
      Reading(name: "ELU+1", record: record.read(by: ELUAttention())),
    ]
  }

  static func polarity(_ record: AttentionRecord, _ exponent: Float) -> PolarityAttention {
    PolarityAttention(power: [Float](repeating: exponent, count: record.channels))
  }

  static func focused(_ record: AttentionRecord, _ exponent: Float) -> FocusedAttention {
    FocusedAttention(floor: [Float](repeating: 1e-6, count: record.channels), exponent: exponent)
  }
}

/// The readings of a layer at an exponent.
struct ReadingsKey: Hashable, Sendable {
  let layer: LayerKey
  let exponent: Float
}

struct LensKey: Hashable, Sendable {
  let layer: LayerKey
  let head: Int
}

/// Normalised entropies of every query at exponents from 1 to 6.
struct LensCurves: Sendable {
  enum Kernel: Sendable { case same, opposite, focused }

  static let exponents: [Float] = (0...20).map { 1 + Float($0) / 4 }

  /// By exponent and query; NaN for empty rows.
  private var entropies: [Kernel: [[Float]]] = [:]

  /// O(exponents · N·n·d); nil when cancelled.
  init?(_ record: AttentionRecord, head: Int, cancellation: Cancellation, progress: (Double) -> Void) {
    let scale = 1 / Float(logOf(max(2, record.geometry.keysPerWindow)))
    for (index, exponent) in LensCurves.exponents.enumerated() {
      let polarity = record.read(by: Lens.polarity(record, exponent)).statistics(cancellation: cancellation)
      let focused = record.read(by: Lens.focused(record, exponent)).statistics(cancellation: cancellation)
      if cancellation.isCancelled { return nil }
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
