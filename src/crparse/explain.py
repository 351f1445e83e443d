"""Why a record is as it is: for each line what the stages took it for, and what they refused, and why.

`crparse explain cr.docx` prints it, `--json` gives it as data. What a stage judged is asked of the stage
itself, so that an explanation is of the very rules and weights that made the record.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from operator import attrgetter
from typing import Any

from rich.console import Console
from rich.text import Text as Printed
from spacy.language import Language
from spacy.tokens import Doc

from crparse.document.caveats import caveats_of
from crparse.document.items import get_items, meeting_of, source_of
from crparse.document.rule_names import definition_rule, example_rule
from crparse.document.statement_features import statement_hits
from crparse.document.statements import JudgedStatement
from crparse.document.view import view_of
from crparse.pipeline import own_pipeline, parse_source
from crparse.record import Located, Mention, Section
from crparse.source import SourceDocument
from crparse.stages.actions import Actions
from crparse.stages.attendance import Attendance, AttendanceReading
from crparse.stages.attendance.merge import same_person
from crparse.stages.attendance.region import Listed
from crparse.stages.attendance.rows import AttendanceLine, DocumentRows
from crparse.stages.dates import UpcomingDates
from crparse.stages.decisions import Decisions
from crparse.stages.definitions import Definitions, distinct
from crparse.stages.entities import Entities
from crparse.stages.examples import Examples, find_examples, outermost
from crparse.stages.meeting import MeetingStage
from crparse.stages.outline import Outline, rule_of
from crparse.text import printable, squeeze

STAGES = (
    "meeting",
    "attendance",
    "outline",
    "dates",
    "definitions",
    "examples",
    "decisions",
    "actions",
    "entities",
    "caveat",
)
"""The stages that are asked, and the doubts of all."""

LEAST = 0.1
"""Probability below which what is refused is not printed: of every line there are a few such candidates."""

WIDTH = 110
"""Characters of a line, or of a candidate, that are printed."""


@dataclass(frozen=True, slots=True)
class Note:
    """What a stage says of a stretch of the text."""

    stage: str
    what: str
    """A label, list, attendee, heading, day, decision…"""
    start: int
    end: int
    text: str
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

    def as_data(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


def explain_document(document: SourceDocument) -> Explanation:
    """The explanation of a document as crparse itself parses it."""
    nlp = own_pipeline()
    return explain(nlp, parse_source(nlp, document))


def explain(nlp: Language, doc: Doc) -> Explanation:
    """The explanation of a parsed document, by the stages of the pipeline that parsed it."""
    source = source_of(doc)
    notes = [*_doubted(doc)]
    for _, stage in nlp.pipeline:
        tell = _TELLERS.get(type(stage))
        notes += tell(stage, doc) if tell is not None else []
    return Explanation(source.name, source.format, tuple(_lines(source, notes)))


def _lines(source: SourceDocument, notes: Sequence[Note]) -> Iterator[LineTold]:
    """The lines that are not blank, each with the notes that begin in it."""
    places = list(_places(source))
    starts = [start for start, _ in places]
    of_line: dict[int, list[Note]] = {}
    for note in sorted(notes, key=attrgetter("start", "end", "stage", "what", "text")):
        of_line.setdefault(max(0, bisect_right(starts, note.start) - 1), []).append(note)
    for index, (start, end) in enumerate(places):
        text = source.text[start:end]
        yield LineTold(start, end, source.page_at(start), text, tuple(of_line.get(index, ())))


def _places(source: SourceDocument) -> Iterator[tuple[int, int]]:
    for start, _, block in source.spans():
        at = start
        for line in block.text.split("\n"):
            if line.strip():
                yield at, at + len(line)
            at += len(line) + 1


def _note(doc: Doc, stage: str, what: str, place: tuple[int, int], kept: bool | None, reason: str) -> Note:
    start, end = place
    return Note(stage, what, start, end, squeeze(source_of(doc).text[start:end]), kept, reason)


def _items(doc: Doc, stage: str, what: str, items: Sequence[Located]) -> Iterator[Note]:
    """Items of the record, each with its rule."""
    for item in items:
        yield _note(doc, stage, what, (item.start, item.end), True, item.rule)


def _doubted(doc: Doc) -> Iterator[Note]:
    for doubt in caveats_of(doc):
        yield _note(doc, "caveat", doubt.code, (doubt.start, doubt.end), None, doubt.message)


def _of_meeting(stage: MeetingStage, doc: Doc) -> Iterator[Note]:
    """The lines of the title, every day with its weight, and where each field was read."""
    reading = stage.read(view_of(doc).of_blocks(DocumentRows))
    for line in reading.head.title_lines:
        told = "in the title" if line in reading.title else "of the head, not of the title"
        yield _note(doc, "meeting", "head line", (line.start, line.end), line in reading.title, told)
    for day in reading.days:
        chosen = reading.day is not None and (day.start, day.end) == (reading.day.start, reading.day.end)
        told = f"weight {day.weight}, {day.value or 'without year'}"
        yield _note(doc, "meeting", "day", (day.start, day.end), chosen, told)
    for field, where in sorted(meeting_of(doc).evidence.items()):
        yield from _items(doc, "meeting", field, [where])


def _of_attendance(stage: Attendance, doc: Doc) -> Iterator[Note]:
    """Labels, lists with why they ended, and the people listed."""
    reading = stage.read(view_of(doc).of_blocks(DocumentRows))
    for unit in reading.reader.units:
        if isinstance(unit, AttendanceLine) and unit.label is not None:
            empty = unit.label.end == unit.label.start  # of a label that only ends a list
            place = unit.start + unit.label.start, unit.end if empty else unit.start + unit.label.end
            told = " ".join([unit.label.kind.value, *([unit.label.status] if unit.label.status else [])])
            yield _note(doc, "attendance", "label", place, None, told)
    for region in reading.reader.regions:
        if region.opened is not None:
            _, row, label = region.opened
            told = f"{len(region.found)} people ({region.state.status}); its end: {region.ended}"
            yield _note(
                doc, "attendance", "list", (row.start + label.start, row.start + label.end), None, told
            )
    for attendee in reading.attendees:
        told = f"{attendee.status}, {attendee.rule}"
        yield _note(doc, "attendance", "attendee", (attendee.start, attendee.end), True, told)
    yield from _left_out(doc, reading)


def _left_out(doc: Doc, reading: AttendanceReading) -> Iterator[Note]:
    """Who is listed or named with an office, and is no attendee of that place."""
    kept = {attendee.start for attendee in reading.attendees}
    people: list[Listed] = [*reading.reader.listed, *reading.reader.officers]
    for person in people:
        if person.entry.start in kept:
            continue
        known = any(same_person(person.entry.name, attendee.name) for attendee in reading.attendees)
        told = "named elsewhere as well" if known else "in a list far from the first, or of an office alone"
        yield _note(doc, "attendance", "attendee", (person.entry.start, person.entry.end), False, told)


def _of_outline(stage: Outline, doc: Doc) -> Iterator[Note]:
    for judged in stage.candidates(doc):
        line = judged.heading.line
        told = rule_of(judged.heading) if judged.kept else _below(stage.threshold)
        note = _note(doc, "outline", "heading", (line.start, line.end), judged.kept, told)
        yield _judged(note, judged.probability)
    for section in get_items(doc, "sections", Section):
        told = f"level {section.level}" + (f" in {section.parent}" if section.parent else "")
        yield _note(doc, "outline", f"section {section.id}", (section.start, section.end), True, told)


def _below(threshold: float) -> str:
    return f"below the threshold {threshold:.2f}"


def _judged(note: Note, probability: float | None, cues: Sequence[str] = ()) -> Note:
    likely = None if probability is None else round(probability, 4)
    return replace(note, probability=likely, cues=tuple(cues))


def _of_dates(stage: UpcomingDates, doc: Doc) -> Iterator[Note]:
    for judged in stage.candidates(doc):
        found, verdict = judged.found, judged.verdict
        told = f"{judged.occasion.first.isoformat()}: {verdict.reason}"
        yield _note(doc, "dates", "day", (found.start, found.end), verdict.announced, told)


def _of_statements(
    doc: Doc, name: str, judged: Sequence[JudgedStatement], threshold: float
) -> Iterator[Note]:
    for one in judged:
        place = one.statement.start, one.statement.end
        note = _note(doc, name, name[:-1], place, one.kept, one.rule or _below(threshold))
        cues = statement_hits(one.statement, name, "cues")
        against = (f"against:{family}" for family in statement_hits(one.statement, name, "against"))
        yield _judged(note, one.probability, [*cues, *against])


def _of_decisions(stage: Decisions, doc: Doc) -> Iterator[Note]:
    return _of_statements(doc, "decisions", stage.candidates(doc), stage.model.threshold)


def _of_actions(stage: Actions, doc: Doc) -> Iterator[Note]:
    yield from _of_statements(doc, "actions", stage.candidates(doc), stage.model.threshold)
    yield from _items(doc, "actions", "row of a table", stage.tabled(doc))


def _of_definitions(stage: Definitions, doc: Doc) -> Iterator[Note]:
    found = stage.candidates(view_of(doc))
    kept = distinct(found)
    for one in sorted(found, key=lambda d: (d.parts, d.rule, d.term)):
        told = definition_rule(one.rule) if one in kept else "its term or its passage is defined before"
        place = one.parts[0][0], one.parts[-1][1]
        yield _note(doc, "definitions", f"definition of {one.term}", place, one in kept, told)


def _of_examples(stage: Examples, doc: Doc) -> Iterator[Note]:
    found = list(find_examples(view_of(doc).flow))
    kept = outermost(iter(found))
    for one in found:
        told = example_rule(one.rule) if one in kept else "inside another example"
        yield _note(doc, "examples", "example", (one.parts[0][0], one.parts[-1][1]), one in kept, told)


def _of_entities(stage: Entities, doc: Doc) -> Iterator[Note]:
    """People where they are named; every form that may be an organisation, where it stands first."""
    yield from _items(doc, "entities", "person", get_items(doc, "people", Mention))
    for judged in stage.candidates(doc):
        places = sorted(judged.form.places)
        enough = judged.probability >= stage.model.threshold
        told = "likely enough" if enough else "another form of one that is likely"
        told = told if judged.kept else _below(stage.model.threshold)
        note = _note(
            doc, "entities", "organisation", places[0], judged.kept, f"{told}; {len(places)} place(s)"
        )
        rules = sorted({rule for of_place in judged.form.places.values() for rule in of_place})
        yield _judged(note, judged.probability, rules)


_TELLERS: Mapping[type[Any], Callable[[Any, Doc], Iterator[Note]]] = {
    MeetingStage: _of_meeting,
    Attendance: _of_attendance,
    Outline: _of_outline,
    UpcomingDates: _of_dates,
    Definitions: _of_definitions,
    Examples: _of_examples,
    Decisions: _of_decisions,
    Actions: _of_actions,
    Entities: _of_entities,
}
"""How each stage is asked."""


def show(explanation: Explanation, console: Console, stages: Sequence[str] = ()) -> None:
    """Prints the lines, below each what is said of it: + kept, - refused, ! doubted; of all stages or some.

    What is refused as good as certainly is left out: it is in the JSON.
    """
    for line in explanation.lines:
        page = f" p. {line.page}" if line.page is not None else ""
        _print(console, f"{line.start:>7}{page}  ", _short(line.text), "bold" if line.notes else "dim")
        for note in line.notes:
            if (not stages or note.stage in stages) and not _is_idle(note):
                _print(console, " " * 8, _told(note), _STYLES[note.stage == "caveat", note.kept])


def _is_idle(note: Note) -> bool:
    return note.kept is False and note.probability is not None and note.probability < LEAST


_STYLES: Mapping[tuple[bool, bool | None], str] = {
    (True, None): "yellow",
    (False, None): "cyan",
    (False, True): "green",
    (False, False): "red",
}


def _told(note: Note) -> str:
    sign = "!" if note.stage == "caveat" else {True: "+", False: "-", None: " "}[note.kept]
    likely = f" {note.probability:.2f}" if note.probability is not None else ""
    cues = f" [{', '.join(note.cues)}]" if note.cues else ""
    return f"{sign} {note.stage}: {note.what}{likely} « {_short(note.text)} » {note.reason}{cues}"


def _short(text: str) -> str:
    text = squeeze(text)
    return text if len(text) <= WIDTH else f"{text[:WIDTH]}…"


def _print(console: Console, margin: str, line: str, style: str) -> None:
    """One line, what the console cannot write replaced by "?"."""
    written = printable(line).encode(console.encoding, "replace").decode(console.encoding)
    console.print(Printed(margin + written, style=style), soft_wrap=True)
