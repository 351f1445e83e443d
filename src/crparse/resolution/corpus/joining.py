"""What people, organisations and bodies of a corpus have in common: names that are linked to entities."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Generic

from crparse.resolution.corpus.comparisons import Compared, Form
from crparse.resolution.corpus.entities import CorpusEntity, CorpusLink, DocumentEntity
from crparse.resolution.linkage import Match, Pair

_THROUGH_VARIANTS = Match("through_variants", 70.0)
"""How an entity belongs to another of which it bears none of the names: its other names lead there."""


@dataclass(frozen=True)
class EntityKind(Generic[Form]):
    """People, organisations or bodies: how their names are read and compared."""

    name: str
    parse: Callable[[str], Form]
    compare: Compared[Form]
    worth: Callable[[str], int]
    """How well a name names it: the fuller the higher."""
    _known: dict[tuple[tuple[str, ...], str], Match] = field(default_factory=dict)

    def entity(
        self,
        key: Iterable[str],
        members: Sequence[DocumentEntity],
        known: Mapping[str, Match] = MappingProxyType({}),
    ) -> CorpusEntity:
        """The members as one, under their fullest and most frequent name.

        Args:
            key: What it is called: its id depends on that, not on where it was met first.
            members: Those of the documents.
            known: For some documents what joined theirs, where their names did not.
        """
        count = Counter(member.name for member in members)
        name = max(count, key=lambda n: (self.worth(n), count[n], n))
        links = []
        for member in members:
            match = known.get(member.document) or self._level(member, name)
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
        return CorpusEntity(
            id=hashlib.sha256("\0".join((self.name, *key)).encode()).hexdigest()[:16],
            name=name,
            variants=sorted({form for member in members for form in member.names} - {name}),
            links=links,
        )

    def _level(self, member: DocumentEntity, name: str) -> Match:
        """By its own name, or by another form that its document prints."""
        known = self._known.get((member.names, name))
        if known is None:
            found = (self.compare(self.parse(text), self.parse(name)) for text in member.names)
            known = next(found) or max(filter(None, found), key=lambda m: m.score, default=_THROUGH_VARIANTS)
            self._known[member.names, name] = known
        return known


def linked(bearers: Iterable[Sequence[int]], alike: Mapping[Pair, Match]) -> list[Pair]:
    """The names that an entity of one document bears, then those alike, the more alike the earlier.

    `bearers` gives for each name its entities.
    """
    together: defaultdict[int, list[int]] = defaultdict(list)
    for name, entities in enumerate(bearers):
        for entity in entities:
            together[entity].append(name)
    of_document = {(names[0], other) for names in together.values() for other in names[1:]}
    return [*sorted(of_document), *sorted(alike, key=lambda pair: (-alike[pair].score, pair))]


def members_of(
    groups: Iterable[Sequence[int]], bearers: Sequence[Sequence[int]]
) -> Iterator[tuple[int, list[int]]]:
    """The first name of each group, and the entities that bear its names and none of an earlier group."""
    grouped: set[int] = set()
    for group in groups:
        members = {entity for name in group for entity in bearers[name]} - grouped
        grouped |= members
        if members:
            yield group[0], sorted(members)
