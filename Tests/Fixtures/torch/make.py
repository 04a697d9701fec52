#!/usr/bin/env python3
"""Makes the PyTorch fixtures beside this file: python3 make.py (needs torch, numpy).

tensors*.pth    the same tensors of every layout and number format, in each container and pickle protocol
training.pth    those tensors under 'state_dict' among what training scripts save
module.pth      a whole pickled module, which holds no state dictionary
script.pt       a TorchScript program
values.json     shape and values of each tensor
"""
import argparse
import json
from collections import OrderedDict, defaultdict
from pathlib import Path

import numpy as np
import torch

HERE = Path(__file__).parent
torch.manual_seed(7)
base = torch.randn(4, 6)
tensors = OrderedDict(
    transposed=base.t(),
    slice=base.reshape(-1)[5:9],
    step=base[:, ::2],
    expanded=torch.randn(1, 3).expand(2, 3),
    channels_last=torch.randn(2, 3, 4, 5).contiguous(memory_format=torch.channels_last),
    parameter=torch.nn.Parameter(torch.randn(2, 3)),
    buffer=torch.nn.Buffer(torch.randn(2)),
    scalar=torch.tensor(3.5),
    empty=torch.zeros(0, 3),
    double=torch.randn(2, 2).double(),
    half=torch.randn(5).half(),
    bfloat16=torch.randn(5).bfloat16(),
    long=torch.arange(-3, 3),
    int=torch.arange(3, dtype=torch.int32),
    short=torch.arange(3, dtype=torch.int16),
    char=torch.tensor([-1, 1], dtype=torch.int8),
    byte=torch.tensor([255, 1], dtype=torch.uint8),
    bool=torch.tensor([True, False]),
)
values = {
    name: {"shape": list(tensor.shape), "values": tensor.detach().double().flatten().tolist()}
    for name, tensor in tensors.items()
}
(HERE / "values.json").write_text("{\n" + ",\n".join(f"{json.dumps(k)}: {json.dumps(v)}" for k, v in values.items()) + "\n}\n")

torch.save(tensors, HERE / "tensors.pth")
torch.save(tensors, HERE / "tensors-protocol4.pth", pickle_protocol=4)
torch.save(tensors, HERE / "tensors-legacy.pth", _use_new_zipfile_serialization=False)
torch.save(tensors, HERE / "tensors-legacy-protocol5.pth", pickle_protocol=5, _use_new_zipfile_serialization=False)

module = torch.nn.Linear(3, 4)
optimizer = torch.optim.AdamW(module.parameters())
module(torch.randn(2, 3)).sum().backward()
optimizer.step()
torch.save({
    "state_dict": tensors, "optimizer": optimizer.state_dict(), "epoch": 3, "best": np.float64(0.5), "history": np.arange(4),
    "args": argparse.Namespace(lr=0.1), "random": torch.get_rng_state(), "meters": defaultdict(list),
}, HERE / "training.pth")
torch.save(module, HERE / "module.pth")
torch.jit.script(module).save(HERE / "script.pt")
