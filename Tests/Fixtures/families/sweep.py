#!/usr/bin/env python3
"""Every published timm name, and transformers' vision classes: exact, refused with a true reason, or wrong.

    python3 sweep.py POLASCOPE [--only WORD ...] [--out FILE.json] [--again] [--library timm|transformers]
                     [--table FILE.md]    (needs torch, torchvision, timm 1.0, transformers 5, pillow)

Each model has random weights in half precision and the layers that a sweep can afford: two blocks, of widths above
1500 one, of hierarchies two for each stage. It is saved as its publisher saves it, with its configuration. A picture
goes through the publisher's own transform and model, and through `polascope stats`:

exact    logits, or without a classifier the embedding, within 1e-3 of their standard deviation, and the entropies of
         every head of every layer within 1e-4
refused  exit status 1 with a reason that `REASONS` has for the model
wrong    anything else
not run  nothing of this: what a sweep that was stopped left

Tags of one architecture whose configurations agree in every field that decides a result are one model with one
recipe: the first is compared, and `polascope inspect` must say the same of the others, each beside its own
configuration, as of the first. A sweep goes on where the one that wrote FILE.json stopped, and tries again what was
wrong; with `--again`, everything. `--table` puts the counts of FILE.json into a Markdown file, where its table is.
"""

import argparse
import collections
import contextlib
import copy
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import timm
import torch
import transformers
from safetensors.torch import save_file
from timm.data import create_transform, resolve_data_config

from full_size import HALF, picture, prepared, randomise, squash_recipe
from hierarchies import run_timm_windows, run_transformers_windows
from make import record_pools, record_timm
from pyramids import rows_of

MODULES = (
    "vision_transformer", "vision_transformer_hybrid", "vision_transformer_relpos", "vision_transformer_sam",
    "naflexvit", "eva", "beit", "deit", "cait", "xcit", "swin_transformer", "swin_transformer_v2",
    "swin_transformer_v2_cr", "pvt_v2",
)

# What must be said of a model that is not read, by the beginning of its name; the longest is used.
REASONS = {
    "cait_": "CaiT",
    "xcit_": "XCiT",
    "vit_pwee_": "parallel",
    "vit_dpwee_": "differential",
    "vit_dwee_": "differential",
    "vit_dlittle_": "differential",
    "vit_relpos_": "relative positions",
    "vit_srelpos_": "relative positions",
    "samvit_": "SAM",
    "naflexvit_": "NaFlex",
    "vit_tiny_r_": "hybrid",
    "vit_small_r26_": "hybrid",
    "vit_base_r50_": "hybrid",
    "vit_large_r50_": "hybrid",
    "vit_base_mci_": "hybrid",
    "vit_base_patch16_sapiens2": "share keys", "vit_large_patch16_sapiens2": "share keys",
    "vit_huge_patch16_sapiens2": "share keys", "vit_giant_patch16_sapiens2": "share keys",
    "vit_5b_patch16_sapiens2": "share keys",
    "swinv2_cr_": "Swin v2 CR",
}


@contextlib.contextmanager
def without_initial_weights():
    """Leaves out the random numbers that a model starts with, which `randomise` replaces: they take long."""
    names = ("normal_", "uniform_", "erfinv_")
    kept = {name: getattr(torch.Tensor, name) for name in names}
    for name in names:
        setattr(torch.Tensor, name, lambda tensor, *_, **__: tensor)
    try:
        yield
    finally:
        for name, method in kept.items():
            setattr(torch.Tensor, name, method)


def small(tag):
    """The model of a tag with few layers."""
    architecture = tag.split(".")[0]
    module = timm.models._registry._model_to_module[architecture]
    if module.startswith("swin") or module == "pvt_v2":
        return timm.create_model(tag, pretrained=False, depths=(2, 2, 2, 2))
    if "sapiens2" in architecture:  # Their arguments list the heads of keys of every block; two in four are apart.
        return timm.create_model(tag, pretrained=False, depth=2, num_kv_heads=[None, 4])
    for depth in (2, 1):
        with torch.device("meta"):
            try:
                model = timm.create_model(tag, pretrained=False, depth=depth)
            except TypeError:
                break
        if sum(p.numel() for p in model.parameters()) < 120e6:
            break
    else:
        depth = 1
    try:
        return timm.create_model(tag, pretrained=False, depth=depth)
    except TypeError:
        return timm.create_model(tag, pretrained=False)


def configuration(tag, model):
    """config.json as timm's hub repositories have it."""
    keys = (
        "tag", "custom_load", "input_size", "fixed_input_size", "interpolation", "crop_pct", "crop_mode", "mean",
        "std", "num_classes", "pool_size", "first_conv", "classifier", "license", "origin_url", "paper_ids",
    )
    published = {key: model.pretrained_cfg[key] for key in keys if model.pretrained_cfg.get(key) is not None}
    return {
        "architecture": tag.split(".")[0], "num_classes": model.num_classes,
        "num_features": model.num_features, "global_pool": getattr(model, "global_pool", None),
        "pretrained_cfg": published,
    }


# Fields of a published configuration that change no result.
NOTES = ("tag", "custom_load", "pool_size", "first_conv", "classifier", "license", "origin_url", "paper_ids")


def entropies(rows):
    rows = rows.double()
    share = rows / rows.sum(-1, keepdim=True)
    return -torch.special.xlogy(share, share).sum(-1).mean((0, 2))


def run(polascope, folder, image):
    command = [polascope, "stats", str(folder), "--image", str(image)]
    result = subprocess.run(command, capture_output=True, text=True)
    if result.returncode == 1 and not result.stdout:
        return None, result.stderr.strip().splitlines()[-1]
    if result.returncode:
        return None, f"exit {result.returncode}: {result.stderr.strip()}"
    return json.loads(result.stdout), result.stderr.strip()


def verdict(line, message, name, expected, kept):
    """("exact" | "refused" | "wrong", a few words)."""
    if line is None:
        reason = max((key for key in REASONS if name.startswith(key)), key=len, default=None)
        is_true = reason is not None and REASONS[reason].lower() in message.lower()
        return ("refused" if is_true else "wrong"), message
    found = line["logits"] or line.get("embedding")
    if found is None:
        return "wrong", "neither logits nor an embedding"
    if len(found) != expected.numel():
        return "wrong", f"{len(found)} numbers, not {expected.numel()}"
    difference = ((torch.tensor(found) - expected).abs().max() / expected.std()).item()
    layers = line["layers"]
    if len(layers) != len(kept):
        return "wrong", f"{len(layers)} layers, not {len(kept)}"
    apart = 0
    for layer, streams in zip(layers, kept):
        measured = torch.tensor([head["entropy"]["attention"] for head in layer["heads"]])
        reference = entropies(list(streams.values())[0])
        if measured.shape != reference.shape:
            return "wrong", f"{layer['name']}: {len(measured)} heads, not {len(reference)}"
        apart = max(apart, (measured - reference).abs().max().item())
    text = f"results {difference:.1e}, entropies {apart:.1e}"
    return ("exact" if difference <= 1e-3 and apart <= 1e-4 else "wrong"), text


class TimmTags:
    """Checks the tags of timm, those of one architecture one after the other."""

    def __init__(self, polascope):
        self.polascope = polascope
        self.architecture = None

    def check(self, tag):
        architecture = tag.split(".")[0]
        if architecture != self.architecture:
            self.architecture, self.state, self.seen = architecture, {}, {}
            self.folder = tempfile.TemporaryDirectory()  # Removes the one before it.
        folder = Path(self.folder.name)
        with without_initial_weights():
            model = small(tag)
        written = configuration(tag, model)
        shapes = {name: tuple(value.shape) for name, value in model.state_dict().items()}
        if shapes != {name: tuple(value.shape) for name, value in self.state.items()}:
            randomise(model, half=True)
            self.state = {name: value.half().contiguous() for name, value in model.state_dict().items()}
            self.seen = {}
            save_file(self.state, folder / "model.safetensors")
        (folder / "config.json").write_text(json.dumps(written))
        recipe = {key: value for key, value in written["pretrained_cfg"].items() if key not in NOTES}
        key = json.dumps([written | {"pretrained_cfg": recipe}], sort_keys=True)
        if key in self.seen:
            first, kind, text, card = self.seen[key]
            if self.card(folder) == card:
                return kind, f"as {first}: {text}"
            return "wrong", f"inspect does not say what it says of {first}"
        kind, text = self.compare(tag, model, folder)
        self.seen[key] = tag, kind, text, self.card(folder)
        return kind, text

    def card(self, folder):
        """What `inspect` says of the files, or why it refuses them."""
        command = [self.polascope, "inspect", str(folder), "--json"]
        result = subprocess.run(command, capture_output=True, text=True)
        return result.returncode, result.stdout, result.stderr

    def compare(self, tag, model, folder):
        model.load_state_dict({name: value.float() for name, value in self.state.items()})
        model.eval()
        image = picture()
        image.save(folder / "picture.png")
        line, message = run(self.polascope, folder, folder / "picture.png")
        if line is None:
            return verdict(line, message, tag, None, None)
        planes = create_transform(**resolve_data_config(model=model), is_training=False)(image)[None]
        with torch.no_grad():
            if hasattr(model, "layers") and tag.startswith("swin"):
                result, kept = run_timm_windows(model, planes)
                kept = [{"attention": rows["attention"]} for rows in kept]
            else:
                kept = record_pools(model, record_timm(model))
                result = model(planes)
        return verdict(line, message, tag, result[0].flatten(), kept)


def by_size(tag):
    """The order of a sweep: small architectures first, tags of one together."""
    architecture = tag.split(".")[0]
    sizes = (
        "nano|test|tiny|xsmall|_b0", "small|xxs|xs|little|_b[12]|medium|betwixt", "base|_b[345]|s12|s24|wee",
        "large|so150m|m36|300m", "so400m|huge|1b|giant|gigantic|enormous|giantopt|3b|5b|6b|7b|m48",
    )
    size = max((rank for rank, words in enumerate(sizes) if re.search(words, architecture)), default=2)
    return size, timm.get_pretrained_cfg(tag).input_size[1], architecture, tag


# MARK: transformers

# Every class that makes a vector or logits of one image, by the way its attention is read; what must be said of those
# that are not read.
CLASSES = {
    "ViTForImageClassification": None, "ViTModel": None, "DeiTForImageClassification": None,
    "DeiTForImageClassificationWithTeacher": None, "DeiTModel": None, "Dinov2ForImageClassification": None,
    "Dinov2Model": None, "Dinov2WithRegistersForImageClassification": None, "Dinov2WithRegistersModel": None,
    "DINOv3ViTModel": None, "CLIPVisionModel": None, "CLIPVisionModelWithProjection": None,
    "CLIPForImageClassification": None, "SiglipVisionModel": None, "SiglipForImageClassification": None,
    "BeitForImageClassification": None, "BeitModel": None, "Data2VecVisionForImageClassification": None,
    "Data2VecVisionModel": None, "IJepaForImageClassification": None, "ViTMSNForImageClassification": None,
    "SwinForImageClassification": None, "SwinModel": None, "SwinForMaskedImageModeling": None,
    "Swinv2ForImageClassification": None, "Swinv2Model": None, "Swinv2ForMaskedImageModeling": None,
    "PvtForImageClassification": None, "PvtModel": None, "PvtV2ForImageClassification": None, "PvtV2Model": None,
    "SegformerForImageClassification": None, "SegformerModel": None, "SegformerForSemanticSegmentation": None,
    "Siglip2VisionModel": "NaFlex", "LevitForImageClassification": "LeViT", "CvtForImageClassification": "CvT",
    "ConvNextForImageClassification": "convolutional", "PoolFormerForImageClassification": "no attention",
    "MobileViTForImageClassification": "MobileViT", "HieraForImageClassification": "Hiera",
    "DinatForImageClassification": "neighborhood attention", "FocalNetForImageClassification": "no attention",
    "SwiftFormerForImageClassification": "SwiftFormer", "VitDetModel": "ViTDet",
    "ResNetForImageClassification": "convolutional",
}


def computed(model, name, planes):
    """Logits or the vector that a classifier would read, and the rows of all layers."""
    encoder = getattr(model, model.base_model_prefix, model)
    if "Swin" in name:
        if "Masked" in name:
            last = encoder(planes).last_hidden_state.mean(1)
            encoder.pooler = torch.nn.AdaptiveAvgPool1d(1)  # For the vector of its tokens.
            return last, run_transformers_windows(encoder, planes)[1]
        result, kept, *vector = run_transformers_windows(model, planes)
        return (vector[0] if result is None else result), kept
    output = (encoder if "Segmentation" in name else model)(planes, output_attentions=True)
    for key in ("logits", "image_embeds", "pooler_output"):
        if getattr(output, key, None) is not None:
            return getattr(output, key), rows_of(output)
    last = output.last_hidden_state
    return (last.flatten(2).mean(-1) if last.dim() == 4 else last[:, 0]), rows_of(output)


def check_transformers(name, polascope):
    with tempfile.TemporaryDirectory() as folder:
        return compare_transformers(name, polascope, Path(folder))


def compare_transformers(name, polascope, folder):
    kind = getattr(transformers, name)
    config = kind.config_class()
    if hasattr(config, "vision_config"):
        config.vision_config._attn_implementation = "eager"
    for key, value in {"use_relative_position_bias": True, "num_hidden_layers": 2, "num_labels": 10}.items():
        if hasattr(config, key) and key not in config.attribute_map:  # Not of stages under that name.
            setattr(config, key, value)
    config._attn_implementation = "eager"
    # Classes that compute with other libraries are made and saved without those.
    vars(sys.modules[kind.__module__])["requires_backends"] = lambda *_: None
    model = randomise(kind(config), half=True).eval()
    # A copy: in half precision and back, buffers that no file holds would not be what they were.
    copy.deepcopy(model).half().save_pretrained(folder)
    image = picture()
    image.save(folder / "picture.png")
    side = getattr(config, "image_size", 224)
    side = side[0] if isinstance(side, (list, tuple)) else side
    if hasattr(config, "vision_config"):
        side = config.vision_config.image_size
    (folder / "preprocessor_config.json").write_text(json.dumps(squash_recipe(side)))
    line, message = run(polascope, folder, folder / "picture.png")
    if line is None:
        reason = CLASSES[name]
        return ("refused" if reason is not None and reason in message else "wrong"), message
    with torch.no_grad():
        result, kept = computed(model, name, prepared(image, side, crop=1, squash=True, normal=HALF))
    if any(layer["index"] == "pool" for layer in line["layers"]):
        line["layers"].pop()  # transformers does not hand out its row.
    return verdict(line, message, name, result[0].flatten(), kept)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("polascope")
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument("--out", type=Path)
    parser.add_argument("--again", action="store_true")
    parser.add_argument("--library", choices=("timm", "transformers"), default="timm")
    parser.add_argument("--table", type=Path)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    if arguments.library == "timm":
        registry = timm.models._registry._model_to_module
        names = [tag for tag in timm.list_pretrained() if registry[tag.split(".")[0]] in MODULES]
        names.sort(key=by_size)
        check, group = TimmTags(arguments.polascope).check, lambda tag: registry[tag.split(".")[0]]
    else:
        names = list(CLASSES)
        check = lambda name: check_transformers(name, arguments.polascope)
        group = lambda name: re.split("For(?=Image|Masked|Semantic)|Vision(?=Model|For)|Model", name)[0]
    results = {}
    if arguments.out and arguments.out.exists() and not arguments.again:
        results = json.loads(arguments.out.read_text())
    for name in names:
        if arguments.only and not any(word in name for word in arguments.only):
            continue
        if name in results and results[name][0] != "wrong":
            continue
        try:
            results[name] = check(name)
        except Exception as error:  # A reference that cannot be made counts as wrong.
            results[name] = ("wrong", f"{type(error).__name__}: {error}")
        print(f"{results[name][0]:8}{name}: {results[name][1]}", flush=True)
        if arguments.out:
            arguments.out.write_text(json.dumps(results, indent=1))
    lines = table(arguments.library, names, results, group)
    print("\n".join(["", *lines]))
    if arguments.table:
        put(lines, arguments.table)


KINDS = ("exact", "refused", "wrong", "not run")


def table(library, names, results, group):
    """The lines of a Markdown table: how many names of each group are what."""
    counts = collections.defaultdict(collections.Counter)
    for name in names:
        counts[group(name)][results.get(name, ("not run",))[0]] += 1
    version = {"timm": timm, "transformers": transformers}[library].__version__
    rows = [(f"`{name}`", row) for name, row in sorted(counts.items())]
    rows.append((f"all of {len(names)}", sum(counts.values(), collections.Counter())))
    lines = [f"| {library} {version} | {' | '.join(KINDS)} |", f"|---|{'---:|' * len(KINDS)}"]
    return lines + [f"| {name} | {' | '.join(str(row[kind]) for kind in KINDS)} |" for name, row in rows]


def put(lines, path):
    """Puts a table in the place of the one of the same library."""
    library = lines[0].split()[1]
    text = path.read_text()
    found = re.search(rf"^\| {library} \d.*\n(\|.*\n)+", text, re.M)
    if found is None:
        raise SystemExit(f"{path} has no table of {library}")
    path.write_text(text[:found.start()] + "\n".join(lines) + "\n" + text[found.end():])


if __name__ == "__main__":
    main()
