"""What a reader of the record should know about the text of a page: missing, recognised, garbled, turned."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from crparse.readers.glyphs import Glyph, PageGlyphs
from crparse.readers.rules import Drawings

SCANNED = 0.5
"""Share of the page that a picture covers from which hidden text is taken for a recognised scan."""

PICTURED = 0.1
"""Share of the page that a picture covers from which it may show text."""

FEW = 10
"""Characters under which a page is taken to have no text: a stamp, a page number."""

DOUBTFUL, STRAY = 0.005, 3
"""Share of characters whose font does not name them, and their number, from which a reader is warned: where
only é is wanting, it is one letter in forty."""

UNREADABLE = 0.3
"""Share of such characters from which the text of a page is of no use."""

VOWELS = (0.3, 0.62)
"""Share of vowels among the letters of French, with room: outside it the letters are mapped wrongly."""

ENOUGH = 300
"""Letters from which that share tells something."""

LEGIBLE, SIGNS = 0.5, 100
"""Share of letters and digits, among so many characters, under which a page says nothing; of minutes nine in
ten are."""

WHOLE = 0.7
"""Share of the page that pictures cover from which the page is a scan: letters and photographs that are shown
on a page of minutes are no part of what the minutes say."""

SIZEABLE = 0.25
"""Share of a page without text that one picture covers from which it is a scan: of a smaller sheet, or of one
whose margins were cut off."""

SHAPES, PAGE_OF_SHAPES = 300, 3000
"""Parts of shapes from which a page without text may show a dozen letters turned into shapes, and one with a
stamp a hundred of them."""

STAMP = 400
"""Characters under which the text on a scanned page may be stamps or signatures laid over it."""

STAMPED, INKED = 0.25, 0.03
"""Share of the page that one such text covers at most, and that the type of several does: what is shown on a
picture, such as a slide's, is set larger."""

UNSURE = 75.0
"""Mean confidence of text recognition under which a reader is warned."""


def find_doubts(found: PageGlyphs, drawings: Drawings, *, tried: bool = False) -> Iterator[tuple[str, str]]:
    """Code and message of each doubt about a page's text; `tried` where its picture was read for more."""
    more = shows_more(found, drawings)
    if more and _is_bare(found):
        yield "no_text_layer", "There is no text, only pictures or drawings: what they show is missing."
        return
    if more and not tried:
        yield "picture_not_read", "There is little text beside a large picture: what that shows is missing."
    if has_layer(found, drawings):
        yield "ocr_layer", "The text was recognised from a scan and may hold errors."
    if (found.unmapped >= STRAY and _share_unmapped(found) > DOUBTFUL) or is_unreadable(found):
        yield "garbled_text", "Letters cannot be told or are mixed up: the PDF does not say which they are."
    if found.rotated > max(2 * FEW, 0.02 * len(found.inked)):
        yield "rotated_text", f"{found.rotated} characters run in another direction and were left out."


def is_unreadable(found: PageGlyphs) -> bool:
    """Whether the text of a page is of no use."""
    return _share_unmapped(found) > UNREADABLE or _vowels_off(found.glyphs) or _is_without_words(found)


def shows_more(found: PageGlyphs, drawings: Drawings) -> bool:
    """Whether a page may show more text than it has: it has none, or but stamps and captions."""
    if _is_bare(found):
        return drawings.pictured > PICTURED or drawings.drawn >= SHAPES
    return drawings.one_picture >= SIZEABLE and _is_stamped(found)


def needs_recognition(found: PageGlyphs, drawings: Drawings) -> bool:
    """Whether what a page says has to be read from its picture: no text, text of no use, mere stamps."""
    if _is_bare(found):
        scanned = drawings.pictured >= WHOLE or drawings.one_picture >= SIZEABLE
        return scanned or drawings.drawn >= SHAPES
    covered = drawings.pictured >= WHOLE or drawings.drawn >= PAGE_OF_SHAPES
    return is_unreadable(found) or (covered and _is_stamped(found))


def has_layer(found: PageGlyphs, drawings: Drawings) -> bool:
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
    high = max(g.bottom for g in inked) - min(g.top for g in inked)
    type_area = sum((g.x1 - g.x0) * g.face.size for g in inked)
    # What recognition laid under a page of few words is spread over it too, but hidden.
    small = type_area < INKED * page and all(g.face.visible for g in inked)
    return len(inked) < STAMP and (wide * high < STAMPED * page or small)


def find_doubts_recognised(found: PageGlyphs, confidence: float) -> Iterator[tuple[str, str]]:
    """Code and message of each doubt about text that was recognised."""
    if _is_bare(found):
        yield "no_text_layer", "There is no text, only pictures or drawings, and none was recognised in them."
        return
    if is_unreadable(found):
        yield "garbled_text", "What was recognised on the page is no French: it is left out."
        return
    yield "recognised", "The text of the page was recognised (OCR) from its picture and may hold errors."
    if confidence < UNSURE:
        yield (
            "unsure_recognition",
            f"Recognition was unsure of its words ({confidence:.0f} of 100): compare the scan.",
        )


def _share_unmapped(found: PageGlyphs) -> float:
    return found.unmapped / max(1, len(found.glyphs))


def _is_without_words(found: PageGlyphs) -> bool:
    """Whether signs are all that a page holds; dots that lead to a number or to a signature count once."""
    signs = [char for char, _ in groupby(g.char for g in found.inked)]
    return len(signs) >= SIGNS and sum(map(str.isalnum, signs)) < LEGIBLE * len(signs)


def _vowels_off(glyphs: Sequence[Glyph]) -> bool:
    letters = [g.char.lower() for g in glyphs if g.char.isascii() and g.char.isalpha()]
    if len(letters) < ENOUGH:
        return False
    share = sum(letter in "aeiouy" for letter in letters) / len(letters)
    return not VOWELS[0] <= share <= VOWELS[1]
