// What is computed when, and what happens when it fails.

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

  @Test func modelsComeFirstThenTheImage() {
    #expect(fresh().neededWork == [.loadModel(0, version: 0), .loadModel(1, version: 0), .loadImage(0)])
    #expect(fresh(images: 0).neededWork == [.loadModel(0, version: 0), .loadModel(1, version: 0)])
  }

  @Test func forwardPassesFollowThenTheCurrentLayer() {
    var viewer = fresh()
    viewer.accept(.model(0, version: 0, .done(Synthetic.model("a", polarity: false))))
    viewer.accept(.image(0, .done(Synthetic.image)))
    let key = viewer.state.examinationKey(.a)
    #expect(viewer.neededWork == [.loadModel(1, version: 0), .examine(key)])
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
    state.layer = 2
    var findings = viewer.viewer.findings
    findings.statistics = [:]
    #expect(state.neededWork(findings).first == .statistics(LayerKey(examination: key, layer: 2)))
  }

  @Test func movingToAnotherImageForgetsTheOld() throws {
    let viewer = try Synthetic.viewer()
    try viewer.type("n")
    #expect(viewer.viewer.findings.examinations.keys.allSatisfy { $0.image == 1 })
    #expect(viewer.viewer.findings.statistics.keys.allSatisfy { $0.examination.image == 1 })
    #expect(viewer.text.contains("boot-1.png"))
  }

  @Test func aFailureIsADialogAndTheRestGoesOn() {
    var viewer = fresh()
    viewer.accept(.model(0, version: 0, .done(Synthetic.model("a", polarity: false))))
    viewer.accept(.model(1, version: 0, .failed("b: no such file; check the path")))
    let text = viewer.draw().plainText
    #expect(text.contains("that did not work") && text.contains("b: no such file; check the path"))
    #expect(viewer.handle(.key(.escape)) == nil)
    #expect(viewer.draw().plainText.contains("b: no such file"))
    #expect(!viewer.neededWork.contains(.loadModel(1, version: 0)))
  }

  @Test func progressIsDrawnAndThenForgotten() {
    var viewer = fresh()
    viewer.accept(.progress(.loadModel(0, version: 0), 0.42))
    #expect(viewer.draw().plainText.contains("42 %"))
    viewer.accept(.model(0, version: 0, .done(Synthetic.model("a", polarity: false))))
    #expect(viewer.findings.progress.isEmpty)
    #expect(!viewer.draw().plainText.contains("42 %"))
  }

  @Test func aThousandRandomKeysNeverTrap() throws {
    let viewer = try Synthetic.viewer(size: "100x30")
    let keys = KeyTable.bindings.filter { ![.quit, .screenshot].contains($0.action) }.flatMap(\.keys).filter {
      if case .dump = KeyTable.action(for: $0, in: .heads) { false } else { true }
    }
    var random: UInt32 = 2026
    func next(_ count: Int) -> Int {
      random = random &* 1_664_525 &+ 1_013_904_223
      return Int(random >> 8) % count
    }
    for step in 0..<1000 {
      if step % 40 == 0 {
        viewer.handle(.resized(Size(columns: 1 + next(160), rows: 1 + next(50))))
      }
      viewer.handle(.key(keys[next(keys.count)]))
      if step % 10 == 0 { viewer.settle() }
    }
    viewer.handle(.resized(Size(columns: 120, rows: 36)))
    try viewer.type("Escape Escape 1")
    #expect(viewer.text.contains("1 heads"))
  }
}
