"""Mandates: who is listed in the minutes of which body, under which function, from when to when.

"Mme Morvan, adjointe" of Lormoy from March 2014 to May 2020 is one mandate, "Mme Morvan, maire" from then on
another.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from crparse.resolution.corpus.entities import CorpusEntities, DocumentEntities, Mandate
from crparse.text import name_key


def mandates_of(entities: CorpusEntities, documents: Iterable[DocumentEntities]) -> Iterator[Mandate]:
    """The mandates of the people of a corpus, in order of body, person and first meeting.

    Args:
        entities: Of the corpus, under the ids that the mandates are to name.
        documents: What they were resolved from.
    """
    people = {(link.document, link.entity): one.id for one in entities.people for link in one.links}
    bodies = {link.document: one.id for one in entities.bodies for link in one.links}
    found: defaultdict[tuple[str, str, str], list[tuple[str, str]]] = defaultdict(list)
    for document in documents:
        if body := bodies.get(document.id):
            for entity, role in dict(reversed(document.offices)).items():
                if person := people.get((document.id, entity)):
                    found[body, person, name_key(role)].append((document.day, role))
    held = [_mandate(body, person, meetings) for (body, person, _), meetings in found.items()]
    yield from sorted(held, key=lambda one: (one.body, one.person, one.first or date.max, one.role or ""))


def _mandate(body: str, person: str, meetings: list[tuple[str, str]]) -> Mandate:
    days = sorted(date.fromisoformat(day) for day, _ in meetings if day)
    role = min(meetings)[1] or None
    first, last = (days[0], days[-1]) if days else (None, None)
    return Mandate(person=person, body=body, role=role, first=first, last=last, meetings=len(meetings))
