"""People and organisations of a whole corpus, and the little that each document tells about its own."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from crparse.record import Entity, Minutes, Model
from crparse.resolution.linkage import Match
from crparse.text import name_key


class CorpusLink(Model):
    """Why an entity of one document belongs to an entity of the corpus."""

    document: str
    """Id of the record."""
    entity: str
    """Id of the person or organisation in that record."""
    name: str
    """As that record names it."""
    mentions: int
    level: str
    """The comparison level that joined it ("exact" for the corpus name itself)."""
    score: float
    """Of that level, 0-100."""


class CorpusEntity(Model):
    """A person or organisation of the corpus: the entities of documents that are one."""

    id: str
    name: str
    variants: list[str]
    links: list[CorpusLink]


class CorpusEntities(Model):
    """What `resolve_corpus` returns, each list sorted by name and id."""

    people: list[CorpusEntity]
    organisations: list[CorpusEntity]


@dataclass(frozen=True, slots=True)
class DocumentEntity:
    """A person or organisation of one document, without its mentions."""

    document: str
    entity: str
    name: str
    variants: tuple[str, ...]
    mentions: int
    context: frozenset[str]
    """What tells namesakes apart: the body that met, and for a person the organisations it came for."""


@dataclass(frozen=True, slots=True)
class DocumentEntities:
    """All that corpus resolution keeps of one document."""

    people: tuple[DocumentEntity, ...]
    organisations: tuple[DocumentEntity, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The document entities that are one, and how to tell why."""

    id: str
    members: tuple[DocumentEntity, ...]
    rank: Callable[[str], int]
    """How well a name names it: the fuller the higher."""
    level: Callable[[DocumentEntity, str], Match]
    """How a member belongs to the corpus entity of that name."""


def stable_id(kind: str, *parts: str) -> str:
    """An id that depends on what the entity is called, not on where it was met first."""
    return hashlib.sha256("\0".join((kind, *parts)).encode()).hexdigest()[:16]


def document_entities(minutes: Minutes) -> DocumentEntities:
    """The entities of a record, small enough to keep for thousands of documents."""
    body = [minutes.meeting.body] if minutes.meeting.body else []
    came_for: dict[str, list[str]] = {}
    for attendee in minutes.attendees:
        if attendee.person and attendee.organisation:
            came_for.setdefault(attendee.person, []).append(attendee.organisation)

    def kept(entity: Entity) -> DocumentEntity:
        context = frozenset(map(name_key, [*body, *came_for.get(entity.id, [])]))
        return DocumentEntity(
            minutes.id, entity.id, entity.name, tuple(entity.variants), len(entity.mentions), context
        )

    return DocumentEntities(tuple(map(kept, minutes.people)), tuple(map(kept, minutes.organisations)))
