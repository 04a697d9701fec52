#!/usr/bin/env python3
"""Prints Sources/VisionModels/Loading/PublishedRecipes.swift: how timm prepares images for each of its published
vision transformers and hierarchies, by name (needs timm 1.0).

    python3 recipes.py > ../../../Sources/VisionModels/Loading/PublishedRecipes.swift
"""

import collections
import textwrap

import timm

from sweep import MODULES

MEANS = {
    (0.485, 0.456, 0.406): "imageNet", (0.5, 0.5, 0.5): "half", (0.48145466, 0.4578275, 0.40821073): "clip",
    (0.0, 0.0, 0.0): "none",
}


def recipe(cfg):
    resizing = {"center": "shortSide", "squash": "squash"}.get(cfg.crop_mode or "center")
    mean = MEANS.get(tuple(round(float(value), 8) for value in cfg.mean))
    if resizing is None or mean is None:
        return None
    return mean, cfg.crop_pct, resizing, cfg.interpolation


def every_recipe():
    """The recipe of every published tag of these modules that has one here."""
    registry = timm.models._registry
    tags = (tag for tag in timm.list_pretrained() if registry._model_to_module[tag.split(".")[0]] in MODULES)
    recipes = {tag: recipe(timm.get_pretrained_cfg(tag)) for tag in tags}
    return {tag: found for tag, found in recipes.items() if found is not None}


def main():
    registry = timm.models._registry
    groups = collections.defaultdict(list)
    for tag in timm.list_pretrained():
        architecture = tag.split(".")[0]
        if registry._model_to_module[architecture] not in MODULES:
            continue
        cfg = timm.get_pretrained_cfg(tag)
        key = recipe(cfg)
        # The first tag of an architecture is the one that its bare name means; others only where they differ.
        first = timm.get_pretrained_cfg(architecture)
        if key is not None and (cfg.tag == first.tag or key != recipe(first)):
            groups[key].append(architecture if cfg.tag == first.tag else tag)
    print("// How timm prepares images for its published models, by name. Made by Tests/Fixtures/families/recipes.py.")
    print("\nextension PublishedRecipes {")
    print("  /// The names of each recipe: architectures with that of their first tag, and tags with another.")
    print("  static let timm: [(recipe: EvaluationTransform, names: String)] = [")
    for (mean, crop, resizing, filter), names in sorted(groups.items(), key=lambda group: str(group[0])):
        print(f"    (\n      EvaluationTransform(\n        cropFraction: {crop}, resizing: .{resizing}, "
              f"filter: .{filter}, normalization: .{mean}),\n      \"\"\"")
        lines = textwrap.wrap(" ".join(sorted(set(names))), 100, break_on_hyphens=False)
        print("\n".join(f"      {line} \\" for line in lines)[:-2])
        print("      \"\"\"\n    ),")
    print("  ]\n}")


if __name__ == "__main__":
    main()
