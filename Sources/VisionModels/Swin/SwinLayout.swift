// How a layout names the parts of a Swin, and what its code does that follows from no tensor.
import Attention

/// The names and constants of one layout. Stages and blocks are counted from 0.
struct SwinLayout {
  /// The name of the layout on the model card and in messages.
  var title: String

  // MARK: Names, without `.weight`
  var patches: String
  var embeddingNorm: String
  var block: (_ stage: Int, _ index: Int) -> Block
  /// The merging that follows a stage.
  var merging: (_ stage: Int) -> PatchMerging.Names
  var norm: String
  var head: String

  // MARK: Constants
  /// The norms of blocks, and the last one.
  let norms: NormRule
  /// Where the norms of blocks are.
  var normOrder = TransformerBlock.NormOrder.before
  /// The norms of the patch embedding and of merged patches.
  var embeddingNorms = NormRule(epsilon: 1e-5)
  /// Whether merged patches are reduced before their norm, over twice the channels, rather than after one over four
  /// times.
  var reducesBeforeNorm = false
  /// Of MLPs.
  var activation = Sourced<Activation>.gelu
  var shiftRule: WindowOrder.ShiftRule
  var windowRule = WindowRule.tiling
  /// What is added to the logits of keys that a shift brought into a window.
  var mask: Float = -100
  /// The input size at which published models without another word about it run.
  var publishedSide = 224
  /// The side of windows where no file says it; nil where it must be known.
  var assumedWindow: Sourced<Int>?
  var transform: EvaluationTransform
  /// What decides the transform where no flag and no file does.
  var recipe = RecipeRule.ofFamily
  /// The attention of L blocks; nil for a family of softmax blocks only.
  var linearAttention: LinearAttentionKind?
  /// The attention with a convolution of the values beside it, in families that have it.
  var convolvedAttention: ConvolvedAttentionKind?

  /// What happens to windows that do not tile the grid.
  struct WindowRule {
    /// How a window is cut that is longer than the grid.
    enum Cut {
      /// Along both axes to the shorter side of the grid, where that is no longer than the window.
      case square
      /// Along each axis.
      case eachAxis
      /// Along both axes to the rows of the grid of the configuration (transformers' Swin v2).
      case configuredRows
      /// Never.
      case never
    }

    var cut: Cut
    var padding: WindowPartition.Padding

    /// The original code, which asks for grids that windows tile.
    static let tiling = WindowRule(cut: .square, padding: .none)
  }

  /// The names of the parts of a block, for each kind of attention that it may have.
  struct Block {
    var parts: TransformerBlock.Names
    var softmax: WindowSoftmaxLayer.Names
    /// nil in layouts that have no linear attention.
    var linear: LinearAttentionLayer.Names?
    /// nil in layouts that have no such attention.
    var convolved: ConvolvedAttentionLayer.Names?
    /// The buffer of the mask of shifted windows; nil in layouts that have none.
    var mask: String?
  }
}

extension SwinLayout {
  /// Microsoft's repository, and FLatten's and PolaFormer's, which grew from it.
  static func original(
    transform: EvaluationTransform, linearAttention: LinearAttentionKind? = nil,
    convolvedAttention: ConvolvedAttentionKind? = nil
  ) -> SwinLayout {
    SwinLayout(
      title: "Swin", patches: "patch_embed.proj", embeddingNorm: "patch_embed.norm",
      block: { stage, index in
        let prefix = "layers.\(stage).blocks.\(index)"
        let all = linearAttention?.hasGate == true ? "qkvg" : "qkv"
        return Block(
          parts: .timm(prefix), softmax: .original("\(prefix).attn"),
          linear: .original("\(prefix).attn", .one("\(prefix).attn.\(all)")),
          convolved: .fused("\(prefix).attn"), mask: "\(prefix).attn_mask")
      },
      merging: { .original("layers.\($0).downsample") }, norm: "norm", head: "head",
      norms: NormRule(epsilon: 1e-5), shiftRule: .bothAxesOrNone,
      transform: transform, linearAttention: linearAttention, convolvedAttention: convolvedAttention)
  }

  /// timm keeps the merging with the stage that it leads to.
  static var timm: SwinLayout {
    var layout = original(transform: .timm)
    layout.recipe = .ofName
    layout.title = "Swin of timm"
    layout.merging = { .original("layers.\($0 + 1).downsample") }
    layout.head = "head.fc"
    layout.shiftRule = .eachAxis
    layout.windowRule = WindowRule(cut: .eachAxis, padding: .afterShift)
    return layout
  }
}
