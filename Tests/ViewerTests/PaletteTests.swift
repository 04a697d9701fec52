// The palette, words and names that can be clicked, and keys without a meaning.

import Attention
import Session
import TerminalUI
import Testing

@testable import Viewer

@Suite struct PaletteTests {
  private func entries(_ viewer: HeadlessViewer) -> [PaletteEntry] {
    guard case .palette(let palette) = viewer.state.dialog else { return [] }
    return viewer.state.paletteEntries(palette, viewer.viewer.findings)
  }

  @Test func lettersFindWhatBeginsWithThem() throws {
    let viewer = try Synthetic.viewer()
    try viewer.type(": e n t r o p y")
    #expect(entries(viewer).first?.name == "entropy")
    #expect(viewer.text.contains("entropy▏") && viewer.text.contains("› view"))
    try viewer.type("Enter")
    #expect(viewer.state.view == .entropy && viewer.state.dialog == nil)
    try viewer.type("C-p o p p o Enter")
    #expect(viewer.state.map == .opposite && viewer.state.view == .heads)
    try viewer.type(": 2 . 1 Enter")
    #expect(viewer.place == HeadPlace(layer: 2, head: 1))
    try viewer.type(": m a g m a Enter")
    #expect(viewer.state.colorMap.name == "magma")
    try viewer.type(": p a n e l Enter")
    #expect(viewer.state.scale == .panel)
    try viewer.type(": p o l a r i t y - t Enter")
    #expect(viewer.state.focus == .b)
    try viewer.type(": x y z z Enter")
    #expect(viewer.text.contains("nothing is called 'xyzz'"))
  }

  @Test func everyViewMapScaleModelHeadAndImageIsListed() throws {
    let viewer = try Synthetic.viewer(.deep, .twin)
    try viewer.type(":")
    let all = entries(viewer)
    for kind in ["view", "map", "scale", "colors", "model", "head", "key", "image", "class"] {
      #expect(all.contains { $0.kind == kind }, "\(kind)")
    }
    #expect(all.count { $0.kind == "view" } == ViewKind.allCases.count)
    #expect(all.count { $0.kind == "head" } == 27)
    #expect(!viewer.frame().isCut && viewer.text.contains(" of \(all.count)"), "what is left out is counted")
  }

  @Test func slashFindsImagesAndClasses() throws {
    let viewer = try Synthetic.viewer()
    try viewer.type("/ b o o t - 1 Enter")
    #expect(viewer.state.image == 1)
    try viewer.type("/ A n k l e Enter")
    #expect(viewer.state.notice?.hasPrefix("Ankle boot: A 0.") == true)
    try viewer.type("/ Down Up End Home BSpace")
    #expect(viewer.state.dialog == nil, "nothing is left to delete")
  }

  /// A class leads to its images, one after the other, and says how many there are.
  @Test func aClassFindsItsImages() throws {
    let model = Synthetic.model("twin", polarity: false)
    let paths = ["images/bag-01.png", "images/trouser-07.png", "images/bag-02.png", "images/x.png"]
    let viewer = try HeadlessViewer(
      options: ViewerOptions(models: ["twin"], images: paths), size: Size(columns: 120, rows: 36),
      capabilities: .full)
    viewer.accept(.ended(LoadModel(model: 0, version: 0), .done(model)))
    for index in paths.indices { viewer.accept(.ended(LoadImage(image: index), .done(Synthetic.image))) }
    viewer.settle()
    try viewer.type("/ B a g")
    #expect(entries(viewer).contains { $0.kind == "class" && $0.name == "Bag" && $0.detail == "2 images" })
    func find(_ name: String) throws {
      viewer.handle(.key(.character("/")))
      let found = entries(viewer)
      let index = try #require(
        found.firstIndex { $0.kind == "class" && $0.name == name }, "\(found.map(\.name))")
      for _ in 0..<index { viewer.handle(.key(.down)) }
      viewer.handle(.key(.enter))
    }
    viewer.handle(.key(.escape))
    for (image, text) in [(2, "image 2 of 2"), (0, "image 1 of 2"), (2, "image 2 of 2")] {
      try find("Bag")
      #expect(viewer.state.image == image && viewer.state.notice?.hasSuffix(text) == true)
    }
    try find("Ankle boot")
    #expect(viewer.state.image == 2 && viewer.state.notice?.hasSuffix("no image of this class") == true)
  }

  @Test(arguments: ["40x12", "80x24", "120x36", "200x60"])
  func itFitsEveryScreenAndCanBeClicked(size: String) throws {
    let viewer = try Synthetic.viewer(size: size)
    try viewer.type(":")
    let canvas = Canvas.draw(viewer.state, viewer.viewer.findings)
    #expect(!canvas.frame.isCut)
    guard
      case .entry(let area, 1)? = canvas.targets.first(where: {
        if case .entry(_, 1) = $0 { true } else { false }
      })
    else {
      Issue.record("no second line")
      return
    }
    viewer.handle(.click(area.origin))
    #expect(viewer.state.dialog == nil && viewer.state.view == .compare)
    try viewer.type(":")
    viewer.handle(.click(Position(x: 0, y: 0)))
    #expect(viewer.state.dialog == nil && viewer.state.view == .compare)
  }

  /// A click on a word of the key line does what its key does.
  @Test func theKeyLineAndTheTabsCanBeClicked() throws {
    let viewer = try Synthetic.viewer(size: "120x36")
    func click(_ word: String) throws {
      let place = try #require(ProbeTests.place(of: word, in: viewer.text))
      viewer.handle(.click(place))
      viewer.settle()
    }
    try click("5 lens")
    #expect(viewer.state.view == .lens)
    try click("1 heads")
    let before = viewer.state.anchor
    try click("] layer")
    #expect(viewer.state.anchor.head.layer == before.head.layer + 1)
    try click("[ ] layer")
    #expect(viewer.state.anchor == before)
    try click("B polarity-twin")
    #expect(viewer.state.focus == .b)
    try click("help")
    #expect(viewer.state.dialog == .help(scroll: 0))
  }

  @Test func listsOfMapsScalesAndKeys() throws {
    let viewer = try Synthetic.viewer(size: "160x50")
    try viewer.type("F2")
    #expect(entries(viewer).allSatisfy { $0.kind == "map" } && entries(viewer).count > 4)
    try viewer.type("n e t Enter")
    #expect(viewer.state.map == .net)
    try viewer.type("F3")
    #expect(Set(entries(viewer).map(\.kind)) == ["scale", "colors"])
    try viewer.type("Escape ? /")
    #expect(entries(viewer).count { $0.kind == "key" } == KeyTable.bindings.count)
    #expect(entries(viewer).count { $0.kind == "word" } == Glossary.terms.count)
    #expect(entries(viewer).count == KeyTable.bindings.count + Glossary.terms.count)
    try viewer.type("h i d e Enter")
    #expect(!viewer.state[.a].hidden.isEmpty && viewer.state.dialog == nil)
    for (word, scope) in [("scale: ", CommandPalette.Scope.scales), ("map: ", .maps)] {
      viewer.handle(.click(try #require(ProbeTests.place(of: word, in: viewer.text))))
      #expect(viewer.state.dialog == .palette(CommandPalette(scope: scope)))
      try viewer.type("Escape")
    }
  }

  @Test func firstAndLastOfLayersAndHeads() throws {
    let viewer = try Synthetic.viewer(.deep, .twin)
    try viewer.type("G")
    #expect(viewer.place == HeadPlace(layer: 8, head: 0))
    try viewer.type("End")
    #expect(viewer.place == HeadPlace(layer: 8, head: 2))
    try viewer.type("Home")
    #expect(viewer.place == HeadPlace(layer: 8, head: 0))
    try viewer.type("g g")
    #expect(viewer.place == HeadPlace(layer: 0, head: 0))
  }
}

@Suite struct StoryTests {
  /// Pairs over different keys are left out, and counted, until view 4 pools them.
  @Test(arguments: [
    (Synthetic.Shape.deep, Synthetic.Shape.twin), (.twin, .twin), (.pyramid, .twin), (.fine, .deep),
  ])
  func theVerdictIsThatOfTheEntropies(shapes: (a: Synthetic.Shape, b: Synthetic.Shape)) throws {
    let viewer = try Synthetic.viewer(shapes.a, shapes.b, size: "160x50")
    let scene = Scene(state: viewer.state, findings: viewer.viewer.findings)
    let verdict = try #require(scene.verdict)
    let (a, b) = try (#require(scene.subject(.a)), #require(scene.subject(.b)))
    var differences: [Double] = []
    let pairs = HeadPairing(Sides(a: a.places, b: b.places)).pairs
    for pair in pairs {
      guard
        a.model.model.layers[pair.a.layer].geometry.keyGrid
          == b.model.model.layers[pair.b.layer].geometry.keyGrid
      else { continue }
      let one = try #require(a.summary(layer: pair.a.layer, head: pair.a.head, stream: .attention))
      let other = try #require(b.summary(layer: pair.b.layer, head: pair.b.head, stream: .attention))
      differences.append(
        try #require(other.normalizedEntropy.value) - #require(one.normalizedEntropy.value))
    }
    #expect(verdict.count == differences.count && verdict.leftOut == pairs.count - differences.count)
    #expect(
      verdict.text.contains("not comparable: over other keys")
        || verdict.text.contains("not compared: over")
          == (verdict.leftOut > 0)
    )
    #expect(abs(verdict.difference - differences.reduce(0, +) / Double(max(1, differences.count))) < 1e-12)
    #expect(verdict.sharperInB == differences.count { $0 < 0 })
    #expect(verdict.texts.contains { viewer.text.contains($0) })
    #expect(
      viewer.text.contains("signs of q and k agree") == scene.loaded.contains { $0.streams.count > 1 })
    try viewer.type("4")
    // View 4 pools heads over other keys to the coarser ones, marks them and leaves none out.
    let now = Scene(state: viewer.state, findings: viewer.viewer.findings)
    let pooled = try #require(now.pooledVerdict)
    #expect(pooled.leftOut == 0 && pooled.count == pairs.count)
    #expect(pooled.pooled.count == verdict.overOtherKeys)
    let keys = Sides(a: a.key, b: b.key)
    if verdict.overOtherKeys > 0 {
      let compared = try #require(viewer.viewer.findings[CompareModels(a: keys.a, b: keys.b)])
      for head in compared.heads where head.isPooled {
        #expect(pooled.byHead[head.places.a] == head.entropyDifference)
      }
      #expect(viewer.text.contains("*"))
    }
    #expect(pooled.texts.contains { viewer.text.contains($0) } && viewer.text.contains("B − A"))
    try viewer.type("S")
    #expect(!viewer.text.contains("┌ B − A"))
  }

  @Test func oneModelHasNoVerdict() throws {
    let viewer = try Synthetic.viewer([Synthetic.model(.twin, polarity: true)], size: "160x50")
    #expect(viewer.text.contains("signs of q and k agree") && !viewer.text.contains("sharper"))
  }

  /// Where a weight is low, the photograph shows; where it is high, the map does.
  @Test func theOverlayFollowsTheValues() {
    let (map, photograph) = (Color(0xFDE725), Color(0x102030))
    #expect(map.overlaid(on: photograph, opacity: 0) == photograph)
    let colors = [0, 0.25, 0.5, 1].map { OKLab(map.overlaid(on: photograph, opacity: $0).rgb ?? 0).lightness }
    #expect(colors == colors.sorted() && Set(colors).count == 4)
    #expect(Color.standard.overlaid(on: photograph, opacity: 0.5) == .standard)
  }
}
