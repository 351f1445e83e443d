"""Mentions of organisations: of the candidates, those that a small model takes for names of bodies."""

from collections.abc import Sequence

from crparse.record import Mention
from crparse.stages.linear_model import LinearModel
from crparse.stages.mentions import Text, any_of, mention
from crparse.stages.organisation_candidates import find_candidates
from crparse.stages.organisation_features import Form, features, group_forms, holders

BEST_RULES = (
    "attendee", "body", "title", "public_body", "suffix", "kind", "defined", "expansion", "after_kind",
    "acronym", "capitals",
)  # fmt: skip
"""Which rule a mention is said to come from, of several."""


def find_organisations(text: Text, model: LinearModel) -> list[Mention]:
    """The mentions of organisations, in order, none overlapping another; one may hold a person's name."""
    forms = group_forms(text.text, find_candidates(text.doc))
    longer = holders(forms)
    accepted = [f for f in forms if model.probability(features(text, f, longer)) >= model.threshold]
    return mentions_of(text.text, accepted)


def mentions_of(text: str, accepted: Sequence[Form]) -> list[Mention]:
    """The places of accepted names, of two that overlap the longer, and where else they are printed."""
    places = [(place, _rule(rules)) for form in accepted for place, rules in form.places.items()]
    places += [(m.span(), "known_name") for m in any_of(form.text for form in accepted).finditer(text)]
    held = bytearray(len(text))
    found: list[Mention] = []
    for (start, end), rule in sorted(
        places, key=lambda p: (p[0][0] - p[0][1], p[0][0], p[1] == "known_name")
    ):
        if not any(held[start:end]):
            held[start:end] = b"\1" * (end - start)
            found.append(mention(text, start, end, rule))
    return sorted(found, key=lambda m: m.start)


def _rule(rules: set[str]) -> str:
    for best in BEST_RULES:
        for rule in sorted(rules):
            if rule.startswith(best):
                return rule
    return min(rules)
