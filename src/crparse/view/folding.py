"""Words as they are searched: without accents and case, and cut down to their French stems.

"Les subventions accordées" is found by "subvention accordee" through its folded words and by "subventionner"
through its stems.
"""

from functools import lru_cache

import snowballstemmer

from crparse.text import WORD, fold

_LIGATURES = {"œ": "oe", "æ": "ae", "ß": "ss"}

KEPT = 10_000
"""Stems that are kept: of words that are asked for, or printed again and again (chosen, not measured)."""

_STEMMER = snowballstemmer.stemmer("french")


def searchable(text: str) -> str:
    """A text as it is searched, its words folded: "L'Œuvre" -> "l'oeuvre"."""
    plain = fold(text)
    if not plain.isascii():
        for ligature, letters in _LIGATURES.items():
            plain = plain.replace(ligature, letters)
    return plain


def folded(text: str) -> str:
    """The words of a text, folded, with blanks between them: "L'Œuvre" -> "l oeuvre"."""
    return " ".join(WORD.findall(searchable(text)))


@lru_cache(maxsize=KEPT)
def stem(word: str) -> str:
    """The stem of a word, folded: "accordées" -> "accord"."""
    # Accents tell the stemmer endings apart ("décidé"), and go afterwards.
    return searchable(_STEMMER.stemWord(word.lower()))
