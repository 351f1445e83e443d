"""Whether a row names people: at all, surely, or nothing else."""

import re

from crparse.person_name import Basis
from crparse.stages.attendance_bullets import strip_bullet
from crparse.stages.attendance_entries import ListStyle
from crparse.stages.attendance_list_rows import is_task, read_row
from crparse.stages.attendance_pieces import split_pieces, strength
from crparse.stages.attendance_representatives import read_representative
from crparse.stages.attendance_rows import Row
from crparse.stages.attendance_run_on import split_long_run

_MAX_PART = 170
"""A longer text from one name to the next is a paragraph that begins with a name."""
_MAX_ROW = 4000
_GROUP = re.compile(r"[^:]{2,60}:\s*(?=\S)")


def _levels(text: str, start: int = 0) -> list[tuple[int, int]]:
    """(how surely a person, length) of each part of a row."""
    pieces = split_pieces(text, start, len(text))
    return [(strength(piece, text), piece.end - piece.start) for piece in pieces]


def names_people(row: Row) -> bool:
    """Whether a row begins with a person, after "Mairie :" as well, and is no paragraph."""
    if len(row.text) > _MAX_ROW:
        return False
    if split_long_run(row.text, 0, len(row.text)):
        return True
    if _represents(row):
        return True
    levels = _levels(row.text)
    if not levels:
        return False
    later = any(level == 3 for level, _ in levels[1:3])
    if levels[0][0] == 0 and not later and not _groups_people(row.text):
        return False
    return max((length for level, length in levels if level), default=0) < _MAX_PART


def _represents(row: Row) -> bool:
    """Whether a row names a body and who stands for it."""
    return bool(read_representative(row.text, 0, len(row.text), ListStyle()))


def _groups_people(text: str) -> bool:
    group = _GROUP.match(text)
    if group is None or is_task(text):
        return False
    levels = _levels(text, group.end())
    return bool(levels) and levels[0][0] >= 1


def surely_people(row: Row) -> bool:
    """Whether a row begins with a box, a known first name or a whole name, after "Mairie :" as well."""
    box = strip_bullet(row.text, 0, len(row.text))[1]
    group = None if is_task(row.text) else _GROUP.match(row.text)
    levels = [*_levels(row.text)[:2], *(_levels(row.text, group.end())[:1] if group else [])]
    return box is not None or any(level >= 2 for level, _ in levels) or _represents(row)


def wholly_person(row: Row) -> bool:
    """Whether an item of a list is a name with a status or function at most, or a line name and function."""
    entries = read_row(row)
    if len(entries) != 1 or entries[0].basis < Basis.FIRST_NAME or entries[0].organisation:
        return False
    whole = " " in entries[0].name or entries[0].status is not None
    return (
        whole and (row.bulleted or bool(entries[0].roles)) and not row.text.rstrip().endswith((".", ":", ";"))
    )


def is_bold(row: Row) -> bool:
    """Whether a row is set off by its typeface."""
    return row.block.share("bold") > 0.9 or row.block.share("underline") > 0.9
