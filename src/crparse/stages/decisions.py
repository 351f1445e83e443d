"""Decisions: what the meeting decided, adopted, refused or took note of, with its vote."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile

from spacy.language import Language
from spacy.tokens import Doc

from crparse import lexicon
from crparse.document.items import require, set_items, source_of, stage
from crparse.document.passages import Part, place, quoted
from crparse.document.statement_features import features, hits
from crparse.document.statements import JudgedStatement, Statement
from crparse.document.view import view_of
from crparse.document.votes import is_bare, merge, table_votes
from crparse.lexicon import Cues
from crparse.models import LinearModel, load_model
from crparse.record import Decision, Vote
from crparse.source import SourceDocument
from crparse.text import fold

# The word that a statement begins with: takes "« DÉCIDE » de", leaves "2 voix".
_FIRST_WORD = re.compile(r"\W*([^\W\d_]+)")


def _cue(name: str) -> Cues:
    return lexicon.cues("decisions", name)


def find_deliberations(statements: Sequence[Statement], told: Collection[int]) -> list[list[int]]:
    """Runs of statements that are one deciding part each: an opening with its articles, or articles alone.

    Statements in `told` only tell how a vote went.
    """
    found: list[list[int]] = []
    ends = _article_ends(statements)
    index = 0
    while index < len(statements):
        run = [] if index in told else [i for i in _run(statements, ends, index) if i not in told]
        if len(run) > 1 or (run and _in_capitals(statements[run[0]])):
            found.append(run)
        index = run[-1] + 1 if run else index + 1
    return found


def _run(statements: Sequence[Statement], ends: Sequence[int], index: int) -> Sequence[int]:
    """The deciding part that begins at `index`, empty if none does; `ends` are those of articles."""
    opening = statements[index]
    if _cue("delibere.opening").find(opening.folded):
        run = [index, *(listed(statements, index) or range(index + 1, ends[index + 1]))]
        decides = any(_cue("delibere.verbs").find(statements[i].folded) for i in run[1:])
        decides = decides or _cue("delibere.verbs_inside").find(opening.folded) is not None
        return run if len(run) > 1 and decides else []
    articles = range(index, ends[index])
    if not articles or _cue("delibere.weak").find(opening.folded):
        return []
    return articles if len(articles) > 1 or _in_capitals(opening) else []


def listed(statements: Sequence[Statement], index: int) -> list[int]:
    """The items of the list that the opening leads in."""
    opening, following = statements[index], range(index + 1, len(statements))
    if not opening.text.endswith(":"):
        return []
    leads = ((i, statements[i].lead) for i in following)
    return [i for i, _ in takewhile(lambda item: item[1] and item[1] in opening.folded, leads)]


def _article_ends(statements: Sequence[Statement]) -> list[int]:
    """For each statement, and for none after the last, where those end that begin with a deciding verb."""
    ends = list(range(len(statements) + 1))
    for i in range(len(statements) - 1, -1, -1):
        if _cue("delibere.verbs").find(statements[i].folded):
            same = i + 1 < len(statements) and statements[i + 1].titles == statements[i].titles
            ends[i] = ends[i + 1] if same else i + 1
    return ends


def _in_capitals(statement: Statement) -> bool:
    word = _FIRST_WORD.match(statement.text)
    return bool(word and len(word.group(1)) > 2 and word.group(1).isupper())


LONG_MATTER = 2500
"""Characters: the longest resolution that is taken whole."""

SHORT_MATTER = 260
"""Characters: up to it, all that stands between a heading and the tally is what was voted."""

STATING = ("decides", "impersonal", "passive", "active", "elects", "acknowledges", "nominal")
"""Cue families of a sentence that was put to the vote."""

GROUPS = ("cues", "sure", "against")
"""Groups of lists of the lexicon: what speaks for a decision, what alone makes one, what speaks against."""


@dataclass(frozen=True, slots=True)
class Ballot:
    """A vote told by statements `first` to `last` alone."""

    first: int
    last: int
    vote: Vote


def find_ballots(statements: Sequence[Statement], source: SourceDocument) -> list[Ballot]:
    """The bare tallies and tables of votes, each run of them that tells one vote taken together."""
    tables = table_votes(source)
    ballots: list[Ballot] = []
    for i, statement in enumerate(statements):
        cell = statement.block.cell
        vote = tables.get(cell.table) if cell else _told_alone(statement)
        above = ballots[-1] if ballots and ballots[-1].last == i - 1 else None
        if vote is None:
            if above and statement.filler:
                ballots[-1] = replace(above, last=i)
        elif above and _one_vote(statements, above, i, vote):
            both = above.vote if cell else merge(above.vote, vote)
            ballots[-1] = Ballot(above.first, i, both or vote)
        else:
            ballots.append(Ballot(i, i, vote))
    return ballots


def _told_alone(statement: Statement) -> Vote | None:
    """The vote of a line that says nothing else, or only names what is voted ("Vote du budget : 11 pour")."""
    text, tally = statement.text, statement.tally
    named = tally is not None and is_bare(text[tally:]) and _cue("voted.name_only").find(fold(text[:tally]))
    return statement.vote if named or statement.bare else None


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
    if body and statements[body[-1]].index == statements[ballot.first].index:
        # "… de 12 à 10 €. La proposition est validée à l'unanimité."
        return [body[-1], *range(ballot.first, ballot.last + 1)]
    size = sum(len(statements[i].text) for i in body)
    titles = statements[ballot.first].titles
    if titles and size <= LONG_MATTER and _cue("voted.whole").search(titles[0]):
        return body
    if stating := [i for i in body if _states(statements[i])][-1:]:
        items = range(stating[0] + 1, ballot.first) if statements[stating[0]].text.endswith(":") else ()
        return [*stating, *(i for i in items if statements[i].lead)]
    matters = [i for i in body if _cue("voted.matter").search(statements[i].folded)]
    return body if size <= SHORT_MATTER else matters[-1:] or body[:1]


def _states(statement: Statement) -> bool:
    return any(family in STATING for family in hits("decisions", "cues", statement.folded))


def _is_result(statements: Sequence[Statement], ballot: Ballot, after: int) -> bool:
    here, following = statements[ballot.last], statements[after]
    if here.index == following.index and here.text[-1:] in ",:" and _states(following):
        return True
    result = here.titles == following.titles and not following.text.endswith(":")
    return result and _cue("voted.result").search(following.folded) is not None


def _body(statements: Sequence[Statement], ballot: Ballot, taken: set[int]) -> list[int]:
    """The statements between the tally and the heading or tally above it, without lines naming the vote."""
    titles, above = statements[ballot.first].titles, range(ballot.first - 1, -1, -1)
    near = takewhile(lambda i: i not in taken and statements[i].titles == titles, above)
    return [i for i in near if not _cue("voted.name_only").find(statements[i].folded)][::-1]


LIKELY = 0.1
"""Probability from which "à l'unanimité" in a sentence is taken for a vote of this meeting."""

LONGEST_LIST = 600
"""Characters of the list that is part of the decision that leads it in."""


@stage("crparse_decisions", sets=("decisions",), needs=("token.pos", "token.morph"))
def make_decisions(
    nlp: Language,
    name: str,
    threshold: float | None = None,
    likely: float = LIKELY,
    longest_list: int = LONGEST_LIST,
) -> "Decisions":
    """Decisions by votes, délibérations and learned weights, by default with the threshold of these."""
    return Decisions(load_model("decisions").with_threshold(threshold), likely, longest_list)


@dataclass(eq=False)
class Motion:
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
    entries: list[Motion] = field(default_factory=list)
    taken: dict[int, Motion] = field(default_factory=dict)

    def add(self, entry: Motion) -> None:
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

    def __init__(self, model: LinearModel, likely: float, longest_list: int) -> None:
        self.model = model
        self.likely = likely
        self.longest_list = longest_list

    def __call__(self, doc: Doc) -> Doc:
        """Sets the group "decisions"."""
        require(doc, "crparse_decisions", "token.pos", "token.morph")
        register, _ = self.judge(doc)
        set_items(doc, "decisions", [item(doc, register.statements, entry) for entry in register.entries])
        return doc

    def candidates(self, doc: Doc) -> list[JudgedStatement]:
        """Every statement, by what it is a decision or how likely it is one."""
        register, judged = self.judge(doc)
        return [
            judged.get(i) or JudgedStatement(statement, None, True, register.taken[i].rule)
            for i, statement in enumerate(register.statements)
        ]

    def judge(self, doc: Doc) -> tuple[Register, dict[int, JudgedStatement]]:
        """The decisions of a document, and each statement that the model judged.

        The rule is the cue family that speaks first, the vote, or the model that judged by the context alone.
        """
        register = voted(doc, view_of(doc).statements)
        judged: dict[int, JudgedStatement] = {}
        for i, statement in enumerate(register.statements):
            if i in register.taken:
                continue
            likely, vote = self.model.probability(features(statement, "decisions")), statement.vote
            kept = likely >= self.model.threshold or (vote is not None and likely >= self.likely)
            cues, sure, against = (hits("decisions", group, statement.folded) for group in GROUPS)
            # "Décision : le four est fermé en août": its form alone makes a decision of it
            kept = kept or bool(sure and not against)
            rule = next((f"cue:{family}" for family in cues), "vote:sentence" if vote else "model:decisions")
            judged[i] = JudgedStatement(statement, likely, kept, rule if kept else "")
            if kept:
                led = [j for j in listed(register.statements, i) if j not in register.taken]
                short = sum(len(register.statements[j].text) for j in led) <= self.longest_list
                register.add(Motion([i, *(led if short else ())], rule, vote))
        return register, judged


def voted(doc: Doc, statements: Sequence[Statement]) -> Register:
    """The decisions that their form alone tells: délibérations, tallies and what they are of."""
    register = Register(statements)
    ballots = find_ballots(statements, source_of(doc))
    told = {i for ballot in ballots for i in range(ballot.first, ballot.last + 1)}
    for run in find_deliberations(statements, told):
        register.add(Motion(run, "form:deliberation", _vote_told(statements, run)))
    for i, statement in enumerate(statements):
        vote = statement.vote
        if i not in told and vote and (vote.votes_for or vote.against or vote.abstentions):
            register.add(Motion([i], "vote:tally", vote))
    for ballot in ballots:
        matter = voted_statements(statements, ballot, told)
        heading = None if matter else statements[ballot.first].heading
        if matter or heading:
            register.add(Motion(matter, "vote:ballot", _vote_told(statements, matter, ballot.vote), heading))
    for i in told:
        register.taken.setdefault(i, Motion([i], "vote:ballot"))
    return register


def _vote_told(statements: Sequence[Statement], told: Sequence[int], vote: Vote | None = None) -> Vote | None:
    """What the statements add to a vote: "… est adopté à l'unanimité. Une abstention." tells one vote."""
    for i in told:
        vote = merge(vote, statements[i].vote)
    return vote


def item(doc: Doc, statements: Sequence[Statement], entry: Motion) -> Decision:
    """The item of the record."""
    parts = [entry.heading] if entry.heading else list(_parts(statements, entry))
    return Decision(**place(parts), rule=entry.rule, text=quoted(source_of(doc).text, parts), vote=entry.vote)


def _parts(statements: Sequence[Statement], entry: Motion) -> Iterator[Part]:
    """What the statements say, without "Décision :" before and the tally after it."""
    for i in entry.statements:
        statement = statements[i]
        text, tally = statement.text, statement.tally if len(entry.statements) == 1 else None
        label = _cue("trim.lead").match(statement.folded)
        start = label.end() if label and label.end() < len(text) else 0
        end = tally if tally is not None and start < tally and is_bare(text[tally:]) else len(text)
        yield statement.start + start, statement.start + end
