"""Measure the trained twins on the 10 000 test scenes and write them to samples/: `evaluate.py NAME... --work FOLDER --out FOLDER`.

For each twin: config.json, model.safetensors and metrics.json, from which table.py prints the table of the README.
"""

import argparse
import json
import time
from pathlib import Path

import torch

from check import load
from export import trained, write_model
from measures import attention_map, box_weights, mass_in_box, normalized_entropy
from models import TWINS
from scenes import DATA, LABELS, SIDE, Garments, test_scenes
from train import normalize

ATTENTION = {"fashion-softmax": "softmax", "fashion-polarity": "polarity", "fashion-focused": "focused, p = 3",
             "fashion-relu": "ReLU linear"}


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
def classify(model, scenes, batch=100):
    """Logits of all scenes, [n × 10]."""
    return torch.cat([model(normalize(scenes.pixels[i:i + batch])) for i in range(0, len(scenes.labels), batch)])


@torch.inference_mode()
def look(model, scenes, count, batch=50):
    """Over the first `count` scenes, per layer: mean normalized entropy of every stream, mean attention mass in the box."""
    names = [f"block{s + 1}.{b}.attn" for s in range(4) for b in range(model.arguments["depths"][s])]
    entropies, masses = [dict() for _ in names], [Mean() for _ in names]
    share, grids = Mean(), [None] * len(names)
    for start in range(0, count, batch):
        part, record = slice(start, min(start + batch, count)), []
        boxes = torch.from_numpy(scenes.boxes[part])
        share.add(boxes[:, 2] * boxes[:, 3] / SIDE ** 2)
        model(normalize(scenes.pixels[part]), record)
        for i, (block, heads) in enumerate(zip(model.layers(), record)):
            grids[i] = heads.grid
            streams = block.attn.rows(heads)
            mean = attention_map(streams)
            for stream, rows in {"attention": mean, **streams}.items():
                entropies[i].setdefault(stream, Mean()).add(normalized_entropy(rows))
            masses[i].add(mass_in_box(mean, box_weights(boxes, heads.grid, SIDE), box_weights(boxes, heads.key_grid, SIDE)))
    return {
        "attentionScenes": count,
        "boxShare": share.value(),
        "layers": [{"index": i, "name": name, "grid": list(grids[i]),
                    "normalizedEntropy": {stream: mean.value() for stream, mean in entropies[i].items()},
                    "massInBox": masses[i].value()} for i, name in enumerate(names)],
    }


def evaluate(name, options, scenes):
    folder = Path(options.out) / name
    write_model(name, trained(name, options.work), folder)
    model = load(folder)  # what is measured is what was written
    saved = torch.load(Path(options.work) / name / "checkpoint.pth", weights_only=True)
    recipe = saved["options"]
    logits, labels = classify(model, scenes), torch.from_numpy(scenes.labels)
    torch.save(logits, Path(options.work) / name / "logits.pt")  # for choose.py
    right = logits.argmax(1) == labels
    metrics = {
        "model": name,
        "attention": ATTENTION[name],
        "parameters": sum(p.numel() for p in model.parameters()),
        "training": {"epochs": saved["epoch"], "plannedEpochs": recipe["epochs"], "scenesPerEpoch": 60000, "seed": recipe["seed"], "batch": recipe["batch"],
                     "peakRate": recipe["rate"], "warmupSteps": recipe["warmup"],
                     "weightDecay": recipe["weight_decay"], "bfloat16": recipe["bf16"], "cpuSeconds": round(saved["seconds"])},
        "test": {"scenes": len(labels), "accuracy": right.double().mean().item(),
                 "accuracyPerClass": [round(right[labels == c].double().mean().item(), 4) for c in range(len(LABELS))]},
        **look(model, scenes, options.attention_scenes),
    }
    text = json.dumps(metrics, indent=1)
    (folder / "metrics.json").write_text(text + "\n")
    print(name, metrics["test"]["accuracy"], [layer["massInBox"] for layer in metrics["layers"]], flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", default=list(TWINS), metavar="NAME")
    parser.add_argument("--work", required=True, help="the folder that train.py wrote to")
    parser.add_argument("--out", default=Path(__file__).parent.parent, help="default: samples/")
    parser.add_argument("--attention-scenes", type=int, default=2000, help="test scenes whose attention is measured")
    parser.add_argument("--data", default=DATA)
    options = parser.parse_args()
    torch.set_num_threads(1)
    scenes = test_scenes(Garments.load("test", options.data))
    for name in options.names:
        began = time.time()
        evaluate(name, options, scenes)
        print(f"{time.time() - began:.0f} s")


if __name__ == "__main__":
    main()
