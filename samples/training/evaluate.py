"""Measure the trained twins on the 10 000 test scenes: `evaluate.py --work FOLDER [--device cuda] [NAME...]`.

For each twin and seed, in FOLDER/models/seed0/NAME: config.json, model.safetensors and metrics.json.
"""

import argparse
import json
from pathlib import Path

import torch

from check import load
from export import write_model
from measures import attention_map, box_weights, mass_in_box, normalized_entropy
from models import twin
from scenes import SIDE, Garments, test_scenes
from train import add_options, classify, normalize

ATTENTION = {"fashion-softmax": "softmax", "fashion-polarity": "polarity", "fashion-focused": "focused, p = 3",
             "fashion-relu": "ReLU linear"}
ATTENTION_SCENES = 1000  # test scenes whose attention is measured


class Mean:
    """A running mean that leaves NaN out."""

    def __init__(self):
        self.sum, self.count = 0.0, 0

    def add(self, values):
        valid = ~values.isnan()
        self.sum += values[valid].double().sum().item()
        self.count += int(valid.sum())

    def value(self):
        return round(self.sum / self.count, 5) if self.count else None


@torch.inference_mode()
def look(model, scenes, options, count, batch=20):
    """Over the first `count` scenes, per layer: mean normalized entropy of every stream, mean attention mass in the box."""
    names = [f"block{s + 1}.{b}.attn" for s in range(4) for b in range(model.arguments["depths"][s])]
    entropies, masses = [dict() for _ in names], [Mean() for _ in names]
    share, grids = Mean(), [None] * len(names)
    for start in range(0, count, batch):
        part, record = slice(start, min(start + batch, count)), []
        boxes = torch.from_numpy(scenes.boxes[part])
        share.add(boxes[:, 2] * boxes[:, 3] / SIDE ** 2)
        model(normalize(torch.from_numpy(scenes.pixels[part]).to(options.device)), record)
        for i, (block, heads) in enumerate(zip(model.layers(), record)):
            grids[i] = heads.grid
            streams = block.attn.rows(heads)
            mean = attention_map(streams)
            for stream, rows in {"attention": mean, **streams}.items():
                entropies[i].setdefault(stream, Mean()).add(normalized_entropy(rows))
            masses[i].add(mass_in_box(mean, *(box_weights(boxes, grid, SIDE).to(mean.device) for grid in (heads.grid, heads.key_grid))))
    return {
        "attentionScenes": count,
        "boxShare": share.value(),
        "layers": [{"index": i, "name": name, "grid": list(grids[i]),
                    "normalizedEntropy": {stream: mean.value() for stream, mean in entropies[i].items()},
                    "massInBox": masses[i].value()} for i, name in enumerate(names)],
    }


def evaluate(name, seed, options, scenes):
    """Writes the model as it is exchanged, and measures what was written."""
    saved = torch.load(Path(options.work) / f"seed{seed}" / name / "checkpoint.pth", map_location="cpu", weights_only=True)
    model = twin(name)
    model.load_state_dict(saved["model"])
    folder = Path(options.work) / "models" / f"seed{seed}" / name
    write_model(name, model, folder)
    model = load(folder).to(options.device)
    logits, labels = classify(model, scenes.pixels, options.device), torch.from_numpy(scenes.labels)
    torch.save(logits, folder.with_suffix(".logits.pt"))  # for choose.py
    right, recipe = logits.argmax(1) == labels, saved["recipe"]
    metrics = {
        "model": name,
        "attention": ATTENTION[name],
        "parameters": sum(p.numel() for p in model.parameters()),
        "training": {"epochs": saved["epoch"], "plannedEpochs": recipe["epochs"],
                     "scenesPerEpoch": recipe["steps"] * recipe["batch"], "seed": seed, "batch": recipe["batch"],
                     "peakRate": recipe["rate"], "warmupSteps": recipe["warmup"], "weightDecay": recipe["weight_decay"],
                     "secondsForAllTwins": round(saved["seconds"])},
        "test": {"scenes": len(labels), "accuracy": right.double().mean().item()},
        **look(model, scenes, options, min(ATTENTION_SCENES, len(labels))),
    }
    (folder / "metrics.json").write_text(json.dumps(metrics, indent=1) + "\n")
    print(f"seed {seed} {name} accuracy {metrics['test']['accuracy']:.4f}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_options(parser)
    options = parser.parse_args()
    scenes = test_scenes(Garments.load("test", options.data), count=options.test_scenes)
    for seed in map(int, options.seeds.split(",")):
        for name in options.names:
            evaluate(name, seed, options, scenes)


if __name__ == "__main__":
    main()
