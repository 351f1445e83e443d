"""Why a record is as it is: for each line what the stages took it for, and what they refused, and why.

`crparse explain cr.docx` prints it, `--json` gives it as data. What a stage judged is asked of the stage
itself, so that an explanation is of the very rules and weights that made the record.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from operator import attrgetter
from typing import Any

from rich.console import Console
from rich.text import Text as Printed
from spacy.language import Language
from spacy.tokens import Doc

from crparse.document.items import (
    caveats_of,
    definition_rule,
    get_items,
    kind_of,
    meeting_of,
    source_of,
)
from crparse.document.statement_features import hits
from crparse.document.view import view_of
from crparse.pipeline import own_pipeline, parse_source
from crparse.record import Located, Mention, Section
from crparse.source import SourceDocument
from crparse.stages.actions import Actions
from crparse.stages.attendance import Attendance
from crparse.stages.attendance.merge import name_set
from crparse.stages.attendance.rows import AttendanceLine, DocumentRows
from crparse.stages.dates import UpcomingDates
from crparse.stages.decisions import Decisions
from crparse.stages.definitions import Definitions, distinct
from crparse.stages.entities import Entities
from crparse.stages.examples import Examples, find_examples, outermost
from crparse.stages.kind import KindStage
from crparse.stages.meeting import MeetingStage, read_meeting
from crparse.stages.outline import Outline
from crparse.stages.outline.nesting import rule_of
from crparse.text import printable, squeeze
from crparse.wording import N_, Message, said

LEAST = 0.1
"""Probability below which what is refused is not printed: of every line there are a few such candidates."""

WIDTH = 110
"""Characters of a line, or of a candidate, that are printed."""


@dataclass(frozen=True, slots=True)
class Note:
    """What a stage says of a stretch of the text; `explain` adds which stage, and the text."""

    stage: str = field(default="", kw_only=True)
    what: str
    """A label, list, attendee, heading, day, decision…"""
    start: int
    end: int
    text: str = field(default="", kw_only=True)
    kept: bool | None
    """Whether it is in the record; None for what is no candidate: a label, a caveat."""
    reason: str
    """The rule of what is kept, and why not for what is refused."""
    probability: float | None = None
    """Of the model that judged, 0-1; None where none did."""
    cues: tuple[str, ...] = ()
    """The cue families of the lexicon that spoke for it, and against it ("against:past")."""


@dataclass(frozen=True, slots=True)
class LineTold:
    """A line of the document with what is said of it."""

    start: int
    end: int
    page: int | None
    text: str
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """A document, line by line."""

    name: str
    format: str
    lines: tuple[LineTold, ...]


def explain_document(document: SourceDocument) -> Explanation:
    """The explanation of a document as crparse itself parses it."""
    nlp = own_pipeline()
    return explain(nlp, parse_source(nlp, document))


def explain(nlp: Language, doc: Doc) -> Explanation:
    """The explanation of a parsed document, by the stages of the pipeline that parsed it."""
    source = source_of(doc)
    caveats = [Note(one.code, one.start, one.end, None, one.message) for one in caveats_of(doc)]
    told = [("caveat", note) for note in caveats]
    for _, stage in nlp.pipeline:
        for name, (kind, tell) in _TELLERS.items():
            told += [(name, note) for note in tell(stage, doc)] if isinstance(stage, kind) else []
    notes = []
    for name, note in told:
        text, likely = squeeze(source.text[note.start : note.end]), note.probability
        notes.append(replace(note, stage=name, text=text, probability=likely and round(likely, 4)))
    return Explanation(source.name, source.format, tuple(_lines(source, notes)))


def _lines(source: SourceDocument, notes: Sequence[Note]) -> Iterator[LineTold]:
    """The lines that are not blank, each with the notes that begin in it."""
    places = list(_places(source))
    starts = [start for start, _ in places]
    of_line: dict[int, list[Note]] = defaultdict(list)
    for note in sorted(notes, key=attrgetter("start", "end", "stage", "what", "text")):
        of_line[max(0, bisect_right(starts, note.start) - 1)].append(note)
    for index, (start, end) in enumerate(places):
        yield LineTold(start, end, source.page_at(start), source.text[start:end], tuple(of_line[index]))


def _places(source: SourceDocument) -> Iterator[tuple[int, int]]:
    for start, _, block in source.spans():
        at = start
        for line in block.text.split("\n"):
            if line.strip():
                yield at, at + len(line)
            at += len(line) + 1


def _items(what: str, items: Sequence[Located]) -> Iterator[Note]:
    """Items of the record, each with its rule."""
    return (Note(what, item.start, item.end, True, item.rule) for item in items)


def _of_meeting(stage: MeetingStage, doc: Doc) -> Iterator[Note]:
    """The lines of the title, every day with its weight, and where each field was read."""
    reading = read_meeting(view_of(doc).of_blocks(DocumentRows), stage.closing_blocks)
    for line in reading.head.title_lines:
        told = Message("in the title")
        if line not in reading.title:
            told = Message("of the head, not of the title")
        yield Note(N_("head line"), line.start, line.end, line in reading.title, told)
    for day in reading.days:
        chosen = reading.day is not None and (day.start, day.end) == (reading.day.start, reading.day.end)
        if day.value:
            told = Message("weight %(weight)s, %(day)s", weight=day.weight, day=day.value)
        else:
            told = Message("weight %(weight)s, without year", weight=day.weight)
        yield Note(N_("day"), day.start, day.end, chosen, told)
    for name, where in sorted(meeting_of(doc).evidence.items()):
        yield from _items(name, [where])


def _of_attendance(stage: Attendance, doc: Doc) -> Iterator[Note]:
    """Labels, lists with why they ended, the people listed, and who is named there but no attendee."""
    reading = stage.read(view_of(doc).of_blocks(DocumentRows))
    for unit in reading.reader.units:
        if isinstance(unit, AttendanceLine) and (label := unit.label) is not None:
            empty = label.end == label.start  # of a label that only ends a list
            end = unit.end if empty else unit.start + label.end
            told = f"{label.kind.value} {label.status}" if label.status else label.kind.value
            yield Note(N_("label"), unit.start + label.start, end, None, told)
    for region in reading.reader.regions:
        if region.opened is not None and region.label is not None:
            row, label = region.opened[1], region.label
            told = Message(
                "%(count)s people (%(status)s); its end: %(what_end)s",
                count=len(region.found),
                status=region.state.status,
                what_end=region.ended,
            )
            yield Note(N_("list"), row.start + label.start, row.start + label.end, None, told)
    for attendee in reading.attendees:
        yield Note(N_("attendee"), attendee.start, attendee.end, True, f"{attendee.status}, {attendee.rule}")
    kept = {attendee.start for attendee in reading.attendees}
    names = {name_set(attendee.name) for attendee in reading.attendees}
    for entry in (*reading.reader.listed, *reading.reader.officers):
        if entry.start not in kept:
            reason = Message("in a list far from the first, or of an office alone")
            if name_set(entry.name) in names:
                reason = Message("named elsewhere as well")
            yield Note(N_("attendee"), entry.start, entry.end, False, reason)


def _of_outline(stage: Outline, doc: Doc) -> Iterator[Note]:
    for judged in stage.candidates(doc):
        line = judged.heading.line
        told = rule_of(judged.heading) if judged.kept else _below(stage.threshold)
        yield Note(N_("heading"), line.start, line.end, judged.kept, told, judged.probability)
    for section in get_items(doc, "sections", Section):
        told = Message("level %(level)s", level=section.level)
        if section.parent:
            told = Message("level %(level)s in %(parent)s", level=section.level, parent=section.parent)
        what = Message("section %(id)s", id=section.id)
        yield Note(what, section.start, section.end, True, told)


def _below(threshold: float) -> Message:
    return Message("below the threshold %(threshold)s", threshold=f"{threshold:.2f}")


def _why_not(likely: float | None, threshold: float, otherwise: str) -> str:
    """Why a candidate is refused: it is too unlikely, or likely enough and refused for what it is."""
    return _below(threshold) if (likely or 0.0) < threshold else otherwise


def _of_dates(stage: UpcomingDates, doc: Doc) -> Iterator[Note]:
    for judged in stage.candidates(doc):
        told = Message("%(day)s: %(what)s", day=judged.found.occasion.first, what=judged.reason)
        yield Note(N_("day"), judged.found.start, judged.found.end, judged.announced, told)


UNTOLD = {"actions": Message("tells a day and no task"), "decisions": Message("no cue of a decision")}
"""Why a statement is refused that is likely enough and that no list of the lexicon refuses."""


ONE_OF = {"actions": N_("action"), "decisions": N_("decision")}


def _of_statements(stage: Decisions | Actions, doc: Doc) -> Iterator[Note]:
    """Every statement that may be a decision or an action, and the rows of tables that are actions."""
    name = "actions" if isinstance(stage, Actions) else "decisions"
    for one in stage.candidates(doc):
        refused = hits(name, "refused", one.statement.folded)
        otherwise = f"refused:{refused[0]}" if refused else UNTOLD[name]
        told = one.rule or _why_not(one.probability, stage.model.threshold, otherwise)
        cues = hits(name, "cues", one.statement.folded)
        against = (f"against:{family}" for family in hits(name, "against", one.statement.folded))
        place = one.statement.start, one.statement.end
        yield Note(ONE_OF[name], *place, one.kept, told, one.probability, (*cues, *against))
    if isinstance(stage, Actions):
        yield from _items(N_("row of a table"), stage.tabled(doc))


def _of_definitions(stage: Definitions, doc: Doc) -> Iterator[Note]:
    found = stage.candidates(view_of(doc))
    kept = set(distinct(found))
    for one in sorted(found, key=attrgetter("parts", "rule", "term")):
        told = (
            definition_rule(one.rule) if one in kept else Message("its term or its passage is defined before")
        )
        what = Message("definition of %(term)s", term=one.term)
        yield Note(what, one.parts[0][0], one.parts[-1][1], one in kept, told)


def _of_examples(stage: Examples, doc: Doc) -> Iterator[Note]:
    found = list(find_examples(view_of(doc).flow))
    kept = set(outermost(found))
    for one in found:
        told = one.rule if one in kept else Message("inside another example")
        yield Note(N_("example"), one.parts[0][0], one.parts[-1][1], one in kept, told)


def _of_entities(stage: Entities, doc: Doc) -> Iterator[Note]:
    """People where they are named; every form that may be an organisation, where it stands first."""
    yield from _items(N_("person"), get_items(doc, "people", Mention))
    for judged in stage.candidates(doc):
        places = sorted(judged.form.places)
        enough = judged.probability >= stage.judge.threshold
        likely = Message("likely enough") if enough else Message("another form of one that is likely")
        refused = _why_not(judged.probability, stage.judge.threshold, Message("a list of names"))
        reason = likely if judged.kept else refused
        rules = sorted({rule for of_place in judged.form.places.values() for rule in of_place})
        told = Message("%(what)s; %(count)s place(s)", what=reason, count=len(places))
        yield Note(N_("organisation"), *places[0], judged.kept, told, judged.probability, tuple(rules))


def _of_kind(stage: KindStage, doc: Doc) -> Iterator[Note]:
    """The places that speak for the kind of the document; what speaks without one, at its start."""
    kind = kind_of(doc)
    for reason in kind.reasons if kind else ():
        apart = reason.furniture is not None or reason.start is None or reason.end is None
        start, end = (0, 0) if apart else (reason.start or 0, reason.end or 0)
        assert kind is not None
        likely = kind.probability if reason.rule.startswith("model:") else None
        yield Note(kind.name.replace("_", " "), start, end, kind.is_minutes, reason.rule, likely)


_TELLERS: Mapping[str, tuple[type[Any], Callable[[Any, Doc], Iterator[Note]]]] = {
    "meeting": (MeetingStage, _of_meeting),
    "attendance": (Attendance, _of_attendance),
    "outline": (Outline, _of_outline),
    "dates": (UpcomingDates, _of_dates),
    "definitions": (Definitions, _of_definitions),
    "examples": (Examples, _of_examples),
    "decisions": (Decisions, _of_statements),
    "actions": (Actions, _of_statements),
    "entities": (Entities, _of_entities),
    "kind": (KindStage, _of_kind),
}
"""How each stage is asked."""

STAGES = (*_TELLERS, "caveat")
"""The stages that are asked, and the doubts of all."""


def show(explanation: Explanation, console: Console, stages: Sequence[str] = ()) -> None:
    """Prints the lines, below each what is said of it: + kept, - refused, ! doubted; of all stages or some.

    What is refused as good as certainly is left out: it is in the JSON.
    """
    for line in explanation.lines:
        page = f" p. {line.page}" if line.page is not None else ""
        _print(console, f"{line.start:>7}{page}  ", _short(line.text), "bold" if line.notes else "dim")
        for note in line.notes:
            idle = note.kept is False and note.probability is not None and note.probability < LEAST
            if (not stages or note.stage in stages) and not idle:
                sign, style = ("!", "yellow") if note.stage == "caveat" else _LOOKS[note.kept]
                _print(console, " " * 8, f"{sign} {_told(note)}", style)


_LOOKS = {True: ("+", "green"), False: ("-", "red"), None: (" ", "cyan")}
"""Sign and colour of what is kept, refused, or no candidate."""


def _told(note: Note) -> str:
    likely = f" {note.probability:.2f}" if note.probability is not None else ""
    cues = f" [{', '.join(note.cues)}]" if note.cues else ""
    return f"{note.stage}: {said(note.what)}{likely} « {_short(note.text)} » {said(note.reason)}{cues}"


def _short(text: str) -> str:
    text = squeeze(text)
    return text if len(text) <= WIDTH else f"{text[:WIDTH]}…"


def _print(console: Console, margin: str, line: str, style: str) -> None:
    """One line, what the console cannot write replaced by "?"."""
    written = printable(squeeze(line)).encode(console.encoding, "replace").decode(console.encoding)
    console.print(Printed(margin + written, style=style), soft_wrap=True)
