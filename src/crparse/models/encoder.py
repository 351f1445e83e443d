"""A small encoder that reads text in its context, where the distribution `crparse-encoder` is installed.

Its weights are an ONNX graph of the layers, a table of the words' vectors in blocks of four-bit values, and
the pieces that words are cut into: files of the package `crparse_encoder`, run by onnxruntime
(`pip install crparse[encoder]`). Without them there is no encoder, and everything else works as it does.
"""

import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.metadata import version
from importlib.resources import as_file, files
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from crparse.models import SHOWN
from crparse.models.pieces import Piece, Pieces
from crparse.wording import N_, say

WEIGHTS = "crparse_encoder"
"""The package of the weights."""

RUNTIME = "onnxruntime"
"""The package that runs them."""

TELLS_NOBODY = ("ORT_DISABLE_TELEMETRY", "ORT_TELEMETRY_DISABLED")
"""Variables that forbid onnxruntime, from 1.29 on, to tell its makers what it runs, by one name or the other.
They must be set before it is loaded; the extra asks for a version that cannot do it yet."""

BRINGS = N_(
    "It would find more decisions, actions and organisations: pip install ./models/encoder 'crparse[encoder]'"
)
"""What one who has none is told."""

FILES = ("encoder.json", "encoder.onnx", "pieces.txt", "words.bin")
"""What the package of the weights holds."""

BLOCK = 32
"""Values of a word's vector that share a scale."""

BLOCK_BYTES = 18
"""Of a block: a half-precision scale, then two values in a byte."""

SPECIAL = 3
"""Numbers before those of the pieces: begin, end, unknown."""


class WordVectors:
    """The vectors of the pieces, kept in four bits a value and unfolded when they are asked for."""

    def __init__(self, content: bytes, width: int) -> None:
        self._blocks = np.frombuffer(content, np.uint8).reshape(-1, width // BLOCK, BLOCK_BYTES)

    def of(self, numbers: Sequence[int]) -> NDArray[np.float32]:
        """A row for each of the pieces."""
        found = self._blocks[np.asarray(numbers, dtype=np.int64)]
        scales = np.ascontiguousarray(found[..., :2]).view("<f2").astype(np.float32)
        packed = found[..., 2:]
        values = np.concatenate([packed & 15, packed >> 4], axis=-1).astype(np.float32) - 8
        return (values * scales).reshape(len(found), -1)


class Encoder:
    """What the encoder makes of the pieces of a text: for each, how likely it has each of the `tags`."""

    def __init__(self, folder: Path) -> None:
        card = json.loads((folder / "encoder.json").read_text(encoding="utf-8"))
        self.tags: Sequence[str] = card["tags"]
        self.flags: Sequence[str] = card["flags"]
        self.window: int = card["window"]
        """Pieces that are read at a time."""
        self.stride: int = card["stride"]
        """Pieces after which the next window begins."""
        self.pieces = read_pieces((folder / "pieces.txt").read_text(encoding="utf-8"))
        self._vectors = WordVectors((folder / "words.bin").read_bytes(), card["width"])
        self._graph = _session(folder / "encoder.onnx")

    def likely(self, pieces: Sequence[Piece], flags: NDArray[np.bool_]) -> NDArray[np.float32]:
        """A row of probabilities for each piece, from the window in which it stands deepest."""
        found = np.zeros((len(pieces), len(self.tags)), dtype=np.float32)
        for start, end, first, last in windows(len(pieces), self.window, self.stride):
            numbers = [0, *(piece.number for piece in pieces[start:end]), 1]
            laid = np.zeros((len(numbers), len(self.flags)), dtype=np.float32)
            laid[1:-1] = flags[start:end]
            (out,) = self._graph.run(None, {"words": self._vectors.of(numbers), "flags": laid})
            found[first:last] = out[1 + first - start : 1 + last - start]
        return found


def windows(size: int, window: int, stride: int) -> Iterator[tuple[int, int, int, int]]:
    """The windows over `size` pieces: start, end, and the stretch whose pieces stand deepest in this one."""
    starts = list(range(0, max(1, size - window + stride), stride))
    half = (window - stride) // 2
    for start in starts:
        end = min(size, start + window)
        first = start + half if start else 0
        last = start + stride + half if start != starts[-1] else size
        yield start, end, first, last


def read_pieces(text: str) -> Pieces:
    """The pieces of a file with a line for each: the piece, a tab, its log-probability."""
    rows = (line.split("\t") for line in text.split("\n") if line)
    return Pieces({piece: float(worth) for piece, worth in rows}, SPECIAL)


def _session(file: Path) -> Any:
    """The graph ready to run, on one thread: crparse reads documents side by side in other processes."""
    os.environ.update(dict.fromkeys(TELLS_NOBODY, "1"))
    import onnxruntime

    onnxruntime.disable_telemetry_events()  # what Windows is told has a switch of its own
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])


def is_installed() -> bool:
    """Whether both the weights and what runs them are there."""
    return find_spec(WEIGHTS) is not None and find_spec(RUNTIME) is not None


def presence() -> str:
    """One line on whether there is an encoder, and what would bring one."""
    if is_installed():
        there = {"weights": f"{WEIGHTS} {version(WEIGHTS)}", "runtime": f"{RUNTIME} {version(RUNTIME)}"}
        return say("Encoder: %(weights)s with %(runtime)s", **there)
    lacking = ", ".join(name for name in (WEIGHTS, RUNTIME) if find_spec(name) is None)
    return say("Encoder: absent (%(packages)s). %(what)s", packages=lacking, what=BRINGS)


@cache
def load_encoder() -> Encoder | None:
    """The encoder that is installed; none where its weights, or what runs them, are absent."""
    if not is_installed():
        return None
    with as_file(files(WEIGHTS)) as folder:
        return Encoder(folder)


@cache
def fingerprint() -> str | None:
    """What tells these weights from others, none where there is no encoder."""
    if not is_installed():
        return None
    digest = hashlib.sha256()
    for name in FILES:
        content = files(WEIGHTS).joinpath(name).read_bytes()
        digest.update(f"{name} {len(content)}\n".encode() + content)
    return digest.hexdigest()[:SHOWN]
