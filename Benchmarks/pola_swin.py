"""PolaFormer on Swin in PyTorch, with the parameter names of its checkpoints."""

import torch
from torch import nn

from models import Mlp, PatchEmbed, PolarityAttention, entropy


def split_windows(image, window):
    """[batch, rows, columns, dim] to [batch·windows, window², dim], row by row."""
    batch, rows, columns, dim = image.shape
    image = image.view(batch, rows // window, window, columns // window, window, dim)
    return image.transpose(2, 3).reshape(-1, window * window, dim)


class WindowAttention(nn.Module):
    """Softmax with a relative position bias inside windows; `mask` [windows, n, n] is added to the logits."""

    def __init__(self, dim, heads, window, mask):
        super().__init__()
        self.heads = heads
        self.qkv, self.proj = nn.Linear(dim, 3 * dim), nn.Linear(dim, dim)
        self.relative_position_bias_table = nn.Parameter(torch.randn((2 * window - 1) ** 2, heads) * 0.02)
        place = torch.cartesian_prod(torch.arange(window), torch.arange(window))
        offset = place[:, None] - place[None] + window - 1
        index = (offset[..., 0] * (2 * window - 1) + offset[..., 1]).flatten()
        self.register_buffer("index", index, persistent=False)
        self.register_buffer("mask", mask, persistent=False)

    def forward(self, x, explicit=False):
        windows, n, dim = x.shape
        q, k, v = self.qkv(x).view(windows, n, 3, self.heads, -1).permute(2, 0, 3, 1, 4)
        terms = self.relative_position_bias_table[self.index].view(n, n, -1).permute(2, 0, 1)
        if self.mask is not None:
            terms = terms + self.mask.unsqueeze(1)
        rows = (q * q.shape[-1] ** -0.5 @ k.transpose(-1, -2) + terms).softmax(-1)
        if explicit:
            self.kept = (rows, entropy(rows))
        mixed = rows @ v
        return self.proj(mixed.transpose(1, 2).reshape(windows, n, dim))


def shift_mask(side, window, shift):
    """−100 between tokens of a window that the shift brought together, [windows, n, n]."""
    band = torch.zeros(side)
    band[side - window:side - shift], band[side - shift:] = 1, 2
    label = split_windows((3 * band[:, None] + band[None]).view(1, side, side, 1), window).squeeze(-1)
    return (label[:, :, None] != label[:, None, :]) * -100.0


class WindowedBlock(nn.Module):
    def __init__(self, dim, heads, side, window, shift, linear):
        super().__init__()
        self.side, self.window = side, min(window, side)
        self.shift = shift if side > self.window else 0
        self.norm1, self.norm2 = nn.LayerNorm(dim), nn.LayerNorm(dim)
        if linear:
            self.attn = PolarityAttention(dim, heads, self.window**2, self.window, fused=True)
        else:
            mask = shift_mask(side, self.window, self.shift) if self.shift else None
            self.attn = WindowAttention(dim, heads, self.window, mask)
        self.mlp = Mlp(dim, 4)

    def forward(self, x, explicit=False):
        batch, n, dim = x.shape
        image = self.norm1(x).view(batch, self.side, self.side, dim)
        if self.shift:
            image = image.roll((-self.shift, -self.shift), (1, 2))
        mixed = self.attn(split_windows(image, self.window), explicit)
        across = self.side // self.window
        image = mixed.view(batch, across, across, self.window, self.window, dim).transpose(2, 3)
        image = image.reshape(batch, self.side, self.side, dim)
        if self.shift:
            image = image.roll((self.shift, self.shift), (1, 2))
        x = x + image.reshape(batch, n, dim)
        return x + self.mlp(self.norm2(x))


class PatchMerging(nn.Module):
    def __init__(self, dim, side):
        super().__init__()
        self.side = side
        self.norm, self.reduction = nn.LayerNorm(4 * dim), nn.Linear(4 * dim, 2 * dim, bias=False)

    def forward(self, x):
        image = x.view(x.shape[0], self.side, self.side, -1)
        parts = [image[:, down::2, across::2] for down, across in ((0, 0), (1, 0), (0, 1), (1, 1))]
        return self.reduction(self.norm(torch.cat(parts, -1).flatten(1, 2)))


class Stage(nn.Module):
    def __init__(self, blocks, downsample):
        super().__init__()
        self.blocks, self.downsample = nn.ModuleList(blocks), downsample


class PolaSwin(nn.Module):
    """The defaults are Pola-Swin-T of 224 pixels: polarity-aware attention over all tokens of the first two stages,
    softmax in windows of 7 that odd blocks shift in the others."""

    def __init__(self, dim=96, depths=(2, 2, 6, 2), heads=(3, 6, 12, 24), attention="LLSS", side=56, classes=1000):
        super().__init__()
        self.patch_embed = PatchEmbed(3, dim, 4)
        stages = []
        for stage, (depth, letter) in enumerate(zip(depths, attention)):
            window = side if letter == "L" else 7
            blocks = [
                WindowedBlock(dim, heads[stage], side, window, number % 2 * (window // 2), letter == "L")
                for number in range(depth)]
            is_last = stage == len(depths) - 1
            stages.append(Stage(blocks, None if is_last else PatchMerging(dim, side)))
            if not is_last:
                dim, side = 2 * dim, side // 2
        self.layers = nn.ModuleList(stages)
        self.norm, self.head = nn.LayerNorm(dim), nn.Linear(dim, classes)

    def forward(self, x, explicit=False):
        x = self.patch_embed(x)
        for stage in self.layers:
            for block in stage.blocks:
                x = block(x, explicit)
            if stage.downsample is not None:
                x = stage.downsample(x)
        return self.head(self.norm(x).mean(1))
