"""Whether a text looks back or ahead at a place in it, and the year or week that this tells.

Tenses are told by the endings of verbs, without a tagger: a date wants no more, and any text can be read.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from functools import cached_property

from crparse import lexicon
from crparse.text import fold

REACH = 160
"""Characters on either side of a date in which the verbs around it tell the tense (chosen, not measured)."""

COMMA = 30
"""Characters that a comma between a date and a verb counts for (chosen, not measured)."""

CLOSE = 20
"""Characters at most between a verb of the past and its "jusqu'en juin" (chosen, not measured)."""

BEFORE = 60
"""Characters before a date that may say what it is ("commencé en") (chosen, not measured)."""

FAR = 240
"""Days that a sign of what is only expected does not reach over: the day of a concert "prévu le 2 avril" that
is told of on 5 April is that of this week (chosen, not measured)."""

GONE = 3
"""How much nearer a day that is gone has to be than one to come, where no verb tells: what is told of
long after is told in the past (chosen, not measured)."""

# Where a sentence ends: takes ". " of "… a eu lieu. Le 5 mai …", leaves "le 5.04.16".
_SENTENCE_END = re.compile(r"[.;!?]\s")


class Toward(IntEnum):
    """Where a date lies, seen from the day of writing: before it, after it, or where it is nearest."""

    LAST = -3
    """Before the day of writing, and not around it: "l'hiver dernier"."""
    PAST = -2
    NEAREST = 0
    EXPECTED = 1
    """After it unless that is far off."""
    AHEAD = 2
    NEXT = 3
    """After it, and not around it."""


@dataclass(frozen=True, slots=True)
class Sign:
    """A verb, or a word like "prévu"."""

    start: int
    end: int
    toward: Toward


def _plain(text: str) -> str:
    """The text in lower case with its accents, of the same length, apostrophes plain."""
    lowered = ((char.lower() if len(char.lower()) == 1 else char) for char in text)
    return "".join(lowered).replace("’", "'")


class Outlook:
    """The verbs of a text and what they tell of a place in it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.folded = fold(text)
        self.plain = _plain(text)
        """In lower case, with accents."""

    @cached_property
    def _signs(self) -> list[Sign]:
        kinds = (("past", Toward.PAST), ("future", Toward.AHEAD), ("expected", Toward.EXPECTED))
        found = [
            Sign(*match.span(), toward)
            for name, toward in kinds
            for match in lexicon.cues("times", f"signs.{name}").finditer(self.plain)
        ]
        return sorted(found, key=lambda sign: (sign.start, -sign.end))

    @cached_property
    def _starts(self) -> list[int]:
        return [sign.start for sign in self._signs]

    @cached_property
    def _ends(self) -> list[int]:
        """Where sentences end."""
        return [match.end() for match in _SENTENCE_END.finditer(self.text)]

    def _says(self, name: str, start: int, end: int, *, before: bool) -> bool:
        cues = lexicon.cues("times", f"signs.{name}")
        lead = max(0, start - BEFORE)
        return bool(cues.search(self.plain, lead, start) if before else cues.match(self.folded, end))

    def of_a_thing(self, start: int, end: int) -> bool:
        """Whether a date tells which thing is meant: "la réunion du 5 mai"."""
        return self._says("of", start, end, before=True)

    def end_of_turn(self, end: int) -> int:
        """Where the "dernier" or "prochain" ends that follows a date."""
        cues = (lexicon.cues("times", f"signs.{name}").match(self.folded, end) for name in ("last", "next"))
        return next((match.end() for match in cues if match), end)

    def toward(self, start: int, end: int) -> Toward:
        """Where the date printed at `text[start:end]` lies, as its neighbours and the nearest verb tell."""
        if self._says("last", start, end, before=False):
            return Toward.LAST
        if self._says("next", start, end, before=False):
            return Toward.NEXT
        if self._says("since", start, end, before=True):
            return Toward.PAST
        if self._says("put", start, end, before=True):
            return Toward.AHEAD
        nearest, away = self._verb(start, end)
        if self._says("until", start, end, before=True):
            return Toward.PAST if nearest == Toward.PAST and away <= CLOSE else Toward.EXPECTED
        if self._says("done", start, end, before=True):
            return Toward.PAST
        weak = nearest == Toward.AHEAD and self.of_a_thing(start, end)
        return Toward.EXPECTED if weak else nearest

    def _verb(self, start: int, end: int) -> tuple[Toward, int]:
        """What the nearest verb of the sentence tells, and how far off it is; a comma parts most."""
        sentence = bisect_left(self._ends, start + 1)
        first = self._ends[sentence - 1] if sentence else 0
        last = self._ends[sentence] if sentence < len(self._ends) else len(self.text)
        first, last = max(first, start - REACH), min(last, end + REACH)
        signs = self._signs[bisect_left(self._starts, first) : bisect_left(self._starts, last)]
        # the comma that closes a date in front parts nothing: "Vendredi, le maire …"
        opens = end + (not signs or signs[0].start >= start)
        best, nearest = 2 * REACH, Toward.NEAREST
        for sign in signs:
            gap = (opens, sign.start) if sign.start >= end else (sign.end, start - 1)
            cost = max(0, gap[1] - gap[0]) + COMMA * self.text.count(",", gap[0], max(gap))
            if cost < best:
                best, nearest = cost, sign.toward
        return nearest, best


Days = tuple[date, date]
"""The first and the last day of a stretch of time."""


def settled(at: Callable[[int], Days | None], years: Iterable[int], day: date, toward: Toward) -> int | None:
    """Which of the choices a date means that comes again and again, None where none fits.

    Args:
        at: The days of a choice: of the first of March of a year, of the Thursday of a week.
        years: The choices in the order of time.
        day: That of writing.
        toward: Where the date lies.
    """
    known = [(choice, days) for choice in years if (days := at(choice)) is not None]
    before = [one for one in known if (one[1][1] < day if toward == Toward.LAST else one[1][0] <= day)]
    after = [one for one in known if (one[1][0] > day if toward == Toward.NEXT else one[1][1] >= day)]
    if toward in (Toward.LAST, Toward.PAST):
        return before[-1][0] if before else None
    if after and (toward >= Toward.AHEAD or (toward == Toward.EXPECTED and _away(after[0][1], day) <= FAR)):
        return after[0][0]
    if not after or not before:
        return next((choice for choice, _ in (*after, *reversed(before))), None)
    gone = _away(before[-1][1], day) * GONE < _away(after[0][1], day)
    return before[-1][0] if gone else after[0][0]


def _away(days: Days, day: date) -> int:
    """Days between a stretch and a day, 0 for a day in it."""
    first, last = days
    return max((first - day).days, (day - last).days, 0)
