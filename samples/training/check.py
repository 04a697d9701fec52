"""Check the modules against golden values, and training scenes against NumPy's: `check.py FIXTURE_DIR...`

A fixture is a folder with config.json, a checkpoint and golden.safetensors (input, logits, entropies, rows). Logits must
agree to 5e-5, rows to 2e-5, entropies to 1e-5, and the rows times v must equal the fast path of the linear mechanisms.
Scenes that composer.py makes for training must be those of scenes.py, but for one level where a rounding differs.
"""

import argparse
import json
import sys
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file

from composer import Composer
from measures import entropy
from models import Pyramid
from scenes import DATA, Garments, compose


def load(folder):
    """The model of a folder in the Hugging Face layout."""
    folder = Path(folder)
    config = json.loads((folder / "config.json").read_text())
    model = Pyramid(config["architecture"], config["model_args"])
    if (folder / "model.safetensors").exists():
        state = load_file(folder / "model.safetensors")
    else:
        state = torch.load(folder / "model.pth", map_location="cpu", weights_only=True)
        state = state.get("model", state)
    state = {k: v.float() for k, v in state.items() if v.is_floating_point()}
    model.load_state_dict(state)
    return model.eval()


@torch.no_grad()
def check(folder):
    """The largest deviation from each kind of golden value."""
    model, golden = load(folder), load_file(Path(folder) / "golden.safetensors")
    record = []
    logits = model(golden["input"][None], record)[0]
    worst = {"logits": (logits - golden["logits"]).abs().max().item(), "rows": 0.0, "entropy": 0.0, "mix": 0.0}
    for i, (block, heads) in enumerate(zip(model.layers(), record)):
        streams = block.attn.rows(heads)
        for stream, rows in streams.items():
            name = f"layer{i}.{stream}"
            worst["entropy"] = max(worst["entropy"], (entropy(rows[0]).mean(-1) - golden[f"{name}.entropy"]).abs().max().item())
            if name in golden:
                expected, found = golden[name].flatten(0, golden[name].dim() - 4)[0], rows[0]
            else:
                expected, found = golden[f"{name}.rows"], rows[0][:, golden[f"{name}.queries"].long()]
            worst["rows"] = max(worst["rows"], (expected - found).abs().max().item())
        values = heads.v.chunk(len(streams), -1)
        explicit = torch.cat([a @ v for a, v in zip(streams.values(), values)], -1)
        if heads.kind != "softmax":
            explicit = explicit + block.attn.local(heads.v)
        if heads.gate is not None:
            explicit = explicit * heads.gate
        worst["mix"] = max(worst["mix"], (explicit - block.attn.mix(heads)).abs().max().item())
    return worst


def differences(data, device, count=500):
    """Between the two ways to compose `count` scenes: the largest difference, and the fraction of values that differ."""
    garments, chosen = Garments.load("train", data), np.arange(count)
    one = compose(garments, chosen, np.random.default_rng(0))
    pixels, labels = Composer(garments, device).compose(chosen, np.random.default_rng(0))
    assert (labels.cpu().numpy() == one.labels).all()
    apart = np.abs(pixels.cpu().numpy() - one.pixels)
    return float(apart.max()), float((apart > 0).mean())


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", metavar="FIXTURE_DIR")
    parser.add_argument("--data", default=DATA)
    parser.add_argument("--device", default="cpu", help="where to compose scenes")
    options = parser.parse_args()
    limits = {"logits": 5e-5, "rows": 2e-5, "entropy": 1e-5, "mix": 2e-5}
    largest, fraction = differences(options.data, options.device)
    failed = largest > 1 or fraction > 1e-6
    print("FAIL" if failed else "ok  ", "scenes", f"largest difference {largest:.0f}, in {fraction:.1e} of the values")
    for folder in options.folders:
        worst = check(folder)
        good = all(worst[k] <= limits[k] for k in limits)
        failed |= not good
        print("ok  " if good else "FAIL", Path(folder).name, " ".join(f"{k} {v:.1e}" for k, v in worst.items()))
    sys.exit(failed)


if __name__ == "__main__":
    main()
