"""The people and organisations of a corpus, grouped across its documents."""

from collections import Counter
from collections.abc import Iterable, Sequence

from crparse.record import Minutes
from crparse.resolution.corpus_organisations import group_organisations
from crparse.resolution.corpus_people import group_people
from crparse.resolution.corpus_records import (
    CorpusEntities,
    CorpusEntity,
    CorpusLink,
    DocumentEntities,
    DocumentEntity,
    Group,
    document_entities,
)


def resolve_corpus(documents: Iterable[Minutes | DocumentEntities]) -> CorpusEntities:
    """The people and organisations of all `documents`, the same whatever their order.

    Give records, or `document_entities(record)` of each where records do not fit in memory together.
    """
    people: list[DocumentEntity] = []
    organisations: list[DocumentEntity] = []
    for document in documents:
        found = document_entities(document) if isinstance(document, Minutes) else document
        people += found.people
        organisations += found.organisations
    return CorpusEntities(
        people=_entities(group_people(_in_order(people))),
        organisations=_entities(group_organisations(_in_order(organisations))),
    )


def _in_order(entities: Sequence[DocumentEntity]) -> list[DocumentEntity]:
    return sorted(entities, key=lambda e: (e.document, e.entity))


def _entities(groups: Iterable[Group]) -> list[CorpusEntity]:
    return sorted((_entity(group) for group in groups), key=lambda e: (e.name, e.id))


def _entity(group: Group) -> CorpusEntity:
    """The group under its fullest and most frequent name."""
    count = Counter(member.name for member in group.members)
    name = max(count, key=lambda n: (group.rank(n), count[n], n))
    printed = sorted({form for m in group.members for form in (m.name, *m.variants)} - {name})
    links = []
    for member in group.members:
        match = group.level(member, name)
        links.append(
            CorpusLink(
                document=member.document,
                entity=member.entity,
                name=member.name,
                mentions=member.mentions,
                level=match.level,
                score=match.score,
            )
        )
    return CorpusEntity(id=group.id, name=name, variants=printed, links=links)
