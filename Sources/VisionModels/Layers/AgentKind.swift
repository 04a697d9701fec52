// Agent attention in a model: its tensors, and the biases of its two factors on the grids of queries and keys.
import Attention
import Compute

extension ConvolvedAttentionKind {
  /// Biases give the heads, the agents and, in windows, the side of one.
  static let agent = ConvolvedAttentionKind(
    letters: StageLetters(linear: "A", standard: "B", mixed: "M"), headsTensor: "an_bias",
    heads: { HeadTensor(name: "\($0).an_bias", rank: 4, axis: 0, meaning: .heads) },
    windowSide: { reader, prefix in
      let tensor = "\(prefix).ha_bias"
      guard let shape = reader.shape(of: tensor), shape.count == 5 else { return nil }
      return (shape[2], tensor)
    }
  ) { context, prefix, heads, channels, geometry in
    let biases = try AgentBiases(context.reader, prefix, heads: heads, geometry: geometry)
    let side = biases.agents.rows
    context.note("agents", "\(side)×\(side)", from: .tensors("\(prefix).an_bias"))
    let convolution = try context.reader.depthwiseConvolution("\(prefix).dwc", filters: channels)
    return (
      AgentAttention(
        headWidth: channels / heads, agents: biases.agents, keyBias: biases.keys, queryBias: biases.queries),
      .fixed(ValueConvolution(convolution, spreading: .bilinear))
    )
  }
}

/// B¹ and B² of a layer, spread over its grids (Han et al. 2024, arXiv:2312.08874).
private struct AgentBiases {
  let agents: TokenGrid
  /// B¹, [heads × m × n]; nothing where values are not read.
  let keys: [Float]
  /// B², [heads × N × m].
  let queries: [Float]

  /// The side of the stored grids, whatever the resolution.
  private static let storedSide = 7
  /// Pairs of all heads beyond which biases are not spread out, 2 GB.
  private static let pairLimit = 1 << 29

  /// - Parameter geometry: of the layer; biases are those of one window.
  /// - Throws: `ModelError.invalid` where they are of other grids, of agents on no square grid, or too large.
  init(_ reader: ParameterReader, _ prefix: String, heads: Int, geometry: AttentionGeometry) throws {
    func refusal(_ reason: String) -> ModelError { .invalid(path: reader.checkpoint.path, reason: reason) }
    let stored = reader.shape(of: "\(prefix).an_bias") ?? []
    let count = stored.count == 4 ? stored[1] : 0
    guard let side = exactSquareRoot(count) else {
      throw refusal(
        "\(prefix).an_bias has shape \(stored); expected agents on a square grid, [heads, side², 7, 7]")
    }
    agents = TokenGrid(rows: side, columns: side)
    let window = geometry.partition.map { TokenGrid(rows: $0.rows, columns: $0.columns) }
    let (queryGrid, keyGrid) = (window ?? geometry.queryGrid, window ?? geometry.keyGrid)
    for (axis, tensor, length, expected) in [
      (3, "ah_bias", keyGrid.rows, "keys"), (4, "aw_bias", keyGrid.columns, "keys"),
      (2, "ha_bias", queryGrid.rows, "queries"), (3, "wa_bias", queryGrid.columns, "queries"),
    ] {
      let shape = reader.shape(of: "\(prefix).\(tensor)") ?? []
      guard shape.count == 5, shape[axis] != length else { continue }
      throw refusal(
        "\(prefix).\(tensor) has shape \(shape), but \(length) rows or columns of \(expected) need a bias; biases of "
          + "another grid are not interpolated here, choose the --input-size that it was trained on")
    }
    let tokens = geometry.prefix.count + max(queryGrid.count, keyGrid.count)
    guard count <= Self.pairLimit / max(heads, 1) / max(tokens, 1) else {
      throw refusal("\(prefix).an_bias would need a bias for \(heads)·\(count)·\(tokens) pairs; too many")
    }
    let parts = [heads, count, Self.storedSide, Self.storedSide]
    let toKeys = try reader.values("\(prefix).an_bias", shape: parts)
    let toAgents = try reader.values("\(prefix).na_bias", shape: parts)
    let keyRows = try reader.values("\(prefix).ah_bias", shape: [1, heads, count, keyGrid.rows, 1])
    let keyColumns = try reader.values("\(prefix).aw_bias", shape: [1, heads, count, 1, keyGrid.columns])
    let queryRows = try reader.values("\(prefix).ha_bias", shape: [1, heads, queryGrid.rows, 1, count])
    let queryColumns = try reader.values("\(prefix).wa_bias", shape: [1, heads, 1, queryGrid.columns, count])
    let hasClass = !geometry.prefix.isEmpty
    let toClass = hasClass ? try reader.values("\(prefix).ac_bias", shape: [1, heads, count, 1]) : []
    let ofClass = hasClass ? try reader.values("\(prefix).ca_bias", shape: [1, heads, 1, count]) : []
    guard reader.readsValues else {
      (keys, queries) = ([], [])
      return
    }
    guard geometry.prefix.count <= 1 else {
      throw refusal(
        "\(prefix) knows one token in front of the patches; the file has \(geometry.prefix.count)")
    }
    let spreadKeys = Self.spread(toKeys, maps: heads * count, to: keyGrid)
    let spreadQueries = Self.spread(toAgents, maps: heads * count, to: queryGrid)
    var (keys, queries) = ([Float](), [Float]())
    for map in 0..<heads * count {
      if hasClass { keys.append(toClass[map]) }
      for key in 0..<keyGrid.count {
        let place = keyGrid.position(at: key)
        keys.append(
          spreadKeys[map * keyGrid.count + key] + keyRows[map * keyGrid.rows + place.row]
            + keyColumns[map * keyGrid.columns + place.column])
      }
    }
    for head in 0..<heads {
      if hasClass { queries += ofClass[head * count..<(head + 1) * count] }
      for query in 0..<queryGrid.count {
        let place = queryGrid.position(at: query)
        for agent in 0..<count {
          queries.append(
            spreadQueries[(head * count + agent) * queryGrid.count + query]
              + queryRows[(head * queryGrid.rows + place.row) * count + agent]
              + queryColumns[(head * queryGrid.columns + place.column) * count + agent])
        }
      }
    }
    (self.keys, self.queries) = (keys, queries)
  }

  /// Maps of 7×7 values interpolated bilinearly to a grid, without antialiasing also where it is smaller,
  /// [maps × tokens].
  private static func spread(_ stored: [Float], maps: Int, to grid: TokenGrid) -> [Float] {
    let rows = (0..<grid.rows).map {
      PositionInterpolation.bilinear.taps($0, of: grid.rows, over: storedSide)
    }
    let columns = (0..<grid.columns).map {
      PositionInterpolation.bilinear.taps($0, of: grid.columns, over: storedSide)
    }
    var spread: [Float] = []
    spread.reserveCapacity(maps * grid.count)
    for map in 0..<maps {
      let first = map * storedSide * storedSide
      for down in rows {
        for across in columns {
          var sum: Float = 0
          for (row, weight) in down {
            for (column, factor) in across {
              sum += weight * factor * stored[first + row * storedSide + column]
            }
          }
          spread.append(sum)
        }
      }
    }
    return spread
  }
}
