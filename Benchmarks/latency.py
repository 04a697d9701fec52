#!/usr/bin/env python3
"""Types into the viewer on a pseudo-terminal and times until the screen's bytes have settled.

usage: latency.py [--program PATH] [--repeats N] [--size COLSxROWS] [--models twins,vit_small,…] [--colors 256,truecolor]
                  [--only NAME,…]

A key's time runs from its byte being written to the last byte of the answer; the answer has ended when nothing came
for a while. Prints a Markdown table of shortest times, medians and 99th percentiles, the 99th percentile of the
answer's first byte, and the time from the start to the first heat map. On a machine that others use, the shortest time
and the median say more than the rest. `vit_small` and `vit_base` are timm's models of 224 pixels with
random weights, made in a folder of their own on the first run; that alone needs more than Python's standard library.
Other models are MODEL arguments, joined by `+`.
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
import typing

HERE = pathlib.Path(__file__).resolve().parent
MODELS = HERE / ".models"
QUIET = 0.06  # seconds without a byte that end an answer
LONG_QUIET = 0.5  # the same where a forward pass lies between the first bytes and the last

RIGHT, LEFT, DOWN, UP = "\x1bOC", "\x1bOD", "\x1bOB", "\x1bOA"
# Each pattern walks to and fro, so that no key is at its end.
CURSOR = [RIGHT] * 5 + [DOWN] * 2 + [LEFT] * 5 + [UP] * 2
MOVES = {"cursor": CURSOR, "layer": ["]"] * 4 + ["["] * 4, "head": ["."] * 5 + [","] * 5}
MAPS = ("attention same opposite effective contribution positive negative net kernel-positive kernel-negative "
        "entropy").split()
OF_POLARITY = "same", "opposite", "kernel-positive", "kernel-negative"
VIEWS = "heads", "compare", "polarity", "entropy", "lens", "rollout", "model", "tokens"
OF_VIEW = {"compare": {"next difference": ["J"]}, "entropy": {"sort": ["S"]},
           "lens": {"exponent": ["+"] * 4 + ["-"] * 4}, "model": {"sort": ["S"]}}


class Group(typing.NamedTuple):
    """Keys that are timed one after another, and what is typed around them without being timed."""

    name: str
    keys: list
    first: str = ""  # before all of them
    before: list = [""]  # before each, by turns
    during: str = ""  # just before each: its work goes on while the key is answered
    after: str = ""  # after each
    quiet: float = QUIET


def quick(maps):
    """The keys that run no forward pass; each group begins where the one before it ends."""
    for name, keys in MOVES.items():
        yield Group(name, keys)
    for name, key in {"focus": "\t", "color map": "c", "scale": "r", "overlay": "o", "view": "v", "query": "C"}.items():
        yield Group(name, [key], after="\x1b" if name == "view" else "")
    yield Group("incoming", ["I"], before=CURSOR, after="I")
    yield Group("incoming, cursor", CURSOR, first="I")
    for kind in maps:
        # Another place each time, so that no map is there already; the first is reached from the last.
        yield Group(f"map {kind}", ["m"], first="IM" if kind == maps[0] else "", before=CURSOR, after="M")
        yield Group(f"map {kind}, cursor", CURSOR, first="m")
    for view in VIEWS[1:]:
        for name, keys in {**MOVES, **OF_VIEW.get(view, {})}.items():
            yield Group(f"view {view}, {name}", keys, first=f"{VIEWS.index(view) + 1}" if name == "cursor" else "")


# Keys that run the model again, and what takes that back, which is not timed.
PASSES = [Group("head off (forward pass)", ["x"], "1", after="X", quiet=LONG_QUIET),
          Group("patch hidden (forward pass)", ["b"], after="X", quiet=LONG_QUIET),
          Group("image (forward pass)", ["n", "p"], quiet=LONG_QUIET),
          Group("cursor during a forward pass", CURSOR, during="x", after="X", quiet=LONG_QUIET)]
MAP = re.compile(rb"nats")
# What the viewer asks a terminal at its start.
DEVICE_ATTRIBUTES = b"\x1b[c"


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
        """Reads until nothing comes for `quiet` seconds; when the first and the last byte came, and how many."""
        first, last, count = None, None, 0
        while select.select([self.terminal], [], [], quiet)[0]:
            try:
                received = os.read(self.terminal, 1 << 16)
            except OSError:
                sys.exit("latency.py: the viewer ended")
            last = time.perf_counter()
            # As terminals do that name no direct colors.
            if DEVICE_ATTRIBUTES in received:
                os.write(self.terminal, b"\x1b[?1;2c")
            first = first or last
            count += len(received)
            seen(received, last)
        return first, last, count

    def first_map(self):
        """Seconds from the start until the numbers under the first map, and until nothing changes any more; what was drawn."""
        found = []
        text = bytearray()

        def look(received, moment):
            text.extend(received)
            if not found and MAP.search(text):
                found.append(moment - self.start)

        _, last, _ = self.settle(quiet=1.5, seen=look)
        return (found or [float("nan")])[0], last - self.start, bytes(text)

    def press(self, key, quiet):
        """Milliseconds until the answer's first and last byte, and its bytes; None when the key changed nothing."""
        begin = time.perf_counter()
        os.write(self.terminal, key.encode())
        first, last, count = self.settle(quiet)
        return None if last is None else ((first - begin) * 1000, (last - begin) * 1000, count)

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


def random_vit(name):
    """The folder of a ViT of 224 pixels with random weights, made where it is missing."""
    folder = MODELS / f"{name}-224"
    if not folder.exists():
        sys.path.insert(0, str(HERE))
        import compare

        compare.enter_environment()
        import models

        MODELS.mkdir(exist_ok=True)
        compare.save(models.create(name), name, 224, MODELS)
    return str(folder)


def arguments(name):
    if name == "twins":
        return []
    if name in ("vit_small", "vit_base"):
        return [random_vit(f"{name}_patch16_224")]
    return name.split("+")


def measure(options, model, colors):
    columns, rows = map(int, options.size.split("x"))
    command = [str(options.program), "view", *arguments(model)]
    starts = []
    for _ in range(options.starts):
        viewer = Viewer(command, columns, rows, colors)
        starts.append(viewer.first_map())
        viewer.end()
    first, done = (statistics.median(start[part] for start in starts) * 1000 for part in (0, 1))
    print(f"{model}, {colors}, {options.size}: start to first heat map {first:.0f} ms, to a still screen {done:.0f} ms "
          f"(medians of {len(starts)})\n")
    print("| key | shortest | median | p99 | longest | first byte, p99 | bytes | presses |")
    print("|---|" + "---:|" * 7)

    has_polarity = b"polarity" in starts[0][2]
    maps = [kind for kind in MAPS if has_polarity or kind not in OF_POLARITY]
    viewer = Viewer(command, columns, rows, colors)
    viewer.settle(quiet=1.5)
    viewer.press("g2\r", LONG_QUIET)
    for group in [*quick(maps), *PASSES]:
        time_keys(viewer, group, options)
    viewer.end()
    print()


def time_keys(viewer, group, options):
    """Presses the keys of a group and prints their row of the table; only walks through it where it was not asked for."""
    wanted = not options.only or any(part in group.name for part in options.only.split(","))
    walk = max(len(group.keys), len(group.before))
    repeats = max(10, options.repeats // 10) if group.quiet > QUIET else options.repeats
    count = (repeats + walk - 1) // walk * walk if wanted else 0  # whole walks, which end where they began
    for key in group.first:
        viewer.press(key, LONG_QUIET)
    answers = []
    for index in range(count):
        before = group.before[index % len(group.before)]
        if before:
            viewer.press(before, group.quiet)
        if group.during:
            os.write(viewer.terminal, group.during.encode())
            viewer.settle(0.01)
        answers.append(viewer.press(group.keys[index % len(group.keys)], group.quiet))
        if group.after:
            viewer.press(group.after, group.quiet)
    answers = [answer for answer in answers if answer]
    if answers:
        firsts, lasts, sizes = zip(*answers)
        print(f"| {group.name} | {min(lasts):.1f} | {statistics.median(lasts):.1f} | {percentile(lasts, 0.99):.1f} "
              f"| {max(lasts):.1f} | {percentile(firsts, 0.99):.1f} | {statistics.median(sizes):.0f} | {len(answers)} |", flush=True)
    elif count:
        print(f"| {group.name} | – | – | – | – | – | 0 | {count} |")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", type=pathlib.Path, default=HERE.parent / ".build/release/polascope")
    parser.add_argument("--repeats", type=int, default=200)
    parser.add_argument("--starts", type=int, default=5)
    parser.add_argument("--size", default="120x36")
    parser.add_argument("--models", default="twins,vit_small")
    parser.add_argument("--colors", default="256,truecolor")
    parser.add_argument("--only", default="", help="parts of the names of the keys to time, separated by commas")
    options = parser.parse_args()
    for model in options.models.split(","):
        for colors in options.colors.split(","):
            measure(options, model, colors)


if __name__ == "__main__":
    main()
