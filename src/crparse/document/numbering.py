"""Numbers that begin a line ("I.", "A -", "2.1", "Point n° 4 :"), and their runs down a document."""

import re
from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Collection, Container, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from itertools import pairwise
from statistics import median

from crparse import lexicon
from crparse.document.lines import TextLine
from crparse.text import fold

_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
# Takes all of "iv", "xiii", "iiii"; leaves "iix", "vv".
_ROMAN_FORM = re.compile(r"(?=.)c?(?:x[lc]|l?x{0,4})(?:i[xv]|v?i{0,4})")


@dataclass(frozen=True, slots=True)
class Number:
    """The number before a title."""

    text: str
    """As printed, without punctuation around it: "2.1", "IV", "2023-14"; nothing where it is in words."""
    kind: str
    """decimal, roman, small roman, upper, lower, mixed ("I.1"), reference, ordinal ("1er"),
    worded ("Premier point") or counted, as only the file knows how."""
    parts: tuple[int, ...]
    """(2, 1) for "2.1", (4,) for "IV"; of a reference its last figures that are no year."""
    mark: str
    """What closes it: ".", ")", "-", "/", ":" or nothing."""
    label: str
    """The word before it ("point", "article"), folded, or nothing."""
    title_at: int
    """Where the title begins in the line: after the number, or before a label that belongs to the title."""
    rest_at: int
    """Where the words after the number begin."""

    @property
    def value(self) -> int:
        """Its last part."""
        return self.parts[-1]

    @property
    def scheme(self) -> tuple[str, int, str]:
        """What the numbers of one run have in common."""
        return self.kind, len(self.parts), self.label

    def follows(self, other: "Number") -> bool:
        """Whether it is the next number after `other` in one run."""
        return (
            self.scheme == other.scheme
            and self.parts[:-1] == other.parts[:-1]
            and self.value == other.value + 1
        )


@cache
def _pattern() -> re.Pattern[str]:
    label = lexicon.source("outline", "numbers.labels", "numbers.kept_labels")
    sign, ordinal = (lexicon.source("outline", f"numbers.{name}") for name in ("signs", "ordinal_endings"))
    # Takes "2.1 " of "2.1 budget", all of "point n° 4 : ", "iv - ", "1er point : "; leaves "le budget".
    return re.compile(
        rf"""[(\[]?\s?
        (?:(?P<label>{label})s?(?![a-z])\s*(?:-\s*)?)?
        (?P<sign>{sign}\s*|\#\s?)?
        (?:
            (?P<reference>
                (?:[a-z]{{1,4}}[-_ ]?)?(?:19|20)\d\d(?:\d{{4}})?\s?[-/._ ]\s?\d{{1,4}}(?:[-/._]\d+)*
              | \d{{1,4}}\s?[-/]\s?(?:19|20)\d\d(?!\d)
              | [a-z]{{1,4}}-\d+(?:-\d+)*
            )
          | (?P<mixed>(?:[ivxlc]{{1,7}}|[a-z]|(?P<pair>[a-z])(?P=pair))(?:\.\d{{1,2}})+)(?![\d,]|\.\d)
          | (?P<decimal>\d{{1,3}}(?:\.\s?\d{{1,2}}(?!\d|[.,]\d{{3}}))*)(?![\d,]|\.\d)
          | (?P<roman>[ivxlc]{{1,7}})(?![a-z\d'])
          | (?P<letter>[a-z]|(?P<twin>[a-z])(?P=twin))(?![a-z\d'])
        )
        (?P<ordinal>{ordinal}\b(?:\s+(?P<counted>{label})(?=\s?[:-]\s*\S))?)?
        (?P<mark>\s?[.)\]°/:\#]+(?:\s?[-:](?=\s))?|\s?-(?=[\sa-z])|(?=\s|$))(?!\d)
        (?P<gap>\s*)""",
        re.VERBOSE,
    )


_FORMS = ("reference", "mixed", "decimal", "roman", "letter")

_KINDS = {("letter", True): "upper", ("letter", False): "lower", ("roman", False): "small roman"}
"""What a form is called in capitals or small letters, where that makes a difference."""


def parse_number(text: str) -> Number | None:
    """The number that begins `text`, None if there is none.

    A bare figure or letter needs punctuation, a label, or a capital after it: "14 votes pour" has none.
    """
    match = _pattern().match(fold(text))
    if match is None:
        return _in_words(text)
    form = next(name for name in _FORMS if match[name] is not None)
    return _number(text, match, form) if _stands_apart(text, match, form) else None


@cache
def _worded() -> re.Pattern[str]:
    words = "|".join(sorted(lexicon.numbers("outline", "numbers.worded"), key=len, reverse=True))
    label = lexicon.source("outline", "numbers.labels", "numbers.kept_labels")
    adverb = lexicon.source("outline", "numbers.worded_endings")
    # Takes "premiere resolution : ", "deuxiemement, ", leaves "premiere reunion", "second tour : ".
    return re.compile(rf"(?P<word>{words})(?:{adverb}(?P<mark>\s?[,:.-])|\s+(?:{label})\b(?:\s?[:.-]|$))\s*")


def _in_words(text: str) -> Number | None:
    """A number in words: it counts in a run and stays in the title."""
    match = _worded().match(fold(text))
    if match is None:
        return None
    value = lexicon.numbers("outline", "numbers.worded")[match["word"]]
    rest_at = match.end() if match.end() < len(text) else 0
    return Number("", "worded", (value,), "", "adverb" if match["mark"] else "", 0, rest_at)


def _stands_apart(text: str, match: re.Match[str], form: str) -> bool:
    """Whether the figure or letter really is a number and not the first word of the line."""
    rest, mark = text[match.end() :], match["mark"].strip()
    announced, capital = bool(match["label"] or match["sign"]), rest[:1].isupper()
    if match["ordinal"]:
        dated = lexicon.cues("outline", "words.month").match(fold(rest))
        return bool(rest) and not announced and not dated and bool(mark) == bool(match["counted"])
    if form == "decimal":
        if " " in match["decimal"] or mark in ("-", ":"):
            return announced or capital or bool(mark and match["mark"] != mark)
        # "10 secrétaire" may carry on a run; "12 mai" and "10 %" do not.
        words = rest[:1].isalpha() and not lexicon.cues("outline", "words.month").match(fold(rest))
        return bool(mark) or announced or words or "." in match["decimal"]
    if form in ("reference", "mixed"):
        return announced or capital
    if text[match.start(form)].isupper():
        # "II Budget" may be a number, "A Paris" is none: only a run can tell "I Budget" from "I am".
        return bool(mark) or announced or "\t" in match["gap"] or (form == "roman" and capital)
    return mark[:1] in (")", "/", ".")


def _number(text: str, match: re.Match[str], form: str) -> Number:
    label = match["label"] or ""
    kept = label in lexicon.words("outline", "numbers.kept_labels")
    rest_at = match.end() if match.end() < len(text) else 0
    end = match.end(form)
    if match["ordinal"]:
        end = match.start("counted") if match["counted"] else match.end("ordinal")
    return Number(
        text=text[match.start(form) : end].rstrip(),
        kind="ordinal" if match["ordinal"] else _KINDS.get((form, text[match.start(form)].isupper()), form),
        parts=_parts(match[form], form),
        mark=match["mark"].strip()[:1],
        label=label or ("n" if match["sign"] else ""),
        title_at=0 if kept else rest_at,
        rest_at=rest_at,
    )


def _parts(printed: str, kind: str) -> tuple[int, ...]:
    if kind in ("decimal", "reference"):
        # Takes "2023" and "14" of "2023-14", leaves the hyphen.
        figures = tuple(map(int, re.findall(r"\d+", printed)))
        if kind == "decimal":
            return figures
        return tuple(figure for figure in figures if not 1900 <= figure < 2100)[-1:] or figures[-1:]
    if kind == "letter":
        return (letter_value(printed),)
    first, *others = printed.split(".")
    outer = roman_value(first) or (letter_value(first) if kind == "mixed" else 0)
    return (outer, *map(int, others))


def letter_value(printed: str) -> int:
    """3 for "c", 28 for "bb": after "z" the letters are doubled."""
    return ord(printed[0]) - ord("a") + 1 + ALPHABET * (len(printed) - 1)


def roman_value(printed: str) -> int | None:
    """4 for "iv"; None for letters that form no Roman number."""
    if not _ROMAN_FORM.fullmatch(printed):
        return None
    values = [_ROMAN[sign] for sign in printed]
    return sum(-one if one < after else one for one, after in zip(values, [*values[1:], 0], strict=True))


ALPHABET = 26
"""Letters."""

_LETTERED = ("roman", "small roman", "upper", "lower")


def resolve_runs(numbers: Sequence[Number | None], given: Container[int] = ()) -> list[Number | None]:
    """The numbers of a document's lines, with "I." or "C." read as letter or Roman number as the run asks.

    A letter or bare figure that continues no run and starts none ("M. Roux", "27 Participants") is no number,
    save on the lines whose number the file itself has counted.
    """
    readings = ((index, one) for index, number in enumerate(numbers) if number for one in _readings(number))
    last_of = {_key(reading): index for index, reading in readings}
    seen: set[RunKey] = set()
    found: list[Number | None] = []
    for index, number in enumerate(numbers):
        if number is not None and _doubtful(number):
            meant = _readings(number)
            going_on = [reading for reading in meant if _key(reading, -1) in seen]
            beginning = [r for r in meant if _may_begin(r) and last_of.get(_key(r, 1), -1) > index]
            certain = _most_likely(meant, seen) if index in given else []
            number = next(iter(going_on + beginning + certain), None)
        if number is not None:
            seen.add(_key(number))
        found.append(number)
    return found


RunKey = tuple[tuple[str, int, str], tuple[int, ...]]


def _key(number: Number, step: int = 0) -> RunKey:
    """What equal numbers have in common, for the number `step` further on in the run."""
    return number.scheme, (*number.parts[:-1], number.value + step)


def _most_likely(readings: Sequence[Number], seen: Collection[RunKey]) -> list[Number]:
    """The readings, that of a kind met before first ("V." after "II." is no letter), else a Roman number."""
    kinds = {scheme for scheme, _ in seen}
    low = [fold(reading.text)[0] in "ivx" and "roman" in reading.kind for reading in readings]
    order = sorted(range(len(readings)), key=lambda i: (readings[i].scheme not in kinds, not low[i]))
    return [readings[i] for i in order]


def _may_begin(number: Number) -> bool:
    # A year's deliberations do not begin at 1 in every meeting; "IV." and "d)" are no initials.
    apart = number.mark not in ("", ".") or (number.kind == "roman" and len(number.text) > 1)
    return number.value <= 1 or number.kind == "reference" or (number.kind in _LETTERED and apart)


def _doubtful(number: Number) -> bool:
    bare = len(number.parts) == 1 and not number.mark and not number.label
    dated = number.kind == "reference" and not number.label
    return bare or dated or number.kind in _LETTERED


def _readings(number: Number) -> list[Number]:
    """What a number may mean: a single letter may be a letter or a Roman number."""
    if number.kind not in _LETTERED:
        return [number]
    low, upper = fold(number.text), number.text.isupper()
    doubled = len(low) == 1 or low == 2 * low[0]
    readings = [replace(number, kind="upper" if upper else "lower", parts=(letter_value(low),))] * doubled
    if value := roman_value(low):
        readings.append(replace(number, kind="roman" if upper else "small roman", parts=(value,)))
    return readings


def numbers_of(lines: Sequence[TextLine]) -> list[Number | None]:
    """The number of each line, None where there is none."""
    given = {index for index, line in enumerate(lines) if _is_given(line)}
    printed = [parse_number(line.text) if line.first else None for line in lines]
    return resolve_runs(
        [
            number or (_counted(line) if index in given else None)
            for index, (line, number) in enumerate(zip(lines, printed, strict=True))
        ],
        given,
    )


def _is_given(line: TextLine) -> bool:
    """Whether its file has counted its number, or marks it as a heading: it is no initial."""
    block = line.block
    counted = block.list_level is not None or bool(block.heading_level)
    numbered = any(sign.isalnum() for sign in block.marker or "")
    return line.first and counted and numbered and line.text.startswith(block.marker or "")


def _counted(line: TextLine) -> Number | None:
    """The number that a file has counted, whatever it is like ("Art. IIbis")."""
    marker = line.block.marker or ""
    text = marker.strip(" .,;:()[]/-")
    figures = tuple(map(int, re.findall(r"\d{1,9}", text)))  # takes "12" of "B12", leaves its letter
    rest_at = len(marker) + 1
    if not text or len(line.text) <= rest_at:
        return None
    return Number(text, "counted", figures[-1:] or (0,), "", "", rest_at, rest_at)


@dataclass(frozen=True, eq=False)
class NumberedRun:
    """Lines whose numbers carry on, or are alike; each line stands in one, so a run is like itself alone."""

    lines: Sequence[int]

    @cached_property
    def steps(self) -> list[int]:
        """How many lines on each next one stands."""
        return [b - a for a, b in pairwise(self.lines)]

    @cached_property
    def step(self) -> float:
        """How many lines on the next one usually stands; 0 for a single line."""
        return median(self.steps) if self.steps else 0

    @cached_property
    def adjacent(self) -> float:
        """Share of its lines that stand right below the one before."""
        return sum(step == 1 for step in self.steps) / len(self.steps) if self.steps else 0.0

    def around(self, line: int) -> tuple[int | None, int | None]:
        """The lines of the run before and after one of its lines."""
        place = bisect_left(self.lines, line)
        after = self.lines[place + 1] if place + 1 < len(self.lines) else None
        return self.lines[place - 1] if place else None, after


NO_RUN = NumberedRun(())


def find_runs(lines: Sequence[TextLine], numbers: Sequence[Number | None]) -> dict[int, NumberedRun]:
    """For each numbered line the lines of its run: of one scheme and look, numbered in order."""
    runs: list[list[int]] = []
    awaiting: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for index, (line, number) in enumerate(zip(lines, numbers, strict=True)):
        if number is None:
            continue
        size = round(line.size) if line.size else None
        look = (line.bold, line.block.heading_level, size)
        found = awaiting[look, _key(number)]
        at = found.pop() if found else len(runs)
        if at == len(runs):
            runs.append([])
        runs[at].append(index)
        insort(awaiting[look, _key(number, 1)], at)  # of runs that wait for one number, the last begun has it
    return {index: found for found in map(NumberedRun, runs) for index in found.lines}
