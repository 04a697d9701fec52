// A layer after its forward pass, as the numbers of its heads are computed from it.
import Attention
import AttentionMaps
import Compute
import VisionModels

/// What the numbers of the heads of one layer are computed from.
struct MeasuredLayer: Sendable {
  let statistics: LayerStatistics
  /// For every head what the rows of each stream are like; the streams are those of `statistics.names`.
  let summaries: [[Stream: StreamSummary]]
  /// The coarsest key grid of the model's layers, to which entropies are pooled.
  let pooledGrid: TokenGrid
  let cancellation: Cancellation?
  /// The layer as its model has it, where this one is a reading of it; else nil.
  let original: AttentionRecord?

  init(
    _ statistics: LayerStatistics, pooledGrid: TokenGrid, original: AttentionRecord? = nil,
    cancellation: Cancellation?
  ) {
    self.original = original
    self.statistics = statistics
    self.pooledGrid = pooledGrid
    self.cancellation = cancellation
    summaries = (0..<statistics.record.heads).map { head in
      var summaries: [Stream: StreamSummary] = [:]
      for stream in statistics.names { summaries[stream] = statistics.summary(head: head, stream: stream) }
      return summaries
    }
  }

  var record: AttentionRecord { statistics.record }

  /// Whether weights may be negative: then entropies are those of |a|/Σ|a|.
  var hasSignedRows: Bool { record.description.mechanism.hasSignedRows }

  /// What the rows of a stream are like as the mechanism applies them; nil for the mean of two streams, which is not
  /// applied, and for a stream that the layer does not have.
  func applied(head: Int, stream: Stream) -> StreamSummary? {
    record.streams.contains(stream) ? summaries[head][stream] : nil
  }

  /// Throws `Cancelled` when the run was cancelled.
  func check() throws { try cancellation?.check() }
}
