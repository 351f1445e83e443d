"""One row of an attendance list: whether it names people, and whom, in groups and pairs of a proxy."""

import re
from dataclasses import dataclass, replace

from crparse import lexicon
from crparse.language.persons import Basis, name_at
from crparse.record import Status
from crparse.stages.attendance.beside import names_a_body, read_remark, starts_with_role
from crparse.stages.attendance.entries import (
    PLAIN,
    ListEntry,
    ListStyle,
    are_initials,
    civility_only,
    is_nobody,
    read_entries,
    read_representative,
    read_style,
)
from crparse.stages.attendance.heads import split_at_first_names, split_long_run
from crparse.stages.attendance.labels import LabelKind
from crparse.stages.attendance.pieces import ListPiece, ListText, strip_bullet
from crparse.stages.attendance.rows import AttendanceLine
from crparse.text import fold, squeeze

_GROUP_OF_PEOPLE = re.compile(r"[\s•-]*(?P<group>[^:(),;]{2,70}?(?:\s*\([^():;]{1,40}\))?)\s*:\s*(?=\S)")


@dataclass(slots=True)
class ListState:
    """What holds for the people that follow: the status of their list, the label of their group."""

    status: Status
    role: str | None = None
    organisation: str | None = None

    def open_group(self, text: str) -> None:
        """Takes "Pour la mairie :" or "Élus"."""
        self.role, self.organisation = read_group(text)

    def apply(self, entry: ListEntry) -> Status:
        """Completes an entry by its group; its status in the list."""
        if self.role and self.role not in entry.roles:
            entry.roles.insert(0, self.role)
        entry.organisation = entry.organisation or self.organisation
        missing = self.status in ("absent", "excused")
        return (
            self.status if entry.status is None or (missing and entry.status == "present") else entry.status
        )


def read_list_row(row: AttendanceLine, state: ListState) -> list[tuple[ListEntry, Status]]:
    """The people of a line in a cell; a line without people may open a group or change the status."""
    label = row.label
    offset = 0
    if label is not None and label.kind is LabelKind.LIST and label.status is not None:
        state.status, state.role, state.organisation, offset = label.status, None, None, label.end
        if label.group:
            state.open_group(label.group)
    elif label is not None and label.kind is LabelKind.PLACE:
        state.role = state.organisation = None
        offset = label.end
    if label is not None and (label.kind is LabelKind.AFTER or label.alone):
        return []
    if is_nobody(row.text[offset:]) or civility_only(row.text[offset:]):
        return []
    entries = read_row(row, offset, proxies=state.status == "represented")
    if not entries and len(row.text.strip()) < 60:
        state.open_group(row.text)
    return [(entry, state.apply(entry)) for entry in entries]


def read_group(text: str) -> tuple[str | None, str | None]:
    """(function, body) that a label gives to the people below it."""
    printed = squeeze(text).strip(" :•-–*.")
    if civility_only(printed):
        return None, None
    if lexicon.cues("attendance", "groups.role").match(fold(printed)):
        remark = read_remark(printed) if starts_with_role(printed) else None
        if remark and remark.organisation and remark.roles:
            return remark.roles[0], remark.organisation
        return printed, None
    prefix = lexicon.cues("attendance", "joints.group_prefix").match(fold(printed))
    printed = printed[prefix.end() :] if prefix else printed
    printed = re.sub(r"\s*\(\d+\)$", "", printed)
    if lexicon.cues("attendance", "groups.never").match(fold(printed)):
        return None, None
    if lexicon.cues("attendance", "groups.role").match(fold(printed)) or (
        starts_with_role(printed) and not names_a_body(printed)
    ):
        return printed, None
    remark = read_remark(printed)
    return (", ".join(remark.roles) or None), remark.organisation


def read_row(row: AttendanceLine, offset: int = 0, *, proxies: bool = False) -> list[ListEntry]:
    """The people of a row from `offset` on, with offsets of the document."""
    found: list[ListEntry] = []
    majority = lexicon.cues("attendance", "labels.clause").search(row.listing.folded)
    if majority:
        row = replace(row, text=row.text[: majority.start()])
    listing = row.listing
    style = read_style(listing, _segments(row.text, offset))
    box = strip_bullet(row.block.marker or "", 0, len(row.block.marker or ""))[1]
    for start, end in _segments(row.text, offset):
        role, body, start = _segment_group(listing, start, end)
        run = [] if role or body else split_long_run(row.text, start, end)
        representatives = read_representative(listing, start, end, style)
        if representatives:
            entries = representatives
        elif run:
            entries = [entry for span in run for entry in [_plain(row.text, *span)]]
        elif proxies:
            entries = read_proxies(listing, start, end, style)
        else:
            entries = read_entries(listing, start, end, style)
        if body and entries and are_initials(body, entries[0].name):
            body = None
        for entry in entries:
            if role:
                entry.roles.insert(0, role)
            entry.organisation = entry.organisation or body
            entry.status = entry.status or box
        found.extend(entries)
    return [_moved(entry, row.start) for entry in found]


def _moved(entry: ListEntry, offset: int) -> ListEntry:
    givers = [(start + offset, end + offset) for start, end in entry.givers]
    return replace(entry, start=entry.start + offset, end=entry.end + offset, givers=givers)


def _plain(text: str, start: int, end: int) -> ListEntry:
    """A name of a run, nothing beside it."""
    return ListEntry(start, end, squeeze(text[start:end]), Basis.FIRST_NAME)


def _segments(text: str, offset: int) -> list[tuple[int, int]]:
    """The stretches between semicolons, outside brackets."""
    found = []
    start, depth = offset, 0
    for index in range(offset, len(text)):
        depth = max(0, depth + (text[index] == "(") - (text[index] == ")"))
        if text[index] == ";" and depth == 0:
            found.append((start, index))
            start = index + 1
    return [*found, (start, len(text))]


def _segment_group(listing: ListText, start: int, end: int) -> tuple[str | None, str | None, int]:
    """(function, body, where the people begin) of "Mairie : Anne Roux, Paul Petit"."""
    colon = _GROUP_OF_PEOPLE.match(listing.text, start, end)
    if colon is None or is_task(colon["group"]):
        return None, None, start
    group = ListPiece(colon.start("group"), colon.end("group"), "")
    first = listing.pieces(colon.end(), end)
    sure = listing.strength(first[0]) if first else 0
    if sure == 0 or (sure < 3 and listing.strength(group) >= 2):
        return None, None, start
    role, body = read_group(colon["group"])
    return role, body, colon.end()


def is_task(text: str) -> bool:
    """ "Mettre à jour le plan": what someone is to do, before who does it."""
    return lexicon.cues("attendance", "joints.task").match(fold(text)) is not None


def read_proxies(listing: ListText, start: int, end: int, style: ListStyle) -> list[ListEntry]:
    """The people of a list of proxies: "M. Roux à Mme Costey, Anne Petit (pouvoir à Paul Leroy)"."""
    text = listing.text
    if len(re.findall(_ARROW, text[start:end])) > 1:
        return _chained(text, start, end)
    found: list[ListEntry] = []
    unpaired: tuple[int, int] | None = None
    for piece in listing.pieces(start, end):
        printed = text[piece.start : piece.end]
        lead = lexicon.cues("attendance", "marks.proxy_lead").match(fold(printed).lstrip())
        begin = piece.start + (len(printed) - len(printed.lstrip()) + lead.end() if lead else 0)
        pair = _giver_and_holder(text, begin, piece.end)
        if unpaired and (pair or lead):
            found.extend(read_entries(listing, *unpaired, style))
            unpaired = None
        if pair:
            found.append(pair)
        else:
            unpaired = (unpaired[0] if unpaired else begin, piece.end)
    return [*found, *(read_entries(listing, *unpaired, style) if unpaired else [])]


_ARROW = r"\s*(?:->|→|=>|➔)\s*"


def _chained(text: str, start: int, end: int) -> list[ListEntry]:
    """ "Anne Roux -> Paul Petit Odile Costey -> …": between arrows stand a holder and the next giver."""
    arrows = list(re.compile(_ARROW).finditer(text, start, end))
    bounds = [start, *(edge for arrow in arrows for edge in arrow.span()), end]
    names: list[tuple[int, int]] = []
    for begin, stop in zip(bounds[::2], bounds[1::2], strict=True):
        names.extend(_pair(text, begin, stop) if begin != start and stop != end else [(begin, stop)])
    found = []
    for giver, holder in zip(names[::2], names[1::2], strict=False):
        proxy = squeeze(text[slice(*holder)])
        found.append(
            ListEntry(*giver, squeeze(text[slice(*giver)]), Basis.SHAPE, status="represented", proxy=proxy)
        )
    return found


def _pair(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Two names in a row: cut by their first names, else in the middle."""
    parts = split_at_first_names(text, start, end)
    if len(parts) == 2:
        return parts
    words = list(re.compile(r"\S+").finditer(text, start, end))
    middle = len(words) // 2
    if not middle:
        return [(start, end)]
    return [(words[0].start(), words[middle - 1].end()), (words[middle].start(), words[-1].end())]


def _giver_and_holder(text: str, start: int, end: int) -> ListEntry | None:
    begin, _ = strip_bullet(text, start, end)
    giver = name_at(text[:end], begin)
    if giver is None:
        return None
    rest = text[giver.end : end]
    bracket = re.match(r"\s*\([^()]*\)\s*(?=\S)", rest)
    holder = None
    for skipped in (len(rest) - len(rest.lstrip(" ,(")), bracket.end() if bracket else 0):
        link = lexicon.cues("attendance", "marks.short_holder").match(fold(rest[skipped:]))
        holder = holder or (name_at(text[:end], giver.end + skipped + link.end()) if link else None)
    if holder is None:
        return None
    return ListEntry(
        giver.start,
        giver.end,
        squeeze(giver.text),
        giver.basis,
        status="represented",
        proxy=squeeze(holder.text),
    )


_MAX_PART = 170
"""A longer text from one name to the next is a paragraph that begins with a name."""
_MAX_ROW = 4000
_GROUP_LEAD = re.compile(r"[^:]{2,60}:\s*(?=\S)")


def _levels(row: AttendanceLine, start: int = 0) -> list[tuple[int, int]]:
    """(how surely a person, length) of each part of a row."""
    listing = row.listing
    return [(listing.strength(piece), piece.end - piece.start) for piece in listing.pieces(start)]


def names_people(row: AttendanceLine) -> bool:
    """Whether a row begins with a person, after "Mairie :" as well, and is no paragraph."""
    if len(row.text) > _MAX_ROW:
        return False
    if split_long_run(row.text, 0, len(row.text)):
        return True
    if _represents(row):
        return True
    levels = _levels(row)
    if not levels:
        return False
    later = any(level == 3 for level, _ in levels[1:3])
    if levels[0][0] == 0 and not later and not _groups_people(row):
        return False
    return max((length for level, length in levels if level), default=0) < _MAX_PART


def _represents(row: AttendanceLine) -> bool:
    """Whether a row names a body and who stands for it."""
    return bool(read_representative(row.listing, 0, len(row.text), PLAIN))


def _groups_people(row: AttendanceLine) -> bool:
    group = _GROUP_LEAD.match(row.text)
    if group is None or is_task(row.text):
        return False
    levels = _levels(row, group.end())
    return bool(levels) and levels[0][0] >= 1


def surely_people(row: AttendanceLine) -> bool:
    """Whether a row begins with a box, a known first name or a whole name, after "Mairie :" as well."""
    box = strip_bullet(row.text, 0, len(row.text))[1]
    group = None if is_task(row.text) else _GROUP_LEAD.match(row.text)
    levels = [*_levels(row)[:2], *(_levels(row, group.end())[:1] if group else [])]
    return box is not None or any(level >= 2 for level, _ in levels) or _represents(row)


def wholly_person(row: AttendanceLine) -> bool:
    """Whether an item of a list is a name with a status or function at most, or a line name and function."""
    entries = read_row(row)
    if len(entries) != 1 or entries[0].basis < Basis.FIRST_NAME or entries[0].organisation:
        return False
    whole = " " in entries[0].name or entries[0].status is not None
    return (
        whole and (row.bulleted or bool(entries[0].roles)) and not row.text.rstrip().endswith((".", ":", ";"))
    )


def is_bold(row: AttendanceLine) -> bool:
    """Whether a row is set off by its typeface."""
    return row.block.share("bold") > 0.9 or row.block.share("underline") > 0.9
