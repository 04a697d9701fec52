#!/usr/bin/env python3
"""Writes configurations.json and recipes.json: what every field of the libraries' configurations decides, and how timm
prepares images for every published name (needs torch, timm 1.0, transformers 5, pillow).

    python3 configurations.py

A small model of each class is made, then one for each field with another value, and the weights of the first are loaded
into it. What happens is the field's effect:

result   other numbers come out: a reader must honor the field or refuse the file
tensors  the weights do not fit: the file's tensors decide the field
none     the same numbers come out
"""

import inspect
import json
from pathlib import Path

import numpy
import timm
import torch
import transformers
from PIL import Image

from recipes import every_recipe

HERE = Path(__file__).parent

# Values that are tried in the place of one, where it is no number and no truth value.
OTHERS = {
    "hidden_act": ["gelu_new", "relu", "quick_gelu"], "pooler_act": ["relu"], "act_layer": ["silu", "gelu_tanh"],
    "norm_layer": ["rmsnorm", "layernorm"], "global_pool": ["avg", "max", "avgmax", "token"], "pos_embed": ["none"],
    "attn_type": ["eva", "rope"], "rope_type": ["cat", "mixed", "dinov3"], "rope_grid_indexing": ["xy", "ij"],
    "num_kv_heads": [1], "init_values": [0.1], "ref_feat_shape": [[6, 6]], "rope_rescale_coords": [2.0],
    "rope_jitter_coords": [1.2], "rope_shift_coords": [0.3], "head_dim": [4], "attn_head_dim": [8],
    "use_post_transformer_norm": [False], "use_fc_norm": [False, True], "fc_norm": [True, False],
    "attn_pool_num_heads": [4], "attn_pool_mlp_ratio": [2.0], "pos_embed_rescale": [3.0],
    "pos_embed_shift": [0.5], "pos_embed_jitter": [1.5], "block_fn": ["ParallelScalingBlock"],
    "layer_norm_eps": [0.01], "rope_mrope_section": [[1, 1]], "embed_norm_layer": ["layernorm"],
}
# Arguments that no configuration holds: devices, and classes.
SKIPPED = {
    "device", "dtype", "embed_layer", "block_fn", "mlp_layer", "attn_layer", "architectures", "model_type",
    "transformers_version", "return_dict", "output_hidden_states", "output_attentions", "id2label", "label2id",
    "problem_type", "_name_or_path", "stage_names", "out_features", "out_indices", "is_encoder_decoder", "num_labels",
}


def others(key, value):
    """Values in place of `value`."""
    if key in OTHERS:
        return [other for other in OTHERS[key] if other != value]
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, int):
        return [value * 2, value + 1] if value else [1]
    if isinstance(value, float):
        return [value * 2] if value else [0.1]
    if isinstance(value, (list, tuple)) and value and all(isinstance(part, (int, float)) for part in value):
        return [[part * 2 for part in value]]
    return []


def randomized(model):
    generator = torch.Generator().manual_seed(7)
    with torch.no_grad():
        for tensor in model.state_dict().values():  # Buffers that are not saved are computed.
            if tensor.is_floating_point():
                tensor.copy_(torch.randn(tensor.shape, generator=generator) * 0.3 + (0.5 if tensor.ndim == 1 else 0))
    return model.eval()


def output(model, image):
    with torch.no_grad():
        result = model(image)
    if isinstance(result, torch.Tensor):
        return [result]
    return [v for v in (result.to_tuple() if hasattr(result, "to_tuple") else result) if isinstance(v, torch.Tensor)]


def effect(make, weights, expected, image):
    """The effect of the arguments that `make` has; None where the library refuses them."""
    try:
        model = make().eval()
    except Exception:
        return None
    try:
        model.load_state_dict(weights)
    except RuntimeError:
        return "tensors"
    try:
        found = output(model, image)
    except Exception:
        return None
    same = len(found) == len(expected) and all(
        a.shape == b.shape and (a - b).abs().max() <= 2e-6 * b.abs().max() for a, b in zip(found, expected))
    return "none" if same else "result"


def entry(make, fields, image, config):
    """A model of `config`, the effect of every other value of its fields.

    make    gives the model with fields replaced
    config  gives the configuration file with fields replaced
    """
    model = randomized(make({}))
    weights, expected = model.state_dict(), output(model, image)
    tried = []
    for key, value in sorted(fields.items()):
        if key in SKIPPED:
            continue
        for other in others(key, value):
            what = effect(lambda: make({key: other}), weights, expected, image)
            if what is not None:
                tried.append([key, other, what])
    saved = {name: list(tensor.shape) for name, tensor in weights.items()}
    return {"config": config({}), "tensors": saved, "fields": tried}


# MARK: timm

SMALL = {"img_size": 32, "patch_size": 8, "embed_dim": 32, "depth": 1, "num_heads": 2, "num_classes": 5}
TIMM = {
    "vit_base_patch16_224": SMALL, "vit_base_patch16_siglip_224": SMALL, "vit_base_patch16_clip_224": SMALL,
    "vit_base_patch14_reg4_dinov2": SMALL, "vit_medium_patch16_reg4_gap_256": SMALL, "deit3_small_patch16_224": SMALL,
    "vit_base_patch16_dinov3": SMALL, "vit_base_patch16_lingbot": SMALL, "eva_giant_patch14_224": SMALL,
    "eva02_base_patch14_224": SMALL, "eva02_enormous_patch14_clip_224": SMALL, "beit3_base_patch16_224": SMALL,
    "vit_base_patch16_rope_reg1_gap_256": SMALL, "vit_pe_core_base_patch16_224": SMALL,
    "vit_pe_spatial_base_patch16_512": {**SMALL, "num_classes": 0}, "vit_base_patch16_rope_224": SMALL,
    "vit_base_patch16_rope_mixed_224": SMALL, "vit_base_patch16_rope_mixed_ape_224": SMALL,
    "beit_base_patch16_224": SMALL, "beitv2_base_patch16_224": SMALL, "aimv2_large_patch14_224": SMALL,
    "vit_intern300m_patch14_448": SMALL, "vit_base_patch16_radio_v3": SMALL,
    "swin_tiny_patch4_window7_224": {
        "img_size": 32, "patch_size": 2, "embed_dim": 8, "depths": [2, 2], "num_heads": [1, 2], "window_size": 4,
        "num_classes": 5,
    },
    "pvt_v2_b0": {"depths": [1, 1, 1, 1], "embed_dims": [8, 16, 40, 64], "num_classes": 5},
}


def timm_entry(architecture, small):
    """The published arguments of the class are the defaults; `model_args` holds the small ones."""
    given = {}
    kind = type(timm.create_model(architecture, **small))
    original = kind.__init__

    def init(self, *args, **kwargs):
        given.update(inspect.signature(original).bind(self, *args, **kwargs).arguments)
        given.update(given.pop("kwargs", {}))
        original(self, *args, **kwargs)

    kind.__init__ = init
    timm.create_model(architecture, **small)
    kind.__init__ = original
    defaults = {
        name: given.get(name, parameter.default) for name, parameter in inspect.signature(original).parameters.items()
        if name not in ("self", "args", "kwargs")
    }

    def config(changed):
        # As in the repositories of timm.
        return {
            "architecture": architecture, "global_pool": defaults.get("global_pool"),
            "model_args": {**small, **changed},
        }

    side = small.get("img_size", 64)
    made = entry(
        lambda changed: timm.create_model(architecture, **{**small, **changed}), defaults,
        torch.randn(1, 3, side, side, generator=torch.Generator().manual_seed(3)), config)

    def is_plain(value):
        return isinstance(value, (bool, int, float, str)) or isinstance(value, (list, tuple)) and all(
            isinstance(part, (int, float)) for part in value)

    made["published"] = {
        name: value for name, value in sorted(defaults.items()) if is_plain(value) and name not in SKIPPED}
    made["under"] = "model_args."
    return made


# MARK: transformers

TOWER = {
    "hidden_size": 32, "intermediate_size": 64, "num_hidden_layers": 1, "num_attention_heads": 2, "image_size": 32,
    "patch_size": 8,
}
DINO = {key: value for key, value in TOWER.items() if key != "intermediate_size"}
SWIN = {"image_size": 32, "patch_size": 2, "embed_dim": 8, "depths": [2, 2], "num_heads": [1, 2], "window_size": 4}
TRANSFORMERS = {
    "ViTForImageClassification": TOWER, "ViTModel": {**TOWER, "pooler_output_size": 32},
    "DeiTForImageClassification": TOWER, "DeiTForImageClassificationWithTeacher": TOWER,
    "Dinov2ForImageClassification": DINO, "Dinov2WithRegistersForImageClassification": DINO,
    "DINOv3ViTModel": {**TOWER, "num_register_tokens": 2}, "CLIPVisionModel": TOWER,
    "CLIPVisionModelWithProjection": {**TOWER, "projection_dim": 16}, "SiglipVisionModel": TOWER,
    "BeitForImageClassification": {**TOWER, "use_relative_position_bias": True},
    "Data2VecVisionForImageClassification": {**TOWER, "use_relative_position_bias": True},
    "IJepaForImageClassification": TOWER, "ViTMSNForImageClassification": TOWER, "SwinForImageClassification": SWIN,
}


def transformers_entry(name, small):
    kind = getattr(transformers, name)
    defaults = kind.config_class(**small).to_dict()
    made = entry(
        lambda changed: kind(kind.config_class(**{**small, **changed})), defaults,
        torch.randn(1, 3, 32, 32, generator=torch.Generator().manual_seed(3)),
        lambda changed: {**json.loads(kind.config_class(**{**small, **changed}).to_json_string(use_diff=False))})
    made["published"] = {
        key: value for key, value in json.loads(kind.config_class(**small).to_json_string(use_diff=False)).items()
        if value is not None and key not in small}
    made["under"] = ""
    return made


# MARK: Preprocessors

PROCESSORS = (
    "ViTImageProcessor", "DeiTImageProcessor", "BitImageProcessor", "CLIPImageProcessor", "SiglipImageProcessor",
    "BeitImageProcessor", "DINOv3ViTImageProcessor", "PvtImageProcessor",
)
TRIED = {
    "do_resize": [False], "do_center_crop": [True, False], "do_rescale": [False], "do_normalize": [False],
    "rescale_factor": [1 / 128], "resample": [0, 1, 2, 3, 4, 5], "image_mean": [[0.1, 0.2, 0.3]],
    "image_std": [[0.3, 0.4, 0.6]], "crop_pct": [0.5], "size": [{"height": 24, "width": 24}, {"shortest_edge": 40}],
    "crop_size": [{"height": 24, "width": 24}], "do_convert_rgb": [False], "do_pad": [True],
    "do_reduce_labels": [True], "default_to_square": [True, False], "pad_size": [{"height": 300, "width": 300}],
    "do_flip_channel_order": [True],
}


def processor_entry(name):
    """A preprocessor's defaults, and which other values of its fields change a picture."""
    kind = getattr(transformers, name)
    picture = Image.fromarray(numpy.random.default_rng(5).integers(0, 255, (51, 70, 3), dtype=numpy.uint8))

    def pixels(**changed):
        return kind(**changed)(picture, return_tensors="np")["pixel_values"]

    usual = pixels()
    defaults = json.loads(kind().to_json_string())
    tried = []
    for key, values in TRIED.items():
        for value in values:
            if value == defaults.get(key):
                continue
            try:
                found = pixels(**{key: value})
            except Exception:
                continue
            same = found.shape == usual.shape and numpy.array_equal(found, usual)
            tried.append([key, value, "none" if same else "result"])
    return {"preprocessor": defaults, "fields": tried}


def main():
    torch.set_num_threads(1)
    models = {}
    for architecture, small in TIMM.items():
        models[architecture] = timm_entry(architecture, small)
    for name, small in TRANSFORMERS.items():
        models[name] = transformers_entry(name, small)
    made = {"models": models, "preprocessors": {name: processor_entry(name) for name in PROCESSORS}}
    (HERE / "configurations.json").write_text(json.dumps(made, separators=(",", ":")) + "\n")
    (HERE / "recipes.json").write_text(json.dumps(every_recipe(), separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
