"""The file layouts of models and pictures.

A model is a folder with config.json (the layout of a timm hub repository) and model.safetensors (fp16).
"""

import json
from pathlib import Path

from PIL import Image
from safetensors.torch import save_file

from scenes import LABELS
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
    state = {key: value.detach().half().cpu().contiguous() for key, value in model.state_dict().items()}
    save_file(state, folder / "model.safetensors", metadata={"format": "pt"})
    (folder / "model.safetensors").chmod(0o644)


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
