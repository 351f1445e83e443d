"""People across documents: by full names only; a first name alone is nobody outside its document."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import combinations, pairwise

from crparse.language.persons import PersonForm, parse_form
from crparse.resolution import linkage as block
from crparse.resolution.corpus_namesakes import Bearer, Namesakes, Words, share_organisation
from crparse.resolution.corpus_records import DocumentEntity, Group, stable_id
from crparse.resolution.linkage import Link, Match, cluster, compare, document_links
from crparse.resolution.people_levels import FULL_NAME_LEVELS, PERSON_LEVELS

CORROBORATED = frozenset({"shortened", "spelling"})
"""Levels that hold between documents only where the two share an organisation or a body."""

KEPT = 20_000
"""Parsed names that are kept: those of some hundred documents, a few megabytes."""

parse = lru_cache(KEPT)(parse_form)


def group_people(entities: Sequence[DocumentEntity]) -> Iterator[Group]:
    """The people of the corpus; `entities` in a fixed order."""
    forms, bearers, namesakes = _bearers(entities)
    links = _links(forms, bearers, namesakes)
    groups = cluster(len(bearers), links, lambda i, j: _apart(bearers[i], bearers[j], namesakes))
    several = {one.words for one, other in pairwise(bearers) if one.words == other.words}
    grouped: set[int] = set()
    for group in groups:
        members = sorted({index for i in group for index in bearers[i].entities} - grouped)
        grouped.update(members)
        if members:
            first = bearers[group[0]]
            name = " ".join(first.words)
            key = "\0".join((name, _which(first))) if first.words in several else name
            yield _group(key, [entities[index] for index in members])
    for index, entity in enumerate(entities):
        if index not in grouped:
            yield _group(f"{entity.name}\0{entity.document}\0{entity.entity}", [entity])


def _bearers(
    entities: Sequence[DocumentEntity],
) -> tuple[dict[Words, PersonForm], list[Bearer], Namesakes]:
    """The full names, whatever their order and accents, and those who bear each, in order of the names."""
    forms: dict[Words, PersonForm] = {}
    named: dict[int, dict[Words, None]] = {}
    bearing: dict[Words, list[int]] = {}
    for index, entity in enumerate(entities):
        found = {_key(form): form for form in reversed(_full_forms(entity))}
        named[index] = dict.fromkeys(found)
        for key, form in found.items():
            forms.setdefault(key, form)
            bearing.setdefault(key, []).append(index)
    namesakes = Namesakes(entities, named)
    return (
        forms,
        [bearer for key in sorted(bearing) for bearer in namesakes.people(key, bearing[key])],
        namesakes,
    )


def _which(bearer: Bearer) -> str:
    """What tells someone from namesakes: an organisation, or the document alone."""
    return min(bearer.whence, default="\0".join(min(bearer.documents.items())))


def _full_forms(entity: DocumentEntity) -> list[PersonForm]:
    forms = [parse(text) for text in (entity.name, *entity.variants)]
    return [form for form in forms if form.full]


def _key(form: PersonForm) -> Words:
    return tuple(sorted(form.words))


def _links(forms: dict[Words, PersonForm], bearers: Sequence[Bearer], namesakes: Namesakes) -> list[Link]:
    """Names that one document says are the same person, and names alike that share their context."""
    alike: list[Link] = []
    for i, j in block.pairs([_block_keys(forms[bearer.words]) for bearer in bearers]):
        one, other = bearers[i], bearers[j]
        match = compare(forms[one.words], forms[other.words], FULL_NAME_LEVELS)
        if match is None or (match.level in CORROBORATED and not share_organisation(one, other)):
            continue
        if not _apart(one, other, namesakes):
            alike.append(Link(i, j, match.level, match.score, 1))
    documents = document_links(bearer.entities for bearer in bearers)
    return documents + _unequivocal(alike, bearers, namesakes)


def _unequivocal(links: Sequence[Link], bearers: Sequence[Bearer], namesakes: Namesakes) -> list[Link]:
    """The links without those of a name of no known organisation to the names of two people."""
    linked: dict[int, list[Bearer]] = {}
    for link in links:
        linked.setdefault(link.left, []).append(bearers[link.right])
        linked.setdefault(link.right, []).append(bearers[link.left])
    torn = {
        i
        for i, others in linked.items()
        if not bearers[i].whence
        and any(_apart(one, other, namesakes) for one, other in combinations(others, 2))
    }
    return [link for link in links if not torn & {link.left, link.right}]


def _block_keys(form: PersonForm) -> list[Words]:
    """One part in full and the other's initial; all letters, for "Le Gall" and "Legall"."""
    given, family = "".join(form.given), "".join(form.family)
    return [(given, family[0]), (family, given[0]), ("", given + family)]


def _apart(one: Bearer, other: Bearer, namesakes: Namesakes) -> bool:
    """Two people: of one name, named by one document as two, or of two circles."""
    if one.words == other.words:
        return True
    shared = one.documents.keys() & other.documents.keys()
    if shared:
        return any(one.documents[document] != other.documents[document] for document in shared)
    return namesakes.apart(one, other)


def _group(key: str, members: Sequence[DocumentEntity]) -> Group:
    return Group(stable_id("person", key), tuple(members), _rank, _level)


def _rank(name: str) -> int:
    form = parse(name)
    return len(form.words) if form.full else 0


def _level(member: DocumentEntity, name: str) -> Match:
    """By its own name, or by another form that its document prints."""
    forms = [parse(text) for text in (member.name, *member.variants)]
    direct = compare(forms[0], parse(name), PERSON_LEVELS)
    if direct:
        return direct
    found = [match for form in forms if (match := compare(form, parse(name), PERSON_LEVELS))]
    return max(found, key=lambda m: m.score) if found else Match("through_variants", 70.0)
