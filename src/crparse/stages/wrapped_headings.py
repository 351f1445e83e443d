"""Headings printed over several lines that came as separate blocks: put together again."""

from collections import Counter
from collections.abc import Sequence

from crparse import lexicon
from crparse.stages.numbering_scheme import parse_number
from crparse.stages.text_lines import LONGEST, Look, TextLine, joined

SOLID = 0.6
"""White between the lines of one heading, as a share of the type size; between paragraphs there is more."""


def join_wrapped(lines: Sequence[TextLine], text: str) -> list[TextLine]:
    """The lines, with those that carry on an emphasised line before them joined to it."""
    plain = _plain_look(lines)
    numbered = _numbered_looks(lines)
    result: list[TextLine] = []
    for line in lines:
        last = result[-1] if result else None
        if (
            last is not None
            and last.look == line.look != plain
            and len(last.text) + len(line.text) < LONGEST
            and _close(last, line)
            and parse_number(line.text) is None
            and (_hangs(last, line) or (line.look in numbered and parse_number(last.text) is not None))
        ):
            result[-1] = joined(last, line, text)
        else:
            result.append(line)
    return result


def _plain_look(lines: Sequence[TextLine]) -> Look | None:
    letters: Counter[Look] = Counter()
    for line in lines:
        letters[line.look] += len(line.text)
    return max(letters, key=lambda look: letters[look], default=None)


def _numbered_looks(lines: Sequence[TextLine]) -> set[Look]:
    """Looks of which most lines begin with a number: a line of that look without one carries on a heading."""
    total: Counter[Look] = Counter(line.look for line in lines)
    numbered = Counter(line.look for line in lines if parse_number(line.text) is not None)
    return {look for look, count in numbered.items() if count > 2 and count > 0.6 * total[look]}


def _close(first: TextLine, second: TextLine) -> bool:
    """Whether the second line stands right under the first, as far as the format tells."""
    block = second.block
    if first.index == second.index or block.cell is not None or block.marker or first.folded[-1] in ".:;?!":
        return False
    if not block.lines:
        return second.index == first.index + 1 and not block.space_before
    if block.space_before is None:
        return first.block.page != block.page
    return 0 <= block.space_before < SOLID * (second.size or 0)


def _hangs(first: TextLine, second: TextLine) -> bool:
    """Whether the first line is unfinished or the second begins in the middle of a phrase."""
    unfinished = first.folded.split()[-1] in _hanging() or first.text.count("(") > first.text.count(")")
    return unfinished or first.text.endswith(",") or second.text[0].islower() or second.text[0] in "(&/"


def _hanging() -> frozenset[str]:
    return frozenset(lexicon.load("outline")["words"]["hanging"])
