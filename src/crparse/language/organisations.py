"""A printed name of an organisation, in the parts that the levels compare."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from crparse import lexicon
from crparse.text import fold, name_key, name_words

# Takes "38" of "DDT38", leaves its letters.
_DIGITS = re.compile(r"\d+")


KEPT = 4096
"""Names whose parts are kept: several stages ask for those of one document (chosen, not measured)."""


@cache
def public_bodies() -> frozenset[str]:
    """Known acronyms and short names of public bodies, folded: "ddt", "cerema"."""
    return frozenset(map(fold, lexicon.words("public_bodies", "public_bodies")))


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


@lru_cache(maxsize=KEPT)
def parse_organisation(text: str) -> OrganisationForm:
    """The parts of an organisation's name."""
    words = list(name_words(text))
    while len(words) > 1 and words[0] in _articles():
        words.pop(0)
    kind, plain, rest = _kind(text)
    core = tuple(_spelt_out([word for word in name_words(rest) if word not in link_words()]))
    numbers = frozenset(number.lstrip("0") for number in _DIGITS.findall(text))
    return OrganisationForm(text, tuple(_spelt_out(words)), kind, plain, core, numbers)


def _kind(text: str) -> tuple[str | None, bool, str]:
    """The kind whose cue begins the name, the longest cue first, whether that is plain, and the rest."""
    folded = fold(text)
    start = end = _article().match(folded).end()  # type: ignore[union-attr]
    best = None
    for name, pattern in _cues().items():
        match = pattern.match(folded, start)
        if match and match.end() > end and text[match.end() :].strip():
            best, end = name, match.end()
    return best, best is None or _is_plain(best, folded[start:end]), text[end:]


@cache
def _cues() -> dict[str, re.Pattern[str]]:
    kinds = lexicon.names("organisations", "kinds")
    # "association" takes "association les amis", leaves "associe".
    return {kind: re.compile(rf"{lexicon.source('organisations', f'kinds.{kind}')}(?!\w)") for kind in kinds}


def _is_plain(kind: str, cue: str) -> bool:
    """Whether a cue says no more than its kind, as all do of most kinds."""
    told = kind in lexicon.names("organisations", "plain")
    return not told or lexicon.cues("organisations", f"plain.{kind}").find(cue) is not None


@cache
def _article() -> re.Pattern[str]:
    words, elided = (lexicon.source("organisations", f"forms.{name}") for name in ("articles", "elided"))
    # Takes "l'" of "l'association", "la " of "la mairie"; leaves "lavoir".
    return re.compile(rf"[\s\"']*(?:{words}\s+|{elided}\s?')?[\s\"']*")


@cache
def _articles() -> frozenset[str]:
    return lexicon.words("organisations", "forms.articles") | lexicon.words("organisations", "forms.elided")


def _spelt_out(words: list[str]) -> list[str]:
    long = lexicon.table("organisations", "abbreviations")
    return [part for word in words for part in long.get(word, word).split()]


def link_words() -> frozenset[str]:
    """The small words that join others in a name."""
    return lexicon.words("organisations", "forms.links")


@cache
def general_words() -> frozenset[str]:
    """The words that name no body in particular: "Assemblée générale (AG)", "conseil d'administration"."""
    lists = ("forms.title_words", "forms.generic_words", "forms.links")
    return frozenset[str]().union(*(lexicon.words("organisations", name) for name in lists))


@cache
def ordinary_words() -> frozenset[str]:
    """The general words, and those of which bodies of every town make their names: "comité des fêtes"."""
    return general_words() | lexicon.words("organisations", "forms.ordinary_words")


@cache
def known_bodies() -> frozenset[str]:
    """The known bodies, as their names are joined."""
    return frozenset(
        name_key(name).replace(" ", "") for name in lexicon.words("public_bodies", "public_bodies")
    )


def is_inner(kind: str | None) -> bool:
    """Whether bodies of a kind are parts of another body: "commission Travaux"."""
    return kind in lexicon.words("organisations", "kind.inner")


def is_loose(kind: str | None) -> bool:
    """Whether the word for a kind has other uses: "maison Dupré" may be a house."""
    return kind in lexicon.words("organisations", "kind.loose")


def word_of(kind: str) -> str:
    """What bodies of one sort share: mairie and commune are one word for it."""
    return lexicon.table("organisations", "kind.same").get(kind, kind)


def territorial_services() -> frozenset[str]:
    """The acronyms of services of the State that every department or region has."""
    return lexicon.words("organisations", "territorial.services")
