"""Resolution: the mentions that the entity stage found become people and organisations."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence

from spacy.language import Language
from spacy.tokens import Doc

from crparse.document.items import (
    Doubt,
    assigned,
    get_items,
    leave_caveats,
    require_items,
    set_entities,
    set_items,
    stage,
)
from crparse.document.view import view_of
from crparse.record import Attendee, Entity, Mention
from crparse.resolution.organisation_levels import ORGANISATION_LEVELS
from crparse.resolution.organisations import resolve_organisations
from crparse.resolution.people import resolve_people
from crparse.text import name_key
from crparse.wording import Message


@stage("crparse_resolution", ("entities", "attendees", "caveats"), needs=assigned("people", "organisations"))
def make_resolution(nlp: Language, name: str, without_levels: Sequence[str] = ()) -> "Resolution":
    """Entities from mentions, by the ordered levels of people and of organisations.

    No two forms of an organisation are joined by the levels `without_levels`.
    """
    return Resolution(without_levels)


class Resolution:
    """One entity for each person and organisation, with all its mentions.

    "Présente : Anne LE GALL. A. Le Gall ouvre la séance." -> Anne LE GALL, variant "A. Le Gall".
    Misses a mention by a part of the name that two people share.
    """

    def __init__(self, without_levels: Collection[str] = ()) -> None:
        self.levels = [level for level in ORGANISATION_LEVELS if level.name not in without_levels]

    def __call__(self, doc: Doc) -> Doc:
        """Set the entities, and lead attendees to their person."""
        require_items(doc, "crparse_resolution", "crparse_entities", "people", "organisations")
        attendees = get_items(doc, "attendees", Attendee)
        people = resolve_people(get_items(doc, "people", Mention), [a.name for a in attendees])
        stated = view_of(doc).stated_acronyms()
        organisations = resolve_organisations(get_items(doc, "organisations", Mention), stated, self.levels)
        set_entities(doc, "people", people)
        set_entities(doc, "organisations", organisations)
        if attendees:
            set_items(doc, "attendees", with_people(attendees, people))
        leave_caveats(doc, list(find_namesakes(attendees)))
        return doc


def with_people(attendees: Sequence[Attendee], people: Sequence[Entity]) -> list[Attendee]:
    """The attendees, each with the id of the person of that name; none where two attendees bear one name."""
    bearers = _bearers(attendees)
    owners: dict[str, set[str]] = {}
    for person in people:
        for name in (person.name, *person.variants):
            owners.setdefault(name_key(name), set()).add(person.id)
    sure = {key: ids.pop() for key, ids in owners.items() if len(ids) == 1 and len(bearers[key]) == 1}
    return [one.model_copy(update={"person": sure.get(name_key(one.name))}) for one in attendees]


def _bearers(attendees: Sequence[Attendee]) -> Mapping[str, list[Attendee]]:
    """The attendees by what their names are compared by."""
    found: defaultdict[str, list[Attendee]] = defaultdict(list)
    for attendee in attendees:
        found[name_key(attendee.name)].append(attendee)
    return found


def find_namesakes(attendees: Sequence[Attendee]) -> Iterator[Doubt]:
    """Attendees of one name, "M. Roux" and "Mme Roux": whom the name means elsewhere is not told."""
    for same in _bearers(attendees).values():
        if len(same) > 1:
            message = Message(
                '%(count)s attendees are named "%(name)s": which of them is meant is not told.',
                count=len(same),
                name=same[0].name,
            )
            yield Doubt("namesakes", message, same[-1].start, same[-1].end)
