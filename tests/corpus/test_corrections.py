"""What people have corrected, line by line."""

import json
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from crparse.corpus.corrections import Correction, Identity, NamedIn, add_lines, correct, read_corrections
from crparse.corpus.folder import held
from crparse.errors import CorpusChanged
from crparse.record import Attendee, Decision, Minutes, PageStretch, Section
from minutes_files import make_record

TEXT = "Présents : Aline Corbier, Hugo Ferrand\nLe comité achète deux bancs."


def record() -> Minutes:
    made = make_record()
    attendees = [
        Attendee(name=name, status="present", start=(at := TEXT.index(name)), end=at + len(name), rule="x")
        for name in ("Aline Corbier", "Hugo Ferrand")
    ]
    return made.model_copy(update={"text": TEXT, "attendees": attendees, "decisions": []})


def line(
    action: str, quote: str, value: dict[str, Any] | None = None, field: str = "attendees"
) -> Correction:
    start = TEXT.find(quote)
    return Correction.model_validate(
        {
            "sha256": "9f",
            "field": field,
            "action": action,
            "start": start,
            "end": start + len(quote),
            "quote": quote,
            "value": value or {},
        }
    )


def names(minutes: Minutes) -> list[tuple[str, str, str | None]]:
    return [(one.name, one.status, one.organisation) for one in minutes.attendees]


def test_a_value_is_set_and_an_item_taken_out() -> None:
    lines = [line("set", "Aline Corbier", {"organisation": "Mairie"}), line("delete", "Hugo Ferrand")]
    found, applied, refused = correct(record(), list(enumerate(lines, 1)))
    assert names(found) == [("Aline Corbier", "present", "Mairie")]
    assert (applied, refused) == ([1, 2], [])


def test_an_item_is_added_in_its_place() -> None:
    sentence = "Le comité achète deux bancs."
    lines = [line("add", sentence, {"text": sentence}, "decisions")]
    found, applied, _ = correct(record(), list(enumerate(lines, 1)))
    (decision,) = found.decisions
    assert (decision.text, decision.rule, decision.probability) == (sentence, "correction:added", 1.0)
    assert (TEXT[decision.start : decision.end], applied) == (sentence, [1])


def test_the_meeting_is_corrected_without_a_passage() -> None:
    change = Correction(sha256="9f", field="meeting", action="set", value={"date": "2024-03-12"})
    found, applied, _ = correct(record(), [(1, change)])
    assert (found.meeting.date, applied) == ("2024-03-12", [1])


def test_two_that_contradict_each_other_change_nothing() -> None:
    lines = [
        line("set", "Aline Corbier", {"organisation": "Mairie"}),
        line("set", "Aline Corbier", {"organisation": "Région"}),
        line("set", "Aline Corbier", {"role": "maire"}),
    ]
    found, applied, refused = correct(record(), list(enumerate(lines, 1)))
    assert (found.attendees[0].organisation, found.attendees[0].role, applied) == (None, "maire", [3])
    assert [(one.line, one.reason) for one in refused] == [
        (1, "it contradicts line 2: neither was applied"),
        (2, "it contradicts line 1: neither was applied"),
    ]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (line("set", "Odile Vasseur"), "the text says something else at that place"),
        (line("delete", "Présents"), "no item quotes that place"),
        (line("set", "Aline Corbier", {"colour": "red"}), "there is no colour in such an item"),
        (line("set", "Aline Corbier", field="people"), "there is no list people to correct"),
        (
            line("add", "Aline Corbier", {"name": "A", "status": "present"}),
            "there is an item at that place already",
        ),
        (Correction(sha256="9f", field="attendees", action="delete"), "it says no place (start, end, quote)"),
    ],
)
def test_what_fits_nowhere_is_told(change: Correction, reason: str) -> None:
    found, applied, refused = correct(record(), [(7, change)])
    assert (found, applied, [(one.line, one.reason) for one in refused]) == (record(), [], [(7, reason)])


def test_a_value_of_the_wrong_kind_is_told() -> None:
    found, _, (refused,) = correct(record(), [(1, line("set", "Aline Corbier", {"status": "late"}))])
    assert found == record()
    assert refused.reason.startswith("the value does not fit (status: Input should be 'present'")


def test_a_line_that_is_none_is_told_by_its_number(tmp_path: Path) -> None:
    good = line("delete", "Aline Corbier").model_dump_json()
    (tmp_path / "corrections.jsonl").write_text(f"{good}\n\nnot json\n{json.dumps({'sha256': '9f'})}\n")
    found = read_corrections(tmp_path)
    assert [number for number, _ in found.of("9f", 1)] == [1]
    assert [(one.line, one.reason[:21]) for one in found.refused] == [
        (3, "it is no correction ("),
        (4, "it is no correction ("),
    ]


def test_an_item_that_is_accepted_is_certain() -> None:
    found, applied, _ = correct(record(), [(1, line("accept", "Aline Corbier"))])
    assert [one.probability for one in found.attendees] == [1.0, None]
    assert applied == [1]


def test_what_is_accepted_and_deleted_is_left_as_it_is() -> None:
    lines = [line("accept", "Aline Corbier"), line("delete", "Aline Corbier")]
    found, applied, refused = correct(record(), list(enumerate(lines, 1)))
    assert (found, applied, [one.line for one in refused]) == (record(), [], [1, 2])


def test_a_document_that_was_looked_through_stays_as_it_is() -> None:
    whole = Correction(sha256="9f", field="document", action="accept")
    assert correct(record(), [(1, whole)]) == (record(), [1], [])


def written(folder: Path, *said: Correction) -> list[str]:
    """Adds lines to the file, and gives their keys."""
    add_lines(folder, said)
    return [one.key for one in read_corrections(folder).lines[-len(said) :]]


def counted(folder: Path) -> list[int]:
    return [number for number, _ in read_corrections(folder).of("9f", 1)]


def test_a_line_takes_the_place_of_earlier_ones_which_stay_in_the_file(tmp_path: Path) -> None:
    first = line("set", "Aline Corbier", {"organisation": "Mairie"})
    (key,) = written(tmp_path, first)
    second = line("set", "Aline Corbier", {"organisation": "Terre Vive"})
    written(
        tmp_path, second.model_copy(update={"replaces": [key], "by": "Odile", "at": "2026-03-01T10:00:00"})
    )
    assert counted(tmp_path) == [2]
    assert [(one.counts, one.said.by) for one in read_corrections(tmp_path).lines] == [
        (False, None),
        (True, "Odile"),
    ]


def test_an_undo_takes_a_line_away_and_its_undo_brings_it_back(tmp_path: Path) -> None:
    (key,) = written(tmp_path, line("delete", "Hugo Ferrand"))
    (undo,) = written(tmp_path, Correction(sha256="9f", action="undo", replaces=[key]))
    assert counted(tmp_path) == []
    written(tmp_path, Correction(sha256="9f", action="undo", replaces=[undo]))
    assert counted(tmp_path) == [1]


def test_lines_are_added_below_those_of_people_who_end_without_a_new_line(tmp_path: Path) -> None:
    file = tmp_path / "corrections.jsonl"
    file.write_text(line("delete", "Hugo Ferrand").model_dump_json())
    written(tmp_path, line("accept", "Aline Corbier"))
    assert counted(tmp_path) == [1, 2]
    assert file.read_text().endswith("\n")


def test_who_is_who_is_read_beside_the_records(tmp_path: Path) -> None:
    named = [NamedIn(sha256="9f", name="Aline Corbier"), NamedIn(sha256="a0", meeting=2, name="A. Corbier")]
    said = Identity(field="people", action="same", groups=[named])
    add_lines(tmp_path, [said, line("accept", "Aline Corbier")])
    found = read_corrections(tmp_path)
    assert (found.identities, counted(tmp_path), found.refused) == ([(1, said)], [2], [])


def test_a_corpus_that_is_being_replaced_is_waited_for(tmp_path: Path) -> None:
    corpus, following = tmp_path / "corpus", tmp_path / "following"
    corpus.mkdir()
    following.mkdir()
    change = line("accept", "Aline Corbier")
    with held(corpus):
        writing = Thread(target=add_lines, args=(corpus, [change]))
        writing.start()
        corpus.rename(tmp_path / "before")
        following.rename(corpus)
    writing.join(10)
    assert [one.said for one in read_corrections(corpus).lines] == [change]
    assert read_corrections(tmp_path / "before").lines == []


def test_a_corpus_that_is_not_there_takes_no_line(tmp_path: Path) -> None:
    with pytest.raises(CorpusChanged):
        add_lines(tmp_path / "gone", [line("accept", "Aline Corbier")])


# Headings


MINUTES = """1. Budget
Le comité achète deux bancs.
Recettes
Le don est accepté.
2. Travaux
Le four est réparé.
Signé : le maire"""


def with_headings() -> Minutes:
    """Two headings of one level, "Recettes" not among them; the minutes end before the signature."""

    def place(quote: str) -> dict[str, Any]:
        start = MINUTES.index(quote)
        return {"start": start, "end": start + len(quote), "rule": "x"}

    end = MINUTES.index("Signé")
    sections = [
        Section(
            id="s1", level=1, number="1", title="Budget", body_end=MINUTES.index("2. T"), **place("Budget")
        ),
        Section(id="s2", level=1, number="2", title="Travaux", body_end=end, **place("Travaux")),
    ]
    texts = ("Le comité achète deux bancs.", "Le don est accepté.", "Le four est réparé.")
    decisions = [
        Decision(text=text, section=section, **place(text))
        for text, section in zip(texts, ("s1", "s1", "s2"), strict=True)
    ]
    pages = [PageStretch(page=1, start=0, end=60), PageStretch(page=2, start=60, end=len(MINUTES))]
    update = {
        "text": MINUTES,
        "sections": sections,
        "decisions": decisions,
        "pages": pages,
        "attendees": [],
        "people": [],
        "organisations": [],
        "actions": [],
        "definitions": [],
        "examples": [],
        "upcoming_dates": [],
    }
    return make_record().model_copy(update=update)


def heading(action: str, quote: str, value: dict[str, Any] | None = None) -> Correction:
    start = MINUTES.index(quote)
    said = {"sha256": "9f", "field": "sections", "action": action, "quote": quote, "value": value or {}}
    return Correction.model_validate({**said, "start": start, "end": start + len(quote)})


def tree(found: Minutes) -> list[tuple[str, int, str | None, str]]:
    """Title, level, heading above, and what stands under each heading, its own line left out."""
    titles: dict[str | None, str] = {one.id: one.title for one in found.sections}
    return [
        (one.title, one.level, titles.get(one.parent), found.text[one.end : one.body_end].strip())
        for one in found.sections
    ]


def sections_of(found: Minutes) -> list[str | None]:
    titles: dict[str | None, str] = {one.id: one.title for one in found.sections}
    return [titles.get(one.section) for one in found.decisions]


BANKS, GIFT, OVEN = "Le comité achète deux bancs.", "Le don est accepté.", "Le four est réparé."


@pytest.mark.parametrize(
    ("lines", "expected", "under"),
    [
        (
            [heading("add", "Recettes", {"title": "Recettes", "level": 2})],
            [
                ("Budget", 1, None, f"{BANKS}\nRecettes\n{GIFT}"),
                ("Recettes", 2, "Budget", GIFT),
                ("Travaux", 1, None, OVEN),
            ],
            ["Budget", "Recettes", "Travaux"],
        ),
        (
            # At the level of the one before it where none is told.
            [heading("add", "Recettes", {"title": "Recettes"})],
            [("Budget", 1, None, BANKS), ("Recettes", 1, None, GIFT), ("Travaux", 1, None, OVEN)],
            ["Budget", "Recettes", "Travaux"],
        ),
        (
            [heading("delete", "Travaux")],
            [("Budget", 1, None, f"{BANKS}\nRecettes\n{GIFT}\n2. Travaux\n{OVEN}")],
            ["Budget", "Budget", "Budget"],
        ),
        (
            [heading("set", "Travaux", {"level": 2})],
            [
                ("Budget", 1, None, f"{BANKS}\nRecettes\n{GIFT}\n2. Travaux\n{OVEN}"),
                ("Travaux", 2, "Budget", OVEN),
            ],
            ["Budget", "Budget", "Travaux"],
        ),
        (
            [heading("delete", "Budget")],
            [("Travaux", 1, None, OVEN)],
            [None, None, "Travaux"],
        ),
    ],
    ids=["added under another", "added beside", "deleted", "put under another", "the first deleted"],
)
def test_headings_and_what_stands_under_them_are_put_in_order_anew(
    lines: list[Correction], expected: list[tuple[str, int, str | None, str]], under: list[str | None]
) -> None:
    found, applied, refused = correct(with_headings(), list(enumerate(lines, 1)))
    assert (len(applied), refused) == (len(lines), [])
    assert tree(found) == expected
    assert sections_of(found) == under


def test_a_title_alone_changes_no_tree() -> None:
    found, _, _ = correct(with_headings(), [(1, heading("set", "Budget", {"title": "Le budget"}))])
    assert [one.model_dump(exclude={"title", "section"}) for one in found.sections] == [
        one.model_dump(exclude={"title", "section"}) for one in with_headings().sections
    ]


def test_a_level_that_is_none_is_refused() -> None:
    for level in (0, -1, "x"):
        found, applied, refused = correct(with_headings(), [(1, heading("set", "Budget", {"level": level}))])
        assert (found, applied, len(refused)) == (with_headings(), [], 1)


def test_an_added_item_has_its_page_and_its_section() -> None:
    found, _, _ = correct(
        with_headings(),
        [
            (1, heading("add", "Recettes", {"title": "Recettes", "level": 2})),
            (2, heading("add", "le maire", {"text": "le maire"}).model_copy(update={"field": "examples"})),
            (3, heading("add", "réparé", {"text": "réparé"}).model_copy(update={"field": "examples"})),
        ],
    )
    (added,) = [one for one in found.sections if one.rule == "correction:added"]
    assert (added.id, added.page, added.section) == (f"c{MINUTES.index('Recettes')}", 1, added.id)
    assert [(one.page, one.section) for one in found.examples] == [(2, "s2"), (2, None)]
