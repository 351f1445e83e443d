"""The people and organisations of a corpus, grouped across its documents.

People by full names only: a first name alone is nobody outside its document. Organisations by name; a short
acronym or an inner body only within one body.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import combinations, pairwise
from operator import attrgetter
from typing import Generic

from pydantic import Field

from crparse.language.acronyms import is_acronym
from crparse.language.organisations import OrganisationForm, is_inner, known_bodies, territorial_services
from crparse.language.persons import PersonForm, parse_form
from crparse.record import Entity, Minutes, Model
from crparse.resolution.circles import led_to
from crparse.resolution.linkage import BOTH, F, Key, Level, Match, Pair, cluster, compare, matches, meetings
from crparse.resolution.namesakes import KEPT, Bearer, Namesakes, NameWords, share_organisation, telling
from crparse.resolution.namesakes import parse as parse_organisation
from crparse.resolution.organisation_levels import ORGANISATION_LEVELS, two_bodies
from crparse.resolution.people_levels import FULL_NAME_LEVELS, PERSON_LEVELS
from crparse.text import name_key

WITHIN_DOCUMENT = frozenset({"initials", "parent_dropped"})
"""Levels of organisations that hold in one document only."""

SHORT_ACRONYM = 3
"""Letters of an acronym that many bodies may share: DI, CSI."""


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
    aliases: list[str] = Field(default_factory=list)
    """Ids under which it was known before it was found to be one, in a corpus that has grown."""
    split_from: list[str] = Field(default_factory=list)
    """Ids of those that it was found to be another than."""


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

    @property
    def names(self) -> tuple[str, ...]:
        """The name and its variants."""
        return self.name, *self.variants


@dataclass(frozen=True, slots=True)
class DocumentEntities:
    """All that corpus resolution keeps of one document."""

    people: tuple[DocumentEntity, ...]
    organisations: tuple[DocumentEntity, ...]


def document_entities(minutes: Minutes) -> DocumentEntities:
    """The entities of a record, small enough to keep for thousands of documents."""
    body = [minutes.meeting.body] if minutes.meeting.body else []
    came_for: defaultdict[str, list[str]] = defaultdict(list)
    for attendee in minutes.attendees:
        if attendee.person and attendee.organisation:
            came_for[attendee.person].append(attendee.organisation)

    def kept(entity: Entity) -> DocumentEntity:
        context = frozenset(map(name_key, [*body, *came_for.get(entity.id, [])]))
        return DocumentEntity(
            minutes.id, entity.id, entity.name, tuple(entity.variants), len(entity.mentions), context
        )

    return DocumentEntities(tuple(map(kept, minutes.people)), tuple(map(kept, minutes.organisations)))


def resolve_corpus(documents: Iterable[Minutes | DocumentEntities]) -> CorpusEntities:
    """The people and organisations of all `documents`, the same whatever their order.

    Give records, or `document_entities(record)` of each where records do not fit in memory together.
    """
    kept = [document_entities(one) if isinstance(one, Minutes) else one for one in documents]
    place, name = attrgetter("document", "entity"), attrgetter("name", "id")
    people = sorted((person for document in kept for person in document.people), key=place)
    organisations = sorted((body for document in kept for body in document.organisations), key=place)
    return CorpusEntities(
        people=sorted(_people(people), key=name),
        organisations=sorted(_organisations(organisations), key=name),
    )


@dataclass(frozen=True)
class _Kind(Generic[F]):
    """People or organisations: how their names are read and compared."""

    name: str
    parse: Callable[[str], F]
    levels: Sequence[Level[F]]
    worth: Callable[[str], int]
    """How well a name names it: the fuller the higher."""
    corroborated: frozenset[str]
    """Levels that hold between documents only where the two share their organisation or the body that met."""

    def entity(self, key: Iterable[str], members: Sequence[DocumentEntity]) -> CorpusEntity:
        """The members as one, under their fullest and most frequent name.

        Its id depends on the `key` of what it is called, not on where it was met first.
        """
        count = Counter(member.name for member in members)
        name = max(count, key=lambda n: (self.worth(n), count[n], n))
        links = []
        for member in members:
            match = self._level(member, name)
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
        found = (compare(self.parse(text), self.parse(name), self.levels) for text in member.names)
        through_variants = Match("through_variants", 70.0)
        return next(found) or max(filter(None, found), key=lambda m: m.score, default=through_variants)


def _linked(bearers: Iterable[Sequence[int]], alike: Mapping[Pair, Match]) -> list[Pair]:
    """The names that an entity of one document bears, then those alike, the more alike the earlier.

    `bearers` gives for each name its entities.
    """
    together: defaultdict[int, list[int]] = defaultdict(list)
    for name, entities in enumerate(bearers):
        for entity in entities:
            together[entity].append(name)
    of_document = {(names[0], other) for names in together.values() for other in names[1:]}
    return [*sorted(of_document), *sorted(alike, key=lambda pair: (-alike[pair].score, pair))]


def _members(
    groups: Iterable[Sequence[int]], bearers: Sequence[Sequence[int]]
) -> Iterator[tuple[int, list[int]]]:
    """The first name of each group, and the entities that bear its names and none of an earlier group."""
    grouped: set[int] = set()
    for group in groups:
        members = {entity for name in group for entity in bearers[name]} - grouped
        grouped |= members
        if members:
            yield group[0], sorted(members)


parse_person = lru_cache(KEPT)(parse_form)


def _person_worth(name: str) -> int:
    form = parse_person(name)
    return len(form.words) if form.full else 0


_PERSON = _Kind("person", parse_person, PERSON_LEVELS, _person_worth, frozenset({"shortened", "spelling"}))


def _people(entities: Sequence[DocumentEntity]) -> Iterator[CorpusEntity]:
    """The people of the corpus; `entities` in a fixed order."""
    names = _full_names(entities)
    circles = Namesakes((entities[i].document, words) for words, own in names.items() for i in own)
    bearers: list[Bearer] = []
    for words, own in names.items():
        each = [(i, entities[i]) for i in own]
        bearers += circles.people(
            [Bearer(words, [i], {e.document: e.entity}, telling(e.context)) for i, e in each]
        )
    links = _people_links([next(iter(names[bearer.words].values())) for bearer in bearers], bearers, circles)
    groups = cluster(len(bearers), links, lambda i, j: circles.apart(bearers[i], bearers[j]))
    several = {one.words for one, other in pairwise(bearers) if one.words == other.words}
    people = list(_members(groups, [bearer.entities for bearer in bearers]))
    forms = {i: [parse_person(text) for text in entity.names] for i, entity in enumerate(entities)}
    partial: defaultdict[int, list[int]] = defaultdict(list)
    for index, person in led_to(forms, [e.document for e in entities], [members for _, members in people]):
        partial[person].append(index)
    for person, (name, members) in enumerate(people):
        first = bearers[name]
        # what tells someone from namesakes: an organisation, or the document alone
        which = [min(first.whence, default="\0".join(min(first.documents.items())))]
        key = [" ".join(first.words), *(which if first.words in several else [])]
        yield _PERSON.entity(key, [entities[index] for index in sorted([*members, *partial[person]])])
    for index in set(range(len(entities))).difference(*names.values(), *partial.values()):
        alone = entities[index]
        yield _PERSON.entity((alone.name, alone.document, alone.entity), [alone])


def _full_names(entities: Sequence[DocumentEntity]) -> dict[NameWords, dict[int, PersonForm]]:
    """The full names, whatever their words' order and accents, sorted: who bears each, and how printed."""
    found: defaultdict[NameWords, dict[int, PersonForm]] = defaultdict(dict)
    for index, entity in enumerate(entities):
        for form in map(parse_person, entity.names):
            if form.full:
                found[tuple(sorted(form.words))].setdefault(index, form)
    return dict(sorted(found.items()))


def _people_links(forms: Sequence[PersonForm], bearers: Sequence[Bearer], circles: Namesakes) -> list[Pair]:
    """Names that one document says are the same person, and names alike that share their context."""
    alike = {}
    for (i, j), match in matches(forms, meetings(map(_person_block, forms)), FULL_NAME_LEVELS).items():
        sure = match.level not in _PERSON.corroborated or share_organisation(bearers[i], bearers[j])
        if sure and not circles.apart(bearers[i], bearers[j]):
            alike[i, j] = match
    return _linked([bearer.entities for bearer in bearers], _unequivocal(alike, bearers, circles))


def _person_block(form: PersonForm) -> list[Key]:
    """One part in full and the other's initial; all letters, for "Le Gall" and "Legall"."""
    given, family = "".join(form.given), "".join(form.family)
    return [(BOTH, given, family[0]), (BOTH, family, given[0]), (BOTH, "", given + family)]


def _unequivocal(
    alike: Mapping[Pair, Match], bearers: Sequence[Bearer], circles: Namesakes
) -> dict[Pair, Match]:
    """The matches without those of a name of no known organisation with the names of two people."""
    linked: defaultdict[int, list[Bearer]] = defaultdict(list)
    for left, right in alike:
        linked[left].append(bearers[right])
        linked[right].append(bearers[left])
    torn = {
        i
        for i, others in linked.items()
        if not bearers[i].whence and any(circles.apart(*two) for two in combinations(others, 2))
    }
    return {pair: match for pair, match in alike.items() if torn.isdisjoint(pair)}


_ORGANISATION = _Kind(
    "organisation",
    parse_organisation,
    ORGANISATION_LEVELS,
    lambda name: "/" not in name,  # a bare name before one with its unit ("ADEME / friches")
    frozenset({"kind_dropped", "branch", "spelling"}),
)


@dataclass
class _OrganisationName:
    where: str
    """The body or document in which alone it holds; "" for everywhere."""
    form: OrganisationForm
    bearers: list[int] = field(default_factory=list)
    context: set[str] = field(default_factory=set)


def _organisations(entities: Sequence[DocumentEntity]) -> Iterator[CorpusEntity]:
    """The organisations of the corpus; `entities` in a fixed order."""
    names = _organisation_names(entities)
    forms = [name.form for name in names]
    alike = {}
    for (i, j), match in matches(
        forms, meetings(map(_organisation_block, forms)), ORGANISATION_LEVELS
    ).items():
        one, other = names[i], names[j]
        sure = match.level not in _ORGANISATION.corroborated or one.context & other.context
        if sure and match.level not in WITHIN_DOCUMENT and one.where == other.where:
            alike[i, j] = match
    bearers = [name.bearers for name in names]
    groups = cluster(len(names), _linked(bearers, alike), lambda i, j: two_bodies(forms[i], forms[j]))
    for first, members in _members(groups, bearers):
        key = names[first].where, forms[first].joined
        yield _ORGANISATION.entity(key, [entities[index] for index in members])


def _organisation_names(entities: Sequence[DocumentEntity]) -> list[_OrganisationName]:
    equivocal = _equivocal_acronyms(entities)
    names: dict[tuple[str, str], _OrganisationName] = {}
    for index, entity in enumerate(entities):
        for form in map(parse_organisation, entity.names):
            if form.words:
                # the body whose minutes name it, or the document itself
                home = min(entity.context, default=entity.document)
                where = home if _is_local(form, equivocal) else ""
                name = names.setdefault((where, form.joined), _OrganisationName(where, form))
                name.bearers.append(index)
                name.context |= entity.context
    return [name for _, name in sorted(names.items())]


def _is_local(form: OrganisationForm, equivocal: frozenset[str]) -> bool:
    """Whether the name means something only to the body that uses it."""
    if is_inner(form.kind):
        return True
    if len(form.words) > 1:
        return False
    if form.joined in equivocal or form.joined in territorial_services():
        return True
    return len(form.joined) <= SHORT_ACRONYM and form.joined not in known_bodies()


def _equivocal_acronyms(entities: Sequence[DocumentEntity]) -> frozenset[str]:
    """The acronyms that stand for different names in different documents."""
    long: defaultdict[str, dict[str, OrganisationForm]] = defaultdict(dict)
    for entity in entities:
        forms = [parse_organisation(text) for text in entity.names]
        name = min((form for form in forms if len(form.core) > 1), key=lambda form: form.text, default=None)
        for form in forms:
            if name and len(form.words) == 1 and is_acronym(form.text):
                long[form.joined][name.joined] = name
    return frozenset(acronym for acronym, names in long.items() if not _all_alike(*names.values()))


def _all_alike(first: OrganisationForm, *others: OrganisationForm) -> bool:
    return all(compare(first, form, ORGANISATION_LEVELS) for form in others)


def _organisation_block(form: OrganisationForm) -> list[Key]:
    """The words that make the name, how they begin, and the word that heads a branch."""
    core = "".join(form.core) or form.joined
    head = form.joined if form.kind else form.words[0]
    return [(BOTH, "core", core), (BOTH, "start", core[:6]), (BOTH, "head", head)]
