"""The corpora that exports are made of: the example minutes, and a few real ones where they are at hand."""

from pathlib import Path

import pytest

from crparse import build, open_corpus
from crparse.corpus.tables import Corpus

FEW = 8
"""Real minutes that are exported: the smallest Word documents and the smallest PDF, half of each."""


@pytest.fixture(scope="session")
def few_real_minutes(real_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    files = sorted((real_folder / "documents").iterdir(), key=lambda file: (file.stat().st_size, file.name))
    chosen = [file for end in (".docx", ".pdf") for file in [f for f in files if f.suffix == end][: FEW // 2]]
    return build(chosen, tmp_path_factory.mktemp("few") / "corpus", workers=0).output


@pytest.fixture(scope="session", params=["own", pytest.param("real", marks=pytest.mark.slow)])
def corpus(request: pytest.FixtureRequest) -> Corpus:
    folder = "own_corpus" if request.param == "own" else "few_real_minutes"
    return open_corpus(request.getfixturevalue(folder))


@pytest.fixture
def own(own_corpus: Path) -> Corpus:
    return open_corpus(own_corpus)
