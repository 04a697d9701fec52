// How much memory the program needs for the weights of a model.
import FoundationEssentials
import Glibc
import TestSupport
import Testing

@Suite struct MemoryTests {
  private struct Benchmark: Decodable {
    let peakMemory: Int
  }

  private typealias Tensor = (name: String, shape: [Int])

  private static let width = 768

  /// Tensors of a timm ViT of 768 channels and `depth` blocks.
  private static func timm(depth: Int) -> [Tensor] {
    var tensors: [Tensor] = [
      ("cls_token", [1, 1, width]), ("pos_embed", [1, 197, width]),
      ("patch_embed.proj.weight", [width, 3, 16, 16]), ("patch_embed.proj.bias", [width]),
      ("norm.weight", [width]), ("norm.bias", [width]), ("head.weight", [10, width]), ("head.bias", [10]),
    ]
    for block in (0..<depth).map({ "blocks.\($0)" }) {
      tensors += linear("\(block).attn.qkv", 3 * width, width) + linear("\(block).attn.proj", width, width)
      tensors += linear("\(block).mlp.fc1", 4 * width, width) + linear("\(block).mlp.fc2", width, 4 * width)
      for norm in ["norm1", "norm2"] {
        tensors += [("\(block).\(norm).weight", [width]), ("\(block).\(norm).bias", [width])]
      }
    }
    return tensors
  }

  /// The same of transformers, whose queries, keys and values are separate layers.
  private static func transformers(depth: Int) -> [Tensor] {
    var tensors: [Tensor] = [
      ("vit.embeddings.cls_token", [1, 1, width]), ("vit.embeddings.position_embeddings", [1, 197, width]),
      ("vit.embeddings.patch_embeddings.projection.weight", [width, 3, 16, 16]),
      ("vit.embeddings.patch_embeddings.projection.bias", [width]),
      ("vit.layernorm.weight", [width]), ("vit.layernorm.bias", [width]),
      ("classifier.weight", [10, width]), ("classifier.bias", [10]),
    ]
    for block in (0..<depth).map({ "vit.encoder.layer.\($0)" }) {
      for part in ["query", "key", "value"] {
        tensors += linear("\(block).attention.attention.\(part)", width, width)
      }
      tensors += linear("\(block).attention.output.dense", width, width)
      tensors += linear("\(block).intermediate.dense", 4 * width, width)
      tensors += linear("\(block).output.dense", width, 4 * width)
      for norm in ["layernorm_before", "layernorm_after"] {
        tensors += [("\(block).\(norm).weight", [width]), ("\(block).\(norm).bias", [width])]
      }
    }
    return tensors
  }

  private static func linear(_ name: String, _ outputs: Int, _ inputs: Int) -> [Tensor] {
    [("\(name).weight", [outputs, inputs]), ("\(name).bias", [outputs])]
  }

  private static func byteCount(_ tensor: Tensor) -> Int { 4 * tensor.shape.reduce(1, *) }

  // MARK: Files, all numbers zero

  /// Writes a safetensors file whose numbers are zeros that the file system need not store.
  private static func writeSafetensors(_ tensors: [Tensor], to path: String) throws {
    var (entries, bytes): ([String], Int) = ([], 0)
    for tensor in tensors {
      let end = bytes + byteCount(tensor)
      entries.append(
        "\"\(tensor.name)\":{\"dtype\":\"F32\",\"shape\":\(tensor.shape),\"data_offsets\":[\(bytes),\(end)]}")
      bytes = end
    }
    let header = Array("{\(entries.joined(separator: ","))}".utf8)
    try Data(littleEndian(UInt64(header.count)) + header).write(to: URL(filePath: path))
    try #require(truncate(path, 8 + header.count + bytes) == 0)
  }

  /// Writes tensors in turn to two shards and an index, and returns the folder.
  private static func writeShards(_ tensors: [Tensor], to folder: String) throws -> String {
    let files = (1...2).map { "model-0000\($0)-of-00002.safetensors" }
    var map: [String] = []
    for (part, file) in files.enumerated() {
      let shard = tensors.enumerated().filter { $0.offset % 2 == part }.map(\.element)
      try writeSafetensors(shard, to: "\(folder)/\(file)")
      map += shard.map { "\"\($0.name)\":\"\(file)\"" }
    }
    try "{\"weight_map\":{\(map.joined(separator: ","))}}".write(
      toFile: "\(folder)/model.safetensors.index.json", atomically: true, encoding: .utf8)
    return folder
  }

  /// Writes what torch.save writes, a storage for each tensor.
  private static func writePyTorch(
    _ tensors: [Tensor], to path: String, legacy: Bool, transposed: Bool = false
  ) throws {
    let items = tensors.enumerated().map { key, tensor in
      var strides = tensor.shape.indices.map { tensor.shape[($0 + 1)...].reduce(1, *) }
      if transposed, tensor.shape.count == 2 { strides = [1, tensor.shape[0]] }
      let storage = Pickle.storage("\(key)", count: tensor.shape.reduce(1, *), legacy: legacy)
      return (tensor.name, Pickle.tensor(storage, shape: tensor.shape, strides: strides))
    }
    let pickle = Pickle.make(Pickle.dictionary(items))
    let zeros = tensors.enumerated().map { ("\($0)", [UInt8](repeating: 0, count: byteCount($1))) }
    let bytes =
      legacy
      ? legacyFile(pickle, storages: zeros.map { ($0.0, $0.1.count / 4, $0.1) })
      : ZipBuilder.torch(pickle, storages: Dictionary(uniqueKeysWithValues: zeros)).bytes
    try Data(bytes).write(to: URL(filePath: path))
  }

  // MARK: Tests

  enum Layout: CaseIterable {
    case safetensors, shards, transformers, zip, transposedZip, legacy
  }

  /// Weights are packed as they are read: the program, the packed weights and at most one tensor in memory.
  @Test(arguments: Layout.allCases)
  func loadingNeedsThePackedWeightsAndTheLargestTensor(layout: Layout) throws {
    let folder = try TemporaryFolder()
    var path = "\(folder.path)/vit.safetensors"
    var tensors = Self.timm(depth: 4)
    switch layout {
    case .safetensors: try Self.writeSafetensors(tensors, to: path)
    case .shards: path = try Self.writeShards(tensors, to: folder.path)
    case .transformers:
      tensors = Self.transformers(depth: 4)
      try Self.writeSafetensors(tensors, to: path)
    case .zip, .transposedZip, .legacy:
      tensors = Self.timm(depth: 2)
      path = "\(folder.path)/vit.pth"
      try Self.writePyTorch(
        tensors, to: path, legacy: layout == .legacy, transposed: layout == .transposedZip)
    }
    let bytes = tensors.map(Self.byteCount).reduce(0, +)
    let largest = tensors.map(Self.byteCount).max() ?? 0

    let run = try Program.run([
      "bench", path, "--num-heads", "12", "--threads", "2", "--only", "load", "--runs", "1", "--json",
    ])
    try #require(run.status == 0, "\(run.error)")
    let peak = try JSONDecoder().decode(Benchmark.self, from: Data(run.output.utf8)).peakMemory
    #expect(peak > bytes)
    #expect(peak <= bytes + largest + 32_000_000)
  }

  /// Jobs share the memory for decoded images: six of 300 MB take that of two.
  @Test func jobsShareTheMemoryForImages() throws {
    let folder = try TemporaryFolder()
    let side = 10_000
    let header = Data("P4\n\(side) \(side)\n".utf8)
    for number in 0..<6 {
      let path = "\(folder.path)/\(number).pbm"
      try header.write(to: URL(filePath: path))
      // White pixels that the file system need not store.
      try #require(truncate(path, header.count + side * side / 8) == 0)
    }
    let run = try Program.run(
      ["stats", "fashion-softmax", "--image", folder.path, "--jobs", "6", "--threads", "2"], deadline: 300)
    #expect(run.status == 0, "\(run.error)")
    struct Line: Decodable {
      let image: String
      let logits: [Double]
    }
    let lines = try run.output.split(separator: "\n").map {
      try JSONDecoder().decode(Line.self, from: Data($0.utf8))
    }
    #expect(lines.map(\.image) == (0..<6).map { "\(folder.path)/\($0).pbm" })
    #expect(Set(lines.map(\.logits)).count == 1)
    #expect(run.peakByteCount < 900_000_000, "\(run.peakByteCount)")
  }

  /// The pixels of a large screenshot are 27 MB: once it is written, the viewer needs what it needed before.
  @Test func whatAScreenshotTookIsGivenBack() throws {
    let session = try TerminalSession(columns: 200, rows: 70, ["view", "fashion-softmax"])
    try session.wait(for: "the first screen") { $0.contains("Sneaker") && !$0.contains("…") }
    func resident() throws -> Int {
      try #require(number("VmRSS", in: "status", of: session.processID()).map { $0 << 10 })
    }
    func takeScreenshot(_ number: Int) throws {
      try session.type("s")
      try session.wait(for: "the screenshot") { $0.contains("wrote polascope-\(number).svg") }
    }
    let before = try resident()
    for number in 1...6 { try takeScreenshot(number) }
    let growth = try resident() - before
    #expect(growth < 16_000_000, "\(growth)")
  }
}
