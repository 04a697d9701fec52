// How a layout names the parts of a plain vision transformer, and what its code does that follows from no tensor.

/// The names and constants of one layout; tensors that a file lacks are parts that the model does not have.
struct ViTLayout {
  /// The name of the layout on the model card and in messages.
  let title: String

  // MARK: Names, without `.weight`
  var classToken = "cls_token"
  var distillationToken = "dist_token"
  var registers = "reg_token"
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
  /// Learned positions; nil where no tensor is added to the tokens.
  let positions: LearnedPositions?
  /// The form of every block's MLP.
  let mlp: Sourced<FeedForward.Form>
  /// Every norm.
  let norms: NormRule
  let heads: HeadSources
  let transform: EvaluationTransform
  /// The side of the input that its code evaluates at, where that is not what positions were trained on.
  var evaluatedSide: Int?

  /// Position embeddings of a grid of patches, and of tokens in front of them.
  struct LearnedPositions {
    /// The tensor [1 × tokens × channels].
    let name: String
    /// How its code resizes them.
    let interpolation: PositionInterpolation

    /// `pos_embed`, as timm and the code that descends from it call them.
    static func timm(_ interpolation: PositionInterpolation) -> LearnedPositions {
      LearnedPositions(name: "pos_embed", interpolation: interpolation)
    }
  }

  /// The names of the parts of a block.
  struct Block {
    var attention: FusedSoftmaxLayer.Names
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
      attention: .init(
        layer: "\(prefix).attn", queryKeyValue: ["\(prefix).attn.qkv"], projection: parts.projection,
        steps: [QueryKeyNorm.Names(queries: "\(prefix).attn.q_norm", keys: "\(prefix).attn.k_norm")]),
      parts: parts)
  }
}

extension HeadSources {
  /// Those of a ViT in the layout of timm, whose first block may normalize queries head by head.
  static let timmViT = HeadSources.vit(queryNorm: "blocks.0.attn.q_norm")
}

extension FeedForward.Names {
  /// SwiGLU where the shapes are those of a gated MLP, else `form`.
  func form(_ reader: ParameterReader, otherwise form: Sourced<FeedForward.Form>) -> Sourced<FeedForward.Form>
  {
    isGated(reader) ? Sourced(value: .gated(.silu), source: .tensors("shape of the MLP")) : form
  }
}

extension Sourced<FeedForward.Form> {
  /// What most published code computes.
  static let gelu = Sourced(value: .plain(.gelu), source: .familyDefault)
}
