"""An encoder of made-up weights taught, exported and read with, where torch, onnx and onnxruntime are."""

from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from crparse.document.reading import Reading
from crparse.models.encoder import BLOCK, BLOCK_BYTES, Encoder
from crparse.models.pieces import Piece
from crparse.stages.encoder import FLAGS, KEPT
from crparse.training.annotated import kept_reading

for needed in ("torch", "onnx", "onnxruntime"):
    pytest.importorskip(needed)

from encoder import teach as teach_module  # noqa: E402
from encoder.examples import GROUPS, Example  # noqa: E402
from encoder.export import graph_of, in_eight_bits, write_card, write_words  # noqa: E402
from encoder.network import FROZEN, SHARES, TAGS, Lower, weights  # noqa: E402
from encoder.pretrained import Vocabulary, unfolded  # noqa: E402
from encoder.smoothing import smoothed  # noqa: E402
from encoder.teach import HALF, WINDOW, Lesson, folds, read_examples, some_windows, states, teach, write_read  # noqa: E402

WIDTH, INNER, HEADS = BLOCK, 64, 4
"""Of the made-up layers."""

EPOCHS = 60
"""Enough for made-up layers to learn the letters."""

SCORES = {"▁": -3.0, **dict.fromkeys("abcdefgh", -2.0)}

VOCABULARY = Vocabulary(SCORES, tuple(range(3 + len(SCORES))))


class MadeUp:
    """Stands for the weights that training begins with: drawn by chance, always the same."""

    width, inner, heads, layers, epsilon = WIDTH, INNER, HEADS, FROZEN + 2, 1e-12

    def __init__(self) -> None:
        self._chance = np.random.default_rng(0)
        scale = np.float16(0.1).tobytes()
        rows = len(VOCABULARY.numbers)
        self._words = b"".join(scale + self._chance.bytes(BLOCK_BYTES - 2) for _ in range(rows))

    def tensor(self, name: str) -> Any:
        if name == "emb.word":
            return unfolded(self._words)
        kind = name if name.startswith("emb.") else name.partition(".")[2]
        sizes = {"emb.pos": (WINDOW + 2) * WIDTH, "fi.w": INNER * WIDTH, "fo.w": INNER * WIDTH, "fi.b": INNER}
        square = {f"{part}.w": WIDTH * WIDTH for part in ("q", "k", "v", "ao")}
        drawn = self._chance.normal(0, 0.05, (sizes | square).get(kind, WIDTH))
        return (drawn + float(kind.endswith("ln.w"))).astype(np.float32)

    def word_blocks(self, numbers: Sequence[int]) -> bytes:
        return self._words


def made_up_example(name: str, body: str, size: int) -> Example:
    """A text of letters; every second letter of the alphabet is an organisation."""
    chance = np.random.default_rng(size)
    numbers = chance.integers(4, 3 + len(SCORES), size)
    pieces = [Piece(int(number), at, at + 1) for at, number in enumerate(numbers)]
    labels = np.zeros((size, len(GROUPS)), np.uint8)
    flags = chance.random((size, len(FLAGS))) > 0.5
    labels[numbers % 2 == 0, GROUPS.index("organisation")] = 1
    return Example(name, body, pieces, flags, labels)


EXAMPLES = [made_up_example(f"{body}{i}", body, 120 + 90 * i) for body in "xyz" for i in range(3)]


@pytest.fixture(scope="module")
def taught(tmp_path_factory: pytest.TempPathFactory) -> SimpleNamespace:
    work, base = tmp_path_factory.mktemp("work"), MadeUp()
    lower = Lower(base, VOCABULARY).eval()
    cuts = [states(EXAMPLES, first, lower, work / f"states{first}.npy") for first in (0, HALF)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(teach_module, "HEAD_RATE", 0.03)
        patch.setattr(teach_module, "RATE", 0.01)
        upper = teach(base, EXAMPLES, cuts, {"x", "y"}, EPOCHS, work / "fold.pt")
    return SimpleNamespace(work=work, base=base, lower=lower, cuts=cuts, upper=upper)


def test_bodies_are_held_out_in_parts_of_about_one_size() -> None:
    assert sorted(folds(EXAMPLES, 3).values()) == [0, 1, 2]
    assert set(folds(EXAMPLES, 2)) == {"x", "y", "z"}


def test_what_is_taught_is_known_of_bodies_not_seen(taught: SimpleNamespace, tmp_path: Path) -> None:
    read = read_examples(taught.upper, EXAMPLES, taught.cuts, {"z"})
    assert sorted(read) == ["z0", "z1", "z2"]
    write_read(read, EXAMPLES, tmp_path)
    (example,) = (one for one in EXAMPLES if one.name == "z2")
    reading = Reading(kept_reading(tmp_path, "z2"))
    begins = np.array([reading.begins("organisation", at, at + 1) for at in range(len(example.pieces))])
    named = example.labels[:, GROUPS.index("organisation")] == 1
    assert begins[named].mean() > begins[~named].mean() + 0.5


def test_what_was_begun_is_taken_up(taught: SimpleNamespace) -> None:
    kept = Lesson(taught.base, 1, taught.work / "fold.pt")
    assert kept.step > 0
    again = teach(taught.base, EXAMPLES, taught.cuts, {"x", "y"}, EPOCHS, taught.work / "fold.pt")
    for one, other in zip(again.parameters(), taught.upper.parameters(), strict=True):
        assert one.equal(other)


def test_the_files_read_as_the_layers_do(taught: SimpleNamespace, tmp_path: Path) -> None:
    base = taught.base
    graph = graph_of(weights(taught.lower, taught.upper), HEADS, base.epsilon, FROZEN, SHARES)
    windows = some_windows(EXAMPLES, taught.lower)
    in_eight_bits(smoothed(graph, windows), tmp_path / "encoder.onnx")
    write_words(tmp_path, base, VOCABULARY)
    write_card(tmp_path, TAGS, WINDOW, 190, WIDTH)
    encoder = Encoder(tmp_path)
    assert set(KEPT) <= set(encoder.tags)
    assert [piece.number for piece in encoder.pieces.of("ah")] == [3, 4, 11]
    example = EXAMPLES[2]
    torch_read = read_examples(taught.upper, EXAMPLES, taught.cuts, {"x"})[example.name]
    found = encoder.likely(example.pieces, example.flags)
    assert np.abs(found - torch_read).mean() < 0.05
    assert np.abs(found[:, 3:6].sum(axis=1) - 1).max() < 1e-5
