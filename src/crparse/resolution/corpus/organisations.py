"""The organisations of a corpus: names that are one everywhere, and names that are one within one body."""

from collections import defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne

from crparse.language.acronyms import is_acronym
from crparse.language.organisations import (
    OrganisationForm,
    is_inner,
    known_bodies,
    ordinary_words,
    territorial_services,
    word_of,
)
from crparse.resolution.corpus.bodies import Bodies
from crparse.resolution.corpus.comparisons import Compared, Comparisons
from crparse.resolution.corpus.entities import CorpusEntity, DocumentEntity
from crparse.resolution.corpus.joining import EntityKind, linked, members_of
from crparse.resolution.corpus.namesakes import parse as parse_organisation
from crparse.resolution.corpus.namesakes import telling
from crparse.resolution.corpus.once import once
from crparse.resolution.linkage import Match, Pair, cluster, meetings
from crparse.resolution.organisation_levels import (
    ORGANISATION_LEVELS,
    SAME_NAME_LEVELS,
    organisation_keys,
    spelling_pairs,
    two_bodies,
)

WITHIN_DOCUMENT = frozenset({"parent_dropped"})
"""Levels of organisations that hold in one document only."""

CORROBORATED = frozenset({"kind_dropped"})
"""Levels that would hold everywhere by their words, but for two names of one word: "Dupré", "SARL Dupré"."""

EVERYWHERE = tuple(level for level in SAME_NAME_LEVELS if level.name not in CORROBORATED)
"""Levels by which two names are one whoever uses them; by the others within one body."""

ONE_LETTER = tuple(level for level in ORGANISATION_LEVELS if level.name == "spelling")

NEIGHBOURS = 2
"""Other organisations that two bodies both name, where a wrong letter of one is taken for a slip (chosen);
national bodies, which all name, are not counted."""

SHORT_OF_ONE = frozenset(
    {"initials", "initials_of_place", "shortened", "place_alone", "kind_dropped", "apposition", "quoted_name"}
)
"""Levels by which a short name may stand for one long name alone: of two that it fits it is neither."""

SHORTEST_SLIP = 5
"""Letters of an ordinary word of which one may be wrong: of fewer any other makes another word."""

SHORT_ACRONYM = 3
"""Letters of an acronym that many bodies may share: DI, CSI."""


@dataclass
class _Name:
    where: str
    """The body or document in which alone it holds; "" for everywhere."""
    form: OrganisationForm
    bearers: list[int] = field(default_factory=list)
    context: set[str] = field(default_factory=set)


def organisations_of(
    entities: Sequence[DocumentEntity], bodies: Bodies, comparisons: Comparisons
) -> Iterator[CorpusEntity]:
    """The organisations of the corpus.

    Args:
        entities: Those of all documents, in a fixed order.
        bodies: Which body each document is of.
        comparisons: What is known of their names.
    """
    compared = comparisons.by("organisations", ORGANISATION_LEVELS)
    kind = EntityKind("organisation", parse_organisation, compared, _worth)
    names = _names(entities, bodies, compared)
    forms = [name.form for name in names]
    found = _everywhere(names, comparisons.by("everywhere", EVERYWHERE)) | _within_bodies(names, compared)
    alike = _unequivocal(forms, found | _misspelt(names, found, comparisons.by("one letter", ONE_LETTER)))
    bearers = [name.bearers for name in names]
    groups = cluster(len(names), linked(bearers, alike), lambda i, j: _apart(names[i], names[j]))
    for first, members in members_of(groups, bearers):
        key = names[first].where, forms[first].joined
        yield kind.entity(key, [entities[index] for index in members])


def _apart(one: _Name, other: _Name) -> bool:
    """Whether two names are surely of two organisations: "commission Travaux" of one body and of another.

    An acronym may mean the same in both, where both know the long name.
    """
    if two_bodies(one.form, other.form):
        return True
    of_two = bool(one.where and other.where) and one.where != other.where
    return of_two and min(len(one.form.words), len(other.form.words)) > 1


def _worth(name: str) -> int:
    """A bare name comes before one with its unit ("ADEME / friches")."""
    return "/" not in name


def _names(
    entities: Sequence[DocumentEntity], bodies: Bodies, compared: Compared[OrganisationForm]
) -> list[_Name]:
    equivocal = _equivocal_acronyms(entities, compared)
    names: dict[tuple[str, str], _Name] = {}
    for index, entity in enumerate(entities):
        body = bodies.of(entity.document)
        context = telling([*entity.context, body])
        for form in map(parse_organisation, entity.names):
            if form.words:
                # the body whose minutes name it, or the document itself
                home = body or min(telling(entity.context), default=entity.document)
                where = home if _is_local(form, equivocal) else ""
                name = names.setdefault((where, form.joined), _Name(where, form))
                name.bearers.append(index)
                name.context |= context
    return [name for _, name in sorted(names.items())]


def _is_local(form: OrganisationForm, equivocal: frozenset[str]) -> bool:
    """Whether the name means something only to the body that uses it."""
    if is_inner(form.kind):
        return True
    if len(form.words) > 1:
        return form.joined not in known_bodies() and all(map(_is_ordinary, form.words))
    if form.joined in equivocal or form.joined in territorial_services():
        return True
    return len(form.joined) <= SHORT_ACRONYM and form.joined not in known_bodies()


@once
def _is_ordinary(word: str) -> bool:
    """Whether a word of a name is one that bodies of every town have in theirs, "fêtes", or that misspelt."""
    if word in ordinary_words():
        return True
    long = len(word) >= SHORTEST_SLIP
    return long and extractOne(word, _long_words(), scorer=OSA.distance, score_cutoff=1) is not None


@cache
def _long_words() -> tuple[str, ...]:
    return tuple(sorted(word for word in ordinary_words() if len(word) >= SHORTEST_SLIP))


def _equivocal_acronyms(
    entities: Sequence[DocumentEntity], compared: Compared[OrganisationForm]
) -> frozenset[str]:
    """The acronyms that stand for different names in different documents."""
    long: defaultdict[str, dict[str, OrganisationForm]] = defaultdict(dict)
    for entity in entities:
        forms = [parse_organisation(text) for text in entity.names]
        name = min((form for form in forms if len(form.core) > 1), key=lambda form: form.text, default=None)
        for form in forms:
            if name and len(form.words) == 1 and is_acronym(form.text):
                long[form.joined][name.joined] = name
    found = {acronym: list(names.values()) for acronym, names in long.items()}
    return frozenset(
        acronym
        for acronym, (first, *others) in found.items()
        if not all(compared(first, form) for form in others)
    )


def _everywhere(names: Sequence[_Name], compared: Compared[OrganisationForm]) -> dict[Pair, Match]:
    """The names that are one by their words, wherever both hold."""
    forms = [name.form for name in names]
    met = meetings({(*key, name.where) for key in organisation_keys(name.form, EVERYWHERE)} for name in names)
    return compared.matches(forms, met)


def _within_bodies(names: Sequence[_Name], compared: Compared[OrganisationForm]) -> dict[Pair, Match]:
    """The names that are one because the same body uses them."""
    of_body: defaultdict[str, list[int]] = defaultdict(list)
    for number, name in enumerate(names):
        for body in sorted({*name.context, name.where} - {""}):
            of_body[body].append(number)
    keys = [organisation_keys(name.form, ORGANISATION_LEVELS) for name in names]
    met: set[Pair] = set()
    for numbers in of_body.values():
        own = meetings(keys[number] for number in numbers) | spelling_pairs([names[i].form for i in numbers])
        met.update((numbers[i], numbers[j]) for i, j in own)
    together = {
        (i, j) for i, j in met if names[i].where == names[j].where or not names[i].where or not names[j].where
    }
    found = compared.matches([name.form for name in names], together)
    return {pair: match for pair, match in found.items() if match.level not in WITHIN_DOCUMENT}


def _misspelt(
    names: Sequence[_Name], known: Container[Pair], compared: Compared[OrganisationForm]
) -> dict[Pair, Match]:
    """The names of one wrong letter that bodies use which deal with the same others: of one county."""
    wide = [number for number, name in enumerate(names) if not name.where]
    forms = [names[number].form for number in wide]
    used: defaultdict[str, set[int]] = defaultdict(set)
    for number in wide:
        if names[number].form.joined not in known_bodies():
            for body in names[number].context:
                used[body].add(number)
    pairs = {(wide[i], wide[j]) for i, j in spelling_pairs(forms, most=1)}
    found = compared.matches([name.form for name in names], (pair for pair in pairs if pair not in known))
    return {
        pair: match
        for pair, match in found.items()
        if any(
            len(used[one] & used[other] - set(pair)) >= NEIGHBOURS
            for one in names[pair[0]].context
            for other in names[pair[1]].context
        )
    }


def _unequivocal(forms: Sequence[OrganisationForm], found: Mapping[Pair, Match]) -> dict[Pair, Match]:
    """The matches without those of a short name for two long ones: two candidates are none."""
    long: defaultdict[int, set[tuple[str, ...]]] = defaultdict(set)
    for pair, match in found.items():
        if match.level in SHORT_OF_ONE:
            short, name = _short_and_long(forms, pair)
            kind = forms[name].kind
            long[short].add((word_of(kind) if kind else "", *forms[name].core))
    return {
        pair: match
        for pair, match in found.items()
        if match.level not in SHORT_OF_ONE or len(long[_short_and_long(forms, pair)[0]]) < 2
    }


def _short_and_long(forms: Sequence[OrganisationForm], pair: Pair) -> Pair:
    short, long = sorted(pair, key=lambda i: (len(forms[i].words), len(forms[i].text), i))
    return short, long
