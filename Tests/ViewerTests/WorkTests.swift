// What is computed when, and what happens when it fails.

import Attention
import Imaging
import Session
import TerminalUI
import Testing

@testable import Viewer

@Suite struct WorkTests {
  private func fresh(images: Int = 2) -> Viewer {
    Viewer(
      options: ViewerOptions(models: ["a", "b"], images: (0..<images).map { "\($0).png" }),
      size: Size(columns: 120, rows: 36), capabilities: .full)
  }

  private func loading(_ model: Int, version: Int = 0) -> Work {
    LoadModel(model: model, version: version).work
  }

  @Test func modelsComeFirstThenTheImage() {
    #expect(fresh().neededWork == [loading(0), loading(1), LoadImage(image: 0).work])
    #expect(fresh(images: 0).neededWork == [loading(0), loading(1)])
  }

  @Test func forwardPassesFollowThenTheCurrentLayer() {
    var viewer = fresh()
    viewer.accept(.ended(LoadModel(model: 0, version: 0), .done(Synthetic.model("a", polarity: false))))
    viewer.accept(.ended(LoadImage(image: 0), .done(Synthetic.image)))
    let key = viewer.state.examinationKey(.a)
    #expect(viewer.neededWork == [loading(1), Examine(key).work])
  }

  @Test func aSettledViewerNeedsNothing() throws {
    let viewer = try Synthetic.viewer()
    #expect(viewer.viewer.neededWork.isEmpty)
    #expect(viewer.viewer.findings.progress.isEmpty)
  }

  @Test func theCurrentLayerIsServedBeforeTheOthers() throws {
    let viewer = try Synthetic.viewer()
    let key = viewer.state.examinationKey(.a)
    var state = viewer.state
    state.anchor.head = HeadPlace(layer: 2, head: 0)
    var findings = viewer.viewer.findings
    for sum in findings.results(SumRows.self).keys { findings.forget(sum) }
    #expect(state.neededWork(findings).first == SumRows(LayerKey(examination: key, layer: 2)).work)
  }

  @Test func movingToAnotherImageForgetsTheOld() throws {
    let viewer = try Synthetic.viewer()
    try viewer.type("n")
    #expect(viewer.viewer.findings.results(Examine.self).keys.allSatisfy { $0.key.image == 1 })
    #expect(viewer.viewer.findings.results(SumRows.self).keys.allSatisfy { $0.layer.examination.image == 1 })
    #expect(viewer.text.contains("boot-1.png"))
  }

  @Test func aFailureIsADialogAndTheRestGoesOn() {
    var viewer = fresh()
    viewer.accept(.ended(LoadModel(model: 0, version: 0), .done(Synthetic.model("a", polarity: false))))
    viewer.accept(.ended(LoadModel(model: 1, version: 0), .failed("b: no such file; check the path")))
    let text = viewer.draw().plainText
    #expect(text.contains("cannot load b") && text.contains("b: no such file; check the path"))
    #expect(viewer.handle(.key(.escape)) == nil)
    #expect(viewer.draw().plainText.contains("b: no such file"))
    #expect(!viewer.neededWork.contains(loading(1)))
  }

  @Test func progressIsDrawnAndThenForgotten() {
    var viewer = fresh()
    viewer.accept(.progress(loading(0), 0.42))
    #expect(viewer.draw().plainText.contains("42 %"))
    viewer.accept(.ended(LoadModel(model: 0, version: 0), .done(Synthetic.model("a", polarity: false))))
    #expect(viewer.findings.progress.isEmpty)
    #expect(!viewer.draw().plainText.contains("42 %"))
  }

  @Test func theTimeLeftIsSaidWhereItCanBeTold() {
    var viewer = fresh()
    viewer.accept(.progress(loading(0), 0.25, secondsLeft: 5.2))
    let text = viewer.draw().plainText
    #expect(text.contains("25 %, 6 s left"), "in the line of predictions")
    #expect(text.replacing("25 %, 6 s left", with: "").contains("6 s left"), "below the bar")
    viewer.accept(.progress(loading(0), 0.99, secondsLeft: 0.1))
    #expect(!viewer.draw().plainText.contains("left"))
    viewer.accept(.progress(loading(0), 0.99, secondsLeft: 600))
    #expect(viewer.draw().plainText.contains("10 min left"))
    viewer.accept(.ended(LoadModel(model: 0, version: 0), .failed("no")))
    #expect(viewer.findings.secondsLeft.isEmpty)
    #expect(ProgressReport.left(after: .seconds(3), 0.25) == 9)
    #expect(ProgressReport.left(after: .milliseconds(100), 0.5) == nil, "too early to say")
    #expect(ProgressReport.left(after: .seconds(3), 0) == nil)
    #expect(Progress(fraction: 0.5, secondsLeft: 89).text == "50 %, 89 s left")
    #expect(Progress(fraction: 1.5).text == "100 %")
  }

  /// Maps of the last image stay, paler, until those of the next are there.
  @Test func oldMapsArePale() throws {
    let settled = try Synthetic.viewer(size: "120x36")
    func colors(_ viewer: Viewer) -> Set<Color> {
      let canvas = Canvas.draw(viewer.state, viewer.findings)
      var colors: Set<Color> = []
      for case .picture(let area, .some) in canvas.targets {
        for y in area.y..<area.bottom {
          for x in area.x..<area.right where canvas.frame[x, y].glyph == Cell.upperHalf {
            colors.insert(canvas.frame[x, y].style.foreground)
          }
        }
      }
      return colors
    }
    for view in ["1", "2", "8"] {
      try settled.type(view)
      var viewer = settled.viewer
      let before = colors(viewer)
      #expect(before.count > 10)
      _ = viewer.handle(.key(.character("n")))
      #expect(colors(viewer) == Set(before.map { Color((($0.rgb ?? 0) >> 1 & 0x7F7F7F) + 0x404040) }))
    }
    // Small pictures too.
    try settled.type("7")
    var viewer = settled.viewer
    let before = viewer.draw()
    _ = viewer.handle(.key(.character("n")))
    let pale = viewer.draw()
    #expect(pale.plainText.contains("of boot.png") && pale.colorText != before.colorText)
  }

  @Test func aChangedFileIsReadAgainAndOnlyAModelReplacesAModel() throws {
    let settled = try Synthetic.viewer()
    var viewer = settled.viewer
    let before = viewer.state.examinationKey(.a)
    viewer.accept(.fileChanged(0))
    #expect(viewer.neededWork == [loading(0, version: 1)])
    #expect(viewer.draw().plainText.contains("of the older file"))

    viewer.accept(.ended(LoadModel(model: 0, version: 1), .failed("half a file")))
    #expect(viewer.neededWork.isEmpty)
    #expect(viewer.state.examinationKey(.a) == before)
    #expect(viewer.draw().plainText.contains("cannot be read yet, so it stays as it was: half a file"))

    viewer.accept(.fileChanged(0))
    let cursor = viewer.state.cursor
    viewer.accept(
      .ended(LoadModel(model: 0, version: 2), .done(Synthetic.model("softmax-twin", polarity: true))))
    // The old maps stay until the new ones are there.
    #expect(viewer.state.cursor == cursor && viewer.state.examinationKey(.a) == before)
    #expect(viewer.findings[Examine(before)] != nil)
    let next = try #require(viewer.state.afterArrival).examinationKey(.a)
    #expect(next.version == 2 && viewer.neededWork.contains(Examine(next).work))

    settled.accept(.fileChanged(0))
    settled.accept(
      .ended(LoadModel(model: 0, version: 1), .done(Synthetic.model("softmax-twin", polarity: true))))
    settled.settle()
    #expect(settled.state.cursor == cursor && settled.viewer.findings[Examine(before)] == nil)
    #expect(settled.text.contains("was loaded again"))
  }

  /// The model card says which weights are on the screen: those of the changed file once they are loaded.
  @Test func theCardShowsTheDigestOfAChangedFile() throws {
    let settled = try Synthetic.viewer()
    try settled.type("i")
    #expect(settled.text.contains("0123456789abcdef"))
    settled.accept(.fileChanged(0))
    #expect(settled.text.contains("0123456789abcdef"))
    let changed = Synthetic.model("softmax-twin", polarity: false, digest: "fedcba9876543210")
    settled.accept(.ended(LoadModel(model: 0, version: 1), .done(changed)))
    settled.settle()
    #expect(settled.text.contains("fedcba9876543210") && !settled.text.contains("0123456789abcdef"))
  }

  /// A pass with heads off begins from one of the same model on the same image, and from no other.
  @Test func aPassBeginsFromItsNearest() throws {
    let settled = try Synthetic.viewer()
    try settled.type("x")
    let key = settled.state.examinationKey(.a)
    #expect(!key.interventions.isEmpty)
    var findings = settled.viewer.findings
    findings.forget(Examine(key))
    let nearest = try #require(Examine(key).inputs(findings)?.nearest)
    #expect(nearest.interventions.isEmpty && nearest.model.name == "softmax-twin")
    // Rows that the pass has taken over are not added up again.
    let sums = try #require(SumRows(LayerKey(examination: key, layer: 0)).inputs(settled.viewer.findings))
    #expect(sums.known?.record.keys.storage === sums.record.keys.storage)

    let changedModel = ExaminationKey(
      model: key.model, version: 1, image: key.image, interventions: key.interventions)
    findings.keep(
      LoadModel(model: key.model, version: 1), .done(Synthetic.model("softmax-twin", polarity: false)))
    let inputs = try #require(Examine(changedModel).inputs(findings))
    #expect(inputs.nearest == nil)
    findings.keep(
      Examine(changedModel), .done(try Examination.run(inputs.model, on: Synthetic.image)))
    let others = try #require(SumRows(LayerKey(examination: changedModel, layer: 0)).inputs(findings))
    #expect(others.known == nil)

    var pixels = Synthetic.image.image.pixels
    pixels[0] ^= 1
    let (width, height) = (Synthetic.image.image.width, Synthetic.image.image.height)
    let changedImage = InputImage(
      name: "boot", path: "images/boot.png", image: RGBImage(width: width, height: height, pixels: pixels))
    findings.keep(LoadImage(image: key.image), .done(changedImage))
    let onChanged = try #require(Examine(key).inputs(findings))
    #expect(onChanged.nearest == nil)
  }

  @Test func headsThatAChangedModelLacksAreNoLongerOff() throws {
    let settled = try Synthetic.viewer()
    try settled.type("] ] . x")
    #expect(settled.state[.a].headsOff[0]?.count == 1)
    settled.accept(.fileChanged(0))
    let small = Synthetic.model("softmax-twin", polarity: false, geometries: [Synthetic.twinGeometries[0]])
    settled.accept(.ended(LoadModel(model: 0, version: 1), .done(small)))
    settled.settle()
    #expect(settled.state[.a].headsOff[0] == nil)
  }

  @Test func dearMapsAreMadeByAnotherThreadForEveryThumbnail() throws {
    let settled = try Synthetic.viewer()
    try settled.type("m m m m")
    #expect(settled.state.map == .contribution)
    #expect(settled.viewer.neededWork.isEmpty && !settled.text.contains("…"))
    var viewer = settled.viewer
    _ = viewer.handle(.key(.right))
    let maps = viewer.neededWork.compactMap { $0.computation as? HeavyMap }
    // The panel of B, and the heads of A in layers 0 and 1; on the coarser grid of layer 2 it is the same token.
    #expect(maps.count == 4)
    #expect(maps.allSatisfy { if case .row(.contribution, _) = $0.what { true } else { false } })
    let subject = try #require(Subject(.b, state: viewer.state, findings: viewer.findings))
    let row = try #require(subject.matrixRow(layer: 0))
    let expected = try #require(subject.record).map(.contribution, head: 0, row: row)
    viewer.accept(.ended(maps[1], .done(expected)))
    #expect(viewer.neededWork.count < maps.count + 1)
  }

  @Test func mapsOfPlacesThatWereLeftDoNotPileUp() throws {
    let settled = try Synthetic.viewer()
    try settled.type("I")
    var viewer = settled.viewer
    let some = try #require(viewer.findings.results(HeavyMap.self).first)
    for row in 0..<3000 {
      viewer.accept(
        .ended(HeavyMap(layer: some.key.layer, head: 0, what: .row(.net, row: row)), some.value))
    }
    #expect(viewer.findings.results(HeavyMap.self).count <= 2048)
    #expect(viewer.neededWork.isEmpty)
  }

  @Test func entropiesShowHowFarTheyAre() throws {
    let settled = try Synthetic.viewer()
    var viewer = settled.viewer
    var findings = viewer.findings
    let key = viewer.state.examinationKey(.a)
    findings.forget(SumRows(LayerKey(examination: key, layer: 2)))
    let canvas = Canvas.draw(viewer.state, findings)
    #expect(canvas.frame.plainText.contains("entropies of all queries 67 %"))
    _ = viewer.handle(.key(.character("4")))
    #expect(Canvas.draw(viewer.state, findings).frame.plainText.contains("entropies 67 %"))
  }

  @Test func aWarningAboutTheImageIsSaidWhenItIsRead() {
    var viewer = fresh()
    var image = Synthetic.image.image
    image.warning = "read with care"
    viewer.accept(
      .ended(LoadImage(image: 1), .done(InputImage(name: "boot", path: "boot.png", image: image))))
    #expect(!viewer.draw().plainText.contains("read with care"))
    viewer.accept(
      .ended(LoadImage(image: 0), .done(InputImage(name: "boot", path: "boot.png", image: image))))
    #expect(viewer.draw().plainText.contains("0.png: read with care"))
  }
}
