import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import crparse
from crparse.record import SCHEMA_VERSION, record_schema
from minutes_files import make_record, write_docx

PUBLISHED = Path(__file__).parent / "data" / f"record-{SCHEMA_VERSION}.schema.json"


def test_the_published_schema_changes_with_its_version_only() -> None:
    """A change of the record needs a new SCHEMA_VERSION, and `crparse schema > tests/data/record-….json`."""
    assert record_schema() == json.loads(PUBLISHED.read_text(encoding="utf-8"))


def test_the_schema_is_one_and_says_which() -> None:
    schema = record_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"] == f"urn:crparse:schema:minutes:{SCHEMA_VERSION}"


def as_written(record: crparse.Minutes) -> dict[str, object]:
    written: dict[str, object] = json.loads(record.model_dump_json(by_alias=True))
    return written


def test_records_hold_to_the_schema(tmp_path: Path) -> None:
    for record in (make_record(), crparse.parse(write_docx(tmp_path / "jardins.docx"))):
        jsonschema.validate(as_written(record), record_schema())


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("schema_version", "0.9"),
        ("attendees", None),
        ("upcoming_dates", [{"date": "9 avril"}]),
        ("meeting", {"date": "09/04/2024"}),
        ("schema_version", "2.0"),
    ],
)
def test_other_things_do_not(field: str, value: object) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**as_written(make_record()), field: value}, record_schema())


@pytest.mark.parametrize("field", ["id", "attendees", "text", "schema_version"])
def test_no_field_may_be_missing(field: str) -> None:
    record = as_written(make_record())
    del record[field]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(record, record_schema())


EARLIER = [path for path in PUBLISHED.parent.glob("record-1.*.schema.json") if path != PUBLISHED]


def fields_of(schema: dict[str, Any]) -> dict[tuple[str, str], Any]:
    """(class, field) -> what the schema says of it."""
    classes = {"Minutes": schema, **schema["$defs"]}
    return {(name, field): told for name, one in classes.items() for field, told in one["properties"].items()}


@pytest.mark.parametrize("published", EARLIER, ids=lambda path: path.name)
def test_within_a_first_number_fields_are_only_added(published: Path) -> None:
    before, now = fields_of(json.loads(published.read_text("utf-8"))), fields_of(record_schema())
    del before["Minutes", "schema_version"]
    assert {field: now.get(field) for field in before} == before


def test_a_stored_record_of_1_0_opens() -> None:
    stored = (PUBLISHED.parent / "record-1.0.json").read_bytes()
    record = crparse.Minutes.model_validate_json(stored)
    assert (record.schema_version, record.furniture, record.meeting.header_evidence) == ("1.0", [], {})
    assert record.model_copy(update={"schema_version": SCHEMA_VERSION}) == make_record()


def test_a_record_of_a_later_version_opens_and_keeps_to_the_schema() -> None:
    later = {**as_written(make_record()), "schema_version": "1.9", "mood": "good"}
    later["meeting"] = {**make_record().meeting.model_dump(), "weather": "fine"}
    jsonschema.validate(later, record_schema())
    assert crparse.Minutes.model_validate(later).meeting == make_record().meeting
