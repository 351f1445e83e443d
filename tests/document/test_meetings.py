"""Files that hold several meetings, and minutes of one that look as if they did."""

from dataclasses import replace

import pytest

from crparse.document.meetings import meetings_of
from crparse.source import Block, Caveat, Cell, Kind, SourceDocument, from_text
from crparse.wording import Message

BODY = """1. Four à pain
Mme Odile Ferrandin présente le devis.
Le conseil décide de réparer le four.
M. Paul Costey se charge des clés."""

MARCH = f"""COMMUNE DE LORMOY
PROCÈS-VERBAL
Séance du 12 mars 2019
Présents : Mme Odile Ferrandin, M. Paul Costey
{BODY}
La séance est levée à 20 h.
Le maire,
Odile Ferrandin"""

APRIL = MARCH.replace("12 mars", "9 avril")
MAY = MARCH.replace("12 mars", "14 mai")


def paged(*pages: str) -> SourceDocument:
    """A PDF of pages, each line a block."""
    blocks = [Block(line, page=number) for number, page in enumerate(pages, 1) for line in page.split("\n")]
    return SourceDocument("registre.pdf", "pdf", tuple(blocks), pages=len(pages))


def texts(source: SourceDocument) -> list[str]:
    return [part.text for part in meetings_of(source)]


def codes(source: SourceDocument) -> list[str]:
    return [warning.code for part in meetings_of(source) for warning in part.warnings]


def whole(source: SourceDocument) -> bool:
    """Whether a file stays one, without a caveat."""
    return meetings_of(source) == [source]


def test_minutes_of_three_meetings_one_below_the_other() -> None:
    assert texts(from_text(f"{MARCH}\n{APRIL}\n{MAY}")) == [MARCH, APRIL, MAY]


def test_the_latest_may_stand_first() -> None:
    assert texts(from_text(f"{MAY}\n{APRIL}\n{MARCH}")) == [MAY, APRIL, MARCH]


def test_minutes_of_one_meeting_stay_whole() -> None:
    assert whole(from_text(MARCH))
    assert whole(from_text(""))
    assert whole(from_text("Présents : Mme Odile Ferrandin"))


HEADS = (
    "Compte rendu de la réunion du bureau du {day}\nPrésents : Mme Odile Ferrandin",
    "Réunion du bureau\n{day}\nÉtaient présents :\nMme Odile Ferrandin",
    "Procès-verbal du conseil d'administration\nDate : {day}\nLieu : mairie\nParticipants : Odile Ferrandin",
    "Séance n° 4 du {day} à 18 h 30, salle des fêtes\nLa séance est ouverte par Mme Odile Ferrandin.",
    "SÉANCE EXTRAORDINAIRE DU {day}\nSous la présidence de Mme Odile Ferrandin",
    "Procès-verbal\nLe {day}, les membres du bureau se sont réunis en salle des fêtes.",
)


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("days", [("12 mars 2019", "9 avril 2019"), ("mardi 12/03/2019", "mardi 09/04/2019")])
def test_heads_at_the_top_of_a_page(head: str, days: tuple[str, str]) -> None:
    pages = [f"{head.format(day=day)}\n{BODY}" for day in days]
    assert texts(paged(*pages)) == pages


def test_years_and_days_in_words() -> None:
    head = "L'an deux mille dix-neuf, le {day}, le conseil municipal de Lormoy s'est réuni en mairie."
    pages = [f"{head.format(day=day)}\n{BODY}" for day in ("douze mars", "neuf avril", "quatorze mai")]
    assert texts(paged(*pages)) == pages


def test_a_head_in_a_table() -> None:
    def minutes(table: int, day: str) -> list[Block]:
        cells = [
            Block(text, cell=Cell(table, row, column, rows=2, columns=2))
            for row, line in enumerate((("Date", day), ("Lieu", "mairie")))
            for column, text in enumerate(line)
        ]
        lines = ["Présents : Mme Odile Ferrandin", *BODY.split("\n"), "La séance est levée."]
        return [Block("Relevé de décisions du bureau"), *cells, *map(Block, lines)]

    first, second = minutes(0, "12 mars 2019"), minutes(1, "9 avril 2019")
    parts = meetings_of(SourceDocument("registre.docx", "docx", (*first, *second)))
    assert [part.blocks for part in parts] == [tuple(first), tuple(second)]


def test_headings_of_the_file_part_meetings() -> None:
    def minutes(day: str) -> list[Block]:
        lines = [f"Présents le {day[:2]} : Mme Odile Ferrandin", *BODY.split("\n")]
        return [Block(f"Réunion du {day}", heading_level=1), *map(Block, lines)]

    days = ("12 mars 2019", "19 mars 2019", "26 mars 2019")
    source = SourceDocument("notes.md", "md", tuple(block for day in days for block in minutes(day)))
    assert [part.blocks[0].text for part in meetings_of(source)] == [f"Réunion du {day}" for day in days]


def test_pages_and_paragraphs_stay_those_of_the_file() -> None:
    source = paged(MARCH, f"{APRIL}\nPage de fin")
    second = meetings_of(source)[1]
    assert (second.pages, second.page_range) == (2, (2, 2))
    assert second.text[: second.starts[1]] == "COMMUNE DE LORMOY\n"
    numbered = from_text(f"{MARCH}\n{APRIL}")
    assert meetings_of(numbered)[1].blocks[0].paragraph == len(MARCH.split("\n"))


def test_what_the_reader_tells_goes_to_the_meeting_it_is_about() -> None:
    lines = (
        Block("Lormoy – procès-verbaux", Kind.HEADER, page=1),
        Block("Séance du 12 mars 2019", Kind.HEADER, page=1),
        Block("Séance du 9 avril 2019", Kind.HEADER, page=2),
    )
    warnings = (
        Caveat("blurred", Message("Page 2 cannot be read."), 2),
        Caveat("lost_letters", Message("Letters are lost.")),
    )
    first, second = meetings_of(replace(paged(MARCH, APRIL), furniture=lines, warnings=warnings))
    assert (first.furniture, second.furniture) == (lines[:2], (lines[0], lines[2]))
    assert (first.warnings, second.warnings) == (warnings[1:], warnings)


CONTENTS = """Table des matières
Séance du 12 mars 2019 ..... 2
Séance du 9 avril 2019 ..... 3
Séance du 14 mai 2019\t4"""


@pytest.mark.parametrize("front", ["Registre des délibérations\nAnnée 2019", CONTENTS])
def test_cover_and_contents_belong_to_no_meeting(front: str) -> None:
    source = paged(front, MARCH, APRIL, MAY)
    assert texts(source) == [MARCH, APRIL, MAY]
    assert codes(source) == ["front_matter"]


def test_extracts_of_one_meeting_are_one() -> None:
    head = "EXTRAIT DU REGISTRE DES DÉLIBÉRATIONS\nSéance du {day}\nPrésents : Mme Odile Ferrandin"
    march, april = (f"{head.format(day=day)}\n{BODY}" for day in ("12 mars 2019", "9 avril 2019"))
    assert whole(paged(march, march, march))
    assert texts(paged(march, march, april, april)) == [f"{march}\n{march}", f"{april}\n{april}"]


@pytest.mark.parametrize(
    "line",
    [
        "Approbation du procès-verbal de la séance du 5 février 2019",
        "Le compte rendu de la réunion du 5 février 2019 est approuvé.",
        "Prochaine réunion le 9 avril 2019",
        "Prochaine réunion\nRéunion du 9 avril 2019\nPrésents attendus : les élus",
        "Calendrier\n- Réunion du 9 avril 2019\n- Réunion du 14 mai 2019",
        "Date de la convocation : 5 mars 2019",
        "Vu le procès-verbal de la séance du 5 février 2019",
        "4) Réunion du 9 avril 2019 : invitations",
        "La commission des travaux s'est réunie le 5 mars 2019 et propose un devis.",
        "La réunion du 5 mars 2019 avait proposé un devis, présenté ce soir.",
        "le conseil du 5 mars 2019",
        "https://lormoy.example/cr-2019-04-09.pdf",
    ],
)
def test_lines_that_open_no_minutes(line: str) -> None:
    more = "\nÉtaient présents : Mme Odile Ferrandin\nSéance levée.\n"
    assert whole(paged(MARCH, f"{line}{more}{BODY}"))
    assert whole(from_text(f"{MARCH}\n{line}{more}{BODY}"))


def test_a_head_without_attendance_or_opening_is_none() -> None:
    assert whole(paged(MARCH, f"Séance du 9 avril 2019\n{BODY}"))


def test_a_head_in_the_midst_of_the_text_cuts_nothing() -> None:
    report = "\n".join(["Séance du 9 avril 2019", "Présents : M. Paul Costey", *["Le lavoir fuit."] * 10])
    before = MARCH.partition("La séance est levée")[0] + "\n".join(["Le four chauffe."] * 10)
    assert texts(from_text(f"{before}\n{report}")) == [f"{before}\n{report}"]


UNSURE = {
    "the heads differ": paged(
        MARCH, f"Compte rendu de la commission du 9 avril 2019\nPrésents : M. Costey\n{BODY}"
    ),
    "the days are out of order": paged(MARCH, MAY, APRIL),
    "a day comes back": paged(MARCH, APRIL, MARCH),
    "no minutes stand below one": paged(MARCH, APRIL, "\n".join(MAY.split("\n")[:5])),
    "other minutes stand above": paged(f"Compte rendu\nPrésents : M. Costey\n{BODY}", MARCH, APRIL),
}


@pytest.mark.parametrize("why", UNSURE)
def test_where_the_signs_disagree_the_file_stays_one_and_says_so(why: str) -> None:
    source = UNSURE[why]
    assert texts(source) == [source.text]
    assert codes(source) == ["may_hold_several_meetings"]


def test_the_caveat_names_the_days() -> None:
    (one,) = meetings_of(paged(MARCH, MAY, APRIL))
    message = "The file may hold several meetings (2019-03-12, 2019-05-14, 2019-04-09): it is read as one."
    assert one.warnings == (Caveat("may_hold_several_meetings", message, 2),)


def test_one_misread_month_of_many_is_passed_over() -> None:
    months = ("janvier", "février", "mars", "novembre", "mai", "juin")
    pages = [MARCH.replace("mars", month) for month in months]
    assert texts(paged(*pages)) == pages


def test_an_extraordinary_session_is_a_meeting_of_the_register() -> None:
    extra = APRIL.replace("Séance du", "Séance extraordinaire du")
    assert texts(paged(MARCH, extra, MAY)) == [MARCH, extra, MAY]


def test_reports_of_another_body_are_no_meetings_of_the_register() -> None:
    report = f"Réunion de la commission des travaux du 5 avril 2019\nPrésents : M. Paul Costey\n{BODY}"
    june = MARCH.replace("12 mars", "11 juin")
    assert texts(paged(MARCH, f"{MAY}\n{report}", june)) == [MARCH, f"{MAY}\n{report}", june]
