// Polarity-aware linear attention (PolaFormer): same-signed and opposite-signed interactions in two streams.
import Compute
import Glibc

extension MechanismName {
  package static let polarity = MechanismName(rawValue: "polarity")
}

/// With x⁺ = max(x, 0), x⁻ = max(−x, 0) and a power p per channel (Meng et al., ICLR 2025, arXiv:2501.15061):
/// S_ij = q⁺ᵖ·k⁺ᵖ + q⁻ᵖ·k⁻ᵖ and O_ij = q⁻ᵖ·k⁺ᵖ + q⁺ᵖ·k⁻ᵖ, each normalised by its row sum + n·1e-6; S acts on
/// the first half of the head's value channels, O on the second.
package struct PolarityAttention: MeasuredMechanism {
  /// The power p of every channel, [channels].
  package let power: [Float]

  package init(power: [Float]) { self.power = power }

  package var facts: MechanismFacts {
    var facts = MechanismFacts(
      name: .polarity, title: "polarity", kind: "polarity-aware", rowSum: .normalized)
    facts.streams = [.same, .opposite]
    facts.maps.formUnion([.same, .opposite, .kernelPositive, .kernelNegative])
    facts.powers = power
    return facts
  }
  package var logitScale: Float { 1 }

  package func features(queries: Matrix, keys: Matrix, heads: Int, on engine: Engine) -> Features? {
    let mapped = [queries, keys].map { vectors in
      let output = Matrix(rows: vectors.rows, columns: vectors.columns)
      engine.signedPowers(vectors, power: power, into: output)
      return output
    }
    return Features(queries: mapped[0], keys: mapped[1])
  }

  package func mix(_ record: AttentionRecord, into output: Matrix) {
    guard let features = record.features else { return }
    record.engine.polarityAttention(
      phiQ: features.queries, phiK: features.keys, v: record.values, heads: record.heads,
      windows: record.geometry.windowCount, into: output)
  }

  package func row(
    query: Int, head: Int, stream: Stream, of record: AttentionRecord,
    into weights: UnsafeMutableBufferPointer<Float>
  ) -> Float {
    record.kernelRow(
      query: query, head: head, pairing: stream == .opposite ? .oppositeSigns : .equalSigns, into: weights)
  }

  package func measure(
    _ record: AttentionRecord, into statistics: [Stream: RowStatistics], givingRows: Bool,
    cancellation: Cancellation?, consume: (_ head: Int, _ firstQuery: Int, _ rows: [Matrix]) -> Void
  ) {
    guard let features = record.features, let same = statistics[.same],
      let opposite = statistics[.opposite], let mean = statistics[.attention]
    else { return }
    record.engine.polarityStatistics(
      phiQ: features.queries, phiK: features.keys, heads: record.heads,
      windows: record.geometry.windowCount, same: (same.entropies, same.sums),
      opposite: (opposite.entropies, opposite.sums), mean: mean.entropies, cancellation: cancellation,
      givingRows: givingRows
    ) { consume($0, $1, [$2, $3]) }
    for head in 0..<record.heads {
      for query in 0..<record.queries.rows {
        mean.sums[head, query] = mean.entropies[head, query].isNaN ? 0 : 1
      }
    }
  }

  package func streamRows(
    of record: AttentionRecord, head: Int, queries: [Int]?, into statistics: [Stream: RowStatistics],
    cancellation: Cancellation?, consume: (_ first: Int, _ rows: [Matrix]) -> Void
  ) {
    guard let features = record.features, let same = statistics[.same],
      let opposite = statistics[.opposite], let mean = statistics[.attention]
    else { return }
    record.engine.polarityRows(
      head: head, queries: queries, phiQ: features.queries, phiK: features.keys, heads: record.heads,
      windows: record.geometry.windowCount, same: (same.entropies, same.sums),
      opposite: (opposite.entropies, opposite.sums), mean: mean.entropies, cancellation: cancellation
    ) { first, same, opposite in consume(first, [same, opposite]) }
    for query in queries ?? Array(0..<record.queries.rows) {
      mean.sums[head, query] = mean.entropies[head, query].isNaN ? 0 : 1
    }
  }

  /// (q⁺ᵖ, q⁻ᵖ) and (k⁺ᵖ, k⁻ᵖ), the halves of the keys exchanged for `opposite`.
  package func factors(of record: AttentionRecord, head: Int, stream: Stream) -> KernelFactors? {
    let channels = record.channels(ofHead: head)
    func powers(_ matrix: Matrix, isExchanged: Bool) -> (Int) -> [Double] {
      { row in
        let values = matrix.row(row)
        let halves = [1.0, -1.0].map { sign in
          channels.map { pow(max(sign * Double(values[$0]), 0), Double(power[$0])) }
        }
        return isExchanged ? halves[1] + halves[0] : halves[0] + halves[1]
      }
    }
    return KernelFactors(
      width: 2 * channels.count, query: powers(record.queries, isExchanged: false),
      key: powers(record.keys, isExchanged: stream == .opposite))
  }
}

extension Reading {
  /// One exponent for all channels, in place of learned powers.
  static let polarity = Reading(
    name: .polarity, title: "polarity", streams: [.same, .opposite], hasExponent: true
  ) { record, exponent in
    PolarityAttention(power: [Float](repeating: exponent, count: record.channels))
  }
}
