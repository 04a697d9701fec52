// What plain vision transformers do with the fields of a configuration.

extension ConfigurationFields {
  /// timm's `VisionTransformer`, and files in its names.
  static let timmViT = timm.adding([
    "global_pool": .repeats(.pooling), "num_attention_heads": .repeats(.heads),
    "model_args.global_pool": .repeats(.pooling), "model_args.num_heads": .repeats(.heads),
    "model_args.img_size": .repeats(.trainedSize), "model_args.patch_size": .repeats(.patch),
    "model_args.embed_dim": .repeats(.width), "model_args.depth": .repeats(.depth),
    "model_args.mlp_ratio": .repeats(.mlpRatio), "model_args.qkv_bias": .repeats(.qkvBias),
    "model_args.qk_norm": .repeats(.qkNorm), "model_args.init_values": .repeats(.layerScale),
    "model_args.class_token": .repeats(.classToken), "model_args.reg_tokens": .repeats(.registers),
    "model_args.no_embed_class": .repeats(.positionsOnPatches), "model_args.pre_norm": .repeats(.preNorm),
    "model_args.fc_norm": .repeats(.pooledNorm), "model_args.act_layer": .repeats(.activation),
    "model_args.pos_embed": .only(["learn"]), "model_args.pool_include_prefix": .repeats(.pooledPrefix),
    "model_args.proj_bias": .only([true]), "model_args.final_norm": .repeats(.anyLastNorm),
    "model_args.norm_layer": .repeats(.normLayer), "model_args.dynamic_img_pad": .only([false]),
  ]).ignoring(
    [
      "dynamic_img_size", "strict_img_size",
      // What tensors say.
      "scale_attn_norm", "scale_mlp_norm",
    ], under: "model_args.")

  /// transformers' ViT, DeiT and DINOv2.
  static let transformersViT = transformers.adding([
    "model_type": .only(["vit", "deit", "dinov2", "dinov2_with_registers", "ijepa", "vit_mae", "vit_msn"]),
    "num_attention_heads": .repeats(.heads), "hidden_size": .repeats(.width),
    "num_hidden_layers": .repeats(.depth), "intermediate_size": .repeats(.mlpWidth),
    "mlp_ratio": .repeats(.mlpRatio), "use_swiglu_ffn": .repeats(.gatedMLP),
    "image_size": .repeats(.trainedSize), "num_register_tokens": .repeats(.registers),
    "hidden_act": .honored,
    // How early versions of DINOv2 with registers resized positions.
    "pooler_act": .repeats(.embeddingActivation), "interpolate_antialias": .only([true]),
    "interpolate_offset": .only([0]),
  ]).ignoring([
    "pooler_output_size", "layerscale_value", "use_mask_token",
    // The decoder and the masking of MAE, which are left aside.
    "decoder_hidden_size", "decoder_intermediate_size", "decoder_num_attention_heads",
    "decoder_num_hidden_layers", "mask_ratio", "norm_pix_loss",
  ])

  /// The arguments of `nn.TransformerEncoderLayer` and `nn.TransformerEncoder`, and what users write beside them.
  static let torchEncoder = timm.adding([
    "norm_first": .honored, "activation": .honored, "layer_norm_eps": .honored, "nhead": .repeats(.heads),
    "num_heads": .repeats(.heads), "d_model": .repeats(.width), "dim_feedforward": .repeats(.mlpWidth),
    "num_layers": .repeats(.depth), "image_size": .repeats(.trainedSize), "patch_size": .repeats(.patch),
    "pooling": .honored, "bias": .only([true]),
  ]).ignoring(["batch_first", "dropout", "enable_nested_tensor", "mask_check"])

  /// timm's `Eva` and `Beit`: the fields of its other vision transformers and their own, whose values decide what the
  /// tensors do not say.
  static let timmEVA = timmViT.adding([
    "model_args.num_reg_tokens": .repeats(.registers),
    "model_args.swiglu_mlp": .repeats(.gatedMLP), "model_args.use_fc_norm": .repeats(.pooledNorm),
    "model_args.use_post_transformer_norm": .repeats(.lastNorm),
    "model_args.use_pre_transformer_norm": .repeats(.preNorm),
    "model_args.num_kv_heads": .only([]), "model_args.gated_attn": .only([false]),
    "model_args.attn_head_dim": .only([]), "model_args.use_post_norm": .repeats(.normsAfter),
    "model_args.attn_pool_num_heads": .repeats(.poolHeads), "model_args.use_rot_pos_emb": .repeats(.rotary),
    "model_args.rope_type": .repeats(.rotaryKind), "model_args.rope_temperature": .repeats(.rotaryBase),
    "model_args.rope_grid_offset": .repeats(.rotaryOffset),
    "model_args.rope_grid_indexing": .repeats(.rotaryOrder),
    "model_args.ref_feat_shape": .repeats(.rotaryGrid),
    "model_args.rope_rotate_half": .repeats(.rotaryHalves), "model_args.rope_mrope_section": .only([]),
  ]).ignoring(
    [
      // What tensors say: how projections are kept, and which norms there are.
      "qkv_fused", "scale_mlp", "scale_attn_inner", "attn_type", "use_abs_pos_emb", "use_rel_pos_bias",
      "use_shared_rel_pos_bias",
      "swiglu_align_to", "attn_only_layer_scale", "attn_pool_mlp_ratio",
      // Training: the coordinates that are moved, and weights at its start.
      "rope_shift_coords", "rope_jitter_coords", "rope_rescale_coords", "head_init_scale",
    ], under: "model_args.")

  /// transformers' CLIP and SigLIP, and what their configurations say of the text tower.
  static let transformersCLIP = transformers.adding([
    "model_type": .only([
      "clip", "clip_vision_model", "siglip", "siglip_vision_model", "chinese_clip", "metaclip_2",
    ]),
    "num_attention_heads": .repeats(.heads), "hidden_size": .repeats(.width), "hidden_act": .honored,
    "num_hidden_layers": .repeats(.depth), "intermediate_size": .repeats(.mlpWidth),
    "image_size": .repeats(.trainedSize), "attention_dropout": .irrelevant, "dropout": .irrelevant,
  ]).ignoring([
    "projection_dim", "initializer_factor", "logit_scale_init_value", "text_config", "text_config_dict",
    "vision_config_dict", "vision_use_head", "interpolation_mode",
  ])

  /// transformers' DINOv3.
  static let transformersDINOv3 = transformers.adding([
    "model_type": .only(["dinov3_vit"]), "num_attention_heads": .repeats(.heads),
    "hidden_size": .repeats(.width), "hidden_act": .honored, "num_hidden_layers": .repeats(.depth),
    "intermediate_size": .repeats(.mlpWidth), "use_gated_mlp": .repeats(.gatedMLP),
    "num_register_tokens": .repeats(.registers), "rope_theta": .honored,
  ]).ignoring([
    // Biases are what the tensors say; coordinates are moved in training only.
    "query_bias", "key_bias", "value_bias", "proj_bias", "mlp_bias", "image_size", "attention_dropout",
    "layerscale_value", "pos_embed_shift", "pos_embed_jitter", "pos_embed_rescale",
  ])

  /// transformers' BEiT and Data2Vec-Vision.
  static let transformersBEiT = transformers.adding([
    "model_type": .only(["beit", "data2vec-vision"]), "num_attention_heads": .repeats(.heads),
    "hidden_size": .repeats(.width), "hidden_act": .honored, "num_hidden_layers": .repeats(.depth),
    "intermediate_size": .repeats(.mlpWidth), "image_size": .repeats(.trainedSize),
    "use_mean_pooling": .repeats(.pooledNorm),
  ]).ignoring([
    // What the tensors say.
    "use_absolute_position_embeddings", "use_relative_position_bias", "use_shared_relative_position_bias",
    "vocab_size", "use_mask_token", "layer_scale_init_value", "add_fpn", "segmentation_indices",
    // The segmentation head, which is left aside.
    "pool_scales", "use_auxiliary_head", "auxiliary_loss_weight", "auxiliary_channels", "auxiliary_num_convs",
    "auxiliary_concat_input", "semantic_loss_ignore_index",
  ])

  /// `open_clip_config.json`.
  static let openCLIP: ConfigurationFields = {
    let vision = "model_cfg.vision_cfg."
    let fields: ConfigurationFields = [
      "model_cfg.quick_gelu": .honored, vision + "head_width": .honored,
      vision + "image_size": .repeats(.trainedSize), vision + "layers": .repeats(.depth),
      vision + "width": .repeats(.width), vision + "patch_size": .repeats(.patch),
      vision + "mlp_ratio": .repeats(.mlpRatio), vision + "pool_type": .only(["tok"]),
      vision + "attentional_pool": .only([false]), vision + "no_ln_pre": .only([false]),
      vision + "final_ln_after_pool": .only([false]), vision + "pos_embed_type": .only(["learnable"]),
      vision + "norm_kwargs": .only([.object([:])]), vision + "act_kwargs": .only([.object([:])]),
      vision + "qk_norm": .only([false]), vision + "scaled_cosine_attn": .only([false]),
      "preprocess_cfg.size": .honored, "preprocess_cfg.mean": .honored, "preprocess_cfg.std": .honored,
      "preprocess_cfg.interpolation": .honored, "preprocess_cfg.resize_mode": .honored,
      "preprocess_cfg.mode": .only(["RGB"]), "preprocess_cfg.fill_color": .irrelevant,
    ]
    return fields.ignoring(["embed_dim", "text_cfg", "custom_text", "multimodal_cfg"], under: "model_cfg.")
      .ignoring(["output_tokens", "patch_dropout", "ls_init_value", "input_patchnorm"], under: vision)
  }()
}
