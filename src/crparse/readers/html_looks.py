"""How HTML looks: by its elements and by the styles written into them."""

import re
from dataclasses import replace

from lxml import html

from crparse.readers.rich_text import Face

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


def inner_face(element: html.HtmlElement, face: Face) -> Face:
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
