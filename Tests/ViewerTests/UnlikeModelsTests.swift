// Models of unlike shapes side by side: nothing dies, and what had to adapt is named.

import Attention
import Glibc
import Session
import TerminalUI
import Testing

@testable import Viewer

/// Numbers that look random and are the same for a seed.
struct SeededNumbers {
  private var state: UInt32

  /// From `POLASCOPE_SEED`, else 2026; printed, so that a failure can be had again.
  init(_ purpose: String) {
    let seed = getenv("POLASCOPE_SEED").flatMap { UInt32(String(cString: $0)) } ?? 2026
    print("\(purpose): POLASCOPE_SEED=\(seed)")
    state = seed
  }

  /// 0 up to, and not including, `count`.
  mutating func next(_ count: Int) -> Int {
    state = state &* 1_664_525 &+ 1_013_904_223
    return Int(state >> 8) % count
  }
}

@Suite struct UnlikeModelsTests {
  private static let pairs: [(Synthetic.Shape, Synthetic.Shape)] = [
    (.deep, .twin), (.twin, .deep), (.single, .windows), (.windows, .pyramid), (.wide, .single),
    (.pyramid, .wide),
    (.deep, .single), (.twin, .single), (.wide, .windows), (.pyramid, .deep), (.pooled, .deep),
    (.twin, .pooled),
  ]

  /// Keys that do not leave the viewer or write maps; what asks for a file writes none here.
  private static let keys = KeyTable.bindings.flatMap { binding -> [Key] in
    switch binding.action {
    case .quit, .dump, .figure: []
    default: binding.keys
    }
  }

  @Test(arguments: pairs, ["40x12", "80x24", "120x36", "200x60"])
  func everyKeyInEveryView(pair: (Synthetic.Shape, Synthetic.Shape), size: String) throws {
    let viewer = try Synthetic.viewer(pair.0, pair.1, size: size)
    viewer.writesFiles = false
    let last = try #require(viewer.viewer.findings[LoadModel(model: 0, version: 0)]?.places.heads.last)
    for view in ViewKind.allCases {
      // From the last head of A, which B may lack.
      try viewer.type("Escape Escape \(view.number)")
      for key in UnlikeModelsTests.keys {
        viewer.handle(.click(Position(x: 1, y: 1)))
        try viewer.type("g " + "\(last)".map { "\($0)" }.joined(separator: " ") + " Enter")
        viewer.handle(.key(key))
        viewer.settle()
        #expect(viewer.frame().size == Size(size))
        viewer.handle(.key(.escape))
        viewer.handle(.key(.character(Character("\(view.number)"))))
      }
    }
  }

  /// The lines of both models run from their first to their last layer, so that the axis can count one model's only.
  @Test func theDepthChartCountsTheLayersOfTheModelInFocus() throws {
    let viewer = try Synthetic.viewer(.deep, .twin, size: "140x45")
    let counts = try (0..<2).map { model in
      try #require(viewer.viewer.findings[LoadModel(model: model, version: 0)]?.places.layerCount)
    }
    try #require(counts[0] != counts[1])
    try viewer.type("4")
    for (letter, count) in zip(["A", "B"], counts) {
      #expect(viewer.text.contains("mean over the heads of each layer; layers of \(letter)"))
      let axis = try #require(
        viewer.text.split(separator: "\n").first { $0.matches(of: /^ +0( +\d+)+ *$/).count == 1 })
      #expect(axis.split(separator: " ").last.flatMap { Int($0) } == count - 1)
      try viewer.type("Tab")
    }
    let twins = try Synthetic.viewer(size: "140x45")
    try twins.type("4")
    #expect(twins.text.contains("mean over the heads of each layer") && !twins.text.contains("layers of"))
  }

  @Test(arguments: pairs) func tenThousandRandomKeysNeverTrap(pair: (Synthetic.Shape, Synthetic.Shape)) throws
  {
    let viewer = try Synthetic.viewer(pair.0, pair.1, size: "100x30")
    viewer.writesFiles = false
    var random = SeededNumbers("random keys over \(pair.0) and \(pair.1)")
    for step in 0..<(pair.0 == pair.1 ? 10_000 : 4000) {
      if step % 40 == 0 {
        viewer.handle(.resized(Size(columns: 1 + random.next(160), rows: 1 + random.next(50))))
      }
      if step % 7 == 0 {
        viewer.handle(.click(Position(x: random.next(160), y: random.next(50))))
      }
      if step % 5 == 0 {
        viewer.handle(.hover(Position(x: random.next(160), y: random.next(50))))
      }
      viewer.handle(.key(UnlikeModelsTests.keys[random.next(UnlikeModelsTests.keys.count)]))
      // What the palette has chosen may be an order to write files.
      if case .palette(let palette) = viewer.state.dialog { Self.walk(palette, viewer, &random) }
      if step % 10 == 0 { viewer.settle() }
    }
    viewer.handle(.resized(Size(columns: 120, rows: 36)))
    try viewer.type("Escape Escape 1")
    #expect(viewer.text.contains("1 heads"))
  }

  /// Types some letters into the palette and takes what it then lists at random, unless that writes files or ends the
  /// program.
  private static func walk(_ palette: CommandPalette, _ viewer: HeadlessViewer, _ random: inout SeededNumbers)
  {
    let editing: [Key] = [.up, .down, .pageDown, .home, .end, .backspace, .control("u")]
    for _ in 0..<random.next(4) {
      let letter = Character(Unicode.Scalar(UInt8(97 + random.next(26))))
      viewer.handle(.key(random.next(3) == 0 ? editing[random.next(editing.count)] : .character(letter)))
      // Nothing was left to delete, so it is closed: what follows would be keys of the view.
      guard case .palette = viewer.state.dialog else { return }
      _ = viewer.frame()
    }
    guard case .palette(let palette) = viewer.state.dialog else { return }
    let entries = viewer.state.paletteEntries(palette, viewer.viewer.findings)
    switch entries.dropFirst(palette.selected).first?.choice {
    case .perform(.quit), .perform(.dump), .perform(.figure): viewer.handle(.key(.escape))
    default: viewer.handle(.key(.enter))
    }
  }

  @Test func headsWithoutAPartnerSortLast() throws {
    let viewer = try Synthetic.viewer(.deep, .twin)
    try viewer.type("4 S S")
    let scene = Scene(state: viewer.state, findings: viewer.viewer.findings)
    for table in scene.entropyTables {
      let ranked = scene.ranking(of: table).entries
      let paired = ranked.prefix { $0.difference != nil }
      #expect(!paired.isEmpty && ranked.dropFirst(paired.count).allSatisfy { $0.difference == nil })
      #expect(
        zip(paired, paired.dropFirst()).allSatisfy { abs($0.difference ?? 0) >= abs($1.difference ?? 0) })
    }
    // 9 layers and 3: layer 4 of A is the middle one of B.
    let subjects = try (#require(scene.subject(.a)), #require(scene.subject(.b)))
    let a = try #require(subjects.0.summary(layer: 4, head: 1, stream: .attention)?.normalizedEntropy.value)
    let b = try #require(subjects.1.summary(layer: 1, head: 1, stream: .attention)?.normalizedEntropy.value)
    let head = scene.ranking(of: scene.entropyTables[0]).entries.first {
      $0.place == HeadPlace(layer: 4, head: 1)
    }
    #expect(head?.difference == b - a)
  }

  /// The style of the places in the titles of a side: `B 2.2`.
  private func placeStyles(_ viewer: HeadlessViewer, _ side: Side, _ place: String) -> Set<Style> {
    let frame = viewer.frame()
    let lines = viewer.text.split(separator: "\n", omittingEmptySubsequences: false)
    let words = Array(" \(side.letter) \(place) ".unicodeScalars)
    var styles: Set<Style> = []
    for (y, line) in lines.enumerated().dropFirst() where line.contains(" \(side.letter) \(place) ") {
      for x in 0..<frame.size.columns - words.count
      where words.indices.allSatisfy({ frame[x + $0, y].glyph == words[$0] }) {
        styles.insert(frame[x + 3, y].style)
      }
    }
    return styles
  }

  @Test(arguments: ["1", "2", "3"]) func aPlaceThatHadToAdaptIsMarked(view: String) throws {
    let viewer = try Synthetic.viewer(.deep, .twin, size: "200x60")
    try viewer.type("\(view) g 8 . 2 Enter")
    #expect(viewer.text.contains("layer 8"))
    #expect(
      placeStyles(viewer, .a, "8.2") == [Theme.text] && placeStyles(viewer, .b, "2.2") == [Theme.notice])
    // The header names the place of the model in focus, and the title of the other is in the style of notices.
    try viewer.type("Tab")
    #expect(viewer.text.contains("layer 2"))
    #expect(
      placeStyles(viewer, .a, "8.2") == [Theme.notice] && placeStyles(viewer, .b, "2.2") == [Theme.text])
    try viewer.type("Tab g 0 . 2 Enter")
    #expect(placeStyles(viewer, .b, "0.0") == [Theme.notice], "the first layer of B has one head")
    try viewer.type("g 0 Enter")
    #expect(placeStyles(viewer, .b, "0.0") == [Theme.text], "the same place needs no mark")
  }

  @Test func theRolloutOfAModelHasTheLayerThatHadToAdapt() throws {
    let viewer = try Synthetic.viewer(.deep, .twin, size: "200x60")
    try viewer.type("6 g 8 . 2 Enter")
    #expect(
      placeStyles(viewer, .b, "2.2") == [Theme.notice], "the attention that is shown where it is undefined")
  }

  /// Where J leads, both models show the heads that were compared.
  @Test(arguments: [
    (Synthetic.Shape.deep, Synthetic.Shape.twin), (.twin, .deep), (.windows, .pyramid), (.wide, .single),
  ])
  func jumpsLeadToBothHeadsOfAPair(pair: (Synthetic.Shape, Synthetic.Shape)) throws {
    let viewer = try Synthetic.viewer(pair.0, pair.1)
    try viewer.type("2")
    let results = viewer.viewer.findings.results(CompareModels.self)
    let ranked = try #require(results.values.first?.value?.byDivergence)
    #expect(!ranked.isEmpty)
    for (index, expected) in ranked.enumerated() {
      if index % 3 == 1 { try viewer.type("Tab") }
      try viewer.type("J")
      let scene = Scene(state: viewer.state, findings: viewer.viewer.findings)
      #expect(scene.subject(.a)?.place.headPlace == expected.places.a)
      #expect(scene.subject(.b)?.place.headPlace == expected.places.b)
      #expect(viewer.text.contains("head \(expected.places.text), Jensen"))
    }
  }

  @Test func stepsAreTakenInTheFocusedModel() throws {
    let viewer = try Synthetic.viewer(.deep, .twin)
    try viewer.type("g 8 . 2 Enter Tab [")
    let subject = { (side: Side) in
      try #require(Subject(side, state: viewer.state, findings: viewer.viewer.findings)).place.headPlace
    }
    #expect(try subject(.b) == HeadPlace(layer: 1, head: 1))
    #expect(try subject(.a) == HeadPlace(layer: 4, head: 1))
    try viewer.type("Tab Tab")
    #expect(try subject(.a) == HeadPlace(layer: 4, head: 1), "focus alone moves nothing")
    try viewer.type("Tab g 3 . 0 Enter } }")
    #expect(try subject(.a) == HeadPlace(layer: 3, head: 0), "another model and back")
  }

  @Test func aTokenThatAModelLacksIsSaid() throws {
    let viewer = try Synthetic.viewer(.deep, .single)
    try viewer.type("C")
    #expect(viewer.text.contains("query cls") && viewer.text.contains("has no cls token"))
    try viewer.type("Tab")
    #expect(viewer.text.contains("query none"))
  }

  @Test func theCommandNamesTheOwnPlaceOfEachModel() throws {
    let viewer = try Synthetic.viewer(.deep, .twin)
    try viewer.type("g 8 . 2 Enter y")
    guard case .message(_, let lines, _) = viewer.state.dialog else {
      Issue.record("no dialog")
      return
    }
    #expect(
      lines.prefix(2) == [
        "polascope dump deep --image images/boot.png --layers 8 --heads 2 --query 3,3 --out maps",
        "polascope dump twin --image images/boot.png --layers 2 --heads 2 --query 2,2 --out maps",
      ])
  }

  @Test func aStartThatOnlyBHasIsB() throws {
    let (single, deep) = (Synthetic.model(.single), Synthetic.model(.deep))
    let start = StartPlace(
      head: HeadPlace(layer: 8, head: 2), query: .position(GridPosition(row: 4, column: 4)))
    let settled = try start.settled(in: [single, deep])
    #expect(settled.owner == 1 && settled.cursor == ImagePoint(y: 0.9, x: 0.9))
  }
}
