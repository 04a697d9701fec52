"""Repeat the bundled twins from nothing: `repeat.py --work FOLDER [--device cuda]`.

Trains the four twins of every seed, measures them, and writes what is bundled: the models of the first seed and the
pictures into samples/, the metrics of all seeds beside this script, golden values into Tests/Fixtures/twins, tables into
samples/README.md. `--samples FOLDER` writes all of it into another folder and leaves the checkout as it is. A run that
was stopped goes on after its last whole epoch. `measure.py` adds what the program itself measures.
"""

import argparse
import json
import shutil
from pathlib import Path

import choose
import evaluate
import goldens
import table
from scenes import Garments, test_scenes
from train import add_options, train

HERE = Path(__file__).parent


def bundle(options, seeds, samples):
    """The models of the first seed, and one file with the metrics of all."""
    metrics = []
    for seed in seeds:
        for name in options.names:
            folder = Path(options.work) / "models" / f"seed{seed}" / name
            metrics.append(json.loads((folder / "metrics.json").read_text()))
            if seed == seeds[0]:
                shutil.copytree(folder, samples / name, dirs_exist_ok=True)
    return metrics


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_options(parser)
    parser.add_argument("--samples", type=Path, help="a folder for the results; default: the checkout")
    options = parser.parse_args()
    seeds = [int(seed) for seed in options.seeds.split(",")]
    samples = options.samples or HERE.parent
    train(options)
    scenes = test_scenes(Garments.load("test", options.data), count=options.test_scenes)
    for seed in seeds:
        for name in options.names:
            evaluate.evaluate(name, seed, options, scenes)
    metrics = bundle(options, seeds, samples)
    choose.choose(Path(options.work), samples, options.data, seeds[0])
    path = (options.samples or HERE) / "metrics.json"
    path.write_text("[\n" + ",\n".join(json.dumps(m) for m in metrics) + "\n]\n")
    goldens.write(samples, options.samples / "goldens" if options.samples else HERE.parent.parent / "Tests/Fixtures/twins")
    if options.samples:
        print(table.tables(path))
    else:
        table.replace(samples / "README.md", table.BEGIN, table.END, table.tables(path))


if __name__ == "__main__":
    main()
