"""The meeting: its title, the body that met, the day, the hours and the place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc

from crparse.document.caveats import leave_caveats
from crparse.document.items import assigned, set_meeting
from crparse.document.passages import Part, quoted
from crparse.document.view import view_of
from crparse.record import Located, Meeting
from crparse.stages.attendance.rows import DocumentRows
from crparse.stages.meeting.date import (
    DayPrinted,
    FoundValue,
    best_day,
    doubts_of_day,
    find_end,
    find_printed_days,
    find_start,
)
from crparse.stages.meeting.head import Head, HeadLine, read_head, whole_blocks
from crparse.stages.meeting.names import find_body, find_place, find_title

CLOSING_BLOCKS = 25
"""Blocks at the end in which the hour of the closing and the place and day of the signature stand."""


@Language.factory(
    "crparse_meeting",
    default_config={"closing_blocks": CLOSING_BLOCKS},
    assigns=assigned("meeting", "caveats"),
)
def make_meeting(nlp: Language, name: str, closing_blocks: int) -> "MeetingStage":
    """Title, body, date, hours and place, kept as `meeting_of(doc)`."""
    return MeetingStage(closing_blocks)


@dataclass(frozen=True, slots=True)
class MeetingStage:
    """What the head and the closing of the minutes say about the meeting.

    "Conseil municipal du 5 avril 2016" -> body "Conseil municipal", date 2016-04-05.
    Misses a body or a day that only the name of the file gives.
    """

    closing_blocks: int

    def __call__(self, doc: Doc) -> Doc:
        """Keeps the meeting for the stages that follow."""
        reading = read_meeting(view_of(doc).of_blocks(DocumentRows), self.closing_blocks)
        set_meeting(doc, reading.meeting)
        leave_caveats(doc, list(doubts_of_day(reading.days, reading.day)))
        return doc


@dataclass(frozen=True)
class MeetingReading:
    """The meeting, with the lines and days that its fields were chosen from."""

    head: Head
    title: Sequence[HeadLine]
    days: Sequence[DayPrinted]
    day: FoundValue | None
    meeting: Meeting


def read_meeting(rows: DocumentRows, closing_blocks: int = CLOSING_BLOCKS) -> MeetingReading:
    """The meeting, with what its fields were chosen from."""
    head, lines = read_head(rows), whole_blocks(rows.source)
    last = max((line.index for line in head.lines), default=-1)
    closing = [line for line in lines[-closing_blocks:] if line.index > last]
    title = find_title(head)
    days = list(find_printed_days(head, title, closing))
    day, where = best_day(days), find_place(head, title)
    start = find_start(head, day)
    hours = {"date": day, "start_time": start, "end_time": find_end(head, start, lines)}
    names = {
        "title": [(line.start, line.end) for line in title],
        "body": [body] if (body := find_body(head, title)) else [],
        "place": [where] if where else [],
    }
    return MeetingReading(head, title, days, day, _meeting(rows.source.text, head, title, names, hours))


def _meeting(
    text: str,
    head: Head,
    title: Sequence[HeadLine],
    names: Mapping[str, list[Part]],
    hours: Mapping[str, FoundValue | None],
) -> Meeting:
    """The meeting of those lines; `names` are quoted, `hours` are its day and hours."""
    evidence: dict[str, Located] = {}
    for field, parts in names.items():
        if parts:
            (start, end), several = parts[0], parts if len(parts) > 1 else []
            standing = "head" if field == "title" else _standing(head, title, start)
            evidence[field] = Located(start=start, end=end, rule=f"{field}:{standing}", parts=several)
    for field, found in hours.items():
        if found is not None:
            rule = f"date:{_standing(head, title, found.start)}" if field == "date" else f"hour:{found.rule}"
            evidence[field] = Located(start=found.start, end=found.end, rule=rule)
    quotes = {field: quoted(text, parts) if parts else None for field, parts in names.items()}
    values = {field: found.value if found else None for field, found in hours.items()}
    return Meeting(**quotes, **values, evidence=evidence)


def _standing(head: Head, title: Sequence[HeadLine], offset: int) -> str:
    """Where a field of the meeting is printed: title, another line of the head, sentence, header, closing."""
    lines = (line for line in [*head.lines, *head.furniture] if line.start <= offset < line.end)
    line = next(lines, None)
    if line is None:
        return "closing"
    if line in title:
        return "title"
    return "header" if line.furniture else "sentence" if line.prose else "line"
