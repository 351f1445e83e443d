"""The names that a part of a list begins with, and runs of names without separators."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from math import inf

from crparse import lexicon
from crparse.language.organisations import public_bodies
from crparse.language.persons import (
    Basis,
    PersonName,
    first_names,
    is_never,
    is_particle,
    name_at,
    parse_name,
    split_civility,
)
from crparse.stages.attendance.beside import (
    CONTACT,
    bare_name,
    is_mark_or_role,
    names_a_body,
    starts_with_role,
)
from crparse.text import Stretch, fold


def head_name(text: str, start: int, end: int) -> PersonName | None:
    """The name that a piece begins with, if what follows can stand beside a name."""
    pair = lexicon.cues("attendance", "joints.civilities").match(fold(text[start:end]))
    start += pair.end() if pair else 0
    printed = text[start:end]
    if start and text[start - 1] == "@":
        return _handle(printed, start)
    name = name_at(printed, 0) or _lower_case_name(printed) or _letters(printed)
    if name is None or starts_with_role(_without_article(printed)) or _is_phrase(name):
        return None
    if name.civility is None and lexicon.cues("attendance", "joints.body_article").match(name.text):
        return None
    if pair:
        name = replace(name, basis=Basis.CIVILITY)
    article = lexicon.cues("attendance", "joints.function_article").match(fold(name.text))
    if name.civility and article and starts_with_role(name.text[article.end() :]):
        return None
    name = _without_body(name)
    whole = name.basis is Basis.CIVILITY or (name.given and name.surname and name.basis >= Basis.FIRST_NAME)
    first_name_alone = " " not in printed.strip(" .*") and fold(name.text) in first_names()
    if names_a_body(printed) and not whole and not first_name_alone:
        return None
    rest = printed[name.end :]
    # Takes " : 12" of "Roux : 12", leaves " : maire".
    if re.fullmatch(r"\s*:\s*\d+\W*", rest):
        return None
    if rest.strip(" *.") and not _may_follow(name.text, rest):
        shorter = _without_last(name)
        if shorter is None or not _may_follow(shorter.text, printed[shorter.end :]):
            return None
        name = shorter
    return replace(name, start=name.start + start, end=name.end + start)


_LEAST_HANDLES = 3
"""Words that make a list of names in small letters. Chosen, not measured."""


# Takes "odile" and "lune12" of "odile, lune12 (à distance)", leaves "le budget", "Odile".
_HANDLE = re.compile(r"(?:^|(?<=, )|(?<=,)|(?<=: ))([a-zà-ÿ][\w.-]+)(?=\s*(?:,|$|\([^()]*\)))")
# Takes "(à distance)", leaves "à distance".
_BRACKET = re.compile(r"\([^()]*\)")


def handles(text: str, start: int, end: int) -> list[Stretch]:
    """The names of a list typed in small letters, by which people call each other: "odile, lune12, paul".

    None unless two at least and a third of them are known first names.
    """
    words = list(_HANDLE.finditer(text, start, end))
    parts = [part for part in _BRACKET.sub("", text[start:end]).split(",") if part.strip(" .")]
    known = sum(_known(word.group()) for word in words)
    if len(words) < max(_LEAST_HANDLES, len(parts)) or known < 2 or known * 3 < len(words):
        return []
    return [word.span(1) for word in words]


def _without_article(printed: str) -> str:
    """ "L'animateur" as "animateur"."""
    article = lexicon.cues("attendance", "joints.elided_article").match(fold(printed))
    return printed[article.end() :] if article else printed


def _handle(printed: str, start: int) -> PersonName | None:
    """A pseudonym written with @, up to a bracket."""
    # Takes "lune.12" of "lune.12 (Paul)", leaves "lune12!".
    match = re.match(r"[\w.-]+(?:\s[\w.-]+){0,2}(?=\s*(?:\(|$|[,:–-]\s))", printed)
    if match is None:
        return None
    return PersonName(start, start + match.end(), match.group(), None, match.group(), None, Basis.FIRST_NAME)


def _is_phrase(name: PersonName) -> bool:
    """ "La Fabrique des Lueurs": begins with an article and goes on like a title; so does "Les Grillons"."""
    article = lexicon.cues("attendance", "joints.article").match(fold(name.text))
    if name.civility or article is None:
        return False
    of_many = lexicon.cues("attendance", "joints.plural_article").match(fold(name.text)) is not None
    return (of_many and not name.text.isupper()) or (len(name.text.split()) > 2 and not name.given)


def _may_follow(name_text: str, rest: str) -> bool:
    """Whether the text after a name can be a remark on the person."""
    # Takes " (maire)", " - DDT", " 47", " ADEME", "¹"; leaves " est venu", " Ademe", "2e".
    if re.match(r"\s*[(\[:,;/*|¹²³⁴-⁹]|\s*[-–—→=]|\s+\d+$|\t|\n|\s+[A-ZÀ-Ý]{3,}\b", rest):
        return True
    # Takes "2," of a footnote, leaves "2e".
    if " " in name_text and re.match(r"\d{1,2}\s*(?:[,;(]|$)", rest):
        return True
    words = rest.lstrip(" .*")
    if CONTACT.match(words):
        return True
    if lexicon.cues("attendance", "marks.also_called").match(fold(words)):
        return True
    if names_a_body(words) or is_mark_or_role(words):
        return True
    lead = lexicon.cues("attendance", "joints.body_lead").match(fold(words))
    return bool(lead and (names_a_body(words[lead.end() :]) or words[lead.end() : lead.end() + 1].isupper()))


def _lower_case_name(text: str) -> PersonName | None:
    """ "odile Ferrandin", "paul costey": a name typed without capitals, told by a known first name."""
    # Takes "odile Ferrandin " of "odile Ferrandin (DDT)", leaves "odile Ferrandin est venue hier".
    match = re.match(r"(?:[^\W\d_]+(?:['’-][^\W\d_]+)*\s?){1,3}(?=$|\s?[(:,–-])", text)
    if not match or match.group().istitle():
        return None
    words = match.group().split()
    if not any(fold(word) in first_names() for word in words) or len(words[0]) < 3:
        return None
    # Takes the space of "odile ferrandin", leaves "odile".
    titled = " ".join(word[:1].upper() + word[1:] for word in re.split(r"\s", match.group().rstrip()))
    name = parse_name(titled)
    return replace(name, text=text[name.start : name.end]) if name else None


def _letters(text: str) -> PersonName | None:
    """Initials that are a particle as well: "MC", "AL"."""
    # Takes "MC" of "MC (maire)", leaves "Mc Kay", "MC Kay".
    match = re.match(r"[A-ZÀ-Ý]{2}(?=\s*(?:$|[(,:;–-]))", text)
    return bare_name(match) if match else None


def _without_body(name: PersonName) -> PersonName:
    """A name without the body or function that follows it: "Ivo Prutkov ADEME", "Ivo Prutkov Architecte"."""
    words = name.text.split()
    for index in range(2, len(words)):
        word, before = words[index], words[:index]
        capitals = word.isupper() and len(word) > 1 and not word.endswith(".")
        known = sum(fold(w) in first_names() for w in before)
        whole = 0 < known < index and len(before[-1]) > 3 and not any(w.isupper() for w in before)
        acronym = capitals and (whole or fold(word) in public_bodies())
        if acronym or (known and not word.isupper() and starts_with_role(word)):
            return _of_words(name, index)
    return name


def _without_last(name: PersonName) -> PersonName | None:
    """A name without an acronym at its end, for "Anne Martin EPT 12"."""
    words = name.text.split()
    if len(words) < 3 or not words[-1].isupper() or words[-2].isupper():
        return None
    return _of_words(name, len(words) - 1)


def _of_words(name: PersonName, count: int) -> PersonName:
    """The first words of a name."""
    # Takes "Anne", then "Martin" of "Anne Martin", leaves " ".
    end = list(re.finditer(r"\S+", name.text))[count - 1].end()
    return replace(name, end=name.start + end, text=name.text[:end])


_LEAST_WORDS = 6
"""Words of a run from which on it is cut without commas: three names of two; chosen, not measured."""
_LEAST_KNOWN = 0.3
"""Share of the words of a long run that have to be known first names."""


_MOST_WORDS = 5
"""Words of a name of a run: three, and two particles ("Jan van den Berg Petit")."""

_NO_NAME = 9.0
"""Cost of words that are no name: more than any name costs."""

_MOST_NEVER = 0.1
"""Share of words that no name holds, in a run of names: some are surnames all the same."""


# Takes "Jean-Luc", "J."; leaves "12".
_WORD = re.compile(r"[^\W\d_][\w.'’-]*")

# Parts two people: takes the dash of "Anne Roux - Paul Petit", "Roux –Petit"; leaves "Jean-Luc Roux".
_DASH = re.compile(r"\s[-–—]\s?|[–—]\s")


def _known(word: str) -> bool:
    return all(part in first_names() for part in fold(word).split("-"))


def split_at_first_names(text: str, start: int, end: int) -> list[Stretch]:
    """The people of a capitalised run, cut before each first name after a surname if every part is whole.

    "Odile Ferrandin Paul El Mehdi" -> two; "Odile Marie Ferrandin" stays one.
    """
    words = list(_WORD.finditer(text, start, end))
    known = [_known(word.group()) and not is_particle(word.group()) for word in words]
    pairs = list(enumerate(pairwise(known), 1))
    first_name_first = known[:1], [index for index, pair in pairs if pair == (False, True)]
    surname_first = known[-1:], [index for index, pair in pairs if pair == (True, False)]
    for edge, cuts in (first_name_first, surname_first):
        cuts = [index for index in cuts if not is_particle(words[index - 1].group())]
        parts = [words[a:b] for a, b in pairwise([0, *cuts, len(words)])]
        whole = all(len(part) > 1 and any(_known(w.group()) for w in part) for part in parts)
        if cuts and whole and edge == [True]:
            return [(part[0].start(), part[-1].end()) for part in parts]
    return [(start, end)]


def split_long_run(text: str, start: int, end: int) -> list[Stretch]:
    """The people of a long run of words in any case, none if it is none.

    Every name has two or three words (more with particles), as many as possible with a known first name at an
    end; the run as a whole decides.
    """
    words = list(_WORD.finditer(text, start, end))
    # Takes "Anne Roux, Paul Petit", leaves "Anne Roux Paul Petit".
    if len(words) < _LEAST_WORDS or re.search(r"[,;:()/\t@>→]|\d", text[start:end]):
        return []
    civilities = any(split_civility(f"{word.group()} X")[0] for word in words)
    never = sum(is_never(word.group()) for word in words)
    known = sum(_known(word.group()) for word in words)
    if civilities or never > _MOST_NEVER * len(words) or known < _LEAST_KNOWN * len(words):
        return []
    return _between_dashes(text, start, end) or _names(words)


def _between_dashes(text: str, start: int, end: int) -> list[Stretch]:
    """The people of a run that dashes part, none where a dash stands inside a name: "Anne Roux - Petit"."""
    edges = [start, *(edge for dash in _DASH.finditer(text, start, end) for edge in dash.span()), end]
    parts = [_names(list(_WORD.finditer(text, *part))) for part in zip(edges[::2], edges[1::2], strict=True)]
    return [name for part in parts for name in part] if all(parts) else []


def _names(words: list[re.Match[str]]) -> list[Stretch]:
    """The cheapest cut of words into names, of two equally cheap the one whose names begin shorter.

    From the last word on, so that a run may be of any length; none where no cut reaches the first.
    """
    known = [_known(word.group()) for word in words]
    particles = [is_particle(word.group()) for word in words]
    count = len(words)
    best: list[tuple[float, int]] = [(inf, 0)] * count + [(0.0, 0)]
    for start in range(count - 2, -1, -1):
        for end in range(start + 2, min(start + _MOST_WORDS, count) + 1):
            cost = _cost(known[start:end], particles[start:end])
            if cost < _NO_NAME:
                best[start] = min(best[start], (cost + best[end][0], end))
    found: list[Stretch] = []
    position = 0
    while position < count and best[position][1]:
        found.append((words[position].start(), words[best[position][1] - 1].end()))
        position = best[position][1]
    return found if position == count else []


def _cost(known: Sequence[bool], particles: Sequence[bool]) -> float:
    """How unlike a name a few words are: 0 for a first name at one end and a surname at the other."""
    core = len(known) - sum(particles)
    if core < 1 or particles[-1] or len(known) > 3 + sum(particles):
        return _NO_NAME
    extra = 0.6 * max(0, core - 2)
    if known[0] != known[-1]:
        return extra
    return extra + (0.4 if known[0] else 2.0)
