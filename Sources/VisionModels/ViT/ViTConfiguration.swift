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
    "model_args.pos_embed": .only(["learn"]), "model_args.pool_include_prefix": .only([false]),
    "model_args.proj_bias": .only([true]), "model_args.final_norm": .only([true]),
    "model_args.norm_layer": .only(["layernorm"]), "model_args.dynamic_img_pad": .only([false]),
  ]).ignoring(["dynamic_img_size", "strict_img_size"], under: "model_args.")

  /// transformers' ViT, DeiT and DINOv2.
  static let transformersViT = transformers.adding([
    "model_type": .only(["vit", "deit", "dinov2", "dinov2_with_registers"]),
    "num_attention_heads": .repeats(.heads), "hidden_size": .repeats(.width),
    "num_hidden_layers": .repeats(.depth), "intermediate_size": .repeats(.mlpWidth),
    "mlp_ratio": .repeats(.mlpRatio), "use_swiglu_ffn": .repeats(.gatedMLP),
    "image_size": .repeats(.trainedSize), "num_register_tokens": .repeats(.registers),
    // How early versions of DINOv2 with registers resized positions.
    "interpolate_antialias": .only([true]), "interpolate_offset": .only([0]),
  ]).ignoring(["pooler_act", "pooler_output_size", "layerscale_value", "use_mask_token"])
}
