"""The people and organisations of a corpus, grouped across its documents.

`entities` is what is given and what comes back; `bodies` says which body each document is of; `people` and
`organisations` join names, `namesakes` tells people of one name apart, `joining` is what both do; `judged`
brings in what people have said of who is who. `once` keeps what is worked out of a name, `comparisons` how
two names compare, from one build to the next.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from operator import attrgetter

from crparse.language.persons import PersonForm
from crparse.record import Minutes
from crparse.resolution.corpus.bodies import Bodies
from crparse.resolution.corpus.comparisons import Comparison, Comparisons
from crparse.resolution.corpus.entities import (
    CorpusEntities,
    CorpusEntity,
    CorpusLink,
    DocumentEntities,
    DocumentEntity,
    Mandate,
    document_entities,
)
from crparse.resolution.corpus.judged import Judgement, judge
from crparse.resolution.corpus.mandates import mandates_of
from crparse.resolution.corpus.once import kept_meanwhile, unsearched
from crparse.resolution.corpus.organisations import organisations_of
from crparse.resolution.corpus.people import parse_person, people_of

__all__ = [
    "Comparison",
    "Comparisons",
    "CorpusEntities",
    "CorpusEntity",
    "CorpusLink",
    "DocumentEntities",
    "DocumentEntity",
    "Judgement",
    "Mandate",
    "document_entities",
    "judge",
    "mandates_of",
    "resolve_corpus",
    "unsearched",
]


def resolve_corpus(
    documents: Iterable[Minutes | DocumentEntities],
    comparisons: Comparisons | None = None,
    as_said: Callable[[list[CorpusEntity]], list[CorpusEntity]] | None = None,
) -> CorpusEntities:
    """The people, organisations and bodies of all documents, the same whatever their order.

    Args:
        documents: Records, or `document_entities(record)` of each where they do not fit in memory together.
        comparisons: What is known of how their names compare, by this version with these words. What is
            not known is compared, and known from then on; it changes nothing of what is returned.
        as_said: Given the bodies as their names tell them, those that people say there are. Who met where
            tells people and organisations apart, so that this is asked before they are.
    """
    comparisons = comparisons or Comparisons()
    place, name = attrgetter("document", "entity"), attrgetter("name", "id")
    with kept_meanwhile():
        kept = [document_entities(one) if isinstance(one, Minutes) else one for one in documents]
        people = sorted((person for document in kept for person in document.people), key=place)
        organisations = sorted((body for document in kept for body in document.organisations), key=place)
        bodies, days = _bodies(kept, comparisons)
        met = sorted(bodies.entities(), key=name)
        if as_said:
            met = sorted(as_said(met), key=name)
            bodies.settle(met)
        return CorpusEntities(
            people=sorted(people_of(people, bodies, days, comparisons), key=name),
            organisations=sorted(organisations_of(organisations, bodies, comparisons), key=name),
            bodies=met,
        )


def _bodies(documents: Iterable[DocumentEntities], comparisons: Comparisons) -> tuple[Bodies, dict[str, str]]:
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
    return Bodies(printed, named, comparisons), days
