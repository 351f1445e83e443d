"""The people and organisations of a corpus, grouped across its documents.

`entities` is what is given and what comes back; `bodies` says which body each document is of; `people` and
`organisations` join names, `namesakes` tells people of one name apart, `joining` is what both do, and `once`
keeps what is worked out of a name.
"""

from collections import defaultdict
from collections.abc import Iterable
from operator import attrgetter

from crparse.language.persons import PersonForm
from crparse.record import Minutes
from crparse.resolution.corpus.bodies import Bodies
from crparse.resolution.corpus.entities import (
    CorpusEntities,
    CorpusEntity,
    CorpusLink,
    DocumentEntities,
    DocumentEntity,
    Mandate,
    document_entities,
)
from crparse.resolution.corpus.mandates import mandates_of
from crparse.resolution.corpus.once import kept_meanwhile, unsearched
from crparse.resolution.corpus.organisations import organisations_of
from crparse.resolution.corpus.people import parse_person, people_of

__all__ = [
    "CorpusEntities",
    "CorpusEntity",
    "CorpusLink",
    "DocumentEntities",
    "DocumentEntity",
    "Mandate",
    "document_entities",
    "mandates_of",
    "resolve_corpus",
    "unsearched",
]


def resolve_corpus(documents: Iterable[Minutes | DocumentEntities]) -> CorpusEntities:
    """The people and organisations of all `documents`, the same whatever their order.

    Give records, or `document_entities(record)` of each where records do not fit in memory together.
    """
    place, name = attrgetter("document", "entity"), attrgetter("name", "id")
    with kept_meanwhile():
        kept = [document_entities(one) if isinstance(one, Minutes) else one for one in documents]
        people = sorted((person for document in kept for person in document.people), key=place)
        organisations = sorted((body for document in kept for body in document.organisations), key=place)
        bodies, days = _bodies(kept)
        return CorpusEntities(
            people=sorted(people_of(people, bodies, days), key=name),
            organisations=sorted(organisations_of(organisations, bodies), key=name),
            bodies=sorted(bodies.entities(), key=name),
        )


def _bodies(documents: Iterable[DocumentEntities]) -> tuple[Bodies, dict[str, str]]:
    """The bodies of the documents, and the days of their meetings."""
    printed: dict[str, str] = {}
    days: dict[str, str] = {}
    named: defaultdict[str, list[PersonForm]] = defaultdict(list)
    for one in documents:
        for document in {one.id, *(entity.document for entity in (*one.people, *one.organisations))} - {""}:
            printed[document] = max(printed.get(document, ""), one.body)
            days[document] = max(days.get(document, ""), one.day)
        for person in one.people:
            named[person.document] += map(parse_person, person.names)
    return Bodies(printed, named), days
