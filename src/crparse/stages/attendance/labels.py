"""Labels of attendance: "Présents :", "Étaient excusé·e·s", "Ont donné pouvoir", "Secrétaire de séance :"."""

import re
from dataclasses import dataclass
from enum import Enum
from functools import cache

from crparse import lexicon
from crparse.language.persons import Basis, name_at
from crparse.record import Status
from crparse.text import fold, squeeze


class LabelKind(Enum):
    """What follows a label."""

    LIST = "list"
    """People of one status."""
    PLACE = "place"
    """People of the status that holds so far, by where they sit."""
    OFFICER = "officer"
    """One person with a task in the meeting."""
    AFTER = "after"
    """No people: agenda, date, place…"""


@dataclass(frozen=True, slots=True)
class Label:
    """A label found at the start of a line; what it labels begins at `end`."""

    start: int
    end: int
    text: str
    """As printed, without colon and counts."""
    kind: LabelKind
    status: Status | None = None
    alone: bool = True
    """Nothing but a count follows on the line."""
    group: str | None = None
    """Who of that status: "Étudiants" of "Étudiants présents"."""


_STATUS: tuple[tuple[str, Status], ...] = (
    ("absent", "absent"),
    ("represented", "represented"),
    ("excused", "excused"),
    ("absence", "absent"),
    ("present", "present"),
)
_MAX_TAIL = 70


@cache
def _list_label() -> re.Pattern[str]:
    """Lead words, what it is about, words that may follow, counts; then a colon, the end or a name."""
    core = lexicon.source("attendance", *(f"labels.{key}" for key, _ in _STATUS))
    tail, one = lexicon.source("attendance", "labels.tail"), lexicon.source("attendance", "labels.lead")
    # Each lead word in one way only, else a row of them is tried in all ways that there are.
    lead = rf"(?>{one}(?!\w)|{one})"
    joint = rf"(?:\s*(?:,|/|&|\+|-|\b{lexicon.source('attendance', 'labels.and')}\b)\s*|\s+)"
    count = r"(?:\s*\(\s*[^()\n]{0,40}\)|\s*\[\s*\d+\s*\])?"
    return re.compile(
        rf"[\W_]{{0,4}}(?P<label>(?:{lead}[\s']*)*(?P<core>{core})(?![\w])(?:{joint}(?:{lead}\s+)*{core}(?![\w]))*)"
        rf"(?P<tail>(?:{joint}?(?:{tail})(?![\w]))*){count}[*_]*(?P<stop>\s*(?:[:：]|-\s|–|—)|\s*$|(?=\s))"
    )


@cache
def _open_tail() -> re.Pattern[str]:
    """ "Présents pour l'association Les Grillons :": anything up to a colon."""
    return re.compile(rf"[^:.;\n•▪\t]{{0,{_MAX_TAIL}}}:")


@cache
def _other_label(key: str) -> re.Pattern[str]:
    lead = tail = ""
    if key == "officer":
        lead = rf"(?:{lexicon.source('attendance', 'labels.officer_lead')}\s+)?"
        tail = rf"(?:\s+{lexicon.source('attendance', 'labels.officer_tail')}(?![\w]))?"
    return re.compile(
        rf"[\W_]{{0,4}}{lead}(?P<label>{lexicon.source('attendance', f'labels.{key}')})(?![\w]){tail}"
        r"(?:\s*\([^()\n]{0,40}\))?[*_]*\s*(?P<stop>[:：]|[-–—]\s|$)"
    )


def _starts_with_name(text: str, offset: int, least: Basis) -> bool:
    name = name_at(text, offset + len(text[offset:]) - len(text[offset:].lstrip()))
    return name is not None and name.basis >= least


def _status(label: str) -> Status:
    """Of a folded label: the first status of the lexicon in it; "présents ou représentés" are present."""
    if lexicon.cues("attendance", "labels.or_represented").search(label):
        return "present"
    for key, status in _STATUS:
        if lexicon.cues("attendance", f"labels.{key}").search(label):
            return status
    return "present"


def _count_end(text: str, end: int) -> int:
    """Past a count that stands after the colon: "Présents : 12"."""
    counted = lexicon.source("attendance", "labels.counted")
    match = re.compile(rf"\s*\d{{1,3}}(?!\s*[/.:\w])\s*(?:{counted}\s*)?[:.;]?").match(text, end)
    return match.end() if match else end


def _read_list(text: str, folded: str) -> Label | None:
    match = _list_label().match(folded)
    if match is None or lexicon.cues("attendance", "labels.never").match(folded.strip(" *_-")):
        return None
    end = match.end()
    if not match["stop"].strip() and end < len(folded.rstrip()):
        longer = _open_tail().match(folded, end)
        if _starts_with_name(text, end, Basis.CIVILITY if len(match["label"]) < 9 else Basis.CAPITALS):
            pass
        elif longer and not re.search(r"\d{2}", longer.group()):
            end = longer.end()
        else:
            return None
    label_text = squeeze(text[match.start("label") : match.end("tail")])
    end = _count_end(text, end)
    alone = not text[end:].strip(" \t\n*_.:-–\xa0")
    status = _status(match["label"] + match["tail"])
    group = _group(label_text) if status == "present" else None
    return Label(match.start("label"), end, label_text, LabelKind.LIST, status, alone, group)


def _group(label: str) -> str | None:
    """ "Étudiants" of "Étudiants présents", if the lexicon says that such a word is worth keeping."""
    match = lexicon.cues("attendance", "labels.group_lead").match(fold(label))
    return label[: match.end()] if match else None


@cache
def _qualified() -> re.Pattern[str]:
    """ "Étudiants présents", "Membres du bureau excusés :": a few words, then the status."""
    status = lexicon.source("attendance", "labels.excused", "labels.absence", "labels.qualified")
    return re.compile(
        rf"[\W_]{{0,3}}(?P<group>[a-zœ][\w' -]{{2,45}}?)\s+(?P<status>{status})(?![\w])"
        r"(?:\s*\([^()\n]{0,30}\))?\s*(?P<stop>:|$)"
    )


def _read_qualified(text: str, folded: str) -> Label | None:
    match = _qualified().match(folded)
    if match is None or not text.lstrip(" *_-•")[:1].isupper() or len(match["group"].split()) > 6:
        return None
    if any(
        lexicon.cues("attendance", f"labels.{key}").match(match["group"]) for key in ("never", "not_group")
    ):
        return None
    if _starts_with_name(text, match.start("group"), Basis.CAPITALS):
        return None
    group = text[match.start("group") : match.end("group")]
    generic = lexicon.cues("attendance", "labels.generic_group").fullmatch(match["group"].strip())
    alone = not text[match.end() :].strip()
    status = _status(match["status"])
    printed = squeeze(text[match.start("group") : match.end("status")])
    return Label(
        match.start("group"), match.end(), printed, LabelKind.LIST, status, alone, None if generic else group
    )


def read_label(text: str) -> Label | None:
    """The label that opens a line, or None."""
    folded = fold(text)
    found = _read_list(text, folded) or _read_qualified(text, folded)
    if found is not None:
        return found
    for key, kind in (("officer", LabelKind.OFFICER), ("place", LabelKind.PLACE)):
        match = _other_label(key).match(folded)
        if match:
            alone = not text[match.end() :].strip()
            return Label(
                match.start("label"),
                match.end(),
                text[match.start("label") : match.end("label")],
                kind,
                None,
                alone,
            )
    if lexicon.cues("attendance", "labels.after").match(folded.lstrip(" *_-•\t0123456789.)")):
        return Label(0, 0, "", LabelKind.AFTER)
    return None


def is_presiding(label: Label) -> bool:
    """Whether the officer counts as an attendee where no list names them."""
    presiding = lexicon.cues("attendance", "labels.presiding")
    return label.kind is LabelKind.OFFICER and presiding.search(fold(label.text)) is not None
