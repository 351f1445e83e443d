"""What is told about a candidate: its family, the bodies beside it, the people it may be."""

import pytest
from spacy.language import Language

from crparse.pipeline import make_doc
from crparse.source import from_text
from crparse.stages.entities.candidates import Candidate
from crparse.stages.entities.company import Lists
from crparse.stages.entities.mentions import Text
from crparse.stages.entities.organisations import Neighbours, family, features, group_forms
from crparse.stages.entities.people import find_people


def figures(nlp: Language, text: str, name: str, *others: tuple[str, str]) -> dict[str, float]:
    """The figures of `name` among `others`, given as (name, rule)."""
    doc = make_doc(nlp, from_text(text))
    for label, component in nlp.pipeline:
        if not label.startswith("crparse"):
            doc = component(doc)
    read = Text(doc)
    find_people(read)
    places = [(name, "capitals"), *others]
    found = [Candidate(text.index(n), text.index(n) + len(n), rule) for n, rule in places]
    forms = group_forms(text, found)
    near = Neighbours(forms)
    return features(read, forms[0], near, Lists(read, near.sure))


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("kind_commune", "kind_sure"),
        ("phrase_federation", "phrase_sure"),
        ("kind_reseau", "kind_loose"),
        ("kind_commission", "kind_inner"),
        ("public_body", "public_body"),
        ("acronym_of", "acronym_of"),
    ],
)
def test_families(rule: str, expected: str) -> None:
    assert family(rule) == expected


@pytest.mark.parametrize(
    ("text", "beside"),
    [
        ("avec l'ADEME, Zorglub et la Ruche", 1.0),
        ("avec Zorglub et l'ADEME", 1.0),
        ("- Zorglub\n- ADEME", 1.0),
        ("Zorglub travaille avec l'ADEME", 0.0),
        ("avec l'ADEME. Zorglub vient", 0.0),
    ],
)
def test_a_known_body_beside_it_in_a_list(nlp: Language, text: str, beside: float) -> None:
    assert figures(nlp, text, "Zorglub", ("ADEME", "public_body")).get("beside_body", 0.0) == beside


def test_a_word_of_a_persons_name(nlp: Language) -> None:
    text = "Mme Anne Prutkov ouvre la séance. PRUTKOV rappelle le budget de Zorglub."
    assert figures(nlp, text, "PRUTKOV")["person_words"] == 1.0
    assert figures(nlp, text, "Zorglub")["person_words"] == 0.0


@pytest.mark.parametrize(("name", "known"), [("DDT38", 1.0), ("CAF 33", 1.0), ("ZORG 33", 0.0)])
def test_a_known_acronym_with_its_department(nlp: Language, name: str, known: float) -> None:
    assert figures(nlp, f"avec {name} hier", name)["public_body"] == known


def test_an_apostrophe_is_no_quotation_mark(nlp: Language) -> None:
    assert "before_quote" not in figures(nlp, "le bilan de l'Arche", "Arche")
    assert figures(nlp, "le bar « Arche »", "Arche")["before_quote"] == 1.0
