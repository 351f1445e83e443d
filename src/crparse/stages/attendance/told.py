"""Who the text says was there or was not: "Mme Roux et M. Petit étaient présents.", or who speaks in turn."""

import re
from collections.abc import Iterator

from crparse import lexicon
from crparse.language.persons import Basis, parse_name
from crparse.record import Status
from crparse.source import SourceDocument
from crparse.stages.attendance.entries import Listed, read_entries
from crparse.stages.attendance.pieces import ListText
from crparse.stages.attendance.rows import AttendanceLine, Units, line_at
from crparse.text import fold, squeeze

_STATUSES: tuple[Status, ...] = ("excused", "absent", "present")
"""What such a sentence may say."""

_MAX_SUBJECT = 400
"""Characters of the names before what is said of them; more are an account. Chosen, not measured."""

# Where a clause begins: takes ". " of "levée. Mme Roux", leaves those of "M. Petit", "MM. Petit, Roux".
_CLAUSE_START = re.compile(r"(?<!\b\w)(?<!\b\w\w)[.!?]\s+|[;:\n]\s*")


def find_told(source: SourceDocument, end: int) -> Iterator[Listed]:
    """Those whom a sentence of the text before `end` says to have been there or not.

    Nobody is taken from a sentence that names anything but people with their functions before the verb.
    """
    for index, (start, last, block) in enumerate(source.spans()):
        if last > end:
            return
        if block.cell is not None or block.heading_level is not None:
            continue
        listing = ListText(block.text, start)
        taken = 0
        for begin, stop, status in sorted(_said(listing), key=lambda said: (said[0], -said[1])):
            if begin < taken:  # "absente" of "absente et excusée"
                continue
            clause = [match.end() for match in _CLAUSE_START.finditer(block.text, taken, begin)]
            subject = clause[-1] if clause else taken
            people = _subjects(listing, subject, begin)
            for person in people:
                person.status = person.status or status
                yield person.found_by("officer", -1 - index, f"sentence:{status}")
            taken = stop


def _said(listing: ListText) -> Iterator[tuple[int, int, Status]]:
    """(where it begins and ends, the status) of each wording that says so."""
    for status in _STATUSES:
        for match in lexicon.cues("attendance", f"told.{status}").finditer(listing.folded):
            yield match.start(), match.end(), status


def _subjects(listing: ListText, start: int, end: int) -> list[Listed]:
    """The people that a clause begins with, none where it names anything else."""
    if end - start > _MAX_SUBJECT or lexicon.cues("attendance", "marks.sentence").search(
        listing.folded[start:end]
    ):
        return []
    pieces = listing.pieces(start, end)
    if not pieces or pieces[0].strength < 2:
        return []
    people = read_entries(listing, start, end)
    sure = all(person.basis >= Basis.FIRST_NAME for person in people)
    return people if sure else []


_LEAST_SPEAKERS = 3
"""People of a round of all who were there; fewer are the headings of something else. Chosen, not measured."""

_SPEECH = 40
"""Characters of the shortest text below the name of who says it. Chosen, not measured."""


def find_round(units: Units) -> list[Listed]:
    """Those who speak in turn below "Tour de table :", each name alone over what is said."""
    for position, unit in enumerate(units):
        round_of_all = lexicon.cues("attendance", "told.round")
        if isinstance(unit, AttendanceLine) and round_of_all.fullmatch(fold(unit.text).strip(" :.")):
            found = list(_speakers(units, position + 1))
            known = sum(one.basis >= Basis.FIRST_NAME for one in found)
            if known >= _LEAST_SPEAKERS and 2 * known >= len(found):
                return found
    return []


def _speakers(units: Units, position: int) -> Iterator[Listed]:
    """The names from a position on that stand alone, a text of each below it."""
    while (row := line_at(units, position)) is not None:
        name = parse_name(row.text.strip().rstrip(" :"))
        said = line_at(units, position + 1)
        if name is None or said is None or len(said.text) < _SPEECH or parse_name(said.text):
            return
        start = row.start + row.text.index(name.text)
        one = Listed(start, start + len(name.text), squeeze(name.text), name.basis, status="present")
        yield one.found_by("officer", position, "sentence:round")
        position += 2
