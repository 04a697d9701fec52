// Panels that stay while the user walks on.

import Attention
import AttentionMaps
import Session
import TerminalUI
import Testing

@testable import Viewer

@Suite struct PinTests {
  private func pinned(_ viewer: HeadlessViewer) -> [MapPanel] {
    Scene(state: viewer.state, findings: viewer.viewer.findings).pinPanels
  }

  private func map(_ panel: MapPanel?) -> HeatMap? {
    if case .map(let map, _)? = panel?.content { map } else { nil }
  }

  @Test(
    arguments: ["80x24", "120x36", "200x60"],
    [(Synthetic.Shape.deep, Synthetic.Shape.twin), (.windows, .pyramid)])
  func aPinStaysWhereItWas(size: String, pair: (Synthetic.Shape, Synthetic.Shape)) throws {
    let viewer = try Synthetic.viewer(pair.0, pair.1, size: size)
    try viewer.type("] P")
    let subject = try #require(Subject(.a, state: viewer.state, findings: viewer.viewer.findings))
    let before = try #require(subject.map(.attention).map)
    try viewer.type("[ Right Down n x")
    let panels = pinned(viewer)
    let stayed = try #require(map(panels.first))
    #expect(panels.count == 1 && stayed.contents == before.contents, "of its place and its image")
    #expect(
      zip(stayed.values, before.values).allSatisfy { $0 == $1 || $0.isNaN && $1.isNaN }, "without the change")
    #expect(!viewer.frame().isCut)
    if size == "200x60" {
      #expect(viewer.text.contains("pin 1 A \(subject.place.headPlace) @\(subject.queryName)"))
    }
    // Of B, in the view's maps, and at most four.
    try viewer.type("Tab P ] P . P Left P Left P")
    #expect(viewer.state.pins.count == 4 && viewer.text.contains("as many as there can be"))
    for view in ["1", "2", "3", "4", "7", "z"] {
      try viewer.type(view)
      #expect(!viewer.frame().isCut)
    }
  }

  /// A side that closes leaves its pins to the one that stays, and the command of `y` names no other.
  @Test func aPinOfAClosedSideIsOfTheOther() throws {
    let viewer = try Synthetic.viewer([Synthetic.model(.deep)])
    try viewer.type("= P")
    #expect(viewer.state.pins.map(\.side) == [.b])
    var saved = viewer.state.screen
    try viewer.type("=")
    #expect(viewer.state.sides == [.a] && viewer.state.pins.map(\.side) == [.a])
    let command = try #require(ViewCommand(state: viewer.state, findings: viewer.viewer.findings)?.command)
    #expect(command.line.contains("--pin") && !command.line.contains("side="), "\(command.line)")
    // The same of a session that was saved with such a pin.
    saved.sides.removeLast()
    (saved.focus, saved.isLinked) = (.a, true)
    var state = viewer.state
    state.show(saved)
    #expect(state.pins.map(\.side) == [.a])
  }

  /// Whose it is, where it is and at which query stays, however narrow the panel is.
  @Test(arguments: ["1", "2"]) func narrowTitlesNameModelHeadAndQuery(view: String) throws {
    let viewer = try Synthetic.viewer(.deep, .twin, size: "80x24")
    try viewer.type("\(view) ] P Tab ] Right P Left n")
    let panels = pinned(viewer)
    #expect(panels.map(\.side) == (view == "1" ? [.a, .b, .b] : [.a, .b]))
    for (panel, words) in zip(panels, [["A", "1.0", "@3,3"], ["B", "1.0", "@4,5"], ["B", "1.0", "@4,5"]]) {
      for width in 14...70 {
        let title = panel.title(width: width, note: nil)
        let footers = panel.footers(below: title)
        let footer = footers.first { $0.columns <= width } ?? footers.last ?? ""
        let said = (title.map(\.text).joined() + " " + footer).split(separator: " ").map(String.init)
        for word in words + ["boot.png"] where word != "boot.png" || width >= 40 {
          #expect(said.count { $0 == word } == 1, "\(word) in \(said) at \(width)")
        }
        #expect(title.columns <= width)
      }
    }
    for _ in 0..<6 {
      #expect(!viewer.frame().isCut)
      try viewer.type(")")
    }
  }

  @Test func theSameAgainTakesItAway() throws {
    let viewer = try Synthetic.viewer(.deep, .twin)
    try viewer.type("P Right P")
    #expect(viewer.state.pins.count == 2)
    try viewer.type("P")
    #expect(viewer.state.pins.count == 1 && viewer.text.contains("1 pinned"))
    try viewer.type("Left P")
    #expect(viewer.state.pins.isEmpty)
    try viewer.type("4 P")
    #expect(viewer.text.contains("pins are shown in views 1, 2"))
  }

  /// What `y` gives starts with the same pins.
  @Test func theCommandNamesPins() throws {
    let viewer = try Synthetic.viewer(.deep, .twin)
    try viewer.type("] . P Tab P Right")
    func words() throws -> String {
      let command = try #require(ViewCommand(state: viewer.state, findings: viewer.viewer.findings))
      return (command.command?.words ?? []).joined(separator: " ") + " | " + command.remarks.joined()
    }
    #expect(try words().contains("--pin A:1.1@3,3 --pin B:0.0@0.5,0.5 |"))
    // What has been changed since is not of the pins.
    try viewer.type("x n")
    #expect(
      try words().contains(
        "--pin A:1.1@3,3;image=images/boot.png --pin B:0.0@0.5,0.5;off=none;image=images/boot.png |"))
    try viewer.type("b P X")
    #expect(try words().contains("hide=") && words().contains(";off=0.0;hide="))
  }

  /// A pin of the mean query keeps its point: incoming maps are of the key there.
  @Test func aPinOfTheMeanKeepsItsKey() throws {
    let viewer = try Synthetic.viewer(.twin, .deep, size: "200x60")
    try viewer.type("Right Right C")
    while viewer.state.query != .mean { try viewer.type("C") }
    try viewer.type("P I")
    let cursor = viewer.state.cursor
    let key = try #require(viewer.state.pins.first).state.spot.cursor
    let subject = try #require(Subject(.a, state: viewer.state, findings: viewer.viewer.findings))
    let name = "\(cursor.position(on: subject.description.geometry.keyGrid))"
    #expect(key == cursor && cursor != .center)
    #expect(viewer.text.contains("key \(name)") && viewer.text.contains("@\(name)"), "names of the key")
    #expect(!viewer.text.contains("key mean") && !viewer.text.contains("@mean"))
    let line = try #require(ViewCommand(state: viewer.state, findings: viewer.viewer.findings)?.command?.line)
    #expect(line.contains("@mean;point=\(key.y),\(key.x)"), "\(line)")
    let request = PinRequest(model: 0, head: HeadPlace(layer: 0, head: 0), query: .mean, point: key)
    #expect(request.text == "A:0.0@mean;point=\(key.y),\(key.x)")
    let spot = try request.spot(in: subject.model, number: 0, image: 0)
    #expect(spot.cursor == key && spot.query == .mean)
    // The middle needs no word.
    var state = viewer.state
    state.pins = state.pins.map { pin in
      var side = pin.state
      side.spot.cursor = .center
      return Pin(side: pin.side, state: side)
    }
    let short = try #require(ViewCommand(state: state, findings: viewer.viewer.findings)?.command?.line)
    #expect(short.contains("@mean") && !short.contains(";point="), "\(short)")
  }

  @Test func requestsAreChecked() throws {
    let model = Synthetic.model(.deep)
    func refusal(_ request: PinRequest) -> String? {
      do {
        _ = try request.spot(in: model, number: 0, image: 0)
        return nil
      } catch {
        return error.description
      }
    }
    let head = HeadPlace(layer: 2, head: 1)
    #expect(refusal(PinRequest(model: 0, head: head)) == nil)
    #expect(refusal(PinRequest(model: 0, head: head, query: .prefix(.classToken))) == nil)
    #expect(
      refusal(PinRequest(model: 0, head: head, query: .position(GridPosition(row: 7, column: 0))))
        == "--pin A:2.1@7,0: layer 2 of deep has 7×7 tokens, counted from 0")
    #expect(
      refusal(PinRequest(model: 1, head: HeadPlace(layer: 9, head: 0), query: .mean))
        == "--pin B:9.0@mean: deep: there is no layer 9: the model has layers 0 to 8")
    #expect(
      refusal(PinRequest(model: 0, head: head, query: .prefix(.distillation)))?.contains("no such token")
        == true)
  }

  /// The options' pins come once their models are loaded, of sides and of other models alike.
  @Test func requestsBecomePins() throws {
    let models = [Synthetic.model(.deep), Synthetic.model(.twin), Synthetic.model(.wide)]
    var options = ViewerOptions(models: models.map(\.name), images: ["images/boot.png"])
    options.pins = [
      PinRequest(model: 2, head: HeadPlace(layer: 0, head: 5)),
      PinRequest(
        model: 1, head: HeadPlace(layer: 2, head: 2), query: .position(GridPosition(row: 1, column: 3))),
    ]
    let viewer = try HeadlessViewer(
      options: options, size: Size(columns: 200, rows: 60), capabilities: Capabilities(depth: .truecolor))
    for (slot, model) in models.enumerated() {
      #expect(viewer.state.pins.isEmpty)
      viewer.accept(.ended(LoadModel(model: slot, version: 0), .done(model)))
    }
    viewer.accept(.ended(LoadImage(image: 0), .done(Synthetic.image)))
    viewer.settle()
    #expect(viewer.state.pins.map(\.state.model) == [2, 1])
    #expect(viewer.text.contains("pin 1 wide 0.5 @1,4") && viewer.text.contains("pin 2 B 2.2 @1,3"))
  }
}
