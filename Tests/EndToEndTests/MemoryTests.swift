// How much memory the program needs for the weights of a model.
import FoundationEssentials
import Glibc
import Testing

@Suite struct MemoryTests {
  private struct Benchmark: Decodable {
    let peakMemory: Int
  }

  /// Tensors of a timm ViT of 768 channels and `depth` blocks.
  private static func tensors(depth: Int) -> [(name: String, shape: [Int])] {
    let width = 768
    var tensors: [(String, [Int])] = [
      ("cls_token", [1, 1, width]), ("pos_embed", [1, 197, width]),
      ("patch_embed.proj.weight", [width, 3, 16, 16]), ("patch_embed.proj.bias", [width]),
      ("norm.weight", [width]), ("norm.bias", [width]), ("head.weight", [10, width]), ("head.bias", [10]),
    ]
    for block in 0..<depth {
      let layers = [
        ("attn.qkv", 3 * width, width), ("attn.proj", width, width), ("mlp.fc1", 4 * width, width),
        ("mlp.fc2", width, 4 * width),
      ]
      for (layer, outputs, inputs) in layers {
        tensors.append(("blocks.\(block).\(layer).weight", [outputs, inputs]))
        tensors.append(("blocks.\(block).\(layer).bias", [outputs]))
      }
      for norm in ["norm1", "norm2"] {
        tensors.append(("blocks.\(block).\(norm).weight", [width]))
        tensors.append(("blocks.\(block).\(norm).bias", [width]))
      }
    }
    return tensors
  }

  /// Weights are packed as they are read: at most one of them is held twice.
  @Test func loadingNeedsThePackedWeightsAndTheLargestTensor() throws {
    let folder = try TemporaryFolder()
    let path = "\(folder.path)/vit.safetensors"
    var (entries, bytes, largest): ([String], Int, Int) = ([], 0, 0)
    for (name, shape) in Self.tensors(depth: 4) {
      let size = 4 * shape.reduce(1, *)
      entries.append(
        "\"\(name)\":{\"dtype\":\"F32\",\"shape\":\(shape),\"data_offsets\":[\(bytes),\(bytes + size)]}")
      bytes += size
      largest = max(largest, size)
    }
    let header = Array("{\(entries.joined(separator: ","))}".utf8)
    let start = withUnsafeBytes(of: UInt64(header.count).littleEndian) { Data($0) } + Data(header)
    try start.write(to: URL(filePath: path))
    // The numbers themselves are zeros that the file system need not store.
    try #require(truncate(path, start.count + bytes) == 0)

    let run = try Program.run([
      "bench", path, "--num-heads", "12", "--threads", "2", "--only", "load", "--runs", "1", "--json",
    ])
    try #require(run.status == 0, "\(run.error)")
    let peak = try JSONDecoder().decode(Benchmark.self, from: Data(run.output.utf8)).peakMemory
    #expect(peak > bytes)
    #expect(peak <= bytes + largest + 32_000_000)
  }
}
