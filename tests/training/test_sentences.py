"""Fictional sentences as minutes to learn from."""

import json
from pathlib import Path

from crparse.source import Block, Kind
from crparse.training.sentences import read_sentences

CORPUS = Path(__file__).parent.parent.parent / "corpus" / "sentences"

LABELS = {"decision", "action", "announcement", "no decision", "no action", "other"}


def test_sentences_of_a_style_are_minutes(tmp_path: Path) -> None:
    lines = [
        {"label": "decision", "text": "Le four est vendu.", "style": "village", "under": "Four"},
        {
            "label": "action",
            "text": "Zoé relance le notaire.",
            "style": "village",
            "under": "Four",
            "who": "Zoé",
        },
        {"label": "other", "text": "Il pleut.", "style": "village", "under": "Divers", "listed": True},
    ]
    (tmp_path / "village.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    (minutes,) = read_sentences(tmp_path)
    assert minutes.body == "sentences village"
    assert minutes.source.blocks == (
        Block("Four", heading_level=1),
        Block("Le four est vendu."),
        Block("Zoé relance le notaire."),
        Block("Divers", heading_level=1),
        Block("Il pleut.", Kind.LIST_ITEM, marker="-", list_level=0),
    )
    assert minutes.gold["decisions"] == [{"text": "Le four est vendu."}]
    assert minutes.gold["actions"] == [{"what": "Zoé relance le notaire."}]


def test_the_projects_own_sentences() -> None:
    files = sorted(CORPUS.glob("*.jsonl"))
    lines = [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    assert len(lines) == 1000
    assert {line["label"] for line in lines} == LABELS
    assert all(line["text"].strip() == line["text"] for line in lines)
    assert all(("who" in line) == (line["label"] == "action") for line in lines)
    assert len({(line["style"], line["under"], line["text"]) for line in lines}) == len(lines)
