// What switching heads off and hiding places does to a forward pass.
import Attention
import Checkpoints
import Compute
import TestSupport
import Testing
import VisionModels

@Suite struct InterventionTests {
  private let engine: Engine
  private let model: VisionModel
  private let image: ImagePlanes

  init() throws {
    engine = try Engine()
    let files = try ModelFiles.locate(Fixtures.path("pola-pvt-nano"))
    model = try VisionModel.load(
      try Checkpoint.open(files.weights), configuration: files.configuration, engine: engine)
    let golden = try Golden("pola-pvt-nano/golden.safetensors")
    image = ImagePlanes(
      height: 64, width: 64, planes: Matrix(rows: 3, columns: 4096, values: try golden.values("input")))
  }

  /// A head that is off changes what follows and nothing before or in its own layer.
  @Test func knockedOutHeadChangesOnlyWhatFollows() throws {
    let plain = try model.forward(image)
    let head = HeadPlace(layer: 2, head: 1)
    let without = try model.forward(image, interventions: Interventions(headsOff: [head]))
    #expect(plain.logits != without.logits)
    for layer in 0...2 {
      #expect(plain.records[layer].queries.values == without.records[layer].queries.values)
    }
    #expect(plain.records[3].queries.values != without.records[3].queries.values)
    let again = try model.forward(image)
    #expect(plain.logits == again.logits)
  }

  /// Hiding a token's footprint changes that token's query in the first layer, and leaves the image as it was.
  @Test func occlusionHidesOneFootprint() throws {
    let before = image.planes.values
    let footprint = Footprint(
      grid: TokenGrid(rows: 16, columns: 16), position: GridPosition(row: 3, column: 5))
    let plain = try model.forward(image)
    let hidden = try model.forward(image, interventions: Interventions(occluded: [footprint]))
    #expect(image.planes.values == before)
    let (first, second) = (plain.records[0].queries, hidden.records[0].queries)
    for row in 0..<256 {
      #expect((Array(first.row(row)) != Array(second.row(row))) == (row == 3 * 16 + 5))
    }
  }

  /// A token of a grid that is finer than the image covers the pixel that it lies in.
  @Test func aTokenCoversAPixelAtLeast() {
    for (count, length) in [(32, 16), (33, 16), (7, 5), (1 << 15, 3)] {
      let grid = TokenGrid(rows: count, columns: count)
      for place in Set([0, 1, count / 2, count - 2, count - 1]) {
        let footprint = Footprint(grid: grid, position: GridPosition(row: place, column: place))
        let (rows, columns) = footprint.pixels(height: length, width: length)
        #expect(rows == columns && rows.count == 1 && rows.lowerBound == place * length / count)
      }
    }
    let whole = Footprint(grid: TokenGrid(rows: 4, columns: 3), position: GridPosition(row: 1, column: 2))
    #expect(whole.pixels(height: 32, width: 10) == (8..<16, 6..<10))
  }

  /// Patches of 8 pixels cover 32 of 38: a hidden place is the patch of its token, and of no other; what lies beyond
  /// the patches changes nothing.
  @Test func placesAreThoseOfPatchesThatLeaveARest() throws {
    let rest = try FamilyCase("timm-vit-rest")
    let model = try rest.load(engine: engine)
    #expect(model.coveredHeight == 32 && model.coveredWidth == 32)
    #expect(model.hyperparameters.contains { $0.name == "patches cover" && $0.value == "32×32 of the input" })
    let image = rest.input
    let grid = TokenGrid(rows: 4, columns: 4)
    let plain = try model.forward(image)
    for place in [(0, 0), (1, 2), (3, 3)] {
      let position = GridPosition(row: place.0, column: place.1)
      let footprint = Footprint(grid: grid, position: position)
      let hidden = try model.forward(image, interventions: Interventions(occluded: [footprint]))
      let (first, second) = (plain.records[0].queries, hidden.records[0].queries)
      for row in 0..<16 {
        #expect(
          (Array(first.row(row)) != Array(second.row(row))) == (row == place.0 * 4 + place.1), "\(place)")
      }
    }
    let changed = ImagePlanes(
      height: 38, width: 38,
      planes: Matrix(
        rows: 3, columns: 38 * 38,
        values: image.planes.values.enumerated().map { index, value in
          let (row, column) = (index % (38 * 38) / 38, index % 38)
          return row >= model.coveredHeight || column >= model.coveredWidth ? value + 1 : value
        }))
    #expect(try model.forward(changed).logits == plain.logits)
  }

  @Test func cancelledPassThrows() throws {
    let cancellation = Cancellation()
    cancellation.cancel()
    #expect(throws: Cancelled.self) { try model.forward(image, cancellation: cancellation) }
  }
}
