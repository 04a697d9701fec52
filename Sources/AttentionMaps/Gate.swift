// The gate of polarity heads, summarized.
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
}
