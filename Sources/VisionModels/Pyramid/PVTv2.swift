// PVT v2: overlapping patch embeddings, reduced keys, a depthwise convolution in the MLP; original names and timm's.
import Checkpoints

enum PVTv2: OverlappingPyramidFamily {
  static let name = "pvt_v2"

  static func recognizes(_ checkpoint: Checkpoint) -> Bool {
    checkpoint.names.contains { $0.holds(".mlp.dwconv.") }
      && (checkpoint.tensors["patch_embed1.proj.weight"] != nil
        || checkpoint.tensors["patch_embed.proj.weight"] != nil)
  }

  static let landmarks = [
    "patch_embed1.proj.weight", "block1.0.attn.q.weight", "block1.0.attn.kv.weight",
    "block1.0.mlp.dwconv.dwconv.weight",
  ]

  static let configuration = ConfigurationFields.pvtV2

  static func layout(_ context: ModelContext) throws -> PyramidLayout {
    context.reader.has("stages.0.norm.weight") ? .timmPVTv2 : .originalPVTv2
  }
}

extension PyramidLayout {
  /// Stages counted from 1: `patch_embed<s>`, `block<s>.<i>`, `norm<s>`.
  static var originalPVTv2: PyramidLayout {
    PyramidLayout(
      stage: { stage in
        Stage(
          embedding: "patch_embed\(stage + 1).proj", embeddingNorm: "patch_embed\(stage + 1).norm",
          norm: "norm\(stage + 1)")
      },
      block: { .pvtV2("block\($0 + 1).\($1)", convolution: "mlp.dwconv.dwconv") },
      heads: .pvtV2, transform: .original)
  }

  /// `stages.<s>.blocks.<i>`; the patch embedding of a later stage is its `downsample`.
  static var timmPVTv2: PyramidLayout {
    PyramidLayout(
      stage: { stage in
        let embedding = stage == 0 ? "patch_embed" : "stages.\(stage).downsample"
        return Stage(
          embedding: "\(embedding).proj", embeddingNorm: "\(embedding).norm", norm: "stages.\(stage).norm")
      },
      block: { .pvtV2("stages.\($0).blocks.\($1)", convolution: "mlp.dwconv") },
      heads: .pvtV2, transform: .timm)
  }
}

extension PyramidLayout.Block {
  /// PVT's names with a convolution in the MLP.
  fileprivate static func pvtV2(_ prefix: String, convolution: String) -> PyramidLayout.Block {
    var block = original(prefix)
    block.parts.mlp.convolution = "\(prefix).\(convolution)"
    return block
  }
}

extension HeadSources {
  /// Configuration, or the 1, 2, 5, 8 heads of every published PVT v2.
  fileprivate static let pvtV2 = HeadSources(published: [1, 2, 5, 8])
}
