"""Functions that the signatures give to people of the attendance lists."""

from collections.abc import Iterator, Sequence

from crparse.stages.attendance_affiliation import starts_with_role
from crparse.stages.attendance_entries import Entry, ListStyle, read_entries
from crparse.stages.attendance_headings import row_segments
from crparse.stages.attendance_labels import LabelKind
from crparse.stages.attendance_officers import without_article
from crparse.stages.attendance_region import Listed
from crparse.stages.attendance_rows import Grid, Row
from crparse.text import squeeze

_MAX_LINE = 90
_CLOSING_UNITS = 20
"""Lines at the end among which a function may stand over the name that signs."""


def find_signatures(units: Sequence[Row | Grid], listed: Sequence[Listed]) -> list[Listed]:
    """Lines that are a name and a function, outside the lists: "M. Paul Petit, trésorier"."""
    inside = {person.unit for person in listed}
    found: list[Listed] = []
    for position, unit in enumerate(units):
        if position in inside:
            continue
        lines = _cells(unit) if isinstance(unit, Grid) else [(unit.text, unit.start)]
        found.extend(Listed(entry, "present", "signature", position) for entry in _signed(lines))
        if position >= len(units) - _CLOSING_UNITS:
            found.extend(
                Listed(entry, "present", "signature", position) for entry in _below_function(units, position)
            )
    return found


def _cells(grid: Grid) -> Iterator[tuple[str, int]]:
    """Each cell of a table, and name and function of a row in two cells."""
    for row in range(grid.rows):
        segments = row_segments(grid, row)
        if (
            len(segments) == 2
            and starts_with_role(segments[1].text)
            and not starts_with_role(segments[0].text)
        ):
            yield f"{segments[0].text}, {segments[1].text}", segments[0].start
            continue
        for segment in segments:
            yield segment.text, segment.start


def _signed(lines: Sequence[tuple[str, int]] | Iterator[tuple[str, int]]) -> Iterator[Entry]:
    for text, start in lines:
        if len(text) > _MAX_LINE or text.rstrip().endswith((".", "?")):
            continue
        text = text.rstrip(" :")
        entries = read_entries(text, 0, len(text), ListStyle())
        if len(entries) != 1 or not entries[0].roles or entries[0].proxy:
            continue
        entry = entries[0]
        if entry.organisation is None or starts_with_role(text[entry.end :]):
            # the body of "présidente de l'AMAP" says what is presided, not where the person comes from
            entry.organisation = None
            entry.start, entry.end = entry.start + start, entry.end + start
            yield entry


def _below_function(units: Sequence[Row | Grid], position: int) -> Iterator[Entry]:
    """ "Le maire," and the name that signs, one under the other in either order."""
    unit = units[position]
    following = units[position + 1] if position + 1 < len(units) else None
    if not isinstance(unit, Row) or not isinstance(following, Row):
        return
    for upper, lower in ((unit, following), (following, unit)):
        function = without_article(squeeze(upper.text)).rstrip(" ,:.")
        if len(function) > 40 or not starts_with_role(function) or len(lower.text) > _MAX_LINE:
            continue
        if upper.label is not None and upper.label.kind is LabelKind.LIST:
            continue
        entries = read_entries(lower.text, 0, len(lower.text), ListStyle())
        if len(entries) == 1 and not entries[0].roles and not entries[0].organisation:
            entry = entries[0]
            entry.start, entry.end = entry.start + lower.start, entry.end + lower.start
            entry.roles = [function]
            yield entry
