"""When two printed names are one body: the levels, strongest first, and the keys by which names meet."""

import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import combinations

from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler

from crparse import lexicon
from crparse.language.acronyms import cost, is_acronym, large_and_small, letters
from crparse.language.organisations import (
    OrganisationForm,
    is_inner,
    is_loose,
    national_bodies,
    territorial_services,
)
from crparse.resolution.linkage import Keys, Level, near
from crparse.text import fold, name_key, name_words

SPELLING = 0.92
"""Least Jaro-Winkler similarity of two spellings of a name."""

PLACES = ("commune", "intercommunalite", "region")
"""Kinds of bodies that may be named by their place alone."""

_WORD = re.compile(r"[^\W_]+")
BRACKET = re.compile(r"\s*\([^()]+\)$")
QUOTED = re.compile(r"[«\"“]\s*([^«»\"“”]+?)\s*[»\"”]$")

LONG = 8
"""Letters a name must have for a wrong letter not to make it another name."""


def _same_text(left: OrganisationForm, right: OrganisationForm) -> float | None:
    return 100.0 if left.text == right.text else None


def _same_words(left: OrganisationForm, right: OrganisationForm) -> float | None:
    return 100.0 if name_words(left.text) == name_words(right.text) else None


def _article(left: OrganisationForm, right: OrganisationForm) -> float | None:
    """ "La Ruche" and "Ruche", "GT Voirie" and "Groupe de travail Voirie"."""
    return 99.0 if left.words == right.words else None


def _hyphens(left: OrganisationForm, right: OrganisationForm) -> float | None:
    """ "DDT 38" and "DDT38", "C.C.A.S." and "CCAS"."""
    return 99.0 if left.joined == right.joined else None


def _links(left: OrganisationForm, right: OrganisationForm) -> float | None:
    """ "Communauté de communes du Val d'Ombre" and "Communauté des communes Val d'Ombre"."""
    if not left.kind or left.kind != right.kind or len(left.core) < 1:
        return None
    return 97.0 if left.core == right.core and _bare(left) == _bare(right) else None


def _bare(form: OrganisationForm) -> list[str]:
    links = lexicon.words("organisations", "forms.links")
    return [w.rstrip("s") for w in form.words if w not in links]


def _same_kind(left: OrganisationForm, right: OrganisationForm) -> float | None:
    """ "Mairie de Lormoy" and "commune de Lormoy": two words for one body; not "garage", "hôtel Dupré"."""
    if not left.kind or not right.kind or not left.core or left.core != right.core:
        return None
    if not left.plain and not right.plain:
        return None
    words = lexicon.table("organisations", "kind.same")
    same = [words.get(form.kind) for form in (left, right) if form.kind]
    return 95.0 if same[0] and same[0] == same[1] else None


def _kind_dropped(left: OrganisationForm, right: OrganisationForm) -> float | None:
    """ "Association Les Grillons" and "Les Grillons", "SARL Dupré" and "Dupré"."""
    for long, short in ((left, right), (right, left)):
        if (
            long.kind in lexicon.words("organisations", "kind.drop")
            and long.core
            and bare_core(long) == bare_core(short)
        ):
            same = short.kind == long.kind and (short.plain or long.plain)
            return 94.0 if not short.kind or same else None
    return None


def bare_core(form: OrganisationForm) -> tuple[str, ...]:
    """The words that make the name, kind and legal form apart."""
    suffix = lexicon.words("organisations", "suffixes.legal")
    core = form.core
    return core[:-1] if len(core) > 1 and core[-1] in suffix else core


def _legal_form(left: OrganisationForm, right: OrganisationForm) -> float | None:
    """ "Dupré SARL" and "Dupré"; not "CAF du Lot" and "DRAC du Lot", two of one kind and place."""
    if left.kind != right.kind or not bare_core(left) or bare_core(left) != bare_core(right):
        return None
    own = [_bare(form)[: len(_bare(form)) - len(form.core) + len(bare_core(form))] for form in (left, right)]
    return 94.0 if own[0] == own[1] else None


def _turned(left: OrganisationForm, right: OrganisationForm) -> float | None:
    """ "Lormoy Métropole" and "métropole de Lormoy"."""
    for before, after in ((left, right), (right, left)):
        words = [w for w in after.words if w not in small_words()]
        if before.kind and not after.kind and len(words) > 1 and _is_territory(words[-1], before):
            return 95.0 if tuple(words[:-1]) == before.core else None
    return None


def _is_territory(suffix: str, form: OrganisationForm) -> bool:
    """Whether the word after a place names such a kind: "agglomération" of a communauté d'agglomération."""
    return suffix in territories() and any(word.startswith(suffix) for word in form.words)


@cache
def territories() -> frozenset[str]:
    """The words for kinds of territories that may follow a place."""
    return frozenset(lexicon.words("organisations", "suffixes.territory"))


def _bracket(left: OrganisationForm, right: OrganisationForm) -> float | None:
    """ "DDT 38 (Isère)" and "DDT 38"."""
    for long, short in ((left, right), (right, left)):
        bare = BRACKET.sub("", long.text)
        if bare != long.text and name_words(bare) == name_words(short.text):
            return 95.0
    return None


def _department(left: OrganisationForm, right: OrganisationForm) -> float | None:
    """ "DDT 08" and "DDT des Ardennes": the department by its number and by its name."""
    for one, other in ((left, right), (right, left)):
        if len(one.numbers) != 1 or other.numbers or one.head not in territorial_services():
            continue
        name = departments().get(next(iter(one.numbers)))
        rest = [w for w in other.words[1:] if w not in small_words()]
        if (
            name
            and other.head == one.head
            and rest == [w for w in name_words(name) if w not in small_words()]
        ):
            return 93.0
    return None


def _quoted(left: OrganisationForm, right: OrganisationForm) -> float | None:
    """ "bar associatif « La Ruche »" and "La Ruche"."""
    for long, short in ((left, right), (right, left)):
        quoted = QUOTED.search(long.text)
        if quoted and not _inner(long) and name_words(quoted[1]) == name_words(short.text):
            return 93.0
    return None


def _apposition(left: OrganisationForm, right: OrganisationForm) -> float | None:
    """ "laboratoire Zorglub" and "Zorglub", "Observatoire ZORG" and "ZORG": the common noun dropped."""
    for long, short in ((left, right), (right, left)):
        before, _, name = long.text.partition(" ")
        if not name or _inner(long) or name_words(name) != name_words(short.text):
            continue
        if before.isalpha() and (before.islower() or (_loose(long) and is_acronym(short.text))):
            return 90.0 if name[:1].isupper() and len(short.joined) > 2 else None
    return None


def _inner(form: OrganisationForm) -> bool:
    return is_inner(form.kind)


def _loose(form: OrganisationForm) -> bool:
    return is_loose(form.kind)


def _initials(left: OrganisationForm, right: OrganisationForm) -> float | None:
    """ "CCVO" and "Communauté de communes du Val d'Ombre"."""
    for short, long in ((left, right), (right, left)):
        acronym = short.text.strip('« »"')
        if len(short.words) != 1 or len(long.words) < 3 or len(acronym) < 3 or short.numbers:
            continue
        if not may_be_acronym(short):
            continue
        badly = cost(acronym.upper(), long.text)
        if badly is not None and badly <= (0.2 if len(acronym) > 4 else 0):
            return 88.0
    return None


def may_be_acronym(form: OrganisationForm) -> bool:
    """Whether it looks like an acronym, or is a known body: "Ademe"."""
    return is_acronym(form.text) or form.joined in national_bodies()


def _initials_of_place(left: OrganisationForm, right: OrganisationForm) -> float | None:
    """ "CAF de l'Orvanne" and "Caisse d'allocations familiales de l'Orvanne"."""
    for short, long in ((left, right), (right, left)):
        acronym, *rest = short.text.split()
        place = content(" ".join(rest))
        own = content(long.text)
        if not place or len(own) < len(place) + 2 or own[-len(place) :] != place or not is_acronym(acronym):
            continue
        name = long.text.split()[: -len(rest)]
        if len(acronym) > 1 and cost(acronym.upper(), " ".join(name)) == 0:
            return 88.0
    return None


def content(text: str) -> list[str]:
    """The words of a name, small ones apart."""
    return [w for w in name_words(text) if w not in small_words()]


def _shortened(left: OrganisationForm, right: OrganisationForm) -> float | None:
    """ "Agence de l'eau" and "Agence de l'eau Val et Monts", where the text names but one such body."""
    short, long = sorted((left, right), key=lambda f: len(f.words))
    size = len(short.words)
    if (
        size < 2
        or size == len(long.words)
        or long.words[:size] != short.words
        or long.numbers != short.numbers
    ):
        return None
    tail = _WORD.findall(long.text)[size - len(long.words) :]
    rest = [word for word in tail if fold(word) not in small_words()]
    known = name_key(short.text).replace(" ", "") in national_bodies()
    return 85.0 if known and rest and all(word[0].isupper() for word in rest) else None


def _place_alone(left: OrganisationForm, right: OrganisationForm) -> float | None:
    """ "Région Armorique" and "Armorique", where the text names but one body of that place."""
    for long, short in ((left, right), (right, left)):
        if long.kind in PLACES and not short.kind and long.core and long.core == short.core:
            return 85.0
    return None


def _parent_dropped(left: OrganisationForm, right: OrganisationForm) -> float | None:
    """ "GT CNIG Friches" and "GT Friches", "commission Travaux du SIVOM" and "commission Travaux"."""
    if left.kind != right.kind or not is_inner(left.kind):
        return None
    short, long = sorted((left, right), key=lambda f: len(f.core))
    rest = [w for w in long.core if w not in short.core]
    if not short.core or len(long.core) != len(short.core) + len(rest) or len(rest) != 1:
        return None
    printed = [token for token in long.text.split() if name_words(token) == (rest[0],)]
    return 90.0 if printed and printed[0].isupper() and len(printed[0]) > 2 else None


def _branch(left: OrganisationForm, right: OrganisationForm) -> float | None:
    """ "Cerema Ouest" and "Cerema": a direction of one body; not "DDT 38" and "DDT", each its own."""
    short, long = sorted((left, right), key=lambda f: len(f.words))
    if len(short.words) != 1 or not 1 < len(long.words) <= 4 or long.words[0] != short.words[0]:
        return None
    if short.head in territorial_services() or short.kind or long.numbers != short.numbers:
        return None
    rest = long.text.split()[1:] or long.text.split("-")[1:]
    acronym = is_acronym(short.text) or (len(short.text) > 3 and " " not in short.text)
    return (
        86.0
        if acronym and rest and all(part[:1].isupper() or part in small_words() for part in rest)
        else None
    )


def small_words() -> frozenset[str]:
    """Words that join others in a name."""
    return lexicon.words("organisations", "forms.links")


def _unit(left: OrganisationForm, right: OrganisationForm) -> float | None:
    """ "DGX/BRX" and "BRX": the path of a unit and the unit; "ADEME / friches" and "ADEME"."""
    for path, lone in ((left, right), (right, left)):
        parts = [part for part in path.text.split("/") if part.strip()]
        if len(parts) < 2 or "/" in lone.text:
            continue
        if name_words(parts[-1]) == name_words(lone.text):
            return 87.0
        if name_words(parts[0]) == name_words(lone.text):
            return 86.0
    return None


def _spelling(left: OrganisationForm, right: OrganisationForm) -> float | None:
    """A letter or two wrong in a long name, kind apart; two letters swapped in an acronym."""
    if left.numbers != right.numbers or (left.kind and right.kind and left.kind != right.kind):
        return None
    if _two_known(left, right):
        return None
    one, other = left.joined, right.joined
    if left.kind and right.kind:
        one, other = "".join(left.core), "".join(right.core)
    errors = DamerauLevenshtein.distance(one, other)
    if errors == 1 and sorted(one) == sorted(other) and 3 < len(one) < LONG:
        return 90.0 if left.text.isupper() and right.text.isupper() else None
    if min(len(one), len(other)) < LONG or errors > 2:
        return None
    alike = JaroWinkler.similarity(one, other)
    return 100 * alike if alike >= SPELLING else None


def _two_known(left: OrganisationForm, right: OrganisationForm) -> bool:
    """Whether both begin with the name of a known body, not of the same: "DRAC" and "FRAC"."""
    heads = left.head, right.head
    return heads[0] != heads[1] and all(
        head in national_bodies() or head in territorial_services() for head in heads
    )


def departments() -> Mapping[str, str]:
    """The departments by their number."""
    return lexicon.table("organisations", "territorial.departments")


def namesakes(left: OrganisationForm, right: OrganisationForm) -> bool:
    """Whether two names of one form are surely of two bodies: "DDT 12" and "DDT 13"."""
    return bool(left.numbers and right.numbers and left.numbers != right.numbers)


SAME_NAME_LEVELS: tuple[Level[OrganisationForm], ...] = (
    Level("exact", _same_text),
    Level("case_accents", _same_words),
    Level("article", _article),
    Level("hyphen_space", _hyphens),
    Level("link_words", _links),
    Level("same_kind", _same_kind),
    Level("kind_dropped", _kind_dropped),
    Level("legal_form", _legal_form),
    Level("kind_turned", _turned),
    Level("bracket", _bracket),
    Level("department", _department),
)
"""Levels that hold in a document and across a corpus."""

ORGANISATION_LEVELS: tuple[Level[OrganisationForm], ...] = (
    *SAME_NAME_LEVELS,
    Level("initials", _initials),
    Level("initials_of_place", _initials_of_place),
    Level("quoted_name", _quoted),
    Level("apposition", _apposition),
    Level("parent_dropped", _parent_dropped),
    Level("branch", _branch),
    Level("unit", _unit),
    Level("spelling", _spelling),
    Level("shortened", _shortened),
    Level("place_alone", _place_alone),
)
"""The levels in a document; "definition", a text that says what an acronym means, comes before them."""


Key = tuple[Hashable, ...]

BRANCH = 4
"""Words of the longest name of a branch."""

READ = 3
"""Letters by which a longer acronym meets a name: so many are read off any, and few names share them."""

SHORTEST_NAME = 3
"""Words of the shortest name that an acronym may stand for."""


LONGEST_NAME = 30
"""Words of the longest name of a body: what is longer is a line of text, and meets others only as a whole."""


def organisation_keys(form: OrganisationForm, levels: Iterable[str]) -> Keys:
    """The keys of a name by which it meets all that one of the levels joins with it, spelling apart."""
    keys = Keys()
    for of_level in dict.fromkeys(KEYS[level] for level in levels):
        if len(form.words) <= LONGEST_NAME or of_level in (_letters_keys, _core_keys):
            keys |= of_level(form)
    return keys


def spelling_pairs(forms: Sequence[OrganisationForm]) -> set[tuple[int, int]]:
    """The names that may be misspellings of each other, by their number, the smaller first."""
    long: list[tuple[int, Hashable, str]] = []
    short: list[tuple[int, Hashable, str]] = []
    for place, form in enumerate(forms):
        spelt = [(form.joined, None), *([("".join(form.core), form.kind)] if form.kind else [])]
        for word, kind in spelt:
            if len(word) >= LONG:
                long.append((place, (form.numbers, kind), word))
            elif form.text.isupper():
                short.append((place, (form.numbers, kind), word))
    return near(long, 2) | near(short, 1)


def _both(*keys: Key) -> Keys:
    return Keys(both=frozenset(keys))


def _letters_keys(form: OrganisationForm) -> Keys:
    """The same letters, whatever case, accents, articles, hyphens and spaces."""
    return _both(("letters", form.joined))


def _core_keys(form: OrganisationForm) -> Keys:
    """The same words beside kind and legal form."""
    core = bare_core(form)
    return _both(("core", core)) if core else Keys()


def _turned_keys(form: OrganisationForm) -> Keys:
    """The place before or after its kind."""
    if form.kind:
        return Keys(long=frozenset({("turned", *form.core)}))
    words = [word for word in form.words if word not in small_words()]
    ends = len(words) > 1 and words[-1] in territories()
    return Keys(short=frozenset({("turned", *words[:-1])} if ends else ()))


def _named_keys(form: OrganisationForm) -> Keys:
    """A name, and the longer ones that hold it: with a bracket, in quotes, after a noun, with a unit."""
    _, _, after = form.text.partition(" ")
    held = [BRACKET.sub("", form.text), after]
    if quoted := QUOTED.search(form.text):
        held.append(quoted[1])
    units = [part for part in form.text.split("/") if part.strip()]
    held += units[:1] + units[-1:] if len(units) > 1 else []
    return Keys(
        short=frozenset({("named", name_words(form.text))}),
        long=frozenset(("named", name_words(name)) for name in held if name and name != form.text),
    )


def _department_keys(form: OrganisationForm) -> Keys:
    """The acronym of a service, and the department by its number or its name."""
    if form.head not in territorial_services():
        return Keys()
    words: Iterable[str] = form.words[1:]
    if len(form.numbers) == 1:
        words = name_words(departments().get(next(iter(form.numbers)), ""))
    return _both(("department", form.head, *(word for word in words if word not in small_words())))


def _initials_keys(form: OrganisationForm) -> Keys:
    """An acronym, and a name by its initials; or any letters that both have.

    A word may give several letters of an acronym of more than four: then three of its letters in order are
    initials of the name, or two are and another stands in one of the words.
    """
    short: set[Key] = set()
    acronym = _acronym(form.text)
    if len(form.words) == 1 and not form.numbers and may_be_acronym(form):
        short = {("initials", acronym), *(("read", *read) for read in _in_order(acronym))}
    large, small = large_and_small(form.text)
    if len(form.words) < SHORTEST_NAME:
        return Keys(short=frozenset(short))
    first = "".join(word[0] for word in large)
    read = _read_of_two(large, small) if len(large) == 2 else _read(first)
    return Keys(
        short=frozenset(short), long=frozenset({("initials", first), *(("read", *each) for each in read)})
    )


def _acronym(text: str) -> str:
    return "".join(letter.char for letter in letters(text.upper()) if letter.char.isalpha())


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


def _initials_of_place_keys(form: OrganisationForm) -> Keys:
    """An acronym and a place, and a name by the initials of its first words and the place that ends it."""
    first, *rest = form.text.split() or [""]
    place = content(" ".join(rest))
    own = content(form.text)
    tokens = form.text.split()
    before = ["".join(w[0] for w in large_and_small(" ".join(tokens[:n]))[0]) for n in range(1, len(tokens))]
    ends = [own[-size:] for size in range(1, len(own) - 1)]
    return Keys(
        short=frozenset({("place", _acronym(first), *place)} if place else ()),
        long=frozenset(
            ("place", "".join(filter(str.isalpha, letters)), *end) for letters in before for end in ends
        ),
    )


def _parent_keys(form: OrganisationForm) -> Keys:
    """An inner body, and its name without one word: that of the body it is of."""
    if not is_inner(form.kind):
        return Keys()
    return Keys(
        short=frozenset({("parent", form.kind, frozenset(form.core))}),
        long=frozenset(("parent", form.kind, frozenset(form.core) - {word}) for word in form.core),
    )


def _branch_keys(form: OrganisationForm) -> Keys:
    """One word, and the longer names that it begins."""
    key = frozenset({("branch", *form.words[:1])})
    if len(form.words) == 1 and not form.kind and form.head not in territorial_services():
        return Keys(short=key)
    return Keys(long=key) if 1 < len(form.words) <= BRANCH else Keys()


def _shortened_keys(form: OrganisationForm) -> Keys:
    """A known body, and the longer names that its name begins."""
    words = form.words
    known = len(words) > 1 and name_key(form.text).replace(" ", "") in national_bodies()
    return Keys(
        short=frozenset({("begins", *words)} if known else ()),
        long=frozenset(("begins", *words[:size]) for size in range(2, len(words))),
    )


KEYS: dict[str, Callable[[OrganisationForm], Keys]] = {
    "exact": _letters_keys,
    "case_accents": _letters_keys,
    "article": _letters_keys,
    "hyphen_space": _letters_keys,
    "link_words": _core_keys,
    "same_kind": _core_keys,
    "kind_dropped": _core_keys,
    "legal_form": _core_keys,
    "kind_turned": _turned_keys,
    "bracket": _named_keys,
    "department": _department_keys,
    "initials": _initials_keys,
    "initials_of_place": _initials_of_place_keys,
    "quoted_name": _named_keys,
    "apposition": _named_keys,
    "parent_dropped": _parent_keys,
    "branch": _branch_keys,
    "unit": _named_keys,
    "spelling": lambda _: Keys(),
    "shortened": _shortened_keys,
    "place_alone": _core_keys,
}
