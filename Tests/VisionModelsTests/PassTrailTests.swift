// A forward pass that begins in the middle of an earlier one gives what a whole pass gives, to the bit.
import Attention
import Checkpoints
import Compute
import TestSupport
import Testing

@testable import VisionModels

@Suite struct PassTrailTests {
  private let engine: Engine

  init() throws { engine = try Engine(threads: 2) }

  @Test(arguments: FamilyCase.names) func everyFamilyBeginsInTheMiddle(name: String) throws {
    let family = try FamilyCase(name)
    try expectSameBits(try family.load(engine: engine), family.input)
  }

  @Test(arguments: GoldenTests.cases) func everyMechanismBeginsInTheMiddle(name: String) throws {
    let run = try ReferenceRun(name, engine: engine)
    try expectSameBits(run.model, run.input)
  }

  /// Every number that two passes leave, as bits: what is no number equals itself.
  private func bits(_ output: VisionModel.Output) -> [[[UInt32]]] {
    func bits(_ values: [Float]?) -> [UInt32] { (values ?? []).map(\.bitPattern) }
    let records = (output.records + [output.pool].compactMap(\.self)).map { record in
      [record.queries, record.keys, record.values].map { bits($0.values) }
        + [
          bits(record.gate?.values), bits(record.features?.queries.values),
          bits(record.features?.keys.values),
        ]
    }
    return [[bits(output.logits), bits(output.embedding)]] + records
  }

  /// Walks through interventions as a user toggles them, each after the pass before it, and compares with whole passes.
  private func expectSameBits(_ model: VisionModel, _ image: ImagePlanes) throws {
    let layers = model.layers
    let last = layers.count - 1
    func place(_ layer: Int, _ head: Int) -> HeadPlace {
      HeadPlace(layer: layer, head: head % layers[layer].heads)
    }
    let patch = Footprint(
      grid: layers[0].geometry.queryGrid,
      position: GridPosition(row: 0, column: layers[0].geometry.queryGrid.columns - 1))
    let everyHead = Set((0..<layers[last / 2].heads).map { place(last / 2, $0) })
    let walk = [
      Interventions(headsOff: [place(last, 0)]),
      Interventions(headsOff: [place(last, 0), place(last / 2, 1)]),
      Interventions(headsOff: [place(last / 2, 1)]),
      Interventions(headsOff: [place(0, 1), place(last / 2, 1)]),
      Interventions(),
      Interventions(headsOff: everyHead),
      Interventions(headsOff: everyHead, occluded: [patch]),
      Interventions(headsOff: [place(last, 1)], occluded: [patch]),
      Interventions(headsOff: [place(last, 1)], occluded: [patch]),
      Interventions(headsOff: [place(last, 1)]),
      Interventions(headsOff: [place(last, 0), HeadPlace(layer: last + 1, head: 0)]),
    ]
    let plain = bits(try model.forward(image))
    var before = try model.forward(image, leavingTrail: true)
    #expect(bits(before) == plain)
    let first = try #require(before.trail)
    for interventions in walk {
      let expected = bits(try model.forward(image, interventions: interventions))
      let trail = try #require(before.trail)
      let layer = trail.firstLayer(changedBy: interventions)
      #expect((layer == nil) == (interventions.occluded != trail.interventions.occluded))
      let after = try model.forward(image, after: trail, interventions: interventions, leavingTrail: true)
      #expect(bits(after) == expected, "\(interventions)")
      #expect(after.trail?.interventions == interventions)
      // What comes before the change is not computed again, what comes after it is.
      for index in 0..<layers.count {
        let isShared = after.records[index].keys.storage === before.records[index].keys.storage
        #expect(isShared == (index < layer ?? 0), "\(interventions): layer \(index)")
      }
      // From the first pass too, without a trail behind it.
      let again = try model.forward(image, after: first, interventions: interventions)
      #expect(bits(again) == expected && again.trail == nil, "\(interventions)")
      before = after
    }
    #expect(bits(try model.forward(image, after: first, interventions: Interventions())) == plain)
  }

  /// The later the first change, the fewer operations.
  @Test func theFirstLayersAreNotComputed() throws {
    let family = try FamilyCase("timm-siglip")
    let model = try family.load(engine: engine)
    func operations(_ body: () throws -> Void) rethrows -> Int {
      let before = engine.multiplyAddCount
      try body()
      return engine.multiplyAddCount - before
    }
    var trail: PassTrail?
    let whole = try operations { trail = try model.forward(family.input, leavingTrail: true).trail }
    let left = try #require(trail)
    let counts = try model.layers.indices.map { layer in
      let off = Interventions(headsOff: [HeadPlace(layer: layer, head: 0)])
      return try operations { _ = try model.forward(family.input, after: left, interventions: off) }
    }
    #expect(counts[0] < whole, "the patches are embedded already")
    #expect(zip(counts, counts.dropFirst()).allSatisfy { $0 > $1 })
  }

  @Test func aPassFromTheMiddleIsCancelled() throws {
    let family = try FamilyCase("timm-swin-v2")
    let model = try family.load(engine: engine)
    let trail = try #require(try model.forward(family.input, leavingTrail: true).trail)
    let cancellation = Cancellation()
    cancellation.cancel()
    let off = Interventions(headsOff: [HeadPlace(layer: model.layers.count - 1, head: 0)])
    #expect(throws: Cancelled.self) {
      try model.forward(family.input, after: trail, interventions: off, cancellation: cancellation)
    }
  }
}
