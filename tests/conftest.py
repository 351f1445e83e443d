"""What tests share: the pipeline, loaded once, and the evaluation sets, parsed once."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from spacy.language import Language

from crparse import build
from crparse.corpus.build import Report
from crparse.corpus.folder import DOCUMENTS
from crparse.evaluation.evaluate import read_json_records
from crparse.evaluation.scoring import Record
from crparse.pipeline import own_pipeline
from evaluation_sets import REAL_MINUTES, WORKERS, Parsed, own_set, real_minutes_folder, real_set


@pytest.fixture(scope="session", autouse=True)
def _no_cache() -> Iterator[None]:
    """No test reads or fills the user's own cache of recognised pages."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CRPARSE_CACHE", "")
        yield


@pytest.fixture(scope="session")
def nlp() -> Language:
    return own_pipeline()


@pytest.fixture(scope="session")
def own_minutes(tmp_path_factory: pytest.TempPathFactory) -> Parsed:
    found = own_set()
    return found, found.parse(tmp_path_factory.mktemp("own") / "corpus")


@pytest.fixture(scope="session")
def real_folder() -> Path:
    """The folder of real minutes; skips where there is none."""
    folder = real_minutes_folder()
    if folder is None:
        pytest.skip(f"{REAL_MINUTES} names no folder of real minutes")
    return folder


@pytest.fixture(scope="session")
def real_corpus(real_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Report:
    """A corpus of all real minutes, those without a gold record too."""
    folders = [real_folder / "documents", real_folder / "unlabelled"]
    return build(folders, tmp_path_factory.mktemp("real") / "corpus", workers=WORKERS)


@pytest.fixture(scope="session")
def real_records(real_corpus: Report) -> dict[str, Record]:
    """Its records by file name."""
    return read_json_records(real_corpus.output / DOCUMENTS)


@pytest.fixture(scope="session")
def real_minutes(real_folder: Path, real_records: dict[str, Record]) -> Parsed:
    found = real_set(real_folder)
    return found, found.records_in(real_records)


@pytest.fixture(scope="session", params=["own_minutes", "real_minutes"])
def parsed(request: pytest.FixtureRequest) -> Parsed:
    """Each evaluation set in turn; the real one where it is at hand."""
    found: Parsed = request.getfixturevalue(request.param)
    return found
