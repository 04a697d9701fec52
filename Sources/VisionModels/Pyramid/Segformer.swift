// SegFormer's encoder (MiT) as Hugging Face transformers names it, on disk and in its classes.
import Checkpoints

/// A PVT v2 with other constants (Xie et al. 2021, arXiv:2105.15203); the head that segments is left aside.
enum Segformer: OverlappingPyramidFamily {
  static let name = "segformer"

  private static let onDisk = "encoder.block.0.0.mlp.dwconv.dwconv.weight"
  private static let inClasses = "stages.0.blocks.0.mlp.dwconv.dwconv.weight"

  static func recognizes(_ checkpoint: Checkpoint) -> Bool { names(of: checkpoint) != nil }

  /// What precedes `encoder.` or `stages.`, such as `segformer.`, and whether the names are those on disk.
  private static func names(of checkpoint: Checkpoint) -> (root: String, areOnDisk: Bool)? {
    for (mark, areOnDisk) in [(onDisk, true), (inClasses, false)] {
      for name in checkpoint.names where name == mark || name.hasSuffix(".\(mark)") {
        let root = String(name.dropLast(mark.count))
        // Of the classes' names, the norm tells it from others that number their stages.
        if !areOnDisk, checkpoint.tensors["\(root)stages.0.blocks.0.layernorm_before.weight"] == nil {
          continue
        }
        return (root, areOnDisk)
      }
    }
    return nil
  }

  static let landmarks = [
    "encoder.patch_embeddings.0.proj.weight", onDisk, "encoder.block.0.0.attention.self.query.weight",
    "encoder.layer_norm.0.weight",
  ]

  static let configuration = ConfigurationFields.transformersOverlapping.adding([
    "model_type": .only(["segformer"]),
    // The class makes its norms without it.
    "layer_norm_eps": .irrelevant,
  ]).ignoring([
    "qkv_bias", "image_size", "downsampling_rates", "reshape_last_stage",
    // The head that segments, which is left aside.
    "classifier_dropout_prob", "decoder_hidden_size", "semantic_loss_ignore_index",
  ])

  static func layout(_ context: ModelContext) throws -> PyramidLayout {
    let (root, areOnDisk) = names(of: context.reader.checkpoint) ?? ("", true)
    let norms = NormRule(epsilon: 1e-5)
    return PyramidLayout(
      head: "classifier", stage: { areOnDisk ? stageOnDisk($0, root) : stageOfClasses($0, root) },
      block: { stage, index in
        areOnDisk
          ? .convolved("\(root)encoder.block.\(stage).\(index)")
          : blockOfClasses("\(root)stages.\(stage).blocks.\(index)")
      },
      blockNorms: norms, embeddingNorms: norms,
      activation: try context.activation(["hidden_act"], otherwise: .gelu),
      strides: try context.strides(), evaluated: Sourced(value: (512, 512), source: .familyDefault),
      heads: .transformersPyramid(published: [1, 2, 5, 8]), transform: .transformersPVT)
  }

  private static func stageOnDisk(_ stage: Int, _ root: String) -> PyramidLayout.Stage {
    let prefix = "\(root)encoder.patch_embeddings.\(stage)"
    return PyramidLayout.Stage(
      embedding: "\(prefix).proj", embeddingNorm: "\(prefix).layer_norm",
      norm: "\(root)encoder.layer_norm.\(stage)")
  }

  private static func stageOfClasses(_ stage: Int, _ root: String) -> PyramidLayout.Stage {
    let prefix = "\(root)stages.\(stage)"
    return PyramidLayout.Stage(
      embedding: "\(prefix).patch_embeddings.proj", embeddingNorm: "\(prefix).patch_embeddings.layer_norm",
      norm: "\(prefix).layer_norm")
  }

  private static func blockOfClasses(_ prefix: String) -> PyramidLayout.Block {
    let attention = "\(prefix).attention"
    let reduction = "\(attention).sequence_reduction"
    return PyramidLayout.Block(
      parts: .init(
        norm1: "\(prefix).layernorm_before", norm2: "\(prefix).layernorm_after",
        mlp: .init(
          fc1: ["\(prefix).mlp.fc1"], fc2: "\(prefix).mlp.fc2", convolution: "\(prefix).mlp.dwconv.dwconv"),
        projection: "\(attention).o_proj"),
      softmax: .init(
        layer: attention, queries: "\(attention).q_proj",
        keysAndValues: ["\(attention).k_proj", "\(attention).v_proj"], projection: "\(attention).o_proj",
        reduction: .init(convolution: "\(reduction).sequence_reduction", norm: "\(reduction).layer_norm")))
  }
}

extension PyramidLayout.Block {
  /// The names on disk with a convolution in the MLP.
  fileprivate static func convolved(_ prefix: String) -> PyramidLayout.Block {
    var block = transformers(prefix, reduction: "sr")
    block.parts.mlp.convolution = "\(prefix).mlp.dwconv.dwconv"
    return block
  }
}
