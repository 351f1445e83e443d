"""Votes: the tallies printed in a line ("11 pour, 1 abstention") or a table, and "à l'unanimité"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from crparse import lexicon
from crparse.language.calendar import MOST_WORDS, parse_number
from crparse.record import Vote
from crparse.source import Block, SourceDocument
from crparse.text import fold

SIDES = ("for", "against", "abstentions")

LEAD = 100
"""Characters before a count that tell what it is."""

LEFT_OVER = 3
"""Letters beside the tally that a line may have and still say nothing else."""


@dataclass(frozen=True, slots=True)
class Count:
    """A number of votes for one side, at `text[start:end]`."""

    start: int
    end: int
    side: str
    number: int
    sure: bool
    """Whether it tells of a vote by itself, without a count of another side."""


@cache
def _word(name: str) -> re.Pattern[str]:
    return re.compile(lexicon.load("votes")["words"][name].replace("COUNT", _count_pattern()))


@cache
def _count_pattern() -> str:
    numbers = "|".join(sorted(lexicon.load("calendar")["numbers"], key=lambda w: (-len(w), w)))
    return rf"(?:\d{{1,4}}|(?:{numbers})(?:[\s-]+(?:et[\s-]+)?(?:{numbers})){{0,{MOST_WORDS - 1}}})"


@cache
def _side_patterns() -> list[tuple[str, re.Pattern[str], re.Pattern[str]]]:
    """For each side: number first, label first."""
    data, count = lexicon.load("votes"), _count_pattern()
    none, after = "|".join(data["none"]), "|".join(map(str, data["none_after"]))
    found = []
    for side in SIDES:
        first = (
            rf"(?<![\w,.])(?P<count>{count}|(?:{none}))\s*(?P<label>{data['sides'][side]})\b"
            rf"(?!{data['words']['matter_next']})"
        )
        later = (
            rf"\b(?P<label>{data['sides_before'][side]})\s*(?P<mark>[:=]|\(\s*|\s)\s*"
            rf"(?P<count>{count}\b|(?:{after})(?![\w]))(?!\d|{data['words']['units']})"
        )
        found.append((side, re.compile(first), re.compile(later)))
    return found


def find_counts(text: str) -> list[Count]:
    """Every count of votes in `text`, in order; a lone one has to be called a vote."""
    folded = fold(text)
    numbers = [c for side, first, _ in _side_patterns() for c in _read(folded, side, first)]
    numbers = [c for c in numbers if c.side != "for" or not _word("candidate_next").match(text, c.end)]
    labels = [c for side, _, later in _side_patterns() for c in _read(folded, side, later)]
    # "Votants : 14 Pour : 14 Contre : 0": a mark settles to which label a number belongs
    marked = all(re.search("[:=]", folded[c.start : c.end]) for c in labels)
    counts = max(*((labels, numbers) if marked else (numbers, labels)), key=_sides)
    several = _sides(counts) > 1
    return sorted((c for c in counts if several or c.sure), key=lambda c: c.start)


def _sides(counts: list[Count]) -> int:
    """How many sides are counted: read the wrong way round, "Pour 11 Contre 0" has one less."""
    return len({count.side for count in counts})


def _read(folded: str, side: str, pattern: re.Pattern[str]) -> Iterator[Count]:
    matches = list(pattern.finditer(folded))
    if not matches:
        return
    letters = _letters(folded)
    worded = bool(re.search(lexicon.load("votes")["single"]["word"], folded))
    for match in matches:
        whole = letters - _letters(match.group()) <= LEFT_OVER
        sure = whole or _is_sure(folded, side, match, worded)
        yield Count(match.start(), match.end(), side, _number(match["count"]), sure)


def _is_sure(folded: str, side: str, match: re.Match[str], worded: bool) -> bool:
    """Whether a count tells of a vote by itself: "14 votes pour", "Abstention : 1", not "pour 12".

    `worded`: the text it stands in speaks of votes.
    """
    single = lexicon.load("votes")["single"]
    before = folded[max(0, match.start() - LEAD) : match.start()]
    if re.search(single["word"], match["label"]):
        # not "un vote pour une option"
        return match["count"].isdigit() or bool(re.search(single["counted"], match["label"]))
    mark = match.groupdict().get("mark")
    if mark is None:
        return side == "abstentions" or bool(re.search(single["lead"], before))
    if re.search(single["vote_lead"], before):
        return True
    labelled = mark in (":", "=")
    return labelled and (worded or not folded[: match.start()].strip())


def _letters(text: str) -> int:
    return sum(c.isalpha() for c in text)


def _number(printed: str) -> int:
    return int(printed) if printed.isdigit() else parse_number(printed)


def read_vote(text: str) -> Vote | None:
    """The vote that a stretch of text tells of, None if it tells of none."""
    counts: dict[str, int] = {}
    for count in find_counts(text):
        counts.setdefault(count.side, count.number)
    versus = _word("versus").search(fold(text))
    if versus:
        counts["for"], counts["against"] = _number(versus["for"]), _number(versus["against"])
    polled = _word("polled").search(fold(text))
    if polled and not counts:
        counts["for"] = _number(polled["for"])
    unanimous = bool(_word("unanimous").search(fold(text)))
    voted = counts or unanimous or _word("majority").search(fold(text))
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
    rest = re.sub(r"\([^)]*\)", " ", "".join(left))
    rest = _word("filler").sub(" ", _word("unanimous").sub(" ", rest))
    return _letters(rest) <= LEFT_OVER


def tally_start(text: str) -> int | None:
    """Offset of the tally at the end of a sentence ("… fixé à 12 € : 11 pour"), None without.

    One that the sentence takes in begins after its first count: "… est adopté par 11 voix pour, 1 contre".
    """
    counts = find_counts(text)
    if not counts:
        return None
    before = fold(text[: counts[0].start])
    lead = _word("set_apart").search(before)
    if lead is None or (_word("taken_in").search(before) and not re.match(r"\W", lead.group().lstrip())):
        return counts[0].end
    return lead.start()


def merge(first: Vote | None, second: Vote | None) -> Vote | None:
    """What two mentions of one vote tell together; the first wins."""
    if first is None or second is None:
        return first or second
    return Vote.model_validate(
        {
            "unanimous": bool(first.unanimous or second.unanimous),
            "for": second.votes_for if first.votes_for is None else first.votes_for,
            "against": second.against if first.against is None else first.against,
            "abstentions": second.abstentions if first.abstentions is None else first.abstentions,
        }
    )


def table_votes(source: SourceDocument) -> dict[int, Vote]:
    """The vote that each table of votes tells of, by the number of the table."""
    rows: dict[int, dict[int, list[Block]]] = {}
    for block in source.blocks:
        if block.cell is not None:
            rows.setdefault(block.cell.table, {}).setdefault(block.cell.row, []).append(block)
    votes = {table: _table_vote(list(found.values())) for table, found in rows.items()}
    return {table: vote for table, vote in votes.items() if vote is not None}


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
        elif not re.search(lexicon.load("votes")["words"]["table_others"], fold(label)):
            candidates.append(int(number))
    if candidates and "for" not in counts and counts:
        counts["for"] = max(candidates)
    return Vote.model_validate({"unanimous": False, **counts}) if len(counts) > 1 else None


def _side_of(label: str) -> str | None:
    data = lexicon.load("votes")["sides_before"]
    folded = fold(label).strip()
    return next((side for side in SIDES if re.match(rf"{data[side]}\b", folded)), None)
