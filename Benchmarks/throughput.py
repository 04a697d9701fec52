#!/usr/bin/env python3
"""Images per second of `polascope stats`, beside the same statistics in PyTorch; and its memory over many images.

usage: throughput.py [--program PATH] [--threads N] [--images N] [--rounds N] [--models NAME,…] [--memory N]

Both read the same JPEG files, resize, crop, run the same random weights and give the same numbers: logits, and of every
head the entropies of each stream and of their mean, row sums, polarity budget and mean attention distance. The numbers
are compared first. They run by turns; PyTorch in batches of 1 and of 8, of which the faster one counts, and without the
time it takes to start. --memory N samples the resident memory of `stats` over N small images.
"""

import argparse
import json
import math
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

import compare

HERE = pathlib.Path(__file__).resolve().parent
SIZE, RESIZED = 224, 256
MEAN, STD = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)


def pictures(count, width, height, folder, kind):
    """`count` different images with coarse and fine structure, as files."""
    import numpy
    from PIL import Image

    generator = numpy.random.default_rng(3)
    paths = []
    for index in range(count):
        coarse = Image.fromarray(generator.integers(0, 256, (12, 16, 3), dtype=numpy.uint8))
        pixels = numpy.asarray(coarse.resize((width, height), Image.BICUBIC)).astype(numpy.int16)
        pixels = numpy.clip(pixels + generator.integers(-12, 13, pixels.shape), 0, 255).astype(numpy.uint8)
        paths.append(folder / f"{index:05d}.{kind}")
        Image.fromarray(pixels).save(paths[-1], **({"quality": 90} if kind == "jpg" else {"compress_level": 1}))
    return paths


def save(name, folder):
    """The model as polascope reads it, with ImageNet's usual transform."""
    import models

    saved = compare.save(models.create(name), name, SIZE, folder)
    config = json.loads((saved / "config.json").read_text())
    config["pretrained_cfg"] |= {"crop_pct": SIZE / RESIZED, "mean": MEAN, "std": STD, "interpolation": "bicubic"}
    (saved / "config.json").write_text(json.dumps(config))
    return saved


class Observer:
    """Computes the numbers of every head of a batch while the model runs."""

    def __init__(self, model, is_vit):
        import torch

        self.torch, self.is_vit = torch, is_vit
        self.model = model
        self.prefix = 1 if is_vit else 0
        self.distances, self.layers = {}, []
        for module in model.modules():
            if hasattr(module, "observe"):
                module.observe = self.observe

    def distance(self, tokens):
        """Distances in pixels between the centers of a square grid of tokens, [tokens, tokens]."""
        if tokens not in self.distances:
            side = math.isqrt(tokens)
            places = (self.torch.arange(side) + 0.5) * SIZE / side
            places = self.torch.cartesian_prod(places, places)
            self.distances[tokens] = self.torch.cdist(places, places)
        return self.distances[tokens]

    def observe(self, q, k, streams):
        import models

        sums = {name: rows.sum(-1) for name, rows in streams.items()}
        normal = {name: rows / sums[name].unsqueeze(-1) for name, rows in streams.items()}
        if len(normal) > 1:
            normal["attention"] = sum(normal.values()) / 2
        entropies = {name: models.entropy(rows) for name, rows in normal.items()}
        spatial = normal["attention"][..., self.prefix :, self.prefix :]
        far = (spatial * self.distance(spatial.shape[-1])).sum(-1)
        signed = [side.clamp_min(0).sum(-2) for side in (q, -q, k, -k)]
        budget = self.torch.stack(
            [(signed[i] * signed[j]).sum(-1) for i, j in ((0, 2), (1, 3), (0, 3), (1, 2))], -1)
        self.layers.append({
            "entropy": {name: values.mean(-1) for name, values in entropies.items()},
            "normalizedEntropy": {name: values.mean(-1) / math.log(k.shape[-2]) for name, values in entropies.items()},
            "rowSum": {name: {"mean": s.mean(-1), "min": s.amin(-1)} for name, s in sums.items()},
            "emptyRows": {name: (s == 0).sum(-1) for name, s in sums.items()},
            "weakRows": {name: (s < 0.5).sum(-1) for name, s in sums.items()},
            "meanDistance": (far / spatial.sum(-1)).mean(-1),
            "polarity": budget / budget.sum(-1, keepdim=True),
        })

    def lines(self, paths):
        """The JSON lines of a batch of images."""
        from PIL import Image
        from torchvision.transforms.functional import normalize, pil_to_tensor

        inputs = []
        for path in paths:
            image = Image.open(path).convert("RGB")
            scale = RESIZED / min(image.size)
            image = image.resize([int(side * scale) for side in image.size], Image.BICUBIC)
            left, top = (round((side - SIZE) / 2) for side in image.size)
            image = image.crop((left, top, left + SIZE, top + SIZE))
            inputs.append(normalize(pil_to_tensor(image).float() / 255, MEAN, STD))
        self.layers = []
        batch = self.torch.stack(inputs)
        logits = self.model(batch) if self.is_vit else self.model(batch, explicit=True)
        probabilities = logits.softmax(-1).topk(5)

        def part(value, index):
            if isinstance(value, dict):
                return {key: part(inner, index) for key, inner in value.items()}
            return value[index].tolist()

        return [json.dumps({
            "image": str(path), "logits": logits[index].tolist(),
            "top": [probabilities.values[index].tolist(), probabilities.indices[index].tolist()],
            "layers": [part(layer, index) for layer in self.layers]}) for index, path in enumerate(paths)]


def polascope(program, model, paths, threads, folder):
    """Seconds of a run of `stats` from its start to its end, and its lines."""
    (folder / "list").write_text("".join(f"{path}\n" for path in paths))
    command = [program, "stats", model, "--images-from", folder / "list", "--threads", threads]
    with open(folder / "lines", "w") as output:
        start = time.perf_counter()
        subprocess.run(list(map(str, command)), stdout=output, check=True)
        seconds = time.perf_counter() - start
    return seconds, [json.loads(line) for line in (folder / "lines").read_text().splitlines()]


def largest_difference(ours, theirs):
    """Of entropies (nats), distances (as fractions of the image's side), budgets and logits (of the largest one)."""
    worst = max(abs(a - b) for a, b in zip(ours["logits"], theirs["logits"])) / max(map(abs, theirs["logits"]))
    for layer, other in zip(ours["layers"], theirs["layers"]):
        for head in layer["heads"]:
            h = head["index"]
            for stream, value in head["entropy"].items():
                worst = max(worst, abs(value - other["entropy"][stream][h]))
            worst = max(worst, abs(head["meanDistance"] - other["meanDistance"][h]) / SIZE)
            for pair, share in zip(("pp", "nn", "pn", "np"), other["polarity"][h]):
                worst = max(worst, abs(head["polarity"][pair] - share))
    return worst


def measure(name, program, threads, count, rounds, folder):
    import torch

    import models

    is_vit = name in models.VITS
    folder = folder / name
    folder.mkdir()
    saved = save(name, folder)
    paths = pictures(count, 500, 375, folder, "jpg")
    model = models.create(name)
    observer = Observer(models.keep_attention(model) if is_vit else model, is_vit)
    with torch.inference_mode():
        theirs = json.loads(observer.lines(paths[:1])[0])
        _, ours = polascope(program, saved, paths[:1], threads, folder)
        difference = largest_difference(ours[0], theirs)
        print(f"{name}: largest difference of the numbers {difference:.1e}", file=sys.stderr)
        if not difference < 1e-2:
            sys.exit("throughput.py: the programs do not compute the same")
        rates = {"polascope": [], 1: [], 8: []}
        for _ in range(rounds):
            rates["polascope"].append(count / polascope(program, saved, paths, threads, folder)[0])
            for batch in (1, 8):
                start = time.perf_counter()
                for first in range(0, count, batch):
                    observer.lines(paths[first : first + batch])
                rates[batch].append(count / (time.perf_counter() - start))
    median = {key: statistics.median(values) for key, values in rates.items()}
    best = max(median[1], median[8])
    return f"| {name} | {median[1]:.1f} | {median[8]:.1f} | {median['polascope']:.1f} | {median['polascope'] / best:.2f}× |"


def memory(program, threads, count, folder):
    """Resident memory of `stats` on a twin on `count` images of 64 × 64 pixels, in MB."""
    base = pictures(500, 64, 64, folder, "png")
    (folder / "list").write_text("".join(f"{base[index % len(base)]}\n" for index in range(count)))
    lines = folder / "lines"
    command = [program, "stats", "fashion-polarity", "--images-from", folder / "list", "--threads", threads]
    samples = []
    with open(lines, "w") as output:
        start = time.perf_counter()
        process = subprocess.Popen(list(map(str, command)), stdout=output)
        while process.poll() is None:
            try:
                status = pathlib.Path(f"/proc/{process.pid}/status").read_text()
            except OSError:
                break
            resident = [line.split()[1] for line in status.splitlines() if line.startswith("VmRSS")]
            if resident:
                samples.append(int(resident[0]) / 1024)
            time.sleep(0.05)
        process.wait()
        seconds = time.perf_counter() - start
    done = sum(1 for _ in open(lines))
    quarters = [samples[max(0, len(samples) * part // 4 - 1)] for part in (1, 2, 3, 4)]
    print(
        f"{done} images in {seconds:.1f} s ({done / seconds:.0f} a second); resident after each quarter "
        + ", ".join(f"{value:.1f}" for value in quarters) + f" MB, at most {max(samples):.1f} MB")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default=HERE.parent / ".build/release/polascope", type=pathlib.Path)
    parser.add_argument("--threads", default=2, type=int)
    parser.add_argument("--images", default=32, type=int)
    parser.add_argument("--rounds", default=3, type=int)
    parser.add_argument("--models", default="deit_small_patch16_224,pola_pvt_tiny")
    parser.add_argument("--memory", default=0, type=int, metavar="N", help="sample memory over N images, too")
    options = parser.parse_args()
    compare.enter_environment()
    import torch

    torch.set_num_threads(options.threads)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        rows = [
            measure(model, options.program, options.threads, options.images, options.rounds, folder)
            for model in filter(None, options.models.split(","))]
        if rows:
            print("| model | PyTorch, batch 1 | PyTorch, batch 8 | polascope | ratio |\n|---|---:|---:|---:|---:|")
            print("\n".join(rows))
        if options.memory:
            memory(options.program, options.threads, options.memory, folder)


if __name__ == "__main__":
    main()
