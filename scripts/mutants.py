"""Damaged copies of documents: cut, bits flipped, stretches lost, doubled, swapped; in zip packages too."""

import io
import zipfile
from collections.abc import Callable
from random import Random

LONGEST = 64
"""Bytes of the longest stretch that is lost, doubled or overwritten."""

MOST_FLIPS = 12

ZIP = b"PK\x03\x04"

Damage = Callable[[bytes, Random], bytes]


def cut(content: bytes, random: Random) -> bytes:
    """The beginning alone, as a broken copy leaves it."""
    return content[: random.randrange(len(content))]


def flip(content: bytes, random: Random) -> bytes:
    """A few bits turned over, as a failing disk leaves them."""
    damaged = bytearray(content)
    for _ in range(random.randint(1, MOST_FLIPS)):
        damaged[random.randrange(len(damaged))] ^= 1 << random.randrange(8)
    return bytes(damaged)


def lose(content: bytes, random: Random) -> bytes:
    """A stretch missing."""
    start, end = _stretch(content, random)
    return content[:start] + content[end:]


def double(content: bytes, random: Random) -> bytes:
    """A stretch twice."""
    start, end = _stretch(content, random)
    return content[:end] + content[start:]


def overwrite(content: bytes, random: Random) -> bytes:
    """A stretch of another byte."""
    start, end = _stretch(content, random)
    return content[:start] + bytes([random.randrange(256)]) * (end - start) + content[end:]


def swap(content: bytes, random: Random) -> bytes:
    """Two stretches in each other's place."""
    one, other = sorted((_stretch(content, random), _stretch(content, random)))
    if one[1] > other[0]:
        return content[: one[0]] + content[one[1] :]
    between = content[one[1] : other[0]]
    return content[: one[0]] + content[slice(*other)] + between + content[slice(*one)] + content[other[1] :]


DAMAGES: tuple[Damage, ...] = (cut, flip, lose, double, overwrite, swap)


def mutate(content: bytes, random: Random) -> bytes:
    """A damaged copy: of a zip package, as often as not, a member damaged and the package made anew."""
    if content.startswith(ZIP) and random.random() < 0.5:
        return _inside(content, random)
    return random.choice(DAMAGES)(content, random)


def _inside(content: bytes, random: Random) -> bytes:
    """A zip package with one member damaged, which its checksums do not betray."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        members = {info.filename: package.read(info) for info in package.infolist()}
    name = random.choice(sorted(name for name, inner in members.items() if inner))
    members[name] = random.choice(DAMAGES)(members[name], random)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, inner in members.items():
            package.writestr(zipfile.ZipInfo(name), inner)
    return made.getvalue()


def _stretch(content: bytes, random: Random) -> tuple[int, int]:
    start = random.randrange(len(content))
    return start, min(len(content), start + random.randint(1, LONGEST))
