"""The parts of an organisation's name."""

import pytest

from crparse.language.organisations import parse_organisation


@pytest.mark.parametrize(
    ("text", "kind", "core"),
    [
        ("l'association Les Grillons du Bief", "association", ("grillons", "bief")),
        ("Communauté de communes du Val d'Ombre", "intercommunalite", ("val", "ombre")),
        ("MAIRIE DE LORMOY", "commune", ("lormoy",)),
        ("SARL Dupré", "forme_juridique", ("dupre",)),
        ("GT Voirie", "groupe_de_travail", ("voirie",)),
        ("Zorglub", None, ("zorglub",)),
        ("association", None, ("association",)),
    ],
)
def test_kind_and_core(text: str, kind: str | None, core: tuple[str, ...]) -> None:
    form = parse_organisation(text)
    assert (form.kind, form.core) == (kind, core)


def test_articles_and_abbreviations() -> None:
    assert parse_organisation("la Ruche").words == ("ruche",)
    assert parse_organisation("GT Voirie").words == parse_organisation("groupe de travail Voirie").words
    assert parse_organisation("DDT 08").numbers == frozenset({"8"})
