"""Cases of hierarchies of windows: Swin v2, torchvision's Swin, windows that do not tile their grid."""

import transformers
from timm.models.swin_transformer import SwinTransformer
from timm.models.swin_transformer_v2 import SwinTransformerV2
from torch.nn import functional as F
from torchvision.models import swin_transformer as torchvision

from make import DISK_SWIN, SWIN_ORIGINAL, Case, hub


# MARK: Rows

def are_tokens(x):
    """Which rows of the windows [windows × queries × channels] are tokens: padding is all zeros."""
    return x.abs().sum(-1) > 0


def run_timm_windows(model, image):
    """timm's attention of Swin and Swin v2, with the windows that enter it."""
    kept = []
    for module in model.modules():
        if type(module).__name__ == "WindowAttention":
            module.fused_attn = False
            module.register_forward_pre_hook(lambda _, inputs: kept.append({"tokens": are_tokens(inputs[0])}))
            module.attn_drop.register_forward_pre_hook(lambda _, inputs: kept[-1].update(attention=inputs[0]))
    return model(image), kept


def run_transformers_windows(model, image):
    """transformers' attention of Swin and Swin v2, likewise."""
    kept = []

    def keep(_, inputs, options, output):
        hidden = inputs[0] if inputs else options["hidden_states"]
        kept.append({"attention": output[1], "tokens": are_tokens(hidden)})

    for module in model.modules():
        if type(module).__name__ in ("SwinAttention", "Swinv2SelfAttention"):
            module.register_forward_hook(keep, with_kwargs=True)
    output = model(image, output_attentions=True)
    if hasattr(output, "logits"):
        return output.logits, kept
    return None, kept, output.pooler_output


def run_torchvision(model, image):
    """torchvision's attention, a function: its softmax, and the linear layer before it."""
    kept, softmax, linear = [], F.softmax, F.linear

    def keep(x, dim):
        kept[-1]["attention"] = softmax(x, dim)
        return kept[-1]["attention"]

    def windows(x, weight, bias=None):
        if x.dim() == 3 and weight.shape[0] == 3 * weight.shape[1]:
            kept.append({"tokens": are_tokens(x)})
        return linear(x, weight, bias)

    F.softmax, F.linear = keep, windows
    try:
        return model(image), kept
    finally:
        F.softmax, F.linear = softmax, linear


# MARK: Models

SMALL = dict(patch_size=4, embed_dim=16, depths=(2, 2), num_heads=(1, 2))


def timm(kind, size, window, **options):
    return kind(img_size=size, window_size=window, num_classes=6, **SMALL | options)


def transformers_swin(kind, config_class, **options):
    config = config_class(**SMALL | dict(num_labels=5, attn_implementation="eager") | options)
    written = {key: value for key, value in config.to_diff_dict().items() if key != "transformers_version"}
    return kind(config), written


def torchvision_swin(window, v2=False):
    options = dict(
        patch_size=[4, 4], embed_dim=16, depths=[2, 2], num_heads=[1, 2], window_size=list(window), num_classes=6)
    if v2:
        options |= dict(block=torchvision.SwinTransformerBlockV2, downsample_layer=torchvision.PatchMergingV2)
    return torchvision.SwinTransformer(**options)


def cases():
    made = {}
    # Swin
    made["timm-swin-padded"] = Case(
        timm(SwinTransformer, (40, 72), (4, 3)), (40, 72), run=run_timm_windows, family="swin",
        config=hub({"window_size": [4, 3], "img_size": [40, 72]}, architecture="swin_tiny_patch4_window4_72"))
    made["timm-swin-cut"] = Case(
        timm(SwinTransformer, (24, 96), 12), (24, 96), run=run_timm_windows, family="swin",
        config=hub({"window_size": 12, "img_size": [24, 96]}))
    model, written = transformers_swin(
        transformers.SwinForImageClassification, transformers.SwinConfig, image_size=64, window_size=4,
        hidden_act="gelu_new")
    made["hf-swin-padded"] = Case(
        model, (72, 40), run=run_transformers_windows, rename=DISK_SWIN, config=written, family="swin", resize=True)
    made["torchvision-swin"] = Case(
        torchvision_swin((7, 7)), (48, 88), run=run_torchvision, family="swin", resize=True)

    # Swin v2
    made["timm-swin-v2"] = Case(
        timm(SwinTransformerV2, 64, 4), (64, 64), run=run_timm_windows, family="swin_v2",
        config=hub(architecture="swinv2_tiny_window4_64"))
    made["timm-swin-v2-padded"] = Case(
        timm(SwinTransformerV2, (40, 72), (4, 3), pretrained_window_sizes=(6, 0), act_layer="silu", qkv_bias=False),
        (40, 72), run=run_timm_windows, family="swin_v2", config=hub({
            "window_size": [4, 3], "img_size": [40, 72], "pretrained_window_sizes": [6, 0], "act_layer": "silu",
            "qkv_bias": False}))
    buffers = {f"layers.{s}.blocks.{b}.attn.relative_coords_table": [1, 15, 15, 2] for s in range(2) for b in range(2)}
    made["ms-swin-v2"] = Case(
        timm(SwinTransformerV2, 64, 8, pretrained_window_sizes=(9, 9)), (64, 64), run=run_timm_windows,
        rename=SWIN_ORIGINAL, family="swin_v2", extra=buffers | {"layers.0.blocks.1.attn_mask": [4, 64, 64]})
    model, written = transformers_swin(
        transformers.Swinv2ForImageClassification, transformers.Swinv2Config, image_size=64, window_size=4,
        pretrained_window_sizes=[6, 0])
    made["hf-swin-v2"] = Case(
        model, (64, 64), run=run_transformers_windows, config=written, family="swin_v2")
    model, written = transformers_swin(
        transformers.Swinv2Model, transformers.Swinv2Config, image_size=[24, 88], window_size=8, layer_norm_eps=1e-3,
        hidden_act="relu")
    made["hf-swin-v2-padded"] = Case(
        model, (24, 88), run=run_transformers_windows, config=written, family="swin_v2")
    index = {
        f"features.{stage}.{block}.attn.relative_position_index": [7**4] for stage in (1, 3) for block in range(2)}
    made["torchvision-swin-v2"] = Case(
        torchvision_swin((7, 7), v2=True), (48, 88), run=run_torchvision, family="swin_v2", resize=True, extra=index)
    return made
