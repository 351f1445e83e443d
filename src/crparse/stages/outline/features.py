"""What speaks for and against a line being a heading: looks, wording, number, place and neighbours.

Every feature is a plain figure, free of the document's words and layout units, so that weights learned on
some minutes hold for others.
"""

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from crparse import lexicon
from crparse.document.lines import LONGEST, TextLine
from crparse.document.numbering import NO_RUN, NumberedRun
from crparse.language.persons import first_names
from crparse.source import Kind
from crparse.stages.outline.surroundings import FAR, USUAL_SIZE, Surroundings, is_worded
from crparse.text import fold

MANY = 40
"""Words or lines beyond which more say nothing."""

USUAL_TITLE = 6
"""Words of most titles of the minutes at hand; a line of twice as many is text."""

MOST_NAMES = 3
"""Words after a first name in a line that only names somebody: with more it tells something of them."""

Features = dict[str, float]


# A line of a table of contents: takes "Budget ...... 3", leaves "Budget 2024..." and "1.1.1 Dons".
_LEADER = re.compile(r"(?:\.\s?|…\s?){5,}\s*\d+\s*$")


@cache
def _run_in_label() -> re.Pattern[str]:
    # Takes "presents : mme roux", leaves "presents :".
    return re.compile(rf"{lexicon.cues('outline', 'words.settled').pattern.pattern}\s?:\s?\S.*")


def candidates(around: Surroundings) -> list[int]:
    """The lines that may be headings at all."""
    return [index for index, line in enumerate(around.lines) if _may_be(around, line)]


def _may_be(around: Surroundings, line: TextLine) -> bool:
    """Not a date, a vote, a label with its value ("Présents : …"), nor the document's title."""
    if len(line.text) > LONGEST or not any(c.isalpha() for c in line.text):
        return False
    if _LEADER.search(line.text) or is_worded(line.folded, "never") or _run_in_label().fullmatch(line.folded):
        return False
    # what was taken for the title must be worded like one, or look like no other line
    titled = is_worded(line.folded, "title") or len(around.by_look[line.look]) == 1
    return not (titled and _in_title(around, line))


def _in_title(around: Surroundings, line: TextLine) -> bool:
    return any(line.start < end and line.end > start for start, end in around.title)


def is_settled(around: Surroundings, index: int) -> bool:
    """Whether it is a label that is a heading wherever it stands alone on its line ("Présents :")."""
    line = around.lines[index]
    return (
        line.first
        and len(line.text) == len(line.block.text.strip())
        and line.block.cell is None
        and not line.bullet
        and around.numbers[index] is None
        and index not in around.repeats[0]
        and is_worded(line.folded.rstrip(" :."), "settled")
    )


def features(around: Surroundings) -> Iterator[tuple[int, Features]]:
    """Each line that may be a heading, with everything that is known about it."""
    of_look = {look: _look_mates(around, mates) for look, mates in around.by_look.items()}
    of_run = {run: _run_mates(around, run) for run in {NO_RUN, *around.runs.values()}}
    told = (_looks, _block, _wording, _shape, _number, _place, _neighbours)
    for index in candidates(around):
        found = of_look[around.lines[index].look] | of_run[around.runs.get(index, NO_RUN)]
        for tell in told:
            found |= tell(around, index)
        yield index, found


def _looks(around: Surroundings, index: int) -> Features:
    line, usual = around.lines[index], around.typography
    level = line.block.heading_level
    size = line.size / usual.size if line.size and usual.size else 1.0
    return {
        "level": level or 0,
        "has level": bool(level),
        "outermost level": bool(level) and level == min(around.levels),
        "alone at level": level is not None and around.levels[level] == 1,
        "title style": level == 0,
        "bold": line.share("bold"),
        "bold contrast": line.share("bold") - usual.bold,
        "italic": line.share("italic"),
        "underline": line.share("underline"),
        "size": size,
        "largest": size > 1.05 and line.size == usual.largest,
        "caps": line.caps,
        "colour": line.color != usual.color,
        "link": line.underline and _is_blue(line.color),
        "centred": line.block.align == "center",
        "emphasis": _emphasis(around, index),
    }


def _emphasis(around: Surroundings, index: int) -> float:
    """In how many ways it stands out from most text."""
    line, usual = around.lines[index], around.typography
    larger = bool(line.size and usual.size and line.size > 1.05 * usual.size)
    bold = line.bold and usual.bold < 0.5
    return bool(line.block.heading_level) + bold + line.underline + larger


def _is_blue(color: str | None) -> bool:
    """Whether a colour is one in which links are set."""
    red, green, blue = (int(color[i : i + 2], 16) for i in (0, 2, 4)) if color else (0, 0, 0)
    return blue >= 0x90 and blue - red > 0x40 and blue - green > 0x30


def _block(around: Surroundings, index: int) -> Features:
    line, usual = around.lines[index], around.typography
    block, cell = line.block, line.block.cell
    gap = (block.space_before or 0.0) / usual.gap if usual.gap and line.first else 0.0
    return {
        "indent": _within(60.0, block.indent - usual.indent if block.indent is not None else 0.0),
        "gap": min(gap, 5.0),
        "gap over next": _gap_over_next(around, index),
        "list item": block.kind is Kind.LIST_ITEM,
        "list level": block.list_level or 0,
        "bullet": line.bullet,
        "cell": cell is not None,
        "whole row": cell is not None and cell.column_span == cell.columns,
        "top row": cell is not None and cell.row == 0,
        "row company": around.row_company[index],
        "first in block": line.first,
        "whole block": line.first and len(line.text) >= len(block.text.strip()) - 1,
        "printed lines": len(block.lines),
    }


def _within(limit: float, figure: float) -> float:
    return max(-limit, min(limit, figure))


def _gap_over_next(around: Surroundings, index: int) -> float:
    """How much more white a line has above than below, in type sizes: a heading belongs to what follows."""
    line = around.lines[index]
    after = around.lines[index + 1] if index + 1 < len(around.lines) else None
    if after is None or line.block.space_before is None or after.block.space_before is None:
        return 0.0
    return _within(3.0, (line.block.space_before - after.block.space_before) / (line.size or USUAL_SIZE))


_WHOLE = ("settled", "attendance", "agenda", "closing", "last", "inner", "lead_in")
_OPENING = ("person", "tally", "courtesy", "sentence")
_ANYWHERE = ("title", "month", "verb", "date")


def _wording(around: Surroundings, index: int) -> Features:
    """Which groups of the lexicon it is worded like."""
    folded = fold(around.wordings[index])
    bare = folded.rstrip(" :.")
    return {
        **{f"all {group}": is_worded(bare, group) for group in _WHOLE},
        **{f"opens {group}": is_worded(folded, group) for group in _OPENING},
        **{f"has {group}": is_worded(folded, group) for group in _ANYWHERE},
        "names someone": bare.split(" ")[0] in first_names() and bare.count(" ") <= MOST_NAMES,
        "address": "@" in folded or "://" in folded or "www." in folded,
        "unfinished": is_worded(folded, "trailing"),
    }


# A label with its text: takes "Budget : voté", leaves "Budget :".
_RUN_IN = re.compile(r"\s?:\s+\S")

# The end of a sentence inside a line: takes that of "Voté. Puis", leaves that of "Voté.".
_INNER_STOP = re.compile(r"[.!?] (?=\S)")

# A word of a title: takes "Budget", leaves "2016" and "à".
_WORD = re.compile(r"[^\W\d_]{2,}")


def _shape(around: Surroundings, index: int) -> Features:
    """Length, punctuation and capitals."""
    text = around.wordings[index]
    words = _WORD.findall(text)
    return {
        "words": min(around.lines[index].words, MANY),
        "letters": min(len(text), LONGEST),
        "ends stop": text.endswith((".", ";", ",")),
        "ends colon": text.endswith(":"),
        "ends question": text.endswith(("?", "!")),
        "run-in colon": bool(_RUN_IN.search(text)),
        "inner stop": any(text[m.end()].isupper() for m in _INNER_STOP.finditer(text)),
        "small initial": text[:1].islower(),
        "odd initial": not text[:1].isalnum(),
        "capitalised": sum(w[0].isupper() for w in words) / len(words) if words else 0.0,
        "digits": sum(c.isdigit() for c in text) / len(text) if text else 0.0,
        "commas": text.count(","),
        "tabs": around.lines[index].text.count("\t"),
        "brackets": text.count("(") != text.count(")"),
        "arrow": any(c in text for c in "→⇒=>☒☐"),
    }


_NUMBER_KINDS = ("decimal", "roman", "upper", "lower", "mixed", "reference", "small roman", "ordinal")


def _number(around: Surroundings, index: int) -> Features:
    """The number, and the run it stands in: items of a list stand together, headings apart."""
    number = around.numbers[index]
    run = around.runs.get(index, NO_RUN)
    mates = around.by_scheme[number.scheme, number.mark] if number else NO_RUN
    first = around.numbers[run.lines[0]] if run.lines else None
    before, after = run.around(index)
    apart = len(run.lines) > 1 and run.adjacent < 0.5 and first is not None and first.value <= 1
    return {
        **{f"number {kind}": number is not None and number.kind == kind for kind in _NUMBER_KINDS},
        "numbered": number is not None,
        "number depth": len(number.parts) if number else 0.0,
        "number label": bool(number and number.label),
        "bracket": number is not None and number.mark in (")", "]"),
        "scheme mates": min(len(mates.lines), 15),
        "scheme step": min(FAR, mates.step),
        "run": min(len(run.lines), 15),
        "run from one": first is not None and first.value == 1,
        "run adjacent": run.adjacent,
        "run apart": apart,
        "emphasised run": apart * _emphasis(around, index),
        "run step": min(FAR, run.step),
        "next in run": min(FAR, after - index) if after is not None else 0.0,
        "previous in run": min(FAR, index - before) if before is not None else 0.0,
    }


def _run_mates(around: Surroundings, run: NumberedRun) -> Features:
    """What the lines of a run are like: items of a list are told from headings by all of them together."""
    lines, count = [around.lines[i] for i in run.lines], max(1, len(run.lines))
    followers = [around.lines[i + 1] for i in run.lines if i + 1 < len(around.lines)]
    return {
        "run words": min(MANY, sum(line.words for line in lines) / count),
        "run stops": sum(line.text.endswith((".", ";", ",")) for line in lines) / count,
        "run over text": sum(line.words > 2 * USUAL_TITLE for line in followers) / count,
        "run over items": sum(line.block.kind is Kind.LIST_ITEM for line in followers) / count,
        "run in lists": sum(line.block.kind is Kind.LIST_ITEM for line in lines) / count,
    }


def _place(around: Surroundings, index: int) -> Features:
    line, title, (later, earlier) = around.lines[index], around.title, around.repeats
    return {
        "place": index / max(1, len(around.lines) - 1),
        "from top": min(index, FAR),
        "from end": min(len(around.lines) - 1 - index, FAR),
        "repeated later": index in later,
        "repeated earlier": index in earlier,
        "since agenda": around.since["agenda"][index],
        "since attendance": around.since["attendance"][index],
        "in title": _in_title(around, line),
        "before title": bool(title) and line.end <= title[0][0],
    }


def _look_mates(around: Surroundings, mates: list[int]) -> Features:
    """What the lines of one look are like: headings of one level are few, short and apart."""
    lines, count = [around.lines[i] for i in mates], len(mates)
    return {
        "mates": min(count, MANY),
        "mates share": count / len(around.lines),
        "mates letters": sum(len(line.text) for line in lines) / around.letters,
        "mates words": min(MANY, sum(line.words for line in lines) / count),
        "mates stops": sum(line.text.endswith((".", ";", ",")) for line in lines) / count,
        "mates adjacent": sum(b - a == 1 for a, b in pairwise(mates)) / count,
        "mates numbered": sum(around.numbers[i] is not None for i in mates) / count,
    }


def _neighbours(around: Surroundings, index: int) -> Features:
    found: Features = {}
    for name, at in (("next", index + 1), ("previous", index - 1), ("second next", index + 2)):
        there = 0 <= at < len(around.lines)
        found |= _neighbour(around, index, at, name) if there else {f"{name} none": True}
    return found


def _neighbour(around: Surroundings, index: int, at: int, name: str) -> Features:
    line, own, usual = around.lines[at], around.lines[index], around.typography
    gap = line.block.space_before or 0.0
    return {
        f"{name} words": min(line.words, MANY),
        f"{name} list item": line.block.kind is Kind.LIST_ITEM,
        f"{name} cell": line.block.cell is not None,
        f"{name} same look": line.look == own.look,
        f"{name} level": line.block.heading_level or 0,
        f"{name} bold": line.share("bold"),
        f"{name} size": line.size / own.size if line.size and own.size else 1.0,
        f"{name} relative size": line.size / usual.size if line.size and usual.size else 1.0,
        f"{name} numbered": around.numbers[at] is not None,
        f"{name} small initial": line.text[:1].islower(),
        f"{name} ends colon": line.text.endswith(":"),
        f"{name} ends stop": line.text.endswith((".", ";", "!", "?")),
        f"{name} gap": min(5.0, gap / usual.gap) if usual.gap else 0.0,
        f"{name} indent": _within(60.0, (line.block.indent or 0.0) - (own.block.indent or 0.0)),
        f"{name} same block": line.index == own.index,
    }
