"""The four twins: one pyramid of transformer stages, four ways to attend.

The module tree follows the published Pola-PVT and FLatten-PVT classes, so that the state dicts have their keys and
shapes and any loader of those families reads them. Every attention module offers two views of the same computation:

* `mix(heads)`: the fast path of training; the linear mechanisms never form the N×n matrix;
* `rows(heads)`: the matrix itself, one entry per stream, as {"attention": a} or {"same": aˢ, "opposite": aᵒ}.
"""

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import nn

EPSILON = 1e-6  # added to the linear normalizer: Σφ(q)φ(k) + n·ε


@dataclass
class Heads:
    """What one attention layer computed from its input, before any feature map; [batch × heads × tokens × d]."""

    kind: str
    q: torch.Tensor
    k: torch.Tensor  # positional encoding included
    v: torch.Tensor
    gate: torch.Tensor | None  # polarity only
    temperature: torch.Tensor | None  # softplus(scale) per channel [heads × 1 × d]; None for softmax
    grid: tuple[int, int]  # of the queries
    key_grid: tuple[int, int]


class Attention(nn.Module):
    """What all four share: the heads, the optional spatial reduction of keys and values, the output projection."""

    kind = ""

    def __init__(self, dim, heads, grid, reduction=1):
        super().__init__()
        self.heads, self.width, self.grid, self.reduction = heads, dim // heads, grid, reduction
        self.key_grid = (grid[0] // reduction, grid[1] // reduction)
        self.kv = nn.Linear(dim, 2 * dim)
        self.proj = nn.Linear(dim, dim)
        if reduction > 1:
            self.sr = nn.Conv2d(dim, dim, reduction, reduction)
            self.norm = nn.LayerNorm(dim)

    def split(self, x):
        """[batch × tokens × C] → [batch × heads × tokens × d]"""
        return x.unflatten(-1, (self.heads, self.width)).transpose(1, 2)

    def keys_and_values(self, x):
        if self.reduction > 1:
            x = self.sr(x.transpose(1, 2).unflatten(2, self.grid)).flatten(2).transpose(1, 2)
            x = self.norm(x)
        return self.kv(x).chunk(2, -1)

    def forward(self, x, record=None):
        heads = self.project(x)
        if record is not None:
            record.append(heads)
        return self.proj(self.mix(heads).transpose(1, 2).flatten(2))


class SoftmaxAttention(Attention):
    """a = softmax(q·k/√d)"""

    kind = "softmax"

    def __init__(self, dim, heads, grid, reduction=1):
        super().__init__(dim, heads, grid, reduction)
        self.q = nn.Linear(dim, dim)

    def project(self, x):
        k, v = self.keys_and_values(x)
        return Heads(self.kind, self.split(self.q(x)), self.split(k), self.split(v), None, None, self.grid, self.key_grid)

    def mix(self, h):
        logits = (h.q * self.width ** -0.5) @ h.k.transpose(-2, -1)
        weights = (logits - logits.detach().amax(-1, keepdim=True)).exp()
        return (weights @ h.v) / weights.sum(-1, keepdim=True)

    def rows(self, h):
        return {"attention": (h.q @ h.k.transpose(-2, -1) * self.width ** -0.5).softmax(-1)}


class LinearAttention(Attention):
    """What the linear mechanisms share: a learnt temperature, a positional encoding of keys, a local convolution of v."""

    def __init__(self, dim, heads, grid, reduction=1, kernel=5):
        super().__init__(dim, heads, grid, reduction)
        self.dwc = nn.Conv2d(self.width, self.width, kernel, padding=kernel // 2, groups=self.width)
        self.scale = nn.Parameter(torch.zeros(1, 1, dim))
        self.positional_encoding = nn.Parameter(torch.zeros(1, self.key_grid[0] * self.key_grid[1], dim))

    def temperature(self):
        return F.softplus(self.scale).view(self.heads, 1, self.width)

    def heads_of(self, q, k, v, gate):
        k = k + self.positional_encoding
        return Heads(self.kind, self.split(q), self.split(k), self.split(v), gate, self.temperature(), self.grid, self.key_grid)

    def local(self, v):
        """The depthwise convolution of v on the query grid, one kernel for all heads."""
        if self.reduction > 1:  # the published code interpolates along the flattened token axis
            v = F.interpolate(v.flatten(0, 1).transpose(1, 2), size=self.grid[0] * self.grid[1], mode="linear").transpose(1, 2)
            v = v.unflatten(0, (-1, self.heads))
        picture = v.flatten(0, 1).transpose(1, 2).unflatten(2, self.grid)
        mixed = self.dwc(picture)
        return mixed.flatten(2).transpose(1, 2).unflatten(0, (-1, self.heads))


def channel_norm(x):
    """The norm over the channels of all heads, [batch × 1 × tokens × 1]."""
    return torch.linalg.vector_norm(x, dim=(1, 3), keepdim=True)


class FocusedAttention(LinearAttention):
    """φ(u) = ‖u‖·u^p/‖u^p‖ of u = (relu(x) + 1e-6)/softplus(scale), norms over all channels before the head split.
    With p = 1 it is plain ReLU linear attention."""

    kind = "focused"

    def __init__(self, dim, heads, grid, reduction=1, kernel=5, power=3):
        super().__init__(dim, heads, grid, reduction, kernel)
        self.power = power
        self.q = nn.Linear(dim, dim)

    def project(self, x):
        k, v = self.keys_and_values(x)
        return self.heads_of(self.q(x), k, v, None)

    def feature(self, x, temperature):
        u = (x.relu() + 1e-6) / temperature
        if self.power == 1:
            return u
        powered = u * u * u if self.power == 3 else u ** self.power
        # One norm divided by the other: √(Σu²/Σu⁶) has gradients that overflow where all features of a token are zero.
        return powered * (channel_norm(u) / channel_norm(powered))

    def mix(self, h):
        q, k, n = self.feature(h.q, h.temperature), self.feature(h.k, h.temperature), h.k.shape[-2]
        z = 1 / ((q * k.mean(-2, keepdim=True)).sum(-1, keepdim=True) + EPSILON)
        return (q @ (k.transpose(-2, -1) @ h.v / n)) * z + self.local(h.v)

    def rows(self, h):
        a = self.feature(h.q, h.temperature) @ self.feature(h.k, h.temperature).transpose(-2, -1)
        return {"attention": a / (a.sum(-1, keepdim=True) + a.shape[-1] * EPSILON)}


class PolarityAttention(LinearAttention):
    """PolaFormer: same-signed pairs weigh the first half of the value channels, opposite-signed pairs the second half,
    every channel has its own exponent 1 + α·sigmoid(power), and a linear gate, which may be negative, multiplies."""

    kind = "polarity"

    def __init__(self, dim, heads, grid, reduction=1, kernel=5, alpha=4):
        super().__init__(dim, heads, grid, reduction, kernel)
        self.alpha = alpha
        self.qg = nn.Linear(dim, 2 * dim)
        self.power = nn.Parameter(torch.zeros(1, heads, 1, self.width))

    def project(self, x):
        q, gate = self.qg(x).chunk(2, -1)
        k, v = self.keys_and_values(x)
        return self.heads_of(q, k, v, self.split(gate))

    def polar(self, x, temperature):
        """[x⁺ᵖ, x⁻ᵖ] side by side: one power, sorted by sign."""
        x = x / temperature
        p = 1 + self.alpha * self.power.sigmoid()
        magnitude = torch.exp(p * x.abs().clamp_min(1e-20).log())
        return torch.cat([magnitude * (x > 0), magnitude * (x < 0)], -1)

    def features(self, h):
        """q, k of the same-signed stream, k of the opposite-signed stream (the two signs change places)."""
        q, k = self.polar(h.q, h.temperature), self.polar(h.k, h.temperature)
        return q, k, k.roll(self.width, -1)

    def mix(self, h):
        q, k_same, k_opposite = self.features(h)
        n = k_same.shape[-2]
        streams = []
        for k, v in zip((k_same, k_opposite), h.v.chunk(2, -1)):
            z = 1 / ((q * k.mean(-2, keepdim=True)).sum(-1, keepdim=True) + EPSILON)
            streams.append((q @ (k.transpose(-2, -1) @ v / n)) * z)
        return (torch.cat(streams, -1) + self.local(h.v)) * h.gate

    def rows(self, h):
        q, k_same, k_opposite = self.features(h)
        unnormalized = {"same": q @ k_same.transpose(-2, -1), "opposite": q @ k_opposite.transpose(-2, -1)}
        return {name: s / (s.sum(-1, keepdim=True) + s.shape[-1] * EPSILON) for name, s in unnormalized.items()}


class Mlp(nn.Module):
    def __init__(self, dim, hidden):
        super().__init__()
        self.fc1, self.fc2 = nn.Linear(dim, hidden), nn.Linear(hidden, dim)

    def forward(self, x):
        return self.fc2(F.gelu(self.fc1(x)))


class Block(nn.Module):
    def __init__(self, attention, dim, mlp_ratio):
        super().__init__()
        self.norm1, self.norm2 = nn.LayerNorm(dim, eps=1e-6), nn.LayerNorm(dim, eps=1e-6)
        self.attn, self.mlp = attention, Mlp(dim, int(dim * mlp_ratio))

    def forward(self, x, record=None):
        x = x + self.attn(self.norm1(x), record)
        return x + self.mlp(self.norm2(x))


class PatchEmbedding(nn.Module):
    """Non-overlapping patches: what a strided convolution computes, as one matrix product over unfolded patches."""

    def __init__(self, patch, channels, dim):
        super().__init__()
        self.patch = patch
        self.proj = nn.Conv2d(channels, dim, patch, patch)
        self.norm = nn.LayerNorm(dim)

    def forward(self, x):
        b, c, h, w = x.shape
        p = self.patch
        patches = x.reshape(b, c, h // p, p, w // p, p).permute(0, 2, 4, 1, 3, 5).reshape(b, (h // p) * (w // p), c * p * p)
        return self.norm(F.linear(patches, self.proj.weight.flatten(1), self.proj.bias))


class Pyramid(nn.Module):
    """Pola-PVT and FLatten-PVT: four stages, no class token, logits from the mean over the last stage's tokens.

    `architecture` and `arguments` are those of config.json. Letters of `attn_type`: L linear, S softmax.
    `norm` exists because the published classes have it; the forward pass does not use it.
    """

    def __init__(self, architecture, arguments):
        super().__init__()
        self.architecture, self.arguments = architecture, arguments
        a, channels, side = arguments, 3, arguments["img_size"]
        for s, dim in enumerate(a["embed_dims"]):
            patch = a["patch_size"] if s == 0 else 2
            side //= patch
            setattr(self, f"patch_embed{s + 1}", PatchEmbedding(patch, channels, dim))
            setattr(self, f"pos_embed{s + 1}", nn.Parameter(torch.zeros(1, side * side, dim)))
            blocks = [Block(self.attention(s, dim, (side, side)), dim, a["mlp_ratios"][s]) for _ in range(a["depths"][s])]
            setattr(self, f"block{s + 1}", nn.ModuleList(blocks))
            channels = dim
        self.norm = nn.LayerNorm(dim, eps=1e-6)
        self.head = nn.Linear(dim, a["num_classes"])
        self.apply(initialize)
        for s in range(4):
            nn.init.trunc_normal_(getattr(self, f"pos_embed{s + 1}"), std=0.02)

    def attention(self, stage, dim, grid):
        a = self.arguments
        heads = a["num_heads"][stage]
        if a["attn_type"][stage] == "S":
            return SoftmaxAttention(dim, heads, grid, a["sr_ratios"][stage])
        reduction = int(a["la_sr_ratios"][stage])
        if self.architecture == "pola_pvt":
            return PolarityAttention(dim, heads, grid, reduction, a["kernel_size"], a["alpha"])
        return FocusedAttention(dim, heads, grid, reduction, a["kernel_size"], a["focusing_factor"])

    def layers(self):
        """All blocks, in the order in which layers are counted."""
        return [block for s in range(4) for block in getattr(self, f"block{s + 1}")]

    def forward(self, x, record=None):
        for s in range(4):
            x = getattr(self, f"patch_embed{s + 1}")(x) + getattr(self, f"pos_embed{s + 1}")
            for block in getattr(self, f"block{s + 1}"):
                x = block(x, record)
            if s < 3:
                side = int(x.shape[1] ** 0.5)
                x = x.transpose(1, 2).unflatten(2, (side, side))
        return self.head(x.mean(1))


def initialize(module):
    if isinstance(module, nn.Linear):
        nn.init.trunc_normal_(module.weight, std=0.02)
        nn.init.zeros_(module.bias)
    elif isinstance(module, nn.Conv2d):
        fan_out = module.kernel_size[0] * module.kernel_size[1] * module.out_channels // module.groups
        nn.init.normal_(module.weight, 0, (2 / fan_out) ** 0.5)
        nn.init.zeros_(module.bias)


SHAPE = dict(img_size=128, patch_size=4, embed_dims=[32, 64, 128, 160], num_heads=[1, 2, 4, 5], mlp_ratios=[4, 4, 4, 4],
             qkv_bias=True, depths=[2, 2, 2, 1], num_classes=10, la_sr_ratios="1111")

TWINS = {
    "fashion-softmax": ("pola_pvt", dict(SHAPE, attn_type="SSSS", alpha=4, kernel_size=5, sr_ratios=[1, 1, 1, 1])),
    "fashion-polarity": ("pola_pvt", dict(SHAPE, attn_type="LLLL", alpha=4, kernel_size=5, sr_ratios=[1, 1, 1, 1])),
    "fashion-focused": ("flatten_pvt", dict(SHAPE, attn_type="LLLL", focusing_factor=3, kernel_size=5, sr_ratios=[1, 1, 1, 1])),
    "fashion-relu": ("flatten_pvt", dict(SHAPE, attn_type="LLLL", focusing_factor=1, kernel_size=5, sr_ratios=[1, 1, 1, 1])),
}


def twin(name):
    """A freshly initialized twin."""
    return Pyramid(*TWINS[name])
