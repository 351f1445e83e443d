"""A record held against itself and against the counts that minutes print: what cannot be so is doubted."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from crparse import lexicon
from crparse.document.items import ODD_YEAR, Doubt, caveats_of
from crparse.language.persons import is_civility
from crparse.record import Decision, Entity
from crparse.stages.probability.found import Found
from crparse.text import fold, name_key
from crparse.wording import N_, Message

HEAD = 6000
"""Characters from the start in which the counts of those who met stand (chosen, not measured)."""

MOST = 0.8
"""Share of the attendees with an organisation that may well have come for one (chosen, not measured)."""

FEW = 5
"""Of fewer attendees all may have come for one organisation (chosen, not measured)."""


@dataclass(frozen=True, slots=True)
class PrintedCount:
    """How many people the minutes say there are."""

    of: str
    """ "present", "members" or "voters"."""
    count: int
    start: int
    end: int


@cache
def _printed(what: str) -> re.Pattern[str]:
    before = lexicon.source("checks", f"{what}.before")
    # With "present" takes "presents : 14", leaves "presents : 14 h", "representes : 2".
    pattern = rf"(?<!\w)(?:{before})[ \t]?[:=]?[ \t]?(?P<count>\d{{1,3}})(?![\w/%]|[.,]\d| [h%](?!\w))"
    if what == "present":
        # Takes "14 membres presents", leaves "2014 membres presents".
        pattern += (
            rf"|(?<![\d/.,])(?P<count_before>\d{{1,3}}) (?:{lexicon.source('checks', 'present.after')})(?!\w)"
        )
    # All of them: takes "en exercice : 19", leaves "l'exercice 2019".
    return re.compile(pattern)


def printed_counts(text: str) -> list[PrintedCount]:
    """The counts of people that the head of the minutes prints."""
    head = fold(text[:HEAD])
    return [
        PrintedCount(of, int(match["count"] or match["count_before"]), match.start(), match.end())
        for of in ("present", "members", "voters")
        for match in _printed(of).finditer(head)
    ]


def counted(found: Found) -> Mapping[str, int]:
    """The same counts by the record."""
    statuses = Counter(one.status for one in found.attendees)
    present = statuses["present"]
    return {
        "present": present,
        "members": len(found.attendees),
        "voters": present + statuses["represented"],
    }


COUNTED_PEOPLE: Mapping[str, str] = {
    "present": N_("present"),
    "members": N_("members"),
    "voters": N_("voters"),
}


def find_doubts(found: Found) -> Iterator[Doubt]:
    """All that is odd in a record."""
    yield from _other_counts(found)
    yield from _one_organisation(found)
    yield from _odd_names(found)
    yield from _odd_organisations(found)
    yield from _day_of_the_meeting(found)
    yield from _odd_year(found)
    for decision in found.decisions:
        yield from _odd_decision(found, decision)


def _other_counts(found: Found) -> Iterator[Doubt]:
    """Counts that the list of attendees does not come to; once for each thing counted."""
    own = counted(found)
    told = [doubt for doubt in caveats_of(found.doc) if doubt.code == "count_differs"]
    printed: dict[str, list[PrintedCount]] = {}
    for one in printed_counts(found.text):
        printed.setdefault(one.of, []).append(one)
    for of, counts in printed.items():
        counts = [one for one in counts if not any(d.start <= one.start < d.end for d in told)]
        if own[of] and counts and all(one.count != own[of] for one in counts):
            message = Message(
                "The minutes count %(printed)s (%(what)s), the record %(found)s.",
                printed=counts[0].count,
                what=COUNTED_PEOPLE[of],
                found=own[of],
            )
            yield Doubt("other_count", message, counts[0].start, counts[0].end)


def _one_organisation(found: Found) -> Iterator[Doubt]:
    """One organisation beside nearly everybody: rather a heading of the list than where each comes from."""
    told = Counter(name_key(one.organisation) for one in found.attendees if one.organisation)
    if told and sum(told.values()) >= FEW:
        (_, most), *_ = told.most_common(1)
        if most >= MOST * len(found.attendees):
            first = next(one for one in found.attendees if one.organisation)
            message = Message(
                '"%(organisation)s" is said to be the organisation of %(most)s attendees.',
                organisation=first.organisation,
                most=most,
            )
            yield Doubt("one_organisation", message, first.start, first.end)


def _odd_names(found: Found) -> Iterator[Doubt]:
    """People whose name is a civility, or has no letter."""
    for one in found.attendees:
        if is_civility(one.name) or not name_key(one.name):
            yield Doubt(
                "no_name", Message('"%(name)s" is no name of a person.', name=one.name), one.start, one.end
            )
    for person in found.people:
        if person.mentions and (is_civility(person.name) or not name_key(person.name)):
            place = person.mentions[0]
            yield Doubt(
                "no_name",
                Message('"%(name)s" is no name of a person.', name=person.name),
                place.start,
                place.end,
            )


def _odd_organisations(found: Found) -> Iterator[Doubt]:
    """Organisations that are a person, a mark, a heading or a sentence."""
    for one in found.organisations:
        reason = _why_none(found, one)
        if reason and one.mentions:
            message = Message(
                '"%(name)s" may be no organisation: %(what_reason)s.', name=one.name, what_reason=reason
            )
            yield Doubt("odd_organisation", message, one.mentions[0].start, one.mentions[0].end)


def _why_none(found: Found, one: Entity) -> str | None:
    keys = {name_key(name) for name in (one.name, *one.variants)}
    if not any(keys):
        return N_("it has no letters")
    if keys & found.person_keys:
        return N_("a person has that name")
    if all((place.start, place.end) in found.heading_places for place in one.mentions):
        return N_("it is a heading and named nowhere else")
    verbs = sum(found.verbs_in(place.start, place.end) > 0 for place in one.mentions)
    return N_("it has a verb") if 2 * verbs > len(one.mentions) else None


def _day_of_the_meeting(found: Found) -> Iterator[Doubt]:
    """The meeting announced by itself."""
    for one in found.upcoming_dates:
        if one.date == found.meeting.date and one.end_date is None:
            message = Message("The day of the meeting is among those to come: %(quote)s.", quote=one.quote)
            yield Doubt("own_day_to_come", message, one.start, one.end)


# Takes "2009" of "le 26 juillet 2009", leaves "20090", "B2009".
_YEAR = re.compile(r"(?<!\w)(?:19|20)\d\d(?!\w)")

SPOKEN_OF = 4
"""Times that a few years in a row have to be named for minutes to be of their time: of 320 minutes one had a
meeting in a year that none of them is near, and that year was misread."""

ROW, FAR = 3, 10
"""How many years are a few in a row, and from how many on a year is not near them (chosen, not measured)."""


def _odd_year(found: Found) -> Iterator[Doubt]:
    """A meeting in 2099 whose minutes speak of 2008 to 2010: a figure misread or mistyped."""
    told = found.meeting.evidence.get("date")
    if found.meeting.date is None or told is None:
        return
    year = int(found.meeting.date[:4])
    named = Counter(
        int(match.group())
        for match in _YEAR.finditer(found.text)
        if not told.start <= match.start() < told.end
    )
    rows = ({first + i: named[first + i] for i in range(ROW)} for first in sorted(named))
    most = max(rows, key=lambda row: sum(row.values()), default={})
    if sum(most.values()) >= SPOKEN_OF and all(abs(year - other) > FAR for other in named):
        years = [other for other, count in most.items() if count]
        message = Message(
            "The meeting is of %(year)s, its minutes speak of %(first)s to %(last)s.",
            year=year,
            first=min(years),
            last=max(years),
        )
        yield Doubt(ODD_YEAR, message, told.start, told.end)


def _odd_decision(found: Found, decision: Decision) -> Iterator[Doubt]:
    """A decision without any verb; more votes than people who could vote."""
    parts = decision.parts or [(decision.start, decision.end)]
    if found.tagged and not any(found.verbs_in(*part) for part in parts):
        message = Message("What is taken for a decision has no verb.")
        yield Doubt("decision_without_verb", message, decision.start, decision.end)
    vote = decision.vote
    cast = sum(filter(None, vote.counts)) if vote else 0
    able = counted(found)["voters"]
    if cast > able >= FEW:
        message = Message(
            "%(cast)s votes are told of %(able)s people present or represented.", cast=cast, able=able
        )
        yield Doubt("too_many_votes", message, decision.start, decision.end)
