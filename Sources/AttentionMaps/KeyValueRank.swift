// How many independent patterns the sum of keys and values holds: all that a linear head knows of its keys.
import Attention
import Compute

extension AttentionRecord {
  /// The effective rank exp(H(σ/Σσ)) of Σ_j φ(k_j)ᵀv_j of one stream, [features × channels], v the channels that the
  /// stream acts on: the mean over windows. Without a feature map φ(k) = k. At most the smaller side; undefined where
  /// all products are 0 or one is not finite. O(n·features·channels)
  ///
  /// - Parameter stream: one of `streams`.
  /// - Throws: `Cancelled`
  package func keyValueRank(
    head: Int, stream: Stream, cancellation: Cancellation? = nil
  ) throws(Cancelled) -> Measured<Double> {
    let own = channels(ofHead: head)
    let factors = mechanism.factors(of: self, head: head, stream: stream)
    let channels = channels(ofHead: head, stream: stream)
    let (rows, columns) = (factors?.width ?? own.count, channels.count)
    var sum = 0.0
    for window in 0..<geometry.windowCount {
      try cancellation?.check()
      var product = [Double](repeating: 0, count: rows * columns)
      for key in window * geometry.keysPerWindow..<(window + 1) * geometry.keysPerWindow {
        let features = factors?.key(key) ?? own.map { Double(keys[key, $0]) }
        let value = channels.map { Double(values[key, $0]) }
        for (row, feature) in features.enumerated() where feature != 0 {
          for column in 0..<columns { product[row * columns + column] += feature * value[column] }
        }
      }
      guard product.allSatisfy(\.isFinite) else { return .undefined(.notFinite) }
      var factor = TriangularFactor(columns: columns)
      factor.add(product)
      let sigma = AttentionMaps.singularValues(factor.values, order: columns)
      switch exponentialEntropy(of: sigma) {
      case .value(let rank): sum += rank
      case .undefined(let reason): return .undefined(reason)
      }
    }
    return .value(sum / Double(geometry.windowCount))
  }
}
