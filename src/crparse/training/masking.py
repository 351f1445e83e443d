"""Hides what the word lists know of one body, so that a body held out is met as one never seen.

Names, first names and words that are no names came into the lists from minutes, those of the body among them.
"""

import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from unittest.mock import patch

from crparse import lexicon
from crparse.text import name_words

LISTS = ("first_names", "not_organisations", "public_bodies")
"""The lists that are filled from minutes; the cues in the other files speak French, not names."""

KEPT = ("crparse.lexicon", "crparse.pipeline", "crparse.readers")
"""Modules whose caches stay: the lexicon's files, the model; documents are read before anything is hidden."""

Entries = Mapping[str, frozenset[str]]
"""Entries of each list."""


def entries_of_one_body(texts: Iterable[tuple[str, str]]) -> dict[str, Entries]:
    """For each body the entries that its minutes alone show, from (body, text) of all minutes."""
    words: dict[str, list[str]] = defaultdict(list)
    for body, text in texts:
        words[body] += ["|", *name_words(text)]
    spoken = {body: (frozenset(own), f" {' '.join(own)} ") for body, own in words.items()}
    found = {body: {name: set[str]() for name in LISTS} for body in words}
    for name in LISTS:
        for entry in lexicon.words(name, name):
            bodies = _bodies_with(name_words(entry), spoken)
            if len(bodies) == 1:
                found[bodies[0]][name].add(entry)
    return {body: {name: frozenset(own) for name, own in lists.items()} for body, lists in found.items()}


def _bodies_with(entry: tuple[str, ...], spoken: Mapping[str, tuple[frozenset[str], str]]) -> list[str]:
    printed = f" {' '.join(entry)} "
    return [body for body, (words, text) in spoken.items() if words.issuperset(entry) and printed in text]


@contextmanager
def without(hidden: Entries) -> Iterator[None]:
    """The lexicon lacks these entries meanwhile."""
    known = lexicon.words

    def words(file: str, name: str) -> frozenset[str]:
        return known(file, name) - hidden.get(name, frozenset())

    with patch.object(lexicon, "words", words):
        _forget()
        try:
            yield
        finally:
            _forget()


def _forget() -> None:
    """Nothing derived from the lists is kept."""
    for name, module in sorted(sys.modules.items()):
        if name.startswith("crparse.") and not name.startswith(KEPT):
            for value in vars(module).values():
                clear = getattr(value, "cache_clear", None)
                if clear is not None:
                    clear()
