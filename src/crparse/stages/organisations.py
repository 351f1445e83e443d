"""Mentions of organisations: of the candidates, those that a small model takes for names of bodies."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from functools import cache
from math import log

from crparse.record import Mention
from crparse.resolution.compare import Level, compare
from crparse.resolution.compare_organisations import ORGANISATION_LEVELS
from crparse.resolution.normalise import name_key, name_words
from crparse.resolution.organisation_form import OrganisationForm, parse_organisation
from crparse.stages.linear_model import LinearModel
from crparse.stages.mentions import Span, Text, any_of, mention
from crparse.stages.organisation_candidates import find_candidates, stated_acronyms
from crparse.stages.organisation_features import Form, features, find_neighbours, group_forms

BEST_RULES = (
    "attendee", "body", "title", "public_body", "known_small", "suffix", "kind", "defined", "expansion",
    "phrase", "after_kind", "acronym", "capitals",
)  # fmt: skip
"""Which rule a mention is said to come from, of several."""


OTHER_FORMS = ("link_words", "same_kind", "kind_turned", "initials", "initials_of_place", "quoted_name")
"""Levels by which a name that does not pass by itself is another form of one that does."""


def find_organisations(text: Text, model: LinearModel) -> list[Mention]:
    """The mentions of organisations, in order, none overlapping another; one may hold a person's name."""
    forms = group_forms(text.text, find_candidates(text.doc))
    near = find_neighbours(forms)
    likely = [model.probability(features(text, form, near)) for form in forms]
    return mentions_of(text.text, accept(forms, likely, model.threshold, stated_acronyms(text.doc)))


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
    found = {}
    for form, odds in rest:
        if odds < -FAR:
            continue
        own = parse_organisation(form.text)
        same = [margin for other, margin in known if compare(own, other, _other_form_levels())]
        if len(same) == 1:
            found[name_key(form.text)] = (form, same[0])
    return found


@cache
def _other_form_levels() -> tuple[Level[OrganisationForm], ...]:
    return tuple(level for level in ORGANISATION_LEVELS if level.name in OTHER_FORMS)


def _odds(probability: float) -> float:
    return log(max(probability, 1e-9) / max(1 - probability, 1e-9))


def mentions_of(text: str, accepted: Mapping[str, tuple[Form, float]]) -> list[Mention]:
    """The places of accepted names, wherever they are printed; of names that overlap the best reading."""
    places: dict[Span, tuple[float, str]] = {}
    for form, margin in accepted.values():
        worth = (margin + LEAST_MARGIN) * len(name_words(form.text))
        again = {match.span(): {"known_name"} for match in any_of([form.text]).finditer(text)}
        for place, rules in {**again, **form.places}.items():
            places[place] = max(places.get(place, (0.0, "")), (worth, _rule(rules)))
    return [
        mention(text, *place, places[place][1])
        for place in best_reading({p: w for p, (w, _) in places.items()})
    ]


FAR = 3.0
"""Log-odds below the threshold from which a form is no name at all."""

LEAST_MARGIN = 0.2
"""Added to the log-odds of every accepted name, so that one that just passes counts a little."""


def best_reading(worth: Mapping[Span, float]) -> list[Span]:
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
