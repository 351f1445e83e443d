"""Lines that nobody wrote to be read as prose: programs, data, tables of numbers."""

import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from crparse.document.passages import Part

# A line that only a program has: takes "def area(side):", "from math import pi", "return total", "</div>",
# "const a = {", "SELECT name FROM people;"; leaves "Importer des fleurs", "Total = 12", "class : CM2".
_STATEMENT = re.compile(
    r"\s*(?:(?:async )?(?:def|function) \w+\s?\(.*|class \w+.*[:{]|from [\w.]+ import .+"
    r"|import [\w.{][\w., {}*]*;?|return(?: [^.]*[\])}\w\"';])?"
    r"|(?:if|elif|while|for|with|except) .*[:{]|(?:else|try|finally):"
    r"|@\w[\w.]*\(.*|\"\"\".*|.*\"\"\""
    r"|(?:const|let|var|public|private|static|export)\b.*[;{(=]|#include\b.*|#!/.*|</?\w[^<]*>(?:.*</\w+>)?"
    r"|(?:SELECT|INSERT INTO|CREATE TABLE|UPDATE)\b.*)"
)

# A line that a program may have, and minutes hardly: takes "x = rows[0]", "self.close()", '"id",', "],";
# leaves "Budget (12 000 €)", "Total = 12".
_CODE = re.compile(
    r"\s*(?:[\])}({\[]+[,;:]?|[\w.\[\]\"']+(?:: [\w.\[\], |\"]+)? [-+*/|]?= .*[\])}\"',;({\[]"
    r"|[\w.]+\(.*\)?[,;:]?|[(\[]?[rf]?[\"'].*[\"'][)\]]*[,:]?.*|.*(?:\);|[({\[]|\w\(.*\),?|\):))"
)

# A line of JSON: takes `"name": "Roux",`, `],`; leaves `"Roux" est venu`.
_JSON = re.compile(r"\s*(?:[\[\]{}]+,?|\"[^\"]*\"\s*:.*|(?:\"[^\"]*\"|-?\d[\d.]*|null|true|false),?)\s*")

# What parts the fields of a row: takes each ";" of "a;b;c", leaves the "," of "Roux, Marie".
_FIELDS = {";": re.compile(";"), ",": re.compile(r",(?! )"), "\t": re.compile("\t")}

FEWEST_FIELDS = 2
"""Signs between the fields of a row at least: a sentence may have one (chosen)."""


@dataclass(frozen=True)
class Shapes:
    """Which share (0-1) of the lines has each shape."""

    statements: float
    """Lines that only a program has."""
    code: float
    """These, and lines that a program may have."""
    json: float
    rows: float
    """Rows of one number of fields, parted by commas or semicolons."""
    cells: float
    """Lines that are rows of a table."""
    figures: float
    """Lines that are mostly digits."""


def shapes_of(lines: Sequence[str]) -> Shapes:
    """The shapes of lines that are not blank."""
    count = max(1, len(lines))

    def share(pattern: re.Pattern[str]) -> float:
        return sum(pattern.fullmatch(line) is not None for line in lines) / count

    return Shapes(
        share(_STATEMENT),
        sum(bool(_STATEMENT.fullmatch(line) or _CODE.fullmatch(line)) for line in lines) / count,
        share(_JSON),
        max(_rows(lines, ";"), _rows(lines, ",")) / count,
        sum("\t" in line for line in lines) / count,
        sum(_is_figures(line) for line in lines) / count,
    )


def _rows(lines: Sequence[str], sign: str) -> int:
    """How many lines have the number of fields that most rows have."""
    counts = Counter(len(_FIELDS[sign].findall(line)) for line in lines if sign in line)
    return max((n for fields, n in counts.items() if fields >= FEWEST_FIELDS), default=0)


# Takes the digits of "12 000 €" one by one, leaves its blanks.
_DIGIT = re.compile(r"\d")


def _is_figures(line: str) -> bool:
    """Whether two fifths of what is printed are digits: takes "60 - 2 213,00", leaves "le 5 mai"."""
    digits = len(_DIGIT.findall(line))
    return digits > 0 and 5 * digits >= 2 * sum(map(len, line.split()))


FEWEST_LINES = 3
"""Lines of a program or of data at least (chosen): fewer may be anything."""

LEAST_STATEMENTS, LEAST_CODE = 0.01, 0.25
"""Shares of the two kinds of lines from which a text is a program."""

MOST_DATA = 0.7
"""Share of rows, or of lines of JSON, from which a text is data (chosen): what else it has are headings."""


def not_prose(text: str, lines: Sequence[str], shapes: Shapes) -> tuple[str, Part] | None:
    """The kind of a text that is a program or data, and its first line; None for any other text."""
    first = (text.find(lines[0]), text.find(lines[0]) + len(lines[0])) if lines else (0, 0)
    if _is_json(text) or (len(lines) >= FEWEST_LINES and shapes.json >= MOST_DATA):
        return "code", first
    if len(lines) < FEWEST_LINES:
        return None
    if shapes.rows >= MOST_DATA:
        return "spreadsheet", first
    is_code = shapes.statements >= LEAST_STATEMENTS and shapes.code >= LEAST_CODE
    return ("code", first) if is_code else None


def _is_json(text: str) -> bool:
    """Whether the text is one value of JSON: takes '{"id": 1}', leaves "[Brouillon] Ordre du jour"."""
    if not text.lstrip().startswith(("{", "[")):
        return False
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True
