// The maps of one query of one head, from the layer's record (attention.md §4).
import Attention
import Compute

extension AttentionRecord {
  /// A map over the keys of one query of one head.
  ///
  /// O(n·d) for one query, O(N·n·d) for the mean over queries; `contribution` adds O(n·d·channels).
  ///
  /// - Throws: `MapUnavailable` when the mechanism or the layer has no such map or query.
  package func map(_ kind: MapKind, head: Int, query: Query) throws(MapUnavailable) -> HeatMap {
    try checkAvailable(kind)
    switch query {
    case .spatial(let position):
      guard geometry.queryGrid.contains(position) else {
        throw .noSuchQuery(
          "query \(position) is outside the layer's \(geometry.queryGrid.rows)×"
            + "\(geometry.queryGrid.columns) grid")
      }
      return heatMap(kind, head: head, row: geometry.matrixRow(ofQuery: .spatial(position)))
    case .prefix(let index):
      guard geometry.prefix.indices.contains(index) else {
        throw .noSuchQuery("\(name) has no prefix token \(index)")
      }
      return heatMap(kind, head: head, row: index)
    case .mean: return meanMap(kind, head: head)
    }
  }

  /// The values of a map for the query in matrix row `row`, one per key of its window.
  package func mapValues(_ kind: MapKind, head: Int, row: Int) -> [Float] {
    switch kind {
    case .attention, .same, .opposite:
      return self.row(query: row, head: head, stream: Stream(rawValue: kind.rawValue) ?? .attention).weights
    case .effective: return effective(head: head, row: row)
    case .contribution: return contribution(head: head, row: row)
    case .positive: return polarityLogits(head: head, row: row).map(\.positive)
    case .negative: return polarityLogits(head: head, row: row).map(\.negative)
    case .net: return polarityLogits(head: head, row: row).map(\.net)
    case .kernelPositive: return kernelProducts(query: row, head: head, swapped: false)
    case .kernelNegative: return kernelProducts(query: row, head: head, swapped: true)
    case .incoming, .rollout, .entropy: return []
    }
  }

  /// Throws when the mechanism has no map of this kind.
  package func checkAvailable(_ kind: MapKind) throws(MapUnavailable) {
    switch kind {
    case .attention, .effective, .contribution, .positive, .negative, .net: return
    case .same, .opposite, .kernelPositive, .kernelNegative:
      if mechanism.name != .polarity { throw .notOfMechanism(kind, mechanism.name) }
    case .incoming, .rollout, .entropy:
      throw .undefined(kind, reason: "is not a map of one query")
    }
  }

  /// Whether a map of this kind has values on both sides of zero here.
  func isSigned(_ kind: MapKind) -> Bool {
    kind == .net || (kind == .effective && mechanism.name == .polarity)
  }
}

// MARK: The quantities

extension AttentionRecord {
  /// ḡˢ_i·Aˢ_ij + ḡᵒ_i·Aᵒ_ij with ḡ the mean gate over the channels of the stream; a_ij without a gate.
  private func effective(head: Int, row: Int) -> [Float] {
    guard let gate else { return self.row(query: row, head: head, stream: .attention).weights }
    var sum = [Float](repeating: 0, count: geometry.keysPerWindow)
    for stream in streams {
      let channels = channels(ofHead: head, stream: stream)
      let gates = gate.row(row)
      let mean = channels.reduce(Float(0)) { $0 + gates[$1] } / Float(channels.count)
      for (key, weight) in self.row(query: row, head: head, stream: stream).weights.enumerated() {
        sum[key] += mean * weight
      }
    }
    return sum
  }

  /// ‖(g_i ⊙ [a_ij v_j]) W_O‖₂, each stream's weight on its own value channels (Kobayashi et al. 2020, with
  /// the gate of PolaFormer).
  private func contribution(head: Int, row: Int) -> [Float] {
    let keys = geometry.keysPerWindow
    let first = geometry.window(ofQueryRow: row) * keys
    let weighted = Matrix(rows: keys, columns: channels)
    for stream in streams {
      let weights = self.row(query: row, head: head, stream: stream).weights
      for channel in channels(ofHead: head, stream: stream) {
        let factor = gate?[row, channel] ?? 1
        for key in 0..<keys {
          weighted[key, channel] = factor * weights[key] * values[first + key, channel]
        }
      }
    }
    let projected = Matrix(rows: keys, columns: projection.outputs)
    engine.linear(weighted, projection, .product, into: projected)
    return (0..<keys).map { key in
      projected.row(key).reduce(Float(0)) { $0 + $1 * $1 }.squareRoot()
    }
  }

  /// The same-signed and opposite-signed parts of one logit.
  private struct PolarityLogit {
    var positive: Float = 0
    var negative: Float = 0
    var net: Float { positive - negative }
  }

  /// s·(pp + nn) and s·(pn + np) of every key: each channel's product counts by its sign.
  private func polarityLogits(head: Int, row: Int) -> [PolarityLogit] {
    let keys = geometry.keysPerWindow
    let first = geometry.window(ofQueryRow: row) * keys
    let channels = channels(ofHead: head)
    let query = queries.row(row)
    let scale = mechanism.logitScale
    return (0..<keys).map { index in
      let key = self.keys.row(first + index)
      var logit = PolarityLogit()
      for channel in channels {
        let product = query[channel] * key[channel] * scale
        if product > 0 { logit.positive += product } else { logit.negative -= product }
      }
      return logit
    }
  }
}

// MARK: On the grid

extension AttentionRecord {
  private func heatMap(_ kind: MapKind, head: Int, row: Int) -> HeatMap {
    place(mapValues(kind, head: head, row: row), kind: kind, window: geometry.window(ofQueryRow: row))
  }

  /// Lays the values of one window's keys on the layer's key grid; NaN elsewhere.
  package func place(_ values: [Float], kind: MapKind, window: Int) -> HeatMap {
    var grid = [Float](repeating: .nan, count: geometry.keyGrid.count)
    var prefix = [Float](repeating: 0, count: geometry.prefix.count)
    for (index, value) in values.enumerated() {
      switch geometry.place(ofKey: index, inWindow: window) {
      case .prefix(let position): prefix[position] = value
      case .spatial(let position): grid[geometry.keyGrid.index(of: position)] = value
      }
    }
    return HeatMap(
      kind: kind, grid: geometry.keyGrid, values: grid, prefix: prefix, isSigned: isSigned(kind))
  }

  /// The mean of a map over all spatial queries; each key over the queries that see it.
  private func meanMap(_ kind: MapKind, head: Int) -> HeatMap {
    let keys = geometry.keysPerWindow
    var sums = [Double](repeating: 0, count: geometry.windowCount * keys)
    for row in geometry.prefix.count..<geometry.queryCount {
      let window = geometry.window(ofQueryRow: row)
      for (key, value) in mapValues(kind, head: head, row: row).enumerated() {
        sums[window * keys + key] += Double(value)
      }
    }
    let queries = Double(geometry.queryGrid.count / geometry.windowCount)
    var merged = [Float](repeating: .nan, count: geometry.keyGrid.count)
    var prefix: [Float] = []
    for window in 0..<geometry.windowCount {
      let means = sums[window * keys..<(window + 1) * keys].map { Float($0 / queries) }
      let map = place(means, kind: kind, window: window)
      for (index, value) in map.values.enumerated() where !value.isNaN { merged[index] = value }
      prefix = map.prefix
    }
    return HeatMap(
      kind: kind, grid: geometry.keyGrid, values: merged, prefix: prefix, isSigned: isSigned(kind))
  }
}
