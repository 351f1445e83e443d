"""When two printed names are one body: the levels, strongest first, and the keys by which names meet."""

import re
from collections.abc import Hashable, Iterable, Iterator, Sequence
from itertools import combinations
from operator import attrgetter

from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler

from crparse import lexicon
from crparse.language.acronyms import cost, is_acronym, large_and_small
from crparse.language.organisations import (
    OrganisationForm,
    is_inner,
    is_loose,
    known_bodies,
    link_words,
    territorial_services,
)
from crparse.resolution.linkage import BOTH, LONG, SHORT, Key, Level, Pair, either_way, keys_of, near, same
from crparse.text import fold, name_words

SPELLING = 0.92
"""Least Jaro-Winkler similarity of two spellings of a name."""

LONG_NAME = 8
"""Letters a name must have for a wrong letter not to make it another name."""

PLACES = ("commune", "intercommunalite", "region")
"""Kinds of bodies that may be named by their place alone."""

BRANCH = 4
"""Words of the longest name of a branch."""

READ = 3
"""Letters by which a longer acronym meets a name: so many are read off any, and few names share them."""

SHORTEST_NAME = 3
"""Words of the shortest name that an acronym may stand for."""

SHORTEST_ACRONYM = 3
"""Letters of the shortest acronym that joins a name by them: two fit too many names. Chosen, not measured."""

LONGEST_NAME = 30
"""Words of the longest name of a body: what is longer is a line of text, and meets others only as a whole."""

# Takes "Agence" and "2A", leaves "«" and "_".
_WORD = re.compile(r"[^\W_]+")

# Takes " (Isère)" of "DDT 38 (Isère)", leaves "DDT (38) Isère".
_BRACKET = re.compile(r"\s*\([^()]+\)$")

# Takes "« La Ruche »" of "bar « La Ruche »", leaves "« La Ruche » de Lormoy".
_QUOTED = re.compile(r"[«\"“]\s*([^«»\"“”]+?)\s*[»\"”]$")


def _large(words: Iterable[str]) -> list[str]:
    """The words without the small ones that join others in a name."""
    return [word for word in words if word not in link_words()]


def _case_accents(left: OrganisationForm, right: OrganisationForm) -> bool:
    """ "La Ruche" and "LA RUCHE"."""
    return left.words == right.words and name_words(left.text) == name_words(right.text)


def _letters_keys(form: OrganisationForm) -> Iterator[Key]:
    """The same letters, whatever case, accents, articles, hyphens and spaces."""
    yield BOTH, "letters", form.joined


def _link_words(left: OrganisationForm, right: OrganisationForm) -> bool:
    """ "Communauté de communes du Val d'Ombre" and "Communauté des communes Val d'Ombre"."""
    if not left.kind or left.kind != right.kind or not left.core or left.core != right.core:
        return False
    return _singular(left.words) == _singular(right.words)


def _singular(words: Iterable[str]) -> list[str]:
    return [word.rstrip("s") for word in _large(words)]


def _same_kind(left: OrganisationForm, right: OrganisationForm) -> bool:
    """ "Mairie de Lormoy" and "commune de Lormoy": two words for one body; not "garage", "hôtel Dupré"."""
    if not left.kind or not right.kind or not left.core or left.core != right.core:
        return False
    words = lexicon.table("organisations", "kind.same")
    word = words.get(left.kind)
    return (left.plain or right.plain) and word is not None and word == words.get(right.kind)


@either_way
def _kind_dropped(short: OrganisationForm, long: OrganisationForm) -> bool:
    """ "Association Les Grillons" and "Les Grillons", "SARL Dupré" and "Dupré"."""
    if long.kind not in lexicon.words("organisations", "kind.drop"):
        return False
    if not long.core or _bare_core(long) != _bare_core(short):
        return False
    return not short.kind or (short.kind == long.kind and (short.plain or long.plain))


def _bare_core(form: OrganisationForm) -> tuple[str, ...]:
    """The words that make the name, kind and legal form apart."""
    *name, last = form.core or ("",)
    return tuple(name) if name and last in lexicon.words("organisations", "suffixes.legal") else form.core


def _legal_form(left: OrganisationForm, right: OrganisationForm) -> bool:
    """ "Dupré SARL" and "Dupré"; not "CAF du Lot" and "DRAC du Lot", two of one kind and place."""
    if left.kind != right.kind or not _bare_core(left) or _bare_core(left) != _bare_core(right):
        return False
    own = [_singular(f.words)[: len(_bare_core(f)) - len(f.core) or None] for f in (left, right)]
    return own[0] == own[1]


def _core_keys(form: OrganisationForm) -> Iterator[Key]:
    """The same words beside kind and legal form."""
    if core := _bare_core(form):
        yield BOTH, "core", core


@either_way
def _turned(before: OrganisationForm, after: OrganisationForm) -> bool:
    """ "métropole de Lormoy" and "Lormoy Métropole"; "agglomération" of a communauté d'agglomération."""
    if not before.kind or after.kind:
        return False
    *place, suffix = _large(after.words) or [""]
    territory = suffix in _territories() and any(word.startswith(suffix) for word in before.words)
    return territory and bool(place) and tuple(place) == before.core


def _territories() -> frozenset[str]:
    """The words for kinds of territories that may follow a place."""
    return lexicon.words("organisations", "suffixes.territory")


def _turned_keys(form: OrganisationForm) -> Iterator[Key]:
    """The place before or after its kind."""
    *place, suffix = _large(form.words) or [""]
    if form.kind:
        yield LONG, "turned", *form.core
    elif place and suffix in _territories():
        yield SHORT, "turned", *place


@either_way
def _bracket(short: OrganisationForm, long: OrganisationForm) -> bool:
    """ "DDT 38" and "DDT 38 (Isère)"."""
    bare = _BRACKET.sub("", long.text)
    return bare != long.text and name_words(bare) == name_words(short.text)


@either_way
def _quoted(short: OrganisationForm, long: OrganisationForm) -> bool:
    """ "La Ruche" and "bar associatif « La Ruche »"."""
    quoted = _QUOTED.search(long.text)
    return quoted is not None and not is_inner(long.kind) and name_words(quoted[1]) == name_words(short.text)


@either_way
def _apposition(short: OrganisationForm, long: OrganisationForm) -> bool:
    """ "Zorglub" and "laboratoire Zorglub", "ZORG" and "Observatoire ZORG": the common noun dropped."""
    noun, _, name = long.text.partition(" ")
    if not name[:1].isupper() or is_inner(long.kind) or len(short.joined) < 3:
        return False
    common = noun.isalpha() and (noun.islower() or (is_loose(long.kind) and is_acronym(short.text)))
    return common and name_words(name) == name_words(short.text)


@either_way
def _unit(short: OrganisationForm, path: OrganisationForm) -> bool:
    """ "BRX" and "DGX/BRX": the path of a unit and the unit."""
    steps = _steps(path)
    return bool(steps) and "/" not in short.text and name_words(short.text) == name_words(steps[-1])


@either_way
def _parent(short: OrganisationForm, path: OrganisationForm) -> bool:
    """ "ADEME" and "ADEME / friches"."""
    steps = _steps(path)
    return bool(steps) and "/" not in short.text and name_words(short.text) == name_words(steps[0])


def _steps(path: OrganisationForm) -> list[str]:
    """The first and the last body of a path."""
    steps = [step for step in path.text.split("/") if step.strip()]
    return [steps[0], steps[-1]] if len(steps) > 1 else []


def _named_keys(form: OrganisationForm) -> Iterator[Key]:
    """A name, and the longer ones that hold it: with a bracket, in quotes, after a noun, with a unit."""
    yield SHORT, "named", name_words(form.text)
    quoted = _QUOTED.search(form.text)
    held = [_BRACKET.sub("", form.text), form.text.partition(" ")[2], quoted[1] if quoted else ""]
    for name in (*held, *_steps(form)):
        if name and name != form.text:
            yield LONG, "named", name_words(name)


@either_way
def _department(by_name: OrganisationForm, by_number: OrganisationForm) -> bool:
    """ "DDT des Ardennes" and "DDT 08": the department by its name and by its number."""
    if len(by_number.numbers) != 1 or by_name.numbers:
        return False
    service = _service(by_number)
    return len(service) > 1 and service == _service(by_name)


def _service(form: OrganisationForm) -> tuple[str, ...]:
    """The acronym of a service of the State, and its department by name."""
    if form.head not in territorial_services():
        return ()
    words = form.words[1:]
    if len(form.numbers) == 1:
        departments = lexicon.table("organisations", "territorial.departments")
        words = name_words(departments.get(next(iter(form.numbers)), ""))
    return (form.head, *_large(words))


def _department_keys(form: OrganisationForm) -> Iterator[Key]:
    if service := _service(form):
        yield BOTH, "department", *service


@either_way
def _initials(short: OrganisationForm, long: OrganisationForm) -> bool:
    """ "CCVO" and "Communauté de communes du Val d'Ombre"."""
    acronym = short.text.strip('« »"')
    if not _stands_for_name(short) or len(long.words) < SHORTEST_NAME or len(acronym) < SHORTEST_ACRONYM:
        return False
    badly = cost(acronym.upper(), long.text)
    return badly is not None and badly <= (0.2 if len(acronym) > 4 else 0)


def _stands_for_name(form: OrganisationForm) -> bool:
    """Whether it looks like an acronym, or is a known body ("Ademe"), without the number of a department."""
    one_word = len(form.words) == 1 and not form.numbers
    return one_word and (is_acronym(form.text) or form.joined in known_bodies())


def _initials_keys(form: OrganisationForm) -> Iterator[Key]:
    """An acronym, and a name by its initials; or any letters that both have.

    A word may give several letters of an acronym of more than four: then three of its letters in order are
    initials of the name, or two are and another stands in one of the words.
    """
    if _stands_for_name(form):
        acronym = _acronym(form.text)
        yield SHORT, "initials", acronym
        for read in _in_order(acronym):
            yield SHORT, "read", *read
    if len(form.words) >= SHORTEST_NAME:
        large, small = large_and_small(form.text)
        first = "".join(word[0] for word in large)
        yield LONG, "initials", first
        for read in _read_of_two(large, small) if len(large) == 2 else _read(first):
            yield LONG, "read", *read


def _acronym(text: str) -> str:
    return fold("".join(filter(str.isalpha, text.upper())))


def _in_order(word: str) -> set[tuple[str, ...]]:
    """Every `READ` letters of a word in their order."""
    found: list[set[tuple[str, ...]]] = [{()}, *(set() for _ in range(READ))]
    for letter in word:
        for size in range(READ, 0, -1):
            found[size] |= {(*before, letter) for before in found[size - 1]}
    return found[READ]


def _read(first: str) -> Iterator[tuple[str, ...]]:
    """The first initials of a name that its acronym may have: one word in six may give none."""
    return combinations(first[: READ + len(first) // 6], READ)


def _read_of_two(large: Sequence[str], small: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """The initials of two words with another letter of one of them, or of a small word."""
    one, other = large
    aside = [word[0] for word in small]
    yield from ((one[0], letter, other[0]) for letter in (*one[1:], *aside))
    yield from ((one[0], other[0], letter) for letter in (*other[1:], *aside))
    yield from ((letter, one[0], other[0]) for letter in aside)


@either_way
def _initials_of_place(short: OrganisationForm, long: OrganisationForm) -> bool:
    """ "CAF de l'Orvanne" and "Caisse d'allocations familiales de l'Orvanne"."""
    acronym, *rest = short.text.split()
    if not rest or not is_acronym(acronym):
        return False
    place, own = _large(name_words(" ".join(rest))), _large(name_words(long.text))
    if not place or len(own) < len(place) + 2 or own[-len(place) :] != place:
        return False
    return cost(acronym.upper(), " ".join(long.text.split()[: -len(rest)])) == 0


def _initials_of_place_keys(form: OrganisationForm) -> Iterator[Key]:
    """An acronym and a place, and a name by the initials of its first words and the place that ends it."""
    tokens = form.text.split()
    if place := _large(name_words(" ".join(tokens[1:]))):
        yield SHORT, "place", _acronym(tokens[0]), *place
    own = _large(name_words(form.text))
    for size in range(1, len(tokens)):
        large, _ = large_and_small(" ".join(tokens[:size]))
        acronym = "".join(word[0] for word in large if word[0].isalpha())
        for start in range(2, len(own)):
            yield LONG, "place", acronym, *own[start:]


@either_way
def _parent_dropped(short: OrganisationForm, long: OrganisationForm) -> bool:
    """ "GT Friches" and "GT CNIG Friches", "commission Travaux" and "commission Travaux du SIVOM"."""
    if short.kind != long.kind or not is_inner(short.kind):
        return False
    rest = [word for word in long.core if word not in short.core]
    if not short.core or len(long.core) != len(short.core) + 1 or len(rest) != 1:
        return False
    printed = next((token for token in long.text.split() if name_words(token) == (rest[0],)), "")
    return printed.isupper() and len(printed) > 2


def _parent_keys(form: OrganisationForm) -> Iterator[Key]:
    """An inner body, and its name without one word: that of the body it is of."""
    if is_inner(form.kind):
        core = frozenset(form.core)
        yield SHORT, "parent", form.kind, core
        for word in core:
            yield LONG, "parent", form.kind, core - {word}


@either_way
def _branch(short: OrganisationForm, long: OrganisationForm) -> bool:
    """ "Cerema" and "Cerema Ouest": a direction of one body; not "DDT" and "DDT 38", each its own."""
    if not _has_branches(short) or not 1 < len(long.words) <= BRANCH or long.words[0] != short.words[0]:
        return False
    name = is_acronym(short.text) or (len(short.text) > 3 and " " not in short.text)
    rest = long.text.split()[1:] or long.text.split("-")[1:]
    direction = bool(rest) and all(part[:1].isupper() for part in _large(rest))
    return name and direction and long.numbers == short.numbers


def _has_branches(form: OrganisationForm) -> bool:
    """Whether it is one word, and no service that every department has."""
    return len(form.words) == 1 and not form.kind and form.head not in territorial_services()


def _branch_keys(form: OrganisationForm) -> Iterator[Key]:
    """One word, and the longer names that it begins."""
    if _has_branches(form):
        yield SHORT, "branch", *form.words
    elif 1 < len(form.words) <= BRANCH:
        yield LONG, "branch", form.words[0]


def _spelling(left: OrganisationForm, right: OrganisationForm) -> float:
    """A letter or two wrong in a long name, kind apart; two letters swapped in an acronym."""
    if left.numbers != right.numbers or (left.kind and right.kind and left.kind != right.kind):
        return 0
    if left.head != right.head and all(map(_is_known, (left.head, right.head))):
        return 0  # "DRAC" and "FRAC" are two
    one, other = left.joined, right.joined
    if left.kind and right.kind:
        same = left.kind in lexicon.table("organisations", "kind.same")
        if not same and DamerauLevenshtein.distance(left.head, right.head) > 1:
            return 0  # "lycée" and "collège" of one name are two
        one, other = "".join(left.core), "".join(right.core)
    errors = DamerauLevenshtein.distance(one, other)
    if errors == 1 and sorted(one) == sorted(other) and 3 < len(one) < LONG_NAME:
        return 0.9 if left.text.isupper() and right.text.isupper() else 0
    if min(len(one), len(other)) < LONG_NAME or errors > 2:
        return 0
    alike = JaroWinkler.similarity(one, other)
    return alike if alike >= SPELLING else 0


def _is_known(head: str) -> bool:
    return head in known_bodies() or head in territorial_services()


def _no_keys(form: OrganisationForm) -> Iterable[Key]:
    """None: names that may be misspelt meet by `spelling_pairs`."""
    return ()


def spelling_pairs(forms: Sequence[OrganisationForm], most: int = 2) -> set[Pair]:
    """The names that may be misspellings of each other, by `most` letters at most."""
    long: list[tuple[int, Hashable, str]] = []
    short: list[tuple[int, Hashable, str]] = []
    for place, form in enumerate(forms):
        spelt = [(form.joined, None), *([("".join(form.core), form.kind)] if form.kind else [])]
        for word, kind in spelt:
            if len(word) >= LONG_NAME:
                long.append((place, (form.numbers, kind), word))
            elif form.text.isupper():
                short.append((place, (form.numbers, kind), word))
    return near(long, most) | near(short, 1)


@either_way
def _shortened(short: OrganisationForm, long: OrganisationForm) -> bool:
    """ "Agence de l'eau" and "Agence de l'eau Val et Monts", where the text names but one such body."""
    size = len(short.words)
    if not 1 < size < len(long.words) or long.words[:size] != short.words or long.numbers != short.numbers:
        return False
    rest = [w for w in _WORD.findall(long.text)[size - len(long.words) :] if fold(w) not in link_words()]
    return _is_known_name(short) and bool(rest) and all(word[0].isupper() for word in rest)


def _is_known_name(form: OrganisationForm) -> bool:
    return "".join(name_words(form.text)) in known_bodies()


def _shortened_keys(form: OrganisationForm) -> Iterator[Key]:
    """A known body, and the longer names that its name begins."""
    words = form.words
    if len(words) > 1 and _is_known_name(form):
        yield SHORT, "begins", *words
    for size in range(2, len(words)):
        yield LONG, "begins", *words[:size]


@either_way
def _place_alone(short: OrganisationForm, long: OrganisationForm) -> bool:
    """ "Armorique" and "Région Armorique", where the text names but one body of that place."""
    return long.kind in PLACES and not short.kind and bool(long.core) and long.core == short.core


SAME_NAME_LEVELS: tuple[Level[OrganisationForm], ...] = (
    Level("exact", _letters_keys, same(attrgetter("text"))),
    Level("case_accents", _letters_keys, _case_accents),
    # "La Ruche" and "Ruche", "GT Voirie" and "Groupe de travail Voirie"
    Level("article", _letters_keys, same(attrgetter("words")), 99),
    # "DDT 38" and "DDT38", "C.C.A.S." and "CCAS"
    Level("hyphen_space", _letters_keys, same(attrgetter("joined")), 99),
    Level("link_words", _core_keys, _link_words, 97),
    Level("same_kind", _core_keys, _same_kind, 95),
    Level("kind_dropped", _core_keys, _kind_dropped, 94),
    Level("legal_form", _core_keys, _legal_form, 94),
    Level("kind_turned", _turned_keys, _turned, 95),
    Level("bracket", _named_keys, _bracket, 95),
    Level("department", _department_keys, _department, 93),
)
"""Levels that hold in a document and across a corpus."""

ORGANISATION_LEVELS: tuple[Level[OrganisationForm], ...] = (
    *SAME_NAME_LEVELS,
    Level("initials", _initials_keys, _initials, 88),
    Level("initials_of_place", _initials_of_place_keys, _initials_of_place, 88),
    Level("quoted_name", _named_keys, _quoted, 93),
    Level("apposition", _named_keys, _apposition, 90),
    Level("parent_dropped", _parent_keys, _parent_dropped, 90),
    Level("branch", _branch_keys, _branch, 86),
    Level("unit", _named_keys, _unit, 87),
    Level("unit", _named_keys, _parent, 86),
    Level("spelling", _no_keys, _spelling),
    Level("shortened", _shortened_keys, _shortened, 85),
    Level("place_alone", _core_keys, _place_alone, 85),
)
"""The levels in a document; "definition", a text that says what an acronym means, comes before them."""


def organisation_keys(form: OrganisationForm, levels: Iterable[Level[OrganisationForm]]) -> set[Key]:
    """The keys of a name by which it meets all that one of the levels joins with it, spelling apart."""
    length = max(len(form.words), len(form.text.split()))  # "S.M.I.C. S.M.I.C. …" is one word
    whole = (_letters_keys, _core_keys) if length > LONGEST_NAME else ()
    return keys_of(form, levels, whole)


def two_bodies(left: OrganisationForm, right: OrganisationForm) -> bool:
    """Whether two names of one form are surely of two bodies: "DDT 12" and "DDT 13"."""
    return bool(left.numbers and right.numbers and left.numbers != right.numbers)
