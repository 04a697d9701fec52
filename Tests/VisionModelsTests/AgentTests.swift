// Agent attention: its formula, its two factors against the official code, and what is refused.
import Attention
import AttentionMaps
import Checkpoints
import Compute
import Glibc
import TestSupport
import Testing

@testable import VisionModels

@Suite struct AgentTests {
  private let engine: Engine
  private static let agents = TokenGrid(rows: 3, columns: 3)

  init() throws { engine = try Engine() }

  private func record() -> AttentionRecord {
    RandomLayer().record(AgentAttention(headWidth: 6, agents: Self.agents), engine: engine)
  }

  /// Rows of both factors sum to 1, and their product is the row.
  @Test func rowsAreTheProductOfTheFactors() {
    let record = record()
    for head in 0..<record.heads {
      let rows = (0..<9).map { record.agentRow(agent: $0, window: 0, head: head) }
      for row in rows { #expect(abs(row.reduce(0, +) - 1) < 1e-5) }
      for query in 0..<record.queries.rows {
        let weights = record.agentWeights(query: query, head: head)
        #expect(weights.count == 9 && abs(weights.reduce(0, +) - 1) < 1e-5)
        let row = record.row(query: query, head: head, stream: .attention).weights
        for key in row.indices {
          let sum = weights.indices.reduce(Float(0)) { $0 + weights[$1] * rows[$1][key] }
          #expect(abs(sum - row[key]) < 1e-6)
        }
      }
    }
  }

  /// K = softmax_j(s·A·k), Q = softmax_m(s·q·A), A the means of queries over cells that overlap.
  @Test func factorsAreTheFormula() {
    let record = record()
    let channels = record.channels(ofHead: 1)
    // Cell (1, 2) of 3×3 on 4×5 tokens: rows 1 ..< 3, columns 3 ..< 5.
    let cell = [8, 9, 13, 14]
    let agent = channels.map { channel in cell.reduce(0.0) { $0 + Double(record.queries[$1, channel]) } / 4 }
    let logits = (0..<20).map { key in
      zip(channels, agent).reduce(0.0) { $0 + Double(record.keys[key, $1.0]) * $1.1 } / 6.0.squareRoot()
    }
    let total = logits.reduce(0) { $0 + exp($1) }
    for (weight, logit) in zip(record.agentRow(agent: 5, window: 0, head: 1), logits) {
      #expect(abs(Double(weight) - exp(logit) / total) < 1e-6)
    }
  }

  /// An agent is chosen by the cell that a patch lies in.
  @Test func agentsAreChosenByCells() {
    let record = record()
    #expect(record.agent(ofQuery: 0) == 0)
    #expect(record.agent(ofQuery: 19) == 8)
    #expect(record.agent(ofQuery: 7) == 1)
    let softmax = RandomLayer().record(SoftmaxAttention(headWidth: 6), engine: engine)
    #expect(softmax.agent(ofQuery: 0) == nil && softmax.agentEntropies(head: 0) == nil)
    #expect(softmax.agentWeights(query: 0, head: 0).isEmpty)
  }

  /// Σ_m Q_im H(K_m) ≤ H(A_i) ≤ Σ_m Q_im H(K_m) + H(Q_i).
  @Test func entropiesLieBetweenTheirBounds() throws {
    let record = record()
    for head in 0..<record.heads {
      for query in 0..<record.queries.rows {
        let row = try #require(
          entropy(ofRow: record.row(query: query, head: head, stream: .attention).weights).value)
        let lowest = try #require(record.lowestEntropy(query: query, head: head)?.value)
        let own = try #require(entropy(ofRow: record.agentWeights(query: query, head: head)).value)
        #expect(lowest <= row + 1e-5 && row <= lowest + own + 1e-5)
      }
      let means = try #require(record.agentEntropies(head: head))
      let summary = try #require(try LayerStatistics(of: record).summary(head: head, stream: .attention))
      #expect(try #require(means.lowest.value) <= (try #require(summary.entropy.value)) + 1e-5)
    }
  }

  @Test func mapsOfTheFactors() throws {
    let record = record()
    let query = Query.spatial(GridPosition(row: 2, column: 4))
    let toAgents = try record.map(.queryAgent, head: 0, query: query)
    #expect(toAgents.grid == Self.agents && toAgents.kind == .queryAgent && !toAgents.isSigned)
    #expect(toAgents.values == record.agentWeights(query: 14, head: 0))
    let toKeys = try record.map(.agentKey, head: 0, query: query)
    #expect(toKeys.grid == record.geometry.keyGrid)
    #expect(toKeys.values == record.agentRow(agent: 5, window: 0, head: 0))
    let mean = try record.map(.queryAgent, head: 0, query: .mean)
    #expect(mean.grid == Self.agents && abs(mean.values.reduce(0, +) - 1) < 1e-5)
    #expect(throws: MapUnavailable.self) { try record.map(.positive, head: 0, query: query) }
    #expect(record.polarityBudget(head: 0) == .undefined(.notOfMechanism))
    let softmax = RandomLayer().record(SoftmaxAttention(headWidth: 6), engine: engine)
    let error = #expect(throws: MapUnavailable.self) { try softmax.map(.queryAgent, head: 0, query: query) }
    #expect(error?.description == "query-agent: only heads with agents have it; this layer is softmax")
  }

  // MARK: Files

  /// Both factors and their entropies, of every window.
  @Test(arguments: ["agent-deit-nano", "agent-pvt-nano", "agent-swin-nano"])
  func goldenFactors(name: String) throws {
    let run = try ReferenceRun(name, engine: engine)
    var compared = 0
    for record in run.output.records {
      guard let agents = record.description.mechanism.agents else { continue }
      let geometry = record.geometry
      var (toAgents, toKeys): ([Float], [Float]) = ([], [])
      for window in 0..<geometry.windowCount {
        for head in 0..<record.heads {
          for query in 0..<geometry.queriesPerWindow {
            toAgents += record.agentWeights(query: window * geometry.queriesPerWindow + query, head: head)
          }
          for agent in 0..<agents.count {
            toKeys += record.agentRow(agent: agent, window: window, head: head)
          }
        }
      }
      let layer = "layer\(record.index)"
      #expect(largestDifference(toAgents, try run.golden.values("\(layer).query-agent")) <= 2e-5, "\(layer)")
      #expect(largestDifference(toKeys, try run.golden.values("\(layer).agent-key")) <= 2e-5, "\(layer)")
      let entropies = try (0..<record.heads).map { try #require(record.agentEntropies(head: $0)) }
      let queries = try entropies.map { Float(try #require($0.queryAgent.value)) }
      let keys = try entropies.map { Float(try #require($0.agentKey.value)) }
      #expect(largestDifference(queries, try run.golden.values("\(layer).query-agent.entropy")) <= 1e-5)
      #expect(largestDifference(keys, try run.golden.values("\(layer).agent-key.entropy")) <= 1e-5)
      compared += 1
    }
    #expect(compared >= 3)
  }

  /// A class token is no patch: it has a row over agents, and none of an agent.
  @Test func classTokensHaveNoAgent() throws {
    let record = try ReferenceRun("agent-deit-nano", engine: engine).output.records[0]
    #expect(
      try record.map(.queryAgent, head: 0, query: .prefix(0)).grid == record.description.mechanism.agents)
    #expect(throws: MapUnavailable.agentOfPrefix) { try record.map(.agentKey, head: 0, query: .prefix(0)) }
    #expect(record.agent(ofQuery: 0) == nil)
    // Keys include the class token.
    let map = try record.map(.agentKey, head: 0, query: .spatial(GridPosition(row: 0, column: 0)))
    #expect(map.prefix.count == 1 && map.prefix[0] > 0)
  }

  /// Biases are those of the resolution that the model was trained on.
  @Test func otherResolutionsAreRefused() throws {
    for name in ["agent-deit-nano", "agent-pvt-nano"] {
      let files = try ModelFiles.locate(Fixtures.path(name))
      var overrides = ModelOverrides()
      overrides.inputHeight = 128
      overrides.inputWidth = 128
      let error = #expect(throws: ModelError.self) {
        _ = try ModelDescription.read(
          try Checkpoint.open(files.weights), configuration: files.configuration, overrides: overrides,
          engine: engine)
      }
      #expect(
        error?.description.contains("choose the --input-size that it was trained on") ?? false, "\(name)")
    }
  }

  /// Facts that configurations repeat: the checkpoint of the pyramid contradicts its tensors on purpose.
  @Test func configurationsAreChecked() throws {
    let files = try ModelFiles.locate(Fixtures.path("agent-pvt-nano"))
    let description = try ModelDescription.read(
      try Checkpoint.open(files.weights), configuration: files.configuration, engine: engine)
    #expect(description.family == "agent_pvt")
    let warnings = description.configurationWarnings.joined(separator: "\n")
    #expect(warnings.contains("MODEL.AGENT.ATTN_TYPE in the checkpoint is \"AAAA\""), "\(warnings)")
    #expect(warnings.contains("MODEL.AGENT.NUM in the checkpoint is \"9-16-49-49\""), "\(warnings)")
    #expect(warnings.contains("MODEL.AGENT.PVT_LA_SR_RATIOS"), "\(warnings)")
    #expect(!warnings.contains("config.json"), "\(warnings)")
    for name in ["agent-deit-nano", "agent-swin-nano"] {
      let files = try ModelFiles.locate(Fixtures.path(name))
      let description = try ModelDescription.read(
        try Checkpoint.open(files.weights), configuration: files.configuration, engine: engine)
      #expect(description.configurationWarnings == [], "\(name)")
    }
  }
}
