"""Organisations across documents: by name; a short acronym or an inner body only within one body."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from crparse.language.acronyms import is_acronym
from crparse.language.organisations import (
    OrganisationForm,
    is_inner,
    national_bodies,
    parse_organisation,
    territorial_services,
)
from crparse.resolution import linkage as block
from crparse.resolution.corpus_records import DocumentEntity, Group, stable_id
from crparse.resolution.linkage import Link, Match, cluster, compare, document_links
from crparse.resolution.organisation_levels import ORGANISATION_LEVELS, namesakes

WITHIN_DOCUMENT = frozenset({"initials", "parent_dropped"})
"""Levels that hold in one document only."""

CORROBORATED = frozenset({"kind_dropped", "branch", "spelling"})
"""Levels that hold between documents only where the same body met."""

SHORT = 3
"""Letters of an acronym that many bodies may share: DI, CSI."""

KEPT = 20_000
"""Parsed names that are kept: those of some hundred documents, a few megabytes."""

parse = lru_cache(KEPT)(parse_organisation)

OrganisationKey = tuple[str, str]
"""(where the name holds: "" for everywhere, its letters)"""


@dataclass
class _OrganisationName:
    form: OrganisationForm
    bearers: list[int] = field(default_factory=list)
    context: set[str] = field(default_factory=set)


def group_organisations(entities: Sequence[DocumentEntity]) -> Iterator[Group]:
    """The organisations of the corpus; `entities` in a fixed order."""
    names = _names(entities)
    keys = sorted(names)
    groups = cluster(
        len(keys),
        _links(keys, names),
        lambda i, j: namesakes(names[keys[i]].form, names[keys[j]].form),
    )
    grouped: set[int] = set()
    for group in groups:
        members = sorted({index for i in group for index in names[keys[i]].bearers} - grouped)
        grouped.update(members)
        if members:
            identity = stable_id("organisation", *keys[group[0]])
            yield Group(identity, tuple(entities[i] for i in members), _rank, _level)


def _names(entities: Sequence[DocumentEntity]) -> dict[OrganisationKey, _OrganisationName]:
    equivocal = _equivocal_acronyms(entities)
    names: dict[OrganisationKey, _OrganisationName] = {}
    for index, entity in enumerate(entities):
        for text in (entity.name, *entity.variants):
            form = parse(text)
            if not form.words:
                continue
            where = _home(entity) if _local(form, equivocal) else ""
            name = names.setdefault((where, form.joined), _OrganisationName(form))
            name.bearers.append(index)
            name.context |= entity.context
    return names


def _home(entity: DocumentEntity) -> str:
    """The body whose minutes name it, or the document itself."""
    return min(entity.context, default=entity.document)


def _local(form: OrganisationForm, equivocal: frozenset[str]) -> bool:
    """Whether the name means something only to the body that uses it."""
    if is_inner(form.kind):
        return True
    if len(form.words) > 1:
        return False
    if form.joined in equivocal or form.joined in territorial_services():
        return True
    return len(form.joined) <= SHORT and form.joined not in national_bodies()


def _equivocal_acronyms(entities: Sequence[DocumentEntity]) -> frozenset[str]:
    """The acronyms that stand for different names in different documents."""
    long: dict[str, dict[str, OrganisationForm]] = {}
    for entity in entities:
        forms = [parse(text) for text in (entity.name, *entity.variants)]
        names = sorted((f for f in forms if len(f.core) > 1), key=lambda f: f.text)
        for form in forms:
            if len(form.words) == 1 and is_acronym(form.text) and names:
                long.setdefault(form.joined, {})[names[0].joined] = names[0]
    return frozenset(acronym for acronym, names in long.items() if not _all_alike(list(names.values())))


def _all_alike(forms: Sequence[OrganisationForm]) -> bool:
    return all(compare(forms[0], form, ORGANISATION_LEVELS) for form in forms[1:])


def _links(keys: Sequence[OrganisationKey], names: dict[OrganisationKey, _OrganisationName]) -> list[Link]:
    """Names that one document says are the same body, and names alike."""
    links = document_links(names[key].bearers for key in keys)
    for i, j in block.pairs([_block_keys(names[key].form) for key in keys]):
        one, other = names[keys[i]], names[keys[j]]
        match = compare(one.form, other.form, ORGANISATION_LEVELS)
        if match is None or match.level in WITHIN_DOCUMENT or keys[i][0] != keys[j][0]:
            continue
        if match.level not in CORROBORATED or one.context & other.context:
            links.append(Link(i, j, match.level, match.score, 1))
    return links


def _block_keys(form: OrganisationForm) -> list[OrganisationKey]:
    """The words that make the name, how they begin, and the word that heads a branch."""
    core = "".join(form.core) or form.joined
    return [("core", core), ("start", core[:6]), ("head", form.joined if form.kind else form.words[0])]


def _rank(name: str) -> int:
    """A bare name before one with its unit ("ADEME / friches")."""
    return 0 if "/" in name else 1


def _level(member: DocumentEntity, name: str) -> Match:
    """By its own name, or by another form that its document prints."""
    direct = compare(parse(member.name), parse(name), ORGANISATION_LEVELS)
    if direct:
        return direct
    forms = [parse(text) for text in member.variants]
    found = [match for form in forms if (match := compare(form, parse(name), ORGANISATION_LEVELS))]
    return max(found, key=lambda m: m.score) if found else Match("through_variants", 70.0)
