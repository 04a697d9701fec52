"""Write models and pictures the way people exchange them: `export.py --out FOLDER [--work FOLDER]`.

A model is a folder with config.json (the layout of a timm hub repository) and model.safetensors (fp32). Without
`--work` the twins are written untrained, which is enough to try a loader on the real layout.
"""

import argparse
import json
from pathlib import Path

import torch
from PIL import Image
from safetensors.torch import save_file

from models import TWINS, twin
from scenes import DATA, LABELS, Garments, test_scenes
from train import MEAN, STD


def write_model(name, model, folder):
    """config.json and model.safetensors of one twin."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    side = model.arguments["img_size"]
    config = {
        "architecture": model.architecture,
        "num_classes": len(LABELS),
        "model_args": model.arguments,
        "pretrained_cfg": {"mean": MEAN, "std": STD, "interpolation": "bicubic", "input_size": [3, side, side],
                           "crop_pct": 1.0, "tag": name},
        "label_names": LABELS,
    }
    (folder / "config.json").write_text(json.dumps(config, indent=1) + "\n")
    state = {key: value.detach().float().contiguous() for key, value in model.state_dict().items()}
    save_file(state, folder / "model.safetensors", metadata={"format": "pt"})


def write_images(scenes, indices, folder):
    """One PNG per scene, numbered within its class, and scenes.json with class, label, box and place in the test set."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.png"):
        old.unlink()
    described, seen = {}, {}
    for i in sorted(indices, key=lambda i: (scenes.labels[i], indices.index(i))):
        label = int(scenes.labels[i])
        seen[label] = seen.get(label, 0) + 1
        name = f"{LABELS[label].lower().replace('/', '-').replace(' ', '-')}-{seen[label]:02d}.png"
        Image.fromarray(scenes.pixels[i]).save(folder / name, optimize=True)
        described[name] = {"class": label, "label": LABELS[label], "box": [int(b) for b in scenes.boxes[i]], "index": int(i)}
    rows = ",\n".join(f' "{name}": {json.dumps(entry)}' for name, entry in sorted(described.items()))
    (folder / "scenes.json").write_text("{\n" + rows + "\n}\n")


def one_of_each(scenes, extra=4):
    """The first scene of every class, and the first `extra` others: a choice that looks at no model."""
    first = [int((scenes.labels == label).argmax()) for label in range(len(LABELS))]
    others = [i for i in range(len(scenes.labels)) if i not in first]
    return first + others[:extra]


def trained(name, work):
    """A twin with the weights of its last checkpoint; untrained (seed 0) where there is none."""
    torch.manual_seed(0)
    model = twin(name)
    if work and (path := Path(work) / name / "checkpoint.pth").exists():
        model.load_state_dict(torch.load(path, weights_only=True)["model"])
    return model.eval()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", required=True)
    parser.add_argument("--work", help="the folder that train.py wrote to")
    parser.add_argument("--images", action="store_true", help="also write images/ (one scene per class and four more)")
    parser.add_argument("--data", default=DATA)
    options = parser.parse_args()
    for name in TWINS:
        write_model(name, trained(name, options.work), Path(options.out) / name)
    if options.images:
        scenes = test_scenes(Garments.load("test", options.data))
        write_images(scenes, one_of_each(scenes), Path(options.out) / "images")


if __name__ == "__main__":
    main()
