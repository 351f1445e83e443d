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
# Anything up to a colon: takes " pour Les Grillons :" after "Présents", leaves ". Le maire :".
_OPEN_TAIL = re.compile(r"[^:.;\n•▪\t]{0,70}:")


# A remark in brackets and no more: takes " (merci de signer)" after "Participants :", leaves " (A) Roux".
_ASIDE = re.compile(r"\s*\([^()\n]{3,200}\)[\s.:]*")


# The number of a heading: takes "1. " of "1. presents", "ii) ", "a - "; leaves "12 " of "12 presents".
_NUMBER = r"(?:(?:\d{1,2}|[ivx]{1,4}|[a-h])\s?[.)°/–—-]{1,2}\s*)?"


@cache
def _list_label() -> re.Pattern[str]:
    """Lead words, what it is about, words that may follow, counts; then a colon, the end or a name."""
    core = lexicon.source("attendance", *(f"labels.{key}" for key, _ in _STATUS))
    tail, one = lexicon.source("attendance", "labels.tail"), lexicon.source("attendance", "labels.lead")
    # Each lead word in one way only, else a row of them is tried in all ways that there are.
    lead = rf"(?>{one}(?!\w)|{one})"
    joint = rf"(?:\s*(?:,|/|&|\+|-|\b{lexicon.source('attendance', 'labels.and')}\b)\s*|\s+)"
    count = r"(?:\s*\(\s*[^()\n]{0,40}\)|\s*\[\s*\d+\s*\])?"
    # Takes "membres presents (12) :", "1. presences", "presents" of "presents mme roux"; leaves "ordre :".
    return re.compile(
        rf"[\W_]{{0,4}}{_NUMBER}(?P<label>(?:{lead}[\s']*)*(?P<core>{core})(?![\w])(?:{joint}(?:{lead}\s+)*{core}(?![\w]))*)"
        rf"(?P<tail>(?:{joint}?(?:{tail})(?![\w]))*){count}[*_]*(?P<stop>\s*(?:[:：]|-\s|–|—)|\s*$|(?=\s))"
    )


@cache
def _other_label(kind: str) -> re.Pattern[str]:
    """The label of an officer or a place."""
    lead = tail = ""
    if kind == LabelKind.OFFICER.value:
        lead = rf"(?:{lexicon.source('attendance', 'labels.officer_lead')}\s+)?"
        tail = rf"(?:\s+{lexicon.source('attendance', 'labels.officer_tail')}(?![\w]))?"
    # Takes "scribe :" of "scribe : mme roux", leaves "scribe mme roux".
    return re.compile(
        rf"[\W_]{{0,4}}{lead}(?P<label>{lexicon.source('attendance', f'labels.{kind}')})(?![\w]){tail}"
        r"(?:\s*\([^()\n]{0,40}\))?[*_]*\s*(?P<stop>[:：]|[-–—]\s|$)"
    )


@cache
def _qualified() -> re.Pattern[str]:
    """ "Étudiants présents", "Membres du bureau excusés :": a few words, then the status."""
    status = lexicon.source("attendance", "labels.excused", "labels.absence", "labels.qualified")
    # Takes "parents excuses :", leaves "parents : excuses" and "excuses :".
    return re.compile(
        rf"[\W_]{{0,3}}(?P<group>[a-zœ][\w' -]{{2,45}}?)\s+(?P<status>{status})(?![\w])"
        r"(?:\s*\([^()\n]{0,30}\))?\s*(?P<stop>:|$)"
    )


@cache
def _count() -> re.Pattern[str]:
    """A count that stands after the colon, if any: "Présents : 12"."""
    counted = lexicon.source("attendance", "labels.counted")
    # Takes " 12" of "Présents : 12", leaves "12/03".
    return re.compile(rf"(?:\s*\d{{1,3}}(?!\s*[/.:\w])\s*(?:{counted}\s*)?[:.;]?)?")


def _starts_with_name(text: str, offset: int, least: Basis) -> bool:
    name = name_at(text, offset)
    return name is not None and name.basis >= least


def _status(label: str) -> Status:
    """Of a folded label: the first status of the lexicon in it; "présents ou représentés" are present."""
    either = lexicon.cues("attendance", "labels.or_represented").search(label)
    said = (status for key, status in _STATUS if lexicon.cues("attendance", f"labels.{key}").search(label))
    return "present" if either else next(said, "present")


def _read_list(text: str, folded: str) -> Label | None:
    match = _list_label().match(folded)
    never = lexicon.cues("attendance", "labels.never")
    if match is None or never.match(folded.strip(" *_-")) or never.match(folded, match.start("label")):
        return None
    end, least = match.end(), Basis.CIVILITY if len(match["label"]) < 9 else Basis.CAPITALS
    open_end = not match["stop"].strip() and end < len(folded.rstrip())
    if open_end and not _starts_with_name(text, end, least):
        longer = _OPEN_TAIL.match(folded, end)
        # Takes " du 12 mars :", leaves " du bureau :".
        if longer is None or re.search(r"\d{2}", longer.group()):
            return None
        end = longer.end()
    printed = squeeze(text[match.start("label") : match.end("tail")])
    end = _count().match(text, end).end()  # type: ignore[union-attr]
    alone = not text[end:].strip(" \t\n*_.:-–\xa0") or _ASIDE.fullmatch(text, end) is not None
    status = _status(match["label"] + match["tail"])
    group = _body_of(text[match.end("label") : end]) or (_group(printed) if status == "present" else None)
    return Label(match.start("label"), end, printed, LabelKind.LIST, status, alone, group)


def _group(label: str) -> str | None:
    """ "Étudiants" of "Étudiants présents", if the lexicon says that such a word is worth keeping."""
    match = lexicon.cues("attendance", "labels.group_lead").match(fold(label))
    return label[: match.end()] if match else None


def _body_of(tail: str) -> str | None:
    """ "pour l'amicale de Lormoy" of "Étaient présents pour l'amicale de Lormoy :", if it has a name."""
    printed = tail.strip(" :")
    lead = lexicon.cues("attendance", "joints.for_body").match(fold(printed))
    return printed if lead and printed != printed.lower() else None


def _read_qualified(text: str, folded: str) -> Label | None:
    match = _qualified().match(folded)
    if match is None or not text.lstrip(" *_-•")[:1].isupper() or len(match["group"].split()) > 6:
        return None
    never = ("labels.never", "labels.not_group")
    if any(lexicon.cues("attendance", name).match(match["group"]) for name in never):
        return None
    start, end = match.start("group"), match.end()
    if _starts_with_name(text, start, Basis.CAPITALS):
        return None
    generic = lexicon.cues("attendance", "labels.generic_group").fullmatch(match["group"].strip())
    group = None if generic else text[start : match.end("group")]
    printed = squeeze(text[start : match.end("status")])
    alone = not text[end:].strip()
    return Label(start, end, printed, LabelKind.LIST, _status(match["status"]), alone, group)


_MAX_SENTENCE = 300
"""Characters of a sentence that leads in a list. Chosen, not measured."""


def _read_sentence(text: str, folded: str) -> Label | None:
    """ "Le bureau s'est réuni en présence des conseillers suivants :", over those who were there."""
    if len(text) > _MAX_SENTENCE or not folded.rstrip().endswith(":"):
        return None
    match = lexicon.cues("attendance", "labels.lead_in").search(folded)
    if match is None or folded[match.end() :].strip(" :"):
        return None
    printed = squeeze(match.group())
    return Label(match.start(), len(text), printed, LabelKind.LIST, "present")


def read_label(text: str) -> Label | None:
    """The label that opens a line, or None."""
    folded = fold(text)
    found = _read_list(text, folded) or _read_qualified(text, folded) or _read_sentence(text, folded)
    if found is not None:
        return found
    for kind in (LabelKind.OFFICER, LabelKind.PLACE):
        match = _other_label(kind.value).match(folded)
        if match:
            (start, stop), end = match.span("label"), match.end()
            return Label(start, end, text[start:stop], kind, alone=not text[end:].strip())
    if lexicon.cues("attendance", "labels.after").match(folded.lstrip(" *_-•\t0123456789.)")):
        return Label(0, 0, "", LabelKind.AFTER)
    return None


def is_presiding(label: Label) -> bool:
    """Whether the officer counts as an attendee where no list names them."""
    presiding = lexicon.cues("attendance", "labels.presiding")
    return label.kind is LabelKind.OFFICER and presiding.search(fold(label.text)) is not None
