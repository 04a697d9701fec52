"""Print the README's tables from samples/*/metrics.json: `table.py [FOLDER]`.

`table.py --into README.md` replaces what stands between the two marker comments of that file.
"""

import argparse
import json
from pathlib import Path

ORDER = ["fashion-softmax", "fashion-relu", "fashion-focused", "fashion-polarity"]
BEGIN, END = "<!-- table.py begins -->", "<!-- table.py ends -->"


def row(*cells):
    return "| " + " | ".join(cells) + " |"


def number(value, digits=2):
    return "–" if value is None else f"{value:.{digits}f}"


def overview(metrics):
    yield row("model", "attention", "parameters", "epochs", "accuracy")
    yield row("---", "---", "---:", "---:", "---:")
    for m in metrics:
        yield row(f"`{m['model']}`", m["attention"], f"{m['parameters']:,}", str(m["training"]["epochs"]),
                  f"{100 * m['test']['accuracy']:.1f} %")


def headings(metrics, polarity):
    cells = ["layer", "grid"]
    for m in metrics:
        streams = ["attention", "same", "opposite"] if polarity and m["attention"] == "polarity" else ["attention"]
        cells += [m["attention"] + ("" if s == "attention" else f": {s}") for s in streams]
    yield row(*cells)
    yield row("---", "---", *["---:"] * (len(cells) - 2))


def entropies(metrics):
    """Mean normalized entropy, 1 = uniform."""
    yield from headings(metrics, polarity=True)
    for layers in zip(*(m["layers"] for m in metrics)):
        first = layers[0]
        values = [layer["normalizedEntropy"][s] for layer in layers for s in ("attention", "same", "opposite")
                  if s in layer["normalizedEntropy"]]
        yield row(f"{first['index']} `{first['name']}`", "×".join(map(str, first["grid"])), *map(number, values))


def masses(metrics):
    """Attention mass inside the box; uniform attention would give the box's share of the picture."""
    yield from headings(metrics, polarity=False)
    for layers in zip(*(m["layers"] for m in metrics)):
        first = layers[0]
        yield row(f"{first['index']} `{first['name']}`", "×".join(map(str, first["grid"])),
                  *(number(layer["massInBox"]) for layer in layers))


def tables(folder):
    metrics = [json.loads(path.read_text()) for name in ORDER if (path := Path(folder) / name / "metrics.json").exists()]
    scenes = f"{metrics[0]['attentionScenes']:,}"
    return "\n".join([
        *overview(metrics), "",
        f"Mean normalized entropy of the rows (1 = uniform) over the first {scenes} test scenes, all queries and heads; for "
        "polarity of the mean of its streams and of each stream:", "", *entropies(metrics), "",
        "Share of attention that queries inside the garment's box give to keys inside it (polarity: mean of the streams). "
        f"Uniform attention gives the box's share of the picture, {metrics[0]['boxShare']:.3f}:", "", *masses(metrics)])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", default=Path(__file__).parent.parent, help="default: samples/")
    parser.add_argument("--into", type=Path, help="a Markdown file with the marker comments")
    options = parser.parse_args()
    text = tables(options.folder)
    if options.into:
        before, rest = options.into.read_text().split(BEGIN)
        options.into.write_text(before + BEGIN + "\n" + text + "\n" + END + rest.split(END)[1])
    else:
        print(text)


if __name__ == "__main__":
    main()
