// A layer after its forward pass, as the numbers of its heads are computed from it.
import Attention
import AttentionMaps
import Compute
import Synchronization
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
  /// What several numbers are made of.
  private let spectra = Spectra()

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

  /// The singular values of a stream of a head, computed once; see `AttentionRecord.matrixSpectrum`.
  ///
  /// - Throws: `Cancelled`
  func spectrum(head: Int, stream: Stream) throws -> MatrixSpectrum? {
    let place = Spectra.Place(head: head, stream: stream)
    if let known = spectra.values.withLock({ $0[place] }) { return known }
    let spectrum = try record.matrixSpectrum(head: head, stream: stream, cancellation: cancellation)
    spectra.values.withLock { $0[place] = .some(spectrum) }
    return spectrum
  }

  /// Throws `Cancelled` when the run was cancelled.
  func check() throws { try cancellation?.check() }
}

/// The spectra of a layer, by head and stream; nil for a matrix that is too large for one.
private final class Spectra: Sendable {
  struct Place: Hashable {
    let head: Int
    let stream: Stream
  }

  let values = Mutex<[Place: MatrixSpectrum?]>([:])
}
