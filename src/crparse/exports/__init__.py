"""A corpus in the forms that others work with: a module and a function `write_<name>(corpus, target)` each.

`targets` says what a folder of an export is, and puts it in its place whole; `dictionary` what every column
means, for each format that can say so. An export reads what `crparse.open_corpus` opens, record by record
and row by row, and holds each meeting once, whatever forms its minutes are in. The same corpus gives the same
bytes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crparse.errors import ExportError
from crparse.wording import N_, Message

if TYPE_CHECKING:
    from crparse.corpus.tables import Corpus


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """A format: what it is for, and which options of the command line it takes."""

    meaning: str
    options: frozenset[str] = frozenset()
    extra: str = "export"
    """What has to be installed with crparse."""


PUBLISHED = frozenset({"licence", "source"})

EXPORTS: Mapping[str, ExportFormat] = {
    "csv": ExportFormat(N_("the tables as CSV, with a dictionary"), frozenset({"bom", "separator"})),
    "xlsx": ExportFormat(N_("one workbook, with names in the place of ids")),
    "sqlite": ExportFormat(N_("a database with full text and views, for SQL and Datasette"), PUBLISHED),
    "datapackage": ExportFormat(N_("a Frictionless data package"), PUBLISHED),
    "tei": ExportFormat(N_("TEI P5, a file a meeting"), PUBLISHED),
    "ics": ExportFormat(N_("a calendar of what is announced")),
    "conllu": ExportFormat(N_("tokens and parts of speech, a file a meeting"), frozenset({"parse"})),
    "gexf": ExportFormat(N_("a network of who sits where")),
    "hf": ExportFormat(N_("a data set with its card, for Hugging Face's datasets"), PUBLISHED),
    "gold": ExportFormat(N_("the documents that were looked through, to train and to evaluate with")),
    "site": ExportFormat(
        N_("the pages of crparse view, to be opened from a disk"), frozenset({"language"}), extra="view"
    ),
    "scdl": ExportFormat(
        N_("deliberations as French towns publish them (SCDL 2.1.5)"),
        frozenset({"authority", "siret", "matter_code", "matter", "members"}),
    ),
}
"""The formats by name; `crparse.exports.<name>` holds `write_<name>`."""


def export(corpus: "Corpus", name: str, target: Path, **options: Any) -> list[str]:
    """Writes a corpus in one of `EXPORTS`.

    Args:
        corpus: As `crparse.open_corpus` gives it.
        name: Of the format.
        target: The folder to write: a new one, an empty one, or one that holds an earlier export.
        options: What the format takes.

    Returns:
        What whoever asked should know: what was left blank, say; a line each.

    Raises:
        ExportError: The folder holds something else, the format takes no such option, a package is absent, or
            the corpus is of another version.
    """
    if not corpus.has_every_column():
        raise ExportError(
            Message(
                "%(folder)s was written by another version of crparse: build it again, then export it.",
                folder=corpus.folder,
            )
        )
    taken = EXPORTS[name].options
    if unknown := sorted(set(options) - taken):
        raise ExportError(
            Message("%(format)s takes no %(options)s.", format=name, options=", ".join(unknown))
        )
    try:
        module = import_module(f"crparse.exports.{name}")
    except ModuleNotFoundError as error:
        if (error.name or "crparse").partition(".")[0] == "crparse":
            raise
        raise ExportError(
            Message(
                '%(format)s needs %(package)s: pip install "crparse[%(extra)s]"',
                format=name,
                package=error.name,
                extra=EXPORTS[name].extra,
            )
        ) from error
    lines: list[str] = getattr(module, f"write_{name}")(corpus, target, **options)
    return lines
