"""What keeps a name company in the lists of its line and of the lines around it."""

import pytest
from spacy.language import Language

from crparse.pipeline import make_doc
from crparse.source import from_text
from crparse.stages.entities.company import Company, Lists
from crparse.stages.entities.mentions import Text


def lists(nlp: Language, text: str, *bodies: str) -> Lists:
    read = Text(make_doc(nlp, from_text(text)))
    return Lists(read, [(text.index(body), text.index(body) + len(body)) for body in bodies])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Partenaires : EDF, Zorglub, Terre Vive", Company(3, 0.5, 0.0, 1.0, True)),
        ("On verra EDF, Zorglub et la mairie.", Company(3, 0.0, 0.0, 0.5, False)),
        ("Vu : EDF ; le Zorglub ; la mairie", Company(3, 0.5, 0.0, 0.5, False)),
        ("Vu : EDF et Zorglub", None),
    ],
)
def test_across_a_line(nlp: Language, text: str, expected: Company | None) -> None:
    start = text.index("Zorglub")
    assert lists(nlp, text, "EDF").across((start, start + len("Zorglub"))) == expected


def test_down_the_lines(nlp: Language) -> None:
    text = "EDF : 20 €\nZorglub : 30 €\nTerre Vive : 40 €"
    start = text.index("Zorglub")
    found = lists(nlp, text, "EDF").down((start, start + len("Zorglub")))
    assert found == Company(3, 0.5, 0.0, 1.0, False)
