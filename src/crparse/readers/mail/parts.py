"""The parts of a mail, whichever form it has: names that lead nowhere, texts that are texts."""

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace

from crparse.errors import ReadError
from crparse.source import Envelope
from crparse.text import squeeze

TEXT, PAGE = "body.txt", "body.html"
"""Names of what is written in a mail itself."""

LONGEST_NAME = 120
"""Characters of the name of a part: a mail that is attached goes by its subject."""

# Three and more lines of letters that stand for bytes, in a text: takes those of an attached file whose head
# is damaged, of a signature; leaves every sentence.
_ENCODED = re.compile(r"(?:^[A-Za-z0-9+/]{60,}={0,2}[ \t]*(?:\n|\Z)){3,}", re.M)
# Takes the tags of "<p>Bonjour</p>", leaves "Bonjour".
_TAGS = re.compile(r"<style.*?</style>|<[^>]*>", re.S | re.I)
# Takes what parts folders: the "/" of "2024/cr.docx", "\\" of "C:\\cr.docx".
_SLASHES = re.compile(r"[/\\]+")


@dataclass(frozen=True, slots=True)
class MailPart:
    """What is written in a mail or attached to it, as a file; "<subject>.eml/cr.docx" in an attached mail."""

    name: str
    content: bytes
    envelope: Envelope
    is_body: bool = False


@dataclass(slots=True)
class Mail:
    """The files that a mail is made of, its own text first, and what is wrong with others."""

    envelope: Envelope
    parts: list[MailPart] = field(default_factory=list)
    troubles: list[ReadError] = field(default_factory=list)

    def write(self, texts: Iterable[tuple[str, str]]) -> None:
        """Takes what is written in the mail: kind ("html", "plain") and text of each piece."""
        pieces = [(kind, _ENCODED.sub("", text)) for kind, text in texts]
        pieces = [(kind, text) for kind, text in pieces if says_something(text)]
        if all(kind == "plain" for kind, _ in pieces):
            pieces = [("plain", "\n\n".join(text for _, text in pieces))] if pieces else []
        for kind, text in pieces:
            # The mark tells the encoding, whatever a page says of itself.
            content = text.encode("utf-8-sig", "replace")
            self._add(MailPart(PAGE if kind == "html" else TEXT, content, self.envelope, True))

    def attach(self, name: str, content: bytes) -> None:
        """Takes a file that is attached."""
        self._add(MailPart(file_name(name) or f"part-{len(self.parts) + 1}", content, self.envelope))

    def enclose(self, name: str, mail: "Mail") -> None:
        """Takes the files of a mail that is attached."""
        folder = self._free(file_name(name) or "mail.eml")
        self.parts += [replace(part, name=f"{folder}/{part.name}") for part in mail.parts]
        self.troubles += mail.troubles

    def _add(self, part: MailPart) -> None:
        self.parts.append(replace(part, name=self._free(part.name)))

    def _free(self, name: str) -> str:
        return free_name(name, {part.name.partition("/")[0] for part in self.parts})


def free_name(name: str, taken: Collection[str], number: int = 1) -> str:
    """The name, with a number where another has it: "cr.docx", "cr (2).docx"."""
    stem, dot, extension = name.rpartition(".")
    free = name
    while free in taken:
        number += 1
        free = f"{stem} ({number}){dot}{extension}" if dot else f"{name} ({number})"
    return free


def names_apart(names: Iterable[str]) -> list[str]:
    """The names, none of which another has."""
    found: dict[str, None] = {}
    met: Counter[str] = Counter()
    for name in names:
        met[name] += 1
        found[free_name(name, found, max(1, met[name] - 1))] = None
    return list(found)


def file_name(told: str) -> str:
    """What a mail calls a file, as a name that leads to no folder."""
    name = squeeze(_SLASHES.split(unicodedata.normalize("NFC", told))[-1])
    stem, dot, extension = name.rpartition(".")
    if len(name) > LONGEST_NAME and dot:
        name = f"{stem[:LONGEST_NAME]}.{extension[:LONGEST_NAME]}"
    return "" if name in (".", "..") else name[: 2 * LONGEST_NAME]


def says_something(text: str) -> bool:
    """Whether a text, or a page, has a letter or figure beside its tags."""
    return any(map(str.isalnum, _TAGS.sub("", text)))
