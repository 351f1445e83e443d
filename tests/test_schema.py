import json
from pathlib import Path

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
        ("mood", "good"),
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
