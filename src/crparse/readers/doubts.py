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

STAMP = 400
"""Characters under which the text on a scanned page may be a stamp or a signature laid over it."""

STAMPED = 0.25
"""Share of the page that such text covers at most."""

UNSURE = 75.0
"""Mean confidence of text recognition under which a reader is warned."""


def find_doubts(found: PageGlyphs, drawings: Drawings) -> Iterator[tuple[str, str]]:
    """Code and message of each doubt about a page's text."""
    count = sum(not g.char.isspace() for g in found.glyphs)
    if count < FEW and drawings.pictured > PICTURED:
        yield "no_text_layer", "There is no text, only pictures: what they show is missing."
        return
    hidden = sum(not g.face.visible for g in found.glyphs)
    if drawings.pictured >= SCANNED and hidden > 0.5 * len(found.glyphs):
        yield "ocr_layer", "The text was recognised from a scan and may hold errors."
    if (found.unmapped >= STRAY and _share_unmapped(found) > DOUBTFUL) or is_unreadable(found):
        yield "garbled_text", "Letters cannot be told or are mixed up: the PDF does not say which they are."
    if found.rotated > max(2 * FEW, 0.02 * count):
        yield "rotated_text", f"{found.rotated} characters run in another direction and were left out."


def is_unreadable(found: PageGlyphs) -> bool:
    """Whether the text of a page is of no use."""
    return _share_unmapped(found) > UNREADABLE or _vowels_off(found.glyphs) or _is_without_words(found.glyphs)


def needs_recognition(found: PageGlyphs, drawings: Drawings) -> bool:
    """Whether what a page says has to be read from its picture: no text, text of no use, a mere stamp."""
    count = sum(not g.char.isspace() for g in found.glyphs)
    if count < FEW:
        return drawings.pictured >= WHOLE
    return is_unreadable(found) or (drawings.pictured >= WHOLE and _is_stamp(found, count))


def _is_stamp(found: PageGlyphs, count: int) -> bool:
    """Whether all text stands in a corner or along an edge of the page."""
    inked = [g for g in found.glyphs if not g.char.isspace()]
    wide = max(g.x1 for g in inked) - min(g.x0 for g in inked)
    high = max(g.bottom for g in inked) - min(g.top for g in inked)
    return count < STAMP and wide * high < STAMPED * found.width * found.height


def find_doubts_recognised(found: PageGlyphs, confidence: float) -> Iterator[tuple[str, str]]:
    """Code and message of each doubt about text that was recognised."""
    if sum(not g.char.isspace() for g in found.glyphs) < FEW:
        yield "no_text_layer", "There is no text, only pictures, and none was recognised in them."
        return
    if is_unreadable(found):
        yield "garbled_text", "What was recognised on the page is no French: it is left out."
        return
    yield "recognised", "The page was scanned: its text was recognised (OCR) and may hold errors."
    if confidence < UNSURE:
        yield (
            "unsure_recognition",
            f"Recognition was unsure of its words ({confidence:.0f} of 100): compare the scan.",
        )


def _share_unmapped(found: PageGlyphs) -> float:
    return found.unmapped / max(1, len(found.glyphs))


def _is_without_words(glyphs: Sequence[Glyph]) -> bool:
    """Whether signs are all that a page holds; dots that lead to a number or to a signature count once."""
    signs = [char for char, _ in groupby(g.char for g in glyphs if not g.char.isspace())]
    return len(signs) >= SIGNS and sum(map(str.isalnum, signs)) < LEGIBLE * len(signs)


def _vowels_off(glyphs: Sequence[Glyph]) -> bool:
    letters = [g.char.lower() for g in glyphs if g.char.isascii() and g.char.isalpha()]
    if len(letters) < ENOUGH:
        return False
    share = sum(letter in "aeiouy" for letter in letters) / len(letters)
    return not VOWELS[0] <= share <= VOWELS[1]
