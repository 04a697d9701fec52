#!/usr/bin/env python3
"""Times polascope beside PyTorch and ONNX Runtime on the same random weights and the same image.

usage: compare.py [--program PATH] [--threads N] [--rounds N] [--models NAME,…] [--sweep] [--output FOLDER]

The programs run by turns, so that whatever else the machine does falls on all of them; their outputs are compared
first. Prints medians, minima and ratios as a Markdown table, and whether each goal is met; --sweep adds time and peak
memory against the number of tokens, as a table and a plot. On its first run it makes its own Python environment, Benchmarks/.venv.
"""

import argparse
import importlib.util
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time
import venv

HERE = pathlib.Path(__file__).resolve().parent
MODELS = (
    "deit_tiny_patch16_224", "deit_small_patch16_224", "vit_base_patch16_224", "swin_tiny_patch4_window7_224",
    "pola_pvt_tiny", "pola_swin_tiny")

# By processor: ratios of medians to PyTorch that keeps rows (maps) and to ONNX Runtime (forward), the share of the
# multiply-add peak on one thread and on two (peak).
GOALS = {
    "AMD": {
        "deit_small_patch16_224": {"peak": (0.87, 0.87)},
        "pola_pvt_tiny": {"maps": 5},
    },
    "Intel": {
        "deit_small_patch16_224": {"maps": 1.5, "forward": 1.2, "peak": (0.85, 0.75)},
        "vit_base_patch16_224": {"maps": 1.5, "forward": 1.2},
        "pola_pvt_tiny": {"maps": 7.5},
    },
    "Intel with AMX": {
        "deit_small_patch16_224": {"maps": 2, "forward": 1.6},
        "vit_base_patch16_224": {"maps": 2, "forward": 1.6},
        "pola_pvt_tiny": {"maps": 7.5},
    },
}
# At 65 536 tokens: seconds of one row and of the polarity model's entropies, megabytes at most.
SWEEP_GOALS = {"tokens": 65536, "row": 0.002, "entropies": 6, "memory": 400}


def enter_environment():
    """Unless this Python has what is needed, runs the script again in its own environment, made if need be."""
    needed = ("torch", "torchvision", "timm", "onnx", "onnxruntime", "onnxscript", "PIL", "safetensors")
    if all(importlib.util.find_spec(module) for module in needed):
        return
    python = HERE / ".venv/bin/python"
    if not python.exists():
        venv.create(HERE / ".venv", with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "-q", "-r", HERE / "requirements.txt"], check=True)
    os.execv(python, [python, *sys.argv])


def save(model, name, size, folder):
    """Writes a model as polascope reads it, and gives the folder."""
    from safetensors.torch import save_file

    target = folder / f"{name}-{size}"
    target.mkdir()
    save_file({key: value.contiguous() for key, value in model.state_dict().items()}, target / "model.safetensors")
    settings = {"input_size": [3, size, size], "crop_pct": 1.0, "mean": [0.5] * 3, "std": [0.5] * 3}
    arguments = {}
    if name.startswith("one_layer"):
        arguments = {"num_heads": 1}
    (target / "config.json").write_text(
        json.dumps({"architecture": name, "model_args": arguments, "pretrained_cfg": settings}))
    return target


def noise(size, folder):
    """An image of noise as a file, and as the models see it."""
    import numpy
    import torch
    from PIL import Image

    pixels = numpy.random.default_rng(1).integers(0, 256, (size, size, 3), dtype=numpy.uint8)
    path = folder / f"noise-{size}.png"
    if not path.exists():
        Image.fromarray(pixels).save(path, compress_level=1)
    tensor = torch.from_numpy(pixels).permute(2, 0, 1).float().div(255).sub(0.5).div(0.5)
    return path, tensor.unsqueeze(0)


def polascope(program, model, image, threads, runs, only=()):
    """What one run of `polascope bench` measured, each run in its own process."""
    command = [program, "bench", model, "--image", image, "--threads", threads, "--runs", runs, "--json"]
    if only:
        command += ["--only", ",".join(only)]
    finished = subprocess.run(list(map(str, command)), stdout=subprocess.PIPE)
    if finished.returncode != 0:
        sys.exit(f"compare.py: {' '.join(map(str, command))} failed")
    return json.loads(finished.stdout)


def onnx_session(model, example, path, threads):
    import onnxruntime
    import torch

    torch.onnx.export(model, (example,), str(path), input_names=["image"], output_names=["logits"], dynamo=True)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def seconds(work, runs):
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return times


def compare(name, program, threads, rounds, folder):
    """All programs on one model, by turns. Gives seconds by program, and what polascope says of itself."""
    import numpy
    import torch

    import models

    model = models.create(name)
    path, image = noise(224, folder)
    saved = save(model, name, 224, folder)
    with torch.inference_mode():
        expected = model(image)[0].numpy()
    session = onnx_session(model, image, folder / f"{name}.onnx", threads)
    feed = {"image": image.numpy()}
    if name in models.VITS:
        keeping = models.keep_attention(models.create(name))
        with_maps = lambda: keeping(image)
    elif name in models.SWINS:
        keeping = models.keep_windows(models.create(name))
        with_maps = lambda: keeping(image)
    else:
        with_maps = lambda: model(image, explicit=True)
    with torch.inference_mode():
        kept = with_maps()[0].numpy()

    measured = polascope(program, saved, path, threads, 1)
    for other, logits in (
        ("polascope", measured["logits"]), ("ONNX Runtime", session.run(None, feed)[0][0]), ("PyTorch, kept", kept),
    ):
        error = float(numpy.abs(numpy.asarray(logits) - expected).max() / numpy.abs(expected).max())
        print(f"{name}: {other} differs from PyTorch by {error:.1e} of the largest logit", file=sys.stderr)
        if not error < 1e-3:
            sys.exit(f"compare.py: {other} computes something else on {name}")

    times = {"torch": [], "torch maps": [], "onnx": [], "forward": [], "maps": [], "load": [], "row": []}
    for _ in range(rounds):
        with torch.inference_mode():
            times["torch"] += seconds(lambda: model(image), 3)
            times["torch maps"] += seconds(with_maps, 3)
        times["onnx"] += seconds(lambda: session.run(None, feed), 3)
        measured = polascope(program, saved, path, threads, 3)
        for key in ("load", "forward", "maps", "row"):
            times[key] += [measured[key]["median"], measured[key]["min"]]
    return times, measured


def goals(name, measured):
    """What is wanted of a model on this processor; nothing on one without goals."""
    maker = next((maker for maker in ("AMD", "Intel") if maker in measured["cpu"]), None)
    wanted = GOALS.get("Intel with AMX" if measured["isa"] == "amx" else maker, {}).get(name, {})
    wanted = dict(wanted)
    if "peak" in wanted:
        wanted["peak"] = wanted["peak"][0 if measured["threads"] == 1 else 1]
    return wanted


def table(results):
    """Markdown: one row a model; median (minimum) in ms, and ratios of medians."""
    header = (
        "model", "PyTorch", "PyTorch, kept", "ONNX Runtime", "forward", "maps", "kept ÷ maps", "ONNX ÷ forward",
        "of the peak", "goals")
    lines = ["| " + " | ".join(header) + " |", "|---" * len(header) + "|"]
    for name, (times, measured) in results.items():
        median = {key: statistics.median(values) for key, values in times.items()}
        cells = [name] + [
            f"{1000 * median[key]:.1f} ({1000 * min(times[key]):.1f})"
            for key in ("torch", "torch maps", "onnx", "forward", "maps")]
        speed = measured["forward"]["gflop"] / min(times["forward"])
        reached = {
            "maps": median["torch maps"] / median["maps"], "forward": median["onnx"] / median["forward"],
            "peak": speed / measured["peakGFLOPS"]}
        cells += [f"{reached['maps']:.2f}×", f"{reached['forward']:.2f}×", f"{100 * reached['peak']:.0f} %"]
        cells.append(", ".join(
            f"{key} {goal:g}: {'met' if reached[key] >= goal else 'missed'}"
            for key, goal in goals(name, measured).items()))
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def sweep(program, threads, folder, sides):
    """Time and peak memory of the one-layer models against the number of tokens."""
    import models

    points = []
    for name in ("one_layer_softmax", "one_layer_polarity"):
        for side in sides:
            size = 4 * side
            saved = save(models.create(name, size), name, size, folder)
            path, _ = noise(size, folder)
            measured = polascope(
                program, saved, path, threads, 3 if side <= 64 else 1, only=("forward", "entropies", "row"))
            points.append(
                {"model": name, "tokens": side * side, "memory": measured["peakMemory"] / 1e6}
                | {key: measured[key]["min"] for key in ("forward", "row", "entropies")})
            print(f"{name} {side * side}: {points[-1]}", file=sys.stderr)
    return points


def sweep_table(points):
    lines = ["| model | tokens | forward ms | one row ms | all entropies ms | peak MB |", "|---|---|---|---|---|---|"]
    for point in points:
        numbers = [f"{1000 * point[key]:.2f}" for key in ("forward", "row", "entropies")]
        lines.append(
            f"| {point['model']} | {point['tokens']} | {' | '.join(numbers)} | {point['memory']:.0f} |")
    for point in points:
        if point["tokens"] == SWEEP_GOALS["tokens"]:
            wanted = {"row": "s for one row", "memory": "MB"}
            if point["model"].endswith("polarity"):
                wanted["entropies"] = "s for all entropies"
            lines.append(f"\n{point['model']} at {point['tokens']} tokens: " + ", ".join(
                f"{SWEEP_GOALS[key]:g} {unit} {'met' if point[key] <= SWEEP_GOALS[key] else 'missed'}"
                for key, unit in wanted.items()))
    return "\n".join(lines)


def sweep_plot(points):
    """The sweep as an SVG, both axes logarithmic."""
    import math

    width, height, left, bottom = 720, 420, 84, 50
    series = [
        (model, key, color, dash)
        for model, dash in (("one_layer_softmax", "6 4"), ("one_layer_polarity", "none"))
        for key, color in (("forward", "#1b6ca8"), ("row", "#6a994e"), ("entropies", "#bc4749"))]
    xs = [math.log10(point["tokens"]) for point in points]
    ys = [math.log10(1000 * point[key]) for point in points for key in ("forward", "row", "entropies")]
    low, high = math.floor(min(ys)), math.ceil(max(ys))

    def place(tokens, milliseconds):
        x = (math.log10(tokens) - min(xs)) / max(max(xs) - min(xs), 1e-9)
        y = (math.log10(milliseconds) - low) / max(high - low, 1e-9)
        return left + x * (width - left - 170), height - bottom - y * (height - bottom - 20)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif"'
        ' font-size="12">', f'<rect width="{width}" height="{height}" fill="white"/>']
    for power in range(low, high + 1):
        _, y = place(points[0]["tokens"], 10**power)
        parts.append(f'<line x1="{left}" x2="{width - 170}" y1="{y:.1f}" y2="{y:.1f}" stroke="#ddd"/>')
        parts.append(f'<text x="{left - 8}" y="{y + 4:.1f}" text-anchor="end">{10**power:g} ms</text>')
    for tokens in sorted({point["tokens"] for point in points}):
        x, _ = place(tokens, 1)
        parts.append(f'<text x="{x:.1f}" y="{height - bottom + 20}" text-anchor="middle">{tokens}</text>')
    parts.append(f'<text x="{(left + width - 170) / 2}" y="{height - 10}" text-anchor="middle">tokens</text>')
    for index, (model, key, color, dash) in enumerate(series):
        line = [place(p["tokens"], 1000 * p[key]) for p in points if p["model"] == model]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in line)
        parts.append(
            f'<polyline points="{path}" fill="none" stroke="{color}" stroke-width="2" stroke-dasharray="{dash}"/>')
        y = 30 + 20 * index
        parts.append(
            f'<line x1="{width - 160}" x2="{width - 130}" y1="{y}" y2="{y}" stroke="{color}" stroke-width="2"'
            f' stroke-dasharray="{dash}"/>')
        name = model.removeprefix("one_layer_")
        parts.append(f'<text x="{width - 122}" y="{y + 4}">{name}, {key}</text>')
    return "\n".join(parts + ["</svg>"]) + "\n"


def main():
    parser = argparse.ArgumentParser(description="Time polascope beside PyTorch and ONNX Runtime.")
    parser.add_argument("--program", default=HERE.parent / ".build/release/polascope", type=pathlib.Path)
    parser.add_argument("--threads", default=2, type=int)
    parser.add_argument("--rounds", default=5, type=int)
    parser.add_argument("--models", default=",".join(MODELS))
    parser.add_argument("--sweep", action="store_true", help="time against the number of tokens too")
    parser.add_argument("--sides", default="14,28,56,112,256", help="token grids of the sweep")
    parser.add_argument("--output", default=HERE, type=pathlib.Path, help="folder for the sweep's plot")
    options = parser.parse_args()
    enter_environment()

    os.environ["OMP_NUM_THREADS"] = str(options.threads)
    import torch

    torch.set_num_threads(options.threads)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        results = {}
        for model in filter(None, options.models.split(",")):
            results[model] = compare(model, options.program, options.threads, options.rounds, folder)
        if results:
            _, measured = next(iter(results.values()))
            peaks = [round(measured["peakGFLOPS"]) for _, measured in results.values()]
            print(
                f"{measured['cpu']}, {measured['isa']}, {options.threads} threads, multiply-add peak"
                f" {min(peaks)}–{max(peaks)} GFLOP/s; ms, median (minimum)\n")
            print(table(results))
        if options.sweep:
            points = sweep(
                options.program, options.threads, folder, [int(side) for side in options.sides.split(",")])
            print("\n" + sweep_table(points))
            (options.output / "sweep.svg").write_text(sweep_plot(points))


if __name__ == "__main__":
    main()
