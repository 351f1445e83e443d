"""All that the stages found in a document, as the last of them looks at it."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cached_property
from itertools import combinations
from typing import Any

from spacy.tokens import Doc

from crparse.document.items import Doubt, caveats_of, get_entities, get_items, meeting_of, source_of
from crparse.record import (
    Action,
    Attendee,
    Decision,
    Definition,
    Entity,
    Example,
    Located,
    Section,
    UpcomingDate,
)
from crparse.text import Stretch, name_key

LONGEST = 12
"""Words of the longest name of an organisation that is looked into (chosen, not measured)."""


class Found:
    """The items of a document with what is asked of them several times."""

    def __init__(self, doc: Doc) -> None:
        self.doc, self.text, self.source = doc, doc.text, source_of(doc)
        self.meeting = meeting_of(doc)
        self.attendees = get_items(doc, "attendees", Attendee)
        self.sections = get_items(doc, "sections", Section)
        self.definitions = get_items(doc, "definitions", Definition)
        self.examples = get_items(doc, "examples", Example)
        self.upcoming_dates = get_items(doc, "upcoming_dates", UpcomingDate)
        self.decisions = get_items(doc, "decisions", Decision)
        self.actions = get_items(doc, "actions", Action)
        self.people = get_entities(doc, "people")
        self.organisations = get_entities(doc, "organisations")
        self.made: dict[str, list[Any]] = {}
        """Figures of its items that are made once, by the name of what makes them."""

    @cached_property
    def caveats(self) -> list[Doubt]:
        """What was doubted by the time that it is first asked."""
        return caveats_of(self.doc)

    @cached_property
    def person_keys(self) -> frozenset[str]:
        """What the printed forms of people are compared by."""
        return frozenset(_keys(self.people))

    @cached_property
    def organisation_keys(self) -> frozenset[str]:
        """What the printed forms of organisations are compared by."""
        return frozenset(_keys(self.organisations))

    @cached_property
    def inner_names(self) -> frozenset[str]:
        """Every run of words that stands within a longer name of an organisation."""
        inner: set[str] = set()
        for key in self.organisation_keys:
            words = key.split()[:LONGEST]
            runs = combinations(range(len(words) + 1), 2)
            inner.update(" ".join(words[i:j]) for i, j in runs if j - i < len(words))
        return frozenset(inner)

    @cached_property
    def heading_places(self) -> frozenset[Stretch]:
        """Where the titles of the sections stand."""
        return frozenset((section.start, section.end) for section in self.sections)

    @cached_property
    def title_keys(self) -> frozenset[str]:
        """What the titles of the sections are compared by."""
        return frozenset(name_key(section.title) for section in self.sections)

    @cached_property
    def _verbs(self) -> list[int]:
        """Where verbs stand."""
        return [token.idx for token in self.doc if token.pos_ in ("VERB", "AUX")]

    def verbs_in(self, start: int, end: int) -> int:
        """How many verbs stand in a stretch of the text."""
        return bisect_left(self._verbs, end) - bisect_left(self._verbs, start)

    @cached_property
    def tagged(self) -> bool:
        """Whether a component has told verbs from other words."""
        return bool(self.doc.has_annotation("POS"))

    @cached_property
    def _doubted(self) -> tuple[list[int], list[int]]:
        """Where caveats begin, and where they end, in order."""
        placed = [one for one in self.caveats if one.end > one.start]
        return sorted(one.start for one in placed), sorted(one.end for one in placed)

    def doubts_in(self, item: Located) -> int:
        """How many caveats touch an item."""
        starts, ends = self._doubted
        return bisect_left(starts, item.end) - bisect_right(ends, item.start)


def _keys(entities: Sequence[Entity]) -> list[str]:
    return [name_key(name) for entity in entities for name in (entity.name, *entity.variants)]
