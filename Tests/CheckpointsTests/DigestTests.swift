// The digest of weights: what it depends on, what not, and that it is of what was read.
import Files
import Glibc
import TestSupport
import Testing

@testable import Checkpoints

@Suite struct DigestTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  /// A tensor of a file that is to be written.
  private struct Stored {
    var name: String
    var type = "F32"
    var shape: [Int]
    var bytes: [UInt8]
  }

  private static let weights = [
    Stored(name: "a.weight", shape: [2, 3], bytes: floatBytes([1, 2, 3, 4, 5, 6])),
    Stored(name: "b", shape: [], bytes: floatBytes([-0.5])),
    Stored(name: "c", type: "F16", shape: [3], bytes: [0, 0x3C, 0, 0x40, 1, 0x80]),
  ]

  private func write(_ tensors: [Stored], to name: String = "model.safetensors") throws -> Checkpoint {
    var (entries, data): ([String], [UInt8]) = ([], [])
    for tensor in tensors {
      entries.append(
        #""\#(tensor.name)":{"dtype":"\#(tensor.type)","shape":\#(tensor.shape),"#
          + #""data_offsets":[\#(data.count),\#(data.count + tensor.bytes.count)]}"#)
      data += tensor.bytes
    }
    return try Checkpoint.open(
      folder.write(safetensors("{\(entries.joined(separator: ","))}", data), to: name))
  }

  private func digest(_ checkpoint: Checkpoint) throws -> String {
    try checkpoint.digest(of: checkpoint.names)
  }

  /// The values come from a program in Python that knows the rule, libxxhash 0.8.1 and the format of safetensors.
  @Test(arguments: [
    ("hf-vit-nano", "95d35d38f51771f4"), ("pola-pvt-nano", "f6ef9f0cd5496e32"),
    ("ms-swin-nano", "573c4687c9e079d8"), ("timm-vit-nano", "b94513e662713834"),
  ])
  func followsItsRule(name: String, expected: String) throws {
    let path = Fixtures.path("\(name)/model.safetensors")
    #expect(try digest(Checkpoint.open(path)) == expected)
  }

  @Test func isTheSameWhateverTheOrderAndTheContainer() throws {
    let reference = try digest(write(Self.weights))
    #expect(try digest(write(Self.weights.reversed(), to: "reversed.safetensors")) == reference)
    #expect(reference.count == 16 && reference.allSatisfy(\.isHexDigit))

    // PyTorch's, the matrix transposed in its storage, and with an optimizer beside the weights.
    let items = [
      ("c", Pickle.tensor(Pickle.storage("1", type: "HalfStorage", count: 3), shape: [3], strides: [1])),
      ("b", Pickle.tensor(Pickle.storage("0", count: 9), offset: 8, shape: [], strides: [])),
      ("a.weight", Pickle.tensor(Pickle.storage("0", count: 9), offset: 1, shape: [2, 3], strides: [1, 2])),
    ]
    let storage = floatBytes([9, 1, 4, 2, 5, 3, 6, 9, -0.5])
    let pickle = Pickle.make(
      Pickle.dictionary([("state_dict", Pickle.dictionary(items)), ("epoch", Pickle.int(3))]))
    let zip = ZipBuilder.torch(pickle, storages: ["0": storage, "1": Self.weights[2].bytes]).bytes
    let file = try Checkpoint.open(folder.write(zip, to: "model.pth"))
    #expect(try digest(file.part("state_dict.")) == reference)

    // Shards.
    _ = try write([Self.weights[0]], to: "one.safetensors")
    _ = try write(Array(Self.weights[1...]), to: "two.safetensors")
    let index = folder.write(
      Array(
        #"{"weight_map":{"a.weight":"one.safetensors","b":"two.safetensors","c":"two.safetensors"}}"#.utf8),
      to: "model.safetensors.index.json")
    #expect(try digest(Checkpoint.open(index)) == reference)

    // A wrapper's prefix and a symbolic link.
    let wrapped = Self.weights.map { stored in
      var stored = stored
      stored.name = "module." + stored.name
      return stored
    }
    let link = folder.path + "/last.safetensors"
    try #require(symlink(try write(wrapped, to: "wrapped.safetensors").path, link) == 0)
    #expect(try digest(Checkpoint.open(link).part("module.")) == reference)
  }

  @Test func differsWithEveryNameFormatShapeAndBit() throws {
    var variants = [Self.weights]
    func vary(_ change: (inout [Stored]) -> Void) {
      var tensors = Self.weights
      change(&tensors)
      variants.append(tensors)
    }
    vary { $0[0].name = "a.weights" }
    vary { $0[0].shape = [3, 2] }
    vary { $0[0].shape = [6] }
    vary { $0[1].shape = [1] }
    vary { $0[2].type = "BF16" }
    vary { $0[0].bytes[23] ^= 1 }
    vary { $0[2].bytes[0] ^= 1 }
    vary { $0[1].bytes = floatBytes([0.5]) }
    vary { $0.removeLast() }
    vary { $0.append(Stored(name: "d", shape: [0], bytes: [])) }
    vary { tensors in (tensors[0].name, tensors[0].type) = ("a.weightF32", "I32") }
    let digests = try variants.enumerated().map { try digest(write($1, to: "\($0).safetensors")) }
    #expect(Set(digests).count == variants.count)
  }

  @Test func isOnlyOfTheTensorsThatAreNamed() throws {
    var changed = Self.weights
    changed[1].bytes = floatBytes([7])
    let (one, other) = (try write(Self.weights), try write(changed, to: "other.safetensors"))
    #expect(try one.digest(of: ["c", "a.weight"]) == other.digest(of: ["a.weight", "c"]))
    #expect(try digest(one) != digest(other))
    #expect(throws: CheckpointError.noSuchTensor(file: one.path, name: "x")) { try one.digest(of: ["x"]) }
  }

  /// Whatever was read before, in whatever parts, order and number format.
  @Test func whatWasReadBeforeChangesNothing() throws {
    var random = SplitMix64(seed: 3)
    let count = 100_000
    let bytes = (0..<count * 2).map { _ in UInt8.random(in: 0...255, using: &random) }
    let tensors = [
      Stored(name: "half", type: "F16", shape: [count], bytes: bytes),
      Stored(name: "single", shape: [count / 2], bytes: bytes),
    ]
    let reference = try digest(write(tensors))
    let singles = try Checkpoint.open("\(folder.path)/model.safetensors").floats("single").map(\.bitPattern)
    for _ in 0..<20 {
      let checkpoint = try Checkpoint.open("\(folder.path)/model.safetensors")
      for _ in 0..<Int.random(in: 0...6, using: &random) {
        let length = Int.random(in: 0...count / 2, using: &random)
        let start = Bool.random(using: &random) ? 0 : Int.random(in: 0...(count / 2 - length), using: &random)
        var values = [Float](repeating: 0, count: length)
        let name = Bool.random(using: &random) ? "half" : "single"
        let isLeft = Bool.random(using: &random)
        try values.withUnsafeMutableBufferPointer { values in
          guard isLeft else { return try checkpoint.read(name, from: start, into: values) }
          let work = try checkpoint.readLeavingDigest(name, from: start, into: values)
          #expect((work == nil) == (name == "half"), "what is converted is taken in while it is read")
          // Now and then nobody sees to it.
          if Bool.random(using: &random) { work?() }
        }
        #expect(name == "half" || values.map(\.bitPattern) == Array(singles[start..<(start + length)]))
      }
      #expect(try digest(checkpoint) == reference, "seed \(random.seed)")
      #expect(try digest(checkpoint.withoutDigest) == reference)
    }
  }

  /// A training step that writes into the file between loading and asking is not what was loaded.
  @Test func isOfWhatWasReadWhenTheFileChangesLater() throws {
    let checkpoint = try write(Self.weights)
    let reference = try digest(Checkpoint.open(checkpoint.path))
    for name in checkpoint.names { _ = try checkpoint.floats(name) }
    var changed = Self.weights
    changed[0].bytes = floatBytes([6, 5, 4, 3, 2, 1])
    let other = try write(changed, to: "other.safetensors")
    let file = try #require(fopen(checkpoint.path, "r+"))
    let bytes = try RegularFile.contents(of: other.path, limit: 1 << 20)
    try #require(fwrite(bytes, 1, bytes.count, file) == bytes.count && fclose(file) == 0)
    #expect(try digest(checkpoint) == reference)
    #expect(try digest(Checkpoint.open(checkpoint.path)) == digest(other))
    #expect(try digest(other) != reference)
  }
}
