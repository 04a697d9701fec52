"""A small SigLIP of timm with made-up weights: python3 make.py writes the files beside it."""

import json
import pathlib

import torch
from safetensors.torch import save_file
from timm.models.vision_transformer import VisionTransformer

HERE = pathlib.Path(__file__).resolve().parent
SEED = 14
ARGUMENTS = {
    "img_size": 32, "patch_size": 4, "embed_dim": 24, "depth": 2, "num_heads": 3, "mlp_ratio": 2.0,
    "class_token": False, "global_pool": "map",
}

torch.manual_seed(SEED)
model = VisionTransformer(num_classes=5, **ARGUMENTS)
generator = torch.Generator().manual_seed(SEED)
weights = {}
for name, tensor in model.state_dict().items():
    made_up = torch.randn(tensor.shape, generator=generator)
    if tensor.ndim >= 2:
        # Larger in attention, so that its rows are not uniform.
        weights[name] = made_up * ((2.0 if "attn" in name else 1.0) / tensor.shape[-1] ** 0.5)
    else:
        weights[name] = tensor + 0.1 * made_up
save_file({name: tensor.contiguous() for name, tensor in weights.items()}, HERE / "model.safetensors",
          metadata={"format": "pt"})
configuration = {
    "architecture": "vit_base_patch16_siglip_224", "num_classes": 5, "num_features": 24, "global_pool": "map",
    "model_args": ARGUMENTS,
    "pretrained_cfg": {
        "input_size": [3, 32, 32], "crop_pct": 0.9, "interpolation": "bicubic", "mean": [0.5, 0.5, 0.5],
        "std": [0.5, 0.5, 0.5], "num_classes": 5,
    },
}
(HERE / "config.json").write_text(json.dumps(configuration, indent=2))
