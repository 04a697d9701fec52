// `agents`: how spread the two factors of heads with agents are.
import AttentionMaps

extension HeadStatistic {
  /// Mean entropies of what queries give to agents and agents to keys, nats, and the mean of the lowest entropy that
  /// each query can have with the agents there are; left out where there are no agents.
  static let agents = HeadStatistic(
    "agents", summarized: [.ofEach(["query-agent", "agent-key", "lowest"])]
  ) { layer, head in
    layer.record.agentEntropies(head: head).map {
      .members([
        "query-agent": .number($0.queryAgent.value), "agent-key": .number($0.agentKey.value),
        "lowest": .number($0.lowest.value),
      ])
    }
  }
}
