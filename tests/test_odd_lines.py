"""Lines of the pieces that minutes have, in orders that no minutes have: a record comes out all the same."""

import random

import pytest
from spacy.language import Language

from crparse.pipeline import parse_source, to_record
from crparse.record import Minutes, Source
from crparse.source import from_text

NAMES = [
    "Odile Ferrandin",
    "Mme B.T.",
    "M. J.-P. D.",
    "M. et Mme Roux",
    "MM. COSTEY, TANGUY",
    "Jean-Roc",
    "M. Jean-Roc",
    "Jean-Roc Petit",
    "M. le",
    "Mme",
    "J.M. Petit",
    "Luc",
    "Madame la Présidente",
    "d'Anne Roux",
    "Roux - Petit",
]
ACRONYMS = [
    "S.M.I.C.",
    "P.L.U.",
    "S.CO.T.",
    "A.",
    "C.C.V.O. (C.C.)",
    "ZORG",
    "(ABC)",
    "l'A.G.",
    "DDT 38",
    "R&D",
    "N°",
]
LABELS = [
    "Présents :",
    "Excusés :",
    "Pouvoirs :",
    "Secrétaire :",
    "Ordre du jour",
    "Vote :",
    "Pour :",
    "Contre : 0",
    "Décision :",
    "À faire :",
    "Prochaine réunion :",
    "1.",
    "II.",
    "İ -",
    "a)",
    "•",
    ":",
    "",
    "Exemple :",
    "Membres :",
]
WORDS = [
    "décide de",
    "est adopté à l'unanimité moins",
    "une abstention",
    "signifie",
    "se tiendra le",
    "12 mars 2024",
    "31 février",
    "24h00",
    "donne pouvoir à",
    "excusé",
    "(",
    ")",
    "((",
    "«",
    "->",
    "\t",
    ",",
    ";",
    "et",
    "-",
    "☒",
    "➔",
    "é",
    "a" * 300,
    "A." * 40,
    "Jean " * 30,
    "x@y.fr",
    "99 €",
    "moins",
    "l'",
    "’",
]


def odd_minutes(seed: int) -> str:
    """Some lines of a few pieces each."""
    chance = random.Random(seed)
    pieces = [NAMES, NAMES, ACRONYMS, LABELS, WORDS]
    lines = [
        chance.choice([" ", " ", ", ", " - ", "\t", ""]).join(
            chance.choice(chance.choice(pieces)) for _ in range(chance.randint(0, 9))
        )
        for _ in range(chance.randint(1, 12))
    ]
    return "\n".join(["Compte rendu du 4 mai 2024", *lines])


def record(nlp: Language, text: str) -> Minutes:
    source = Source(name="cr.txt", path="cr.txt", sha256="0", format="txt")
    return to_record(nlp, parse_source(nlp, from_text(text)), source)


@pytest.mark.parametrize("seed", range(40))
def test_a_record_comes_out(nlp: Language, seed: int) -> None:
    found = record(nlp, odd_minutes(seed))
    assert all(entity.mentions for entity in (*found.people, *found.organisations))
    assert {attendee.person for attendee in found.attendees} <= {None, *(p.id for p in found.people)}


@pytest.mark.parametrize(
    ("sentence", "people"),
    [
        ("Le poste est payé au S.M.I.C. à compter du 7 novembre 2024.", []),
        ("Le P.L.U. et le S.CO.T. seront présentés par la D.D.T. le 9 novembre 2024.", []),
        ("La demande de Mme B.T. est examinée.", ["B.T."]),
        ("Le conseil accorde à M. J.-P. D. une aide de 200 euros.", ["J.-P. D."]),
    ],
)
def test_initials_and_dotted_acronyms(nlp: Language, sentence: str, people: list[str]) -> None:
    assert [person.name for person in record(nlp, sentence).people] == people
