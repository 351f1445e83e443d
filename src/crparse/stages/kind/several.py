"""Minutes of several meetings in one document: titles of different days, each with its own people."""

from crparse import lexicon
from crparse.document.passages import Part
from crparse.language.calendar import find_days
from crparse.stages.kind.signs import FILE, PaperLine, Papers, opens

Day = tuple[int, int]
"""Day and month: minutes may print the year of one meeting alone."""

PRESENCE = "told.presence"
"""The list of which each of the meetings has a line after its title: one that is only told of has none."""


def later_meetings(papers: Papers) -> list[Part]:
    """The titles of the meetings after the first, where the document holds several."""
    found: list[Part] = []
    days: set[Day] = set()
    title: tuple[Part, Day] | None = None
    presence = lexicon.cues(FILE, PRESENCE)
    for line in papers.lines:
        day = _day_of_meeting(line)
        if day is not None:
            title = (line.start, line.start + len(line.text)), day
        elif title is None or title[1] in days:
            continue
        elif presence.match(line.folded):
            days.add(title[1])
            found.append(title[0])
    return found[1:]


def _day_of_meeting(line: PaperLine) -> Day | None:
    """The day and month of a line that names a meeting with its day: "Réunion du 4 mars 2016"."""
    if not line.may_be_title or not (opens(line, "meeting_title") or opens(line, "title.minutes")):
        return None
    days = find_days(line.text)
    return (days[0].day, days[0].month) if len(days) == 1 else None
