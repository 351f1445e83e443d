"""Mentions of organisations: of the candidates, those that a small model takes for names of bodies."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from math import log

from crparse import lexicon
from crparse.document.items import meeting_of
from crparse.document.rule_names import organisation_rule
from crparse.document.view import view_of
from crparse.language.organisations import (
    is_inner,
    is_loose,
    parse_organisation,
    territorial_services,
)
from crparse.models import LinearModel
from crparse.record import Mention
from crparse.resolution.linkage import Index, compare
from crparse.resolution.organisation_levels import ORGANISATION_LEVELS, organisation_keys
from crparse.stages.entities.candidates import WORD, Candidate, find_candidates
from crparse.stages.entities.mentions import PrintedNames, Stretch, Text, Words, mention
from crparse.text import fold, name_key, name_words

REACH = 12
"""Characters that may part two names of a list: ", le "."""

SURE = ("public_body", "attendee", "suffix", "kind_sure")
"""Families of rules whose candidates are bodies nearly always."""


@dataclass(frozen=True, slots=True)
class Neighbours:
    """What stands around the candidates of one document."""

    longer: Mapping[Stretch, frozenset[str]]
    """For each place, the rules of the longer candidates that hold it."""
    starts: frozenset[int]
    """Where surely named bodies start."""
    ends: frozenset[int]

    def beside(self, text: str, start: int, end: int) -> bool:
        """Whether a sure body stands next to the stretch in a list: "l'ADEME, Zorglub et les Grillons"."""
        before = _joint_before().search(fold(text[max(0, start - REACH) : start]))
        if before and start - len(before.group()) in self.ends:
            return True
        after = _joint_after().match(fold(text[end : end + REACH]))
        return after is not None and end + len(after.group()) in self.starts


def neighbours(places: Mapping[Stretch, set[str]], families: Mapping[str, str]) -> Neighbours:
    """The neighbours of all places, given the rules that found each and the family of each rule."""
    sure = [place for place, rules in places.items() if any(families[rule] in SURE for rule in rules)]
    return Neighbours(
        _holders(sorted(places, key=lambda p: (p[0], -p[1])), places),
        frozenset(start for start, _ in sure),
        frozenset(end for _, end in sure),
    )


def _holders(places: Sequence[Stretch], rules: Mapping[Stretch, set[str]]) -> dict[Stretch, frozenset[str]]:
    found: dict[Stretch, set[str]] = {}
    for i, outer in enumerate(places):
        for j in range(i + 1, len(places)):
            inner = places[j]
            if inner[0] >= outer[1]:
                break
            if inner[1] <= outer[1]:
                found.setdefault(inner, set()).update(rules[outer])
    return {place: frozenset(own) for place, own in found.items()}


@cache
def _joint_before() -> re.Pattern[str]:
    return re.compile(rf"{_joints()}$")


@cache
def _joint_after() -> re.Pattern[str]:
    return re.compile(_joints())


def _joints() -> str:
    return lexicon.source("organisations", "around.list_joint")


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
    return f"{what}_{_sureness(kind)}"


def _sureness(kind: str) -> str:
    """How surely the cue of a kind names a body."""
    return "inner" if is_inner(kind) else "loose" if is_loose(kind) else "sure"


def find_neighbours(forms: Iterable[Form]) -> Neighbours:
    """What stands around every place of the forms."""
    places: dict[Stretch, set[str]] = {}
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
    words = [word for word in name_words(form.text) if len(word) > 2]
    head = f" {name_key(meeting.title or '')} {name_key(meeting.body or '')} "
    return {
        "places": log(len(form.places)),
        "rate": 1000 * len(form.places) / (len(text.doc) + 200),
        "first": min(start for start, _ in form.places) / (len(text.text) + 1),
        "in_title": float(f" {name_key(form.text)} " in head),
        "person_words": sum(w in text.names() for w in words) / max(1, len(words)),
        "attendees_with_organisation": text.came_for,
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
        "article": float(bool(words) and words[0] in lexicon.words("organisations", "around.article")),
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
    signs = {
        name: lexicon.source("organisations", f"around.{side}.{name}")
        for name in lexicon.names("organisations", f"around.{side}")
    }
    edge = (r"(?:(?<!\w)|(?!\w))", "$") if side == "before" else ("", "")
    return {name: re.compile(sign.join(edge)) for name, sign in signs.items()}


@cache
def _public_bodies() -> frozenset[str]:
    return frozenset(name_key(name) for name in lexicon.words("public_bodies", "public_bodies"))


@cache
def _not_organisations() -> frozenset[str]:
    return frozenset(name_key(name) for name in lexicon.words("not_organisations", "not_organisations"))


def _not_first() -> frozenset[str]:
    return lexicon.words("organisations", "around.not_first")


BEST_RULES = (
    "attendee", "body", "title", "public_body", "known_small", "suffix", "kind", "defined", "expansion",
    "phrase", "after_kind", "acronym", "capitals",
)  # fmt: skip
"""Which rule a mention is said to come from, of several."""


OTHER_FORMS = ("link_words", "same_kind", "kind_turned", "initials", "initials_of_place", "quoted_name")
"""Levels by which a name that does not pass by itself is another form of one that does."""


def find_organisations(text: Text, model: LinearModel) -> list[Mention]:
    """The mentions of organisations, in order, none overlapping another; one may hold a person's name."""
    forms, likely = judge_forms(text, model)
    stated = view_of(text.doc).stated_acronyms()
    return mentions_of(text.words, accept(forms, likely, model.threshold, stated))


def judge_forms(text: Text, model: LinearModel) -> tuple[list[Form], list[float]]:
    """Every form that may name an organisation, and how likely each does."""
    forms = group_forms(text.text, find_candidates(text.doc))
    near = find_neighbours(forms)
    return forms, [model.probability(features(text, form, near)) for form in forms]


@dataclass(frozen=True, slots=True)
class JudgedForm:
    """A form that may name an organisation."""

    form: Form
    probability: float
    kept: bool
    """Whether it is likely enough, or another form of one that is."""


def judged_forms(text: Text, model: LinearModel) -> list[JudgedForm]:
    """Every form that may name an organisation, accepted or not."""
    forms, likely = judge_forms(text, model)
    accepted = accept(forms, likely, model.threshold, view_of(text.doc).stated_acronyms())
    kept = {id(form) for form, _ in accepted.values()}
    return [JudgedForm(form, p, id(form) in kept) for form, p in zip(forms, likely, strict=True)]


def accept(
    forms: Sequence[Form], likely: Sequence[float], threshold: float, stated: Sequence[tuple[str, str]]
) -> dict[str, tuple[Form, float]]:
    """The forms that are likely enough, and what the text states to be their acronym or long name.

    Each under its key, with the log-odds by which it passes.
    """
    found = {name_key(f.text): (f, _odds(p) - _odds(threshold)) for f, p in zip(forms, likely, strict=True)}
    passed = {key: entry for key, entry in found.items() if entry[1] >= 0}
    for acronym, name in stated:
        pair = name_key(acronym), name_key(name)
        for one, other in (pair, pair[::-1]):
            if one in passed and other in found and other not in passed:
                passed[other] = (found[other][0], passed[one][1])
    passed.update(_other_forms(passed, [entry for key, entry in found.items() if key not in passed]))
    return passed


def _other_forms(
    passed: Mapping[str, tuple[Form, float]], rest: Sequence[tuple[Form, float]]
) -> dict[str, tuple[Form, float]]:
    """Of the rest what is surely another form of one name that passes: "CCVO", "métropole de Lormoy"."""
    known = [(parse_organisation(form.text), margin) for form, margin in passed.values()]
    levels = [level for level in ORGANISATION_LEVELS if level.name in OTHER_FORMS]
    index = Index()
    for place, (name, _) in enumerate(known):
        index.add(place, organisation_keys(name, levels))
    found = {}
    for form, odds in rest:
        if odds < -FAR:
            continue
        own = parse_organisation(form.text)
        near = [known[place] for place in index.meets(organisation_keys(own, levels))]
        same = [margin for other, margin in near if compare(own, other, levels)]
        if len(same) == 1:
            found[name_key(form.text)] = (form, same[0])
    return found


def _odds(probability: float) -> float:
    return log(max(probability, 1e-9) / max(1 - probability, 1e-9))


def mentions_of(words: Words, accepted: Mapping[str, tuple[Form, float]]) -> list[Mention]:
    """The places of accepted names, wherever they are printed; of names that overlap the best reading."""
    places: dict[Stretch, tuple[float, str]] = {}
    printed = _printed(words, [form.text for form, _ in accepted.values()])
    for form, margin in accepted.values():
        worth = (margin + LEAST_MARGIN) * len(name_words(form.text))
        again = {place: {"known_name"} for place in printed.get(_spaced(form.text), ())}
        for place, rules in {**again, **form.places}.items():
            places[place] = max(places.get(place, (0.0, "")), (worth, _rule(rules)))
    return [
        mention(words.text, *place, organisation_rule(places[place][1]))
        for place in best_reading({p: w for p, (w, _) in places.items()})
    ]


def _printed(words: Words, names: Iterable[str]) -> dict[str, list[Stretch]]:
    """The places of each name, none overlapping another of the same."""
    found: dict[str, list[Stretch]] = {}
    for start, end, name in PrintedNames(map(_spaced, names)).each(words):
        own = found.setdefault(name, [])
        if not own or own[-1][1] <= start:
            own.append((start, end))
    return found


def _spaced(name: str) -> str:
    return " ".join(name.split())


FAR = 3.0
"""Log-odds below the threshold from which a form is no name at all."""

LEAST_MARGIN = 0.2
"""Added to the log-odds of every accepted name, so that one that just passes counts a little."""


def best_reading(worth: Mapping[Stretch, float]) -> list[Stretch]:
    """The stretches, none overlapping another, that are worth most together; in order."""
    spans = sorted(worth, key=lambda s: (s[1], s[0]))
    ends = [end for _, end in spans]
    totals = [0.0]
    kept: list[int | None] = []
    for index, (start, _) in enumerate(spans):
        before = bisect_right(ends, start, hi=index)
        with_it = totals[before] + worth[spans[index]]
        kept.append(before if with_it > totals[index] else None)
        totals.append(max(with_it, totals[index]))
    chosen = []
    index = len(spans)
    while index:
        rest = kept[index - 1]
        if rest is None:
            index -= 1
        else:
            chosen.append(spans[index - 1])
            index = rest
    return chosen[::-1]


def _rule(rules: set[str]) -> str:
    for best in BEST_RULES:
        for rule in sorted(rules):
            if rule.startswith(best):
                return rule
    return min(rules)
