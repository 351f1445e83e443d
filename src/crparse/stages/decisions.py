"""Decisions: what the meeting decided, adopted, refused or took note of, with its vote."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc

from crparse import lexicon
from crparse.record import Decision, Vote
from crparse.stages.ballots import find_ballots, voted_statements
from crparse.stages.deliberations import find_deliberations, listed
from crparse.stages.items import set_items, source_of
from crparse.stages.linear_model import LinearModel, load_model
from crparse.stages.passages import Part, place, quoted
from crparse.stages.statement_features import features, hits
from crparse.stages.statements import Statement, find_statements, people_pattern
from crparse.stages.votes import is_bare, merge, read_vote, tally_start
from crparse.text import fold

LIKELY = 0.1
"""Probability from which "à l'unanimité" in a sentence is taken for a vote of this meeting."""

LONGEST_LIST = 600
"""Characters of the list that is part of the decision that leads it in."""


@Language.factory("crparse_decisions", assigns=["doc.spans"], requires=["token.is_sent_start"])
def make_decisions(nlp: Language, name: str) -> "Decisions":
    """Decisions by votes, délibérations and learned weights."""
    return Decisions(load_model("decisions"))


@dataclass(eq=False)
class Entry:
    """Statements that state one decision."""

    statements: list[int]
    rule: str
    vote: Vote | None = None
    heading: Part | None = None
    """The heading, where it alone says what was voted."""


@dataclass
class Register:
    """The decisions of a document as they are found; a statement belongs to one."""

    statements: Sequence[Statement]
    entries: list[Entry] = field(default_factory=list)
    taken: dict[int, Entry] = field(default_factory=dict)

    def add(self, entry: Entry) -> None:
        """Enters a decision; a vote on what is entered already goes to that."""
        known = next((self.taken[i] for i in entry.statements if i in self.taken), None)
        if known is not None:
            known.vote = merge(known.vote, entry.vote)
            return
        self.entries.append(entry)
        self.taken.update(dict.fromkeys(entry.statements, entry))


class Decisions:
    """Sentences that state a decision, each with the vote it was taken by.

    "Le conseil décide, par 9 voix pour et 2 contre, de vendre le four." -> for 9, against 2.
    Misses decisions that only a topic word and a nod of the room tell.
    """

    def __init__(self, model: LinearModel) -> None:
        self.model = model

    def __call__(self, doc: Doc) -> Doc:
        """Sets `doc.spans["decisions"]`."""
        statements = find_statements(doc)
        register = voted(doc, statements)
        people = people_pattern(doc)
        for i, statement in enumerate(statements):
            if i in register.taken:
                continue
            probability = self.model.probability(features(statement, "decisions", people))
            vote = read_vote(statement.text)
            likely = probability >= self.model.threshold or (vote is not None and probability >= LIKELY)
            if likely or _is_sure(statement):
                register.add(Entry([i, *_enumerated(register, i)], _rule(statement), vote))
        set_items(doc, "decisions", [item(doc, statements, entry) for entry in register.entries])
        return doc


def voted(doc: Doc, statements: Sequence[Statement]) -> Register:
    """The decisions that their form alone tells: délibérations, tallies and what they are of."""
    register = Register(statements)
    ballots = find_ballots(statements, source_of(doc))
    told = {i for ballot in ballots for i in range(ballot.first, ballot.last + 1)}
    for run in find_deliberations(statements, told):
        vote = None
        for i in run:
            vote = merge(vote, read_vote(statements[i].text))
        register.add(Entry(run, "deliberation", vote))
    for i, statement in enumerate(statements):
        vote = read_vote(statement.text)
        if i not in told and vote and (vote.votes_for or vote.against or vote.abstentions):
            register.add(Entry([i], "tally", vote))
    for ballot in ballots:
        matter = voted_statements(statements, ballot, told)
        heading = None if matter else statements[ballot.first].heading
        if matter or heading:
            register.add(Entry(matter, "ballot", ballot.vote, heading))
    for i in told:
        register.taken.setdefault(i, Entry([i], "ballot"))
    return register


def _is_sure(statement: Statement) -> bool:
    """Whether its form alone makes a decision of it: "Décision : le four est fermé en août"."""
    return bool(hits("decisions", "sure", statement.folded)) and not hits(
        "decisions", "against", statement.folded
    )


def _enumerated(register: Register, index: int) -> list[int]:
    """The items that a decision leads in ("Le bureau est composé de : …"), where they are few and short."""
    items = [i for i in listed(register.statements, index) if i not in register.taken]
    return items if sum(len(register.statements[i].text) for i in items) <= LONGEST_LIST else []


@cache
def _label() -> re.Pattern[str]:
    return re.compile(lexicon.load("decisions")["trim"]["lead"])


def _rule(statement: Statement) -> str:
    """The cue family that speaks first, for a reader of the record."""
    return next(iter(hits("decisions", "cues", statement.folded)), "context")


def item(doc: Doc, statements: Sequence[Statement], entry: Entry) -> Decision:
    """The item of the record."""
    parts = [entry.heading] if entry.heading else list(_parts(statements, entry))
    return Decision(**place(parts), rule=entry.rule, text=quoted(source_of(doc).text, parts), vote=entry.vote)


def _parts(statements: Sequence[Statement], entry: Entry) -> Iterator[Part]:
    """What the statements say, without "Décision :" before and the tally after it."""
    for i in entry.statements:
        start, end = statements[i].start, statements[i].end
        label = _label().match(fold(statements[i].text))
        start += label.end() if label and label.end() < end - start else 0
        tally = tally_start(statements[i].text) if len(entry.statements) == 1 else None
        text = statements[i].text
        if tally is not None and is_bare(text[tally:]) and start < statements[i].start + tally:
            end = statements[i].start + tally
        yield start, end
