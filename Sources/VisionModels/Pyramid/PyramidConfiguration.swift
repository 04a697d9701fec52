// What PVT and the families on its skeleton do with the fields of a configuration.

extension ConfigurationFields {
  /// PVT's arguments, by whichever code.
  static let pyramid = timm.adding([
    "global_pool": .repeats(.pooling), "model_args.global_pool": .repeats(.pooling),
    "model_args.img_size": .repeats(.trainedSize), "model_args.patch_size": .repeats(.patch),
    "model_args.embed_dims": .repeats(.widths), "model_args.depths": .repeats(.depths),
    "model_args.num_stages": .repeats(.stages), "model_args.num_heads": .repeats(.headsPerStage),
    "model_args.mlp_ratios": .repeats(.mlpRatios), "model_args.qkv_bias": .repeats(.qkvBias),
    "model_args.qk_scale": .only([]), "model_args.sr_ratios": .repeats(.softmaxReductions),
    "model_args.act_layer": .repeats(.activation), "model_args.norm_layer": .only(["layernorm"]),
  ])

  /// PVT v2.
  static let pvtV2 = pyramid.adding(["model_args.linear": .repeats(.pooledKeys)])

  /// Pola-PVT and FLatten-PVT, beside the field of their mechanism.
  static let linearPyramid = pyramid.adding([
    "model_args.attn_type": .repeats(.attention), "model_args.kernel_size": .repeats(.valueKernel),
    "model_args.la_sr_ratios": .repeats(.linearReductions),
  ])
}
