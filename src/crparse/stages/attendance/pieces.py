"""Bullets and boxes before a line."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, cached_property

from crparse import lexicon
from crparse.language.persons import Basis, PersonName, parse_name
from crparse.record import Status
from crparse.stages.attendance.heads import head_name, joined_civilities
from crparse.text import fold

_GLYPHS = "•▪◦●■▸►➢❖\uf000-\uf0ff"
_BULLET = re.compile(rf"\s*(?:[{_GLYPHS}□➤✓✔§·∙*+–—>-]\s*|o\s|\d{{1,2}}[.)]\s+)+(?=\S)")
_CHECKED = re.compile(r"\s*(?:[-•*]\s*)?(?:(?P<yes>☒|☑|✓|✔|✅|\[[xX✓]\])|(?P<no>☐|❌|✗|✘|\[\s?\]))\s*")

INNER = f"[{_GLYPHS}]"
"""Bullets that part people within a line as well."""


def strip_bullet(text: str, start: int, end: int) -> tuple[int, Status | None]:
    """Past the bullet or box, and the status that a box gives."""
    checked = _CHECKED.match(text, start, end)
    if checked:
        return checked.end(), "present" if checked["yes"] else "absent"
    bullet = _BULLET.match(text, start, end)
    if not bullet:
        return start, None
    after = _CHECKED.match(text, bullet.end(), end)
    if after:
        return after.end(), "present" if after["yes"] else "absent"
    return bullet.end(), None


_WHITE = re.compile(r"\s*")
_DASHES = ("-", "–", "—", "*")
_SLASHES = ("/", "+")
_LEAST_STARS = 3
"""Asterisks in a line from which on they are bullets."""


@dataclass(frozen=True, slots=True)
class ListPiece:
    """A part of a list between separators, with the separator before it."""

    start: int
    end: int
    separator: str


@cache
def _separator() -> re.Pattern[str]:
    """What may part people, in folded text."""
    joints, of = lexicon.source("attendance", "joints.and"), lexicon.source("attendance", "joints.and_of")
    return re.compile(
        rf"[()\[\]]|;|,|\t|\n|\s{joints}\s(?:{of})?"
        rf"|\s[+/–—*-](?=\s)|\s-(?=\w)|{INNER}|$"
    )


class ListText:
    """A text that may list people: its parts and the names they begin with, each read once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._pieces: dict[tuple[int, int], list[ListPiece]] = {}
        self._wholes: dict[ListPiece, tuple[int, int]] = {}
        self._heads: dict[tuple[int, int], PersonName | None] = {}

    @cached_property
    def folded(self) -> str:
        """The folded text."""
        return fold(self.text)

    @cached_property
    def starred(self) -> bool:
        """Whether its asterisks are bullets."""
        return self.text.count(" * ") >= _LEAST_STARS

    def pieces(self, start: int = 0, end: int | None = None) -> list[ListPiece]:
        """The parts between commas, tabs, bullets and "et", outside brackets, one civility each."""
        stretch = start, len(self.text) if end is None else end
        if stretch not in self._pieces:
            self._pieces[stretch] = _split(self, *stretch)
        return self._pieces[stretch]

    def whole(self, piece: ListPiece) -> tuple[int, int]:
        """The piece without white space, bullet and closing stop."""
        if piece not in self._wholes:
            self._wholes[piece] = _whole(piece, self.text)
        return self._wholes[piece]

    def head(self, piece: ListPiece) -> PersonName | None:
        """The name that a part begins with."""
        whole = self.whole(piece)
        if whole not in self._heads:
            self._heads[whole] = head_name(self.text, *whole)
        return self._heads[whole]

    def strength(self, piece: ListPiece) -> int:
        """How surely a part begins with a person: 0 not, 1 capitals, 2 first name or initials, 3 whole."""
        head = self.head(piece)
        if head is None:
            return 0
        acronym = head.basis is Basis.CAPITALS and any(w.isupper() and len(w) < 4 for w in head.text.split())
        both = head.surname and head.given and head.basis >= Basis.CAPITALS and not acronym
        if head.basis is Basis.CIVILITY or both:
            return 3
        # "J.-P. Boissard": no body begins with initials and a full stop.
        initials = bool(head.surname and head.given and head.given.endswith("."))
        return 2 if initials or head.basis >= Basis.FIRST_NAME else 1

    def begins_with_person(self, least: int = 1) -> bool:
        """Whether it begins with a person, as sure as `least` (see `strength`)."""
        pieces = self.pieces()
        return bool(pieces) and self.strength(pieces[0]) >= least


def _split(listing: ListText, start: int, end: int) -> list[ListPiece]:
    text = listing.text
    found: list[ListPiece] = []
    depth, begin, separator = 0, start, ""
    balanced = text.count("(", start, end) == text.count(")", start, end)
    for match in _separator().finditer(listing.folded, start, end):
        sign = match.group()
        following = text[match.end() : match.end() + 1]
        if sign == " -" and not (following.isupper() or following.isspace()):
            continue
        if sign and sign in "()[]":
            depth = max(0, depth + (1 if sign in "([" else -1)) if balanced else 0
            continue
        if depth and sign:
            continue
        found.extend(_at_civilities(listing, begin, match.start(), separator))
        begin, separator = match.end(), sign.strip() or sign
    return _rejoined(listing, [piece for piece in found if text[piece.start : piece.end].strip()])


def _rejoined(listing: ListText, pieces: list[ListPiece]) -> list[ListPiece]:
    """The parts, those that "et" joins inside a remark or a couple made one again."""
    found: list[ListPiece] = []
    for piece in pieces:
        if found and not _parts_people(listing, found[-1], piece):
            found[-1] = replace(found[-1], end=piece.end)
            continue
        found.append(piece)
    return found


def _parts_people(listing: ListText, before: ListPiece, piece: ListPiece) -> bool:
    """Whether a separator stands between two people, not inside a remark or a couple."""
    joined = lexicon.cues("attendance", "joints.and").match(piece.separator) is not None
    if not joined and piece.separator not in (*_DASHES, *_SLASHES):
        return True
    if piece.separator == "*" and listing.starred:
        return True
    text = listing.text
    start = _WHITE.match(text, before.start).end()  # type: ignore[union-attr]
    if joined and joined_civilities().match(listing.folded, start, piece.end):
        return False
    level = listing.strength(piece)
    if piece.separator in _DASHES:
        return level == 3
    return level >= 2 or (
        level == 1 and joined and parse_name(text[before.start : before.end].strip()) is not None
    )


@cache
def _civility_ahead() -> re.Pattern[str]:
    """White space before a civility with its capital, which the folded text does not show."""
    return re.compile(rf"(?<!\s)\s+(?={lexicon.source('attendance', 'joints.before_name')}[\s.])")


def _at_civilities(listing: ListText, start: int, end: int, separator: str) -> Iterator[ListPiece]:
    """A part cut before each civility that follows a whole name: "Mme Roux M. Petit"."""
    begin = start
    for match in _civility_ahead().finditer(listing.folded[start:end]):
        opens = listing.text[start + match.end()].isupper()
        if opens and parse_name(listing.text[begin : start + match.start()]):
            yield ListPiece(begin, start + match.start(), separator)
            begin, separator = start + match.end(), ","
    yield ListPiece(begin, end, separator)


def _whole(piece: ListPiece, text: str) -> tuple[int, int]:
    start, _ = strip_bullet(text, piece.start, piece.end)
    printed = text[start : piece.end]
    start += len(printed) - len(printed.lstrip(" \t\n\xa0.*_@:"))
    company = lexicon.cues("attendance", "joints.with").match(fold(text[start : piece.end]))
    start += company.end() if company else 0
    printed = text[start : piece.end].rstrip(" \t\n\xa0:_")
    if printed.endswith(".") and not re.search(r"\b[A-Z]\.$", printed):
        printed = printed.rstrip(" .")
    return start, start + len(printed)


def begins_with_person(text: str, least: int = 1) -> bool:
    """Whether a text begins with a person, as sure as `least` (see `ListText.strength`)."""
    return ListText(text).begins_with_person(least)
