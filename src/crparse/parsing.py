"""One document: from a file, its bytes or a stream to its record."""

import hashlib
from pathlib import Path

from crparse.pipeline import own_pipeline, parse_source, to_record
from crparse.readers import Readable, read_content, read_document
from crparse.record import Minutes, Source
from crparse.text import portable

UNNAMED = "document"
"""Name of a document that comes without one, from bytes or a stream."""


def parse(source: Readable, *, name: str | None = None, format: str | None = None) -> Minutes:
    """The record of one set of minutes.

    Args:
        source: Path of the file; its bytes or an open binary stream are taken as well.
        name: Name for the record, by default the file's own.
        format: "docx", "pdf", "odt", "doc"… where the content is not to be trusted to tell.

    Raises:
        ReadError: The file cannot be opened, is damaged, protected, or of a format crparse does not read.
    """
    label = portable(name or (Path(source).name if isinstance(source, str | Path) else UNNAMED))
    return parse_content(read_content(source), name=label, path=label, format=format)


def parse_content(
    content: bytes, *, name: str, path: str, format: str | None = None, characters: int | None = None
) -> Minutes:
    """The record of a file's bytes: `name` and `path` say in the record where they came from.

    Text of more `characters` is refused, by default none.
    """
    document = read_document(content, name=name, format=format, characters=characters)
    nlp = own_pipeline()
    source = Source(
        name=name,
        path=path,
        sha256=hashlib.sha256(content).hexdigest(),
        format=document.format,
        pages=document.pages,
    )
    return to_record(nlp, parse_source(nlp, document), source)
