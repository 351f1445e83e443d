"""The organisations of one document: when two printed names are one body, by ordered levels."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from crparse.language.organisations import OrganisationForm, parse_organisation, word_of
from crparse.record import Entity, Mention
from crparse.resolution.linkage import Level, Match, Pair, by_strength, cluster, entities, matches, meetings
from crparse.resolution.organisation_levels import (
    ORGANISATION_LEVELS,
    organisation_keys,
    spelling_pairs,
    two_bodies,
)

DEFINITION = Match("definition", 98.0)
"""The text itself says that the acronym stands for the name."""

SHORT_OF_ONE = ("initials", "initials_of_place", "shortened", "place_alone")
"""Levels by which a short name may stand for one long name alone: of two that it fits it is neither."""


def resolve_organisations(
    mentions: Sequence[Mention],
    defined: Iterable[tuple[str, str]] = (),
    levels: Sequence[Level[OrganisationForm]] = ORGANISATION_LEVELS,
) -> list[Entity]:
    """The organisations that `mentions` name, in the order of their first mention.

    `defined` are the pairs of acronym and name that the text itself states.
    """
    printed: defaultdict[str, list[Mention]] = defaultdict(list)
    for mention in mentions:
        printed[mention.text].append(mention)
    forms = [parse_organisation(text) for text in printed]
    own = dict(enumerate(printed.values()))
    found = matches(
        forms, meetings(organisation_keys(form, levels) for form in forms) | spelling_pairs(forms), levels
    )
    place = {text: i for i, text in enumerate(printed)}
    for pair in defined:
        i, j = sorted(place.get(text, -1) for text in pair)
        if -1 < i < j:
            found[i, j] = DEFINITION
    links = by_strength(_unequivocal(forms, found))
    groups = cluster(len(forms), links, lambda i, j: two_bodies(forms[i], forms[j]))

    def worth(i: int) -> tuple[bool, int]:
        """A branch or unit ("ADEME / friches") gives way to the bare name, that to the more frequent one."""
        return "/" not in forms[i].text, len(own[i])

    return entities("o", groups, own, worth, lambda i, j: found.get((min(i, j), max(i, j))))


def _unequivocal(forms: Sequence[OrganisationForm], found: Mapping[Pair, Match]) -> dict[Pair, Match]:
    """The matches without those of a short name for two long ones, and of a unit's path for its parent."""
    names: defaultdict[int, set[tuple[str, ...]]] = defaultdict(set)
    unit: defaultdict[int, float] = defaultdict(float)
    for pair, match in found.items():
        short, long = sorted(pair, key=lambda i: (len(forms[i].words), len(forms[i].text)))
        if match.level in SHORT_OF_ONE:
            # what tells a long name from another: its core, and what kind of body it is
            kind = forms[long].kind
            names[short].add((word_of(kind) if kind else "", *forms[long].core))
        elif match.level == "unit":
            unit[long] = max(unit[long], match.score)
    return {
        (i, j): match
        for (i, j), match in found.items()
        if (match.level not in SHORT_OF_ONE or max(len(names[i]), len(names[j])) < 2)
        and (match.level != "unit" or match.score >= max(unit[i], unit[j]))
    }
