// Tensors beside a network that belong to its training or to other networks, told from parts of its own.

/// What a tensor that a family does not know is, by the first name in it that the network does not have.
enum TrainingLeftover {
  /// Words of what training and larger models keep beside a network: losses, heads, decoders, other encoders.
  private static let leftovers: Set<String> = [
    "decoder", "dec", "loss", "losses", "criterion", "criterions", "head", "heads", "projector", "projection",
    "proj",
    "predictor", "pred", "classifier", "classifiers", "fc", "mask", "momentum", "queue", "teacher", "student",
    "ema", "averaged", "neck", "seg", "segmentation", "aux", "auxiliary", "text", "lm", "language", "llm",
    "prototypes", "prototype", "center", "discriminator", "logit", "logits", "temperature", "optimizer",
    "optim",
    "scheduler", "scaler", "metric", "metrics", "accuracy", "epoch", "step", "iteration", "dino", "ibot",
    "koleo",
    "generator", "vae", "tokenizer", "quantizer", "codebook", "rpn", "fpn", "roi", "bbox", "detector",
    "depth",
    "log", "sigma",
  ]

  /// Words of what changes the tokens on their way through a network.
  private static let parts: Set<String> = [
    "pos", "position", "positions", "positional", "rope", "rotary", "rotations", "token", "tokens", "prompt",
    "prompts", "embed", "embedding", "embeddings", "embedder", "pool", "pooler", "pooling", "attn",
    "attention",
    "block", "blocks", "layer", "layers", "stage", "stages", "norm", "norms", "ln", "bn", "adapter",
    "adapters",
    "lora", "rel", "relative", "freq", "freqs", "stem", "conv", "downsample", "merging", "gate", "query",
    "latent",
    "latents", "register", "registers", "storage", "ls", "transformer", "encoder", "visual", "vision",
    // A weight of an ONNX graph that lost its name.
    "onnx",
  ]

  /// Whether a tensor is of another network or of the training.
  ///
  /// - Parameter name: the first name of the tensor's that no tensor of the network shares, such as `decoder_blocks`.
  static func isOne(_ name: some StringProtocol) -> Bool {
    let words = Set(name.lowercased().split { !$0.isLetter }.map(String.init))
    return !words.isDisjoint(with: leftovers) || words.isDisjoint(with: parts)
  }
}
