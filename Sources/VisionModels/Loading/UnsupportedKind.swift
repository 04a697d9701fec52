// Kinds of model that are recognized in order to say that they are not supported.
import Checkpoints

/// A kind of model that no family reads, and the tensor by which it was recognized.
struct UnsupportedKind {
  let description: String
  let tensor: String

  /// Each kind with parts of tensor names; one of them is enough.
  private static let known: [(description: String, marks: [String])] = [
    (
      "an adapter (LoRA) without its model; merge it into the model and save that",
      [".lora_A.", ".lora_down."]
    ),
    ("Swin v2, whose attention is not computed here", [".cpb_mlp.", ".continuous_position_bias_mlp."]),
    (
      "a model of transformers' CLIP or SigLIP; of CLIP's image towers those of timm are read",
      ["vision_model.encoder.layers.", "encoder.layers.0.layer_norm1."]
    ),
    (
      "a model of OpenAI's CLIP or OpenCLIP; of CLIP's image towers those of timm are read",
      ["visual.transformer.resblocks.", "visual.conv1."]
    ),
    ("torchvision's ViT; convert it to the names of timm or transformers", ["encoder_layer_0."]),
    ("a model with attention pooling (SigLIP), which is not computed here", ["attn_pool."]),
    ("a transformer with rotary positions (DINOv3, EVA), which are not computed here", ["rope"]),
    (
      "BEiT or EVA, whose relative or rotary positions are not computed here",
      [".attn.q_bias", ".attention.relative_position_bias."]
    ),
    ("a hybrid: its patches are embedded by a convolutional network", ["patch_embed.backbone."]),
    ("CaiT, whose heads are mixed", [".attn.proj_l.", "blocks_token_only."]),
    (
      "a masked autoencoder with its decoder; save the encoder's tensors alone",
      ["decoder_embed.", "decoder.decoder_layers."]
    ),
    ("a language model", ["embed_tokens.", "lm_head.", ".wte.", "word_embeddings."]),
  ]

  /// The kind of a checkpoint that no family recognizes, or whose tensors do not fit the one that did; nil where
  /// nothing is known of it.
  ///
  /// - Parameter names: of the tensors that no family explains; a family that reads a mark is no such kind.
  init?(of checkpoint: Checkpoint, among names: [String]) {
    for kind in Self.known {
      for mark in kind.marks {
        guard let name = names.first(where: { $0.contains(mark) }) else { continue }
        (description, tensor) = (kind.description, name)
        return
      }
    }
    // Convolutions everywhere, and nothing that attends.
    let kernels = checkpoint.names.filter { (checkpoint.tensors[$0]?.shape.count ?? 0) == 4 }
    let attends = checkpoint.names.contains { $0.contains("attn") || $0.contains("attention") }
    guard kernels.count > 4, !attends else { return nil }
    (description, tensor) = ("a convolutional network, which has no attention", kernels[0])
  }

  /// The refusal of such a file.
  func refusal(of path: String) -> ModelError {
    .unsupported(path: path, kind: description, tensor: tensor)
  }
}
