from random import Random

import pytest

from crparse.corpus.same_minutes import Print, Same, find_same, likeness, rarest, shingles, sketch

PARK = """Compte rendu de la commission des parcs de Lormoy, séance du 4 mai 2022.
Présents : Mme Odile Vasseur, M. Henri Lacombe, Mme Claire Thibaud, M. Luc Tanguy.
La commission examine le devis des bancs et retient l'offre de la société Boisclair.
Le budget des plantations est reporté à la séance suivante, faute de chiffrage complet.
Les haies du square des Tilleuls seront taillées avant la fin du mois de juin.
La séance est levée à vingt heures."""

NEXT = """Compte rendu de la commission des parcs de Lormoy, séance du 8 juin 2022.
Présents : Mme Odile Vasseur, M. Henri Lacombe, Mme Claire Thibaud, M. Luc Tanguy.
La commission approuve le chiffrage des plantations et lance la consultation des pépinières.
L'éclairage du mail sera repris en septembre, après le passage des services techniques.
La séance est levée à vingt heures."""


def printed(text: str, path: str, date: str | None = "2022-05-04") -> Print:
    return Print(path.upper(), path, date, (0, len(text)), sketch(shingles(text)))


@pytest.mark.parametrize(
    ("text", "other", "expected"),
    [
        (PARK, PARK, 1.0),
        (PARK, PARK.upper().replace("\n", " "), 1.0),
        ("Un deux trois", "un DEUX, trois", 1.0),
        ("un deux trois quatre cinq", "un deux trois quatre six", 0.33),
        (PARK, "", 0.0),
        ("", "", 1.0),
    ],
)
def test_likeness(text: str, other: str, expected: float) -> None:
    assert round(likeness(sketch(shingles(text)), sketch(shingles(other))), 2) == expected


def test_the_next_meeting_is_not_the_same() -> None:
    assert 0.1 < likeness(sketch(shingles(PARK)), sketch(shingles(NEXT))) < 0.4
    assert list(find_same([printed(PARK, "a.pdf"), printed(NEXT, "b.pdf", None)])) == []


SHORT = """Réunion du bureau de l'amicale de Lormoy. Présents : Mme Odile Vasseur, M. Henri Lacombe, Mme
Claire Thibaud, M. Luc Tanguy. Le bureau approuve le compte rendu de la réunion précédente. """


@pytest.mark.parametrize(("dates", "expected"), [((None, None), []), (("2022-05-04",) * 2, ["b.pdf"])])
def test_short_minutes_without_a_date_take_more_to_be_the_same(
    dates: tuple[str | None, str | None], expected: list[str]
) -> None:
    one, other = SHORT + "Il achète des chaises.", SHORT + "Il loue la salle."
    assert 0.5 < likeness(sketch(shingles(one)), sketch(shingles(other))) < 0.9
    found = find_same([printed(one, "a.docx", dates[0]), printed(other, "b.pdf", dates[1])])
    assert [same.path for same in found] == expected


def test_of_two_forms_the_richer_one_leads() -> None:
    longer = f"Commune de Lormoy\n{PARK}\nAffiché le 10 mai 2022"
    found = find_same([printed(longer, "b.pdf"), printed(NEXT, "c.pdf"), printed(PARK, "a.docx")])
    assert list(found) == [Same("A.DOCX", "a.docx", "B.PDF", "b.pdf", 0.9)]


def test_of_forms_alike_the_first_in_order_of_path_leads() -> None:
    found = find_same(printed(PARK, path) for path in ("c.odt", "a.docx", "b.pdf"))
    assert [(same.path, same.of_path) for same in found] == [("b.pdf", "a.docx"), ("c.odt", "a.docx")]


@pytest.mark.parametrize(
    ("date", "expected"), [("2022-05-04", ["b.pdf"]), (None, ["b.pdf"]), ("2022-06-08", [])]
)
def test_two_dates_are_two_meetings(date: str | None, expected: list[str]) -> None:
    found = find_same([printed(PARK, "a.docx"), printed(PARK, "b.pdf", date)])
    assert [same.path for same in found] == expected


def drawn(number: int, draw: Random) -> Print:
    """A document whose shingles are some of the ninety of all."""
    figures = tuple(draw.sample(range(90), draw.randint(5, 60)))
    return Print(f"d{number}", f"d{number}.txt", None, (0, 0), figures)


@pytest.mark.parametrize("least", [0.5, 0.9])
def test_documents_alike_have_a_rare_figure_in_common(least: float) -> None:
    """None is missed, whatever they share with the others."""
    draw = Random(4)
    prints = [drawn(number, draw) for number in range(80)]
    # forms of one document: some figures of the other are missing
    prints += [
        Print(f"f{n}", "f.txt", None, (0, 0), one.sketch[draw.randint(0, 3) :])
        for n, one in enumerate(prints)
    ]
    rare = rarest(prints, least)
    alike = 0
    for number, one in enumerate(prints):
        for other in prints[:number]:
            is_met = not set(rare[one.document]).isdisjoint(rare[other.document])
            is_alike = likeness(one.sketch, other.sketch) >= least
            assert is_met or not is_alike, (one, other)
            alike += is_alike
    assert alike >= 40


def test_many_minutes_of_one_wording_are_not_compared_two_by_two() -> None:
    """A third of the wording is that of all meetings of a day."""
    common = tuple(range(80))
    prints = [
        Print(f"{n}", f"{n}.txt", "2024-03-12", (0, 0), (*common, *range(1000 * n + 1000, 1000 * n + 1170)))
        for n in range(300)
    ]
    rare = rarest(prints, 0.5)
    assert all(set(own).isdisjoint(common) for own in rare.values())
    assert list(find_same(prints)) == []
