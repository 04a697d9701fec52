// How timm prepares images for its published models, by name. Made by Tests/Fixtures/families/recipes.py.

extension PublishedRecipes {
  /// The names of each recipe: architectures with that of their first tag, and tags with another.
  static let timm: [(recipe: EvaluationTransform, names: String)] = [
    (
      EvaluationTransform(
        cropFraction: 0.9, resizing: .shortSide, filter: .bicubic, normalization: .clip),
      """
      eva02_base_patch14_224 eva02_base_patch16_clip_224 eva02_enormous_patch14_clip_224 \
      eva02_large_patch14_224 eva02_large_patch14_clip_224 eva02_small_patch14_224 eva02_tiny_patch14_224 \
      eva_giant_patch14_224 eva_giant_patch14_clip_224 vit_base_patch16_clip_224.laion2b_ft_in12k \
      vit_base_patch16_clip_224.openai vit_base_patch16_clip_224.openai_ft_in12k \
      vit_base_patch16_clip_224.openai_ft_in1k vit_base_patch16_clip_quickgelu_224.openai \
      vit_base_patch32_clip_224 vit_base_patch32_clip_quickgelu_224 vit_betwixt_patch32_clip_224 \
      vit_medium_patch16_clip_224 vit_medium_patch32_clip_224 vit_xsmall_patch16_clip_224
      """
    ),
    (
      EvaluationTransform(
        cropFraction: 0.95, resizing: .shortSide, filter: .bicubic, normalization: .clip),
      """
      vit_base_patch16_clip_224 vit_betwixt_patch16_rope_reg4_gap_256
      """
    ),
    (
      EvaluationTransform(
        cropFraction: 0.95, resizing: .squash, filter: .bicubic, normalization: .clip),
      """
      vit_base_patch16_clip_384.openai_ft_in12k_in1k vit_base_patch32_clip_384.openai_ft_in12k_in1k
      """
    ),
    (
      EvaluationTransform(
        cropFraction: 1.0, resizing: .shortSide, filter: .bicubic, normalization: .clip),
      """
      aimv2_1b_patch14_224 aimv2_1b_patch14_336 aimv2_1b_patch14_448 aimv2_3b_patch14_224 \
      aimv2_3b_patch14_336 aimv2_3b_patch14_448 aimv2_huge_patch14_224 aimv2_huge_patch14_336 \
      aimv2_huge_patch14_448 aimv2_large_patch14_224 aimv2_large_patch14_336 aimv2_large_patch14_448 \
      eva02_base_patch14_448.mim_in22k_ft_in1k eva02_large_patch14_448.mim_in22k_ft_in1k \
      eva02_large_patch14_448.mim_m38m_ft_in1k eva02_large_patch14_clip_336 eva02_small_patch14_336 \
      eva02_tiny_patch14_336 eva_large_patch14_196 naflexvit_base_patch16_radio_v3 \
      naflexvit_giant_patch16_radio_v3 naflexvit_huge_patch16_radio_v3 naflexvit_huge_patch16_radio_v4 \
      naflexvit_large_patch16_radio_v3 naflexvit_so400m_patch16_radio_v4 vit_base_patch16_224.bamboo \
      vit_base_patch16_clip_224.datacompxl vit_base_patch16_clip_224.dfn2b \
      vit_base_patch16_clip_224.laion2b vit_base_patch16_clip_224.laion2b_ft_in1k \
      vit_base_patch16_clip_224.laion400m_e32 vit_base_patch16_clip_224.metaclip_2pt5b \
      vit_base_patch16_clip_224.metaclip_400m vit_base_patch16_clip_quickgelu_224 \
      vit_base_patch16_plus_clip_240 vit_base_patch16_radio_v3 vit_base_patch32_clip_224.datacompxl \
      vit_base_patch32_clip_224.metaclip_2pt5b vit_base_patch32_clip_224.metaclip_400m \
      vit_base_patch32_clip_256 vit_base_patch32_clip_384 vit_base_patch32_clip_448 \
      vit_base_patch32_clip_quickgelu_224.metaclip_2pt5b vit_base_patch32_clip_quickgelu_224.metaclip_400m \
      vit_giant_patch14_clip_224 vit_giant_patch16_radio_v3 vit_gigantic_patch14_clip_224 \
      vit_gigantic_patch14_clip_quickgelu_224 vit_huge_patch14_clip_224 vit_huge_patch14_clip_378 \
      vit_huge_patch14_clip_quickgelu_224 vit_huge_patch14_clip_quickgelu_378 vit_huge_patch16_radio_v3 \
      vit_huge_patch16_radio_v4 vit_large_patch14_clip_224.apple_mclip2_dfndr2b \
      vit_large_patch14_clip_224.datacompxl vit_large_patch14_clip_224.dfn2b \
      vit_large_patch14_clip_224.dfn2b_s39b vit_large_patch14_clip_224.laion400m_e32 \
      vit_large_patch14_clip_224.metaclip_2pt5b vit_large_patch14_clip_224.metaclip_400m \
      vit_large_patch14_clip_224.openai vit_large_patch14_clip_224.openai_ft_in12k \
      vit_large_patch14_clip_224.openai_ft_in12k_in1k vit_large_patch14_clip_224.openai_ft_in1k \
      vit_large_patch14_clip_336.openai vit_large_patch14_clip_quickgelu_224 \
      vit_large_patch14_clip_quickgelu_336 vit_large_patch16_radio_v3 vit_so400m_patch16_radio_v4
      """
    ),
    (
      EvaluationTransform(
        cropFraction: 1.0, resizing: .squash, filter: .bicubic, normalization: .clip),
      """
      eva02_base_patch14_448 eva02_large_patch14_448 eva_giant_patch14_336 eva_large_patch14_336 \
      vit_base_patch16_clip_384 vit_gigantic_patch14_clip_378 vit_huge_patch14_clip_336 \
      vit_huge_patch14_clip_378.metaclip2_worldwide vit_large_patch14_clip_336.openai_ft_in12k_in1k
      """
    ),
    (
      EvaluationTransform(
        cropFraction: 0.9, resizing: .shortSide, filter: .bicubic, normalization: .half),
      """
      beit_base_patch16_224 beit_large_patch16_224 vit_base_patch16_224 vit_base_patch16_rpn_224 \
      vit_base_patch16_siglip_224 vit_base_patch16_siglip_256 vit_base_patch16_siglip_384 \
      vit_base_patch16_siglip_512 vit_base_patch16_siglip_gap_224 vit_base_patch16_siglip_gap_256 \
      vit_base_patch16_siglip_gap_384 vit_base_patch16_siglip_gap_512 vit_base_patch32_224 \
      vit_base_patch32_siglip_256 vit_base_patch32_siglip_gap_256 vit_base_patch8_224 vit_base_r50_s16_224 \
      vit_giantopt_patch16_siglip_256 vit_giantopt_patch16_siglip_384 vit_giantopt_patch16_siglip_gap_256 \
      vit_giantopt_patch16_siglip_gap_384 vit_huge_patch14_224 vit_large_patch16_224 \
      vit_large_patch16_siglip_256 vit_large_patch16_siglip_384 vit_large_patch16_siglip_512 \
      vit_large_patch16_siglip_gap_256 vit_large_patch16_siglip_gap_384 vit_large_patch16_siglip_gap_512 \
      vit_large_patch32_224 vit_large_r50_s32_224 vit_relpos_base_patch16_224 \
      vit_relpos_base_patch16_clsgap_224 vit_relpos_base_patch32_plus_rpn_256 \
      vit_relpos_medium_patch16_224 vit_relpos_medium_patch16_cls_224 vit_relpos_medium_patch16_rpn_224 \
      vit_relpos_small_patch16_224 vit_small_patch16_224 vit_small_patch32_224 vit_small_r26_s32_224 \
      vit_so400m_patch14_siglip_224 vit_so400m_patch14_siglip_378 vit_so400m_patch14_siglip_384 \
      vit_so400m_patch14_siglip_gap_224 vit_so400m_patch14_siglip_gap_378 vit_so400m_patch16_siglip_256 \
      vit_so400m_patch16_siglip_384 vit_so400m_patch16_siglip_512 vit_so400m_patch16_siglip_gap_256 \
      vit_so400m_patch16_siglip_gap_384 vit_so400m_patch16_siglip_gap_512 vit_srelpos_medium_patch16_224 \
      vit_srelpos_small_patch16_224 vit_tiny_patch16_224 vit_tiny_r_s16_p8_224
      """
    ),
    (
      EvaluationTransform(
        cropFraction: 0.95, resizing: .shortSide, filter: .bicubic, normalization: .half),
      """
      flexivit_base flexivit_large flexivit_small test_vit test_vit2 test_vit3 \
      vit_base_patch16_rope_reg1_gap_256 vit_betwixt_patch16_reg1_gap_256 vit_betwixt_patch16_reg4_gap_256 \
      vit_dlittle_patch16_reg1_gap_256 vit_dpwee_patch16_reg1_gap_256 vit_dwee_patch16_reg1_gap_256 \
      vit_little_patch16_reg1_gap_256 vit_little_patch16_reg4_gap_256 vit_medium_patch16_gap_240 \
      vit_medium_patch16_gap_256 vit_medium_patch16_reg1_gap_256 vit_medium_patch16_reg4_gap_256 \
      vit_medium_patch16_rope_reg1_gap_256 vit_mediumd_patch16_reg4_gap_256 \
      vit_mediumd_patch16_rope_reg1_gap_256 vit_pwee_patch16_reg1_gap_256 vit_so150m_patch16_reg4_gap_256 \
      vit_wee_patch16_reg1_gap_256
      """
    ),
    (
      EvaluationTransform(
        cropFraction: 0.95, resizing: .squash, filter: .bicubic, normalization: .half),
      """
      vit_medium_patch16_gap_384
      """
    ),
    (
      EvaluationTransform(
        cropFraction: 1.0, resizing: .shortSide, filter: .bicubic, normalization: .half),
      """
      beit_base_patch16_384 beit_large_patch16_384 beit_large_patch16_512 naflexvit_base_patch16_gap \
      naflexvit_base_patch16_par_gap naflexvit_base_patch16_parfac_gap naflexvit_base_patch16_siglip \
      naflexvit_so400m_patch16_siglip vit_base_patch16_384 vit_base_patch32_384 vit_base_r50_s16_384 \
      vit_betwixt_patch16_reg4_gap_384 vit_large_patch14_clip_224 vit_large_patch16_384 \
      vit_large_patch32_384 vit_large_r50_s32_384 vit_mediumd_patch16_reg4_gap_384 \
      vit_pe_core_base_patch16_224 vit_pe_core_gigantic_patch14_448 vit_pe_core_large_patch14_336 \
      vit_pe_core_small_patch16_384 vit_pe_core_tiny_patch16_384 vit_pe_lang_gigantic_patch14_448 \
      vit_pe_lang_large_patch14_448 vit_pe_spatial_base_patch16_512 vit_pe_spatial_gigantic_patch14_448 \
      vit_pe_spatial_large_patch14_448 vit_pe_spatial_small_patch16_512 vit_pe_spatial_tiny_patch16_512 \
      vit_small_patch16_384 vit_small_patch32_384 vit_small_r26_s32_384 vit_so150m2_patch16_reg1_gap_256 \
      vit_so150m2_patch16_reg1_gap_384 vit_so150m_patch16_reg4_gap_384 \
      vit_so400m_patch14_siglip_gap_378.webli vit_so400m_patch14_siglip_gap_384 \
      vit_so400m_patch14_siglip_gap_448 vit_so400m_patch14_siglip_gap_896 vit_tiny_patch16_384 \
      vit_tiny_r_s16_p8_384
      """
    ),
    (
      EvaluationTransform(
        cropFraction: 1.0, resizing: .squash, filter: .bicubic, normalization: .half),
      """
      vit_large_patch14_clip_336 vit_so150m2_patch16_reg1_gap_448 \
      vit_so400m_patch14_siglip_378.webli_ft_in1k vit_so400m_patch14_siglip_gap_378.webli_ft_in1k
      """
    ),
    (
      EvaluationTransform(
        cropFraction: 0.9, resizing: .shortSide, filter: .bicubic, normalization: .imageNet),
      """
      beitv2_base_patch16_224 beitv2_large_patch16_224.in1k_ft_in22k deit3_base_patch16_224 \
      deit3_huge_patch14_224 deit3_large_patch16_224 deit3_medium_patch16_224 deit3_small_patch16_224 \
      deit_base_distilled_patch16_224 deit_base_patch16_224 deit_small_distilled_patch16_224 \
      deit_small_patch16_224 deit_tiny_distilled_patch16_224 deit_tiny_patch16_224 pvt_v2_b0 pvt_v2_b1 \
      pvt_v2_b2 pvt_v2_b2_li pvt_v2_b3 pvt_v2_b4 pvt_v2_b5 swin_base_patch4_window7_224 \
      swin_large_patch4_window7_224 swin_s3_base_224 swin_s3_small_224 swin_s3_tiny_224 \
      swin_small_patch4_window7_224 swin_tiny_patch4_window7_224 swinv2_base_window12_192 \
      swinv2_base_window12to16_192to256 swinv2_base_window16_256 swinv2_base_window8_256 \
      swinv2_cr_small_224 swinv2_cr_small_ns_224 swinv2_cr_tiny_ns_224 swinv2_large_window12_192 \
      swinv2_large_window12to16_192to256 swinv2_small_window16_256 swinv2_small_window8_256 \
      swinv2_tiny_window16_256 swinv2_tiny_window8_256 vit_base_patch16_224.dino vit_base_patch16_224.mae \
      vit_base_patch16_rope_224 vit_base_patch16_rope_ape_224 vit_base_patch16_rope_mixed_224 \
      vit_base_patch16_rope_mixed_ape_224 vit_base_patch8_224.dino vit_giant_patch16_gap_224 \
      vit_huge_patch14_224.mae vit_huge_patch14_gap_224 vit_large_patch16_224.mae \
      vit_large_patch16_rope_224 vit_large_patch16_rope_ape_224 vit_large_patch16_rope_mixed_224 \
      vit_large_patch16_rope_mixed_ape_224 vit_small_patch16_224.dino vit_small_patch16_rope_224 \
      vit_small_patch16_rope_ape_224 vit_small_patch16_rope_mixed_224 vit_small_patch16_rope_mixed_ape_224 \
      vit_small_patch8_224
      """
    ),
    (
      EvaluationTransform(
        cropFraction: 0.95, resizing: .shortSide, filter: .bicubic, normalization: .imageNet),
      """
      beitv2_large_patch16_224
      """
    ),
    (
      EvaluationTransform(
        cropFraction: 1.0, resizing: .shortSide, filter: .bicubic, normalization: .imageNet),
      """
      beit3_base_patch16_224 beit3_large_patch16_224 cait_m36_384 cait_m48_448 cait_s24_224 cait_s24_384 \
      cait_s36_384 cait_xs24_384 cait_xxs24_224 cait_xxs24_384 cait_xxs36_224 cait_xxs36_384 \
      deit3_base_patch16_224.fb_in22k_ft_in1k deit3_base_patch16_384 \
      deit3_huge_patch14_224.fb_in22k_ft_in1k deit3_large_patch16_224.fb_in22k_ft_in1k \
      deit3_large_patch16_384 deit3_medium_patch16_224.fb_in22k_ft_in1k \
      deit3_small_patch16_224.fb_in22k_ft_in1k deit3_small_patch16_384 deit_base_distilled_patch16_384 \
      deit_base_patch16_384 samvit_base_patch16 samvit_huge_patch16 samvit_large_patch16 \
      swin_base_patch4_window12_384 swin_large_patch4_window12_384 swinv2_base_window12to24_192to384 \
      swinv2_large_window12to24_192to384 vit_7b_patch16_dinov3 vit_base_patch14_dinov2 \
      vit_base_patch14_reg4_dinov2 vit_base_patch16_dinov3 vit_base_patch16_dinov3_qkvb \
      vit_giant_patch14_dinov2 vit_giant_patch14_reg4_dinov2 vit_huge_patch16_gap_448 \
      vit_huge_plus_patch16_dinov3 vit_huge_plus_patch16_dinov3_qkvb vit_intern300m_patch14_448 \
      vit_large_patch14_dinov2 vit_large_patch14_reg4_dinov2 vit_large_patch16_dinov3 \
      vit_large_patch16_dinov3_qkvb vit_small_patch14_dinov2 vit_small_patch14_reg4_dinov2 \
      vit_small_patch16_dinov3 vit_small_patch16_dinov3_qkvb vit_small_plus_patch16_dinov3 \
      vit_small_plus_patch16_dinov3_qkvb vit_tiny_patch16_dinov3_qkvb xcit_large_24_p16_224 \
      xcit_large_24_p16_384 xcit_large_24_p8_224 xcit_large_24_p8_384 xcit_medium_24_p16_224 \
      xcit_medium_24_p16_384 xcit_medium_24_p8_224 xcit_medium_24_p8_384 xcit_nano_12_p16_224 \
      xcit_nano_12_p16_384 xcit_nano_12_p8_224 xcit_nano_12_p8_384 xcit_small_12_p16_224 \
      xcit_small_12_p16_384 xcit_small_12_p8_224 xcit_small_12_p8_384 xcit_small_24_p16_224 \
      xcit_small_24_p16_384 xcit_small_24_p8_224 xcit_small_24_p8_384 xcit_tiny_12_p16_224 \
      xcit_tiny_12_p16_384 xcit_tiny_12_p8_224 xcit_tiny_12_p8_384 xcit_tiny_24_p16_224 \
      xcit_tiny_24_p16_384 xcit_tiny_24_p8_224 xcit_tiny_24_p8_384
      """
    ),
    (
      EvaluationTransform(
        cropFraction: 1.0, resizing: .squash, filter: .bicubic, normalization: .imageNet),
      """
      eva_giant_patch14_336.m30m_ft_in22k_in1k eva_giant_patch14_560
      """
    ),
    (
      EvaluationTransform(
        cropFraction: 1.0, resizing: .squash, filter: .bilinear, normalization: .imageNet),
      """
      vit_5b_patch16_sapiens2 vit_base_patch16_lingbot vit_base_patch16_sapiens2 vit_giant_patch16_lingbot \
      vit_giant_patch16_sapiens2 vit_huge_patch16_sapiens2 vit_large_patch16_lingbot \
      vit_large_patch16_sapiens2 vit_small_patch16_lingbot
      """
    ),
    (
      EvaluationTransform(
        cropFraction: 0.875, resizing: .shortSide, filter: .bilinear, normalization: .none),
      """
      vit_base_patch16_224_miil
      """
    ),
    (
      EvaluationTransform(
        cropFraction: 0.9, resizing: .shortSide, filter: .bicubic, normalization: .none),
      """
      vit_base_mci_224
      """
    ),
    (
      EvaluationTransform(
        cropFraction: 1.0, resizing: .shortSide, filter: .bicubic, normalization: .none),
      """
      vit_base_patch14_reg1_tipsv2 vit_giant_patch14_reg1_tipsv2 vit_large_patch14_reg1_tipsv2 \
      vit_so400m_patch14_reg1_tipsv2
      """
    ),
  ]
}
