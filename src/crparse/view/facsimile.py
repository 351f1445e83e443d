"""The pages of a document as they were printed or scanned, with what was found at its place on them.

Nothing of them is kept in the corpus: a page is drawn and read anew from the file, where the last build met
it, when somebody looks at it. What is read then is aligned with the text of the record, word by word, so that
each item has its place wherever the record comes from.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from pathlib import Path
from threading import Lock

from crparse.corpus.inputs import InputFile
from crparse.corpus.records import source_of
from crparse.errors import ReadError
from crparse.readers import FORMATS
from crparse.readers.pdf.facsimile import Facsimile, LineOnPage, facsimile
from crparse.readers.picture import picture_as_pdf
from crparse.record import Minutes
from crparse.view.marking import spans_of
from crparse.wording import N_

PICTURES = frozenset(name for name, format in FORMATS.items() if format.may_be_other)
"""Formats that are pictures of pages."""

WITH_PAGES = PICTURES | {"pdf"}
"""Formats whose pages can be shown."""

KEPT = 12
"""Pages that are kept drawn: those around the one that is looked at."""

GONE = N_("Its file is no longer where the last build has read it: here is its text.")
CHANGED = N_("Its file was changed since the last build: here is the text of that time.")


Place = tuple[int, int]
"""Number of a line, and of a character in it."""


class NotShown(Exception):
    """A page cannot be shown: why, in words."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A place on the picture of a page, in its dots from the top left corner."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class PlacedItem:
    """An item of a record on the picture of a page."""

    key: str
    boxes: tuple[Frame, ...]
    """One for each line that it stands on."""

    @property
    def field(self) -> str:
        """The list of the record that it is of."""
        return self.key.rpartition("-")[0] or self.key


@dataclass(frozen=True, slots=True)
class PlacedText:
    """A stretch of a record's text where it is printed on a line of the picture, to be chosen there."""

    start: int
    text: str
    box: Frame


@dataclass(frozen=True, slots=True)
class PageSheet:
    """A page of a document with what stands on it."""

    width: int
    height: int
    items: tuple[PlacedItem, ...]
    """The widest first, so that the others lie over them."""
    texts: tuple[PlacedText, ...]
    lost: int
    """Items of the page that are not found on its picture."""


def pages_of(record: Minutes) -> range:
    """The pages of the file that show a record; none where the format has no pages to show."""
    source = record.source
    if source.format not in WITH_PAGES or not source.pages:
        return range(0)
    return range(source.first_page or 1, (source.last_page or source.pages) + 1)


def page_at(record: Minutes, place: int) -> int | None:
    """The page on which a character of the text stands, where the format has pages."""
    return next((one.page for one in record.pages if one.start <= place < one.end), None)


class Facsimiles:
    """The pages of a corpus, drawn when they are asked for."""

    def __init__(self, corpus: Path) -> None:
        self.corpus = corpus
        self._one_at_a_time = Lock()
        """PDFium is made for one thread."""
        self._read = lru_cache(maxsize=KEPT)(_read)

    def page(self, record: Minutes, number: int) -> Facsimile:
        """A page of the file of a record.

        Raises:
            NotShown: The file is gone, was changed, or cannot be read.
        """
        source = source_of(self.corpus, record)
        if source is None:
            raise NotShown(GONE)
        with self._one_at_a_time:
            return self._read(source, record.source.format, number, _was_recognised(record, number))


def _read(source: InputFile, format: str, number: int, recognised: bool) -> Facsimile:
    try:
        content = source.read()
        if hashlib.sha256(content).hexdigest() != source.sha256:
            raise NotShown(CHANGED)
        made = picture_as_pdf(content, format) if format in PICTURES else content
        return facsimile(made, number, pictured=recognised)
    except ReadError as error:
        raise NotShown(error.told) from error


def _was_recognised(record: Minutes, number: int) -> bool:
    """Whether the text of a page was recognised from its picture."""
    return any(one.code == "recognised" and one.page in (None, number) for one in record.warnings)


def sheet_of(
    record: Minutes, number: int, shown: Facsimile, cited: tuple[int, int] | None = None
) -> PageSheet:
    """A page with the items of a record that stand on it.

    Args:
        record: With a map of its pages.
        number: Of the page.
        shown: What was drawn and read of it.
        cited: Where a passage stands that is to be marked as well.
    """
    stretches = [(one.start, one.end) for one in record.pages if one.page == number]
    places = align(record.text, stretches, shown.lines)
    parts: dict[str, list[tuple[int, int]]] = {}
    for start, end, key in spans_of(record, cited):
        if any(start < last and first < end for first, last in stretches):
            parts.setdefault(key, []).append((start, end))
    items, lost = [], 0
    for key in sorted(parts, key=lambda key: (-sum(end - start for start, end in parts[key]), key)):
        found = [places[at] for start, end in parts[key] for at in range(start, end) if at in places]
        lost += not found
        if found:
            items.append(PlacedItem(key, tuple(_boxes(found, shown))))
    texts = tuple(_texts(record.text, places, shown))
    return PageSheet(shown.width, shown.height, tuple(items), texts, lost)


def _texts(text: str, places: Mapping[int, Place], shown: Facsimile) -> Iterator[PlacedText]:
    """What of the text stands on each line, in one piece where nothing of it stands elsewhere."""
    stretches: list[list[int]] = []
    for offset in sorted(places):
        last = stretches[-1][-1] if stretches else None
        goes_on = (
            last is not None
            and places[last][0] == places[offset][0]
            and places[last][1] < places[offset][1]
            and not text[last + 1 : offset].strip()
        )
        if goes_on:
            stretches[-1].append(offset)
        else:
            stretches.append([offset])
    for offsets in stretches:
        (box,) = _boxes([places[offset] for offset in offsets], shown)
        yield PlacedText(offsets[0], text[offsets[0] : offsets[-1] + 1], box)


def _boxes(found: Iterable[tuple[int, int]], shown: Facsimile) -> Iterator[Frame]:
    """The boxes around some characters, one for each line that they stand on."""
    characters_of: dict[int, list[int]] = {}
    for number, at in found:
        characters_of.setdefault(number, []).append(at)
    for number, characters in characters_of.items():
        line = shown.lines[number]
        edges = [line.edges[at + beside] for at in characters for beside in (0, 1)]
        left, right = min(edges) * shown.width, max(edges) * shown.width
        top, bottom = line.top * shown.height, line.bottom * shown.height
        yield Frame(round(left, 1), round(top, 1), round(right - left, 1), round(bottom - top, 1))


# Takes "Présents" and ":" of "Présents : deux", each by itself; leaves what is blank.
_WORD = re.compile(r"\S+")

MOVED = 3
"""Words that are found in another order than that of the text at least: fewer stand so by chance."""

LONGEST_GAP = 1_000_000
"""Pairs of characters that are compared where words differ, at most: some hundred words that were read
otherwise, in a tenth of a second."""


@dataclass(frozen=True, slots=True)
class _Token:
    """A word, and where each of its characters stands."""

    text: str
    places: tuple[int, ...] | tuple[Place, ...]


def align(text: str, stretches: Sequence[tuple[int, int]], lines: Sequence[LineOnPage]) -> dict[int, Place]:
    """Where the characters of a page stand that are found on its picture, by their place in the text."""
    told = [
        _Token(word.group(), tuple(range(word.start(), word.end())))
        for start, end in stretches
        for word in _WORD.finditer(text, start, end)
    ]
    printed = [
        _Token(word.group(), tuple((number, at) for at in range(word.start(), word.end())))
        for number, line in enumerate(lines)
        for word in _WORD.finditer(line.text)
    ]
    found: dict[int, Place] = {}
    told, printed = _in_order(told, printed, found, least=1)
    while told and printed:
        before = len(told)
        told, printed = _in_order(told, printed, found, least=MOVED)
        if len(told) == before:
            break
    return found


def _in_order(
    told: list[_Token], printed: list[_Token], found: dict[int, Place], least: int
) -> tuple[list[_Token], list[_Token]]:
    """Places the words that follow one another in both, and gives those that are left of each."""
    matcher = SequenceMatcher(None, [one.text for one in told], [one.text for one in printed], autojunk=False)
    rest: tuple[list[_Token], list[_Token]] = [], []
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal" and b - a >= least:
            for one, other in zip(told[a:b], printed[c:d], strict=True):
                found.update(zip(one.places, other.places, strict=True))  # type: ignore[arg-type]
            continue
        if kind == "replace" and least == 1 and _place_letters(told[a:b], printed[c:d], found):
            continue
        rest[0].extend(told[a:b])
        rest[1].extend(printed[c:d])
    return rest


def _place_letters(told: Sequence[_Token], printed: Sequence[_Token], found: dict[int, Place]) -> bool:
    """Places words that are cut or hyphened otherwise, letter by letter; False where they are others."""
    here, there = ("".join(one.text for one in words) for words in (told, printed))
    if len(here) * len(there) > LONGEST_GAP:
        return False
    at = [place for one in told for place in one.places]
    to = [place for one in printed for place in one.places]
    blocks = SequenceMatcher(None, here, there, autojunk=False).get_matching_blocks()
    if 2 * sum(block.size for block in blocks) < len(here):
        return False
    for block in blocks:
        pairs = zip(at[block.a : block.a + block.size], to[block.b : block.b + block.size], strict=True)
        found.update(pairs)  # type: ignore[arg-type]
    return True
