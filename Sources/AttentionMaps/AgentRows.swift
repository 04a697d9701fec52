// The two factors of a layer with agents: what queries give to agents, and agents to keys.
import Attention
import Compute
import Glibc

extension AttentionRecord {
  /// What a query gives to each agent of its window, [m]; empty in a layer without agents.
  ///
  /// - Parameter query: its matrix row.
  package func agentWeights(query: Int, head: Int) -> [Float] {
    guard let agents = description.mechanism.agents, let features else { return [] }
    return Array(features.queries.row(query)[head * agents.count..<(head + 1) * agents.count])
  }

  /// What an agent of a window gives to each key of it, [n]; empty in a layer without agents. O(n)
  package func agentRow(agent: Int, window: Int, head: Int) -> [Float] {
    guard let agents = description.mechanism.agents, let features else { return [] }
    let (first, column) = (window * geometry.keysPerWindow, head * agents.count + agent)
    return (0..<geometry.keysPerWindow).map { features.keys[first + $0, column] }
  }

  /// The agent whose cell of its window a query lies in; nil for tokens in front of the patches, and in a layer without
  /// agents.
  package func agent(ofQuery query: Int) -> Int? {
    guard let agents = description.mechanism.agents, query >= geometry.prefix.count else { return nil }
    let window =
      geometry.partition.map { TokenGrid(rows: $0.rows, columns: $0.columns) } ?? geometry.queryGrid
    let position = window.position(at: (query - geometry.prefix.count) % window.count)
    return agents.index(
      of: GridPosition(
        row: position.row * agents.rows / window.rows,
        column: position.column * agents.columns / window.columns))
  }
}

extension AttentionRecord {
  /// The mean of `agentWeights` over the spatial queries of all windows.
  func meanAgentWeights(head: Int) -> [Float] {
    var sums = [Double](repeating: 0, count: description.mechanism.agents?.count ?? 0)
    for query in geometry.spatialQueries {
      for (agent, weight) in agentWeights(query: query, head: head).enumerated() {
        sums[agent] += Double(weight)
      }
    }
    return sums.map { Float($0 / Double(max(geometry.queryGrid.count, 1))) }
  }
}

/// Entropies of the two factors of a head with agents, nats.
package struct AgentEntropies: Sendable, Equatable {
  /// Mean over the queries of H(Q_i), over m agents.
  package let queryAgent: Measured<Double>
  /// Mean over agents and windows of H(K_m), over n keys.
  package let agentKey: Measured<Double>
  /// Mean over the queries of Σ_m Q_im·H(K_m), which no query's H is below: a query is no sharper than its agents.
  package let lowest: Measured<Double>
}

extension AttentionRecord {
  /// H(K_m) of every agent of a window.
  private func agentEntropies(window: Int, head: Int) -> [Measured<Double>] {
    (0..<(description.mechanism.agents?.count ?? 0)).map {
      entropy(ofRow: agentRow(agent: $0, window: window, head: head))
    }
  }

  /// Σ_m Q_im·H(K_m) of one query, nats: the entropy of its row lies between this and this + H(Q_i). nil in a layer
  /// without agents. O(n·m)
  package func lowestEntropy(query: Int, head: Int) -> Measured<Double>? {
    guard description.mechanism.agents != nil else { return nil }
    return mean(
      of: agentEntropies(window: geometry.window(ofQueryRow: query), head: head),
      by: agentWeights(query: query, head: head))
  }

  private func mean(of entropies: [Measured<Double>], by weights: [Float]) -> Measured<Double> {
    var sum = 0.0
    for (entropy, weight) in zip(entropies, weights) {
      switch entropy {
      case .value(let nats): sum += Double(weight) * nats
      case .undefined(let reason): return .undefined(reason)
      }
    }
    return sum.isFinite ? .value(sum) : .undefined(.notFinite)
  }

  /// The entropies of a head's factors; nil in a layer without agents. O((N + n)·m)
  package func agentEntropies(head: Int) -> AgentEntropies? {
    guard description.mechanism.agents != nil else { return nil }
    var (ofQueries, ofAgents, lowest) = ([Measured<Double>](), [Measured<Double>](), [Measured<Double>]())
    for window in 0..<geometry.windowCount {
      let agents = agentEntropies(window: window, head: head)
      ofAgents += agents
      for query in window * geometry.queriesPerWindow..<(window + 1) * geometry.queriesPerWindow {
        let weights = agentWeights(query: query, head: head)
        ofQueries.append(entropy(ofRow: weights))
        lowest.append(self.mean(of: agents, by: weights))
      }
    }
    func average(_ all: [Measured<Double>]) -> Measured<Double> {
      if let reason = all.lazy.compactMap(\.reason).first { return .undefined(reason) }
      return .value(all.reduce(0) { $0 + ($1.value ?? 0) } / Double(max(all.count, 1)))
    }
    return AgentEntropies(
      queryAgent: average(ofQueries), agentKey: average(ofAgents), lowest: average(lowest))
  }
}
