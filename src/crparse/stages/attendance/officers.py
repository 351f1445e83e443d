"""Who presides and who writes, named in a label, a sentence or a signature."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from crparse import lexicon
from crparse.language.persons import Basis, PersonName, find_names, name_at
from crparse.lexicon import Cues
from crparse.source import FURNITURE, SourceDocument
from crparse.stages.attendance.beside import read_remark, starts_with_role
from crparse.stages.attendance.entries import ListEntry, body_and_representative, read_entries
from crparse.stages.attendance.labels import Label, LabelKind, is_presiding
from crparse.stages.attendance.list_rows import read_row
from crparse.stages.attendance.pieces import ListText
from crparse.stages.attendance.region import Listed, Units
from crparse.stages.attendance.rows import AttendanceLine, CellGrid
from crparse.stages.attendance.tables import row_segments
from crparse.text import fold, name_words, squeeze

OPENING_SHARE = 0.25
"""Share of the text, from its start, in which a sentence may name someone whom no list has."""

CLOSING_SHARE = 0.1
"""The same from its end."""

NEAR_LISTS = 1500
"""Characters after the attendance lists in which the opening sentences stand."""


_MOST_OFFICERS = 3
_MOST_OFFICES = 8
"""Lines that a list of offices has at most above one of them."""


def read_officer(
    row: AttendanceLine, label: Label, following: Units, in_list: bool
) -> list[tuple[ListEntry, str]]:
    """(person, rule) of "Secrétaire de séance : Mme X", the name on the line or on the next."""
    named, offset = row, label.end
    if label.alone:
        unit = following[0] if following else None
        if not isinstance(unit, AttendanceLine) or unit.label is not None:
            return []
        named, offset = unit, 0
    entries = read_row(named, offset)
    if not 0 < len(entries) <= _MOST_OFFICERS or any(_beside_a_clause(entry) for entry in entries):
        return []
    if not label.alone and not in_list and entries[0].basis < Basis.CAPITALS and " " in entries[0].name:
        return []
    role = without_article(squeeze(label.text))
    for entry in entries:
        entry.roles.insert(0, role)
    return [(entry, "officer" if is_presiding(label) else "officer-known") for entry in entries]


def in_election(units: Units, position: int, label: Label) -> bool:
    """Whether an office is one that was voted on: with a tally, or in a list under "Sont élus :"."""
    row = units[position]
    if not lexicon.cues("attendance", "elections.office").fullmatch(fold(label.text)):
        return False
    if isinstance(row, AttendanceLine) and lexicon.cues("attendance", "elections.tally").search(
        fold(row.text)
    ):
        return True
    return under_election(units, position)


def under_election(units: Units, position: int) -> bool:
    """Whether a line stands in a list of offices under "Sont élus :", "Le bureau est composé de :"."""
    for unit in reversed(units[max(0, position - _MOST_OFFICES) : position]):
        if not isinstance(unit, AttendanceLine) or (
            unit.label is not None and unit.label.kind is LabelKind.LIST
        ):
            return False
        if lexicon.cues("attendance", "elections.lead").search(fold(unit.text)):
            return True
        if not re.match(r"[\W_]*[^:]{3,60}:", unit.text):
            return False
    return False


def without_article(function: str) -> str:
    """ "Le secrétaire" as "secrétaire"."""
    article = lexicon.cues("attendance", "joints.function_article").match(fold(function))
    return function[article.end() :].lstrip() if article else function


def _beside_a_clause(entry: ListEntry) -> bool:
    """Whether words with a verb stand beside the name, not a body."""
    body = (entry.organisation or "").split()
    return len(body) > 3 and body[0].islower()


@cache
def _wordings() -> tuple[tuple[str, str, Cues], ...]:
    """(role, side of the name on which the cues stand, the cues) of each kind of sentence."""
    names = [(*name.split(".")[:2], name) for name in lexicon.names("attendance", "closing")]
    return tuple((role, side, lexicon.cues("attendance", f"closing.{name}")) for role, side, name in names)


def find_officers(
    source: SourceDocument,
    lists_end: int,
    opening_share: float = OPENING_SHARE,
    closing_share: float = CLOSING_SHARE,
) -> list[Listed]:
    """Officers named in sentences; `lists_end` is where the attendance lists end.

    Those of an election in the text do not count: only "de séance" holds far from the lists.
    """
    found: list[Listed] = []
    length = len(source.text)
    for index, (start, end, block) in enumerate(source.spans()):
        if block.kind in FURNITURE:
            continue
        opening = end <= max(lists_end + NEAR_LISTS, length * opening_share)
        outer = opening or start >= length * (1 - closing_share)
        for name, role, printed, body in _named(block.text):
            if not opening and not (outer and lexicon.cues("attendance", "closing_far").find(printed)):
                continue
            entry = ListEntry(start + name.start, start + name.end, squeeze(name.text), name.basis)
            own = _role_beside(block.text, name.end)
            function = lexicon.table("attendance", "closing_roles")[role]
            entry.roles = [*([own] if own else []), function]
            entry.organisation = body
            rule = "officer" if name.basis >= Basis.FIRST_NAME and role != "notes" else "officer-known"
            office = "_".join(name_words(function))
            found.append(Listed(entry, "present", rule, -1 - index, f"sentence:{office}"))
    return found


def _named(text: str) -> Iterator[tuple[PersonName, str, str, str | None]]:
    """(name, role, the words that say so, the body the person stands for) of each sentence."""
    listing = ListText(text)
    folded = listing.folded
    names: list[PersonName] | None = None
    for role, side, cues in _wordings():
        if side == "before":
            for match in cues.finditer(folded):
                clause = re.compile(r"[^.;:\n]{0,120}").match(text, match.end())
                end = clause.end() if clause else match.end()
                found = body_and_representative(listing, match.end(), end)
                name = name_at(text, found[1] if found else match.end())
                if name is not None and (name.basis >= Basis.CAPITALS or name.surname):
                    yield name, role, match.group(), squeeze(text[slice(*found[0])]) if found else None
        elif cues.search(folded):
            names = find_names(text) if names is None else names
            for name in names:
                aside = re.match(r"\s*(?:\([^)]{1,40}\)|,[^,.;]{1,60},)?", folded[name.end :])
                offset = name.end + (aside.end() if aside else 0)
                match_after = cues.match(folded, offset) or cues.match(folded, name.end)
                if match_after:
                    clause_start = max(text.rfind(sign, 0, name.start - 4) for sign in ".;:\n") + 1
                    found = body_and_representative(listing, clause_start, name.end)
                    body = squeeze(text[slice(*found[0])]) if found else None
                    yield name, role, match_after.group(), body


def _role_beside(text: str, end: int) -> str | None:
    """The function printed after the name: ", maire," or "(vice-président)"."""
    match = re.match(r"\s*(?:,\s*(?P<plain>[^,.;:()\n]{3,60})|\((?P<bracket>[^()]{3,60})\))", text[end:])
    printed = (match["plain"] or match["bracket"]).strip() if match else ""
    if not printed or not starts_with_role(printed):
        return None
    roles = read_remark(printed).roles
    return roles[0] if roles else None


_MAX_LINE = 90
_CLOSING_UNITS = 20
"""Lines at the end among which a function may stand over the name that signs."""


def find_signatures(units: Sequence[AttendanceLine | CellGrid], listed: Sequence[Listed]) -> list[Listed]:
    """Lines that are a name and a function, outside the lists: "M. Paul Petit, trésorier"."""
    inside = {person.unit for person in listed}
    found: list[Listed] = []
    for position, unit in enumerate(units):
        if position in inside:
            continue
        lines = _cells(unit) if isinstance(unit, CellGrid) else [(unit.text, unit.start)]
        found.extend(
            Listed(entry, "present", "signature", position, "signature:function") for entry in _signed(lines)
        )
        if position >= len(units) - _CLOSING_UNITS:
            found.extend(
                Listed(entry, "present", "signature", position, "signature:function")
                for entry in _below_function(units, position)
            )
    return found


def _cells(grid: CellGrid) -> Iterator[tuple[str, int]]:
    """Each cell of a table, and name and function of a row in two cells."""
    for row in range(grid.rows):
        segments = row_segments(grid, row)
        if (
            len(segments) == 2
            and starts_with_role(segments[1].text)
            and not starts_with_role(segments[0].text)
        ):
            yield f"{segments[0].text}, {segments[1].text}", segments[0].start
            continue
        for segment in segments:
            yield segment.text, segment.start


def _signed(lines: Sequence[tuple[str, int]] | Iterator[tuple[str, int]]) -> Iterator[ListEntry]:
    for text, start in lines:
        if len(text) > _MAX_LINE or text.rstrip().endswith((".", "?")):
            continue
        text = text.rstrip(" :")
        entries = read_entries(ListText(text))
        if len(entries) != 1 or not entries[0].roles or entries[0].proxy:
            continue
        entry = entries[0]
        if entry.organisation is None or starts_with_role(text[entry.end :]):
            # the body of "présidente de l'AMAP" says what is presided, not where the person comes from
            entry.organisation = None
            entry.start, entry.end = entry.start + start, entry.end + start
            yield entry


def _below_function(units: Sequence[AttendanceLine | CellGrid], position: int) -> Iterator[ListEntry]:
    """ "Le maire," and the name that signs, one under the other in either order."""
    unit = units[position]
    following = units[position + 1] if position + 1 < len(units) else None
    if not isinstance(unit, AttendanceLine) or not isinstance(following, AttendanceLine):
        return
    for upper, lower in ((unit, following), (following, unit)):
        function = without_article(squeeze(upper.text)).rstrip(" ,:.")
        if len(function) > 40 or not starts_with_role(function) or len(lower.text) > _MAX_LINE:
            continue
        if upper.label is not None and upper.label.kind is LabelKind.LIST:
            continue
        entries = read_entries(lower.listing)
        if len(entries) == 1 and not entries[0].roles and not entries[0].organisation:
            entry = entries[0]
            entry.start, entry.end = entry.start + lower.start, entry.end + lower.start
            entry.roles = [function]
            yield entry
