"""Deliberations as French towns publish them by law: the table of SCDL Délibérations 2.1.5.

Its schema and the licence of that stand in `schemas/` as they were published, and go into the export.
"""

import re
from collections.abc import Iterator, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from crparse.corpus.tables import Corpus, TableRow
from crparse.errors import ExportError
from crparse.exports.csv import write_lines
from crparse.exports.targets import export_folder
from crparse.text import squeeze
from crparse.wording import Message

SCHEMA = "scdl-deliberations-2.1.5.json"
LICENCE = "scdl-deliberations.LICENSE.md"
"""Files of `schemas/`."""

COLUMNS = (
    "COLL_NOM",
    "COLL_SIRET",
    "DELIB_ID",
    "DELIB_DATE",
    "DELIB_MATIERE_CODE",
    "DELIB_MATIERE_NOM",
    "DELIB_OBJET",
    "BUDGET_ANNEE",
    "BUDGET_NOM",
    "PREF_ID",
    "PREF_DATE",
    "VOTE_EFFECTIF",
    "VOTE_REEL",
    "VOTE_POUR",
    "VOTE_CONTRE",
    "VOTE_ABSTENTION",
    "DELIB_URL",
)
"""The columns of the standard, in its order."""

REQUIRED = COLUMNS[:7]
"""Those that it does not allow to be empty."""

GIVEN_BY = {
    "COLL_NOM": "--authority",
    "COLL_SIRET": "--siret",
    "DELIB_MATIERE_CODE": "--matter-code",
    "DELIB_MATIERE_NOM": "--matter",
}
"""What gives a column that minutes do not tell."""

KEPT = ("date", "body_id", "body")
"""What is kept of each document while the others are gone through."""

# Takes "21860194600013", leaves "218 601 946".
_SIRET = re.compile(r"\d{14}")

# Takes "8.4" and "7.10", leaves "8".
_MATTER_CODE = re.compile(r"\d\.\d{1,2}")


def write_scdl(
    corpus: Corpus,
    target: Path,
    *,
    authority: str | None = None,
    siret: str | None = None,
    matter_code: str | None = None,
    matter: str | None = None,
    members: int | None = None,
) -> list[str]:
    """Writes `deliberations.csv`: a row for each decision of the corpus, and the schema that it keeps to.

    Args:
        corpus: What to write.
        target: The folder.
        authority: Official name of the town; without it the body's name as the corpus has it.
        siret: Its number in the register of establishments.
        matter_code: Code of the matter in the nomenclature ACTES, of all decisions: "7.1".
        matter: Its name there, of both levels: "finances locales/décisions budgétaires".
        members: How many may vote when all are there. The standard takes the counts of a vote only with it.

    Returns:
        A line for each column that the standard asks for and that is empty somewhere, and for votes left out.

    Raises:
        ExportError: A number or code is none; those of `export_folder`.
    """
    options = {"authority": authority, "siret": siret, "matter_code": matter_code}
    options |= {"matter": matter}
    _check(siret, matter_code, matter)
    given = {
        "COLL_NOM": authority,
        "COLL_SIRET": siret,
        "DELIB_MATIERE_CODE": matter_code,
        "DELIB_MATIERE_NOM": matter,
    }
    blank = dict.fromkeys(REQUIRED, 0)
    left_out = 0
    with export_folder(corpus, target, "scdl", {**options, "members": members}) as folder:

        def lines() -> Iterator[list[Any]]:
            nonlocal left_out
            for row in _rows(corpus, given):
                votes, whole = _votes(row, members)
                left_out += not whole
                told = row["told"] | votes
                for column in REQUIRED:
                    blank[column] += told.get(column) is None
                yield [told.get(column) for column in COLUMNS]

        write_lines(folder / "deliberations.csv", COLUMNS, lines())
        for name in (SCHEMA, LICENCE):
            (folder / name).write_bytes((files("crparse.exports") / "schemas" / name).read_bytes())
    return [*_told_blanks(blank), *_told_votes(left_out, members)]


def _check(siret: str | None, matter_code: str | None, matter: str | None) -> None:
    if siret is not None and not is_siret(siret):
        raise ExportError(
            Message(
                "%(siret)s is no SIRET: it has 14 digits, of which the last checks the others.", siret=siret
            )
        )
    if matter_code is not None and not _MATTER_CODE.fullmatch(matter_code):
        raise ExportError(
            Message("%(matter_code)s is no code of a matter: it is one as “7.1”.", matter_code=matter_code)
        )
    if matter is not None and not re.search(r"\S/\S", matter):  # takes "urbanisme/actes", leaves "urbanisme"
        raise ExportError(
            Message(
                "%(matter)s is no matter of the nomenclature: it has two levels, with “/” between.",
                matter=matter,
            )
        )


SIRENE_OF_POST = "356000000"
"""La Poste: the digits of its establishments add up to a multiple of five, as they are too many."""


def is_siret(number: str) -> bool:
    """Whether a number of 14 digits has the check digit (Luhn) that it should."""
    if not _SIRET.fullmatch(number):
        return False
    if number.startswith(SIRENE_OF_POST) and sum(map(int, number)) % 5 == 0:
        return True
    doubled = (int(digit) * (2 - place % 2) for place, digit in enumerate(number))
    return sum(value - 9 * (value > 9) for value in doubled) % 10 == 0


def _rows(corpus: Corpus, given: Mapping[str, str | None]) -> Iterator[TableRow]:
    """The decisions, each with what is told of it beside its vote."""
    documents = {row["document_id"]: {name: row[name] for name in KEPT} for row in corpus.rows("documents")}
    bodies = {row["body_id"]: row["name"] for row in corpus.rows("bodies")}
    for row in corpus.rows("decisions"):
        document = documents[row["document_id"]]
        told = {
            **given,
            "COLL_NOM": given["COLL_NOM"] or bodies.get(document["body_id"]) or document["body"],
            "DELIB_ID": f"{row['document_id']}-{row['item'] + 1}",
            "DELIB_DATE": document["date"],
            "DELIB_OBJET": squeeze(row["text"]),
        }
        yield row | {"told": told}


def _votes(row: TableRow, members: int | None) -> tuple[dict[str, int], bool]:
    """The columns of the vote, all or none, as the standard wants it; whether all printed is there."""
    counts = [row["for"], row["against"], row["abstentions"]]
    if counts == [None] * 3:
        return {}, True
    if members is None or None in counts or sum(counts) > members:
        return {}, False
    return dict(zip(COLUMNS[11:16], [members, sum(counts), *counts], strict=True)), True


def _told_blanks(blank: Mapping[str, int]) -> Iterator[str]:
    for column, count in blank.items():
        if count:
            told = {"column": column, "count": count}
            if column in GIVEN_BY:
                yield Message(
                    "%(column)s is empty in %(count)s rows, which the standard does not allow: "
                    "%(option)s gives it.",
                    option=GIVEN_BY[column],
                    **told,
                )
            else:
                yield Message(
                    "%(column)s is empty in %(count)s rows, which the standard does not allow.", **told
                )


def _told_votes(left_out: int, members: int | None) -> Iterator[str]:
    if left_out:
        missing = Message("a count is missing, or they are more than --members")
        yield Message(
            "%(count)s votes are left out, as the standard takes all of their counts or none: %(what)s.",
            count=left_out,
            what=Message("--members was not given") if members is None else missing,
        )
