"""The meeting: its title, the body that met, the day, the hours and the place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc

from crparse.document.items import assigned, leave_caveats, set_meeting
from crparse.document.view import view_of
from crparse.record import Located, Meeting
from crparse.source import FURNITURE, SourceDocument
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
from crparse.stages.meeting.head import Head, HeadLine, read_head
from crparse.stages.meeting.names import find_body, find_place, find_title
from crparse.text import squeeze

_CLOSING_BLOCKS = 25
"""Blocks at the end in which the hour of the closing and the place and day of the signature stand."""


@Language.factory(
    "crparse_meeting",
    default_config={"closing_blocks": _CLOSING_BLOCKS},
    assigns=assigned("meeting", "caveats"),
)
def make_meeting(nlp: Language, name: str, closing_blocks: int = _CLOSING_BLOCKS) -> "MeetingStage":
    """Title, body, date, hours and place, kept as `meeting_of(doc)`."""
    return MeetingStage(closing_blocks)


class MeetingStage:
    """What the head and the closing of the minutes say about the meeting.

    "Conseil municipal du 5 avril 2016" -> body "Conseil municipal", date 2016-04-05.
    Misses a body or a day that only the name of the file gives.
    """

    def __init__(self, closing_blocks: int = _CLOSING_BLOCKS) -> None:
        self.closing_blocks = closing_blocks

    def __call__(self, doc: Doc) -> Doc:
        """Keeps the meeting for the stages that follow."""
        reading = self.read(view_of(doc).of_blocks(DocumentRows))
        set_meeting(doc, reading.meeting)
        leave_caveats(doc, list(doubts_of_day(reading.days, reading.day)))
        return doc

    def find(self, source: SourceDocument) -> Meeting:
        """The meeting of blocks that are no spaCy document."""
        return self.read(DocumentRows(source)).meeting

    def read(self, rows: DocumentRows) -> "MeetingReading":
        """The meeting, with what its fields were chosen from."""
        source, head = rows.source, read_head(rows)
        lines = _lines(source)
        last = max((line.index for line in head.lines), default=-1)
        closing = [line for line in lines[-self.closing_blocks :] if line.index > last]
        title = find_title(head)
        days = list(find_printed_days(head, title, closing))
        day = best_day(days)
        start = find_start(head, day)
        hours = {"date": day, "start_time": start, "end_time": find_end(head, start, lines)}
        return MeetingReading(head, title, days, day, _meeting(source.text, head, title, hours))


@dataclass(frozen=True)
class MeetingReading:
    """The meeting, with the lines and days that its fields were chosen from."""

    head: Head
    title: Sequence[HeadLine]
    days: Sequence[DayPrinted]
    day: FoundValue | None
    meeting: Meeting


def _meeting(
    text: str, head: Head, title: Sequence[HeadLine], said: Mapping[str, FoundValue | None]
) -> Meeting:
    """The meeting of those lines; `said` are its day and hours."""
    evidence: dict[str, Located] = {}
    if title:
        evidence["title"] = _located([(line.start, line.end) for line in title], "title:head")
    for field, place in (("body", find_body(head, title)), ("place", find_place(head, title))):
        if place is not None:
            evidence[field] = _located([place], f"{field}:{_standing(head, title, place[0])}")
    for field, found in said.items():
        if found is not None:
            dated = field == "date"
            rule = f"date:{_standing(head, title, found.start)}" if dated else f"hour:{found.rule}"
            evidence[field] = _located([(found.start, found.end)], rule)
    return Meeting(
        **{field: _quote(text, evidence.get(field)) for field in ("title", "body", "place")},
        **{field: _value(found) for field, found in said.items()},
        evidence=evidence,
    )


def _standing(head: Head, title: Sequence[HeadLine], offset: int) -> str:
    """Where a field of the meeting is printed: title, another line of the head, sentence, header, closing."""
    lines = (line for line in [*head.lines, *head.furniture] if line.start <= offset < line.end)
    line = next(lines, None)
    if line is None:
        return "closing"
    if line in title:
        return "title"
    return "header" if line.furniture else "sentence" if line.prose else "line"


def _value(found: FoundValue | None) -> str | None:
    return found.value if found else None


def _located(places: Sequence[tuple[int, int]], rule: str) -> Located:
    """One place, or the parts of a value printed in several."""
    parts = list(places) if len(places) > 1 else []
    return Located(start=places[0][0], end=places[0][1] if parts else places[-1][1], rule=rule, parts=parts)


def _quote(text: str, located: Located | None) -> str | None:
    if located is None:
        return None
    parts = located.parts or [(located.start, located.end)]
    return " ".join(squeeze(text[start:end]) for start, end in parts)


def _lines(source: SourceDocument) -> list[HeadLine]:
    """Every block of the text as one line."""
    return [
        HeadLine(start, start + len(block.text), block.text, block, index)
        for index, (start, _, block) in enumerate(source.spans())
        if block.kind not in FURNITURE and block.text.strip()
    ]
