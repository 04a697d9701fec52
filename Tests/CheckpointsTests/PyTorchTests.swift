// Files that torch.save wrote: both containers, wrappers, prefixes and objects that are skipped.
import TestSupport
import Testing

@testable import Checkpoints

@Suite struct PyTorchTests {
  @Test(
    arguments: zip(
      ["pvt-nano", "pola-swin-nano", "pola-swin-nano-shift", "pola-pvt-nano-weak"],
      ["model.module.", "model.", "model.", ""]))
  func holdsTheListedParameters(name: String, prefix: String) throws {
    try expectListedParameters(name, under: prefix)
  }

  @Test func keepsEveryTensorAndSaysWhatItSkipped() throws {
    let checkpoint = try Checkpoint.open(Fixtures.path("pola-swin-nano/model.pth"))
    #expect(
      checkpoint.remarks == ["objects skipped, not constructed: __builtin__.set yacs.config.CfgNode"])
    let index = try #require(checkpoint.tensors["model.layers.2.blocks.0.attn.relative_position_index"])
    #expect(index.type == .int64)
    #expect(try checkpoint.floats(index.name).max() == 48)
  }

  @Test func namesHaveTheKeysOnTheWayToThem() throws {
    let checkpoint = try Checkpoint.open(Fixtures.path("pvt-nano/model.pth"))
    #expect(checkpoint.remarks == ["objects skipped, not constructed: argparse.Namespace"])
    #expect(checkpoint.tensors["model.module.cls_token"]?.shape == [1, 1, 96])
  }

  /// Configurations of yacs and arguments of argparse, read without being made.
  @Test func keepsWhatTrainingScriptsSave() throws {
    let swin = try Checkpoint.open(Fixtures.path("pola-swin-nano/model.pth")).saved
    #expect(swin.member(at: ["config", "MODEL", "LA", "ALPHA"]) == 4)
    #expect(swin.member(at: ["config", "MODEL", "SWIN", "DEPTHS"])?.ints == [2, 2, 2, 1])
    #expect(swin.member(at: ["config", "DATA", "IMG_SIZE"]) == 64)
    #expect(swin.member(at: ["max_accuracy"])?.double == 12.5)
    let training = try Checkpoint.open(Fixtures.path("torch/training.pth")).saved
    #expect(training.member(at: ["args", "lr"])?.double == 0.1)
    #expect(training.member(at: ["epoch"]) == 3)
    #expect(training.member(at: ["args", "nothing"]) == nil)
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
      .part(name == "training.pth" ? "state_dict." : "")
    #expect(checkpoint.names == expected.keys.sorted())
    for (name, golden) in expected {
      #expect(checkpoint.tensors[name]?.shape == golden["shape"]?.ints, "\(name)")
      #expect(try checkpoint.floats(name) == golden["values"]?.doubles?.map { Float($0) }, "\(name)")
    }
  }

  @Test func skipsWhatIsNoTensor() throws {
    let checkpoint = try Checkpoint.open(Fixtures.path("torch/training.pth"))
    #expect(checkpoint.remarks.last?.contains("argparse.Namespace") == true)
    #expect(checkpoint.remarks.last?.contains("collections.defaultdict") == true)
    #expect(checkpoint.tensors["optimizer.state.0.exp_avg"]?.shape == [4, 3])
  }

  /// A module that was saved whole, and a TorchScript program, have the tensors of their state dictionary.
  @Test(arguments: ["module.pth", "script.pt"]) func readsModules(name: String) throws {
    let checkpoint = try Checkpoint.open(Fixtures.path("torch/" + name))
    #expect(checkpoint.tensors.mapValues(\.shape) == ["weight": [4, 3], "bias": [4]])
    #expect(
      checkpoint.remarks.contains { $0.hasPrefix("a TorchScript program") } == (name == "script.pt"))
    for tensor in checkpoint.names {
      #expect(try checkpoint.floats(tensor).allSatisfy { abs($0) <= 0.58 && $0 != 0 }, "1/√3 bounds them")
    }
  }
}
