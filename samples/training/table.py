"""Print the README's tables from the metrics of all seeds: `table.py [metrics.json]`.

`table.py --into README.md` replaces what is between the two marker comments of that file.
"""

import argparse
import json
from pathlib import Path

ORDER = ["fashion-softmax", "fashion-relu", "fashion-focused", "fashion-polarity"]
NAMES = {"fashion-softmax": "softmax", "fashion-relu": "ReLU", "fashion-focused": "focused", "fashion-polarity": "polarity"}
BEGIN, END = "<!-- table.py begins -->", "<!-- table.py ends -->"


def row(*cells):
    return "| " + " | ".join(cells) + " |"


def number(value, digits=2):
    return "–" if value is None else f"{value:.{digits}f}"


def spread(values, digits=2):
    """Mean over the seeds ± half of the range between the lowest and the highest."""
    return f"{sum(values) / len(values):.{digits}f} ± {(max(values) - min(values)) / 2:.{digits}f}"


def chain(values):
    """What holds in every seed, `a, b < c`. `values` gives each name its values by seed."""
    order = sorted(values, key=lambda name: sum(values[name]))
    below = {name: [other for other in order if all(x < y for x, y in zip(values[other], values[name]))] for name in order}
    if all(below[name] == order[:i] for i, name in enumerate(order)):
        return " < ".join(order)
    return "; ".join(f"{', '.join(below[name])} < {name}" for name in order if below[name]) or "no order"


def overview(metrics):
    yield row("model", "attention", "parameters", "accuracy by seed", "mean ± spread")
    yield row("---", "---", "---:", "---", "---:")
    for name in ORDER:
        of_name = metrics[name]
        accuracies = [100 * m["test"]["accuracy"] for m in of_name]
        yield row(f"`{name}`", of_name[0]["attention"], f"{of_name[0]['parameters']:,}",
                  ", ".join(number(a) for a in accuracies), spread(accuracies, 1) + " %")


def by_layer(metrics, columns, value):
    """A row for each layer: `columns` (title, model, key), mean ± spread of value(layer, key), and what holds in all seeds."""
    yield row("layer", "grid", *(title for title, _, _ in columns), "in every seed")
    yield row("---", "---", *["---:"] * len(columns), "---")
    for index, layer in enumerate(metrics[ORDER[0]][0]["layers"]):
        values = {title: [value(m["layers"][index], key) for m in metrics[name]] for title, name, key in columns}
        grid = "×".join(map(str, layer["grid"]))
        common = {title: values[title] for title, _, key in columns if key == "attention"}
        yield row(f"{index} `{layer['name']}`", grid, *map(spread, values.values()), chain(common))


def tables(path):
    metrics = {name: [] for name in ORDER}
    for m in sorted(json.loads(Path(path).read_text()), key=lambda m: m["training"]["seed"]):
        metrics[m["model"]].append(m)
    first = metrics[ORDER[0]][0]
    one_each = [(NAMES[name], name, "attention") for name in ORDER]
    streams = [(f"polarity: {s}", "fashion-polarity", s) for s in ("same", "opposite")]
    scenes = f"{first['attentionScenes']:,}"
    return "\n".join([
        *overview(metrics), "",
        f"Mean normalized entropy of the rows (1 = uniform) over the first {scenes} test scenes, all queries and heads; "
        "the column polarity is that of the mean of its streams:", "",
        *by_layer(metrics, one_each + streams, lambda layer, key: layer["normalizedEntropy"][key]), "",
        "Share of attention that queries inside the garment's box give to keys inside it (polarity: mean of the streams). "
        f"Uniform attention gives the box's share of the picture, {first['boxShare']:.3f}:", "",
        *by_layer(metrics, one_each, lambda layer, _: layer["massInBox"])])


def replace(path, begin, end, text):
    """Puts `text` between two marker comments of a file."""
    before, rest = path.read_text().split(begin)
    path.write_text(before + begin + "\n" + text + "\n" + end + rest.split(end)[1])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("metrics", nargs="?", default=Path(__file__).parent / "metrics.json", help="default: beside this script")
    parser.add_argument("--into", type=Path, help="a Markdown file with the marker comments")
    options = parser.parse_args()
    text = tables(options.metrics)
    if options.into:
        replace(options.into, BEGIN, END, text)
    else:
        print(text)


if __name__ == "__main__":
    main()
