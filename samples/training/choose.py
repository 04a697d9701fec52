"""Choose the bundled pictures from the test scenes, after evaluate.py: `choose.py --work FOLDER --samples FOLDER`.

The first test scene of every class, whatever the models say of it, then scenes on which the softmax and the polarity
twin of the bundled seed disagree: two that softmax gets wrong and polarity right, two the other way round, each the most decided of its kind.
"""

import argparse
from pathlib import Path

import torch

from export import write_images
from scenes import DATA, LABELS, Garments, test_scenes

CANDIDATES = 2000  # the first test scenes, among which the twins may disagree


def disagreements(right, wrong, labels, count, taken):
    """Scenes that `right` names correctly and `wrong` does not, by how sure both are; one per class."""
    correct = right.argmax(1) == labels
    missed = wrong.argmax(1) != labels
    certainty = torch.minimum(right.amax(1), wrong.amax(1)) * (correct & missed)
    chosen, classes = [], set()
    for i in certainty.argsort(descending=True).tolist():
        if len(chosen) == count or not certainty[i]:
            break
        if labels[i].item() not in classes and i not in taken:
            chosen.append(i)
            classes.add(labels[i].item())
    return chosen


def first_of_each(labels):
    """The first scene of every class: a choice that looks at no model."""
    return [int((labels == label).argmax()) for label in range(len(LABELS))]


def choose(work, samples, data, seed=0):
    softmax, polarity = (torch.load(work / f"models/seed{seed}" / f"fashion-{kind}.logits.pt")[:CANDIDATES].softmax(1)
                         for kind in ("softmax", "polarity"))
    scenes = test_scenes(Garments.load("test", data), count=len(softmax))
    labels = torch.from_numpy(scenes.labels)
    first = first_of_each(scenes.labels)
    won = disagreements(polarity, softmax, labels, 2, first)
    lost = disagreements(softmax, polarity, labels, 2, first + won)
    write_images(scenes, first + won + lost, samples / "images")
    for i in won + lost:
        print(f"{i:5d} {LABELS[labels[i]]:12s} softmax: {LABELS[softmax[i].argmax()]} {softmax[i].max():.2f}"
              f"   polarity: {LABELS[polarity[i].argmax()]} {polarity[i].max():.2f}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, required=True, help="the folder in which evaluate.py left the logits")
    parser.add_argument("--samples", type=Path, default=Path(__file__).parent.parent, help="default: samples/")
    parser.add_argument("--data", default=DATA)
    options = parser.parse_args()
    choose(options.work, options.samples, options.data)


if __name__ == "__main__":
    main()
