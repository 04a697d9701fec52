// The maps of one query of one head, from the layer's record.
import Attention
import Compute

extension AttentionRecord {
  /// A map over the keys of one query of one head.
  ///
  /// O(n·d) for one query, O(N·n·d) for the mean over queries; `contribution` adds O(n·d·channels).
  ///
  /// - Throws: `MapUnavailable` when the mechanism or the layer has no such map or query; `Cancelled` for a mean.
  package func map(
    _ kind: MapKind, head: Int, query: Query, cancellation: Cancellation? = nil
  ) throws -> HeatMap {
    try checkAvailable(kind)
    switch query {
    case .spatial(let position):
      guard geometry.queryGrid.contains(position) else {
        throw MapUnavailable.noSuchQuery(
          "query \(position) is outside the layer's \(geometry.queryGrid.rows)×"
            + "\(geometry.queryGrid.columns) grid")
      }
      return heatMap(kind, head: head, row: geometry.matrixRow(ofQuery: .spatial(position)))
    case .prefix(let index):
      guard geometry.queryPrefix.indices.contains(index) else {
        throw MapUnavailable.noSuchQuery("\(name) has no prefix token \(index)")
      }
      if kind == .agentKey { throw MapUnavailable.agentOfPrefix }
      return heatMap(kind, head: head, row: index)
    case .mean: return try meanMap(kind, head: head, cancellation: cancellation)
    }
  }

  /// The same of the query in a matrix row. Throws `MapUnavailable`.
  package func map(_ kind: MapKind, head: Int, row: Int) throws(MapUnavailable) -> HeatMap {
    try checkAvailable(kind)
    guard (0..<geometry.queryCount).contains(row), !geometry.isPadding(queryRow: row) else {
      throw .noSuchQuery("there is no query \(row)")
    }
    return heatMap(kind, head: head, row: row)
  }

  /// The values of a map for the query in matrix row `row`, one per key of its window.
  package func mapValues(_ kind: MapKind, head: Int, row: Int) -> [Float] {
    switch kind {
    case .attention, .same, .opposite:
      return self.row(query: row, head: head, stream: kind.stream ?? .attention).weights
    case .effective: return effective(head: head, row: row)
    case .contribution: return contribution(head: head, row: row)
    case .positive: return polarityLogits(head: head, row: row).map(\.positive)
    case .negative: return polarityLogits(head: head, row: row).map(\.negative)
    case .net: return polarityLogits(head: head, row: row).map(\.net)
    case .kernelPositive: return linearProducts(query: row, head: head, pairing: .equalSigns)
    case .kernelNegative: return linearProducts(query: row, head: head, pairing: .oppositeSigns)
    case .queryAgent: return agentWeights(query: row, head: head)
    case .agentKey:
      let window = geometry.window(ofQueryRow: row)
      return agent(ofQuery: row).map { agentRow(agent: $0, window: window, head: head) } ?? []
    case .incoming, .rollout, .entropy: return []
    }
  }

  /// Throws when the mechanism has no map of this kind.
  package func checkAvailable(_ kind: MapKind) throws(MapUnavailable) {
    try kind.checkAvailable(with: description.mechanism)
  }
}

extension MapKind {
  /// Throws when heads of this mechanism have no such map of one query.
  package func checkAvailable(with mechanism: MechanismFacts) throws(MapUnavailable) {
    switch self {
    case .incoming, .rollout, .entropy: throw .undefined(self, reason: "is not a map of one query")
    default: if !mechanism.maps.contains(self) { throw .notOfMechanism(self, mechanism.title) }
    }
  }
}

// MARK: The values of each kind

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
  /// the gate of PolaFormer), W_O the rows of the output projection that take the head's channels.
  ///
  /// O(n·d·channels)
  private func contribution(head: Int, row: Int) -> [Float] {
    let keys = geometry.keysPerWindow
    let first = geometry.window(ofQueryRow: row) * keys
    let own = channels(ofHead: head)
    let weighted = Matrix(rows: keys, columns: headWidth)
    for stream in streams {
      let weights = self.row(query: row, head: head, stream: stream).weights
      let channels = channels(ofHead: head, stream: stream)
      let gates = channels.map { gate?[row, $0] ?? 1 }
      for key in 0..<keys {
        let source = values.row(first + key)
        let target = weighted.row(key)
        for (gate, channel) in zip(gates, channels) {
          target[channel - own.lowerBound] = gate * weights[key] * source[channel]
        }
      }
    }
    let projected = Matrix(unwrittenRows: keys, columns: projection.outputs)
    engine.linear(weighted, projection, inputs: own, into: projected)
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

  /// s·(pp + nn) and s·(pn + np) of every key: each channel's product counts by its sign. A product that is no number
  /// has no sign, so both are NaN.
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
        if !(product <= 0) { logit.positive += product }
        if !(product > 0) { logit.negative -= product }
      }
      return logit
    }
  }
}

// MARK: On the grid

extension AttentionRecord {
  private func heatMap(_ kind: MapKind, head: Int, row: Int) -> HeatMap {
    place(mapValues(kind, head: head, row: row), kind: kind, query: row)
  }

  /// The values of the agents of a window on their grid.
  private func agentMap(_ values: [Float]) -> HeatMap {
    let grid = description.mechanism.agents ?? TokenGrid(rows: 1, columns: 1)
    return HeatMap(kind: .queryAgent, grid: grid, values: values)
  }

  /// Lays the values of one query's keys on the layer's key grid; no key where the query sees none.
  ///
  /// - Parameters:
  ///   - values: one per key of the query's window.
  ///   - query: matrix row of the query.
  package func place(_ values: [Float], kind: MapKind, query: Int) -> HeatMap {
    if kind == .queryAgent { return agentMap(values) }
    let window = geometry.window(ofQueryRow: query)
    var map = HeatMap(
      kind: kind, emptyOn: geometry.keyGrid, prefix: geometry.prefix.count,
      isSigned: description.isSigned(kind))
    for (index, value) in values.enumerated() where sees(query: query, key: index) {
      map.set(value, at: geometry.place(ofKey: index, inWindow: window))
    }
    return map
  }

  /// The map of the mean query: `columnMeans`. O(N·n·d)
  private func meanMap(_ kind: MapKind, head: Int, cancellation: Cancellation?) throws(Cancelled) -> HeatMap {
    if kind == .queryAgent { return agentMap(meanAgentWeights(head: head)) }
    return keyMap(kind: kind, of: try columnMeans(kind, head: head, cancellation: cancellation))
  }

  /// The mean of a map over all spatial queries of the layer, one value for each key in matrix order: Σ_i m_ij / N. A
  /// query that does not see a key gives it nothing and counts in N, so that the means of weights that sum to 1 for
  /// each query sum to 1, with windows too.
  ///
  /// - Throws: `Cancelled`
  func columnMeans(
    _ kind: MapKind, head: Int, cancellation: Cancellation? = nil
  ) throws(Cancelled) -> [Double] {
    let queries = Double(geometry.queryGrid.count)
    if kind == .attention, hasLongRows {
      let sums = try streamedSums(of: geometry.spatialQueries, head: head, cancellation: cancellation)
      return sums.map { $0 / queries }
    }
    var sums = [Double](repeating: 0, count: geometry.keyCount)
    for row in geometry.spatialQueries {
      try cancellation?.check()
      let first = geometry.window(ofQueryRow: row) * geometry.keysPerWindow
      for (key, value) in mapValues(kind, head: head, row: row).enumerated()
      where sees(query: row, key: key) {
        sums[first + key] += Double(value)
      }
    }
    return sums.map { $0 / queries }
  }

  /// A map over all keys of the layer, from values in matrix order.
  func keyMap(kind: MapKind, of values: [Double]) -> HeatMap {
    var map = HeatMap(
      kind: kind, emptyOn: geometry.keyGrid, prefix: geometry.prefix.count,
      isSigned: description.isSigned(kind))
    for (row, value) in values.enumerated() {
      map.set(
        Float(value),
        at: geometry.place(ofKey: row % geometry.keysPerWindow, inWindow: row / geometry.keysPerWindow))
    }
    return map
  }
}
