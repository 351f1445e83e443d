import json
from pathlib import Path

import pytest

from baseline import (
    Floors,
    FloorsLowered,
    complaints,
    fingerprint,
    measure,
    raised,
    read_floors,
    write_floors,
)
from crparse.evaluation.evaluate import evaluate

FLOORS = Floors("one", 2, {"people": 0.4, "core": 0.4})


def test_floors_are_rounded_down_and_leave_out_empty_fields() -> None:
    names = ("Odile Vasseur", "Henri Lacombe", "Jeanne Morvan")
    gold = {"a.docx": {"people": [{"name": name} for name in names]}}
    found = measure(evaluate(gold, {"a.docx": {"people": [{"name": names[0]}, {"name": names[1]}]}}), "one")
    assert found == Floors("one", 1, {"people": 0.8, "core": 0.8})
    found = measure(evaluate(gold, {"a.docx": {"people": [{"name": names[0]}] * 3}}), "one")
    assert found.scores == {"people": 0.333, "core": 0.333}


def test_a_score_below_its_floor_is_told() -> None:
    assert complaints(FLOORS, Floors("one", 2, {"people": 0.399, "core": 0.5})) == [
        "people: 0.399 is below the floor of 0.400"
    ]
    assert complaints(FLOORS, Floors("one", 2, {"core": 0.5})) == [
        "people: 0.000 is below the floor of 0.400"
    ]
    assert complaints(FLOORS, Floors("one", 2, {"people": 0.4, "core": 0.4, "actions": 0.1})) == []


def test_what_an_encoder_reads_may_differ_a_little_on_another_processor() -> None:
    floors = Floors("one", 80, {"people": 0.4, "decisions": 0.4})
    assert complaints(floors, Floors("one", 80, {"people": 0.4, "decisions": 0.394})) == []
    assert complaints(floors, Floors("one", 80, {"people": 0.394, "decisions": 0.392})) == [
        "people: 0.394 is below the floor of 0.400",
        "decisions: 0.392 is below the floor of 0.400",
    ]


def test_other_gold_is_told() -> None:
    assert complaints(FLOORS, Floors("two", 2, {"people": 1.0, "core": 1.0})) == [
        "The documents or gold records are not those that the floors were measured on."
    ]


def test_floors_rise_and_do_not_sink_unasked() -> None:
    higher = Floors("two", 3, {"people": 0.5, "core": 0.5})
    lower = Floors("two", 3, {"people": 0.5, "core": 0.3})
    assert raised(None, lower) == lower
    assert raised(FLOORS, higher) == higher
    with pytest.raises(FloorsLowered, match=r"^core: 0\.300 is below the floor of 0\.400$"):
        raised(FLOORS, lower)
    assert raised(FLOORS, lower, allow_regression=True) == lower


def test_the_fingerprint_is_of_names_and_contents(tmp_path: Path) -> None:
    one, two, other = tmp_path / "one", tmp_path / "two", tmp_path / "other"
    for folder, content in ((one, "gold"), (two, "gold"), (other, "changed")):
        folder.mkdir()
        (folder / "a.json").write_text(content)
        (folder / "b.json").write_text("same")
    assert fingerprint(one.iterdir()) == fingerprint([two / "b.json", two / "a.json"])
    assert fingerprint(one.iterdir()) != fingerprint(other.iterdir())
    (two / "a.json").rename(two / "c.json")
    assert fingerprint(one.iterdir()) != fingerprint(two.iterdir())


def test_floors_on_disk(tmp_path: Path) -> None:
    file = tmp_path / "baseline.json"
    assert read_floors(file) == {}
    write_floors({"real": FLOORS, "own": Floors("x", 1)}, file)
    assert read_floors(file) == {"own": Floors("x", 1), "real": FLOORS}
    assert list(json.loads(file.read_text())) == ["own", "real"]
    assert [found.name for found in tmp_path.iterdir()] == ["baseline.json"]
