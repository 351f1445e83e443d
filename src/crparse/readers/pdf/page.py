"""One page: from what PDFium finds on it to pieces of text in reading order, with what could not be read."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby

import pypdfium2 as pdfium

from crparse.errors import ReadError
from crparse.lanes import Lanes
from crparse.readers.blocks.lists import struck_caveats
from crparse.readers.pdf.annotations import OpenPage, PageDoubt, in_place
from crparse.readers.pdf.layers import Layers, layer_of
from crparse.readers.printed.drawings import Drawings, mark_struck, read_drawings
from crparse.readers.printed.glyphs import UPRIGHT, PageGlyphs, Turn, read_glyphs
from crparse.readers.printed.lines import Segment
from crparse.readers.printed.reading_order import PagePiece, find_pieces, lines_of
from crparse.readers.printed.upright import UprightLine, upright_lines
from crparse.readers.scan import Recognised, recognise
from crparse.readers.scan.tesseract import CHECK, find_tesseract, missing_part
from crparse.source import Caveat
from crparse.wording import Message, joined


@dataclass(frozen=True, slots=True)
class PageContent:
    """A page as read: pieces in reading order."""

    number: int
    width: float
    height: float
    pieces: list[PagePiece]
    caveats: list[Caveat]
    confidence: float | None = None
    """Of the recognition that read it, 0-100; None for a page with text of its own."""
    untried: bool = False
    """It has no text but stamps, and pictures in which no text was looked for."""
    layered: bool = False
    """Its text is what another program has recognised in its picture."""
    turn: Turn = UPRIGHT
    """From the page as it is shown to the page on which its lines stand so."""

    @property
    def lines(self) -> list[Segment]:
        """Its lines, piece by piece."""
        return lines_of(self.pieces)


Finish = Callable[[], PageContent]
"""Finishes a page that may be closed by now."""


def read_page(
    opened: OpenPage, number: int, layers: Layers, lanes: Lanes, *, pictured: bool = False
) -> Finish:
    """Begins with the text of a page in reading order; `pictured`: read from what its pictures show.

    A page whose text is recognised waits for that when it is finished, any other is done.
    """
    page = opened.page
    found = read_glyphs(page, shown=lambda item: not layers.is_off(layer_of(item)))
    if opened.own is not None:
        found = replace(found, glyphs=in_place(found.glyphs, opened.own))
    drawings = read_drawings(page, found)
    more, layered = _shows_more(found, drawings), _has_layer(found, drawings)
    if _needs_recognition(found, drawings) or (pictured and (more or layered)):
        scan = _begin_scan(page, number, found, drawings, lanes)
        return lambda: _finished(scan(), opened)
    content = _content(number, found, drawings, _doubts(found, drawings))
    content = _finished(replace(content, untried=more, layered=layered), opened)
    return lambda: content


def _finished(content: PageContent, opened: OpenPage) -> PageContent:
    """A page with what is not read of it."""
    number = content.number
    content.caveats.extend(Caveat(code, message, number) for code, message in opened.unread)
    return content


def _content(
    number: int,
    found: PageGlyphs,
    drawings: Drawings,
    doubts: Iterable[PageDoubt],
    confidence: float | None = None,
) -> PageContent:
    """The page with the pieces of its text; without them where the text is of no use."""
    caveats = [Caveat(code, message, number) for code, message in doubts]
    width, height = found.width, found.height
    visible = [glyph for glyph in found.glyphs if glyph.face.visible]
    # What a reader of the page sees, or what recognition laid over its picture.
    shown = found.glyphs if drawings.pictured >= SCANNED or not visible else visible
    # Where recognised letters stand is known too roughly to tell a line under them from one through them.
    struck = struck_caveats(mark_struck(shown, drawings.rules) if confidence is None else 0)
    caveats += (replace(caveat, page=number) for caveat in struck)
    pieces = [] if _is_unreadable(found) else find_pieces(shown, drawings, width, height, _upright(found))
    sure = confidence if pieces else None
    return PageContent(number, width, height, pieces, caveats, sure, turn=found.turn)


def _upright(found: PageGlyphs) -> list[UprightLine]:
    """The lines of a page that stand upright."""
    rising, falling = found.upright
    return [*upright_lines(rising, rising=True), *upright_lines(falling, rising=False)]


SCAN = Message("Its text has to be recognised from its picture.")

MORE, AS_MUCH = 2.0, 0.8
"""How many times the characters of the page's own text those recognised have to be to be believed (under
stamps they were sixteen times as many and more); and those of a text that was recognised before (0.98 and
more)."""

UNSURE = 75.0
"""Mean confidence of text recognition under which a reader is warned: good scans had 83 and more."""


def _begin_scan(
    page: pdfium.PdfPage, number: int, found: PageGlyphs, drawings: Drawings, lanes: Lanes
) -> Finish:
    """Begins to read a page from its picture; as it is where that cannot be done."""
    engine = find_tesseract()
    if engine is None:
        missing = missing_part()
        advice = missing.advice if missing else CHECK
        doubts = [*_doubts(found, drawings, tried=True), ("not_recognised", joined([SCAN, advice]))]
        return partial(_content, number, found, drawings, doubts)
    return partial(_read_scan, recognise(page, engine, lanes), number, found, drawings)


def _read_scan(
    recognition: Callable[[], Recognised], number: int, found: PageGlyphs, drawings: Drawings
) -> PageContent:
    """A page read from its picture; as it is where that failed or gave hardly more."""
    doubts = list(_doubts(found, drawings, tried=True))
    try:
        recognised = recognition()
    except ReadError as error:
        return _content(number, found, drawings, [*doubts, (error.code, error.told)])
    if not _is_believed(recognised, found, _has_layer(found, drawings)):
        return _content(number, found, drawings, doubts)
    new = _doubts_recognised(recognised.glyphs, recognised.confidence)
    return _content(number, recognised.glyphs, recognised.drawings, new, recognised.confidence)


def _is_believed(recognised: Recognised, found: PageGlyphs, layered: bool) -> bool:
    """Whether what was recognised takes the place of the page's own text."""
    if _is_unreadable(found):
        return True
    now, before = len(recognised.glyphs.inked), len(found.inked)
    if layered:
        return now >= AS_MUCH * before and recognised.confidence >= UNSURE
    return now >= MORE * before


SCANNED = 0.5
"""Share of the page that a picture covers from which hidden text is taken for a recognised scan: scans with a
layer covered from 0.52 on, other pictures up to 0.34."""

PICTURED = 0.1
"""Share of the page that a picture covers from which it may show text: on pages without text pictures covered
from 0.34 on; a logo of 5 by 3 cm covers 0.02."""

FEW = 10
"""Characters under which a page is taken to have no text, but a page number ("Page 3 / 8"): pages had none,
or 42 and more."""

DOUBTFUL, STRAY = 0.005, 3
"""Share of characters whose font does not name them, and their number, from which a reader is warned: where
only é is wanting, it is one letter in forty; bullets that a font does not name are two or three."""

UNREADABLE = 0.3
"""Share of such characters from which the text of a page is of no use: pages had up to 0.05 of them, or
nothing else."""

VOWELS = (0.3, 0.62)
"""Share of vowels among the letters of French, with room: outside it the letters are mapped wrongly. Pages of
minutes had 0.31 to 0.45, letters with accents left aside."""

ENOUGH = 300
"""Letters from which that share tells something: among so many chance moves it by 0.03."""

LEGIBLE, SIGNS = 0.5, 100
"""Share of letters and digits, among so many characters, under which a page says nothing; of minutes nine in
ten are, on the page with most signs 0.56."""

WHOLE = 0.7
"""Share of the page that pictures cover from which the page is a scan: scans covered from 0.84 on, other
pictures up to 0.52; letters and photographs that are shown on a page of minutes are no part of what the
minutes say."""

SIZEABLE = 0.25
"""Share of a page without text that one picture covers from which it is a scan: of a smaller sheet, or of one
whose margins were cut off."""

SHAPES, PAGE_OF_SHAPES = 300, 3000
"""Parts of shapes from which a page without text may show a dozen letters turned into shapes, and one with a
stamp a hundred of them, at 25 to 30 parts a letter."""

STAMP = 400
"""Characters under which the text on a scanned page may be stamps or signatures laid over it: these had up to
120, pages of text from 770 on."""

STAMPED, INKED = 0.25, 0.03
"""Share of the page that one such text covers at most (stamps 0.01), and that the type of several does
(0.005): what is shown on a picture, such as a slide's, is set larger and covers from 0.31, with 0.04."""


def _needs_recognition(found: PageGlyphs, drawings: Drawings) -> bool:
    """Whether what a page says has to be read from its picture: no text, text of no use, mere stamps."""
    if _is_bare(found):
        scanned = drawings.pictured >= WHOLE or drawings.one_picture >= SIZEABLE
        return scanned or drawings.drawn >= SHAPES
    covered = drawings.pictured >= WHOLE or drawings.drawn >= PAGE_OF_SHAPES
    return _is_unreadable(found) or (covered and _is_stamped(found))


def _shows_more(found: PageGlyphs, drawings: Drawings) -> bool:
    """Whether a page may show more text than it has: it has none, or but stamps and captions."""
    if _is_bare(found):
        return drawings.pictured > PICTURED or drawings.drawn >= SHAPES
    return drawings.one_picture >= SIZEABLE and _is_stamped(found)


def _has_layer(found: PageGlyphs, drawings: Drawings) -> bool:
    """Whether the text is what some program has recognised in the picture above it."""
    hidden = sum(not g.face.visible for g in found.glyphs)
    return drawings.pictured >= SCANNED and hidden > 0.5 * len(found.glyphs)


def _is_bare(found: PageGlyphs) -> bool:
    """Whether a page has no text of its own."""
    return len(found.inked) < FEW


def _is_stamped(found: PageGlyphs) -> bool:
    """Whether all text is that of stamps: little, and in one place, or seen in small type."""
    inked, page = found.inked, found.width * found.height
    wide = max(g.x1 for g in inked) - min(g.x0 for g in inked)
    # Letters reach down by a quarter of their size, and up by three quarters.
    high = max(g.base + 0.25 * g.face.size for g in inked) - min(g.base - 0.75 * g.face.size for g in inked)
    type_area = sum((g.x1 - g.x0) * g.face.size for g in inked)
    # What recognition laid under a page of few words is spread over it too, but hidden.
    small = type_area < INKED * page and all(g.face.visible for g in inked)
    return len(inked) < STAMP and (wide * high < STAMPED * page or small)


def _is_unreadable(found: PageGlyphs) -> bool:
    """Whether the text of a page is of no use: its letters are not named, are mixed up, or all but signs."""
    counts = Counter(g.char for g in found.glyphs).items()
    letters = [(char.lower(), count) for char, count in counts if char.isascii() and char.isalpha()]
    total = sum(count for _, count in letters)
    vowels = sum(count for letter, count in letters if letter in "aeiouy")
    mixed_up = total >= ENOUGH and not VOWELS[0] <= vowels / total <= VOWELS[1]
    # Dots that lead to a number or to a signature count once.
    signs = [char for char, _ in groupby(g.char for g in found.inked)]
    wordless = len(signs) >= SIGNS and sum(map(str.isalnum, signs)) < LEGIBLE * len(signs)
    return _share_unmapped(found) > UNREADABLE or mixed_up or wordless


def _share_unmapped(found: PageGlyphs) -> float:
    """Share of the characters whose font does not name them."""
    return found.unmapped / max(1, len(found.glyphs))


def _doubts(found: PageGlyphs, drawings: Drawings, *, tried: bool = False) -> Iterator[PageDoubt]:
    """Code and message of each doubt about a page's text; `tried` where its picture was read for more."""
    more = _shows_more(found, drawings)
    if more and _is_bare(found):
        yield (
            "no_text_layer",
            Message("There is no text, only pictures or drawings: what they show is missing."),
        )
        return
    if more and not tried:
        yield (
            "picture_not_read",
            Message("There is little text beside a large picture: what that shows is missing."),
        )
    if _has_layer(found, drawings):
        yield "ocr_layer", Message("The text was recognised from a scan and may hold errors.")
    if (found.unmapped >= STRAY and _share_unmapped(found) > DOUBTFUL) or _is_unreadable(found):
        yield (
            "garbled_text",
            Message("Letters cannot be told or are mixed up: the PDF does not say which they are."),
        )
    if found.rotated > max(2 * FEW, 0.02 * len(found.inked)):
        yield (
            "rotated_text",
            Message(
                "%(characters)s characters run in another direction and were left out.",
                characters=found.rotated,
            ),
        )


def _doubts_recognised(found: PageGlyphs, confidence: float) -> Iterator[PageDoubt]:
    """Code and message of each doubt about text that was recognised."""
    if _is_bare(found):
        yield (
            "no_text_layer",
            Message("There is no text, only pictures or drawings, and none was recognised in them."),
        )
        return
    if _is_unreadable(found):
        yield "garbled_text", Message("What was recognised on the page is no French: it is left out.")
        return
    yield (
        "recognised",
        Message("The text of the page was recognised (OCR) from its picture and may hold errors."),
    )
    if confidence < UNSURE:
        yield (
            "unsure_recognition",
            Message(
                "Recognition was unsure of its words (%(confidence)s of 100): compare the scan.",
                confidence=f"{confidence:.0f}",
            ),
        )
