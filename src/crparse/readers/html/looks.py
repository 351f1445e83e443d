"""How HTML looks, by its elements and the styles written into them; and the cells of its tables."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from lxml import html

from crparse.readers.blocks.lists import TextFace

BOLD = 600
"""Weight from which a typeface is bold."""

UNITS = {"pt": 1.0, "px": 0.75, "cm": 28.35, "mm": 2.835, "in": 72.0, "em": 12.0, "rem": 12.0, "pc": 12.0}
"""Unit -> points."""

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})

_SHORT = re.compile(r"\d[a-z%]+(?:/\S+)?\s+(\S.*)")
_WEIGHT = re.compile(r"[0-9]{1,4}")
_LENGTH = re.compile(r"(-?\d*\.?\d+)\s*([a-z]+)")


def styles_of(element: html.HtmlElement) -> dict[str, str]:
    """The properties written into an element, lower case."""
    pairs = (pair.partition(":") for pair in element.get("style", "").split(";"))
    return {name.strip().lower(): value.strip().lower() for name, _, value in pairs if value}


def points(length: str | None) -> float | None:
    """A length in points: "1.5cm" -> 42.5."""
    found = _LENGTH.match(length or "")
    return round(float(found[1]) * UNITS[found[2]], 1) if found and found[2] in UNITS else None


def is_unseen(element: html.HtmlElement) -> bool:
    """Whether a browser does not show an element, or it is a menu."""
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    if element.get("role") in ("navigation", "menu", "menubar", "search", "alert", "dialog"):
        return True
    styles = styles_of(element)
    return (
        styles.get("display") == "none"
        or styles.get("visibility") == "hidden"
        or styles.get("mso-hide") == "all"
    )


def inner_face(element: html.HtmlElement, face: TextFace) -> TextFace:
    """The typeface inside an element that stands in text of this face."""
    tag = element.tag
    styles = styles_of(element)
    weight = styles.get("font-weight")
    decoration = styles.get("text-decoration", "") + styles.get("text-decoration-line", "")
    return replace(
        face,
        bold=_is_bold(weight) if weight else face.bold or tag in ("b", "strong") or tag in HEADINGS,
        italic=styles["font-style"] in ("italic", "oblique")
        if "font-style" in styles
        else face.italic or tag in ("i", "em"),
        underline="underline" in decoration
        or (face.underline and decoration != "none")
        or tag in ("u", "ins"),
        size=points(styles.get("font-size")) or face.size,
        font=(_family(styles) or element.get("face") or face.font or "").strip("\"' ") or None,
    )


def _family(styles: dict[str, str]) -> str | None:
    """The name of the typeface: of itself or after the size, as in "7.0pt Symbol"."""
    short = _SHORT.search(styles.get("font", ""))
    return styles.get("font-family") or (short[1] if short else None)


def _is_bold(weight: str) -> bool:
    return weight in ("bold", "bolder") or (_WEIGHT.fullmatch(weight) is not None and int(weight) >= BOLD)


MOST = 100
"""Columns or rows that one cell may cover, whatever it says."""

CELLS = ("td", "th")
SECTIONS = ("thead", "tbody", "tfoot")
INNER = {"table": (*SECTIONS, "tr"), **dict.fromkeys(SECTIONS, ("tr",)), "tr": ()}
"""Element between a table and its cells -> those that may stand in it."""

_NUMBER = re.compile(r"0*([0-9]{1,9})")


@dataclass(frozen=True, slots=True)
class HtmlCell:
    """A cell and its place."""

    element: html.HtmlElement
    row: int
    column: int
    row_span: int
    column_span: int
    header: bool


@dataclass(frozen=True, slots=True)
class HtmlGrid:
    """A table: its size, its cells row by row."""

    rows: int
    columns: int
    cells: list[HtmlCell]
    caption: html.HtmlElement | None
    is_layout: bool
    """It only sets a page: it has one column, or larger tables inside."""


def grid_of(table: html.HtmlElement) -> HtmlGrid:
    """The cells of a table; those of tables inside it are not its own."""
    rows = list(_rows_of(table))
    cells: list[HtmlCell] = []
    taken: set[tuple[int, int]] = set()
    for index, own in enumerate(rows):
        column = 0
        header = all(cell.tag == "th" for cell in own) and (index == 0 or _in_head(own[:1]))
        for cell in own:
            while (index, column) in taken:
                column += 1
            down = min(_span(cell, "rowspan"), len(rows) - index)
            across = _span(cell, "colspan")
            taken.update((index + i, column + j) for i in range(down) for j in range(across))
            cells.append(HtmlCell(cell, index, column, down, across, header or _in_head([cell])))
            column += across
    columns = max((column + 1 for _, column in taken), default=0)
    caption = next((child for child in table if child.tag == "caption"), None)
    layout = _holds_larger(table, len(cells)) or columns < 2 or table.get("role") == "presentation"
    return HtmlGrid(len(rows), columns, cells, caption, layout)


def _holds_larger(table: html.HtmlElement, own: int) -> bool:
    """Whether the tables inside a table have more cells than it has of its own."""
    return next(islice(table.iterdescendants(*CELLS), 2 * own, None), None) is not None


def _rows_of(part: html.HtmlElement) -> Iterator[list[html.HtmlElement]]:
    """The cells of each row; those without a row of their own are one."""
    loose: list[html.HtmlElement] = []
    for child in part:
        if child.tag in CELLS:
            loose.append(child)
        elif child.tag in INNER[part.tag]:
            yield from ([list(child.iterchildren(*CELLS))] if child.tag == "tr" else _rows_of(child))
    if loose:
        yield loose


def _in_head(cells: list[html.HtmlElement]) -> bool:
    return any(next(cell.iterancestors("thead", "table")).tag == "thead" for cell in cells)


def _span(cell: html.HtmlElement, name: str) -> int:
    told = _NUMBER.match(cell.get(name, "").strip())
    return max(1, min(MOST, int(told[1]))) if told else 1
