"""The parts of a line that may list people, past its bullet, and the names that they begin with."""

import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache, cached_property

from crparse import lexicon
from crparse.language.persons import Basis, PersonName, is_civility, name_at, parse_name
from crparse.record import Status
from crparse.stages.attendance.beside import outside_brackets
from crparse.stages.attendance.heads import head_name
from crparse.text import Stretch, fold

_GLYPHS = "•▪◦●■▸►➢❖\uf000-\uf0ff"
# Takes "• " of "• Roux", "3. " of "3. Roux"; leaves "2024 ", "oui".
_BULLET = re.compile(rf"\s*(?:[{_GLYPHS}□➤✓✔§·∙*+–—>-]\s*|o\s|\d{{1,2}}[.)]\s+)+(?=\S)")
# Takes "☒ ", "- [ ] "; leaves "- Roux", "[12]".
_CHECKED = re.compile(r"\s*(?:[-•*]\s*)?(?:(?P<yes>☒|☑|✓|✔|✅|\[[xX✓]\])|(?P<no>☐|❌|✗|✘|\[\s?\]))\s*")

INNER = f"[{_GLYPHS}]"
"""Bullets that part people within a line as well."""


def strip_bullet(text: str, start: int = 0, end: int = sys.maxsize) -> tuple[int, Status | None]:
    """Past the bullet or box, and the status that a box gives."""
    bullet = _BULLET.match(text, start, end)
    begin = bullet.end() if bullet else start
    checked = _CHECKED.match(text, start, end) or _CHECKED.match(text, begin, end)
    if checked:
        return checked.end(), "present" if checked["yes"] else "absent"
    return begin, None


# Takes " " of " Roux", nothing of "Roux".
_WHITE = re.compile(r"\s*")
_DASHES = ("-", "–", "—", "*")
_SLASHES = ("/", "+")
_LEAST_STARS = 3
"""Asterisks in a line from which on they are bullets."""


@cache
def _separator() -> re.Pattern[str]:
    """What may part people, in folded text."""
    joints, of = lexicon.source("attendance", "joints.and"), lexicon.source("attendance", "joints.and_of")
    # Takes " et de " of "m. roux et de mme petit", ",", ". ", " -" of "roux - petit", not of "jean-luc".
    return re.compile(
        rf"[()\[\]]|;|,|\.\s+|\t|\n|\||\s{joints}\s(?:{of})?"
        rf"|\s[+/–—*-](?=\s)|\s-(?=\w)|{INNER}|$"
    )


@dataclass(frozen=True, eq=False)
class ListPiece:
    """A part of a list between separators, with the separator before it."""

    listing: "ListText"
    start: int
    end: int
    separator: str = ""

    @property
    def text(self) -> str:
        """As printed, with its bullet."""
        return self.listing.text[self.start : self.end]

    @cached_property
    def whole(self) -> Stretch:
        """Where it stands without white space, bullet and closing stop."""
        text = self.listing.text
        start, _ = strip_bullet(text, self.start, self.end)
        start = self.end - len(text[start : self.end].lstrip(" \t\n\xa0.*_@:"))
        company = lexicon.cues("attendance", "joints.with").match(self.listing.folded, start, self.end)
        start = company.end() if company else start
        printed = text[start : self.end].rstrip(" \t\n\xa0:_")
        # Takes "Petit É.", leaves "Petit.".
        if printed.endswith(".") and not re.search(r"\b[A-ZÀ-Ý]\.$", printed):
            printed = printed.rstrip(" .")
        return start, start + len(printed)

    @property
    def head(self) -> PersonName | None:
        """The name that it begins with."""
        return self.listing.head(self.whole)

    @cached_property
    def strength(self) -> int:
        """How surely it begins with a person: 0 not, 1 capitals, 2 first name or initials, 3 whole."""
        head = self.head
        if head is None:
            return 0
        acronym = head.basis is Basis.CAPITALS and any(w.isupper() and len(w) < 4 for w in head.text.split())
        both = head.surname and head.given and head.basis >= Basis.CAPITALS and not acronym
        if head.basis is Basis.CIVILITY or both:
            return 3
        # "J.-P. Boissard": no body begins with initials and a full stop.
        initials = bool(head.surname and head.given and head.given.endswith("."))
        return 2 if initials or head.basis >= Basis.FIRST_NAME else 1


class ListText:
    """A text that may list people: its parts and the names they begin with, each read once."""

    def __init__(self, text: str, start: int = 0) -> None:
        self.text = text
        self.start = start
        """Where it begins in the document."""
        self._pieces: dict[Stretch, list[ListPiece]] = {}
        self._heads: dict[Stretch, PersonName | None] = {}

    @property
    def end(self) -> int:
        """Where it ends in the document."""
        return self.start + len(self.text)

    @cached_property
    def folded(self) -> str:
        """The folded text."""
        return fold(self.text)

    @cached_property
    def starred(self) -> bool:
        """Whether its asterisks are bullets."""
        return self.text.count(" * ") >= _LEAST_STARS

    @cached_property
    def bullet(self) -> tuple[int, Status | None]:
        """Where its bullet or box ends, and the status that a box gives."""
        return strip_bullet(self.text)

    def pieces(self, start: int = 0, end: int | None = None) -> list[ListPiece]:
        """The parts between commas, tabs, bullets and "et", outside brackets, one civility each."""
        stretch = start, len(self.text) if end is None else end
        if stretch not in self._pieces:
            self._pieces[stretch] = _rejoined(p for p in _split(self, *stretch) if p.text.strip())
        return self._pieces[stretch]

    def head(self, stretch: Stretch) -> PersonName | None:
        """The name that a stretch begins with."""
        if stretch not in self._heads:
            self._heads[stretch] = head_name(self.text, *stretch)
        return self._heads[stretch]

    def begins_with_person(self, least: int = 1) -> bool:
        """Whether it begins with a person, as sure as `least` (see `ListPiece.strength`)."""
        pieces = self.pieces()
        return bool(pieces) and pieces[0].strength >= least


def is_unnamed(text: str) -> bool:
    """ "un représentant de la préfecture", "2 habitants": somebody whom the list does not name."""
    return lexicon.cues("attendance", "marks.unnamed").match(fold(text).strip(" .(")) is not None


def begins_with_person(text: str, least: int = 1) -> bool:
    """Whether a text begins with a person, as sure as `least` (see `ListPiece.strength`)."""
    return ListText(text).begins_with_person(least)


def _split(listing: ListText, start: int, end: int) -> Iterator[ListPiece]:
    """The parts that separators make, cut at a civility after a name as well: "Mme Roux M. Petit"."""
    text, separator = listing.text, ""
    next_civility = lexicon.cues("attendance", "joints.next_civility").pattern
    closed = text.count("(", start, end) == text.count(")", start, end)
    for match in outside_brackets(_separator(), listing.folded, start, end, closed=closed):
        after = text[match.end() : match.end() + 1]
        if match.group() == " -" and not (after.isupper() or after.isspace()):
            continue
        if match.group().startswith(".") and not _ends_sentence(text, match.start(), match.end()):
            continue
        for ahead in next_civility.finditer(listing.folded, start, match.start()):
            before, following = text[start : ahead.start()], name_at(text, ahead.end())
            if following and following.civility and parse_name(before) and not is_civility(before):
                yield ListPiece(listing, start, ahead.start(), separator)
                start, separator = ahead.end(), ","
        yield ListPiece(listing, start, match.start(), separator)
        start, separator = match.end(), match.group().strip() or match.group()


# The word or bracket before a stop: takes "Roux" of "M. Roux", ")" of "Roux (maire)"; leaves "M" of "Roux M".
_BEFORE_STOP = re.compile(r"(?:[^\W\d_]{4,}|\))$")


def _ends_sentence(text: str, stop: int, after: int) -> bool:
    """Whether a full stop ends a sentence before another about a person: "Roux. Anne Petit est absente"."""
    before = _BEFORE_STOP.search(text, max(0, stop - _LONGEST_WORD), stop)
    if before is None or fold(before.group()) in lexicon.table("organisations", "abbreviations"):
        return False
    name = name_at(text, after)
    if name is None or name.basis < Basis.FIRST_NAME or is_civility(before.group()):
        return False
    return " " in name.text or name.civility is not None


_LONGEST_WORD = 30
"""Characters before a stop in which its word is looked for."""


def _rejoined(pieces: Iterable[ListPiece]) -> list[ListPiece]:
    """The parts, those that "et" joins inside a remark or a couple made one again."""
    found: list[ListPiece] = []
    several = False
    for piece in pieces:
        if not found:
            plural = lexicon.cues("attendance", "joints.plural")
            several = plural.match(piece.listing.folded, piece.start) is not None
        if found and not _parts_people(found[-1], piece, several):
            found[-1] = replace(found[-1], end=piece.end)
        else:
            found.append(piece)
    return found


def _parts_people(before: ListPiece, piece: ListPiece, several: bool) -> bool:
    """Whether a separator stands between two people, not inside a remark or a couple.

    Where the civility of `several` leads, a dash parts them: "Mmes et MM. Roux - Petit - Morvaux".
    """
    listing = piece.listing
    start = _WHITE.match(listing.text, before.start).end()  # type: ignore[union-attr]
    civilities = lexicon.cues("attendance", "joints.civilities").match(listing.folded, start, piece.end)
    if civilities and civilities.end() > before.end:
        return False
    joined = lexicon.cues("attendance", "joints.and").match(piece.separator) is not None
    if not joined and piece.separator not in (*_DASHES, *_SLASHES):
        return True
    if piece.separator == "*" and listing.starred:
        return True
    if joined and is_unnamed(piece.text):
        return True
    if piece.separator in _DASHES:
        return piece.strength == 3 or (several and piece.strength > 0)
    return piece.strength >= 2 or (
        piece.strength == 1 and joined and parse_name(before.text.strip()) is not None
    )
