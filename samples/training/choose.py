"""Choose the bundled pictures from the test scenes, after evaluate.py: `choose.py --work FOLDER --out FOLDER`.

The first test scene of every class, whatever the models say of it, then scenes on which the softmax and the polarity
twin disagree: two that softmax gets wrong and polarity right, two the other way round, each the most decided of its kind.
"""

import argparse
from pathlib import Path

import torch

from export import one_of_each, write_images
from scenes import DATA, LABELS, Garments, test_scenes


def disagreements(right, wrong, labels, count, taken):
    """Scenes that `right` names correctly and `wrong` does not, by how sure both are; one per class."""
    correct = right.argmax(1) == labels
    missed = wrong.argmax(1) != labels
    certainty = torch.minimum(right.amax(1), wrong.amax(1)) * (correct & missed)
    chosen, classes = [], set()
    for i in certainty.argsort(descending=True).tolist():
        if labels[i].item() not in classes and i not in taken:
            chosen.append(i)
            classes.add(labels[i].item())
        if len(chosen) == count:
            return chosen


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    samples = Path(__file__).parent.parent
    parser.add_argument("--work", type=Path, required=True, help="the folder in which evaluate.py left the logits")
    parser.add_argument("--out", default=samples / "images", help="default: samples/images")
    parser.add_argument("--data", default=DATA)
    options = parser.parse_args()
    scenes = test_scenes(Garments.load("test", options.data))
    labels = torch.from_numpy(scenes.labels)
    softmax, polarity = (torch.load(options.work / f"fashion-{kind}" / "logits.pt").softmax(1) for kind in ("softmax", "polarity"))
    first = one_of_each(scenes, extra=0)
    won = disagreements(polarity, softmax, labels, 2, first)
    lost = disagreements(softmax, polarity, labels, 2, first + won)
    write_images(scenes, first + won + lost, options.out)
    for i in first + won + lost:
        print(f"{i:5d} {LABELS[labels[i]]:12s} softmax: {LABELS[softmax[i].argmax()]} {softmax[i].max():.2f}"
              f"   polarity: {LABELS[polarity[i].argmax()]} {polarity[i].max():.2f}")


if __name__ == "__main__":
    main()
