"""Decisions: what the meeting decided, adopted, refused or took note of, with its vote."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from spacy.language import Language
from spacy.tokens import Doc

from crparse import lexicon
from crparse.document.items import keep_scores, require, set_items, source_of, stage
from crparse.document.lists import is_item
from crparse.document.passages import Part, place, quoted
from crparse.document.statement_features import features, spoken
from crparse.document.statement_meanings import meanings_of
from crparse.document.statements import JudgedStatement, Statement
from crparse.document.view import view_of
from crparse.document.votes import is_bare, merge
from crparse.lexicon import Cues
from crparse.models import Jury, fitting, load_jury, load_read_jury
from crparse.record import Decision, Vote
from crparse.stages.decisions.ballots import Ballot, find_ballots, find_elections, voted_statements
from crparse.stages.decisions.deliberations import find_deliberations, listed, names_below


def _cue(name: str) -> Cues:
    return lexicon.cues("decisions", name)


GROUPS = ("cues", "sure", "against")
"""Groups of lists of the lexicon: what speaks for a decision, what alone makes one, what speaks against."""

WEAK = frozenset({"settles"})
"""Cue families that alone make no decision: 2 in 16 were right on bodies held out."""

LIKELY = 0.1
"""Probability from which "à l'unanimité" in a sentence is taken for a vote of this meeting."""

EVEN = 0.0
"""Log-odds over which an encoder takes a statement for a decision rather than for none: it then needs no cue.
On bodies held out F1 0.657 -> 0.661, of later ones 0.678 -> 0.687 (at -1 0.659, at 2 0.658)."""

LONGEST_LIST = 600
"""Characters of the list that is part of the decision that leads it in."""


@stage("crparse_decisions", sets=("decisions", "scores"), needs=("token.pos", "token.morph"))
def make_decisions(
    nlp: Language,
    name: str,
    threshold: float | None = None,
    likely: float = LIKELY,
    longest_list: int = LONGEST_LIST,
) -> "Decisions":
    """Decisions by votes, délibérations and learned weights, by default with the threshold of these."""
    read = load_read_jury("decisions", threshold)
    return Decisions(load_jury("decisions").with_threshold(threshold), likely, longest_list, read)


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

    def add_ballot(self, ballot: Ballot, matter: Sequence[int]) -> None:
        """Enters what was voted by a ballot: the statements of its matter, else the heading alone."""
        said = [] if ballot.outcome is None else [ballot.outcome]
        # "La résolution est rejetée." stands without its heading, "Validé" does not.
        whole = bool(said) and "passive" in spoken(self.statements[said[0]], "decisions", "cues")
        heading = None if matter or whole else self.statements[ballot.first].heading
        if matter or heading or whole:
            rule = "vote:ballot" if ballot.vote else "form:outcome"
            told = _vote_told(self.statements, matter, ballot.vote)
            self.add(Motion(list(matter or said), rule, told, heading))


class Decisions:
    """Sentences that state a decision, each with the vote it was taken by.

    "Le conseil décide, par 9 voix pour et 2 contre, de vendre le four." -> for 9, against 2.
    Misses decisions that only a topic word and a nod of the room tell.
    """

    def __init__(self, model: Jury, likely: float, longest_list: int, read: Jury | None = None) -> None:
        self.model = model
        self.read = read
        """For a document that an encoder has read."""
        self.likely = likely
        self.longest_list = longest_list

    def __call__(self, doc: Doc) -> Doc:
        """Sets the group "decisions"."""
        require(doc, "crparse_decisions", "token.pos", "token.morph")
        register, judged = self.judge(doc)
        found = [item(doc, register.statements, entry) for entry in register.entries]
        set_items(doc, "decisions", found)
        first = (judged.get(entry.statements[0]) if entry.statements else None for entry in register.entries)
        scores = {
            (one.start, one.end): weighed.probability
            for one, weighed in zip(found, first, strict=True)
            if weighed is not None and weighed.probability is not None
        }
        keep_scores(doc, "decisions", scores)
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
        reading = view_of(doc).reading
        model = fitting(self.model, self.read, reading)
        judged: dict[int, JudgedStatement] = {}
        for i, likely in _likely(model, register).items():
            if i in register.taken:
                continue
            statement = register.statements[i]
            vote = statement.vote
            kept = likely >= model.threshold or (vote is not None and likely >= self.likely)
            cues, sure, against = (spoken(statement, "decisions", group) for group in GROUPS)
            # "Décision : le four est fermé en août": its form alone makes a decision of it
            placed = is_among_decisions(statement)
            read = reading is not None and reading.mean("decision", statement.start, statement.end) > EVEN
            kept = bool(vote or placed or read or set(cues) - WEAK) and kept
            kept = kept or bool((sure or placed) and not against)
            kept = kept and not spoken(statement, "decisions", "refused")
            led = [j for j in listed(register.statements, i) if j not in register.taken]
            kept = bool(led) if names_below(statement) else kept
            rule = next((f"cue:{family}" for family in cues), "vote:sentence" if vote else "model:decisions")
            judged[i] = JudgedStatement(statement, likely, kept, rule if kept else "")
            if kept:
                short = sum(len(register.statements[j].text) for j in led) <= self.longest_list
                register.add(Motion([i, *(led if short else ())], rule, vote))
        return register, judged


def _likely(model: Jury, register: Register) -> dict[int, float]:
    """How likely each statement is a decision of those that are none yet."""
    left = [i for i in range(len(register.statements)) if i not in register.taken]
    open_ones = [register.statements[i] for i in left]
    rows = [features(statement, "decisions") for statement in open_ones]
    return dict(zip(left, model.probabilities(rows, meanings_of(open_ones)), strict=True))


def is_among_decisions(statement: Statement) -> bool:
    """Whether it stands where nothing but decisions does: in a column or a list headed "Décisions"."""
    place = _cue("sure.place").find(statement.lead.strip()) is not None
    return place and (statement.block.cell is not None or is_item(statement.block))


def voted(doc: Doc, statements: Sequence[Statement]) -> Register:
    """The decisions that their form alone tells: délibérations, elections, tallies and what they are of."""
    register = Register(statements)
    ballots = find_ballots(statements, source_of(doc))
    told = {i for ballot in ballots for i in range(ballot.first, ballot.last + 1)}
    told.update(i for i, statement in enumerate(statements) if statement.bare)
    for run in find_deliberations(statements, told):
        register.add(Motion(run, "form:deliberation", _vote_told(statements, run)))
    for i, counting, won in find_elections(statements):
        told.update(counting)
        register.add(Motion([i], "vote:election", won))
    for i, statement in enumerate(statements):
        vote = statement.vote
        if i not in told and vote and any(vote.counts):
            register.add(Motion([i], "vote:tally", vote))
    for ballot in ballots:
        register.add_ballot(ballot, voted_statements(statements, ballot, told))
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
    parts = [*([entry.heading] if entry.heading else ()), *_parts(statements, entry)]
    return Decision(**place(parts), rule=entry.rule, text=quoted(source_of(doc).text, parts), vote=entry.vote)


def _parts(statements: Sequence[Statement], entry: Motion) -> Iterator[Part]:
    """What the statements say, without "Décision :" before and the tally after it."""
    for i in entry.statements:
        statement = statements[i]
        text, tally = statement.text, statement.tally if len(entry.statements) == 1 else None
        label = _cue("trim.lead").match(statement.folded)
        start = label.end() if label and label.end() < len(text) else 0
        start = max(start, _elected(statement))
        end = tally if tally is not None and start < tally and is_bare(text[tally:]) else len(text)
        yield statement.start + start, statement.start + end


def _elected(statement: Statement) -> int:
    """Where it comes to who was elected, after a clause of its own: "Zoé se présente, Zoé est élue"."""
    found = list(_cue("trim.elected").finditer(statement.text))
    start = found[-1].start("told") if found else 0
    before = (t for t in statement.tokens if t.idx < statement.start + start)
    return start if any("Fin" in t.morph.get("VerbForm", []) for t in before) else 0
