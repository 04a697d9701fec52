// What keys, clicks and sizes do to the state and the screen.

import Attention
import Imaging
import TerminalUI
import Testing
import VisionModels

@testable import Viewer

@Suite struct ViewerStateTests {
  @Test func theStartShowsBothModelsWithEntropies() throws {
    let text = try Synthetic.viewer().text
    for piece in [
      "A softmax-twin ┃ B polarity-twin", "layer 0 (0–2)", "head 0 (0–0)", "A 0.0 softmax · attention",
      "B 0.0 polarity · same",
      "B 0.0 polarity · opposite", "query 4,4", "scale: × uniform, log", "map: attention", "viridis",
      "A Bag 0.",
      "B Ankle boot 0.",
      "head 0.0 over all queries: H ", "1 heads", "? help", "q quit",
    ] {
      #expect(text.contains(piece), "\(piece) is missing")
    }
  }

  @Test func movingTheQueryChangesBothModels() throws {
    let viewer = try Synthetic.viewer()
    let before = viewer.frame()
    try viewer.type("Right Down")
    let after = viewer.frame()
    #expect(after.plainText.contains("query 5,5"))
    for panel in [20..<52, 54..<86, 88..<118] {
      let changed = (3..<19).contains { y in panel.contains { x in before[x, y].style != after[x, y].style } }
      #expect(changed)
    }
  }

  @Test func theQueryStaysOnTheGrid() throws {
    let viewer = try Synthetic.viewer()
    try viewer.type("h h h h h h h h h h k k k k k k k k k k")
    #expect(viewer.text.contains("query 0,0"))
    try viewer.type("l l l l l l l l l l j j j j j j j j j j")
    #expect(viewer.text.contains("query 7,7"))
  }

  @Test func theQueryKeepsItsPlaceInTheImageAcrossGrids() throws {
    let viewer = try Synthetic.viewer()
    try viewer.type("Right Right Right ] ]")
    #expect(viewer.place.layer == 2)
    #expect(viewer.text.contains("query 2,3"))
    try viewer.type("[ [")
    #expect(viewer.text.contains("query 4,7"))
  }

  @Test func headsFollowOneAnotherThroughTheLayers() throws {
    let viewer = try Synthetic.viewer()
    var seen: [[Int]] = []
    for _ in 0..<7 {
      seen.append([viewer.place.layer, viewer.place.head])
      try viewer.type(".")
    }
    #expect(seen == [[0, 0], [1, 0], [1, 1], [2, 0], [2, 1], [2, 2], [2, 2]])
    try viewer.type(", , , , , , ,")
    #expect(viewer.place == HeadPlace(layer: 0, head: 0))
  }

  @Test func resizingLosesNothing() throws {
    let viewer = try Synthetic.viewer()
    try viewer.type("Right ] . m c r Tab")
    let before = viewer.frame()
    for size in ["40x12", "39x11", "200x60", "1x1", "120x36"] {
      viewer.handle(.resized(try #require(Size(size))))
      #expect(viewer.frame().size == Size(size))
    }
    #expect(viewer.frame() == before)
  }

  @Test func aScreenThatIsTooSmallSaysWhatIsNeeded() throws {
    let viewer = try Synthetic.viewer(size: "39x20")
    #expect(viewer.text.contains("needs 40x12 cells, has 39x20"))
  }

  @Test func clicksSetTheQueryAndChooseHeads() throws {
    let viewer = try Synthetic.viewer()
    var canvas = Canvas.draw(viewer.state, viewer.viewer.findings)
    let picture = try #require(
      canvas.targets.lazy.compactMap { if case .picture(let area, .b) = $0 { area } else { nil } }.first)
    viewer.handle(.click(Position(x: picture.x, y: picture.y)))
    #expect(viewer.text.contains("query 0,0"))
    #expect(viewer.state.focus == .b)
    canvas = Canvas.draw(viewer.state, viewer.viewer.findings)
    let head = try #require(
      canvas.targets.lazy.compactMap {
        if case .head(let area, _, HeadPlace(layer: 1, head: 1)) = $0 { area } else { nil }
      }.first)
    viewer.handle(.click(head.origin))
    #expect(viewer.place == HeadPlace(layer: 1, head: 1))
    viewer.handle(.wheel(-1, at: head.origin))
    #expect(viewer.place.layer == 0)
  }

  @Test func theQueryFollowsADraggedPointerOverPicturesOnly() throws {
    let viewer = try Synthetic.viewer()
    let targets = Canvas.draw(viewer.state, viewer.viewer.findings).targets
    let picture = try #require(
      targets.lazy.compactMap { if case .picture(let area, .b) = $0 { area } else { nil } }.first)
    viewer.handle(.drag(Position(x: picture.right - 1, y: picture.bottom - 1)))
    #expect(viewer.text.contains("query 7,7") && viewer.state.focus == .b)
    let before = viewer.state
    let head = try #require(
      targets.lazy.compactMap { if case .head(let area, _, _) = $0 { area } else { nil } }.first)
    viewer.handle(.drag(head.origin))
    viewer.handle(.drag(Position(x: 0, y: 0)))
    #expect(viewer.state == before)
    try viewer.type("?")
    viewer.handle(.drag(picture.origin))
    #expect(viewer.state.cursor == before.cursor)
  }

  @Test(arguments: ViewKind.allCases, ["40x12", "80x24", "120x36"])
  func headsThatAreOffAreNamedInEveryViewAtEverySize(view: ViewKind, size: String) throws {
    let viewer = try Synthetic.viewer(size: size)
    try viewer.type("] . x Tab x \(view.number)")
    #expect(viewer.text.contains("off A 1.1 B 1.1"))
  }

  /// Besides the header, and the hint of the key, wherever the head's map or number is.
  @Test(arguments: ["1", "2", "3", "4", "4 S", "4 S S", "5"], ["80x24", "120x36", "200x60"])
  func aHeadThatIsOffIsMarkedWhereItIsShown(view: String, size: String) throws {
    let viewer = try Synthetic.viewer(size: size)
    try viewer.type("] . x \(view)")
    func marks() -> Int {
      viewer.text.split(separator: "\n", omittingEmptySubsequences: false).dropFirst().prefix {
        !$0.contains("q quit")
      }.joined(separator: "\n")
        .matches(of: /\boff\b/).count
    }
    #expect(marks() > 0)
    try viewer.type("x")
    #expect(marks() == 0)
  }

  @Test func noModelComesOnBothSidesWhileTheyAreLinked() throws {
    let models = (0..<4).map { Synthetic.model("model-\($0)", polarity: $0 > 1) }
    for count in 2...4 {
      let viewer = try Synthetic.viewer(Array(models.prefix(count)))
      var seen: Set<[Int]> = []
      for key in ["}", "}", "}", "Tab", "}", "}", "{", "{", "{", "Tab", "{", "{"] {
        try viewer.type(key)
        seen.insert(viewer.state.shown.map(\.model))
        #expect(viewer.state.model(.a) != viewer.state.model(.b), "\(count) models, after \(key)")
      }
      #expect(seen.count == (count == 2 ? 1 : count == 3 ? 4 : 7))
      #expect(viewer.text.contains("all on the screen") == (count == 2))
    }
    let viewer = try Synthetic.viewer(Array(models.prefix(3)))
    try viewer.type("}")
    #expect(viewer.state.shown.map(\.model) == [2, 1])
    try viewer.type("Tab }")
    #expect(viewer.state.shown.map(\.model) == [2, 0])
    try viewer.type("Tab {")
    #expect(viewer.state.shown.map(\.model) == [1, 0])
  }

  @Test func aStartBeyondTheModelsIsRefused() {
    let small = Synthetic.model("small", polarity: false)
    let single = Synthetic.model("single", polarity: false, geometries: [Synthetic.twinGeometries[0]])
    func refusal(_ layer: Int, _ head: Int, _ query: GridPosition? = nil) -> String? {
      do throws(StartRefused) {
        _ = try StartPlace(
          head: HeadPlace(layer: layer, head: head), query: query.map { .position($0) }
        ).settled(in: [
          single, small,
        ])
        return nil
      } catch {
        return error.description
      }
    }
    #expect(refusal(2, 2) == nil && refusal(0, 0, GridPosition(row: 7, column: 7)) == nil)
    #expect(refusal(3, 0) == "--layer 3: single has layers 0 to 0")
    #expect(refusal(2, 3) == "--head 3: layer 2 of small has heads 0 to 2")
    #expect(refusal(0, 1) == "--head 1: layer 0 of single has head 0 only")
    #expect(
      refusal(0, 0, GridPosition(row: 8, column: 0))
        == "--query 8,0: layer 0 of single has 8×8 tokens, counted from 0")
  }

  @Test(arguments: [40, 80, 120, 200]) func theHintForNewcomersFits(width: Int) {
    #expect(KeyTable.firstHint(width: width).columns <= width - 2)
    #expect(KeyTable.firstHint(width: width).contains("?"))
  }

  @Test func goToTakesLayerAndHead() throws {
    let viewer = try Synthetic.viewer()
    try viewer.type("g 2 . 1 Enter")
    #expect(viewer.place == HeadPlace(layer: 2, head: 1) && viewer.state.dialog == nil)
    try viewer.type("g . . Enter")
    #expect(viewer.text.contains("'..' is not a place"))
    try viewer.type("g 9 . 9 Enter")
    #expect(viewer.text.contains("A: there is no layer 9: the model has layers 0 to 2"))
    try viewer.type("g 1 . 9 9 9 Enter")
    #expect(viewer.text.contains("A: there is no head 999 in layer 1: it has heads 0 to 1"))
    #expect(viewer.place == HeadPlace(layer: 2, head: 1), "it stays where it was")
  }

  @Test func dialogsCloseAndScroll() throws {
    let viewer = try Synthetic.viewer(size: "80x24")
    let before = viewer.frame()
    try viewer.type("?")
    #expect(viewer.text.contains("The screen") && !viewer.text.contains("layers, heads and queries count"))
    try viewer.type("PgDn")
    #expect(viewer.text.contains("query left") && !viewer.text.contains("The screen"))
    try viewer.type("End")
    #expect(viewer.text.contains("layers, heads and queries count") && !viewer.text.contains("query left"))
    try viewer.type("Escape")
    #expect(viewer.frame() == before)
  }

  @Test func switchingAHeadOffRunsTheModelAgainAndShowsIt() throws {
    let viewer = try Synthetic.viewer()
    try viewer.type("x")
    #expect(viewer.text.contains("off A 0.0"))
    #expect(viewer.text.contains("(+") || viewer.text.contains("(−"))
    #expect(viewer.state[.a].headsOff == [0: [HeadPlace(layer: 0, head: 0)]])
    let key = viewer.state.examinationKey(.a)
    #expect(viewer.viewer.findings[Examine(key)]?.interventions.headsOff.count == 1)
    try viewer.type("X")
    #expect(!viewer.text.contains("off A 0.0"))
  }

  @Test func scaleModesAreNamedAndFixedKeepsItsNumbers() throws {
    let viewer = try Synthetic.viewer()
    for name in ["panel", "layer", "A and B shared", "fixed"] {
      try viewer.type("r")
      #expect(viewer.text.contains("scale: \(name)"), "\(name)")
    }
    let range = viewer.state.fixedRange
    try viewer.type("Right Right")
    #expect(viewer.state.fixedRange == range)
    try viewer.type("2")
    #expect(viewer.text.contains("scale: × uniform, log"))
    try viewer.type("1 r")
    #expect(viewer.text.contains("scale: × uniform, log"))
  }

  @Test func jumpsWalkTheHeadsThatDifferMost() throws {
    let viewer = try Synthetic.viewer()
    try viewer.type("J")
    let ranked = try #require(
      viewer.viewer.findings.results(CompareModels.self).values.first?.value?.byDivergence)
    #expect(ranked.count == 6)
    #expect(zip(ranked, ranked.dropFirst()).allSatisfy { ($0.divergence ?? 0) >= ($1.divergence ?? 0) })
    #expect(viewer.place == ranked[0].places.a)
    #expect(viewer.text.contains("1 of 6: head \(ranked[0].places.text)"))
    try viewer.type("J")
    #expect(viewer.place == ranked[1].places.a)
  }

  @Test func oneModelAloneIsEnough() throws {
    let viewer = try Synthetic.viewer([Synthetic.model("alone", polarity: true)], images: 1)
    #expect(viewer.text.contains("A 0.0 polarity · same") && !viewer.text.contains("┃"))
    for (key, answer) in [("J", "only one"), ("n", "one image only"), ("}", "only one model")] {
      try viewer.type(key)
      #expect(viewer.text.contains(answer))
    }
    try viewer.type("2")
    #expect(!viewer.text.contains("B − A"))
  }

  @Test func prefixTokensAndTheMeanAreQueriesToo() throws {
    let geometry = AttentionGeometry(
      queryGrid: TokenGrid(rows: 7, columns: 7), prefix: [.classToken, .register(0)])
    let viewer = try Synthetic.viewer([Synthetic.model("vit", polarity: false, geometries: [geometry])])
    for name in ["cls", "reg0", "mean", "3,3"] {
      try viewer.type("C")
      #expect(viewer.text.contains("query \(name)"), "\(name)")
    }
    try viewer.type("C C C Right")
    #expect(viewer.text.contains("query 3,4"))
  }

  @Test func incomingMapsAreOverTheQueries() throws {
    let viewer = try Synthetic.viewer()
    try viewer.type("I")
    #expect(viewer.text.contains("A 0.0 softmax · incoming") && viewer.text.contains("key 4,4"))
    try viewer.type("I")
    #expect(!viewer.text.contains("incoming"))
  }

  @Test func placesWithoutAKeyAreHatched() throws {
    let geometry = AttentionGeometry(
      queryGrid: TokenGrid(rows: 8, columns: 8), partition: WindowPartition(rows: 4, columns: 4, shift: 2))
    let viewer = try Synthetic.viewer([Synthetic.model("swin", polarity: false, geometries: [geometry])])
    #expect(viewer.text.contains("48 no key") && viewer.text.contains("▀▀ no key"))
    let hatched = viewer.frame().cells.filter { $0.level == .missing }
    #expect(hatched.count > 100)
    #expect(hatched.allSatisfy { [Color(Hatch.light), Color(Hatch.dark)].contains($0.style.foreground) })
  }
}
