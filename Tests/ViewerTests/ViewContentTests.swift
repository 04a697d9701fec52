// What views 3 to 6 say, against the numbers they are made from.

import Attention
import AttentionMaps
import Compute
import Session
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
      "A 1.1 softmax · net", "B 1.1 positive", "p 2.0–2.0, mean 2.0", "gate same", "ρ row 0.",
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
    let byEntropy = scene.ranking(of: scene.entropyTables[0]).entries.compactMap(\.entropy)
    #expect(byEntropy.count == 6 && zip(byEntropy, byEntropy.dropFirst()).allSatisfy { $0 >= $1 })
    try viewer.type("S")
    scene = Scene(state: viewer.state, findings: viewer.viewer.findings)
    let byDifference = scene.ranking(of: scene.entropyTables[0]).entries.map { abs($0.difference ?? -1) }
    #expect(zip(byDifference, byDifference.dropFirst()).allSatisfy { $0 >= $1 })
    #expect(byDifference != byDifference.sorted())
  }

  /// Of a table of one stream both the entropy and the difference are of that stream.
  @Test(arguments: ["4 S S", "4 S S Tab"]) func whatIsSortedIsWhatIsShown(keys: String) throws {
    let viewer = try Synthetic.viewer(size: "160x40")
    try viewer.type(keys)
    let scene = Scene(state: viewer.state, findings: viewer.viewer.findings)
    let (a, b) = (try subject(.a, viewer), try subject(.b, viewer))
    #expect(scene.entropyTables.map { scene.ranking(of: $0).compared } == ["B mean", "A", "A"])
    for table in scene.entropyTables {
      let ranking = scene.ranking(of: table)
      let stream = table.side == .a ? Attention.Stream.attention : table.stream
      for entry in ranking.entries {
        let place = entry.place
        let own = try #require(
          (table.side == .a ? a : b).summary(
            layer: place.layer, head: place.head, stream: table.side == .a ? .attention : stream))
        let other = try #require(
          (table.side == .a ? b : a).summary(
            layer: place.layer, head: place.head, stream: .attention))
        let (h, partner) = (own.normalizedEntropy.value ?? -1, other.normalizedEntropy.value ?? -1)
        #expect(entry.entropy == h && entry.partnerEntropy == partner)
        #expect(entry.difference == (table.side == .a ? partner - h : h - partner))
      }
      let keys = ranking.entries.map { abs($0.difference ?? -1) }
      #expect(zip(keys, keys.dropFirst()).allSatisfy { $0 >= $1 })
      // The row of the first is on the screen with both numbers and the difference.
      let first = ranking.entries[0]
      let row = [first.entropy, first.partnerEntropy].map { $0.fixed(2).withoutLeadingZero }
      #expect(
        viewer.text.split(separator: "\n").contains { line in
          line.contains("\(first.place)") && row.allSatisfy { line.contains($0) }
            && line.contains(first.difference.signed(2))
        }, "\(first)")
    }
    for piece in ["ΔH ▾", "B mean", "by |ΔH|", "ΔH = B mean − A", "ΔH = B same − A"] {
      #expect(viewer.text.contains(piece), "\(piece) is missing")
    }
    try viewer.type("S S")
    #expect(viewer.text.contains("H ▾") && viewer.text.contains("by H / ln n"))
  }

  /// `,` and `.` walk the list, and its top stays.
  @Test(arguments: ["40x12", "60x20", "80x24", "120x36"], ["4 S", "4 S S"])
  func theTopOfARankingStays(size: String, keys: String) throws {
    let viewer = try Synthetic.viewer([Synthetic.model(.windows), Synthetic.model(.pyramid)], size: size)
    try viewer.type(keys)
    let scene = Scene(state: viewer.state, findings: viewer.viewer.findings)
    let ranked = scene.ranking(of: scene.entropyTables[0]).entries.map(\.place)
    try viewer.type("g " + "\(ranked[0])".map { "\($0)" }.joined(separator: " ") + " Enter")
    for (index, place) in ranked.enumerated() {
      #expect(viewer.place == place, "\(index)")
      for seen in [ranked[0], place] {
        #expect(viewer.text.contains(" \(seen) "), "\(seen) is missing at \(place)")
      }
      try viewer.type(".")
    }
  }

  @Test func listsSayWhatTheyLeaveOut() {
    for count in 0...60 {
      for room in 0...20 {
        for index in 0..<max(1, count) {
          let rows = ListRow.rows(count, around: index, room: room)
          #expect(rows.count <= room)
          var next = 0
          var seen: Set<Int> = []
          for row in rows {
            switch row {
            case .entry(let entry):
              #expect(entry == next)
              seen.insert(entry)
              next += 1
            case .gap(let gap):
              #expect(gap.lowerBound == next && !gap.isEmpty)
              next = gap.upperBound
            }
          }
          guard room >= 4, count > 0 else { continue }
          #expect(next == count && seen.contains(index) && seen.contains(0), "\(count) \(room) \(index)")
        }
      }
    }
  }

  /// On different key grids, entropies are those of the pooled maps, and the table marks its differences.
  @Test func entropiesOverDifferentKeysArePooled() throws {
    let viewer = try Synthetic.viewer(.windows, .pyramid, size: "160x50")
    try viewer.type("2")
    let scene = Scene(state: viewer.state, findings: viewer.viewer.findings)
    let maps = try Side.allCases.map { try #require(scene.subject($0)?.map(.attention).map) }
    let grid = HeatMap.commonGrid(maps[0].grid, maps[1].grid)
    try #require(maps[0].grid != maps[1].grid)
    let entropies = try maps.map { try #require($0.pooled(to: grid).entropy.value) }
    #expect(viewer.text.contains("ΔH \((entropies[1] - entropies[0]).signed(2))"), "\(viewer.text)")
    let compared = try #require(scene.comparison.flatMap { scene.findings[$0] })
    let pair = try #require(compared.byDivergence.first { $0.isPooled })
    let comparable = try #require(pair.comparable)
    #expect(viewer.text.contains("\((comparable.b - comparable.a).signed(2))*"))
    #expect(viewer.text.contains("* pooled to the coarser keys"))
  }

  /// Uniform rows have 1.00 in every cell of the table, however narrow these are.
  @Test(arguments: ["120x36", "200x60", "240x70"]) func entropiesOfNeighborsStayApart(size: String) throws {
    let shape = Synthetic.Shape.many
    let models = ["even", "flat"].map { name in
      Synthetic.model(
        name, polarity: false, geometries: shape.geometries, headCounts: shape.headCounts, queryValue: 0)
    }
    let viewer = try Synthetic.viewer(models, size: size)
    try viewer.type("4")
    #expect(viewer.text.contains("1.0 1.0") || viewer.text.contains("1.00 1.00"))
    #expect(!viewer.text.contains("1.01.0") && !viewer.text.contains("1.001.00"))
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
    #expect(viewer.text.contains("A 0–1 softmax · rollout"))
    #expect(viewer.text.contains("B rollout: undefined here: convolution and gate mix tokens"))
    let subject = try subject(.a, viewer)
    let map = try #require(subject.map(.rollout).map)
    let sum = map.values.reduce(0, +) + map.prefix.reduce(0, +)
    #expect(abs(sum - 1) < 1e-4)
  }

  /// The line of the color bar names every panel of a bar once.
  @Test(arguments: ViewKind.allCases, ["80x24", "120x36", "200x60"])
  func aBarNamesEachPanelOnce(view: ViewKind, size: String) throws {
    let viewer = try Synthetic.viewer(size: size)
    try viewer.type("] . \(view.number)")
    for bar in Canvas.draw(viewer.state, viewer.viewer.findings).legend.bars {
      #expect(bar.owners.count == Set(bar.owners.map { "\($0)" }).count)
    }
  }

  /// How rollout is made is said where there is one; a reason that both models have is said once, and whole.
  @Test(arguments: ["80x24", "120x36", "200x60"]) func rolloutSaysWhyThereIsNone(size: String) throws {
    let twins = try Synthetic.viewer(size: size)
    try twins.type("6 ] ] .")
    #expect(!twins.text.contains("heads averaged"))
    let reason = "A, B rollout: undefined here: token grids change between layers"
    let shown = "; shown is the attention of head 2.1"
    var pages: [String] = []
    for _ in 0..<3 {
      // Lines may be wrapped.
      pages.append(twins.text.split(whereSeparator: { " \n".contains($0) }).joined(separator: " "))
      try twins.type(")")
    }
    #expect(pages.contains { $0.contains(reason) && !$0.contains("\(reason)…") }, "\(pages[0])")
    if size != "80x24" { #expect(pages[0].contains(reason + shown)) }
    let grid = AttentionGeometry(queryGrid: TokenGrid(rows: 7, columns: 7))
    let vit = Synthetic.model("vit", polarity: false, geometries: [grid, grid])
    let both = try Synthetic.viewer([vit, Synthetic.model("twin", polarity: false)], size: size)
    try both.type("6 ]")
    #expect(both.text.contains("heads averaged"))
    #expect(both.text.contains("B rollout: undefined here: token grids change"))
    #expect(!both.text.contains("A rollout: undefined") && !both.text.contains("A, B rollout"))
  }

  /// Large screens have large maps: at 240×70 pictures take most of the height that tables and strips leave.
  @Test(arguments: ["1", "3", "4"]) func largeScreensHaveLargeMaps(view: String) throws {
    let shape = { (side: Int) in AttentionGeometry(queryGrid: TokenGrid(rows: side, columns: side)) }
    let models = [false, true].map {
      Synthetic.model(
        $0 ? "b" : "a", polarity: $0, geometries: [32, 16, 16, 8].map(shape), headCounts: [1, 2, 2, 4])
    }
    let viewer = try Synthetic.viewer(models, size: "240x70")
    try viewer.type("] \(view)")
    let pictures = Canvas.draw(viewer.state, viewer.viewer.findings).targets.compactMap { target in
      if case .picture(let rect, .some) = target { rect } else { nil }
    }
    #expect(pictures.allSatisfy { $0.width >= 48 } && !pictures.isEmpty, "\(pictures)")
  }

  /// Tables of many heads take of the room of those of few, and the map gives way, before a head is cut.
  @Test func unequalTablesAreWhole() throws {
    let grid = AttentionGeometry(queryGrid: TokenGrid(rows: 14, columns: 14))
    func model(_ heads: [Int]) -> LoadedModel {
      Synthetic.model(
        "m\(heads.count)", polarity: false, geometries: heads.map { _ in grid }, headCounts: heads)
    }
    let viewer = try Synthetic.viewer([model([1, 1, 2, 2, 4, 4, 8]), model(Array(repeating: 3, count: 12))])
    try viewer.type("4")
    let heads = Canvas.draw(viewer.state, viewer.viewer.findings).targets.compactMap { target in
      if case .head(_, .a, let head) = target { head } else { nil }
    }
    #expect(Set(heads).count == 22 && !viewer.text.contains("page "), "\(viewer.text)")
  }

  /// A map of all queries says how far it is once its work reports that, and the keys go on meanwhile.
  @Test func incomingMapsSayHowFarTheyAre() throws {
    let viewer = try Synthetic.viewer()
    viewer.handle(.key(.character("I")))
    let subject = try subject(.a, viewer)
    let heavy = try #require(subject.heavyMap(.attention, layer: subject.layer, head: subject.head))
    #expect(viewer.text.contains("adding up the queries") && !viewer.text.contains(" %"))
    viewer.accept(.progress(heavy.work, 0.4))
    #expect(viewer.text.contains("40 %"))
    viewer.handle(.key(.character("]")))
    #expect(try self.subject(.a, viewer).layer == subject.layer + 1)
    viewer.handle(.key(.character("I")))
    #expect(!viewer.text.contains("adding up"))
  }

  /// A query that one model alone has: the other says in every view what it lacks.
  @Test(arguments: ["1", "2", "3", "6", "7"]) func aQueryThatOneModelLacksIsSaid(view: String) throws {
    let viewer = try Synthetic.viewer(.deep, .single, size: "160x50")
    try viewer.type("C \(view)")
    let text = viewer.text.split(whereSeparator: { " \n│".contains($0) }).joined(separator: " ")
    #expect(text.contains("B has no cls token"), "\(viewer.text)")
    #expect(!text.contains("starts at one query"))
  }

  @Test func aHiddenPatchIsHiddenFromEveryModel() throws {
    let viewer = try Synthetic.viewer()
    try viewer.type("b")
    #expect(viewer.text.contains("1 hidden"))
    for side in [Side.a, .b] {
      let interventions = viewer.viewer.findings[Examine(viewer.state.examinationKey(side))]?.interventions
      #expect(interventions?.occluded == viewer.state[side].hidden && interventions?.occluded.count == 1)
    }
    try viewer.type("b")
    #expect(!viewer.text.contains("hidden"))
    try viewer.type("b Right b X")
    #expect(viewer.state[.a].hidden.isEmpty && viewer.state[.b].hidden.isEmpty)
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
