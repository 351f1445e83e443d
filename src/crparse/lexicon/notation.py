"""How a line of the lexicon is written, and the regular expression that it stands for.

membre(s) (du conseil )présent{e}      a bracket: may be missing
administrat{eur|rice}{e}               braces with a bar: one of these
{civility} le maire                    braces with a name: any line of that list
abstention\\(s\\)                        a backslash: the sign itself
regex: \\d+ voix\b                      anything else
"""

import re
from collections.abc import Callable, Iterator

from crparse.text import fold

MARK = "regex:"
"""Begins a line that is a regular expression."""

_REFERENCE = re.compile(r"(?<!\\)\{([a-z][a-z0-9_.]*)\}")
"""`{e}` or `{calendar.months}`; not `{2,40}` of a regular expression, not an escaped brace."""

_NAME = re.compile(r"[a-z][a-z0-9_.]*")
"""What braces hold that name a list; "er|ère" names none."""

_SIGNS = frozenset(".^$*+?{}[]|()\\")
"""Signs that mean something in a regular expression."""

_NO_LETTER = re.compile(r"\\.|\(\?P")
r"""Capitals of a regular expression that are no letters to find: `\W`, `(?P<name>`; not `É`."""


class NotationError(ValueError):
    """What is wrong with a line, in words."""


def expression(line: str, *, folded: bool) -> str:
    """The regular expression of a line, names of lists in braces left as they are.

    Raises:
        NotationError: A bracket is not closed, a sign stands where it means nothing.
    """
    if line.startswith(MARK):
        pattern = line.removeprefix(MARK).strip()
        return _checked(pattern) if folded else pattern
    return _Words(fold(line) if folded else line).expression()


def references(pattern: str) -> list[str]:
    """The names of lists in an expression."""
    return _REFERENCE.findall(pattern)


def spelt_out(pattern: str, spell: Callable[[str], str]) -> str:
    """The expression with each name of a list replaced by what the list stands for."""
    return _REFERENCE.sub(lambda match: spell(match[1]), pattern)


def literal(word: str) -> str:
    """The expression that takes a word and nothing else."""
    return "".join(f"\\{sign}" if sign in _SIGNS else sign for sign in word)


def _checked(pattern: str) -> str:
    """A regular expression for folded text, which has no capitals, accents or typographic signs."""
    for sign in _NO_LETTER.sub("", pattern):
        if fold(sign) != sign:
            raise NotationError(
                f"“{sign}” is never found: texts are compared without capitals and accents, "
                f"write “{fold(sign)}” in a regular expression"
            )
    return pattern


class _Words:
    """A line of words, read from left to right."""

    def __init__(self, line: str) -> None:
        self._signs = iter(line)

    def expression(self) -> str:
        found = "".join(self._until(""))
        if not found:
            raise NotationError("there is no word")
        return found

    def _until(self, closing: str) -> Iterator[str]:
        """The expressions of what stands before the closing sign."""
        for sign in self._signs:
            if sign == closing:
                return
            if sign == "\\":
                yield literal(self._escaped())
            elif sign == "(":
                yield self._optional()
            elif sign == "{":
                yield self._one_of()
            elif sign in ")}":
                raise NotationError(f"“{sign}” closes no bracket")
            elif sign == "|" and not closing:
                raise NotationError("“|” stands in no brackets: write each choice on a line of its own")
            else:
                yield sign if sign == "|" else literal(sign)
        if closing:
            raise NotationError(f"a bracket is not closed: “{closing}” is missing")

    def _escaped(self) -> str:
        sign = next(self._signs, "")
        if not sign:
            raise NotationError("“\\” ends the line: the sign that it is for is missing")
        return sign

    def _optional(self) -> str:
        parts = list(self._until(")"))
        if not parts:
            raise NotationError("a bracket is empty")
        inside = "".join(parts)
        one_sign = len(parts) == 1 and len(inside.removeprefix("\\")) == 1
        return f"{inside}?" if one_sign else f"(?:{inside})?"

    def _one_of(self) -> str:
        inside = "".join(self._until("}"))
        if _NAME.fullmatch(named := inside.replace("\\.", ".")):
            return f"{{{named}}}"
        if "|" not in inside:
            raise NotationError("braces hold the name of a list, or choices parted by “|”")
        return f"(?:{inside})"
