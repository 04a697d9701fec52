// Models exported as ONNX, by both exporters of PyTorch: the same numbers as the weights that were exported.
import Checkpoints
import TestSupport
import Testing
import VisionModels

extension FamilyTests {
  static let exported = [
    "timm-vit-odd-heads", "hf-dinov2-class-names", "timm-swin-one-axis", "hf-clip",
  ].flatMap { name in
    ["torchscript", "dynamo"].map { (name: name, exporter: $0) }
  }

  @Test(arguments: exported) func exportedModelsAreThoseThatWereExported(name: String, exporter: String)
    throws
  {
    let family = try FamilyCase(name)
    let model = try family.load(
      try Checkpoint.open(Fixtures.path("onnx/\(name)-\(exporter).onnx")), engine: engine)
    let part = try #require(model.description.checkpoint)
    // Every weight bit for bit, but for the mask token, which no operator uses.
    let weights = family.values.filter { !$0.key.hasSuffix("mask_token") }
    for (name, values) in weights {
      #expect(part.tensors[name]?.shape == family.tensors.first { $0.name == name }?.shape, "\(name)")
      #expect(try part.floats(name).map(\.bitPattern) == values.map(\.bitPattern), "\(name)")
    }
    let others = part.names.filter { weights[$0] == nil && !$0.hasSuffix(".position_ids") }
    #expect(others.allSatisfy { $0.hasSuffix(".attn_mask") }, "\(others)")
    try expectAgreement(family, model)

    // Equal weights have equal digests, whatever file they are in.
    let folder = try TemporaryFolder()
    let same = try Checkpoint.open(folder.write(family.file(type: "F32"), to: "model.safetensors"))
    let names = Array(weights.keys)
    #expect(try part.digest(of: names) == same.digest(of: names))
  }
}
