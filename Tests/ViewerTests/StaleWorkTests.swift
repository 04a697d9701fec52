// Work that the screen no longer needs is dropped, and its result shows nowhere: lanes that the test runs by hand.

import Compute
import Session
import Synchronization
import TerminalUI
import Testing
import VisionModels

@testable import Viewer

/// A lane whose jobs run on the test's thread, each when the test says so.
private final class ManualLane: WorkLane {
  private let jobs = Mutex<[(Cancellation, WorkQueue.Job)]>([])

  func enqueue(_ job: @escaping WorkQueue.Job) -> Cancellation {
    let cancellation = Cancellation()
    jobs.withLock { $0.append((cancellation, job)) }
    return cancellation
  }

  func close() {}

  var waiting: Int { jobs.withLock { jobs in jobs.count { !$0.0.isCancelled } } }

  /// Runs the first job that was not cancelled before its turn; false where there is none.
  func runNext() -> Bool {
    while let (cancellation, job) = jobs.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) {
      guard !cancellation.isCancelled else { continue }
      job(cancellation)
      return true
    }
    return false
  }
}

/// Something to do in the middle of a forward pass, once.
private final class Interruption: Sendable {
  private let action = Mutex<(@Sendable () -> Void)?>(nil)

  func set(_ action: @escaping @Sendable () -> Void) { self.action.withLock { $0 = action } }

  func happen() {
    let action = action.withLock { action in
      defer { action = nil }
      return action
    }
    action?()
  }
}

/// A viewer of one model and two images whose work is done by hand.
private struct ManualViewer {
  let headless: HeadlessViewer
  let lanes: [ManualLane]
  /// How often the model ran to its end.
  let passes = Counter()

  final class Counter: Sendable {
    private let value = Mutex(0)
    var count: Int { value.withLock { $0 } }
    func add() { value.withLock { $0 += 1 } }
  }

  init(midway: Interruption? = nil, polarity: Bool = false) throws {
    let lanes = Lane.allCases.map { _ in ManualLane() }
    self.lanes = lanes
    let options = ViewerOptions(models: ["model"], images: ["images/boot.png", "images/boot-1.png"])
    headless = try HeadlessViewer(
      options: options, size: Size(columns: 120, rows: 36), capabilities: .full, lane: { lanes[$0.rawValue] })
    let passes = passes
    let model = Synthetic.model(
      "model", polarity: polarity,
      onLayer: { layer in
        if layer == 1 { midway?.happen() }
        if layer == 2 { passes.add() }
      })
    headless.accept(.ended(LoadModel(model: 0, version: 0), .done(model)))
    for image in 0..<2 { headless.accept(.ended(LoadImage(image: image), .done(Synthetic.image))) }
    headless.step()
  }

  func lane(of computation: any Computation) -> ManualLane { lane(computation.lane) }
  func lane(_ lane: Lane) -> ManualLane { lanes[lane.rawValue] }

  /// Runs jobs, in the order of the lanes, until none is left.
  func finish() {
    while lanes.contains(where: { $0.runNext() }) { headless.step() }
  }

  func type(_ keys: String) throws {
    for key in try Key.sequence(keys) {
      headless.handle(.key(key))
      headless.step()
    }
  }

  var text: String { headless.frame().plainText }

  /// Maps, images and thumbnails on the screen.
  var pictureCount: Int {
    Canvas.draw(state, findings).targets.count { target in
      switch target {
      case .press, .focus, .entry: false
      case .picture, .window, .head, .token: true
      }
    }
  }

  var findings: Findings { headless.viewer.findings }
  var state: ViewerState { headless.state }
}

@Suite struct StaleWorkTests {
  /// A training run writes the file that is shown: the old maps stay, with a word of it, until the new ones are there.
  @Test(arguments: ["1", "3", "4", "5", "6"]) func aChangedFileBlanksNothing(view: String) throws {
    let viewer = try ManualViewer()
    viewer.finish()
    try viewer.type("] \(view)")
    viewer.finish()
    let pictures = viewer.pictureCount
    try #require(pictures > 0 && !viewer.text.contains("older file"))
    viewer.headless.accept(.fileChanged(0))
    viewer.headless.step()
    #expect(viewer.text.contains("of the older file"))
    #expect(view != "1" || viewer.text.contains("loading 0 %"))
    // Other layers and heads than before: nothing of it may be mixed up with the old one.
    let changed = Synthetic.model(.deep, polarity: false)
    viewer.headless.accept(.ended(LoadModel(model: 0, version: 1), .done(changed)))
    viewer.headless.step()
    #expect((viewer.state.versions[0] ?? 0) == 0 && viewer.state.arrived == [0: 1])
    var steps = 0
    while viewer.state.arrived != [:] {
      #expect(viewer.pictureCount == pictures && viewer.text.contains("of the older file"), "\(viewer.text)")
      try #require(viewer.lanes.contains { $0.runNext() }, "nothing is left to do")
      viewer.headless.step()
      steps += 1
    }
    #expect(steps > 0 && viewer.state.versions[0] == 1 && viewer.pictureCount > 0)
    viewer.finish()
    #expect(viewer.text.contains("was loaded again") && !viewer.text.contains("older file"))
    #expect(viewer.findings.results(Examine.self).keys.allSatisfy { $0.key.version == 1 })
    #expect(viewer.findings.results(LoadModel.self).keys.map(\.version) == [1])
  }

  @Test func aHalfWrittenFileLeavesTheMapsAsTheyWere() throws {
    let viewer = try ManualViewer()
    viewer.finish()
    let pictures = viewer.pictureCount
    for version in 1...2 {
      viewer.headless.accept(.fileChanged(0))
      viewer.headless.accept(
        .ended(LoadModel(model: 0, version: version), .failed("model: ended before byte 100")))
      viewer.headless.step()
      #expect(viewer.text.contains("changed but cannot be read yet") && !viewer.text.contains("older file"))
      #expect(viewer.pictureCount == pictures && (viewer.state.versions[0] ?? 0) == 0)
    }
    // The user moves on while a third version waits for its maps, and a fourth comes.
    viewer.headless.accept(.fileChanged(0))
    viewer.headless.accept(
      .ended(LoadModel(model: 0, version: 3), .done(Synthetic.model("model", polarity: true))))
    viewer.headless.step()
    try viewer.type("n x")
    viewer.headless.accept(.fileChanged(0))
    viewer.headless.accept(
      .ended(LoadModel(model: 0, version: 4), .done(Synthetic.model("model", polarity: false))))
    viewer.finish()
    #expect(viewer.state.versions[0] == 4 && viewer.state.arrived.isEmpty)
    #expect(
      viewer.text.contains("off A 0.0")
        && viewer.findings.results(LoadModel.self).count { $0.value.value != nil } == 1)
  }

  @Test func aForwardPassThatWaitsIsSkippedWhenTheImageIsLeft() throws {
    let viewer = try ManualViewer()
    let left = viewer.state.examinationKey(.a)
    #expect(viewer.lane(of: Examine(left)).waiting == 1)
    try viewer.type("n")
    #expect(viewer.lane(of: Examine(left)).waiting == 1, "only the new image's is wanted")
    viewer.finish()
    #expect(viewer.passes.count == 1)
    #expect(Set(viewer.findings.results(Examine.self).keys.map(\.key.image)) == [1])
  }

  @Test func aForwardPassThatRunsIsBrokenOffWhenTheImageIsLeft() throws {
    let midway = Interruption()
    let viewer = try ManualViewer(midway: midway)
    let left = viewer.state.examinationKey(.a)
    nonisolated(unsafe) let moving = viewer
    midway.set {
      // The user moves on while the first layers are done.
      moving.headless.handle(.key(.character("n")))
      moving.headless.step()
    }
    #expect(viewer.lane(of: Examine(left)).runNext())
    viewer.headless.step()
    #expect(viewer.passes.count == 0, "it ran on to its end")
    #expect(viewer.findings.results(Examine.self).isEmpty)
    #expect(viewer.findings.progress.isEmpty)
    viewer.finish()
    #expect(viewer.passes.count == 1)
    #expect(viewer.headless.text.contains("boot-1.png"))
    #expect(viewer.findings[Examine(left)] == nil)
  }

  @Test func aPassThatIsWantedAgainRunsOnceMoreOnly() throws {
    let midway = Interruption()
    let viewer = try ManualViewer(midway: midway)
    nonisolated(unsafe) let moving = viewer
    midway.set {
      for key in ["n", "p"] {
        moving.headless.handle(.key(.character(Character(key))))
        moving.headless.step()
      }
    }
    #expect(viewer.lane(of: Examine(viewer.state.examinationKey(.a))).runNext())
    viewer.finish()
    #expect(viewer.passes.count == 1)
    #expect(viewer.findings.results(Examine.self).keys.map(\.key.image) == [0])
  }

  /// The maps of the image that is left stay, paler and named as such, and answer keys, until those of the next are
  /// there.
  @Test(arguments: ViewKind.allCases, ["40x12", "80x24", "120x36"])
  func mapsStayUntilThoseOfTheNextImageAreThere(view: ViewKind, size: String) throws {
    let viewer = try ManualViewer()
    viewer.headless.handle(.resized(try #require(Size(size))))
    viewer.finish()
    try viewer.type("] . \(view.number)")
    viewer.finish()
    func pictures() -> [[Cell]] {
      let frame = viewer.headless.frame()
      return Canvas.draw(viewer.state, viewer.findings).targets.compactMap { target in
        guard case .picture(let area, .a) = target else { return nil }
        return (area.y..<area.bottom).flatMap { y in (area.x..<area.right).map { frame[$0, y] } }
      }
    }
    let before = pictures()
    // Where there is no picture the header says it all the same.
    let hasPictures = !view.heeds(.metric) && (view != .entropy || size != "40x12")
    #expect(before.isEmpty != hasPictures && !viewer.headless.text.contains("maps of"))

    // Where tokens are measured, that is a pass of its own.
    let passes = 1 + viewer.findings.results(MeasureTokens.self).count
    try viewer.type("n")
    #expect(viewer.passes.count == passes)
    func paler(_ color: Color) -> Color { color.rgb.map { Color(($0 >> 1 & 0x7F7F7F) + 0x404040) } ?? color }
    let pale = pictures()
    #expect(pale.map(\.count) == before.map(\.count))
    // Marks over maps are bright or dark by what is below them.
    for (new, old) in zip(pale.joined(), before.joined()) where old.glyph == Cell.upperHalf {
      #expect(
        new.glyph == old.glyph && new.level == old.level
          && new.style.foreground == paler(old.style.foreground)
          && new.style.background == paler(old.style.background))
    }
    #expect(viewer.headless.text.contains("maps of boot.png"))
    #expect(
      size == "40x12" || viewer.headless.text.contains("A forward pass"), "no predictions of the old image")
    try viewer.type("Right Down")
    #expect((pictures() != pale) == hasPictures, "the query moves on")
    viewer.finish()
    #expect(viewer.passes.count == 2 * passes && !viewer.headless.text.contains("maps of"))
    #expect(Set(viewer.findings.results(Examine.self).keys.map(\.key.image)) == [1])
  }

  @Test func mapsOfAnImageThatWasLeftGoWhenTheNextCannotBeExamined() throws {
    let viewer = try ManualViewer()
    viewer.finish()
    try viewer.type("n")
    viewer.headless.accept(.ended(Examine(viewer.state.examinationKey(.a)), .failed("out of bounds")))
    try viewer.type("Escape")
    #expect(!viewer.headless.text.contains("maps of") && viewer.headless.text.contains("out of bounds"))
    #expect(viewer.findings.results(Examine.self).values.allSatisfy { $0.value == nil })
  }

  /// Numbers of two images are never subtracted.
  @Test func nothingIsComparedAcrossImages() throws {
    let viewer = try Synthetic.viewer()
    try viewer.type("2")
    var shown = viewer.viewer
    _ = shown.handle(.key(.character("n")))
    let image = shown.state.examinationKey(.a)
    let done = try #require(
      shown.findings[
        Examine(
          ExaminationKey(
            model: 0, version: 0, image: 0, interventions: image.interventions))])
    let whole = shown.draw().plainText
    #expect(whole.contains("maps of boot.png") && whole.contains("ΔH"))
    shown.accept(.ended(Examine(image), .done(done)))
    let half = shown.draw().plainText
    #expect(half.contains("waiting for both models") && half.contains("comparing all heads"))
    #expect(half.contains("maps of boot.png"), "B is of the other image still")
  }

  /// A row that is made while the cursor moves on never shows at the new place.
  @Test func aRowOfThePlaceThatWasLeftIsNotShown() throws {
    let viewer = try ManualViewer()
    viewer.finish()
    try viewer.type("m m")
    #expect(viewer.state.map == .contribution)
    viewer.finish()

    try viewer.type("Right")
    let lane = viewer.lane(.rows)
    let stale = lane.waiting
    #expect(stale > 1)
    #expect(lane.runNext())  // one map of the place that is about to be left, its outcome not yet taken
    viewer.headless.handle(.key(.down))
    viewer.headless.step()
    #expect(lane.waiting == stale, "those that waited were dropped, and as many are wanted here")
    #expect(viewer.headless.text.contains("contribution"))

    let subject = try #require(Subject(.a, state: viewer.state, findings: viewer.findings))
    if case .map = subject.map(.contribution) {
      Issue.record("there is a map at a place where none was made")
    }
    viewer.finish()
    let shown = try #require(
      Subject(.a, state: viewer.state, findings: viewer.findings)?.map(.contribution).map)
    let expected = try #require(subject.record).map(
      .contribution, head: 0, row: try #require(subject.matrixRow(layer: 0)))
    #expect(shown == expected)
  }

  @Test func entropiesOfTheLayerThatIsLookedAtGoAheadOfOthers() throws {
    let viewer = try ManualViewer()
    #expect(viewer.lane(.evenModels).runNext())
    viewer.headless.step()
    let key = viewer.state.examinationKey(.a)
    let sums = viewer.lane(.sums)
    #expect(sums.waiting == 1)
    try viewer.type("] ]")
    #expect(sums.waiting == 1)
    #expect(sums.runNext())
    viewer.headless.step()
    #expect(viewer.findings.results(SumRows.self).keys.map(\.layer.layer) == [2])
    viewer.finish()
    #expect(
      Set(viewer.findings.results(SumRows.self).keys.map(\.layer))
        == Set((0..<3).map { LayerKey(examination: key, layer: $0) }))
  }

  @Test func escapeStopsSumsUntilTheScreenMovesOn() throws {
    let viewer = try ManualViewer()
    #expect(viewer.lane(.evenModels).runNext())
    viewer.headless.step()
    let key = viewer.state.examinationKey(.a)
    viewer.headless.accept(.progress(SumRows(LayerKey(examination: key, layer: 0)).work, 0.5))
    #expect(viewer.headless.text.contains("entropies of all queries 17 %"))
    try viewer.type("Escape")
    #expect(viewer.headless.text.contains("stopped adding up entropies"))
    #expect(viewer.lane(.sums).waiting == 0)
    #expect(viewer.headless.text.contains(", stopped"))
    try viewer.type("Right")
    #expect(viewer.lane(.sums).waiting == 0, "another query is no reason to go on")
    try viewer.type("]")
    #expect(viewer.lane(.sums).waiting == 1)
    viewer.finish()
    #expect(viewer.findings.results(SumRows.self).count == 3)
  }
}
