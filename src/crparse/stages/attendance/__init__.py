"""Attendance: who took part, who was excused, absent or represented, for whom and as what.

`rows` cuts a document into lines and tables, which `lists` goes through once: a label (`labels`) opens a
list, `region` keeps it open while lines name people. `entries` reads the people of a line: its parts
(`pieces`), the names that they begin with (`heads`), what stands beside those (`beside`). `tables/` reads
tables, `officers` who presides, writes or signs, `told` of whom a sentence says whether they were there.
`merge` says which lists count and who of all these is one person.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc

from crparse.document.items import Doubt, leave_caveats, set_items, stage
from crparse.document.tables import CellGrid
from crparse.document.view import view_of
from crparse.models import BoostedTrees, load_trees
from crparse.record import Attendee
from crparse.stages.attendance.entries import Listed
from crparse.stages.attendance.judge import drop_others
from crparse.stages.attendance.likely import LikelyRows
from crparse.stages.attendance.lists import ListReader
from crparse.stages.attendance.merge import GAP, main_lists, merge, near_officers, with_completing
from crparse.stages.attendance.officers import (
    CLOSING_SHARE,
    NEAR_LISTS,
    OPENING_SHARE,
    find_officers,
    find_signatures,
)
from crparse.stages.attendance.region import Region
from crparse.stages.attendance.rows import AttendanceLine, DocumentRows, line_at
from crparse.stages.attendance.tables.columns import NAMES, find_heading, row_segments
from crparse.stages.attendance.told import find_round, find_told
from crparse.text import squeeze
from crparse.wording import Message


@stage("crparse_attendance", sets=("attendees", "caveats"))
def make_attendance(
    nlp: Language, name: str, opening_share: float = OPENING_SHARE, closing_share: float = CLOSING_SHARE
) -> "Attendance":
    """People of the attendance lists, tables and sentences.

    The shares of the text are those in which a sentence may name someone whom no list has.
    """
    return Attendance(opening_share, closing_share)


class Attendance:
    """People listed as taking part or as missing.

    "Excusée : Mme Odile Ferrandin (pouvoir à M. Roux)" -> Odile Ferrandin, represented, proxy Roux.
    Misses people whom only the discussion mentions.
    """

    def __init__(
        self,
        opening_share: float = OPENING_SHARE,
        closing_share: float = CLOSING_SHARE,
        trees: BoostedTrees | None = None,
        bodies: BoostedTrees | None = None,
    ) -> None:
        self.bodies = load_trees("beside") if bodies is None else bodies
        self.trees = load_trees("attendance") if trees is None else trees
        self.opening_share = opening_share
        self.closing_share = closing_share

    def __call__(self, doc: Doc) -> Doc:
        """Keeps the attendees as the items of that name."""
        reading = self.read(view_of(doc).of_blocks(DocumentRows))
        set_items(doc, "attendees", reading.attendees)
        leave_caveats(doc, list(find_doubts(reading.reader, reading.listed)))
        return doc

    def read(self, rows: DocumentRows) -> "AttendanceReading":
        """The attendees, with the lists that they were read from."""
        reader, main, listed = self.read_lists(rows)
        drop_others(listed, reader.units, self.bodies)
        lists_end, length = max((person.end for person in main), default=0), len(rows.source.text)
        officers = [
            *near_officers(reader.officers, main, len(reader.units) - 1),
            *find_officers(rows.source, listed, lists_end, self.opening_share, self.closing_share),
            *find_told(rows.source, int(max(lists_end + NEAR_LISTS, length * self.opening_share))),
            *find_signatures(reader.units, listed),
            *(find_round(reader.units) if len(main) < _LEAST else ()),
        ]
        return AttendanceReading(reader, listed, merge(rows.source.text, listed, officers))

    def read_lists(self, rows: DocumentRows) -> tuple[ListReader, list[Listed], list[Listed]]:
        """The lists as the rules read them: who is in the main ones, and who in all that count."""
        units = list(rows.units())
        likely = LikelyRows(units, self.trees)
        reader = ListReader(units, likely)
        reader.read()
        main = main_lists(reader.listed)
        if len(main) < _LEAST and likely.any_sure():
            reader = ListReader(units, likely, opens=True)
            reader.read()
            main = main_lists(reader.listed)
        return reader, main, with_completing(reader.listed, main)


_LEAST = 2
"""People of a list: where no label opens one of so many, one that looks like one is read."""


@dataclass(frozen=True)
class AttendanceReading:
    """The attendees, the lists of the document, and the people of those that count."""

    reader: ListReader
    listed: list[Listed]
    attendees: list[Attendee]


# A count in a label: takes "14" of "Présents : 14", leaves "Excusés (trois)".
_COUNT = re.compile(r"\d+")


def find_doubts(reader: ListReader, listed: Sequence[Listed]) -> Iterator[Doubt]:
    """The doubts about the lists that `reader` has read; `listed` are the people of the first of them."""
    units = [person.unit for person in listed]
    near = range(min(units) - GAP, max(units) + GAP + 1) if units else range(len(reader.units))
    for region in reader.regions:
        if region.opened is not None and region.opened[0] in near:
            yield from _of_list(reader, region, *region.opened)
    for person in listed:
        if person.unclear:
            message = Message(
                "The marks beside %(name)s say two things of whether they were there.", name=person.name
            )
            yield Doubt("unclear_marks", message, person.start, person.end)
    if not listed:
        for grid in reader.unread:
            yield from _of_table(grid)


def _of_list(reader: ListReader, region: Region, position: int, row: AttendanceLine) -> Iterator[Doubt]:
    """A label over no name, alone and not over another ("Absents :" over "Excusés : …"), or a wrong count."""
    label = row.label
    assert label is not None
    place = row.start + label.start, row.start + len(row.text[: label.end].rstrip(" :"))
    counts = [int(match.group()) for match in _COUNT.finditer(row.text, label.start, label.end)]
    below = line_at(reader.units, position + 1)
    rest = squeeze(row.text[label.start :]).removeprefix(label.text)
    alone = label.alone and not any(char.isalnum() for char in rest)
    if alone and not (region.found or region.nobody or counts) and (below is None or below.label is None):
        yield Doubt("empty_list", Message('No name was read below "%(text)s".', text=label.text), *place)
    of_status = sum(person.status == region.state.status for person in region.found)
    if len(counts) == 1 and region.found and counts[0] not in (0, len(region.found), of_status):
        message = Message(
            '"%(text)s" says %(printed)s; names read below it: %(count)s.',
            text=label.text,
            printed=counts[0],
            count=len(region.found),
        )
        yield Doubt("count_differs", message, *place)


def _of_table(grid: CellGrid) -> Iterator[Doubt]:
    heading = find_heading(grid)
    if heading is None or not set(NAMES) & set(heading.kinds.values()):
        return
    segments = row_segments(grid, heading.row)
    printed = " | ".join(squeeze(segment.text) for segment in segments)
    end = segments[-1].start + len(segments[-1].text)
    message = Message(
        'Nobody was read from a table that seems to list people: "%(printed)s".', printed=printed
    )
    yield Doubt("unread_table", message, segments[0].start, end)
