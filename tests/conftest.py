"""What tests share: the pipeline, loaded once."""

import pytest
from spacy.language import Language

from crparse.pipeline import load


@pytest.fixture(scope="session")
def nlp() -> Language:
    return load()
