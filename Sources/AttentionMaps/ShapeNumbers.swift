// The numbers of a head that say how local and how even its rows are.
import Attention
import Compute

extension LayerStatistics {
  /// The mean fraction of a spatial query's attention that its 3×3 nearest keys get, those of them that it sees; of |a|
  /// where weights may be negative, and the mean of several streams. nil when every row is empty, or it was not asked
  /// for.
  package func localMass(head: Int) -> Double? {
    measures.flatMap { $0.shapes.mean($0.shapes.localMasses, head: head) }
  }

  /// The mean fraction of keys that get more than 1/n of a query's attention, n the keys that it sees; likewise.
  package func aboveUniform(head: Int) -> Double? {
    measures.flatMap { $0.shapes.mean($0.shapes.aboveUniform, head: head) }
  }

  /// The mean fraction of keys that get less than 1/(100·n) of a query's attention; likewise.
  package func negligible(head: Int) -> Double? {
    measures.flatMap { $0.shapes.mean($0.shapes.negligible, head: head) }
  }

  /// Pearson's correlation of ‖q_i‖ and the entropy of row i over the queries whose row is not empty; nil where one of
  /// them is the same for all. O(N·d)
  package func queryNormCorrelation(head: Int, stream: Stream) -> Double? {
    queryPoints(head: head, stream: stream).flatMap { points in
      correlation(points.map(\.norm), points.map { $0.entropy.value ?? .nan })
    }
  }

  /// How many queries have a normalized entropy H/ln n in each of `bins` equal parts of 0…1, the last with 1; queries
  /// with an empty row or a single key are not counted. nil for a stream that the layer does not have.
  package func entropyHistogram(head: Int, stream: Stream, bins: Int) -> [Int]? {
    guard streams[stream] != nil else { return nil }
    var counts = [Int](repeating: 0, count: bins)
    for query in record.geometry.tokenQueries {
      guard let value = normalizedEntropy(head: head, stream: stream, row: query)?.value else { continue }
      counts[min(bins - 1, max(0, Int(value * Float(bins))))] += 1
    }
    return counts
  }
}
