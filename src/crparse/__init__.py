"""crparse reads French meeting minutes (Word, PDF, scans, ODT…) and writes structured records and corpora.

    import crparse

    minutes = crparse.parse("cr.docx")                      # one typed record
    records = crparse.parse_all("registre.pdf")             # one for each meeting of a file
    crparse.build(["minutes/"], output="corpus")            # a folder of them on disk
    tables = crparse.open_corpus("corpus")                  # its tables as pandas DataFrames
    nlp = crparse.load()                                    # the spaCy pipeline itself
    dates = crparse.find_dates("jeudi 5 mai à 18 h", reference="2016-04-05")

Everything is imported when first used: `import crparse` alone costs next to nothing.
"""

import logging
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from crparse.corpus import Limits
    from crparse.corpus.build import build
    from crparse.corpus.tables import open_corpus
    from crparse.errors import CorpusChanged, LexiconError, ReadError
    from crparse.found_dates import FoundDate, find_dates
    from crparse.parsing import parse, parse_all
    from crparse.pipeline import load
    from crparse.record import (
        Action,
        Attendee,
        Container,
        Decision,
        Definition,
        DocumentKind,
        Entity,
        Example,
        HeaderQuote,
        KindReason,
        Located,
        Meeting,
        Mention,
        Minutes,
        PageStretch,
        Provenance,
        RecordWarning,
        RunningLine,
        Section,
        Source,
        UpcomingDate,
        Vote,
    )

    __version__: str

# Silent unless whoever uses crparse wants to hear it.
logging.getLogger(__name__).addHandler(logging.NullHandler())

_HOME = {
    "CorpusChanged": "crparse.errors",
    "FoundDate": "crparse.found_dates",
    "LexiconError": "crparse.errors",
    "Limits": "crparse.corpus",
    "ReadError": "crparse.errors",
    "build": "crparse.corpus.build",
    "find_dates": "crparse.found_dates",
    "load": "crparse.pipeline",
    "open_corpus": "crparse.corpus.tables",
    "parse": "crparse.parsing",
    "parse_all": "crparse.parsing",
}
"""Where an exported name lives that is no class of the record."""

__all__ = [
    "Action",
    "Attendee",
    "Container",
    "CorpusChanged",
    "Decision",
    "Definition",
    "DocumentKind",
    "Entity",
    "Example",
    "FoundDate",
    "HeaderQuote",
    "KindReason",
    "LexiconError",
    "Limits",
    "Located",
    "Meeting",
    "Mention",
    "Minutes",
    "PageStretch",
    "Provenance",
    "ReadError",
    "RecordWarning",
    "RunningLine",
    "Section",
    "Source",
    "UpcomingDate",
    "Vote",
    "__version__",
    "build",
    "find_dates",
    "load",
    "open_corpus",
    "parse",
    "parse_all",
]


if not TYPE_CHECKING:
    # A type checker sees the imports above alone, so that a name that is not there is a mistake to it too.
    def __getattr__(name: str) -> Any:
        if name == "__version__":
            return import_module("importlib.metadata").version("crparse")
        if name in __all__:
            return getattr(import_module(_HOME.get(name, "crparse.record")), name)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
