"""Marks of tests that need a program which not every machine has."""

import pytest

from crparse.programs import LIBREOFFICE, TESSERACT, TESSERACT_FRENCH
from crparse.readers.scan.tesseract import find_tesseract

needs_libreoffice = pytest.mark.skipif(LIBREOFFICE.find() is None, reason=LIBREOFFICE.advice)

needs_tesseract = pytest.mark.skipif(
    find_tesseract() is None, reason=f"{TESSERACT.advice} {TESSERACT_FRENCH.advice}"
)
