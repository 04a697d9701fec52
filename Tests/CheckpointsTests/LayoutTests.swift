// Tensors of random shapes, strides and offsets, read whole and in parts, against an index computed one by one.
import TestSupport
import Testing

@testable import Checkpoints

@Suite struct LayoutTests {
  /// A view of a storage whose element i holds the number i.
  private struct View {
    var shape: [Int]
    var strides: [Int]
    var offset: Int

    /// The elements in row-major order.
    var elements: [Float] {
      (0..<shape.reduce(1, *)).map { position in
        var (rest, place) = (position, offset)
        for axis in shape.indices.reversed() {
          place += rest % shape[axis] * strides[axis]
          rest /= shape[axis]
        }
        return Float(place)
      }
    }

    var storageCount: Int { 1 + offset + zip(shape, strides).reduce(0) { $0 + max($1.0 - 1, 0) * $1.1 } }

    /// A dense view with its axes in any order, or sliced, or with strides at random, which overlap.
    static func random(_ random: inout SplitMix64) -> View {
      let shape = (0..<Int.random(in: 0...4, using: &random)).map { _ in Int.random(in: 1...6, using: &random)
      }
      var strides = [Int](repeating: 0, count: shape.count)
      var step = 1
      for axis in shape.indices.shuffled(using: &random) {
        strides[axis] = step
        step *= shape[axis] + Int.random(in: 0...1, using: &random) * Int.random(in: 0...2, using: &random)
      }
      if Int.random(in: 0..<4, using: &random) == 0 {
        strides = strides.map { _ in Int.random(in: 0...7, using: &random) }
      }
      return View(shape: shape, strides: strides, offset: Int.random(in: 0...9, using: &random))
    }
  }

  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func open(_ views: [View], legacy: Bool) throws -> Checkpoint {
    let count = views.map(\.storageCount).max() ?? 0
    let storage = Pickle.storage("0", count: count, legacy: legacy)
    let items = views.enumerated().map { index, view in
      (
        "t\(index)",
        Pickle.tensor(storage, offset: view.offset, shape: view.shape, strides: view.strides)
      )
    }
    let pickle = Pickle.make(Pickle.dictionary(items))
    let bytes = floatBytes((0..<count).map(Float.init))
    return try Checkpoint.open(
      folder.write(
        legacy
          ? legacyFile(pickle, storages: [("0", count, bytes)])
          : ZipBuilder.torch(pickle, storages: ["0": bytes]).bytes, to: "model.pth"))
  }

  /// `count` elements from `start` on.
  private func part(_ checkpoint: Checkpoint, _ name: String, from start: Int, count: Int) throws -> [Float] {
    var values = [Float](repeating: .nan, count: count)
    try values.withUnsafeMutableBufferPointer { try checkpoint.read(name, from: start, into: $0) }
    return values
  }

  @Test(arguments: [false, true])
  func viewsAreReadAsTheirIndicesSay(legacy: Bool) throws {
    var random = SplitMix64(seed: 5)
    let views = (0..<300).map { _ in View.random(&random) }
    let checkpoint = try open(views, legacy: legacy)
    for (index, view) in views.enumerated() {
      let expected = view.elements
      #expect(try checkpoint.floats("t\(index)") == expected, "\(view), seed \(random.seed)")
      var start = 0
      while start < expected.count {
        let count = Int.random(in: 1...(expected.count - start), using: &random)
        let read = try part(checkpoint, "t\(index)", from: start, count: count)
        #expect(read == Array(expected[start..<start + count]), "\(view) from \(start), seed \(random.seed)")
        start += count
      }
    }
  }

  /// More elements than are held at a time, in the order of the storage and across it.
  @Test func largeTensorsInAnotherOrderAreReadInParts() throws {
    let views = [
      View(shape: [1200, 1000], strides: [1, 1200], offset: 3),
      View(shape: [40, 50, 600], strides: [1, 24_000, 40], offset: 0),
      View(shape: [1100, 1001], strides: [1, 1], offset: 0),
    ]
    let checkpoint = try open(views, legacy: true)
    for (index, view) in views.enumerated() {
      #expect(try checkpoint.floats("t\(index)") == view.elements)
    }
  }

  @Test func partsBeyondATensorAreRefused() throws {
    let checkpoint = try open([View(shape: [2, 3], strides: [3, 1], offset: 0)], legacy: false)
    for (start, count) in [(4, 3), (-1, 2), (7, 0)] {
      #expect(throws: CheckpointError.self) { try part(checkpoint, "t0", from: start, count: count) }
    }
    #expect(try part(checkpoint, "t0", from: 6, count: 0).isEmpty)
  }

  /// However many parts an entry is read in, its checksum is compared at the end.
  @Test(arguments: [6, 3, 1])
  func partsOfADamagedEntryFailAtItsEnd(length: Int) throws {
    let storage = Pickle.storage("0", count: 6)
    let pickle = Pickle.make(
      Pickle.dictionary([("w", Pickle.tensor(storage, shape: [6], strides: [1]))]))
    var file = ZipBuilder.torch(pickle, storages: ["0": floatBytes([0, 1, 2, 3, 4, 5])])
    file.entries[2].checksum = 1
    let checkpoint = try Checkpoint.open(folder.write(file.bytes, to: "model.pth"))
    for _ in 0..<2 {
      for start in stride(from: 0, to: 6 - length, by: length) {
        _ = try part(checkpoint, "w", from: start, count: length)
      }
      #expect(throws: CheckpointError.zip(file: checkpoint.path, .wrongChecksum(entry: "model/data/0"))) {
        try part(checkpoint, "w", from: 6 - length, count: length)
      }
    }
  }
}
