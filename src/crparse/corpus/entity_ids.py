"""The ids of a corpus's people, organisations and bodies: citations hang on them, they outlive growth."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from crparse.corpus.folder import ENTITIES, write_json
from crparse.errors import ReadError
from crparse.resolution.corpus import CorpusEntities, CorpusEntity
from crparse.wording import Message


def read_entities(corpus: Path, kind: str) -> list[CorpusEntity]:
    """The `people`, `organisations` or `bodies` of a corpus.

    Raises:
        ReadError: Their file is damaged.
    """
    file = corpus / ENTITIES / f"{kind}.json"
    try:
        return _ENTITIES.validate_json(file.read_bytes())
    except ValidationError as error:
        message = Message(
            "%(file)s is damaged, or was changed by hand: it lists no %(kind)s.", file=file, kind=kind
        )
        advice = Message("Put a copy of it back, or remove it and build again: they get their ids anew.")
        raise ReadError("invalid_entities", message, advice) from error


def write_entities(entities: CorpusEntities, corpus: Path) -> None:
    """Those lists of a corpus, each in its file."""
    (corpus / ENTITIES).mkdir()
    for kind in ENTITY_KINDS:
        write_json(getattr(entities, kind), corpus / ENTITIES / f"{kind}.json")


_ENTITIES = TypeAdapter(list[CorpusEntity])

ENTITY_KINDS = ("people", "organisations", "bodies")
"""The lists of entities that a corpus has."""


Member = tuple[str, str]
"""A record's id, and the name that it gives an entity."""


def keep_ids(
    entities: Sequence[CorpusEntity],
    before: Sequence[CorpusEntity],
    born: Mapping[str, int],
    run: int,
    same: Iterable[tuple[str, str]] = (),
) -> tuple[list[CorpusEntity], dict[str, int]]:
    """The entities under the ids that they had, and the run in which each was met first.

    "Aline Corbier" of 2011 (run 1) and "A. Corbier" of 2012 (run 2), who turn out to be one in run 3, are
    the one of run 1 from then on, with the other's id among the `aliases`. Where one turns out to be two, the
    one with more of the old one's documents keeps the id, and `split_from` of the other names it.

    Args:
        entities: Those of the corpus as it is now, under ids of their own.
        before: Those of the generation before, under the ids it gave them.
        born: For the ids before, the run that they were given in.
        run: The number of this run.
        same: Records of the same minutes, two by two, then and now: either may have been the one that counts.
    """
    known = {one.id: one for one in before}
    shares = _shares(entities, before, _as_one(same))
    inherits = _inherits(entities, shares)
    used = set(known) | {alias for one in known.values() for alias in one.aliases}
    kept, births = [], {}
    for place, entity in enumerate(entities):
        own = sorted((known[i] for i in inherits[place]), key=lambda one: (born.get(one.id, 0), one.id))
        identity = own[0].id if own else _free(entity.id, used)
        used.add(identity)
        aliases = {one.id for one in own[1:]}.union(*(one.aliases for one in own))
        split = {old for old in shares[place] if old not in inherits[place]}
        split = split.union(*(one.split_from for one in own)) - aliases - {identity}
        update = {"id": identity, "aliases": sorted(aliases), "split_from": sorted(split)}
        kept.append(entity.model_copy(update=update))
        births[identity] = born.get(identity, 0) if own else run
    return sorted(kept, key=lambda one: (one.name, one.id)), births


def _as_one(same: Iterable[tuple[str, str]]) -> dict[str, str]:
    """For each record of minutes in several forms, one of these that stands for all."""
    forms: dict[str, set[str]] = {}
    for one, other in same:
        joined = forms.get(one, {one}) | forms.get(other, {other})
        forms |= dict.fromkeys(joined, joined)
    return {record: min(joined) for record, joined in forms.items()}


def _members(entity: CorpusEntity, as_one: Mapping[str, str]) -> set[Member]:
    return {(as_one.get(link.document, link.document), link.name) for link in entity.links}


def _shares(
    entities: Sequence[CorpusEntity], before: Sequence[CorpusEntity], as_one: Mapping[str, str]
) -> list[Counter[str]]:
    """For each entity now, how many members it shares with each of those before; namesakes tell nothing."""
    had: defaultdict[Member, list[str]] = defaultdict(list)
    for one in before:
        for member in _members(one, as_one):
            had[member].append(one.id)
    single = {member: ids[0] for member, ids in had.items() if len(ids) == 1}
    members = (_members(one, as_one) for one in entities)
    return [Counter(single[member] for member in own if member in single) for own in members]


def _inherits(entities: Sequence[CorpusEntity], shares: Sequence[Counter[str]]) -> list[set[str]]:
    """For each entity now, the ids before that go to it: each goes where most of its members are."""
    wanted: defaultdict[str, list[tuple[int, str, int]]] = defaultdict(list)
    for place, counts in enumerate(shares):
        for old, count in counts.items():
            # of as many members, the one that would be called so by itself, then the first by id
            wanted[old].append((-count, "" if entities[place].id == old else entities[place].id, place))
    found: list[set[str]] = [set() for _ in entities]
    for old, places in wanted.items():
        found[min(places)[2]].add(old)
    return found


def _free(identity: str, used: set[str]) -> str:
    """The id, or the next one made from it where another has it already."""
    while identity in used:
        identity = hashlib.sha256(identity.encode()).hexdigest()[: len(identity)]
    return identity
