// Kinds of model that are recognized in order to say that they are not supported.
import Checkpoints

/// A kind of model that no family reads, and the tensor by which it was recognized.
struct UnsupportedKind {
  let description: String
  let tensor: String

  /// Each kind with parts of tensor names; one of them is enough.
  private static let known: [(description: String, marks: [String])] = [
    (
      "an adapter (LoRA), or a model with one that is not merged; merge it into the model and save that",
      [".lora_A.", ".lora_down."]
    ),
    ("Swin v2 CR of timm, whose attention is not computed here", [".attn.meta_mlp."]),
    (
      "a Perception Encoder in its own names, whose rotary positions no tensor has; timm's are read",
      ["attn_pool.probe"]
    ),
    ("CoCa of OpenCLIP, whose pooling is not computed here", ["attn_pool.ln_q.", "attn_pool.ln_k."]),
    (
      "a ViT for images of any proportion (NaFlex), which is not read; SigLIP 2 of a fixed size is",
      ["embeds.pos_embed", "embeds.proj."]
    ),
    ("a ViT with differential attention, which is not computed here", [".lambda_q1"]),
    (
      "a ViT with parallel attention and MLP, which is not computed here",
      [".attn_out_proj.", ".mlp_out_proj."]
    ),
    (
      "a ViT with relative positions by an MLP, which are not computed here",
      [".attn.rel_pos.mlp.", "shared_rel_pos."]
    ),
    ("SAM's image encoder, whose relative positions are not computed here", [".attn.rel_pos_h"]),
    ("LeViT, whose attention has norms over the batch", [".queries_keys_values.batch_norm."]),
    ("CvT, whose queries, keys and values come of convolutions", [".convolution_projection_query."]),
    ("MobileViT, whose attention is between pixels of patches that are folded", [".conv_kxk."]),
    ("Hiera, whose attention is within units that masking hides", ["encoder.stages.0.layers.0.attn.qkv."]),
    ("a model of neighborhood attention (NAT, DiNAT)", [".attention.self.rpb"]),
    ("SwiftFormer, whose attention is additive: no query has a row", [".attn.w_g"]),
    ("ViTDet, whose windows are not computed here", ["encoder.layer.0.attention.qkv."]),
    ("XCiT, whose attention is between channels", [".local_mp.", ".attn.temperature"]),
    ("a ViT whose heads share keys and values (Sapiens), which is not computed here", [".attn.gate."]),
    ("a hybrid: its patches are embedded by a convolutional network", ["patch_embed.backbone."]),
    ("CaiT, whose heads are mixed", [".attn.proj_l.", "blocks_token_only."]),
    (
      "a masked autoencoder's decoder without an encoder that is read here",
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
        guard let name = names.first(where: { $0.holds(mark) }) else { continue }
        (description, tensor) = (kind.description, name)
        return
      }
    }
    // Patches that a linear layer embeds, as in SigLIP 2 for images of any proportion.
    if let name = names.first(where: { $0.hasSuffix("embeddings.patch_embedding.weight") }),
      checkpoint.tensors[name]?.shape.count == 2
    {
      (description, tensor) = (
        "a ViT for images of any proportion (NaFlex), which is not read; SigLIP 2 of a fixed size is", name
      )
      return
    }
    // Keys of fewer channels than queries.
    for name in names where name.hasSuffix(".k_proj.weight") {
      let queries = checkpoint.tensors["\(name.dropLast("k_proj.weight".count))q_proj.weight"]?.shape.first
      if let queries, let keys = checkpoint.tensors[name]?.shape.first, keys < queries {
        (description, tensor) = (
          "a model whose heads share keys and values, which is not computed here", name
        )
        return
      }
    }
    // Convolutions everywhere, and nothing that attends.
    let kernels = checkpoint.names.filter { (checkpoint.tensors[$0]?.shape.count ?? 0) == 4 }
    let attends = checkpoint.names.contains { $0.holds("attn") || $0.holds("attention") }
    guard kernels.count > 4, !attends else { return nil }
    (description, tensor) = ("a convolutional network, which has no attention", kernels[0])
  }

  /// The refusal of such a file.
  func refusal(of path: String) -> ModelError {
    .unsupported(path: path, kind: description, tensor: tensor)
  }
}
