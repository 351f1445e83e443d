"""PDF files drawn in the test, read back as blocks."""

from pathlib import Path

import pytest

from crparse.errors import ReadError
from crparse.readers.pdf import read_pdf


def test_a_file_that_is_no_pdf_says_so(tmp_path: Path) -> None:
    for content, code in [(b"", "empty"), (b"\x89PNG\r\n\x1a\n", "not_pdf"), (b"%PDF-1.4\n", "corrupt_pdf")]:
        path = tmp_path / f"{code}.pdf"
        path.write_bytes(content)
        with pytest.raises(ReadError) as error:
            read_pdf(path)
        assert error.value.code == code
