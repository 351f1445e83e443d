"""Who presides and who writes, named in a label, a sentence or a signature."""

import re
from collections.abc import Iterable, Iterator, Sequence

from crparse import lexicon
from crparse.document.tables import CellGrid
from crparse.language.persons import Basis, PersonName, find_names, name_at
from crparse.source import SourceDocument
from crparse.stages.attendance.beside import bare_name, read_remark, starts_with_role
from crparse.stages.attendance.entries import Listed, body_and_representative, read_entries
from crparse.stages.attendance.labels import Label, LabelKind, is_presiding
from crparse.stages.attendance.pieces import ListText
from crparse.stages.attendance.region import read_row
from crparse.stages.attendance.rows import AttendanceLine, Units, line_at
from crparse.stages.attendance.tables.columns import row_segments
from crparse.text import fold, name_words, squeeze

OPENING_SHARE = 0.25
"""Share of the text, from its start, in which a sentence may name someone whom no list has."""

CLOSING_SHARE = 0.1
"""The same from its end."""

NEAR_LISTS = 1500
"""Characters after the attendance lists in which the opening sentences stand."""

_MOST_OFFICERS = 3
"""People that the label of an office names at most: more are a list. Chosen, not measured."""
_MOST_OFFICES = 8
"""Lines that a list of offices has at most above one of them."""


def read_officers(
    units: Units, position: int, row: AttendanceLine, label: Label, in_list: bool
) -> list[Listed]:
    """Those whom "Secrétaire de séance : Mme X" names, on the line or the next.

    None for an office that was voted on: with a tally, or in a list under "Sont élus :".
    """
    named = line_at(units, position + 1) if label.alone else row
    if named is None or (label.alone and named.label is not None):
        return []
    tally = lexicon.cues("attendance", "elections.tally")
    office = lexicon.cues("attendance", "elections.office").fullmatch(fold(label.text))
    if office and (tally.search(row.folded) or under_election(units, position)):
        return []
    entries = read_row(named, 0 if label.alone else label.end)
    if not 0 < len(entries) <= _MOST_OFFICERS or any(_beside_a_clause(entry) for entry in entries):
        return []
    unsure = entries[0].basis < Basis.CAPITALS and " " in entries[0].name
    if unsure and not label.alone and not in_list:
        return []
    rule = "officer" if is_presiding(label) else "officer-known"
    for entry in entries:
        entry.roles.insert(0, without_article(squeeze(label.text)))
        entry.status = entry.status or "present"
    return [entry.found_by(rule, position, "label:officer") for entry in entries]


def under_election(units: Units, position: int) -> bool:
    """Whether a line stands in a list of offices under "Sont élus :", "Le bureau est composé de :"."""
    for above in range(position - 1, max(0, position - _MOST_OFFICES) - 1, -1):
        row = line_at(units, above)
        if row is None or (row.label is not None and row.label.kind is LabelKind.LIST):
            return False
        if lexicon.cues("attendance", "elections.lead").search(row.folded):
            return True
        # Takes "Trésorier : M. Roux", leaves "Il est 18 h.".
        if not re.match(r"[\W_]*[^:]{3,60}:", row.text):
            return False
    return False


def without_article(function: str) -> str:
    """ "Le secrétaire" as "secrétaire"."""
    article = lexicon.cues("attendance", "joints.function_article").match(fold(function))
    return function[article.end() :].lstrip() if article else function


def _beside_a_clause(entry: Listed) -> bool:
    """Whether words with a verb stand beside the name, not a body."""
    body = (entry.organisation or "").split()
    return len(body) > 3 and body[0].islower()


def find_officers(
    source: SourceDocument,
    listed: Sequence[Listed],
    lists_end: int,
    opening_share: float,
    closing_share: float,
) -> Iterator[Listed]:
    """Officers named in sentences, by a name that tells so or as they are listed: "AR est secrétaire".

    `lists_end` is where the attendance lists end. Those of an election in the text do not count: only "de
    séance" holds far from the lists.
    """
    length = len(source.text)
    weak = {person.name for person in listed if person.basis < Basis.FIRST_NAME or " " not in person.name}
    for index, (start, end, block) in enumerate(source.spans()):
        opening = end <= max(lists_end + NEAR_LISTS, length * opening_share)
        closing = start >= length * (1 - closing_share)
        if not (opening or closing):
            continue
        for name, role, printed, body in _named(block.text, weak):
            if not opening and not lexicon.cues("attendance", "closing_far").find(printed):
                continue
            function = lexicon.table("attendance", "closing_roles")[role]
            entry = Listed(start + name.start, start + name.end, squeeze(name.text), name.basis)
            entry.civility = None if name.given else name.civility
            entry.roles = [*_role_beside(block.text, name.end), function]
            entry.status, entry.organisation = "present", squeeze(body) if body else None
            # "sous la présidence de P. Roux, maire"
            sure = name.basis >= Basis.FIRST_NAME or (len(entry.roles) > 1 and "." in name.text)
            rule = "officer" if sure and role != "notes" else "officer-known"
            office = "_".join(name_words(function))
            yield entry.found_by(rule, -1 - index, f"sentence:{office}")


# Takes "Mme Roux, maire" of "Mme Roux, maire. Elle …"; leaves the stop.
_CLAUSE = re.compile(r"[^.;:\n]{0,120}")
# What may stand between a name and what is said of it: takes " (DDT)", ", maire,"; leaves "préside".
_ASIDE = re.compile(r"\s*(?:\([^)]{1,40}\)|,[^,.;]{1,60},)?")


def _named(text: str, listed: Iterable[str] = ()) -> Iterator[tuple[PersonName, str, str, str | None]]:
    """(name, role, the words that say so, the body the person stands for) of each sentence."""
    listing = ListText(text)
    names: list[PersonName] | None = None
    for wording in lexicon.names("attendance", "closing"):
        role, side, *_ = wording.split(".")
        cues = lexicon.cues("attendance", f"closing.{wording}")
        if side == "before":
            for cue in cues.finditer(listing.folded):
                clause_end = _CLAUSE.match(text, cue.end()).end()  # type: ignore[union-attr]
                body, begin = body_and_representative(listing, cue.end(), clause_end) or (None, cue.end())
                name = name_at(text, begin)
                if name is not None and (name.basis >= Basis.CAPITALS or name.surname):
                    yield name, role, cue.group(), body
        elif cues.search(listing.folded):
            names = [*find_names(text), *_as_listed(text, listed)] if names is None else names
            for name in names:
                offset = _ASIDE.match(listing.folded, name.end).end()  # type: ignore[union-attr]
                cue_after = cues.match(listing.folded, offset) or cues.match(listing.folded, name.end)
                if cue_after:
                    clause_start = max(text.rfind(sign, 0, name.start - 4) for sign in ".;:\n") + 1
                    body, _ = body_and_representative(listing, clause_start, name.end) or (None, 0)
                    yield name, role, cue_after.group(), body


def _as_listed(text: str, listed: Iterable[str]) -> Iterator[PersonName]:
    """The places of listed names that would not tell by themselves."""
    for name in sorted(listed):
        # With "AR" takes that of "AR est", leaves that of "ARS est".
        for place in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text):
            yield bare_name(place)


def _role_beside(text: str, end: int) -> list[str]:
    """The function printed after the name: ", maire," or "(vice-président)"."""
    # Takes ", maire" of ", maire, ouvre", "(maire)"; leaves " maire".
    beside = re.compile(r"\s*(?:,\s*([^,.;:()\n]{3,60})|\(([^()]{3,60})\))").match(text, end)
    printed = (beside[1] or beside[2]).strip() if beside else ""
    return read_remark(printed).roles[:1] if starts_with_role(printed) else []


_MAX_LINE = 90
"""Characters of a line that signs: a longer one is a sentence. Chosen, not measured."""
_MAX_FUNCTION = 40
"""Characters of a function over the name that signs. Chosen, not measured."""
_CLOSING_UNITS = 20
"""Lines at the end among which a function may stand over the name that signs."""


def find_signatures(units: Units, listed: Sequence[Listed]) -> Iterator[Listed]:
    """Lines that are a name and a function, outside the lists: "M. Paul Petit, trésorier"."""
    inside = {person.unit for person in listed}
    for position, unit in enumerate(units):
        if position in inside:
            continue
        found = list(_signed(_cells(unit) if isinstance(unit, CellGrid) else [unit]))
        if position >= len(units) - _CLOSING_UNITS:
            found.extend(_below_function(units, position))
            found.extend(_below_functions(units, position))
        for entry in found:
            entry.status = "present"
            yield entry.found_by("signature", position, "signature:function")


def _below_functions(units: Units, position: int) -> Iterator[Listed]:
    """Functions side by side ("Le secrétaire,    Le maire,") and the names that sign below each."""
    upper, lower = line_at(units, position), line_at(units, position + 1)
    if lower is not None and lower.text.strip().isdigit():
        lower = line_at(units, position + 2)
    if upper is None or lower is None or "\t" not in upper.text:
        return
    functions = [without_article(squeeze(part)).rstrip(" ,:.") for part in upper.text.split("\t")]
    if not all(starts_with_role(function) and len(function) <= _MAX_FUNCTION for function in functions):
        return
    # Takes "Anne Roux" and "Paul Petit" of "Anne Roux\tPaul Petit".
    names = list(re.finditer(r"[^\t]+", lower.text))
    if len(names) != len(functions):
        return
    for function, name in zip(functions, names, strict=True):
        entries = read_entries(ListText(name.group(), lower.start + name.start()))
        if len(entries) == 1 and not entries[0].roles and not entries[0].organisation:
            entries[0].roles = [function]
            yield entries[0]


def _cells(grid: CellGrid) -> Iterator[ListText]:
    """Each cell of a table, and name and function of a row in two cells."""
    for row in range(grid.rows):
        segments = row_segments(grid, row)
        if len(segments) == 2 and [starts_with_role(s.text) for s in segments] == [False, True]:
            yield ListText(f"{segments[0].text}, {segments[1].text}", segments[0].start)
        else:
            yield from segments


def _signed(lines: Iterable[ListText]) -> Iterator[Listed]:
    for line in lines:
        if len(line.text) > _MAX_LINE or line.text.rstrip().endswith((".", "?")):
            continue
        text = line.text.rstrip(" :")
        entries = read_entries(line if text == line.text else ListText(text, line.start))
        if len(entries) != 1 or not entries[0].roles or entries[0].proxy:
            continue
        entry = entries[0]
        if entry.organisation is None or starts_with_role(text[entry.end - line.start :]):
            # the body of "présidente de l'AMAP" says what is presided, not where the person comes from
            entry.organisation = None
            yield entry


def _below_function(units: Units, position: int) -> Iterator[Listed]:
    """ "Le maire," and the name that signs, one under the other in either order."""
    unit, following = line_at(units, position), line_at(units, position + 1)
    if unit is None or following is None or "\t" in unit.text + following.text:
        return
    for upper, lower in ((unit, following), (following, unit)):
        function = without_article(squeeze(upper.text)).rstrip(" ,:.")
        if len(function) > _MAX_FUNCTION or not starts_with_role(function) or len(lower.text) > _MAX_LINE:
            continue
        if upper.label is not None and upper.label.kind is LabelKind.LIST:
            continue
        entries = read_entries(lower)
        if len(entries) == 1 and not entries[0].roles and not entries[0].organisation:
            entries[0].roles = [function]
            yield entries[0]
