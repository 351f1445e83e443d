"""Actions: what somebody is to do after the meeting, who, and by when."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import takewhile

from spacy.language import Language
from spacy.tokens import Doc

from crparse import lexicon
from crparse.document.items import day_given, keep_scores, meeting_day, require, set_items, stage
from crparse.document.passages import place, quoted
from crparse.document.statement_features import (
    features,
    spoken,
    starts_infinitive,
    verb_classes,
)
from crparse.document.statement_meanings import meanings_of
from crparse.document.statements import JudgedStatement, Statement, is_people, named_after, named_before
from crparse.document.tables import CellGrid, Headings, find_headings, grids, repeats
from crparse.document.view import view_of
from crparse.language.occasions import find_occasions
from crparse.language.tenses import is_future, is_past
from crparse.lexicon import Cues
from crparse.models import Jury, fitting, load_jury, load_read_jury
from crparse.record import Action
from crparse.source import SourceDocument
from crparse.text import fold, squeeze

COLUMNS = ("what", "who", "due", "status")
"""What a column of a table of actions may hold, and the lexicon's list of how it is headed."""

LONGEST_SUBJECT = 8
"""Words of the longest name that a sentence begins with (chosen, not measured)."""


@dataclass(frozen=True, slots=True)
class ActionRow:
    """A row of a table of actions: the blocks of each column, by their index."""

    what: list[int]
    who: str | None
    due: str
    done: bool


def find_rows(source: SourceDocument) -> Iterator[ActionRow]:
    """The rows of every table that has a column for the task and another for who, when or whether done."""
    for grid in grids(source):
        heading = find_headings(grid, _kind_of, _is_of_actions)
        if heading is None or any(len(grid.filled(row)) > 1 for row in range(heading.row)):
            continue
        for row in range(heading.row + 1, grid.rows):
            found = None if repeats(grid, row, heading.row) else _row(source, grid, row, heading)
            if found is not None and found.what:
                yield found


def _kind_of(title: str) -> str | None:
    """What a column of tasks holds, by its heading."""
    folded = fold(squeeze(title))
    return next((name for name in COLUMNS if _cue(f"columns.{name}").find(folded)), None)


def _is_of_actions(kinds: Sequence[str]) -> bool:
    return "what" in kinds and len(set(kinds)) > 1


def _row(source: SourceDocument, grid: CellGrid, row: int, heading: Headings) -> ActionRow:
    columns = (heading.column(name) for name in COLUMNS)
    what, who, due, status = ([] if c is None else grid.cells.get((row, c), []) for c in columns)
    blocks = [source.block_index(start) for start, block in what if block.text.strip()]
    told = [squeeze(" ".join(block.text for _, block in cell)) for cell in (who, due, status)]
    return ActionRow(blocks, told[0] or None, told[1], _cue("columns.done").find(fold(told[2])) is not None)


def _cue(name: str) -> Cues:
    return lexicon.cues("actions", name)


def _subject(statement: Statement) -> str | None:
    """The name that begins the sentence before its verb ("Zoé Lamarre prendra contact …")."""
    words = [t for t in statement.tokens if not t.is_space]
    among = lexicon.words("actions", "trim.among_names")
    name = list(takewhile(lambda t: t.pos_ == "PROPN" or t.text in among or t.text[0].isupper(), words))
    if not name or len(name) > LONGEST_SUBJECT:
        return None
    printed = statement.doc[name[0].i : name[-1].i + 1].text
    # The tagger takes "Zoé" for a noun.
    if name[0].pos_ != "PROPN" and not is_people(printed, statement.people):
        return None
    following = words[len(name) : len(name) + 3]
    verb = next((t for t in following if t.pos_ in ("VERB", "AUX")), None)
    doing = verb is not None and (is_future(verb) or "Pres" in verb.morph.get("Tense", []))
    # … and the verb of "Zoé se charge de" for one too.
    if not doing and not spoken(statement, "actions", "sure"):
        return None
    return squeeze(printed) or None


def due_day(text: str, meeting: date | None) -> str | None:
    """The day a task is due, where one is printed that is not past."""
    if meeting is None:
        return None
    ahead = [day for o in find_occasions(text, meeting) if (day := o.last or o.first) >= meeting]
    return ahead[0].isoformat() if len(ahead) == 1 else None


@stage("crparse_actions", sets=("actions", "scores"), needs=("token.pos", "token.morph"))
def make_actions(
    nlp: Language, name: str, threshold: float | None = None, meeting_date: str | None = None
) -> "Actions":
    """Actions by tables, labels and learned weights, by default with the threshold of these.

    `meeting_date` is the day of the meeting where the document tells none.
    """
    read = load_read_jury("actions", threshold)
    return Actions(load_jury("actions").with_threshold(threshold), day_given(meeting_date), read)


class Actions:
    """Tasks for after the meeting.

    "ACTION : Zoé : relancer le traiteur avant le 5 mai" -> "relancer le traiteur avant le 5 mai", Zoé, 5 May.
    Misses tasks that are told as plans or wishes.
    """

    def __init__(self, model: Jury, meeting: date | None = None, read: Jury | None = None) -> None:
        self.model = model
        self.read = read
        """For a document that an encoder has read."""
        self.meeting = meeting

    def __call__(self, doc: Doc) -> Doc:
        """Sets the group "actions"."""
        require(doc, "crparse_actions", "token.pos", "token.morph")
        found = Candidates(doc, self.meeting)
        kept = [judged for judged in self.judge(found) if judged.kept]
        told = [found.action(judged.statement, judged.rule) for judged in kept]
        set_items(doc, "actions", once([*found.tabled(), *(one for one in told if not is_broken(one.what))]))
        scores = zip(told, (judged.probability for judged in kept), strict=True)
        keep_scores(doc, "actions", {(a.start, a.end): p for a, p in scores if p is not None})
        return doc

    def candidates(self, doc: Doc) -> list[JudgedStatement]:
        """Every statement outside tables of actions, taken for an action or not."""
        return list(self.judge(Candidates(doc, self.meeting)))

    def tabled(self, doc: Doc) -> list[Action]:
        """The actions of tables."""
        return list(Candidates(doc, self.meeting).tabled())

    def judge(self, found: "Candidates") -> Iterator[JudgedStatement]:
        """Each statement with how likely it is an action; what its form makes one is not weighed.

        The rule is the cue family that speaks first, the name before the task, or the model that judged by
        the context.
        """
        model = fitting(self.model, self.read, found.reading)
        rows = [features(statement, "actions") for statement in found.statements]
        told = model.probabilities(rows, meanings_of(found.statements))
        for statement, weighed in zip(found.statements, told, strict=True):
            sure = is_sure(statement)
            likely = None if sure else weighed
            kept = likely is None or (likely >= model.threshold and not _is_announcement(statement))
            kept = kept and not (likely is not None and (_is_weak(statement) or _is_among_past(statement)))
            refused = spoken(statement, "actions", "refused") or _cue("tasks.place").find(statement.folded)
            kept = kept and not refused and not _is_done(statement)
            said = (f"cue:{family}" for family in spoken(statement, "actions", "cues"))
            rule = next(said, "label:person" if sure else "model:actions")
            yield JudgedStatement(statement, likely, kept, rule if kept else "")


class Candidates:
    """What may be an action: the rows of tables of actions, and every statement elsewhere."""

    def __init__(self, doc: Doc, meeting: date | None = None) -> None:
        view = view_of(doc)
        self.flow, self.reading = view.flow, view.reading
        self.meeting = meeting_day(doc, meeting)
        self.rows = list(find_rows(self.flow.source))
        tabled = {index for row in self.rows for index in row.what}
        self.statements = [s for s in view.statements if s.index not in tabled]

    def tabled(self) -> Iterator[Action]:
        """The actions of tables; a task marked as done is none."""
        for row in self.rows:
            parts = [part for index in row.what if (part := self.flow.written(index))]
            if parts and not row.done:
                what, due = quoted(self.flow.text, parts), due_day(row.due, self.meeting)
                yield Action(**place(parts), rule="table:actions", what=what, who=row.who, due=due)

    def action(self, statement: Statement, rule: str) -> Action:
        """A statement taken for an action: label and people off its ends, the day it is due in it."""
        text, people = statement.text, statement.people
        label = _cue("trim.lead").match(statement.folded)
        start = label.end() if label and label.end() < len(text) else 0
        before = named_before(text[start:], people)
        start += before.start if before else 0
        after = named_after(text[start:], people)
        named = before or after
        end = start + len(text[start : start + after.end if after else None].rstrip())
        charged = _cue("trim.charged").search(text)
        if charged is not None and charged.end() < end:
            start, named = charged.end(), None
        box = _cue("boxes.open").match(text)
        start = max(start, box.end()) if box else start
        while start < end and (text[start].isspace() or text[start] in ":-–•*["):
            start += 1
        agent = charged or _assigned(statement) or _cue("trim.agent").find(text)
        return Action(
            start=statement.start + start,
            end=statement.start + end,
            rule=rule,
            what=squeeze(text[start:end]),
            who=named.who if named else _who(statement, agent, charged is not None),
            due=due_day(text, self.meeting),
        )


def _who(statement: Statement, agent: re.Match[str] | None, charged: bool) -> str | None:
    """Who is to do what a statement says: its subject, unless that charges somebody else."""
    told = squeeze(agent["who"]) if agent else None
    return told if charged else _subject(statement) or told


def is_sure(statement: Statement) -> bool:
    """Whether its form alone makes a task of it: "Zoé se charge de …", "Zoé : relancer …"."""
    if _cue("trim.charged").search(statement.text) or _is_unticked(statement):
        return True
    if spoken(statement, "actions", "against"):
        return False
    if spoken(statement, "actions", "sure") or _is_undertaken(statement) or _assigned(statement):
        return True
    named = statement.named_before is not None or statement.named_after is not None
    start = statement.named_before.start if statement.named_before else 0
    signs = starts_infinitive(statement, start), named, _is_among_tasks(statement)
    return sum(signs) > 1


def _is_unticked(statement: Statement) -> bool:
    """Whether a box stands before it that nobody has ticked: neither one of several answers nor a name."""
    box = _cue("boxes.open").match(statement.text) if statement.first else None
    if box is None or _cue("boxes.any").search(statement.block.text.strip(), box.end()):
        return False
    rest = statement.text[box.end() :].strip()
    return not is_people(rest, None) and not is_broken(rest)


def _is_done(statement: Statement) -> bool:
    """Whether an arrow leads from it to a word that says it is done: "Relancer le traiteur => fait"."""
    told = statement.after
    led = told is not None and told.arrow and told.index == statement.index
    return told is not None and led and _cue("tasks.done").find(told.folded) is not None


def _assigned(statement: Statement) -> re.Match[str] | None:
    """By whom a thing is to be done, where it says so: "Le devis est à relire par Zoé"."""
    found = _cue("trim.assigned").search(statement.text)
    return found if found and is_people(found["who"], statement.people) else None


def _is_among(statement: Statement, place: str) -> bool:
    """Whether its heading or what leads it in is of a list of the lexicon, `tasks.place` or `tasks.past`."""
    leads = (*statement.titles[:1], statement.lead)
    return any(_cue(f"tasks.{place}").find(lead.strip()) for lead in leads if lead)


def _is_among_tasks(statement: Statement) -> bool:
    """Whether it stands where nothing but tasks does: under "À faire :", in a plan of action."""
    return _is_among(statement, "place")


def _is_among_past(statement: Statement) -> bool:
    """Whether it stands where what was done is told: under "Travail effectué :"."""
    return _is_among(statement, "past")


def _is_undertaken(statement: Statement) -> bool:
    """Whether a person named at its start does a task: "Zoé relance le traiteur", not "Zoé en parle"."""
    name = _subject(statement)
    if name is None or not is_people(name, statement.people):
        return False
    words = {fold(t.text) for t in statement.tokens}
    verbs = [t for t in statement.tokens if t.pos_ == "VERB"]
    verb = verbs[0] if verbs else None
    done = verb is not None and "undertake" in verb_classes(fold(verb.text)) and not is_past(verb)
    return done and words.isdisjoint(lexicon.words("statements", "words.negation"))


def _is_announcement(statement: Statement) -> bool:
    """Whether it tells a day and no task: "Prochaine réunion : jeudi 16 mai"; not "… : à planifier"."""
    told = spoken(statement, "actions", "cues")
    return "event" in spoken(statement, "actions", "against") and set(told) <= {"due"}


def _is_weak(statement: Statement) -> bool:
    """Whether nothing speaks for a task but what gives none by itself: "Les travaux vont commencer"."""
    told = set(spoken(statement, "actions", "cues")) - {"due"}
    weak = bool(told) and told <= set(spoken(statement, "actions", "weak"))
    return weak and not starts_infinitive(statement)


def is_broken(what: str) -> bool:
    """Whether a task is not said: nothing but who is to do it, a word, an address, a sentence broken off."""
    whole = lexicon.cues("actions", "broken.off").find(what) is None
    said = not any(_cue(f"broken.{name}").find(fold(what)) for name in ("single", "address"))
    return not (what and whole and said)


def once(actions: Sequence[Action]) -> list[Action]:
    """Each task once, where it is first printed."""
    seen: dict[str, Action] = {}
    for action in sorted(actions, key=lambda a: (a.start, a.end)):
        seen.setdefault(fold(action.what), action)
    return list(seen.values())
