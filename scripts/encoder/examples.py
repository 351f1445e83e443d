"""What the encoder learns from: the gold items of annotated minutes laid on the pieces of their text."""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz
from spacy.tokens import Doc

from crparse.document.items import source_of
from crparse.document.reading import KINDS, OWNER
from crparse.document.view import view_of
from crparse.models.pieces import Piece, Pieces
from crparse.stages.encoder import layout
from crparse.text import Stretch

MARKS = (OWNER, "definition", "term")
"""What a piece belongs to or not, without a beginning."""

GROUPS = (*KINDS, *MARKS)
"""The columns of the labels: of a kind 0 outside, 1 begins, 2 inside; of a mark 0 or 1."""

SHORTEST = 3
"""Letters of the shortest quotation that is looked for."""

SHORTEST_PART = 8
"""Letters of the shortest part of a quotation that is looked for by itself."""

NEARLY = 85
"""Similarity (0-100) from which a stretch is a quotation with some letters changed."""

JOINED = 3
"""Characters that may part two stretches of one quotation."""

AROUND = 400
"""Characters around a task in a table within which those who are to do it are looked for."""

# Takes the place after "lue." in "est lue. Le", the dash in "four – lavoir", "[…]"; leaves "12.5".
_PARTS = re.compile(r"(?<=[.;:!?…])\s+|\s+[–•-]\s+|\n|\[…\]|\(…\)|…")

# Takes "Roux", "l’eau" and "(" of "Roux (l’eau", leaves the white space.
_WORDS = re.compile(r"[\w&@+.'’/-]+|[^\s\w]")


@dataclass(frozen=True)
class Example:
    """A document as numbers: its pieces, what the layout tells of them, and what they belong to."""

    name: str
    body: str
    pieces: Sequence[Piece]
    flags: NDArray[np.bool_]
    labels: NDArray[np.uint8]

    @property
    def numbers(self) -> NDArray[np.int64]:
        """The numbers of the pieces."""
        return np.array([piece.number for piece in self.pieces], dtype=np.int64)


def example(name: str, body: str, doc: Doc, gold: Mapping[str, Any], cut: Pieces) -> Example:
    """The example that a document gives, after the stages that come before the encoder."""
    text = source_of(doc).text
    pieces = list(cut.of(text))
    labels = Labels(pieces)
    quotes = Quotations(text)
    _name_labels(labels, quotes, gold)
    _passage_labels(labels, quotes, gold, doc)
    return Example(name, body, pieces, layout(view_of(doc), pieces), labels.table)


class Labels:
    """The labels of pieces, laid on stretch by stretch."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self.table = np.zeros((len(pieces), len(GROUPS)), np.uint8)
        self._starts = [piece.start for piece in pieces]
        self._ends = [piece.end for piece in pieces]

    def lay(self, group: str, start: int, end: int) -> None:
        """Marks the pieces of a stretch; the first begins an item."""
        # A piece without letters before a word ("▁") ends where the word begins: it is left out.
        first, last = bisect_left(self._ends, start + 1), bisect_left(self._starts, end)
        if first < last:
            column = GROUPS.index(group)
            self.table[first:last, column] = 2 if group in KINDS else 1
            self.table[first, column] = 1


class Quotations:
    """Where a text holds what a record quotes of it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._letters, self._places = _letters(text)

    def exact(self, quoted: str, after: int = 0) -> Stretch | None:
        """The stretch with the same letters, the first after a place of the letters if there is one."""
        wanted, _ = _letters(quoted)
        if len(wanted) < SHORTEST:
            return None
        found = self._letters.find(wanted, after)
        found = found if found >= 0 else self._letters.find(wanted)
        return self._stretch(found, found + len(wanted)) if found >= 0 else None

    def _stretch(self, first: int, last: int) -> Stretch:
        return self._places[first], self._places[last - 1] + 1

    def stretches(self, quoted: str) -> list[Stretch]:
        """The stretches of a quotation: one, or those of its sentences, which may stand apart."""
        if whole := self.exact(quoted):
            return [whole]
        found: list[Stretch] = []
        after = 0
        for part in _PARTS.split(quoted):
            if len(_letters(part)[0]) < SHORTEST_PART:
                continue
            if near := self.exact(part, after) or self._nearly(part):
                found.append(near)
                after = bisect_left(self._places, near[1])
        covered = sum(end - start for start, end in found)
        whole = None if covered >= 0.6 * len(quoted) else self._nearly(quoted)
        return [whole] if whole else joined(found)

    def _nearly(self, quoted: str) -> Stretch | None:
        wanted, _ = _letters(quoted)
        near = fuzz.partial_ratio_alignment(wanted, self._letters, score_cutoff=NEARLY)
        found = near is not None and len(wanted) >= 2 * SHORTEST_PART and near.dest_end > near.dest_start
        return self._stretch(near.dest_start, near.dest_end) if near and found else None

    def names(self, name: str, start: int = 0, end: int | None = None) -> Iterator[Stretch]:
        """Every place of a name; a single word is read with its capitals."""
        words = _WORDS.findall(name)
        if len(name.strip()) < 2 or not words:
            return
        spelled = r"\s*?".join(re.sub("['’]", "['’]", re.escape(word)) for word in words)
        # Name "Roux": takes it in "M. Roux,", leaves "Roux-Petit".
        pattern = re.compile(rf"(?<![\w@.-])(?:{spelled})(?![\w@])(?!-\w)", re.I if len(words) > 1 else 0)
        small = name == name.lower()
        for match in pattern.finditer(self.text, start, len(self.text) if end is None else end):
            if small or match.group() != match.group().lower():
                yield match.span()


def _letters(text: str) -> tuple[str, list[int]]:
    """Letters and digits without case and accents, and where each stands."""
    found, places = [], []
    for place, char in enumerate(text):
        for sign in unicodedata.normalize("NFKD", char).casefold():
            if sign.isalnum():
                found.append(sign)
                places.append(place)
    return "".join(found), places


def joined(stretches: Iterable[Stretch]) -> list[Stretch]:
    """The stretches, those that touch made one."""
    found: list[Stretch] = []
    for start, end in sorted(stretches):
        if found and start - found[-1][1] <= JOINED:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return found


def apart(stretches: Iterable[Stretch]) -> list[Stretch]:
    """The stretches, none overlapping another: from left to right, of several the longest."""
    found: list[Stretch] = []
    for start, end in sorted(set(stretches), key=lambda one: (one[0], -one[1])):
        if not found or start >= found[-1][1]:
            found.append((start, end))
    return found


def _name_labels(labels: Labels, quotes: Quotations, gold: Mapping[str, Any]) -> None:
    """People and organisations wherever a name of theirs is printed."""
    for kind, entities in (("person", gold["people"]), ("organisation", gold["organisations"])):
        names = [name for entity in entities for name in (entity["name"], *entity["variants"])]
        if kind == "person":
            names += [attendee["name"] for attendee in gold["attendees"] if attendee["name"]]
        for stretch in apart(place for name in names for place in quotes.names(name)):
            labels.lay(kind, *stretch)


def _passage_labels(labels: Labels, quotes: Quotations, gold: Mapping[str, Any], doc: Doc) -> None:
    """Decisions, actions with their owner, examples, definitions with their term."""
    for kind, group, field in (
        ("decision", "decisions", "text"),
        ("action", "actions", "what"),
        ("example", "examples", "text"),
        ("definition", "definitions", "text"),
    ):
        for item in gold[group]:
            found = quotes.stretches(item[field] or "")
            for stretch in found:
                labels.lay(kind, *stretch)
            named = {"action": item.get("who"), "definition": item.get("term")}.get(kind)
            if named and found:
                mark, around = ("term", None) if kind == "definition" else (OWNER, _around(doc, found[0]))
                _lay_nearest(labels, quotes, mark, named, found[0], around)


def _around(doc: Doc, task: Stretch) -> Stretch:
    """Where those who are to do a task are named: its block, in a table the cells around it."""
    source = source_of(doc)
    index = source.block_index(task[0])
    block, start = source.blocks[index], source.starts[index]
    wider = AROUND if block.cell else 0
    return max(0, start - wider), min(len(source.text), start + len(block.text) + wider)


def _lay_nearest(
    labels: Labels, quotes: Quotations, mark: str, name: str, item: Stretch, around: Stretch | None
) -> None:
    places = list(quotes.names(name, *(around or (0, None))))
    if places:
        near = min(places, key=lambda place: min(abs(place[0] - item[0]), abs(place[1] - item[0])))
        labels.lay(mark, *near)
