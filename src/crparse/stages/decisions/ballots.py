"""Ballots: lines that only tell how a vote went or that something was accepted, and what it was."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile

from crparse import lexicon
from crparse.document.statement_features import spoken
from crparse.document.statements import Statement
from crparse.document.votes import is_bare, merge, polled, table_votes, without_tally
from crparse.lexicon import Cues
from crparse.record import Vote
from crparse.source import SourceDocument
from crparse.text import fold

LONG_MATTER = 2500
"""Characters: the longest resolution that is taken whole."""

SHORT_MATTER = 260
"""Characters: up to it, all that stands between a heading and the tally is what was voted."""

PROPOSED = 3
"""Statements before "Le conseil accepte." among which the proposal is sought (chosen, not measured)."""

PROPOSAL = 900
"""Characters from a proposal to its acceptance: what stands between belongs to it (chosen, not measured)."""

COUNTED = 12
"""Statements before "… est élue présidente" among which her votes are counted (chosen, not measured)."""

STATING = (
    "decides", "impersonal", "passive", "active", "elects", "acknowledges", "nominal", "body_decides",
    "outcome", "label", "choice", "by_body", "matter_settled",
)  # fmt: skip
"""Cue families of a sentence that was put to the vote."""


def _cue(name: str) -> Cues:
    return lexicon.cues("decisions", name)


@dataclass(frozen=True, slots=True)
class Ballot:
    """What statements `first` to `last` alone tell: how a vote went, or that something was accepted."""

    first: int
    last: int
    vote: Vote | None
    outcome: int | None = None
    """The statement that says in words what came of it ("Le conseil accepte."), if one does."""


def find_ballots(statements: Sequence[Statement], source: SourceDocument) -> list[Ballot]:
    """The bare tallies, outcomes and tables of votes, each run of them that tells one vote taken together."""
    tables = table_votes(source)
    ballots: list[Ballot] = []
    for i, statement in enumerate(statements):
        cell = statement.block.cell
        vote = tables.get(cell.table) if cell else _told_alone(statement)
        outcome = i if cell is None and is_outcome(statement) else None
        above = ballots[-1] if ballots and ballots[-1].last == i - 1 else None
        if vote is None and outcome is None:
            if above and statement.filler:
                ballots[-1] = replace(above, last=i)
        elif above and _one_vote(statements, above, i, vote):
            both = above.vote if cell else merge(above.vote, vote)
            said = above.outcome if above.outcome is not None else outcome
            ballots[-1] = Ballot(above.first, i, both or vote, said)
        else:
            ballots.append(Ballot(i, i, vote, outcome))
    return list(_handed_on(statements, ballots))


def _handed_on(statements: Sequence[Statement], ballots: Sequence[Ballot]) -> Iterator[Ballot]:
    """The ballots, a tally that opens a section with the outcome that follows.

    "3. Four / Pour : 12. / M. Vidal propose de louer le four. Le conseil accepte."
    """
    handed: Vote | None = None
    for ballot, following in pairwise([*ballots, None]):
        if ballot is None:
            continue
        own = replace(ballot, vote=ballot.vote or handed)
        handed = None
        if following is not None and _opens_for(statements, own, following):
            handed = own.vote
        else:
            yield own


def _opens_for(statements: Sequence[Statement], ballot: Ballot, following: Ballot) -> bool:
    """Whether a tally that nothing stands before in its section is of the outcome that follows it."""
    titles = statements[ballot.first].titles
    opens = ballot.first == 0 or statements[ballot.first - 1].titles != titles
    told = ballot.outcome is None and following.outcome is not None and following.vote is None
    near = following.first - ballot.last <= PROPOSED and statements[following.first].titles == titles
    return opens and told and near


def is_outcome(statement: Statement) -> bool:
    """Whether it says that something was accepted or refused, and not what: "Le conseil accepte."."""
    if statement.bare or len(statement.text) > SHORT_MATTER:
        return False
    return _cue("outcome.said").find(without_tally(statement.text)) is not None


def _told_alone(statement: Statement) -> Vote | None:
    """The vote of a line that says nothing else, or only names what is voted ("Vote du budget : 11 pour")."""
    text, tally = statement.text, statement.tally
    named = tally is not None and is_bare(text[tally:]) and _cue("voted.name_only").find(fold(text[:tally]))
    return statement.vote if named or statement.bare or is_outcome(statement) else None


def _one_vote(statements: Sequence[Statement], ballot: Ballot, index: int, vote: Vote | None) -> bool:
    """Whether the statement at `index` goes on with the tally before it ("Contre : 0" after "Pour : 11")."""
    before, here = statements[ballot.last].block.cell, statements[index].block.cell
    if before is not None or here is not None:
        return before is not None and here is not None and before.table == here.table
    if ballot.vote is None or vote is None or statements[ballot.last].titles != statements[index].titles:
        return (ballot.vote is None) != (vote is None) and (
            statements[ballot.last].titles == statements[index].titles
        )
    told, new = ballot.vote.model_dump(exclude_none=True), vote.model_dump(exclude_none=True)
    return not (told.keys() & new.keys() - {"unanimous"})


def voted_statements(statements: Sequence[Statement], ballot: Ballot, taken: Collection[int]) -> list[int]:
    """Indices of the statements that tell what was voted; none if only the heading does."""
    after = ballot.last + 1
    body = _body(statements, ballot, taken)
    led = any(_states(statements[i]) or _cue("voted.proposes").find(statements[i].folded) for i in body)
    if after < len(statements) and after not in taken and _is_result(statements, ballot, after, led):
        return [after]
    said = [] if ballot.outcome is None else [ballot.outcome]
    if said and body:
        return [*_proposal(statements, body), *said]
    if body and statements[body[-1]].index == statements[ballot.first].index:
        # "… de 12 à 10 €. La proposition est validée à l'unanimité.", "… est adopté à l'unanimité. Une
        # abstention."; not the tally of "… de 12 à 10 €. Pour : 9."
        told, voted = range(ballot.first, ballot.last + 1), statements[body[-1]].vote
        return [body[-1], *(i for i in told if voted or not _counts_alone(statements[i]))]
    return _voted_body(statements, ballot, body)


def _counts_alone(statement: Statement) -> bool:
    """Whether it is a tally in figures and nothing else: takes "Pour : 9.", leaves "Adopté à l'unanimité"."""
    vote = statement.vote
    return statement.bare and vote is not None and any(count is not None for count in vote.counts)


def _proposal(statements: Sequence[Statement], body: Sequence[int]) -> Sequence[int]:
    """The statements that were accepted: from the nearest proposal on, else the last one."""
    size = 0
    for back in range(1, min(PROPOSED, len(body)) + 1):
        statement = statements[body[-back]]
        size += len(statement.text)
        if size > PROPOSAL:
            break
        if _cue("voted.proposes").find(statement.folded):
            return body[-back:]
    return body[-1:]


def _voted_body(statements: Sequence[Statement], ballot: Ballot, body: Sequence[int]) -> list[int]:
    """Of the statements between heading and tally those that tell what was voted."""
    size = sum(len(statements[i].text) for i in body)
    titles = statements[ballot.first].titles
    if titles and size <= LONG_MATTER and _cue("voted.whole").search(titles[0]):
        return list(body)
    if stating := [i for i in body if _states(statements[i])][-1:]:
        items = range(stating[0] + 1, ballot.first) if statements[stating[0]].text.endswith(":") else ()
        return [*stating, *(i for i in items if statements[i].lead)]
    if size <= SHORT_MATTER:
        return list(body)
    for wording in ("voted.puts", "voted.matter"):
        if matters := [i for i in body if _cue(wording).search(statements[i].folded)]:
            return _with_what_it_leads_in(statements, [i for i in body if i >= matters[-1]])
    return list(body[:1])


def _with_what_it_leads_in(statements: Sequence[Statement], told: Sequence[int]) -> list[int]:
    """A statement and, if it ends with a colon, those up to the tally: "Il est proposé : / De vendre …"."""
    led = statements[told[0]].text.endswith(":") and sum(len(statements[i].text) for i in told) <= PROPOSAL
    return list(told if led else told[:1])


def _states(statement: Statement) -> bool:
    return any(family in STATING for family in spoken(statement, "decisions", "cues"))


def _is_result(statements: Sequence[Statement], ballot: Ballot, after: int, led: bool) -> bool:
    """Whether what follows a tally tells what was voted; `led`: something before it may do so too."""
    here, following = statements[ballot.last], statements[after]
    if here.index == following.index and here.text[-1:] in ",:" and _states(following):
        return True
    result = here.titles == following.titles and not following.text.endswith(":")
    if result and _cue("voted.result").search(following.folded) is not None:
        return True
    # "3. Fête / Vote : unanimité. Le conseil approuve le programme."
    return result and not led and ballot.outcome is None and _states(following) and following.vote is None


def _body(statements: Sequence[Statement], ballot: Ballot, taken: Collection[int]) -> list[int]:
    """The statements between the tally and the heading or tally above it, but for lines of procedure."""
    titles, above = statements[ballot.first].titles, range(ballot.first - 1, -1, -1)
    skipped = _cue("voted.name_only"), _cue("voted.procedure")
    found: list[int] = []
    for i in takewhile(lambda i: i not in taken and statements[i].titles == titles, above):
        if _is_shouted(statements[i]):
            # A heading that is set as none: what stands above it is of something else.
            return found[::-1] or [i]
        found += [] if any(cue.find(statements[i].folded) for cue in skipped) else [i]
    return found[::-1]


def _is_shouted(statement: Statement) -> bool:
    """Whether it is a short line in capitals that stands alone."""
    return statement.first and statement.last and statement.text.isupper() and len(statement.text) <= SHOUTED


SHOUTED = 80
"""Characters of the longest line that may be a heading in capitals (chosen, not measured)."""


def find_elections(statements: Sequence[Statement]) -> Iterator[tuple[int, list[int], Vote]]:
    """Who was elected by the votes counted before: the statement, those that count, the vote.

    "Mme Roux : 12 voix. M. Vidal : 2 voix. Mme Roux est élue présidente."
    """
    for i, statement in enumerate(statements):
        if statement.vote is not None or not _cue("voted.elected").find(statement.folded):
            continue
        above = (j for j in range(max(0, i - COUNTED), i) if statements[j].titles == statement.titles)
        counts = {j: count for j in above if (count := polled(statements[j].text))}
        names = set(statement.folded.split())
        own = {count.number for count in counts.values() if names & set(fold(count.who).split())}
        if len(own) == 1:
            yield i, sorted(counts), Vote.model_validate({"unanimous": False, "for": own.pop()})
