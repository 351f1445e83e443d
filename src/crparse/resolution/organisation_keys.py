"""By which keys two names of organisations meet: each level's own, so that no two that it joins are missed.

What a level looks at besides is left to the level itself. Names that differ by a letter or two have no keys
here: `spelling_pairs` finds them all at once.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from itertools import combinations

from crparse.language.acronyms import large_and_small, letters
from crparse.language.organisations import OrganisationForm, kinds, national_bodies, territorial_services
from crparse.resolution.linkage import Keys, near
from crparse.resolution.organisations import (
    BRACKET,
    LONG,
    QUOTED,
    bare_core,
    content,
    departments,
    may_be_acronym,
    small_words,
    territories,
)
from crparse.text import name_key, name_words

Key = tuple[Hashable, ...]

BRANCH = 4
"""Words of the longest name of a branch."""

READ = 3
"""Letters by which a longer acronym meets a name: so many are read off any, and few names share them."""

SHORTEST_NAME = 3
"""Words of the shortest name that an acronym may stand for."""


def organisation_keys(form: OrganisationForm, levels: Iterable[str]) -> Keys:
    """The keys of a name by which it meets all that one of the levels joins with it, spelling apart."""
    keys = Keys()
    for of_level in dict.fromkeys(KEYS[level] for level in levels):
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


def _letters(form: OrganisationForm) -> Keys:
    """The same letters, whatever case, accents, articles, hyphens and spaces."""
    return _both(("letters", form.joined))


def _core(form: OrganisationForm) -> Keys:
    """The same words beside kind and legal form."""
    core = bare_core(form)
    return _both(("core", core)) if core else Keys()


def _turned(form: OrganisationForm) -> Keys:
    """The place before or after its kind."""
    if form.kind:
        return Keys(long=frozenset({("turned", *form.core)}))
    words = [word for word in form.words if word not in small_words()]
    ends = len(words) > 1 and words[-1] in territories()
    return Keys(short=frozenset({("turned", *words[:-1])} if ends else ()))


def _named(form: OrganisationForm) -> Keys:
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


def _department(form: OrganisationForm) -> Keys:
    """The acronym of a service, and the department by its number or its name."""
    if form.head not in territorial_services():
        return Keys()
    words: Iterable[str] = form.words[1:]
    if len(form.numbers) == 1:
        words = name_words(departments().get(next(iter(form.numbers)), ""))
    return _both(("department", form.head, *(word for word in words if word not in small_words())))


def _initials(form: OrganisationForm) -> Keys:
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


def _initials_of_place(form: OrganisationForm) -> Keys:
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


def _parent(form: OrganisationForm) -> Keys:
    """An inner body, and its name without one word: that of the body it is of."""
    if not form.kind or not kinds()[form.kind].get("inner"):
        return Keys()
    return Keys(
        short=frozenset({("parent", form.kind, frozenset(form.core))}),
        long=frozenset(("parent", form.kind, frozenset(form.core) - {word}) for word in form.core),
    )


def _branch(form: OrganisationForm) -> Keys:
    """One word, and the longer names that it begins."""
    key = frozenset({("branch", *form.words[:1])})
    if len(form.words) == 1 and not form.kind and form.head not in territorial_services():
        return Keys(short=key)
    return Keys(long=key) if 1 < len(form.words) <= BRANCH else Keys()


def _shortened(form: OrganisationForm) -> Keys:
    """A known body, and the longer names that its name begins."""
    words = form.words
    known = len(words) > 1 and name_key(form.text).replace(" ", "") in national_bodies()
    return Keys(
        short=frozenset({("begins", *words)} if known else ()),
        long=frozenset(("begins", *words[:size]) for size in range(2, len(words))),
    )


KEYS: dict[str, Callable[[OrganisationForm], Keys]] = {
    "exact": _letters,
    "case_accents": _letters,
    "article": _letters,
    "hyphen_space": _letters,
    "link_words": _core,
    "same_kind": _core,
    "kind_dropped": _core,
    "legal_form": _core,
    "kind_turned": _turned,
    "bracket": _named,
    "department": _department,
    "initials": _initials,
    "initials_of_place": _initials_of_place,
    "quoted_name": _named,
    "apposition": _named,
    "parent_dropped": _parent,
    "branch": _branch,
    "unit": _named,
    "spelling": lambda _: Keys(),
    "shortened": _shortened,
    "place_alone": _core,
}
