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
from measures import attention_map, box_weights, mass_in_box, normalised_entropy
from models import TWINS
from scenes import DATA, SIDE, Garments, test_scenes
from train import normalise

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
def measure(model, scenes, batch=50):
    """Accuracy, and per layer the mean normalised entropy of every stream and the mean attention mass inside the box."""
    names = [f"block{s + 1}.{b}.attn" for s in range(4) for b in range(model.arguments["depths"][s])]
    entropies = [dict() for _ in names]
    masses, share = [Mean() for _ in names], Mean()
    confusion = torch.zeros(10, 10, dtype=torch.long)
    grids = [None] * len(names)
    for start in range(0, len(scenes.labels), batch):
        part = slice(start, start + batch)
        labels, boxes = torch.from_numpy(scenes.labels[part]), torch.from_numpy(scenes.boxes[part])
        record = []
        predicted = model(normalise(scenes.pixels[part]), record).argmax(1)
        confusion.index_put_((labels, predicted), torch.ones(len(labels), dtype=torch.long), accumulate=True)
        share.add(boxes[:, 2] * boxes[:, 3] / SIDE ** 2)
        for i, (block, heads) in enumerate(zip(model.layers(), record)):
            grids[i] = heads.grid
            streams = block.attn.rows(heads)
            mean = attention_map(streams)
            for stream, rows in {"attention": mean, **streams}.items():
                entropies[i].setdefault(stream, Mean()).add(normalised_entropy(rows))
            masses[i].add(mass_in_box(mean, box_weights(boxes, heads.grid, SIDE), box_weights(boxes, heads.key_grid, SIDE)))
    hits = confusion.diagonal()
    return {
        "test": {"scenes": len(scenes.labels), "accuracy": hits.sum().item() / len(scenes.labels),
                 "accuracyPerClass": [round(h / n, 4) for h, n in zip(hits.tolist(), confusion.sum(1).tolist())]},
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
    metrics = {"model": name, "attention": ATTENTION[name], "parameters": sum(p.numel() for p in model.parameters()),
               "training": {"epochs": saved["epoch"], "scenesPerEpoch": 60000, "seed": recipe["seed"], "batch": recipe["batch"],
                            "peakRate": recipe["rate"], "weightDecay": recipe["weight_decay"], "warmupSteps": recipe["warmup"], "cosineEpochs": recipe["epochs"],
                            "bfloat16": recipe["bf16"], "cpuSeconds": round(saved["seconds"])},
               **measure(model, scenes)}
    text = json.dumps(metrics, indent=1)
    (folder / "metrics.json").write_text(text + "\n")
    print(name, metrics["test"]["accuracy"], [layer["massInBox"] for layer in metrics["layers"]], flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", default=list(TWINS), metavar="NAME")
    parser.add_argument("--work", required=True, help="the folder that train.py wrote to")
    parser.add_argument("--out", default=Path(__file__).parent.parent, help="default: samples/")
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
