"""The organisations of one document: when two printed names are one body, by ordered levels."""

from collections.abc import Iterable, Mapping, Sequence

from crparse.language.organisations import OrganisationForm, parse_organisation, word_of
from crparse.record import Entity, Mention
from crparse.resolution.linkage import Level, Link, Match, cluster, compare, make_entity, meetings
from crparse.resolution.organisation_levels import (
    ORGANISATION_LEVELS,
    namesakes,
    organisation_keys,
    spelling_pairs,
)

DEFINITION = Match("definition", 98.0)
"""The text itself says that the acronym stands for the name."""

_RANK = {level.name: i for i, level in enumerate(ORGANISATION_LEVELS)}


def resolve_organisations(
    mentions: Sequence[Mention],
    defined: Iterable[tuple[str, str]] = (),
    levels: Sequence[Level[OrganisationForm]] = ORGANISATION_LEVELS,
) -> list[Entity]:
    """The organisations that `mentions` name, in the order of their first mention.

    `defined` are the pairs of acronym and name that the text itself states.
    """
    forms = [parse_organisation(text) for text in dict.fromkeys(m.text for m in mentions)]
    matches = _matches(forms, set(defined), levels)
    links = [
        Link(i, j, m.level, m.score, _RANK.get(m.level, -1))
        for (i, j), m in _unequivocal(forms, matches).items()
    ]
    groups = cluster(len(forms), links, lambda i, j: namesakes(forms[i], forms[j]))
    own: dict[str, list[Mention]] = {form.text: [] for form in forms}
    for mention in mentions:
        own[mention.text].append(mention)
    entities = [_entity(forms, group, matches, own) for group in groups]
    return sorted(entities, key=lambda e: (e.mentions[0].start, e.mentions[0].end))


def _matches(
    forms: Sequence[OrganisationForm],
    defined: set[tuple[str, str]],
    levels: Sequence[Level[OrganisationForm]],
) -> dict[tuple[int, int], Match]:
    matches = {
        (i, j): match
        for i, j in sorted(meetings(organisation_keys(form, _RANK) for form in forms) | spelling_pairs(forms))
        if (match := compare(forms[i], forms[j], levels))
    }
    index = {form.text: i for i, form in enumerate(forms)}
    for acronym, name in sorted(defined):
        if acronym in index and name in index and acronym != name:
            left, right = sorted((index[acronym], index[name]))
            matches[left, right] = DEFINITION
    return matches


SHORT_OF_ONE = ("initials", "initials_of_place", "shortened", "place_alone")
"""Levels by which a short name may stand for one long name alone: of two that it fits it is neither."""


def _unequivocal(
    forms: Sequence[OrganisationForm], matches: dict[tuple[int, int], Match]
) -> dict[tuple[int, int], Match]:
    """The matches without those of a short name for two long ones, and of a unit's path for its parent."""
    names: dict[int, set[tuple[str, ...]]] = {}
    unit: dict[int, float] = {}
    for (i, j), match in matches.items():
        short, long = sorted((i, j), key=lambda k: (len(forms[k].words), len(forms[k].text)))
        if match.level in SHORT_OF_ONE:
            names.setdefault(short, set()).add(_who(forms[long]))
        if match.level == "unit":
            unit[long] = max(unit.get(long, 0.0), match.score)
    return {
        (i, j): match
        for (i, j), match in matches.items()
        if (match.level not in SHORT_OF_ONE or all(len(names.get(k, ())) < 2 for k in (i, j)))
        and (match.level != "unit" or match.score >= max(unit.get(i, 0.0), unit.get(j, 0.0)))
    }


def _who(form: OrganisationForm) -> tuple[str, ...]:
    """What tells a long name from another: its core, and what kind of body it is."""
    same = word_of(form.kind) if form.kind else ""
    return (str(same), *form.core)


def _entity(
    forms: Sequence[OrganisationForm],
    group: Sequence[int],
    matches: dict[tuple[int, int], Match],
    mentions: Mapping[str, Sequence[Mention]],
) -> Entity:
    """`mentions` by their text."""
    name = max(group, key=lambda i: (_is_name(forms[i]), len(mentions[forms[i].text]), -i))
    joined = [(m, _level(i, name, group, matches)) for i in group for m in mentions[forms[i].text]]
    return make_entity(forms[name].text, joined)


def _is_name(form: OrganisationForm) -> bool:
    """A branch or unit ("ADEME / friches") gives way to the bare name."""
    return "/" not in form.text


def _level(form: int, name: int, group: Sequence[int], matches: dict[tuple[int, int], Match]) -> Match:
    """How a form belongs to the organisation: as the name itself, or as another of its forms."""
    if form == name:
        return Match("exact", 100.0)
    direct = matches.get((min(form, name), max(form, name)))
    if direct:
        return direct
    others = [match for i in group if (match := matches.get((min(form, i), max(form, i)))) is not None]
    return min(others, key=lambda m: (_RANK.get(m.level, -1), -m.score))
