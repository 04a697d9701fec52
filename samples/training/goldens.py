"""Write the golden values that tests of other implementations compare with: `goldens.py --models FOLDER --out FOLDER`.

Rows, entropies and maps come from maps.py (NumPy, double precision) on what the trained modules projected (in double
precision too); they are compared with the modules' own rows before anything is written. The layout is in
Tests/Fixtures/twins/README.md.
"""

import argparse
import json
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from safetensors.numpy import save_file

from check import load
from maps import entropy, heads_of, jensen_shannon
from models import TWINS
from scenes import SIDE
from train import normalize

SCENES = ["ankle-boot-01", "bag-01", "coat-01", "dress-01"]
MAP_LAYERS = [1, 2, 6]  # grids 32², 16², 4²


def run(model, pixels):
    """Input, logits, and per layer (block, record, heads in NumPy); the forward pass is in double precision."""
    x, record = normalize(pixels[None].copy()), []
    with torch.no_grad():
        logits = model.double()(x.double(), record)
    layers = [(block, heads, heads_of(block, heads)) for block, heads in zip(model.layers(), record)]
    for block, heads, parts in layers:
        with torch.no_grad():
            rows = block.attn.rows(heads)
        for stream, expected in rows.items():
            found = np.stack([part.streams[stream] for part in parts])
            assert np.abs(found - expected[0].double().numpy()).max() < 1e-5, (heads.kind, stream)
    return x[0].contiguous().numpy(), logits[0].float().numpy(), layers


def scene_golden(x, logits, layers):
    tensors = {"input": x, "logits": logits}
    for i, (_, heads, parts) in enumerate(layers):
        tokens = heads.grid[0] * heads.grid[1]
        queries = np.unique(np.linspace(0, tokens - 1, 5).round().astype(np.int64))
        for stream in parts[0].streams:
            name = f"layer{i}.{stream}"
            tensors[f"{name}.entropy"] = single(entropy(part.streams[stream]) for part in parts)
            tensors[f"{name}.rows"] = single(part.streams[stream][queries] for part in parts)
            tensors[f"{name}.queries"] = queries
    return tensors


def map_golden(layers, reference, box):
    """Maps of three queries (first token, the garment's center, last token) in a few layers; whole-layer numbers in all."""
    tensors = {}
    for i, (_, heads, parts) in enumerate(layers):
        rows, columns = heads.grid
        if i in MAP_LAYERS:
            x, y, width, height = box
            garment = int((y + height / 2) * rows / SIDE) * columns + int((x + width / 2) * columns / SIDE)
            queries = np.array([0, garment, rows * columns - 1])
            maps = [part.maps() for part in parts]
            for name in maps[0]:
                tensors[f"layer{i}.{name}"] = single(m[name][queries] for m in maps)
            tensors[f"layer{i}.queries"] = queries
        tensors[f"layer{i}.attention.entropy"] = single(entropy(part.attention()) for part in parts)
        tensors[f"layer{i}.budget"] = single(part.budget() for part in parts)
        tensors[f"layer{i}.meanDistance"] = single(part.mean_distance(heads.grid, heads.key_grid, SIDE) for part in parts)
        tensors[f"layer{i}.jensenShannon"] = single(
            jensen_shannon(part.attention(), other.attention()) for part, other in zip(parts, reference[i][2]))
    return tensors


def single(values):
    """The heads' values as one float32 array, heads first."""
    return np.ascontiguousarray(np.stack([np.asarray(v) for v in values]), dtype=np.float32)


def write(models, out):
    """Golden values of the four model folders and images/ in `models`, into the folder `out`."""
    boxes = json.loads((models / "images/scenes.json").read_text())
    pictures = {scene: np.asarray(Image.open(models / f"images/{scene}.png").convert("RGB")) for scene in SCENES}
    twins = {name: load(models / name) for name in TWINS}
    _, _, reference = run(twins["fashion-softmax"], pictures[SCENES[0]])
    for name, model in twins.items():
        (out / name).mkdir(parents=True, exist_ok=True)
        for scene, pixels in pictures.items():
            x, logits, layers = run(model, pixels)
            save_file(scene_golden(x, logits, layers), out / name / f"{scene}.golden.safetensors")
            if scene == SCENES[0]:
                maps = map_golden(layers, reference, boxes[f"{scene}.png"]["box"])
                save_file(maps, out / name / "maps.golden.safetensors", metadata={"scene": scene})
        for path in (out / name).iterdir():
            path.chmod(0o644)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    samples = Path(__file__).parent.parent
    parser.add_argument("--models", type=Path, default=samples, help="folder of the four model folders and images/; default: samples/")
    parser.add_argument("--out", type=Path, default=samples.parent / "Tests/Fixtures/twins", help="default: Tests/Fixtures/twins")
    options = parser.parse_args()
    write(options.models, options.out)


if __name__ == "__main__":
    main()
