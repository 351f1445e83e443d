"""Rebuilds the weights of crparse from annotated minutes, and says how they do on bodies held out.

usage: train.py MINUTES [--output FOLDER] [--sentences corpus/sentences] [--readings FOLDER]
       [--none FOLDER] [--more FOLDER] [--only-kind] [--every-body]

MINUTES has documents/, gold/ and manifest.jsonl; the unseen bodies are left out, unless `--every-body` asks
for the last fit: that of the weights to ship, once all has been measured without them. `--readings` are those
of `train_encoder.py`; with them come the weights for those who have the encoder. `--none` names a folder of
papers that are no minutes, with its manifest.jsonl (`file`, `kind`, `repo`): what tells them from minutes is
learned from them, from corpus/kinds and from `--more` minutes without gold records; `--only-kind` does that
alone, by the other weights as they are.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from crparse.pipeline import load
from crparse.readers import read_document
from crparse.training import Beside, rebuild
from crparse.training.annotated import AnnotatedMinutes, read_known
from crparse.training.kinds import Paper, read_examples, read_papers, read_without_gold, rebuild_kinds
from crparse.training.sentences import read_sentences
from layouts.check import FORMAT, made
from layouts.outlines import GRID

ROOT = Path(__file__).parent.parent
MODELS = ROOT / "src" / "crparse" / "models"
KINDS = ROOT / "corpus" / "kinds"


SEED, SHEETS = 202, 900
"""The fictional sheets whose outlines are learned from beside the minutes."""


def sheets() -> Iterator[AnnotatedMinutes]:
    """The fictional sheets as they are read."""
    for number, choice in enumerate(GRID.mixed(SEED, SHEETS)):
        sheet, name = made(GRID, SEED, number, choice), f"{number}.{choice[FORMAT]}"
        yield AnnotatedMinutes(
            name,
            f"sheet {number}",
            read_document(sheet.sheet.content(choice[FORMAT]), name=name),
            sheet.expected,
        )


def main(arguments: Sequence[str]) -> None:
    """Read the known minutes and rebuild all weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("minutes", type=Path)
    parser.add_argument("--output", type=Path, default=MODELS)
    parser.add_argument("--sentences", type=Path, help="folder of labelled sentences to learn from beside")
    parser.add_argument("--readings", type=Path)
    parser.add_argument("--none", type=Path, help="folder of papers that are no minutes")
    parser.add_argument("--more", type=Path, help="folder of minutes without gold records")
    parser.add_argument("--only-kind", action="store_true", help="what tells minutes from other papers alone")
    parser.add_argument("--every-body", action="store_true", help="learn of the unseen bodies too")
    options = parser.parse_args(arguments)
    known = read_known(options.minutes, every_body=options.every_body)
    papers = [*read_papers(KINDS, fictional=True), *(read_papers(options.none) if options.none else ())]
    papers += read_without_gold(options.more, known) if options.more else []
    if options.only_kind:
        papers += [Paper(one, True) for one in known]
        rebuild_kinds(read_examples(papers, load()), options.output, print)
        return
    sentences = read_sentences(options.sentences) if options.sentences else []
    beside = Beside(list(sheets()), sentences, papers if options.none else ())
    rebuild(known, load(), options.output, beside, readings=options.readings)


if __name__ == "__main__":
    main(sys.argv[1:])
