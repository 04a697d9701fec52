// What every mechanism states about itself, in a table, and what maps and layers make of it.
import Attention
import AttentionMaps
import Compute
import Testing

@Suite struct MechanismFactsTests {
  /// One line of the table.
  struct Line: CustomTestStringConvertible, Sendable {
    let mechanism: any Mechanism
    let name: String
    let title: String
    let kind: String
    var streams: [Attention.Stream] = [.attention]
    let rowSum: MechanismFacts.RowSum
    var ownMaps: Set<MapKind> = []
    var terms: Set<MechanismFacts.PositionTerm> = []
    var isStandard = false
    var isSigned = false
    var lacks: Set<MapKind> = []
    var panels: [MapKind] = [.attention]
    var agents: TokenGrid?
    var powers: [Float]?
    var exponent: Float?

    var testDescription: String { title }
  }

  static let lines = [
    Line(
      mechanism: SoftmaxAttention(headWidth: 6), name: "softmax", title: "softmax", kind: "softmax",
      rowSum: .one, isStandard: true),
    Line(
      mechanism: SoftmaxAttention(
        terms: .init(
          scale: 1, bias: [Float](repeating: 0, count: 32), regions: [Int32](repeating: 0, count: 4))),
      name: "softmax", title: "softmax", kind: "softmax", rowSum: .one, terms: [.bias, .mask],
      isStandard: true),
    Line(
      mechanism: FocusedAttention(epsilon: [1e-6, 1e-6], exponent: 3), name: "focused", title: "focused",
      kind: "linear", rowSum: .normalized, exponent: 3),
    Line(
      mechanism: FocusedAttention(epsilon: [1e-6, 1e-6], exponent: 1), name: "relu", title: "ReLU",
      kind: "linear", rowSum: .normalized, exponent: 1),
    Line(mechanism: ELUAttention(), name: "elu", title: "ELU+1", kind: "linear", rowSum: .normalized),
    Line(
      mechanism: PolarityAttention(power: [1.5, 2, 3, 4]), name: "polarity", title: "polarity",
      kind: "polarity-aware", streams: [.same, .opposite], rowSum: .normalized,
      ownMaps: [.same, .opposite, .kernelPositive, .kernelNegative], panels: [.same, .opposite],
      powers: [1.5, 2, 3, 4]),
    Line(
      mechanism: InLineAttention(headWidth: 6), name: "inline", title: "InLine", kind: "linear", rowSum: .one,
      isSigned: true),
    Line(
      mechanism: AgentAttention(headWidth: 6, agents: TokenGrid(rows: 2, columns: 3)), name: "agent",
      title: "Agent", kind: "agent", rowSum: .one, ownMaps: [.queryAgent, .agentKey],
      lacks: [.positive, .negative, .net], panels: [.attention, .queryAgent, .agentKey],
      agents: TokenGrid(rows: 2, columns: 3)),
    Line(
      mechanism: MLLAAttention(rotation: RandomLayer.rotation(pairs: 6)), name: "mlla", title: "MLLA",
      kind: "linear", rowSum: .free, isSigned: true, lacks: [.positive, .negative, .net]),
    Line(
      mechanism: NaLaAttention(rotation: RandomLayer.rotation(pairs: 3)), name: "nala", title: "NaLa",
      kind: "linear", rowSum: .free, isSigned: true,
      lacks: [.positive, .negative, .net, .contribution, .effective]),
    Line(
      mechanism: RALAAttention(rotation: RandomLayer.rotation(pairs: 3)), name: "rala", title: "RALA",
      kind: "linear", rowSum: .free, isSigned: true, lacks: [.positive, .negative, .net]),
  ]

  @Test(arguments: lines) func everyMechanismStatesItsFacts(line: Line) {
    let facts = line.mechanism.facts
    #expect(facts.name.rawValue == line.name)
    #expect(facts.title == line.title)
    #expect(facts.kind == line.kind)
    #expect(facts.streams == line.streams)
    #expect(facts.rowSum == line.rowSum)
    #expect(facts.hasSignedRows == line.isSigned)
    #expect(facts.maps == MapKind.ofOneStream.union(line.ownMaps).subtracting(line.lacks))
    #expect(facts.panels == line.panels && facts.maps.isSuperset(of: facts.panels))
    #expect(facts.agents == line.agents)
    #expect(facts.positionTerms == line.terms)
    #expect(facts.isStandard == line.isStandard)
    #expect(facts.separatesSigns == (line.streams.count == 2))
    #expect(facts.powers == line.powers)
    #expect(facts.exponent == line.exponent)
  }

  @Test func theTrainedExponentIsTheMeanOfAHeadsPowers() {
    let polarity = PolarityAttention(power: [1.5, 2, 3, 4]).facts
    #expect(polarity.trainedExponent(channels: 0..<2) == 1.75)
    #expect(polarity.trainedExponent(channels: 2..<4) == 3.5)
    #expect(FocusedAttention(epsilon: [1e-6], exponent: 3).facts.trainedExponent(channels: 0..<1) == 3)
    #expect(ELUAttention().facts.trainedExponent(channels: 0..<1) == nil)
  }

  @Test func streamsAndTheirMapsNameEachOther() {
    for stream in Attention.Stream.allCases {
      #expect(stream.mapKind.stream == stream)
      #expect(stream.mapKind.rawValue == stream.rawValue)
    }
    #expect(MapKind.allCases.count { $0.stream != nil } == 3)
  }

  /// A record and the description of its layer state the same.
  @Test(arguments: MechanismTests.mechanisms) func recordsDescribeTheirLayer(mechanism: any Mechanism) throws
  {
    let record = RandomLayer().record(mechanism, engine: try Engine())
    let description = record.description
    #expect(description.mechanism == mechanism.facts)
    #expect(description.streams == record.streams)
    #expect(description.hasGate == (record.gate != nil))
    #expect(description.hasConvolution == (record.convolution != nil))
    let isSigned = mechanism.facts.hasSignedRows
    #expect(description.isSigned(.net) && description.isSigned(.attention) == isSigned)
    #expect(description.isSigned(.effective) == (record.gate != nil || isSigned))
  }

  /// Maps that a mechanism lacks are refused by its title.
  @Test func missingMapsNameTheMechanismAsPeopleDo() throws {
    let layer = RandomLayer()
    let record = layer.record(
      FocusedAttention(epsilon: [Float](repeating: 1e-6, count: 12), exponent: 1), engine: try Engine())
    let error = #expect(throws: MapUnavailable.self) {
      try record.map(.kernelPositive, head: 0, query: .mean)
    }
    #expect(error?.description == "kernel-positive: only polarity heads have it; this layer is ReLU")
  }

  /// Rollout asks for what a layer does beside its rows, and never which mechanism it has.
  @Test func rolloutNeedsOneMatrixThatHoldsAllMixing() {
    let geometry = AttentionGeometry(queryGrid: TokenGrid(rows: 2, columns: 2))
    func obstacle(_ facts: MechanismFacts, hasConvolution: Bool = false) -> String? {
      Rollout.obstacle(in: [
        AttentionLayerDescription(
          index: 0, name: "x", mechanism: facts, heads: 1, geometry: geometry,
          hasConvolution: hasConvolution)
      ])
    }
    let softmax = SoftmaxAttention(headWidth: 6).facts
    #expect(obstacle(softmax) == nil)
    #expect(
      obstacle(softmax, hasConvolution: true)
        == "convolution and gate mix tokens outside the attention matrix")
    #expect(obstacle(PolarityAttention(power: [1, 1]).facts) == "a head has more than one attention matrix")
    var signed = softmax
    (signed.title, signed.hasSignedRows) = ("wave", true)
    #expect(obstacle(signed) == "weights of wave heads may be negative")
  }
}
