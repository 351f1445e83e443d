"""Attendees of lines of minutes, as tests compare them."""

from crparse.source import from_text
from crparse.stages.attendance import Attendance
from crparse.stages.attendance.rows import DocumentRows

Told = tuple[str, str, str | None, str | None, str | None]


def read(text: str) -> list[Told]:
    """(name, status, organisation, role, proxy) of every attendee."""
    found = Attendance().read(DocumentRows(from_text(text))).attendees
    return [(a.name, a.status, a.organisation, a.role, a.proxy) for a in found]


def present(*names: str) -> list[Told]:
    """People with nothing beside their names."""
    return [(name, "present", None, None, None) for name in names]
