"""Votes: the tallies printed in a line ("11 pour, 1 abstention") or a table, and "à l'unanimité"."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from crparse import lexicon
from crparse.document.tables import CellGrid, Headings, find_headings, grids
from crparse.language.calendar import worded_number
from crparse.lexicon import Cues
from crparse.record import Vote
from crparse.source import Block, SourceDocument
from crparse.text import fold, squeeze

SIDES = ("for", "against", "abstentions")

LEAD = 100
"""Characters before a count that tell what it is (chosen, not measured)."""

LEFT_OVER = 3
"""Letters beside the tally that a line may have and still say nothing else (chosen, not measured)."""


# Takes "(Mme Roux)" of "Contre : 1 (Mme Roux)", leaves "1)".
_IN_BRACKETS = re.compile(r"\([^)]*\)")

# Takes " »" of "12 voix « pour »", leaves " « contre »".
_CLOSING = re.compile(r"\s?[»”\"]")

# Takes " : " of "Vote : accepté", "." of "accepté."; leaves "d'accord", "ci-dessus".
_SIGNS = re.compile(r"[^\w'’-]+")


@dataclass(frozen=True, slots=True)
class Count:
    """A number of votes for one side, at `text[start:end]`."""

    start: int
    end: int
    side: str
    number: int
    sure: bool
    """Whether it tells of a vote by itself, without a count of another side."""


def _word(name: str) -> Cues:
    return lexicon.cues("votes", f"words.{name}")


@cache
def _side_patterns() -> list[tuple[str, re.Pattern[str], re.Pattern[str]]]:
    """For each side: number first, label first."""
    count, none, after, matter, units = (
        lexicon.source("votes", name)
        for name in ("parts.count", "none", "none_after", "words.matter_next", "words.units")
    )
    found = []
    for side in SIDES:
        label, first_label = (
            lexicon.source("votes", f"{group}.{side}") for group in ("sides", "sides_before")
        )
        first = (
            # "2 voix contre", "deux (2) abstentions"; not "1,2 pour"
            rf"(?<![\w,.])(?P<count>{count}|{none})(?:\s*\(\d{{1,4}}\))?\s*(?P<label>{label})\b(?!{matter})"
        )
        later = (
            rf"\b(?P<label>{first_label})\s*(?P<mark>[:=]|\(\s*|\s)\s*"
            rf"(?P<count>{count}\b|{after}(?![\w]))(?!\d|{units})"
        )
        # One takes "2 voix contre", leaves "1,2 pour"; the other takes "contre : 2", leaves "contre 2 %".
        found.append((side, re.compile(first), re.compile(later)))
    return found


@lru_cache(maxsize=64)
def find_counts(text: str) -> tuple[Count, ...]:
    """Every count of votes in `text`, in order; a lone one has to be called a vote.

    A statement is asked for its vote, for what else it says, and for where its tally begins.
    """
    folded = fold(text)
    numbers = [c for side, first, _ in _side_patterns() for c in _read(folded, side, first)]
    numbers = [c for c in numbers if c.side != "for" or not _word("candidate_next").match(text, c.end)]
    labels = [c for side, _, later in _side_patterns() for c in _read(folded, side, later)]
    # "Votants : 14 Pour : 14 Contre : 0": a mark settles to which label a number belongs
    marked = all(":" in folded[c.start : c.end] or "=" in folded[c.start : c.end] for c in labels)
    counts = max(*((labels, numbers) if marked else (numbers, labels)), key=_sides)
    several = _sides(counts) > 1
    return tuple(sorted((c for c in counts if several or c.sure), key=lambda c: c.start))


def _sides(counts: list[Count]) -> int:
    """How many sides are counted: read the wrong way round, "Pour 11 Contre 0" has one less."""
    return len({count.side for count in counts})


def _read(folded: str, side: str, pattern: re.Pattern[str]) -> Iterator[Count]:
    matches = list(pattern.finditer(folded))
    if not matches:
        return
    letters = _letters(lexicon.cues("votes", "single.proxies").pattern.sub("", folded))
    worded = lexicon.cues("votes", "single.word").find(folded) is not None
    for match in matches:
        whole = letters - _letters(match.group()) <= LEFT_OVER
        sure = whole or _is_sure(folded, side, match, worded)
        yield Count(match.start(), match.end(), side, _number(match["count"]), sure)


def _is_sure(folded: str, side: str, match: re.Match[str], worded: bool) -> bool:
    """Whether a count tells of a vote by itself: "14 votes pour", "Abstention : 1", not "pour 12".

    `worded`: the text it stands in speaks of votes.
    """
    before = folded[max(0, match.start() - LEAD) : match.start()]
    if lexicon.cues("votes", "single.word").find(match["label"]):
        # not "un vote pour une option"
        spoken = lexicon.cues("votes", "single.counted").find(match["label"])
        left = lexicon.cues("votes", "single.exception").find(before)
        return match["count"].isdigit() or bool(spoken or left)
    mark = match.groupdict().get("mark")
    if mark is None:
        # "un pour les frais de port" is no vote
        counted = match["count"].isdigit() or side != "for"
        return side == "abstentions" or (counted and bool(lexicon.cues("votes", "single.lead").find(before)))
    labelled = mark in (":", "=") and (worded or not folded[: match.start()].strip())
    return labelled or bool(lexicon.cues("votes", "single.vote_lead").find(before))


def _letters(text: str) -> int:
    return sum(c.isalpha() for c in text)


def _number(printed: str) -> int:
    return int(printed) if printed.isdigit() else worded_number(printed)


def read_vote(text: str) -> Vote | None:
    """The vote that a stretch of text tells of, None if it tells of none."""
    folded = fold(text)
    counts = {count.side: count.number for count in reversed(find_counts(text))}
    if versus := _word("versus").search(folded):
        counts["for"], counts["against"] = _number(versus["for"]), _number(versus["against"])
    if not counts and (polled := _word("polled").search(folded)):
        counts["for"] = _number(polled["for"])
    unanimous = bool(_word("unanimous").search(folded))
    voted = counts or unanimous or _word("majority").search(folded)
    return Vote.model_validate({"unanimous": unanimous, **counts}) if voted else None


def is_bare(text: str) -> bool:
    """Whether a line tells how a vote went and nothing else."""
    return read_vote(text) is not None and is_filler(text)


def is_filler(text: str) -> bool:
    """Whether a line is made of counts and words that go with them alone ("adopté")."""
    left = list(fold(text))
    for count in find_counts(text):
        left[count.start : count.end] = " " * (count.end - count.start)
    # "Contre : 1 (Mme Roux)": who voted so is part of the tally
    rest = _IN_BRACKETS.sub(" ", "".join(left))
    rest = _word("filler").pattern.sub(" ", _word("unanimous").pattern.sub(" ", rest))
    return _letters(rest) <= LEFT_OVER


def without_tally(text: str) -> str:
    """What a line says beside its tally and who voted so, folded: "le conseil accepte"."""
    left = list(fold(text))
    for count in find_counts(text):
        left[count.start : count.end] = " " * (count.end - count.start)
    rest = _IN_BRACKETS.sub(" ", "".join(left))
    return squeeze(_SIGNS.sub(" ", _word("unanimous").pattern.sub(" ", rest)))


@dataclass(frozen=True, slots=True)
class Polled:
    """The votes counted for one candidate."""

    who: str
    number: int


def polled(text: str) -> Polled | None:
    """The votes that a line counts for somebody: "Mme Roux : 12 voix", "M. Vidal a obtenu 2 voix"."""
    match = _word("candidate").match(text)
    if match is None or find_counts(text):
        return None
    return Polled(match["who"], _number(fold(match["for"])))


def tally_start(text: str) -> int | None:
    """Offset of the tally at the end of a sentence ("… fixé à 12 € : 11 pour"), None without.

    One that the sentence takes in begins after its first count: "… est adopté par 11 voix pour, 1 contre".
    """
    counts = find_counts(text)
    if not counts:
        return None
    before = fold(text[: counts[0].start])
    lead = _word("set_apart").search(before)
    closed = _CLOSING.match(text, counts[0].end)
    taken_in = closed.end() if closed else counts[0].end
    if lead is None:
        return taken_in
    sign = lead.group().lstrip()[:1]
    joined = (not sign or sign.isalnum()) and _word("taken_in").search(before)
    return taken_in if joined else lead.start()


def merge(first: Vote | None, second: Vote | None) -> Vote | None:
    """What two mentions of one vote tell together; the first wins."""
    if first is None or second is None:
        return first or second
    other, own = (vote.model_dump(by_alias=True, exclude_none=True) for vote in (second, first))
    unanimous = bool(first.unanimous or second.unanimous)
    return Vote.model_validate({**other, **own, "unanimous": unanimous})


Outcome = Literal["unanimous", "carried", "rejected", "unknown"]
"""How a vote ended; "unanimous" is as printed, not what the counts amount to."""


def outcome_of(vote: Vote, text: str) -> Outcome:
    """How the vote on a decision ended, by its counts and by the words of the decision.

    "Le budget est adopté (2 contre)" is carried, "La motion est rejetée" rejected. Where words and counts
    contradict each other, or neither tells, it is unknown.
    """
    folded = fold(text)
    told: set[Outcome] = set()
    if _word("rejected").find(folded):
        told.add("rejected")
    elif vote.unanimous:
        return "unanimous"
    elif _word("carried").find(folded) or _word("majority").find(folded):
        told.add("carried")
    votes_for, against = vote.votes_for, vote.against
    if votes_for is not None and against is not None and votes_for != against:
        told.add("carried" if votes_for > against else "rejected")
    elif against == 0 and votes_for is None:
        told.add("carried")
    return told.pop() if len(told) == 1 else "unknown"


def table_votes(source: SourceDocument) -> dict[int, Vote]:
    """The vote that each table of votes tells of, by the number of the table."""
    tables: dict[int, dict[int, list[Block]]] = defaultdict(lambda: defaultdict(list))
    for block in source.blocks:
        if block.cell is not None:
            tables[block.cell.table][block.cell.row].append(block)
    return {table: vote for table, rows in tables.items() if (vote := _table_vote([*rows.values()]))}


def _table_vote(rows: list[list[Block]]) -> Vote | None:
    """The vote of a table of labels and numbers, row by row or column by column."""
    pairs = [(row[0].text, row[-1].text) for row in rows if len(row) == 2]
    if len(pairs) < len(rows) and len(rows) == 2 and len(rows[0]) == len(rows[1]):
        pairs = [(a.text, b.text) for a, b in zip(rows[0], rows[1], strict=True)]
    if len(pairs) < 2 or not all(number.strip().isdigit() for _, number in pairs):
        return None
    counts: dict[str, int] = {}
    candidates: list[int] = []
    for label, number in pairs:
        side = _side_of(label)
        if side:
            counts[side] = max(counts.get(side, 0), int(number))
        elif not _word("table_others").find(fold(label)):
            candidates.append(int(number))
    if candidates and "for" not in counts and counts:
        counts["for"] = max(candidates)
    return Vote.model_validate({"unanimous": False, **counts}) if len(counts) > 1 else None


def row_votes(source: SourceDocument) -> dict[int, Vote]:
    """The vote printed beside a matter, by the block of the matter: "Objet | Pour | Contre | Abst."."""
    found: dict[int, Vote] = {}
    for grid in grids(source):
        heading = find_headings(grid, _side_of, lambda kinds: len(set(kinds)) > 1)
        matter = None if heading is None else _matter_column(grid, heading)
        if heading is not None and matter is not None:
            found |= {source.block_index(start): vote for start, vote in _of_rows(grid, heading, matter)}
    return found


def _of_rows(grid: CellGrid, heading: Headings, matter: int) -> Iterator[tuple[int, Vote]]:
    """Where each matter of a table begins, and how it was voted."""
    for row in range(heading.row + 1, grid.rows):
        counts = {side: grid.cell(row, column).strip() for column, side in heading.kinds.items()}
        numbers = {side: int(count) for side, count in counts.items() if count.isdigit()}
        blocks = grid.cells.get((row, matter), [])
        if numbers and blocks:
            yield blocks[0][0], Vote.model_validate({"unanimous": False, **numbers})


def _matter_column(grid: CellGrid, heading: Headings) -> int | None:
    """The column that says what was voted: of those beside the counts, the one with most text."""
    others = [column for column in range(grid.columns) if column not in heading.kinds]
    size = {column: sum(map(_letters, grid.below(column, heading.row + 1))) for column in others}
    return max(others, key=lambda column: (size[column], -column)) if any(size.values()) else None


def _side_of(label: str) -> str | None:
    folded = fold(label).strip()
    sources = ((side, lexicon.source("votes", f"sides_before.{side}")) for side in SIDES)
    # Takes "Contre", "Votes contre"; leaves "Contrepartie".
    return next((side for side, source in sources if re.match(rf"{source}\b", folded)), None)
