"""Votes as printed: (unanimous, for, against, abstentions)."""

import pytest

from crparse.document.votes import is_bare, merge, outcome_of, read_vote, table_votes, tally_start
from crparse.source import Block, Cell, SourceDocument

Told = tuple[bool | None, int | None, int | None, int | None]


def told(text: str) -> Told | None:
    vote = read_vote(text)
    return (vote.unanimous, vote.votes_for, vote.against, vote.abstentions) if vote else None


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Vote : pour 12, contre 0", (False, 12, 0, None)),
        ("Vote : Pour : 12 - Contre : 0 - Abstention : 2", (False, 12, 0, 2)),
        ("Votes pour : 15, votes contre : 0, abstentions : 0", (False, 15, 0, 0)),
        ("Résultat du vote : 8 pour, 2 contre, 1 abstention", (False, 8, 2, 1)),
        ("POUR 12 CONTRE 0 ABSTENTION 0", (False, 12, 0, 0)),
        ("Pour = 14 ; Contre = 0 ; Abstention = 0", (False, 14, 0, 0)),
        ("Pour: 22 Contre: 3 Abst: 5", (False, 22, 3, 5)),
        ("10 pour, 0 contre, 5 absts.", (False, 10, 0, 5)),
        ("Vote : 12 pour / 0 contre / 0 abstention", (False, 12, 0, 0)),
        ("Nombre de votants : 14 Pour : 14 Contre : 0 Abstentions : 0", (False, 14, 0, 0)),
        ("POUR : 11 ; CONTRE : 2 (M. Brossard, Mme Vidal) ; ABSTENTION : 1 (Mme Roux)", (False, 11, 2, 1)),
        ("Pour : 12 (dont 3 procurations)", (False, 12, None, None)),
        ("18 pour (dont 3 procurations)", (False, 18, None, None)),
        ("+ pour 15 (dont 1 pouvoir)", (False, 15, None, None)),
        ("contre : 2 dont 1 pouvoir", (False, None, 2, None)),
        ("0 voix contre, 2 abstentions", (False, None, 0, 2)),
        ("2 abstentions (Mme Roux et M. Vidal)", (False, None, None, 2)),
        ("S'est abstenu : 1 copropriétaire représentant 210 tantièmes", (False, None, None, 1)),
        ("Vote contre : néant", (False, None, 0, None)),
        ("Abstentions : aucune", (False, None, None, 0)),
        ("14 voix « pour », 0 voix « contre »", (False, 14, 0, None)),
        ("12 voix contre 3", (False, 12, 3, None)),
        ("Votent pour : 12 copropriétaires représentant 4 520 / 10 000 tantièmes", (False, 12, None, None)),
        ("Vote(nt) CONTRE : 2 copropriétaire(s) totalisant 520/10000 tantièmes.", (False, None, 2, None)),
        ("Avis favorable : 8 voix ; avis défavorable : 2 voix ; abstention : 1", (False, 8, 2, 1)),
        ("Adopté par douze voix pour, deux voix contre et une abstention.", (False, 12, 2, 1)),
        ("Adopté par 12 voix sur 15", (False, 12, None, None)),
        ("Votes : 9 pour, 0 contre, 1 NPPV", (False, 9, 0, None)),
        ("Adoptée à l'unanimité", (True, None, None, None)),
        ("Vote : unanimité", (True, None, None, None)),
        ("Contre : 0 Abstention : 0 – Adopté à l'unanimité", (True, None, 0, 0)),
        ("Adoptée à la majorité", (False, None, None, None)),
        ("Adopté à la majorité, 1 contre", (False, None, 1, None)),
        ("Adopté à l'unanimité moins une abstention", (True, None, None, 1)),
        ("Adoptée à l'unanimité, sauf deux voix contre.", (True, None, 2, None)),
        ("Adopté à l'unanimité moins un vote contre", (True, None, 1, None)),
        ("Approuvé à l'unanimité des présents à l'exception d'une abstention", (True, None, None, 1)),
        ("Unanimité, hormis deux (2) abstentions", (True, None, None, 2)),
        ("Unanimité, une voix contre, deux abstentions", (True, None, 1, 2)),
    ],
)
def test_lines_that_say_nothing_else(line: str, expected: Told) -> None:
    assert told(line) == expected
    assert is_bare(line)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Le budget est adopté avec 12 voix pour et 3 contre.", (False, 12, 3, None)),
        ("Le comité émet un avis favorable à l'unanimité (8 voix pour).", (True, 8, None, None)),
        ("Mme Léa Fontenoy est élue avec 12 voix.", (False, 12, None, None)),
        ("Vice-secrétaire : Luc Brossard (9 pour)", (False, 9, None, None)),
        ("Un vote à main levée décide de garder le four.", (False, None, None, None)),
        ("Les comptes sont approuvés à la large majorité des présents.", (False, None, None, None)),
    ],
)
def test_sentences_that_tell_of_a_vote(sentence: str, expected: Told) -> None:
    assert told(sentence) == expected
    assert not is_bare(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Le devis passe à 12 € contre 15 l'an dernier.",
        "Il faut 12 personnes pour tenir le stand.",
        "Pour 12 enfants il faut 2 adultes.",
        "3 voix pour Zoé Lamarre",
        "Zoé Lamarre : 7 oui, 2 non",
        "12 contre le projet",
        "Il gagne de 12 voix d'avance.",
        "Le bureau est élu par le conseil statuant à la majorité.",
        "La majorité absolue est de 8.",
        "Nombre de suffrages exprimés : 14",
        "Contre : 12 €",
        "M. Roux vote contre.",
    ],
)
def test_no_vote(sentence: str) -> None:
    assert told(sentence) is None


@pytest.mark.parametrize(
    ("sentence", "left"),
    [
        ("Le prix est fixé à 12 € : 11 pour, 1 contre", "Le prix est fixé à 12 €"),
        ("Le prix est fixé à 12 €. Vote : 11 pour", "Le prix est fixé à 12 €"),
        ("Le budget est approuvé (12 pour, 1 contre)", "Le budget est approuvé"),
        ("Le rapport est adopté, par 18 voix pour.", "Le rapport est adopté"),
        ("Le rapport est adopté par 18 voix pour.", "Le rapport est adopté par 18 voix pour"),
        ("Le bilan est adopté avec 8 voix pour et une abstention.", "Le bilan est adopté avec 8 voix pour"),
        ("Le rapport est adopté.", None),
        ("Le bail est voté à l'unanimité moins une abstention.", "Le bail est voté à l'unanimité"),
        ("Le bail est voté à l'unanimité (moins 2 abstentions).", "Le bail est voté à l'unanimité"),
        ("Le bail est voté à l'unanimité sauf une voix contre.", "Le bail est voté à l'unanimité"),
        ("Le bail est voté à l'unanimité, sauf 1 contre et 2 abstentions.", "Le bail est voté à l'unanimité"),
        ("Le bail est voté à l'unanimité à l'exception d'une abstention.", "Le bail est voté à l'unanimité"),
        (
            "Le bail est voté à l'unanimité exception faite de 2 voix contre.",
            "Le bail est voté à l'unanimité",
        ),
        ("Le bail est voté à l'unanimité hormis deux (2) abstentions.", "Le bail est voté à l'unanimité"),
        ("Le bail est voté à l'unanimité, excepté une voix contre.", "Le bail est voté à l'unanimité"),
        ("Le bail est voté à l'unanimité et deux abstentions.", "Le bail est voté à l'unanimité"),
        ("Le bail est voté à l'unanimité, deux élus s'abstenant.", "Le bail est voté à l'unanimité"),
        ("Le bail est voté par tous moins une voix contre.", "Le bail est voté par tous"),
        ("Le bail est voté, moins une abstention, à l'unanimité.", "Le bail est voté"),
        ("Le bail est voté à l'unanimité moins une voix.", None),
        ("Le bail est voté à l'unanimité sauf M. Roux, qui vote contre.", None),
    ],
)
def test_the_sentence_before_a_tally_set_apart(sentence: str, left: str | None) -> None:
    start = tally_start(sentence)
    assert (sentence[:start] if start is not None else None) == left


def test_two_mentions_of_one_vote() -> None:
    both = merge(read_vote("Adopté à l'unanimité"), read_vote("12 pour, 0 contre"))
    assert both is not None
    assert both.model_dump() == {"unanimous": True, "votes_for": 12, "against": 0, "abstentions": None}
    assert merge(None, None) is None


def table(*rows: tuple[str, ...]) -> SourceDocument:
    blocks = (
        Block(text, cell=Cell(0, i, j, len(rows), len(row)))
        for i, row in enumerate(rows)
        for j, text in enumerate(row)
    )
    return SourceDocument("t", "txt", tuple(blocks))


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([("Pour", "12"), ("Contre", "1"), ("Abstentions", "2")], [(12, 1, 2)]),
        ([("Votants", "Pour", "Contre"), ("13", "12", "1")], [(12, 1, None)]),
        ([("Zoé Lamarre", "9"), ("Abstentions", "3"), ("Contre", "0")], [(9, 0, 3)]),
        ([("Pour", "oui"), ("Contre", "non")], []),
        ([("Pain", "12"), ("Sel", "1")], []),
    ],
)
def test_tables_of_votes(rows: list[tuple[str, ...]], expected: list[tuple[int | None, ...]]) -> None:
    votes = table_votes(table(*rows))
    assert [(v.votes_for, v.against, v.abstentions) for v in votes.values()] == expected


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("Le budget est adopté à l'unanimité.", "unanimous"),
        ("Le conseil refuse la vente à l'unanimité.", "unanimous"),
        ("Le budget est adopté par 11 voix pour et 2 contre.", "carried"),
        ("Le conseil fixe le loyer à 300 € (9 pour, 3 contre).", "carried"),
        ("Le budget est adopté (2 voix contre, 1 abstention).", "carried"),
        ("Adoptée à la majorité", "carried"),
        ("Le règlement est soumis au vote : 0 voix contre, 2 abstentions.", "carried"),
        ("Le budget est adopté, 6 pour, 6 contre.", "carried"),
        ("La motion est rejetée à l'unanimité.", "rejected"),
        ("La motion est rejetée : 3 pour, 9 contre.", "rejected"),
        ("Le règlement n'est pas adopté, 1 pour, 8 contre.", "rejected"),
        ("Vente du four : 4 pour, 9 contre", "rejected"),
        ("Vente du four : 6 pour, 6 contre", "unknown"),
        ("Vente du four : 2 abstentions", "unknown"),
        ("Pour : 12 (dont 3 procurations)", "unknown"),
        ("La motion est rejetée : 9 pour, 3 contre.", "unknown"),
    ],
)
def test_how_a_vote_ended(text: str, outcome: str) -> None:
    vote = read_vote(text)
    assert vote is not None
    assert outcome_of(vote, text) == outcome
