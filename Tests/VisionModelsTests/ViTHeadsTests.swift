// The heads of published ViTs by name, against timm's models, and the warning where a number is guessed.
import Checkpoints
import Compute
import TestSupport
import Testing

@testable import VisionModels

@Suite struct ViTHeadsTests {
  @Test func knowsTheHeadsOfEveryPublishedArchitecture() throws {
    let published = try #require(try JSONValue.load(Fixtures.path("families/heads.json")).array)
    #expect(published.count > 150)
    for entry in published {
      let parts = try #require(entry.array)
      let name = try #require(parts[0].string)
      #expect(
        PublishedHeads.vit.heads(of: name, channels: try #require(parts[1].int)) == parts[2].int, "\(name)")
      let claimed = PublishedHeads.vit.channels(of: name)
      #expect(claimed == nil || claimed == parts[1].int, "\(name)")
    }
    #expect(PublishedHeads.vit.heads(of: "resnet50", channels: 64) == nil)
  }

  @Test(
    arguments: [
      ("deit_tiny_patch16_224.pth", 192, 3), ("deit_tiny_patch16_224-a1311bcf.pth", 192, 3),
      ("vit_small_patch14_dinov2.safetensors", 384, 6), ("dino_deitsmall16_pretrain.pth", 384, 6),
      ("dinov2_vits14_pretrain.pth", 384, 6), ("ViT_Huge_Patch14_224", 1280, 16),
      ("vit_base_patch16_gap_224.bin", 768, 16), ("test_vit3.r160_in1k", 96, 3),
      // Other channels than the name says, other heads than divide them, names of nothing published.
      ("deit_tiny_patch16_224.pth", 384, nil), ("vit_base_patch16_gap_224.bin", 40, nil),
      ("deit-base.pth", 192, nil), ("model.safetensors", 384, nil), ("vit.pth", 384, nil),
    ] as [(String, Int, Int?)])
  func filesAreCalledAfterArchitectures(name: String, channels: Int, heads: Int?) {
    #expect(PublishedHeads.vit.heads(ofFile: name, channels: channels) == heads)
  }

  /// The file's name gives the heads, and the provenance says so; what training code saved comes before it.
  @Test func namesOfFilesTellHeads() throws {
    let folder = try TemporaryFolder()
    var family = try FamilyCase("timm-vit-odd-heads")
    family.configuration = nil
    let engine = try Engine()
    let width = try #require(family.tensors.first { $0.name == "cls_token" }?.shape.last)
    let path = folder.write(family.file(), to: "test_vit.safetensors")
    let model = try VisionModel.load(try Checkpoint.open(path), engine: engine)
    #expect(width % 2 == 0 && model.layers.map(\.heads) == [2, 2])
    #expect(model.warnings == [])
    let heads = try #require(model.hyperparameters.first { $0.name == "heads" })
    #expect(heads.source == .fileName("test_vit.safetensors"))
  }

  /// Of another width than the name says, the heads are guessed as without a name, and both are said.
  @Test(arguments: ["vit_tiny_patch16_224", "vit_large_patch16_244"])
  func aNameOfAnotherWidthTellsNoHeads(architecture: String) throws {
    let folder = try TemporaryFolder()
    var family = try FamilyCase("timm-vit-odd-heads")
    family.configuration = nil
    let path = folder.write(family.file(), to: "x.safetensors")
    var overrides = ModelOverrides()
    overrides.architecture = architecture
    let model = try VisionModel.load(try Checkpoint.open(path), overrides: overrides, engine: try Engine())
    let plain = try VisionModel.load(try Checkpoint.open(path), engine: try Engine())
    let heads = try #require(model.hyperparameters.first { $0.name == "heads" })
    #expect(heads.source == plain.hyperparameters.first { $0.name == "heads" }?.source)
    let width = try #require(family.tensors.first { $0.name == "cls_token" }?.shape.last)
    let claimed = architecture.contains("tiny") ? 192 : 1024
    #expect(
      model.warnings.contains(
        "architecture \(architecture): published models of this name are \(claimed) channels wide, and this one is "
          + "\(width); its heads are not taken from the name"))
    #expect(model.warnings.contains { $0.hasPrefix("heads \(heads.value) is a guess") })
  }

  /// A guess is a warning; a flag, a configuration or a norm of the queries is not.
  @Test func onlyGuessesAreWarnedOf() throws {
    let engine = try Engine()
    var family = try FamilyCase("timm-vit-odd-heads")
    #expect(try family.load(engine: engine).warnings == [])
    #expect(
      try FamilyCase("timm-vit-qk-norm").load(engine: engine).warnings.allSatisfy { !$0.hasPrefix("heads") })
    family.configuration = nil
    let model = try family.load(engine: engine)
    #expect(model.layers.map(\.heads) == [1, 1])
    #expect(model.warnings.first == "heads 1 is a guess: channels/64; wrong for some models, see --num-heads")
    #expect(
      model.warnings.dropFirst().map { $0.prefix(40) }
        == ["mean 0.485 0.456 0.406 is a guess: no fil"].map { $0.prefix(40) })
  }
}
