import csv
import json
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest

from crparse.corpus.tables import Corpus, TableRow
from crparse.errors import ExportError
from crparse.exports import export
from crparse.exports.scdl import COLUMNS, LICENCE, REQUIRED, SCHEMA, is_siret

VALIDATA = Path(sys.prefix) / "validata" / "bin" / "python"
"""The validator's own environment, which `scripts/set_up_validators.sh` makes."""

VALIDATE = """
import json, sys
from validata_core import validate
report = validate(sys.argv[1], sys.argv[2])
print(json.dumps([[error.message, getattr(error, "field_name", None)] for error in report.errors]))
"""

TOWN = {
    "siret": "21860194600013",
    "matter_code": "7.1",
    "matter": "finances locales/décisions budgétaires",
    "members": 40,
}


def wrong(folder: Path) -> list[list[str]]:
    """What the standard's own validator finds wrong in an export."""
    if not VALIDATA.exists():
        pytest.skip("the validator has no environment of its own: scripts/set_up_validators.sh makes it")
    given = [str(folder / "deliberations.csv"), str(folder / SCHEMA)]
    told = subprocess.run([VALIDATA, "-c", VALIDATE, *given], capture_output=True, text=True, check=True)
    found: list[list[str]] = json.loads(told.stdout.splitlines()[-1])
    return found


def read(folder: Path) -> list[dict[str, str]]:
    with (folder / "deliberations.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_the_validator_finds_fault_with_missing_days_alone(corpus: Corpus, tmp_path: Path) -> None:
    told = export(corpus, "scdl", tmp_path / "out", authority="Ville de Valmont", **TOWN)
    undated = {row["document_id"] for row in corpus.rows("documents") if row["date"] is None}
    blank = sum(row["document_id"] in undated for row in corpus.rows("decisions"))
    assert len(wrong(tmp_path / "out")) == blank
    expected = [f"DELIB_DATE is empty in {blank} rows, which the standard does not allow."] if blank else []
    assert [line for line in told if "is empty" in line] == expected


def test_blanks_are_told_and_found_by_the_validator(own: Corpus, tmp_path: Path) -> None:
    told = export(own, "scdl", tmp_path / "out", authority="Ville de Valmont")
    count = len(list(own.rows("decisions")))
    assert told[:3] == [
        f"{column} is empty in {count} rows, which the standard does not allow: {option} gives it."
        for column, option in (
            ("COLL_SIRET", "--siret"),
            ("DELIB_MATIERE_CODE", "--matter-code"),
            ("DELIB_MATIERE_NOM", "--matter"),
        )
    ]
    assert "votes are left out" in told[3]
    assert told[3].endswith("--members was not given.")
    assert len(wrong(tmp_path / "out")) == 3 * count


def test_every_decision_is_a_row_with_its_day_and_its_words(corpus: Corpus, tmp_path: Path) -> None:
    export(corpus, "scdl", tmp_path / "out", **TOWN)
    days = {row["document_id"]: row["date"] for row in corpus.rows("documents")}
    rows = read(tmp_path / "out")
    decisions: list[TableRow] = list(corpus.rows("decisions"))
    assert [row["DELIB_OBJET"] for row in rows] == [" ".join(one["text"].split()) for one in decisions]
    assert [row["DELIB_DATE"] for row in rows] == [str(days[one["document_id"]] or "") for one in decisions]
    assert len({row["DELIB_ID"] for row in rows}) == len(rows)
    assert {row["COLL_SIRET"] for row in rows} == {TOWN["siret"]}


def test_counts_stand_all_or_none(own: Corpus, tmp_path: Path) -> None:
    told = export(own, "scdl", tmp_path / "out", **TOWN)
    found = [[row[column] for column in COLUMNS[11:16]] for row in read(tmp_path / "out")]
    counts = [[row["for"], row["against"], row["abstentions"]] for row in own.rows("decisions")]
    expected = [[""] * 5 if None in votes else ["40", *map(str, [sum(votes), *votes])] for votes in counts]
    assert found == expected
    partial = [votes for votes in counts if None in votes and votes != [None] * 3]
    assert [line.split()[0] for line in told if "votes are left out" in line] == [str(len(partial))]


def test_the_columns_are_those_of_the_schema_which_comes_along_as_it_is(own: Corpus, tmp_path: Path) -> None:
    export(own, "scdl", tmp_path / "out", **TOWN)
    schema = json.loads((tmp_path / "out" / SCHEMA).read_text("utf-8"))
    assert [field["name"] for field in schema["fields"]] == list(COLUMNS)
    required = [f["name"] for f in schema["fields"] if f.get("constraints", {}).get("required")]
    assert required == list(REQUIRED)
    for name in (SCHEMA, LICENCE):
        shipped = (files("crparse.exports") / "schemas" / name).read_bytes()
        assert (tmp_path / "out" / name).read_bytes() == shipped


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("21860194600013", True),
        ("21860194600014", False),
        ("35600000049837", True),
        ("218601946", False),
        ("2186019460001A", False),
    ],
)
def test_the_check_digit_of_a_siret(number: str, expected: bool) -> None:
    assert is_siret(number) is expected


@pytest.mark.parametrize(
    ("option", "value", "message"),
    [
        ("siret", "21860194600014", "is no SIRET"),
        ("matter_code", "8", "is no code of a matter"),
        ("matter", "urbanisme", "is no matter of the nomenclature"),
    ],
)
def test_a_wrong_parameter_is_refused(
    own: Corpus, tmp_path: Path, option: str, value: str, message: str
) -> None:
    with pytest.raises(ExportError, match=message):
        export(own, "scdl", tmp_path / "out", **{option: value})
    assert not (tmp_path / "out").exists()
