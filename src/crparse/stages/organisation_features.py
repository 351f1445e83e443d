"""What tells the name of an organisation from other names: its form, its rules, the words around it.

No feature knows a name by heart, apart from the lists of public bodies and of words that name none.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from math import log

from crparse import lexicon
from crparse.record import Attendee
from crparse.resolution.normalise import name_key, name_words
from crparse.resolution.organisation_form import kinds, parse_organisation, territorial_services
from crparse.stages.items import get_items, meeting_of
from crparse.stages.mentions import Span, Text
from crparse.stages.organisation_candidates import Candidate
from crparse.stages.organisation_names import WORD
from crparse.stages.organisation_neighbours import Neighbours, neighbours
from crparse.text import fold

WINDOW = 45
"""Characters before and after a place that are read."""


_DEPARTMENT = re.compile(r" ?(?:\d{2,3}|2[ab])$")
"""The number of a department after a known acronym: DDT 38, CAF33."""


@dataclass
class Form:
    """One printed name with the places where it stands, and the rules that found it at each."""

    text: str
    places: dict[tuple[int, int], set[str]] = field(default_factory=dict)


def family(rule: str) -> str:
    """The family of a candidate rule: kinds of bodies by how surely they name one, other rules themselves."""
    what, _, kind = rule.partition("_")
    if what not in ("kind", "phrase"):
        return rule
    return f"{what}_{_sureness()[kind]}"


@cache
def _sureness() -> dict[str, str]:
    return {
        name: "inner" if kind.get("inner") else "loose" if kind.get("loose") else "sure"
        for name, kind in kinds().items()
    }


def find_neighbours(forms: Iterable[Form]) -> Neighbours:
    """What stands around every place of the forms."""
    places: dict[Span, set[str]] = {}
    for form in forms:
        for place, rules in form.places.items():
            places.setdefault(place, set()).update(rules)
    return neighbours(places, {rule: family(rule) for rules in places.values() for rule in rules})


def group_forms(text: str, candidates: Iterable[Candidate]) -> list[Form]:
    """The candidates by the name they print, in order of their first place."""
    forms: dict[str, Form] = {}
    for candidate in candidates:
        printed = text[candidate.start : candidate.end]
        key = name_key(printed)
        if key:
            form = forms.setdefault(key, Form(printed))
            form.places.setdefault((candidate.start, candidate.end), set()).add(candidate.rule)
    return list(forms.values())


def features(text: Text, form: Form, near: Neighbours) -> dict[str, float]:
    """The figures of one form among the other candidates of its document."""
    count = len(form.places)
    found: Counter[str] = Counter()
    for place, rules in form.places.items():
        found.update({f"rule_{family(rule)}" for rule in rules})
        found.update({f"in_{family(rule)}" for rule in near.longer.get(place, ())})
        found.update(_around(text, *place))
        if near.beside(text.text, *place):
            found["beside_body"] += 1
    figures = {name: number / count for name, number in found.items()}
    figures.update({f"any_{name}": 1.0 for name in found if name.startswith(("rule_", "before_", "after_"))})
    figures.update(_in_document(text, form))
    figures.update(_shape(text, form.text))
    figures.update(_together(figures))
    return figures


TOGETHER = (
    ("in_title", "rate"),
    ("in_title", "proper"),
    ("in_title", "any_rule_acronym"),
    ("any_rule_title", "rate"),
    ("before_start", "after_money"),
    ("before_start", "after_end"),
    ("before_start", "after_colon"),
    ("lone_acronym", "no_organisation"),
    ("lone_acronym", "any_before_de_article"),
    ("lone_acronym", "any_after_speaks"),
    ("lone_acronym", "tagged_org"),
    ("lone_acronym", "attendees_with_organisation"),
    ("capitals", "common_words"),
    ("capitalised_words", "common_words"),
    ("proper", "common_words"),
    ("proper", "any_before_with"),
    ("proper", "any_before_kind"),
    ("proper", "any_before_de_article"),
    ("words", "common_words"),
    ("person", "any_rule_attendee"),
    ("tagged_per", "proper"),
    ("tagged_loc", "any_before_place"),
    ("territorial", "digits"),
    ("public_body", "lone_acronym"),
    ("public_body", "no_organisation"),
)
"""Signs that mean more together than each alone."""


def _together(figures: dict[str, float]) -> dict[str, float]:
    return {f"{one}*{other}": figures.get(one, 0.0) * figures.get(other, 0.0) for one, other in TOGETHER}


def _in_document(text: Text, form: Form) -> dict[str, float]:
    """How often, how early, and whether the minutes' own title names it."""
    meeting = meeting_of(text.doc)
    attendees = get_items(text.doc, "attendees", Attendee)
    words = [word for word in name_words(form.text) if len(word) > 2]
    head = f" {name_key(meeting.title or '')} {name_key(meeting.body or '')} "
    return {
        "places": log(len(form.places)),
        "rate": 1000 * len(form.places) / (len(text.doc) + 200),
        "first": min(start for start, _ in form.places) / (len(text.text) + 1),
        "in_title": float(f" {name_key(form.text)} " in head),
        "person_words": sum(w in text.names() for w in words) / max(1, len(words)),
        "attendees_with_organisation": sum(bool(a.organisation) for a in attendees) / (len(attendees) + 1),
    }


def _shape(text: Text, printed: str) -> dict[str, float]:
    words = name_words(printed)
    parsed = parse_organisation(printed)
    tokens = printed.split()
    letters = [c for c in printed if c.isalpha()]
    capitals = sum(c.isupper() for c in letters)
    figures = {
        "words": float(len(words)),
        "letters": float(len(printed)),
        "capitals": capitals / max(1, len(letters)),
        "lone_acronym": float(len(words) == 1 and capitals > 1),
        "inner_capitals": float(bool(re.search(r"[a-zà-ÿ][A-ZÀ-Þ]", printed))),
        "capitalised_words": sum(t[0].isupper() for t in tokens) / max(1, len(tokens)),
        "starts_small": float(printed[:1].islower()),
        "ends_small": float(tokens[-1][:1].islower()) if tokens else 0.0,
        "digits": float(any(c.isdigit() for c in printed)),
        "ends_in_number": float(bool(re.search(r"\d+$", printed))),
        "starts_with_digit": float(printed[:1].isdigit()),
        "article": float(bool(words) and words[0] in ("le", "la", "les", "l", "un", "une", "des")),
        "quoted": float("«" in printed or '"' in printed or "“" in printed),
        "slash": float("/" in printed),
        "public_body": float(_DEPARTMENT.sub("", name_key(printed)) in _public_bodies()),
        "starts_public_body": float(bool(words) and len(words) > 1 and words[0] in _public_bodies()),
        "has_public_body": float(len(words) > 1 and any(w in _public_bodies() for w in words)),
        "territorial": float(bool(words) and re.sub(r"\d+$", "", words[0]) in territorial_services()),
        "no_organisation": float(
            name_key(printed) in _not_organisations() or (bool(words) and words[0] in _not_first())
        ),
        "common_word": float(len(words) == 1 and fold(printed) in text.lower),
        "common_words": sum(w in text.lower for w in words) / max(1, len(words)),
        "core": float(len(parsed.core)),
    }
    if parsed.kind:
        named = [t for t in WORD.findall(printed) if fold(t) in parsed.core and not t.islower()]
        figures[family(f"kind_{parsed.kind}")] = 1.0
        figures[f"{family(f'kind_{parsed.kind}')}_named"] = len(named) / max(1, len(parsed.core))
    return figures


def _around(text: Text, start: int, end: int) -> Iterable[str]:
    """What stands before and after one place, as named signs."""
    before = fold(text.text[max(0, start - WINDOW) : start])
    after = fold(text.text[end : end + WINDOW])
    line_before = before.rsplit("\n", 1)[-1]
    line_after = after.split("\n", 1)[0]
    for name, pattern in _signs("before").items():
        if pattern.search(line_before):
            yield f"before_{name}"
    for name, pattern in _signs("after").items():
        if pattern.match(line_after):
            yield f"after_{name}"
    if not line_before.strip(" -•*–—\t"):
        yield "before_start"
    if not line_after.strip(" .;,:\t"):
        yield "after_end"
    if not text.free(start, end):
        yield "person"
    for label in ("ORG", "LOC", "PER", "MISC"):
        if text.tagged(start, end, label):
            yield f"tagged_{label.lower()}"
    if text.proper(start, end):
        yield "proper"


@cache
def _signs(side: str) -> dict[str, re.Pattern[str]]:
    table = lexicon.load("organisations")["around"][side]
    return {
        name: re.compile(rf"(?:(?<!\w)|(?!\w))(?:{pattern})$" if side == "before" else pattern)
        for name, pattern in table.items()
    }


@cache
def _public_bodies() -> frozenset[str]:
    return frozenset(name_key(name) for name in lexicon.words("public_bodies"))


@cache
def _not_organisations() -> frozenset[str]:
    return frozenset(name_key(name) for name in lexicon.words("not_organisations"))


@cache
def _not_first() -> frozenset[str]:
    return frozenset(lexicon.load("organisations")["around"]["not_first"])
