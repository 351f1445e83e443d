import json
from pathlib import Path

import pytest

from crparse.evaluation.evaluate import (
    Evaluation,
    EvaluationError,
    by_file,
    by_group,
    errors,
    evaluate,
    evaluate_folders,
    figures,
    read_groups,
    read_json_records,
)

GOLD = {
    "a.docx": {"people": [{"name": "Odile Vasseur"}], "actions": [{"what": "appeler le pépiniériste"}]},
    "b.docx": {"people": [{"name": "Henri Lacombe"}, {"name": "Jeanne Morvan"}]},
}

PREDICTED = {"a.docx": {"people": [{"name": "Odile Vasseur"}, {"name": "Les Jardins"}]}}


def make_evaluation() -> Evaluation:
    return evaluate(GOLD, PREDICTED)


def test_counts_are_summed_over_files() -> None:
    totals = make_evaluation().totals
    people, actions = totals["people"], totals["actions"]
    assert (people.right, people.gold, people.predicted) == (1, 3, 2)
    assert (actions.right, actions.gold, actions.predicted) == (0, 1, 0)
    assert make_evaluation().missing == ["b.docx"]


def test_means_leave_out_fields_with_nothing_to_score() -> None:
    assert make_evaluation().core == pytest.approx(0.4)
    assert make_evaluation().beyond == 0.0
    assert evaluate({"a.docx": {}}, {}).core is None


def test_groups() -> None:
    groups = make_evaluation().grouped({"a.docx": "Jardins", "b.docx": "Chorale"})
    assert {name: found.core for name, found in groups.items()} == {
        "Chorale": 0.0,
        "Jardins": pytest.approx(2 / 3),
    }
    assert list(groups) == ["Chorale", "Jardins"]
    assert list(make_evaluation().grouped({"a.docx": "Jardins"})) == ["Jardins"]


def test_the_figures_as_text() -> None:
    lines = list(figures(make_evaluation()))
    assert lines[:3] == [
        "2 gold files, 1 without a prediction",
        "without a prediction: b.docx",
        "field                         P      R     F1   gold   pred",
    ]
    assert "people                    0.500  0.333  0.400      3      2" in lines
    assert "actions                       -  0.000  0.000      1      0" in lines
    assert "votes                         -      -      -      0      0" in lines
    assert lines[-2:] == [
        "core (mean F1)                          0.400",
        "beyond (mean F1)                        0.000",
    ]


def test_the_figures_of_files_groups_and_errors() -> None:
    found = make_evaluation()
    assert list(by_file(found)) == ["a.docx people=0.67", "b.docx people=0.00"]
    assert list(by_group(found.grouped({"a.docx": "Jardins"}))) == [
        "group    files   core beyond",
        "Jardins      1  0.667  0.000",
    ]
    assert list(errors(found.mismatches("people"))) == [
        "a.docx | extra | gold: - | predicted: Les Jardins",
        "b.docx | missed | gold: Henri Lacombe | predicted: -",
        "b.docx | missed | gold: Jeanne Morvan | predicted: -",
    ]
    assert list(errors(found.mismatches("actions"))) == [
        'a.docx | missed | gold: {"what": "appeler le pépiniériste"} | predicted: -'
    ]


def test_long_values_are_cut() -> None:
    found = evaluate({"a.docx": {"sections": [{"title": "x" * 300}]}}, {})
    assert list(errors(found.mismatches("sections"))) == [
        f"a.docx | missed | gold: {'x' * 100}… | predicted: -"
    ]


def test_the_figures_as_json() -> None:
    found = make_evaluation().as_json()
    assert (found["files"], found["missing"], found["beyond"]) == (2, ["b.docx"], 0.0)
    assert found["fields"]["votes"] == {
        "precision": None,
        "recall": None,
        "f1": None,
        "gold": 0,
        "predicted": 0,
    }
    assert json.loads(json.dumps(found)) == found


def write(file: Path, *records: object) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("\n".join(json.dumps(record) for record in records))
    return file


def test_records_go_by_the_name_of_their_source(tmp_path: Path) -> None:
    write(tmp_path / "1.json", {"source": {"name": "a.docx"}, "file": "other"})
    write(tmp_path / "2.json", {"file": "minutes/b.docx"})
    write(tmp_path / "c.docx.json", {})
    write(tmp_path / "notes.json", ["no record"])
    assert list(read_json_records(tmp_path)) == ["a.docx", "b.docx", "c.docx"]


def test_records_of_a_corpus_and_of_a_file(tmp_path: Path) -> None:
    write(tmp_path / "corpus" / "documents" / "1.json", {"file": "a.docx"})
    write(tmp_path / "corpus" / "manifest.json", {"files": {}})
    file = write(tmp_path / "records.jsonl", {"file": "a.docx"}, {"file": "b.docx"})
    assert list(read_json_records(tmp_path / "corpus")) == ["a.docx"]
    assert list(read_json_records(file)) == ["a.docx", "b.docx"]


def test_nothing_to_evaluate(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match="no gold record"):
        evaluate_folders(tmp_path, tmp_path)


def test_groups_of_a_manifest(tmp_path: Path) -> None:
    lines = [{"file": "a.docx", "group": "Jardins"}, {"file": "b.docx"}, {"file": "c.docx", "group": 3}]
    manifest = write(tmp_path / "manifest.jsonl", *lines)
    assert read_groups(manifest, "group") == {"a.docx": "Jardins", "c.docx": "3"}
