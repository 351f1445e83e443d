"""An HTML page as a tree: parsed, how its elements look, the cells of its tables."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from lxml import etree, html

from crparse.errors import ReadError
from crparse.readers.blocks.lists import TextFace
from crparse.readers.files.markup import is_bold, points
from crparse.source import Caveat, Cell
from crparse.wording import Message

SAVE_AGAIN = Message("Open it in a browser and save it again.")

CELLS = ("td", "th")
SECTIONS = ("thead", "tbody", "tfoot")
INNER = {"table": (*SECTIONS, "tr"), **dict.fromkeys(SECTIONS, ("tr",)), "tr": ()}
"""Element between a table and its cells -> those that may stand in it."""

# Takes "<?xml version="1.0" encoding="utf-8"?>", leaves "<?php".
_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")


def parse_html(text: str) -> tuple[html.HtmlElement, tuple[Caveat, ...]]:
    """The tree of a page or fragment, and what of it is not in the tree."""
    parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        root = html.document_fromstring(_DECLARATION.sub("", text), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise ReadError(
            "corrupt_html", Message("The HTML cannot be read (%(error)s).", error=error), SAVE_AGAIN
        ) from error
    _take_forms_out_of_tables(root)
    _hide_by_rules(root)
    return root, _cut_off(parser)


# A rule of a style sheet: takes "p.x, #y {display: none}", leaves "@media print {".
_RULE = re.compile(r"([^{}@;]+)\{([^{}]*)\}")
# What goes for paper or certain screens: takes "@media print {p {display: none}}", leaves "p {color: red}".
_AT_RULE = re.compile(r"@[^{};]*(?:;|\{(?:[^{}]|\{[^{}]*\})*\})")
# Takes "/* notes */".
_CSS_COMMENT = re.compile(r"/\*.*?\*/", re.S)
# One element's part of a selector: takes "p", ".x", "div#y.z"; leaves "a:hover", "input[type=text]".
_SIMPLE = re.compile(r"(?:\*|[\w-]+)?(?:[.#][\w-]+)*")
# Takes "p" of "p.x#y" and its ".x" and "#y".
_PART = re.compile(r"[.#]?[\w-]+")


def _hide_by_rules(root: html.HtmlElement) -> None:
    """Marks as hidden what a style sheet of the page hides; the last rule that speaks of it counts."""
    sheets = (_CSS_COMMENT.sub("", sheet.text or "") for sheet in root.iter("style"))
    rules = [rule for sheet in sheets for rule in _RULE.findall(_AT_RULE.sub("", sheet))]
    told = [(selectors, _hides(_declared(body))) for selectors, body in rules]
    if not any(hidden for _, hidden in told):
        return
    paths = [
        (path, hidden)
        for selectors, hidden in told
        if hidden is not None
        for selector in selectors.split(",")
        if (path := selector.replace(">", " ").split()) and all(map(_SIMPLE.fullmatch, path))
    ]
    for element in root.iter(etree.Element):
        said = [hidden for path, hidden in paths if _selected(element, path)]
        if said and said[-1] and _hides(styles_of(element)) is None:
            element.set("hidden", "")


def _selected(element: html.HtmlElement, path: Sequence[str]) -> bool:
    """Whether a selector means an element: its last part the element, the others some around it."""
    if not _is(element, path[-1]):
        return False
    around = element.iterancestors()
    return all(any(_is(other, part) for other in around) for part in reversed(path[:-1]))


def _is(element: html.HtmlElement, part: str) -> bool:
    """Whether "div.x#y" or a part of it means an element."""
    classes, own = (element.get("class") or "").split(), element.get("id")
    names = {".": classes, "#": [own]}
    return all(
        name[1:] in names[name[0]] if name[0] in names else name.lower() == element.tag
        for name in _PART.findall(part)
    )


UNSEEN = {"display": "none", "visibility": "hidden", "mso-hide": "all"}
"""Properties with the value that hides an element."""


def _hides(styles: dict[str, str]) -> bool | None:
    """Whether properties hide an element, None where they say nothing of it."""
    said = [styles[name].split("!")[0].strip() == hidden for name, hidden in UNSEEN.items() if name in styles]
    return any(said) if said else None


def entry(element: html.HtmlElement) -> str | None:
    """What a field of a form shows by itself, None for other elements: a box, what is filled in."""
    if element.tag != "input":
        return None
    kind = element.get("type", "text").lower()
    if kind in ("checkbox", "radio"):
        return "☐" if element.get("checked") is None else "☒"
    return str(element.get("value", "")) if kind in ("text", "date", "time", "number") else None


def _take_forms_out_of_tables(root: html.HtmlElement) -> None:
    """Puts into tables what forms have put between them and their cells, as browsers do."""
    for form in [*root.iter("form")]:
        parent = form.getparent()
        if parent is not None and parent.tag in INNER:
            form.drop_tag()


def _cut_off(parser: html.HTMLParser) -> tuple[Caveat, ...]:
    """A warning where the parser has stopped before the end: even a huge tree has a greatest depth."""
    if not parser.error_log.filter_from_fatals():
        return ()
    message = Message(
        "The page has elements thousands deep inside each other: what follows them is not read."
    )
    return (Caveat("cut_html", message),)


HEADINGS = {f"h{level}": level for level in range(1, 7)}

# The typeface behind its size: takes "Symbol" of "7.0pt Symbol", "Arial" of "12px/1.5 Arial"; leaves "bold".
_SHORT = re.compile(r"\d[a-z%]+(?:/\S+)?\s+(\S.*)")


def styles_of(element: html.HtmlElement) -> dict[str, str]:
    """The properties written into an element, lower case."""
    return _declared(element.get("style", ""))


def _declared(written: str) -> dict[str, str]:
    pairs = (pair.partition(":") for pair in written.split(";"))
    return {name.strip().lower(): value.strip().lower() for name, _, value in pairs if value}


def is_unseen(element: html.HtmlElement) -> bool:
    """Whether a browser does not show an element, or it is a menu."""
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    if element.get("role") in ("navigation", "menu", "menubar", "search", "alert", "dialog"):
        return True
    return _hides(styles_of(element)) or False


def inner_face(element: html.HtmlElement, face: TextFace) -> TextFace:
    """The typeface inside an element that stands in text of this face."""
    tag, styles = element.tag, styles_of(element)
    weight, slant = styles.get("font-weight"), styles.get("font-style")
    decoration = styles.get("text-decoration", "") + styles.get("text-decoration-line", "")
    short = _SHORT.search(styles.get("font", ""))
    family = styles.get("font-family") or (short[1] if short else element.get("face"))
    underlined = "underline" in decoration or (face.underline and decoration != "none")
    struck = "line-through" in decoration or (face.struck and decoration != "none")
    case, variant = styles.get("text-transform"), styles.get("font-variant")
    return replace(
        face,
        bold=is_bold(weight) if weight else face.bold or tag in ("b", "strong") or tag in HEADINGS,
        italic=slant in ("italic", "oblique") if slant is not None else face.italic or tag in ("i", "em"),
        underline=underlined or tag in ("u", "ins"),
        struck=struck or tag in ("s", "strike", "del"),
        caps=case == "uppercase" if case else face.caps,
        small_caps="small-caps" in variant if variant else face.small_caps,
        size=points(styles.get("font-size"), digits=1) or face.size,
        font=(family or face.font or "").strip("\"' ") or None,
    )


WIDEST_CELL = 100
"""Columns or rows that one cell may cover, whatever it says: a page may say a million."""

# Takes "3", "007"; leaves "-1", "all".
_NUMBER = re.compile(r"0*([0-9]{1,9})")


def grid_of(table: html.HtmlElement, number: int) -> list[tuple[Cell, html.HtmlElement]]:
    """The place of each cell of a table, and what stands in it; those of tables inside it are not its own."""
    rows = list(_rows_of(table))
    found: list[tuple[Cell, html.HtmlElement]] = []
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
            is_head = header or _in_head([cell])
            found.append((Cell(number, index, column, len(rows), 0, down, across, is_head), cell))
            column += across
    columns = max((column + 1 for _, column in taken), default=0)
    return [(replace(where, columns=columns), cell) for where, cell in found]


def only_sets_a_page(table: html.HtmlElement, grid: Sequence[tuple[Cell, html.HtmlElement]]) -> bool:
    """Whether a table has one column, or the tables inside it have more cells than it has of its own."""
    larger = next(islice(table.iterdescendants(*CELLS), 2 * len(grid), None), None) is not None
    return larger or not grid or grid[0][0].columns < 2 or table.get("role") == "presentation"


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
    return max(1, min(WIDEST_CELL, int(told[1]))) if told else 1
