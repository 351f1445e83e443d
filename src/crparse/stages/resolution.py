"""Resolution: the mentions that the entity stage found become people and organisations."""

from collections.abc import Collection, Mapping, Sequence

from spacy.language import Language
from spacy.tokens import Doc

from crparse.document.items import get_items, set_items
from crparse.document.view import view_of
from crparse.record import Attendee, Entity, Mention
from crparse.resolution.linkage import numbered
from crparse.resolution.organisations import resolve_organisations
from crparse.resolution.people import resolve_people
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
        stated = view_of(doc).stated_acronyms()
        organisations = resolve_organisations(get_items(doc, "organisations", Mention), stated)
        doc.user_data["crparse_people"] = people = numbered(people, "p")
        doc.user_data["crparse_organisations"] = numbered(organisations, "o")
        named = by_name(people)
        set_items(doc, "attendees", [with_person(attendee, named) for attendee in attendees])
        return doc


def by_name(people: Sequence[Entity]) -> dict[str, set[str]]:
    """The ids of the people of each name."""
    found: dict[str, set[str]] = {}
    for person in people:
        for name in (person.name, *person.variants):
            found.setdefault(name_key(name), set()).add(person.id)
    return found


def with_person(attendee: Attendee, people: Mapping[str, Collection[str]]) -> Attendee:
    """The attendee with the id of the person of that name; `people` as by `by_name`."""
    found = people.get(name_key(attendee.name), ())
    return attendee.model_copy(update={"person": next(iter(found)) if len(found) == 1 else None})
