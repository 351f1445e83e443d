"""Which heads begin the minutes of a meeting: signs that hold for one head, and signs that hold between all."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product
from operator import attrgetter

from crparse import lexicon
from crparse.document.meetings.heads import Day, FileLines, Head, cue, form_of

HEAD = 12
"""Lines of a head above the day of the meeting at most (chosen, not measured)."""

TITLE = 150
"""Characters of a line of a head at most, that of the day apart (chosen, not measured)."""

UNKNOWN = 2
"""Lines in a row that no other head has and that a head may have: the number of a session (chosen, not measured)."""

ENDS = 8
"""Lines above a head in which the meeting before ends: names of who signs stand between (chosen, not measured)."""

PROFILE = 8
"""Lines below a day, and half as many above, that are compared with those of other heads (chosen, not measured)."""

SAME, PAIR = 3, 4
"""Of these, lines that are alike where a head is one of a register, and one of two (chosen, not measured)."""

REGISTER = 3
"""Heads alike that make a file a register: two may be minutes with an annex (chosen, not measured)."""

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
    """Whether it stands at the top of a page, under the end of the meeting before, or is a heading of the file."""


class Beginnings:
    """Where minutes may begin in a file, and whether it is sure that they do."""

    def __init__(self, lines: FileLines, heads: Sequence[Head]) -> None:
        self._lines = lines
        self._heads = heads
        self._opened = [head for head in heads if head.opened]
        self._known = self._forms_above()
        self._levels = {self._level(head.line) for head in self._opened[:1]} - {None}
        found = list(_one_a_day(map(self._beginning, self._opened)))
        sure = [one for at, one in enumerate(found) if at == 0 or one.parted or self._repeats(one, SAME)]
        self.found = self._in_order(self._with_usual(list(_one_a_day(sure))))
        """In the order of the file, one for each day."""

    def _forms_above(self) -> set[str]:
        """The lines that stand above the day in the first head and in another; names of who signs above no first."""
        above = [(head.day, {self._lines.form(line) for line in self._above(head.line)}) for head in self._opened]
        first_day, first = above[0] if above else (None, set())
        return {form for form in first if form and any(form in forms for day, forms in above if day != first_day)}

    def _above(self, line: int) -> Iterator[int]:
        """The lines above a day that may belong to its head, from it on."""
        for above in range(line - 1, max(-1, line - 1 - HEAD), -1):
            ends = self._lines.is_end(above) or self._lines.is_attendance(above)
            if ends or len(self._lines.folded(above)) > TITLE:
                return
            yield above

    def _beginning(self, head: Head) -> Beginning:
        start = self._start(head.line)
        return Beginning(start, head.line, head.day, frozenset(head.forms), self._parted(start, head.line))

    def _start(self, line: int) -> int:
        """The first line of the head of a day: that at the top of its page, or the uppermost known one."""
        start, unknown = line, 0
        if self._lines.tops_page(line):
            return line
        for above in self._above(line):
            form, folded = self._lines.form(above), self._lines.folded(above)
            if form in self._known or (line != self._opened[0].line and _is_title(folded)):
                start, unknown = above, 0
            elif form:
                unknown += 1
            if unknown > UNKNOWN or (form not in self._known and folded.endswith(".")):
                return start
            if self._lines.tops_page(above):
                return above
        return start

    def _parted(self, start: int, line: int) -> bool:
        if self._lines.tops_page(start) or self._level(line) in self._levels:
            return True
        return any(self._lines.is_end(above) for above in range(start - 1, max(-1, start - 1 - ENDS), -1))

    def _level(self, line: int) -> int | None:
        """The level of a line that the file has as a heading."""
        return self._lines.source.blocks[self._lines.block(line)].heading_level

    def _repeats(self, one: Beginning, least: int) -> bool:
        """Whether the lines around a day are those around another: its title, its labels."""
        own = self._around(one.head)
        apart = (self._around(head.line) for head in self._opened if head.day != one.day)
        return any(
            len(self._told(own - other) & self._told(other - own)) >= least for other in apart
        )

    def _around(self, line: int) -> set[int]:
        return set(range(max(0, line - PROFILE // 2), min(len(self._lines), line + PROFILE + 1)))

    def _told(self, lines: Iterable[int]) -> set[str]:
        """What lines are about: their words up to a colon."""
        told = (form_of(self._lines.folded(line)[:TITLE].partition(":")[0]) for line in lines)
        return {form for form in told if form}

    def _with_usual(self, sure: list[Beginning]) -> list[Beginning]:
        """With the other heads that have the form of several, where one of the other signs holds."""
        if len(sure) < REGISTER:
            return sure
        usual = _usual(sure)
        known = {one.head for one in sure}
        heads = [head for head in self._heads if head.line > sure[0].head and head.line not in known and _alike(usual, head.forms)]
        others = (self._beginning(head) for head in heads)
        added = [one for one, head in zip(others, heads, strict=True) if head.opened or one.parted]
        return list(_one_a_day(sorted([*sure, *added], key=attrgetter("head"))))

    def _in_order(self, found: list[Beginning]) -> list[Beginning]:
        """Without heads of another form whose days are out of order: reports of other bodies, annexes."""
        if len(found) < REGISTER or in_order(found):
            return found
        usual = _usual(found)
        return list(_one_a_day(one for one in found if usual & one.forms))

    def are_sure(self) -> bool:
        """Whether the days are in order, the heads alike, and minutes stand below each and nowhere else."""
        if not in_order(self.found):
            return False
        last = self.found[-1]
        if len(self.found) < REGISTER and not (last.parted or self._repeats(last, PAIR)):
            return False
        ends = [*(one.line for one in self.found[1:]), len(self._lines)]
        if any(end - one.head < LEAST for one, end in zip(self.found, ends, strict=True)):
            return False
        front = range(self.found[0].line)
        if any(self._lines.is_attendance(line) or self._lines.is_opening(line) for line in front):
            return False
        unlike = [one for one in self.found if not any(_alike(one.forms, o.forms) for o in self.found if o is not one)]
        alike = len(self.found) - len(unlike)
        return not unlike or (alike >= REGISTER and all(one.parted for one in unlike[1:]) and len(unlike) == 1)


def in_order(found: Sequence[Beginning]) -> bool:
    """Whether the days rise, or fall, from each meeting to the next."""
    days = [one.day for one in found]
    return days in (sorted(set(days)), sorted(set(days), reverse=True))


def _one_a_day(found: Iterator[Beginning] | list[Beginning]) -> Iterator[Beginning]:
    """Of heads of the same day in a row the first, with what all of them have; a day without year has that before it."""
    last: Beginning | None = None
    for one in found:
        if last is not None and not one.day[0]:
            one = replace(one, day=(last.day[0], *one.day[1:]))
        if last is not None and one.day == last.day:
            last = replace(last, forms=last.forms | one.forms)
            continue
        if last is not None:
            yield last
        last = one
    if last is not None:
        yield last


def _usual(found: Sequence[Beginning]) -> set[str]:
    """The forms that several heads have."""
    counts = Counter(form for one in found for form in one.forms)
    return {form for form, count in counts.items() if count > 1}


def _alike(some: Iterable[str], others: Iterable[str]) -> bool:
    """Whether two heads have a line alike, or a line of one says more before: "procès-verbal de la"."""
    pairs = product(some, others)
    return any(one == other or f" {one}".endswith(f" {other}") or f" {other}".endswith(f" {one}") for one, other in pairs)


def _is_title(folded: str) -> bool:
    """Whether a line names the minutes, who issues them, or says what heads do."""
    names = ("document", "letterhead", "metadata", "keys")
    return cue("heads.number").match(folded) is not None or any(
        lexicon.cues("meeting", f"title.{name}").match(folded) for name in names
    )
