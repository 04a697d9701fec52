// Zoom: one map, one window, or the image beside a map, with all keys.

import Attention
import AttentionMaps
import Session
import TerminalUI
import Testing

@testable import Viewer

@Suite struct ZoomTests {
  private func canvas(_ viewer: HeadlessViewer) -> Canvas {
    Canvas.draw(viewer.state, viewer.viewer.findings)
  }

  @Test func zWalksThroughTheZoomsAndEscapeLeaves() throws {
    let twins = try Synthetic.viewer()
    var seen: [Zoom?] = []
    for _ in 0..<3 {
      try twins.type("z")
      seen.append(twins.state.zoom)
    }
    #expect(seen == [.map, .image, nil], "the twins have no windows")
    let windows = try Synthetic.viewer(.windows, .pyramid)
    try windows.type("Enter z")
    #expect(windows.state.zoom == .window)
    try windows.type("2 Escape")
    #expect(windows.state.zoom == nil && windows.state.view == .compare)
    try windows.type("Escape")
    #expect(windows.state.view == .heads)
  }

  @Test(arguments: ViewKind.allCases, ["40x12", "80x24", "120x36", "200x60"])
  func oneMapFillsTheScreen(view: ViewKind, size: String) throws {
    let viewer = try Synthetic.viewer(size: size)
    try viewer.type("\(view.number) z")
    let all = view.screen.panels(Scene(state: viewer.state, findings: viewer.viewer.findings)).count
    var titles: Set<String> = []
    for _ in 0..<all {
      let canvas = canvas(viewer)
      #expect(canvas.probed.count == 1 && !canvas.frame.isCut)
      #expect(canvas.parts.map { [$0.shown, $0.count, $0.pages] } == (all > 1 ? [1, all, all] : nil))
      titles.insert(canvas.probed[0].owner(isBrief: false))
      try viewer.type(")")
    }
    #expect(titles.count == all, "every map of the view can be turned to")
    #expect(viewer.text.contains("(zoom)"))
  }

  /// The word beside the bar is about the scale that the bar has.
  @Test(arguments: ["80x24", "120x36"]) func theScaleIsThatOfTheMap(size: String) throws {
    let viewer = try Synthetic.viewer(size: size)
    try viewer.type("2 z")
    var seen: [Bool] = []
    for _ in 0..<3 {
      let bars = canvas(viewer).legend.bars
      let isDifference = bars.allSatisfy { $0.owners.allSatisfy { $0.side == nil } }
      seen.append(isDifference)
      #expect(viewer.text.contains("scale: × uniform, log") == !isDifference, "\(viewer.text)")
      #expect(viewer.text.contains("scale: of this map, linear") == isDifference)
      try viewer.type(")")
    }
    #expect(seen.count { $0 } == 1)
  }

  @Test func aWindowIsTheOneOfTheQuery() throws {
    // The second layer is shifted by 2: 12 × 12 tokens in windows of 4 × 4.
    let viewer = try Synthetic.viewer(.windows, .single, size: "120x36")
    try viewer.type("] g 1 . 1 Enter z z")
    #expect(viewer.state.zoom == .window)
    let scene = Scene(state: viewer.state, findings: viewer.viewer.findings)
    let subject = try #require(scene.subject(.a))
    let geometry = subject.description.geometry
    let query = viewer.state.cursor.position(on: geometry.queryGrid)
    let window = try #require(PanelWindow(of: geometry, holding: query))
    let map = try #require(subject.map(.attention).map)
    #expect(window.positions.count == 16 && window.local(query) != nil)
    let cropped = map.cropped(to: window.positions, on: window.grid)
    #expect(cropped.count(of: .noKey) == 0)
    #expect(map.values.indices.filter { map.contents[$0] == .value }.count == 16)
    // Every value is printed on its color.
    for value in cropped.values { #expect(viewer.text.contains(value.brief.withoutLeadingZero)) }
    // A click puts the query on the token of the layer that is there.
    let target = try #require(
      canvas(viewer).targets.first { if case .window = $0 { true } else { false } })
    let corner = Position(x: target.area.x, y: target.area.y)
    viewer.handle(.click(corner))
    #expect(viewer.state.cursor == ImagePoint(window.positions[0], on: geometry.keyGrid))
    try viewer.type("]")
    #expect(viewer.text.contains("window"))
    let single = try Synthetic.viewer(.windows, .single, size: "120x36")
    try single.type("z z Tab")
    #expect(single.text.contains("this layer has no windows"))
  }

  @Test func theImageIsBesideTheMap() throws {
    let viewer = try Synthetic.viewer(size: "120x36")
    try viewer.type("z z")
    #expect(viewer.state.zoom == .image)
    let pictures = canvas(viewer).targets.filter { if case .picture = $0 { true } else { false } }
    #expect(pictures.count == 2 && pictures.allSatisfy { $0.area.width >= 40 })
  }

  @Test func keysGoOnWorking() throws {
    let viewer = try Synthetic.viewer(size: "80x24")
    try viewer.type("z")
    let before = viewer.state
    try viewer.type("Right ] . Tab m r o x b")
    #expect(viewer.state.zoom == .map && viewer.state.cursor != before.cursor)
    #expect(viewer.state.focus == .b && viewer.state.overlay && !viewer.state[.b].headsOff.isEmpty)
    #expect(canvas(viewer).probed.first?.side == .b)
  }
}
