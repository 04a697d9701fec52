"""Write tokens.safetensors: norms and principal components of the tokens after each block, by timm and transformers.

The models are those of the reference cases beside this folder, the images the inputs in their golden files. Nothing of
the program is used: tokens are what forward hooks see after a block, components are NumPy's singular vectors. Components
have no sign; the tests give them one. Run in any folder.
"""

import json
from pathlib import Path

import numpy as np
import timm
import torch
import transformers
from safetensors.numpy import save_file
from safetensors.torch import load_file

FIXTURES = Path(__file__).resolve().parent.parent
TIMM = ["timm-vit-nano", "timm-deit-distilled-nano", "timm-swin-nano", "timm-pvtv2-nano"]
TRANSFORMERS = {"hf-dinov2-reg-nano": transformers.Dinov2WithRegistersForImageClassification}


def load_timm(case):
    config = json.loads((FIXTURES / case / "config.json").read_text())
    model = timm.create_model(config["architecture"], num_classes=config["num_classes"], **config["model_args"])
    weights = load_file(FIXTURES / case / "model.safetensors")
    model.load_state_dict({name: tensor.float() for name, tensor in weights.items()})
    if hasattr(model, "blocks"):
        return model, list(model.blocks)
    stages = model.layers if hasattr(model, "layers") else model.stages
    return model, [block for stage in stages for block in stage.blocks]


def load_transformers(case, kind):
    model = kind.from_pretrained(FIXTURES / case)
    return model, list(model.dinov2_with_registers.encoder.layer)


def tokens_after_blocks(model, blocks, image):
    """[tokens, channels] of every block."""
    seen = []

    def hook(_module, _inputs, output):
        output = output[0] if isinstance(output, tuple) else output
        seen.append(output[0].reshape(-1, output.shape[-1]).double().numpy())

    for block in blocks:
        block.register_forward_hook(hook)
    with torch.no_grad():
        logits = model.eval()(image[None])
    return seen, (logits.logits if hasattr(logits, "logits") else logits)[0].numpy()


def components(patches):
    """Scores [3, patches] and fractions of the variance [3]."""
    centered = patches - patches.mean(0)
    u, s, _ = np.linalg.svd(centered, full_matrices=False)
    count = min(3, int((s > 1e-5 * s[0]).sum()))
    return (u * s).T[:count], (s ** 2 / (s ** 2).sum())[:count]


def main():
    written = {}
    for case in TIMM + list(TRANSFORMERS):
        golden = load_file(FIXTURES / case / "golden.safetensors")
        model, blocks = load_timm(case) if case in TIMM else load_transformers(case, TRANSFORMERS[case])
        seen, logits = tokens_after_blocks(model, blocks, golden["input"])
        assert np.abs(logits - golden["logits"].numpy()).max() < 5e-5, case
        for layer, tokens in enumerate(seen):
            patches = int(len(tokens) ** 0.5) ** 2
            scores, fractions = components(tokens[len(tokens) - patches:])
            name = f"{case}.layer{layer}"
            written[f"{name}.norms"] = np.linalg.norm(tokens, axis=1).astype(np.float32)
            written[f"{name}.scores"] = np.ascontiguousarray(scores, dtype=np.float32)
            written[f"{name}.fractions"] = fractions.astype(np.float32)
    save_file(written, Path(__file__).parent / "tokens.safetensors")


if __name__ == "__main__":
    main()
