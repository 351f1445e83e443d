"""Whom a name means that is printed beside an item: who has a proxy, who is to do a task, an organisation."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from crparse.language.persons import split_civility
from crparse.record import Entity, Minutes
from crparse.text import name_key

Bearers = dict[str, set[str]]
"""What names are compared by -> the ids in the record of those who bear them."""


class WhoIsMeant:
    """The people and organisations of a record by every name that it gives them.

    "Mme Corbier" of "pouvoir à Mme Corbier" is p1 where the record calls nobody else so. Misses who is told
    by a function ("le maire") and those who are named together ("Anne et Paul").
    """

    def __init__(self, record: Minutes) -> None:
        self._people = _bearers(record.people)
        self._organisations = _bearers(record.organisations)
        listed = Counter(_key(attendee.name) for attendee in record.attendees)
        self._namesakes = {name for name, count in listed.items() if count > 1}

    def person(self, name: str | None) -> str | None:
        """The id in the record of the person of that name; None where nobody or several are called so."""
        key = _key(name or "")
        return None if key in self._namesakes else _only(self._people, key)

    def organisation(self, name: str | None) -> str | None:
        """The same of an organisation."""
        return _only(self._organisations, name_key(name or ""))


def _key(name: str) -> str:
    return name_key(name[split_civility(name)[1] :])


def _bearers(entities: Iterable[Entity]) -> Bearers:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for entity in entities:
        for name in (entity.name, *entity.variants, *(mention.text for mention in entity.mentions)):
            found[_key(name)].add(entity.id)
            found[name_key(name)].add(entity.id)
    return found


def _only(bearers: Bearers, key: str) -> str | None:
    ids = bearers.get(key, set()) if key else set()
    return next(iter(ids)) if len(ids) == 1 else None
