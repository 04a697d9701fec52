// View 8: norms, components, sinks, and entropy against the norm of the query.

import Attention
import AttentionMaps
import Compute
import Session
import TerminalUI
import Testing
import VisionModels

@testable import Viewer

extension String {
  /// Without blanks at the end, which a frame's text does not keep.
  fileprivate var trimmed: String {
    var text = self[...]
    while text.last == " " { text = text.dropLast() }
    return String(text)
  }
}

@Suite struct TokensViewTests {
  private func scene(_ viewer: HeadlessViewer) -> Scene {
    Scene(state: viewer.state, findings: viewer.viewer.findings)
  }

  private static let pairs: [(Synthetic.Shape, Synthetic.Shape)] = [
    (.twin, .deep), (.single, .windows), (.pyramid, .wide), (.deep, .single), (.windows, .pyramid),
  ]

  /// The numbers are those of a forward pass whose tokens are read.
  @Test(arguments: pairs) func numbersAreThoseOfTheTokens(pair: (Synthetic.Shape, Synthetic.Shape)) throws {
    let viewer = try Synthetic.viewer(pair.0, pair.1, size: "200x60")
    for keys in ["8", "]", "Tab ] ]"] {
      try viewer.type(keys)
      for subject in scene(viewer).loaded {
        let norms = BlockTokens { _, tokens, grid in TokenNorms(of: tokens, on: grid) }
        _ = try Examination.run(subject.model, on: Synthetic.image, tokenReader: norms.read)
        let shown = try #require(subject.tokens)
        #expect(shown.norms == norms.values[subject.layer])
        let record = try #require(subject.record)
        #expect(subject.sinks == (try record.sinks(head: subject.head, timesUniform: 10)))
        guard case .map(let map, _) = scene(viewer).normPanel(subject.side).content else {
          Issue.record("no map of norms")
          continue
        }
        #expect(map == shown.norms.map && map.grid == record.geometry.queryGrid)
      }
    }
  }

  @Test(arguments: pairs, ["40x12", "80x24", "120x36", "200x60"])
  func everyPartOfBothModelsIsThere(pair: (Synthetic.Shape, Synthetic.Shape), size: String) throws {
    let viewer = try Synthetic.viewer(pair.0, pair.1, size: size)
    try viewer.type("8")
    var seen: Set<String> = []
    var pages = 0
    repeat {
      let canvas = Canvas.draw(viewer.state, viewer.viewer.findings)
      #expect(!canvas.frame.isCut)
      let text = canvas.frame.plainText
      #expect(!text.contains("measuring") && !text.contains("looking"))
      for side in Side.allCases {
        if text.contains("\(side.letter) norm") || text.contains(" norm |x|") { seen.insert("norm \(side)") }
        if text.contains("components") { seen.insert("components") }
        if text.contains("mean") && text.contains("max") { seen.insert("depth") }
        if text.contains(" r ") { seen.insert("scatter") }
      }
      pages += 1
      try viewer.type(")")
    } while viewer.state.page % 7 != 0 && pages < 7
    #expect(seen == ["norm a", "norm b", "components", "depth", "scatter"])
  }

  /// A letter lies on every sink of the head that is on the grid, and nowhere else.
  @Test func sinksAreMarked() throws {
    // Long queries give few keys most of their weight.
    let model = Synthetic.model("sharp", polarity: false, queryValue: 4)
    let viewer = try Synthetic.viewer([model], size: "200x60")
    try viewer.type("8")
    var marked = 0
    for keys in ["", "]", ".", "]", "."] {
      if !keys.isEmpty { try viewer.type(keys) }
      for subject in scene(viewer).loaded {
        let places = try #require(subject.sinks?.value)
        let grid = subject.description.geometry.queryGrid
        let positions = places.compactMap { place in
          if case .spatial(let position) = place { position } else { nil }
        }
        let sinks = scene(viewer).normPanel(subject.side).sinks
        #expect(Set(sinks.keys) == Set(positions))
        #expect(Set(sinks.values) == Set("abcdefghijklmnopqrstuvwxyz".unicodeScalars.prefix(positions.count)))
        #expect(positions.allSatisfy(grid.contains))
        // Few, and each of at least ten times the uniform weight.
        let record = try #require(subject.record)
        let means = try record.incoming(head: subject.head)
        #expect(positions.allSatisfy { means[$0] * Float(grid.count) >= 9.999 })
        #expect(10 * positions.count <= grid.count)
        for (position, letter) in sinks { #expect(viewer.text.contains("\(letter) \(position)")) }
        marked += positions.count
      }
    }
    #expect(marked > 0)
    // A coarser key is marked in the middle of its tokens, and named with its grid.
    let shape = Synthetic.Shape.pyramid
    let pyramid = Synthetic.model(
      "pyramid", polarity: false, geometries: shape.geometries, headCounts: shape.headCounts, queryValue: 4)
    let coarse = try Synthetic.viewer([pyramid], size: "200x60")
    try coarse.type("8")
    let subject = try #require(scene(coarse).subject(.a))
    let places = try #require(subject.sinks?.value)
    let geometry = subject.description.geometry
    #expect(geometry.keyGrid != geometry.queryGrid)
    #expect(!places.isEmpty)
    #expect(
      Set(scene(coarse).normPanel(.a).sinks.keys)
        == Set(
          places.compactMap { place in
            guard case .spatial(let key) = place else { return nil }
            return GridPosition(row: 3 * key.row + 1, column: 3 * key.column + 1)
          }))
  }

  /// A letter on a map is one that the line below names with its place, whatever the size, and the line names all sinks
  /// before a second of the longest tokens.
  @Test(arguments: ["40x12", "60x20", "80x24", "80x40", "120x36", "200x60"])
  func noLetterIsUnexplained(size: String) throws {
    let model = Synthetic.model("sharp", polarity: false, queryValue: 4)
    let viewer = try Synthetic.viewer([model, model], size: size)
    try viewer.type("8")
    var named = 0
    for keys in ["]", ".", "]", "."] {
      try viewer.type(keys)
      let scene = scene(viewer)
      for side in Side.allCases {
        let line = scene.tokenLine(side).map(\.text).joined()
        let sinks = scene.normPanel(side).sinks
        for (position, letter) in sinks { #expect(line.contains("\(letter) \(position)"), "\(line)") }
        let places = try #require(scene.subject(side)?.sinks?.value)
        if line.contains("  +") {
          // Only the longest is named then.
          #expect(line.split(separator: "sinks")[0].split(separator: " ").count == 6, "\(line)")
        } else {
          #expect(sinks.count == places.count { if case .spatial = $0 { true } else { false } })
        }
        if viewer.text.contains(line.trimmed) { named += sinks.count }
      }
    }
    if size != "40x12" && size != "60x20" { #expect(named > 0) }
  }

  /// Three maps become the channels; two and fewer leave the others in the middle.
  @Test func componentsAreColors() throws {
    let grid = TokenGrid(rows: 1, columns: 3)
    func map(_ values: [Float]) -> HeatMap { HeatMap(kind: nil, grid: grid, values: values, isSigned: true) }
    let fit = GridFit(grid, width: 3, height: 1)
    let picture = PixelImage(channels: [map([-3, 0, 2]), map([2, -2, 1])], fit)
    #expect(picture[0, 0].color == Color(red: 0, green: 255, blue: 128))
    #expect(picture[1, 0].color == Color(red: 127, green: 0, blue: 128))
    #expect(picture[2, 0].color == Color(red: 255, green: 191, blue: 128))
    let viewer = try Synthetic.viewer(size: "120x36")
    try viewer.type("8")
    let panel = scene(viewer).componentPanel(.b)
    #expect(panel.channels.count == 3)
    let components = try #require(scene(viewer).subject(.b)?.tokens?.components.value)
    #expect(panel.channels[2].values == components.standardized(2).map(Float.init))
    // Without colors for values there is the first component alone, and the panel says so.
    let mono = try Synthetic.viewer(size: "120x36", depth: .mono)
    try mono.type("8")
    #expect(scene(mono).componentPanel(.b).channels.isEmpty)
    #expect(mono.text.contains("first component") && !mono.text.contains("RGB"))
  }

  @Test func theCorrelationIsThatOfThePoints() throws {
    let viewer = try Synthetic.viewer(size: "200x60")
    try viewer.type("8 ] .")
    for subject in scene(viewer).loaded {
      let statistics = try #require(subject.statistics(layer: subject.layer))
      let points = try #require(statistics.queryPoints(head: subject.head, stream: .attention))
      let record = try #require(subject.record)
      #expect(points.count == record.geometry.tokenQueryCount)
      for point in points {
        let channels = record.channels(ofHead: subject.head)
        let squares = channels.reduce(0.0) {
          $0 + Double(record.queries[point.row, $1] * record.queries[point.row, $1])
        }
        #expect(abs(Double(point.norm) - squares.squareRoot()) < 1e-5)
      }
      let known = points.compactMap { point in point.entropy.value.map { (Double(point.norm), Double($0)) } }
      let n = Double(known.count)
      let (mx, my) = (known.reduce(0) { $0 + $1.0 } / n, known.reduce(0) { $0 + $1.1 } / n)
      let covariance = known.reduce(0) { $0 + ($1.0 - mx) * ($1.1 - my) }
      let variances = (
        known.reduce(0) { $0 + ($1.0 - mx) * ($1.0 - mx) }, known.reduce(0) { $0 + ($1.1 - my) * ($1.1 - my) }
      )
      let r = covariance / (variances.0 * variances.1).squareRoot()
      #expect(viewer.text.contains("r \(r.fixed(2))"))
      #expect(viewer.text.contains("\(known.count) queries"))
    }
  }

  @Test func whatIsUndefinedIsSaid() throws {
    // Equal queries: no correlation.
    let equal = try Synthetic.viewer(
      [Synthetic.model("equal", polarity: false, queryValue: 0.5), Synthetic.model(.single)], size: "200x60")
    try equal.type("8")
    #expect(equal.text.contains("r –: all the same"))
    let signed = try Synthetic.viewer(
      [
        Synthetic.model("signed", polarity: false, mechanism: InLineAttention(headWidth: 4)),
        Synthetic.model(.twin),
      ],
      size: "200x60")
    try signed.type("8")
    #expect(signed.text.contains("weights may be negative") && signed.text.contains("H|a| against |q|"))
  }

  /// The forward pass begins only in this view, once for every layer, head and query.
  @Test func tokensAreMeasuredOnce() throws {
    let viewer = try Synthetic.viewer(size: "120x36")
    try viewer.type("1 ] 7 4")
    #expect(viewer.viewer.findings.results(MeasureTokens.self).isEmpty)
    try viewer.type("8 ] . Right Tab [")
    #expect(viewer.viewer.findings.results(MeasureTokens.self).count == 2)
    // A head that is off is another forward pass.
    try viewer.type("x")
    #expect(viewer.viewer.findings.results(MeasureTokens.self).count == 3)
    try viewer.type("n")
    #expect(
      viewer.viewer.findings.results(MeasureTokens.self).keys.allSatisfy { $0.examination.image == 1 })
  }

  @Test func keysWorkAsInOtherViews() throws {
    let viewer = try Synthetic.viewer(.deep, .windows, size: "120x36")
    try viewer.type("8 z")
    #expect(viewer.text.contains("norm |x|") && !viewer.text.contains("components"))
    try viewer.type(") z z Space Right")
    #expect(viewer.text.contains("key") || viewer.text.contains("query"))
    try viewer.type("Space y")
    #expect(viewer.text.contains("--view tokens"))
    try viewer.type("Escape o c")
    #expect(viewer.state.overlay)
    try viewer.type("Escape")
    #expect(viewer.state.view == .heads)
  }
}
