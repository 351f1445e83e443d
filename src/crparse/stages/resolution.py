"""Resolution: the mentions that the entity stage found become people and organisations."""

from collections import Counter
from collections.abc import Sequence

from spacy.language import Language
from spacy.tokens import Doc

from crparse.document.items import get_items, set_items
from crparse.record import Attendee, Entity, Mention
from crparse.resolution.linkage import numbered
from crparse.resolution.organisations import resolve_organisations
from crparse.resolution.people import resolve_people
from crparse.stages.entities.candidates import stated_acronyms
from crparse.text import name_key


@Language.factory("crparse_resolution", assigns=["doc.user_data"])
def make_resolution(nlp: Language, name: str) -> "Resolution":
    """Entities from mentions, by the ordered levels of `compare_people` and `compare_organisations`."""
    return Resolution()


class Resolution:
    """One entity for each person and organisation, with all its mentions.

    "Présente : Anne LE GALL. A. Le Gall ouvre la séance." -> Anne LE GALL, variant "A. Le Gall".
    Misses a mention by a part of the name that two people share.
    """

    def __call__(self, doc: Doc) -> Doc:
        """Set the entities, and lead attendees to their person."""
        attendees = get_items(doc, "attendees", Attendee)
        people = resolve_people(get_items(doc, "people", Mention), [a.name for a in attendees])
        organisations = resolve_organisations(get_items(doc, "organisations", Mention), stated_acronyms(doc))
        doc.user_data["crparse_people"] = people = numbered(people, "p")
        doc.user_data["crparse_organisations"] = numbered(organisations, "o")
        set_items(doc, "attendees", with_people(attendees, people))
        return doc


def with_people(attendees: Sequence[Attendee], people: Sequence[Entity]) -> list[Attendee]:
    """The attendees, each with the id of the person of that name; none where two attendees bear one name."""
    bearers = Counter(name_key(attendee.name) for attendee in attendees)
    owners: dict[str, set[str]] = {}
    for person in people:
        for name in (person.name, *person.variants):
            owners.setdefault(name_key(name), set()).add(person.id)
    found = []
    for attendee in attendees:
        key = name_key(attendee.name)
        ids = owners.get(key, set()) if bearers[key] == 1 else set()
        found.append(attendee.model_copy(update={"person": next(iter(ids)) if len(ids) == 1 else None}))
    return found
