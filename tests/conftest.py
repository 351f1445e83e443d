"""What tests share: the pipeline, loaded once, and the evaluation sets, parsed once."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import spacy
from spacy.language import Language

from crparse import build
from crparse.corpus.build import Report
from crparse.evaluation.scoring import Record
from crparse.models.french import load_french
from crparse.pipeline import own_pipeline
from crparse.readers.scan import FOLDER
from evaluation_sets import (
    REAL_MINUTES,
    REAL_SETS,
    WORKERS,
    Parsed,
    own_set,
    real_minutes_folder,
    real_set,
    records_of,
)
from system_programs import needs_libreoffice, needs_tesseract


@pytest.fixture(scope="session", autouse=True)
def _no_cache() -> Iterator[None]:
    """No test reads or fills the user's own cache of recognised pages."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(FOLDER, "")
        yield


@pytest.fixture(scope="session")
def nlp() -> Language:
    return own_pipeline()


@pytest.fixture(scope="session")
def french_with() -> Callable[..., Language]:
    """Makes a pipeline of the model and some stages; the model is loaded once for all, as their tokenizer."""
    model = load_french()

    def make(*stages: str) -> Language:
        made = spacy.blank("fr", vocab=model.vocab)
        made.tokenizer = model
        for stage in stages:
            made.add_pipe(stage)
        return made

    return make


@pytest.fixture(scope="session")
def own_corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The corpus of the example minutes: each is parsed once, whatever tests look at it."""
    return build(list(own_set().documents), tmp_path_factory.mktemp("own") / "corpus", workers=0).output


@pytest.fixture(scope="session")
def own_minutes(own_corpus: Path) -> Parsed:
    found = own_set()
    return found, records_of(found.documents, own_corpus)


@pytest.fixture(scope="session")
def real_folder() -> Path:
    """The folder of real minutes; skips where there is none."""
    folder = real_minutes_folder()
    if folder is None:
        pytest.skip(f"{REAL_MINUTES} names no folder of real minutes")
    return folder


@pytest.fixture(scope="session")
def real_files(real_folder: Path) -> list[Path]:
    """All real minutes, those without a gold record too."""
    return sorted(file for name in ("documents", "unlabelled") for file in (real_folder / name).iterdir())


@pytest.fixture(scope="session")
def recognised_pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Keeps the recognised pages of real minutes for those tests that read some of them again."""
    return tmp_path_factory.mktemp("recognised")


@pytest.fixture(scope="session")
def real_corpus(
    real_files: list[Path], recognised_pages: Path, tmp_path_factory: pytest.TempPathFactory
) -> Report:
    """Their corpus: each is parsed once, whatever tests look at it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(FOLDER, str(recognised_pages))
        return build(real_files, tmp_path_factory.mktemp("real") / "corpus", workers=WORKERS)


@pytest.fixture(scope="session")
def real_records(real_files: list[Path], real_corpus: Report) -> dict[str, Record]:
    """Its records by file name."""
    return records_of(real_files, real_corpus.output)


OF_TEXT = ("own", "real")
"""Sets that are read without other programs."""


def _real_set(name: str) -> object:
    marks = () if name in OF_TEXT else (needs_libreoffice, needs_tesseract)
    return pytest.param(name, marks=(pytest.mark.slow, *marks))


@pytest.fixture(scope="session", params=["own", *map(_real_set, REAL_SETS)])
def parsed(request: pytest.FixtureRequest) -> Parsed:
    """Each evaluation set in turn; the real ones where they are at hand."""
    if request.param == "own":
        own: Parsed = request.getfixturevalue("own_minutes")
        return own
    found = real_set(request.getfixturevalue("real_folder"), request.param)
    return found, found.records_in(request.getfixturevalue("real_records"))
