"""Train twins, those of one seed together on the same scenes: `train.py --work FOLDER [--device cuda] [NAME...]`.

The twins of a seed share everything but the attention: data, order, schedule (AdamW, a cosine after a short warm-up).
Each epoch ends with the accuracy on the first 2 000 test scenes (a progress report, nothing is chosen by it) and a
checkpoint, FOLDER/seed0/NAME/checkpoint.pth, from which the next start resumes.
"""

import argparse
import math
import os
import time
from pathlib import Path

import torch
import torch.nn.functional as F

from composer import Composer
from models import TWINS, twin
from scenes import DATA, Garments, test_scenes

MEAN, STD = [0.5, 0.5, 0.5], [0.5, 0.5, 0.5]
HELD_OUT = 2000  # test scenes that report progress


def normalize(pixels):
    """Pixels [n × 128 × 128 × 3] of 0…255 → float [n × 3 × 128 × 128], as a loader computes (x/255 − mean)/std."""
    x = torch.as_tensor(pixels).permute(0, 3, 1, 2).float() / 255
    return (x - x.new_tensor(MEAN).view(3, 1, 1)) / x.new_tensor(STD).view(3, 1, 1)


def learning_rate(step, steps, options):
    """Linear warm-up, then half a cosine to zero."""
    if step < options.warmup:
        return options.rate * (step + 1) / options.warmup
    return options.rate * 0.5 * (1 + math.cos(math.pi * (step - options.warmup) / (steps - options.warmup)))


def optimizer(model, options):
    """AdamW; what has one dimension and biases keep their size, as in the published code, all else decays."""
    kept = [p for name, p in model.named_parameters() if p.ndim == 1 or name.endswith(".bias")]
    decayed = [p for name, p in model.named_parameters() if p.ndim > 1 and not name.endswith(".bias")]
    groups = [dict(params=decayed, weight_decay=options.weight_decay), dict(params=kept, weight_decay=0.0)]
    return torch.optim.AdamW(groups, lr=options.rate, fused=True)


@torch.inference_mode()
def classify(model, pixels, device, batch=100):
    """Logits of all scenes, [n × 10], on the CPU."""
    return torch.cat([model(normalize(torch.from_numpy(part).to(device))).cpu()
                      for part in (pixels[i:i + batch] for i in range(0, len(pixels), batch))])


class Run:
    """One twin of one seed in training: its weights, its optimizer, and how many epochs it has seen."""

    def __init__(self, name, seed, options):
        self.name, self.seed, self.options = name, seed, options
        self.folder = Path(options.work) / f"seed{seed}" / name
        self.folder.mkdir(parents=True, exist_ok=True)
        torch.manual_seed(seed)
        self.model = twin(name).to(options.device)
        self.optimizer = optimizer(self.model, options)
        self.epoch, self.seconds, self.loss = 0, 0.0, 0.0
        if (checkpoint := self.folder / "checkpoint.pth").exists():
            saved = torch.load(checkpoint, map_location=options.device, weights_only=True)
            if saved["recipe"] != recipe(options):
                raise SystemExit(f"{checkpoint} was trained with other options: {saved['recipe']}; "
                                 "pass the same ones, or another folder to --work")
            self.model.load_state_dict(saved["model"])
            self.optimizer.load_state_dict(saved["optimizer"])
            self.epoch, self.seconds = saved["epoch"], saved["seconds"]
            self.say(f"resumes after epoch {self.epoch}")

    def say(self, words):
        print(f"seed {self.seed} {self.name} {words}", flush=True)
        with open(self.folder / "log.txt", "a") as log:
            print(words, file=log)

    def step(self, x, y, rate):
        for group in self.optimizer.param_groups:
            group["lr"] = rate
        loss = F.cross_entropy(self.model(x), y)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimizer.step()
        self.optimizer.zero_grad()
        self.loss += loss.detach()

    def finish_epoch(self, steps, seconds, held_out):
        """The report of an epoch; the checkpoint is written beside and renamed, so that it is always whole."""
        self.epoch, self.seconds = self.epoch + 1, self.seconds + seconds
        hits = classify(self.model, held_out.pixels, self.options.device).argmax(1).numpy() == held_out.labels
        self.say(f"epoch {self.epoch} loss {float(self.loss) / steps:.4f} held-out {hits.mean():.4f} {self.seconds:.0f} s")
        self.loss = 0.0
        state = dict(model=self.model.state_dict(), optimizer=self.optimizer.state_dict(), epoch=self.epoch,
                     seconds=self.seconds, recipe=recipe(self.options))
        torch.save(state, self.folder / "checkpoint.part")
        os.replace(self.folder / "checkpoint.part", self.folder / "checkpoint.pth")


def recipe(options):
    """The options that decide the weights."""
    return {key: getattr(options, key) for key in ("epochs", "steps", "batch", "rate", "warmup", "weight_decay")}


def train_epoch(runs, composer, held_out, options):
    """One epoch of twins of one seed that have seen the same number of epochs."""
    began, step, seed, epoch = time.time(), 0, runs[0].seed, runs[0].epoch
    for pixels, labels in composer.epoch(seed, epoch):
        for i in range(0, len(labels) - options.batch + 1, options.batch):
            if step == options.steps:
                break
            x, y = normalize(pixels[i:i + options.batch]), labels[i:i + options.batch]
            rate = learning_rate(epoch * options.steps + step, options.epochs * options.steps, options)
            for run in runs:
                run.step(x, y, rate)
            step += 1
            if step % 100 == 0 or options.device == "cpu" and step % 10 == 0:
                pace = step * options.batch / (time.time() - began)
                print(f"seed {seed} epoch {epoch + 1} step {step} of {options.steps}, {pace:.0f} scenes/s", flush=True)
        if step == options.steps:
            break
    for run in runs:
        run.finish_epoch(step, time.time() - began, held_out)


def add_options(parser):
    parser.add_argument("names", nargs="*", default=list(TWINS), metavar="NAME", help=", ".join(TWINS) + "; default: all")
    parser.add_argument("--work", required=True, help="folder for checkpoints and logs, outside the repository")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu", help="cpu, cuda, cuda:1 …")
    parser.add_argument("--data", default=DATA, help="folder with the Fashion-MNIST files")
    parser.add_argument("--seeds", default="0,1,2")
    parser.add_argument("--epochs", type=int, default=9)
    parser.add_argument("--steps", type=int, default=468, help="batches of an epoch; 468 show every garment once")
    parser.add_argument("--batch", type=int, default=128)
    parser.add_argument("--rate", type=float, default=1e-3)
    parser.add_argument("--warmup", type=int, default=500, help="steps")
    parser.add_argument("--weight-decay", type=float, default=0.05)
    parser.add_argument("--test-scenes", type=int, default=10000, help="how many of the test scenes are used, for a first try")


def train(options):
    torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = True
    torch.set_flush_denormal(True)
    composer = Composer(Garments.load("train", options.data), options.device)
    held_out = test_scenes(Garments.load("test", options.data), count=min(HELD_OUT, options.test_scenes))
    for seed in map(int, options.seeds.split(",")):
        runs = [Run(name, seed, options) for name in options.names]
        while (epoch := min(run.epoch for run in runs)) < options.epochs:
            train_epoch([run for run in runs if run.epoch == epoch], composer, held_out, options)
    torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = False


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_options(parser)
    train(parser.parse_args())


if __name__ == "__main__":
    main()
