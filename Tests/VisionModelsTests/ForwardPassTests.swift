// Forward passes that are cancelled, asked for one after the other, and from several threads at once.
import Checkpoints
import Compute
import Synchronization
import TestSupport
import Testing
import VisionModels

@Suite struct ForwardPassTests {
  private let model: VisionModel
  private let image: ImagePlanes

  init() throws {
    let files = try ModelFiles.locate(Fixtures.path("pola-pvt-nano"))
    model = try VisionModel.load(
      try Checkpoint.open(files.weights), configuration: files.configuration, engine: try Engine(threads: 3))
    let golden = try Golden("pola-pvt-nano/golden.safetensors")
    image = ImagePlanes(
      height: 64, width: 64, planes: Matrix(rows: 3, columns: 4096, values: try golden.values("input")))
  }

  /// Cancelled after its first layer, a pass goes no further, and the next one is none the worse.
  @Test func cancellationIsHeardBetweenLayers() throws {
    let expected = try model.forward(image).logits
    let cancellation = Cancellation()
    let layers = Mutex(0)
    #expect(throws: Cancelled.self) {
      try model.forward(
        image, cancellation: cancellation,
        progress: { _ in
          layers.withLock { $0 += 1 }
          cancellation.cancel()
        })
    }
    #expect(layers.withLock { $0 } == 1)
    #expect(model.layers.count > 1)
    #expect(try model.forward(image).logits == expected)
  }

  @Test func passesInARowAndFromSeveralThreadsAreTheSame() async throws {
    let expected = try model.forward(image).logits
    for _ in 0..<20 { #expect(try model.forward(image).logits == expected) }
    let (model, image) = (model, image)
    let results = try await withThrowingTaskGroup(of: Bool.self) { group in
      for _ in 0..<6 {
        group.addTask {
          try (0..<5).allSatisfy { _ in
            let output = try model.forward(image)
            return output.logits == expected && output.records.count == model.layers.count
          }
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(results == [Bool](repeating: true, count: 6))
  }
}
