// Words of the screen that several places share: names, numbers and their places to click.

import Attention
import AttentionMaps
import TerminalUI
import Testing

@testable import Viewer

@Suite struct ScreenWordsTests {
  private func scene(_ viewer: HeadlessViewer) -> Scene {
    Scene(state: viewer.state, findings: viewer.viewer.findings)
  }

  // MARK: Heads that are off

  /// A head that is off has `off` in place of its numbers, in tables of both widths and of the difference.
  @Test(arguments: ["80x24", "120x36", "200x60"]) func offStandsInPlaceOfTheNumber(size: String) throws {
    let one = try Synthetic.viewer([Synthetic.model(.twin)], size: size)
    try one.type("g 0 Enter x 4")
    #expect(one.text.contains("›off") && !one.text.contains(/[.0-9]off/))
    let two = try Synthetic.viewer(.twin, .twin, size: size)
    try two.type("g 0 Enter x 4")
    #expect(two.text.contains(" off ") && !two.text.contains(/[.0-9−+]off/))
  }

  /// The verdict leaves out pairs of which one head is off, on either side.
  @Test func aHeadThatIsOffDoesNotCount() throws {
    let viewer = try Synthetic.viewer(.twin, .twin, size: "200x60")
    let all = try #require(scene(viewer).verdict)
    try viewer.type("g 2 . 1 Enter x")
    let head = HeadPlace(layer: 2, head: 1)
    let ofA = try #require(scene(viewer).verdict)
    #expect(ofA.off == [head] && ofA.count == all.count - 1 && ofA.byHead[head] == nil)
    #expect(ofA.text.contains("1 not compared: switched off"))
    try viewer.type("x Tab g 2 . 2 Enter x 4")
    let ofB = try #require(scene(viewer).verdict)
    #expect(ofB.off == [HeadPlace(layer: 2, head: 2)] && ofB.count == all.count - 1)
  }

  // MARK: Titles

  /// Where the sides have different images, the name of the file goes before the layer, the head, and the map's name.
  @Test(arguments: 12...40) func theFileNameGoesFirst(width: Int) throws {
    let viewer = try Synthetic.viewer(size: "120x36")
    try viewer.type("= n Tab ] x Tab 3")
    let panels = PolarityView().panels(scene(viewer)).filter { $0.side == .b }
    try #require(panels.count > 1)
    var texts: Set<String> = []
    for panel in panels {
      let text = panel.title(width: width, note: width > 20 ? "2×2 means" : nil).map(\.text).joined()
      #expect(text.hasPrefix("B 1.0 ") && text.contains(" off "), "\(text)")
      #expect(text.columns <= max(width, 14), "\(text)")
      #expect(width <= 20 || text.contains("2×2"), "\(text)")
      texts.insert(text)
    }
    #expect(texts.count == panels.count, "the maps are told apart")
    #expect(width < 40 || texts.contains { $0.contains("boot") })
  }

  // MARK: Thumbnails

  /// The thumbnail of a map of rows has the entropy that the panel says of it; maps of other values have none.
  @Test func thumbnailsHaveTheEntropyOfTheirMap() throws {
    let viewer = try Synthetic.viewer([Synthetic.model(.twin, polarity: true)])
    try viewer.type("g 1 . 1 Enter")
    var seen: Set<MapKind> = []
    while seen.insert(viewer.state.map).inserted {
      let text = viewer.text
      let thumbnail = text.firstMatch(of: /1\.1 +(?:H )?(\d?\.\d\d)(?!\d)/)?.output.1
      switch viewer.state.map {
      case .attention: break
      case .same, .opposite:
        let panel = try #require(text.firstMatch(of: /H \d+\.\d+ nats (\d\.\d\d)/)).output.1
        #expect(thumbnail.map { $0.hasSuffix(panel.dropFirst()) } == true, "\(viewer.state.map)")
      default: #expect(!text.contains(/\d\.\d +H \d?\.\d\d/), "\(viewer.state.map)")
      }
      try viewer.type("m")
    }
    #expect(seen.isSuperset(of: [.same, .opposite, .net, .effective]))
  }

  /// Of signed weights it is the entropy of their sizes, in pictures and where there is a line of numbers alone.
  @Test(arguments: ["80x24", "120x36"]) func thumbnailsOfSignedWeightsSaySo(size: String) throws {
    let model = Synthetic.model(
      "inline-twin", polarity: false, queryValue: 16, mechanism: InLineAttention(headWidth: 1))
    let viewer = try Synthetic.viewer([model], size: size)
    #expect(!viewer.text.contains(/(^|[^|\w])H \d?\.\d\d/))
    if size == "120x36" { #expect(viewer.text.contains(/0\.0 +H\|a\| \d\.\d\d/)) }
  }

  // MARK: Places to click

  @Test(arguments: ["80x24", "120x36", "200x60"]) func bothKeysOfThePageAreClicked(size: String) throws {
    let viewer = try Synthetic.viewer(size: size)
    let view = try #require(
      ViewKind.allCases.first { view in
        _ = try? viewer.type("\(view.number)")
        return viewer.text.prefix { $0 != "\n" }.contains("( )")
      })
    try viewer.type("\(view.number)")
    let header = String(viewer.text.prefix { $0 != "\n" })
    let start = try #require(header.firstRange(of: "( )")).lowerBound
    let x = String(header[..<start]).columns
    for (offset, page) in [(0, -1), (2, 0), (2, 1)] {
      viewer.handle(.click(Position(x: x + offset, y: 0)))
      viewer.settle()
      #expect(viewer.state.page == page)
    }
  }

  // MARK: Lines

  /// Where the meaning of the streams has no room, the verdict keeps where to go on.
  @Test func theStoryKeepsItsPointer() throws {
    let viewer = try Synthetic.viewer(
      [Synthetic.model(.deep), Synthetic.model(.twin, polarity: true)], size: "120x36")
    let verdict = try #require(scene(viewer).verdict)
    try #require(verdict.overOtherKeys > 0)
    let lines = scene(viewer).story.map { $0.map(\.text).joined() }
    #expect(lines.contains("this image: \(verdict.text); view 4 pools them to the coarser keys"))
  }

  /// Color bars that do not fit beside what the probe reads are counted: no number is cut.
  @Test(arguments: 84...150) func readingsAreWhole(columns: Int) throws {
    let viewer = try Synthetic.viewer(.deep, .windows, size: "\(columns)x36")
    try viewer.type("2 Space Left")
    let line = try #require(viewer.text.split(separator: "\n").last { $0.contains("▀ ") })
    #expect(!line.contains("…"), "\(line)")
  }

  // MARK: Keys that change nothing

  @Test func keysThatChangeNothingSaySo() throws {
    let viewer = try Synthetic.viewer(size: "200x60")
    for view in [ViewKind.lens, try #require(ViewKind(rawValue: ModelView().name))] {
      try viewer.type("\(view.number) o")
      #expect(viewer.text.contains("not in this view: o maps over the image"), "\(view)")
      #expect(!viewer.state.overlay)
      #expect(!KeyTable.hints(for: view, width: 400).contains { $0.word == "overlay" })
    }
    for keys in ["4 z S", "7 z S", "5 z +", "5 z -", "2 z c", "2 z r", "2 z o"] {
      try viewer.type(keys)
      #expect(viewer.text.contains("Escape ends the zoom"), "\(keys)")
      try viewer.type("Escape")
      #expect(viewer.state.zoom == nil)
    }
    // Where maps answer, nothing is said.
    try viewer.type("1 z c")
    #expect(viewer.state.notice == nil)
    try viewer.type("Escape 2 c")
    #expect(viewer.state.notice == nil)
    for view in ViewKind.allCases {
      try viewer.type("\(view.number)")
      let hasParts = Canvas.draw(viewer.state, viewer.viewer.findings).parts != nil
      for key in [")", "("] {
        try viewer.type(key)
        #expect((viewer.state.notice == nil) == hasParts, "\(view) \(key)")
      }
    }
  }
}
