"""Ballots: votes printed apart from what was voted, and the statements that say what it was."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from crparse import lexicon
from crparse.record import Vote
from crparse.source import SourceDocument
from crparse.stages.statement_features import hits
from crparse.stages.statements import Statement
from crparse.stages.votes import is_bare, is_filler, merge, read_vote, table_votes, tally_start
from crparse.text import fold

LONG_MATTER = 2500
"""Characters: the longest resolution that is taken whole."""

SHORT_MATTER = 260
"""Characters: up to it, all that stands between a heading and the tally is what was voted."""

STATING = ("decides", "impersonal", "passive", "active", "elects", "acknowledges", "nominal")
"""Cue families of a sentence that was put to the vote."""


@dataclass(frozen=True, slots=True)
class Ballot:
    """A vote told by statements `first` to `last` alone."""

    first: int
    last: int
    vote: Vote


@cache
def _voted(name: str) -> re.Pattern[str]:
    return re.compile(lexicon.load("decisions")["voted"][name])


def find_ballots(statements: Sequence[Statement], source: SourceDocument) -> list[Ballot]:
    """The bare tallies and tables of votes, each run of them that tells one vote taken together."""
    tables = table_votes(source)
    ballots: list[Ballot] = []
    for i, statement in enumerate(statements):
        cell = statement.block.cell
        vote = tables.get(cell.table) if cell else _told_alone(statement.text)
        if vote is None:
            if ballots and ballots[-1].last == i - 1 and is_filler(statement.text):
                ballots[-1] = replace(ballots[-1], last=i)
            continue
        if ballots and ballots[-1].last == i - 1 and _one_vote(statements, ballots[-1], i, vote):
            both = ballots[-1].vote if cell else merge(ballots[-1].vote, vote)
            ballots[-1] = Ballot(ballots[-1].first, i, both or vote)
        else:
            ballots.append(Ballot(i, i, vote))
    return ballots


def _told_alone(text: str) -> Vote | None:
    """The vote of a line that says nothing else, or only names what is voted ("Vote du budget : 11 pour")."""
    tally = tally_start(text)
    named = tally is not None and is_bare(text[tally:]) and _voted("name_only").search(fold(text[:tally]))
    return read_vote(text) if named or is_bare(text) else None


def _one_vote(statements: Sequence[Statement], ballot: Ballot, index: int, vote: Vote) -> bool:
    """Whether the statement at `index` goes on with the tally before it ("Contre : 0" after "Pour : 11")."""
    before, here = statements[ballot.last].block.cell, statements[index].block.cell
    if before is not None or here is not None:
        return before is not None and here is not None and before.table == here.table
    told, new = ballot.vote.model_dump(exclude_none=True), vote.model_dump(exclude_none=True)
    return not (told.keys() & new.keys() - {"unanimous"})


def voted_statements(statements: Sequence[Statement], ballot: Ballot, taken: set[int]) -> list[int]:
    """Indices of the statements that tell what was voted; none if only the heading does."""
    after = ballot.last + 1
    if after < len(statements) and after not in taken and _is_result(statements, ballot, after):
        return [after]
    body = _body(statements, ballot, taken)
    if not body:
        return []
    if statements[body[-1]].index == statements[ballot.first].index:
        # "… de 12 à 10 €. La proposition est validée à l'unanimité."
        return [body[-1], *range(ballot.first, ballot.last + 1)]
    size = sum(len(statements[i].text) for i in body)
    titles = statements[ballot.first].titles
    if size <= (LONG_MATTER if titles and _voted("whole").search(titles[0]) else 0):
        return body
    for i in reversed(body):
        if _states(statements[i]):
            return _with_list(statements, i, ballot.first)
    if size <= SHORT_MATTER:
        return body
    matters = [i for i in body if _voted("matter").search(statements[i].folded)]
    return [matters[-1] if matters else body[0]]


def _states(statement: Statement) -> bool:
    return any(family in STATING for family in hits("decisions", "cues", statement.folded))


def _is_result(statements: Sequence[Statement], ballot: Ballot, after: int) -> bool:
    here, following = statements[ballot.last], statements[after]
    same = list(here.titles) == list(following.titles)
    if here.index == following.index and here.text[-1:] in ",:" and _states(following):
        return True
    return same and bool(_voted("result").search(following.folded)) and not following.text.endswith(":")


def _body(statements: Sequence[Statement], ballot: Ballot, taken: set[int]) -> list[int]:
    """The statements between the tally and the heading or tally above it, without lines naming the vote."""
    found: list[int] = []
    titles = list(statements[ballot.first].titles)
    for i in range(ballot.first - 1, -1, -1):
        if i in taken or list(statements[i].titles) != titles:
            break
        if not _voted("name_only").search(statements[i].folded):
            found.append(i)
    return found[::-1]


def _with_list(statements: Sequence[Statement], index: int, until: int) -> list[int]:
    """A statement with the list it leads in."""
    if not statements[index].text.endswith(":"):
        return [index]
    return [index, *(i for i in range(index + 1, until) if statements[i].lead)]
