#!/usr/bin/env python3
"""Makes the image fixtures beside this file: python3 make.py (needs numpy, pillow 13, transformers 5).

Pillow 13 resizes down before across where the height loses more than twice as many pixels as the width, which moves
single bytes; the versions before it always went across first.

decode/<name>.<type>   files of every kind that Polascope reads
decode.json            for each: size and CRC-32 of Pillow's convert("RGB") bytes
resize.json            for each size and filter: CRC-32 of Pillow's resize of a formula image
crop.json              for each size: CRC-32 of transformers' resize to a short side and center crop, without torchvision
"""
import json
import random
import struct
import zlib
from pathlib import Path

import numpy as np
import PIL
from PIL import Image, ImageOps

assert int(PIL.__version__.split(".")[0]) >= 13, "the goldens are those of Pillow 13"

HERE = Path(__file__).parent
DECODE = HERE / "decode"
DECODE.mkdir(exist_ok=True)


def formula_image(width, height):
    """The image that ResizingTests makes with the same formula in Swift."""
    x, y, c = np.meshgrid(np.arange(width), np.arange(height), np.arange(3), indexing="xy")
    value = (x * x * 7 + y * 13 * (c + 1) + (x * y) // 3 + 31 * c) % 256
    # Sharp edges, so that overshoot and clipping occur.
    value = np.where((x // 5 + y // 7) % 3 == 0, 255 * ((x + y + c) % 2), value)
    return Image.fromarray(value.astype(np.uint8), "RGB")


def crc(image):
    return zlib.crc32(image.convert("RGB").tobytes())


def make_resizes():
    generator = random.Random(20)
    cases = []
    sizes = [(1, 1, 5, 4), (40, 30, 40, 17), (40, 30, 23, 30), (300, 2, 7, 9), (16, 16, 224, 224)]
    while len(sizes) < 20:
        sizes.append(tuple(generator.randint(2, 160) for _ in range(4)))
    # On both sides of the rule for the order, and on it.
    sizes += [
        (40, 974, 5, 195), (86, 87, 81, 51), (100, 369, 70, 71), (258, 333, 90, 71), (139, 195, 107, 131),
        (139, 191, 131, 175), (30, 200, 90, 60), (30, 200, 31, 201), (7, 300, 7, 20),
    ]
    for width, height, new_width, new_height in sizes:
        source = formula_image(width, height)
        for name in ["nearest", "box", "bilinear", "hamming", "bicubic", "lanczos"]:
            resized = source.resize((new_width, new_height), Image.Resampling[name.upper()])
            cases.append({
                "from": [width, height], "to": [new_width, new_height], "filter": name, "crc": crc(resized),
            })
    (HERE / "resize.json").write_text("[\n" + ",\n".join(json.dumps(case) for case in cases) + "\n]\n")


def png_chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def raw_png(path, width, height, depth, color_type, rows, extra=b"", interlace=0):
    """A PNG from raw rows: for what Pillow does not write itself."""
    header = struct.pack(">IIBBBBB", width, height, depth, color_type, 0, 0, interlace)
    data = zlib.compress(b"".join(b"\0" + row for row in rows))
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", header) + extra + png_chunk(b"IDAT", data)
        + png_chunk(b"IEND", b""))


def raw_bmp(name, width, height, bits, rows, palette=b"", header=40, compression=0, masks=(), colors=0, offset=None):
    """A bitmap from rows without padding, in the order of the file; a negative height has the upper row first."""
    if header == 12:
        info = struct.pack("<IHHHH", 12, width, height, 1, bits)
    else:
        info = struct.pack("<IiiHHIIiiII", header, width, height, 1, bits, compression, 0, 2835, 2835, colors, 0)
        info += struct.pack(f"<{len(masks)}I", *masks)
        info += b"\0" * (header - len(info))
    start = 14 + len(info) + len(palette) if offset is None else offset
    body = b"".join(row + b"\0" * (-len(row) % 4) for row in rows)
    data = struct.pack("<2sIHHI", b"BM", 14 + len(info) + len(palette) + len(body), 0, 0, start)
    (DECODE / f"{name}.bmp").write_bytes(data + info + palette + body)


def make_bitmaps(array):
    height, width = array.shape[:2]
    upward = array[::-1]
    bgr = [row[:, ::-1].tobytes() for row in upward]
    numbers = [(row[:, 0] % 200).tobytes() for row in upward]
    colors = bytes(i * 7 % 256 for i in range(4 * 200))
    raw_bmp("rgb24", width, height, 24, bgr)
    raw_bmp("rgb24-downward", width, -height, 24, bgr[::-1])
    raw_bmp("rgb24-core", width, height, 24, bgr, header=12)
    raw_bmp("palette8", width, height, 8, numbers, colors, colors=200)
    raw_bmp("palette8-short", width, height, 8, numbers, colors[:80], colors=20)
    raw_bmp("palette8-all", width, height, 8, numbers, colors + bytes(4 * 56), header=108)
    raw_bmp("palette8-core", width, height, 8, numbers, bytes(i * 11 % 256 for i in range(3 * 256)), header=12)
    raw_bmp("gray8", width, height, 8, numbers, bytes(v for i in range(256) for v in (i, i, i, 0)))
    raw_bmp("palette8-misplaced", width, height, 8, numbers, colors, colors=200, offset=54)
    packed = [((row[:, 0].astype(int) * 31 + np.arange(width)) % 256).astype(np.uint8).tobytes() for row in upward]
    raw_bmp("palette4", 2 * width - 1, height, 4, packed, colors[:64])
    raw_bmp("palette1", 8 * width - 3, height, 1, packed, colors[8:16])
    raw_bmp("bilevel", 8 * width, height, 1, packed, bytes([0, 0, 0, 0, 255, 255, 255, 0]))
    words = [(np.frombuffer(row * 2, np.uint8)[:2 * width]).tobytes() for row in packed]
    raw_bmp("rgb16", width, height, 16, words)
    raw_bmp("rgb16-565", width, height, 16, words, header=56, compression=3, masks=(0xF800, 0x7E0, 0x1F, 0))
    raw_bmp("rgb16-555", width, height, 16, words, header=52, compression=3, masks=(0x7C00, 0x3E0, 0x1F))
    fourth = (np.arange(height * width) % 256).astype(np.uint8).reshape(height, width, 1)
    quads = [row.tobytes() for row in np.concatenate([upward, fourth], axis=2)]
    raw_bmp("rgb32", width, height, 32, quads)
    for name, masks in {
        "bgrx": (0xFF0000, 0xFF00, 0xFF, 0), "xbgr": (0xFF000000, 0xFF0000, 0xFF00, 0),
        "bgxr": (0xFF000000, 0xFF00, 0xFF, 0), "rgba": (0xFF, 0xFF00, 0xFF0000, 0xFF000000),
        "bgra": (0xFF0000, 0xFF00, 0xFF, 0xFF000000), "none": (0, 0, 0, 0),
    }.items():
        raw_bmp(f"rgb32-{name}", width, height, 32, quads, header=124, compression=3, masks=masks)


def make_crops():
    from transformers.image_transforms import center_crop

    cases = []
    for width, height, edge, crop in [
        (60, 40, 31, 40), (40, 61, 37, 40), (45, 45, 35, 40), (50, 80, 40, 40), (84, 60, 44, 40), (70, 101, 40, 36),
        (120, 30, 33, 64), (30, 30, 89, 63),
    ]:
        short, long = sorted((width, height))
        long = edge * long // short
        size = (edge, long) if width <= height else (long, edge)
        resized = np.asarray(formula_image(width, height).resize(size, Image.Resampling.BICUBIC))
        cropped = center_crop(resized, (crop, crop), input_data_format="channels_last")
        cases.append({"from": [width, height], "edge": edge, "crop": crop, "crc": zlib.crc32(cropped.tobytes())})
    (HERE / "crop.json").write_text("[\n" + ",\n".join(json.dumps(case) for case in cases) + "\n]\n")


def adam7_rows(array):
    """The rows of the seven passes of an interlaced image [height, width, channels]."""
    rows = []
    for x0, y0, dx, dy in [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]:
        part = array[y0::dy, x0::dx]
        if part.size:
            rows += [row.tobytes() for row in part]
    return rows


def make_files():
    rgb = formula_image(29, 23)
    photo = formula_image(12, 9).resize((61, 47), Image.Resampling.BICUBIC)
    array = np.asarray(rgb)
    alpha = Image.fromarray(((np.arange(29 * 23) * 5) % 256).astype(np.uint8).reshape(23, 29), "L")
    rgb.save(DECODE / "rgb.png")
    rgb.convert("L").save(DECODE / "gray.png")
    rgb.convert("1").save(DECODE / "bilevel.png")
    rgb.convert("P", palette=Image.Palette.ADAPTIVE, colors=200).save(DECODE / "palette.png")
    rgb.convert("P", palette=Image.Palette.ADAPTIVE, colors=13).save(DECODE / "palette4.png", bits=4)
    rgb.convert("P", palette=Image.Palette.ADAPTIVE, colors=13).save(DECODE / "palette-transparent.png", transparency=2)
    with_alpha = rgb.copy()
    with_alpha.putalpha(alpha)
    with_alpha.save(DECODE / "rgba.png")
    gray_alpha = rgb.convert("L")
    gray_alpha.putalpha(alpha)
    gray_alpha.save(DECODE / "gray-alpha.png")
    rgb.save(DECODE / "rgb-transparent-color.png", transparency=(0, 0, 0))

    wide = (np.arange(29 * 23 * 4).reshape(23, 29, 4) * 9173 % 65536).astype(">u2")
    small = (np.arange(29 * 23).reshape(23, 29, 1) * 7 % 600).astype(">u2")
    raw_png(DECODE / "gray16.png", 29, 23, 16, 0, [row.tobytes() for row in small])
    raw_png(DECODE / "rgb16.png", 29, 23, 16, 2, [row.tobytes() for row in wide[:, :, :3]])
    raw_png(DECODE / "rgba16.png", 29, 23, 16, 6, [row.tobytes() for row in wide])
    raw_png(DECODE / "gray-alpha16.png", 29, 23, 16, 4, [row.tobytes() for row in wide[:, :, :2]])
    packed = (np.arange(23 * 8) * 37 % 256).astype(np.uint8).reshape(23, 8)
    raw_png(DECODE / "gray2.png", 29, 23, 2, 0, [row.tobytes() for row in packed])
    raw_png(DECODE / "gray4.png", 16, 23, 4, 0, [row.tobytes() for row in packed])
    raw_png(DECODE / "gamma.png", 29, 23, 8, 2, [row.tobytes() for row in array],
            extra=png_chunk(b"gAMA", struct.pack(">I", 100000)))
    raw_png(DECODE / "interlaced.png", 29, 23, 8, 2, adam7_rows(array), interlace=1)
    raw_png(DECODE / "interlaced-gray16.png", 29, 23, 16, 0, adam7_rows(small), interlace=1)
    raw_png(DECODE / "interlaced-palette.png", 29, 23, 8, 3, adam7_rows(array[:, :, :1] // 2), interlace=1,
            extra=png_chunk(b"PLTE", bytes(i * 5 % 256 for i in range(384))))
    raw_png(DECODE / "palette-short.png", 29, 23, 8, 3, [row.tobytes() for row in array[:, :, 0]],
            extra=png_chunk(b"PLTE", bytes(range(30))))

    for name, options in {
        "420": dict(quality=85, subsampling="4:2:0"),
        "422": dict(quality=85, subsampling="4:2:2"),
        "444": dict(quality=95, subsampling="4:4:4"),
        "progressive": dict(quality=70, progressive=True),
    }.items():
        photo.save(DECODE / f"{name}.jpg", **options)
    photo.convert("L").save(DECODE / "gray.jpg", quality=80)
    photo.convert("CMYK").save(DECODE / "cmyk.jpg", quality=90)
    exif = Image.Exif()
    for orientation in range(1, 9):
        exif[274] = orientation
        formula_image(8, 5).save(DECODE / f"orientation{orientation}.jpg", quality=95, exif=exif)
    exif[274] = 6
    formula_image(8, 5).save(DECODE / "orientation6.png", exif=exif)

    def pnm(name, header, body):
        (DECODE / f"{name}.pnm").write_bytes(header + body)

    pnm("p1", b"P1\n# two by three\n3 2\n", b"101\n0 1 # rest\n0\n")
    pnm("p2", b"P2 4 2 15\n", b"0 1 2 3\n15 7 8 9\n")
    pnm("p2-wide", b"P2\n3 1\n1000\n", b"0 3 1000\n")
    pnm("p3", b"P3\n2 2\n#c\n255\n", b"1 2 3 4 5 6 7 8 9 255 0 128")
    pnm("p3-odd-maximum", b"P3\n2 1\n777\n", b"1 2 3 400 500 777\n")
    pnm("p4", b"P4\n11 3\n", bytes([0xA5, 0x60, 0xFF, 0x00, 0x12, 0xE0]))
    pnm("p5", b"P5\n5 3\n255\n", bytes(range(15)))
    pnm("p5-100", b"P5\n5 3\n100\n", bytes(range(86, 101)))
    pnm("p5-16", b"P5\n4 2\n65535\n", struct.pack(">8H", 0, 1, 254, 255, 256, 400, 40000, 65535))
    pnm("p5-1000", b"P5\n4 1\n1000\n", struct.pack(">4H", 0, 2, 4, 1000))
    pnm("p6", b"P6 3 2 255\n", bytes(range(18)))
    pnm("p6-16", b"P6\n2 1\n65535\n", struct.pack(">6H", 0, 300, 12345, 40000, 65000, 65535))

    photo.save(DECODE / "lossy.webp", quality=70)
    photo.save(DECODE / "lossless.webp", lossless=True)
    with_alpha.save(DECODE / "alpha.webp", quality=60)
    with_alpha.save(DECODE / "alpha-lossless.webp", lossless=True, exact=True)
    rgb.convert("L").save(DECODE / "gray.webp", quality=90)
    formula_image(8, 5).save(DECODE / "orientation6.webp", lossless=True, exif=exif)
    make_bitmaps(array)

    expected = {}
    for path in sorted(DECODE.iterdir()):
        with Image.open(path) as image:
            expected[path.name] = {"size": image.size, "crc": crc(image)}
        if path.name.startswith("orientation"):
            with Image.open(path) as image:
                turned = ImageOps.exif_transpose(image)
                expected[path.name].update(turnedSize=turned.size, turnedCrc=crc(turned))
    lines = ",\n".join(f"{json.dumps(name)}: {json.dumps(value)}" for name, value in expected.items())
    (HERE / "decode.json").write_text("{\n" + lines + "\n}\n")


make_resizes()
make_crops()
make_files()
