"""Write extras.json: what `stats --extra` says of heads, by NumPy from the definitions and from nothing of the program.

Confusion and singular values come from the whole rows in the reference cases' golden files; ranks of keys and values,
powers and gates from a random layer that the tests make too (SplitMix64 from 1). Run in any folder.
"""

import json

import numpy as np
from safetensors.numpy import load_file

from make import CASES, FIXTURES, attention

PAIRS = 256
MASK = (1 << 64) - 1


def pairs(windows, queries):
    """Pairs of (window, query), (window, query): the first any, the second another of its window."""
    state, chosen = 1, []

    def below(limit):
        nonlocal state
        state = (state * 6364136223846793005 + 1442695040888963407) & MASK
        return (state >> 33) % limit

    while len(chosen) < PAIRS:
        window, first = divmod(below(windows * queries), queries)
        other = below(queries - 1)
        chosen.append((window, first, other if other < first else other + 1))
    return chosen


def divergence(p, q):
    m = (p + q) / 2

    def relative(a):
        return float(np.sum(a[a > 0] * np.log(a[a > 0] / m[a > 0])))

    return (relative(p) + relative(q)) / 2


def confusion(rows):
    """Of rows [windows, queries, keys]."""
    values = []
    for window, first, second in pairs(rows.shape[0], rows.shape[1]):
        a, b = rows[window, first], rows[window, second]
        if a.sum() > 0 and b.sum() > 0:
            values.append(divergence(a / a.sum(), b / b.sum()))
    return float(np.quantile(values, 0.1)) if values else None


def spectrum(matrices):
    values = np.concatenate([np.linalg.svd(m, compute_uv=False) for m in matrices])
    return [float(v) for v in np.sort(values)[::-1][:64]]


def layers(name):
    golden = load_file(FIXTURES / name / "golden.safetensors")
    found = {}
    for key, value in golden.items():
        parts = key.split(".")
        if len(parts) == 2 and value.ndim == 4:
            found.setdefault(int(parts[0].removeprefix("layer")), {})[parts[1]] = value.astype(np.float64)
    result = []
    for layer in sorted(found):
        streams = dict(sorted(found[layer].items()))
        rows = attention(streams)
        heads = range(rows.shape[1])
        result.append({"layer": layer, "confusion": [confusion(rows[:, h]) for h in heads],
                       "singularValues": {name: [spectrum(m[:, h]) for h in heads] for name, m in streams.items()}})
    return result


class Random:
    """SplitMix64, numbers from its upper 24 bits."""

    def __init__(self, seed):
        self.state = seed

    def next(self):
        self.state = (self.state + 0x9E3779B97F4A7C15) & MASK
        z = self.state
        z = ((z ^ z >> 30) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ z >> 27) * 0x94D049BB133111EB) & MASK
        return z ^ z >> 31

    def matrix(self, rows, columns):
        unit = np.array([self.next() >> 40 for _ in range(rows * columns)], np.float32) / np.float32(1 << 24)
        return (np.float32(-1.5) + unit * np.float32(3)).reshape(rows, columns).astype(np.float64)


def effective_rank(matrix):
    sigma = np.linalg.svd(matrix, compute_uv=False)
    p = sigma[sigma > 0] / sigma.sum()
    return float(np.exp(-(p * np.log(p)).sum()))


def histogram(values):
    counts, _ = np.histogram(values, bins=20, range=(values.min(), values.max()))
    return {"low": float(values.min()), "high": float(values.max()), "counts": counts.tolist()}


def random_layer():
    heads, width, tokens = 2, 6, 20
    random = Random(1)
    _, k, v, g = (random.matrix(tokens, heads * width) for _ in range(4))
    power = (np.float32(1.2) + np.float32(3.6) * np.arange(heads * width, dtype=np.float32)
             / np.float32(heads * width - 1)).astype(np.float32)
    result = {"kvRank": {"attention": [], "same": [], "opposite": []}, "gateCorrelation": [],
              "gateHistogram": {"same": [], "opposite": []}, "powerHistogram": []}
    for head in range(heads):
        own = slice(head * width, (head + 1) * width)
        keys, p = k[:, own], power[own].astype(np.float64)
        result["kvRank"]["attention"].append(effective_rank(keys.T @ v[:, own]))
        parts = [np.maximum(keys, 0) ** p, np.maximum(-keys, 0) ** p]
        middle = head * width + width // 2
        halves = {"same": slice(own.start, middle), "opposite": slice(middle, own.stop)}
        for stream, features in (("same", parts), ("opposite", parts[::-1])):
            result["kvRank"][stream].append(effective_rank(np.hstack(features).T @ v[:, halves[stream]]))
            result["gateHistogram"][stream].append(histogram(g[:, halves[stream]]))
        result["gateCorrelation"].append(
            float(np.corrcoef(g[:, halves["same"]].ravel(), g[:, halves["opposite"]].ravel())[0, 1]))
        # Powers are equally spaced, on the edges of the bins; their squares are not.
        result["powerHistogram"].append(histogram(power[own] ** 2))
    return result


def main():
    data = {"cases": {name: layers(name) for name in CASES}, "random": random_layer()}
    (FIXTURES / "numbers/extras.json").write_text(json.dumps(data) + "\n")


if __name__ == "__main__":
    main()
