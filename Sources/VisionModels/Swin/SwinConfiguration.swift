// What Swin and the families on its skeleton do with the fields of a configuration.

extension ConfigurationFields {
  /// timm's `SwinTransformer`, and the original's arguments under the same names.
  static let swin = timm.adding([
    "global_pool": .only(["avg"]), "model_args.global_pool": .only(["avg"]),
    "model_args.img_size": .repeats(.trainedSize), "model_args.patch_size": .repeats(.patch),
    "model_args.embed_dim": .repeats(.width), "model_args.depths": .repeats(.depths),
    "model_args.num_heads": .repeats(.headsPerStage), "model_args.window_size": .repeats(.window),
    "model_args.mlp_ratio": .repeats(.mlpRatio), "model_args.qkv_bias": .repeats(.qkvBias),
    "model_args.qk_scale": .only([]), "model_args.head_dim": .only([]), "model_args.ape": .only([false]),
    "model_args.patch_norm": .only([true]), "model_args.always_partition": .only([false]),
    "model_args.act_layer": .repeats(.activation),  // timm's name of a norm has another ε.
    "model_args.norm_layer": .only([]),
  ]).ignoring(["strict_img_size", "dynamic_img_size", "dynamic_mask"], under: "model_args.")

  /// Pola-Swin and FLatten-Swin, beside the field of their mechanism.
  static let linearSwin = swin.adding([
    "model_args.attn_type": .repeats(.attention), "model_args.kernel_size": .repeats(.valueKernel),
  ])

  /// transformers' Swin.
  static let transformersSwin = transformers.adding([
    "model_type": .only(["swin"]), "hidden_act": .honored, "embed_dim": .repeats(.width),
    "depths": .repeats(.depths),
    "num_heads": .repeats(.headsPerStage), "window_size": .repeats(.window),
    "mlp_ratio": .repeats(.mlpRatio), "hidden_size": .repeats(.features), "num_layers": .repeats(.stages),
    "image_size": .honored, "use_absolute_embeddings": .only([false]), "path_norm": .only([true]),
  ])
}
