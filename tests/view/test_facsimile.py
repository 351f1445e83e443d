"""Items on the pictures of their pages: where they stand, and what is said where there is no picture."""

import re
import shutil
from collections.abc import Sequence
from html import unescape
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

import crparse
from crparse.corpus.build import build
from crparse.corpus.inputs import input_at
from crparse.corpus.ledger import KnownFile
from crparse.errors import ReadError
from crparse.readers.pdf.facsimile import LineOnPage
from crparse.record import Minutes
from crparse.view.facsimile import align
from crparse.wording import Message, wording
from viewing import entered


def lines(*texts: str) -> list[LineOnPage]:
    return [LineOnPage(text, tuple(range(len(text) + 1)), 0, 1) for text in texts]


def found(text: str, printed: Sequence[LineOnPage]) -> list[str]:
    """What of each line was found in the text, as it reads there."""
    places = align(text, [(0, len(text))], printed)
    return [
        "".join(text[at] for at in sorted(places) if places[at][0] == number)
        for number in range(len(printed))
    ]


@pytest.mark.parametrize(
    ("text", "printed", "expected"),
    [
        (
            "Présents : Mme Odile Vasseur",
            ["Présents : Mme", "Odile Vasseur"],
            ["Présents:Mme", "OdileVasseur"],
        ),
        # A hyphen at the end of a line is undone, a running header is no part of the text.
        (
            "Le comité décide de réparer la commune.",
            ["Mairie de Lormoy", "Le comité décide de répa-", "rer la com-", "mune."],
            ["", "Lecomitédécidederépa", "rerlacom", "mune."],
        ),
        # A blank more or less.
        ("à 18h30 : vote", ["à 18 h 30: vote"], ["à18h30:vote"]),
        # Columns that are read in another order.
        (
            "Mme Odile Vasseur, maire\nM. Henri Lacombe, adjoint",
            ["M. Henri Lacombe, adjoint", "Mme Odile Vasseur, maire"],
            ["M.HenriLacombe,adjoint", "MmeOdileVasseur,maire"],
        ),
        # Other words have no place.
        ("Le lavoir est fermé.", ["Rien de tout cela, ni puits"], [""]),
    ],
)
def test_the_words_of_a_text_are_found_on_its_lines(
    text: str, printed: list[str], expected: list[str]
) -> None:
    assert found(text, lines(*printed)) == expected


def test_only_the_stretches_of_the_page_are_looked_for() -> None:
    places = align("deux bancs deux bancs", [(11, 21)], lines("deux bancs"))
    assert sorted(places) == [*range(11, 15), *range(16, 21)]


def record_of(corpus: Path, file: str) -> Minutes:
    return next(one for one in crparse.open_corpus(corpus).records() if one.source.name == file)


def boxes(page: str) -> dict[str, list[tuple[float, ...]]]:
    """The boxes of each item on a page."""
    return {
        key: [
            tuple(map(float, box)) for box in re.findall(r'x="([\d.]+)" y="([\d.]+)" width="([\d.]+)"', group)
        ]
        for key, group in re.findall(r'data-items="([^"]+)">(.*?)</g>', page)
    }


def test_each_item_has_a_box_on_the_picture_of_its_page(printed: Path, tmp_path: Path) -> None:
    client = entered(printed, tmp_path)
    address = f"/document/{record_of(printed, 'conseil.pdf').id}"
    first, second = (client.get(f"{address}/page/{number}").text for number in (1, 2))
    assert set(boxes(first)) == {
        "meeting-body",
        "meeting-date",
        "meeting-title",
        "attendees-0",
        "attendees-1",
        "attendees-2",
        "sections-0",
        "decisions-0",
    }
    assert {"actions-0", "sections-1", "upcoming_dates-0"} <= set(boxes(second))
    ((x, y, width),) = boxes(first)["attendees-1"]
    # The third line, 780 - 60 points from the foot, after "Présents : Mme Odile Vasseur, maire, M. ".
    dots = 150 / 72
    assert y < (842 - 720) * dots < y + 30
    assert 280 * dots < x < 300 * dots
    assert 70 * dots < width < 90 * dots


def test_the_text_lies_over_the_picture_to_be_chosen(printed: Path, tmp_path: Path) -> None:
    record = record_of(printed, "conseil.pdf")
    page = entered(printed, tmp_path).get(f"/document/{record.id}/page/2").text
    texts = [
        (int(start), unescape(text))
        for start, text in re.findall(r'<text data-start="(\d+)"[^>]*>([^<]*)</text>', page)
    ]
    (second,) = [one for one in record.pages if one.page == 2]
    assert " ".join(text for _, text in texts).split() == record.text[second.start : second.end].split()
    assert all(record.text[start : start + len(text)] == text for start, text in texts)


def test_the_picture_of_a_page_is_drawn(printed: Path, tmp_path: Path) -> None:
    client = entered(printed, tmp_path)
    address = f"/document/{record_of(printed, 'conseil.pdf').id}/page"
    answer = client.get(f"{address}/2/picture")
    assert answer.headers["content-type"] == "image/jpeg"
    assert Image.open(BytesIO(answer.content)).size == (1241, 1754)
    for other in ("0", "3", "x", "3/picture"):
        assert client.get(f"{address}/{other}").status_code == 404


def test_a_passage_that_is_cited_has_a_box(printed: Path, tmp_path: Path) -> None:
    record = record_of(printed, "conseil.pdf")
    start = record.text.index("Des subventions")
    page = entered(printed, tmp_path).get(
        f"/document/{record.id}/page/2", params={"at": f"{start}-{start + 15}"}
    )
    assert len(boxes(page.text)["cited"]) == 1


def test_a_document_of_an_archive_is_shown(printed: Path, tmp_path: Path) -> None:
    record = record_of(printed, "chorale.pdf")
    page = entered(printed, tmp_path).get(f"/document/{record.id}/page/1").text
    assert "attendees-0" in boxes(page)


def test_a_document_without_pages_is_shown_by_its_text_with_paragraphs(printed: Path, tmp_path: Path) -> None:
    record = record_of(printed, "jardins.docx")
    client = entered(printed, tmp_path)
    page = client.get(f"/document/{record.id}").text
    assert 'id="sheets"' not in page
    assert client.get(f"/document/{record.id}/page/1").status_code == 404
    told = {int(number) for number in re.findall(r"¶ (\d+)</span>", page)}
    assert told == {one.paragraph for one in (*record.attendees, *record.sections, *record.decisions)} | {
        0,
        1,
        6,
    }


@pytest.fixture
def moved(printed: Path, tmp_path: Path) -> Path:
    """The same corpus, whose source can be taken away."""
    shutil.copytree(printed.parent / "sources", tmp_path / "moved" / "sources")
    build([tmp_path / "moved" / "sources"], tmp_path / "moved" / "corpus", workers=0)
    return tmp_path / "moved" / "corpus"


def test_a_file_that_is_gone_or_changed_is_told_and_its_text_stays(moved: Path, tmp_path: Path) -> None:
    client = entered(moved, tmp_path)
    file = moved.parent / "sources" / "conseil.pdf"
    address = f"/document/{record_of(moved, 'conseil.pdf').id}"
    file.write_bytes(file.read_bytes() + b"\n")
    page = unescape(client.get(f"{address}/page/1").text)
    assert "Son fichier a été modifié depuis la dernière construction" in page
    file.unlink()
    for told in (client.get(address), client.get(f"{address}/page/1")):
        assert "Son fichier n’est plus là où la dernière construction l’a lu" in unescape(told.text)
    text = client.get(address).text
    assert 'id="sheets"' not in text
    assert "Henri Lacombe" in text
    assert client.get(f"{address}/page/1/picture").status_code == 404


def test_a_file_that_cannot_be_drawn_is_told_in_french(
    printed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def damaged(content: bytes, number: int, *, pictured: bool) -> None:
        raise ReadError(
            "damaged_page", Message("Page %(number)s is damaged and cannot be shown.", number=1), ADVICE
        )

    monkeypatch.setattr("crparse.view.facsimile.facsimile", damaged)
    page = entered(printed, tmp_path).get(f"/document/{record_of(printed, 'conseil.pdf').id}/page/1").text
    assert wording("fr").gettext("Page %(number)s is damaged and cannot be shown.") % {
        "number": 1
    } in unescape(page)
    assert "is damaged" not in page


ADVICE = Message("Get a new copy of the file.")


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ("cr.pdf", ("cr.pdf", ())),
        ("cr.pdf:3", ("cr.pdf", (3,))),
        ("cr.pdf:2:0", ("cr.pdf", (2, 0))),
        ("cr:12", ("cr:12", ())),  # its own name
        ("gone.pdf", None),
        ("gone.pdf:1", None),
    ],
)
def test_where_the_ledger_has_met_a_file(
    tmp_path: Path, place: str, expected: tuple[str, tuple[int, ...]] | None
) -> None:
    for name in ("cr.pdf", "cr:12"):
        (tmp_path / name).touch()
    read = input_at(KnownFile(str(tmp_path), "cr.pdf", "ab", str(tmp_path / place)))
    assert (read and (read.file.name, read.places)) == expected
