"""Whether a printed day is announced: what stands around it and what time that tells of."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from crparse import lexicon
from crparse.stages.occasions import Occasion

SOON = 200
"""Days: a day without a year that would fall later is more often one of the months before the meeting."""

JUST_PAST = 300
"""Days: a day without a year that would fall later was a few weeks ago, if its sentence tells of the past."""

REACH = 120
"""Characters on either side of a day in which its sentence is read."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is printed around a day, all folded."""

    before: str
    """Of its sentence or line."""
    after: str
    line: str
    """The whole line."""
    row: Sequence[str] = ()
    """The cells of its table row."""
    columns: Sequence[str] = ()
    """The cells of the table's first row."""
    titles: Sequence[str] = ()
    """The headings and the lead that it stands under."""
    future: Sequence[int] = ()
    """Distance from the day to each verb in the future tense of its sentence."""
    past: Sequence[int] = ()
    """Distance to each verb in a past tense."""


@cache
def cues(name: str) -> re.Pattern[str]:
    """The lexicon's expressions of one list as one."""
    return re.compile("|".join(f"(?:{cue})" for cue in lexicon.load("dates")[name]))


def is_announced(occasion: Occasion, around: Surroundings, meeting: date | None) -> bool:
    """Whether the occasion is an event for the meeting day or later."""
    if is_document_date(around):
        return False
    if meeting is None:
        return occasion.year and is_calendar(around)
    announced, told = _distance("announces", around), _distance("past", around)
    announced, told = min([announced, *around.future]), min([told, *around.past])
    ahead = ((occasion.last or occasion.first) - meeting).days
    if ahead < 0 or (occasion.first < meeting and is_paid(around)):
        return False
    if ahead == 0:
        return occasion.hour is not None and announced < told
    if occasion.year:
        return announced <= told or ahead > SOON
    if told < announced or (ahead > JUST_PAST and told < REACH):
        return False
    return ahead <= SOON or announced < REACH or is_calendar(around)


def is_document_date(around: Surroundings) -> bool:
    """Whether the day is that of a document: its date, version, posting, signature."""
    if cues("document_lead").search(around.before) or cues("document_line").search(around.before):
        return True
    if any(cues("version_row").search(cell.strip()) for cell in around.row):
        return True
    return any(cues("version_columns").search(cell.strip()) for cell in around.columns)


def is_calendar(around: Surroundings) -> bool:
    """Whether it stands in a list or table of dates to come."""
    return any(cues("calendars").search(text) for text in (*around.titles, *around.columns))


def is_paid(around: Surroundings) -> bool:
    """Whether the line is about a cost."""
    return bool(re.search(lexicon.load("dates")["money"], around.line))


def _distance(name: str, around: Surroundings) -> int:
    """Characters from the day to the nearest cue, REACH if there is none."""
    before = [len(around.before) - match.end() for match in cues(name).finditer(around.before)]
    after = [match.start() for match in cues(name).finditer(around.after)]
    # a cue may take in the preposition before the day ("jusqu'au"), hence up to the day itself
    return min([*before, *after, REACH])
