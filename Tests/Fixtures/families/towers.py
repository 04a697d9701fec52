"""Cases of vision transformers beyond the plain ones of timm and transformers: image towers, rotary positions,
relative positions, pooling heads, other libraries. Needs torchvision, open_clip_torch, vit-pytorch and monai besides."""

import monai
import open_clip
import timm
import torch
import torchvision
import transformers
import vit_pytorch
from functools import partial
from timm.layers import LayerNorm, RmsNorm, SwiGLU
from timm.models.beit import Beit
from timm.models.eva import Eva
from timm.models.vision_transformer import ResPostBlock
from torch import nn
from vit_pytorch.simple_vit import SimpleViT

from make import Case, hub, record_timm, renamed, run_timm, run_timm_embedding, run_transformers, timm_vit
from make import ON_DISK_MLP, ON_DISK_VIT
from references import EarlyLucidrainsViT


# MARK: Rows of other libraries

def record_multihead(model):
    """Makes every `nn.MultiheadAttention` keep its rows."""
    kept = []
    for module in model.modules():
        if isinstance(module, nn.MultiheadAttention):

            def forward(*inputs, original=module.forward, **options):
                options |= {"need_weights": True, "average_attn_weights": False}
                output, rows = original(*inputs, **options)
                kept.append({"attention": rows})
                return output, None

            module.forward = forward
    return kept


def run_multihead(model, image):
    kept = record_multihead(model)
    return model(image), kept


def run_multihead_embedding(model, image):
    kept = record_multihead(model)
    return None, kept, model(image)


def record_inputs(model, name):
    """Makes every module called `name` keep what enters it."""
    kept = []
    for path, module in model.named_modules():
        if path.split(".")[-1] == name:
            module.register_forward_pre_hook(lambda _, inputs: kept.append({"attention": inputs[0]}))
    return kept


def run_lucidrains(model, image):
    kept = []
    for path, module in model.named_modules():
        if path.split(".")[-1] == "attend":
            module.register_forward_hook(lambda _, inputs, output: kept.append({"attention": output}))
    return model(image), kept


def run_monai(model, image):
    kept = record_inputs(model, "drop_weights")
    return model(image)[0], kept


def run_pooled(model, image, **options):
    """A model of transformers without a classifier: its projected or pooled output."""
    tower = getattr(model, "vision_model", model)
    pool = record_multihead(model) if hasattr(tower, "head") else []
    output = model(image, output_attentions=True, **options)
    vector = getattr(output, "image_embeds", None)
    vector = output.pooler_output if vector is None else vector
    return None, [{"attention": rows} for rows in output.attentions] + [{"pool": kept["attention"]} for kept in pool], vector


def run_clip_tower(model, image):
    """The image tower of a whole CLIPModel."""
    output = model.vision_model(image, output_attentions=True)
    return None, [{"attention": rows} for rows in output.attentions], model.visual_projection(output.pooler_output)


def first_token(model, image):
    """A model whose published code returns normalized tokens: the first is the image's vector."""
    kept = record_timm(model)
    return None, kept, model.forward_features(image)[:, 0]


# MARK: Small models

SMALL = dict(
    hidden_size=32, intermediate_size=48, num_hidden_layers=2, num_attention_heads=4, image_size=32, patch_size=8,
    attn_implementation="eager")


def written(config, *names):
    """The fields of a configuration that a file of it would have."""
    names += (
        "num_attention_heads", "hidden_size", "num_hidden_layers", "image_size", "patch_size", "layer_norm_eps",
        "hidden_act", "model_type",
    )
    return {name: getattr(config, name) for name in names if getattr(config, name, None) is not None}


def eva(size=32, patch=8, dim=32, heads=2, **options):
    defaults = dict(img_size=size, patch_size=patch, embed_dim=dim, depth=2, num_heads=heads, num_classes=7)
    model = Eva(**defaults | options)
    return model


ROPE = dict(use_rot_pos_emb=True)
DINOV3 = dict(
    **ROPE, use_abs_pos_emb=False, num_reg_tokens=4, use_fc_norm=False, init_values=1e-5, rope_type="dinov3",
    rope_temperature=100, rope_rotate_half=True, norm_layer=partial(LayerNorm, eps=1e-5), dynamic_img_size=True)
PE = dict(
    **ROPE, attn_type="rope", use_pre_transformer_norm=True, rope_grid_offset=1.0, rope_grid_indexing="xy",
    norm_layer=partial(LayerNorm, eps=1e-5))
ROPE_VIT = dict(
    **ROPE, attn_type="rope", init_values=1e-5, global_pool="token", rope_grid_indexing="xy", rope_temperature=100.0)


def timm_towers():
    made = {}
    made["eva02-tiny"] = Case(
        eva(swiglu_mlp=True, mlp_ratio=4 * 2 / 3, ref_feat_shape=(16, 16), **ROPE), (32, 32), run=run_timm_embedding,
        config=hub({"num_heads": 2}, architecture="eva02_tiny_patch14_336", global_pool="avg"))
    made["eva02-base-clip"] = Case(
        eva(swiglu_mlp=True, scale_mlp=True, scale_attn_inner=True, qkv_fused=False, mlp_ratio=4 * 2 / 3,
            ref_feat_shape=(16, 16), global_pool="token", dynamic_img_size=True, **ROPE), (24, 40), run=run_timm_embedding,
        heads=[2], resize=True)
    made["eva02-enormous"] = Case(
        eva(use_post_norm=True, global_pool="token"), (32, 32),
        config=hub({"num_heads": 2}, architecture="eva02_enormous_patch14_clip_224", global_pool="token"))
    made["eva-giant"] = Case(eva(mlp_ratio=5), (32, 32), heads=[2], run=run_timm_embedding)
    made["timm-rope-reg"] = Case(
        eva(class_token=False, num_reg_tokens=2, use_abs_pos_emb=False, ref_feat_shape=(16, 16), init_values=1e-5,
            dynamic_img_size=True, **ROPE), (24, 48), heads=[2], resize=True)
    made["timm-dinov3"] = Case(
        eva(qkv_bias=False, num_classes=0, **DINOV3), (48, 24), run=run_timm_embedding, heads=[2], resize=True)
    made["timm-dinov3-swiglu"] = Case(
        eva(qkv_bias=True, swiglu_mlp=True, mlp_ratio=3, swiglu_align_to=8, global_pool="token", **DINOV3), (32, 32),
        run=run_timm_embedding, config=hub({"num_heads": 2}, global_pool="token"), resize=True)
    made["timm-pe-core"] = Case(
        eva(global_pool="map", num_classes=5, dim=32, ref_feat_shape=(24, 24), attn_pool_num_heads=8,
            attn_pool_mlp_ratio=4.0, **PE), (32, 32), run=run_timm_embedding, heads=[2])
    made["timm-pe-spatial"] = Case(
        eva(num_classes=0, use_post_transformer_norm=False, use_fc_norm=False, ref_feat_shape=(32, 32), **PE), (32, 32),
        run=run_timm_embedding, heads=[2], config=hub(global_pool="avg"))
    made["timm-pe-lang-no-class"] = Case(
        eva(num_classes=0, use_post_transformer_norm=False, use_fc_norm=False, ref_feat_shape=(32, 32),
            class_token=False, init_values=0.1, dynamic_img_size=True, **PE | {"rope_grid_offset": 0.0}), (16, 40),
        run=run_timm_embedding, heads=[2], resize=True)
    made["timm-rope-axial"] = Case(
        eva(use_abs_pos_emb=False, dynamic_img_size=True, **ROPE_VIT), (24, 40), heads=[2], resize=True)
    made["timm-rope-mixed"] = Case(
        eva(use_abs_pos_emb=False, rope_type="mixed", **ROPE_VIT), (32, 32), heads=[2], resize=True)
    made["timm-rope-mixed-ape"] = Case(
        eva(no_embed_class=True, rope_type="mixed", **ROPE_VIT), (32, 32), heads=[2])
    made["timm-rope-ape"] = Case(
        eva(no_embed_class=True, **ROPE_VIT), (32, 32),
        config=hub({"num_heads": 2}, architecture="vit_small_patch16_rope_ape_224"))
    beit = dict(
        img_size=32, patch_size=8, embed_dim=32, depth=2, num_heads=4, num_classes=7, init_values=0.1,
        use_rel_pos_bias=True, use_abs_pos_emb=False)
    made["timm-beit"] = Case(Beit(**beit), (32, 32), run=run_timm_embedding)
    made["timm-siglip"] = Case(
        timm_vit(class_token=False, global_pool="map", act_layer="gelu_tanh"), (32, 32), run=run_timm_embedding,
        config=hub({"num_heads": 2}, architecture="vit_so400m_patch16_siglip_256", global_pool="map"))
    made["timm-map-registers"] = Case(
        timm_vit(class_token=False, global_pool="map", reg_tokens=2, init_values=1e-5), (32, 32), dtype="F16",
        run=run_timm_embedding, heads=[2])
    made["timm-aimv2"] = Case(
        timm_vit(
            class_token=False, qkv_bias=False, proj_bias=False, global_pool="avg", fc_norm=False,
            norm_layer=partial(RmsNorm, eps=1e-5), embed_norm_layer=partial(RmsNorm, eps=1e-5), mlp_layer=SwiGLU,
            act_layer="silu", mlp_ratio=3, dim=32), (32, 32), run=run_timm_embedding, heads=[2])
    made["timm-no-final-norm"] = Case(
        timm_vit(reg_tokens=3, no_embed_class=True, final_norm=False, num_classes=0), (32, 32), run=run_timm_embedding,
        heads=[2])
    made["timm-vit-max"] = Case(
        timm_vit(global_pool="max"), (32, 32), run=run_timm_embedding, config=hub({"num_heads": 2}, global_pool="max"))
    made["timm-vit-avgmax"] = Case(
        timm_vit(global_pool="avgmax", fc_norm=False), (32, 32), run=run_timm_embedding,
        config=hub({"num_heads": 2}, global_pool="avgmax"))
    made["timm-vit-rpn"] = Case(
        timm_vit(class_token=False, global_pool="avg", qkv_bias=False, block_fn=ResPostBlock), (32, 32),
        config=hub({"num_heads": 2}, architecture="vit_base_patch16_rpn_224"))
    made["timm-vit-rest"] = Case(
        timm_vit(size=38, class_token=False, global_pool="avg", fc_norm=False), (38, 38),
        config=hub({"num_heads": 2, "img_size": 38}, pretrained_cfg={"input_size": [3, 38, 38]}))
    made["timm-vit-wide"] = Case(
        timm_vit(size=(16, 64)), (16, 64), config=hub({"num_heads": 2, "img_size": [16, 64]}), resize=True)
    mae = {"decoder_embed.weight": [16, 32], "decoder_pos_embed": [1, 17, 16], "mask_token": [1, 1, 16]}
    made["mae-pretraining"] = Case(
        timm_vit(num_classes=0), (32, 32), run=run_timm_embedding, heads=[2], extra=mae)
    made["dinov2-chunks"] = Case(
        timm_vit(init_values=1e-5, num_classes=0), (32, 32), run=first_token, heads=[2],
        extra={"mask_token": [1, 32]}, rename=renamed((r"blocks\.(\d)\.", r"blocks.\1.\1.")), resize=True)
    meta = renamed(
        (r"reg_token", "storage_tokens"), (r"gamma_(\d)", r"ls\1.gamma"), (r"mlp\.fc1_g", "mlp.w1"),
        (r"mlp\.fc1_x", "mlp.w2"), (r"mlp\.fc2", "mlp.w3"))

    def split_biases(state):
        for name in [name for name in state if name.endswith("attn.qkv.bias")]:
            q, _, v = state[name].chunk(3)
            prefix = name.removesuffix("qkv.bias")
            state[prefix + "q_bias"], state[prefix + "v_bias"] = q, v
        return state

    made["dinov3"] = Case(
        eva(qkv_bias=True, swiglu_mlp=True, mlp_ratio=3, swiglu_align_to=8, num_classes=0, **DINOV3), (40, 24),
        run=first_token, rename=meta, install=split_biases, derived=("q_bias", "v_bias"), heads=[2], resize=True,
        extra={"mask_token": [1, 32], "rope_embed.periods": [4]}
        | {f"blocks.{i}.attn.qkv.{part}": [96] for i in range(2) for part in ("bias", "bias_mask")})
    return made


def transformers_towers():
    made = {}
    clip = transformers.CLIPVisionConfig(**SMALL, projection_dim=24)
    made["hf-clip"] = Case(
        transformers.CLIPVisionModelWithProjection(clip), (32, 32), run=run_pooled, config=written(clip))
    made["hf-clip-gelu-enlarged"] = Case(
        transformers.CLIPVisionModel(transformers.CLIPVisionConfig(**SMALL, hidden_act="gelu")), (48, 40),
        run=partial(run_pooled, interpolate_pos_encoding=True), resize=True,
        config=written(transformers.CLIPVisionConfig(**SMALL, hidden_act="gelu")))
    text = dict(hidden_size=16, intermediate_size=16, num_hidden_layers=1, num_attention_heads=2, vocab_size=9,
                max_position_embeddings=5, eos_token_id=8)
    whole = transformers.CLIPConfig(
        text_config=text, vision_config={key: SMALL[key] for key in SMALL if key != "attn_implementation"},
        projection_dim=24)
    whole._attn_implementation = "eager"
    model = transformers.CLIPModel(whole)
    model.set_attn_implementation("eager")
    made["hf-clip-whole"] = Case(
        model, (32, 32), run=run_clip_tower, shapes={"logit_scale": [1]},
        config={"model_type": "clip", "projection_dim": 24, "text_config": {"num_attention_heads": 2},
                "vision_config": written(whole.vision_config)}, drop=("logit_scale",))
    made["hf-clip-classifier"] = Case(
        transformers.CLIPForImageClassification(whole_with_labels(whole)), (32, 32), run=run_transformers,
        config={"model_type": "clip", "vision_config": written(whole.vision_config)})
    siglip = transformers.SiglipVisionConfig(**SMALL)
    plain = {key: SMALL[key] for key in SMALL if key != "attn_implementation"}
    labeled = transformers.SiglipConfig(text_config=text, vision_config=plain, num_labels=5)
    labeled._attn_implementation = "eager"
    # Its pooling head is in the file, and not used.
    made["hf-siglip-classifier"] = Case(
        transformers.SiglipForImageClassification(labeled), (32, 32), run=run_transformers,
        config={"model_type": "siglip", "vision_config": written(labeled.vision_config)})
    # As transformers 5 saves it: the blocks without the prefix of the other tensors.
    msn = transformers.ViTMSNConfig(**SMALL, num_labels=5)
    made["hf-vit-msn"] = Case(
        transformers.ViTMSNForImageClassification(msn), (32, 32), run=run_transformers, config=written(msn),
        rename=lambda name: ON_DISK_MLP(ON_DISK_VIT(name)).replace("vit.encoder.", "encoder."))
    made["hf-siglip"] = Case(
        transformers.SiglipVisionModel(siglip), (32, 32), run=run_pooled, config=written(siglip))
    dinov3 = transformers.DINOv3ViTConfig(**SMALL, num_register_tokens=3)
    made["hf-dinov3"] = Case(
        transformers.DINOv3ViTModel(dinov3), (24, 40), run=run_pooled, resize=True,
        config=written(dinov3, "num_register_tokens", "rope_theta"),
        rename=renamed((r"^model\.layer\.", "layer.")))
    gated = transformers.DINOv3ViTConfig(**SMALL, num_register_tokens=3, use_gated_mlp=True, hidden_act="silu")
    made["hf-dinov3-gated"] = Case(
        transformers.DINOv3ViTModel(gated), (32, 32), run=run_pooled, resize=True,
        config=written(gated, "num_register_tokens", "use_gated_mlp"))
    beit = dict(
        **SMALL, num_labels=5, use_relative_position_bias=True, layer_scale_init_value=0.1)
    config = transformers.BeitConfig(**beit)
    on_disk = lambda name: ON_DISK_MLP(ON_DISK_VIT(name))
    made["hf-beit"] = Case(
        transformers.BeitForImageClassification(config), (32, 32), run=run_transformers, rename=on_disk,
        config=written(config, "use_mean_pooling"))
    config = transformers.BeitConfig(
        **beit | {"use_relative_position_bias": False}, use_shared_relative_position_bias=True, use_mean_pooling=False,
        use_absolute_position_embeddings=True)
    made["hf-beit-shared"] = Case(
        transformers.BeitForImageClassification(config), (32, 32), run=run_transformers, rename=on_disk,
        config=written(config, "use_mean_pooling"))
    config = transformers.Data2VecVisionConfig(**beit)
    made["hf-data2vec"] = Case(
        transformers.Data2VecVisionForImageClassification(config), (32, 32), run=run_transformers, rename=on_disk,
        config=written(config))
    config = transformers.IJepaConfig(**SMALL, num_labels=5)
    made["hf-ijepa"] = Case(
        transformers.IJepaForImageClassification(config), (32, 32), run=run_transformers, rename=on_disk,
        config=written(config))
    config = transformers.ViTConfig(**SMALL)
    made["hf-vit-pooler"] = Case(
        transformers.ViTModel(config), (32, 32), run=run_pooled, rename=on_disk, config=written(config))
    config = transformers.ViTConfig(**SMALL, num_labels=5, hidden_act="gelu_new")
    made["hf-vit-tanh-gelu"] = Case(
        transformers.ViTForImageClassification(config), (32, 32), run=run_transformers, config=written(config))
    return made


def whole_with_labels(config):
    config = transformers.CLIPConfig(**config.to_dict())
    config.num_labels = 5
    config._attn_implementation = "eager"
    config.vision_config._attn_implementation = "eager"
    return config


def other_libraries():
    made = {}
    tower = dict(image_size=32, patch_size=8, width=32, layers=2, heads=4, mlp_ratio=3.0, output_dim=24)
    model = open_clip.transformer.VisionTransformer(**tower)
    visual = lambda name: f"visual.{name}"
    made["openclip"] = Case(
        model, (32, 32), run=run_multihead_embedding, rename=visual,
        extra={"positional_embedding": [5, 16], "ln_final.weight": [16], "logit_scale": [1]},
        config={"model_cfg": {"embed_dim": 24, "vision_cfg": {
            "image_size": 32, "layers": 2, "width": 32, "patch_size": 8, "head_width": 8}, "text_cfg": {}}})
    model = open_clip.transformer.VisionTransformer(**tower, act_layer=open_clip.transformer.QuickGELU)
    made["openai-clip"] = Case(
        model, (32, 32), run=run_multihead_embedding, rename=visual, heads=[4], dtype="F16",
        extra={"input_resolution": [1], "context_length": [1], "vocab_size": [1], "text_projection": [8, 24]})
    vit = torchvision.models.vision_transformer.VisionTransformer(
        image_size=32, patch_size=8, num_layers=2, num_heads=4, hidden_dim=32, mlp_dim=48, num_classes=5)
    nn.init.normal_(vit.heads.head.weight)
    made["torchvision"] = Case(vit, (32, 32), run=run_multihead, heads=[4])
    lucidrains = dict(image_size=32, patch_size=8, num_classes=5, dim=32, depth=2, heads=2, mlp_dim=48, dim_head=12)
    made["lucidrains"] = Case(
        vit_pytorch.ViT(**lucidrains), (32, 32), run=run_lucidrains, heads=[2])
    made["lucidrains-2021"] = Case(
        EarlyLucidrainsViT(**lucidrains), (32, 32), run=run_lucidrains, heads=[2])
    made["simple-vit"] = Case(
        SimpleViT(**lucidrains), (32, 32), run=run_lucidrains, heads=[2], resize=True)
    net = dict(
        in_channels=3, img_size=(32, 32), patch_size=(8, 8), hidden_size=32, mlp_dim=48, num_layers=2, num_heads=4,
        spatial_dims=2, classification=True, num_classes=5)
    made["monai"] = Case(monai.networks.nets.ViT(**net), (32, 32), run=run_monai, heads=[4])
    made["monai-perceptron"] = Case(
        monai.networks.nets.ViT(**net, proj_type="perceptron", post_activation=None, qkv_bias=True), (32, 32),
        run=run_monai, heads=[4])
    return made


def cases():
    return timm_towers() | transformers_towers() | other_libraries()
