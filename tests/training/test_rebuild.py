"""All weights from the project's own minutes: the same twice."""

from dataclasses import replace
from pathlib import Path

import pytest
from spacy.language import Language

from crparse.models import parse_jury, parse_model, parse_trees
from crparse.source import from_text
from crparse.training import Beside, rebuild
from crparse.training.annotated import AnnotatedMinutes, read_minutes
from crparse.training.kinds import Paper
from evaluation_sets import OWN

FEW = (
    "02-association-ag",
    "03-association-ca",
    "06-conseil-ecole",
    "07-comite-pilotage",
    "13-atelier-habitat",
)
"""Minutes of five bodies that decide and give tasks, all quick to read."""


@pytest.fixture(scope="module")
def minutes() -> list[AnnotatedMinutes]:
    documents = [OWN / "sources" / f"{name}.docx" for name in FEW]
    return read_minutes(documents, OWN / "gold", {document.name: document.stem for document in documents})


def _weights(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in sorted(folder.iterdir())}


def test_the_same_minutes_give_the_same_bytes(
    minutes: list[AnnotatedMinutes], nlp: Language, tmp_path: Path
) -> None:
    said: list[list[str]] = [[], []]
    texts = ("Ordre du jour\n1. Budget", "Facture n° 8\nNet à payer : 12 €")
    papers = [
        Paper(AnnotatedMinutes(text[:5], text[:5], from_text(text), {}), is_minutes=False) for text in texts
    ]
    for lines, name in zip(said, ("once", "again"), strict=True):
        (tmp_path / name).mkdir()
        beside = Beside([replace(minutes[0], body="sheet")], papers=papers)
        rebuild(minutes, nlp, tmp_path / name, beside, lines.append)
    found = _weights(tmp_path / "once")
    assert list(found) == [
        "actions.json",
        "attendance.json",
        "beside.json",
        "dates.json",
        "decisions.json",
        "kind.json",
        "nesting_over.json",
        "nesting_peer.json",
        "organisations.json",
        "organisations_trees.json",
        "outline.json",
        "probability.json",
    ]
    assert found == _weights(tmp_path / "again")
    assert said[0] == said[1]
    assert any("headings, as it is" in line for line in said[0])
    assert "title minutes" in parse_model(found["kind.json"].decode()).weights
    assert "kind, other papers                       2: kept 0 (0.000, 0.000 to 0.658)" in "\n".join(said[0])
    assert parse_trees(found["outline.json"].decode()).names
    assert "label" in "".join(parse_jury(found["actions.json"].decode()).forms.weights)
