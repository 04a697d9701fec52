// How much of a head's output its attention gives, next to the convolution of its values.
import Attention
import Compute

extension AttentionRecord {
  /// ‖attention part‖/(‖attention part‖ + ‖convolution part‖) of every head's output before the gate, as a mean
  /// over the queries where either is not 0; nil where both are for all. Empty in layers without a convolution.
  ///
  /// - Throws: `Cancelled`
  package func attentionFractions(cancellation: Cancellation? = nil) throws(Cancelled) -> [Double?] {
    guard convolution != nil else { return [] }
    let attention = Matrix(rows: geometry.queryCount, columns: channels)
    try apply(into: attention, cancellation: cancellation)
    let local = Matrix(rows: geometry.queryCount, columns: channels)
    addConvolution(to: local)
    return (0..<heads).map { head in
      let channels = channels(ofHead: head)
      var (total, counted) = (0.0, 0)
      for query in 0..<geometry.queryCount {
        let parts = [attention, local].map { length(of: $0.row(query)[channels]) }
        guard parts[0] + parts[1] > 0 else { continue }
        total += parts[0] / (parts[0] + parts[1])
        counted += 1
      }
      return counted > 0 ? total / Double(counted) : nil
    }
  }
}

private func length(of values: Slice<UnsafeMutableBufferPointer<Float>>) -> Double {
  values.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
}
