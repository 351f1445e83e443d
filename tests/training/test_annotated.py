"""Which minutes are learned from."""

import json
from pathlib import Path

import numpy as np
import pytest

from crparse.stages.encoder import KEPT
from crparse.training.annotated import kept_reading, read_known, unseen_bodies
from minutes_files import CHOIR, write_docx

ENTRIES = (
    {"file": "jardins.docx", "group": "garden"},
    {"file": "chorale.docx", "group": "swimming club", "round": 2},
    {"file": "abime.docx", "group": "club"},
)


def _folder(folder: Path) -> Path:
    write_docx(folder / "documents" / "jardins.docx")
    write_docx(folder / "documents" / "chorale.docx", CHOIR)
    (folder / "documents" / "abime.docx").write_bytes(b"")
    (folder / "gold").mkdir()
    for entry in ENTRIES:
        (folder / "gold" / f"{entry['file']}.json").write_text('{"sections": []}', encoding="utf-8")
    lines = "".join(json.dumps(entry) + "\n" for entry in ENTRIES)
    (folder / "manifest.jsonl").write_text(lines, encoding="utf-8")
    return folder


def test_a_third_of_the_later_bodies_are_unseen() -> None:
    later = [{"group": body, "round": 3} for body in ("swimming club", "choir", "library", "chess club")]
    known = [{"group": "chess club"}, {"group": "school"}]
    assert unseen_bodies([*known, *later]) == {"swimming club"}


def test_minutes_of_unseen_bodies_are_left_out(tmp_path: Path) -> None:
    found = read_known(_folder(tmp_path))
    assert [(one.name, one.body, one.gold) for one in found] == [("jardins.docx", "garden", {"sections": []})]


def test_the_last_fit_learns_of_every_body(tmp_path: Path) -> None:
    found = read_known(_folder(tmp_path), every_body=True)
    assert [(one.name, one.later) for one in found] == [("chorale.docx", True), ("jardins.docx", False)]


def test_minutes_that_cannot_be_read_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    read_known(_folder(tmp_path))
    assert capsys.readouterr().err.startswith("abime.docx is left out: ")


def test_what_an_encoder_read_of_a_body_held_out(tmp_path: Path) -> None:
    rows = np.zeros((2, len(KEPT)), np.float16)
    rows[1, KEPT.index("action:begins")] = 0.5
    np.savez(tmp_path / "cr.txt.npz", starts=[0, 4], ends=[3, 11], likely=rows)
    read = kept_reading(tmp_path, "cr.txt")
    assert (read["starts"], read["ends"]) == ([0, 4], [3, 11])
    assert read["likely"]["action:begins"] == [0.0, 0.5]
    assert read["likely"]["who"] == [0.0, 0.0]
