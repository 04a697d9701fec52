// How a layout names the parts of a plain vision transformer, and what its code does that no tensor tells.

/// The names and constants of one layout; tensors that a file lacks are parts that the model does not have.
struct ViTLayout {
  /// Whose names these are, for people.
  let title: String

  // MARK: Names, without `.weight`
  var classToken = "cls_token"
  var distillationToken = "dist_token"
  var registers = "reg_token"
  var positions = "pos_embed"
  var patches = "patch_embed.proj"
  /// A norm between the embedding and the blocks (CLIP).
  var preNorm = "norm_pre"
  var norm = "norm"
  /// A norm after pooling.
  var pooledNorm = "fc_norm"
  var head = "head"
  var distillationHead = "head_dist"
  /// The names of block `index`.
  let block: (_ index: Int) -> Block
  /// Tensors that published files hold and the model does not use.
  var isExpectedLeftover: (String) -> Bool = { _ in false }

  // MARK: Constants
  let epsilon: Sourced<Double>
  let interpolation: PositionInterpolation
  let recipe: FamilyPreprocessing
  /// The side of the input that its code evaluates at, where that is not what positions were trained on.
  var evaluatedSide: Int?

  /// The names of the parts of a block.
  struct Block {
    /// What its attention is called in what people see.
    var attention: String
    /// One projection to queries, keys and values, or three.
    var queryKeyValue: [String]
    /// Norms over a head's queries and keys, used where the file has them.
    var queryNorm: String?
    var keyNorm: String?
    var parts: TransformerBlock.Names
  }
}

extension ViTLayout.Block {
  /// `norm1`, `attn.qkv`, `attn.proj`, `norm2`, `mlp.fc1`, `mlp.fc2` under a prefix: timm and the code that
  /// descends from it.
  static func timm(_ prefix: String, layerScale: (String, String)) -> ViTLayout.Block {
    var parts = TransformerBlock.Names.timm(prefix)
    parts.layerScale = ("\(prefix).\(layerScale.0)", "\(prefix).\(layerScale.1)")
    return ViTLayout.Block(
      attention: "\(prefix).attn", queryKeyValue: ["\(prefix).attn.qkv"], queryNorm: "\(prefix).attn.q_norm",
      keyNorm: "\(prefix).attn.k_norm", parts: parts)
  }
}
