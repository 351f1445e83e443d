"""What the first weights say of the other forms of a document, as figures of each form."""

import pytest

from crparse.models import BoostedTrees, LinearModel
from crparse.stages.entities.candidates import Form
from crparse.stages.entities.judge import Judge
from crparse.stages.entities.standing import NONE, SUREST, standings

TEXT = "Le Syndicat mixte du Val Bleu (SMVB), la Ruche et Zorglub."

NAMES = ("Syndicat mixte du Val Bleu", "Val Bleu", "SMVB", "Ruche", "Zorglub")

ODDS = (2.0, -1.0, 0.5, -3.0, 11.0)


def _among() -> dict[str, dict[str, float]]:
    places = [{(TEXT.index(name), TEXT.index(name) + len(name))} for name in NAMES]
    found = standings(NAMES, places, ODDS, [("SMVB", "Syndicat mixte du Val Bleu")])
    return {
        name: {key.removeprefix("among_"): one for key, one in row.items()}
        for name, row in zip(NAMES, found, strict=True)
    }


@pytest.mark.parametrize(
    ("name", "figure", "expected"),
    [
        ("Val Bleu", "longer", 2.0),
        ("Syndicat mixte du Val Bleu", "inner", -1.0),
        ("Val Bleu", "lead", -3.0),
        ("SMVB", "longer", NONE),
        ("SMVB", "before", 2.0),
        ("SMVB", "after", -3.0),
        ("Ruche", "after", SUREST),
        ("Zorglub", "before", -3.0),
        ("Zorglub", "near", 2.0),
        ("SMVB", "pair", 2.0),
        ("Syndicat mixte du Val Bleu", "pair", 0.5),
        ("Zorglub", "pair", NONE),
        ("Zorglub", "own", SUREST),
        ("Zorglub", "rank", 0.0),
    ],
)
def test_what_stands_around(name: str, figure: str, expected: float) -> None:
    assert _among()[name][figure] == expected


def test_forms_of_one_head_core_or_letters_tell_about_each_other() -> None:
    names = ("Association Val Bleu", "Association Les Grillons", "SARL Val Bleu", "Val-Bleu", "Valbleu")
    found = standings(names, [set() for _ in names], (1.0, 3.0, -1.0, -2.0, -4.0), ())
    assert found[0]["among_head"] == 3.0
    assert found[0]["among_core"] == -1.0
    assert found[2]["among_core"] == 1.0
    assert found[3]["among_letters"] == -4.0
    assert found[1]["among_core"] == NONE


def test_a_document_without_forms() -> None:
    assert standings((), (), (), ()) == []


def test_the_trees_decide_with_the_first_weights() -> None:
    doubtful, sure = Form("Ruche", {(0, 5): {"capitals"}}), Form("Zorglub", {(9, 16): {"acronym"}})
    rows = {doubtful: {"bias": -1.0}, sure: {"bias": 3.0}}
    first = LinearModel({"bias": 1.0}, 0.0, 0.5)
    beside_sure = BoostedTrees(("among_after",), 0.0, (((0, 0.0, 1, 2), -1.0, 3.0),))
    assert Judge(first).likely(rows, [])[doubtful] < 0.5
    likely = Judge(first, beside_sure).likely(rows, [])
    assert likely[doubtful] == pytest.approx(0.731, abs=0.001)
    assert likely[sure] == pytest.approx(0.731, abs=0.001)
