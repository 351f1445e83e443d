"""`crparse explain`: what the stages kept, refused and doubt, line by line, on fictional minutes."""

import io
import json
from pathlib import Path

import pytest
import spacy
from rich.console import Console
from typer.testing import CliRunner

from crparse.cli import app
from crparse.explain import STAGES, Explanation, explain, explain_document, show
from crparse.pipeline import load, make_doc, parse_source
from crparse.source import Block, Cell, Kind, SourceDocument, from_text

MINUTES = """\
Conseil municipal de Lormoy
Réunion du mardi 12 mars 2024 à 18 h
Présents : 3
Odile Ferrandin
Yves Delorme
Le secrétaire ouvre la séance.
Excusés :
1. Budget
Le conseil décide, par 9 voix pour et 2 contre, de vendre le four. La fête a eu lieu le 4 février.
ACTION : Odile Ferrandin : relancer le Centre communal d'action sociale (CCAS) avant le 5 avril.
CCAS (Centre communal d'action sociale), par exemple celui de Brède
Prochaine réunion : jeudi 16 mai à 20 h
"""


@pytest.fixture(scope="module")
def told() -> Explanation:
    return explain_document(from_text(MINUTES, name="lormoy.txt"))


def notes(told: Explanation, stage: str, what: str) -> list[tuple[str, bool | None, str]]:
    found = (n for line in told.lines for n in line.notes if n.stage == stage and n.what.startswith(what))
    return [(n.text, n.kept, n.reason) for n in found]


def test_every_line_with_its_notes_in_order(told: Explanation) -> None:
    assert [line.text for line in told.lines] == MINUTES.splitlines()
    assert all(MINUTES[line.start : line.end] == line.text for line in told.lines)
    assert {note.stage for line in told.lines for note in line.notes} == set(STAGES)
    for line in told.lines:
        assert [note.start for note in line.notes] == sorted(note.start for note in line.notes)
        assert all(line.start <= note.start <= line.end for note in line.notes)


def test_the_meeting(told: Explanation) -> None:
    assert notes(told, "meeting", "day") == [
        ("mardi 12 mars 2024", True, "weight 14, 2024-03-12"),
        ("4 février.", False, "weight 0, 2024-02-04"),
        ("5 avril.", False, "weight 0, 2024-04-05"),
        ("jeudi 16 mai", False, "weight 0, 2024-05-16"),
    ]
    assert notes(told, "meeting", "head line") == [
        ("Conseil municipal de Lormoy", True, "in the title"),
        ("Réunion du mardi 12 mars 2024 à 18 h", False, "of the head, not of the title"),
    ]
    assert notes(told, "meeting", "start_time") == [("18 h", True, "hour:day")]


def test_attendance_with_why_a_list_ended(told: Explanation) -> None:
    assert notes(told, "attendance", "label") == [
        ("Présents : 3", None, "list present"),
        ("Excusés :", None, "list excused"),
        ("Prochaine réunion : jeudi 16 mai à 20 h", None, "after"),
    ]
    assert notes(told, "attendance", "list") == [
        (
            "Présents : 3",
            None,
            "2 people (present); its end: a line that names nobody: Le secrétaire ouvre la séance.",
        ),
        ("Excusés :", None, "0 people (excused); its end: a line that names nobody: 1. Budget"),
    ]
    assert notes(told, "attendance", "attendee") == [
        ("Odile Ferrandin", True, "present, label:present"),
        ("Yves Delorme", True, "present, label:present"),
    ]


def test_caveats(told: Explanation) -> None:
    assert notes(told, "caveat", "") == [
        ("Présents : 3", None, '"Présents" says 3; names read below it: 2.'),
        ("Excusés", None, 'No name was read below "Excusés".'),
    ]


def test_dates_with_the_reason(told: Explanation) -> None:
    assert notes(told, "dates", "day") == [
        (
            "mardi 12 mars 2024",
            False,
            "2024-03-12: the day of the meeting, without an hour that is announced",
        ),
        ("4 février.", False, "2025-02-04: its sentence tells of the past"),
        ("5 avril.", True, "2024-04-05: cue:announces"),
        ("jeudi 16 mai", True, "2024-05-16: cue:next_meeting"),
    ]


def test_statements_with_probabilities_and_cues(told: Explanation) -> None:
    found = [n for line in told.lines for n in line.notes if n.stage in ("decisions", "actions")]
    decided = [n for n in found if n.stage == "decisions" and n.kept]
    assert [(n.text, n.reason, n.probability, n.cues) for n in decided] == [
        (
            "Le conseil décide, par 9 voix pour et 2 contre, de vendre le four.",
            "vote:tally",
            None,
            ("decides", "body_decides", "body_acts"),
        )
    ]
    acted = [n for n in found if n.stage == "actions" and n.kept]
    assert [(n.text[:24], n.reason, n.cues) for n in acted] == [
        ("ACTION : Odile Ferrandin", "cue:label", ("label", "due"))
    ]
    refused = [n for n in found if n.kept is False]
    reasons = ("below the threshold 0.", "refused:", "no cue of a decision", "tells a day and no task")
    assert all(n.reason.startswith(reasons) for n in refused)
    assert all(n.probability is not None and 0 <= n.probability < 1 for n in refused)


def test_headings_definitions_and_names(told: Explanation) -> None:
    assert ("1. Budget", True, "model:outline") in notes(told, "outline", "heading")
    assert ("Excusés :", True, "label:settled") in notes(told, "outline", "heading")
    assert notes(told, "definitions", "definition of CCAS") == [
        ("Centre communal d'action sociale", True, "acronym:after_expansion"),
        ("Centre communal d'action sociale", False, "its term or its passage is defined before"),
    ]
    people = notes(told, "entities", "person")
    assert people[0] == ("Odile Ferrandin", True, "list:attendees")
    bodies = [n for line in told.lines for n in line.notes if n.what == "organisation"]
    assert {n.kept for n in bodies} == {True, False}
    assert all(n.probability is not None for n in bodies)


def test_what_is_likely_and_refused_for_what_it_is() -> None:
    nlp = load()
    for stage in ("crparse_actions", "crparse_entities"):
        nlp.replace_pipe(stage, stage, config={"threshold": 0.0})
    lines = "Avec Zorglub Métropole, Lormoy Métropole.", "Prochaine réunion : jeudi 16 mai à 20 h"
    told = explain(nlp, parse_source(nlp, from_text("\n".join(lines))))
    assert notes(told, "actions", "action")[-1] == (lines[-1], False, "tells a day and no task")
    organisations = notes(told, "entities", "organisation")
    assert [text for text, _, why in organisations if why.startswith("a list of names")] == [
        "Avec Zorglub Métropole, Lormoy Métropole"
    ]


def test_rows_of_tables_and_pages() -> None:
    rows = (("Action", "Qui"), ("Relancer le traiteur", "Zoé Lamarre"))
    cells = tuple(
        Block(text, page=2, cell=Cell(0, i, j, 2, 2))
        for i, row in enumerate(rows)
        for j, text in enumerate(row)
    )
    told = explain_document(
        SourceDocument("t", "pdf", (Block("Plan", page=1), *cells, Block("", Kind.FOOTER)))
    )
    assert [line.page for line in told.lines] == [1, 2, 2, 2, 2]
    assert notes(told, "actions", "row of a table") == [("Relancer le traiteur", True, "table:actions")]


def test_a_pipeline_of_a_few_stages_is_asked_for_these_alone() -> None:
    nlp = spacy.blank("fr")
    nlp.add_pipe("crparse_dates", name="days", config={"meeting_date": "2024-03-12"})
    told = explain(nlp, nlp(make_doc(nlp, from_text("Prochaine réunion : jeudi 16 mai"))))
    assert [(n.stage, n.text, n.kept) for line in told.lines for n in line.notes] == [
        ("dates", "jeudi 16 mai", True)
    ]


def test_printed_lines(told: Explanation) -> None:
    console = Console(file=io.StringIO(), width=80)
    show(told, console, ["dates", "caveat"])
    assert console.file.getvalue().splitlines()[1:5] == [  # type: ignore[attr-defined]
        "     28  Réunion du mardi 12 mars 2024 à 18 h",
        "        - dates: day « mardi 12 mars 2024 » 2024-03-12: the day of the meeting,"
        " without an hour that is announced",
        "     65  Présents : 3",
        '        ! caveat: count_differs « Présents : 3 » "Présents" says 3; names read below it: 2.',
    ]


def test_the_command(tmp_path: Path) -> None:
    file = tmp_path / "lormoy.txt"
    file.write_text(MINUTES, encoding="utf-8")
    first, again = (CliRunner().invoke(app, ["explain", str(file), "--json"]) for _ in range(2))
    assert first.stdout_bytes == again.stdout_bytes
    assert json.loads(first.stdout)["name"] == "lormoy.txt"
    alone = CliRunner().invoke(app, ["explain", str(file), "--stage", "dates"]).stdout
    assert "+ dates: day « jeudi 16 mai »" in alone
    assert "outline:" not in alone


def test_the_command_says_what_it_cannot_do(tmp_path: Path) -> None:
    (tmp_path / "damaged.docx").write_bytes(b"\1\2\3 \4")
    refused = [
        CliRunner().invoke(app, ["explain", str(tmp_path / "damaged.docx")]),
        CliRunner().invoke(app, ["explain", str(tmp_path / "absent.docx")]),
        CliRunner().invoke(app, ["explain", str(tmp_path / "damaged.docx"), "--stage", "datez"]),
    ]
    assert [result.exit_code for result in refused] == [1, 2, 2]
    assert "There is no stage datez" in refused[2].stderr


def test_a_console_of_another_encoding() -> None:
    console = Console(file=io.TextIOWrapper(io.BytesIO(), encoding="ascii"), width=80)
    show(explain(spacy.blank("fr"), spacy.blank("fr")("Excusés")), console)
    console.file.flush()
    assert console.file.buffer.getvalue() == b"      0  Excus?s\n"  # type: ignore[attr-defined]
