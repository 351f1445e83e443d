"""Review: what people accept, correct, add and tell apart, as lines of `corrections.jsonl`.

A page shows a record with all that was said of it, at once; tables, entities and search have it after the
next build. Each form carries the version of what it shows: where somebody else has changed that meanwhile,
nothing is written, and who did is told. The hour of a line is that of the machine: what people do has one,
results have none.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, get_args

from crparse.corpus.corrections import (
    DOCUMENT,
    MEETING,
    SECTIONS,
    Correction,
    CorrectionLine,
    Corrections,
    Identity,
    NamedIn,
    add_lines,
    correct,
    read_corrections,
)
from crparse.corpus.folder import DOCUMENTS, read_record
from crparse.corpus.records import ordinal_of, uncorrected
from crparse.document.numbering import parse_number
from crparse.record import Located, Minutes, Status
from crparse.text import squeeze
from crparse.view.profiles import Profile
from crparse.wording import Message

EDITED: Mapping[str, tuple[str, ...]] = {
    MEETING: ("title", "body", "date", "start_time", "end_time", "place"),
    "attendees": ("name", "status", "organisation", "role", "proxy"),
    "sections": ("number", "title", "level"),
    "decisions": ("text",),
    "actions": ("what", "who", "due"),
    "upcoming_dates": ("date", "end_date", "time", "label"),
    "definitions": ("term", "text"),
    "examples": ("text", "of"),
}
"""The values of each field that a form offers."""

NEEDED: Mapping[str, str] = {
    "attendees": "name",
    "sections": "title",
    "decisions": "text",
    "actions": "what",
    "upcoming_dates": "quote",
    "definitions": "text",
    "examples": "text",
}
"""What the passage is of an item that is added."""

STATUSES: tuple[str, ...] = get_args(Status)


class Refusal(Exception):
    """What somebody wants to change cannot be: why, in words."""


class Overtaken(Exception):
    """Somebody else has changed the same thing meanwhile: the line, where it is known which."""

    def __init__(self, by: CorrectionLine | None) -> None:
        super().__init__()
        self.by = by


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A record with all that was said of it."""

    record: Minutes
    lines: list[CorrectionLine]
    """What was said of it and counts, in order."""
    stored: Minutes
    """As the last build has left it."""
    base: Minutes
    """As it is without any correction."""

    @property
    def is_pending(self) -> bool:
        """Whether something is said that the last build did not know."""
        return self.record != self.stored

    @property
    def is_done(self) -> bool:
        """Whether somebody has looked through all of it."""
        return any(self._is_of(line, DOCUMENT, None, None) for line in self.lines)

    def version(self, field: str, start: int | None, end: int | None) -> str:
        """What changes with every change of an item, or of the meeting."""
        said = [line.key for line in self.lines if self._is_of(line, field, start, end)]
        return _digest([field, [_plain(one) for one in _items(self.record, field, start, end)], said])

    def about(self, field: str, start: int | None, end: int | None) -> list[CorrectionLine]:
        """What was said of an item, or of the meeting."""
        return [line for line in self.lines if self._is_of(line, field, start, end)]

    def is_accepted(self, field: str, item: Located) -> bool:
        """Whether somebody has said that an item is right."""
        return any(line.said.action == "accept" for line in self.about(field, item.start, item.end))

    @staticmethod
    def _is_of(line: CorrectionLine, field: str, start: int | None, end: int | None) -> bool:
        return isinstance(line.said, Correction) and line.said.place == (field, start, end)


def _items(record: Minutes, field: str, start: int | None, end: int | None) -> list[Any]:
    if field == MEETING:
        return [record.meeting]
    if field not in EDITED:
        return []
    return [one for one in getattr(record, field) if (one.start, one.end) == (start, end)]


def _plain(item: Any) -> Any:
    return item.model_dump(mode="json", exclude={"probability"})


def _digest(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:16]


def reviewed(corpus: Path, identity: str) -> Reviewed:
    """A record with all that was said of it.

    Raises:
        FileNotFoundError: The corpus has none of that id.
        ReadError: It was spoilt by hand.
    """
    stored = read_record(corpus / DOCUMENTS / f"{identity}.json")
    base = uncorrected(corpus, identity) or stored
    corrections = read_corrections(corpus)
    key = stored.source.sha256, ordinal_of(identity)
    record, applied, _ = correct(base, corrections.of(*key))
    lines = [
        line
        for line in corrections.lines
        if line.counts and isinstance(line.said, Correction) and (line.said.sha256, line.said.meeting) == key
    ]
    kept = set(applied)
    return Reviewed(record, [one for one in lines if one.number in kept], stored, base)


def change(corpus: Path, identity: str, given: Mapping[str, str], who: str) -> None:
    """Writes what a form says of an item of a record, of its meeting, or of all of it.

    Args:
        corpus: The folder of the corpus.
        identity: Id of the record.
        given: The form: `action`, `field`, `start`, `end`, `version`, and a value for each of `EDITED`.
        who: Whoever has filled it in.

    Raises:
        Refusal: It says nothing that could be done.
        Overtaken: Somebody else has changed it since the form was shown.
    """
    found = reviewed(corpus, identity)
    field, action = given.get("field", ""), given.get("action", "")
    start, end = _place(given)
    if action == "add":
        said = _added(found, field, given)
    elif action == "undo":
        said = _undone(found, given.get("key", ""))
    else:
        if given.get("version") != found.version(field, start, end):
            about = found.about(field, start, end)
            raise Overtaken(about[-1] if about else None)
        said = _changed(found, field, action, start, end, given)
    source = found.record.source
    signed = {"sha256": source.sha256, "meeting": ordinal_of(identity), **_signature(who)}
    line = Correction.model_validate(said | signed)
    if line.action != "undo":
        _check(found, line)
    add_lines(corpus, [line])


def _signature(who: str) -> dict[str, str]:
    return {"by": who, "at": datetime.now().astimezone().isoformat(timespec="seconds")}


def _place(given: Mapping[str, str]) -> tuple[int | None, int | None]:
    start, end = given.get("start", ""), given.get("end", "")
    if not (start.isdecimal() and end.isdecimal()):
        return None, None
    return int(start), int(end)


def _check(found: Reviewed, line: Correction) -> None:
    """Whether the record takes a line beside all that was said of it."""
    others = [(one.number, one.said) for one in found.lines if one.key not in line.replaces]
    lines = [(number, said) for number, said in others if isinstance(said, Correction)]
    number = max((number for number, _ in lines), default=0) + 1
    _, applied, refused = correct(found.base, [*lines, (number, line)])
    if number not in applied:
        raise Refusal(next(one.reason for one in refused if one.line == number))


def _changed(
    found: Reviewed, field: str, action: str, start: int | None, end: int | None, given: Mapping[str, str]
) -> dict[str, Any]:
    place = {"field": field, "start": start, "end": end}
    about = found.about(field, start, end)
    if field in (MEETING, DOCUMENT):
        place = {"field": field}
    elif start is not None:
        place |= {"quote": found.record.text[start:end]}
    if action == "accept":
        return {**place, "action": "accept", "replaces": [one.key for one in about if _is(one, "accept")]}
    if action == "delete":
        added = [one for one in about if _is(one, "add")]
        replaces = [one.key for one in about]
        # What somebody has added is not taken out but never was.
        return {**({} if added else place), "action": "undo" if added else "delete", "replaces": replaces}
    if action != "set":
        raise Refusal(Message("there is no action %(action)s", action=action))
    items = _items(found.record, field, start, end)
    if len(items) != 1:
        raise Refusal(
            Message("several items quote that place") if items else Message("no item quotes that place")
        )
    value = {
        name: said
        for name in EDITED[field]
        if name in given and (said := _value(name, given[name])) != getattr(items[0], name)
    }
    if not value:
        raise Refusal(Message("nothing is changed"))
    earlier = [one for one in about if _is(one, "set")]
    for one in earlier:
        value = one.said.value | value  # type: ignore[union-attr]
    return {**place, "action": "set", "value": value, "replaces": [one.key for one in earlier]}


def _is(line: CorrectionLine, action: str) -> bool:
    return line.said.action == action


def _added(found: Reviewed, field: str, given: Mapping[str, str]) -> dict[str, Any]:
    """An item where a passage was chosen, by its characters or by its words."""
    if field not in NEEDED:
        raise Refusal(Message("choose what it is"))
    start, end = _passage(found.record.text, _place(given), given.get("quote", ""))
    value: dict[str, Any] = {
        name: _value(name, given[name]) for name in EDITED[field] if given.get(name, "").strip()
    }
    if field == SECTIONS:
        number = parse_number(found.record.text[start:end])
        if number and number.title_at < end - start:
            start += number.title_at
            value = {"number": number.text or None, **value}
    quote = found.record.text[start:end]
    value.setdefault(NEEDED[field], squeeze(quote) if field == SECTIONS else quote)
    if field == "attendees":
        value.setdefault("status", STATUSES[0])
    return {"field": field, "action": "add", "start": start, "end": end, "quote": quote, "value": value}


def _value(name: str, said: str) -> str | int | None:
    """What is entered for a value; the level of a heading is a number."""
    said = said.strip()
    return int(said) if name == "level" and _LEVEL.fullmatch(said) else said or None


# Takes "2"; leaves "-1", "x" and "12345".
_LEVEL = re.compile(r"[0-9]{1,2}")


def _passage(text: str, place: tuple[int | None, int | None], said: str) -> tuple[int, int]:
    """Where a passage is: at the place that was chosen, if it reads so, else where its words alone stand."""
    start, end = place
    if start is not None and end is not None and squeeze(text[start:end]) == squeeze(said):
        chosen = text[start:end]
    else:
        chosen = said.strip()
        if chosen and text.count(chosen) > 1:
            raise Refusal(
                Message("“%(chosen)s” stands in the text several times: choose it there", chosen=chosen)
            )
        start = text.find(chosen)
    if start < 0 or not chosen.strip():
        raise Refusal(Message("“%(chosen)s” is not in the text", chosen=chosen))
    begin = start + len(chosen) - len(chosen.lstrip())
    return begin, begin + len(chosen.strip())


def _undone(found: Reviewed, key: str) -> dict[str, Any]:
    if key not in {line.key for line in found.lines}:
        raise Overtaken(None)
    return {"action": "undo", "replaces": [key]}


# Who is who


def judged_of(corrections: Corrections, profile: Profile) -> list[CorrectionLine]:
    """What was said of who a person or organisation is, and counts."""
    bearers = {
        NamedIn(sha256=one["sha256"], meeting=one["meeting"], name=name.name)
        for name in profile.names
        for one in name.documents
    }
    return [
        line
        for line in corrections.lines
        if line.counts
        and isinstance(line.said, Identity)
        and line.said.action != "undo"
        and line.said.field == profile.kind
        and any(bearers.intersection(group) for group in line.said.groups)
    ]


def version_of(profile: Profile, lines: Iterable[CorrectionLine]) -> str:
    """What changes with every change of who a person or organisation is."""
    return _digest(
        [profile.id, [[one.name, len(one.documents)] for one in profile.names], [o.key for o in lines]]
    )


def bearers_of(profile: Profile) -> list[NamedIn]:
    """The names of a person or organisation, each in its document."""
    return [
        NamedIn(sha256=one["sha256"], meeting=one["meeting"], name=name.name)
        for name in profile.names
        for one in name.documents
    ]


def tell_apart(corpus: Path, profile: Profile, chosen: Sequence[int], version: str | None, who: str) -> None:
    """Writes that some names of a person or organisation are another's than the others.

    Args:
        corpus: The folder of the corpus.
        profile: The person or organisation.
        chosen: Which of `bearers_of`, by their numbers.
        version: What the form was shown with.
        who: Whoever says so.

    Raises:
        Refusal: None is chosen, or all are.
        Overtaken: Somebody else has said something of it since the form was shown.
    """
    lines = _current(corpus, profile, version)
    bearers = bearers_of(profile)
    one = [bearer for number, bearer in enumerate(bearers) if number in chosen]
    others = [bearer for number, bearer in enumerate(bearers) if number not in chosen]
    if not one or not others:
        raise Refusal(Message("choose some of the names, and not all of them"))
    joined = [
        line.key
        for line in lines
        if _is(line, "same") and isinstance(line.said, Identity) and _crosses(line.said, one, others)
    ]
    _write(corpus, profile, "separate", [one, others], joined, who)


def _crosses(said: Identity, one: Sequence[NamedIn], others: Sequence[NamedIn]) -> bool:
    """Whether it makes one of what is told apart now."""
    named = {bearer for group in said.groups for bearer in group}
    return bool(named.intersection(one) and named.intersection(others))


def make_one(
    corpus: Path, profile: Profile, others: Sequence[Profile], version: str | None, who: str
) -> None:
    """Writes that several people or organisations are one.

    Raises:
        Refusal: No other one is chosen.
        Overtaken: Somebody else has said something of it since the form was shown.
    """
    lines = _current(corpus, profile, version)
    if not others:
        raise Refusal(Message("choose whom it is one with"))
    bearers = [bearer for one in (profile, *others) for bearer in bearers_of(one)]
    apart = [line.key for line in lines if _is(line, "separate") and _parts(line.said, profile, others)]
    _write(corpus, profile, "same", [bearers], apart, who)


def _parts(said: Correction | Identity, profile: Profile, others: Sequence[Profile]) -> bool:
    """Whether it tells apart what is made one now."""
    if not isinstance(said, Identity):
        return False
    own, theirs = set(bearers_of(profile)), {bearer for one in others for bearer in bearers_of(one)}
    groups = [set(group) for group in said.groups]
    return any(a & own and b & theirs for a in groups for b in groups if a is not b)


def take_back(corpus: Path, profile: Profile, key: str, who: str) -> None:
    """Writes that a line on who is who counts no more.

    Raises:
        Overtaken: It does not count already.
    """
    if key not in {line.key for line in judged_of(read_corrections(corpus), profile)}:
        raise Overtaken(None)
    _write(corpus, profile, "undo", [], [key], who)


def _current(corpus: Path, profile: Profile, version: str | None) -> list[CorrectionLine]:
    lines = judged_of(read_corrections(corpus), profile)
    if version != version_of(profile, lines):
        raise Overtaken(lines[-1] if lines else None)
    return lines


def _write(
    corpus: Path,
    profile: Profile,
    action: str,
    groups: Sequence[Sequence[NamedIn]],
    replaces: Sequence[str],
    who: str,
) -> None:
    said = {"field": profile.kind, "action": action, "groups": groups, "replaces": replaces}
    add_lines(corpus, [Identity.model_validate(said | _signature(who))])


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the review of a corpus is."""

    documents: int
    """Looked through."""
    items: int
    """Accepted, corrected, added or taken out."""
    refused: int
    """Lines that are none."""


def progress_of(corpus: Path) -> Progress:
    """How far the review of a corpus is."""
    found = read_corrections(corpus)
    said = [(key, one) for key, lines in found.by_content.items() for _, one in lines]
    whole = {key for key, one in said if one.field == DOCUMENT and one.action == "accept"}
    items = {(key, one.place) for key, one in said if one.field != DOCUMENT}
    return Progress(len(whole), len(items), len(found.refused))
