#!/usr/bin/env python3
"""Exports cases of ../families as ONNX files, by both exporters of PyTorch: python3 make.py [CASE ...] (needs torch 2.13, onnxscript).

CASE-torchscript.onnx   by the exporter that traces (dynamo=False)
CASE-dynamo.onnx        by the exporter of programs (dynamo=True); larger tensors of the first case in CASE-dynamo.onnx.data

The weights are those that a formula makes, so that the tests know every number.
"""

import sys
from pathlib import Path

import onnx
import torch

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "families"))

import make  # noqa: E402

CASES = ["timm-vit-odd-heads", "hf-dinov2-class-names", "timm-swin-one-axis", "hf-clip"]


def strip(path):
    """Leaves out what the exporter says of the machine: where in which source file an operator was made."""
    model = onnx.load(path, load_external_data=False)
    for node in model.graph.node:
        kept = [entry for entry in node.metadata_props if "stack_trace" not in entry.key]
        del node.metadata_props[:]
        node.metadata_props.extend(kept)
        node.doc_string = ""
    onnx.save(model, path)


def main():
    made = make.cases()
    for name in sys.argv[1:] or CASES:
        case = made[name]
        case.golden()
        image = torch.zeros(1, 3, *case.size)
        for exporter in ("torchscript", "dynamo"):
            path = HERE / f"{name}-{exporter}.onnx"
            is_dynamo = exporter == "dynamo"
            torch.onnx.export(
                case.model, (image,), str(path), dynamo=is_dynamo, external_data=is_dynamo and name == CASES[0])
            strip(path)
            print(path.name, path.stat().st_size)


if __name__ == "__main__":
    torch.set_num_threads(1)
    main()
