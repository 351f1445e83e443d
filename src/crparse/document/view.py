"""What several stages derive from a document, computed once: statements, flow, outline, pairs of acronyms.

`view_of(doc)` is kept with the document but is no part of it: it is written nowhere, and made anew where a
copy or a document read back has none.
"""

from collections.abc import Callable
from functools import cached_property
from typing import Any

import srsly
from spacy.tokens import Doc

from crparse.document.items import VIEW, get_items, source_of
from crparse.document.passages import SentenceFlow
from crparse.document.statements import OutlineContext, Statement, find_statements
from crparse.language.acronyms import Pair, find_pairs
from crparse.record import Section
from crparse.source import SourceDocument
from crparse.stages.attendance.rows import DocumentRows
from crparse.stages.printed_names import Words

DERIVED = {"sections": ("outline", "flow", "statements"), "attendees": ("statements",)}
"""What is derived from which items, and is made anew when these are set again."""


class DocumentView:
    """A document as stages look at it, each part made when it is first asked for."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc

    @cached_property
    def source(self) -> SourceDocument:
        """Its blocks."""
        return source_of(self.doc)

    @cached_property
    def rows(self) -> DocumentRows:
        """Its lines as attendance and the head of the minutes are read from them."""
        return DocumentRows(self.source)

    @cached_property
    def outline(self) -> OutlineContext:
        """Its headings and leads by offset."""
        return OutlineContext(self.doc)

    @cached_property
    def flow(self) -> SentenceFlow:
        """Its sentences, and where they go on; over no heading."""
        return SentenceFlow(self.doc, [section.start for section in get_items(self.doc, "sections", Section)])

    @cached_property
    def statements(self) -> list[Statement]:
        """The statements of its body."""
        return find_statements(self.doc, self.outline)

    @cached_property
    def words(self) -> Words:
        """Its text in the units by which names are compared."""
        return Words(self.source.text)

    @cached_property
    def pairs(self) -> list[list[Pair]]:
        """The acronyms that each block expands, offsets from the start of the block."""
        return [find_pairs(block.text) for block in self.source.blocks]

    def stated_acronyms(self) -> list[tuple[str, str]]:
        """Acronym and name, where the text gives both side by side."""
        return [
            (block.text[slice(*pair.acronym)], block.text[slice(*pair.expansion)])
            for block, pairs in zip(self.source.blocks, self.pairs, strict=True)
            for pair in pairs
        ]

    def changed(self, group: str) -> None:
        """Forgets what was derived from the items of a group."""
        for part in DERIVED.get(group, ()):
            self.__dict__.pop(part, None)

    def __reduce__(self) -> tuple[type[None], tuple[()]]:
        """Copied and pickled as None: its document makes another."""
        return type(None), ()


def view_of(doc: Doc) -> DocumentView:
    """The view of a document, made when there is none."""
    view = doc.user_data.get(VIEW)
    if view is None:
        view = doc.user_data[VIEW] = DocumentView(doc)
    assert isinstance(view, DocumentView)
    return view


def written(value: Any, chain: Callable[[Any], Any] | None = None) -> Any:
    """What `Doc.to_bytes` writes of user data: of a view nothing."""
    if isinstance(value, DocumentView):
        return None
    return value if chain is None else chain(value)


srsly.msgpack_encoders.register("crparse_view", func=written)
