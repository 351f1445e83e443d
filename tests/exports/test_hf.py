import os
from pathlib import Path

import pytest

os.environ.setdefault("HF_HUB_OFFLINE", "1")  # before the library is loaded: nothing is asked of the network
os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")

from datasets import get_dataset_config_names, load_dataset
from datasets.utils.logging import disable_progress_bar
from huggingface_hub import DatasetCard

from crparse.corpus.tables import TABLES, Corpus
from crparse.exports import export

disable_progress_bar()

FEW_TABLES = ("documents", "people")
"""Tables of which every row is compared; `datasets` takes a while for each."""


@pytest.fixture(scope="module")
def folder(corpus: Corpus, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("hf") / "out"
    assert export(corpus, "hf", target, licence="etalab-2.0", source="Archives of Valmont") == []
    return target


def test_every_table_is_a_config(folder: Path) -> None:
    assert get_dataset_config_names(str(folder)) == [*TABLES, "texts"]


@pytest.mark.parametrize("name", FEW_TABLES)
def test_a_table_comes_back(name: str, folder: Path, corpus: Corpus, tmp_path: Path) -> None:
    found = load_dataset(str(folder), name, split="train", cache_dir=str(tmp_path))
    assert list(found) == list(corpus.rows(name))


def test_the_texts_come_back(folder: Path, corpus: Corpus, tmp_path: Path) -> None:
    found = load_dataset(str(folder), "texts", split="train", cache_dir=str(tmp_path))
    assert list(found) == [{"document_id": record.id, "text": record.text} for record in corpus.meetings()]


def test_the_card_tells_licence_language_and_columns(folder: Path) -> None:
    card = DatasetCard.load(folder / "README.md")
    assert (card.data.license, card.data.language) == ("etalab-2.0", ["fr"])
    assert card.data.size_categories == ["n<1K"]
    rows = [f"| `{column.name}` |" for table in TABLES.values() for column in table.columns]
    assert [row for row in rows if row not in card.content] == []


def test_what_was_not_given_is_told(own: Corpus, tmp_path: Path) -> None:
    told = export(own, "hf", tmp_path / "out")
    assert told == [f"The card tells no {name}: --{name} was not given." for name in ("licence", "source")]
    assert "license:" not in (tmp_path / "out" / "README.md").read_text("utf-8")
