"""Text with typefaces as it is gathered from markup: HTML and Markdown."""

import re
from dataclasses import dataclass, field

from crparse.readers.runs import moved
from crparse.source import Run

_WHITE = re.compile(r"[ \t\r\n\f]+")
_AROUND_BREAK = re.compile(r" *\n *")


@dataclass(frozen=True, slots=True)
class Face:
    """How characters look."""

    bold: bool = False
    italic: bool = False
    underline: bool = False
    size: float | None = None
    font: str | None = None


PLAIN = Face()


@dataclass(slots=True)
class RichText:
    """The text of one paragraph as it is gathered, white space of the markup made one space."""

    text: str = ""
    runs: list[Run] = field(default_factory=list)
    font: str | None = None
    """Of the first word."""

    def add(self, text: str, face: Face) -> None:
        """Appends text of the markup."""
        words = _WHITE.sub(" ", text)
        self.put(words[1:] if words[:1] == " " and self.text[-1:] in (" ", "\n", "\t", "") else words, face)

    def put(self, text: str, face: Face) -> None:
        """Appends text as it is."""
        if text:
            if not self.text.strip():
                self.font = face.font
            start, self.text = len(self.text), self.text + text
            run = Run(start, len(self.text), face.bold, face.italic, face.underline, face.size)
            self.runs.append(run)

    def end_line(self, face: Face) -> None:
        """Appends a line break."""
        kept = self.text.rstrip(" ")
        self.runs = list(moved(self.runs, 0, 0, len(kept)))
        self.text = kept
        self.put("\n", face)

    def stripped(self) -> tuple[str, tuple[Run, ...], str]:
        """The text without outer white space, its runs, and the white space that stood before it."""
        text = self.text.strip()
        before = self.text[: len(self.text) - len(self.text.lstrip())]
        return text, moved(self.runs, -len(before), 0, len(text)), before
