"""What finding people and organisations shares: free stretches of text, mentions, the model's tags."""

import re
from collections.abc import Iterable, Iterator

from spacy.tokens import Doc

from crparse.document.items import get_items, source_of
from crparse.document.view import view_of
from crparse.record import Attendee, Mention
from crparse.text import fold, squeeze

Stretch = tuple[int, int]

_WORD = re.compile(r"[^\W\d_]{3,}")
_SEPARATOR = re.compile(r"[\t\n()\[\]/;:|*•]|->|→|⇒|\s[-–—]+\s|\s[-–—](?=\w)|(?<=\w)[-–—]\s")
"""What no name of a person runs across."""


class Text:
    """The text of a document while names are found in it: who holds which stretch, which words are common."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.words = view_of(doc).words
        self.text = self.words.text
        self._held = bytearray(len(self.text))
        self.lower = frozenset(fold(t.text) for t in doc if t.text.islower())
        """Words that the document prints in lower case: common words."""
        self._names: frozenset[str] | None = None
        attendees = get_items(doc, "attendees", Attendee)
        self.came_for = sum(bool(a.organisation) for a in attendees) / (len(attendees) + 1)
        """Share of the attendees who came for an organisation."""
        self._tag: dict[int, str] = {}
        for entity in doc.ents:
            for place in range(entity.start_char, entity.end_char):
                self._tag[place] = entity.label_

    def free(self, start: int, end: int) -> bool:
        """Whether no mention reaches into the stretch."""
        return not any(self._held[start:end])

    def take(self, start: int, end: int, rule: str) -> Iterator[Mention]:
        """The mention of that stretch if it is free; nothing else can be found there then."""
        if self.free(start, end):
            self._held[start:end] = b"\1" * (end - start)
            self._names = None
            yield mention(self.text, start, end, rule)

    def names(self) -> frozenset[str]:
        """The words of the names of people found so far."""
        if self._names is None:
            held = "".join(char if taken else " " for char, taken in zip(self.text, self._held, strict=True))
            self._names = frozenset(_WORD.findall(fold(held)))
        return self._names

    def tagged(self, start: int, end: int, label: str) -> bool:
        """Whether the model sees an entity of that kind in the stretch."""
        return any(self._tag.get(place) == label for place in range(start, end))

    def proper(self, start: int, end: int) -> bool:
        """Whether the model takes the word for a proper name."""
        span = self.doc.char_span(start, end, alignment_mode="expand")
        return span is not None and all(token.pos_ == "PROPN" for token in span)

    def stretches(self, separator: re.Pattern[str] = _SEPARATOR) -> Iterator[Stretch]:
        """The free stretches in which a name may lie: no separator and no end of a block in them."""
        for start, end, block in source_of(self.doc).spans():
            position = start
            for match in separator.finditer(block.text):
                yield from self._free_parts(position, start + match.start())
                position = start + match.end()
            yield from self._free_parts(position, end)

    def _free_parts(self, start: int, end: int) -> Iterator[Stretch]:
        while start < end:
            held = self._held.find(1, start, end)
            if held < 0:
                yield start, end
                return
            if held > start:
                yield start, held
            free = self._held.find(0, held, end)
            start = end if free < 0 else free


def mention(text: str, start: int, end: int, rule: str) -> Mention:
    """The mention that quotes `text[start:end]`; resolution sets its level and score."""
    return Mention(start=start, end=end, rule=rule, text=squeeze(text[start:end]), level="exact", score=100.0)


def any_of(names: Iterable[str]) -> re.Pattern[str]:
    """A pattern for any of the names as whole words, whatever white space is between their words."""
    longest = sorted((n for n in names if len(n) > 1), key=lambda n: (-len(n), n))
    words = "|".join(r"\s+".join(map(re.escape, name.split())) for name in longest)
    return re.compile(rf"(?<![\w@.-])(?:{words or '(?!)'})(?![\w@])(?!-\w)")
