// Polarity-aware linear attention (PolaFormer): same-signed and opposite-signed interactions in two streams.
import Compute
import Glibc

extension MechanismName {
  package static let polarity = MechanismName(rawValue: "polarity")
}

/// With x⁺ = max(x, 0), x⁻ = max(−x, 0) and a power p per channel (Meng et al., ICLR 2025, arXiv:2501.15061):
/// S_ij = q⁺ᵖ·k⁺ᵖ + q⁻ᵖ·k⁻ᵖ and O_ij = q⁻ᵖ·k⁺ᵖ + q⁺ᵖ·k⁻ᵖ, each normalized by its row sum + n·1e-6; S acts on
/// the first half of the head's value channels, O on the second.
package struct PolarityAttention: Mechanism {
  /// The power p of every channel, [channels].
  package let power: [Float]

  package init(power: [Float]) { self.power = power }

  package var facts: MechanismFacts {
    var facts = MechanismFacts(
      name: .polarity, title: "polarity", kind: "polarity-aware", rowSum: .normalized)
    facts.streams = [.same, .opposite]
    facts.maps.formUnion([.same, .opposite, .kernelPositive, .kernelNegative])
    facts.panels = [.same, .opposite]
    facts.powers = power
    return facts
  }
  package var logitScale: Float { 1 }

  package func features(
    of inputs: AttentionInputs, geometry: AttentionGeometry, on engine: Engine
  ) -> AttentionInputs? {
    inputs.mapped { vectors in
      let output = Matrix(rows: vectors.rows, columns: vectors.columns)
      engine.signedPowers(vectors, power: power, into: output)
      return output
    }
  }

  package func apply(
    _ record: AttentionRecord, queries: Range<Int>, into output: Matrix, reading: RowReading?,
    cancellation: Cancellation?
  ) throws(Cancelled) {
    guard let features = record.features else { return }
    try record.engine.polarityAttention(
      features.with(queries: queries), into: output, cancellation: cancellation)
    if let reading { try streamRows(.all, of: record, reading: reading, cancellation: cancellation) }
  }

  package func row(
    query: Int, head: Int, stream: Stream, of record: AttentionRecord,
    into weights: UnsafeMutableBufferPointer<Float>
  ) -> Float {
    record.linearRow(
      query: query, head: head, pairing: stream == .opposite ? .oppositeSigns : .equalSigns, into: weights)
  }

  package func streamRows(
    _ selection: RowSelection, of record: AttentionRecord, reading: RowReading, cancellation: Cancellation?
  ) throws(Cancelled) {
    guard let features = record.features, let same = reading.statistics[.same],
      let opposite = reading.statistics[.opposite], let mean = reading.statistics[.attention]
    else { return }
    try record.engine.polarityRows(
      selection, features, same: same, opposite: opposite, mean: mean.entropies, cancellation: cancellation,
      consume: reading.consume)
    // The mean of two empty rows is empty; that of a row that is not finite is not finite either.
    mean.forEach(selection) { head, query in
      let sums = same.sums[head, query] + opposite.sums[head, query]
      mean.sums[head, query] = !sums.isFinite ? .nan : mean.entropies[head, query].isNaN ? 0 : 1
    }
  }

  /// (q⁺ᵖ, q⁻ᵖ) and (k⁺ᵖ, k⁻ᵖ), the halves of the keys exchanged for `opposite`.
  package func factors(of record: AttentionRecord, head: Int, stream: Stream) -> LinearFactors? {
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
    return LinearFactors(
      width: 2 * channels.count, isNormalized: true, query: powers(record.queries, isExchanged: false),
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
