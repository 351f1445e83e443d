"""Whether the lexicon holds what it says, and which of its lists take a line of minutes."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from crparse.errors import LexiconError
from crparse.lexicon.files import LOOKED_UP, Entry, Way, WordList
from crparse.lexicon.lexicon import Lexicon, read


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check went through, and what it found wrong."""

    lists: int
    entries: int
    mistakes: list[LexiconError]


@dataclass(frozen=True, slots=True)
class Taken:
    """A list that takes a line, by which of its lines, and what of it."""

    words: WordList
    entry: Entry | None
    """None where several lines go into one cue."""
    text: str


def check(folder: Path | None = None) -> Checked:
    """Reads every file, compiles every list, looks for every example."""
    found, mistakes = read(folder)
    for words in found.lists.values():
        mistakes += _mistakes(found, words)
    entries = sum(len(words.entries) for words in found.lists.values())
    # A list that is wrong is wrong in each list that names it.
    return Checked(len(found.lists), entries, list({str(mistake): mistake for mistake in mistakes}.values()))


def _mistakes(lexicon: Lexicon, words: WordList) -> Iterator[LexiconError]:
    """What is wrong with a list of cues: its lines, or its examples."""
    if words.way in LOOKED_UP:
        return
    try:
        cues = lexicon.cues(words.file, words.name)
    except LexiconError as error:
        yield error
        return
    for example in words.takes:
        if not cues.takes(example.text):
            message = f"[{words.name}] does not take “{example.text}”."
            yield LexiconError(example.file, example.line, message)
    for example in words.leaves:
        match = cues.find(words.seen(example.text))
        if match is not None:
            by = cues.entry(match)
            message = f"[{words.name}] takes “{example.text}”" + (f" by “{by.text}”." if by else ".")
            yield LexiconError(example.file, example.line, message)


def lists_that_take(lexicon: Lexicon, text: str) -> Iterator[Taken]:
    """Every list with a cue in a line of minutes, or that has the line as a word."""
    for words in lexicon.lists.values():
        seen = words.seen(text)
        if words.way in LOOKED_UP:
            yield from (Taken(words, e, text) for e in words.entries if words.word(e) == seen)
        elif words.way is not Way.PART and (match := lexicon.cues(words.file, words.name).find(seen)):
            entry = lexicon.cues(words.file, words.name).entry(match)
            if taken := text[match.start() : match.end()].strip():
                yield Taken(words, entry, taken)
