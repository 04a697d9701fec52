"""Write numbers.json: numbers of attention heads by NumPy, from the whole rows in the reference cases' golden files.

Nothing of the program is used: singular values by LAPACK, the rest from the definitions. Run in any folder.
"""

import json
import math
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file

FIXTURES = Path(__file__).resolve().parent.parent
CASES = ["timm-vit-nano-reg-ls", "timm-deit-distilled-nano", "pvt-nano", "ms-swin-nano", "pola-swin-nano-shift",
         "flatten-pvt-nano", "pola-pvt-nano", "pola-pvt-nano-sr", "pola-pvt-nano-weak"]
MASS = 0.6


def normalised(rows):
    sums = rows.sum(-1, keepdims=True)
    return np.divide(rows, sums, out=np.full_like(rows, np.nan), where=sums > 0)


def entropies(p):
    return -(p * np.log(np.where(p > 0, p, 1))).sum(-1)


def attention(streams):
    """The `attention` rows [windows, heads, queries, keys] of a layer: its only stream, or the mean of both."""
    rows = list(streams.values())
    if len(rows) == 1:
        return rows[0]
    with np.errstate(all="ignore"):
        return np.nan_to_num(np.nanmean([normalised(r) for r in rows], axis=0))


def ranks(matrices):
    """Effective and stable rank of the block-diagonal matrix of the windows [windows, queries, keys]; none of zeros."""
    sigma = np.concatenate([np.linalg.svd(m, compute_uv=False) for m in matrices])
    if sigma.sum() == 0:
        return None, None
    p = sigma / sigma.sum()
    p = p[p > 0]
    return float(np.exp(-(p * np.log(p)).sum())), float((sigma ** 2).sum() / sigma.max() ** 2)


def sinks(rows, prefix):
    """Rows of the key matrix whose mean over spatial queries is above median + 6·MAD."""
    spatial = rows[:, prefix:]
    means = (spatial.sum(1) / (spatial.shape[0] * spatial.shape[1])).ravel()
    middle = np.median(means)
    return np.flatnonzero(means > middle + 6 * np.median(np.abs(means - middle))).tolist()


def mask_size(rows, prefix):
    """Mean number of patches that reach the mass, over all queries."""
    sizes = []
    for row in rows.reshape(-1, rows.shape[-1])[:, prefix:]:
        largest = np.sort(row)[::-1]
        if row.sum() > 0:
            sizes.append(int(np.searchsorted(np.cumsum(largest), MASS * row.sum()) + 1))
    return float(np.mean(sizes))


def pooled(rows, prefix, side, target):
    """Mean entropy over spatial queries of rows whose grid of keys is summed into target × target cells."""
    cells = rows[0, prefix:, prefix:].reshape(-1, target, side // target, target, side // target).sum((2, 4))
    return float(np.nanmean(entropies(normalised(cells.reshape(len(cells), -1)))))


def numbers(layer, streams):
    rows = attention(streams)
    windows, heads, _, keys = rows.shape
    side = math.isqrt(keys)
    prefix = keys - side * side
    result = {"layer": layer, "keys": keys,
              "sinks": [sinks(rows[:, h], prefix) for h in range(heads)],
              "massMaskSize": [mask_size(rows[:, h], prefix) for h in range(heads)]}
    if windows == 1 and side % 2 == 0 and side > 2:
        result["pooledSide"] = side // 2
        result["pooledEntropy"] = [pooled(rows[:, h], prefix, side, side // 2) for h in range(heads)]
    result["streams"] = [{"name": name, "effectiveRank": [ranks(m[:, h])[0] for h in range(heads)],
                          "stableRank": [ranks(m[:, h])[1] for h in range(heads)]} for name, m in streams.items()]
    return result


def main():
    cases = {}
    for name in CASES:
        golden = load_file(FIXTURES / name / "golden.safetensors")
        layers = {}
        for key, value in golden.items():
            parts = key.split(".")
            if len(parts) == 2 and value.ndim == 4:
                layers.setdefault(int(parts[0].removeprefix("layer")), {})[parts[1]] = value.astype(np.float64)
        cases[name] = [numbers(layer, dict(sorted(layers[layer].items()))) for layer in sorted(layers)]
    (FIXTURES / "numbers/numbers.json").write_text(json.dumps(cases) + "\n")


if __name__ == "__main__":
    main()
