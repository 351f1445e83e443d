"""The term before or after a place in the text."""

from collections.abc import Callable

import pytest
from spacy.language import Language

from crparse.document.passages import bare, term_after, term_before
from crparse.pipeline import make_doc
from crparse.source import from_text


@pytest.fixture(scope="module")
def nlp(french_with: Callable[..., Language]) -> Language:
    return french_with()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nous avons parlé du temps de cuisson, ", "temps de cuisson"),
        ("Il faut tenir compte de l'effet volume, ", "effet volume"),
        ("Le « glanage » ", "glanage"),
        (
            "une convention de mise à disposition de personnel (annexe 2), ",
            "convention de mise à disposition de personnel",
        ),
        ("Une vidéo aide à découvrir RivNet, ", "RivNet"),
        ("Il a voté, ", None),
    ],
)
def test_term_before(nlp: Language, text: str, expected: str | None) -> None:
    doc = nlp(make_doc(nlp, from_text(text)))
    part = term_before(doc, 0, len(text))
    assert (text[slice(*part)] if part else None) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("le glanage des champs après la moisson", "glanage des champs"),
        ("l'« affouage » est réglé", "affouage"),
        ("avoir voté", None),
    ],
)
def test_term_after(nlp: Language, text: str, expected: str | None) -> None:
    doc = nlp(make_doc(nlp, from_text(text)))
    part = term_after(doc, 0, len(text))
    assert (text[slice(*part)] if part else None) == expected


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        ("Le « glanage »", "glanage"),
        ("l'îlot (parcelle)", "îlot"),
        ("Larzac", "Larzac"),
        ("les abords :", "abords"),
    ],
)
def test_bare(term: str, expected: str) -> None:
    assert bare(term) == expected
