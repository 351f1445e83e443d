"""What speaks for and against a line being a heading: looks, wording, number, place and neighbours.

Every feature is a plain figure, free of the document's words and layout units, so that weights learned on
some minutes hold for others.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise
from statistics import median

import numpy as np
from rapidfuzz import fuzz, process

from crparse import lexicon
from crparse.source import Kind
from crparse.stages.numbering_scheme import Number, parse_number, resolve_runs
from crparse.stages.text_lines import Look, TextLine

LONGEST = 250
"""Characters of the longest line that may be a heading."""

SAME_TITLE = 90
"""Similarity (0-100) at which two lines are the same title, once in the agenda and once over its section."""

FAR = 30
"""Lines beyond which a distance says nothing more."""

Features = dict[str, float]


@cache
def word_pattern(group: str) -> re.Pattern[str]:
    """The lexicon's expressions of one group as one."""
    return re.compile("|".join(f"(?:{cue})" for cue in lexicon.load("outline")["words"][group]))


@dataclass
class Surroundings:
    """A document's lines with what only the whole document tells about them."""

    lines: Sequence[TextLine]
    title: tuple[int, int] | None = None
    """Where the meeting stage found the document's title."""

    @cached_property
    def numbers(self) -> list[Number | None]:
        """The number that begins each line."""
        return resolve_runs([parse_number(line.text) if line.first else None for line in self.lines])

    @cached_property
    def titles(self) -> list[str]:
        """The folded words of each line after its number."""
        return [
            re.sub(r"[^\w]+", " ", line.folded[number.rest_at if number else 0 :]).strip()
            for line, number in zip(self.lines, self.numbers, strict=True)
        ]

    @cached_property
    def body_size(self) -> float | None:
        """The size in which most is set."""
        sizes: Counter[float | None] = Counter()
        for line in self.lines:
            sizes[line.size] += len(line.text)
        return max(sizes, key=lambda s: (sizes[s], -(s or 0)), default=None)

    @cached_property
    def largest(self) -> float | None:
        """The largest type size."""
        return max((line.size for line in self.lines if line.size), default=None)

    @cached_property
    def body_color(self) -> str | None:
        """The colour in which most is set."""
        colors: Counter[str] = Counter()
        for line in self.lines:
            colors[line.color or ""] += len(line.text)
        return max(colors, key=lambda c: (colors[c], c), default="") or None

    @cached_property
    def gap(self) -> float:
        """The usual white above a block."""
        gaps = [line.block.space_before for line in self.lines if line.block.space_before]
        return median(gaps) if gaps else 0.0

    @cached_property
    def indent(self) -> float:
        """The left edge of most text."""
        edges: Counter[int] = Counter()
        for line in self.lines:
            if line.block.indent is not None and line.block.cell is None:
                edges[round(line.block.indent)] += len(line.text)
        return max(edges, key=lambda e: (edges[e], -e), default=0)

    @cached_property
    def bold_share(self) -> float:
        """How much of the document is bold."""
        total = sum(len(line.text) for line in self.lines)
        return sum(len(line.text) for line in self.lines if line.bold) / total if total else 0.0

    @cached_property
    def looks(self) -> list[Look]:
        """What each line looks like, comparable within the document."""
        return [line.look for line in self.lines]

    @cached_property
    def by_look(self) -> dict[Look, list[int]]:
        """The lines of each look."""
        found: dict[Look, list[int]] = defaultdict(list)
        for index, look in enumerate(self.looks):
            found[look].append(index)
        return found

    @cached_property
    def chains(self) -> dict[int, list[int]]:
        """For each numbered line the run it belongs to: lines of one look and scheme, numbered in order."""
        latest: dict[tuple[object, ...], list[list[int]]] = defaultdict(list)
        chain_of: dict[int, list[int]] = {}
        for index, number in enumerate(self.numbers):
            if number is None:
                continue
            line = self.lines[index]
            key = (number.kind, number.label, line.bold, line.block.heading_level, self.looks[index][5])
            for chain in reversed(latest[key]):
                last = self.numbers[chain[-1]]
                if last is not None and number.follows(last):
                    chain.append(index)
                    break
            else:
                chain = [index]
                latest[key].append(chain)
            chain_of[index] = chain
        return chain_of

    @cached_property
    def by_scheme(self) -> dict[tuple[object, ...], list[int]]:
        """The lines numbered in each way, in order or not."""
        found: dict[tuple[object, ...], list[int]] = defaultdict(list)
        for index, number in enumerate(self.numbers):
            if number is not None:
                found[number.scheme, number.mark].append(index)
        return found

    @cached_property
    def repeats(self) -> tuple[list[bool], list[bool]]:
        """For each line whether it comes again later, and whether it came earlier, in the same words."""
        later, earlier = [False] * len(self.lines), [False] * len(self.lines)
        short = [i for i, t in enumerate(self.titles) if len(t) > 5 and len(self.lines[i].text) <= LONGEST]
        texts = [self.titles[i] for i in short]
        alike = (
            process.cdist(texts, texts, scorer=fuzz.ratio, score_cutoff=SAME_TITLE)
            if texts
            else np.zeros((0, 0))
        )
        for a, b in zip(*np.nonzero(np.triu(alike, 1)), strict=True):
            later[short[a]], earlier[short[b]] = True, True
        return later, earlier

    @cached_property
    def since(self) -> dict[str, list[int]]:
        """How many lines ago a line of the agenda's or the attendance's wording stood."""
        found: dict[str, list[int]] = {}
        for group in ("agenda", "attendance"):
            distance, found[group] = FAR, []
            for line in self.lines:
                found[group].append(distance)
                hit = line.words <= 6 and word_pattern(group).fullmatch(line.folded.rstrip(" :."))
                distance = 1 if hit else min(FAR, distance + 1)
        return found


def candidates(around: Surroundings) -> list[int]:
    """The lines that may be headings at all."""
    return [
        i
        for i, line in enumerate(around.lines)
        if len(line.text) <= LONGEST and any(c.isalpha() for c in line.text)
    ]


def features(around: Surroundings, index: int) -> Features:
    """Everything that is known about one line."""
    return {
        **_looks(around, index),
        **_wording(around, index),
        **_number(around, index),
        **_place(around, index),
        **_look_mates(around, index),
        **_neighbours(around, index),
    }


def _looks(around: Surroundings, index: int) -> Features:
    line = around.lines[index]
    block = line.block
    size = line.size / around.body_size if line.size and around.body_size else 1.0
    gap = (block.space_before or 0.0) / around.gap if around.gap and line.first else 0.0
    indent = block.indent - around.indent if block.indent is not None else 0.0
    return {
        "level": float(block.heading_level or 0),
        "has level": float(block.heading_level is not None and block.heading_level > 0),
        "title style": float(block.heading_level == 0),
        "bold": line.share("bold"),
        "bold contrast": line.share("bold") - around.bold_share,
        "italic": line.share("italic"),
        "underline": line.share("underline"),
        "size": size,
        "largest": float(size > 1.05 and line.size == around.largest),
        "caps": float(line.caps),
        "colour": float(line.color != around.body_color),
        "centred": float(block.align == "center"),
        "indent": max(-60.0, min(120.0, indent)),
        "gap": min(gap, 5.0),
        "gap over next": _gap_over_next(around, index),
        "list item": float(block.kind is Kind.LIST_ITEM),
        "list level": float(block.list_level or 0),
        "bullet": float(line.bullet),
        "cell": float(block.cell is not None),
        "whole row": float(block.cell is not None and block.cell.column_span == block.cell.columns),
        "header cell": float(block.cell is not None and (block.cell.header or block.cell.row == 0)),
        "first in block": float(line.first),
        "whole block": float(line.first and len(line.text) >= len(block.text.strip()) - 1),
        "printed lines": float(len(block.lines)),
    }


def _gap_over_next(around: Surroundings, index: int) -> float:
    """How much more white a line has above than below, in type sizes: a heading belongs to what follows."""
    line = around.lines[index]
    after = around.lines[index + 1] if index + 1 < len(around.lines) else None
    if after is None or line.block.space_before is None or after.block.space_before is None:
        return 0.0
    return max(-3.0, min(3.0, (line.block.space_before - after.block.space_before) / (line.size or 11.0)))


_RUN_IN = re.compile(r"\s?:\s+\S")
_DATE = re.compile(r"\b\d{1,2}(?:er)?[ /.-](?:\d{1,2}|[a-z]{3,9})[ /.-](?:19|20)?\d\d\b")


def _wording(around: Surroundings, index: int) -> Features:
    line, number = around.lines[index], around.numbers[index]
    text = line.text[number.rest_at :] if number else line.text
    folded = line.folded
    bare = folded[number.rest_at if number else 0 :].rstrip(" :.")
    words = re.findall(r"[^\W\d_]{2,}", text)
    cues = {
        f"word {group}": float(bool(word_pattern(group).fullmatch(bare)))
        for group in ("attendance", "agenda", "closing", "inner", "lead_in")
    }
    return {
        **cues,
        "title word": float(bool(word_pattern("title").search(folded))),
        "person word": float(bool(word_pattern("person").match(bare))),
        "tally": float(bool(word_pattern("tally").match(bare))),
        "courtesy": float(bool(word_pattern("courtesy").match(bare))),
        "month": float(bool(word_pattern("months").search(folded))),
        "date": float(bool(_DATE.search(folded))),
        "words": float(min(line.words, 40)),
        "letters": float(min(len(text), LONGEST)),
        "ends full stop": float(text.endswith((".", ";", ",")) and not text.endswith("etc.")),
        "ends colon": float(text.endswith(":")),
        "ends question": float(text.endswith(("?", "!"))),
        "run-in colon": float(bool(_RUN_IN.search(text))),
        "small initial": float(text[:1].islower()),
        "odd initial": float(not text[:1].isalnum()),
        "capitalised": sum(w[0].isupper() for w in words) / len(words) if words else 0.0,
        "digits": sum(c.isdigit() for c in text) / len(text) if text else 0.0,
        "commas": float(text.count(",")),
        "tabs": float(text.count("\t")),
        "brackets": float(text.count("(") != text.count(")")),
        "address": float("@" in text or "://" in text or "www." in text),
        "inner stop": float(bool(re.search(r"[.!?] [A-ZÀ-Ý]", text))),
        "arrow": float(any(c in text for c in "→⇒=>☒☐")),
    }


def _number(around: Surroundings, index: int) -> Features:
    number = around.numbers[index]
    chain = around.chains.get(index, [])
    place = chain.index(index) if chain else 0
    steps = [b - a for a, b in pairwise(chain)]
    first = around.numbers[chain[0]] if chain else None
    mates = around.by_scheme[number.scheme, number.mark] if number else []
    apart = [b - a for a, b in pairwise(mates)]
    kinds = ("decimal", "roman", "upper", "lower", "reference", "small roman")
    return {
        **{f"number {kind}": float(number is not None and number.kind == kind) for kind in kinds},
        "numbered": float(number is not None),
        "number depth": float(len(number.parts)) if number else 0.0,
        "number label": float(bool(number and number.label)),
        "number ordinal": float(number is not None and number.kind == "ordinal"),
        "bracket": float(number is not None and number.mark in (")", "]")),
        "scheme mates": float(min(len(mates), 15)),
        "scheme step": float(min(FAR, median(apart))) if apart else 0.0,
        "run": float(min(len(chain), 15)),
        "run from one": float(first is not None and first.value == 1),
        "run adjacent": sum(s == 1 for s in steps) / len(steps) if steps else 0.0,
        "run median step": float(min(FAR, median(steps))) if steps else 0.0,
        "next in run": float(min(FAR, chain[place + 1] - index)) if place + 1 < len(chain) else 0.0,
        "previous in run": float(min(FAR, index - chain[place - 1])) if place else 0.0,
    }


def _place(around: Surroundings, index: int) -> Features:
    line = around.lines[index]
    later, earlier = around.repeats
    title = around.title
    return {
        "place": index / max(1, len(around.lines) - 1),
        "from top": float(min(index, FAR)),
        "from end": float(min(len(around.lines) - 1 - index, FAR)),
        "lines": float(min(len(around.lines), 600)),
        "repeated later": float(later[index]),
        "repeated earlier": float(earlier[index]),
        "since agenda": float(around.since["agenda"][index]),
        "since attendance": float(around.since["attendance"][index]),
        "in title": float(title is not None and line.start < title[1] and line.end > title[0]),
        "before title": float(title is not None and line.end <= title[0]),
    }


def _look_mates(around: Surroundings, index: int) -> Features:
    """What the lines of the same look are like: headings of one level are few, short and apart."""
    mates = around.by_look[around.looks[index]]
    lines = [around.lines[i] for i in mates]
    letters = sum(len(line.text) for line in around.lines)
    levels = sum(bool(line.block.heading_level) for line in around.lines)
    followed = sum(i + 1 in set(mates) for i in mates)
    return {
        "mates": float(min(len(mates), 40)),
        "mates share": len(mates) / len(around.lines),
        "mates letters": sum(len(line.text) for line in lines) / letters,
        "mates words": min(40.0, sum(line.words for line in lines) / len(lines)),
        "mates stops": sum(line.text.endswith((".", ";", ",")) for line in lines) / len(lines),
        "mates adjacent": followed / len(mates),
        "mates numbered": sum(around.numbers[i] is not None for i in mates) / len(mates),
        "document levels": float(min(levels, 40)),
        "document bold": around.bold_share,
    }


def _neighbours(around: Surroundings, index: int) -> Features:
    result: Features = {}
    for name, step in (("next", 1), ("previous", -1), ("second next", 2)):
        at = index + step
        there = 0 <= at < len(around.lines)
        result |= _neighbour(around, index, at, name) if there else {f"{name} none": 1.0}
    return result


def _neighbour(around: Surroundings, index: int, at: int, name: str) -> Features:
    line, own = around.lines[at], around.lines[index]
    body, gap = around.body_size, line.block.space_before
    return {
        f"{name} none": 0.0,
        f"{name} words": float(min(line.words, 40)),
        f"{name} list item": float(line.block.kind is Kind.LIST_ITEM),
        f"{name} cell": float(line.block.cell is not None),
        f"{name} same look": float(around.looks[at] == around.looks[index]),
        f"{name} level": float(line.block.heading_level or 0),
        f"{name} bold": line.share("bold"),
        f"{name} size": (line.size / own.size) if line.size and own.size else 1.0,
        f"{name} relative size": (line.size / body) if line.size and body else 1.0,
        f"{name} numbered": float(around.numbers[at] is not None),
        f"{name} small initial": float(line.text[:1].islower()),
        f"{name} ends colon": float(line.text.endswith(":")),
        f"{name} ends stop": float(line.text.endswith((".", ";", "!", "?"))),
        f"{name} gap": min(5.0, (gap or 0.0) / around.gap) if around.gap else 0.0,
        f"{name} indent": max(-60.0, min(60.0, (line.block.indent or 0.0) - (own.block.indent or 0.0))),
        f"{name} same block": float(line.index == own.index),
    }
