import csv
from pathlib import Path

import pytest

from crparse.corpus.tables import TABLES, Corpus
from crparse.errors import ExportError
from crparse.exports import export
from crparse.exports.pseudonyms import CodeKeys, export_pseudonymised, masked, pseudonymised, words_of
from crparse.text import fold


@pytest.fixture(scope="module")
def coded(corpus: Corpus, tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    return pseudonymised(corpus, tmp_path_factory.mktemp("coded") / "corpus", CodeKeys())[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mme Aline CORBIER ouvre la séance.", "Mme █████ ███████ ouvre la séance."),
        ("A. Le Gall et M. Roux", "A. Le ████ et M. ████"),
        ("Un mur roux, rue Roux", "Un mur roux, rue ████"),
        ("aline.corbier@valmont.example", "█████████████████████████████"),
        ("Mme Vidal ouvre la séance.", "Mme Vidal ouvre la séance."),
    ],
)
def test_names_are_masked_where_they_are_written_as_names(text: str, expected: str) -> None:
    assert masked(text, words_of(["Aline Corbier", "A. Le Gall", "Roux"])) == expected


def test_no_file_of_an_export_names_anybody(own: Corpus, tmp_path: Path) -> None:
    names = {fold(name) for one in own.people for name in (one.name, *one.variants) if " " in name}
    for name in ("csv", "tei", "ics", "gexf", "datapackage"):
        told = export_pseudonymised(own, name, tmp_path / name, tmp_path / "keys.csv")
        assert told[0].startswith("Masked are the names that were found")
        files = [file for file in (tmp_path / name).rglob("*") if file.is_file()]
        texts = {file.name: fold(file.read_text("utf-8")) for file in files}
        assert [(file, one) for file, text in texts.items() for one in names if one in text] == []


def test_places_hold_and_codes_stand_for_people(coded: Corpus, corpus: Corpus) -> None:
    for before, after in zip(corpus.meetings(), coded.meetings(), strict=True):
        assert len(after.text) == len(before.text)
        assert [(one.start, one.end) for one in after.attendees] == [
            (one.start, one.end) for one in before.attendees
        ]
        assert [one.status for one in after.attendees] == [one.status for one in before.attendees]
    for name in ("attendees", "decisions", "actions", "dates", "sections"):
        assert len(list(coded.rows(name))) == len(list(corpus.rows(name)))
    joined = [row["entity_id"] for row in corpus.rows("attendees")]
    recoded = [row["entity_id"] for row in coded.rows("attendees")]
    pairs = set(zip(joined, recoded, strict=True))
    assert len({one for one, _ in pairs}) == len({other for _, other in pairs}) == len(pairs)


def test_its_tables_join_as_those_of_the_corpus(coded: Corpus) -> None:
    rows = {name: list(coded.rows(name)) for name in TABLES}
    for name, table in TABLES.items():
        for reference in table.refers:
            there = {tuple(row[column] for column in reference.to) for row in rows[reference.table]}
            led = {tuple(row[column] for column in reference.columns) for row in rows[name]}
            assert {values for values in led if None not in values} <= there, (name, reference)


def test_the_keys_lead_back_and_stay(own: Corpus, tmp_path: Path) -> None:
    export_pseudonymised(own, "csv", tmp_path / "one", tmp_path / "keys.csv")
    before = (tmp_path / "keys.csv").read_bytes()
    export_pseudonymised(own, "csv", tmp_path / "two", tmp_path / "keys.csv")
    assert (tmp_path / "keys.csv").read_bytes() == before
    with (tmp_path / "keys.csv").open(encoding="utf-8", newline="") as stream:
        keys = {row["code"]: row["name"] for row in csv.DictReader(stream)}
    assert sorted(keys.values()) == sorted(one.name for one in own.people)
    assert (tmp_path / "one" / "people.csv").read_bytes() == (tmp_path / "two" / "people.csv").read_bytes()


def test_who_comes_later_gets_the_next_code(own: Corpus) -> None:
    people = own.people
    keys = CodeKeys()
    keys.add(people[1:])
    codes = dict(keys.codes)
    keys.add(people)
    assert keys.codes == codes | {people[0].id: f"P{len(people):04}"}


def test_the_keys_stand_apart(own: Corpus, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="keep the table of keys apart"):
        export_pseudonymised(own, "csv", tmp_path / "out", tmp_path / "out" / "keys.csv")
    export(own, "csv", tmp_path / "out")
    assert not (tmp_path / "keys.csv").exists()
