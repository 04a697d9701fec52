"""Measure twins with polascope itself on test scenes: `measure.py --program PATH --models FOLDER --into README.md`.

Renders the first test scenes to PNG files in folders of classes, has `polascope stats --boxes` and `polascope summary`
give entropies, budgets and the mass of attention in the garment's box, and `polascope compare` the
answer to the paper's question. FOLDER is WORK/models, where evaluate.py left the models of every seed (seed0, seed1 …);
without it, the bundled seed alone is measured. Needs NumPy, Pillow and Debian's dataset-fashion-mnist, and no PyTorch.
"""

import argparse
import json
import subprocess
import tempfile
from pathlib import Path

from PIL import Image

from scenes import DATA, LABELS, SIDE, Garments, test_scenes
from table import NAMES, ORDER, chain, replace, row, spread

BEGIN, END = "<!-- measure.py begins -->", "<!-- measure.py ends -->"
POLARITY = "fashion-polarity"


def write_scenes(count, data, folder):
    """A PNG for each scene as `folder/scenes/<class>/<index>.png`, and the boxes of all as `folder/boxes.csv`."""
    scenes = test_scenes(Garments.load("test", data), count=count)
    boxes = ["image,x,y,width,height"]
    for index in range(count):
        home = folder / "scenes" / LABELS[scenes.labels[index]].replace("/", "-")
        home.mkdir(parents=True, exist_ok=True)
        Image.fromarray(scenes.pixels[index]).save(home / f"{index:05d}.png", compress_level=1)
        boxes.append(",".join([f"{index:05d}.png", *(str(side) for side in scenes.boxes[index])]))
    (folder / "boxes.csv").write_text("\n".join(boxes) + "\n")
    return float((scenes.boxes[:count, 2] * scenes.boxes[:count, 3]).mean()) / SIDE ** 2


def run(program, *arguments):
    return subprocess.run([program, *map(str, arguments)], check=True, stdout=subprocess.PIPE, text=True).stdout


def mean(values):
    values = list(values)
    return sum(values) / len(values)


def overall(model, get):
    """A number's mean over all heads, as `compare` weighs them, of its mean over the images."""
    return mean(get(head)["mean"] for layer in model["layers"] for head in layer["heads"])


def signed(difference):
    low, high = difference["interval"]
    return f"{difference['mean']:+.3f} ({low:+.3f} to {high:+.3f})".replace("-", "−")


class Seed:
    """What the program measures of the four twins of one seed."""

    def __init__(self, program, models, images, boxes, count, lines):
        run(program, "stats", *(models / name for name in ORDER), "--image", images, "--boxes", boxes, "--append", lines)
        summary = json.loads(run(program, "summary", lines, "--format", "json"))
        self.summary = {model["model"]: model for model in summary["models"]}
        assert all(self.summary[name]["images"] == count for name in ORDER)

    def overall(self, name, get):
        return overall(self.summary[name], get)

    def layers(self, name, get):
        return [mean(get(head)["mean"] for head in layer["heads"]) for layer in self.summary[name]["layers"]]


def tables(seeds, comparisons, count, share):
    """The tables of `seeds`, and what `compare` answers for the first, in Markdown, line by line."""
    def entropy(stream):
        return lambda head: head["normalizedEntropy"][stream]

    def cells(name, get, digits):
        return spread([seed.overall(name, get) for seed in seeds], digits)

    yield (f"Over the first {count:,} test scenes. Entropy is normalized (1 = uniform); entropy, mass and budget are means "
           f"over scenes and all heads (later layers have more of them); the box covers {share:.3f} of a picture on average:")
    yield ""
    yield row("model", "entropy", "entropy of streams: same", "opposite", "mass in the box", "pp", "nn", "pn",
              "np", "mean distance, px")
    yield row("---", *["---:"] * 9)
    for name in ORDER:
        has_streams = name == POLARITY
        yield row(f"`{name}`", cells(name, entropy("attention"), 3),
                  *(cells(name, entropy(s), 3) if has_streams else "–" for s in ("same", "opposite")),
                  cells(name, lambda head: head["massInBox"], 3),
                  *(cells(name, lambda head: head["polarity"][pair], 2) for pair in ("pp", "nn", "pn", "np")),
                  cells(name, lambda head: head["meanDistance"], 1))
    yield ""
    values = {NAMES[n]: [seed.overall(n, entropy("attention")) for seed in seeds] for n in ORDER}
    yield f"In every seed: entropy {chain(values)};"
    values = {NAMES[n]: [seed.overall(n, lambda head: head["massInBox"]) for seed in seeds] for n in ORDER}
    yield f"mass in the box {chain(values)}."
    yield ""
    yield "Entropy by layer, mean over its heads (polarity: of the mean of its streams):"
    yield ""
    yield row("layer", *(NAMES[name] for name in ORDER), "in every seed")
    yield row("---:", *["---:"] * len(ORDER), "---")
    layers = {name: [seed.layers(name, entropy("attention")) for seed in seeds] for name in ORDER}
    for index in range(len(layers[POLARITY][0])):
        values = {NAMES[name]: [of_seed[index] for of_seed in layers[name]] for name in ORDER}
        yield row(str(index), *map(spread, values.values()), chain(values))
    yield ""
    yield ("Is the entropy of `fashion-polarity` the lower one? `compare` on the first seed: its normalized entropy less the "
           "other's, a mean over scenes and paired heads with its 95 % interval, for the mean of its streams and for the two "
           "streams one by one:")
    yield ""
    yield row("against", "mean of streams", "lower on", "streams one by one", "lower on", "answer")
    yield row("---", "---:", "---:", "---:", "---:", "---")
    for name, comparison in comparisons.items():
        answer = comparison["answer"]
        assert answer["subject"] == "b"
        yield row(f"`{name}`", signed(answer["attention"]), f"{answer['attention']['lower']:,} of {count:,}",
                  signed(answer["streams"]), f"{answer['streams']['lower']:,} of {count:,}",
                  {"lower": "yes, it is lower", "higher": "no, it is higher", "undecided": "not decided"}[answer["verdict"]])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    samples = Path(__file__).parent.parent
    parser.add_argument("--program", default=samples.parent / ".build/release/polascope", type=Path)
    parser.add_argument("--models", type=Path, help="folder with a folder of models for each seed; default: the bundled seed")
    parser.add_argument("--scenes", default=2000, type=int)
    parser.add_argument("--data", default=DATA)
    parser.add_argument("--into", type=Path, help="a Markdown file with the marker comments; else it is printed")
    options = parser.parse_args()
    homes = sorted(options.models.glob("seed*")) if options.models else [samples.resolve()]
    with tempfile.TemporaryDirectory() as name:
        folder, program = Path(name), options.program.resolve()
        share = write_scenes(options.scenes, options.data, folder)
        seeds = [Seed(program, home, folder / "scenes", folder / "boxes.csv", options.scenes, folder / f"lines{index}.jsonl")
                 for index, home in enumerate(homes)]
        comparisons = {
            name: json.loads(run(program, "compare", homes[0] / name, homes[0] / POLARITY, "--image", folder / "scenes",
                                 "--format", "json")) for name in ORDER if name != POLARITY}
    text = "\n".join(tables(seeds, comparisons, options.scenes, share))
    if options.into:
        replace(options.into, BEGIN, END, text)
    else:
        print(text)


if __name__ == "__main__":
    main()
