"""How likely a row lists people who attended: what it and the rows around it show, weighed by trees.

For lists that no known label opens: "Autour de la table" over names, or names under the title alone.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile

from crparse import lexicon
from crparse.language.persons import first_names
from crparse.models import BoostedTrees
from crparse.record import Status
from crparse.stages.attendance.beside import holds_contact, is_mark_or_role, names_a_body, starts_with_role
from crparse.stages.attendance.labels import LabelKind
from crparse.stages.attendance.rows import AttendanceLine, Units
from crparse.text import fold, name_words

SURE, LIKELY = 0.85, 0.5
"""A row that is sure shows that there is a list; from there on likely ones belong to it. Of 0.5 to 0.8 for
both the best for attendees of bodies held out that adds nobody to minutes without any."""
_MAX_READ = 600
"""Characters of a row whose parts are read: a longer one is text, or has a label. Chosen, not measured."""
_MAX_ABOVE = 90
"""Characters of a row that may head those below it. Chosen, not measured."""
_FAR = 40
"""Rows from which on a distance is as good as none."""
_MOST = 12
"""Count from which on more say the same."""
_AROUND = 5
"""Rows on each side that tell whether a row stands among people."""

_NEAR = (-2, -1, 1, 2)
"""The rows around a row whose own figures are weighed with its own."""

_STATUS_CUES: tuple[tuple[str, Status], ...] = (
    ("labels.absent", "absent"),
    ("labels.represented", "represented"),
    ("labels.excused", "excused"),
    ("labels.absence", "absent"),
)

Figures = dict[str, float]


class LikelyRows:
    """Which rows of a document list people, by their positions: each is weighed when it is asked for.

    Of minutes with labels those below a label are, of others all; tables never are.
    """

    def __init__(self, units: Units, trees: BoostedTrees) -> None:
        self.around = RowSurroundings(units)
        self.trees = trees
        self._likely: dict[int, float] = {}

    def any_sure(self) -> bool:
        """Whether there is a list somewhere."""
        return max(self._weighed(self.around.rows), default=0.0) >= SURE

    def lists(self, position: int) -> bool:
        """Whether a row lists people, if there is a list."""
        return position in self.around.rows and self._weighed([position])[0] >= LIKELY

    def status(self, position: int) -> Status:
        """What the row over it says of those that it names."""
        above = self.around.above(position).heading
        folded = above.folded if above is not None else ""
        said = (status for cue, status in _STATUS_CUES if lexicon.cues("attendance", cue).search(folded))
        return next(said, "present")

    def _weighed(self, positions: Iterable[int]) -> list[float]:
        """How likely rows list people."""
        asked = list(positions)
        new = [at for at in asked if at not in self._likely]
        likely = self.trees.probabilities([self.around.figures(at) for at in new])
        self._likely.update(zip(new, likely, strict=True))
        return [self._likely[at] for at in asked]


@dataclass(frozen=True, slots=True)
class Above:
    """What the rows above one come to."""

    people: int = 0
    """How many of them are rows of people."""
    run: int = 0
    """How many of those stand directly above it."""
    heading: AttendanceLine | None = None
    """The nearest that may head it."""


class RowSurroundings:
    """The rows of a document with what each shows, alone and among the others, told as far as it is asked."""

    def __init__(self, units: Units) -> None:
        self.count = len(units)
        self.rows = {at: unit for at, unit in enumerate(units) if isinstance(unit, AttendanceLine)}
        self._own: dict[int, Figures] = {}
        self._above: list[Above] = [Above()]
        """Of the rows from the first on, as far as it was asked."""
        self._names: list[list[str]] = []
        """The surnames in each row above the last of them."""
        self._first_named: list[float] = []
        """The share of each of those rows that no row above names."""
        self._seen = set[str]()
        """All of those surnames."""

    @cached_property
    def words(self) -> Counter[str]:
        """How often each word stands in the document."""
        return Counter(word for row in self.rows.values() for word in name_words(row.text))

    @cached_property
    def labels(self) -> Mapping[LabelKind, Sequence[int]]:
        """The rows that begin with a label of a list, and with one of something else."""
        return {
            kind: [at for at, row in self.rows.items() if row.label and row.label.kind is kind]
            for kind in (LabelKind.LIST, LabelKind.AFTER)
        }

    def own(self, at: int) -> Figures:
        """What a row shows by itself."""
        if at not in self._own:
            self._own[at] = own_figures(self.rows[at])
        return self._own[at]

    def is_of_people(self, at: int) -> bool:
        """Whether a row, no table, is one of people."""
        if at not in self.rows:
            return False
        own = self.own(at)
        return own["first strength"] > 1 and own["length"] < _MAX_READ and own["people share"] >= 0.3

    def above(self, at: int) -> Above:
        """What stands above a row: rows are gone through once, from the first on, as far as it is asked."""
        while len(self._above) <= at:
            self._go_down()
        return self._above[at]

    def _go_down(self) -> None:
        """Adds the last row that was come to, to what stands above the next."""
        at, above = len(self._above) - 1, self._above[-1]
        names = _surnames(self.rows[at]) if at in self.rows else []
        self._names.append(names)
        self._first_named.append(sum(name not in self._seen for name in names) / max(1, len(names)))
        self._seen.update(names)
        people = self.is_of_people(at)
        heads = at in self.rows and _heads(self.rows[at], self.own(at))
        heading = self.rows[at] if heads else above.heading
        self._above.append(Above(above.people + people, above.run + 1 if people else 0, heading))

    def figures(self, at: int) -> Figures:
        """What a row shows, with what stands around it."""
        found = dict(self.own(at))
        for step in _NEAR:
            other = self.own(at + step) if at + step in self.rows else None
            found[f"{step} none"] = float(other is None)
            found |= {f"{step} {name}": other[name] for name in _SHOWN_NEAR} if other else {}
        found |= self._place(at)
        found |= _of_heading(self.above(at).heading)
        return found | self._told_of_names(at)

    def _told_of_names(self, at: int) -> Figures:
        """Whether the document names the people of a row again, and whether it has named them before."""
        self.above(at + 1)
        names = self._names[at]
        again = sum(min(self.words[name] - 1, _MOST) for name in names)
        return {"named again": again / max(1, len(names)), "first named": self._first_named[at]}

    def _place(self, at: int) -> Figures:
        """Where a row stands in the document and among rows of people."""
        above, around = self.above(at), range(at - _AROUND, at + _AROUND + 1)
        below = takewhile(self.is_of_people, range(at + 1, at + 1 + _MOST))
        return {
            "place": at / max(1, self.count),
            "from start": min(at, 5 * _FAR),
            "from end": min(self.count - at, _FAR),
            "people near": sum(map(self.is_of_people, around)),
            "people above": min(above.people, _FAR),
            "run above": min(above.run, _MOST),
            "run below": sum(1 for _ in below),
            "since list label": _since(self.labels[LabelKind.LIST], at),
            "since other label": _since(self.labels[LabelKind.AFTER], at),
        }


def _of_heading(above: AttendanceLine | None) -> Figures:
    """What the nearest row that may head another says."""
    if above is None:
        return {"headed": 0.0}
    found = {"headed": 1.0, "below heading": float(above.block.heading_level is not None)}
    label = above.label
    found["above label"] = float(label is not None and label.kind is LabelKind.LIST)
    found["above other label"] = float(label is not None and label.kind is LabelKind.AFTER)
    found["above colon"] = float(above.text.rstrip().endswith(":"))
    found["above length"] = len(above.text)
    found["above role"] = float(starts_with_role(above.text))
    found["above body"] = float(names_a_body(above.text))
    for name, cues in _ABOVE.items():
        said = any(lexicon.cues("attendance", cue).search(above.folded) for cue in cues)
        found[f"above {name}"] = float(said)
    return found


_ABOVE: Mapping[str, Sequence[str]] = {
    "present": ("labels.present",),
    "missing": ("labels.absent", "labels.represented", "labels.excused", "labels.absence"),
    "group": ("groups.role", "groups.opening"),
    "presiding": ("labels.presiding",),
    "election": ("elections.lead", "elections.tally"),
}


def _since(places: Sequence[int], at: int) -> float:
    """Rows since the last of some places, as far as that matters."""
    before = bisect_right(places, at)
    return min(at - places[before - 1], _FAR) if before else _FAR


def _heads(row: AttendanceLine, own: Mapping[str, float]) -> bool:
    """Whether a row may head those below it: a heading, a label, a short line with a colon or set off."""
    if row.block.heading_level is not None or (row.label is not None and row.label.alone):
        return True
    short = len(row.text) <= _MAX_ABOVE and own["first strength"] < 2
    return short and (row.text.rstrip().endswith(":") or row.set_off)


def _surnames(row: AttendanceLine) -> list[str]:
    """The last words of the names that the parts of a row begin with."""
    if len(row.text) > _MAX_READ:
        return []
    heads = [piece.head.text for piece in row.pieces() if piece.strength and piece.head]
    words = [name_words(head) for head in heads]
    return [own[-1] for own in words if own]


_SHOWN_NEAR = (
    "first strength", "people", "whole people", "people share", "length", "bulleted", "heading", "ends stop",
    "ends colon", "ends comma", "label list", "label other", "known words", "capitalised", "role", "body",
)  # fmt: skip
"""The figures of the rows around a row that are weighed."""


def own_figures(row: AttendanceLine) -> Figures:
    """What a row shows by itself."""
    return {**_signs(row), **_words(row), **_parts(row), **_settings(row)}


def _settings(row: AttendanceLine) -> Figures:
    """How a row is set, and the label it begins with."""
    label = row.label
    kind = label.kind if label is not None else None
    return {
        "bulleted": float(row.bulleted),
        "numbered": float(row.numbered),
        "heading": float(row.block.heading_level is not None),
        "set off": float(row.set_off),
        "part of block": float(len(row.text) < len(row.block.text)),
        "label list": float(kind is LabelKind.LIST),
        "label officer": float(kind is LabelKind.OFFICER),
        "label other": float(kind is LabelKind.AFTER),
        "label alone": float(label is not None and label.alone),
    }


_SIGNS = {",": "commas", "(": "brackets", ";": "semicolons", "\t": "tabs", ":": "colons"}
_ENDS = {".": "ends stop", ":": "ends colon", ",": "ends comma", ";": "ends comma", "?": "ends question"}


def _signs(row: AttendanceLine) -> Figures:
    """The length and the signs of a row."""
    text = row.text.strip()
    found = {"length": float(min(len(text), _MAX_READ)), "lower start": float(text[:1].islower())}
    found |= {name: float(min(text.count(sign), _MOST)) for sign, name in _SIGNS.items()}
    found |= dict.fromkeys(_ENDS.values(), 0.0)
    if text[-1:] in _ENDS:
        found[_ENDS[text[-1]]] = 1.0
    found["digits"] = sum(map(str.isdigit, text)) / max(1, len(text))
    found["contact"] = float(holds_contact(text[:_MAX_READ]))
    return found


def _words(row: AttendanceLine) -> Figures:
    """Of the words of a row the shares with a capital, in capitals, and of known first names."""
    words = [word for word in row.text[:_MAX_READ].replace("-", " ").split() if word[:1].isalpha()]
    count = max(1, len(words))
    return {
        "words": float(min(len(words), _FAR)),
        "capitalised": sum(word[0].isupper() for word in words) / count,
        "capitals": sum(word.isupper() and len(word) > 1 for word in words) / count,
        "known words": sum(fold(word.strip(".,;:()")) in first_names() for word in words) / count,
    }


_UNREAD = dict.fromkeys(
    (
        "parts", "first strength", "second strength", "people", "sure people", "whole people", "people share",
        "civilities", "longest name part", "longest other part", "role", "body", "names people",
    ),
    0.0,
)  # fmt: skip


def _parts(row: AttendanceLine) -> Figures:
    """What the parts of a row begin with."""
    if len(row.text) > _MAX_READ:
        return _UNREAD
    pieces = row.pieces()
    levels = [piece.strength for piece in pieces]
    lengths = [piece.end - piece.start for piece in pieces]
    others = [piece.text for piece in pieces if not piece.strength]
    count = max(1, len(pieces))
    named = [length for length, level in zip(lengths, levels, strict=True) if level]
    unnamed = [length for length, level in zip(lengths, levels, strict=True) if not level]
    return {
        "parts": float(min(len(pieces), _MOST)),
        "first strength": float(levels[0] if levels else 0),
        "second strength": float(levels[1] if len(levels) > 1 else 0),
        "people": _at_least(levels, 1),
        "sure people": _at_least(levels, 2),
        "whole people": _at_least(levels, 3),
        "people share": sum(map(bool, levels)) / count,
        "civilities": float(sum(p.head is not None and p.head.civility is not None for p in pieces)),
        "longest name part": float(max(named, default=0)),
        "longest other part": float(max(unnamed, default=0)),
        "role": sum(map(is_mark_or_role, others)) / count,
        "body": sum(map(names_a_body, others)) / count,
        "names people": float(row.names_people),
    }


def _at_least(levels: Sequence[int], least: int) -> float:
    return float(min(sum(level >= least for level in levels), _MOST))
