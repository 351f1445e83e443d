"""The parts of an action: who is to do what by when."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from crparse import lexicon
from crparse.stages.occasions import find_occasions
from crparse.stages.responsible import named_after, named_before
from crparse.stages.statements import Statement
from crparse.stages.tenses import is_future
from crparse.text import fold, squeeze


@dataclass(frozen=True, slots=True)
class ActionParts:
    """Where the task stands in the document, and who does it by when."""

    start: int
    end: int
    who: str | None
    due: str | None


@cache
def _trim(name: str) -> re.Pattern[str]:
    return re.compile(lexicon.load("actions")["trim"][name])


def action_parts(statement: Statement, people: re.Pattern[str] | None, meeting: date | None) -> ActionParts:
    """A statement taken apart: label and people off its ends, the day it is due in it."""
    text, who = statement.text, None
    start, end = _label_end(text), len(text)
    before = named_before(text[start:], people)
    if before:
        who, start = before.who, start + before.start
    after = named_after(text[start:], people)
    if after:
        who, end = who or after.who, start + after.end
    if who is None:
        who = _subject(statement) or _agent(text)
    start, end = _inner(text, start, end)
    return ActionParts(statement.start + start, statement.start + end, who, due_day(text, meeting))


def _label_end(text: str) -> int:
    label = _trim("lead").match(fold(text))
    return label.end() if label and label.end() < len(text) else 0


def _inner(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and (text[start].isspace() or text[start] in ":-–•*["):
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _subject(statement: Statement) -> str | None:
    """The name that begins the sentence before its verb ("Zoé Lamarre prendra contact …")."""
    words = [t for t in statement.tokens if not t.is_space]
    among = lexicon.load("actions")["trim"]["among_names"]
    count = 0
    while count < len(words) and (words[count].pos_ == "PROPN" or words[count].text in among):
        count += 1
    if not count or count >= len(words) or count > 8 or words[0].pos_ != "PROPN":
        return None
    verb = next((t for t in words[count : count + 3] if t.pos_ in ("VERB", "AUX")), None)
    if verb is None or not (is_future(verb) or "Pres" in verb.morph.get("Tense", [])):
        return None
    return squeeze(statement.doc[words[0].i : words[count - 1].i + 1].text) or None


def _agent(text: str) -> str | None:
    """Who is charged or named after "par"."""
    match = re.search(_trim("agent").pattern, text)
    return squeeze(match.group("who")) if match else None


def due_day(text: str, meeting: date | None) -> str | None:
    """The day a task is due, where one is printed that is not past."""
    if meeting is None:
        return None
    days = [o.last or o.first for o in find_occasions(text, meeting)]
    ahead = [day for day in days if day >= meeting]
    return ahead[0].isoformat() if len(ahead) == 1 else None
