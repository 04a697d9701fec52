// Thousands of damaged files from a fixed seed: each opens or ends in a one-line error, none traps or hangs.
import TestSupport
import Testing

@testable import Checkpoints

/// A copy of `bytes` with a few bytes changed, doubled or lost within `range`, or its end cut off.
func mutated(_ bytes: [UInt8], within range: Range<Int>, by generator: inout SplitMix64) -> [UInt8] {
  var bytes = bytes
  for _ in 0..<Int.random(in: 1...4, using: &generator) {
    let position = Int.random(in: range, using: &generator)
    guard position < bytes.count else { continue }
    switch Int.random(in: 0..<6, using: &generator) {
    case 0: bytes[position] = .random(in: 0...255, using: &generator)
    case 1: bytes[position] ^= 1 << UInt8.random(in: 0...7, using: &generator)
    case 2: bytes[position] = Array("0123456789[]{},:\"-".utf8).randomElement(using: &generator)!
    case 3: bytes.insert(contentsOf: bytes[position..<min(position + 9, bytes.count)], at: position)
    case 4: bytes.removeSubrange(position..<min(position + 5, bytes.count))
    default: if Int.random(in: 0..<8, using: &generator) == 0 { bytes.removeSubrange(position...) }
    }
  }
  return bytes
}

@Suite struct MutationTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test func survivesDamagedSafetensors() throws {
    let header =
      #"{"__metadata__":{"format":"pt"},"a.weight":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},"b":{"dtype":"BF16","shape":[4],"data_offsets":[24,32]},"c":{"dtype":"I64","shape":[1],"data_offsets":[32,40]}}"#
    let original = safetensors(header, .init(0..<40))
    let rejected = try countRejected(of: 3000, from: original, within: 0..<(header.utf8.count + 8), seed: 1)
    #expect((1500..<3000).contains(rejected))
  }

  @Test func survivesDamagedPyTorchFiles() throws {
    func pickle(legacy: Bool) -> [UInt8] {
      let (first, second) = (
        Pickle.storage("0", count: 6, legacy: legacy),
        Pickle.storage("1", type: "LongStorage", count: 2, legacy: legacy)
      )
      return Pickle.make(
        Pickle.dictionary([
          ("args", Pickle.global("argparse", "Namespace") + Pickle.emptyTuple + [0x81]),
          (
            "model",
            Pickle.dictionary([
              ("a.weight", Pickle.tensor(first, shape: [3, 2], strides: [1, 3])),
              ("a.bias", Pickle.tensor(first, offset: 3, shape: [3], strides: [1])),
              ("index", Pickle.tensor(second, shape: [2], strides: [1])),
            ])
          ),
        ]))
    }
    let (first, second) = (floatBytes([0, 1, 2, 3, 4, 5]), littleEndian(Int64(1)) + littleEndian(Int64(2)))
    let zip = ZipBuilder.torch(pickle(legacy: false), storages: ["0": first, "1": second]).bytes
    #expect((500...1500).contains(try countRejected(of: 1500, from: zip, within: zip.indices, seed: 2)))
    let legacy = legacyFile(pickle(legacy: true), storages: [("0", 6, first), ("1", 2, second)])
    #expect((500..<1500).contains(try countRejected(of: 1500, from: legacy, within: legacy.indices, seed: 3)))
  }

  /// Opens `count` mutations of `original`; reads every tensor of those that open. Returns how many failed.
  private func countRejected(
    of count: Int, from original: [UInt8], within range: Range<Int>, seed: UInt64
  ) throws -> Int {
    var generator = SplitMix64(seed: seed)
    var rejected = 0
    for _ in 0..<count {
      let path = folder.write(mutated(original, within: range, by: &generator), to: "mutated")
      do throws(CheckpointError) {
        let checkpoint = try Checkpoint.open(path)
        for (name, tensor) in checkpoint.tensors {
          let values = try checkpoint.floats(name)
          // Not #expect, which would take most of the time.
          if values.count != tensor.elementCount {
            Issue.record("\(name): \(values.count) elements, seed \(seed)")
          }
        }
      } catch {
        rejected += 1
        let description = error.description
        if !description.hasPrefix(path) || description.utf8.contains(0x0A) {
          Issue.record("\(description), seed \(seed)")
        }
      }
    }
    return rejected
  }
}
