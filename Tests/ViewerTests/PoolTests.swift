// The probe of a pooling head as the query: its row is shown as that of a class token is.

import Attention
import AttentionMaps
import Session
import TerminalUI
import Testing

@testable import Viewer

@Suite struct PoolTests {
  private func viewer(
    _ a: Synthetic.Shape = .pooled, _ b: Synthetic.Shape = .twin, size: String = "120x36"
  ) throws -> HeadlessViewer {
    try Synthetic.viewer(a, b, size: size)
  }

  private func subject(_ viewer: HeadlessViewer, _ side: Side = .a) throws -> Subject {
    try #require(Subject(side, state: viewer.state, findings: viewer.viewer.findings))
  }

  /// After the tokens beside the grid and before the mean, in models that have one.
  @Test func theKeyTakesItAfterTheTokensBesideTheGrid() throws {
    let viewer = try viewer()
    var seen: [QueryMode] = []
    for _ in 0..<5 {
      try viewer.type("C")
      seen.append(viewer.state.query)
    }
    #expect(
      seen == [.prefix(.classToken), .prefix(.pool), .mean, .spatial, .prefix(.classToken)])
    // The model in focus says which tokens there are.
    try viewer.type("Tab C")
    #expect(viewer.state.query == .mean)
    let other = try Synthetic.viewer(.deep, .twin)
    for _ in 0..<4 {
      try other.type("C")
      #expect(other.state.query != .prefix(.pool))
    }
  }

  /// The map is the row of the record that the pooling head left, of every head of its own, and titles say so.
  @Test(arguments: ["80x24", "120x36", "200x60"]) func itsRowIsShown(size: String) throws {
    let viewer = try viewer(size: size)
    try viewer.type("C C")
    let place = try subject(viewer).place
    #expect(place.isOfPool && place.name == "pool.0")
    for head in 0..<5 {
      let subject = try subject(viewer)
      let record = try #require(subject.examination?.pool)
      #expect(subject.head == head && record.geometry.isProbed)
      let map = try #require(subject.map(.attention).map)
      let weights = record.row(query: 0, head: head, stream: .attention).weights
      #expect(map.prefix == Array(weights.prefix(1)) && map.values == Array(weights.dropFirst()))
      #expect(viewer.text.contains("pool.\(head)"), "\(viewer.text)")
      #expect(viewer.text.contains("the model has no pooling head") || size == "80x24")
      #expect(!viewer.frame().isCut)
      try viewer.type(".")
    }
    // There are five, though the layers have two.
    #expect(try subject(viewer).head == 4)
    try viewer.type("Home")
    #expect(try subject(viewer).head == 0)
    try viewer.type("End")
    #expect(try subject(viewer).head == 4)
  }

  /// Steps to layers, heads of layers and places take another query; the layer of before is where C goes on.
  @Test func leavingIt() throws {
    for (keys, query, head) in [
      ("[", QueryMode.spatial, HeadPlace(layer: 1, head: 0)),
      ("]", .prefix(.pool), HeadPlace(layer: 2, head: 0)),
      ("C", .mean, HeadPlace(layer: 1, head: 0)), ("Left", .spatial, HeadPlace(layer: 1, head: 0)),
      ("g 0 . 1 Enter", .spatial, HeadPlace(layer: 0, head: 1)),
      ("g g", .spatial, HeadPlace(layer: 0, head: 0)),
      ("G", .spatial, HeadPlace(layer: 1, head: 0)), ("J", .spatial, HeadPlace(layer: 0, head: 0)),
    ] {
      let viewer = try viewer()
      try viewer.type("] C C \(keys)")
      #expect(viewer.state.query == query, "\(keys)")
      let place = try subject(viewer).place
      #expect(place.isOfPool == (query == .prefix(.pool)))
      if keys != "J" { #expect(place.headPlace == head, "\(keys)") }
      if keys == "]" { #expect(viewer.text.contains("the pooling head comes after the last layer")) }
    }
  }

  /// A click on a thumbnail of the pooling head goes to its head, and an entry of the palette too.
  @Test func clicksAndThePaletteReachItsHeads() throws {
    let viewer = try viewer(size: "200x60")
    try viewer.type("C C")
    #expect(viewer.text.contains("all heads of A's pooling head"))
    let thumbnail = try #require(
      Canvas.draw(viewer.state, viewer.viewer.findings).targets.lazy.compactMap {
        if case .head(let area, _, HeadPlace(layer: 2, head: 3)) = $0 { area } else { nil }
      }.first)
    viewer.handle(.click(thumbnail.origin))
    viewer.settle()
    #expect(try subject(viewer).place.name == "pool.3")
    try viewer.type("C C : p o o l . 4 Enter")
    #expect(try subject(viewer).place.name == "pool.4" && viewer.state.query == .prefix(.pool))
  }

  /// What is not there is refused in a line.
  @Test func refusals() throws {
    let viewer = try viewer()
    try viewer.type("C C I")
    guard case .unavailable(let reason) = try subject(viewer).map(.attention) else {
      Issue.record("a map of queries")
      return
    }
    #expect(reason.contains("one query alone looks at all keys") && viewer.text.contains("one query alone"))
    try viewer.type("I x")
    #expect(viewer.text.contains("those of a pooling head cannot") && viewer.state.shown[0].headsOff.isEmpty)
    try viewer.type("6")
    #expect(viewer.text.contains("rollout ends at the last layer: the pooling head comes after it"))
    try viewer.type("7")
    #expect(viewer.text.contains("layers have no probe of a pooling head"))
    // Views about layers go on from the layer that was left.
    try viewer.type("4")
    #expect(try !subject(viewer).place.isOfPool && viewer.text.contains("A 0.0"))
    // Without the model there is no probe.
    let three = try Synthetic.viewer([
      Synthetic.model(.pooled), Synthetic.model(.twin), Synthetic.model(.single),
    ])
    try three.type("C C }")
    #expect(three.state.query == .spatial && three.text.contains("no model on the screen has a pooling head"))
  }

  @Test func aProbeStartsAtThePlaceUnderTheCursor() throws {
    let viewer = try viewer()
    try viewer.type("C C Space")
    #expect(viewer.state.probe?.place == .point(viewer.state.cursor))
    try viewer.type("C")
    #expect(viewer.state.probe?.place == .prefix(.classToken), "a key of the pooling head")
  }

  // MARK: Pins, commands, sessions

  @Test func aPinOfItStays() throws {
    let viewer = try viewer(size: "200x60")
    try viewer.type("C C . . P [ Left")
    let pin = try #require(Scene(state: viewer.state, findings: viewer.viewer.findings).pinPanels.first)
    #expect(pin.title.map(\.text).joined().contains("pool.2"), "\(pin.title)")
    #expect(viewer.text.contains("pin 1 A pool.2 @pool"))
    // From another layer and place the same again takes it away.
    try viewer.type("C C P")
    #expect(viewer.state.pins.isEmpty)
    // Where there is no row there is nothing to pin.
    try viewer.type("Tab P")
    #expect(viewer.state.pins.isEmpty && viewer.text.contains("there is no row to pin"))
  }

  @Test func requestsOfPinsAreChecked() throws {
    func refusal(_ shape: Synthetic.Shape, _ head: Int) -> String? {
      do {
        _ = try PinRequest(model: 1, poolHead: head).spot(in: Synthetic.model(shape), number: 1, image: 0)
        return nil
      } catch {
        return error.description
      }
    }
    #expect(refusal(.pooled, 4) == nil)
    #expect(refusal(.pooled, 5) == "--pin B:pool.5: pooled has a pooling head with heads 0 to 4")
    #expect(refusal(.deep, 0) == "--pin B:pool.0: deep has no pooling head")
  }

  @Test func theCommandsNameIt() throws {
    let viewer = try viewer(size: "200x60")
    try viewer.type("] C C . . P")
    let view = try #require(ViewCommand(state: viewer.state, findings: viewer.viewer.findings)?.command)
    #expect(view.words.joined(separator: " ").contains("--layer 1 --head 2 --query pool"))
    #expect(view.words.contains("A:pool.2"))
    let dump = try #require(DumpCommands(state: viewer.state, findings: viewer.viewer.findings))
    #expect(dump.commands.count == 1 && dump.commands[0].line.contains("--heads 2 --query pool"))
    #expect(!dump.commands[0].line.contains("--layers"))
    #expect(dump.remarks == ["No file holds the map of twin: it has no pooling head."])
  }

  /// The options start where the key goes, with a head that layers lack; what no model has is refused.
  @Test func startsAtIt() throws {
    func settled(_ models: [Synthetic.Shape], head: Int) throws -> StartPlace.Settled {
      try StartPlace(head: HeadPlace(layer: 1, head: head), query: .prefix(.pool))
        .settled(in: models.map { Synthetic.model($0) })
    }
    #expect(try settled([.pooled, .twin], head: 4).owner == 0)
    #expect(try settled([.twin, .pooled], head: 4).owner == 1)
    #expect(throws: StartRefused(description: "--head 5: layer 1 of pooled has heads 0 to 1")) {
      try settled([.pooled], head: 5)
    }
    #expect(throws: StartRefused(description: "--query pool: twin has no pooling head")) {
      try settled([.twin], head: 0)
    }
  }

  @Test func aSessionKeepsIt() throws {
    let viewer = try viewer()
    try viewer.type("] C C . P")
    let saved = viewer.state.session(viewer.viewer.findings)
    let bytes = try saved.json(savedAt: "/tmp/s.json", samples: .none)
    let opened = try SavedSession(bytes, file: "/tmp/s.json", samples: .none)
    #expect(opened.screen == viewer.state.screen)
    #expect(opened.screen.sides[0].spot.query == .prefix(.pool))
  }
}
