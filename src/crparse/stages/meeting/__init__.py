"""The meeting: its title, the body that met, the day, the hours and the place.

`head` finds the lines in which all of it stands; `names` reads title, body and place from them, `date` day
and hours.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc

from crparse.document.items import Doubt, leave_caveats, set_meeting, stage
from crparse.document.passages import Part, quoted
from crparse.document.view import view_of
from crparse.record import HeaderQuote, Located, Meeting
from crparse.source import SourceDocument
from crparse.stages.attendance.rows import DocumentRows
from crparse.stages.meeting.date import (
    FoundValue,
    best_day,
    doubts_of_day,
    doubts_of_end,
    find_printed_days,
    find_times,
)
from crparse.stages.meeting.head import (
    Head,
    HeadLine,
    furniture_starts,
    read_head,
    whole_blocks,
    whole_text,
)
from crparse.stages.meeting.names import find_body, find_place, find_title
from crparse.wording import Message

CLOSING_BLOCKS = 25
"""Blocks at the end in which the hour of the closing and the place and day of the signature stand."""


@stage("crparse_meeting", sets=("meeting", "caveats"))
def make_meeting(nlp: Language, name: str, closing_blocks: int = CLOSING_BLOCKS) -> "MeetingStage":
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
        days = doubts_of_day(reading.days, reading.day)
        leave_caveats(doc, [*days, *reading.doubts, *_told_by_headers(reading.meeting)])
        return doc


@dataclass(frozen=True)
class MeetingReading:
    """The meeting, with the lines and days that its fields were chosen from."""

    head: Head
    title: Sequence[HeadLine]
    days: Sequence[FoundValue]
    day: FoundValue | None
    meeting: Meeting
    doubts: Sequence[Doubt] = ()
    """About what was found and is not given."""


def read_meeting(rows: DocumentRows, closing_blocks: int = CLOSING_BLOCKS) -> MeetingReading:
    """The meeting, with what its fields were chosen from."""
    head, lines = read_head(rows), whole_blocks(rows.source)
    last = max((line.index for line in head.lines), default=-1)
    closing = [line for line in lines[-closing_blocks:] if line.index > last]
    title = find_title(head)
    days = list(find_printed_days(head, title, closing))
    day = best_day(days)
    places = {"body": find_body(head, title), "place": find_place(head, title)}
    names = {"title": [(line.start, line.end) for line in title]} if title else {}
    names |= {field: [place] for field, place in places.items() if place}
    times = find_times(head, day, lines)
    doubts = list(doubts_of_end(times))
    if doubts:
        del times["end_time"]
    evidence = list(_evidence(head, title, names, times))
    meeting = Meeting(
        **{field: quoted(whole_text(rows.source), parts) for field, parts in names.items()},
        **{field: found.value for field, found in times.items()},
        evidence={field: where for field, where in evidence if where.end <= len(rows.source.text)},
        header_evidence=dict(_in_headers(evidence, rows.source)),
    )
    return MeetingReading(head, title, days, day, meeting, doubts)


def _in_headers(
    evidence: Sequence[tuple[str, Located]], source: SourceDocument
) -> Iterator[tuple[str, HeaderQuote]]:
    """Where in the running headers the fields stand that the text does not state."""
    starts = furniture_starts(source)
    for field, where in evidence:
        if where.start > len(source.text):
            line = bisect_right(starts, where.start) - 1
            start, end = (offset - starts[line] for offset in (where.start, where.end))
            yield field, HeaderQuote(line=line, start=start, end=end, rule=where.rule)


def _told_by_headers(meeting: Meeting) -> Iterator[Doubt]:
    """A doubt about what running headers alone tell: they may be of another document."""
    if meeting.header_evidence:
        fields = ", ".join(sorted(meeting.header_evidence))
        yield Doubt(
            "told_by_header",
            Message("Only a running header tells of the meeting: %(fields)s.", fields=fields),
            0,
            0,
        )


def _evidence(
    head: Head, title: Sequence[HeadLine], names: Mapping[str, list[Part]], times: Mapping[str, FoundValue]
) -> Iterator[tuple[str, Located]]:
    """Where each field of the meeting is printed, and by what it was found."""
    for field, parts in names.items():
        (start, end), several = parts[0], parts if len(parts) > 1 else []
        standing = "head" if field == "title" else _standing(head, title, start)
        yield field, Located(start=start, end=end, rule=f"{field}:{standing}", parts=several)
    for field, found in times.items():
        rule = f"date:{_standing(head, title, found.start)}" if field == "date" else f"hour:{found.rule}"
        yield field, Located(start=found.start, end=found.end, rule=rule)


def _standing(head: Head, title: Sequence[HeadLine], offset: int) -> str:
    """Where a field of the meeting is printed: title, another line of the head, sentence, header, closing."""
    lines = (line for line in [*head.lines, *head.running] if line.start <= offset < line.end)
    line = next(lines, None)
    if line is None:
        return "closing"
    if line in title:
        return "title"
    return "header" if line.running else "sentence" if line.prose else "line"
