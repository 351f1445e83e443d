"""Who is named for a task: before a colon ("Zoé et Max : …"), in brackets at its end, by an "@"."""

import re
from dataclasses import dataclass
from functools import cache

from crparse import lexicon
from crparse.person_name import Basis, find_names, first_names
from crparse.text import fold, squeeze

_LEAD = re.compile(r"([^:.!?()]{2,60}?)\s*(?::|=>|->|→|\s[–-])\s+(?=\S)")
_BRACKET = re.compile(r"\s*\(([^()]{2,60})\)[\s.;]*$")
_HANDLE = re.compile(r"\s\(?@\w[\w.-]*(?:[\s,]+@\w[\w.-]*)*[\s.)]*$")
_INITIALS = re.compile(r"[A-ZÀ-Ý]{2,4}|[A-Z]\.")
_INITIALLED = re.compile(r"(?:[A-Z][a-z]?\.[ -]?){1,3}[A-ZÀ-Ý][\w'’-]+")


@dataclass(frozen=True, slots=True)
class Named:
    """People named for a task, and the stretch of the line that is left for the task."""

    who: str
    start: int
    end: int


@cache
def _trim(name: str) -> re.Pattern[str]:
    return re.compile(lexicon.load("actions")["trim"][name])


def named_before(text: str, people: re.Pattern[str] | None) -> Named | None:
    """The people before a colon or dash."""
    match = _LEAD.match(text)
    if match and match.end() < len(text) and is_people(match.group(1), people):
        return Named(squeeze(match.group(1)), match.end(), len(text))
    return None


def named_after(text: str, people: re.Pattern[str] | None) -> Named | None:
    """The people in brackets, or by an "@", at the end of the line."""
    handle = _HANDLE.search(text)
    if handle:
        return Named(squeeze(handle.group()).strip(" ()."), 0, handle.start())
    bracket = _BRACKET.search(text)
    if bracket and is_people(bracket.group(1), people):
        return Named(squeeze(bracket.group(1)), 0, bracket.start())
    return None


def is_people(text: str, people: re.Pattern[str] | None) -> bool:
    """Whether some words are people: attendees, known first names, initials, or "tous"."""
    if _trim("everybody").fullmatch(fold(text).strip()) or (people and people.search(text)):
        return True
    words = [word for word in _trim("name_joint").split(text) if word]
    if not words or not words[0][0].isupper():
        return False
    if all(_INITIALS.fullmatch(word) for word in words) or _INITIALLED.match(text):
        return True
    named = fold(words[0]) in first_names() and all(word[0].isupper() for word in words)
    return named or bool(find_names(text, Basis.FIRST_NAME))
