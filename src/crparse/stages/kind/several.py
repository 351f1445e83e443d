"""Minutes of several meetings in one document: titles of meetings of different days, each with its own people."""

from collections.abc import Iterator

from crparse import lexicon
from crparse.document.passages import Part
from crparse.language.calendar import find_days
from crparse.stages.kind.signs import FILE, Papers, PaperLine, opens

OWN = ("told.presence", "told.met")
"""Lists of which each of the meetings has a place after its title: one that is only told of has none."""


def later_meetings(papers: Papers) -> list[Part]:
    """The titles of the meetings after the first, where the document holds several."""
    titles = list(_titles(papers))
    found: list[Part] = []
    days = set()
    for number, (line, day) in enumerate(titles):
        end = titles[number + 1][0].start if number + 1 < len(titles) else len(papers.text)
        if day not in days and _has_people(papers, line.start + len(line.text), end):
            days.add(day)
            found.append((line.start, line.start + len(line.text)))
    return found[1:]


def _titles(papers: Papers) -> Iterator[tuple[PaperLine, tuple[int, int]]]:
    """The lines that name a meeting with its day: "Réunion du 4 mars 2016"."""
    for line in papers.lines:
        if line.may_be_title and (opens(line, "meeting_title") or opens(line, "title.minutes")):
            days = find_days(line.text)
            if len(days) == 1:
                yield line, (days[0].day, days[0].month)


def _has_people(papers: Papers, start: int, end: int) -> bool:
    """Whether it is said between two places who came, or that people met."""
    inside = [line for line in papers.lines if start <= line.start < end]
    presence, met = (lexicon.cues(FILE, name) for name in OWN)
    return any(presence.match(line.folded) or met.search(line.folded) for line in inside)
