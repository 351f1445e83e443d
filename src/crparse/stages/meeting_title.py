"""The title of the minutes, out of the lines of their head."""

import re
from collections.abc import Sequence

from crparse import lexicon
from crparse.person_name import Basis, parse_name
from crparse.source import Kind
from crparse.stages.attendance_labels import LabelKind, read_label
from crparse.stages.attendance_pieces import begins_with_person
from crparse.stages.meeting_date import is_byline
from crparse.stages.meeting_head import Head, HeadLine
from crparse.stages.word_forms import cues

_ADDRESS = re.compile(
    r"\b\d{5}\s+[A-ZÀ-Ý]|^\d+\s?(?:bis|ter)?,?\s+(?:rue|avenue|av\.|bd|boulevard|place|chemin|route|allée|impasse|quai)\b",
    re.I,
)
_STAMP = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d")
_LINK = re.compile(r"https?://|www\.|\S+@\S+\.\w")
_MAX_LINES = 6


def find_title(head: Head) -> list[HeadLine]:
    """The lines of the title in reading order, none if the head has none."""
    lines = [line for line in head.title_lines if _possible(line)]
    chosen = _by_format(lines) or _by_look(lines)
    kept = [line for line in chosen if line.rest_without_days() or not line.days]
    if any(line.rest_without_days() for line in kept):
        return kept
    if chosen:
        return _named_above(head, chosen) or [*_named_in_header(head), *chosen]
    named = cues("meeting", "title", "document")
    running = [line for line in head.furniture if named.search(line.folded) and line.rest_without_days()]
    if running:
        return running[:1]
    dated = [
        line
        for line in head.title_lines
        if line.days and not line.key and not line.lead and not _STAMP.search(line.text)
    ]
    return dated[:1]


def _possible(line: HeadLine) -> bool:
    """Whether a line of the head can belong to the title."""
    text = line.text
    document = cues("meeting", "title", "document").search(line.folded) is not None
    if any(is_byline(line, day) for day in line.days):
        return False
    if not document and not _is_object(line) and _is_about_meeting(line):
        return False
    if (
        (line.key and not _is_object(line))
        or _LINK.search(text)
        or _STAMP.search(text)
        or _ADDRESS.search(text)
        or not re.search(r"[^\W\d_]{2}", text)
        or cues("meeting", "title", "place_and_day").fullmatch(
            line.folded[: line.days[0].start] if line.days else ""
        )
    ):
        return False
    if re.match(r"\d+\s", text) and cues("meeting", "title", "agenda").search(line.folded):
        return False
    if not _is_object(line) and (line.lead or (text.endswith(".") and (line.hours or len(text.split()) > 5))):
        return False
    if line.block.kind is Kind.LIST_ITEM and not cues("meeting", "title", "document").search(line.folded):
        return False
    if (line.block.style or "").lower() in ("author", "date"):
        return False
    name = parse_name(text)
    return name is None or name.basis < Basis.CAPITALS


def _is_about_meeting(line: HeadLine) -> bool:
    """A line that says who came, who presides or when it was convened, or opens a list."""
    label = read_label(line.text)
    officer = label is not None and label.kind is not LabelKind.AFTER
    opens = line.text.rstrip().endswith(":")
    metadata = cues("meeting", "title", "metadata").match(line.folded.lstrip(" -*+•"))
    key = line.block.cell and cues("meeting", "title", "keys").fullmatch(line.folded.strip(" :"))
    _, colon, rest = line.text.partition(":")
    people = begins_with_person(line.text, 3) or (colon and begins_with_person(rest, 3))
    return bool(officer or opens or metadata or key or people)


def _by_format(lines: Sequence[HeadLine]) -> list[HeadLine]:
    """Lines in the style of a title, or the first heading."""
    titled = [line for line in lines if line.block.heading_level == 0]
    if titled:
        return titled
    headed = [line for line in lines if line.block.heading_level is not None]
    if not headed or not headed[0].rest_without_days():
        return []
    if headed[0].block.heading_level != 1 and headed[0] is not lines[0]:
        return []
    return [headed[0], *_said_below(headed[0], lines)]


def _said_below(heading: HeadLine, lines: Sequence[HeadLine]) -> list[HeadLine]:
    """The line under a heading that names no meeting ("Février"), if that names one and its day."""
    says = [cues("meeting", "title", key) for key in ("document", "meeting")]
    below = next((line for line in lines if line.start > heading.start), None)
    if below is None or below.index - heading.index > 1 or any(cue.search(heading.folded) for cue in says):
        return []
    return [below] if below.days and any(cue.search(below.folded) for cue in says) else []


def _anchor(lines: Sequence[HeadLine]) -> int:
    """The line that says that these are minutes, else that names a meeting, else the largest."""
    for key in ("document", "meeting"):
        found = [i for i, line in enumerate(lines[:12]) if cues("meeting", "title", key).search(line.folded)]
        if found:
            return found[0]
    sizes = [line.block.size or 0.0 for line in lines[:8]]
    return sizes.index(max(sizes)) if sizes else -1


def _by_look(lines: Sequence[HeadLine]) -> list[HeadLine]:
    """The anchor with the lines around it that look the same."""
    if not lines:
        return []
    anchor = _anchor(lines)
    first = last = anchor
    named = cues("meeting", "title", "document").search(lines[anchor].folded) is not None
    while first > 0 and anchor - first < _MAX_LINES and _alike(lines[first - 1], lines[anchor]):
        above = lines[first - 1].folded
        named = named or not cues("meeting", "title", "meeting").search(above)
        if named and cues("meeting", "title", "letterhead").match(above):
            break
        first -= 1
    while last + 1 < len(lines) and last - anchor < _MAX_LINES and _follows(lines, anchor, last + 1):
        last += 1
    return [
        line for line in lines[first : last + 1] if line is lines[anchor] or not _apart(line, lines[anchor])
    ]


def _alike(line: HeadLine, anchor: HeadLine) -> bool:
    """Same table, or same alignment and about the same size, no smaller emphasis."""
    if anchor.block.cell is not None and line.block.cell is not None:
        return line.block.cell.table == anchor.block.cell.table
    if (anchor.block.cell is None) != (line.block.cell is None):
        return False
    size, other = line.block.size or 0.0, anchor.block.size or 0.0
    same_size = abs(size - other) < 1.6 or size > other
    bold = line.block.share("bold") >= anchor.block.share("bold") - 0.1
    return (
        same_size
        and (bold or line.block.align in ("center", "right"))
        and line.block.align == anchor.block.align
    )


def _apart(line: HeadLine, anchor: HeadLine) -> bool:
    """A cell of the title's table that is not set off as the title is."""
    return bool(
        anchor.block.cell
        and line.block.share("bold") < 0.5
        and anchor.block.share("bold") > 0.5
        and not _is_object(line)
    )


def _is_object(line: HeadLine) -> bool:
    return re.match(lexicon.load("meeting")["title"]["object"], line.folded) is not None


def _follows(lines: Sequence[HeadLine], anchor: int, index: int) -> bool:
    line = lines[index]
    if lines[index].index - lines[index - 1].index > 2:
        return False
    if _is_object(line):
        return not lines[anchor].rest_without_days() and not lines[anchor].days
    if _alike(line, lines[anchor]):
        return True
    known = cues("meeting", "title", "document").search(line.folded) is not None
    if not lines[anchor].rest_without_days() and not lines[anchor].days:
        known = known or cues("meeting", "title", "meeting").match(line.folded) is not None
    return known and (line.block.share("bold") > 0.5 or line.block.align == "center")


def _named_above(head: Head, chosen: Sequence[HeadLine]) -> list[HeadLine]:
    """The line above a title that only gives the day, if it names the body."""
    heads = cues("meeting", "body", "heads")
    above = [line for line in head.title_lines if line.index < chosen[0].index and _possible(line)]
    return above[-1:] if above and heads.match(above[-1].folded) and above[-1].rest_without_days() else []


def _named_in_header(head: Head) -> list[HeadLine]:
    """The running header that names the body, for a title that only gives the day."""
    heads = cues("meeting", "body", "heads")
    for line in head.furniture:
        if line.block.kind is Kind.HEADER and heads.match(line.folded) and line.rest_without_days():
            return [line]
    return []
