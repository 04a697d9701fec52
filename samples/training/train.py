"""Train one or more twins, one after the other: `train.py NAME... --work FOLDER`.

The four share everything but the attention: data, order, seed, schedule (AdamW, one cycle of a cosine after a short
warm-up). Each epoch ends with the accuracy on the first 2 000 test scenes (a progress report, nothing is chosen by it)
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


def normalise(pixels):
    """uint8 [n × 64 × 64 × 3] → float [n × 3 × 64 × 64], exactly as a loader computes (x/255 − mean)/std."""
    x = torch.from_numpy(np.ascontiguousarray(pixels.transpose(0, 3, 1, 2))).float() / 255
    return (x - torch.tensor(MEAN).view(3, 1, 1)) / torch.tensor(STD).view(3, 1, 1)


def learning_rate(step, steps, peak, warmup):
    """Linear warm-up, then half a cosine to zero."""
    if step < warmup:
        return peak * (step + 1) / warmup
    return peak * 0.5 * (1 + math.cos(math.pi * (step - warmup) / (steps - warmup)))


def optimiser(model, options):
    """AdamW; matrices and convolutions decay, biases, norms, encodings, scales and powers do not."""
    decayed = [p for name, p in model.named_parameters() if name.endswith("weight") and p.dim() > 1]
    kept = [p for name, p in model.named_parameters() if not (name.endswith("weight") and p.dim() > 1)]
    groups = [dict(params=decayed, weight_decay=options.weight_decay), dict(params=kept, weight_decay=0.0)]
    return torch.optim.AdamW(groups, lr=options.rate, fused=True)


@torch.inference_mode()
def accuracy(model, scenes, batch=100):
    """The share of scenes whose highest logit is the garment's class."""
    hits = sum((model(normalise(scenes.pixels[i:i + batch])).argmax(1).numpy() == scenes.labels[i:i + batch]).sum()
               for i in range(0, len(scenes.labels), batch))
    return float(hits) / len(scenes.labels)


def train(name, options):
    folder = Path(options.work) / name
    folder.mkdir(parents=True, exist_ok=True)
    log = open(folder / "log.txt", "a", buffering=1)

    def say(*words):
        print(*words, file=log)
        print(name, *words, flush=True)

    torch.manual_seed(options.seed)
    model = twin(name)
    optimizer = optimiser(model, options)
    garments = Garments.load("train", options.data)
    held_out = test_scenes(Garments.load("test", options.data), options.seed)
    held_out.pixels, held_out.labels = held_out.pixels[:2000], held_out.labels[:2000]

    first, seconds, checkpoint = 0, 0.0, folder / "checkpoint.pth"
    if checkpoint.exists():
        saved = torch.load(checkpoint, weights_only=True)
        model.load_state_dict(saved["model"])
        optimizer.load_state_dict(saved["optimizer"])
        first, seconds = saved["epoch"], saved["seconds"]
        say(f"resume after epoch {first}")

    def loss_of(x, y):
        with torch.autocast("cpu", torch.bfloat16, enabled=options.bf16):
            logits = model(x)
        return F.cross_entropy(logits.float(), y, reduction="sum") / options.batch

    if options.compile:
        loss_of = torch.compile(loss_of, dynamic=False)

    per_epoch = len(garments.labels) // options.batch
    steps, step = options.epochs * per_epoch, first * per_epoch
    for epoch in range(first, options.epochs):
        began, total = time.process_time(), 0.0
        for x, y in batches(training_scenes(garments, epoch, options.seed), options.batch):
            for group in optimizer.param_groups:
                group["lr"] = learning_rate(step, steps, options.rate, options.warmup)
            # The batch goes through in slices whose activations fit the cache; the gradient is that of the whole.
            for part, classes in zip(x.split(options.slice), y.split(options.slice)):
                loss = loss_of(part, classes)
                loss.backward()
                total += loss.item()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            optimizer.zero_grad()
            step += 1
            if step % 100 == 0:
                done = step - epoch * per_epoch
                say(f"epoch {epoch + 1} step {done} loss {total / done:.4f} {done * options.batch / (time.process_time() - began):.0f} img/s")
        seconds += time.process_time() - began
        say(f"epoch {epoch + 1} loss {total / per_epoch:.4f} held-out {accuracy(model.eval(), held_out):.4f} cpu {seconds:.0f} s")
        model.train()
        state = dict(model=model.state_dict(), optimizer=optimizer.state_dict(), epoch=epoch + 1, seconds=seconds,
                     options={k: v for k, v in vars(options).items() if k not in ("work", "data", "names")})
        torch.save(state, checkpoint.with_suffix(".part"))
        os.replace(checkpoint.with_suffix(".part"), checkpoint)


def batches(chunks, size):
    """Batches of one size across chunk borders; what is left at the end of the epoch is dropped."""
    pixels, labels = None, None
    for scenes in chunks:
        pixels = scenes.pixels if pixels is None else np.concatenate([pixels, scenes.pixels])
        labels = scenes.labels if labels is None else np.concatenate([labels, scenes.labels])
        whole = len(labels) // size * size
        for i in range(0, whole, size):
            yield normalise(pixels[i:i + size]), torch.from_numpy(labels[i:i + size])
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
    for name in options.names:
        train(name, options)


if __name__ == "__main__":
    main()
