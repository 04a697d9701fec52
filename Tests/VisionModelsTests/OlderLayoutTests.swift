// The layout of config.json that timm wrote before 0.8.
import Checkpoints
import Compute
import Imaging
import TestSupport
import Testing

@testable import VisionModels

@Suite struct OlderLayoutTests {
  private let engine: Engine
  private let folder: TemporaryFolder

  init() throws {
    engine = try Engine()
    folder = try TemporaryFolder()
  }

  /// timm before 0.8 wrote the members of `pretrained_cfg` at the top level.
  @Test func theOlderLayoutIsRead() throws {
    let family = try FamilyCase("timm-vit-odd-heads")
    let fields = #"""
      {"architecture": "vit_tiny_patch16_224", "num_classes": 3, "num_features": 10, "input_size": [3, 32, 32],
       "crop_pct": 0.5, "interpolation": "bilinear", "mean": [0.1, 0.2, 0.3], "std": [0.4, 0.5, 0.6],
       "first_conv": "patch_embed.proj", "classifier": "head", "model_args": {"num_heads": 5}}
      """#
    let old = try JSONValue.parse(Array(fields.utf8), file: "config.json")
    func described(_ configuration: JSONValue) throws -> ModelDescription {
      try ModelDescription.read(
        try Checkpoint.open(folder.write(family.file(), to: "model.safetensors")),
        configuration: configuration,
        engine: engine)
    }
    let description = try described(old)
    #expect(
      description.preprocessing.mean == [0.1, 0.2, 0.3] && description.preprocessing.cropFraction == 0.5)
    #expect(description.preprocessing.standardDeviation == [0.4, 0.5, 0.6])
    #expect(description.preprocessing.filter == .bilinear && description.preprocessing.inputHeight == 32)
    #expect(
      description.hyperparameters.contains {
        $0.name == "mean" && $0.source == .configuration("config.json mean")
      })
    #expect(description.configurationWarnings.allSatisfy { !$0.contains("mean") && !$0.contains("crop") })
    var members = try #require(old.object)
    members["crop_mode"] = "border"
    let error = try #require(throws: ModelError.self) { try described(.object(members)) }
    #expect("\(error)".contains("crop_mode is \"border\", which is not computed here"))
  }
}
