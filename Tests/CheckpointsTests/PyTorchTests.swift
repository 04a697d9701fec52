// Files that torch.save wrote: both containers, wrappers, prefixes and objects that are skipped.
import TestSupport
import Testing

@testable import Checkpoints

@Suite struct PyTorchTests {
  @Test(arguments: ["pvt-nano", "pola-swin-nano", "pola-swin-nano-shift", "pola-pvt-nano-weak"])
  func holdsTheListedParameters(name: String) throws {
    try expectListedParameters(name)
  }

  @Test func takesTheModelAndSaysWhatItSkipped() throws {
    let checkpoint = try Checkpoint.open(Fixtures.path("pola-swin-nano/model.pth"))
    #expect(
      checkpoint.remarks == [
        "tensors taken from 'model', left aside: 'optimizer' 'max_accuracy' 'epoch'",
        "objects skipped, not constructed: __builtin__.set",
      ])
    let index = try #require(checkpoint.tensors["layers.2.blocks.0.attn.relative_position_index"])
    #expect(index.type == .int64)
    #expect(try checkpoint.floats(index.name).max() == 48)
  }

  @Test func removesThePrefixOfDataParallel() throws {
    let checkpoint = try Checkpoint.open(Fixtures.path("pvt-nano/model.pth"))
    #expect(
      checkpoint.remarks == [
        "tensors taken from 'model', left aside: 'epoch' 'args'",
        "objects skipped, not constructed: argparse.Namespace", "prefix 'module.' removed",
      ])
    #expect(checkpoint.tensors["cls_token"]?.shape == [1, 1, 96])
  }

  @Test func readsTheOldContainerFlat() throws {
    let checkpoint = try Checkpoint.open(Fixtures.path("pola-pvt-nano-weak/model.pth"))
    #expect(checkpoint.remarks == [])
    #expect(checkpoint.tensors["pos_embed1"]?.shape == [1, 256, 16])
  }

  @Test(arguments: [
    "tensors.pth", "tensors-protocol4.pth", "tensors-legacy.pth", "tensors-legacy-protocol5.pth",
    "training.pth",
  ])
  func agreesWithPyTorch(name: String) throws {
    let expected = try #require(try JSONValue.load(Fixtures.path("torch/values.json")).object)
    let checkpoint = try Checkpoint.open(Fixtures.path("torch/" + name))
    #expect(checkpoint.names == expected.keys.sorted())
    for (name, golden) in expected {
      #expect(checkpoint.tensors[name]?.shape == golden["shape"]?.ints, "\(name)")
      #expect(try checkpoint.floats(name) == golden["values"]?.doubles?.map { Float($0) }, "\(name)")
    }
  }

  @Test func skipsWhatTrainingScriptsSave() throws {
    let checkpoint = try Checkpoint.open(Fixtures.path("torch/training.pth"))
    #expect(
      checkpoint.remarks.first?.hasPrefix("tensors taken from 'state_dict', left aside: 'optimizer' 'epoch'")
        == true)
    #expect(checkpoint.remarks.last?.contains("argparse.Namespace") == true)
    #expect(checkpoint.remarks.last?.contains("collections.defaultdict") == true)
  }

  @Test(arguments: zip(["module.pth", "script.pt"], [PyTorchProblem.noStateDictionary, .torchScript]))
  func asksForAStateDictionary(name: String, problem: PyTorchProblem) {
    let path = Fixtures.path("torch/" + name)
    #expect(throws: CheckpointError.pyTorch(file: path, problem)) { try Checkpoint.open(path) }
  }
}
