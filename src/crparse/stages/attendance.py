"""Attendance: who took part, who was excused, absent or represented, for whom and as what."""

from spacy.language import Language
from spacy.tokens import Doc

from crparse.record import Attendee
from crparse.source import SourceDocument
from crparse.stages.attendance_lists import ListReader, main_lists, near_officers
from crparse.stages.attendance_merge import merge
from crparse.stages.attendance_officers import find_officers
from crparse.stages.attendance_rows import read_units
from crparse.stages.attendance_signatures import find_signatures
from crparse.stages.items import set_items, source_of


@Language.factory("crparse_attendance", assigns=["doc.spans"])
def make_attendance(nlp: Language, name: str) -> "Attendance":
    """People of the attendance lists, tables and sentences."""
    return Attendance()


class Attendance:
    """People listed as taking part or as missing.

    "Excusée : Mme Odile Ferrandin (pouvoir à M. Roux)" -> Odile Ferrandin, represented, proxy Roux.
    Misses lists without any label, and people whom only the discussion mentions.
    """

    def __call__(self, doc: Doc) -> Doc:
        """Keeps the attendees as the items of that name."""
        set_items(doc, "attendees", self.find(source_of(doc)))
        return doc

    def find(self, source: SourceDocument) -> list[Attendee]:
        """The attendees, one entry each."""
        units = list(read_units(source))
        reader = ListReader(units)
        reader.read()
        listed = main_lists(reader.listed)
        lists_end = max((person.entry.end for person in listed), default=0)
        officers = [
            *near_officers(reader.officers, listed, len(units) - 1),
            *find_officers(source, lists_end),
            *find_signatures(units, listed),
        ]
        return merge(source.text, listed, officers)
