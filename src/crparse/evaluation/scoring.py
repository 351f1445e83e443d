"""One predicted record against its gold record: what of each field is right, missed and false.

Records are compared as JSON, not as `Minutes`: gold records have no offsets, and any tool's records can be
scored. First the fields; then when a predicted value counts as the gold one, and which predicted item answers
which gold item. The thresholds are a contract: only by the same ones do the scores of two tools compare.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import product
from operator import eq
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz
from scipy.optimize import linear_sum_assignment

from crparse import lexicon

Record = dict[str, Any]
Item = dict[str, Any]
G = TypeVar("G")
P = TypeVar("P")

Alike = Callable[[Any, Any], Any]
"""Whether, or how far, two values are the same."""

Pairs = list[tuple[int, int]]
"""(place in the gold list, place in the predicted list)"""

FIELDS = (
    "meeting",
    "meeting_date",
    "attendee_names",
    "attendees",
    "attendee_organisation",
    "attendee_role",
    "attendee_proxy",
    "people",
    "people_variants",
    "organisations",
    "organisations_variants",
    "sections",
    "section_tree",
    "section_numbers",
    "definitions",
    "examples",
    "upcoming_dates",
    "decisions",
    "votes",
    "actions",
)
"""All that is scored, in the order of the report."""

LIKE_STATUS = 0.01
"""Namesakes pair up with the one of the same status."""

SOME_LIKENESS = 0.01
"""Two announcements of one day and hour are the same, whatever their labels; labels choose among several."""

SAME_TERM = 80.0
"""Share of the words of one term that stand in the other from which they are one: "RPI" in "le RPI"."""


@dataclass(slots=True)
class Counts:
    """How many items are right, of how many in the gold and how many predicted."""

    right: int = 0
    gold: int = 0
    predicted: int = 0

    def add(self, right: int, gold: int, predicted: int) -> None:
        """Adds another record's."""
        self.right += right
        self.gold += gold
        self.predicted += predicted

    @property
    def precision(self) -> float | None:
        """Share of the predicted that is right; None where nothing is predicted."""
        return self.right / self.predicted if self.predicted else None

    @property
    def recall(self) -> float | None:
        """Share of the gold that is found; None where there is none."""
        return self.right / self.gold if self.gold else None

    @property
    def f1(self) -> float | None:
        """Of precision and recall; None where there is nothing to find and nothing was found."""
        return 2 * self.right / (self.gold + self.predicted) if self.gold + self.predicted else None


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A gold item missed, a false item, or a value that differs."""

    file: str
    field: str
    kind: str
    """"missed", "extra", or what differs."""
    gold: Any = None
    predicted: Any = None


@dataclass
class Sheet:
    """The scores of one record."""

    file: str
    counts: dict[str, Counts] = field(default_factory=lambda: defaultdict(Counts))
    mismatches: list[Mismatch] = field(default_factory=list)
    right: dict[str, set[Any]] = field(default_factory=lambda: defaultdict(set))
    """By field the places in the predicted list of the items that are right (of the meeting: its fields)."""

    def note(self, field: str, kind: str, gold: Any = None, predicted: Any = None) -> None:
        """Keeps a mismatch for the error report."""
        self.mismatches.append(Mismatch(self.file, field, kind, gold, predicted))

    def compare(self, field: str, kind: str, gold: Any, predicted: Any, alike: Alike) -> bool:
        """Whether both values are stated and alike; keeps those that differ."""
        right = bool(gold and predicted and alike(gold, predicted))
        if (gold or predicted) and not right:
            self.note(field, kind, gold, predicted)
        return right

    def count_those(self, field: str, pairs: Pairs, same: Sequence[bool], gold: int, predicted: int) -> None:
        """Counts what those of the pairs tell alike that are the `same`."""
        self.right[field] = {j for (_, j), alike in zip(pairs, same, strict=True) if alike}
        self.counts[field].add(sum(same), gold, predicted)

    def count_pairs(
        self, field: str, pairs: Pairs, gold: Sequence[Item], predicted: Sequence[Item], show: str = ""
    ) -> None:
        """Counts the items that answer each other; keeps what was missed or is false, or its part `show`."""
        self.counts[field].add(len(pairs), len(gold), len(predicted))
        found, answering = {i for i, _ in pairs}, {j for _, j in pairs}
        self.right[field] = answering
        for i, item in enumerate(gold):
            if i not in found:
                self.note(field, "missed", gold=item.get(show) if show else item)
        for j, item in enumerate(predicted):
            if j not in answering:
                self.note(field, "extra", predicted=item.get(show) if show else item)


def score_record(file: str, gold: Record, predicted: Record) -> Sheet:
    """All fields of one record."""
    sheet = Sheet(file)
    _score_meeting(sheet, gold.get("meeting") or {}, predicted.get("meeting") or {})
    _score_attendees(sheet, _items(gold, "attendees"), _items(predicted, "attendees"))
    for kind, key in (("people", person_key), ("organisations", letters)):
        _score_entities(sheet, kind, key, _items(gold, kind), _items(predicted, kind))
    _score_outline(sheet, _items(gold, "sections"), _items(predicted, "sections"))
    for kind, alike in PASSAGES.items():
        ours, theirs = _items(gold, kind), _items(predicted, kind)
        sheet.count_pairs(kind, pair_up(ours, theirs, alike), ours, theirs)
    _score_decisions(sheet, _items(gold, "decisions"), _items(predicted, "decisions"))
    return sheet


def _items(record: Record, kind: str) -> list[Item]:
    return record.get(kind) or []


def _score_meeting(sheet: Sheet, gold: Item, predicted: Item) -> None:
    """Each stated field of the meeting is one item."""
    for name in ("date", "start_time", "end_time", "place", "title", "body"):
        one, other = gold.get(name), predicted.get(name)
        exact = name in ("date", "start_time", "end_time")
        right = sheet.compare("meeting", name, one, other, eq if exact else same_text)
        sheet.right["meeting"].update({name} if right else ())
        for counted in ("meeting", "meeting_date") if name == "date" else ("meeting",):
            sheet.counts[counted].add(right, bool(one), bool(other))


def _same_attendee(gold: Item, predicted: Item) -> float:
    alike = same_person(gold.get("name"), predicted.get("name"))
    same_status = gold.get("status") == predicted.get("status")
    return alike + LIKE_STATUS * same_status if alike else 0.0


def _score_attendees(sheet: Sheet, gold: list[Item], predicted: list[Item]) -> None:
    """By name; then status, organisation, role and proxy of those that answer each other."""
    pairs = pair_up(gold, predicted, _same_attendee)
    matched = [(gold[i], predicted[j]) for i, j in pairs]
    unlike = {
        j: (gold[i], predicted[j]) for i, j in pairs if gold[i].get("status") != predicted[j].get("status")
    }
    for one, other in unlike.values():
        sheet.note("attendees", f"status of {one['name']}", one.get("status"), other.get("status"))
    sheet.count_pairs("attendees", pairs, gold, predicted, "name")
    sheet.counts["attendee_names"].add(len(pairs), len(gold), len(predicted))
    sheet.counts["attendees"].right -= len(unlike)
    sheet.right["attendees"] -= set(unlike)
    for trait, alike in ATTENDEE_TRAITS.items():
        field = f"attendee_{trait}"
        values = [(one["name"], one.get(trait), other.get(trait)) for one, other in matched]
        same = [sheet.compare(field, *printed, alike) for printed in values]
        sheet.count_those(field, pairs, same, *_stated(trait, gold, predicted))


def _stated(trait: str, gold: list[Item], predicted: list[Item]) -> tuple[int, int]:
    """How many gold and how many predicted items have a trait."""
    ours, theirs = (sum(bool(item.get(trait)) for item in items) for items in (gold, predicted))
    return ours, theirs


def _keys(entity: Item, key: Callable[[Any], str]) -> list[str]:
    names = [entity.get("name"), *(entity.get("variants") or [])]
    return [found for name in names if (found := key(name))]


def _score_entities(
    sheet: Sheet, kind: str, key: Callable[[Any], str], gold: list[Item], predicted: list[Item]
) -> None:
    """One entry each, so that a duplicate is false; then which printed forms are joined in it."""
    ours, theirs = [_keys(e, key) for e in gold], [_keys(e, key) for e in predicted]
    pairs = pair_up(ours, theirs, same_names)
    sheet.count_pairs(kind, pairs, gold, predicted, "name")
    joined = Counts()
    for i, j in pairs:
        one, other = set(ours[i]), set(theirs[j])
        joined.add(max(0, len(one & other) - 1), len(one) - 1, len(other) - 1)
    right = min(joined.right, joined.gold, joined.predicted)
    sheet.counts[f"{kind}_variants"].add(right, joined.gold, joined.predicted)


def _parents(sections: Iterable[Item]) -> list[str | None]:
    """The title of the heading over each: the nearest earlier one of a lower level."""
    found: list[str | None] = []
    above: list[tuple[int, str | None]] = []
    for section in sections:
        level = section.get("level") or 1
        while above and above[-1][0] >= level:
            above.pop()
        found.append(above[-1][1] if above else None)
        above.append((level, section.get("title")))
    return found


def _score_outline(sheet: Sheet, gold: list[Item], predicted: list[Item]) -> None:
    """Titles in order; the heading over each; the numbers."""
    pairs = pair_up_in_order(gold, predicted, lambda g, p: same_title(g.get("title"), p.get("title")))
    ours, theirs = _parents(gold), _parents(predicted)
    nested = [(ours[i] is None and theirs[j] is None) or same_title(ours[i], theirs[j]) > 0 for i, j in pairs]
    numbered = [
        bool(gold[i].get("number")) and letters(gold[i]["number"]) == letters(predicted[j].get("number"))
        for i, j in pairs
    ]
    sheet.count_pairs("sections", pairs, gold, predicted, "title")
    sheet.count_those("section_tree", pairs, nested, len(gold), len(predicted))
    sheet.counts["section_numbers"].add(sum(numbered), *_stated("number", gold, predicted))


def _same_definition(gold: Item, predicted: Item) -> float:
    if shared_words(gold.get("term"), predicted.get("term")) < SAME_TERM:
        return 0.0
    return same_text(gold.get("text"), predicted.get("text"))


def _same_announcement(gold: Item, predicted: Item) -> float:
    if any(gold.get(name) != predicted.get(name) for name in ("date", "time")):
        return 0.0
    return SOME_LIKENESS + shared_words(gold.get("label"), predicted.get("label")) / 100


def _same_passage(name: str, at_least: float) -> Callable[[Item, Item], float]:
    return lambda gold, predicted: same_text(gold.get(name), predicted.get(name), at_least)


def _vote(decision: Item) -> tuple[Any, ...] | None:
    vote = decision.get("vote")
    return (bool(vote.get("unanimous")), *map(vote.get, ("for", "against", "abstentions"))) if vote else None


def _score_decisions(sheet: Sheet, gold: list[Item], predicted: list[Item]) -> None:
    """Decisions by their text, then the votes of those that answer each other."""
    pairs = pair_up(gold, predicted, _same_passage("text", 65))
    sheet.count_pairs("decisions", pairs, gold, predicted)
    votes = [(gold[i].get("text", ""), _vote(gold[i]), _vote(predicted[j])) for i, j in pairs]
    same = [sheet.compare("votes", *vote, eq) for vote in votes]
    sheet.count_those("votes", pairs, same, *_stated("vote", gold, predicted))


SAME_PERSON = 90.0
"""Similarity of two names from which they are one person: a letter may differ, a first name may not."""

SAME_NAME = 92.0
"""Similarity of two names of entities from which they are one."""

NEARLY = 0.9
"""What a pair of similar names is worth: less than an equal pair, so that equal names pair up first."""

SAME_TITLE = 88.0
"""Similarity of two headings from which they are one: "Questions diverses" and "Question diverses"."""

PART_FROM = 0.6
"""Share of the longer passage that the shorter must reach for its being contained in it to count."""

PART_WORTH = 0.97
"""A contained passage is worth a little less than the whole one."""

KEPT = 20_000
"""Texts whose letters are kept: the items of a long document, each compared with all others of its kind."""

# Takes "l", "état" and "31" of "l'état (31)", leaves the signs.
_WORD = re.compile(r"\w+")
_SPELLED = str.maketrans({"’": "'", "œ": "oe", "Œ": "OE"})


@lru_cache(KEPT)
def letters(text: Any) -> str:
    """Words without case, accents and punctuation: "L'État (31)" -> "l etat 31"."""
    if not text:
        return ""
    plain = unicodedata.normalize("NFKD", str(text).translate(_SPELLED))
    plain = "".join(char for char in plain if not unicodedata.combining(char)).casefold()
    return " ".join(_WORD.findall(plain))


@lru_cache(KEPT)
def person_key(printed: Any) -> str:
    """The words of a name in alphabetical order, without civility: "LE GALL Anne" is "Mme Anne Le Gall"."""
    rest = str(printed or "").strip()
    while found := _civility().match(rest):
        rest = rest[found.end() :]
    return " ".join(sorted(letters(rest).split()))


def same_person(gold: Any, predicted: Any) -> float:
    """1 for the same name, nearly 1 for one with a letter wrong, else 0."""
    one, other = person_key(gold), person_key(predicted)
    ratio = fuzz.ratio(one, other) if one and other else 0.0
    return ratio / 100 if ratio >= SAME_PERSON else 0.0


def same_text(gold: Any, predicted: Any, at_least: float = 75.0) -> float:
    """How alike two passages are, 0 below `at_least` (0-100): nearly equal, or one within a longer one."""
    one, other = letters(gold), letters(predicted)
    if not one or not other:
        return 0.0
    best: float = fuzz.ratio(one, other)
    if min(len(one), len(other)) / max(len(one), len(other)) >= PART_FROM:
        best = max(best, fuzz.partial_ratio(one, other) * PART_WORTH)
    return best / 100 if best >= at_least else 0.0


def same_title(gold: Any, predicted: Any) -> float:
    """How alike two headings are, whether or not "Article 3" was taken for the number of one."""
    one, other = letters(gold), letters(predicted)
    if not one or not other:
        return 0.0
    ways = product(_with_and_without_label(one), _with_and_without_label(other))
    ratio = max(fuzz.ratio(*way) for way in ways)
    return ratio / 100 if ratio >= SAME_TITLE else 0.0


def same_names(gold: list[str], predicted: list[str]) -> float:
    """1 where two entities share a name, `NEARLY` for similar names, else 0; by `person_key` or `letters`."""
    if not set(gold).isdisjoint(predicted):
        return 1.0
    alike = any(fuzz.ratio(one, other) >= SAME_NAME for one in gold for other in predicted)
    return NEARLY if alike else 0.0


def same_organisation(gold: Any, predicted: Any) -> bool:
    """The same words, in any order, nearly."""
    return fuzz.token_sort_ratio(letters(gold), letters(predicted)) >= 88


def same_role(gold: Any, predicted: Any) -> bool:
    """One function may be printed with more words than the other."""
    return fuzz.token_set_ratio(letters(gold), letters(predicted)) >= 85


def shared_words(gold: Any, predicted: Any) -> float:
    """How far the words of one are among those of the other, 0-100."""
    return float(fuzz.token_set_ratio(letters(gold), letters(predicted)))


@cache
def _civility() -> re.Pattern[str]:
    # Takes "Mme " of "Mme Roux", "M. " of "M. Vidal"; leaves "Mmeline".
    return re.compile(rf"{lexicon.source('evaluation', 'civilities')}\s+", re.IGNORECASE)


@cache
def _label() -> re.Pattern[str]:
    # Takes "article 3 " of "article 3 budget", "point no 2 " of "point no 2 vote"; leaves "article budget".
    return re.compile(rf"{lexicon.source('evaluation', 'heading_labels')}s?\s+(?:no?\s*)?[\divx]+\s+(?=\w)")


def _with_and_without_label(title: str) -> set[str]:
    label = _label().match(title)
    return {title, title[label.end() :]} if label else {title}


def pair_up(gold: Sequence[G], predicted: Sequence[P], alike: Callable[[G, P], float]) -> Pairs:
    """One to one, with the greatest sum of similarities; items with no likeness stay alone."""
    table = _table(gold, predicted, alike)
    rows, columns = linear_sum_assignment(-table)
    return [(int(i), int(j)) for i, j in zip(rows, columns, strict=True) if table[i, j] > 0]


def pair_up_in_order(gold: Sequence[G], predicted: Sequence[P], alike: Callable[[G, P], float]) -> Pairs:
    """One to one without crossing, for outlines: with the greatest sum of similarities."""
    table = _table(gold, predicted, alike)
    best = np.zeros((len(gold) + 1, len(predicted) + 1))
    for i in reversed(range(len(gold))):
        for j in reversed(range(len(predicted))):
            best[i, j] = max(best[i + 1, j], best[i, j + 1])
            if table[i, j] > 0:
                best[i, j] = max(best[i, j], best[i + 1, j + 1] + table[i, j])
    return _trace(table, best)


def _trace(table: npt.NDArray[np.float64], best: npt.NDArray[np.float64]) -> Pairs:
    """The pairs that make the best sum; where two ways are as good, the earlier pair."""
    pairs: Pairs = []
    i = j = 0
    while i < table.shape[0] and j < table.shape[1]:
        if table[i, j] > 0 and best[i, j] == best[i + 1, j + 1] + table[i, j]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i + 1, j] >= best[i, j + 1]:
            i += 1
        else:
            j += 1
    return pairs


def _table(
    gold: Sequence[G], predicted: Sequence[P], alike: Callable[[G, P], float]
) -> npt.NDArray[np.float64]:
    found = np.array([[alike(g, p) for p in predicted] for g in gold], dtype=np.float64)
    return found.reshape(len(gold), len(predicted))


ATTENDEE_TRAITS: dict[str, Alike] = {
    "organisation": same_organisation,
    "role": same_role,
    "proxy": same_person,
}

PASSAGES: dict[str, Callable[[Item, Item], float]] = {
    "definitions": _same_definition,
    "examples": _same_passage("text", 70),
    "upcoming_dates": _same_announcement,
    "actions": _same_passage("what", 65),
}
