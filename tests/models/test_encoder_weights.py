"""What applies the weights of an encoder: vectors, windows, and what is there without any."""

import numpy as np
import pytest

from crparse.models import encoder
from crparse.models.encoder import BLOCK, WordVectors, fingerprint, load_encoder, windows


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
