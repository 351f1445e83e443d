"""Folding and white space: the few text operations that everything shares."""

import os
import re
import unicodedata

Stretch = tuple[int, int]
"""Where a part of a text begins and ends."""

_WHITE = re.compile(r"\s+")
_QUOTES = {"’": "'", "‘": "'", "ʼ": "'", "´": "'", "“": '"', "”": '"', "«": '"', "»": '"'}
_DASHES = dict.fromkeys("‐‑‒–—―−", "-")
_SPACES = dict.fromkeys("\u00a0\u2007\u2009\u202f", " ")
_SINGLE = {**_QUOTES, **_DASHES, **_SPACES}


def _fold_char(char: str) -> str:
    if char in _SINGLE:
        return _SINGLE[char]
    base = unicodedata.normalize("NFKD", char)[0]
    lowered = base.lower()
    return lowered if len(lowered) == 1 else char


_ASCII = {chr(i): chr(i).lower() for i in range(128)}


class _FoldTable(dict[int, str]):
    """Code point -> folded character, filled as characters are met."""

    def __missing__(self, code: int) -> str:
        self[code] = _fold_char(chr(code))
        return self[code]


_TABLE = _FoldTable({ord(k): v for k, v in _ASCII.items()})


def fold(text: str) -> str:
    """Lower case without accents, typographic quotes, dashes and spaces made plain, of the same length.

    Offsets found in the folded text hold in the text itself: fold("Séance") == "seance". Œ stays one
    character (œ). Cues in the lexicon are written in this folded form.
    """
    return text.translate(_TABLE)


def squeeze(text: str) -> str:
    """The text on one line: runs of white space become one space."""
    return _WHITE.sub(" ", text).strip()


def portable(path: str) -> str:
    """A file system path as records write it: forward slashes, composed accents, valid UTF-8."""
    text = os.fsencode(path.replace(os.sep, "/")).decode("utf-8", "replace")
    return unicodedata.normalize("NFC", text)


def printable(text: str) -> str:
    """The text on one line for a terminal: what would steer it, or is no character, is �."""
    return "".join(char if char.isprintable() else "\ufffd" for char in squeeze(text))


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
