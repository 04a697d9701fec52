"""Cases of the pyramids of transformers: PVT, PVT v2, SegFormer."""

import transformers

from make import Case, renamed

SMALL = dict(
    depths=[1, 1, 2], hidden_sizes=[8, 16, 24], num_attention_heads=[1, 2, 3], mlp_ratios=[4, 3, 2],
    num_encoder_blocks=3, num_labels=5, attn_implementation="eager")
SEGFORMER_ON_DISK = renamed(
    (r"stages\.(\d)\.patch_embeddings", r"encoder.patch_embeddings.\1"),
    (r"stages\.(\d)\.blocks\.(\d)", r"encoder.block.\1.\2"), (r"stages\.(\d)\.layer_norm", r"encoder.layer_norm.\1"),
    (r"layernorm_before", "layer_norm_1"), (r"layernorm_after", "layer_norm_2"),
    (r"attention\.([qkv])_proj", lambda m: "attention.self." + {"q": "query", "k": "key", "v": "value"}[m[1]]),
    (r"attention\.o_proj", "attention.output.dense"),
    (r"attention\.sequence_reduction\.sequence_reduction", "attention.self.sr"),
    (r"attention\.sequence_reduction\.layer_norm", "attention.self.layer_norm"), (r"mlp\.fc(\d)", r"mlp.dense\1"))


def written(config):
    """config.json as `save_pretrained` writes it."""
    return {key: value for key, value in config.to_diff_dict().items() if key != "transformers_version"} | {
        "num_attention_heads": list(config.num_attention_heads)}


def rows_of(output):
    """The rows of all layers; PVT v2 hands them out stage by stage."""
    stages = (stage if isinstance(stage, tuple) else (stage,) for stage in output.attentions)
    return [{"attention": rows} for stage in stages for rows in stage]


def run_classifier(model, image):
    output = model(image, output_attentions=True)
    return output.logits, rows_of(output)


def run_mean(model, image):
    """A model without a classifier: the mean of its last stage, which its classifier would read."""
    output = model(image, output_attentions=True)
    last = output.last_hidden_state.flatten(2).mean(-1)
    return None, rows_of(output), last


def run_class_token(model, image):
    """A PVT without a classifier: its normalized class token."""
    output = model(image, output_attentions=True)
    return None, rows_of(output), output.last_hidden_state[:, 0]


def run_segmentation(model, image):
    """The encoder of a model that segments."""
    return run_mean(model.segformer, image)


def cases():
    made = {}
    reductions = dict(sequence_reduction_ratios=[4, 2, 1], patch_sizes=[4, 2, 2], strides=[4, 2, 2])
    config = transformers.PvtConfig(image_size=64, **SMALL | reductions)
    made["hf-pvt"] = Case(
        transformers.PvtForImageClassification(config), (64, 64), run=run_classifier, config=written(config),
        family="pvt_v1")
    config = transformers.PvtConfig(
        image_size=64, layer_norm_eps=1e-3, hidden_act="gelu_new", qkv_bias=False, **SMALL | reductions)
    made["hf-pvt-headless"] = Case(
        transformers.PvtModel(config), (64, 64), run=run_class_token, config=written(config), family="pvt_v1",
        dtype="F16")
    overlapping = dict(sr_ratios=[4, 2, 1], patch_sizes=[7, 3, 3], strides=[4, 2, 2])
    config = transformers.PvtV2Config(image_size=[64, 96], **SMALL | overlapping)
    made["hf-pvt-v2"] = Case(
        transformers.PvtV2ForImageClassification(config), (64, 96), run=run_classifier, config=written(config),
        family="pvt_v2")
    config = transformers.PvtV2Config(
        image_size=64, linear_attention=True, layer_norm_eps=1e-3, hidden_act="relu", qkv_bias=False,
        **SMALL | overlapping | {"strides": [2, 2, 4]})
    made["hf-pvt-v2-li-strides"] = Case(
        transformers.PvtV2ForImageClassification(config), (64, 64), run=run_classifier, config=written(config),
        family="pvt_v2")
    # The epsilon of its configuration is not used.
    config = transformers.SegformerConfig(layer_norm_eps=1e-2, **SMALL | overlapping)
    made["hf-segformer"] = Case(
        transformers.SegformerForImageClassification(config), (96, 64), run=run_classifier, rename=SEGFORMER_ON_DISK,
        config=written(config), family="segformer", resize=True)
    config = transformers.SegformerConfig(hidden_act="silu", **SMALL | overlapping)
    model = transformers.SegformerForSemanticSegmentation(config)
    statistics = {f"decode_head.batch_norm.{part}": [256] for part in ("running_mean", "running_var")}
    made["hf-segformer-class-names"] = Case(
        model, (64, 64), run=run_segmentation, config=written(config), family="segformer", resize=True,
        extra=statistics)
    return made
