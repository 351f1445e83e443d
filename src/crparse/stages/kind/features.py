"""What tells minutes from other papers, as figures: titles, wordings, what the stages found, shapes."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from math import log, log1p

from spacy.tokens import Doc

from crparse.document.items import get_items, meeting_of, source_of
from crparse.document.passages import Part
from crparse.document.view import view_of
from crparse.record import Action, Attendee, Decision, Section, UpcomingDate
from crparse.stages.kind.shapes import Shapes, shapes_of
from crparse.stages.kind.signs import Papers

Row = Mapping[str, float]

MINUTES = "minutes"
"""The kind that all others are told from."""

PAGE = 1000
"""Characters by which wordings are counted."""

HEAD = 3000
"""Characters from the start, and as many before the end, in which minutes say that people met and parted."""

SHAPED = 400
"""Lines from the start whose shapes are looked at: enough to tell a program (chosen)."""

LONGEST = 300
"""Characters of a line of which the shape is looked at (chosen)."""

SHORT = 40
"""Characters of a short line (chosen, not measured)."""

WEIGHED = (
    "agenda",
    "convocation",
    "mail",
    "order",
    "by_laws",
    "agreement",
    "form",
    "bulletin",
    "notice",
    "guide",
    "report",
)
"""Kinds whose wordings are weighed; those of the others only name what is none."""

EARLY = 500
"""Characters from the start in which the day of a meeting stands in its title (chosen, not measured)."""

FIRST = 5
"""Lines of the head in which a meeting is named that the document is of (chosen, not measured)."""

APART = ("agenda", "convocation", "mail", "report", "by_laws", "order")
"""Kinds whose titles are weighed by themselves; the others together."""


@dataclass(frozen=True)
class PaperReading:
    """A document with what tells of its kind, each part made when it is asked for."""

    doc: Doc

    @cached_property
    def papers(self) -> Papers:
        """Its titles and wordings."""
        return Papers(source_of(self.doc))

    @cached_property
    def shapes(self) -> Shapes:
        """The shapes of its lines."""
        return shapes_of([line.text[:LONGEST] for line in self.papers.lines[:SHAPED]])

    @cached_property
    def told(self) -> dict[str, list[Part]]:
        """Where it says what minutes tell, and what some other papers say, by the names of the lists."""
        return self.papers.places("told", *(f"wording.{kind}" for kind in WEIGHED))

    @cached_property
    def worded(self) -> dict[str, list[Part]]:
        """Where it says what other papers say, by the names of the lists."""
        return self.papers.places("wording")

    @cached_property
    def row(self) -> Row:
        """All of it as figures."""
        return {**_titles(self), **_wordings(self), **_items(self.doc, len(self.papers.text)), **_looks(self)}


def _titles(reading: PaperReading) -> Row:
    """How early each kind is named in a title, 0-1."""
    weights: dict[str, float] = {}
    for sign in reading.papers.titles:
        weights[sign.kind] = max(sign.weight, weights.get(sign.kind, 0.0))
    own = weights.pop(MINUTES, 0.0)
    other = max(weights.values(), default=0.0)
    apart = {f"title {kind}": weights.get(kind, 0.0) for kind in APART}
    return {
        **apart,
        "title minutes": own,
        "title other": other,
        "meeting named": float(reading.papers.names_meeting(FIRST)),
        "title before others": float(own > other),
        "title after others": float(own < other),
    }


def _wordings(reading: PaperReading) -> Row:
    """How often it says what each kind says, and what minutes tell at their start and end."""
    papers, size = reading.papers, len(reading.papers.text)
    places = {**reading.told, **papers.places("words"), **papers.places("marks")}
    row = {name: often(len(found), papers.sampled) for name, found in places.items()}
    told = {name: found for name, found in reading.told.items() if name.startswith("told.")}
    row |= {f"some {name}": float(bool(found)) for name, found in told.items()}
    row["met at the start"] = float(any(start < HEAD for start, _ in told["told.met"]))
    row["closed at the end"] = float(any(end > size - HEAD for _, end in told["told.closed"]))
    row["ways of telling"] = float(sum(map(bool, told.values())))
    return row


def often(count: float, characters: int) -> float:
    """How often in a page; a short text counts as half a page, so that one place does not make it."""
    return log1p(PAGE * count / max(characters, PAGE / 2))


def _items(doc: Doc, size: int) -> Row:
    """What the stages found in it."""
    meeting = meeting_of(doc)
    attendees = get_items(doc, "attendees", Attendee)
    decisions = get_items(doc, "decisions", Decision)
    counts = {
        "attendees": len(attendees),
        "decisions": len(decisions),
        "votes": sum(one.vote is not None for one in decisions),
        "actions": len(get_items(doc, "actions", Action)),
        "sections": len(get_items(doc, "sections", Section)),
        "upcoming": len(get_items(doc, "upcoming_dates", UpcomingDate)),
    }
    verbs = view_of(doc).verbs
    return {
        **{name: log1p(count) for name, count in counts.items()},
        **{f"{name} a page": often(count, size) for name, count in counts.items()},
        "somebody missing": float(any(one.status != "present" for one in attendees)),
        "day": float(meeting.date is not None),
        "early day": float("date" in meeting.evidence and meeting.evidence["date"].start < EARLY),
        "start": float(meeting.start_time is not None),
        "end": float(meeting.end_time is not None),
        "place": float(meeting.place is not None),
        "body": float(meeting.body is not None),
        "past": often(len(verbs.past), size),
        "future": often(len(verbs.future), size),
        "past of both": (1 + len(verbs.past)) / (2 + len(verbs.past) + len(verbs.future)),
    }


def _looks(reading: PaperReading) -> Row:
    """What its lines look like."""
    papers, shapes = reading.papers, reading.shapes
    lines = papers.lines
    text = "".join(papers.text[start:end] for start, end in papers.sample)
    letters = max(1, sum(map(str.isalpha, text)))
    count = max(1, len(lines))
    return {
        "length": log(1 + len(papers.text) / PAGE),
        "line length": log(1 + len(papers.text) / count),
        "short lines": sum(len(line.text) <= SHORT for line in lines) / count,
        "capitals": sum(map(str.isupper, text)) / letters,
        "digits": min(1.0, sum(map(str.isdigit, text)) / letters),
        "cells": shapes.cells,
        "figures": shapes.figures,
        "code": shapes.code,
    }
