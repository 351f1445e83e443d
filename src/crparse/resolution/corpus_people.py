"""People across documents: by full names only; a first name alone is nobody outside its document."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from crparse.language.persons import PersonForm, parse_form
from crparse.resolution import linkage as block
from crparse.resolution.corpus_records import DocumentEntity, Group, stable_id
from crparse.resolution.linkage import Link, Match, cluster, compare, document_links
from crparse.resolution.people_levels import FULL_NAME_LEVELS, PERSON_LEVELS

CORROBORATED = frozenset({"shortened", "spelling"})
"""Levels that hold between documents only where the two share an organisation or a body."""

parse = cache(parse_form)

PersonKey = tuple[str, ...]


@dataclass
class _PersonName:
    """A full name, whatever its order and accents, with all the entities that bear it."""

    form: PersonForm
    bearers: list[int] = field(default_factory=list)
    context: set[str] = field(default_factory=set)
    documents: dict[str, str] = field(default_factory=dict)


def group_people(entities: Sequence[DocumentEntity]) -> Iterator[Group]:
    """The people of the corpus; `entities` in a fixed order."""
    names = _names(entities)
    keys = sorted(names)
    groups = cluster(len(keys), _links(keys, names), lambda i, j: _apart(names[keys[i]], names[keys[j]]))
    grouped: set[int] = set()
    for group in groups:
        members = sorted({index for i in group for index in names[keys[i]].bearers} - grouped)
        grouped.update(members)
        if members:
            yield _group(" ".join(keys[group[0]]), [entities[i] for i in members])
    for index, entity in enumerate(entities):
        if index not in grouped:
            yield _group(f"{entity.name}\0{entity.document}\0{entity.entity}", [entity])


def _names(entities: Sequence[DocumentEntity]) -> dict[PersonKey, _PersonName]:
    names: dict[PersonKey, _PersonName] = {}
    for index, entity in enumerate(entities):
        for form in _full_forms(entity):
            name = names.setdefault(_key(form), _PersonName(form))
            name.bearers.append(index)
            name.context |= entity.context
            name.documents[entity.document] = entity.entity
    return names


def _full_forms(entity: DocumentEntity) -> list[PersonForm]:
    forms = [parse(text) for text in (entity.name, *entity.variants)]
    return [form for form in forms if form.full]


def _key(form: PersonForm) -> PersonKey:
    return tuple(sorted(form.words))


def _links(keys: Sequence[PersonKey], names: dict[PersonKey, _PersonName]) -> list[Link]:
    """Names that one document says are the same person, and names alike that share their context."""
    links = document_links(names[key].bearers for key in keys)
    for i, j in block.pairs([_block_keys(names[key].form) for key in keys]):
        one, other = names[keys[i]], names[keys[j]]
        match = compare(one.form, other.form, FULL_NAME_LEVELS)
        if match and (match.level not in CORROBORATED or one.context & other.context):
            links.append(Link(i, j, match.level, match.score, 1))
    return links


def _block_keys(form: PersonForm) -> list[PersonKey]:
    """One part in full and the other's initial; all letters, for "Le Gall" and "Legall"."""
    given, family = "".join(form.given), "".join(form.family)
    return [(given, family[0]), (family, given[0]), ("", given + family)]


def _apart(one: _PersonName, other: _PersonName) -> bool:
    """One document tells them apart."""
    shared = one.documents.keys() & other.documents.keys()
    return any(one.documents[document] != other.documents[document] for document in shared)


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
