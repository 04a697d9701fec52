// The gate of polarity heads, summarized: its mean, its values, and how its two streams go together.
import Attention
import Compute

extension AttentionRecord {
  /// The mean of a head's gate over all queries and the value channels of one stream; nil without a gate.
  package func meanGate(head: Int, stream: Stream) -> Double? {
    guard let gate else { return nil }
    let channels = channels(ofHead: head, stream: stream)
    var sum = 0.0
    for row in 0..<gate.rows {
      let values = gate.row(row)
      for channel in channels { sum += Double(values[channel]) }
    }
    return sum / Double(gate.rows * channels.count)
  }

  /// A head's gate of all queries and the value channels of one stream, query by query; nil without a gate.
  package func gates(head: Int, stream: Stream) -> [Float]? {
    guard let gate else { return nil }
    let channels = channels(ofHead: head, stream: stream)
    return geometry.tokenQueries.flatMap { row in
      let values = gate.row(row)
      return channels.map { values[$0] }
    }
  }

  /// Pearson's correlation of the gates of the two streams over all queries and channels, the i-th channel of one with
  /// the i-th of the other: negative where one opens as the other closes. nil without a gate of two streams, and where
  /// one is the same everywhere or not finite. O(N·channels)
  package func gateCorrelation(head: Int) -> Double? {
    guard streams.count == 2, let first = gates(head: head, stream: streams[0]),
      let second = gates(head: head, stream: streams[1]), first.count == second.count,
      first.allSatisfy(\.isFinite), second.allSatisfy(\.isFinite)
    else { return nil }
    return correlation(first, second)
  }
}
