// What has no room on the screen has a sign and a way to it: every view, models from one head to many, sizes from the
// smallest to wide ones.

import Attention
import Session
import TerminalUI
import Testing

@testable import Viewer

@Suite struct NothingIsCutTests {
  /// A model of `layers` × `heads` with prefix tokens on a grid.
  private static func model(
    _ name: String, layers: Int, heads: Int, prefix: Int = 0, side: Int = 3, polarity: Bool = false
  ) -> LoadedModel {
    let tokens = [PrefixToken.classToken] + (0..<max(0, prefix - 1)).map { .register($0) }
    let geometry = AttentionGeometry(
      queryGrid: TokenGrid(rows: side, columns: side), prefix: Array(tokens.prefix(prefix)))
    return Synthetic.model(
      name, polarity: polarity, geometries: Array(repeating: geometry, count: layers),
      headCounts: Array(repeating: heads, count: layers))
  }

  private static let long =
    "a-model-with-a-name-that-is-longer-than-any-screen-is-wide-of-those-that-people-have-"

  private static let casts: [[LoadedModel]] = [
    [model("one", layers: 1, heads: 1)],
    [model("wide", layers: 2, heads: 24), model("deep", layers: 24, heads: 2, polarity: true)],
    [
      model(long + "a", layers: 24, heads: 12, prefix: 9, side: 2), model(long + "b", layers: 1, heads: 1),
      model("c", layers: 3, heads: 5, polarity: true), model("d", layers: 2, heads: 3, side: 7),
    ],
    [
      model(long + "b", layers: 6, heads: 6, polarity: true), model("three", layers: 12, heads: 3, prefix: 5),
      model("c", layers: 1, heads: 1),
    ],
  ]

  private static let sizes = ["40x12", "60x20", "80x24", "120x36", "200x60"]

  /// No view draws beyond the edges of the screen, where a word would end without a sign.
  @Test(arguments: casts.indices, sizes) func nothingIsDrawnBeyondTheEdges(cast: Int, size: String) throws {
    let viewer = try Synthetic.viewer(Self.casts[cast], size: size)
    let keys = ["1", "2", "3", "4", "4 S", "4 S S", "5", "6", "?", "i", "y", "g 1"]
    for place in ["g 0 . 0 Enter", "g 1 . 1 Enter x b", "] ] ] . . . Tab", "C", "I", "} n"] {
      try viewer.type("Escape Escape \(place)")
      for view in keys {
        try viewer.type("\(view)")
        for _ in 0..<(view.count == 1 ? 3 : 1) {
          let frame = viewer.frame()
          #expect(!frame.isCut, "view \(view) after \(place):\n\(frame.plainText)")
          viewer.handle(.key(.character(")")))
          viewer.settle()
        }
        viewer.handle(.key(.escape))
      }
    }
  }

  /// Turning the pages shows every part, and the header says how many there are as long as one is missing.
  @Test(arguments: ["40x12", "60x20", "80x24", "120x36"], ViewKind.allCases)
  func everyPartHasItsPage(size: String, view: ViewKind) throws {
    let viewer = try Synthetic.viewer(
      [Self.model("a", layers: 2, heads: 3), Self.model("b", layers: 2, heads: 3, polarity: true)], size: size
    )
    try viewer.type("\(view.number)")
    var canvas = Canvas.draw(viewer.state, viewer.viewer.findings)
    guard let parts = canvas.parts else {
      #expect(!viewer.text.contains("page ") && !viewer.text.contains(" )  \(view.number)"))
      return
    }
    #expect(parts.shown < parts.count)
    let number = "1/\(parts.pages)"
    let text =
      size == "40x12"
      ? "\(number) )"
      : size == "120x36"
        ? "\(parts.shown) of \(parts.count), page \(number) ( )" : "page \(number) ( )"
    #expect(viewer.text.contains(text))
    let first = viewer.frame()
    var seen = [first]
    for _ in 0..<parts.pages {
      try viewer.type(")")
      canvas = Canvas.draw(viewer.state, viewer.viewer.findings)
      #expect(canvas.parts?.count == parts.count)
      if viewer.frame() == first { break }
      #expect(viewer.text.contains("\(seen.count + 1)/\(parts.pages)"), "the number changes")
      seen.append(viewer.frame())
    }
    #expect(seen.count > 1 && viewer.frame() == first, "the pages come round")
    try viewer.type("(")
    #expect(viewer.frame() == seen.last)
  }

  /// View 2 is about B − A.
  @Test(arguments: sizes) func theDifferenceIsAlwaysShown(size: String) throws {
    let viewer = try Synthetic.viewer(size: size)
    try viewer.type("2")
    #expect(viewer.text.contains("B − A"))
  }

  @Test(arguments: sizes) func tablesSayWhichLayersAndHeadsTheyShow(size: String) throws {
    let viewer = try Synthetic.viewer([Self.model("swin", layers: 24, heads: 24)], size: size)
    try viewer.type("4")
    func heads() -> Set<Int> {
      Set(
        Canvas.draw(viewer.state, viewer.viewer.findings).targets.compactMap {
          if case .head(_, _, let place) = $0 { place.head } else { nil }
        })
    }
    #expect(heads().count == 24 || viewer.text.contains("of 24") || viewer.text.contains("/24"))
    try viewer.type("g 2 3 . 2 3 Enter")
    #expect(heads().contains(23), "the table follows the head")
    try viewer.type("2 J 1")
    #expect(
      viewer.text.contains("of 576") || viewer.text.contains("page ") || viewer.text.contains(" )"),
      "\(viewer.text)")
  }

  /// Turning the parts of a table shows every head once, and a step to another head shows the part that it is in.
  @Test(arguments: ["4", "7", "7 t", "7 t S", "4 S"], ["80x24", "120x36", "240x70"])
  func tablesTurn(view: String, size: String) throws {
    let viewer = try Synthetic.viewer([Self.model("swin", layers: 24, heads: 24)], size: size)
    try viewer.type(view)
    func canvas() -> Canvas { Canvas.draw(viewer.state, viewer.viewer.findings) }
    func heads() -> Set<HeadPlace> {
      Set(canvas().targets.compactMap { if case .head(_, _, let place) = $0 { place } else { nil } })
    }
    let first = heads()
    var seen = first
    let pages = canvas().parts?.pages ?? 1
    for page in 1..<max(2, pages) {
      try viewer.type(")")
      seen.formUnion(heads())
      #expect(pages == 1 || viewer.text.contains("\(page + 1)/\(pages)"))
    }
    #expect(seen.count == 576, "\(pages) pages")
    try viewer.type(")")
    #expect(heads() == first)
    try viewer.type("( .")
    #expect(heads().contains(viewer.place))
  }

  /// The table of differences shows the part that J has come to.
  @Test func theTableOfDifferencesFollowsJ() throws {
    let viewer = try Synthetic.viewer(
      [Self.model("a", layers: 12, heads: 6), Self.model("b", layers: 12, heads: 6, polarity: true)],
      size: "80x24")
    try viewer.type("2")
    let ranked = try #require(
      viewer.viewer.findings.results(CompareModels.self).values.first?.value?.byDivergence)
    #expect(viewer.text.contains("of \(ranked.count) heads"))
    for pair in ranked.prefix(20) {
      try viewer.type("J")
      let rows = viewer.text.split(separator: "\n").dropLast(1)
      #expect(rows.contains { $0.hasPrefix(" \(pair.places.text) ") }, "\(pair.places.text)")
    }
  }

  /// Lines of help and of messages are wrapped, and both scroll to their ends.
  @Test(arguments: ["40x12", "60x20", "80x24"]) func dialogsShowAllTheirWords(size: String) throws {
    let viewer = try Synthetic.viewer(size: size)
    func words(_ open: String) throws -> String {
      try viewer.type(open)
      var seen: [String] = []
      for _ in 0..<300 {
        for line in viewer.text.split(separator: "\n") where line.contains("│") {
          let text = line.split(separator: "│", omittingEmptySubsequences: false).dropFirst().first ?? ""
          if seen.last.map({ $0 != text }) ?? true { seen.append(String(text)) }
        }
        try viewer.type("Down")
      }
      viewer.handle(.key(.escape))
      return seen.joined(separator: " ").split(separator: " ").joined(separator: " ")
    }
    let help = try words("?")
    #expect(!help.contains("…"))
    for word in ["selects", "redraw", "adding"] { #expect(help.contains(word), "\(word) is missing") }
    let lines = (0..<40).map { "line \($0) of a message that is longer than the screen is high" }
    var shown = viewer.viewer
    shown.show(cannot: "do it", lines.joined(separator: " "))
    _ = shown.handle(.key(.end))
    #expect(shown.draw().plainText.contains("Esc closes"))
    _ = shown.handle(.key(.home))
    #expect(shown.draw().plainText.contains("line 0 of"))
  }

  @Test func linesThatAreLeftOutAreCounted() {
    var canvas = Canvas(size: Size(columns: 30, rows: 5), .full)
    canvas.drawLines((0..<9).map { [Span("line \($0)")] }, x: 0, y: 0, width: 30, height: 4)
    #expect(canvas.frame.plainText == "line 0\nline 1\nline 2\n… 6 more lines\n\n")
    canvas.frame.centered(["one", "two", "three"], in: Rect(x: 0, y: 3, width: 10, height: 2))
    #expect(canvas.frame.plainText.hasSuffix("two…\n"))
    #expect(!canvas.frame.isCut)
    canvas.frame.text("beyond", x: 27, y: 0)
    #expect(canvas.frame.isCut)
  }

  @Test func spansAreWrappedAtBlanks() {
    let line = [Span("key   ", Theme.strong), Span("what it does, at some length", Theme.text)]
    let wrapped = line.wrapped(to: 20, indent: 6).map { $0.map(\.text).joined() }
    #expect(wrapped == ["key   what it does, ", "      at some length"])
    #expect(line.wrapped(to: 80, indent: 6) == [line])
    let cut = [Span("abcdefghij")].wrapped(to: 4, indent: 0).map { $0.map(\.text).joined() }
    #expect(cut.joined() == "abcdefghij" && cut.allSatisfy { $0.columns <= 4 })
  }
}
