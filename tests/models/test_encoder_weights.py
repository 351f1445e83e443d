"""What applies the weights of an encoder: vectors, windows, and what is there without any."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from crparse.models import encoder
from crparse.models.encoder import (
    BLOCK,
    TELLS_NOBODY,
    WordVectors,
    fingerprint,
    is_installed,
    load_encoder,
    windows,
)


def test_vectors_are_unfolded_from_four_bits() -> None:
    low, high = np.arange(16, dtype=np.uint8), np.arange(15, -1, -1, dtype=np.uint8)
    block = np.float16(0.5).tobytes() + (low | high << 4).astype(np.uint8).tobytes()
    nothing = np.float16(0).tobytes() + bytes(16)
    vectors = WordVectors(nothing + nothing + block + nothing, width=2 * BLOCK)
    (row,) = vectors.of([1])
    assert row[:16].tolist() == [(value - 8) / 2 for value in range(16)]
    assert row[16:32].tolist() == [(value - 8) / 2 for value in range(15, -1, -1)]
    assert not row[32:].any()
    assert not vectors.of([0]).any()


@pytest.mark.parametrize("size", [0, 1, 9, 10, 11, 16, 17, 40, 41])
def test_each_piece_is_taken_from_one_window_which_holds_it(size: int) -> None:
    found = list(windows(size, window=10, stride=6))
    taken = [place for start, end, first, last in found for place in range(first, last)]
    assert taken == list(range(size))
    assert all(start <= first and last <= end and end - start <= 10 for start, end, first, last in found)


def test_a_piece_has_neighbours_on_both_sides() -> None:
    assert list(windows(20, window=10, stride=6)) == [(0, 10, 0, 8), (6, 16, 8, 14), (12, 20, 14, 20)]


def test_without_weights_there_is_no_encoder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoder, "WEIGHTS", "crparse_encoder_that_nobody_installed")
    load_encoder.cache_clear()
    fingerprint.cache_clear()
    assert load_encoder() is fingerprint() is None
    load_encoder.cache_clear()
    fingerprint.cache_clear()


with_encoder = pytest.mark.skipif(not is_installed(), reason="the encoder is not installed")


@with_encoder
def test_what_runs_the_weights_tells_nobody(tmp_path: Path) -> None:
    """In a process of its own: the variables count before onnxruntime is loaded, and for all of a process."""
    code = "import os; from crparse.models.encoder import *; load_encoder(); print(*sorted(os.environ))"
    told = {name: value for name, value in os.environ.items() if name not in TELLS_NOBODY}
    told["XDG_CACHE_HOME"] = str(tmp_path)
    ran = subprocess.run([sys.executable, "-c", code], env=told, capture_output=True, text=True, check=True)
    assert set(TELLS_NOBODY) <= set(ran.stdout.split())
    assert list(tmp_path.iterdir()) == []


@with_encoder
def test_the_encoder_reads_a_task_and_who_is_to_do_it() -> None:
    found = load_encoder()
    assert found is not None
    text = "Zoé Lamarre enverra le devis à la mairie avant le 5 mai. Il a fait beau toute la semaine."
    pieces = list(found.pieces.of(text))
    flags = np.zeros((len(pieces), len(found.flags)), dtype=np.bool_)
    likely = found.likely(pieces, flags)
    places = [found.tags.index(kind) for kind in ("action:begins", "action:inside")]
    told = likely[:, places].sum(axis=1)
    task = np.array([piece.start < text.index("Il a") for piece in pieces])
    assert told[task].mean() > 2 * told[~task].mean()
    assert np.array_equal(likely, found.likely(pieces, flags))
