"""What people have said of who is who: some people or organisations that are one, or one that is several.

"A. Corbier" of the minutes of March and "Aline Corbier" of those of May are one, whatever the levels say; the
two "Henri Lacombe" are not. It hangs on the documents and the names that these give, so that it holds however
the entities come out. Who belongs to none of those told apart goes with the ones of the same body; where no
body tells, he stays by himself.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from crparse.resolution.corpus.entities import CorpusEntity, CorpusLink, DocumentEntities
from crparse.wording import Message

JUDGED = "judged"
"""The level of a name that is joined because someone has said so."""

SURE = 100.0
"""The score of that level: nothing is compared."""

Bearer = tuple[str, str]
"""Id of a record, and the name that it gives."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """That all of some groups are one, or that each is another than the others."""

    number: int
    """What it is told by."""
    are_one: bool
    groups: tuple[frozenset[Bearer], ...]

    @property
    def bearers(self) -> frozenset[Bearer]:
        """All that it speaks of."""
        return frozenset().union(*self.groups)


def judge(
    entities: Sequence[CorpusEntity],
    judgements: Sequence[Judgement],
    documents: Iterable[DocumentEntities],
) -> tuple[list[CorpusEntity], dict[int, Message]]:
    """The people, or the organisations, as they are said to be.

    Args:
        entities: As the names alone tell them.
        judgements: What is said.
        documents: What they were resolved from.

    Returns:
        The entities, and for each judgement that changes nothing its number and why. Two that contradict
        each other are both left aside.
    """
    if not judgements:
        return list(entities), {}
    told = _Told(documents)
    known = {(link.document, link.name) for entity in entities for link in entity.links}
    refused = {
        one.number: Message("the corpus has none of these names in these documents")
        for one in judgements
        if sum(bool(group & known) for group in one.groups) < (1 if one.are_one else 2)
    }
    while True:
        held = [one for one in judgements if one.number not in refused]
        found = list(entities)
        for one in held:
            if not one.are_one:
                found = [part for entity in found for part in _parted(entity, one, told)]
        clusters = _clusters(found, [one for one in held if one.are_one])
        torn = _torn(clusters, held)
        if not torn:
            return [_joined(cluster) for cluster in clusters], refused
        refused |= dict.fromkeys(torn, Message("it contradicts another line: neither was applied"))


class _Told:
    """What the documents tell of their entities."""

    def __init__(self, documents: Iterable[DocumentEntities]) -> None:
        self.names: dict[tuple[str, str], tuple[str, ...]] = {}
        self.bodies: dict[str, str] = {}
        for document in documents:
            self.bodies[document.id] = document.body
            for one in (*document.people, *document.organisations):
                self.names[one.document, one.entity] = one.names

    def names_of(self, link: CorpusLink) -> tuple[str, ...]:
        """The names that the document gives it."""
        return self.names.get((link.document, link.entity), (link.name,))

    def body_of(self, link: CorpusLink) -> str:
        """The body whose minutes the document is."""
        return self.bodies.get(link.document, "")


def _parted(entity: CorpusEntity, judgement: Judgement, told: _Told) -> list[CorpusEntity]:
    """The entity in parts, where it holds several of the groups."""
    parts: defaultdict[int | None, list[CorpusLink]] = defaultdict(list)
    for link in entity.links:
        parts[_group(link, judgement)].append(link)
    groups = [group for group in parts if group is not None]
    if len(groups) < 2:
        return [entity]
    bodies: defaultdict[str, set[int]] = defaultdict(set)
    for group in groups:
        for link in parts[group]:
            bodies[told.body_of(link)].add(group)
    for link in parts.pop(None, []):
        near = bodies.get(told.body_of(link), set())
        parts[next(iter(near)) if len(near) == 1 else None].append(link)
    listed = sorted(parts.values(), key=lambda links: (-len(links), links[0].document, links[0].name))
    return [_part(entity, links, told, is_first=number == 0) for number, links in enumerate(listed)]


def _group(link: CorpusLink, judgement: Judgement) -> int | None:
    """Which of the groups a link is of; None for none of them."""
    bearer = link.document, link.name
    return next((number for number, group in enumerate(judgement.groups) if bearer in group), None)


def _part(entity: CorpusEntity, links: list[CorpusLink], told: _Told, is_first: bool) -> CorpusEntity:
    """Some of the links as an entity of their own; the first one keeps the id."""
    names = Counter(link.name for link in links)
    name = entity.name if entity.name in names else max(names, key=lambda n: (names[n], len(n), n))
    forms = {form for link in links for form in told.names_of(link)} - {name}
    identity = entity.id
    if not is_first:
        key = "\0".join((entity.id, links[0].document, links[0].name))
        identity = hashlib.sha256(key.encode()).hexdigest()[:16]
    update = {"id": identity, "name": name, "variants": sorted(forms), "links": links}
    return entity.model_copy(update=update)


def _clusters(entities: Sequence[CorpusEntity], judgements: Sequence[Judgement]) -> list[list[CorpusEntity]]:
    """The entities that are said to be one, together."""
    clusters = [[entity] for entity in entities]
    of_bearer = {bearer: cluster for cluster in clusters for bearer in _bearers(cluster)}
    for one in judgements:
        met = {id(of_bearer[bearer]): of_bearer[bearer] for bearer in one.bearers if bearer in of_bearer}
        if len(met) > 1:
            joined = [entity for cluster in clusters if id(cluster) in met for entity in cluster]
            clusters = [cluster for cluster in clusters if id(cluster) not in met] + [joined]
            of_bearer |= dict.fromkeys(_bearers(joined), joined)
    return clusters


def _bearers(cluster: Sequence[CorpusEntity]) -> set[Bearer]:
    return {(link.document, link.name) for entity in cluster for link in entity.links}


def _torn(clusters: Sequence[Sequence[CorpusEntity]], judgements: Sequence[Judgement]) -> set[int]:
    """The judgements that contradict each other: some make one of what others tell apart."""
    torn: set[int] = set()
    for cluster in clusters:
        if len(cluster) < 2:
            continue
        bearers = _bearers(cluster)
        apart = {
            one.number
            for one in judgements
            if not one.are_one and sum(bool(group & bearers) for group in one.groups) > 1
        }
        if apart:
            torn |= apart | {one.number for one in judgements if one.are_one and one.bearers & bearers}
    return torn


def _joined(cluster: Sequence[CorpusEntity]) -> CorpusEntity:
    """The entities as one, under the name of the one that most documents name."""
    if len(cluster) == 1:
        return cluster[0]
    leader = max(cluster, key=lambda one: (len(one.links), len(one.name), one.name, one.id))
    names = {name for one in cluster for name in (one.name, *one.variants)} - {leader.name}
    links = [link if entity is leader else _said(link) for entity in cluster for link in entity.links]
    links.sort(key=lambda link: (link.document, link.entity))
    return leader.model_copy(update={"variants": sorted(names), "links": links})


def _said(link: CorpusLink) -> CorpusLink:
    return CorpusLink(link.document, link.entity, link.name, link.mentions, JUDGED, SURE)
