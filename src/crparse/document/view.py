"""What several stages derive from a document, made once: outline, flow, statements, verbs, acronyms.

`view_of(doc)` is no part of the document: nothing of it is copied or written. A part of it is made anew when
the data that it was made from is assigned anew.
"""

from collections.abc import Callable, Hashable
from functools import lru_cache
from typing import Any, TypeVar

from spacy.tokens import Doc

from crparse.document.items import PREFIX, source_of
from crparse.document.passages import SentenceFlow
from crparse.document.reading import Reading
from crparse.document.statements import OutlineContext, Statement, find_statements
from crparse.language.acronyms import Pair, find_pairs
from crparse.language.tenses import Verbs
from crparse.source import SourceDocument

R = TypeVar("R")


class DocumentView:
    """A document as stages look at it, each part made when it is first asked for."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self._made: dict[Hashable, tuple[list[object], Any]] = {}

    @property
    def outline(self) -> OutlineContext:
        """Its headings and leads by offset."""
        return self._part("outline", lambda: OutlineContext(self.doc), "sections")

    @property
    def flow(self) -> SentenceFlow:
        """Its sentences, and where they go on; over no heading."""
        return self._part("flow", lambda: SentenceFlow(self.doc, self.outline.heading_blocks), "sections")

    @property
    def statements(self) -> list[Statement]:
        """The statements of its body."""
        return self._part(
            "statements", lambda: find_statements(self.doc, self.outline), "sections", "attendees"
        )

    @property
    def verbs(self) -> Verbs:
        """Where its verbs stand, by their tense."""
        return self._part("verbs", lambda: Verbs(self.doc))

    @property
    def pairs(self) -> list[list[Pair]]:
        """The acronyms that each block expands, offsets from the start of the block."""
        return self._part("pairs", lambda: [find_pairs(block.text) for block in source_of(self.doc).blocks])

    @property
    def reading(self) -> Reading | None:
        """What an encoder made of it, none where no encoder read it."""
        data = self.doc._.crparse_reading
        return self._part("reading", lambda: None if data is None else Reading(data), "reading")

    def of_blocks(self, make: Callable[[SourceDocument], R]) -> R:
        """What a stage makes of the blocks alone."""
        return self._part(make, lambda: make(source_of(self.doc)))

    def stated_acronyms(self) -> list[tuple[str, str]]:
        """Acronym and name, where the text gives both side by side."""
        return [
            (block.text[slice(*pair.acronym)], block.text[slice(*pair.expansion)])
            for block, pairs in zip(source_of(self.doc).blocks, self.pairs, strict=True)
            for pair in pairs
        ]

    def _part(self, name: Hashable, make: Callable[[], R], *groups: str) -> R:
        data = [self.doc._.get(PREFIX + group) for group in ("source", *groups)]
        known = self._made.get(name)
        if known is None or any(old is not new for old, new in zip(known[0], data, strict=True)):
            known = self._made[name] = data, make()
        made: R = known[1]
        return made


@lru_cache(maxsize=1)
def view_of(doc: Doc) -> DocumentView:
    """The view of a document, made when there is none; kept until another is asked for.

    One document passes through all stages before the next does.
    """
    return DocumentView(doc)
