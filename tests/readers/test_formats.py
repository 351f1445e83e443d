"""The table of formats, and what else lists them."""

import inspect
import re
from importlib import import_module
from pathlib import Path

import pytest

from crparse import readers
from crparse.readers import FORMATS

ROOT = Path(__file__).parent.parent.parent


@pytest.mark.parametrize("reader", [format.reader for format in FORMATS.values()])
def test_every_reader_takes_bytes_and_a_name(reader: str) -> None:
    module, function = reader.split(":")
    found = getattr(import_module(f"{readers.__name__}.{module}"), function)
    assert [*inspect.signature(found).parameters][1:] == ["name"]


def test_the_page_of_formats_lists_each_with_what_it_needs() -> None:
    page = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (`\.\w+`.*) \| (.*) \| .*\|$", page, re.M)
    programs = ("LibreOffice", "Tesseract")
    listed = {row: next((name for name in programs if name in needs), None) for row, needs in rows}
    assert len(listed) == 3
    for key, format in FORMATS.items():
        sign = "XML" if key == "wordxml" else f"`.{format.extensions[0]}`"
        needed = [needs for row, needs in listed.items() if sign in row]
        assert needed == [format.needs and format.needs.name], key
