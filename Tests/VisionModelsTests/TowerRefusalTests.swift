// Files that look like one family and are of another: told apart, or refused, never read as the wrong one.
import Checkpoints
import Compute
import TestSupport
import Testing

@testable import VisionModels

@Suite struct TowerRefusalTests {
  private let engine: Engine

  init() throws { engine = try Engine() }

  private func layout(_ model: VisionModel) -> String? {
    model.hyperparameters.first { $0.name == "layout" }?.value
  }

  /// A Perception Encoder in its own names has those of OpenCLIP and another pooling head.
  @Test func perceptionEncodersAreNotCLIP() throws {
    var family = try FamilyCase("openclip")
    family.tensors.append(family.tensors[0].named("visual.attn_pool.probe").shaped([1, 1, 32]))
    let error = try #require(throws: ModelError.self) { try family.load(engine: engine) }
    #expect(error.description.contains("this is a Perception Encoder in its own names"))
  }

  /// CLIP without its last norm is no CLIP.
  @Test func openCLIPNeedsItsLastNorm() throws {
    var family = try FamilyCase("openclip")
    family.tensors.removeAll { $0.name.hasPrefix("visual.ln_post.") }
    #expect(throws: ModelError.self) { try family.load(engine: engine) }
  }

  /// The tensors of axial RoPE-ViT with absolute positions are those of DeiT-III: the name alone says which it is.
  @Test func onlyTheNameTellsRotaryPositionsBesideAbsoluteOnes() throws {
    var family = try FamilyCase("timm-rope-ape")
    #expect(try layout(family.load(engine: engine)) == "RoPE-ViT of timm")
    family.configuration = nil
    let folder = try TemporaryFolder()
    func title(_ name: String) throws -> String? {
      let checkpoint = try Checkpoint.open(folder.write(family.file(), to: name))
      return layout(try VisionModel.load(checkpoint, engine: engine))
    }
    #expect(try title("vit_small_patch16_rope_ape_224.naver_in1k.safetensors") == "RoPE-ViT of timm")
    #expect(try title("deit3_small_patch16_224.safetensors") == "DeiT-III")
  }

  /// Rotary layers say so, and rows of others do not.
  @Test(arguments: [
    ("timm-dinov3", true), ("eva02-tiny", true), ("timm-rope-mixed", true), ("timm-pe-core", true),
    ("eva-giant", false), ("timm-beit", false), ("openclip", false),
  ]) func layersSayWhetherTheyTurnQueriesAndKeys(name: String, isRotated: Bool) throws {
    let model = try FamilyCase(name).load(engine: engine)
    #expect(model.layers.allSatisfy { $0.mechanism.isRotated == isRotated })
    #expect(model.hyperparameters.contains { $0.name == "positions" } == isRotated)
  }

  /// A relative position bias is a term of the logits beside the products.
  @Test func relativePositionsAreATermOfTheLogits() throws {
    let family = try FamilyCase("timm-beit")
    let record = try #require(try family.load(engine: engine).forward(family.input).records.first)
    #expect(record.description.mechanism.positionTerms == [.bias])
    #expect(record.mechanism.positionBias?.count == 4 * 17 * 17)
  }

  /// A table of another grid is not read as one of this grid.
  @Test func relativePositionsOfAnotherGridAreRefused() throws {
    let family = try FamilyCase("timm-beit")
    var overrides = family.overrides
    (overrides.inputHeight, overrides.inputWidth) = (48, 48)
    let folder = try TemporaryFolder()
    let checkpoint = try Checkpoint.open(folder.write(family.file(), to: "model.safetensors"))
    let error = try #require(throws: ModelError.self) {
      try VisionModel.load(checkpoint, overrides: overrides, engine: engine)
    }
    #expect(error.description.contains("tables of another grid are not interpolated here"))
  }

  /// What a published name says of activation and order counts for a bare file too.
  @Test func namesOfFilesTellActivations() throws {
    var family = try FamilyCase("timm-clip-quickgelu")
    family.configuration = nil
    let folder = try TemporaryFolder()
    func activation(_ name: String) throws -> Hyperparameter? {
      let checkpoint = try Checkpoint.open(folder.write(family.file(), to: name))
      let model = try ModelDescription.read(checkpoint, engine: engine)
      return model.hyperparameters.first { $0.name == "activation" }
    }
    let name = "vit_base_patch16_clip_quickgelu_224.openai.safetensors"
    #expect(try activation(name) == Hyperparameter("activation", "QuickGELU", from: .fileName(name)))
    #expect(
      try activation("vit_base_patch16_clip_224.laion2b.safetensors")
        == Hyperparameter("activation", "GELU (erf)", from: .familyDefault))
  }

  /// A flag comes before configuration and name.
  @Test func flagsDecideActivationAndPooling() throws {
    let family = try FamilyCase("timm-vit-max")
    var overrides = family.overrides
    overrides.activation = .relu
    overrides.pooling = .mean
    let folder = try TemporaryFolder()
    let model = try ModelDescription.read(
      try Checkpoint.open(folder.write(family.file(), to: "model.safetensors")),
      configuration: family.configuration, overrides: overrides, engine: engine)
    #expect(
      model.hyperparameters.contains(Hyperparameter("activation", "ReLU", from: .flag("--activation"))))
    #expect(
      model.hyperparameters.contains {
        $0.name == "pooling" && $0.source == .flag("--pooling") && $0.value.hasPrefix("mean over patches")
      })
  }
}
