"""Cues of the lexicon as regular expressions, with the endings of gender and number."""

import re
from collections.abc import Iterable
from functools import cache

from crparse import lexicon


@cache
def ending() -> str:
    """Any ending of gender and number, inclusive writing too: s, es, ·e·s, (e)s, .e.s…"""
    pattern: str = lexicon.load("roles")["inclusive"]["ending"]
    return pattern


def any_of(cues: Iterable[str]) -> str:
    """One of the cues, the longest alternative written first; {e} is spelt out."""
    ordered = sorted(cues, key=lambda cue: (-len(cue), cue))
    return f"(?:{'|'.join(cue.replace('{e}', ending()) for cue in ordered)})"


@cache
def cues(lexicon_name: str, table: str, key: str) -> re.Pattern[str]:
    """The cues of one list of the lexicon, not beginning inside a word, for folded text."""
    return re.compile(rf"(?<![\w]){any_of(lexicon.load(lexicon_name)[table][key])}")
