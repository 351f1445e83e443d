"""What tests share: the pipeline, loaded once, and the evaluation sets, parsed once."""

from collections.abc import Iterator

import pytest
from spacy.language import Language

from crparse.pipeline import load
from evaluation_sets import REAL_MINUTES, Parsed, own_set, real_minutes_folder, real_set


@pytest.fixture(scope="session", autouse=True)
def _no_cache() -> Iterator[None]:
    """No test reads or fills the user's own cache of recognised pages."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CRPARSE_CACHE", "")
        yield


@pytest.fixture(scope="session")
def nlp() -> Language:
    return load()


@pytest.fixture(scope="session")
def own_minutes(tmp_path_factory: pytest.TempPathFactory) -> Parsed:
    found = own_set()
    return found, found.parse(tmp_path_factory.mktemp("own") / "corpus")


@pytest.fixture(scope="session")
def real_minutes(tmp_path_factory: pytest.TempPathFactory) -> Parsed:
    folder = real_minutes_folder()
    if folder is None:
        pytest.skip(f"{REAL_MINUTES} names no folder of real minutes")
    found = real_set(folder)
    return found, found.parse(tmp_path_factory.mktemp("real") / "corpus")


@pytest.fixture(scope="session", params=["own_minutes", "real_minutes"])
def parsed(request: pytest.FixtureRequest) -> Parsed:
    """Each evaluation set in turn; the real one where it is at hand."""
    found: Parsed = request.getfixturevalue(request.param)
    return found
