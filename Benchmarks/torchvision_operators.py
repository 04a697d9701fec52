"""Lets timm import torchvision beside another build of PyTorch than torchvision's own, as package indexes mix them.

The wheel of torchvision that fits PyTorch with CUDA cannot load its operators beside PyTorch for CPUs, and its import
fails where it describes two of them. timm needs none: they are declared, and never called.
"""

import torch

try:
    import torchvision  # noqa: F401
except RuntimeError:
    declared = torch.library.Library("torchvision", "DEF")
    for name in ("nms", "qnms"):
        declared.define(f"{name}(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
    import torchvision  # noqa: F401
