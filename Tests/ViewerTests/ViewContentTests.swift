// What views 3 to 6 say, against the numbers they are made from.

import Attention
import AttentionMaps
import Compute
import TerminalUI
import Testing
import VisionModels

@testable import Viewer

@Suite struct ViewContentTests {
  private func subject(_ side: Side, _ viewer: HeadlessViewer) throws -> Subject {
    try #require(Subject(side, state: viewer.state, findings: viewer.viewer.findings))
  }

  @Test func polarityShowsTheBudgetOfTheHead() throws {
    let viewer = try Synthetic.viewer()
    try viewer.type("] . 3")
    let text = viewer.text
    for side in [Side.a, .b] {
      let subject = try subject(side, viewer)
      let budget = try #require(subject.record?.polarityBudget(head: 1).value)
      #expect(abs(budget.pp + budget.nn + budget.pn + budget.np - 1) < 1e-9)
      #expect(text.contains("a ReLU map drops \(((1 - budget.pp) * 100).fixed(0)) %"))
    }
    for piece in [
      "A softmax · net", "B polarity · positive", "p 2.0–2.0, mean 2.0", "gate same", "ρ row 0.",
    ] {
      #expect(text.contains(piece), "\(piece) is missing")
    }
  }

  /// The model card warns of values that are guesses, above everything else.
  @Test func theModelCardWarnsOfGuesses() throws {
    let heads = Hyperparameter("heads", "1 2 3", from: .guess("channels/64"))
    let viewer = try Synthetic.viewer([Synthetic.model("guessed", polarity: false, heads: heads)])
    try viewer.type("i")
    #expect(viewer.text.contains("warning: heads 1 2 3 is a guess: channels/64"))
    let known = try Synthetic.viewer()
    try known.type("i")
    #expect(!known.text.contains("warning"))
  }

  @Test func entropyTablesHoldTheMeansOfTheHeads() throws {
    let viewer = try Synthetic.viewer()
    try viewer.type("4")
    let scene = Scene(state: viewer.state, findings: viewer.viewer.findings)
    #expect(
      scene.entropyTables.map(\.titles) == [
        ["softmax"], ["polarity · same", "same"], ["polarity · opposite", "opposite"],
      ])
    let subject = try subject(.b, viewer)
    let record = try #require(subject.record(layer: 2))
    let statistics = try LayerStatistics(of: record)
    let expected = statistics.summary(head: 1, stream: .opposite)?.normalizedEntropy.value
    #expect(scene.entropyTables[2].rows[2][1] == expected)
    #expect(viewer.text.contains(expected.fixed(2).withoutLeadingZero))
  }

  @Test func entropyOrdersFall() throws {
    let viewer = try Synthetic.viewer()
    try viewer.type("4 S")
    var scene = Scene(state: viewer.state, findings: viewer.viewer.findings)
    let byEntropy = scene.ranking(of: scene.entropyTables[0]).compactMap(\.entropy)
    #expect(byEntropy.count == 6 && zip(byEntropy, byEntropy.dropFirst()).allSatisfy { $0 >= $1 })
    try viewer.type("S")
    scene = Scene(state: viewer.state, findings: viewer.viewer.findings)
    let byDifference = scene.ranking(of: scene.entropyTables[0]).map { abs($0.difference ?? -1) }
    #expect(zip(byDifference, byDifference.dropFirst()).allSatisfy { $0 >= $1 })
    #expect(byDifference != byDifference.sorted())
  }

  @Test func lensCurvesAreEntropiesOfTheReadings() throws {
    let record = Synthetic.record(
      0, geometry: AttentionGeometry(queryGrid: TokenGrid(rows: 4, columns: 4)), heads: 2, polarity: true,
      seed: 5)
    let curves = try LensCurves(record, head: 1, cancellation: Cancellation()) { _ in }
    let index = try #require(LensCurves.exponents.firstIndex(of: 3))
    let polarity = try #require(Reading.all.first { $0.name == .polarity })
    let row = polarity(record, exponent: 3).row(query: 7, head: 1, stream: .opposite)
    let nats = try #require(entropy(ofRow: row.weights).value)
    let expected = Float(nats / logOf(16))
    #expect(abs(try curves.curve("polarity", .opposite).values(row: 7)[index] - expected) < 1e-5)
    let mean = try curves.curve("focused").means
    #expect(mean.count == LensCurves.exponents.count && mean.allSatisfy { (0...1.0001).contains($0) })
    let cancelled = Cancellation()
    cancelled.cancel()
    #expect(throws: Cancelled.self) {
      try LensCurves(record, head: 1, cancellation: cancelled) { _ in }
    }
  }

  /// The entropy of products 1·1 + 1·1 and 1.4·1 + 0·1 under powers 1, 2, 3 rises and falls.
  @Test func risingEntropyIsCounted() throws {
    let geometry = AttentionGeometry(queryGrid: TokenGrid(rows: 1, columns: 2))
    let identity: [Float] = [1, 0, 0, 1]
    let record = AttentionRecord(
      index: 0, name: "x", geometry: geometry,
      inputs: AttentionInputs(
        queries: Matrix(rows: 2, columns: 2, values: [1, 1, 1, 1]),
        keys: Matrix(rows: 2, columns: 2, values: [1, 1, 1.4, 0]), values: Matrix(rows: 2, columns: 2),
        heads: 1),
      projection: Linear(weight: identity, bias: nil, inputs: 2, outputs: 2, engine: Synthetic.engine),
      mechanism: SoftmaxAttention(headWidth: 2), engine: Synthetic.engine)
    let curves = try LensCurves(record, head: 0, cancellation: Cancellation()) { _ in }
    let same = try curves.curve("polarity", .same).values(row: 0).map { $0 * Float(logOf(2)) }
    #expect(abs(same[0] - 0.6775) < 1e-3 && abs(same[4] - 0.6931) < 1e-3 && abs(same[8] - 0.6808) < 1e-3)
    #expect(try curves.curve("polarity", .same).risingRows.count == 2)
    #expect(try curves.curve("polarity", .opposite).risingRows.count == 0)
  }

  @Test func theLensIsLabeledCounterfactualAndMovesItsExponent() throws {
    let viewer = try Synthetic.viewer(size: "200x60")
    try viewer.type("5 Tab")
    for piece in ["counterfactual", "softmax", "ReLU", "ELU+1", "focused p 3.00", "trained mean 2.00"] {
      #expect(viewer.text.contains(piece), "\(piece) is missing")
    }
    try viewer.type("+ +")
    #expect(viewer.text.contains("focused p 3.50"))
    for _ in 0..<30 { try viewer.type("-") }
    #expect(viewer.state.exponent == 1)
  }

  @Test(arguments: Reading.all) func readingsAgreeWithTheirFastPath(reading: Reading) throws {
    let record = Synthetic.record(
      0, geometry: AttentionGeometry(queryGrid: TokenGrid(rows: 3, columns: 5)), heads: 2, polarity: false,
      seed: 9)
    let reading = reading(record, exponent: 2.5)
    let mixed = Matrix(rows: 15, columns: record.channels)
    try reading.apply(into: mixed)
    for query in 0..<15 {
      for head in 0..<2 {
        for stream in reading.streams {
          let weights = reading.row(query: query, head: head, stream: stream).weights
          for channel in reading.channels(ofHead: head, stream: stream) {
            let sum = weights.enumerated().reduce(Float(0)) {
              $0 + $1.element * record.values[$1.offset, channel]
            }
            #expect(abs(sum - mixed[query, channel]) < 1e-5)
          }
        }
      }
    }
  }

  @Test func rolloutIsShownWhereItIsDefinedAndExplainedElsewhere() throws {
    let grid = AttentionGeometry(queryGrid: TokenGrid(rows: 7, columns: 7), prefix: [.classToken])
    let vit = Synthetic.model("vit", polarity: false, geometries: [grid, grid])
    let pola = Synthetic.model("pola", polarity: true, geometries: Array(Synthetic.twinGeometries.prefix(2)))
    let viewer = try Synthetic.viewer([vit, pola], size: "160x40")
    try viewer.type("6 ]")
    #expect(viewer.text.contains("A softmax · rollout"))
    #expect(viewer.text.contains("B rollout: undefined here: convolution and gate mix tokens"))
    let subject = try subject(.a, viewer)
    let map = try #require(subject.map(.rollout).map)
    let sum = map.values.reduce(0, +) + map.prefix.reduce(0, +)
    #expect(abs(sum - 1) < 1e-4)
  }

  @Test func aHiddenPatchIsHiddenFromEveryModel() throws {
    let viewer = try Synthetic.viewer()
    try viewer.type("b")
    #expect(viewer.text.contains("1 hidden"))
    for side in [Side.a, .b] {
      let interventions = viewer.viewer.findings[Examine(viewer.state.examinationKey(side))]?.interventions
      #expect(interventions?.occluded == viewer.state.hidden && interventions?.occluded.count == 1)
    }
    try viewer.type("b")
    #expect(!viewer.text.contains("hidden"))
    try viewer.type("b Right b X")
    #expect(viewer.state.hidden.isEmpty)
  }

  @Test func onlyWhatIsNeededIsKept() throws {
    let viewer = try Synthetic.viewer()
    for _ in 0..<5 { try viewer.type("x . b") }
    #expect(viewer.viewer.findings.results(Examine.self).count <= 4)
  }

  @Test func anImpossibleForwardPassIsSaidOnceAndNotRepeated() throws {
    let viewer = try Synthetic.viewer()
    try viewer.type("n")
    let key = viewer.state.examinationKey(.a)
    viewer.accept(.ended(Examine(key), .failed("a transform out of bounds")))
    #expect(viewer.text.contains("a transform out of bounds"))
    #expect(!viewer.viewer.neededWork.contains(Examine(key).work))
  }
}

extension LensCurves {
  fileprivate func curve(_ title: String, _ stream: Attention.Stream = .attention) throws -> Curve {
    try #require(curves.first { $0.title == title && $0.stream == stream })
  }
}
