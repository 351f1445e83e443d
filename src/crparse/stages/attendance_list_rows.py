"""One row of an attendance list: its people, in groups and pairs of giver and holder of a proxy."""

import re
from dataclasses import dataclass, replace

from crparse.person_name import Basis, name_at
from crparse.record import Status
from crparse.stages.attendance_affiliation import names_a_body, read_remark, starts_with_role
from crparse.stages.attendance_bullets import strip_bullet
from crparse.stages.attendance_entries import (
    Entry,
    ListStyle,
    are_initials,
    civility_only,
    is_nobody,
    read_entries,
    read_style,
)
from crparse.stages.attendance_labels import LabelKind
from crparse.stages.attendance_pieces import Piece, split_pieces, strength
from crparse.stages.attendance_representatives import read_representative
from crparse.stages.attendance_rows import Row
from crparse.stages.attendance_run_on import split_at_first_names, split_long_run
from crparse.stages.word_forms import cues
from crparse.text import fold, squeeze

_GROUP = re.compile(r"[\s•-]*(?P<group>[^:(),;]{2,70}?(?:\s*\([^():;]{1,40}\))?)\s*:\s*(?=\S)")


@dataclass(slots=True)
class ListState:
    """What holds for the people that follow: the status of their list, the label of their group."""

    status: Status
    role: str | None = None
    organisation: str | None = None

    def open_group(self, text: str) -> None:
        """Takes "Pour la mairie :" or "Élus"."""
        self.role, self.organisation = read_group(text)

    def apply(self, entry: Entry) -> Status:
        """Completes an entry by its group; its status in the list."""
        if self.role and self.role not in entry.roles:
            entry.roles.insert(0, self.role)
        entry.organisation = entry.organisation or self.organisation
        missing = self.status in ("absent", "excused")
        return (
            self.status if entry.status is None or (missing and entry.status == "present") else entry.status
        )


def read_list_row(row: Row, state: ListState) -> list[tuple[Entry, Status]]:
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
    if cues("attendance", "groups", "role").match(fold(printed)):
        remark = read_remark(printed) if starts_with_role(printed) else None
        if remark and remark.organisation and remark.roles:
            return remark.roles[0], remark.organisation
        return printed, None
    prefix = cues("attendance", "joints", "group_prefix").match(fold(printed))
    printed = printed[prefix.end() :] if prefix else printed
    printed = re.sub(r"\s*\(\d+\)$", "", printed)
    if cues("attendance", "groups", "never").match(fold(printed)):
        return None, None
    if cues("attendance", "groups", "role").match(fold(printed)) or (
        starts_with_role(printed) and not names_a_body(printed)
    ):
        return printed, None
    remark = read_remark(printed)
    return (", ".join(remark.roles) or None), remark.organisation


def read_row(row: Row, offset: int = 0, *, proxies: bool = False) -> list[Entry]:
    """The people of a row from `offset` on, with offsets of the document."""
    found: list[Entry] = []
    majority = cues("attendance", "labels", "clause").search(fold(row.text))
    if majority:
        row = replace(row, text=row.text[: majority.start()])
    style = read_style((row.text, start, end) for start, end in _segments(row.text, offset))
    box = strip_bullet(row.block.marker or "", 0, len(row.block.marker or ""))[1]
    for start, end in _segments(row.text, offset):
        role, body, start = _segment_group(row.text, start, end)
        run = [] if role or body else split_long_run(row.text, start, end)
        representatives = read_representative(row.text, start, end, style)
        if representatives:
            entries = representatives
        elif run:
            entries = [entry for span in run for entry in [_plain(row.text, *span)]]
        elif proxies:
            entries = read_proxies(row.text, start, end, style)
        else:
            entries = read_entries(row.text, start, end, style)
        if body and entries and are_initials(body, entries[0].name):
            body = None
        for entry in entries:
            if role:
                entry.roles.insert(0, role)
            entry.organisation = entry.organisation or body
            entry.status = entry.status or box
        found.extend(entries)
    return [_moved(entry, row.start) for entry in found]


def _moved(entry: Entry, offset: int) -> Entry:
    givers = [(start + offset, end + offset) for start, end in entry.givers]
    return replace(entry, start=entry.start + offset, end=entry.end + offset, givers=givers)


def _plain(text: str, start: int, end: int) -> Entry:
    """A name of a run, nothing beside it."""
    return Entry(start, end, squeeze(text[start:end]), Basis.FIRST_NAME)


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


def _segment_group(text: str, start: int, end: int) -> tuple[str | None, str | None, int]:
    """(function, body, where the people begin) of "Mairie : Anne Roux, Paul Petit"."""
    colon = _GROUP.match(text, start, end)
    if colon is None or is_task(colon["group"]):
        return None, None, start
    group = Piece(colon.start("group"), colon.end("group"), "")
    first = split_pieces(text, colon.end(), end)
    if (
        not first
        or strength(first[0], text) == 0
        or (strength(group, text) >= 2 and strength(first[0], text) < 3)
    ):
        return None, None, start
    role, body = read_group(colon["group"])
    return role, body, colon.end()


def is_task(text: str) -> bool:
    """ "Mettre à jour le plan": what someone is to do, before who does it."""
    return cues("attendance", "joints", "task").match(fold(text)) is not None


def read_proxies(text: str, start: int, end: int, style: ListStyle) -> list[Entry]:
    """The people of a list of proxies: "M. Roux à Mme Costey, Anne Petit (pouvoir à Paul Leroy)"."""
    if len(re.findall(_ARROW, text[start:end])) > 1:
        return _chained(text, start, end)
    found: list[Entry] = []
    unpaired: tuple[int, int] | None = None
    for piece in split_pieces(text, start, end):
        printed = text[piece.start : piece.end]
        lead = cues("attendance", "marks", "proxy_lead").match(fold(printed).lstrip())
        begin = piece.start + (len(printed) - len(printed.lstrip()) + lead.end() if lead else 0)
        pair = _giver_and_holder(text, begin, piece.end)
        if unpaired and (pair or lead):
            found.extend(read_entries(text, *unpaired, style))
            unpaired = None
        if pair:
            found.append(pair)
        else:
            unpaired = (unpaired[0] if unpaired else begin, piece.end)
    return [*found, *(read_entries(text, *unpaired, style) if unpaired else [])]


_ARROW = r"\s*(?:->|→|=>|➔)\s*"


def _chained(text: str, start: int, end: int) -> list[Entry]:
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
            Entry(*giver, squeeze(text[slice(*giver)]), Basis.SHAPE, status="represented", proxy=proxy)
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


def _giver_and_holder(text: str, start: int, end: int) -> Entry | None:
    begin, _ = strip_bullet(text, start, end)
    giver = name_at(text[:end], begin)
    if giver is None:
        return None
    rest = text[giver.end : end]
    bracket = re.match(r"\s*\([^()]*\)\s*(?=\S)", rest)
    holder = None
    for skipped in (len(rest) - len(rest.lstrip(" ,(")), bracket.end() if bracket else 0):
        link = cues("attendance", "marks", "short_holder").match(fold(rest[skipped:]))
        holder = holder or (name_at(text[:end], giver.end + skipped + link.end()) if link else None)
    if holder is None:
        return None
    return Entry(
        giver.start,
        giver.end,
        squeeze(giver.text),
        giver.basis,
        status="represented",
        proxy=squeeze(holder.text),
    )
