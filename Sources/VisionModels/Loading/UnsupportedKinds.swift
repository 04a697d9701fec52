// What a checkpoint is that no family reads: a kind that is known by its tensors and not supported, or the nearest family.
import Checkpoints
import Files

/// A kind of model that is recognised in order to say that it is not supported.
private struct UnsupportedKind {
  let description: String
  /// Parts of tensor names, one of which tells the kind.
  let marks: [String]

  static let all: [UnsupportedKind] = [
    .init(
      "an adapter (LoRA) without its model; merge it into the model and save that",
      [".lora_A.", ".lora_down."]),
    .init("Swin v2, whose attention is not computed here", [".cpb_mlp.", ".continuous_position_bias_mlp."]),
    .init(
      "a model of transformers' CLIP or SigLIP; of CLIP's image towers those of timm are read",
      ["vision_model.encoder.layers.", "encoder.layers.0.layer_norm1."]),
    .init(
      "a model of OpenAI's CLIP or OpenCLIP; of CLIP's image towers those of timm are read",
      ["visual.transformer.resblocks.", "visual.conv1."]),
    .init("torchvision's ViT; convert it to the names of timm or transformers", ["encoder_layer_0."]),
    .init("a model with attention pooling (SigLIP), which is not computed here", ["attn_pool."]),
    .init("a transformer with rotary positions (DINOv3, EVA), which are not computed here", ["rope"]),
    .init(
      "BEiT or EVA, whose relative or rotary positions are not computed here",
      [".attn.q_bias", ".attention.relative_position_bias."]),
    .init("a hybrid: its patches are embedded by a convolutional network", ["patch_embed.backbone."]),
    .init("CaiT, whose heads are mixed", [".attn.proj_l.", "blocks_token_only."]),
    .init(
      "a masked autoencoder with its decoder; save the encoder's tensors alone",
      ["decoder_embed.", "decoder.decoder_layers."]),
    .init("a language model", ["embed_tokens.", "lm_head.", ".wte.", "word_embeddings."]),
  ]

  init(_ description: String, _ marks: [String]) {
    self.description = description
    self.marks = marks
  }
}

extension ModelError {
  /// Why a checkpoint that no family recognises, or whose tensors do not fit the one that did, cannot be read;
  /// nil where nothing more is known of it.
  static func unsupportedKind(of checkpoint: Checkpoint) -> ModelError? {
    let names = checkpoint.names
    for kind in UnsupportedKind.all {
      for mark in kind.marks {
        guard let name = names.first(where: { $0.contains(mark) }) else { continue }
        return .unsupported(path: checkpoint.path, kind: kind.description, tensor: name)
      }
    }
    // Convolutions everywhere, and nothing that attends.
    let kernels = names.filter { (checkpoint.tensors[$0]?.shape.count ?? 0) == 4 }
    guard kernels.count > 4, !names.contains(where: { $0.contains("attn") || $0.contains("attention") })
    else {
      return nil
    }
    return .unsupported(
      path: checkpoint.path, kind: "a convolutional network, which has no attention", tensor: kernels[0])
  }

  /// The refusal of a checkpoint that no family recognises.
  static func unrecognised(_ checkpoint: Checkpoint, families: [any ModelFamily.Type]) -> ModelError {
    if let error = unsupportedKind(of: checkpoint) { return error }
    let names = checkpoint.names
    /// What stands before `landmark` in a name of the file, "" at best; nil where no name ends with it.
    func prefix(of landmark: String) -> String? {
      if checkpoint.tensors[landmark] != nil { return "" }
      return names.first { $0.hasSuffix(".\(landmark)") }.map { String($0.dropLast(landmark.count)) }
    }
    var nearest: (family: String, prefix: String, missing: [String], found: Int)?
    for family in families {
      let found = family.landmarks.compactMap(prefix)
      let missing = family.landmarks.filter { prefix(of: $0) == nil }
      if found.count > nearest?.found ?? 0 { nearest = (family.name, found[0], missing, found.count) }
    }
    // Names without a dot first: they tell most.
    let telling = names.filter { !$0.contains(".") } + names.filter { $0.contains(".") }
    return .unknownFamily(
      path: checkpoint.path, known: VisionModels.names(of: families), held: telling,
      nearest: nearest.map { NearestFamily(name: $0.family, prefix: $0.prefix, missing: $0.missing) })
  }
}

/// The family of which a checkpoint has the most landmarks.
package struct NearestFamily: Sendable, Hashable {
  package let name: String
  /// What stands before the family's names in the file.
  package let prefix: String
  /// Tensors by which the family is told and which the file lacks.
  package let missing: [String]

  /// What to change.
  var advice: String {
    let place = prefix.isEmpty ? "" : " under '\(prefix.escaped(limit: 80))'"
    if missing.isEmpty {
      return "nearest is \(name)\(place); save its tensors without what stands before their names"
    }
    let rotary =
      missing.contains { $0.hasPrefix("pos_embed") }
      ? " (without positions in the file: DINOv3 and others with rotary ones are not read)" : ""
    return "nearest is \(name)\(place), which also has \(missing.joined(separator: ", "))\(rotary)"
  }
}
