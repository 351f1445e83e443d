"""A printed name of an organisation, in the parts that the levels compare."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from crparse import lexicon
from crparse.text import fold, name_key, name_words

_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class OrganisationForm:
    """A name as printed, and its parts in comparable form.

    "l'association Les Amis du Bief" -> kind association, words (association, les, amis, du, bief),
    core (amis, bief).
    """

    text: str
    words: tuple[str, ...]
    """Without a first article; abbreviations of the lexicon spelt out."""
    kind: str | None
    """The kind whose cue begins it."""
    plain: bool
    """Whether the cue says no more than the kind: "association", not "comité des fêtes"."""
    core: tuple[str, ...]
    """The words after the cue, articles and prepositions apart."""
    numbers: frozenset[str]

    @property
    def joined(self) -> str:
        """All its letters and figures."""
        return "".join(self.words)

    @property
    def head(self) -> str:
        """The first word, without the number that may be glued to it: "DDT38" -> ddt."""
        return self.words[0].rstrip("0123456789") if self.words else ""


def parse_organisation(text: str) -> OrganisationForm:
    """The parts of an organisation's name."""
    data = lexicon.load("organisations")
    words = list(name_words(text))
    while len(words) > 1 and words[0] in data["forms"]["articles"]:
        words.pop(0)
    kind, plain, rest = _kind(text)
    links = data["forms"]["links"]
    core = tuple(_spelt_out([w for w in name_words(rest) if w not in links]))
    return OrganisationForm(
        text,
        tuple(_spelt_out(words)),
        kind,
        plain,
        core,
        frozenset(n.lstrip("0") for n in _DIGITS.findall(text)),
    )


def kinds() -> dict[str, dict[str, Any]]:
    """The kinds of the lexicon, by name."""
    found: dict[str, dict[str, Any]] = lexicon.load("organisations")["kinds"]
    return found


def _kind(text: str) -> tuple[str | None, bool, str]:
    """The kind whose cue begins the name, the longest cue first, whether that is plain, and the rest."""
    start = _article().match(fold(text)).end()  # type: ignore[union-attr]
    folded = fold(text)
    best, end = None, start
    for name, pattern in _cues().items():
        match = pattern.match(folded, start)
        if match and match.end() > end and text[match.end() :].strip():
            best, end = name, match.end()
    plain = best is None or "plain" not in kinds()[best] or _plain(best).fullmatch(folded, start, end)
    return best, bool(plain), text[end:]


@cache
def _cues() -> dict[str, re.Pattern[str]]:
    return {name: re.compile(rf"(?:{kind['cue']})(?!\w)") for name, kind in kinds().items()}


@cache
def _plain(kind: str) -> re.Pattern[str]:
    return re.compile(kinds()[kind]["plain"])


@cache
def _article() -> re.Pattern[str]:
    words = lexicon.load("organisations")["forms"]["articles"]
    return re.compile(rf"[\s\"']*(?:(?:{'|'.join(w for w in words if len(w) > 1)})\s+|l\s?')?[\s\"']*")


def _spelt_out(words: list[str]) -> list[str]:
    long = lexicon.load("organisations")["abbreviations"]
    return [part for word in words for part in long.get(word, word).split()]


@cache
def national_bodies() -> frozenset[str]:
    """The known bodies, as their names are joined."""
    return frozenset(name_key(name).replace(" ", "") for name in lexicon.words("public_bodies"))


@cache
def territorial_services() -> frozenset[str]:
    """The acronyms of services of the State that every department or region has."""
    return frozenset(lexicon.load("organisations")["territorial"]["services"])
