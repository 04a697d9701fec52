// Files that torch.save wrote: both containers, wrappers, prefixes and objects that are skipped.
import Testing

@testable import Checkpoints

@Suite struct PyTorchTests {
  @Test(arguments: ["pvt-nano", "pola-swin-nano", "pola-swin-nano-shift", "pola-pvt-nano-weak"])
  func holdsTheParametersOfTheSpec(name: String) throws {
    try expectParametersOfTheSpec(name)
  }

  @Test func takesTheModelAndSaysWhatItSkipped() throws {
    let checkpoint = try Checkpoint.open(fixtures + "/pola-swin-nano/model.pth")
    #expect(
      checkpoint.remarks == [
        "tensors taken from 'model', left aside: 'optimizer' 'max_accuracy' 'epoch' 'config'",
        "objects skipped, not constructed: __builtin__.set yacs.config.CfgNode",
      ])
    let index = try #require(checkpoint.tensors["layers.2.blocks.0.attn.relative_position_index"])
    #expect(index.type == .int64)
    #expect(try checkpoint.floats(index.name).max() == 48)
  }

  @Test func removesThePrefixOfDataParallel() throws {
    let checkpoint = try Checkpoint.open(fixtures + "/pvt-nano/model.pth")
    #expect(
      checkpoint.remarks == [
        "tensors taken from 'model', left aside: 'epoch' 'args'",
        "objects skipped, not constructed: argparse.Namespace", "prefix 'module.' removed",
      ])
    #expect(checkpoint.tensors["cls_token"]?.shape == [1, 1, 96])
  }

  @Test func readsTheOldContainerFlat() throws {
    let checkpoint = try Checkpoint.open(fixtures + "/pola-pvt-nano-weak/model.pth")
    #expect(checkpoint.remarks == [])
    #expect(checkpoint.tensors["pos_embed1"]?.shape == [1, 256, 16])
  }
}
