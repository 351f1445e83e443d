"""The words of a document are in its record, in order: a run of scripts/word_coverage.py.

99 of 100 words in each fictional document, and in all real ones together.
"""

import shutil
from pathlib import Path

import pytest

from crparse.programs import LIBREOFFICE
from crparse.readers.scan import FOLDER
from evaluation_sets import OWN, scans
from word_coverage import coverages, lacking, words_of

pytestmark = pytest.mark.skipif(
    LIBREOFFICE.find() is None or shutil.which("pdftotext") is None,
    reason="LibreOffice and pdftotext (poppler-utils) give the words to compare with",
)


def test_the_words_of_the_example_corpus() -> None:
    found = coverages(sorted((OWN / "sources").iterdir()))
    assert len(found) == 14
    assert min(coverage.words for coverage in found) > 50
    assert [(coverage.name, coverage.missing) for coverage in found if coverage.share < 0.99] == []


@pytest.mark.slow
def test_the_words_of_real_minutes(
    real_folder: Path, real_files: list[Path], recognised_pages: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(FOLDER, str(recognised_pages))
    recognised = set(scans(real_folder).documents)
    found = coverages([file for file in real_files if file not in recognised])
    words = sum(coverage.words for coverage in found)
    missing = sum(len(coverage.missing) for coverage in found)
    assert words > 100_000
    assert missing / words < 0.01


def test_a_word_that_is_lacking_or_out_of_order_is_told() -> None:
    ours = words_of("Le conseil approuve le budget")
    assert lacking(words_of("Le conseil muni-\ncipal approuve le budget"), ours) == (7, ["muni", "cipal"])
    assert lacking(words_of("le budget Le conseil"), words_of("Le conseil le budget"))[0] == 4
    assert len(lacking(words_of("budget conseil"), words_of("conseil budget"))[1]) == 1
