#!/usr/bin/env python3
"""Makes the reference cases beside this file: python3 make.py [CASE ...] (needs torch, timm 1.0, transformers 5).

cases.json           for each case: names and shapes of its tensors, its configuration, its input's size
<case>.safetensors   logits; for each layer and stream the entropies of the heads, and a few rows
heads.json           width and heads of every plain ViT that timm knows by name
dino-training.pth    the weights of `dino` as a training run of DINO saves them

Weights and inputs are made by a formula, here and in FamilyCase.swift: tensor t is a sequence of SplitMix64 seeded
with the FNV-1a hash of its name; element i is offset + (the top `bits` bits of number i, minus half) · 2^−exponent.
All of them are exact in half precision and in bfloat16.
"""

import argparse
import json
import math
import sys
from pathlib import Path

import numpy as np
import timm
import torch
import transformers
from safetensors.torch import save_file
from timm.layers import SwiGLUPacked
from timm.models.beit import Beit
from timm.models.deit import VisionTransformerDistilled
from timm.models.eva import Eva
from timm.models.pvt_v2 import PyramidVisionTransformerV2
from timm.models.swin_transformer import SwinTransformer
from timm.models.vision_transformer import VisionTransformer
from torch import nn

import references
from references import resized

HERE = Path(__file__).parent


# MARK: The formula

def numbers(name, count, bits):
    """The top `bits` bits of the first `count` numbers of SplitMix64, minus half of their range."""
    seed = 0xCBF29CE484222325
    for byte in name.encode():
        seed = (seed ^ byte) * 0x100000001B3 % 2**64
    with np.errstate(over="ignore"):
        z = np.uint64(seed) + np.arange(1, count + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ z >> np.uint64(30)) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ z >> np.uint64(27)) * np.uint64(0x94D049BB133111EB)
        z = z ^ z >> np.uint64(31)
    return (z >> np.uint64(64 - bits)).astype(np.int64) - 2 ** (bits - 1)


def formula(name, shape, bits, exponent, offset):
    values = offset + numbers(name, math.prod(shape), bits) * 2.0**-exponent
    return torch.from_numpy(values.reshape(shape)).float()


def recipe(name, shape):
    """(bits, exponent, offset) that give a tensor of this name and shape a healthy size."""
    if len(shape) == 1 and name.endswith("weight"):  # norms
        return 6, 7, 1
    if name.endswith("bias"):
        return 8, 10, 0
    if "gamma" in name or "lambda" in name:
        return 8, 8, 0
    if name.endswith(".power"):
        return 8, 6, 0
    if name.endswith("positional_encoding"):
        return 8, 9, 0
    if name.endswith("logit_scale"):  # Around half of them are above ln 100.
        return 8, 6, 3
    if name.endswith("relative_coords_table"):  # All 1: the last says a trained window of 8/7 of the layer's.
        return 8, 140, 1
    if name.endswith(".scale") or "token" in name or "pos" in name or name.endswith("table"):
        return 8, 7, 0
    return 8, max(6, round(math.log2(60 * math.sqrt(math.prod(shape[1:]))))), 0


# MARK: Attention as it happens

def record_timm(model):
    """Makes every timm attention under `model` keep its rows; returns the list they go to."""
    kept = []
    for module in model.modules():
        if hasattr(module, "attn_drop") and hasattr(module, "fused_attn"):
            module.fused_attn = False
            module.attn_drop.register_forward_pre_hook(lambda _, inputs: kept.append({"attention": inputs[0]}))
    return kept


def run_timm(model, image):
    kept = record_timm(model)
    return model(image), kept


def record_pools(model, kept):
    """Makes timm's pooling heads under `model` keep the row of their probe, after the rows of the blocks."""
    for module in model.modules():
        if type(module).__name__ == "AttentionPoolLatent":

            def keep(pool, inputs):
                x = inputs[0]
                q = pool.q(pool.latent).reshape(1, pool.latent_len, pool.num_heads, -1).transpose(1, 2)
                k = pool.kv(x).reshape(x.shape[0], x.shape[1], 2, pool.num_heads, -1).permute(2, 0, 3, 1, 4)[0]
                rows = (pool.q_norm(q) @ pool.k_norm(k).transpose(-1, -2) * pool.scale).softmax(-1)
                kept.append({"pool": rows})

            module.register_forward_pre_hook(keep)
    return kept


def run_timm_embedding(model, image):
    """A timm model with its embedding, and without logits where it has no classifier."""
    kept = record_pools(model, record_timm(model))
    features = model.forward_features(image)
    vector = model.forward_head(features, pre_logits=True)
    return (model.head(vector) if model.num_classes else None), kept, vector


def run_transformers(model, image, **options):
    output = model(image, output_attentions=True, **options)
    logits = getattr(output, "logits", None)
    return logits, [{"attention": rows} for rows in output.attentions]


def run_transformers_swin(model, image):
    """transformers hands out one attention for each stage; every layer's is taken where it is made."""
    kept = []
    for module in model.modules():
        if hasattr(module, "relative_position_bias"):
            module.register_forward_hook(lambda _, inputs, output: kept.append({"attention": output[1]}))
    return model(image, output_attentions=True).logits, kept


def run_reference(model, image):
    logits = model(image)
    return logits, [module.rows for module in model.modules() if hasattr(module, "rows")]


# MARK: Cases

class Case:
    """A model, how its parameters are called in the checkpoint, and how it is run."""

    def __init__(
        self, model, size, run=run_timm, rename=lambda name: name, install=None, extra=(), config=None, drop=(),
        heads=None, dtype="F32", family="vit", shapes=None, resize=False, derived=(),
    ):
        self.model, self.size, self.run, self.rename = model.eval(), size, run, rename
        self.install = install or (lambda state: state)
        self.extra, self.config, self.heads, self.derived = dict(extra), config, heads, derived
        self.dtype, self.family, self.drop, self.resize = dtype, family, drop, resize
        self.shapes = shapes or {}

    def tensors(self):
        """Checkpoint names and shapes: those of the model renamed, `shapes` overruling, and `extra`.

        Names that contain one of `derived` are not in the file: `install` makes them.
        """
        found = {
            self.rename(name): list(value.shape)
            for name, value in self.model.named_parameters()
            if name not in self.drop and not any(part in self.rename(name) for part in self.derived)
        }
        return found | self.shapes | self.extra

    def golden(self):
        state = {name: formula(name, shape, *recipe(name, shape)) for name, shape in self.tensors().items()}
        installed = self.install(dict(state))
        with torch.no_grad():
            for name, parameter in self.model.named_parameters():
                if name not in self.drop:
                    parameter.copy_(installed[self.rename(name)])
            image = formula("input", (1, 3, *self.size), 8, 6, 0)
            logits, layers, *embedding = self.run(self.model, image)
        golden = {} if logits is None or logits.shape[-1] == 0 else {"logits": logits[0]}
        if embedding:
            golden["embedding"] = embedding[0][0]
        for index, streams in enumerate(layers):
            tokens = streams.pop("tokens", None)
            for stream, rows in streams.items():
                place = "pool.attention" if stream == "pool" else f"layer{index}.{stream}"
                golden |= summary(place, rows.double(), tokens)
        return {name: value.float().contiguous() for name, value in golden.items()}

    def description(self):
        tensors = [[name, shape, *recipe(name, shape)] for name, shape in sorted(self.tensors().items())]
        described = {"family": self.family, "size": list(self.size), "dtype": self.dtype, "tensors": tensors}
        for key in ("config", "heads"):
            if getattr(self, key) is not None:
                described[key] = getattr(self, key)
        return described | ({"resize": True} if self.resize else {})


def summary(name, rows, tokens=None):
    """Entropies of the heads, and the rows of a few queries of the first and the last window.

    `tokens` [windows × queries] says which queries are tokens and no padding; None: all.
    """
    windows, heads, count, keys = rows.shape
    share = rows / rows.sum(-1, keepdim=True)
    entropy = -torch.special.xlogy(share, share).sum(-1)
    if tokens is None or tokens.all():
        entropy = entropy.mean((0, 2))
    else:
        entropy = (entropy * tokens[:, None]).sum((0, 2)) / tokens.sum()
    queries = sorted({0, count // 2, (windows - 1) * count + count // 3, windows * count - 1})
    if tokens is not None:
        queries = [q for q in queries if tokens.flatten()[q]] or [tokens.flatten().nonzero()[0].item()]
    picked = torch.stack([rows[q // count, :, q % count] for q in queries], 1)
    return {f"{name}.entropy": entropy, f"{name}.rows": picked, f"{name}.queries": torch.tensor(queries)}


def renamed(*pairs):
    """A renaming by prefixes and parts, applied in order."""
    import re

    def rename(name):
        for pattern, replacement in pairs:
            name = re.sub(pattern, replacement, name)
        return name

    return rename


def timm_vit(size=32, patch=8, dim=32, heads=2, depth=2, num_classes=7, **options):
    return VisionTransformer(
        img_size=size, patch_size=patch, embed_dim=dim, depth=depth, num_heads=heads,
        num_classes=num_classes, **options)


def hub(model_args=None, **config):
    """The configuration of a timm repository."""
    return config | ({"model_args": model_args} if model_args else {})


VIT = dict(
    image_size=32, patch_size=8, hidden_size=32, num_hidden_layers=2, num_attention_heads=4, intermediate_size=48,
    attn_implementation="eager", num_labels=5)
ON_DISK_VIT = renamed(
    (r"\.layers\.(\d+)\.", r".encoder.layer.\1."), (r"attention\.q_proj", "attention.attention.query"),
    (r"attention\.k_proj", "attention.attention.key"), (r"attention\.v_proj", "attention.attention.value"),
    (r"attention\.o_proj", "attention.output.dense"))
ON_DISK_MLP = renamed((r"mlp\.fc1", "intermediate.dense"), (r"mlp\.fc2", "output.dense"))

DISK_SWIN = renamed(
    (r"attention\.([qkv])_proj", lambda m: "attention.self." + {"q": "query", "k": "key", "v": "value"}[m[1]]),
    (r"attention\.o_proj", "attention.output.dense"), (r"mlp\.fc1", "intermediate.dense"),
    (r"mlp\.fc2", "output.dense"), (r"attention\.relative_position_bias\.", "attention.self."))
# The original layouts from timm's.
SWIN_ORIGINAL = renamed(
    (r"^layers\.(\d)\.downsample", lambda m: f"layers.{int(m[1]) - 1}.downsample"), (r"^head\.fc", "head"))
W12 = renamed((r"mlp\.fc1", "mlp.w12"), (r"mlp\.fc2", "mlp.w3"))
PVT2_ORIGINAL = renamed(
    (r"^patch_embed\.", "patch_embed1."),
    (r"^stages\.(\d)\.downsample", lambda m: f"patch_embed{int(m[1]) + 1}"),
    (r"^stages\.(\d)\.blocks", lambda m: f"block{int(m[1]) + 1}"),
    (r"^stages\.(\d)\.norm", lambda m: f"norm{int(m[1]) + 1}"), (r"mlp\.dwconv", "mlp.dwconv.dwconv"))


def gated(state):
    """weights_in of the file as the two layers of transformers 5's class."""
    for name in [name for name in state if ".weights_in." in name]:
        first, second = state[name].chunk(2)
        state[name.replace("weights_in", "gate")], state[name.replace("weights_in", "up")] = first, second
    return state


def transformers_config(kind, **options):
    config = kind(**(VIT | options))
    keys = ("num_attention_heads", "layer_norm_eps", "model_type", "image_size")
    return config, {key: getattr(config, key) for key in keys if getattr(config, key, None) is not None}


def cases():
    """All cases by name."""
    made = {}
    # timm
    made["timm-vit-odd-heads"] = Case(
        timm_vit(dim=40, heads=5), (32, 32), config=hub({"num_heads": 5}, architecture="vit_tiny_patch16_224"))
    made["timm-vit-enlarged"] = Case(
        timm_vit(dynamic_img_size=True), (48, 72), heads=[2], resize=True)
    made["timm-vit-reduced"] = Case(
        timm_vit(size=80, dynamic_img_size=True, heads=4), (48, 32), heads=[4], resize=True, dtype="F16")
    made["timm-vit-qk-norm"] = Case(timm_vit(heads=4, qk_norm=True), (32, 32))
    made["timm-clip-quickgelu"] = Case(
        timm_vit(pre_norm=True, norm_layer=nn.LayerNorm, act_layer="quick_gelu"), (32, 32),
        config=hub({"num_heads": 2}, architecture="vit_base_patch16_clip_quickgelu_224"))
    made["timm-vit-gap"] = Case(
        timm_vit(class_token=False, global_pool="avg", fc_norm=False), (32, 32), heads=[2])
    made["timm-vit-fc-norm"] = Case(
        timm_vit(global_pool="avg", qkv_bias=False), (32, 32), heads=[2], config=hub(global_pool="avg"))
    made["timm-vit-avg"] = Case(
        timm_vit(global_pool="avg", fc_norm=False), (32, 32), heads=[2], config=hub(global_pool="avg"))
    made["timm-deit3"] = Case(
        timm_vit(no_embed_class=True, init_values=1e-4), (32, 32), heads=[2], dtype="BF16")
    distilled = VisionTransformerDistilled(
        img_size=32, patch_size=8, embed_dim=48, depth=2, num_heads=3, num_classes=7, dynamic_img_size=True)
    made["timm-deit-distilled-enlarged"] = Case(distilled, (40, 64), heads=[3], dtype="BF16", resize=True)
    swiglu = dict(mlp_layer=SwiGLUPacked, mlp_ratio=3.0, act_layer=nn.SiLU, init_values=1e-5)
    made["timm-dinov2-swiglu"] = Case(
        timm_vit(patch=7, size=35, reg_tokens=4, no_embed_class=True, dynamic_img_size=True, **swiglu), (28, 49),
        heads=[2], resize=True)

    # DeiT-III, DINO and DINOv2 in their own layouts: timm's network, its positions resized as their code does
    def positions(grid, prefix, **rule):
        def install(state):
            learned = state["pos_embed"]
            patches = resized(learned[:, prefix:], grid, "bicubic", **rule)
            state["pos_embed"] = torch.cat([learned[:, :prefix], patches], 1)
            return state

        return install

    made["deit3"] = Case(
        timm_vit(size=(40, 24), no_embed_class=True, init_values=1e-4), (40, 24), heads=[2],
        rename=renamed((r"ls(\d)\.gamma", r"gamma_\1")), install=positions((5, 3), 0),
        shapes={"pos_embed": [1, 16, 32]}, resize=True)
    dino = dict(heads=[2], config=None, drop=("head.weight", "head.bias"), resize=True)
    headless = lambda model, image: (None, run_timm(model, image)[1])
    made["dino"] = Case(
        timm_vit(size=(32, 48)), (32, 48), run=headless, install=positions((4, 6), 1, offset=True),
        shapes={"pos_embed": [1, 17, 32]}, **dino)
    made["dinov2"] = Case(
        timm_vit(patch=7, size=(35, 49), **swiglu), (35, 49), run=headless, rename=W12,
        install=positions((5, 7), 1, offset=True), shapes={"pos_embed": [1, 37, 32]},
        extra={"mask_token": [1, 32]}, **dino)

    def fold(state):
        # timm gives the class token its position once and for all.
        state = positions((3, 5), 1, antialias=True)(state)
        state["cls_token"] = state["cls_token"] + state["pos_embed"][:, :1]
        state["pos_embed"] = state["pos_embed"][:, 1:]
        return state

    made["dinov2-registers"] = Case(
        timm_vit(patch=7, size=(21, 35), reg_tokens=4, no_embed_class=True, init_values=1e-5), (21, 35),
        run=headless, rename=renamed((r"reg_token", "register_tokens")), install=fold,
        shapes={"pos_embed": [1, 37, 32]}, extra={"mask_token": [1, 32]}, **dino)

    # transformers, in the names on disk and those of its classes
    resizing = lambda model, image: run_transformers(model, image, interpolate_pos_encoding=True)
    config, written = transformers_config(transformers.ViTConfig)
    made["hf-vit-class-names-enlarged"] = Case(
        transformers.ViTForImageClassification(config), (48, 40), run=resizing, config=written, resize=True)
    config, written = transformers_config(transformers.DeiTConfig)
    made["hf-deit-distilled"] = Case(
        transformers.DeiTForImageClassificationWithTeacher(config), (32, 32), run=run_transformers,
        rename=lambda name: ON_DISK_MLP(ON_DISK_VIT(name)), config=written, drop=("deit.embeddings.mask_token",))
    config, written = transformers_config(transformers.Dinov2Config, use_swiglu_ffn=True, image_size=40)
    split = (r"mlp\.(gate|up)_proj", r"mlp.\1"), (r"mlp\.down_proj", "mlp.weights_out")
    model = transformers.Dinov2ForImageClassification(config)
    rename = lambda name: ON_DISK_VIT(renamed(*split)(name))
    inner = model.dinov2.encoder.layer[0].mlp.gate_proj.out_features
    made["hf-dinov2-swiglu"] = Case(
        model, (24, 56), run=run_transformers, rename=rename, install=gated, config=written, resize=True,
        derived=(".gate.", ".up."), extra={
            f"dinov2.encoder.layer.{i}.mlp.weights_in.{part}": [2 * inner] + ([32] if part == "weight" else [])
            for i in range(2) for part in ("weight", "bias")
        })
    made["hf-dinov2-class-names"] = Case(
        transformers.Dinov2ForImageClassification(config), (40, 40), run=run_transformers, config=written,
        resize=True)
    config, written = transformers_config(transformers.Dinov2WithRegistersConfig, image_size=40)
    made["hf-dinov2-registers-reduced"] = Case(
        transformers.Dinov2WithRegistersForImageClassification(config), (24, 32), run=run_transformers,
        rename=ON_DISK_VIT, config=written, resize=True)
    config = transformers.SwinConfig(
        image_size=64, patch_size=4, embed_dim=16, depths=[2, 2], num_heads=[1, 2], window_size=4, num_labels=5,
        attn_implementation="eager")
    written = {"model_type": "swin", "image_size": 64, "layer_norm_eps": config.layer_norm_eps}
    made["hf-swin"] = Case(
        transformers.SwinForImageClassification(config), (64, 96), run=run_transformers_swin, rename=DISK_SWIN,
        config=written, family="swin", resize=True)
    made["hf-swin-class-names"] = Case(
        transformers.SwinForImageClassification(config), (64, 64), run=run_transformers_swin, config=written,
        family="swin")

    # PyTorch's own encoder
    made["torch-encoder"] = Case(
        references.TorchEncoder(32, 8, 32, 4, 2, 5, False, False), (32, 32), run=run_reference,
        config={"norm_first": False, "activation": "relu", "nhead": 4})
    made["torch-encoder-pre-norm"] = Case(
        references.TorchEncoder(32, 8, 32, 2, 2, 5, True, True, norm_first=True, activation="gelu"), (32, 32),
        run=run_reference, config={"norm_first": True, "activation": "gelu", "nhead": 2})

    # Swin
    def swin(size, window, **options):
        return SwinTransformer(
            img_size=size, patch_size=4, embed_dim=16, depths=(2, 2), num_heads=(1, 2), window_size=window,
            num_classes=6, **options)

    made["timm-swin-window12"] = Case(swin(96, 12), (96, 96), family="swin", resize=True)
    made["timm-swin-one-axis"] = Case(swin((32, 96), 4), (32, 96), family="swin", resize=True)
    made["ms-swin-window5"] = Case(
        swin((80, 160), 5), (80, 160), rename=SWIN_ORIGINAL, family="swin", dtype="F16", resize=True)

    # PVT
    def pvt2(linear=False):
        return PyramidVisionTransformerV2(
            depths=(1, 1, 1, 2), embed_dims=(8, 16, 24, 32), num_heads=(1, 2, 3, 4), sr_ratios=(8, 4, 2, 1),
            mlp_ratios=(4, 4, 4, 4), num_classes=6, linear=linear)

    made["pvt-v2"] = Case(pvt2(), (64, 96), rename=PVT2_ORIGINAL, heads=[1, 2, 3, 4], family="pvt_v2", resize=True)
    made["pvt-v2-li"] = Case(
        pvt2(linear=True), (96, 64), rename=PVT2_ORIGINAL, heads=[1, 2, 3, 4], family="pvt_v2", resize=True)
    made["timm-pvt-v2-li"] = Case(
        pvt2(linear=True), (64, 64), config=hub({"num_heads": [1, 2, 3, 4]}, architecture="pvt_v2_b2_li"),
        family="pvt_v2", resize=True)
    small = dict(
        size=64, dims=(8, 16, 24, 32), depths=(1, 1, 1, 2), ratios=(4, 4, 2, 2), reductions=(4, 2, 2, 1), classes=6)
    unused = ("norm.weight", "norm.bias")
    made["pvt-enlarged"] = Case(
        references.Pyramid(**small, heads=(1, 2, 3, 4), class_token=True), (64, 96), run=run_reference,
        heads=[1, 2, 3, 4], family="pvt_v1", resize=True)

    # Linear attention; positional encodings on another grid are resized bilinearly, which is Polascope's extension
    def encodings(sides):
        def install(state):
            for name in [name for name in state if name.endswith("positional_encoding")]:
                state[name] = resized(state[name], sides[name.split(".")[0]])
            return state

        return install

    def linear_pyramid(attention, heads, size, sides):
        model = references.Pyramid(**small | {"attention": attention, "heads": heads})
        shapes = {name: list(p.shape) for name, p in model.named_parameters() if name.endswith("positional_encoding")}
        for name, parameter in list(model.named_parameters()):
            if name in shapes:
                rows, columns = sides[name.split(".")[0]]
                owner = model.get_submodule(name.rpartition(".")[0])
                owner.positional_encoding = nn.Parameter(torch.zeros(1, rows * columns, parameter.shape[2]))
        return dict(
            model=model, size=size, run=run_reference, install=encodings(sides), shapes=shapes, resize=True,
            extra={"norm.weight": [32], "norm.bias": [32]}, drop=unused)

    grids = {"block1": (4, 6), "block2": (4, 6), "block3": (2, 3), "block4": (2, 3)}
    made["pola-pvt-enlarged"] = Case(
        **linear_pyramid("PPPP", (1, 2, 3, 4), (64, 96), grids), family="pola_pvt")
    made["flatten-pvt-enlarged"] = Case(
        **linear_pyramid("FFSS", (1, 2, 3, 4), (64, 96), grids), family="flatten_pvt", heads=[1, 2, 3, 4])
    hierarchy = dict(dim=12, depths=(1, 2, 2), heads=(1, 3, 3), window=3, sides=(6, 6, 3), classes=6)
    made["pola-swin-windows"] = Case(
        references.Swin(**hierarchy, attention="PPS"), (48, 96), run=run_reference, family="pola_swin", resize=True)
    made["flatten-swin-windows"] = Case(
        references.Swin(**hierarchy, attention="FSS"), (48, 96), run=run_reference, family="flatten_swin",
        resize=True)

    import hierarchies  # Which are made of the parts above.
    import pyramids
    import towers

    return made | towers.cases() | pyramids.cases() | hierarchies.cases()


def write_training_checkpoint(case):
    """DINO's training file: student and teacher with their prefixes, half precision, transposed in memory."""
    state = {
        name: formula(name, shape, *recipe(name, shape)).half() for name, shape in case.tensors().items()
    }
    strided = {name: value.t().contiguous().t() if value.dim() == 2 else value for name, value in state.items()}
    teacher = {f"backbone.{name}": value for name, value in strided.items()}
    teacher |= {"head.mlp.0.weight": torch.zeros(2, 2), "head.last_layer.weight_g": torch.zeros(2, 1)}
    student = {f"module.backbone.{name}": torch.zeros(1) for name in state}
    optimizer = {"state": {0: {"step": 3, "exp_avg": torch.zeros(2)}}, "param_groups": [{"lr": 0.1, "params": [0]}]}
    args = argparse.Namespace(arch="vit_small", patch_size=8)
    torch.save(
        {"student": student, "teacher": teacher, "optimizer": optimizer, "epoch": 3, "args": args,
         "dino_loss": {"center": torch.zeros(1, 4)}}, HERE / "dino-training.pth")


def published_heads():
    """[architecture, width, heads] of timm's vision transformers with plain patches, EVA's and BEiT's among them."""
    found = []
    for name in timm.list_models():
        if not name.startswith(("vit_", "deit", "flexivit_", "test_vit", "eva_", "eva02_", "beit_", "beitv2_")):
            continue
        if "sapiens" in name:  # Heads share keys there.
            continue
        with torch.device("meta"):
            model = timm.create_model(name)
        plain = type(model.patch_embed).__name__ == "PatchEmbed" and hasattr(model.blocks[0], "attn")
        if isinstance(model, (VisionTransformer, Eva, Beit)) and plain:
            found.append([name, model.embed_dim, model.blocks[0].attn.num_heads])
    return found


def main():
    made = cases()
    chosen = sys.argv[1:] or list(made)
    for name in chosen:
        golden = made[name].golden()
        assert all(value.isfinite().all() for value in golden.values()), name
        save_file(golden, HERE / f"{name}.safetensors")
        logits = golden.get("logits")
        print(name, "no head" if logits is None else f"logits' spread {logits.std():.2f}")
    described = {name: case.description() for name, case in made.items()}
    lines = (f"{json.dumps(name)}: {json.dumps(case, separators=(',', ':'))}" for name, case in described.items())
    (HERE / "cases.json").write_text("{\n" + ",\n".join(lines) + "\n}\n")
    write_training_checkpoint(made["dino"])
    if not sys.argv[1:]:
        heads = ",\n".join(json.dumps(entry) for entry in published_heads())
        (HERE / "heads.json").write_text(f"[\n{heads}\n]\n")


if __name__ == "__main__":
    torch.set_num_threads(1)
    main()
