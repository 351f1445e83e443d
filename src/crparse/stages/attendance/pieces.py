"""Bullets and boxes before a line."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from crparse import lexicon
from crparse.language.persons import Basis, parse_name
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


def split_pieces(text: str, start: int, end: int) -> list[ListPiece]:
    """The parts between commas, semicolons, tabs, bullets and "et", outside brackets, one civility each."""
    found: list[ListPiece] = []
    depth, begin, separator = 0, start, ""
    balanced = text.count("(", start, end) == text.count(")", start, end)
    for match in _separator().finditer(fold(text[:end]), start):
        sign = match.group()
        following = text[match.end() : match.end() + 1]
        if sign == " -" and not (following.isupper() or following.isspace()):
            continue
        if sign and sign in "()[]":
            depth = max(0, depth + (1 if sign in "([" else -1)) if balanced else 0
            continue
        if depth and sign:
            continue
        found.extend(_at_civilities(text, begin, match.start(), separator))
        begin, separator = match.end(), sign.strip() or sign
    return _rejoined(text, [piece for piece in found if text[piece.start : piece.end].strip()])


def _rejoined(text: str, pieces: list[ListPiece]) -> list[ListPiece]:
    """The parts, those that "et" joins inside a remark or a couple made one again."""
    found: list[ListPiece] = []
    for piece in pieces:
        if found and not _parts_people(text, found[-1], piece):
            found[-1] = replace(found[-1], end=piece.end)
            continue
        found.append(piece)
    return found


def _parts_people(text: str, before: ListPiece, piece: ListPiece) -> bool:
    """Whether a separator stands between two people, not inside a remark or a couple."""
    joined = lexicon.cues("attendance", "joints.and").match(piece.separator) is not None
    if not joined and piece.separator not in (*_DASHES, *_SLASHES):
        return True
    if piece.separator == "*" and text.count(" * ") >= _LEAST_STARS:
        return True
    printed = text[before.start : piece.end].lstrip()
    if joined and joined_civilities().match(fold(printed)):
        return False
    level = strength(piece, text)
    if piece.separator in _DASHES:
        return level == 3
    return level >= 2 or (
        level == 1 and joined and parse_name(text[before.start : before.end].strip()) is not None
    )


@cache
def _civility_ahead() -> re.Pattern[str]:
    """White space before a civility with its capital, which the folded text does not show."""
    return re.compile(rf"(?<!\s)\s+(?={lexicon.source('attendance', 'joints.before_name')}[\s.])")


def _at_civilities(text: str, start: int, end: int, separator: str) -> Iterator[ListPiece]:
    """A part cut before each civility that follows a whole name: "Mme Roux M. Petit"."""
    begin = start
    for match in _civility_ahead().finditer(fold(text[start:end])):
        opens = text[start + match.end()].isupper()
        if opens and parse_name(text[begin : start + match.start()]):
            yield ListPiece(begin, start + match.start(), separator)
            begin, separator = start + match.end(), ","
    yield ListPiece(begin, end, separator)


def whole(piece: ListPiece, text: str) -> tuple[int, int]:
    """The piece without white space, bullet and closing stop."""
    start, _ = strip_bullet(text, piece.start, piece.end)
    printed = text[start : piece.end]
    start += len(printed) - len(printed.lstrip(" \t\n\xa0.*_@:"))
    company = lexicon.cues("attendance", "joints.with").match(fold(text[start : piece.end]))
    start += company.end() if company else 0
    printed = text[start : piece.end].rstrip(" \t\n\xa0:_")
    if printed.endswith(".") and not re.search(r"\b[A-Z]\.$", printed):
        printed = printed.rstrip(" .")
    return start, start + len(printed)


def strength(piece: ListPiece, text: str) -> int:
    """How surely a part begins with a person: 0 not, 1 capitals, 2 first name or initials, 3 whole name."""
    head = head_name(text, *whole(piece, text))
    if head is None:
        return 0
    acronym = head.basis is Basis.CAPITALS and any(w.isupper() and len(w) < 4 for w in head.text.split())
    both = head.surname and head.given and head.basis >= Basis.CAPITALS and not acronym
    if head.basis is Basis.CIVILITY or both:
        return 3
    # "J.-P. Boissard": no body begins with initials and a full stop.
    initials = bool(head.surname and head.given and head.given.endswith("."))
    return 2 if initials or head.basis >= Basis.FIRST_NAME else 1


def begins_with_person(text: str, least: int = 1) -> bool:
    """Whether a text begins with a person, as sure as `least` (see `strength`)."""
    pieces = split_pieces(text, 0, len(text))
    return bool(pieces) and strength(pieces[0], text) >= least
