"""Attendance: who took part, who was excused, absent or represented, for whom and as what."""

from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc

from crparse.document.items import assigned, leave_caveats, set_items
from crparse.document.view import view_of
from crparse.record import Attendee
from crparse.source import SourceDocument
from crparse.stages.attendance.doubts import find_doubts
from crparse.stages.attendance.lists import ListReader, main_lists, near_officers, with_completing
from crparse.stages.attendance.merge import merge
from crparse.stages.attendance.officers import CLOSING_SHARE, OPENING_SHARE, find_officers, find_signatures
from crparse.stages.attendance.region import Listed
from crparse.stages.attendance.rows import DocumentRows


@Language.factory(
    "crparse_attendance",
    default_config={"opening_share": OPENING_SHARE, "closing_share": CLOSING_SHARE},
    assigns=assigned("attendees", "caveats"),
)
def make_attendance(nlp: Language, name: str, opening_share: float, closing_share: float) -> "Attendance":
    """People of the attendance lists, tables and sentences.

    The shares of the text are those in which a sentence may name someone whom no list has.
    """
    return Attendance(opening_share, closing_share)


class Attendance:
    """People listed as taking part or as missing.

    "Excusée : Mme Odile Ferrandin (pouvoir à M. Roux)" -> Odile Ferrandin, represented, proxy Roux.
    Misses lists without any label, and people whom only the discussion mentions.
    """

    def __init__(self, opening_share: float = OPENING_SHARE, closing_share: float = CLOSING_SHARE) -> None:
        self.opening_share = opening_share
        self.closing_share = closing_share

    def __call__(self, doc: Doc) -> Doc:
        """Keeps the attendees as the items of that name."""
        reading = self.read(view_of(doc).of_blocks(DocumentRows))
        set_items(doc, "attendees", reading.attendees)
        leave_caveats(doc, list(find_doubts(reading.reader, reading.listed)))
        return doc

    def find(self, source: SourceDocument) -> list[Attendee]:
        """The attendees of blocks that are no spaCy document, one entry each."""
        return self.read(DocumentRows(source)).attendees

    def read(self, rows: DocumentRows) -> "AttendanceReading":
        """The attendees, with the lists that they were read from."""
        units = list(rows.units())
        reader = ListReader(units)
        reader.read()
        main = main_lists(reader.listed)
        listed = with_completing(reader.listed, main)
        lists_end = max((person.entry.end for person in main), default=0)
        officers = [
            *near_officers(reader.officers, main, len(units) - 1),
            *find_officers(rows.source, lists_end, self.opening_share, self.closing_share),
            *find_signatures(units, listed),
        ]
        return AttendanceReading(reader, listed, merge(rows.source.text, listed, officers))


@dataclass(frozen=True)
class AttendanceReading:
    """The attendees, the lists of the document, and the people of those that count."""

    reader: ListReader
    listed: list[Listed]
    attendees: list[Attendee]
