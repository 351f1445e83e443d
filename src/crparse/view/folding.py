"""Words as they are searched: without accents and case, and cut down to their French stems.

"Les subventions accordées" is found by "subvention accordee" through its folded words and by "subventionner"
through its stems.
"""

from functools import lru_cache

import snowballstemmer

from crparse.text import WORD, fold

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss"})

KEPT = 200_000
"""Stems that are kept: more words than French minutes use, of which each is met thousands of times."""

_STEMMER = snowballstemmer.stemmer("french")


def folded(text: str) -> str:
    """The words of a text, folded, with blanks between them: "L'Œuvre" -> "l oeuvre"."""
    return " ".join([_forms(word)[0] for word in WORD.findall(text)])


def stems(text: str) -> str:
    """The stems of the words of a text, folded: "Les subventions" -> "le subvent"."""
    return " ".join([_forms(word)[1] for word in WORD.findall(text)])


def folded_and_stems(text: str) -> tuple[str, str]:
    """Both of them at once."""
    forms = [_forms(word) for word in WORD.findall(text)]
    return " ".join([form for form, _ in forms]), " ".join([stem for _, stem in forms])


@lru_cache(maxsize=KEPT)
def _forms(word: str) -> tuple[str, str]:
    # Accents tell the stemmer endings apart ("décidé"), and go afterwards.
    stem = _STEMMER.stemWord(word.lower())
    return fold(word).translate(_LIGATURES), fold(stem).translate(_LIGATURES)
