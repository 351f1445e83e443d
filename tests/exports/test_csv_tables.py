import csv
from pathlib import Path

from crparse.corpus.tables import TABLES, Corpus, in_csv
from crparse.exports import export


def read(file: Path, separator: str = ",", encoding: str = "utf-8") -> list[list[str]]:
    with file.open(encoding=encoding, newline="") as stream:
        return list(csv.reader(stream, delimiter=separator))


def test_every_row_of_every_table_is_there(corpus: Corpus, tmp_path: Path) -> None:
    export(corpus, "csv", tmp_path / "out")
    for name, table in TABLES.items():
        columns = [column.name for column in table.columns]
        rows = [[in_csv(row[column]) for column in columns] for row in corpus.rows(name)]
        assert read(tmp_path / "out" / f"{name}.csv") == [columns, *rows]


def test_keys_are_unique_and_references_lead_somewhere(corpus: Corpus) -> None:
    rows = {name: list(corpus.rows(name)) for name in TABLES}
    for name, table in TABLES.items():
        keys = [tuple(row[column] for column in table.key) for row in rows[name]]
        assert len(set(keys)) == len(keys), name
        assert not [key for key in keys if None in key], name
        for reference in table.refers:
            there = {tuple(row[column] for column in reference.to) for row in rows[reference.table]}
            led = {tuple(row[column] for column in reference.columns) for row in rows[name]}
            assert {values for values in led if None not in values} <= there, (name, reference)


def test_french_spreadsheets_open_it(own: Corpus, tmp_path: Path) -> None:
    export(own, "csv", tmp_path / "out", bom=True, separator=";")
    file = tmp_path / "out" / "attendees.csv"
    assert file.read_bytes().startswith(b"\xef\xbb\xbfdocument_id;item;name;status;organisation;")
    header, *rows = read(file, ";", "utf-8-sig")
    numbers = [row[header.index("organisation_probability")] for row in rows]
    expected = [row["organisation_probability"] for row in own.rows("attendees")]
    assert [float(n.replace(",", ".")) if n else None for n in numbers] == expected
    assert not [number for number in numbers if "." in number]


def test_the_dictionary_tells_every_column(own: Corpus, tmp_path: Path) -> None:
    export(own, "csv", tmp_path / "out")
    header, *rows = read(tmp_path / "out" / "dictionary.csv")
    assert header == ["table", "column", "type", "meaning", "key", "leads_to"]
    assert [row[:2] for row in rows] == [[name, c.name] for name, t in TABLES.items() for c in t.columns]
    assert ["actions", "who_id", "text"] in [row[:3] for row in rows]
    leads = {(row[0], row[1]): row[5] for row in rows if row[5]}
    assert leads["attendees", "proxy_id"] == "entities.entity_id"
    assert leads["votes", "document_id"] == "documents.document_id"
