"""How stages hand over what they found: typed items with character offsets, and span groups over them.

spaCy spans begin and end at tokens; minutes do not ("Dupont/Durand"). The items therefore keep the exact
characters, and `doc.spans[group]` holds the tokens that cover them; `span._.crparse_item` leads back.
"""

from collections.abc import Sequence
from typing import TypeVar

from spacy.tokens import Doc, Span, SpanGroup

from crparse.record import Located, Meeting
from crparse.source import SourceDocument, from_text

T = TypeVar("T", bound=Located)

VIEW = "crparse_view"
"""Where a document keeps what is derived from it and its items (see `document_view`)."""


def set_items(doc: Doc, group: str, items: Sequence[Located]) -> None:
    """Keep `items` as `group` and lay a span group of that name over them, in order of their start."""
    ordered = sorted(items, key=lambda item: (item.start, item.end))
    doc.user_data.setdefault("crparse_items", {})[group] = ordered
    if (view := doc.user_data.get(VIEW)) is not None:
        view.changed(group)
    label = group.upper()
    spans = []
    for index, item in enumerate(ordered):
        found = doc.char_span(item.start, item.end, alignment_mode="expand")
        if found is not None:
            spans.append(Span(doc, found.start, found.end, label=label, span_id=str(index)))
    doc.spans[group] = SpanGroup(doc, name=group, spans=spans)


def get_items(doc: Doc, group: str, kind: type[T]) -> list[T]:
    """The items of `group` set by an earlier stage, none if it did not run."""
    items = doc.user_data.get("crparse_items", {}).get(group, [])
    assert all(isinstance(item, kind) for item in items)
    return list(items)


def _item_of(span: Span) -> Located | None:
    items = span.doc.user_data.get("crparse_items", {}).get(span.label_.lower(), [])
    return items[int(span.id_)] if span.id_.isdigit() and int(span.id_) < len(items) else None


def source_of(doc: Doc) -> SourceDocument:
    """The document's blocks; a `Doc` made from plain text gets one block a line."""
    source = doc.user_data.get("crparse_source")
    if source is None:
        source = doc.user_data["crparse_source"] = from_text(doc.text)
    assert isinstance(source, SourceDocument)
    return source


def meeting_of(doc: Doc) -> Meeting:
    """The meeting as found so far (empty if `crparse_meeting` did not run)."""
    meeting = doc.user_data.setdefault("crparse_meeting", Meeting())
    assert isinstance(meeting, Meeting)
    return meeting


if not Span.has_extension("crparse_item"):
    Span.set_extension("crparse_item", getter=_item_of)
