// A new kind of work is one type: this file holds one that no other file of the viewer knows.

import Attention
import Compute
import TerminalUI
import Testing
import VisionModels

@testable import Session
@testable import Viewer

/// How many queries a layer has.
private struct CountQueries: Computation {
  let layer: LayerKey
  var ending = Ending.done

  enum Ending: Hashable { case done, failed, cancelled }
  struct Refused: Error, CustomStringConvertible { let description = "cannot count" }

  var lane: Lane { .rows }

  func inputs(_ findings: Findings) -> AttentionRecord? { findings.record(of: layer) }

  func run(_ record: AttentionRecord, _ job: Job) throws -> Int {
    job.progress(0.5)
    switch ending {
    case .done: return record.geometry.queryCount
    case .failed: throw Refused()
    case .cancelled: throw Cancelled()
    }
  }

  static var capacity: Int { 2 }
  func isStale(_ kept: KeptFindings) -> Bool { !kept.examinations.contains(layer.examination) }
}

@Suite struct ComputationTests {
  /// Runs work on the test's thread and gives the outcomes to a viewer.
  private func run(_ work: [any Computation], _ viewer: inout Viewer) throws {
    final class Immediate: WorkLane {
      func enqueue(_ job: @escaping WorkQueue.Job) -> Cancellation {
        let cancellation = Cancellation()
        job(cancellation)
        return cancellation
      }

      func close() {}
    }
    let options = ViewerOptions(models: ["a"], images: ["a.png"])
    let runner = try WorkRunner(options: options, mailbox: Mailbox(wake: {}), lane: { _ in Immediate() })
    // One at a time in a lane: the next begins when the outcome of the last has been taken.
    for _ in 0...work.count {
      runner.pursue(
        work.map { Work($0) }.filter { !viewer.findings.holds($0.computation) }, findings: viewer.findings)
      for outcome in runner.collect() { viewer.accept(outcome) }
    }
  }

  @Test func itsValueIsKeptUnderItsKey() throws {
    var viewer = try Synthetic.viewer().viewer
    let key = viewer.state.examinationKey(.a)
    let counts = (0..<2).map { CountQueries(layer: LayerKey(examination: key, layer: $0 * 2)) }
    #expect(viewer.findings[counts[0]] == nil)
    try run(counts, &viewer)
    #expect(counts.map { viewer.findings[$0] } == [64, 16])
    #expect(viewer.findings.progress.isEmpty && viewer.state.dialog == nil)
  }

  @Test func aFailureIsKeptAndCancelledWorkLeavesNothing() throws {
    var viewer = try Synthetic.viewer().viewer
    let layer = LayerKey(examination: viewer.state.examinationKey(.a), layer: 0)
    let (failing, cancelled) = (
      CountQueries(layer: layer, ending: .failed), CountQueries(layer: layer, ending: .cancelled)
    )
    try run([failing], &viewer)
    try run([cancelled], &viewer)
    #expect(viewer.findings.failure(failing) == "cannot count" && viewer.findings[failing] == nil)
    #expect(viewer.findings.result(cancelled) == nil)
  }

  @Test func nothingRunsWhileItsInputsAreMissing() throws {
    var viewer = try Synthetic.viewer().viewer
    let count = CountQueries(layer: LayerKey(examination: viewer.state.examinationKey(.a), layer: 99))
    try run([count], &viewer)
    #expect(viewer.findings.result(count) == nil)
  }

  @Test func valuesGoWithTheForwardPassOrBeyondTheCapacity() throws {
    let headless = try Synthetic.viewer()
    var viewer = headless.viewer
    let key = viewer.state.examinationKey(.a)
    let counts = (0..<3).map { CountQueries(layer: LayerKey(examination: key, layer: $0)) }
    for count in counts { viewer.accept(.ended(count, .done(count.layer.layer))) }
    #expect(viewer.findings[counts[2]] == 2, "the last one stays")
    #expect(viewer.findings.results(CountQueries.self).count <= CountQueries.capacity)
    _ = viewer.handle(.key(.character("n")))
    #expect(
      !viewer.findings.results(CountQueries.self).isEmpty, "the screen shows the pass until the next is done")
    viewer.accept(.ended(Examine(viewer.state.examinationKey(.a)), .failed("impossible")))
    #expect(viewer.findings.results(CountQueries.self).isEmpty)
  }

  @Test func workOfUnlikeKindsIsUnlike() {
    let key = ExaminationKey(model: 0, version: 0, image: 0, interventions: Interventions())
    let layer = LayerKey(examination: key, layer: 0)
    #expect(SumRows(layer).work != SplitSigns(layer).work && SumRows(layer).work == SumRows(layer).work)
    #expect(Set([SumRows(layer).work, SplitSigns(layer).work, SumRows(layer).work]).count == 2)
  }
}
