// The names that layouts give to the parts of stages and blocks, and a ViT without positions.
import Checkpoints
import Compute
import TestSupport
import Testing

@testable import VisionModels

@Suite struct ModelLayoutTests {
  /// Everything that a family with a layout reads of a block, by stage and index.
  @Test func layoutsNameTheirParts() throws {
    let pvt = PyramidLayout.original(transform: .original)
    #expect(pvt.stage(2).embedding == "patch_embed3.proj" && pvt.stage(2).positions == "pos_embed3")
    #expect(pvt.block(2, 4).parts.norm1 == "block3.4.norm1")
    #expect(pvt.block(2, 4).softmax.reduction.convolution == "block3.4.attn.sr")
    let v2 = PyramidLayout.originalPVTv2
    #expect(v2.stage(0).norm == "norm1" && v2.stage(0).positions == nil)
    #expect(v2.block(1, 0).parts.mlp.convolution == "block2.0.mlp.dwconv.dwconv")
    let timm = PyramidLayout.timmPVTv2
    #expect(timm.stage(0).embedding == "patch_embed.proj")
    #expect(timm.stage(3).embedding == "stages.3.downsample.proj" && timm.stage(3).norm == "stages.3.norm")
    #expect(timm.block(3, 1).softmax.keysAndValues == ["stages.3.blocks.1.attn.kv"])
    let swin = SwinLayout.timm
    guard case .table(let table) = swin.block(1, 5).softmax.bias else {
      Issue.record("Swin of timm has no table")
      return
    }
    #expect(table == "layers.1.blocks.5.attn.relative_position_bias_table")
    #expect(swin.merging(1).reduction == "layers.2.downsample.reduction")
    #expect(SwinLayout.original(transform: .original).merging(1).norm == "layers.1.downsample.norm")
  }

  /// The same model with positions of nothing and without any, whose size must then be given.
  @Test func positionsAreOptional() throws {
    let engine = try Engine()
    let folder = try TemporaryFolder()
    var family = try FamilyCase("timm-vit-odd-heads")
    family.erase("pos_embed")
    let zero = try family.load(engine: engine)
    let size = (zero.preprocessing.inputHeight, zero.preprocessing.inputWidth)
    family.tensors.removeAll { $0.name == "pos_embed" }
    let checkpoint = try Checkpoint.open(folder.write(family.file(), to: "model.safetensors"))

    func model(_ overrides: ModelOverrides) throws -> VisionModel {
      let context = ModelContext(
        checkpoint: checkpoint, configuration: family.configuration, preprocessor: nil, overrides: overrides,
        engine: engine, readsValues: true)
      let layout = ViTLayout(
        title: "no positions", block: { .timm("blocks.\($0)", layerScale: ("ls1.gamma", "ls2.gamma")) },
        positions: nil, mlp: .gelu, norms: NormRule(epsilon: 1e-6), heads: .timmViT,
        transform: .timm)
      return try ViTReader(context: context, layout: layout).model()
    }
    let error = try #require(throws: ModelError.self) { try model(ModelOverrides()) }
    #expect(error.description.contains("--input-size"))
    var overrides = ModelOverrides()
    (overrides.inputHeight, overrides.inputWidth) = size
    let bare = try model(overrides)
    let logits = try #require(try bare.forward(family.input).logits)
    let expected = try #require(try zero.forward(family.input).logits)
    #expect(largestDifference(logits, expected) < 1e-6)
    #expect(!bare.hyperparameters.contains { $0.name == "position rule" })
  }
}

extension FamilyCase {
  /// Makes the values of a tensor as good as 0.
  fileprivate mutating func erase(_ name: String) {
    tensors = tensors.map {
      $0.name == name
        ? FormulaTensor(name: name, shape: $0.shape, bits: 8, exponent: 140, offset: 0) : $0
    }
  }
}
