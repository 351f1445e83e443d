"""Folding and white space: the few text operations that everything shares."""

import os
import re
import unicodedata
from functools import lru_cache

Stretch = tuple[int, int]
"""Where a part of a text begins and ends."""

SOFT_HYPHEN = "\u00ad"
"""A hyphen that is printed only where a line ends."""

# What prints nothing: takes soft hyphens, signs of no width or of direction, variants of a sign ("☑" with
# U+FE0F); leaves a no-break space.
_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff"
    "\U000e0000-\U000e01ef]"
)

# Takes the spaces of "le  four", leaves its letters.
_WHITE = re.compile(r"\s+")
_QUOTES = {"’": "'", "‘": "'", "ʼ": "'", "´": "'", "“": '"', "”": '"', "«": '"', "»": '"'}
_DASHES = dict.fromkeys("‐‑‒–—―−", "-")
_SPACES = dict.fromkeys("\u00a0\u2007\u2009\u202f", " ")
# The dots of inclusive writing: that of Catalan stands for all.
_DOTS = dict.fromkeys("⋅‧⸱∙・\ufffd", "·")
_SINGLE = {**_QUOTES, **_DASHES, **_SPACES, **_DOTS}


class _FoldTable(dict[int, str]):
    """Code point -> folded character, filled as characters are met."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        lowered = unicodedata.normalize("NFKD", char)[0].lower()
        self[code] = _SINGLE.get(char, lowered if len(lowered) == 1 else char)
        return self[code]


_TABLE = _FoldTable()


def without_unseen(text: str) -> str:
    """The text without the characters that print nothing."""
    return text if text.isascii() else _UNSEEN.sub("", text)


def fold(text: str) -> str:
    """Lower case without accents, typographic quotes, dashes, dots and spaces made plain, of the same length.

    Offsets found in the folded text hold in the text itself: fold("Séance") == "seance". Œ stays one
    character (œ). Cues in the lexicon are written in this folded form.
    """
    # Most words have no accents: what is plain already costs a tenth.
    return text.lower() if text.isascii() else text.translate(_TABLE)


def squeeze(text: str) -> str:
    """The text on one line: runs of white space become one space."""
    return _WHITE.sub(" ", text).strip()


def portable(path: str) -> str:
    """A file system path as records write it: forward slashes, composed accents, valid UTF-8."""
    text = os.fsencode(path.replace(os.sep, "/")).decode("utf-8", "replace")
    return unicodedata.normalize("NFC", text)


def printable(text: str) -> str:
    """The text for a terminal, sign for sign: a name in it is the name of the file, its blanks included.

    What would break the line or steer the terminal, or is no character, is told by its code: "\\n",
    "\\u202e".
    """
    return "".join(map(_seen, text))


def _seen(char: str) -> str:
    # The blanks of print (no-break, narrow…) count as not printable, and do nothing but stand there.
    if char.isprintable() or unicodedata.category(char) == "Zs":
        return char
    return char.encode("unicode_escape").decode("ascii")


# Takes "s.i.a.e.p. " of "s.i.a.e.p. de l'orne", leaves "m. roux".
_DOTTED = re.compile(r"\b(?:[a-z0-9]\. ?){2,}(?:[a-z0-9]\b)?")

# Takes "l" and "orne" of "l'orne", leaves the apostrophe.
WORD = re.compile(r"[^\W_]+")

KEPT = 8192
"""Names whose words are kept: a document names few, each compared many times (chosen, not measured)."""

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss"})


@lru_cache(maxsize=KEPT)
def name_words(name: str) -> tuple[str, ...]:
    """The words of a name, in order: "S.I.A.E.P. de l'Orne" -> siaep, de, l, orne."""
    folded = fold(name).translate(_LIGATURES)
    joined = _DOTTED.sub(lambda m: m.group().replace(".", "").replace(" ", "") + " ", folded)
    return tuple(WORD.findall(joined))


def name_key(name: str) -> str:
    """The words of a name as one string: the same for all ways to print it."""
    return " ".join(name_words(name))
