"""Measure the bundled twins with polascope itself on test scenes: `measure.py --program PATH --into README.md`.

Renders the first test scenes to PNG files in folders of classes, has `polascope stats --boxes` and `polascope summary`
give entropies, budgets and the mass of attention in the garment's box, and `polascope compare` the accuracies and the
answer to the paper's question. Needs NumPy, Pillow and Debian's dataset-fashion-mnist, and no PyTorch.
"""

import argparse
import json
import subprocess
import tempfile
from pathlib import Path

from PIL import Image

from scenes import DATA, LABELS, SIDE, Garments, test_scenes
from table import ORDER, number, row

BEGIN, END = "<!-- measure.py begins -->", "<!-- measure.py ends -->"
NAMES = {"fashion-softmax": "softmax", "fashion-relu": "ReLU linear", "fashion-focused": "focused, p = 3",
         "fashion-polarity": "polarity"}
POLARITY = "fashion-polarity"


def write_scenes(count, data, folder):
    """A PNG for each scene as `folder/scenes/<class>/<index>.png`, and the boxes of all as `folder/boxes.csv`."""
    scenes = test_scenes(Garments.load("test", data))
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


def tables(program, count, data, folder):
    share = write_scenes(count, data, folder)
    images = ["--image", folder / "scenes"]
    run(program, "stats", *ORDER, *images, "--boxes", folder / "boxes.csv", "--append", folder / "lines.jsonl")
    summary = {m["model"]: m for m in json.loads(run(program, "summary", folder / "lines.jsonl", "--format", "json"))["models"]}
    assert all(summary[name]["images"] == count for name in ORDER)
    comparisons = {name: json.loads(run(program, "compare", name, POLARITY, *images, "--format", "json"))
                   for name in ORDER if name != POLARITY}
    accuracy = {name: c["accuracy"]["a"] for name, c in comparisons.items()}
    accuracy[POLARITY] = next(iter(comparisons.values()))["accuracy"]["b"]

    yield (f"Over the first {count:,} test scenes. Entropy is normalized (1 = uniform); entropy, mass and budget are means "
           f"over scenes and all heads (later layers have more of them); the box covers {share:.3f} of a picture on average:")
    yield ""
    yield row("model", "accuracy", "entropy", "entropy of streams: same", "opposite", "mass in the box", "pp", "nn", "pn", "np",
              "mean distance, px")
    yield row("---", *["---:"] * 10)
    for name in ORDER:
        model = summary[name]
        cells = [f"`{name}`", f"{100 * accuracy[name]:.1f} %"]
        for stream in ("attention", "same", "opposite"):
            has = stream in model["layers"][0]["heads"][0]["normalizedEntropy"]
            cells.append(number(overall(model, lambda h: h["normalizedEntropy"][stream]), 3) if has else "–")
        cells.append(number(overall(model, lambda h: h["massInBox"]), 3))
        cells += [number(overall(model, lambda h: h["polarity"][pair])) for pair in ("pp", "nn", "pn", "np")]
        cells.append(number(overall(model, lambda h: h["meanDistance"]), 1))
        yield row(*cells)
    yield ""
    yield "Mass of attention in the garment's box, by layer, mean over its heads:"
    yield ""
    yield row("layer", *(NAMES[name] for name in ORDER))
    yield row("---:", *["---:"] * len(ORDER))
    masses = [[mean(head["massInBox"]["mean"] for head in layer["heads"]) for layer in summary[name]["layers"]] for name in ORDER]
    for index, values in enumerate(zip(*masses)):
        yield row(str(index), *map(number, values))
    yield ""
    yield ("Is the entropy of `fashion-polarity` the lower one? Its normalized entropy less the other's, a mean over scenes and "
           "paired heads with its 95 % interval, for the mean of its streams and for the two streams one by one:")
    yield ""
    yield row("against", "mean of streams", "lower on", "streams one by one", "lower on", "answer of `compare`")
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
    parser.add_argument("--scenes", default=2000, type=int)
    parser.add_argument("--data", default=DATA)
    parser.add_argument("--into", type=Path, help="a Markdown file with the marker comments; else it is printed")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        text = "\n".join(tables(options.program.resolve(), options.scenes, options.data, Path(name)))
    if options.into:
        before, rest = options.into.read_text().split(BEGIN)
        options.into.write_text(before + BEGIN + "\n" + text + "\n" + END + rest.split(END)[1])
    else:
        print(text)


if __name__ == "__main__":
    main()
