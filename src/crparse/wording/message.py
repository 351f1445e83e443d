"""A sentence that is told now and said later, perhaps in another language."""

from collections.abc import Mapping, Sequence
from typing import Any, Self

Filled = str | int | float
"""What may be filled into a message."""

PHRASE = "what"
"""How the name of what is filled in begins where it is a text of crparse itself, to be said in French too:
"what" of "The XML of the %(what)s is damaged."; what else is filled in is of the file, and stays as it is."""


def N_(text: str) -> str:
    """Marks a text for the catalogues where it is not said at once: it is looked up when shown."""
    return text


class Message(str):
    """The English of a message, which is what records and ledgers keep; with its template and what fills it.

    It is made of a template ("The file is named .%(extension)s.") and of what is filled in by name. A path or
    an error is filled in as it prints. A message that is filled into another one is named "what…"; what
    fills that one fills both.
    """

    template: str
    """Empty for one that was read from a record or a ledger: the catalogue is asked which it was."""
    parameters: Mapping[str, Filled]

    def __new__(cls, template: str, /, **parameters: object) -> Self:
        """The message of a template with what is filled in."""
        own: dict[str, Filled] = {}
        inner: dict[str, Filled] = {}
        for name, value in parameters.items():
            if isinstance(value, Message):
                inner |= value.parameters
            own[name] = value if isinstance(value, int | float) else str(value)
        return cls._of(template % own if parameters else template, template, inner | own)

    @classmethod
    def kept(cls, text: str, parameters: Mapping[str, Filled]) -> Self:
        """One that a record or a ledger keeps: its English, and what fills it."""
        return cls._of(text, "", parameters)

    @classmethod
    def _of(cls, text: str, template: str, parameters: Mapping[str, Filled]) -> Self:
        message = super().__new__(cls, text)
        message.template, message.parameters = template, parameters
        return message

    def __reduce__(self) -> tuple[Any, ...]:  # for pickle and copy
        return type(self)._of, (str(self), self.template, dict(self.parameters))


JOINED = ("%(what_1)s %(what_2)s", "%(what_1)s %(what_2)s %(what_3)s")
"""The templates of several messages in one, for as many as there are at most."""


def joined(texts: Sequence[str]) -> Message:
    """Up to three messages in one, as sentences that follow each other."""
    if len(texts) == 1:
        return texts[0] if isinstance(texts[0], Message) else Message(texts[0])
    kept = texts[: len(JOINED) + 1]
    return Message(JOINED[len(kept) - 2], **{f"what_{n}": text for n, text in enumerate(kept, 1)})


def filled(*texts: str) -> dict[str, Filled]:
    """What fills some messages, as records and ledgers keep it; nothing for plain text."""
    kept: dict[str, Filled] = {}
    for text in texts:
        kept |= text.parameters if isinstance(text, Message) else {}
    return kept
