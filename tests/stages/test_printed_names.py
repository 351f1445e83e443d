"""Where known names are printed: as whole words, in one way through the text."""

import random

import pytest

from crparse.stages.entities.mentions import PrintedNames, Words, any_of


def apart(names: list[str], text: str) -> list[str]:
    return [text[start:end] for start, end, _ in PrintedNames(names).apart(Words(text))]


@pytest.mark.parametrize(
    ("names", "text", "expected"),
    [
        (["Anne Roux", "Roux"], "Anne  Roux et Mme Roux", ["Anne  Roux", "Roux"]),
        (["Roux"], "LeRoux, Rouxel, @Roux, Roux@x, J.Roux, Roux-Petit, Le-Roux", []),
        (["Roux"], "(Roux), Roux. Roux\nRoux - Roux", ["Roux"] * 5),
        (["l'ADEME", "ADEME"], "l'ADEME, d'ADEME", ["l'ADEME", "ADEME"]),
        (["DDT (38)"], "la DDT (38) et la DDT (38)x", ["DDT (38)"]),
        (["A", ""], "A ou rien", []),
        (["a b", "b c d"], "a b c d", ["a b"]),
    ],
)
def test_names_apart(names: list[str], text: str, expected: list[str]) -> None:
    assert apart(names, text) == expected


def test_each_place_of_each_name() -> None:
    text = "les Amis du Bief et le Bief"
    found = [(text[s:e], name) for s, e, name in PrintedNames(["Amis du Bief", "Bief"]).each(Words(text))]
    assert found == [("Amis du Bief", "Amis du Bief"), ("Bief", "Bief"), ("Bief", "Bief")]


def test_the_same_as_trying_every_name_at_every_place() -> None:
    chance = random.Random(7)
    for _ in range(300):
        text = "".join(chance.choice("ab -'.\n@") for _ in range(40))
        names = {
            "".join(chance.choice("ab -'") for _ in range(chance.randint(1, 5))).strip() for _ in range(6)
        }
        kept = [name for name in names if name]
        expected = [match.span() for match in any_of(kept).finditer(text)]
        assert [(s, e) for s, e, _ in PrintedNames(kept).apart(Words(text))] == expected, (kept, text)
