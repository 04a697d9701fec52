// Two sides that are linked or go their own ways, with one model or two.

import Attention
import Session
import TerminalUI
import Testing
import VisionModels

@testable import Viewer

@Suite struct SidesTests {
  private func subject(_ side: Side, _ viewer: HeadlessViewer) throws -> Subject {
    try #require(Subject(side, state: viewer.state, findings: viewer.viewer.findings))
  }

  private func place(_ side: Side, _ viewer: HeadlessViewer) throws -> HeadPlace {
    try subject(side, viewer).place.headPlace
  }

  static let sizes = ["80x24", "120x36", "200x60"]

  /// Points of one token on both sides give one map, which `d` writes once and one command of `y` names.
  @Test func pointsOfOneTokenAreWrittenOnce() throws {
    let viewer = try Synthetic.viewer([Synthetic.model(.deep)])
    try viewer.type("= Tab =")
    let findings = viewer.viewer.findings
    var state = viewer.state
    state.shown = [state.shown[0], state.shown[0]]
    state.isLinked = false
    state[.b].spot.cursor = ImagePoint(y: 0.501, x: 0.5)
    #expect(state[.a].spot.cursor == .center)
    for wholeLayer in [false, true] {
      #expect(state.exportOrder(wholeLayer: wholeLayer, findings)?.parts.count == 1)
    }
    #expect(DumpCommands(state: state, findings: findings)?.commands.count == 1)
    state[.b].spot.cursor = ImagePoint(y: 0.2, x: 0.5)
    #expect(state.exportOrder(wholeLayer: false, findings)?.parts.count == 2)
  }

  /// Unlinked, every step moves the focused side alone; linked, both go where that is.
  @Test(arguments: sizes) func sidesGoTheirOwnWays(size: String) throws {
    let viewer = try Synthetic.viewer(.deep, .deep, size: size)
    try viewer.type("] ] . = ]")
    #expect(try place(.a, viewer) == HeadPlace(layer: 3, head: 1))
    #expect(try place(.b, viewer) == HeadPlace(layer: 2, head: 1))
    let (query, image) = (try subject(.b, viewer).queryName, viewer.state[.b].spot.image)
    try viewer.type("Right Right n")
    #expect(try subject(.a, viewer).queryName != query && subject(.b, viewer).queryName == query)
    #expect(viewer.state[.a].spot.image != image && viewer.state[.b].spot.image == image)
    // What differs is said: in the header and in the titles of the side that is not in focus.
    let text = viewer.text
    #expect(text.contains("A 3.1") && text.contains("B 2.1") && text.contains("≠"))
    #expect(text.contains("@\(query)") && text.contains("boot.png"))
    #expect(!viewer.frame().isCut)
    try viewer.type("Tab [")
    #expect(try place(.a, viewer) == HeadPlace(layer: 3, head: 1))
    #expect(try place(.b, viewer) == HeadPlace(layer: 1, head: 1))
    try viewer.type("=")
    #expect(try place(.a, viewer) == place(.b, viewer))
    #expect(viewer.state[.a].spot == viewer.state[.b].spot && !viewer.text.contains("≠"))
    try viewer.type("]")
    #expect(try place(.a, viewer) == HeadPlace(layer: 2, head: 1) && place(.b, viewer).layer == 2)
  }

  /// Before and after: one model with a head off beside the same without.
  @Test(arguments: sizes) func oneModelStandsOnBothSides(size: String) throws {
    let viewer = try Synthetic.viewer([Synthetic.model(.twin, polarity: true)], size: size)
    #expect(viewer.state.sides == [.a])
    try viewer.type("] = x")
    #expect(viewer.state.sides == [.a, .b] && viewer.state.focus == .b)
    let (a, b) = (try subject(.a, viewer), try subject(.b, viewer))
    #expect(a.key.model == b.key.model && a.key.interventions.headsOff.isEmpty)
    #expect(b.key.interventions.headsOff == [HeadPlace(layer: 1, head: 0)])
    #expect(a.examination?.logits != b.examination?.logits)
    #expect(viewer.text.contains("B 1.0 off") && !viewer.text.contains("A 1.0 off"))
    try viewer.type("2")
    #expect(viewer.text.contains("B − A"))
    // Linked again, the sides still differ by the head; without that they are one.
    try viewer.type("=")
    #expect(viewer.state.sides.count == 2 && viewer.state.isLinked)
    try viewer.type("X = =")
    #expect(viewer.state.sides == [.a])
  }

  @Test func hiddenPatchesBelongToASide() throws {
    let viewer = try Synthetic.viewer(.twin, .twin)
    try viewer.type("b")
    #expect(viewer.state[.a].hidden.count == 1 && viewer.state[.b].hidden == viewer.state[.a].hidden)
    #expect(viewer.text.contains("1 hidden"))
    try viewer.type("= Right b")
    #expect(viewer.state[.a].hidden.count == 2 && viewer.state[.b].hidden.count == 1)
    #expect(viewer.text.contains("hidden A 2 B 1"))
    try viewer.type("X")
    #expect(viewer.state[.a].hidden.isEmpty && viewer.state[.b].hidden.count == 1)
  }

  /// Where the two sides have other images, B − A is there, and a half-done change of image shows none.
  @Test func twoImagesAreCompared() throws {
    let viewer = try Synthetic.viewer(.twin, .twin, size: "160x50")
    try viewer.type("2 = n")
    #expect(viewer.state.images.count == 2)
    #expect(viewer.text.contains("ΔH") && viewer.text.contains("B 0.0 boot.png"))
    #expect(viewer.text.contains("A boot-1.png 2/2") && viewer.text.contains("B boot.png 1/2"))
    try viewer.type("1")
    #expect(!viewer.text.contains("this image:"), "no verdict on one image")
  }

  @Test func anotherModelMayBeThatOfTheOtherSide() throws {
    let viewer = try Synthetic.viewer(.deep, .twin)
    try viewer.type("= }")
    #expect(viewer.state.model(.a) == 1 && viewer.state.model(.b) == 1)
    try viewer.type("}")
    #expect(viewer.state.model(.a) == 0)
    try viewer.type(": t w i n Space o n Space b o t h Enter")
    #expect(viewer.state.model(.a) == 1 && viewer.state.model(.b) == 1)
  }

  /// A token that no model on the screen has any more is no query.
  @Test func aTokenGoesWithItsModel() throws {
    let viewer = try Synthetic.viewer(.deep, .twin)
    try viewer.type("C")
    #expect(viewer.state.query == .prefix(.classToken))
    // Linked, A is focused and becomes what B is.
    try viewer.type("= }")
    #expect(viewer.state.model(.a) == 1 && viewer.state[.a].spot.query == .spatial)
    #expect(viewer.state[.b].spot.query == .spatial)
    #expect(viewer.text.contains("no model on the screen has a cls token"))
    #expect(try words(viewer).contains("--b-query") == false && !words(viewer).contains("cls"))
  }

  /// The words of the command that `y` shows for the screen.
  private func words(_ viewer: HeadlessViewer) throws -> [String] {
    let command = try #require(ViewCommand(state: viewer.state, findings: viewer.viewer.findings)?.command)
    return command.words
  }

  @Test func theCommandNamesBothSides() throws {
    let viewer = try Synthetic.viewer(.deep, .twin)
    try viewer.type("] = Tab ] Right n b x")
    let words = try words(viewer).joined(separator: " ")
    #expect(
      words.hasPrefix(
        "view deep twin --image images/boot.png --image images/boot-1.png --b-image images/boot-1.png --layer"
      ))
    #expect(words.contains("--layer 1 --head 0 --query 3,3 --b-layer 1 --b-head 0 --b-query 4,5"))
    #expect(words.contains("--heads-off B:1.0 --hide B:4,5@8x8") && words.contains("--focus b"))
    // One model twice is given twice.
    let single = try Synthetic.viewer([Synthetic.model(.twin)])
    try single.type("= ]")
    #expect(
      try self.words(single).joined(separator: " ").hasPrefix(
        "view twin twin --image images/boot.png --image images/boot-1.png --layer 0"))
  }

  /// What the command asks for is where the viewer starts.
  @Test func startsOfBothSidesAreChecked() throws {
    let models = [Synthetic.model(.deep), Synthetic.model(.twin)]
    var options = ViewerOptions(models: ["deep", "twin"], images: ["images/boot.png", "images/bag.png"])
    options.start.layer = 8
    options.startOfB = options.start
    options.startOfB?.layer = 2
    options.startOfB?.query = .position(GridPosition(row: 3, column: 0))
    options.startOfB?.image = 1
    let state = ViewerState(
      options: options, size: Size(columns: 80, rows: 24), capabilities: .full)
    #expect(!state.isLinked && state[.b].spot.image == 1 && state[.a].spot.image == 0)
    #expect(state[.b].spot.anchor == Anchor(model: 1, head: HeadPlace(layer: 2, head: 0)))
    let starts = StartPlace.all(options)
    #expect(starts.map(\.side) == [.a, .b])
    let settled = try starts[1].settled(in: [models[1]])
    #expect(settled.cursor == ImagePoint(y: 0.875, x: 0.125))
    options.startOfB?.layer = 5
    #expect(throws: StartRefused(description: "--b-layer 5: twin has layers 0 to 2")) {
      try StartPlace.all(options)[1].settled(in: [models[1]])
    }
    // A follows B.
    var followed = options
    (followed.startOfB, followed.side, followed.start.layer) = (nil, .b, 9)
    #expect(throws: StartRefused(description: "--b-layer 9: twin has layers 0 to 2")) {
      try StartPlace.all(followed)[0].settled(in: models)
    }
    (followed.start.layer, followed.start.head) = (0, 9)
    #expect(throws: StartRefused(description: "--b-head 9: layer 0 of twin has head 0 only")) {
      try StartPlace.all(followed)[0].settled(in: models)
    }
    // Only the query is B's own: its layer is the one that corresponds to A's.
    options.startOfB?.layer = 8
    options.sharesPlace = true
    options.startOfB?.query = .position(GridPosition(row: 7, column: 7))
    #expect(throws: StartRefused.self) {
      try StartPlace.all(options)[1].settled(in: models, queryOf: 1)
    }
    options.startOfB?.query = .position(GridPosition(row: 3, column: 3))
    #expect(try StartPlace.all(options)[1].settled(in: models, queryOf: 1).owner == 0)
  }
}
