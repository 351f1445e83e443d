"""What people have corrected: `corrections.jsonl` in the corpus, applied to the records at each build.

A line names the content of the file (`sha256`), the list of the record (`field`), the passage (`start`, `end`
and what stands there, `quote`), and what to do:

    {"sha256": "9f…", "field": "attendees", "action": "set", "start": 120, "end": 133,
     "quote": "Aline Corbier", "value": {"organisation": "Mairie de Lormoy"}}

`set` changes some values of the item that quotes the passage, `delete` takes it out, `add` brings one in;
for `meeting` only `set`, without a passage. A record that is made anew, by a later version even, has them
again. What fits nowhere, or contradicts another line, changes nothing and is told.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, ValidationError

from crparse.corpus.folder import CORRECTIONS
from crparse.record import Located, Minutes

RULE = "correction:added"
"""Of an item that somebody has brought in."""

CORRECTED = ("attendees", "sections", "definitions", "examples", "upcoming_dates", "decisions", "actions")
"""Lists of a record whose items are corrected one by one. People and organisations are not items but what
items resolve to."""

MEETING = "meeting"


class Correction(BaseModel):
    """A line of `corrections.jsonl`."""

    model_config = ConfigDict(extra="ignore")

    sha256: str
    """Of the content of the file that the record was made from."""
    meeting: int = 1
    """Which of its meetings, in a file of several."""
    field: str
    action: Literal["set", "delete", "add"]
    start: int | None = None
    end: int | None = None
    quote: str | None = None
    value: dict[str, Any] = {}

    @property
    def place(self) -> tuple[str, int | None, int | None]:
        """What it is about: two lines about one place may contradict each other."""
        return self.field, self.start, self.end


@dataclass(frozen=True, slots=True)
class Refused:
    """A line that changes nothing, and why."""

    line: int
    sha256: str | None
    reason: str


@dataclass(slots=True)
class Corrections:
    """All lines of the file, by content."""

    by_content: dict[tuple[str, int], list[tuple[int, Correction]]] = field(default_factory=dict)
    refused: list[Refused] = field(default_factory=list)

    def of(self, sha256: str, meeting: int) -> list[tuple[int, Correction]]:
        """The lines for a record, each with its number."""
        return self.by_content.get((sha256, meeting), [])


def read_corrections(folder: Path) -> Corrections:
    """The corrections of a corpus; none where it has no such file."""
    found = Corrections()
    file = folder / CORRECTIONS
    if not file.exists():
        return found
    for number, line in enumerate(file.read_text(encoding="utf-8-sig", errors="replace").split("\n"), 1):
        if not line.strip():
            continue
        try:
            correction = Correction.model_validate_json(line)
        except ValidationError as error:
            found.refused.append(Refused(number, None, f"it is no correction ({_first(error)})"))
            continue
        key = correction.sha256, correction.meeting
        found.by_content.setdefault(key, []).append((number, correction))
    return found


def _first(error: ValidationError) -> str:
    """What pydantic found wrong first."""
    told = error.errors()[0]
    where = ".".join(map(str, told["loc"]))
    return f"{where}: {told['msg']}" if where else str(told["msg"])


def correct(
    record: Minutes, lines: Sequence[tuple[int, Correction]]
) -> tuple[Minutes, list[int], list[Refused]]:
    """The record with the corrections that fit it, the numbers of these lines, and the others with a reason.

    Two lines that give one value of one item differently, and a change of an item that another line deletes,
    are a conflict: none of them is applied.
    """
    torn = _conflicts(lines)
    applied: list[int] = []
    refused = [Refused(number, record.source.sha256, reason) for number, reason in sorted(torn.items())]
    for number, correction in lines:
        if number in torn:
            continue
        try:
            record = _ACTIONS[correction.action](record, correction)
        except ValidationError as error:
            refused.append(Refused(number, record.source.sha256, f"the value does not fit ({_first(error)})"))
        except LookupError as error:
            refused.append(Refused(number, record.source.sha256, str(error.args[0])))
        else:
            applied.append(number)
    return record, applied, refused


def _conflicts(lines: Sequence[tuple[int, Correction]]) -> dict[int, str]:
    """The lines that contradict another, and how."""
    about: defaultdict[tuple[str, int | None, int | None], list[tuple[int, Correction]]] = defaultdict(list)
    for number, correction in lines:
        about[correction.place].append((number, correction))
    found = {}
    for group in about.values():
        for number, one in group:
            against = next((n for n, other in group if n != number and _contradict(one, other)), None)
            if against is not None:
                found[number] = f"it contradicts line {against}: neither was applied"
    return found


def _contradict(one: Correction, other: Correction) -> bool:
    if one.action == other.action == "set":
        return any(one.value[key] != other.value[key] for key in one.value.keys() & other.value.keys())
    return {one.action, other.action} == {"set", "delete"}


def _set(record: Minutes, correction: Correction) -> Minutes:
    if correction.field == MEETING:
        meeting = type(record.meeting).model_validate(record.meeting.model_dump() | correction.value)
        return record.model_copy(update={MEETING: meeting})
    items = list(_items(record, correction))
    place = _place(items, record, correction)
    changed = _named(items[place], correction.value)
    items[place] = type(items[place]).model_validate(items[place].model_dump(by_alias=True) | changed)
    return record.model_copy(update={correction.field: items})


def _named(item: Located, value: dict[str, Any]) -> dict[str, Any]:
    """The values, none of which is unknown to the item."""
    known = {info.alias or name for name, info in type(item).model_fields.items()}
    if unknown := sorted(set(value) - known):
        raise LookupError(f"there is no {unknown[0]} in such an item")
    return value


def _delete(record: Minutes, correction: Correction) -> Minutes:
    items = list(_items(record, correction))
    del items[_place(items, record, correction)]
    return record.model_copy(update={correction.field: items})


def _add(record: Minutes, correction: Correction) -> Minutes:
    items = list(_items(record, correction))
    _check_quote(record, correction)
    kind: type[Located] = get_args(Minutes.model_fields[correction.field].annotation)[0]
    place = {"start": correction.start, "end": correction.end, "rule": RULE, "probability": 1.0}
    # An item that was added by an earlier build is not added twice.
    if any((item.start, item.end) == (correction.start, correction.end) for item in items):
        raise LookupError("there is an item at that place already")
    items.append(kind.model_validate(place | correction.value))
    items.sort(key=lambda item: (item.start, item.end))
    return record.model_copy(update={correction.field: items})


_ACTIONS: Mapping[str, Callable[[Minutes, Correction], Minutes]] = {
    "set": _set,
    "delete": _delete,
    "add": _add,
}


def _items(record: Minutes, correction: Correction) -> Sequence[Located]:
    if correction.field not in CORRECTED:
        raise LookupError(f"there is no list {correction.field} to correct")
    found: Sequence[Located] = getattr(record, correction.field)
    return found


def _check_quote(record: Minutes, correction: Correction) -> None:
    start, end, quote = correction.start, correction.end, correction.quote
    if start is None or end is None or quote is None:
        raise LookupError("it says no place (start, end, quote)")
    if record.text[start:end] != quote:
        raise LookupError("the text says something else at that place")


def _place(items: Sequence[Located], record: Minutes, correction: Correction) -> int:
    """Where in the list the item is that quotes the passage."""
    _check_quote(record, correction)
    places = [
        place
        for place, item in enumerate(items)
        if (item.start, item.end) == (correction.start, correction.end)
    ]
    if len(places) != 1:
        raise LookupError("no item quotes that place" if not places else "several items quote that place")
    return places[0]
