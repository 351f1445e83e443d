"""People in one line or paragraph of an attendance list, with what is printed beside each."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache

from crparse import lexicon
from crparse.language.persons import Basis, is_plural, split_civility
from crparse.record import Status
from crparse.stages.attendance.beside import (
    Affiliation,
    names_a_body,
    public_bodies,
    read_remark,
    starts_with_role,
)
from crparse.stages.attendance.heads import couple, split_at_first_names
from crparse.stages.attendance.pieces import INNER, ListPiece, ListText, begins_with_person, strip_bullet
from crparse.text import fold, squeeze

_ACRONYM = 3
"""Letters of most acronyms: a longer word in capitals can be a surname."""
_MAX_BODY = 500
"""Characters of a body that goes on after a comma; a longer one is a sentence that does not end."""
_MAX_REMARK = 80
"""A longer remark is text, unless it begins as a body or a function does."""


@dataclass(slots=True)
class ListEntry:
    """Someone listed: `start` and `end` of the name count characters of the document."""

    start: int
    end: int
    name: str
    basis: Basis
    civility: str | None = None
    """Canonical, where one stands before a surname alone, and before no other."""
    organisation: str | None = None
    roles: list[str] = field(default_factory=list)
    status: Status | None = None
    """None: that of the list."""
    proxy: str | None = None
    givers: list[tuple[int, int]] = field(default_factory=list)
    late: bool = False
    nickname: bool = False
    """A pseudonym stands in brackets beside the name."""
    starred: bool = False
    remark_end: int = 0
    """Where what stands beside the name ends."""


@dataclass(frozen=True, slots=True)
class ListStyle:
    """How the list at hand is written, told by all its parts."""

    names_only: bool = False
    """Commas part people, not a person from a body."""
    second_is_role: bool = False


PLAIN = ListStyle()
"""Nothing is known of the list."""


def read_style(listing: ListText, stretches: Iterable[tuple[int, int]]) -> ListStyle:
    """Whether commas part people or a person from a body, told by the parts of all stretches."""
    people = weak = others = 0
    for start, end in stretches:
        surnames = False
        for index, piece in enumerate(listing.pieces(start, end)):
            level = listing.strength(piece)
            printed = listing.text[piece.start : piece.end].strip(" .")
            if index == 0:
                surnames = level == 3 and _is_surname(split_civility(printed)[1], printed)
                continue
            level = 2 if surnames and level == 1 and _is_surname(0, printed) else level
            people += level >= 2
            weak += level == 1
            others += level == 0
    total = people + weak + others
    mostly = people >= 0.5 * total or (people + weak >= 0.8 * total and people > 0.2 * total)
    return ListStyle(names_only=total > 0 and mostly)


def _is_surname(start: int, printed: str) -> bool:
    """Whether a word in capitals stands alone: "ROUX" of "M. ROUX, PETIT", no known acronym."""
    word = printed[start:]
    return word.isupper() and word.isalpha() and len(word) > _ACRONYM and fold(word) not in public_bodies()


def read_entries(
    listing: ListText, start: int = 0, end: int | None = None, style: ListStyle = PLAIN
) -> list[ListEntry]:
    """The people of one line, segment or cell, in order."""
    text = listing.text
    found: list[ListEntry] = []
    pieces = listing.pieces(start, end)
    levels = [listing.strength(piece) for piece in pieces]
    body_first = len(pieces) > 1 and levels[0] <= 1 and 3 in levels[1:]
    body_first = body_first and (not style.names_only or names_a_body(text[pieces[0].start : pieces[0].end]))
    lead: ListPiece | None = None
    plural = False
    for index, (piece, level) in enumerate(zip(pieces, levels, strict=True)):
        plural = _plural(text, piece, plural)
        if index == 0 and body_first and (level == 0 or levels.count(3) == len(levels) - 1):
            lead = piece
            continue
        if _is_person(piece, level, found, style, text) or (plural and level > 0):
            found.extend(_entries_of(listing, piece, style))
        elif level == 0 and (inside := _bracket_of_people(listing, piece)):
            found.extend(_of_body(listing, piece, inside, style))
        elif found and (level or not _is_clause(text[piece.start : piece.end])):
            _extend(text, found[-1], piece, style)
        elif found:
            break
    if lead is not None:
        _lead_body(text, lead, found, style)
    return found


def _is_person(piece: ListPiece, level: int, found: list[ListEntry], style: ListStyle, text: str) -> bool:
    if level == 0:
        return False
    starred = piece.separator == "*"
    if (
        not found
        or level == 3
        or piece.separator in (";", "\n")
        or re.match(INNER, piece.separator)
        or starred
    ):
        return True
    joined = lexicon.cues("attendance", "joints.and").fullmatch(piece.separator)
    if joined and level == 2 and " " not in found[-1].name:
        return True
    capitals = text[piece.start : piece.end].strip().isupper() and not found[-1].name.isupper()
    return style.names_only and not capitals


def _bracket_of_people(listing: ListText, piece: ListPiece) -> tuple[int, int] | None:
    """Where people stand in brackets after their body: "Équipe projet (Odile Ferrandin, Paul Costey)"."""
    text = listing.text
    opening, closing = text.find("(", piece.start, piece.end), text.rfind(")", piece.start, piece.end)
    if opening <= piece.start or closing < opening or text[closing + 1 : piece.end].strip(" .;"):
        return None
    parts = listing.pieces(opening + 1, closing)
    return (opening + 1, closing) if parts and listing.strength(parts[0]) == 3 else None


def _of_body(
    listing: ListText, piece: ListPiece, inside: tuple[int, int], style: ListStyle
) -> list[ListEntry]:
    found = read_entries(listing, *inside, style)
    _lead_body(listing.text, replace(piece, end=inside[0] - 1), found, style)
    return found


def _is_clause(printed: str) -> bool:
    """Whether the text after a comma is a sentence rather than a body or function."""
    return len(printed) > _MAX_REMARK and not starts_with_role(printed) and not names_a_body(printed)


def _plural(text: str, piece: ListPiece, before: bool) -> bool:
    """Whether "Mesdames", "MM." holds for a piece: until another civility."""
    printed = text[piece.start : piece.end]
    if split_civility(printed)[0] is None:
        return before
    return is_plural(printed)


def _entries_of(listing: ListText, piece: ListPiece, style: ListStyle) -> Iterator[ListEntry]:
    text, (start, end) = listing.text, listing.whole(piece)
    name = listing.head(piece)
    assert name is not None
    pair = couple().match(listing.folded, start, end)
    _, status = strip_bullet(text, piece.start, piece.end)
    spans = split_at_first_names(text, name.start, name.end)
    for index, (name_start, name_end) in enumerate(spans):
        printed = squeeze(text[name_start:name_end])
        civility = None if index or pair or name.given or is_plural(text[start:end]) else name.civility
        entry = ListEntry(
            name_start, name_end, printed, name.basis, civility, status=status, remark_end=name_end
        )
        if index == len(spans) - 1:
            entry.starred = text[name_end:end].lstrip().startswith("*")
            begin = end - len(text[name_end:end].lstrip("* "))
            begin += _initials_end(text[begin:end], printed)
            _apply(entry, read_remark(text[begin:end], second_is_role=style.second_is_role), begin)
            entry.remark_end = end
        yield entry
        if pair:
            yield replace(entry, roles=list(entry.roles), givers=[])


def _initials_end(rest: str, name: str) -> int:
    """Past the initials by which the text calls the person: "Odile Ferrandin (OF)"."""
    match = re.match(r"\(\s*([A-ZÀ-Ý]{2,4})\s*\)\s*", rest)
    return match.end() if match and are_initials(match.group(1), name) else 0


def are_initials(letters: str, name: str) -> bool:
    """Whether the letters begin the words of a name, in any order."""
    return len(letters) < 5 and sorted(fold(letters)) == sorted(re.findall(r"\b\w", fold(name)))


def _apply(entry: ListEntry, remark: Affiliation, offset: int) -> None:
    entry.organisation = remark.organisation or entry.organisation
    entry.roles.extend(role for role in remark.roles if role not in entry.roles)
    entry.status = remark.status or entry.status
    entry.proxy = remark.proxy or entry.proxy
    entry.late = entry.late or remark.late
    entry.nickname = entry.nickname or remark.nickname
    entry.givers.extend((offset + start, offset + end) for start, end in remark.givers)


def _extend(text: str, entry: ListEntry, piece: ListPiece, style: ListStyle) -> None:
    """What follows a person after a comma joins what was printed beside the name."""
    remark = read_remark(text[piece.start : piece.end], second_is_role=style.second_is_role)
    body, between = entry.organisation, text[entry.remark_end : piece.start]
    if body and remark.organisation:
        goes_on = re.fullmatch(
            r"[,\s]*", lexicon.cues("attendance", "joints.and").pattern.sub("", fold(between))
        )
        printed = text[piece.start : piece.end].rstrip(" .,;")
        grows = goes_on and len(body) < _MAX_BODY
        remark.organisation = squeeze(f"{body}{between}{printed}") if grows else body
    _apply(entry, remark, piece.start)
    entry.remark_end = piece.end


def _lead_body(text: str, piece: ListPiece, found: list[ListEntry], style: ListStyle) -> None:
    remark = read_remark(text[piece.start : piece.end])
    for entry in found:
        entry.organisation = entry.organisation or remark.organisation
        entry.roles.extend(remark.roles)


def is_nobody(text: str) -> bool:
    """ "Néant", "Aucun": the list is empty."""
    return lexicon.cues("attendance", "marks.nobody").fullmatch(fold(text).strip(" .:")) is not None


def civility_only(text: str) -> bool:
    """ "Mesdames, Messieurs" without names."""
    words = re.findall(r"\w+", lexicon.cues("attendance", "joints.and").pattern.sub("", fold(text)))
    return all(split_civility(f"{word.capitalize()} X")[0] for word in words)


_MAX_NAME = 90


@cache
def _represented() -> re.Pattern[str]:
    # a short run before it, else a long row of signs is tried from each of them
    cue = lexicon.source("attendance", "marks.by_representative")
    return re.compile(rf"(?P<before>[\s,(–-]{{1,9}}){cue}\s+")


def body_and_representative(listing: ListText, start: int, end: int) -> tuple[tuple[int, int], int] | None:
    """((start, end) of a body, where its representative begins) in a part of a list, None if it has none."""
    text = listing.text
    match = _represented().search(listing.folded, start, end)
    if match is None:
        return None
    begin, _ = strip_bullet(text, start, end)
    article = lexicon.cues("attendance", "marks.body_article").match(text, begin)
    begin = article.end() if article else begin
    shares = re.search(r"\s*\([^()]*\d[^()]*\)$", text[begin : match.start()])
    stop = begin + shares.start() if shares else match.start()
    body = text[begin:stop]
    if lexicon.cues("attendance", "marks.sentence").search(listing.folded[begin:end]):
        return None
    if not 2 < len(body) < _MAX_NAME or not re.search(r"[A-ZÀ-Ý]", body):
        return None
    if begins_with_person(body, 2) and not names_a_body(body):
        return None
    return (begin, stop), match.end()


def read_representative(listing: ListText, start: int, end: int, style: ListStyle) -> list[ListEntry]:
    """The representatives named in a part of a list, from the body before them; none if it names none."""
    text = listing.text
    found = body_and_representative(listing, start, end)
    if found is None:
        return []
    body, begin = found
    pieces = listing.pieces(begin, end)
    first = next((index for index, piece in enumerate(pieces[:2]) if listing.strength(piece) >= 2), None)
    if first is None:
        return []
    entries = read_entries(listing, pieces[first].start, end, style)
    own = (
        lexicon.cues("attendance", "joints.possessive")
        .pattern.sub("", text[begin : pieces[first].start])
        .strip(" ,")
    )
    for entry in entries:
        entry.organisation = read_remark(text[slice(*body)]).organisation or squeeze(text[slice(*body)])
        if own and starts_with_role(own):
            entry.roles.insert(0, squeeze(own))
    return entries
