"""Annotated minutes: documents with gold records, read and tagged once, run through the stages often."""

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from crparse.document.items import attach_source
from crparse.document.reading import DIGITS
from crparse.errors import ReadError
from crparse.evaluation.evaluate import read_lines
from crparse.models import BoostedTrees
from crparse.pipeline import STAGES, make_doc
from crparse.readers import read_document
from crparse.source import SourceDocument
from crparse.stages.encoder import KEPT
from crparse.stages.outline import Outline

UNSEEN = 3
"""One later body of so many is kept unseen: chosen, as many as a figure by field needs."""

BEFORE = ("crparse_sentences", "crparse_meeting", "crparse_outline", "crparse_attendance")
"""The stages whose items the features of organisations and statements read."""


@dataclass(frozen=True)
class AnnotatedMinutes:
    """A document as it was read, with what a reader wrote down of it."""

    name: str
    body: str
    """Who met: minutes of one body are never in both training and test."""
    source: SourceDocument
    gold: Mapping[str, Any]
    later: bool = False
    """Whether it came after crparse was written, in a later round."""
    repository: str | None = None
    """Where it was published, with papers of the same hand."""


def unseen_bodies(entries: Iterable[Mapping[str, Any]]) -> frozenset[str]:
    """The bodies of a manifest that nothing is learned from, so that they tell what to expect elsewhere.

    They are a third, by a hash of their names, of the bodies that came with a later round alone; so every
    list of the same bodies leaves the same ones out.
    """
    entries = list(entries)
    known = {entry["group"] for entry in entries if entry.get("round") is None}
    later = {entry["group"] for entry in entries} - known
    return frozenset(body for body in later if int(sha256(body.encode()).hexdigest(), 16) % UNSEEN == 0)


def read_known(folder: Path, *, every_body: bool = False) -> list[AnnotatedMinutes]:
    """The minutes of a folder with documents/, gold/ and manifest.jsonl, but for those of unseen bodies.

    `every_body` takes those too: for the last fit, which no minutes are left to judge.
    """
    entries = list(read_lines(folder / "manifest.jsonl"))
    unseen = frozenset() if every_body else unseen_bodies(entries)
    bodies = {entry["file"]: entry["group"] for entry in entries if entry["group"] not in unseen}
    later = {entry["file"] for entry in entries if entry.get("round") is not None}
    documents = [folder / "documents" / name for name in sorted(bodies)]
    found = read_minutes(documents, folder / "gold", bodies)
    repositories = {entry["file"]: entry.get("repo") for entry in entries}
    return [replace(one, later=one.name in later, repository=repositories[one.name]) for one in found]


def read_minutes(documents: Sequence[Path], gold: Path, bodies: Mapping[str, str]) -> list[AnnotatedMinutes]:
    """The documents with the gold record of each; one that cannot be read is named and left out."""
    found = []
    for document in documents:
        record = json.loads((gold / f"{document.name}.json").read_text(encoding="utf-8"))
        try:
            source = read_document(document)
        except ReadError as error:
            print(f"{document.name} is left out: {error.message}", file=sys.stderr)
            continue
        found.append(AnnotatedMinutes(document.name, bodies[document.name], source, record))
    return found


def kept_reading(folder: Path, name: str) -> dict[str, Any]:
    """What an encoder read of a document whose body it had not seen, as `crparse_encoder` leaves it."""
    with np.load(folder / f"{name}.npz") as kept:
        places = {key: kept[key].tolist() for key in ("starts", "ends")}
        rows = kept["likely"].astype(np.float64).round(DIGITS)
    return {**places, "likely": {tag: rows[:, i].tolist() for i, tag in enumerate(KEPT)}}


class TaggedMinutes:
    """The minutes as the model tagged them, each once; the stages run anew for every way to read them."""

    def __init__(self, nlp: Language) -> None:
        self.nlp = nlp
        self._tagged: dict[str, bytes] = {}

    def doc(self, minutes: AnnotatedMinutes, outline: BoostedTrees) -> Doc:
        """The minutes after the stages that the features read, their headings by the weights of `outline`."""
        doc = self.tagged(minutes)
        for name in BEFORE:
            stage = Outline(outline) if name == "crparse_outline" else self.nlp.create_pipe(name)
            doc = stage(doc)
        return doc

    def tagged(self, minutes: AnnotatedMinutes) -> Doc:
        """The minutes before any stage has read them."""
        return attach_source(Doc(self.nlp.vocab).from_bytes(self._bytes(minutes)), minutes.source)

    def _bytes(self, minutes: AnnotatedMinutes) -> bytes:
        if minutes.name not in self._tagged:
            with self.nlp.select_pipes(disable=STAGES):
                doc = self.nlp(make_doc(self.nlp, minutes.source))
            self._tagged[minutes.name] = doc.to_bytes(exclude=["user_data"])
        return self._tagged[minutes.name]
