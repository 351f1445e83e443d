"""Blanks inside words: letters set apart for show ("B I L A N"), first letters that stand off ("M adame").

A blank is taken out only where nothing else can be meant: a line that is all single letters, a word that the
document has whole elsewhere, or that the lexicon knows.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from crparse import lexicon
from crparse.source import Block
from crparse.text import fold

_LETTER = r"(?:[A-ZÀ-ÖØ-ÝŒ]|[’'&-](?= ))"
_WORD = rf"{_LETTER}(?:[ \u00a0]{_LETTER})*"

# A line set letter by letter, after its number: takes "1. B I L A N" and "C O M P T E   R E N D U :"; leaves
# "Le conseil vote A B C".
_SPACED_LINE = re.compile(
    rf"[ \t]*(?:(?:\d{{1,2}}(?:\.\d{{1,2}})*|[IVX]{{1,4}}|[A-Z])(?P<off> ?)[.)°-]? ?[-–]?[ \t]+)??"
    rf"(?P<words>{_WORD}(?:(?:[ \u00a0]{{2,4}}|\t){_WORD})*)[ \u00a0]?[:.]?[ \t]*"
)

# Takes "OUI", leaves "P X".
_VOWEL = re.compile("[AEIOUYÀÂÉÈÊËÎÏÔÛÙŒ]")

LEAST, DIFFERENT = 4, 3
"""Letters that a line set letter by letter has at least, and how many of them differ: "X X X X" are marks,
four are the fewest that are seldom a row of initials (chosen, not measured)."""

# A first letter, none that is a word, and what may be the rest of its word: takes "M adame" and "E xcusés",
# leaves "M. Roux", "A venir".
_TORN = re.compile(r"(?<![\w’'.-])([B-NP-XZÇ-ÎÙ-Ü])[ \u00a0]([a-zà-öø-ÿœ]{3,})(?![\w’'-])")

# A word that no single capital stands before: takes "commune" and "Madame", leaves "adame" of "M adame".
_WHOLE = re.compile(r"(?<![\w’'-])(?<![A-ZÀ-ÖØ-ÝŒ][ \u00a0])[^\W\d_]{4,}(?![\w’'-])")


def without_inner_blanks(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks, the blanks inside their words taken out."""
    torn = any(_TORN.search(block.text) for block in blocks)
    known = {word.lower() for block in blocks for word in _WHOLE.findall(block.text)} if torn else set()
    return tuple(
        _closed(block, sorted([*_spaced(block.text), *_torn(block.text, known)])) for block in blocks
    )


def _spaced(text: str) -> Iterator[int]:
    """Where the blanks stand in lines that are set letter by letter; those between words lose all but one."""
    at = 0
    for line in text.split("\n"):
        found = _SPACED_LINE.fullmatch(line)
        letters = [char for char in found["words"] if char.isalpha()] if found else []
        if (
            found
            and len(letters) >= LEAST
            and len(set(letters)) >= DIFFERENT
            and _VOWEL.search(found["words"])
        ):
            yield from range(at + found.start("off"), at + found.end("off")) if found["off"] else ()
            for blank in re.finditer(
                r"[ \u00a0\t]+", found["words"]
            ):  # takes each stretch, leaves the letters
                start, end = (at + found.start("words") + offset for offset in blank.span())
                single = blank.end() - blank.start() == 1 and blank.group() != "\t"
                yield from range(start if single else start + 1, end)
        at += len(line) + 1


def _torn(text: str, known: set[str]) -> Iterator[int]:
    """Where the blanks stand that part the first letter of a word from its rest."""
    for found in _TORN.finditer(text):
        whole, rest = (found[1] + found[2]).lower(), found[2]
        if rest not in known and (whole in known or _in_lexicon(whole)):
            yield found.end(1)


def _in_lexicon(word: str) -> bool:
    """Whether a word is one of those that minutes begin lines with: a civility, a first name, a label."""
    folded = fold(word)
    labels = (
        lexicon.cues("attendance", f"labels.{name}") for name in ("present", "excused", "absent", "absence")
    )
    return (
        folded in lexicon.table("civilities", "civilities")
        or folded in lexicon.words("first_names", "first_names")
        or folded in lexicon.words("recognition", "words.common")
        or any(label.fullmatch(folded) for label in labels)
    )


def _closed(block: Block, blanks: Sequence[int]) -> Block:
    """The block without some characters of its text."""
    if not blanks:
        return block
    gone = set(blanks)

    def moved(offset: int) -> int:
        return offset - bisect_left(blanks, offset)

    text = "".join(
        " " if char == "\t" and _parts_words(blanks, at) else char
        for at, char in enumerate(block.text)
        if at not in gone
    )
    runs = (replace(run, start=moved(run.start), end=moved(run.end)) for run in block.runs)
    lines = tuple(replace(line, start=moved(line.start), end=moved(line.end)) for line in block.lines)
    return replace(block, text=text, runs=tuple(run for run in runs if run.start < run.end), lines=lines)


def _parts_words(blanks: Sequence[int], at: int) -> bool:
    """Whether a tab stands between words set letter by letter."""
    near = bisect_left(blanks, at)
    return any(abs(blanks[index] - at) <= 2 for index in (near - 1, near) if 0 <= index < len(blanks))
