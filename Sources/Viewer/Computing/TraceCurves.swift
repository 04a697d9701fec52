// Entropies of a head against the exponent p of the readings that have one.

import Attention
import AttentionMaps
import Compute
import VisionModels

struct TraceCurves: Computation {
  let layer: LayerKey
  let head: Int

  var lane: Lane { .sums }
  var longSum: String? { "adding up entropies" }

  /// Every head leaves one.
  static var capacity: Int { 1024 }
  static func byteCount(of curves: LensCurves) -> Int {
    curves.curves.reduce(0) { $0 + $1.byteCount }
  }

  func inputs(_ findings: Findings) -> AttentionRecord? { findings.record(of: layer) }

  /// Throws `Cancelled`.
  func run(_ record: AttentionRecord, _ job: Job) throws -> LensCurves {
    try LensCurves(record, head: head, cancellation: job.cancellation, progress: job.progress)
  }

  func isStale(_ kept: KeptFindings) -> Bool { !kept.examinations.contains(layer.examination) }
}

/// Normalized entropies of every query at exponents from 1 to 6, for every reading that has an exponent.
struct LensCurves: Sendable {
  static let exponents: [Float] = (0...20).map { 1 + Float($0) / 4 }

  /// The rows of one stream of one reading.
  struct Curve: Sendable {
    let title: String
    let stream: Stream
    /// Whether the reading has other streams too.
    let isSplit: Bool
    /// By exponent and query; NaN, where a line has a gap, for rows without an entropy.
    fileprivate(set) var entropies: [[Float]] = []
    /// Why rows have no entropy, at any exponent.
    fileprivate(set) var gaps: Set<Undefined> = []
  }

  private(set) var curves: [Curve]

  /// O(exponents · N·n·d). Throws `Cancelled`.
  ///
  /// - Parameter progress: takes the fraction of exponents done.
  init(_ record: AttentionRecord, head: Int, cancellation: Cancellation, progress: (Double) -> Void) throws {
    let readings = Reading.all.filter(\.hasExponent)
    curves = readings.flatMap { reading in
      reading.streams.map { Curve(title: reading.title, stream: $0, isSplit: reading.streams.count > 1) }
    }
    let scale = 1 / Float(logOf(max(2, record.geometry.keysPerWindow)))
    for (index, exponent) in LensCurves.exponents.enumerated() {
      var curve = 0
      for reading in readings {
        let read = reading(record, exponent: exponent, head: head)
        let statistics = try read.streamRows(cancellation: cancellation)
        for stream in reading.streams {
          let row = statistics[stream].map { statistics in
            (0..<record.geometry.queryCount).map { query in
              record.geometry.isPadding(queryRow: query)
                ? nil : statistics.entropy(head: 0, query: query)
            }
          }
          curves[curve].entropies.append((row ?? []).map { $0?.value.map { $0 * scale } ?? .nan })
          curves[curve].gaps.formUnion((row ?? []).compactMap { $0?.reason })
          curve += 1
        }
      }
      progress(Double(index + 1) / Double(LensCurves.exponents.count))
    }
  }
}

extension LensCurves.Curve {
  fileprivate var byteCount: Int { entropies.reduce(0) { $0 + $1.count * MemoryLayout<Float>.stride } }

  /// Of the query in a matrix row, by exponent.
  func values(row: Int) -> [Float] { entropies.map { $0.indices.contains(row) ? $0[row] : .nan } }

  /// Over the queries, by exponent.
  var means: [Float] {
    entropies.map { row in
      let known = row.filter { !$0.isNaN }
      return known.isEmpty ? .nan : known.reduce(0, +) / Float(known.count)
    }
  }

  /// Queries whose entropy is larger at some exponent than at the one before it, of those that have one at two
  /// exponents in a row.
  var risingRows: (count: Int, of: Int) {
    guard let queries = entropies.first?.count else { return (0, 0) }
    let steps = Array(zip(entropies, entropies.dropFirst()))
    let known = (0..<queries).filter { query in steps.contains { !$0[query].isNaN && !$1[query].isNaN } }
    return (known.count { query in steps.contains { $1[query] > $0[query] + 1e-4 } }, known.count)
  }
}
