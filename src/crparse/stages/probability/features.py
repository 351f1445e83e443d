"""What speaks for and against each item of a record, in figures that minutes of any body show.

How it was found and by what score, what it looks like, how it stands among the others of its list, what else
in the document agrees with it, what was doubted about it.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from math import log
from statistics import fmean
from typing import Any, TypeVar, cast

from crparse.document.items import scores_of
from crparse.document.numbering import parse_number
from crparse.language.persons import parse_name
from crparse.models import log_odds
from crparse.record import (
    Action,
    Attendee,
    Decision,
    Entity,
    HeaderQuote,
    Located,
    Section,
)
from crparse.stages.probability.checks import counted, printed_counts
from crparse.stages.probability.found import Found
from crparse.text import Stretch, name_key

Row = dict[str, float]

DOUBTED = "doubted"
"""The feature of an item that a caveat is about: whatever is learned, it never speaks for one."""

OF_LISTS = {
    "attendees": frozenset({"other_count", "count_differs", "one_organisation"}),
    "date": frozenset({"two_meeting_days"}),
}
"""Caveats that are about every item of a list, or a field of the meeting."""

LEAST = 1e-4
"""No score is taken to be surer than that (chosen, not measured)."""


def score_odds(likely: float) -> float:
    """The log-odds of a score, none surer than `LEAST` lets it be."""
    return log_odds(min(max(likely, LEAST), 1 - LEAST))


class Siblings:
    """The items of one list, as company of each of them."""

    def __init__(self, found: Found, group: str, items: Sequence[Located], values: Sequence[str]) -> None:
        self.found = found
        self.scores: Mapping[Stretch, float] = scores_of(found.doc, group)
        self.families = Counter(family(item) for item in items)
        self.values = Counter(map(name_key, values))
        self.size = len(items)

    def row(self, item: Located, value: str) -> Row:
        """What is asked of an item of any kind; `value` is what it says."""
        found, block = self.found, self.found.source.block_at(item.start)
        score = self.scores.get((item.start, item.end))
        return {
            f"rule {family(item)}": 1.0,
            f"rule {item.rule}": 1.0,
            "scored": float(score is not None),
            "score": score_odds(score) if score is not None else 0.0,
            "alike": self.families[family(item)] / self.size,
            "size": log(self.size),
            "alone": float(self.size == 1),
            "twice": float(self.values[name_key(value)] > 1),
            "place": item.start / (len(found.text) + 1),
            DOUBTED: float(found.doubts_in(item) > 0),
            "recognised": float(block.confidence is not None),
            "unclear": (100 - block.confidence) / 100 if block.confidence is not None else 0.0,
            "cell": float(block.cell is not None),
            "parts": float(bool(item.parts)),
            "title": float(name_key(value) in found.title_keys),
            "characters": log(len(found.text) + 1),
            **shape(value),
        }


def family(item: Located) -> str:
    """The family of an item's rule."""
    return item.rule.partition(":")[0]


def shape(value: str) -> Row:
    """What a text looks like."""
    words, letters = value.split(), [char for char in value if char.isalpha()]
    return {
        "words": log(1 + len(words)),
        "letters": log(1 + len(letters)),
        "capitals": sum(map(str.isupper, letters)) / max(1, len(letters)),
        "capitalised": sum(word[0].isupper() for word in words) / max(1, len(words)),
        "starts small": float(value[:1].islower()),
        "digits": float(any(map(str.isdigit, value))),
        "stop": float(value.rstrip().endswith((".", "!", "?"))),
        "open end": float(value.rstrip().endswith((",", ":", "-", "(", "/"))),
        "brackets": float(value.count("(") != value.count(")")),
        "marks": sum(not (char.isalnum() or char.isspace()) for char in value) / max(1, len(value)),
    }


def person_name(name: str) -> Row:
    """How strong a name is as that of a person."""
    parsed = parse_name(name)
    return {
        "no person": float(parsed is None),
        "basis": float(parsed.basis) if parsed else 0.0,
        "surname alone": float(parsed is not None and parsed.given is None),
        "first name alone": float(parsed is not None and parsed.surname is None),
        "whole name": float(parsed is not None and parsed.text == name.strip()),
    }


R = TypeVar("R")


def once(make: Callable[[Found], Iterable[R]]) -> Callable[[Found], Sequence[R]]:
    """Figures that several fields begin with, made once for each document."""

    def made(found: Found) -> Sequence[R]:
        if make.__name__ not in found.made:
            found.made[make.__name__] = list(make(found))
        return cast(Sequence[R], found.made[make.__name__])

    return made


Rows = Iterator[tuple[Any, Row]]
"""The items of a field by their place in the list (of the meeting: its fields), each with its figures."""


@once
def _attendees(found: Found) -> Iterator[tuple[int, Row, Attendee]]:
    people, own = found.attendees, counted(found)
    codes = {caveat.code for caveat in found.caveats}
    siblings = Siblings(found, "attendees", people, [one.name for one in people])
    agree = {one.count == own[one.of] for one in printed_counts(found.text)}
    mentions = {person.id: len(person.mentions) for person in found.people}
    strong = [person_name(one.name)["basis"] for one in people]
    shares = {
        trait: sum(bool(getattr(one, trait)) for one in people) / max(1, len(people)) for trait in TRAITS
    }
    statuses = Counter(one.status for one in people)
    rules = Counter(one.rule for one in people)
    for index, one in enumerate(people):
        yield (
            index,
            {
                **siblings.row(one, one.name),
                **person_name(one.name),
                "others' basis": fmean(strong),
                DOUBTED: float(found.doubts_in(one) > 0 or bool(codes & OF_LISTS["attendees"])),
                "counts agree": float(True in agree),
                "counts differ": float(agree == {False}),
                "mentions": log(1 + mentions.get(one.person or "", 0)),
                "same rule": rules[one.rule] / len(people),
                "same status": statuses[one.status] / len(people),
                f"status {one.status}": 1.0,
                "is organisation": float(name_key(one.name) in found.organisation_keys),
                "has proxy": float(one.proxy is not None),
                **{f"others' {trait}": share for trait, share in shares.items()},
                **_neighbours(people, index),
            },
            one,
        )


def _neighbours(items: Sequence[Located], index: int) -> Row:
    """How far off the nearest other of the list stands, and whether it was found alike."""
    beside = [items[i] for i in (index - 1, index + 1) if 0 <= i < len(items)]
    one = items[index]
    gaps = [max(other.start - one.end, one.start - other.end, 0) for other in beside]
    return {
        "gap": log(1 + min(gaps, default=0)),
        "beside alike": sum(other.rule == one.rule for other in beside) / max(1, len(beside)),
    }


TRAITS = ("organisation", "role", "proxy")
"""What is told beside an attendee."""


def attendees(found: Found) -> Rows:
    """Name and status."""
    yield from ((index, row) for index, row, _ in _attendees(found))


def _trait(name: str) -> Callable[[Found], Rows]:
    """What stands beside the attendees, where anything does."""

    def rows(found: Found) -> Rows:
        told = Counter(name_key(getattr(one, name) or "") for one in found.attendees)
        for index, row, one in _attendees(found):
            value = getattr(one, name)
            if value:
                named = person_name(value)
                own = {f"own {key}": figure for key, figure in {**shape(value), **named}.items()}
                own["own share"] = told[name_key(value)] / len(found.attendees)
                own["own known"] = float(name_key(value) in found.organisation_keys)
                own["own person"] = float(name_key(value) in found.person_keys)
                own["own far"] = float(value not in found.text[one.start - NEAR : one.end + NEAR])
                yield index, row | own

    return rows


NEAR = 160
"""Characters around a name in which its own organisation or role stands, in a line or row (chosen)."""


def _entities(found: Found, group: str) -> Iterator[tuple[int, Row, Entity]]:
    entities: Sequence[Entity] = getattr(found, group)
    mentions = [mention for one in entities for mention in one.mentions]
    siblings = Siblings(found, group, mentions, [mention.text for mention in mentions])
    for index, one in enumerate(entities):
        if not one.mentions:
            continue
        rows = [siblings.row(mention, one.name) for mention in one.mentions]
        row = {name: fmean(row.get(name, 0.0) for row in rows) for name in {n for r in rows for n in r}}
        weighed = (siblings.scores.get((mention.start, mention.end)) for mention in one.mentions)
        scores = [score_odds(score) for score in weighed if score is not None]
        yield (
            index,
            {
                **row,
                "best score": max(scores, default=0.0),
                "size": log(len(entities)),
                "twice": 0.0,
                "mentions": log(len(one.mentions)),
                "once": float(len(one.mentions) == 1),
                "variants": log(1 + len(one.variants)),
                "first": min(mention.start for mention in one.mentions) / (len(found.text) + 1),
                "rules": log(len({mention.rule for mention in one.mentions})),
                "worst join": min(mention.score for mention in one.mentions) / 100,
            },
            one,
        )


def people(found: Found) -> Rows:
    """Whether there is such a person, and the entry is the only one."""
    listed = {one.person for one in found.attendees}
    surnames = Counter(key.split()[-1] for one in found.people if (key := name_key(one.name)))
    for index, row, one in _entities(found, "people"):
        words = name_key(one.name).split()
        yield (
            index,
            row
            | person_name(one.name)
            | {
                "attendee": float(one.id in listed),
                "namesakes": float(bool(words) and surnames[words[-1]] > 1),
                "is organisation": float(name_key(one.name) in found.organisation_keys),
                "listed share": len(listed) / len(found.people),
            },
        )


def organisations(found: Found) -> Rows:
    """Whether there is such an organisation, and the entry is the only one."""
    came_for = Counter(name_key(one.organisation or "") for one in found.attendees)
    for index, row, one in _entities(found, "organisations"):
        keys = {name_key(name) for name in (one.name, *one.variants)}
        inside = any(key in found.inner_names for key in keys)
        yield (
            index,
            row
            | {
                "attendees": log(1 + sum(came_for[key] for key in keys)),
                "is person": float(bool(keys & found.person_keys)),
                "acronym": float(any(key.isalpha() and len(key) < 7 for key in keys) and one.name.isupper()),
                "inside another": float(inside),
            },
        )


@once
def _sections(found: Found) -> Iterator[tuple[int, Row, Section]]:
    items = found.sections
    siblings = Siblings(found, "sections", items, [one.title for one in items])
    numbered = sum(one.number is not None for one in items) / max(1, len(items))
    levels = Counter(one.level for one in items)
    children = Counter(one.parent for one in items)
    following = {one.id for one, after in pairwise(items) if _goes_on(one, after)}
    after_one = {after.id for one, after in pairwise(items) if _goes_on(one, after)}
    for index, one in enumerate(items):
        has_number = one.number is not None
        yield (
            index,
            {
                **siblings.row(one, one.title),
                "numbered": float(has_number),
                "others numbered": numbered,
                "unlike others": abs(has_number - numbered),
                "run": float(one.id in following) + float(one.id in after_one),
                "level": float(one.level),
                "level share": levels[one.level] / len(items),
                "children": log(1 + children[one.id]),
                "body": log(1 + max(0, one.body_end - one.end)),
                "verbs": float(found.verbs_in(one.start, one.end)),
                **_neighbours(items, index),
            },
            one,
        )


def _goes_on(one: Section, after: Section) -> bool:
    """Whether the second has the next number of the first."""
    first, second = (parse_number(f"{section.number or ''} {section.title}") for section in (one, after))
    return first is not None and second is not None and second.follows(first)


def sections(found: Found) -> Rows:
    """Whether it is a heading."""
    yield from ((index, row) for index, row, _ in _sections(found))


def section_tree(found: Found) -> Rows:
    """Whether it is a heading and stands under the right one."""
    rows = {one.id: row for _, row, one in _sections(found)}
    deepest = max((one.level for one in found.sections), default=1)
    for index, row, one in _sections(found):
        above = rows.get(one.parent or "", {})
        beside = found.sections[index - 1] if index else None
        yield (
            index,
            row
            | {
                "outermost": float(one.parent is None),
                "deepest": float(deepest),
                "flat": float(deepest == 1),
                "above score": above.get("score", 0.0),
                "above numbered": above.get("numbered", 0.0),
                "step": float(one.level - beside.level) if beside else 0.0,
                "number alike above": float(bool(above) and above["numbered"] == row["numbered"]),
            },
        )


def _in_a_row(
    found: Found, group: str, items: Sequence[Located], values: Sequence[str]
) -> Iterator[tuple[int, Row]]:
    """What is asked of items of any kind that stand one after the other: tasks, examples."""
    siblings = Siblings(found, group, items, values)
    for index, (one, value) in enumerate(zip(items, values, strict=True)):
        yield index, siblings.row(one, value) | _neighbours(items, index)


def definitions(found: Found) -> Rows:
    """Whether term and text are those of a definition."""
    items = found.definitions
    siblings = Siblings(found, "definitions", items, [one.term for one in items])
    for index, one in enumerate(items):
        term = {f"term {name}": figure for name, figure in shape(one.term).items()}
        same = name_key(one.term) in found.organisation_keys | found.person_keys
        named = name_key(one.text) in found.organisation_keys
        yield (
            index,
            siblings.row(one, one.text)
            | term
            | {
                "term named": float(same),
                "text named": float(named),
                "verbs": float(found.verbs_in(one.start, one.end)),
            },
        )


def examples(found: Found) -> Rows:
    """Whether it is an example, and no more."""
    items = found.examples
    for index, row in _in_a_row(found, "examples", items, [one.text for one in items]):
        one = items[index]
        own = {"of": float(one.of is not None), "verbs": float(found.verbs_in(one.start, one.end))}
        yield index, row | own


def upcoming_dates(found: Found) -> Rows:
    """Day and hour of an event to come."""
    items = found.upcoming_dates
    siblings = Siblings(found, "upcoming_dates", items, [one.date for one in items])
    days = Counter(one.date for one in items)
    met = date.fromisoformat(found.meeting.date) if found.meeting.date else None
    for index, one in enumerate(items):
        ahead = (date.fromisoformat(one.date) - met).days if met else 0
        label = {f"label {name}": figure for name, figure in shape(one.label or "").items()}
        yield (
            index,
            siblings.row(one, one.quote)
            | label
            | {
                "meeting day known": float(met is not None),
                "ahead": log(1 + max(0, ahead)),
                "own day": float(met is not None and ahead == 0),
                "far": float(ahead > YEAR),
                "range": float(one.end_date is not None),
                "time": float(one.time is not None),
                "label": float(one.label is not None),
                "same day": float(days[one.date] > 1),
                "year printed": float(one.date[:4] in one.quote),
            },
        )


YEAR = 366
"""Days after which little is announced."""


@once
def _decisions(found: Found) -> Iterator[tuple[int, Row, Decision]]:
    items = found.decisions
    siblings = Siblings(found, "decisions", items, [one.text for one in items])
    voted = sum(one.vote is not None for one in items) / max(1, len(items))
    for index, one in enumerate(items):
        row = siblings.row(one, one.text) | {
            "verbs": log(1 + found.verbs_in(one.start, one.end)),
            "no verb": float(not found.verbs_in(one.start, one.end)),
            "vote": float(one.vote is not None),
            "others voted": voted,
            **_neighbours(items, index),
        }
        yield index, row, one


def decisions(found: Found) -> Rows:
    """Whether that was decided."""
    yield from ((index, row) for index, row, _ in _decisions(found))


def votes(found: Found) -> Rows:
    """Whether it was, and by that vote."""
    able = counted(found)["voters"]
    for index, row, one in _decisions(found):
        if one.vote is not None:
            counts = one.vote.counts
            cast = sum(filter(None, counts))
            yield (
                index,
                row
                | {
                    "unanimous": float(bool(one.vote.unanimous)),
                    "counts": float(sum(count is not None for count in counts)),
                    "all voted": float(cast == able and able > 0),
                    "too many": float(cast > able > 0),
                },
            )


def actions(found: Found) -> Rows:
    """Whether that is to be done."""
    items: Sequence[Action] = found.actions
    for index, row in _in_a_row(found, "actions", items, [one.what for one in items]):
        one = items[index]
        own = {
            "who": float(one.who is not None),
            "who is known": float(name_key(one.who or "") in found.person_keys),
            "due": float(one.due is not None),
            "verbs": log(1 + found.verbs_in(one.start, one.end)),
        }
        yield index, row | own


def meeting(found: Found) -> Rows:
    """The fields of the meeting, each by its name."""
    stated: dict[str, Located | HeaderQuote] = {**found.meeting.evidence, **found.meeting.header_evidence}
    codes = {doubt.code for doubt in found.caveats}
    for field, where in stated.items():
        value = getattr(found.meeting, field)
        located = where if isinstance(where, Located) else None
        yield (
            field,
            {
                f"field {field}": 1.0,
                f"rule {where.rule}": 1.0,
                **{f"{field} {name}": figure for name, figure in shape(value).items()},
                f"{field} place": located.start / (len(found.text) + 1) if located else 0.0,
                "characters": log(len(found.text) + 1),
                "stated": float(len(stated)),
                DOUBTED: float(located is None or bool(codes & OF_LISTS.get(field, frozenset()))),
                f"{field} known": float(name_key(value) in found.organisation_keys),
                f"{field} parts": float(located is not None and bool(located.parts)),
            },
        )


FIELDS: Mapping[str, Callable[[Found], Rows]] = {
    "attendees": attendees,
    **{f"attendee_{name}": _trait(name) for name in TRAITS},
    "people": people,
    "organisations": organisations,
    "sections": sections,
    "section_tree": section_tree,
    "definitions": definitions,
    "examples": examples,
    "upcoming_dates": upcoming_dates,
    "decisions": decisions,
    "votes": votes,
    "actions": actions,
    "meeting": meeting,
}
"""By the name under which the evaluation counts them."""
