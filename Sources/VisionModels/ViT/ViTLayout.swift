// How a layout names the parts of a plain vision transformer, and what its code does that follows from no tensor.
import Checkpoints

/// The names and constants of one layout; tensors that a file lacks are parts that the model does not have.
struct ViTLayout {
  /// The name of the layout on the model card and in messages.
  let title: String
  /// The family's name in files and JSON.
  var family = "vit"

  // MARK: Names, without `.weight`
  var classToken = "cls_token"
  var distillationToken = "dist_token"
  var registers = "reg_token"
  var patches = Patches.convolution("patch_embed.proj")
  /// A norm of the embedded patches.
  var patchNorm: String?
  /// A norm between the embedding and the blocks (CLIP).
  var preNorm = "norm_pre"
  var norm = "norm"
  /// Whether the file may lack the last norm; the tokens are pooled as the blocks leave them then.
  var normIsOptional = false
  /// A norm after pooling.
  var pooledNorm = "fc_norm"
  var head = "head"
  /// Whether tanh follows the head.
  var headEndsWithTanh = false
  var distillationHead = "head_dist"
  /// A pooling head, where the file has one.
  var attentionPool: AttentionPool.Names?
  /// What makes the embedding of a model without a classifier out of the pooled vector, where the file has it.
  var projection: Projection?
  /// The names of block `index`.
  let block: (_ index: Int) -> Block
  /// Tensors that published files hold and the model does not use.
  var isExpectedLeftover: (String) -> Bool = { _ in false }

  // MARK: Constants
  /// Positions that are added to the tokens; nil where none are.
  let positions: Positions?
  /// The form of every block's MLP.
  var mlp: Sourced<FeedForward.Form>
  /// Every norm.
  let norms: NormRule
  /// Where the norms of the blocks are.
  var normOrder = Sourced(value: TransformerBlock.NormOrder.before, source: .familyDefault)
  /// The attention with a convolution of the values beside it, in families whose blocks may have it.
  var convolvedAttention: ConvolvedAttentionKind?
  let heads: HeadSources
  /// Whether the channels of all heads may be others than those of the tokens.
  var headsHaveOwnWidth = false
  /// The heads of a pooling head, where they are not those of the blocks.
  var poolHeads: Int?
  /// Whether the keys of a pooling head are all tokens, or the patches alone.
  var poolIncludesPrefix = true
  let transform: EvaluationTransform
  /// What decides the transform where no flag and no file does.
  var recipe = RecipeRule.ofFamily
  /// The side of the input that its code evaluates at, where that is not what positions were trained on.
  var evaluatedSide: Int?
  /// What the family's code pools, where its name or configuration says it.
  var pooling: Sourced<TokenPooling>?

  /// How patches become tokens.
  enum Patches {
    /// A convolution whose stride is its kernel.
    case convolution(String)
    /// A linear layer over the elements of a patch in the order row, column, channel, with norms before and after it
    /// where the file has them.
    case linear(String, before: String, after: String)

    /// The layer's name.
    var name: String {
      switch self {
      case .convolution(let name), .linear(let name, _, _): name
      }
    }
  }

  /// Positions that are added to the tokens.
  enum Positions {
    /// Embeddings of a grid of patches, and of tokens in front of them: a tensor [1 × tokens × channels], and how its
    /// code resizes it.
    case learned(String, PositionInterpolation)
    /// Sines and cosines of row and column, which no tensor holds (vit-pytorch's SimpleViT).
    case sines(base: Double)

    /// `pos_embed`, as timm and the code that descends from it call them.
    static func timm(_ interpolation: PositionInterpolation) -> Positions {
      .learned("pos_embed", interpolation)
    }
  }

  /// A layer over the pooled vector that gives the embedding.
  enum Projection {
    /// x·Wᵀ of a layer without activation.
    case linear(String)
    /// x·P of a tensor [channels × outputs].
    case transposed(String)
    /// tanh(x·Wᵀ + b)
    case tanh(String)
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

extension AttentionPool.Names {
  /// `attn_pool.*` of timm.
  static let timm = AttentionPool.Names(
    layer: "attn_pool", probe: "attn_pool.latent",
    projections: .two(query: "attn_pool.q", keysAndValues: "attn_pool.kv"), projection: "attn_pool.proj",
    norm: "attn_pool.norm", mlp: .init(fc1: ["attn_pool.mlp.fc1"], fc2: "attn_pool.mlp.fc2"))
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

  /// SwiGLU where the shapes are those of a gated MLP, else an MLP with this activation.
  func form(
    _ reader: ParameterReader, otherwise activation: Sourced<Activation>
  ) -> Sourced<FeedForward.Form> {
    form(reader, otherwise: Sourced(value: .plain(activation.value), source: activation.source))
  }
}

extension Sourced<FeedForward.Form> {
  /// What most published code computes.
  static let gelu = Sourced(value: .plain(.gelu), source: .familyDefault)
}

extension Sourced<Activation> {
  /// What most published code computes.
  static let gelu = Sourced(value: .gelu, source: .familyDefault)
}
