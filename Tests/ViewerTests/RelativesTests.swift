// What the screen says of weights on both sides of zero, and of heads with agents.

import Attention
import AttentionMaps
import TerminalUI
import Testing

@testable import Session
@testable import Viewer

@Suite struct RelativesScreenTests {
  private func subject(_ side: Side, _ viewer: HeadlessViewer) throws -> Subject {
    try #require(Subject(side, state: viewer.state, findings: viewer.viewer.findings))
  }

  private static func inline() -> LoadedModel {
    Synthetic.model("inline-twin", polarity: false, queryValue: 16, mechanism: InLineAttention(headWidth: 1))
  }

  private static func agent() -> LoadedModel {
    Synthetic.model(
      "agent-twin", polarity: false,
      mechanism: AgentAttention(headWidth: 1, agents: TokenGrid(rows: 2, columns: 2)))
  }

  /// Entropies are called those of |a|, the negative fraction is said, and the scale is no multiple of uniform.
  @Test func signedWeightsSayWhichEntropyTheyHave() throws {
    let viewer = try Synthetic.viewer([Self.inline()])
    let row = try #require(try subject(.a, viewer).rowNumbers(layer: 0, head: 0, stream: .attention))
    let negative = try #require(row.negativeMass)
    #expect(negative > 0.01)
    let text = viewer.text
    #expect(text.contains("H|a| \(row.entropy.value.fixed(2)) nats"), "\(text)")
    #expect(text.contains("− \((100 * negative).fixed(0)) %"), "\(text)")
    #expect(text.contains("scale: each model") && !text.contains("× uniform") && !text.contains("empty row"))
    try viewer.type("3")
    #expect(viewer.text.contains("a weight is (1 + net") && viewer.text.contains("net)/n:"))
  }

  /// Between entropies of weights and of their sizes no difference is taken, and no divergence.
  @Test func unlikeEntropiesAreNotSubtracted() throws {
    let viewer = try Synthetic.viewer([Synthetic.model("softmax-twin", polarity: false), Self.inline()])
    try viewer.type("2")
    #expect(!viewer.text.contains("ΔH +") && !viewer.text.contains("ΔH −") && !viewer.text.contains("JS 0."))
    for view in ["1", "4"] {
      try viewer.type(view)
      #expect(viewer.text.contains("entropies of A and B are not comparable"))
      #expect(!viewer.text.contains("sharper") && !viewer.text.contains("B − A"))
    }
    let alike = try Synthetic.viewer([Self.inline(), Self.inline()])
    try alike.type("2")
    #expect(alike.text.contains(/ΔH [+−]?0\.00/))
  }

  /// The product and its factors are side by side, the agents on a grid of their own.
  @Test func agentsShowTheirFactors() throws {
    let viewer = try Synthetic.viewer([Self.agent()], size: "200x60")
    let text = viewer.text
    for piece in ["Agent · attention", "Agent · query-agent", "Agent · agent-key", "scale: × uniform, log"] {
      #expect(text.contains(piece), "\(piece) is missing")
    }
    let subject = try subject(.a, viewer)
    let map = try #require(subject.map(.queryAgent).map)
    #expect(map.grid == TokenGrid(rows: 2, columns: 2))
    let nats = try #require(entropy(ofRow: map.values).value)
    #expect(text.contains("H \(nats.fixed(2)) nats"))
    let lowest = try #require(subject.lowestEntropy)
    #expect(text.contains(" ≥ \(lowest.fixed(2)) nats"))
    try viewer.type("3")
    #expect(viewer.text.contains("no row's H is below") && viewer.text.contains("Agent · query-agent"))
    #expect(!viewer.text.contains("not defined for Agent heads"))
  }

  /// The other model of a pair has no agents, and says so where such a map is asked for.
  @Test func modelsWithoutAgentsSaySo() throws {
    let viewer = try Synthetic.viewer([Synthetic.model("softmax-twin", polarity: false), Self.agent()])
    var seen = false
    for _ in 0..<MapKind.allCases.count {
      try viewer.type("m")
      if viewer.state.map == .queryAgent {
        seen = true
        #expect(viewer.text.contains("A has no map query-agent here."))
      }
    }
    #expect(seen)
  }
}
