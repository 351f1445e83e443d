"""Names made comparable."""

import pytest

from crparse.text import name_key, name_words


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("S.I.R.O.P. de l'Orvanne", ("sirop", "de", "l", "orvanne")),
        ("C.C.2.R", ("cc2r",)),
        ("Éloïse Cœur-Vaillant", ("eloise", "coeur", "vaillant")),
        ("« Les Grillons »", ("les", "grillons")),
        ("DDT 38", ("ddt", "38")),
        ("…", ()),
    ],
)
def test_words(name: str, words: tuple[str, ...]) -> None:
    assert name_words(name) == words


def test_key_is_the_same_for_all_ways_to_print_a_name() -> None:
    assert {name_key("LE BIHAN Anaïs"), name_key("Le Bihan  Anais"), name_key("le-bihan anaïs")} == {
        "le bihan anais"
    }
