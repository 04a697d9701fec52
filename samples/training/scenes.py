"""Fashion scenes: one garment at a random place, among clutter, with its box known.

Fashion-MNIST shows every garment centered on black, so a classifier needs no attention to find it. Here a garment
lands somewhere on a 128×128 picture with a dark, faintly textured gradient and dim scraps of other garments around it:
the model has to look for it, and because its box is known, one can measure whether attention went there.

Everything follows from a seed. Training sees fresh scenes every epoch; the 10 000 test scenes are made once, from the
garments of the test split, which no training scene contains.
"""

import gzip
from dataclasses import dataclass
from pathlib import Path

import numpy as np

LABELS = ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"]
SIDE = 128  # of a scene, in pixels
GARMENT = 28  # of a garment in Fashion-MNIST
SCRAP = (14, 24)  # sides of a piece of clutter, smallest and largest
SCRAPS = (4, 9)  # pieces of clutter, fewest and most
SIZES = (42, 49, 56, 63)  # of a garment in a scene, in pixels
INK = 24  # a garment's pixels from this value on count for its box
DATA = Path("/usr/share/datasets/fashion-mnist")  # where Debian's package `dataset-fashion-mnist` puts the files


@dataclass
class Garments:
    """One split of Fashion-MNIST: `pixels` [n × 28 × 28] uint8, `labels` [n]."""

    pixels: np.ndarray
    labels: np.ndarray

    @staticmethod
    def load(split, folder=DATA):
        """The `train` (60 000) or `test` (10 000) split."""
        stem = {"train": "train", "test": "t10k"}[split]
        pixels = _idx(Path(folder) / f"{stem}-images-idx3-ubyte.gz", header=16).reshape(-1, GARMENT, GARMENT)
        labels = _idx(Path(folder) / f"{stem}-labels-idx1-ubyte.gz", header=8).astype(np.int64)
        return Garments(pixels, labels)


@dataclass
class Scenes:
    """`pixels` [n × 128 × 128 × 3] uint8, `labels` [n], `boxes` [n × 4] (x, y, width, height) around the garment's ink."""

    pixels: np.ndarray
    labels: np.ndarray
    boxes: np.ndarray


def test_scenes(garments, seed=0, count=None):
    """One scene per test garment, or of the first `count` garments; always the same for one seed."""
    parts = np.split(np.arange(len(garments.labels)), 20)
    count = len(garments.labels) if count is None else count
    chunks = [compose(garments, part, np.random.default_rng([seed, 1, i])) for i, part in enumerate(parts) if part[0] < count]
    return Scenes(*(np.concatenate([getattr(c, name) for c in chunks])[:count] for name in ("pixels", "labels", "boxes")))


def enlarge(pixels, size):
    """Pictures [n × 28 × 28] uint8 enlarged to [n × size × size], bilinear between pixel centers."""
    at = (np.arange(size, dtype=np.float32) + np.float32(0.5)) * np.float32(GARMENT / size) - np.float32(0.5)
    low = np.clip(np.floor(at), 0, GARMENT - 2).astype(np.int64)
    part = np.clip(at - low, 0, 1).astype(np.float32)
    rows = pixels[:, low] * (1 - part)[None, :, None] + pixels[:, low + 1] * part[None, :, None]
    both = rows[:, :, low] * (1 - part) + rows[:, :, low + 1] * part
    return (both + 0.5).astype(np.uint8)


def compose(garments, chosen, rng):
    """Scenes of the garments with the indices `chosen`; clutter is cut from any garment of the same split."""
    n = len(chosen)
    canvas = _background(n, rng)

    count = rng.integers(SCRAPS[0], SCRAPS[1] + 1, n)
    for k in range(SCRAPS[1]):
        here = np.flatnonzero(count > k)
        side = rng.integers(SCRAP[0], SCRAP[1] + 1, len(here))
        # A scrap is cut from the middle of the garment, where there is something to see.
        cut = rng.integers(8, SIZES[1] - 8 - SCRAP[1] + 1, (2, len(here)))
        sources = enlarge(garments.pixels[rng.integers(0, len(garments.labels), len(here))], SIZES[1])
        scrap = _windows(sources, cut[0], cut[1], SCRAP[1]) * _squares(side, SCRAP[1])
        place = (rng.random((2, len(here))) * (SIDE - SCRAP[1] + 1)).astype(np.int64)
        _paste(canvas, here, scrap, place, tint=rng.integers(60, 151, (len(here), 3)))

    mirrored = rng.random(n) < 0.5
    which = rng.integers(0, len(SIZES), n)
    where = rng.random((2, n))
    tints = rng.integers(170, 256, (n, 3))
    boxes = np.empty((n, 4), np.int64)
    for i, size in enumerate(SIZES):
        here = np.flatnonzero(which == i)
        if not len(here):
            continue
        garment = garments.pixels[chosen[here]]
        garment = np.where(mirrored[here][:, None, None], garment[:, :, ::-1], garment)
        garment = enlarge(garment, size)
        place = (where[:, here] * (SIDE - size + 1)).astype(np.int64)
        _paste(canvas, here, garment, place, tint=tints[here])
        ink = garment >= INK
        ink[~ink.any((1, 2))] = True
        top, bottom = _extent(ink.any(2))
        left, right = _extent(ink.any(1))
        boxes[here] = np.stack([left + place[1], top + place[0], right - left + 1, bottom - top + 1], 1)
    return Scenes(canvas, garments.labels[chosen], boxes)


def _background(n, rng):
    """A dark linear gradient between two colors in a random direction, with ±5 of gray noise."""
    ends = rng.integers(10, 71, (2, n, 1, 1, 3)).astype(np.float32)
    angle = rng.random(n).astype(np.float32) * np.float32(2 * np.pi)
    axis = np.linspace(-1, 1, SIDE, dtype=np.float32)
    across, down = np.cos(angle)[:, None] * axis, np.sin(angle)[:, None] * axis
    along = 0.5 + (down[:, :, None] + across[:, None, :]) / np.float32(2 * np.sqrt(2))
    grain = rng.integers(-5, 6, (n, SIDE, SIDE), dtype=np.int8)
    canvas = np.empty((n, SIDE, SIDE, 3), np.uint8)
    for channel in range(3):
        start, end = ends[..., channel]
        canvas[..., channel] = start + (end - start) * along + grain
    return canvas


def _paste(canvas, which, patch, place, tint):
    """Blend gray patches [m × s × s], tinted, into the pictures `which`: ink covers, paper lets the ground through."""
    s = patch.shape[-1]
    index = (which[:, None, None], (place[0][:, None] + np.arange(s))[:, :, None], (place[1][:, None] + np.arange(s))[:, None, :])
    ink = patch.astype(np.float32)[..., None] / 255
    cover = np.minimum(1, 2.5 * ink)
    color = tint[:, None, None, :].astype(np.float32) * (0.25 + 0.75 * ink)
    ground = canvas[index].astype(np.float32)
    canvas[index] = ground + (color - ground) * cover


def _windows(pictures, rows, columns, side):
    """The side×side window of every picture that begins at its row and column."""
    step = np.arange(side)
    return pictures[np.arange(len(pictures))[:, None, None], (rows[:, None] + step)[:, :, None], (columns[:, None] + step)[:, None, :]]


def _squares(sides, largest):
    """Masks [n × largest × largest], 1 in the top left square of each side."""
    inside = np.arange(largest) < sides[:, None]
    return (inside[:, :, None] & inside[:, None, :]).astype(np.uint8)


def _extent(occupied):
    """First and last true position of every row of a boolean matrix."""
    return occupied.argmax(1), occupied.shape[1] - 1 - occupied[:, ::-1].argmax(1)


def _idx(path, header):
    if not path.exists():
        raise SystemExit(f"{path} is missing: install Debian's package dataset-fashion-mnist, "
                         "or pass --data FOLDER with the four *-ubyte.gz files of Fashion-MNIST")
    return np.frombuffer(gzip.decompress(path.read_bytes()), np.uint8, offset=header)
