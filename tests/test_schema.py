import json
from collections.abc import Iterator
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


def is_kept(before: Any, now: Any) -> bool:
    """Whether what a schema said still stands, be it with more beside it: words, bounds."""
    if isinstance(before, dict) and isinstance(now, dict):
        told = {key: value for key, value in before.items() if key != "description"}
        return all(key in now and is_kept(value, now[key]) for key, value in told.items())
    if isinstance(before, list) and isinstance(now, list) and len(before) == len(now):
        return all(map(is_kept, before, now))
    return bool(before == now)


def test_more_may_be_said_of_a_field_but_nothing_else() -> None:
    page = {"anyOf": [{"type": "integer"}, {"type": "null"}], "default": None}
    assert is_kept(
        page,
        {**page, "description": "The page.", "anyOf": [{"type": "integer", "minimum": 1}, {"type": "null"}]},
    )
    assert is_kept({**page, "description": "A page."}, {**page, "description": "The page."})
    assert not is_kept(page, {**page, "default": 1})
    assert not is_kept(page, {"anyOf": [{"type": "integer"}], "default": None})
    assert not is_kept({"enum": ["present"]}, {"enum": ["present", "late"]})
    assert not is_kept(page, None)


@pytest.mark.parametrize("published", EARLIER, ids=lambda path: path.name)
def test_within_a_first_number_fields_are_only_added(published: Path) -> None:
    before, now = fields_of(json.loads(published.read_text("utf-8"))), fields_of(record_schema())
    del before["Minutes", "schema_version"]
    assert {field for field in before if not is_kept(before[field], now.get(field))} == set()


def test_every_field_is_described() -> None:
    schema = record_schema()
    undescribed = [field for field, told in fields_of(schema).items() if not told.get("description")]
    classes = [name for name, told in schema["$defs"].items() if not told.get("description")]
    assert (undescribed, classes) == ([], [])


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("id", "jardins"),
        ("sections", [{"level": 0}]),
        ("attendees", [{"start": -1}]),
        ("attendees", [{"page": 0}]),
        ("attendees", [{"confidence": 101.0}]),
        ("decisions", [{"vote": {"for": -1}}]),
        ("meeting", {"evidence": {"weather": as_written(make_record())["examples"][0]}}),
        ("source", {"sha256": "abc"}),
        ("expected_errors", {"attendees": -0.5}),
        ("doubt", -1),
    ],
)
def test_what_is_out_of_bounds_is_refused(field: str, value: object) -> None:
    """Each spoils one value of a record that keeps to the schema."""
    record = as_written(make_record())
    record[field] = spoilt(record[field], value)
    errors = list(jsonschema.Draft202012Validator(record_schema()).iter_errors(record))
    assert [error.absolute_path[0] for error in errors] == [field]


def spoilt(good: Any, value: Any) -> Any:
    """What is good, with the values of another put in their places."""
    if isinstance(good, dict) and isinstance(value, dict):
        return good | {key: spoilt(good.get(key), one) for key, one in value.items()}
    if isinstance(good, list) and isinstance(value, list):
        return [*map(spoilt, good, value), *good[len(value) :]]
    return value


STORED = sorted(path for path in PUBLISHED.parent.glob("record-*.json") if "schema" not in path.name)


def test_a_record_of_every_published_version_is_stored() -> None:
    published = {path.name.removesuffix(".schema.json") for path in PUBLISHED.parent.glob("*.schema.json")}
    assert {path.stem for path in STORED} == published


def test_what_was_not_there_is_empty(stored: dict[str, Any], opened: Any) -> None:
    """A record as it opens has what was stored, and what its version had not says nothing."""
    assert [value for value in added(stored, opened) if value not in NOTHING] == []


@pytest.fixture(params=STORED, ids=lambda path: path.stem)
def stored(request: pytest.FixtureRequest) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(request.param.read_bytes())
    return found


@pytest.fixture
def opened(stored: dict[str, Any]) -> dict[str, object]:
    """The record as today's readers have it, written again."""
    return as_written(crparse.Minutes.model_validate(stored))


def test_a_stored_record_keeps_to_the_schema_of_its_version(stored: dict[str, Any]) -> None:
    file = PUBLISHED.parent / f"record-{stored['schema_version']}.schema.json"
    jsonschema.validate(stored, json.loads(file.read_text(encoding="utf-8")))


def test_opened_it_keeps_to_that_of_today(opened: dict[str, object]) -> None:
    jsonschema.validate(opened, record_schema())


NOTHING = (None, [], {}, 1)
"""What stands for a field that a record has not: nothing, or that it is of the first meeting of one."""


def added(before: Any, now: Any) -> Iterator[Any]:
    """What a record has beside what it had; all else has to be the same."""
    if isinstance(before, dict):
        assert before.keys() <= now.keys()
        for key, value in now.items():
            yield from added(before[key], value) if key in before else [value]
    elif isinstance(before, list):
        assert len(before) == len(now)
        for one, other in zip(before, now, strict=True):
            yield from added(one, other)
    else:
        assert before == now


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
