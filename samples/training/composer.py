"""Training scenes on any PyTorch device: the draws of scenes.compose and its arithmetic, in tensors.

NumPy draws everything, in the order in which scenes.compose does, so that a seed gives the same scenes on a CPU, on a
GPU and there. `check.py` holds the two together.
"""

import math

import numpy as np
import torch

from scenes import GARMENT, SCRAP, SCRAPS, SIDE, SIZES

CHUNK = 1280  # scenes composed at a time


class Composer:
    """One split of Fashion-MNIST on a device."""

    def __init__(self, garments, device):
        self.device = device
        self.pixels, self.labels = self.tensor(garments.pixels), self.tensor(garments.labels)

    def tensor(self, array):
        return torch.from_numpy(np.array(array)).to(self.device)

    def epoch(self, seed, epoch):
        """Chunks (pixels, labels) that show every garment once, freshly placed, in a new order."""
        order = np.random.default_rng([seed, 2, epoch]).permutation(len(self.labels))
        for i in range(0, len(order), CHUNK):
            yield self.compose(order[i:i + CHUNK], np.random.default_rng([seed, 3, epoch, i]))

    def compose(self, chosen, rng):
        """Pixels [n × 128 × 128 × 3], whole numbers 0…255 as float32, and labels [n] of the garments `chosen`."""
        n = len(chosen)
        canvas = self.background(n, rng)

        count = rng.integers(SCRAPS[0], SCRAPS[1] + 1, n)
        reach = torch.arange(SCRAP[1], device=self.device)
        for k in range(SCRAPS[1]):
            here = np.flatnonzero(count > k)
            side = self.tensor(rng.integers(SCRAP[0], SCRAP[1] + 1, len(here)))
            cut = self.tensor(rng.integers(8, SIZES[1] - 8 - SCRAP[1] + 1, (2, len(here))))
            sources = enlarge(self.pixels[self.tensor(rng.integers(0, len(self.labels), len(here)))], SIZES[1])
            inside = reach < side[:, None]
            scrap = window(sources, cut, SCRAP[1]) * (inside[:, :, None] & inside[:, None, :])
            place = self.tensor((rng.random((2, len(here))) * (SIDE - SCRAP[1] + 1)).astype(np.int64))
            paste(canvas, self.tensor(here), scrap, place, tint=self.tensor(rng.integers(60, 151, (len(here), 3))))

        mirrored = rng.random(n) < 0.5
        which = rng.integers(0, len(SIZES), n)
        where = rng.random((2, n))
        tints = rng.integers(170, 256, (n, 3))
        for i, size in enumerate(SIZES):
            here = np.flatnonzero(which == i)
            garment = self.pixels[self.tensor(chosen[here])]
            garment = torch.where(self.tensor(mirrored[here])[:, None, None], garment.flip(2), garment)
            place = self.tensor((where[:, here] * (SIDE - size + 1)).astype(np.int64))
            paste(canvas, self.tensor(here), enlarge(garment, size), place, tint=self.tensor(tints[here]))
        return canvas, self.labels[self.tensor(chosen)]

    def background(self, n, rng):
        ends = self.tensor(rng.integers(10, 71, (2, n, 1, 1, 3)).astype(np.float32))
        angle = self.tensor(rng.random(n).astype(np.float32) * np.float32(2 * np.pi))
        axis = torch.linspace(-1, 1, SIDE, device=self.device)
        across, down = angle.cos()[:, None] * axis, angle.sin()[:, None] * axis
        along = 0.5 + (down[:, :, None] + across[:, None, :]) / (2 * math.sqrt(2))
        grain = self.tensor(rng.integers(-5, 6, (n, SIDE, SIDE), dtype=np.int8))
        return (ends[0] + (ends[1] - ends[0]) * along[..., None] + grain[..., None]).floor()


def enlarge(pixels, size):
    """Pictures [n × 28 × 28] enlarged to [n × size × size], bilinear between pixel centers, whole numbers as float32."""
    at = (torch.arange(size, device=pixels.device) + 0.5) * (GARMENT / size) - 0.5
    low = at.floor().clamp(0, GARMENT - 2).long()
    part = (at - low).clamp(0, 1)
    pixels = pixels.float()
    rows = pixels[:, low] * (1 - part)[None, :, None] + pixels[:, low + 1] * part[None, :, None]
    return (rows[:, :, low] * (1 - part) + rows[:, :, low + 1] * part + 0.5).floor()


def window(pictures, corner, side):
    """The side×side window of every picture that begins at its corner (rows, columns)."""
    step = torch.arange(side, device=pictures.device)
    index = torch.arange(len(pictures), device=pictures.device)[:, None, None]
    return pictures[index, (corner[0][:, None] + step)[:, :, None], (corner[1][:, None] + step)[:, None, :]]


def paste(canvas, which, patch, place, tint):
    """Blend gray patches [m × s × s], tinted, into the pictures `which`: ink covers, paper lets the ground through."""
    step = torch.arange(patch.shape[-1], device=canvas.device)
    index = (which[:, None, None], (place[0][:, None] + step)[:, :, None], (place[1][:, None] + step)[:, None, :])
    ink = patch[..., None] / 255
    cover = (2.5 * ink).clamp_max(1)
    color = tint[:, None, None, :].float() * (0.25 + 0.75 * ink)
    ground = canvas[index]
    canvas[index] = (ground + (color - ground) * cover).floor()
