// An examination that begins from another one on the same image.
import Attention
import Compute
import Imaging
import Session
import TestSupport
import Testing
import VisionModels

@Suite struct ExaminationTests {
  private let samples = Fixtures.folder + "/../../samples"
  private let engine: Engine

  init() throws { engine = try Engine() }

  private func bits(_ examination: Examination) -> [[UInt32]] {
    let records = examination.records.flatMap { [$0.queries.values, $0.keys.values, $0.values.values] }
    return (records + [examination.logits ?? [], examination.embedding ?? [], examination.input.planes])
      .map { $0.map(\.bitPattern) }
  }

  /// With and without a trail, a changed examination is that of a run of its own.
  @Test(arguments: TwinsTests.models, [true, false])
  func changedIsWhatARunGives(model: String, leavingTrail: Bool) throws {
    let loaded = try LoadedModel.load("\(samples)/\(model)", engine: engine)
    let image = try InputImage.load("\(samples)/images/\(TwinsTests.scenes[0]).png")
    let plain = try Examination.run(loaded, on: image, leavingTrail: leavingTrail)
    #expect(bits(plain) == bits(try Examination.run(loaded, on: image)))
    let last = loaded.model.layers.count - 1
    let patch = Footprint(
      grid: loaded.model.layers[0].geometry.queryGrid, position: GridPosition(row: 1, column: 2))
    var before = plain
    for interventions in [
      Interventions(headsOff: [HeadPlace(layer: last, head: 0)]),
      Interventions(headsOff: [HeadPlace(layer: 1, head: 0), HeadPlace(layer: last, head: 0)]),
      Interventions(headsOff: [HeadPlace(layer: 1, head: 0)], occluded: [patch]),
      Interventions(occluded: [patch]),
      Interventions(),
    ] {
      let expected = try Examination.run(loaded, on: image, interventions: interventions)
      let changed = try before.changed(to: interventions, leavingTrail: leavingTrail)
      #expect(bits(changed) == bits(expected), "\(interventions)")
      #expect(changed.predictions == expected.predictions && changed.interventions == interventions)
      #expect(changed.image.path == image.path && changed.model.digest == loaded.digest)
      before = changed
    }
    let lastHead = Interventions(headsOff: [HeadPlace(layer: last, head: 0)])
    #expect(plain.firstLayer(changedBy: lastHead) == (leavingTrail ? last : nil))
    #expect(plain.firstLayer(changedBy: Interventions(occluded: [patch])) == nil)
  }
}
