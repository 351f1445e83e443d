"""What corpus resolution is given, the entities of documents, and what it returns, those of the corpus."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from pydantic import Field

from crparse.document.items import ODD_YEAR
from crparse.record import Entity, Minutes, Model
from crparse.text import name_key


@dataclass(frozen=True, slots=True)
class CorpusLink:
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
    aliases: list[str] = Field(default_factory=list)
    """Ids under which it was known before it was found to be one, in a corpus that has grown."""
    split_from: list[str] = Field(default_factory=list)
    """Ids of those that it was found to be another than."""


class Mandate(Model):
    """That someone is listed in the minutes of a body, under one function or none."""

    person: str
    """Id of the person in the corpus."""
    body: str
    """Id of the body."""
    role: str | None
    """The function as printed first; None for those who are listed without any."""
    first: date | None
    """The day of the first meeting of which the minutes list the person so; None where no day is known."""
    last: date | None
    """The same of the last."""
    meetings: int
    """How many meetings, present or not."""


class CorpusEntities(Model):
    """What `resolve_corpus` returns, each list sorted by name and id."""

    people: list[CorpusEntity]
    organisations: list[CorpusEntity]
    bodies: list[CorpusEntity] = Field(default_factory=list)
    """Those that met: a link says that the minutes of a document are of it, and has no entity there."""


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

    @property
    def names(self) -> tuple[str, ...]:
        """The name and its variants."""
        return self.name, *self.variants


@dataclass(frozen=True, slots=True)
class DocumentEntities:
    """All that corpus resolution keeps of one document."""

    people: tuple[DocumentEntity, ...]
    organisations: tuple[DocumentEntity, ...]
    body: str = ""
    """The body that met, as printed."""
    day: str = ""
    """Of the meeting, YYYY-MM-DD; "" where it is not known, or doubted."""
    offices: tuple[tuple[str, str], ...] = ()
    """The people who are listed, by their id in the document, each with the function printed there or ""."""
    document: str = ""
    """Id of the record; where it is "", that of the first entity."""

    @property
    def id(self) -> str:
        """Of the record; "" where nothing tells."""
        return self.document or next((one.document for one in (*self.people, *self.organisations)), "")


def document_entities(minutes: Minutes) -> DocumentEntities:
    """The entities of a record, small enough to keep for thousands of documents."""
    meeting = minutes.meeting
    body = [meeting.body] if meeting.body else []
    came_for: defaultdict[str, list[str]] = defaultdict(list)
    for attendee in minutes.attendees:
        if attendee.person and attendee.organisation:
            came_for[attendee.person].append(attendee.organisation)

    def kept(entity: Entity) -> DocumentEntity:
        context = frozenset(map(name_key, [*body, *came_for.get(entity.id, [])]))
        return DocumentEntity(
            minutes.id, entity.id, entity.name, tuple(entity.variants), len(entity.mentions), context
        )

    is_odd = any(warning.code == ODD_YEAR for warning in minutes.warnings)
    offices = [(attendee.person, attendee.role or "") for attendee in minutes.attendees if attendee.person]
    return DocumentEntities(
        tuple(map(kept, minutes.people)),
        tuple(map(kept, minutes.organisations)),
        meeting.body or "",
        "" if is_odd else meeting.date or "",
        tuple(offices),
        minutes.id,
    )
