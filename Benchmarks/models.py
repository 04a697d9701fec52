"""The models that are compared, with random weights, in PyTorch: timm's ViTs and Swin, and PolaFormer on PVT."""

import math

import torchvision_operators  # noqa: F401 (before timm)
import timm
import torch
from torch import nn
from torch.nn import functional as F

VITS = ("deit_tiny_patch16_224", "deit_small_patch16_224", "vit_base_patch16_224")
SWINS = ("swin_tiny_patch4_window7_224",)


def entropy(rows):
    """The entropy of each row in nats; rows [..., n] sum to 1."""
    return torch.special.entr(rows).sum(-1)


class PolarityAttention(nn.Module):
    """Polarity-aware linear attention: two streams, their positive and negative parts to a learned power.

    `fused`: one projection, as in Pola-Swin, in place of Pola-PVT's two.
    """

    def __init__(self, dim, heads, tokens, side, alpha=4.0, fused=False):
        super().__init__()
        self.heads, self.side, self.alpha = heads, side, alpha
        width = dim // heads
        if fused:
            self.qkvg = nn.Linear(dim, 4 * dim)
        else:
            self.qg = nn.Linear(dim, 2 * dim)
            self.kv = nn.Linear(dim, 2 * dim)
        self.proj = nn.Linear(dim, dim)
        self.dwc = nn.Conv2d(width, width, 5, padding=2, groups=width)
        self.power = nn.Parameter(torch.randn(1, heads, 1, width))
        self.scale = nn.Parameter(torch.randn(1, 1, dim) * 0.1)
        self.positional_encoding = nn.Parameter(torch.randn(1, tokens, dim) * 0.02)

    def features(self, x):
        """[batch, n, dim] to the powers of both parts, each [batch, heads, n, width]."""
        batch, n, dim = x.shape
        x = x.view(batch, n, self.heads, dim // self.heads).transpose(1, 2)
        power = 1 + self.alpha * torch.sigmoid(self.power)
        return F.relu(x) ** power, F.relu(-x) ** power

    observe = None  # called in explicit passes with q and k [batch, heads, n, width] and both streams' rows

    def forward(self, x, explicit=False):
        batch, n, dim = x.shape
        if hasattr(self, "qkvg"):
            q, k, v, gate = self.qkvg(x).chunk(4, dim=-1)
        else:
            (q, gate), (k, v) = self.qg(x).chunk(2, dim=-1), self.kv(x).chunk(2, dim=-1)
        scale = F.softplus(self.scale)
        q, k = q / scale, (k + self.positional_encoding) / scale
        (q_pos, q_neg), (k_pos, k_neg) = self.features(q), self.features(k)
        keys = torch.cat([k_pos, k_neg], dim=-1)
        values = v.view(batch, n, self.heads, dim // self.heads).transpose(1, 2)
        mixed, streams = [], []
        for queries, part in (
            (torch.cat([q_pos, q_neg], dim=-1), values[..., : values.shape[-1] // 2]),
            (torch.cat([q_neg, q_pos], dim=-1), values[..., values.shape[-1] // 2 :]),
        ):
            if explicit:
                rows = queries @ keys.transpose(-1, -2)
                rows = rows / (rows.sum(-1, keepdim=True) + n * 1e-6)
                if self.observe:
                    streams.append(rows)
                else:
                    self.kept = (rows, entropy(rows / rows.sum(-1, keepdim=True)))
                mixed.append(rows @ part)
            else:
                norm = queries @ keys.mean(-2, keepdim=True).transpose(-1, -2) + 1e-6
                mixed.append(queries @ (keys.transpose(-1, -2) @ part) / n / norm)
        if explicit and self.observe:
            split = [t.view(batch, n, self.heads, dim // self.heads).transpose(1, 2) for t in (q, k)]
            self.observe(*split, dict(zip(("same", "opposite"), streams)))
        mixed = torch.cat(mixed, dim=-1).transpose(1, 2).reshape(batch, n, dim)
        grid = values.reshape(batch * self.heads, self.side, self.side, -1).permute(0, 3, 1, 2)
        convolved = self.dwc(grid).reshape(batch, dim, n).transpose(1, 2)
        return self.proj((mixed + convolved) * gate)


class Mlp(nn.Module):
    def __init__(self, dim, ratio):
        super().__init__()
        self.fc1, self.fc2 = nn.Linear(dim, ratio * dim), nn.Linear(ratio * dim, dim)

    def forward(self, x):
        return self.fc2(F.gelu(self.fc1(x)))


class Block(nn.Module):
    def __init__(self, dim, heads, side, ratio):
        super().__init__()
        self.norm1, self.norm2 = nn.LayerNorm(dim, eps=1e-6), nn.LayerNorm(dim, eps=1e-6)
        self.attn = PolarityAttention(dim, heads, side * side, side)
        self.mlp = Mlp(dim, ratio)

    def forward(self, x, explicit=False):
        x = x + self.attn(self.norm1(x), explicit)
        return x + self.mlp(self.norm2(x))


class PatchEmbed(nn.Module):
    def __init__(self, inputs, dim, patch):
        super().__init__()
        self.proj, self.norm = nn.Conv2d(inputs, dim, patch, patch), nn.LayerNorm(dim)

    def forward(self, x):
        return self.norm(self.proj(x).flatten(2).transpose(1, 2))


class PolaPVT(nn.Module):
    """PolaFormer on a pyramid; the defaults are Pola-PVT-T. Names of parameters as in its checkpoints."""

    def __init__(
        self, size=224, dims=(64, 128, 320, 512), heads=(1, 2, 5, 8), depths=(2, 2, 2, 2), ratios=(8, 8, 4, 4),
        patches=(4, 2, 2, 2), classes=1000,
    ):
        super().__init__()
        self.depths, inputs = depths, 3
        for stage, (dim, patch) in enumerate(zip(dims, patches), start=1):
            size //= patch
            setattr(self, f"patch_embed{stage}", PatchEmbed(inputs, dim, patch))
            setattr(self, f"pos_embed{stage}", nn.Parameter(torch.randn(1, size * size, dim) * 0.02))
            blocks = [Block(dim, heads[stage - 1], size, ratios[stage - 1]) for _ in range(depths[stage - 1])]
            setattr(self, f"block{stage}", nn.ModuleList(blocks))
            inputs = dim
        self.head = nn.Linear(inputs, classes)

    def forward(self, x, explicit=False):
        for stage in range(1, len(self.depths) + 1):
            x = getattr(self, f"patch_embed{stage}")(x) + getattr(self, f"pos_embed{stage}")
            for block in getattr(self, f"block{stage}"):
                x = block(x, explicit)
            if stage < len(self.depths):
                side = math.isqrt(x.shape[1])
                x = x.transpose(1, 2).reshape(x.shape[0], -1, side, side)
        return self.head(x.mean(1))


def keep_attention(vit):
    """Makes the attention of a timm ViT compute its rows and their entropies, and keep them for a layer."""

    def forward(self, x, *unused, **options):
        batch, n, dim = x.shape
        q, k, v = self.qkv(x).reshape(batch, n, 3, self.num_heads, -1).permute(2, 0, 3, 1, 4).unbind(0)
        rows = (q * self.scale @ k.transpose(-2, -1)).softmax(-1)
        if self.observe:
            self.observe(q, k, {"attention": rows})
        else:
            self.kept = (rows, entropy(rows))
        return self.proj((rows @ v).transpose(1, 2).reshape(batch, n, dim))

    for block in vit.blocks:
        block.attn.observe = None
        block.attn.forward = forward.__get__(block.attn)
    return vit


def keep_windows(swin):
    """Makes the attention of a timm Swin compute its rows and their entropies, and keep them for a layer."""

    def forward(self, x, mask=None):
        windows, n, dim = x.shape
        q, k, v = self.qkv(x).reshape(windows, n, 3, self.num_heads, -1).permute(2, 0, 3, 1, 4).unbind(0)
        logits = q * self.scale @ k.transpose(-2, -1) + self._get_rel_pos_bias()
        if mask is not None:
            logits = (logits.view(-1, len(mask), *logits.shape[1:]) + mask.unsqueeze(1)).view(logits.shape)
        rows = logits.softmax(-1)
        self.kept = (rows, entropy(rows))
        return self.proj((rows @ v).transpose(1, 2).reshape(windows, n, dim))

    for stage in swin.layers:
        for block in stage.blocks:
            block.attn.forward = forward.__get__(block.attn)
    return swin


def create(name, size=224):
    """A model by its name, in evaluation mode, with random weights that are the same in every run."""
    torch.manual_seed(1)
    if name == "pola_pvt_tiny":
        model = PolaPVT(size)
    elif name == "pola_swin_tiny":
        from pola_swin import PolaSwin

        model = PolaSwin()
    elif name == "one_layer_polarity":
        model = PolaPVT(size, dims=(64,), heads=(1,), depths=(1,), ratios=(4,), patches=(4,), classes=10)
    elif name == "one_layer_softmax":
        # The head reads every token, as that of the polarity model: of its last block polascope computes what is read.
        model = timm.models.vision_transformer.VisionTransformer(
            img_size=size, patch_size=4, embed_dim=64, depth=1, num_heads=1, num_classes=10, global_pool="avg")
    else:
        model = timm.create_model(name, pretrained=False)
        with torch.no_grad():  # timm begins with a head of zeros; logits of 0 would compare nothing
            model.get_classifier().weight.normal_(std=0.02)
    return model.eval()
