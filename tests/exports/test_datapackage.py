import json
from pathlib import Path

import pytest
from frictionless import Package

from crparse.corpus.tables import LIST_SEPARATOR, TABLES, Corpus
from crparse.exports import export


@pytest.fixture(scope="module")
def package(corpus: Corpus, tmp_path_factory: pytest.TempPathFactory) -> Package:
    target = tmp_path_factory.mktemp("datapackage") / "out"
    assert export(corpus, "datapackage", target, licence="etalab-2.0", source="Archives of Valmont") == []
    return Package(str(target / "datapackage.json"))


def test_frictionless_finds_nothing_wrong(package: Package) -> None:
    report = package.validate()
    assert report.flatten(["name", "type", "note"]) == []
    assert report.stats["tasks"] == len(TABLES) + 1


def test_it_tells_licence_source_and_every_column(package: Package) -> None:
    told = package.to_descriptor()
    assert told["licenses"] == [{"name": "etalab-2.0"}]
    assert told["sources"] == [{"title": "Archives of Valmont"}]
    for name, table in TABLES.items():
        schema = package.get_resource(name).schema
        assert [field.name for field in schema.fields] == [column.name for column in table.columns]
        assert schema.primary_key == list(table.key)
        assert [field.name for field in schema.fields if not field.description] == []


@pytest.mark.parametrize("name", TABLES)
def test_every_row_comes_back(name: str, package: Package, corpus: Corpus) -> None:
    expected = [
        {key: LIST_SEPARATOR.join(v) or None if isinstance(v, list) else v for key, v in row.items()}
        for row in corpus.rows(name)
    ]
    found = [row.to_dict() for row in package.get_resource(name).read_rows()]
    for row in found:
        for key, value in row.items():
            row[key] = float(value) if type(value).__name__ == "Decimal" else value
    assert found == expected


def test_a_spoilt_value_is_found_out(own: Corpus, tmp_path: Path) -> None:
    export(own, "datapackage", tmp_path / "out", licence="etalab-2.0", source="Archives of Valmont")
    file = tmp_path / "out" / "data" / "attendees.csv"
    file.write_text(file.read_text("utf-8").replace(",present,", ",present,,", 1), "utf-8")
    assert not Package(str(tmp_path / "out" / "datapackage.json")).validate().valid


def test_what_was_not_given_is_told_and_not_invented(own: Corpus, tmp_path: Path) -> None:
    told = export(own, "datapackage", tmp_path / "out")
    assert told == [f"The package tells no {x}: --{x} was not given." for x in ("licence", "source")]
    described = json.loads((tmp_path / "out" / "datapackage.json").read_text("utf-8"))
    assert {"licenses", "sources"} & set(described) == set()
