// Opening real safetensors files and reading their tensors.
import Testing

@testable import Checkpoints

/// The folder Tests/Fixtures of this checkout.
let fixtures = #filePath.split(separator: "/").dropLast(2).reduce("") { $0 + "/" + $1 } + "/Fixtures"

@Suite struct CheckpointTests {
  @Test func opensAModelFolder() throws {
    let files = try ModelFiles.locate(fixtures + "/hf-vit-nano")
    #expect(files.weights.hasSuffix("hf-vit-nano/model.safetensors"))
    #expect(files.configuration?["num_attention_heads"]?.int == 3)
    #expect(files.configuration?["layer_norm_eps"]?.double == 1e-12)
    #expect(files.preprocessor?["image_mean"]?.doubles == [0.5, 0.5, 0.5])
    let checkpoint = try Checkpoint.open(files.weights)
    #expect(checkpoint.remarks.isEmpty)
    let patches = try #require(
      checkpoint.tensors["vit.embeddings.patch_embeddings.projection.weight"])
    #expect(patches.shape == [48, 3, 8, 8])
    #expect(patches.type == .float32)
  }
}
