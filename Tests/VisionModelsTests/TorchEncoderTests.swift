// nn.TransformerEncoder: what its weights do not say is told by a configuration or a flag, or the model is refused.
import Checkpoints
import Compute
import TestSupport
import Testing

@testable import VisionModels

@Suite struct TorchEncoderTests {
  private let engine: Engine

  init() throws { engine = try Engine() }

  private func load(_ configuration: [String: JSONValue], _ overrides: ModelOverrides = .init()) throws
    -> VisionModel
  {
    let family = try FamilyCase("torch-encoder")
    let folder = try TemporaryFolder()
    return try VisionModel.load(
      try Checkpoint.open(folder.write(family.file(), to: "model.safetensors")),
      configuration: .object(configuration),
      overrides: overrides, engine: engine)
  }

  @Test(
    arguments: [
      (
        [:], "the activation of its nn.TransformerEncoder does not follow from the file; write \"activation\""
      ),
      (
        ["activation": "relu"],
        "whether the norms of its nn.TransformerEncoder come first does not follow from the file; write \"norm_first\""
      ),
      (["activation": "relu", "norm_first": false], "the number of heads does not follow from the file"),
      (["activation": "swiglu"], "config.json activation is \"swiglu\"; expected one of \"gelu\""),
      (["activation": "gelu", "norm_first": 1], "config.json norm_first is 1; expected true or false"),
    ] as [([String: JSONValue], String)])
  func asksForWhatTheWeightsDoNotSay(configuration: [String: JSONValue], words: String) throws {
    let error = try #require(throws: ModelError.self) { _ = try load(configuration) }
    #expect(error.description.contains(words), "\(error)")
  }

  @Test func takesFlagsForActivationAndHeads() throws {
    var overrides = ModelOverrides()
    (overrides.numHeads, overrides.activation) = ([4], .relu)
    let model = try load(["norm_first": false], overrides)
    let values = Dictionary(
      model.description.hyperparameters.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
    #expect(values["activation"] == "ReLU")
    #expect(values["norms"] == "after the sum")
    #expect(values["heads"] == "4")
    #expect(values["pooling"] == "mean over patches")
  }

  /// The encoder under another name, in a larger module.
  @Test func findsTheEncoderUnderAnyName() throws {
    var family = try FamilyCase("torch-encoder-pre-norm")
    family.tensors = family.tensors.map { tensor in
      tensor.named("model." + tensor.name.replacing("encoder.", with: "transformer.blocks."))
    }
    #expect(family.tensors.contains { $0.name == "model.transformer.blocks.layers.0.norm1.weight" })
    let model = try family.load(engine: engine)
    #expect(model.layers.count == 2)
    #expect(model.description.part.prefix == "model.")
  }
}
