"""Which heads begin the minutes of a meeting: signs of one head, and signs that hold between all of them."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from operator import attrgetter

from crparse import lexicon
from crparse.document.meetings.heads import DatedHead, Day, FileLines, cue, form_of, is_of_contents

HEAD = 12
"""Lines of a head above the day of the meeting at most (chosen, not measured)."""

TITLE = 150
"""Characters of a line of a head at most, that of the day apart (chosen, not measured)."""

UNKNOWN = 2
"""Lines in a row that no other head has and that a head may have: the number of a session (chosen)."""

ENDS = 8
"""Lines above a head in which the meeting before ends: who signs is named between (chosen, not measured)."""

ABOVE, BELOW = 4, 8
"""Lines around a day that are compared with those around that of another head (chosen, not measured)."""

SAME, PAIR = 3, 4
"""Of these, lines that are alike where a head is one of a register, and one of two (chosen, not measured)."""

CLOSE = 3
"""Lines from such a day to the attendance or the opening: hour, place and body stand between (chosen)."""

REGISTER = 3
"""Heads alike that make a file a register: two may be minutes with an annex (chosen, not measured)."""

MISREAD = 0.2
"""Share of the days of a register that may be out of order: recognition misreads a month (chosen)."""

LEAST = 5
"""Lines that the minutes of a meeting have at least (chosen, not measured)."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """Where the minutes of a meeting begin."""

    line: int
    """The first of the head."""
    head: int
    """That of the day."""
    day: Day
    forms: frozenset[str]
    """Of the lines with the day."""
    parted: bool
    """Whether it tops a page, stands under the end of the meeting before, or is a heading as the first is."""


class Beginnings:
    """Where minutes may begin in a file, a place for each day, and whether it is sure that they do."""

    def __init__(self, lines: FileLines, heads: Sequence[DatedHead]) -> None:
        self._lines = lines
        self._opened = [head for head in heads if head.opened]
        found = list(map(self._beginning, self._opened))
        close = self._of_close_form()
        likely = [
            one
            for at, one in enumerate(found)
            if at == 0 or one.parted or one.forms & close or self._repeats(at, SAME)
        ]
        likely = self._with_usual(list(_one_a_day(likely)), heads)
        self.found = likely if _are_in_order(likely) else list(_one_a_day(_of_usual_form(likely)))
        """In the order of the file."""

    def are_sure(self) -> bool:
        """Whether the days are in order, the heads alike, and minutes stand below each and nowhere else."""
        found, last = self.found, self.found[-1]
        at = next(
            at for at, head in enumerate(self._opened) if head.line >= last.head or head is self._opened[-1]
        )
        if len(found) < REGISTER and not (last.parted or self._repeats(at, PAIR)):
            return False
        ends = [*(one.line for one in found[1:]), len(self._lines)]
        if any(end - one.head < LEAST for one, end in zip(found, ends, strict=True)):
            return False
        front = range(found[0].line)
        if any(self._lines.is_attendance(line) or self._lines.is_opening(line) for line in front):
            return False
        return (_are_in_order(found) or _are_nearly_in_order(found)) and _are_alike(found)

    def _beginning(self, head: DatedHead) -> Beginning:
        start = self._start(head.line)
        return Beginning(start, head.line, head.day, frozenset(head.forms), self._is_parted(start, head.line))

    def _start(self, line: int) -> int:
        """The first line of the head of a day: that at the top of its page, or the uppermost known one."""
        start, unknown, seen = line, 0, set[str]()
        if self._lines.tops_page(line):
            return line
        for above in self._above(line):
            form, folded = self._lines.form(above), self._lines.folded(above)
            is_known = form in self._known or (line != self._opened[0].line and _is_of_head(folded))
            if form in seen:
                return start  # the cover says the same
            seen |= {form} if is_known and form else set()
            start, unknown = (above, 0) if is_known else (start, unknown + bool(form))
            if unknown > UNKNOWN or (not is_known and folded.endswith(".")):
                return start
            if self._lines.tops_page(above):
                return above
        return start

    def _above(self, line: int) -> Iterator[int]:
        """The lines above a day that may belong to its head, from it on."""
        for above in range(line - 1, max(-1, line - 1 - HEAD), -1):
            folded = self._lines.folded(above)
            ends = self._lines.is_end(above) or self._lines.is_attendance(above)
            if ends or len(folded) > TITLE or is_of_contents(folded):
                return
            yield above

    @cached_property
    def _known(self) -> set[str]:
        """The lines above the day in the first head and in another; no names of who signed are among them."""
        first, *others = self._opened
        above = {self._lines.form(line) for line in self._above(first.line)} - {""}
        later = (other.line for other in others if other.day != first.day)
        return above & {self._lines.form(line) for day in later for line in self._above(day)}

    def _is_parted(self, start: int, line: int) -> bool:
        if self._lines.tops_page(start):
            return True
        level = self._lines.heading_level(line)
        if level is not None and level == self._lines.heading_level(self._opened[0].line):
            return True
        for above in range(start - 1, max(-1, start - 1 - ENDS), -1):
            if self._lines.is_end(above):
                return True
            if self._lines.is_attendance(above) or self._lines.is_opening(above):
                return False
        return False

    def _of_close_form(self) -> set[str]:
        """The forms of several heads that the attendance or the opening follows at once."""
        close = {
            (form, head.day) for head in self._opened if (head.opening or 0) <= CLOSE for form in head.forms
        }
        counts = Counter(form for form, _ in close)
        return {form for form, count in counts.items() if count >= REGISTER}

    def _repeats(self, at: int, least: int) -> bool:
        """Whether the lines around a day are those around the day before or after: its title, its labels."""
        head, opened = self._opened[at], self._opened
        before = next((opened[i] for i in range(at - 1, -1, -1) if opened[i].day != head.day), None)
        after = next((opened[i] for i in range(at + 1, len(opened)) if opened[i].day != head.day), None)
        own = self._around(head.line)
        apart = (self._around(other.line) for other in (before, after) if other is not None)
        return any(len(self._told(own - other) & self._told(other - own)) >= least for other in apart)

    def _around(self, line: int) -> set[int]:
        return set(range(max(0, line - ABOVE), min(len(self._lines), line + BELOW + 1)))

    def _told(self, lines: Iterable[int]) -> set[str]:
        """What lines are about: their words up to a colon."""
        told = (form_of(self._lines.folded(line)[:TITLE].partition(":")[0]) for line in lines)
        return {form for form in told if form}

    def _with_usual(self, likely: list[Beginning], heads: Sequence[DatedHead]) -> list[Beginning]:
        """With the other heads that have the form of several, where one of the other signs holds."""
        if len(likely) < REGISTER:
            return likely
        known, usual = {one.head for one in likely}, _Forms(_of_usual_form(likely))
        later = (head for head in heads if head.line > likely[0].head and head.line not in known)
        alike = ((head.opened, self._beginning(head)) for head in later if usual.have(head.forms))
        added = [one for opened, one in alike if opened or one.parted]
        return list(_one_a_day(sorted([*likely, *added], key=attrgetter("head"))))


def _is_of_head(folded: str) -> bool:
    """Whether a line names the minutes, who issues them, or tells when they were convened, how many came."""
    names = ("document", "letterhead", "metadata", "keys")
    titles = (lexicon.cues("meeting", f"title.{name}") for name in names)
    return any(words.match(folded) for words in (cue("heads.number"), *titles))


def _one_a_day(found: Iterable[Beginning]) -> Iterator[Beginning]:
    """Of heads of one day in a row the first, with what all have; a day without year has that before it."""
    last: Beginning | None = None
    for one in found:
        day = (last.day[0], *one.day[1:]) if last is not None and not one.day[0] else one.day
        if last is not None and day == last.day:
            last = replace(last, forms=last.forms | one.forms)
            continue
        if last is not None:
            yield last
        last = replace(one, day=day)
    if last is not None:
        yield last


def _are_in_order(found: Sequence[Beginning]) -> bool:
    """Whether the days rise, or fall, from each meeting to the next."""
    days = [one.day for one in found]
    return days in (sorted(set(days)), sorted(set(days), reverse=True))


def _are_nearly_in_order(found: Sequence[Beginning]) -> bool:
    """Whether but for a few they do, where all heads are alike and parted."""
    usual = _of_usual_form(found)
    days = [one.day for one in found]
    longest = max(_longest_rise(days), _longest_rise(days[::-1]))
    clear = len(usual) == len(found) and all(one.parted for one in found[1:])
    return clear and len(days) - longest <= MISREAD * len(days)


def _longest_rise(days: Sequence[Day]) -> int:
    """How many of the days stand in order, when those that do not are left out."""
    last: list[Day] = []  # of each length, the least day that ends a row of it
    for day in days:
        at = bisect_left(last, day)
        last[at : at + 1] = [day]
    return len(last)


def _of_usual_form(found: Sequence[Beginning]) -> list[Beginning]:
    """Those that have the very form of another: reports of other bodies and annexes have not."""
    counts = Counter(form for one in found for form in one.forms)
    return [one for one in found if any(counts[form] > 1 for form in one.forms)]


def _are_alike(found: Sequence[Beginning]) -> bool:
    """Whether each head has a line of another; of a register one parted from the rest may have none."""
    forms = _Forms(found)
    unlike = [one for one in found if not forms.have(one.forms, but=one)]
    return not unlike or (len(unlike) == 1 and len(found) > REGISTER and all(one.parted for one in found[1:]))


class _Forms:
    """The forms of some heads: one is alike that says the same, or more before: "compte rendu de la"."""

    def __init__(self, found: Iterable[Beginning]) -> None:
        found = list(found)
        self._whole = Counter(chain.from_iterable(one.forms for one in found))
        self._ends = Counter(
            chain.from_iterable({end for form in one.forms for end in _ends(form)} for one in found)
        )

    def have(self, forms: Iterable[str], but: Beginning | None = None) -> bool:
        """Whether one of the heads is alike, another than `but`."""
        own = but.forms if but else frozenset()
        own_ends = {end for form in own for end in _ends(form)}
        return any(
            self._ends[form] > (form in own_ends)
            or any(self._whole[end] > (end in own) for end in _ends(form))
            for form in forms
        )


def _ends(form: str) -> Iterator[str]:
    """A form, and what is left of it when words before are left out."""
    words = form.split()
    return (" ".join(words[first:]) for first in range(len(words)))
