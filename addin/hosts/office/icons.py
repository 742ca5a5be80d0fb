"""The icon of the ribbon, drawn at any size: three bars that grow."""

from __future__ import annotations

import struct
import zlib
from functools import cache

_WHITE, _BLUE = b"\xff\xff\xff", b"\x1f\x4e\x79"
_BARS = ((0.20, 0.36, 0.62), (0.42, 0.58, 0.44), (0.64, 0.80, 0.24))  # left, right, top
_FOOT = 0.78


@cache
def icon(size: int) -> bytes:
    """Return a PNG of *size* pixels, white on blue."""
    return _png(size, b"\xff\xff")


@cache
def outline(size: int) -> bytes:
    """Return a PNG of *size* pixels, white on nothing."""
    return _png(size, b"\x00\xff")


def _in_bar(x: float, y: float) -> bool:
    return any(left <= x <= right and top <= y <= _FOOT for left, right, top in _BARS)


def _png(size: int, opacity: bytes) -> bytes:
    """Return two colours, one bit a pixel; not compressed, so that every machine writes the same."""
    places = [(i + 0.5) / size for i in range(size)]
    rows = b"".join(b"\0" + _bits([_in_bar(x, y) for x in places]) for y in places)
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", size, size, 1, 3, 0, 0, 0)),
        (b"PLTE", _BLUE + _WHITE),
        (b"tRNS", opacity),
        (b"IDAT", zlib.compress(rows, 0)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


def _bits(pixels: list[bool]) -> bytes:
    padded = "".join("1" if p else "0" for p in pixels).ljust((len(pixels) + 7) // 8 * 8, "0")
    return int(padded, 2).to_bytes(len(padded) // 8, "big")
