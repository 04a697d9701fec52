"""Train one or more twins, an epoch each in turn: `train.py NAME... --work FOLDER`.

The four share everything but the attention: data, order, seed, schedule (AdamW, a cosine after a short warm-up). Each epoch ends with the accuracy on the first 2 000 test scenes (a progress report, nothing is chosen by it)
and a checkpoint from which the next start resumes.
"""

import argparse
import math
import os
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

from models import TWINS, twin
from scenes import DATA, Garments, test_scenes, training_scenes

MEAN, STD = [0.5, 0.5, 0.5], [0.5, 0.5, 0.5]


def normalize(pixels):
    """uint8 [n × 64 × 64 × 3] → float [n × 3 × 64 × 64], exactly as a loader computes (x/255 − mean)/std."""
    x = torch.from_numpy(np.ascontiguousarray(pixels.transpose(0, 3, 1, 2))).float() / 255
    return (x - torch.tensor(MEAN).view(3, 1, 1)) / torch.tensor(STD).view(3, 1, 1)


def learning_rate(step, steps, options):
    """Linear warm-up, then half a cosine to zero."""
    if step < options.warmup:
        return options.rate * (step + 1) / options.warmup
    along = (step - options.warmup) / (steps - options.warmup)
    return options.rate * 0.5 * (1 + math.cos(math.pi * along))


def optimizer(model, options):
    """AdamW; matrices and convolutions decay, biases, norms, encodings, scales and powers do not."""
    decayed = [p for name, p in model.named_parameters() if name.endswith("weight") and p.dim() > 1]
    kept = [p for name, p in model.named_parameters() if not (name.endswith("weight") and p.dim() > 1)]
    groups = [dict(params=decayed, weight_decay=options.weight_decay), dict(params=kept, weight_decay=0.0)]
    return torch.optim.AdamW(groups, lr=options.rate, fused=True)


@torch.inference_mode()
def accuracy(model, scenes, batch=100):
    """The share of scenes whose highest logit is the garment's class."""
    hits = sum((model(normalize(scenes.pixels[i:i + batch])).argmax(1).numpy() == scenes.labels[i:i + batch]).sum()
               for i in range(0, len(scenes.labels), batch))
    return float(hits) / len(scenes.labels)


class Run:
    """One twin in training: its weights, its optimizer, and how many epochs it has seen."""

    def __init__(self, name, garments, held_out, options):
        self.name, self.garments, self.held_out, self.options = name, garments, held_out, options
        self.folder = Path(options.work) / name
        self.folder.mkdir(parents=True, exist_ok=True)
        torch.manual_seed(options.seed)
        self.model = twin(name)
        self.optimizer = optimizer(self.model, options)
        self.loss = torch.compile(self.summed_loss, dynamic=False) if options.compile else self.summed_loss
        self.epoch, self.seconds = 0, 0.0
        if (checkpoint := self.folder / "checkpoint.pth").exists():
            saved = torch.load(checkpoint, weights_only=True)
            self.model.load_state_dict(saved["model"])
            self.optimizer.load_state_dict(saved["optimizer"])
            self.epoch, self.seconds = saved["epoch"], saved["seconds"]
            self.say(f"resume after epoch {self.epoch}")

    def say(self, words):
        print(self.name, words, flush=True)
        with open(self.folder / "log.txt", "a") as log:
            print(words, file=log)

    def summed_loss(self, x, y):
        with torch.autocast("cpu", torch.bfloat16, enabled=self.options.bf16):
            logits = self.model(x)
        return F.cross_entropy(logits.float(), y, reduction="sum") / self.options.batch

    def train_epoch(self):
        options, began, total = self.options, time.process_time(), 0.0
        steps = len(self.garments.labels) // options.batch
        scenes = training_scenes(self.garments, self.epoch, options.seed)
        for step, (x, y) in enumerate(batches(scenes, options.batch)):
            for group in self.optimizer.param_groups:
                group["lr"] = learning_rate(self.epoch * steps + step, options.epochs * steps, options)
            # The batch goes through in slices whose activations fit the cache; the gradient is that of the whole.
            for part, classes in zip(x.split(options.slice), y.split(options.slice)):
                loss = self.loss(part, classes)
                loss.backward()
                total += loss.item()
            torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
            self.optimizer.step()
            self.optimizer.zero_grad()
            if (step + 1) % 100 == 0:
                pace = (step + 1) * options.batch / (time.process_time() - began)
                self.say(f"epoch {self.epoch + 1} step {step + 1} loss {total / (step + 1):.4f} {pace:.0f} scenes/s")
        self.epoch += 1
        self.seconds += time.process_time() - began
        held_out = accuracy(self.model, self.held_out)
        self.say(f"epoch {self.epoch} loss {total / steps:.4f} held-out {held_out:.4f} cpu {self.seconds:.0f} s")
        self.save()

    def save(self):
        """Written beside and renamed, so that a checkpoint is always whole."""
        recipe = {k: v for k, v in vars(self.options).items() if k not in ("names", "work", "data")}
        state = dict(model=self.model.state_dict(), optimizer=self.optimizer.state_dict(), epoch=self.epoch,
                     seconds=self.seconds, options=recipe)
        torch.save(state, self.folder / "checkpoint.part")
        os.replace(self.folder / "checkpoint.part", self.folder / "checkpoint.pth")


def batches(chunks, size):
    """Batches of one size across chunk borders; what is left at the end of the epoch is dropped."""
    pixels, labels = None, None
    for scenes in chunks:
        pixels = scenes.pixels if pixels is None else np.concatenate([pixels, scenes.pixels])
        labels = scenes.labels if labels is None else np.concatenate([labels, scenes.labels])
        whole = len(labels) // size * size
        for i in range(0, whole, size):
            yield normalize(pixels[i:i + size]), torch.from_numpy(labels[i:i + size])
        pixels, labels = pixels[whole:], labels[whole:]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="+", choices=list(TWINS), metavar="NAME", help=", ".join(TWINS))
    parser.add_argument("--work", required=True, help="folder for checkpoints and logs, outside the repository")
    parser.add_argument("--data", default=DATA, help="folder with the Fashion-MNIST files")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--batch", type=int, default=128)
    parser.add_argument("--slice", type=int, default=32, help="scenes per pass through the model")
    parser.add_argument("--rate", type=float, default=1e-3)
    parser.add_argument("--warmup", type=int, default=200, help="steps")
    parser.add_argument("--weight-decay", type=float, default=0.05)
    parser.add_argument("--bf16", action="store_true", help="autocast the products to bfloat16")
    parser.add_argument("--compile", action="store_true", help="torch.compile the step")
    options = parser.parse_args()
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    garments = Garments.load("train", options.data)
    held_out = test_scenes(Garments.load("test", options.data), options.seed)
    held_out.pixels, held_out.labels = held_out.pixels[:2000], held_out.labels[:2000]
    runs = [Run(name, garments, held_out, options) for name in options.names]
    while (run := min(runs, key=lambda run: run.epoch)).epoch < options.epochs:
        run.train_epoch()


if __name__ == "__main__":
    main()
