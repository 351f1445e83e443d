import json
from pathlib import Path

from typer.testing import CliRunner

from crparse.cli import app
from crparse.corpus.folder import record_json, write_json, write_record
from crparse.evaluation.differences import differences
from crparse.record import Minutes, Vote
from minutes_files import make_record


def corpus(folder: Path, *records: Minutes) -> Path:
    (folder / "documents").mkdir(parents=True)
    for record in records:
        write_record(record_json(record), record.id, folder / "documents")
    write_json({"generator": "crparse", "files": {}}, folder / "manifest.json")
    return folder


def upgraded() -> Minutes:
    """The record with another place of every item, one attendee more, another vote and another place."""
    record = make_record().model_copy(deep=True)
    record.meeting.place = "Salle des fêtes"
    record.attendees.append(record.attendees[0].model_copy(update={"name": "Paul Roux", "person": None}))
    record.decisions[0] = record.decisions[0].model_copy(update={"vote": Vote(votes_for=7, against=3)})
    record.actions[0] = record.actions[0].model_copy(update={"start": 3, "rule": "model:actions"})
    return record


def test_what_is_gone_and_what_has_come(tmp_path: Path) -> None:
    old, new = corpus(tmp_path / "old", make_record()), corpus(tmp_path / "new", upgraded())
    (found,) = differences(old, new)
    assert found.gone == {
        "decisions": ['{"text": "Le comité approuve le budget", "vote": {"for": 7, "against": 2}}']
    }
    assert found.come == {
        "attendees": ['{"name": "Paul Roux", "status": "present", "organisation": "Les Jardins"}'],
        "decisions": ['{"text": "Le comité approuve le budget", "vote": {"for": 7, "against": 3}}'],
        "meeting": ["place: Salle des fêtes"],
    }


def test_the_command_tells_it_and_ends_like_diff(tmp_path: Path) -> None:
    other = make_record("four.docx", "fedcba9876543210")
    old, new = corpus(tmp_path / "old", make_record(), other), corpus(tmp_path / "new", upgraded())
    told = CliRunner().invoke(app, ["diff", str(old), str(new)])
    assert told.exit_code == 1
    assert told.stdout.splitlines() == [
        "2024/jardins.docx",
        '  + attendees: {"name": "Paul Roux", "status": "present", "organisation": "Les Jardins"}',
        '  - decisions: {"text": "Le comité approuve le budget", "vote": {"for": 7, "against": 2}}',
        '  + decisions: {"text": "Le comité approuve le budget", "vote": {"for": 7, "against": 3}}',
        "  + meeting: place: Salle des fêtes",
        "2024/four.docx: only in the old corpus",
        "1 documents in both, 1 of them otherwise",
        "  only in the old corpus: 1",
        "  attendees: 0 gone, 1 come",
        "  decisions: 1 gone, 1 come",
        "  meeting: 0 gone, 1 come",
    ]


def test_nothing_is_otherwise_in_the_same(tmp_path: Path) -> None:
    old, new = corpus(tmp_path / "old", make_record()), corpus(tmp_path / "new", make_record())
    told = CliRunner().invoke(app, ["diff", str(old), str(new), "--json"])
    assert told.exit_code == 0
    line = json.loads(told.stdout)
    assert line == {
        "document": "0123456789abcdef",
        "path": "2024/jardins.docx",
        "in": "both",
        "gone": {},
        "come": {},
    }
    assert told.stderr == "1 documents in both, 0 of them otherwise\n"


def test_a_record_spoilt_by_hand_is_told(tmp_path: Path) -> None:
    old, new = corpus(tmp_path / "old", make_record()), corpus(tmp_path / "new", make_record())
    (new / "documents" / "0123456789abcdef.json").write_text("{}")
    (found,) = differences(old, new)
    assert "was changed by hand and is no valid record" in found.come["record"][0]


def test_where_there_is_no_corpus_the_command_says_so(tmp_path: Path) -> None:
    told = CliRunner().invoke(app, ["diff", str(tmp_path), str(tmp_path)])
    assert told.exit_code == 2
    assert "holds no crparse corpus" in told.stderr
