"""A person's name as French minutes print it: civility, given name, surname, in either order.

`parse_name` takes a text that should be one name; `find_names` looks for names in a sentence.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from itertools import islice

from crparse import lexicon
from crparse.language.organisations import public_bodies
from crparse.text import fold, name_words

_LATIN = (*range(0x41, 0x250), *range(0x1E00, 0x1F00))
"""Letters with the accents of all languages written in Latin script, Vietnamese among them."""
_UPPER = "".join(chr(i) for i in _LATIN if chr(i).isupper())
_LOWER = "".join(chr(i) for i in _LATIN if chr(i).islower())

MAX_WORDS = 7
"""Longer runs of capitalised words are titles or several names (chosen, not measured)."""


MAX_CIVILITIES = 200
"""Characters that the civilities before a name may have (chosen, not measured)."""

# Takes the spaces before "Roux" in "  Roux", leaves the name.
_WHITE = re.compile(r"\s*")

# Takes the space of "Anne Roux", leaves the comma of "Anne, Roux".
_GAP = re.compile(r"[ \t\n\xa0\u202f]*")


class Basis(IntEnum):
    """Why a text passes for a person's name, from weak to strong."""

    SHAPE = 1
    """Two or three capitalised words, nothing more: "Ivo Prutkov", but also "Point Info"."""
    CAPITALS = 2
    """A surname in capitals beside a capitalised word or initial: "PRUTKOV Ivo", "J. PRUTKOV"."""
    FIRST_NAME = 3
    """A known first name begins or ends it."""
    CIVILITY = 4
    """It follows "M.", "Mme", "Dr"…"""


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name without its civility: `text[start:end]` of the text it was parsed from."""

    start: int
    end: int
    text: str
    civility: str | None
    """Canonical: "M.", "Mme", "Dr"…"""
    given: str | None
    """First name or initials as printed; None for a surname alone."""
    surname: str | None
    """None for a first name alone."""
    basis: Basis


@cache
def first_names() -> frozenset[str]:
    """Known first names, folded."""
    return lexicon.words("first_names", "first_names")


@cache
def _civility() -> re.Pattern[str]:
    """A civility at the place of matching, in folded text, full stop and white space included."""
    words = lexicon.source("civilities", "civilities", "plurals")
    # Takes "m. " of "m. roux", "mme " of "mme le gall"; leaves "mroux", "m.-l.", the initials "m.h.,".
    return re.compile(
        rf"(?<![\w'-])(?P<word>{words})(?:\.\s*|\s+)(?!(?<=\bm\.)(?:\w\.){{1,5}}\s*(?:[^\w\s]|$))(?=[^\s,;.-])"
    )


@cache
def _word() -> re.Pattern[str]:
    """One word of a name: initials, a capitalised or upper-case word, or a particle."""
    upper, lower = f"[{_UPPER}]", f"[{_UPPER}{_LOWER}]"
    initials = rf"{upper}{lower}?\.(?:\s?-?{upper}\.){{0,9}}"
    capitalised = rf"(?:[dDlLOo]['’]\s?)?{upper}{lower}*(?:['’]{lower}+)?"
    particles = lexicon.source("civilities", "particles.inside")
    linking = lexicon.source("civilities", "particles.inside", "particles.in_compound")
    part = rf"[-‐‑–](?:{linking}[-‐‑])*{capitalised}|[-‐‑]{initials}|-{lower}{{3,}}"
    compound = rf"{capitalised}(?:{part})*"
    particle = rf"{particles}(?=\s)|[dl]['’](?={upper})"
    # Takes "Jean-Pierre", "J.-P.", "de" of "de la"; leaves "maire".
    return re.compile(rf"{initials}(?:-{capitalised})?|{compound}|{particle}")


def split_civility(text: str) -> tuple[str | None, int]:
    """The canonical civility that opens `text` and the offset of what follows it.

    Of several ("Madame la Docteure", "M. Me") the first is kept.
    """
    found: str | None = None
    offset = len(text) - len(text.lstrip())
    folded = fold(text[: offset + MAX_CIVILITIES])
    while match := _civility().match(folded, offset):
        word = match["word"]
        if found and word == "m":  # the initial of "M. M. Roux", "Mme M. Petit"
            break
        if not text[offset].isupper() and word in lexicon.words("civilities", "ambiguous"):
            break
        known = lexicon.table("civilities", "civilities").get(word)
        found = found or known or lexicon.table("civilities", "plurals")[word]
        offset = match.end()
    return found, offset


def is_civility(text: str) -> bool:
    """Whether `text` is a civility and nothing more: "Mme", "M."."""
    printed = f"{text.strip()} X"
    return split_civility(printed)[1] == len(printed) - 1


def is_plural(text: str) -> bool:
    """Whether `text` begins with a civility of several people: "Mesdames", "MM."."""
    match = _civility().match(fold(text).lstrip())
    return match is not None and match["word"] in lexicon.words("civilities", "plurals")


def is_never(word: str) -> bool:
    """Whether no name holds the word: a function, a label, a small word."""
    return fold(word) in lexicon.words("civilities", "words.never")


def _words(text: str, start: int) -> Iterator[re.Match[str]]:
    """The words from `start` on that a name can hold, as far as no punctuation parts them."""
    before: str | None = None
    particles: list[re.Match[str]] = []
    while (match := _word().match(text, start)) and _is_name_word(match.group(), before):
        if before is not None and is_particle(match.group()):
            particles.append(match)
        elif before is not None and _is_body(match.group(), linked=bool(particles)):
            return  # "M. Roux de la DDT": where the person comes from
        else:
            yield from particles
            yield match
            particles = []
        before = match.group()
        start = _GAP.match(text, match.end()).end()  # type: ignore[union-attr]
        if start == match.end() and text[start - 1] not in ".'’":
            break
    yield from particles


def _is_body(word: str, linked: bool) -> bool:
    """Whether it is a public body known by one word, after "de", "du" or an elided article: "l'ADEME"."""
    elided = word[:1].islower() and word[1:2] in "'’"
    return (linked or elided) and fold(word[2:] if elided else word) in public_bodies()


# A name of letters of several words, as bodies and projects have: takes "ILuMen", leaves "McKay", "ROUX".
_CAPITALS_WITHIN = re.compile(r"[A-ZÀ-Ý]{2,}[a-zà-ÿ]+[A-ZÀ-Ý]")
# A noun with its article that begins a sentence: takes "L'élection", leaves "L'Hostis".
_ELIDED = re.compile(r"[Ll]['’][a-zà-ÿœ]")


def _is_name_word(word: str, before: str | None) -> bool:
    """Whether a word can stand in a name; "Maison" only as the surname after a first name."""
    if is_never(word) or _CAPITALS_WITHIN.match(word):
        return False
    common = fold(word) in lexicon.words("civilities", "words.common")
    return not common or (before is not None and not before.isupper() and _is_first_name(before))


def _is_first_name(word: str) -> bool:
    """Whether every part of "Jean-Pierre" is a known first name."""
    folded = fold(word)
    return folded in first_names() or all(part.strip() in first_names() for part in folded.split("-"))


def _is_initials(word: str) -> bool:
    return word.endswith(".") or (len(word) == 1 and word.isupper())


def _is_given(word: str) -> bool:
    """Not "Ben" of "Ben Salah": a particle opens a surname."""
    return _is_initials(word) or (_is_first_name(word) and not is_particle(word))


def is_particle(word: str) -> bool:
    """A small word inside a surname: "de", "Le", "Van"."""
    return fold(word).rstrip("'") in lexicon.words("civilities", "particles.inside")


def _capitals(word: str) -> bool:
    return word.isupper() and len(word) > 1 and not _is_initials(word)


def _parts(words: list[str]) -> tuple[int, int, Basis]:
    """(first, past last) index of the given name among `words`, and what tells so."""
    last = len(words)
    core = [i for i, word in enumerate(words) if not is_particle(word)] or [0]
    upper = [i for i in core if _capitals(words[i])]
    mixed = [i for i in core if not _capitals(words[i])]
    if upper and mixed and (mixed[-1] < upper[0] or upper[-1] < mixed[0]):
        known = any(_is_first_name(words[i]) for i in mixed)
        first, last = (0, upper[0]) if mixed[-1] < upper[0] else (mixed[0], last)
        while last > first + 1 and is_particle(words[last - 1]):
            last -= 1
        return first, last, Basis.FIRST_NAME if known else Basis.CAPITALS
    leading = next((i for i, word in enumerate(words) if not _is_given(word)), last)
    if leading:
        # "Anne Claire": the last one is the surname, unless it is the only word
        known = any(_is_first_name(word) for word in words[:leading])
        return 0, min(leading, max(1, last - 1)), Basis.FIRST_NAME if known else Basis.SHAPE
    if last > 1 and _is_first_name(words[-1]):
        start = last - 1
        while start > 1 and _is_first_name(words[start - 1]):
            start -= 1
        return start, last, Basis.FIRST_NAME
    if last > 1 and _is_initials(words[-1]):
        return last - 1, last, Basis.SHAPE
    return 0, (core[0] + 1 if last > 1 and core[0] == 0 else 0), Basis.SHAPE


def _build(text: str, matches: list[re.Match[str]], civility: str | None) -> PersonName | None:
    words = [match.group() for match in matches]
    if not words or len(words) > MAX_WORDS or all(is_particle(word) or len(word) == 1 for word in words):
        return None
    first, last, basis = _parts(words)
    if len(words) == 1:
        if not civility and _ELIDED.match(words[0]):
            return None
        given_alone = _is_first_name(words[0]) and not civility
        first, last = (0, 1) if given_alone else (0, 0)
        basis = Basis.FIRST_NAME if given_alone else Basis.SHAPE
    start, end = matches[0].start(), matches[-1].end()
    given = text[matches[first].start() : matches[last - 1].end()] if last > first else None
    rest = matches[:first] + matches[last:]
    surname = text[rest[0].start() : rest[-1].end()] if rest else None
    basis = Basis.CIVILITY if civility else basis
    return PersonName(start, end, text[start:end], civility, given, surname, basis)


def parse_name(text: str) -> PersonName | None:
    """The name that `text` is, civility allowed, or None if it is not one name from end to end.

    A single word that is no known first name has `basis` SHAPE: the caller decides what that is worth.
    """
    civility, start = split_civility(text)
    matches = list(islice(_words(text, start), MAX_WORDS + 1))
    if not matches or text[matches[-1].end() :].strip():
        return None
    return _build(text, matches, civility)


def name_at(text: str, start: int) -> PersonName | None:
    """The longest name that begins at `start` (a civility first is allowed), None if there is none."""
    begin = _WHITE.match(text, start).end()  # type: ignore[union-attr]
    civility, skipped = split_civility(text[begin : begin + MAX_CIVILITIES + 1])
    matches = list(islice(_words(text, begin + skipped), MAX_WORDS))
    while matches and is_particle(matches[-1].group()):
        matches.pop()
    return _build(text, matches, civility)


@cache
def _name_start() -> re.Pattern[str]:
    """Where a name or its civility may begin: "Jean", "mme Roux"; not inside "l'S.M.I.C." or "P.-M."."""
    civility = lexicon.source("civilities", "in_small_letters")
    # Takes "J" of "Jean", "mme" of "mme Roux"; leaves the capitals of "l'S.M.I.C.".
    return re.compile(rf"(?<![\w'’-])(?<!\b\w\.)[{_UPPER}]|(?<![\w'’-]){civility}\b")


def find_names(text: str, least: Basis = Basis.FIRST_NAME) -> list[PersonName]:
    """The names in a running text whose basis is at least `least`; capitalised words alone are too little."""
    found: list[PersonName] = []
    position = 0
    while match := _name_start().search(text, position):
        name = name_at(text, match.start())
        if name is None or name.basis < least or (name.surname is None and name.civility is None):
            position = match.end()
            continue
        found.append(name)
        position = name.end
    return found


# Takes the given name of "J. Roy", "J.-P. Roy", "JP Roy", "P-H. Roy", "J ROY", "Ph Roy"; leaves "LE ROY".
_INITIALS = re.compile(
    r"(?:[^\W\d_]{1,2}\.[ -]?)+(?=[^\W\d_])"
    r"|[A-ZÀ-Þ](?:-?[A-ZÀ-Þ])?\.?\s(?=[^\W\d_]+[a-zà-þ])"
    r"|[A-ZÀ-Þ](?:-[A-ZÀ-Þ])?\.?\s"
    r"|[A-ZÀ-Þ][bcdfghjklmnpqrstvwxzh]\s"
)

# Takes "J.", "J.-P."; leaves "Jean".
_INITIAL = re.compile(r"[A-ZÀ-Þ]\.?(?:[ -]?[A-ZÀ-Þ]\.)*")

# Takes "j" and "p" of "j.-p. ", leaves the stops and the hyphen.
_LETTERS = re.compile(r"[^\W\d_]+")

# Takes the stop of "I.Zola", leaves that of "I. Zola".
_GLUED = re.compile(r"\.(?=[^\W\d_]{3})")


@dataclass(frozen=True, slots=True)
class PersonForm:
    """A name as printed, without its civility, and its parts in comparable form.

    "Jean-Pierre LE GALL" -> given (jean, pierre), family (le, gall). Of a lone word nothing tells whether it
    is the one or the other: it is in `lone`.
    """

    text: str
    given: tuple[str, ...] = ()
    family: tuple[str, ...] = ()
    lone: tuple[str, ...] = ()
    abbreviated: bool = False
    """The given name is initials ("J.-P. Martin"), or the family name is ("Lucie B.")."""
    surname: bool = False
    """A civility before it says that a lone name is a family name."""
    partner: int = 0
    """Which of a couple named by one surname, "M. et Mme Roux": 1 or 2."""

    @property
    def full(self) -> bool:
        """Given and family name, both in full."""
        return bool(self.given and self.family and not self.abbreviated)

    @property
    def words(self) -> tuple[str, ...]:
        """All the words, in the order given, family."""
        return self.given + self.family + self.lone


def parse_form(text: str, surname: bool = False) -> PersonForm:
    """The parts of a name without civility."""
    spaced = _GLUED.sub(". ", text).replace("_", " ")
    initials = _INITIALS.match(spaced)
    if initials:
        letters, family = _LETTERS.findall(fold(initials.group())), name_words(spaced[initials.end() :])
        return PersonForm(text, tuple(letters), family, abbreviated=True)
    parsed = parse_name(spaced)
    if parsed and parsed.given and parsed.surname:
        given, family = name_words(parsed.given), name_words(parsed.surname)
        initial = any(_INITIAL.fullmatch(part) for part in (parsed.given, parsed.surname))
        return PersonForm(text, given, family, abbreviated=initial)
    words = name_words(spaced)
    if surname or len(spaced.split()) < 2:
        return PersonForm(text, lone=words, surname=surname)
    return PersonForm(text, words[:1], words[1:])


@cache
def known_first_names() -> frozenset[str]:
    """Common first names in comparable form."""
    return frozenset("".join(name_words(name)) for name in first_names())
