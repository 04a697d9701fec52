// How a layout names the parts of a pyramid, and what its code does that follows from no tensor.

/// The names and constants of one layout. Stages and blocks are counted from 0.
struct PyramidLayout {
  // MARK: Names, without `.weight`
  var classToken = "cls_token"
  var norm = "norm"
  var head = "head"
  let stage: (_ stage: Int) -> Stage
  let block: (_ stage: Int, _ index: Int) -> Block

  // MARK: Constants
  /// The norms of blocks, and that after the class token's last one.
  var blockNorms = NormRule(epsilon: 1e-6)
  /// The norms of patch embeddings and of reduced keys.
  var embeddingNorms = NormRule(epsilon: 1e-5)
  /// Of MLPs.
  var activation = Sourced<Activation>.gelu
  /// Pixels or tokens from one patch to the next, where patches overlap.
  var strides: (_ stage: Int) -> Int = { $0 == 0 ? 4 : 2 }
  /// The input size at which the code evaluates, where no tensor depends on it.
  var evaluated: Sourced<(height: Int, width: Int)>?
  /// Whose code resizes positions by the rule of PVT; nil where none does.
  var resizingCode: String? = "PVT"
  let heads: HeadSources
  let transform: EvaluationTransform
  /// The attention of L blocks; nil for a family of softmax blocks only.
  var linearAttention: LinearAttentionKind?
  /// The attention with a convolution of the values beside it, in families that have it.
  var convolvedAttention: ConvolvedAttentionKind?

  /// The names of the parts of a stage beside its blocks.
  struct Stage {
    var embedding: String
    var embeddingNorm: String
    /// The positions of its tokens, where the layout has some.
    var positions: String?
    /// A norm after its blocks, where the layout has one.
    var norm: String?
  }

  /// The names of the parts of a block, for each kind of attention that it may have.
  struct Block {
    var parts: TransformerBlock.Names
    var softmax: ReductionSoftmaxLayer.Names
    /// nil in layouts that have no linear attention.
    var linear: LinearAttentionLayer.Names?
    /// nil in layouts that have no attention with a convolution of the values beside it.
    var convolved: ConvolvedAttentionLayer.Names?
  }
}

extension PyramidLayout {
  /// PVT's names, which FLatten and PolaFormer keep: `patch_embed<s>`, `pos_embed<s>` and `block<s>.<i>`, stages
  /// counted from 1.
  static func original(
    transform: EvaluationTransform, linearAttention: LinearAttentionKind? = nil,
    convolvedAttention: ConvolvedAttentionKind? = nil
  ) -> PyramidLayout {
    PyramidLayout(
      stage: { stage in
        Stage(
          embedding: "patch_embed\(stage + 1).proj", embeddingNorm: "patch_embed\(stage + 1).norm",
          positions: "pos_embed\(stage + 1)")
      },
      block: { .original("block\($0 + 1).\($1)", hasGate: linearAttention?.hasGate ?? false) },
      heads: .pyramid, transform: transform, linearAttention: linearAttention,
      convolvedAttention: convolvedAttention)
  }
}

extension PyramidLayout {
  /// Notes the ε of its norms: one, or two where patch embeddings and reduced keys have another.
  func noteEpsilons(in context: ModelContext) {
    let (blocks, embeddings) = (blockNorms.epsilon, embeddingNorms.epsilon)
    guard blocks.value != embeddings.value else {
      return context.note("eps", decimal(blocks.value), from: blocks.source)
    }
    func short(_ value: Double) -> String { decimal(value).replacing("e-0", with: "e-") }
    context.note(
      "eps", "blocks \(short(blocks.value)), patch embedding and reduction \(short(embeddings.value))",
      from: blocks.source)
  }
}

extension PyramidLayout.Block {
  /// `norm1`, `attn.q`, `attn.kv`, `attn.sr`, `attn.proj`, `norm2`, `mlp` under a prefix.
  ///
  /// - Parameter hasGate: whether linear attention has a gate, `attn.qg` in place of `attn.q`.
  static func original(_ prefix: String, hasGate: Bool = false) -> PyramidLayout.Block {
    let attention = "\(prefix).attn"
    return PyramidLayout.Block(
      parts: .timm(prefix), softmax: .original(attention),
      linear: .original(
        attention,
        .two(queries: "\(attention).\(hasGate ? "qg" : "q")", keysAndValues: "\(attention).kv")),
      convolved: .reduced(attention))
  }
}

extension HeadSources {
  /// Softmax stages of a pyramid: configuration, else PVT's published 64 channels a head as a guess. The head
  /// width of a linear stage comes between, where there is one.
  static let pyramid = HeadSources(
    guess: Guess(
      width: 64, roundsDown: false, reason: "64 channels a head, as published PVTs have; see --num-heads"))
}
