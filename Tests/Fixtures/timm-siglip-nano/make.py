"""A small SigLIP of timm with made-up weights: python3 make.py writes the files beside it."""
import json
import os

import torch
from timm.models.vision_transformer import VisionTransformer
from safetensors.torch import save_file
torch.manual_seed(14)
m = VisionTransformer(img_size=32, patch_size=4, embed_dim=24, depth=2, num_heads=3, num_classes=5, class_token=False, global_pool='map', mlp_ratio=2)
g = torch.Generator().manual_seed(14)
sd = {}
for k, v in m.state_dict().items():
    if v.ndim >= 2: v = torch.randn(v.shape, generator=g) * (2.0 / v.shape[-1] ** 0.5 if 'attn' in k else 1.0 / v.shape[-1] ** 0.5)
    else: v = v + 0.1 * torch.randn(v.shape, generator=g)
    sd[k] = v.contiguous()
out = os.path.dirname(os.path.abspath(__file__))
save_file(sd, out + '/model.safetensors', metadata={'format': 'pt'})
json.dump({"architecture": "vit_base_patch16_siglip_224", "num_classes": 5, "num_features": 24, "global_pool": "map",
 "model_args": {"img_size": 32, "patch_size": 4, "embed_dim": 24, "depth": 2, "num_heads": 3, "mlp_ratio": 2.0, "class_token": False, "global_pool": "map"},
 "pretrained_cfg": {"input_size": [3, 32, 32], "crop_pct": 0.9, "interpolation": "bicubic", "mean": [0.5, 0.5, 0.5], "std": [0.5, 0.5, 0.5], "num_classes": 5}}, open(out + '/config.json', 'w'), indent=2)
