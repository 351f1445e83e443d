"""Numbers that begin a heading, and words that only look like one."""

import pytest

from crparse.document.numbering import parse_number, roman_value


@pytest.mark.parametrize(
    ("line", "kind", "number", "title"),
    [
        ("1. Budget", "decimal", "1", "Budget"),
        ("1) Budget", "decimal", "1", "Budget"),
        ("1°) Budget", "decimal", "1", "Budget"),
        ("1 - Budget", "decimal", "1", "Budget"),
        ("3-Tarifs", "decimal", "3", "Tarifs"),
        ("2/ Travaux", "decimal", "2", "Travaux"),
        ("8/Décisions", "decimal", "8", "Décisions"),
        ("[4] Travaux", "decimal", "4", "Travaux"),
        ("2.1 Finances", "decimal", "2.1", "Finances"),
        ("2.1.3. Recettes", "decimal", "2.1.3", "Recettes"),
        ("2. 2) Recettes", "decimal", "2. 2", "Recettes"),
        ("1\tBudget", "decimal", "1", "Budget"),
        ("10 secrétariat", "decimal", "10", "secrétariat"),  # only a run makes it one
        ("1 INTRODUCTION", "decimal", "1", "INTRODUCTION"),
        ("IV. Divers", "roman", "IV", "Divers"),
        ("I- Convention", "roman", "I", "Convention"),
        ("II\tBudget", "roman", "II", "Budget"),
        ("A – Voirie", "upper", "A", "Voirie"),
        ("b) voirie", "lower", "b", "voirie"),
        ("ii. voirie", "small roman", "ii", "voirie"),
        ("Point n° 4 : Budget", "decimal", "4", "Budget"),
        ("POINT 4 : BUDGET", "decimal", "4", "BUDGET"),
        ("N°1 Budget", "decimal", "1", "Budget"),
        ("Question 10# Accès à la salle", "decimal", "10", "Accès à la salle"),
        ("#45 Accès à la salle", "decimal", "45", "Accès à la salle"),
        ("Article 2 - Objet", "decimal", "2", "Objet"),
        ("Art. 3 - L'adhésion", "decimal", "3", "L'adhésion"),
        ("Délibération n° 2023-14 : Vote", "reference", "2023-14", "Vote"),
        ("Résolution DM-2023-001 - Emprunt", "reference", "DM-2023-001", "Emprunt"),
        ("2023-14 – Objet", "reference", "2023-14", "Objet"),
        ("Délibération n°45/2023 : Tarifs", "reference", "45/2023", "Tarifs"),
        ("DCM 2023-04 : Vote", "reference", "DCM 2023-04", "Vote"),
        ("20240912 3.TARIFS", "reference", "20240912 3", "TARIFS"),
        ("1ère délibération", "ordinal", "1ère", "délibération"),
        ("1ère délibération :", "ordinal", "1ère", "délibération :"),
        ("2ème point : Voirie", "ordinal", "2ème", "Voirie"),
        ("1er adjoint : voirie", "ordinal", "1er", "adjoint : voirie"),
        ("Première résolution : Statuts", "worded", "", "Première résolution : Statuts"),
        ("DEUXIEME QUESTION", "worded", "", "DEUXIEME QUESTION"),
        ("Troisièmement, les tarifs", "worded", "", "Troisièmement, les tarifs"),
        ("I.1. Budget", "mixed", "I.1", "Budget"),
        ("B.2.1 Recettes", "mixed", "B.2.1", "Recettes"),
        ("AA) Écoles", "upper", "AA", "Écoles"),
        # The label belongs to the title, or is all of it.
        ("Atelier 1 : Cadrage", "decimal", "1", "Atelier 1 : Cadrage"),
        ("Annexe 2", "decimal", "2", "Annexe 2"),
        ("Résolution n° 3", "decimal", "3", "Résolution n° 3"),
    ],
)
def test_number_and_title(line: str, kind: str, number: str, title: str) -> None:
    found = parse_number(line)
    assert found is not None
    assert (found.kind, found.text, line[found.title_at :]) == (kind, number, title)


@pytest.mark.parametrize(
    "line",
    [
        "12 avril 2023",
        "12/04/2023",
        "12h30 : reprise",
        "2 000 € de subvention",
        "10.000 euros",
        "19-20 mai",
        "Première étape du projet",
        "Second tour : vote",
        "Premier point de vue",
        "1er mai : fête du muguet",
        "R.421-1 du code",
        "A.1 du tableau",
        "A Paris, le 3 mai",
        "Y a-t-il un quorum ?",
        "D'accord",
        "IL est décidé",
        "Budget",
    ],
)
def test_no_number(line: str) -> None:
    assert parse_number(line) is None


@pytest.mark.parametrize(
    ("letters", "value"), [("i", 1), ("iv", 4), ("ix", 9), ("xii", 12), ("xl", 40), ("ic", None)]
)
def test_roman_numbers(letters: str, value: int | None) -> None:
    assert roman_value(letters) == value
