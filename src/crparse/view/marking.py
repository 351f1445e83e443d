"""The text of a record as a page shows it: line by line, cut where an item begins or ends."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from crparse.record import Located, Minutes
from crparse.view.labels import FIELDS

CITED = "cited"
"""The key of the passage that was asked for."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a line that is the same items throughout."""

    start: int
    """Its first character in the text of the record."""
    text: str
    items: tuple[str, ...]
    """Keys of the items that it quotes ("decisions-2"), the widest first."""
    begins: tuple[str, ...]
    """Of these, those that begin here."""

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields of these items, each once."""
        return tuple(dict.fromkeys(key.rpartition("-")[0] or key for key in self.items))


@dataclass(frozen=True, slots=True)
class MarkedLine:
    """A line of the text."""

    start: int
    page: int | None
    """The page that begins with it, where one does."""
    paragraph: int | None
    """Of the file, as the items in it tell; none where the format has pages."""
    level: int | None
    """Of the heading that it is."""
    stretches: tuple[Stretch, ...]


def key_of(field: str, number: int) -> str:
    """What an item is called on the page: "decisions-2" is the third decision."""
    return f"{field}-{number}"


def marked_lines(record: Minutes, cited: tuple[int, int] | None = None) -> Iterator[MarkedLine]:
    """The lines of a record's text, with what each part of them was taken for."""
    spans = sorted(spans_of(record, cited))
    levels = {section.start: section.level for section in record.sections}
    pages = dict(_page_starts(record))
    paragraphs = _paragraphs(record)
    offset, page = 0, None
    firsts: dict[str, int] = {}
    for start, _, key in spans:
        firsts.setdefault(key, start)
    pending = iter(spans)
    following = next(pending, None)
    open_spans: list[tuple[int, int, str]] = []
    for line in record.text.split("\n"):
        end = offset + len(line)
        while following and following[0] <= end:
            open_spans.append(following)
            following = next(pending, None)
        open_spans = [span for span in open_spans if span[1] > offset]
        begun = pages.get(_first_at(pages, offset, end))
        is_new = begun is not None and begun != page
        page = begun if begun is not None else page
        level = next(
            (levels[s] for s, _, key in open_spans if key.startswith("sections-") and s >= offset), None
        )
        told = bisect_left(paragraphs, (offset, 0))
        paragraph = next((number for start, number in paragraphs[told : told + 1] if start <= end), None)
        yield MarkedLine(
            offset,
            page if is_new else None,
            paragraph,
            level,
            tuple(_stretches(line, offset, open_spans, firsts)),
        )
        offset = end + 1


def _first_at(pages: dict[int, int | None], start: int, end: int) -> int:
    """The first place in a line of which the page is known; -1 where there is none."""
    return min((place for place in pages if start <= place <= end), default=-1)


def spans_of(record: Minutes, cited: tuple[int, int] | None = None) -> Iterator[tuple[int, int, str]]:
    """Where each item of a record stands: where a part of it begins and ends, and the key of the item."""
    if cited:
        yield *cited, CITED
    for field in FIELDS:
        items: Iterable[Located] = () if field == "meeting" else getattr(record, field)
        for number, item in enumerate(items):
            for start, end in item.parts or [(item.start, item.end)]:
                yield start, end, key_of(field, number)
    for name, place in record.meeting.evidence.items():
        yield place.start, place.end, f"meeting-{name}"


def _page_starts(record: Minutes) -> Iterator[tuple[int, int | None]]:
    """The places at which an item of a page stands that no item before is of."""
    last = None
    for start, page in sorted((one.start, one.page) for one in _located(record) if one.page is not None):
        if last is None or page > last:
            yield start, page
            last = page


def _paragraphs(record: Minutes) -> list[tuple[int, int]]:
    """Where items stand of which only the paragraph is told, each with its number."""
    numbered = (one for one in _located(record) if one.page is None)
    return sorted((one.start, one.paragraph) for one in numbered if one.paragraph is not None)


def _located(record: Minutes) -> Iterator[Located]:
    """All that has a place in the text."""
    for one in (*record.people, *record.organisations):
        yield from one.mentions
    yield from record.meeting.evidence.values()
    for field in FIELDS:
        yield from () if field == "meeting" else getattr(record, field)


def _stretches(
    line: str, offset: int, spans: list[tuple[int, int, str]], firsts: dict[str, int]
) -> Iterator[Stretch]:
    end = offset + len(line)
    cuts = {offset, end}
    for span in spans:
        cuts |= {place for place in span[:2] if offset < place < end}
    for start, stop in pairwise(sorted(cuts)):
        over = [span for span in spans if span[0] <= start and stop <= span[1]]
        items = tuple(dict.fromkeys(key for _, _, key in sorted(over, key=lambda s: (s[0] - s[1], s[2]))))
        begins = tuple(key for key in items if firsts[key] == start)
        yield Stretch(start, line[start - offset : stop - offset], items, begins)
