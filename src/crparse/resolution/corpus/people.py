"""The people of a corpus: full names that are alike, then the partial names that stand for one of them."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations, pairwise

from crparse.language.name_frequencies import is_frequent
from crparse.language.persons import PersonForm, known_first_names, parse_form
from crparse.resolution.corpus.bodies import Bodies, family_of
from crparse.resolution.corpus.comparisons import Compared, Comparisons
from crparse.resolution.corpus.entities import CorpusEntity, DocumentEntity
from crparse.resolution.corpus.joining import EntityKind, linked, members_of
from crparse.resolution.corpus.namesakes import (
    Acquaintance,
    Bearer,
    Namesakes,
    NameWords,
    own_words,
    share_organisation,
    telling,
)
from crparse.resolution.corpus.once import once
from crparse.resolution.linkage import Match, Pair, cluster
from crparse.resolution.people_levels import FULL_NAME_LEVELS, PERSON_LEVELS

parse_person = once(parse_form)

CORROBORATED = frozenset({"shortened", "spelling"})
"""Levels of full names that hold between documents only where the two share their organisation or body."""

PARTIAL_LEVELS = frozenset({"initials", "surname_only"})
"""Levels by which a partial name may be that of a full one: the surname in full, no initial against it."""

MANDATE = 6
"""Years of a council: who bears a surname in one meeting of a body may be who bore it so long before."""


def people_of(
    entities: Sequence[DocumentEntity], bodies: Bodies, days: Mapping[str, str], comparisons: Comparisons
) -> Iterator[CorpusEntity]:
    """The people of the corpus.

    Args:
        entities: Those of all documents, in a fixed order.
        bodies: Which body each document is of.
        days: For each document the day of its meeting, "" where it is not known.
        comparisons: What is known of their names.
    """
    compared, full = comparisons.by("people", PERSON_LEVELS), comparisons.by("full names", FULL_NAME_LEVELS)
    kind = EntityKind("person", parse_person, compared, _worth)
    names, named = _full_names(entities)
    namesakes = Namesakes(
        Acquaintance(named, {words: next(iter(own.values())) for words, own in names.items()})
    )
    bearers = [
        person
        for words, own in names.items()
        for person in namesakes.people(list(_bearers(words, own, entities, bodies)))
    ]
    alike = _unequivocal(_alike(bearers, namesakes, full), bearers, namesakes)
    links = linked([bearer.entities for bearer in bearers], alike)
    of_document = set(links[: len(links) - len(alike)])
    groups = cluster(len(bearers), links, _apart(bearers, namesakes, full, of_document))
    several = {one.words for one, other in pairwise(bearers) if one.words == other.words}
    people = list(members_of(groups, [bearer.entities for bearer in bearers]))
    partial = PartialNames(entities, [members for _, members in people], bodies, days, compared)
    for person, (name, members) in enumerate(people):
        first = bearers[name]
        # what tells someone from namesakes: an organisation, or the document alone
        which = [min(first.whence, default="\0".join(min(first.documents.items())))]
        key = [" ".join(first.words), *(which if first.words in several else [])]
        yield kind.entity(key, [entities[i] for i in sorted([*members, *partial.of(person)])])
    for group in partial.of_nobody():
        first_of = entities[group[0]]
        key = [first_of.name, first_of.document, first_of.entity]
        yield kind.entity(key, [entities[i] for i in group])


def _worth(name: str) -> int:
    """A full name comes before one in part; not the longest, which may be two names that stand together."""
    return parse_person(name).full


def _full_names(
    entities: Sequence[DocumentEntity],
) -> tuple[dict[NameWords, dict[int, PersonForm]], dict[str, set[NameWords]]]:
    """The full names, whatever their words' order and accents, sorted: who bears each, and how printed.

    Beside them the names of each document.
    """
    found: defaultdict[NameWords, dict[int, PersonForm]] = defaultdict(dict)
    named: defaultdict[str, set[NameWords]] = defaultdict(set)
    for index, entity in enumerate(entities):
        for text in entity.names:
            if words := _full_words(text):
                found[words].setdefault(index, parse_person(text))
                named[entity.document].add(words)
    return dict(sorted(found.items())), named


@once
def _full_words(text: str) -> NameWords:
    """The words of a full name, sorted; none of another."""
    form = parse_person(text)
    return tuple(sorted(form.words)) if form.full else ()


def _bearers(
    words: NameWords, own: Mapping[int, PersonForm], entities: Sequence[DocumentEntity], bodies: Bodies
) -> Iterator[Bearer]:
    """Who bears a name: those of the same bodies and organisations as one, others one by one."""
    found: dict[frozenset[str] | int, Bearer] = {}
    for index, form in own.items():
        entity = entities[index]
        whence = telling([*entity.context, bodies.of(entity.document)])
        key = frozenset(whence) or index
        if key in found:
            found[key].entities.append(index)
            found[key].documents[entity.document] = entity.entity
        else:
            found[key] = Bearer(words, form, [index], {entity.document: entity.entity}, whence)
    yield from found.values()


def _alike(
    bearers: Sequence[Bearer], namesakes: Namesakes, compared: Compared[PersonForm]
) -> dict[Pair, Match]:
    """The names that are alike and of one person: of those who come from one place, or of whom none tells."""
    together: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, bearer in enumerate(bearers):
        given, family = "".join(bearer.form.given), "".join(bearer.form.family)
        together[given + family,].append(number)  # "Le Gall" and "Legall"
        for word in {word for name in bearer.whence for word in own_words(name)}:
            # one part in full and the other's initial
            together[word, given, family[0]].append(number)
            together[word, given[0], family].append(number)
    found: dict[Pair, Match] = {}
    for pair in sorted({pair for numbers in together.values() for pair in combinations(numbers, 2)}):
        one, other = bearers[pair[0]], bearers[pair[1]]
        if one.words == other.words:
            continue
        match = compared(one.form, other.form)
        if match and _is_sure(one, other, match) and not namesakes.apart(one, other):
            found[pair] = match
    return found


def _is_sure(one: Bearer, other: Bearer, match: Match) -> bool:
    """Whether two names that are alike are those of one person, as far as whence they come tells."""
    surnames = {one.form.family, other.form.family}
    if match.level == "spelling" and len(surnames) > 1 and all(map(is_frequent, surnames)):
        return False  # "Jean Marin" and "Jean Martin"
    if share_organisation(one, other):
        return True
    return match.level not in CORROBORATED and (one.is_rare or bool(one.whence and other.whence))


def _unequivocal(
    alike: Mapping[Pair, Match], bearers: Sequence[Bearer], namesakes: Namesakes
) -> dict[Pair, Match]:
    """The matches without those of a name of no known organisation with the names of two people."""
    those: defaultdict[int, list[Bearer]] = defaultdict(list)
    for left, right in alike:
        those[left].append(bearers[right])
        those[right].append(bearers[left])
    torn = {
        i
        for i, others in those.items()
        if not bearers[i].whence and any(namesakes.apart(*two) for two in combinations(others, 2))
    }
    return {pair: match for pair, match in alike.items() if torn.isdisjoint(pair)}


def _apart(
    bearers: Sequence[Bearer],
    namesakes: Namesakes,
    compared: Compared[PersonForm],
    of_document: set[Pair],
) -> Callable[[int, int], bool]:
    """Whether two bearers are two, or only a third between them is like both: no chain.

    A name that one document alone prints is taken for a slip, and may hang on a third.
    """

    def apart(i: int, j: int) -> bool:
        if namesakes.apart(bearers[i], bearers[j]):
            return True
        one, other = min(i, j), max(i, j)
        if (one, other) in of_document or min(len(bearers[i].documents), len(bearers[j].documents)) < 2:
            return False
        return compared(bearers[one].form, bearers[other].form) is None

    return apart


class PartialNames:
    """Names in part: "Barbier" of one meeting is the Paul Barbier who sits with the same people.

    Minutes of a council name its members by the surname alone for years. A partial name that two people bear
    is of neither.
    """

    def __init__(
        self,
        entities: Sequence[DocumentEntity],
        people: Sequence[Sequence[int]],
        bodies: Bodies,
        days: Mapping[str, str],
        compared: Compared[PersonForm],
    ) -> None:
        """Finds whose they are.

        Args:
            entities: Those of all documents.
            people: By person the entities that bear a full name.
            bodies: Which body each document is of.
            days: For each document the day of its meeting, "" where it is not known.
            compared: How names compare.
        """
        self._compared = compared
        self._entities, self._people, self._bodies, self._days = entities, people, bodies, days
        self._full = [self._full_forms(members) for members in people]
        self._documents = [sorted({entities[i].document for i in members}) for members in people]
        self._by_family = self._families()
        self._of: defaultdict[int, list[int]] = defaultdict(list)
        self._nobody: list[int] = []
        self._equivocal: list[int] = []
        grouped = {index for members in people for index in members}
        for index in range(len(entities)):
            if index not in grouped:
                found = self._candidates(index)
                if len(found) == 1:
                    self._of[found[0]].append(index)
                else:
                    (self._equivocal if found else self._nobody).append(index)

    def of(self, person: int) -> Sequence[int]:
        """The entities that name a person in part."""
        return self._of.get(person, ())

    def of_nobody(self) -> Iterator[list[int]]:
        """The others: the same partial name in one body is one person's, where nobody bears it in full."""
        yield from ([index] for index in self._equivocal)
        found: defaultdict[tuple[str, ...], list[list[int]]] = defaultdict(list)
        for index in self._nobody:
            document = self._entities[index].document
            form = parse_person(self._entities[index].name)
            key = (self._bodies.of(document), *form.given, *family_of(form))
            for group in found[key] if key[0] and _is_surname(form) else ():
                if any(self._is_near(document, self._entities[other].document, form) for other in group):
                    group.append(index)
                    break
            else:
                found[key].append([index])
        yield from (group for groups in found.values() for group in groups)

    def _is_near(self, one: str, other: str, form: PersonForm) -> bool:
        """Whether a partial name of two documents of a body is one person's: a frequent one by who sits."""
        if one == other:
            return False
        if self._bodies.sit_together(one, other):
            return True
        return not is_frequent(family_of(form)) and not self._are_years_between(one, other)

    def _full_forms(self, members: Sequence[int]) -> list[PersonForm]:
        """In the order in which they come: which of them are compared does not hang on their hashes."""
        forms = (form for i in members for form in map(parse_person, self._entities[i].names))
        return list(dict.fromkeys(form for form in forms if form.full))

    def _families(self) -> dict[tuple[str, tuple[str, ...]], list[int]]:
        """The people by surname, and by what the bodies are called that they sit in."""
        found: defaultdict[tuple[str, tuple[str, ...]], list[int]] = defaultdict(list)
        for person, documents in enumerate(self._documents):
            words = {word for document in documents for word in self._words(document)}
            for family in sorted({form.family for form in self._full[person]}):
                for word in words:
                    found[word, family].append(person)
        return found

    def _words(self, document: str) -> frozenset[str]:
        return own_words(self._bodies.of(document))

    def _candidates(self, index: int) -> list[int]:
        """The people whose name a partial one may stand for."""
        entity = self._entities[index]
        forms = [parse_person(text) for text in entity.names]
        words = self._words(entity.document)
        near = {
            person
            for form in forms
            for word in words
            for person in self._by_family.get((word, family_of(form)), ())
        }
        return [
            person
            for person in sorted(near)
            if self._stands_for(forms, self._full[person]) and self._is_of_circle(entity.document, person)
        ]

    def _stands_for(self, partial: Sequence[PersonForm], full: Sequence[PersonForm]) -> bool:
        """Whether each partial name may stand for one of the full names that a person bears."""
        return all(any(self._is_part(form, name) for name in full) for form in partial)

    def _is_part(self, partial: PersonForm, full: PersonForm) -> bool:
        match = self._compared(partial, full)
        return match is not None and match.level in PARTIAL_LEVELS

    def _is_of_circle(self, here: str, person: int) -> bool:
        """Whether someone sits with the people of a document, or in its body then, and is not named in it."""
        documents = self._documents[person]
        if here in documents:
            return False
        body = self._bodies.of(here)
        return any(
            self._bodies.sit_together(here, other)
            or (self._bodies.of(other) == body and not self._are_years_between(here, other))
            for other in documents
        )

    def _are_years_between(self, one: str, other: str) -> bool:
        """Whether more than a mandate lies between two meetings, as far as their days are known."""
        first, second = self._days.get(one, ""), self._days.get(other, "")
        return bool(first and second) and abs(int(first[:4]) - int(second[:4])) > MANDATE


def _is_surname(form: PersonForm) -> bool:
    """Whether a partial name tells a surname: not "Nathalie", of whom a body may have two."""
    return bool(form.family) or (bool(form.lone) and known_first_names().isdisjoint(form.lone))
