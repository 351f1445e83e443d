"""What stages doubt: (code, message, what it is about), whole lists, and what leaves no doubt."""

import pytest
import spacy
from spacy.language import Language

from crparse.document.items import Doubt, caveats_of, leave_caveats
from crparse.pipeline import load, make_doc, to_record
from crparse.record import RecordWarning, Source
from crparse.source import Block, Caveat, Cell, SourceDocument, from_text
from crparse.wording import Message


@pytest.fixture(scope="module")
def nlp() -> Language:
    blank = spacy.blank("fr")
    blank.add_pipe("crparse_meeting")
    blank.add_pipe("crparse_attendance")
    return blank


HEAD = "Conseil de quartier du 5 avril 2016\n"


def doubts(nlp: Language, text: str | SourceDocument) -> list[tuple[str, str, str]]:
    doc = nlp(make_doc(nlp, from_text(text) if isinstance(text, str) else text))
    return [(d.code, d.message, doc.text[d.start : d.end]) for d in caveats_of(doc)]


@pytest.mark.parametrize(
    ("lists", "expected"),
    [
        (
            "Présents : Odile Ferrandin, Yves Delorme\nExcusés :\nLe four sera vendu cette année.",
            [("empty_list", 'No name was read below "Excusés".', "Excusés")],
        ),
        (
            "Présents :\nbram, tzuri, maelo\nOrdre du jour",
            [("empty_list", 'No name was read below "Présents".', "Présents")],
        ),
        (
            "Présents : 4\nOdile Ferrandin\nYves Delorme\nExcusée (1) : Anne Costey",
            [("count_differs", '"Présents" says 4; names read below it: 2.', "Présents : 4")],
        ),
        ("Présents : 2\nOdile Ferrandin\nYves Delorme\nExcusée (1) : Anne Costey", []),
        ("Présents : 2\nOdile Ferrandin\nYves Delorme\nAnne Costey (excusée)", []),
        ("Présents (2 sur 9) :\nOdile Ferrandin\nYves Delorme", []),
        ("Présents : Odile Ferrandin, Yves Delorme\nExcusés : néant", []),
        ("Présents : Odile Ferrandin, Yves Delorme\nExcusés :\nAucun", []),
        ("Présents : Odile Ferrandin, Yves Delorme\nAbsents : 0", []),
        ("Présents : Odile Ferrandin, Yves Delorme\nAbsents :\nExcusée : Anne Costey", []),
        ("Présents : 14\nLe quorum est atteint.", []),
    ],
)
def test_lists_of_people(nlp: Language, lists: str, expected: list[tuple[str, str, str]]) -> None:
    assert doubts(nlp, HEAD + lists) == expected


def table(*rows: tuple[str, ...]) -> SourceDocument:
    cells = [
        Block(text, cell=Cell(0, i, j, len(rows), len(row)))
        for i, row in enumerate(rows)
        for j, text in enumerate(row)
    ]
    return SourceDocument("t", "docx", (Block(HEAD.strip()), *cells))


def test_a_table_that_was_not_read(nlp: Language) -> None:
    assert doubts(nlp, table(("Nom", "Organisme"), ("…", "…"), ("…", "…"))) == [
        (
            "unread_table",
            'Nobody was read from a table that seems to list people: "Nom | Organisme".',
            "Nom\tOrganisme",
        )
    ]
    assert doubts(nlp, table(("Nom", "Organisme"), ("Odile Ferrandin", "DDT"), ("Yves Delorme", "CAF"))) == []
    assert doubts(nlp, table(("Dépense", "Montant"), ("Four", "15 €"), ("Banc", "20 €"))) == []


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (
            "Réunions du 5 avril 2016 et du 12 avril 2016",
            [
                (
                    "two_meeting_days",
                    "The meeting may as well have been on 2016-04-12: 2016-04-05 is printed first.",
                    "12 avril 2016",
                )
            ],
        ),
        ("Réunion du 5 avril 2016\n5 avril 2016", []),
        (
            "Notes de la réunion\nLe four est vendu depuis le 7 mars déjà.",
            [
                (
                    "no_meeting_day",
                    "No day printed in head or closing could be taken for that of the meeting.",
                    "7 mars",
                )
            ],
        ),
        ("Notes de la réunion\nLe four est vendu.", []),
    ],
)
def test_days_of_the_meeting(nlp: Language, head: str, expected: list[tuple[str, str, str]]) -> None:
    assert doubts(nlp, head) == expected


def test_days_that_no_meeting_day_tells_upcoming() -> None:
    """The stage by itself, without what it is given in a pipeline, says what is missing."""
    alone, told = spacy.blank("fr"), spacy.blank("fr")
    alone.add_pipe("crparse_dates")
    told.add_pipe("crparse_dates", config={"meeting_date": "2016-04-05"})
    missing = (
        "No day of the meeting is known to tell what is upcoming: crparse_meeting or meeting_date gives one."
    )
    text = "Prochaine réunion : jeudi 5 mai\nPuis le 12 mai"
    assert doubts(alone, text) == [("days_left_out", missing, "jeudi 5 mai")]
    assert doubts(told, text) == []
    assert doubts(alone, "Le four est vendu.") == []


@pytest.mark.parametrize(
    ("lists", "expected"),
    [
        (
            "Présents : M. Delorme, Mme Ferrandin\nExcusés : Mme Delorme, M. Costey",
            [
                (
                    "namesakes",
                    '2 attendees are named "Delorme": which of them is meant is not told.',
                    "Delorme",
                )
            ],
        ),
        ("Présents : Yves Delorme, Odile Ferrandin\nExcusés : Anne Delorme", []),
    ],
)
def test_namesakes(lists: str, expected: list[tuple[str, str, str]]) -> None:
    assert doubts(load(), HEAD + lists) == expected


def test_caveats_reach_the_record_with_their_page_once(nlp: Language) -> None:
    lines = ["Réunion du 5 avril 2016", "Présents : Odile Ferrandin, Yves Delorme", "Excusés :", "Le four."]
    blocks = tuple(Block(line, page=page) for page, line in enumerate(lines, start=1))
    source = SourceDocument(
        "m", "pdf", blocks, warnings=(Caveat("drawing", Message("1 chart is not read."), 2),)
    )
    doc = nlp(nlp(make_doc(nlp, source)))
    leave_caveats(doc, [Doubt("own_stage", Message("A stage of one's own doubts."), 0, 7)])
    found = to_record(nlp, doc, Source(name="m", path="m", sha256="0" * 64, format="pdf")).warnings
    assert found == [
        RecordWarning(code="drawing", message="1 chart is not read.", page=2),
        RecordWarning(code="own_stage", message="A stage of one's own doubts.", page=1),
        RecordWarning(
            code="empty_list",
            message='No name was read below "Excusés".',
            page=3,
            parameters={"text": "Excusés"},
        ),
    ]
