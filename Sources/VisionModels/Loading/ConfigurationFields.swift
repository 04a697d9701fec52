// Which fields of a configuration a family honors, and what it does with each.
import Checkpoints

/// A family's account of `config.json`, by field; members of objects after a dot.
struct ConfigurationFields: Sendable, ExpressibleByDictionaryLiteral {
  /// What is done with a field.
  enum Use: Sendable {
    /// It decides a value of the model; where it is read, what cannot be read is refused or warned of.
    case honored
    /// It repeats a fact. Where tensors decide the fact, another value is warned of; else it is refused.
    case repeats(ModelFact)
    /// The model computes with these values alone; another is refused.
    case only([JSONValue])
    /// It changes nothing that is computed here: training, bookkeeping, labels.
    case irrelevant
  }

  private(set) var uses: [String: Use]

  init(dictionaryLiteral elements: (String, Use)...) {
    uses = Dictionary(elements) { $1 }
  }

  /// These fields and others, which take the place of those of the same name.
  func adding(_ others: ConfigurationFields) -> ConfigurationFields {
    var all = self
    all.uses.merge(others.uses) { $1 }
    return all
  }

  /// These fields and others that change nothing.
  func ignoring(_ names: [String], under prefix: String = "") -> ConfigurationFields {
    var all = self
    for name in names { all.uses[prefix + name] = .irrelevant }
    return all
  }

  /// The objects whose members count as fields.
  static let objects = [
    "model_args", "pretrained_cfg", "model_cfg", "model_cfg.vision_cfg", "preprocess_cfg",
  ]

  /// Words of fields that decide what a model computes, or what it sees of an image.
  private static let decidingWords: Set<String> = [
    "act", "activation", "gelu", "pool", "pooling", "eps", "epsilon", "norm", "normalize", "normalization",
    "mean",
    "std", "rescale", "resize", "resample", "interpolation", "crop", "pad", "padding", "size", "pos",
    "position",
    "positional", "positions", "rope", "rotary", "block", "window", "input", "thumbnail", "align",
  ]
  /// Words of fields of the training, whatever else is in them.
  private static let trainingWords: Set<String> = ["drop", "dropout", "init", "initializer", "loss", "aug"]

  /// Whether a field that is not known may decide what a model computes: an argument of its class, or one whose name
  /// speaks of what does.
  static func decides(_ key: String) -> Bool {
    if key.hasPrefix("model_args.") { return true }
    let words = Set(key.lowercased().split { !$0.isLetter }.map(String.init))
    return !words.isDisjoint(with: decidingWords) && words.isDisjoint(with: trainingWords)
  }

  /// What training and dropout leave in the arguments of timm's and the original classes.
  static let trainingArguments = [
    "drop_rate", "pos_drop_rate", "patch_drop_rate", "proj_drop_rate", "attn_drop_rate", "drop_path_rate",
    "weight_init", "fix_init", "use_checkpoint", "pretrained",
  ]

  /// `config.json` of timm, whatever the architecture: `model_args` is left to families.
  static let timm: ConfigurationFields = {
    let fields: ConfigurationFields = [
      "architecture": .honored, "num_classes": .repeats(.classes), "num_features": .repeats(.features),
      "label_names": .honored, "model_args.num_classes": .repeats(.classes),
      "model_args.in_chans": .only([3]), "model_args.pool_include_prefix": .honored,
      "pretrained_cfg.input_size": .honored,
      "pretrained_cfg.interpolation": .honored, "pretrained_cfg.crop_pct": .honored,
      "pretrained_cfg.crop_mode": .honored, "pretrained_cfg.mean": .honored, "pretrained_cfg.std": .honored,
    ]
    return
      fields
      .ignoring([
        "label_descriptions", "model_type", "architectures", "do_pooling", "initializer_range",
        "torch_dtype", "dtype", "transformers_version",
      ])
      .ignoring(trainingArguments, under: "model_args.")
      .ignoring(
        [
          "url", "file", "state_dict", "hf_hub_id", "hf_hub_filename", "source", "architecture", "tag",
          "custom_load", "test_input_size", "test_crop_pct", "min_input_size", "fixed_input_size",
          "num_classes", "label_offset", "label_names", "label_descriptions", "pool_size",
          "test_pool_size", "first_conv", "classifier", "license", "description", "origin_url",
          "paper_name", "paper_ids", "notes",
        ], under: "pretrained_cfg.")
  }()

  /// `config.json` of transformers, whatever the class.
  static let transformers: ConfigurationFields = {
    let fields: ConfigurationFields = [
      "id2label": .honored, "num_labels": .repeats(.labels), "num_channels": .only([3]),
      "layer_norm_eps": .honored, "hidden_act": .repeats(.activation), "patch_size": .repeats(.patch),
      "qkv_bias": .repeats(.qkvBias), "pruned_heads": .only([.object([:])]),
      "chunk_size_feed_forward": .irrelevant,
    ]
    return fields.ignoring([
      // Training and the outputs of backbones.
      "attention_probs_dropout_prob", "hidden_dropout_prob", "drop_path_rate", "initializer_range",
      "encoder_stride", "apply_layernorm", "reshape_hidden_states", "out_features", "out_indices",
      "_out_features", "_out_indices", "stage_names", "gradient_checkpointing", "problem_type", "label2id",
      // Bookkeeping of files and classes.
      "architectures", "dtype", "torch_dtype", "transformers_version", "_name_or_path", "_commit_hash",
      "attn_implementation", "_attn_implementation", "_attn_implementation_autoset", "auto_map",
      "return_dict", "output_hidden_states", "output_attentions", "torchscript", "use_bfloat16",
      "tf_legacy_loss", "use_cache", "vocab_size", "finetuning_task", "task_specific_params",
      // What every configuration of older versions repeats of language models.
      "tie_word_embeddings", "is_encoder_decoder", "is_decoder", "cross_attention_hidden_size",
      "add_cross_attention", "tie_encoder_decoder", "max_length", "min_length", "do_sample",
      "early_stopping", "num_beams", "num_beam_groups", "diversity_penalty", "temperature", "top_k", "top_p",
      "typical_p", "repetition_penalty", "length_penalty", "no_repeat_ngram_size",
      "encoder_no_repeat_ngram_size", "bad_words_ids", "num_return_sequences", "output_scores",
      "return_dict_in_generate", "forced_bos_token_id", "forced_eos_token_id", "remove_invalid_values",
      "exponential_decay_length_penalty", "suppress_tokens", "begin_suppress_tokens", "tokenizer_class",
      "prefix", "bos_token_id", "pad_token_id", "eos_token_id", "sep_token_id", "decoder_start_token_id",
    ])
  }()

  /// transformers' `preprocessor_config.json`, the same for every family.
  static let preprocessor: ConfigurationFields = {
    let fields: ConfigurationFields = [
      "size": .honored, "crop_size": .honored, "resample": .honored, "image_mean": .honored,
      "image_std": .honored, "do_center_crop": .only([true, false]), "do_resize": .only([true]),
      "do_rescale": .only([true, false]), "do_normalize": .only([true, false]), "rescale_factor": .honored,
      "default_to_square": .honored, "image_processor_type": .honored, "feature_extractor_type": .honored,
      "do_flip_channel_order": .only([false]), "do_pad": .only([false]),
    ]
    return fields.ignoring([
      "processor_class", "auto_map", "do_convert_rgb",
      "data_format", "input_data_format", "do_reduce_labels", "return_tensors",
      "device", "disable_grouping", "_valid_processor_keys",
    ])
  }()

  /// The same of a class that makes tiles of an image beside the whole (LLaVA-NeXT): what it says of them, and of the
  /// blank tiles that fill a batch, changes nothing of the whole.
  static let tilingPreprocessor = preprocessor.ignoring([
    "do_pad", "image_grid_pinpoints", "aspect_ratio_setting",
  ])
}
