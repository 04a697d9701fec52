// View 7: every head as its map or as a number, in place or in order.

import Attention
import AttentionMaps
import Session
import TerminalUI
import Testing
import VisionModels

@testable import Viewer

@Suite struct ModelViewTests {
  private func scene(_ viewer: HeadlessViewer) -> Scene {
    Scene(state: viewer.state, findings: viewer.viewer.findings)
  }

  private func heads(_ viewer: HeadlessViewer, _ side: Side) -> [HeadPlace] {
    Canvas.draw(viewer.state, viewer.viewer.findings).targets.compactMap { target in
      if case .head(_, side, let head) = target { head } else { nil }
    }
  }

  @Test(arguments: [
    (Synthetic.Shape.twin, Synthetic.Shape.deep), (.single, .windows), (.pyramid, .wide),
  ])
  func everyHeadOfBothModelsIsThere(pair: (Synthetic.Shape, Synthetic.Shape)) throws {
    let viewer = try Synthetic.viewer(pair.0, pair.1, size: "200x60")
    for keys in ["7", "t", "t", "t", "S"] {
      try viewer.type(keys)
      for side in viewer.state.sides {
        let places = try #require(scene(viewer).subject(side)).places.heads
        #expect(Set(heads(viewer, side)) == Set(places))
        #expect(heads(viewer, side).count == places.count)
      }
      #expect(!viewer.text.contains("…"), "nothing is left to compute")
    }
  }

  /// Pictures of fewer places than there are tokens are means, and the screen says of how many.
  @Test(arguments: ["80x24", "120x36", "200x60"]) func reductionsAreMarked(size: String) throws {
    let grid = AttentionGeometry(queryGrid: TokenGrid(rows: 40, columns: 40))
    let viewer = try Synthetic.viewer(
      [Synthetic.model("fine", polarity: false, geometries: [grid], headCounts: [6])], size: size)
    try viewer.type("7")
    #expect(viewer.text.contains(/up to [2-9]×[2-9] means/), "\(viewer.text)")
    let small = try Synthetic.viewer(.single, .single, size: size)
    try small.type("7")
    #expect(!small.text.contains("means"))
  }

  @Test func theMapsAreThoseOfTheQuery() throws {
    let viewer = try Synthetic.viewer(.deep, .twin, size: "200x60")
    try viewer.type("7 Right")
    for subject in scene(viewer).loaded {
      for place in subject.places.heads {
        let shown = try #require(subject.overviewMap(.attention, layer: place.layer, head: place.head).map)
        #expect(shown == subject.map(.attention, layer: place.layer, head: place.head).map)
      }
    }
  }

  /// The change of the winning logit is what a forward pass without the head gives.
  @Test func effectsAreThoseOfForwardPassesWithoutTheHead() throws {
    let viewer = try Synthetic.viewer(size: "200x60")
    try viewer.type("7 T")
    #expect(viewer.state.metric == .effect)
    let subject = try #require(scene(viewer).subject(.b))
    let numbers = scene(viewer).headNumbers(subject)
    let examination = try #require(subject.examination)
    let winner = try #require(examination.predictions.first?.index)
    for place in subject.places.heads {
      let changed = try Examination.run(
        subject.model, on: Synthetic.image, interventions: Interventions(headsOff: [place]))
      let change = try #require(changed.logits)[winner] - #require(examination.logits)[winner]
      #expect(numbers[place.layer][place.head] == .value(Double(abs(change))))
    }
    #expect(numbers.joined().contains { ($0.value ?? 0) > 0 })
    // A head that is off already changes nothing more.
    try viewer.type("Tab x")
    let off = try #require(scene(viewer).subject(.b))
    #expect(scene(viewer).headNumbers(off)[off.layer][off.head] == .value(0))
  }

  @Test func divergencesAreThoseOfTheComparison() throws {
    let viewer = try Synthetic.viewer(.deep, .twin, size: "200x60")
    try viewer.type("7 t t")
    #expect(viewer.state.metric == .divergence)
    let compared = try #require(viewer.viewer.findings.results(CompareModels.self).values.first?.value)
    for side in Side.allCases {
      let subject = try #require(scene(viewer).subject(side))
      let numbers = scene(viewer).headNumbers(subject)
      for pair in compared.heads {
        let place = pair.place(on: side)
        #expect(numbers[place.layer][place.head].value == pair.divergence)
      }
    }
    // Heads of A without a partner have none.
    let a = try #require(scene(viewer).subject(.a))
    #expect(scene(viewer).headNumbers(a).joined().contains(.none("–")))
    let one = try Synthetic.viewer([Synthetic.model(.twin)], size: "120x36")
    try one.type("7 t t")
    #expect(one.text.contains("start with two"))
  }

  @Test func inOrderTheLargestComesFirst() throws {
    let viewer = try Synthetic.viewer(.deep, .twin, size: "200x60")
    try viewer.type("7 t S")
    for subject in scene(viewer).loaded {
      let numbers = scene(viewer).headNumbers(subject)
      let values = heads(viewer, subject.side).map { numbers[$0.layer][$0.head].value ?? -1 }
      #expect(values.count == subject.places.heads.count && values == values.sorted(by: >))
    }
    try viewer.type("g 0 . 0 Enter .")
    let order = viewer.state.view.screen.heads(of: try #require(scene(viewer).subject(.a)), scene(viewer))
    let at = try #require(order.firstIndex(of: HeadPlace(layer: 0, head: 0)))
    #expect(viewer.place == order[min(order.count - 1, at + 1)])
  }

  @Test func aClickGoesToAHeadAndAnotherOpensIt() throws {
    let viewer = try Synthetic.viewer(size: "120x36")
    try viewer.type("7")
    let target = try #require(
      Canvas.draw(viewer.state, viewer.viewer.findings).targets.last {
        if case .head(_, .b, _) = $0 { true } else { false }
      })
    let position = Position(x: target.area.x, y: target.area.y)
    viewer.handle(.click(position))
    #expect(viewer.state.focus == .b && viewer.place == HeadPlace(layer: 2, head: 2))
    #expect(viewer.state.view.rawValue == "model")
    viewer.settle()
    viewer.handle(.click(position))
    #expect(viewer.state.view == .heads && viewer.place == HeadPlace(layer: 2, head: 2))
    try viewer.type("7 , Enter")
    #expect(viewer.state.view == .heads && viewer.place == HeadPlace(layer: 2, head: 1))
  }

  /// More heads than there is room for: the current one is among those that are seen, and they are counted.
  @Test(arguments: ["40x12", "80x24"]) func whatHasNoRoomIsCounted(size: String) throws {
    let viewer = try Synthetic.viewer(.deep, .wide, size: size)
    for keys in ["7", "t", "S", "g 8 . 2 Enter", "T"] {
      try viewer.type(keys)
      let side = viewer.state.focus
      let subject = try #require(scene(viewer).subject(side))
      let shown = heads(viewer, side)
      #expect(shown.contains(subject.place.headPlace))
      #expect(shown.count == subject.places.heads.count || viewer.text.contains(" of "))
      #expect(!viewer.frame().isCut)
    }
  }

  /// Work that takes long is left to the background: it begins only in this view and with this number.
  @Test func headsAreSwitchedOffOnlyWhereThatIsShown() throws {
    let viewer = try Synthetic.viewer(size: "120x36")
    try viewer.type("7 t t")
    #expect(viewer.viewer.findings.results(SwitchHeadsOff.self).isEmpty)
    try viewer.type("t")
    #expect(viewer.viewer.findings.results(SwitchHeadsOff.self).count == 6)
    try viewer.type("1 ] 7")
    #expect(viewer.viewer.findings.results(SwitchHeadsOff.self).count == 6, "kept")
  }
}
