"""Names made comparable: words without accents, case, punctuation."""

import re

from crparse.text import fold

_DOTTED = re.compile(r"\b(?:[a-z0-9]\. ?){2,}(?:[a-z0-9]\b)?")
_WORD = re.compile(r"[^\W_]+")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss"})


def name_words(name: str) -> tuple[str, ...]:
    """The words of a name, in order: "S.I.A.E.P. de l'Orne" -> siaep, de, l, orne."""
    folded = fold(name).translate(_LIGATURES)
    joined = _DOTTED.sub(lambda m: m.group().replace(".", "").replace(" ", "") + " ", folded)
    return tuple(_WORD.findall(joined))


def name_key(name: str) -> str:
    """The words of a name as one string: the same for all ways to print it."""
    return " ".join(name_words(name))
