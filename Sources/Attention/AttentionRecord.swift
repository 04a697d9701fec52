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
  /// Queries [queries × channels], keys and values [keys × channels] as they enter the mechanism: scaled, positional
  /// encoding added, before powers and feature maps.
  package let inputs: AttentionInputs
  /// What the attended values are multiplied with, a linear output, [queries × channels].
  package let gate: Matrix?
  /// What of the values is added to the attended ones, before the gate.
  package let convolution: ValueConvolution?
  /// Output projection W_O, [channels × channels].
  package let projection: Linear
  package let mechanism: any Mechanism
  /// φ(q) and φ(k) as queries and keys; nil without a feature map.
  package let features: AttentionInputs?
  package let engine: Engine
  /// The same layer without its values: the facts of its mechanism among them.
  package var description: AttentionLayerDescription { shared.description }

  /// Records are copied often, a description has a dozen parts: copies share it.
  private final class Shared: Sendable {
    let description: AttentionLayerDescription

    init(_ description: AttentionLayerDescription) { self.description = description }
  }

  private let shared: Shared

  /// Makes the record and its features. O(tokens · channels)
  package init(
    index: Int, name: String, geometry: AttentionGeometry, inputs: AttentionInputs, gate: Matrix? = nil,
    convolution: ValueConvolution? = nil, projection: Linear, mechanism: any Mechanism, engine: Engine
  ) {
    self.init(
      index: index, name: name, geometry: geometry, inputs: inputs, gate: gate, convolution: convolution,
      projection: projection, mechanism: mechanism,
      features: mechanism.features(of: inputs, geometry: geometry, on: engine), engine: engine)
  }

  private init(
    index: Int, name: String, geometry: AttentionGeometry, inputs: AttentionInputs, gate: Matrix?,
    convolution: ValueConvolution?, projection: Linear, mechanism: any Mechanism,
    features: AttentionInputs?, engine: Engine
  ) {
    precondition(inputs.windows == geometry.windowCount)
    precondition(inputs.queries.rows == geometry.queryCount && inputs.keys.rows == geometry.keyCount)
    self.index = index
    self.name = name
    self.geometry = geometry
    self.inputs = inputs
    self.gate = gate
    self.convolution = convolution
    self.projection = projection
    self.mechanism = mechanism
    self.engine = engine
    shared = Shared(
      AttentionLayerDescription(
        index: index, name: name, mechanism: mechanism.facts, heads: inputs.heads, geometry: geometry,
        hasGate: gate != nil, hasConvolution: convolution != nil))
    self.features = features
  }

  /// The same queries and keys read by another mechanism: a counterfactual, not what the model computed.
  ///
  /// - Parameter factor: by which every query is longer than it is.
  package func read(by other: any Mechanism, queriesTimes factor: Float = 1) -> AttentionRecord {
    AttentionRecord(
      index: index, name: name, geometry: geometry, inputs: inputs.with(queriesTimes: factor), gate: gate,
      convolution: convolution, projection: projection, mechanism: other, engine: engine)
  }

  /// One head as the only one of its layer, its queries, keys, values and features where they lie, without gate and
  /// convolution: to be read by another mechanism, or one that holds nothing of single heads and channels.
  func alone(head: Int) -> AttentionRecord {
    AttentionRecord(
      index: index, name: name, geometry: geometry, inputs: inputs.alone(head: head), gate: nil,
      convolution: nil, projection: projection, mechanism: mechanism,
      features: features?.alone(head: head), engine: engine)
  }

  package var heads: Int { inputs.heads }
  package var queries: Matrix { inputs.queries }
  package var keys: Matrix { inputs.keys }
  package var values: Matrix { inputs.values }
  package var channels: Int { queries.columns }
  package var headWidth: Int { channels / heads }
  package var streams: [Stream] { shared.description.streams }

  /// The channels of a head.
  package func channels(ofHead head: Int) -> Range<Int> { head * headWidth..<(head + 1) * headWidth }

  /// The value channels of a head that one stream acts on: all of them, or a half for two streams.
  package func channels(ofHead head: Int, stream: Stream) -> Range<Int> {
    let all = channels(ofHead: head)
    guard let position = streams.firstIndex(of: stream) else { return all }
    let width = headWidth / streams.count
    return all.lowerBound + position * width..<all.lowerBound + (position + 1) * width
  }

  /// Adds the convolution of the values to `output`, [queries × channels].
  package func addConvolution(to output: Matrix) {
    guard let convolution else { return }
    let first = geometry.prefix.count
    convolution.add(
      values.rows(first..<values.rows), of: geometry, to: output.rows(first..<output.rows), engine: engine)
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
  /// The streams of the mechanism give the row as it is applied, not re-normalized. `attention` of a head
  /// with two streams is the mean of the two re-normalized rows, or the other one alone if one is empty.
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
    let rows = streams.map { row(query: query, head: head, stream: $0) }.filter { $0.sum != 0 }
    var mean = [Float](repeating: 0, count: geometry.keysPerWindow)
    for row in rows {
      let factor = 1 / (row.sum * Float(rows.count))
      for (key, weight) in row.weights.enumerated() { mean[key] += weight * factor }
    }
    let isFinite = rows.allSatisfy(\.sum.isFinite)
    return AttentionRow(weights: mean, sum: rows.isEmpty ? 0 : isFinite ? 1 : .nan)
  }
}

// MARK: Many rows

extension AttentionRecord {
  /// Writes Σ_j a_ij v_j of all heads to `output`.
  ///
  /// - Parameters:
  ///   - queries: matrix rows of the queries; nil: all. A few, where there is one window and no position term.
  ///   - output: [those queries × channels]
  /// - Throws: `Cancelled`; `output` is written in part then.
  package func apply(
    queries: Range<Int>? = nil, into output: Matrix, cancellation: Cancellation? = nil
  ) throws(Cancelled) {
    try mechanism.apply(
      self, queries: queries ?? 0..<self.queries.rows, into: output, reading: nil, cancellation: cancellation)
  }

  /// The same for all queries with every row handed out on the way, which spares softmax attention the second making
  /// of its rows.
  ///
  /// - Returns: entropies and sums of every row, of each of `streams` and of `attention`.
  /// - Throws: `Cancelled`
  package func applyReadingRows(
    into output: Matrix, cancellation: Cancellation? = nil, consume: @escaping RowConsumer
  ) throws(Cancelled) -> [Stream: RowStatistics] {
    let reading = RowReading(statistics: unwrittenStatistics, consume: consume)
    try mechanism.apply(
      self, queries: 0..<queries.rows, into: output, reading: reading, cancellation: cancellation)
    return reading.statistics
  }

  /// Entropies and sums of rows, of each of `streams` and of `attention`: O(N·n·d) a head, without an [N × n] matrix.
  ///
  /// - Parameters:
  ///   - selection: which; the places of other rows hold nothing of use.
  ///   - consume: takes the rows; nil where the statistics alone are wanted, which is cheaper.
  /// - Throws: `Cancelled`
  @discardableResult
  package func streamRows(
    _ selection: RowSelection = .all, cancellation: Cancellation? = nil, consume: RowConsumer? = nil
  ) throws(Cancelled) -> [Stream: RowStatistics] {
    let reading = RowReading(statistics: unwrittenStatistics, consume: consume)
    try mechanism.streamRows(selection, of: self, reading: reading, cancellation: cancellation)
    return reading.statistics
  }

  /// Statistics of each of `streams` and `attention`, zeros before they are written.
  private var unwrittenStatistics: [Stream: RowStatistics] {
    func zeros() -> Matrix { Matrix(rows: heads, columns: queries.rows) }
    let isSigned = description.mechanism.hasSignedRows
    return Dictionary(
      uniqueKeysWithValues: Set(streams + [.attention]).map {
        ($0, RowStatistics(entropies: zeros(), sums: zeros(), negatives: isSigned ? zeros() : nil))
      })
  }
}

// MARK: Rows without a fast way

extension AttentionRecord {
  /// `streamRows` for a mechanism that has `row` alone: every row is made as an explicit one, and its entropy is that of
  /// |a|/Σ|a|. O(N·n·d) a head on the calling thread, a row in memory.
  ///
  /// - Throws: `Cancelled`
  package func streamExplicitRows(
    _ selection: RowSelection, reading: RowReading, cancellation: Cancellation?
  ) throws(Cancelled) {
    switch selection {
    case .all:
      for head in 0..<heads {
        try streamExplicitRows(
          .queries(Array(0..<queries.rows), head: head), reading: reading, cancellation: cancellation)
      }
    case .queries(let list, let head):
      for (index, query) in list.enumerated() {
        try cancellation?.check()
        var rows: [Stream: Matrix] = [:]
        for (stream, statistics) in reading.statistics {
          let row = row(query: query, head: head, stream: stream)
          statistics.sums[head, query] = row.sum
          statistics.entropies[head, query] = entropy(ofRow: row.weights).value.map(Float.init) ?? .nan
          statistics.negatives?[head, query] =
            negativeMass(ofRow: row.weights).value.map(Float.init) ?? .nan
          rows[stream] = Matrix(rows: 1, columns: row.weights.count, values: row.weights)
        }
        reading.consume?(head, index, streams.compactMap { rows[$0] })
      }
    }
  }
}
