// Agent attention (Han et al. 2024): a few pooled queries stand between all queries and all keys.
import Compute

extension MechanismName {
  package static let agent = MechanismName(rawValue: "agent")
}

/// a_ij = Σ_m Q_im·K_mj with K_mj = softmax_j(s·A_m·k_j + B¹_mj), Q_im = softmax_m(s·q_i·A_m + B²_im), s = d^-½: agents
/// A_m are the queries of the window averaged to a small grid (Han et al., ECCV 2024, arXiv:2312.08874).
package struct AgentAttention: ProductMechanism {
  /// s
  package let logitScale: Float
  /// The agents of a window.
  private let agents: TokenGrid
  /// B¹, [heads × m × n], and B², [heads × N × m]; nil: none.
  private let keyBias: [Float]?
  private let queryBias: [Float]?

  package init(headWidth: Int, agents: TokenGrid, keyBias: [Float]? = nil, queryBias: [Float]? = nil) {
    logitScale = 1 / Float(headWidth).squareRoot()
    self.agents = agents
    self.keyBias = keyBias
    self.queryBias = queryBias
  }

  package var facts: MechanismFacts {
    var facts = MechanismFacts(name: .agent, title: "Agent", kind: "agent", rowSum: .one)
    // A weight is no function of q_i·k_j, so that it has no parts by sign.
    facts.maps.subtract([.positive, .negative, .net])
    facts.maps.formUnion([.queryAgent, .agentKey])
    facts.panels = [.attention, .queryAgent, .agentKey]
    facts.agents = agents
    facts.notes = ["a weight is Σ over agents of query-agent × agent-key: it has no parts by sign"]
    if keyBias != nil || queryBias != nil {
      facts.notes.append("position biases are inside both factors")
    }
    return facts
  }

  /// x = Q_i and y_j = K_j of every head, each over the agents of the window.
  package func features(
    of inputs: AttentionInputs, geometry: AttentionGeometry, on engine: Engine
  ) -> AttentionInputs? {
    let (heads, windows, count) = (inputs.heads, inputs.windows, agents.count)
    let pooled = pooled(inputs.queries, geometry)
    let x = Matrix(unwrittenRows: inputs.queries.rows, columns: heads * count)
    let y = Matrix(unwrittenRows: inputs.keys.rows, columns: heads * count)
    let keys = inputs.keys.rows / windows
    do {
      try engine.softmaxRows(
        .all,
        AttentionInputs(
          queries: pooled, keys: inputs.keys, values: inputs.values, heads: heads, windows: windows),
        terms: Engine.SoftmaxTerms(scale: logitScale, bias: keyBias)
      ) { head, first, rows in
        for index in 0..<rows[0].rows {
          let (window, agent) = (first + index).quotientAndRemainder(dividingBy: count)
          let target = y.pointer + window * keys * y.stride + head * count + agent
          for (key, weight) in rows[0].row(index).enumerated() { target[key * y.stride] = weight }
        }
      }
      try engine.softmaxRows(
        .all,
        AttentionInputs(
          queries: inputs.queries, keys: pooled, values: pooled, heads: heads, windows: windows),
        terms: Engine.SoftmaxTerms(scale: logitScale, bias: queryBias)
      ) { head, first, rows in
        for index in 0..<rows[0].rows {
          let target = x.pointer + (first + index) * x.stride + head * count
          target.update(from: rows[0].pointer + index * rows[0].stride, count: count)
        }
      }
    } catch {
      // Cancelled: neither is whole.
      return nil
    }
    return AttentionInputs(queries: x, keys: y, values: inputs.values, heads: heads, windows: windows)
  }

  /// The agents, [windows·m × channels]: means of the queries on the grid of each window.
  private func pooled(_ queries: Matrix, _ geometry: AttentionGeometry) -> Matrix {
    let grid =
      geometry.partition.map { TokenGrid(rows: $0.rows, columns: $0.columns) } ?? geometry.queryGrid
    let first = geometry.prefix.count
    let pooled = Matrix(unwrittenRows: geometry.windowCount * agents.count, columns: queries.columns)
    for window in 0..<geometry.windowCount {
      let rows = first + window * grid.count..<first + (window + 1) * grid.count
      let means = adaptiveMeans(of: queries.rows(rows), on: grid, to: agents)
      for agent in 0..<agents.count {
        (pooled.pointer + (window * agents.count + agent) * pooled.stride).update(
          from: means.pointer + agent * means.stride, count: means.columns)
      }
    }
    return pooled
  }
}
