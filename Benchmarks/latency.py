#!/usr/bin/env python3
"""Types into the viewer on a pseudo-terminal and times until the screen's bytes have settled.

usage: latency.py [--program PATH] [--repeats N] [--size COLSxROWS] [--models twins,vit_small,…] [--colors 256,truecolor]

A key's time runs from its byte being written to the last byte of the answer; the answer has ended when nothing came
for a while. Prints a Markdown table of medians and 99th percentiles, and the time from the start to the first heat
map. `vit_small` is timm's vit_small_patch16_224 with random weights, made in a folder of its own on the first run;
that alone needs more than Python's standard library.
"""

import argparse
import fcntl
import os
import pathlib
import pty
import re
import select
import statistics
import struct
import sys
import termios
import time

HERE = pathlib.Path(__file__).resolve().parent
MODELS = HERE / ".models"
QUIET = 0.06  # seconds without a byte that end an answer
LONG_QUIET = 0.5  # the same where a forward pass stands between the first bytes and the last

# Each pattern walks to and fro, so that no key is at its end.
CURSOR = ["\x1bOC"] * 5 + ["\x1bOB"] * 2 + ["\x1bOD"] * 5 + ["\x1bOA"] * 2
LAYER = ["]"] * 4 + ["["] * 4
HEAD = ["."] * 5 + [","] * 5
# The map comes last: on a signed one the colour map has nothing to change.
QUICK = {"cursor": CURSOR, "layer": LAYER, "head": HEAD, "focus": ["\t"], "colour map": ["c"], "scale": ["r"],
         "map": ["m"]}
# A key that runs the model again, and one that takes it back, which is not timed.
PASSES = {"head off (forward pass)": ("x", "X"), "patch hidden (forward pass)": ("b", "X"),
          "image (forward pass)": ("n", None)}
MAP = re.compile(rb"nats")


class Viewer:
    """The program on a pseudo-terminal."""

    def __init__(self, command, columns, rows, colors):
        self.start = time.perf_counter()
        self.process, self.terminal = pty.fork()
        if self.process == 0:
            environment = {key: value for key, value in os.environ.items() if key not in ("COLORTERM", "NO_COLOR")}
            environment.update(TERM="xterm-256color", LC_ALL="C.UTF-8", XDG_STATE_HOME=os.devnull)
            if colors == "truecolor":
                environment["COLORTERM"] = "truecolor"
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
            os.execve(command[0], command, environment)

    def settle(self, quiet=QUIET, seen=lambda bytes, time: None):
        """Reads until nothing comes for `quiet` seconds; the time of the last byte and the number of bytes."""
        last, count = None, 0
        while select.select([self.terminal], [], [], quiet)[0]:
            try:
                received = os.read(self.terminal, 1 << 16)
            except OSError:
                sys.exit("latency.py: the viewer ended")
            last = time.perf_counter()
            count += len(received)
            seen(received, last)
        return last, count

    def first_map(self):
        """Seconds from the start until the numbers under the first map, and until everything stands still."""
        found = []
        text = bytearray()

        def look(received, moment):
            text.extend(received)
            if not found and MAP.search(text):
                found.append(moment - self.start)

        last, _ = self.settle(quiet=1.5, seen=look)
        return (found or [float("nan")])[0], last - self.start

    def press(self, key, quiet):
        """Milliseconds until the screen's last byte, and bytes; None when the key changed nothing."""
        begin = time.perf_counter()
        os.write(self.terminal, key.encode())
        last, count = self.settle(quiet)
        return (None if last is None else (last - begin) * 1000), count

    def end(self):
        os.write(self.terminal, b"q")
        try:
            while os.read(self.terminal, 1 << 16):
                pass
        except OSError:
            pass
        os.waitpid(self.process, 0)
        os.close(self.terminal)


def percentile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def vit_small():
    """The folder of a ViT-S of 224 pixels with random weights, made where it is missing."""
    folder = MODELS / "vit_small_patch16_224-224"
    if not folder.exists():
        sys.path.insert(0, str(HERE))
        import compare

        compare.enter_environment()
        import models

        MODELS.mkdir(exist_ok=True)
        compare.save(models.create("vit_small_patch16_224"), "vit_small_patch16_224", 224, MODELS)
    return str(folder)


def arguments(name):
    if name == "twins":
        return []
    if name == "vit_small":
        return [vit_small()]
    return name.split("+")


def measure(options, model, colors):
    columns, rows = map(int, options.size.split("x"))
    command = [str(options.program), "view", *arguments(model)]
    starts = []
    for _ in range(options.starts):
        viewer = Viewer(command, columns, rows, colors)
        starts.append(viewer.first_map())
        viewer.end()
    first, done = (statistics.median(values) * 1000 for values in zip(*starts))
    print(f"{model}, {colors}, {options.size}: start to first heat map {first:.0f} ms, to a still screen {done:.0f} ms "
          f"(medians of {len(starts)})\n")
    print("| key | median | p99 | longest | bytes | presses |\n|---|---:|---:|---:|---:|---:|")

    viewer = Viewer(command, columns, rows, colors)
    viewer.settle(quiet=1.5)
    os.write(viewer.terminal, b"g2\r")
    viewer.settle(quiet=0.5)
    groups = [(name, keys, None, options.repeats, QUIET) for name, keys in QUICK.items()]
    groups += [(name, [key], undo, max(10, options.repeats // 10), LONG_QUIET) for name, (key, undo) in PASSES.items()]
    for name, keys, undo, count, quiet in groups:
        times, sizes = [], []
        for index in range(count):
            milliseconds, size = viewer.press(keys[index % len(keys)], quiet)
            if milliseconds is not None:
                times.append(milliseconds)
                sizes.append(size)
            if undo:
                viewer.press(undo, LONG_QUIET)
        if not times:
            print(f"| {name} | – | – | – | 0 | {count} |")
            continue
        print(f"| {name} | {statistics.median(times):.1f} | {percentile(times, 0.99):.1f} | {max(times):.1f} "
              f"| {statistics.median(sizes):.0f} | {len(times)} |", flush=True)
    viewer.end()
    print()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", type=pathlib.Path, default=HERE.parent / ".build/release/polascope")
    parser.add_argument("--repeats", type=int, default=200)
    parser.add_argument("--starts", type=int, default=5)
    parser.add_argument("--size", default="120x36")
    parser.add_argument("--models", default="twins,vit_small")
    parser.add_argument("--colors", default="256,truecolor")
    options = parser.parse_args()
    for model in options.models.split(","):
        for colors in options.colors.split(","):
            measure(options, model, colors)


if __name__ == "__main__":
    main()
