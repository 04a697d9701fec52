// The probe: the value, the multiple of uniform and the rank of any key, in every map on the screen.

import Attention
import AttentionMaps
import Session
import TerminalUI
import Testing

@testable import Viewer

@Suite struct ProbeTests {
  private func scene(_ viewer: HeadlessViewer) -> Scene {
    Scene(state: viewer.state, findings: viewer.viewer.findings)
  }

  /// The line of the color bar.
  private func barLine(_ viewer: HeadlessViewer) throws -> String {
    let row = try #require(ScreenLayout(viewer.state.size).barRow)
    return String(viewer.text.split(separator: "\n", omittingEmptySubsequences: false)[row])
  }

  @Test(arguments: [(Synthetic.Shape.twin, Synthetic.Shape.twin), (.deep, .twin), (.pyramid, .wide)])
  func theReadingIsThatOfTheRows(pair: (Synthetic.Shape, Synthetic.Shape)) throws {
    let viewer = try Synthetic.viewer(pair.0, pair.1, size: "200x60")
    try viewer.type("g 0 Enter Space Right Down Down")
    let probe = try #require(viewer.state.probe)
    #expect(probe.isHeld && viewer.state.cursor == .center, "arrows move the probe, not the query")
    let line = try barLine(viewer)
    let scene = scene(viewer)
    for subject in scene.loaded {
      let record = try #require(subject.record)
      let row = try #require(subject.matrixRow(layer: 0))
      for kind in scene.maps(of: subject) {
        let weights = record.row(query: row, head: 0, stream: try #require(kind.stream)).weights
        let position = try #require(probe.position(on: subject.description.geometry.keyGrid))
        let key = subject.description.geometry.key(.spatial(position)).index
        let rank = 1 + weights.count { $0 > weights[key] }
        let multiple = weights[key] * Float(weights.count)
        let digits = multiple >= 100 ? 0 : multiple >= 1 ? 1 : 2
        #expect(
          line.contains("\(weights[key].brief) \(multiple.fixed(digits))× rank \(rank)"), "\(kind): \(line)")
      }
    }
    #expect(line.contains("key "))
    try viewer.type("Space")
    #expect(viewer.state.probe == nil)
    #expect(try !barLine(viewer).contains("rank"))
  }

  @Test func keysBesideTheGridAreReadAndChosen() throws {
    let viewer = try Synthetic.viewer(.deep, .single, size: "160x50")
    try viewer.type("Space C")
    #expect(viewer.state.heldProbe == .prefix(.classToken))
    let a = try #require(scene(viewer).subject(.a))
    let map = try #require(a.map(.attention).map)
    let line = try barLine(viewer)
    #expect(line.contains("key cls: A \(map.prefix[0].brief) ") && line.contains("no such token"))
    try viewer.type("C")
    #expect(viewer.state.heldProbe == .prefix(.register(0)))
    try viewer.type("C C Right Escape")
    #expect(viewer.state.probe == nil && viewer.state.view == .heads)

    // A click on the cell makes the token the query, and I then shows who looks at it.
    let place = try #require(Self.place(of: "cls ", in: viewer.text))
    viewer.handle(.click(Position(x: place.x + 4, y: place.y)))
    viewer.settle()
    #expect(viewer.state.query == .prefix(.classToken))
    try viewer.type("I")
    let incoming = try #require(scene(viewer).subject(.a)?.map(.attention).map)
    let record = try #require(scene(viewer).subject(.a)?.record)
    let geometry = record.geometry
    for position in [GridPosition(row: 0, column: 0), GridPosition(row: 6, column: 3)] {
      let row = geometry.matrixRow(ofQuery: .spatial(position))
      #expect(incoming[position] == record.row(query: row, head: a.head, stream: .attention).weights[0])
    }
    #expect(viewer.text.contains("key cls"))
    // While the probe is held, the click moves the probe.
    try viewer.type("I C C Space")
    let again = try #require(Self.place(of: "reg0 ", in: viewer.text))
    viewer.handle(.click(Position(x: again.x + 5, y: again.y)))
    #expect(viewer.state.heldProbe == .prefix(.register(0)) && viewer.state.query == .mean)
  }

  @Test func theProbeFollowsThePointer() throws {
    let viewer = try Synthetic.viewer(size: "120x36")
    let corner = try #require(Self.place(of: "┌ A 0.0 softmax", in: viewer.text))
    let before = viewer.state
    viewer.handle(.hover(Position(x: corner.x + 2, y: corner.y + 2)))
    #expect(viewer.state.probe?.isHeld == false && viewer.state.cursor == before.cursor)
    #expect(try barLine(viewer).contains("key "))
    viewer.handle(.hover(Position(x: 0, y: 0)))
    #expect(viewer.state == before)
    try viewer.type("Space")
    let held = viewer.state.probe
    viewer.handle(.hover(Position(x: corner.x + 2, y: corner.y + 2)))
    #expect(viewer.state.probe == held, "what is held stays")
    try viewer.type("?")
    viewer.handle(.hover(Position(x: corner.x + 5, y: corner.y + 5)))
    #expect(viewer.state.probe == held)
  }

  @Test(arguments: ViewKind.allCases, ["40x12", "80x24", "120x36", "200x60"])
  func everyViewReadsIt(view: ViewKind, size: String) throws {
    let viewer = try Synthetic.viewer(size: size)
    try viewer.type("\(view.number) Space Right")
    let canvas = Canvas.draw(viewer.state, viewer.viewer.findings)
    #expect(!canvas.probed.isEmpty && !canvas.frame.isCut)
    let line = try barLine(viewer)
    #expect(line.contains("rank ") || line.contains("#"), "\(line)")
    let focused = canvas.probed.count { $0.side == .a }
    #expect(focused > 0 && (line.contains("+") || line.matches(of: /rank |#/).count == canvas.probed.count))
  }

  @Test func wideScreensListTheLargestValues() throws {
    let viewer = try Synthetic.viewer(.deep, .twin, size: "200x60")
    let canvas = Canvas.draw(viewer.state, viewer.viewer.findings)
    for map in canvas.probed {
      let all = (map.map.prefix + map.map.values).sorted(by: >)
      let largest = map.largest(5)
      #expect(largest.map(\.value) == Array(all.prefix(5)))
      let first = try #require(largest.first)
      #expect(viewer.text.contains("\(first.place) \(first.value.brief.withoutLeadingZero) "))
    }
    let small = try Synthetic.viewer(.deep, .twin, size: "120x36")
    #expect(!small.text.contains("top "))
  }

  @Test func ranksOfSignedMapsGoBySize() {
    let map = HeatMap(
      kind: .net, grid: TokenGrid(rows: 2, columns: 2), values: [0.5, -2, 1, -0.25], isSigned: true)
    let probed = ProbedMap(MapPanel(title: [], content: .message([])), map)
    func rank(_ row: Int, _ column: Int) -> Int {
      let point = ImagePoint(y: row == 0 ? 0.2 : 0.8, x: column == 0 ? 0.2 : 0.8)
      return probed.reading(Probe(place: .point(point), isHeld: true)).rank
    }
    #expect([rank(0, 0), rank(0, 1), rank(1, 0), rank(1, 1)] == [3, 1, 2, 4])
    #expect(probed.largest(2).map(\.place) == ["0,1", "1,0"])
  }

  static func place(of text: String, in screen: String) -> Position? {
    for (y, line) in screen.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let characters = Array(line)
      let wanted = Array(text)
      if let x = characters.indices.first(where: { characters[$0...].starts(with: wanted) }) {
        return Position(x: x, y: y)
      }
    }
    return nil
  }
}
