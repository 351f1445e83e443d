"""The meeting: its title, the body that met, the day, the hours and the place."""

from collections.abc import Sequence

from spacy.language import Language
from spacy.tokens import Doc

from crparse.document.view import view_of
from crparse.record import Located, Meeting
from crparse.source import FURNITURE, SourceDocument
from crparse.stages.attendance.rows import DocumentRows
from crparse.stages.meeting.date import FoundValue, find_date, find_end, find_start
from crparse.stages.meeting.head import HeadLine, read_head
from crparse.stages.meeting.names import find_body, find_place, find_title
from crparse.text import squeeze

_CLOSING_BLOCKS = 25
"""Blocks at the end in which the hour of the closing and the place and day of the signature stand."""


@Language.factory("crparse_meeting")
def make_meeting(nlp: Language, name: str) -> "MeetingStage":
    """Title, body, date, hours and place, kept as `meeting_of(doc)`."""
    return MeetingStage()


class MeetingStage:
    """What the head and the closing of the minutes say about the meeting.

    "Conseil municipal du 5 avril 2016" -> body "Conseil municipal", date 2016-04-05.
    Misses a body or a day that only the name of the file gives.
    """

    def __call__(self, doc: Doc) -> Doc:
        """Keeps the meeting for the stages that follow."""
        doc.user_data["crparse_meeting"] = self.read(view_of(doc).rows)
        return doc

    def find(self, source: SourceDocument) -> Meeting:
        """The meeting of blocks that are no spaCy document."""
        return self.read(DocumentRows(source))

    def read(self, rows: DocumentRows) -> Meeting:
        """The fields that are stated, each with its evidence."""
        source, head = rows.source, read_head(rows)
        lines = _lines(source)
        last = max((line.index for line in head.lines), default=-1)
        closing = [line for line in lines[-_CLOSING_BLOCKS:] if line.index > last]
        title = find_title(head)
        day = find_date(head, title, closing)
        start = find_start(head, day)
        end = find_end(head, start, lines)
        evidence: dict[str, Located] = {}
        if title:
            evidence["title"] = _located([(line.start, line.end) for line in title], "head")
        for field, place in (("body", find_body(head, title)), ("place", find_place(head, title))):
            if place is not None:
                evidence[field] = _located([place], field)
        for field, found in (("date", day), ("start_time", start), ("end_time", end)):
            if found is not None:
                evidence[field] = _located([(found.start, found.end)], found.rule)
        return Meeting(
            **{field: _quote(source.text, evidence.get(field)) for field in ("title", "body", "place")},
            **{
                field: _value(found)
                for field, found in (("date", day), ("start_time", start), ("end_time", end))
            },
            evidence=evidence,
        )


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
