#!/usr/bin/env python3
"""Full-size models of every family with random weights: `polascope stats` against their references.

    python3 full_size.py POLASCOPE [NAME ...]      (needs torch, torchvision, timm 1.0, transformers 5, pillow)

Each model is saved as its publisher does, with its configuration where it has one; a picture goes through
Pillow, the recipe and the reference, and through `polascope stats`. The largest difference of logits, divided by
their standard deviation, must stay below 1e-3; of models without a head, that of the last layer's entropies below 1e-4.
"""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import timm
import torch
import torchvision
import transformers
from PIL import Image
from safetensors.torch import save_file
from timm.models.vision_transformer import VisionTransformer

import references
from hierarchies import run_torchvision, run_transformers_windows
from make import DISK_SWIN, ON_DISK_MLP, ON_DISK_VIT, PVT2_ORIGINAL, SWIN_ORIGINAL
from make import renamed, run_reference, run_timm, run_transformers, run_transformers_swin
from pyramids import SEGFORMER_ON_DISK, run_classifier

IMAGENET = ((0.485, 0.456, 0.406), (0.229, 0.224, 0.225))
HALF = ((0.5,) * 3, (0.5,) * 3)


def picture():
    """A picture of 500×375 with edges and gradients."""
    y, x = np.mgrid[0:375, 0:500]
    planes = [(x * 0.4 + 40 * np.sin(y / 17)), (y * 0.6 + 30 * (x // 50 % 2)), (x * y / 900 + 60 * (y // 60 % 2))]
    return Image.fromarray(np.clip(np.stack(planes, -1), 0, 255).astype(np.uint8))


def prepared(image, side, crop=0.875, squash=False, bilinear=False, normal=IMAGENET):
    """Resize, centre crop and normalisation as torchvision does them."""
    target = int(side / crop)
    width, height = image.size
    if squash:
        size = (target, target)
    else:
        size = (target, int(target * height / width)) if width <= height else (int(target * width / height), target)
    image = image.resize(size, Image.Resampling.BILINEAR if bilinear else Image.Resampling.BICUBIC)
    left, top = round((size[0] - side) / 2), round((size[1] - side) / 2)
    image = image.crop((left, top, left + side, top + side))
    planes = torch.from_numpy(np.asarray(image).copy()).permute(2, 0, 1).float() / 255
    mean, deviation = (torch.tensor(values).view(3, 1, 1) for values in normal)
    return ((planes - mean) / deviation)[None]


def randomise(model, half=False):
    """Random weights of a size that keeps activations healthy, the same in every run."""
    generator = torch.Generator().manual_seed(1)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            noise = torch.randn(parameter.shape, generator=generator)
            if parameter.dim() == 1 and name.endswith("weight"):
                parameter.copy_(1 + 0.1 * noise)
            elif parameter.dim() == 1:
                parameter.copy_(0.05 * noise)
            elif name.endswith("logit_scale"):  # Some heads above ln 100.
                parameter.copy_(3 + noise)
            elif parameter.dim() == 3 or name.endswith("table") or name.endswith("power"):
                parameter.copy_(0.2 * noise)
            else:
                parameter.copy_(noise / parameter[0].numel() ** 0.5)
            if half:
                parameter.copy_(parameter.half().float())
    return model.eval()


class Model:
    def __init__(
        self, make, side=224, recipe=None, run=run_timm, rename=lambda name: name, config=None, save="safetensors",
        options=(), change=lambda state: state, half=False,
    ):
        self.make, self.side, self.recipe, self.run, self.rename = make, side, recipe or {}, run, rename
        self.config, self.save, self.options, self.change, self.half = config, save, list(options), change, half

    def check(self, name, polascope, folder):
        """Prints one line; returns whether the model agrees."""
        model = randomise(self.make(), self.half)
        state = self.change({self.rename(key): value.detach() for key, value in model.named_parameters()})
        state = {key: (value.half() if self.half else value).contiguous() for key, value in state.items()}
        if self.save == "transformers":
            model.save_pretrained(folder)
            (folder / "preprocessor_config.json").write_text(json.dumps(squash_recipe(self.side)))
        elif self.save == "safetensors":
            save_file(state, folder / "model.safetensors")
        else:
            torch.save({"model": state}, folder / "model.pth", _use_new_zipfile_serialization=self.save == "zip")
        if self.config:
            (folder / "config.json").write_text(json.dumps(self.config))
        image = picture()
        image.save(folder / "picture.png")
        with torch.no_grad():
            logits, layers = self.run(model, prepared(image, self.side, **self.recipe))
        megabytes = sum(value.numel() * value.element_size() for value in state.values()) / 1e6
        parameters = sum(value.numel() for value in state.values()) / 1e6
        if logits is not None and logits.shape[-1]:
            expected, tolerance = logits[0], 1e-3
        else:
            rows = list(layers[-1].values())[0].double()
            expected, tolerance = -torch.special.xlogy(rows, rows).sum(-1).mean((0, 2)), 1e-4
        headless = tolerance == 1e-4
        del model, state, layers
        start = time.time()
        arguments = [polascope, "stats", str(folder), "--image", str(folder / "picture.png"), *self.options]
        result = subprocess.run(arguments, capture_output=True, text=True)
        if result.returncode:
            print(f"| {name} | failed: {result.stderr.strip()} |")
            return False
        line = json.loads(result.stdout)
        found = [head["entropy"]["attention"] for head in line["layers"][-1]["heads"]] if headless else line["logits"]
        difference = (torch.tensor(found) - expected).abs().max().item()
        spread = 1 if headless else expected.std().item()
        what = "entropies" if headless else "logits"
        agrees = difference / spread <= tolerance
        print(
            f"| {name} | {parameters:.1f} M | {megabytes:.0f} MB {self.save} | {what} | {difference / spread:.1e} | "
            f"{time.time() - start:.1f} s |{'' if agrees else ' differs'}", flush=True)
        return agrees


def squash_recipe(side):
    """preprocessor_config.json of a squash to a square, ½ as mean and standard deviation."""
    return {
        "size": {"height": side, "width": side}, "resample": 3, "image_mean": [0.5] * 3, "image_std": [0.5] * 3,
        "do_resize": True, "do_rescale": True, "do_normalize": True, "rescale_factor": 1 / 255,
    }


def hub(name, half=False, **options):
    """A timm model as its repository holds it: the configuration names it and its recipe."""
    with torch.device("meta"):
        model = timm.create_model(name, pretrained=False, **options)
    keys = ("input_size", "crop_pct", "crop_mode", "interpolation", "mean", "std")
    recipe = {key: model.pretrained_cfg[key] for key in keys if key in model.pretrained_cfg}
    side, normal = recipe["input_size"][1], (recipe["mean"], recipe["std"])
    return Model(
        lambda: timm.create_model(name, pretrained=False, **options), side=side,
        recipe=dict(crop=recipe["crop_pct"], normal=normal), half=half,
        config={"architecture": name, "num_classes": model.num_classes, "pretrained_cfg": recipe,
                "global_pool": getattr(model, "global_pool", "token")})


def headless(model, image):
    return None, run_timm(model, image)[1]


def pooled(model, image):
    """A model of transformers as it is, with logits or without."""
    output = model(image, output_attentions=True)
    return getattr(output, "logits", None), [{"attention": rows} for rows in output.attentions]


def saved(kind, config):
    """A model of transformers as `save_pretrained` writes it."""
    for part in (config, getattr(config, "vision_config", config)):
        part._attn_implementation = "eager"
    return Model(
        lambda: kind(config), side=getattr(config, "vision_config", config).image_size, run=pooled,
        save="transformers", recipe=dict(crop=1, squash=True, normal=HALF))


def transformers_config(config):
    keys = ("num_attention_heads", "layer_norm_eps", "model_type", "image_size")
    return {key: getattr(config, key) for key in keys if hasattr(config, key)}


def from_transformers(kind, config, run=run_transformers, **options):
    config._attn_implementation = "eager"
    return Model(lambda: kind(config), run=run, config=transformers_config(config), **options)


def from_torchvision(name, side, resized):
    """A model of torchvision as its releases hold it, buffers included."""
    make = lambda: getattr(torchvision.models, name)()
    return Model(
        make, side=side, run=run_torchvision, save="zip", change=lambda state: state | dict(make().named_buffers()),
        recipe=dict(crop=side / resized))


def models():
    made = {}
    for name in (
        "deit_tiny_patch16_224", "deit_small_distilled_patch16_224", "vit_base_patch16_224", "deit3_base_patch16_224",
        "vit_base_patch16_clip_quickgelu_224", "vit_base_patch14_reg4_dinov2", "swin_tiny_patch4_window7_224",
        "pvt_v2_b0", "pvt_v2_b2", "pvt_v2_b2_li", "swinv2_tiny_window8_256", "swinv2_base_window12to16_192to256",
    ):
        made[f"timm {name}"] = hub(name, **({"num_classes": 1000} if "dinov2" in name else {}))

    for name in (
        "beit_base_patch16_224", "eva02_tiny_patch14_336", "eva02_base_patch16_clip_224", "eva_giant_patch14_224",
        "vit_small_patch16_dinov3", "vit_small_plus_patch16_dinov3", "vit_base_patch16_siglip_224",
        "vit_so400m_patch14_siglip_gap_224", "vit_pe_core_tiny_patch16_384", "vit_pe_spatial_tiny_patch16_512",
        "vit_small_patch16_rope_224", "vit_small_patch16_rope_mixed_224", "vit_small_patch16_rope_ape_224",
        "vit_base_patch16_rope_reg1_gap_256", "vit_base_patch16_clip_224", "aimv2_large_patch14_224",
        "vit_intern300m_patch14_448", "vit_base_patch16_rpn_224", "beit3_base_patch16_224",
    ):
        large = any(word in name for word in ("giant", "so400m", "large", "300m"))
        made[f"timm {name}"] = hub(name, num_classes=1000, half=large)
    for kind, config in (
        (transformers.CLIPVisionModel, transformers.CLIPVisionConfig()),
        (transformers.CLIPForImageClassification, transformers.CLIPConfig(num_labels=1000)),
        (transformers.SiglipVisionModel, transformers.SiglipVisionConfig()),
        (transformers.SiglipForImageClassification, transformers.SiglipConfig(num_labels=1000)),
        (transformers.DINOv3ViTModel, transformers.DINOv3ViTConfig()),
        (transformers.BeitForImageClassification,
         transformers.BeitConfig(num_labels=1000, use_relative_position_bias=True)),
        (transformers.Data2VecVisionForImageClassification,
         transformers.Data2VecVisionConfig(num_labels=1000, use_relative_position_bias=True)),
        (transformers.ViTMSNForImageClassification, transformers.ViTMSNConfig(num_labels=1000)),
    ):
        made[f"transformers {kind.__name__}"] = saved(kind, config)

    def vit(patch=16, **options):
        return lambda: VisionTransformer(patch_size=patch, embed_dim=768, depth=12, num_heads=12, **options)

    made["DeiT-III base"] = Model(
        vit(no_embed_class=True, init_values=1e-4), rename=renamed((r"ls(\d)\.gamma", r"gamma_\1")), save="zip",
        options=("--architecture", "deit3_base"))
    made["DINO ViT-S/8"] = Model(
        lambda: VisionTransformer(patch_size=8, embed_dim=384, depth=12, num_heads=6, num_classes=0), run=headless,
        save="legacy", options=("--num-heads", "6"))
    made["DINOv2 ViT-B/14"] = Model(
        vit(14, num_classes=0, init_values=1e-5), run=headless, save="zip",
        change=lambda state: state | {"mask_token": torch.zeros(1, 768)}, options=("--num-heads", "12"))

    def unfold(state):
        state["register_tokens"] = state.pop("reg_token")
        state["pos_embed"] = torch.cat([torch.zeros(1, 1, 768), state["pos_embed"]], 1)
        return state | {"mask_token": torch.zeros(1, 768)}

    made["DINOv2 ViT-B/14, 4 registers"] = Model(
        vit(14, num_classes=0, init_values=1e-5, reg_tokens=4, no_embed_class=True), run=headless, save="zip",
        change=unfold, options=("--num-heads", "12"))

    plain = dict(num_labels=1000)
    both = lambda name: ON_DISK_MLP(ON_DISK_VIT(name))
    made["transformers ViT-B"] = from_transformers(
        transformers.ViTForImageClassification, transformers.ViTConfig(**plain), rename=both,
        recipe=dict(crop=1, squash=True, bilinear=True, normal=HALF))
    made["transformers DeiT-S distilled"] = from_transformers(
        transformers.DeiTForImageClassificationWithTeacher,
        transformers.DeiTConfig(hidden_size=384, num_attention_heads=6, intermediate_size=1536, **plain),
        rename=both, recipe=dict(squash=True, normal=HALF),
        change=lambda state: {key: value for key, value in state.items() if not key.endswith("mask_token")})
    made["transformers DINOv2-B"] = from_transformers(
        transformers.Dinov2ForImageClassification,
        transformers.Dinov2Config(image_size=518, patch_size=14, **plain), rename=ON_DISK_VIT)
    made["transformers Swin-T"] = from_transformers(
        transformers.SwinForImageClassification, transformers.SwinConfig(**plain), run=run_transformers_swin,
        rename=DISK_SWIN, recipe=dict(crop=1, squash=True))
    made["Swin-B, window 12, 384"] = Model(
        lambda: timm.create_model("swin_base_patch4_window12_384", pretrained=False), side=384, save="zip",
        rename=SWIN_ORIGINAL, options=("--input-size", "384", "--crop-pct", "1"), recipe=dict(crop=1), half=True)
    made["Swin v2-T, Microsoft's names"] = Model(
        lambda: timm.create_model("swinv2_tiny_window8_256", pretrained=False), side=256, save="zip",
        rename=SWIN_ORIGINAL, options=("--architecture", "swinv2_tiny_patch4_window8_256"))
    written = lambda config: {
        key: value for key, value in config.to_diff_dict().items() if key != "transformers_version"}
    config = transformers.Swinv2Config(
        image_size=384, window_size=24, pretrained_window_sizes=[12, 12, 12, 6], attn_implementation="eager", **plain)
    made["transformers Swin v2-T, window 24, 384"] = Model(
        lambda: transformers.Swinv2ForImageClassification(config), side=384, run=run_transformers_windows,
        config=written(config), recipe=dict(crop=1, squash=True))
    for name, side, resized in (("swin_t", 224, 232), ("swin_b", 224, 238), ("swin_v2_t", 256, 260)):
        made[f"torchvision {name}"] = from_torchvision(name, side, resized)
    for kind, config, rename, side in (
        (transformers.PvtForImageClassification, transformers.PvtConfig(), None, 224),
        (transformers.PvtV2ForImageClassification, transformers.PvtV2Config(**plain), None, 224),
        (transformers.PvtV2ForImageClassification, transformers.PvtV2Config(linear_attention=True, **plain), None, 224),
        (transformers.SegformerForImageClassification, transformers.SegformerConfig(**plain), SEGFORMER_ON_DISK, 512),
    ):
        config._attn_implementation = "eager"
        li = ", li" if getattr(config, "linear_attention", False) else ""
        made[f"transformers {config.model_type}{li}"] = Model(
            lambda kind=kind, config=config: kind(config), side=side, run=run_classifier, config=written(config),
            recipe=dict(crop=1, squash=True, bilinear=True), **({"rename": rename} if rename else {}))
    made["PVT-Tiny"] = Model(
        lambda: references.Pyramid(class_token=True), run=run_reference, save="zip")
    made["PVT v2 B1"] = Model(
        lambda: timm.create_model("pvt_v2_b1", pretrained=False), rename=PVT2_ORIGINAL, save="zip")
    made["PVT v2 B2 li"] = Model(
        lambda: timm.create_model("pvt_v2_b2_li", pretrained=False), rename=PVT2_ORIGINAL, save="zip")
    squash = dict(run=run_reference, recipe=dict(squash=True), save="zip")
    made["Pola-PVT-T"] = Model(lambda: references.Pyramid(attention="PPPP", reductions=(1, 1, 1, 1)), **squash)
    made["FLatten-PVT-T"] = Model(
        lambda: references.Pyramid(attention="FFSS"), options=("--num-heads", "1,2,5,8"), **squash)
    made["Pola-Swin-T"] = Model(lambda: references.Swin(attention="PPSS"), **squash)
    made["FLatten-Swin-T"] = Model(lambda: references.Swin(attention="FFSS"), **squash)
    giant = transformers.Dinov2Config(
        hidden_size=1536, num_hidden_layers=40, num_attention_heads=24, use_swiglu_ffn=True, image_size=518,
        patch_size=14, **plain)
    made["transformers DINOv2-g"] = from_transformers(
        transformers.Dinov2ForImageClassification, giant, change=packed, half=True,
        rename=lambda name: ON_DISK_VIT(renamed((r"mlp\.down_proj", "mlp.weights_out"))(name)))
    return made


def packed(state):
    """gate_proj and up_proj as the file's weights_in."""
    for name in [name for name in state if ".gate_proj." in name]:
        parts = [state.pop(name), state.pop(name.replace("gate_proj", "up_proj"))]
        state[name.replace("gate_proj", "weights_in")] = torch.cat(parts)
    return state


def main():
    polascope, *chosen = sys.argv[1:]
    agree = True
    print("| model | parameters | file | compared | difference | stats |\n|---|---:|---|---|---:|---:|")
    for name, model in models().items():
        if not chosen or any(word in name for word in chosen):
            with tempfile.TemporaryDirectory() as folder:
                agree = model.check(name, polascope, Path(folder)) and agree
    sys.exit(0 if agree else 1)


if __name__ == "__main__":
    main()
