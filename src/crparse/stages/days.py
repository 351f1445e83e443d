"""A day of the body and what is printed around it: what speaks for an announced event, and what against one.

The features that the learned weights know are those of any minutes: how far ahead the day is, how it is
printed, tenses, cues of the lexicon, where it stands. None is a word of a document.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import chain
from math import log1p

from spacy.tokens import Doc, Token

from crparse import lexicon
from crparse.document.statements import OutlineContext
from crparse.language.occasions import Occasion
from crparse.language.tenses import Verbs, is_conditional, nearest
from crparse.lexicon import Cues
from crparse.source import Kind, SourceDocument
from crparse.text import fold

REACH = 120
"""Characters on either side of a day in which its sentence is read."""


def cue(name: str) -> Cues:
    """Words about days, as the lexicon tells them."""
    return lexicon.cues("dates", name)


@dataclass(frozen=True)
class DayContext:
    """What is printed around a day, all folded."""

    before: str
    """Of its sentence or line."""
    after: str
    line: str = ""
    """The whole line."""
    row: Sequence[str] = ()
    """The cells of its table row."""
    columns: Sequence[str] = ()
    """The cells of the table's first row."""
    titles: Sequence[str] = ()
    """The headings and the lead that it stands under."""
    future: Sequence[int] = ()
    """Distance from the day to the nearest verbs in the future tense of its sentence, on either side."""
    past: Sequence[int] = ()
    """Distance to the nearest verbs in a past tense."""

    def distance(self, name: str) -> int:
        """Characters from the day to the nearest cue, REACH if there is none."""
        before = [len(self.before) - match.end() for match in cue(name).finditer(self.before)]
        after = [match.start() for match in cue(name).finditer(self.after)]
        # a cue may take in the preposition before the day ("jusqu'au"), hence up to the day itself
        return min([*before, *after, REACH])

    @cached_property
    def announced(self) -> int:
        """Characters to the nearest sign that the day is announced."""
        return min([self.distance("announces"), *self.future])

    @cached_property
    def told(self) -> int:
        """Characters to the nearest sign that it is past."""
        return min([self.distance("past"), *self.past])

    @property
    def is_past(self) -> bool:
        """Whether the nearest sign tells of the past."""
        return self.told < self.announced

    @property
    def in_calendar(self) -> bool:
        """Whether the day stands in a list or table of dates to come."""
        return any(cue("calendars").find(text) for text in (*self.titles, *self.columns))

    @cached_property
    def year_before(self) -> int | None:
        """The year that its sentence names before the day, as that of all it tells."""
        named = [int(match["year"]) for match in cue("year_before").finditer(self.before)]
        return named[-1] if named else None

    @property
    def in_report(self) -> bool:
        """Whether it stands under the report of what was done, and nothing says that it lies ahead."""
        reported = any(cue("report").find(title) for title in self.titles)
        ahead = self.in_calendar or cue("report_ahead").find(self.line)
        return reported and not ahead

    @property
    def of_document(self) -> bool:
        """Whether the day is that of a document: its date, version, posting, signature."""
        said = any(cue(name).find(self.before) for name in ("document_lead", "document_line"))
        said = said or (not self.in_calendar and cue("signed_line").find(self.line.strip()) is not None)
        cells = (("version_row", cell) for cell in self.row)
        heads = (("version_columns", cell) for cell in self.columns)
        return said or any(cue(name).find(cell.strip()) for name, cell in (*cells, *heads))


@dataclass(frozen=True, slots=True)
class FoundOccasion:
    """An occasion with its block and sentence (offsets in the document)."""

    occasion: Occasion
    index: int
    offset: int
    """Of the block."""
    sentence: tuple[int, int]
    before: tuple[int, int] = (0, 0)
    """What stands before the day and tells of its event alone, or of a list of days that it is one of."""
    after: tuple[int, int] = (0, 0)
    """What stands after it and its hour."""

    @property
    def start(self) -> int:
        """Where the day begins in the document."""
        return self.offset + self.occasion.start

    @property
    def end(self) -> int:
        """Where the day ends in the document."""
        return self.offset + self.occasion.end


DAY_CELL = 40
"""Characters: a longer cell says more than a day and its hour."""


def surroundings(context: OutlineContext, found: FoundOccasion, verbs: Verbs) -> DayContext:
    """What is printed around the day."""
    source, (start, end) = context.source, found.sentence
    near = max(start, found.start - REACH), min(end, found.end + REACH)
    row, columns = row_of(source, found.index)
    return DayContext(
        before=fold(source.text[near[0] : found.start]),
        after=fold(source.text[found.start : near[1]]),
        line=fold(source.text[start:end]),
        row=[fold(cell) for cell in row],
        columns=[fold(cell) for cell in columns],
        titles=[fold(title) for title in context.titles(found.start)],
        future=[_gap(offset, found) for offset in nearest(verbs.future, start, found.start, end)],
        past=[_gap(offset, found) for offset in nearest(verbs.past, start, found.start, end)],
    )


def _gap(offset: int, found: FoundOccasion) -> int:
    return found.start - offset if offset < found.start else max(0, offset - found.end)


def row_of(source: SourceDocument, index: int) -> tuple[list[str], list[str]]:
    """The other cells of the row that a day fills a cell of, and those of the table's first row."""
    cell, text = source.blocks[index].cell, source.blocks[index].text
    if cell is None or len(text) > DAY_CELL:
        return text.split("\t") if "\t" in text else [], []

    others = [b.text for b in source.row(cell.table, cell.row) if b is not source.blocks[index]]
    return others, [b.text for b in source.row(cell.table, 0)] if cell.row else []


def tells(text: str) -> bool:
    """Whether words name an event."""
    return cue("label.empty").fullmatch(fold(text)) is None


def is_bare(text: str, found: FoundOccasion) -> bool:
    """Whether a day with its year stands without any word of an event."""
    named = tells(text[slice(*found.before)]) or tells(text[slice(*found.after)])
    return found.occasion.year and not named


LEADS: Mapping[str, str] = {"joint": ":", "bracket": "(", "comma": ","}
"""Signs before a day; the words are those of the lexicon."""

NEAR = 60
"""Characters on either side of a day in which a noun is said of it (chosen, not measured)."""

CLAUSE = 250
"""Characters on either side of a day whose verbs are read (chosen, not measured)."""

SHORT = 80
"""Characters of a line that says little more than a day and its event (chosen, not measured)."""

OPENING = 4
"""Characters before a day that opens its line, a bullet for one (chosen, not measured)."""

MANY = 6
"""Days of a sentence: of more it is as much a list (chosen, not measured)."""

AHEAD = (0, 7, 60, 200, 300, 400)
"""Days ahead at which it changes what a day may be: today, this week, the months that follow, next year."""

WORDS = ("article", "of", "at")
"""Lists of the lexicon of the words before a day."""

NOUNS = ("legal", "gathering", "deadline", "effective")
"""Lists of the lexicon of what a day may be said of, without being announced or past by that alone."""

# Takes "mardi " before a day, "mardi" with which one begins; leaves "le ", "12 mai".
_LAST_WORD = re.compile(r"(\w+|[^\w\s])\s*$")


@dataclass(frozen=True)
class DayPlace:
    """Where a day stands among others and in its document."""

    meeting: date
    begins: str | None
    """When the meeting began, as printed."""
    in_head: bool
    together: int
    """Days of its sentence."""
    goes_on: bool
    """Whether it opens the line below that of the day before it, and is no earlier."""
    outline: OutlineContext


def features(doc: Doc, found: FoundOccasion, around: DayContext, place: DayPlace) -> dict[str, float]:
    """What speaks for or against an announced event; what is not so is left out."""
    told = {
        **_of_time(found.occasion, place),
        **_of_words(found, around),
        **_of_signs(around),
        **_of_place(found, around, place),
        **_of_verbs(doc, found),
    }
    return {name: float(value) for name, value in told.items() if value}


def _of_time(occasion: Occasion, place: DayPlace) -> dict[str, float]:
    first, last = occasion.first, occasion.last or occasion.first
    ahead = (last - place.meeting).days
    return {
        "ahead": log1p(max(0, ahead)),
        **{f"ahead:{most}": ahead <= most for most in AHEAD},
        **{f"ahead without year:{most}": not occasion.year and ahead > most for most in AHEAD[3:5]},
        "begun": first < place.meeting,
        "range": occasion.last is not None,
        "year": occasion.year,
        "year of the meeting": first.year == place.meeting.year,
        "hour": occasion.hour is not None,
        "hour of the meeting": occasion.hour is not None and occasion.hour.iso() == place.begins,
        "first of the year": (first.month, first.day) == (1, 1),
        "last of the year": (last.month, last.day) == (12, 31),
    }


def _of_signs(around: DayContext) -> dict[str, float]:
    near = {
        "announces": around.distance("announces"),
        "past": around.distance("past"),
        "future verb": min([*around.future, REACH]),
        "past verb": min([*around.past, REACH]),
    }
    return {
        **{name: 1 - distance / REACH for name, distance in near.items()},
        "any future verb": bool(around.future),
        "any past verb": bool(around.past),
        "told as past": around.is_past,
        "announced": around.announced < REACH,
        "told": around.told < REACH,
        "calendar": around.in_calendar,
        "next meeting": cue("next_meeting").find(around.before) is not None,
        "of a document": around.of_document,
        "money": cue("money").find(around.line) is not None,
    }


def _of_words(found: FoundOccasion, around: DayContext) -> dict[str, float]:
    weekdays = lexicon.numbers("calendar", "weekdays")
    last = _LAST_WORD.search(around.before)
    weekday = last is not None and last[1] in weekdays
    lead = _LAST_WORD.search(around.before[: last.start()]) if last and weekday else last
    printed = around.after[: found.end - found.start]
    near = f"{around.before[-NEAR:]} | {around.after[:NEAR]}"
    title = around.titles[0] if around.titles else ""
    return {
        **{f"lead:{name}": lead is not None and lead[1] == sign for name, sign in LEADS.items()},
        **{
            f"lead:{name}": lead is not None and bool(cue(f"lead.{name}").fullmatch(lead[1]))
            for name in WORDS
        },
        "lead:none": lead is None,
        "weekday": weekday or any(day in printed for day in weekdays),
        **{f"near:{name}": _said(name, near) for name in NOUNS},
        **{f"line:{name}": _said(name, around.line) for name in NOUNS},
        **{f"title:{name}": _said(name, title) for name in NOUNS},
        "question": "?" in around.line,
    }


def _said(name: str, text: str) -> bool:
    return cue(f"of.{name}").find(text) is not None


def _of_place(found: FoundOccasion, around: DayContext, place: DayPlace) -> dict[str, float]:
    source = place.outline.source
    block = source.blocks[found.index]
    rest = around.after[found.end - found.start :].strip(" .;,)")
    named = tells(source.text[slice(*found.before)]) or tells(source.text[slice(*found.after)])
    return {
        "opens line": found.occasion.start <= OPENING,
        "ends line": not rest,
        "short line": len(around.line) < SHORT,
        "line": log1p(len(around.line)),
        "item": block.kind is Kind.LIST_ITEM,
        "cell": block.cell is not None,
        "row": bool(around.row),
        "heading": found.index in place.outline.heading_blocks,
        "named": named,
        "head": place.in_head,
        "bare in head": place.in_head and is_bare(source.text, found),
        "days together": min(place.together, MANY),
        "goes on": place.goes_on,
        "place": found.start / max(1, len(source.text)),
    }


def _of_verbs(doc: Doc, found: FoundOccasion) -> dict[str, float]:
    start, end = max(found.sentence[0], found.start - CLAUSE), min(found.sentence[1], found.end + CLAUSE)
    tokens = doc.char_span(start, end, alignment_mode="expand") if start < end else None
    forms = set(chain.from_iterable(map(_forms, tokens or ())))
    return {**dict.fromkeys(forms, 1.0), "no verb": not forms}


def _forms(token: Token) -> Iterator[str]:
    """The forms of a verb that tell how its clause looks at a day."""
    form, tense = token.morph.get("VerbForm", []), token.morph.get("Tense", [])
    if token.pos_ in ("VERB", "AUX") and "Fin" in form:
        yield "verb:conditional" if is_conditional(token) else f"verb:{','.join(tense)}"
    elif "Inf" in form:
        yield "verb:infinitive"
    elif "Part" in form and "Past" in tense:
        yield "verb:participle"
