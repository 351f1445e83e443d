from pathlib import Path

import pandas as pd
import pytest

import crparse
from crparse.corpus.tables import Corpus
from minutes_files import CHOIR, GARDEN, write_docx


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    folder = tmp_path_factory.mktemp("reading")
    write_docx(folder / "minutes" / "jardins.docx", GARDEN)
    write_docx(folder / "minutes" / "chorale.docx", CHOIR)
    crparse.build(folder / "minutes", folder / "corpus", workers=0)
    return crparse.open_corpus(folder / "corpus")


def test_tables_go_by_name(corpus: Corpus) -> None:
    assert list(corpus) == [
        "actions",
        "attendees",
        "bodies",
        "dates",
        "decisions",
        "definitions",
        "documents",
        "entities",
        "examples",
        "mandates",
        "mentions",
        "organisations",
        "pages",
        "people",
        "sections",
        "variants",
        "votes",
        "warnings",
    ]
    assert len(corpus) == 18
    assert corpus["documents"] is corpus["documents"]
    with pytest.raises(KeyError, match="no table 'seats': there are actions, attendees"):
        corpus["seats"]


def test_days_are_days_and_numbers_may_be_missing(corpus: Corpus) -> None:
    assert pd.api.types.is_datetime64_any_dtype(corpus["documents"]["date"])
    assert pd.api.types.is_datetime64_any_dtype(corpus["dates"]["date"])
    assert corpus["documents"]["pages"].dtype == pd.Int64Dtype()
    assert corpus["decisions"]["unanimous"].dtype == pd.BooleanDtype()


def test_tables_join(corpus: Corpus) -> None:
    joined = corpus["attendees"].merge(corpus["documents"], on="document_id", validate="many_to_one")
    assert len(joined) == len(corpus["attendees"]) > 0
    people = corpus["people"].merge(corpus["attendees"], on=["document_id", "local_id"])
    assert (people["entity_id_x"] == people["entity_id_y"]).all()


def test_records_come_back_typed(corpus: Corpus) -> None:
    found = list(corpus.records())
    assert sorted(record.source.name for record in found) == ["chorale.docx", "jardins.docx"]
    assert corpus.record(found[1].id) == found[1]
    assert corpus.manifest["counts"]["documents"] == 2


def test_entities_of_the_corpus(corpus: Corpus) -> None:
    assert {e.id for e in corpus.people} == set(corpus["people"]["entity_id"])
    assert {e.id for e in corpus.organisations} == set(corpus["organisations"]["entity_id"])


def test_a_folder_without_a_corpus(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="holds no crparse corpus"):
        crparse.open_corpus(tmp_path)


def test_meetings_are_the_records_of_the_tables_and_rows_come_one_by_one(corpus: Corpus) -> None:
    rows = list(corpus.rows("documents"))
    assert [record.id for record in corpus.meetings()] == [row["document_id"] for row in rows]
    assert [row["name"] for row in corpus.rows("attendees")] == list(corpus["attendees"]["name"])
