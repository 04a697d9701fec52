"""The maps of one attention layer, written out in NumPy from their definitions, in double precision.

Nothing here is shared with the modules that are trained: the input is what a layer projected (q, k, v and the gate
before any power or feature map), the output what a viewer shows. One head at a time: q, k [tokens × d], v [keys × d].
"""

import numpy as np

EPSILON = 1e-6


class Head:
    """One head of one picture. `normed` is FLatten's φ over all channels, cut to this head: (φ(q), φ(k))."""

    def __init__(self, kind, q, k, v, output, gate=None, temperature=None, power=None, normed=None):
        self.kind, self.q, self.k, self.v, self.gate = kind, q, k, v, gate
        self.output = output  # the head's slice of proj, [d × C]
        self.power, self.normed = power, normed
        self.scale = q.shape[1] ** -0.5 if kind == "softmax" else 1.0
        if kind != "softmax":
            self.q, self.k = q / temperature, k / temperature
        self.streams = self._streams()

    def _streams(self):
        if self.kind == "softmax":
            logits = self.scale * self.q @ self.k.T
            weights = np.exp(logits - logits.max(1, keepdims=True))
            return {"attention": weights / weights.sum(1, keepdims=True)}
        if self.kind == "focused":
            return {"attention": _normalize_linear(self.normed[0] @ self.normed[1].T)}
        return {"same": _normalize_linear(self.kernel()[0]), "opposite": _normalize_linear(self.kernel()[1])}

    def kernel(self):
        """S and O: same-signed and opposite-signed products of the powered halves."""
        qp, qn = _positive(self.q) ** self.power, _positive(-self.q) ** self.power
        kp, kn = _positive(self.k) ** self.power, _positive(-self.k) ** self.power
        return qp @ kp.T + qn @ kn.T, qn @ kp.T + qp @ kn.T

    def attention(self):
        """a_ij as the mechanism uses it; for polarity the mean of the two re-normalized streams."""
        rows = list(self.streams.values())
        if len(rows) == 1:
            return rows[0]
        return np.nanmean([r / r.sum(1, keepdims=True) for r in rows], axis=0)

    def effective(self):
        if self.kind != "polarity":
            return self.attention()
        half = self.q.shape[1] // 2
        same, opposite = self.gate[:, :half].mean(1, keepdims=True), self.gate[:, half:].mean(1, keepdims=True)
        return same * self.streams["same"] + opposite * self.streams["opposite"]

    def contribution(self):
        """The length of what key j adds to query i's output: value, weight, gate and output projection together."""
        result = np.empty((len(self.q), len(self.k)))
        for i in range(len(self.q)):
            if self.kind == "polarity":
                half = self.q.shape[1] // 2
                added = self.gate[i] * np.concatenate([self.streams["same"][i][:, None] * self.v[:, :half],
                                                       self.streams["opposite"][i][:, None] * self.v[:, half:]], axis=1)
            else:
                added = self.streams["attention"][i][:, None] * self.v
            result[i] = np.linalg.norm(added @ self.output, axis=1)
        return result

    def positive(self):
        return self.scale * (_positive(self.q) @ _positive(self.k).T + _positive(-self.q) @ _positive(-self.k).T)

    def negative(self):
        return self.scale * (_positive(self.q) @ _positive(-self.k).T + _positive(-self.q) @ _positive(self.k).T)

    def maps(self):
        """Every map that this kind of head has, by name."""
        result = {"attention": self.attention(), "effective": self.effective(), "contribution": self.contribution(),
                  "positive": self.positive(), "negative": self.negative(), "net": self.positive() - self.negative()}
        if self.kind == "polarity":
            result["kernel-positive"], result["kernel-negative"] = self.kernel()
            result |= self.streams
        return result

    def budget(self):
        """Shares pp, nn, pn, np of the products of all pairs."""
        q = [_positive(self.q).sum(0), _positive(-self.q).sum(0)]
        k = [_positive(self.k).sum(0), _positive(-self.k).sum(0)]
        shares = np.array([q[0] @ k[0], q[1] @ k[1], q[0] @ k[1], q[1] @ k[0]])
        return shares / shares.sum()

    def mean_distance(self, grid, key_grid, side):
        """How far attention reaches, in pixels of the input, mean over the queries."""
        rows = self.attention()
        rows = rows / rows.sum(1, keepdims=True)
        apart = _centers(grid, side)[:, None, :] - _centers(key_grid, side)[None, :, :]
        return np.nanmean((rows * np.linalg.norm(apart, axis=2)).sum(1))


def entropy(rows):
    """Mean over the queries of the entropy in nats of the re-normalized rows; rows of sum 0 are left out."""
    p = rows / rows.sum(1, keepdims=True)
    return np.nanmean(-(p * np.log(np.where(p > 0, p, 1))).sum(1))


def jensen_shannon(a, b):
    """Mean over the queries of ½KL(a‖m) + ½KL(b‖m) in nats, rows re-normalized."""
    a, b = a / a.sum(1, keepdims=True), b / b.sum(1, keepdims=True)
    m = (a + b) / 2

    def divergence(p):
        return (p * np.log(np.where(p > 0, p, 1) / np.where(p > 0, m, 1))).sum(1)

    return np.nanmean((divergence(a) + divergence(b)) / 2)


def heads_of(block, heads, picture=0):
    """The heads of a recorded layer (models.Heads), as `Head`s in double precision."""
    def array(t):
        return t.detach().double().numpy()

    attn = block.attn
    q, k, v = (array(t[picture]) for t in (heads.q, heads.k, heads.v))
    count, width = q.shape[0], q.shape[2]
    normed = _focused(q, k, array(heads.temperature), attn.power) if heads.kind == "focused" else None
    output = array(attn.proj.weight).T.reshape(count, width, -1)
    return [Head(heads.kind, q[h], k[h], v[h], output[h],
                 gate=array(heads.gate[picture])[h] if heads.gate is not None else None,
                 temperature=array(heads.temperature)[h] if heads.temperature is not None else None,
                 power=1 + attn.alpha / (1 + np.exp(-array(attn.power)[0, h])) if heads.kind == "polarity" else None,
                 normed=(normed[0][h], normed[1][h]) if normed else None)
            for h in range(count)]


def _focused(q, k, temperature, power):
    """FLatten's φ of q and k [heads × tokens × d]; its norms run over the channels of all heads."""
    def feature(x):
        u = (_positive(x) + 1e-6) / temperature
        length = np.sqrt((u ** 2).sum((0, 2), keepdims=True))
        return u ** power * length / np.sqrt((u ** (2 * power)).sum((0, 2), keepdims=True))

    return feature(q), feature(k)


def _normalize_linear(products):
    return products / (products.sum(1, keepdims=True) + products.shape[1] * EPSILON)


def _positive(x):
    return np.maximum(x, 0)


def _centers(grid, side):
    rows, columns = np.meshgrid(np.arange(grid[0]), np.arange(grid[1]), indexing="ij")
    return np.stack([(rows.ravel() + 0.5) * side / grid[0], (columns.ravel() + 0.5) * side / grid[1]], 1)
