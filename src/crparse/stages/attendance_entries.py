"""People in one line or paragraph of an attendance list, with what is printed beside each."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from crparse.person_name import Basis, PersonName, first_names, is_plural, name_at, parse_name, split_civility
from crparse.record import Status
from crparse.stages.attendance_affiliation import (
    Affiliation,
    names_a_body,
    public_bodies,
    read_mark,
    read_remark,
    starts_with_role,
)
from crparse.stages.attendance_run_on import split_at_first_names
from crparse.stages.word_forms import cues
from crparse.text import fold, squeeze

_BULLET = re.compile(r"\s*(?:[•▪◦●■□▸►➢➤✓✔❖§·∙*+–—>-]\s*|o\s|[\uf000-\uf0ff]\s*|\d{1,2}[.)]\s+)+(?=\S)")
_CHECKED = re.compile(r"\s*(?:[-•*]\s*)?(?:(?P<yes>☒|☑|✓|✔|✅|\[[xX✓]\])|(?P<no>☐|❌|✗|✘|\[\s?\]))\s*")
_INNER_BULLET = re.compile(r"[•▪◦●■▸►➢❖\uf000-\uf0ff]|\s-(?=[A-ZÀ-Ý])")


_AND = ("et", "&", "+", "/", "ainsi que", "et de", "ainsi que de")
_DASHES = ("-", "–", "—", "*")
_COUPLE = re.compile(r"(?:M\.?|Mr|Monsieur|Mme|Madame)\s+(?:et|ou|&)\s+(?:M\.?|Mr|Monsieur|Mme|Madame)\s+")


_MAX_REMARK = 80
"""A longer remark is text, unless it begins as a body or a function does."""


@dataclass(slots=True)
class Entry:
    """Someone listed: `start` and `end` of the name count characters of the document."""

    start: int
    end: int
    name: str
    basis: Basis
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
class Piece:
    """A part of a list between separators, with the separator before it."""

    start: int
    end: int
    separator: str


@dataclass(frozen=True, slots=True)
class ListStyle:
    """How the list at hand is written, told by all its parts."""

    names_only: bool = False
    """Commas part people, not a person from a body."""
    second_is_role: bool = False


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


_SEPARATOR = re.compile(
    r"[()\[\]]|;|,|\t|\n|\s(?:et|&|ainsi que)\s(?:de\s)?|\s[+/–—*-]\s|\s-(?=[A-ZÀ-Ý])|[•▪◦●■▸►➢❖\uf000-\uf0ff]|$",
    re.IGNORECASE,
)


def split_pieces(text: str, start: int, end: int) -> list[Piece]:
    """The parts between commas, semicolons, tabs, bullets and "et", outside brackets, one civility each."""
    found: list[Piece] = []
    depth, begin, separator = 0, start, ""
    balanced = text.count("(", start, end) == text.count(")", start, end)
    for match in _SEPARATOR.finditer(text, start, end):
        sign = match.group()
        if sign and sign in "()[]":
            depth = max(0, depth + (1 if sign in "([" else -1)) if balanced else 0
            continue
        if depth and sign:
            continue
        found.extend(_at_civilities(text, begin, match.start(), separator))
        begin, separator = match.end(), sign.strip(" \xa0").lower() or sign
    return _rejoined(text, [piece for piece in found if text[piece.start : piece.end].strip()])


def _rejoined(text: str, pieces: list[Piece]) -> list[Piece]:
    """The parts, those that "et" joins inside a remark or a couple made one again."""
    found: list[Piece] = []
    for piece in pieces:
        if found and piece.separator in (*_AND, *_DASHES):
            before = text[found[-1].start : found[-1].end]
            level = strength(piece, text)
            couple = _COUPLE.match(text, found[-1].start + len(before) - len(before.lstrip()))
            listed = level >= 2 or (level == 1 and piece.separator != "/" and parse_name(before.strip()))
            if couple or not listed or (piece.separator in _DASHES and level < 3):
                found[-1] = replace(found[-1], end=piece.end)
                continue
        found.append(piece)
    return found


def _at_civilities(text: str, start: int, end: int, separator: str) -> Iterator[Piece]:
    """A part cut before each civility that follows a whole name: "Mme Roux M. Petit"."""
    begin = start
    for match in re.finditer(
        r"\s+(?=(?:M\.|Mme|Mlle|MM\.|Mr|Mmes|Monsieur|Madame|M\s[A-Z])[\s.A-Z])", text[start:end]
    ):
        if parse_name(text[begin : start + match.start()]):
            yield Piece(begin, start + match.start(), separator)
            begin, separator = start + match.end(), ","
    yield Piece(begin, end, separator)


def _whole(piece: Piece, text: str) -> tuple[int, int]:
    """The piece without white space, bullet and closing stop."""
    start, _ = strip_bullet(text, piece.start, piece.end)
    printed = text[start : piece.end]
    start += len(printed) - len(printed.lstrip(" \t\n\xa0.*_@:"))
    end = piece.end
    while end > start and (
        text[end - 1] in " \t\n\xa0:_" or (text[end - 1] == "." and not re.search(r"\b[A-Z]\.$", text[:end]))
    ):
        end -= 1
    return start, end


def strength(piece: Piece, text: str) -> int:
    """How surely the piece begins with a person: 0 not, 1 by its capitals alone, 2 a first name, 3 a whole name."""
    head = head_name(text, *_whole(piece, text))
    if head is None:
        return 0
    acronym = head.basis is Basis.CAPITALS and any(w.isupper() and len(w) < 4 for w in head.text.split())
    if head.basis is Basis.CIVILITY or (
        head.surname and head.given and head.basis >= Basis.CAPITALS and not acronym
    ):
        return 3
    return 2 if head.basis >= Basis.FIRST_NAME else 1


def begins_with_person(text: str, least: int = 1) -> bool:
    """Whether a text begins with a person, as sure as `least` (see `strength`)."""
    pieces = split_pieces(text, 0, len(text))
    return bool(pieces) and strength(pieces[0], text) >= least


def head_name(text: str, start: int, end: int) -> PersonName | None:
    """The name that a piece begins with, if what follows can stand beside a name."""
    couple = _COUPLE.match(text, start, end)
    start = couple.end() if couple else start
    printed = text[start:end]
    if start and text[start - 1] == "@":
        return _handle(printed, start)
    name = name_at(printed, 0) or _lower_case_name(printed)
    if name is None or starts_with_role(printed) or _is_phrase(name):
        return None
    name = _without_body(name)
    if (
        name.basis < Basis.CIVILITY
        and names_a_body(printed)
        and not (name.given and name.surname and name.basis >= Basis.FIRST_NAME)
    ):
        return None
    rest = printed[name.end :]
    if rest.strip(" *.") and not _may_follow(rest):
        shorter = _without_last(name)
        if shorter is None or not _may_follow(printed[shorter.end :]):
            return None
        name = shorter
    return replace(name, start=name.start + start, end=name.end + start)


def _handle(printed: str, start: int) -> PersonName | None:
    """A pseudonym written with @, up to a bracket."""
    match = re.match(r"[\w.-]+(?:\s[\w.-]+){0,2}(?=\s*(?:\(|$|[,:–-]\s))", printed)
    if match is None:
        return None
    return PersonName(start, start + match.end(), match.group(), None, match.group(), None, Basis.FIRST_NAME)


def _is_phrase(name: PersonName) -> bool:
    """ "La Balade des Livres": begins with an article and goes on like a title."""
    words = name.text.split()
    return name.civility is None and words[0] in ("La", "Les", "L'") and len(words) > 2 and not name.given


def _may_follow(rest: str) -> bool:
    """Whether the text after a name can be a remark on the person."""
    if re.match(r"\s*[(\[:,;/*|]|\s*[-–—→=]|\s+\d+$|\t|\n|\s+[A-ZÀ-Ý]{3,}\b", rest):
        return True
    words = rest.lstrip(" .*")
    if starts_with_role(words) or names_a_body(words) or read_mark(words, 0, len(words), Affiliation()):
        return True
    lead = re.match(r"(?:de|d'|du|pour|à|chez)\s+(?:la |le |l')?(?=\S)", words)
    return bool(lead and (names_a_body(words[lead.end() :]) or words[lead.end() : lead.end() + 1].isupper()))


def _lower_case_name(text: str) -> PersonName | None:
    """ "willy Konguem", "anne dupont": a name typed without capitals, told by a known first name."""
    match = re.match(r"(?:[^\W\d_]+(?:['’-][^\W\d_]+)*\s?){1,3}(?=$|\s?[(:,–-])", text)
    if not match or match.group().istitle():
        return None
    words = match.group().split()
    if not any(fold(word) in first_names() for word in words) or len(words[0]) < 3:
        return None
    titled = " ".join(word[:1].upper() + word[1:] for word in re.split(r"\s", match.group().rstrip()))
    name = parse_name(titled)
    return replace(name, text=text[name.start : name.end]) if name else None


def _without_body(name: PersonName) -> PersonName:
    """A name without the body or function that follows it: "Ivo Prutkov ADEME", "Ivo Prutkov Architecte"."""
    words = list(re.finditer(r"\S+", name.text))
    for index in range(2, len(words)):
        word, before = words[index].group(), [w.group() for w in words[:index]]
        capitals = word.isupper() and len(word) > 1 and not word.endswith(".")
        known = [w for w in before if fold(w) in first_names()]
        whole = 0 < len(known) < index and len(before[-1]) > 3 and not any(w.isupper() for w in before)
        acronym = capitals and (whole or fold(word) in public_bodies())
        if acronym or (known and not word.isupper() and starts_with_role(word)):
            end = words[index - 1].end()
            return replace(name, end=name.start + end, text=name.text[:end])
    return name


def _without_last(name: PersonName) -> PersonName | None:
    """A name without an acronym at its end, for "Anne Martin EPT 12"."""
    words = list(re.finditer(r"\S+", name.text))
    if len(words) < 3 or not words[-1].group().isupper() or words[-2].group().isupper():
        return None
    end = words[-2].end()
    return replace(name, end=name.start + end, text=name.text[:end])


def read_style(texts: Iterable[tuple[str, int, int]]) -> ListStyle:
    """Whether commas part people or a person from a body, told by the parts of all lines."""
    people = weak = others = 0
    for text, start, end in texts:
        for index, piece in enumerate(split_pieces(text, start, end)):
            level = strength(piece, text)
            if index == 0:
                continue
            people += level >= 2
            weak += level == 1
            others += level == 0
    total = people + weak + others
    return ListStyle(
        names_only=total > 0
        and (people >= 0.5 * total or ((people + weak) >= 0.8 * total and people > 0.2 * total))
    )


def read_entries(text: str, start: int, end: int, style: ListStyle) -> list[Entry]:
    """The people of one line, segment or cell, in order."""
    found: list[Entry] = []
    pieces = split_pieces(text, start, end)
    levels = [strength(piece, text) for piece in pieces]
    body_first = len(pieces) > 1 and levels[0] <= 1 and 3 in levels[1:]
    body_first = body_first and (not style.names_only or names_a_body(text[pieces[0].start : pieces[0].end]))
    lead: Piece | None = None
    plural = False
    for index, (piece, level) in enumerate(zip(pieces, levels, strict=True)):
        plural = _plural(text, piece, plural)
        if index == 0 and body_first and (level == 0 or levels.count(3) == len(levels) - 1):
            lead = piece
            continue
        if _is_person(piece, level, found, style, text) or (plural and level > 0):
            found.extend(_entries_of(text, piece, style))
        elif found and (level or not _is_clause(text[piece.start : piece.end])):
            _extend(text, found[-1], piece, style)
        elif found:
            break
    if lead is not None:
        _lead_body(text, lead, found, style)
    return found


def _is_person(piece: Piece, level: int, found: list[Entry], style: ListStyle, text: str) -> bool:
    if level == 0:
        return False
    if (
        not found
        or piece.separator in (";", "\n")
        or re.match(r"[•▪◦●■▸►➢❖\uf000-\uf0ff]", piece.separator or " ")
    ):
        return True
    if level == 3:
        return True
    if piece.separator in ("et", "&") and level == 2 and _single(found[-1].name):
        return True
    return style.names_only and not (
        text[piece.start : piece.end].strip().isupper() and not found[-1].name.isupper()
    )


def _is_clause(printed: str) -> bool:
    """Whether the text after a comma is a sentence rather than a body or function."""
    return len(printed) > _MAX_REMARK and not starts_with_role(printed) and not names_a_body(printed)


def _plural(text: str, piece: Piece, before: bool) -> bool:
    """Whether "Mesdames", "MM." holds for a piece: until another civility."""
    printed = text[piece.start : piece.end]
    if split_civility(printed)[0] is None:
        return before
    return is_plural(printed)


def _single(name: str) -> bool:
    return " " not in squeeze(name)


def _entries_of(text: str, piece: Piece, style: ListStyle) -> Iterator[Entry]:
    start, end = _whole(piece, text)
    name = head_name(text, start, end)
    assert name is not None
    couple = _COUPLE.match(text, start, end)
    _, status = strip_bullet(text, piece.start, piece.end)
    spans = split_at_first_names(text, name.start, name.end)
    for index, (name_start, name_end) in enumerate(spans):
        entry = Entry(
            name_start,
            name_end,
            squeeze(text[name_start:name_end]),
            name.basis,
            status=status,
            remark_end=name_end,
        )
        if index == len(spans) - 1:
            entry.starred = text[name_end:end].lstrip().startswith("*")
            begin = end - len(text[name_end:end].lstrip("* "))
            _apply(entry, read_remark(text[begin:end], second_is_role=style.second_is_role), begin)
            entry.remark_end = end
        yield entry
        if couple:
            yield replace(entry, roles=list(entry.roles), givers=[])


def _apply(entry: Entry, remark: Affiliation, offset: int) -> None:
    entry.organisation = remark.organisation or entry.organisation
    entry.roles.extend(role for role in remark.roles if role not in entry.roles)
    entry.status = remark.status or entry.status
    entry.proxy = remark.proxy or entry.proxy
    entry.late = entry.late or remark.late
    entry.nickname = entry.nickname or remark.nickname
    entry.givers.extend((offset + start, offset + end) for start, end in remark.givers)


def _extend(text: str, entry: Entry, piece: Piece, style: ListStyle) -> None:
    """What follows a person after a comma joins what was printed beside the name."""
    remark = read_remark(text[piece.start : piece.end], second_is_role=style.second_is_role)
    body = entry.organisation
    joined = (
        body
        and remark.organisation
        and re.fullmatch(r"[,\s]*(?:et\s|&\s)?", text[entry.remark_end : piece.start])
    )
    if joined:
        remark.organisation = (
            f"{body}{text[entry.remark_end : piece.start]}{text[piece.start : piece.end].rstrip(' .,;')}"
        )
    elif body and remark.organisation:
        remark.organisation = body
    _apply(entry, remark, piece.start)
    entry.remark_end = piece.end


def _lead_body(text: str, piece: Piece, found: list[Entry], style: ListStyle) -> None:
    remark = read_remark(text[piece.start : piece.end])
    for entry in found:
        entry.organisation = entry.organisation or remark.organisation
        entry.roles.extend(remark.roles)


def is_nobody(text: str) -> bool:
    """ "Néant", "Aucun": the list is empty."""
    return cues("attendance", "marks", "nobody").fullmatch(fold(text).strip(" .:")) is not None


def civility_only(text: str) -> bool:
    """ "Mesdames, Messieurs" without names."""
    words = re.split(r"[\s,:&]+|\bet\b", text.strip(" :,.;"))
    return all(not word or split_civility(word + " X")[0] for word in words)
