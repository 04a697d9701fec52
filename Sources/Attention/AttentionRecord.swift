// What a forward pass keeps of an attention layer: enough to make every row, number and picture of it.
import Compute

/// The queries, keys, values and gate of one attention layer, with their mechanism and geometry.
///
/// No [queries × keys] matrix is stored: rows are made on demand in O(n·d), entropies stream in tiles.
package struct AttentionRecord: Sendable {
  /// Position among the attention layers of the model, from 0.
  package let index: Int
  /// The name of the layer in the checkpoint, such as `block1.0.attn`.
  package let name: String
  package let geometry: AttentionGeometry
  package let heads: Int
  /// [queries × channels], as they enter the mechanism (scaled, before powers and feature maps).
  package let queries: Matrix
  /// [keys × channels], as they enter the mechanism (positional encoding added, scaled).
  package let keys: Matrix
  /// [keys × channels]
  package let values: Matrix
  /// Linear output that the mixed values are multiplied with, [queries × channels].
  package let gate: Matrix?
  /// What of the values is added to the mixed ones, window by window, before the gate.
  package let convolution: DepthwiseConvolution?
  /// Output projection W_O, [channels × channels].
  package let projection: Linear
  package let mechanism: any Mechanism
  package let features: Features?
  package let engine: Engine
  /// The same layer without its values: the facts of its mechanism among them.
  package let description: AttentionLayerDescription

  /// Makes the record and its features. O(tokens · channels)
  package init(
    index: Int, name: String, geometry: AttentionGeometry, heads: Int, queries: Matrix, keys: Matrix,
    values: Matrix, gate: Matrix? = nil, convolution: DepthwiseConvolution? = nil, projection: Linear,
    mechanism: any Mechanism, engine: Engine
  ) {
    self.index = index
    self.name = name
    self.geometry = geometry
    self.heads = heads
    self.queries = queries
    self.keys = keys
    self.values = values
    self.gate = gate
    self.convolution = convolution
    self.projection = projection
    self.mechanism = mechanism
    self.engine = engine
    description = AttentionLayerDescription(
      index: index, name: name, mechanism: mechanism.facts, heads: heads, geometry: geometry,
      hasGate: gate != nil, hasConvolution: convolution != nil)
    features = mechanism.features(queries: queries, keys: keys, heads: heads, on: engine)
  }

  /// The same queries and keys read by another mechanism: a counterfactual, not what the model computed.
  package func read(by other: any Mechanism) -> AttentionRecord {
    AttentionRecord(
      index: index, name: name, geometry: geometry, heads: heads, queries: queries, keys: keys,
      values: values, gate: gate, convolution: convolution, projection: projection, mechanism: other,
      engine: engine)
  }

  package var channels: Int { queries.columns }
  package var headWidth: Int { channels / heads }
  package var streams: [Stream] { description.streams }

  /// The channels of a head.
  package func channels(ofHead head: Int) -> Range<Int> { head * headWidth..<(head + 1) * headWidth }

  /// The value channels of a head that one stream acts on: all of them, or a half for two streams.
  package func channels(ofHead head: Int, stream: Stream) -> Range<Int> {
    let all = channels(ofHead: head)
    guard let position = streams.firstIndex(of: stream) else { return all }
    let width = headWidth / streams.count
    return all.lowerBound + position * width..<all.lowerBound + (position + 1) * width
  }

  /// Writes Σ_j a_ij v_j of all heads to `output`, [queries × channels].
  package func mix(into output: Matrix) { mechanism.mix(self, into: output) }

  /// Writes Σ_j a_ij v_j of all heads for the queries in the matrix rows `queries` alone, [those × channels].
  package func mix(queries: Range<Int>, into output: Matrix) {
    if queries == 0..<self.queries.rows {
      mix(into: output)
    } else {
      mechanism.mix(self, queries: queries, into: output)
    }
  }

  /// Adds the depthwise convolution of the values to `output`, [queries × channels], window by window on the grid of
  /// the queries; values of a coarser grid are first interpolated along the token axis, as the official code does.
  package func addConvolution(to output: Matrix) {
    guard let convolution else { return }
    var spread = values
    if values.rows != output.rows {
      spread = Matrix(rows: output.rows, columns: output.columns)
      engine.interpolateTokens(values, into: spread)
    }
    let (height, width) =
      geometry.partition.map { ($0.rows, $0.columns) }
      ?? (geometry.queryGrid.rows, geometry.queryGrid.columns)
    for window in 0..<geometry.windowCount {
      let rows = window * height * width..<(window + 1) * height * width
      engine.depthwise(
        spread.rows(rows), height: height, width: width, convolution, addingTo: output.rows(rows))
    }
  }
}

// MARK: Which keys a query sees

extension AttentionRecord {
  /// Whether the query in matrix row `query` may attend to the `key`-th key of its window.
  package func sees(query: Int, key: Int) -> Bool {
    guard let regions = mechanism.regions else { return true }
    let first = geometry.window(ofQueryRow: query) * geometry.keysPerWindow
    return regions[query] == regions[first + key]
  }

  /// Keys that the query in matrix row `query` may attend to, prefix tokens included.
  package func admissibleKeys(ofQuery query: Int) -> Int {
    guard mechanism.regions != nil else { return geometry.keysPerWindow }
    return (0..<geometry.keysPerWindow).count { sees(query: query, key: $0) }
  }
}

// MARK: Rows

/// The explicit weights of one query in one stream.
package struct AttentionRow: Sendable {
  /// One weight for each key of the query's window, prefix tokens first.
  package let weights: [Float]
  /// The sum of the row as the mechanism applies it.
  package let sum: Float
}

extension AttentionRecord {
  /// One row of one stream. O(n·d)
  ///
  /// The streams of the mechanism give the row as it is applied, not re-normalised. `attention` of a head
  /// with two streams is the mean of the two re-normalised rows, or the other one alone if one is empty.
  ///
  /// - Parameter query: matrix row of the query.
  package func row(query: Int, head: Int, stream: Stream) -> AttentionRow {
    guard streams.contains(stream) else { return meanRow(query: query, head: head) }
    var sum: Float = 0
    let weights = [Float](unsafeUninitializedCapacity: geometry.keysPerWindow) { buffer, count in
      buffer.initialize(repeating: 0)
      sum = mechanism.row(query: query, head: head, stream: stream, of: self, into: buffer)
      count = geometry.keysPerWindow
    }
    return AttentionRow(weights: weights, sum: sum)
  }

  private func meanRow(query: Int, head: Int) -> AttentionRow {
    let rows = streams.map { row(query: query, head: head, stream: $0) }.filter { $0.sum > 0 }
    var mean = [Float](repeating: 0, count: geometry.keysPerWindow)
    for row in rows {
      let share = 1 / (row.sum * Float(rows.count))
      for (key, weight) in row.weights.enumerated() { mean[key] += weight * share }
    }
    return AttentionRow(weights: mean, sum: rows.isEmpty ? 0 : 1)
  }

  /// Entropies and row sums of every head, query and stream, and of `attention`.
  package func statistics(cancellation: Cancellation? = nil) -> [Stream: RowStatistics] {
    mechanism.statistics(of: self, cancellation: cancellation)
  }

  /// Streams every row of every head past `consume`, and gives the entropies and sums of them all.
  ///
  /// O(heads·N·n·d) time; the rows of a few queries are in memory at a time. Blocks come in any order, perhaps
  /// on several threads at once.
  ///
  /// - Parameter consume: takes a head, its first query and for each of `streams` the rows
  ///   [queries × keysPerWindow]. It must not keep them nor ask the engine for anything.
  package func streamRows(
    cancellation: Cancellation? = nil,
    consume: (_ head: Int, _ firstQuery: Int, _ rows: [Matrix]) -> Void
  ) -> [Stream: RowStatistics] {
    let statistics = unwrittenStatistics
    mechanism.streamRows(of: self, into: statistics, cancellation: cancellation, consume: consume)
    return statistics
  }

  /// Streams the rows of some queries of a head past `consume`, as above.
  ///
  /// - Parameters:
  ///   - queries: their matrix rows; those of a window best side by side.
  ///   - consume: takes rows from the `first` of `queries` on.
  package func streamRows(
    head: Int, queries: [Int], cancellation: Cancellation? = nil,
    consume: (_ first: Int, _ rows: [Matrix]) -> Void
  ) {
    mechanism.streamRows(
      of: self, head: head, queries: queries, into: unwrittenStatistics, cancellation: cancellation,
      consume: consume)
  }

  /// `mix` and `streamRows` in one, which spares softmax attention the second making of its rows.
  package func mixStreamingRows(
    into output: Matrix, cancellation: Cancellation? = nil,
    consume: (_ head: Int, _ firstQuery: Int, _ rows: [Matrix]) -> Void
  ) -> [Stream: RowStatistics] {
    let statistics = unwrittenStatistics
    mechanism.mixStreamingRows(
      self, into: output, statistics: statistics, cancellation: cancellation, consume: consume)
    return statistics
  }

  /// Statistics of each of `streams` and `attention` to be written, with sums of 1.
  var unwrittenStatistics: [Stream: RowStatistics] {
    let ones = [Float](repeating: 1, count: heads * queries.rows)
    return Dictionary(
      uniqueKeysWithValues: Set(streams + [.attention]).map { stream in
        let entropies = Matrix(rows: heads, columns: queries.rows)
        let sums = Matrix(rows: heads, columns: queries.rows, values: ones)
        return (stream, RowStatistics(entropies: entropies, sums: sums))
      })
  }
}
