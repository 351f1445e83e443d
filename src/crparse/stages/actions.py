"""Actions: what somebody is to do after the meeting, who, and by when."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from spacy.language import Language
from spacy.tokens import Doc

from crparse.record import Action
from crparse.stages.action_parts import action_parts, due_day
from crparse.stages.action_tables import find_rows
from crparse.stages.items import meeting_of, set_items, source_of
from crparse.stages.linear_model import LinearModel, load_model
from crparse.stages.lists import item_start
from crparse.stages.passages import Part, place, quoted, trim
from crparse.stages.responsible import named_before
from crparse.stages.statement_features import features, hits
from crparse.stages.statements import Statement, find_statements, people_pattern
from crparse.text import fold, squeeze


@Language.factory("crparse_actions", assigns=["doc.spans"], requires=["token.is_sent_start"])
def make_actions(nlp: Language, name: str) -> "Actions":
    """Actions by tables, labels and learned weights."""
    return Actions(load_model("actions"))


class Actions:
    """Tasks for after the meeting.

    "ACTION : Zoé : relancer le traiteur avant le 5 mai" -> "relancer le traiteur avant le 5 mai", Zoé, 5 May.
    Misses tasks that are told as plans or wishes.
    """

    def __init__(self, model: LinearModel) -> None:
        self.model = model

    def __call__(self, doc: Doc) -> Doc:
        """Sets `doc.spans["actions"]`."""
        found = Candidates(doc)
        told = [
            found.action(statement)
            for statement in found.statements
            if is_sure(statement, found.people)
            or self.model.probability(features(statement, "actions", found.people)) >= self.model.threshold
        ]
        # A line with nothing but who is to do it gives no task.
        set_items(doc, "actions", once([*found.tabled(), *(action for action in told if action.what)]))
        return doc


class Candidates:
    """What may be an action: the rows of tables of actions, and every statement elsewhere."""

    def __init__(self, doc: Doc) -> None:
        self.source = source_of(doc)
        printed = meeting_of(doc).date
        self.meeting = date.fromisoformat(printed) if printed else None
        self.people = people_pattern(doc)
        self.rows = list(find_rows(self.source))
        tabled = {index for row in self.rows for index in row.what}
        self.statements = [s for s in find_statements(doc) if s.index not in tabled]

    def tabled(self) -> Iterator[Action]:
        """The actions of tables; a task marked as done is none."""
        text = self.source.text
        for row in self.rows:
            spans = (self._written(index) for index in row.what)
            parts = [span for span in spans if span]
            if parts and not row.done:
                due = due_day(row.due, self.meeting) if row.due else None
                yield Action(**place(parts), rule="table", what=quoted(text, parts), who=row.who, due=due)

    def _written(self, index: int) -> Part | None:
        block, start = self.source.blocks[index], self.source.starts[index]
        return trim(self.source.text, start + item_start(block), start + len(block.text))

    def action(self, statement: Statement) -> Action:
        """A statement taken for an action."""
        parts = action_parts(statement, self.people, self.meeting)
        return Action(
            start=parts.start,
            end=parts.end,
            rule=next(iter(hits("actions", "cues", statement.folded)), "context"),
            what=squeeze(statement.whole[parts.start : parts.end]),
            who=parts.who,
            due=parts.due,
        )


def is_sure(statement: Statement, people: re.Pattern[str] | None) -> bool:
    """Whether its form alone makes a task of it: "Zoé se charge de …", "Zoé : relancer …"."""
    if hits("actions", "against", statement.folded):
        return False
    if hits("actions", "sure", statement.folded):
        return True
    before = named_before(statement.text, people)
    return before is not None and _begins_infinitive(statement, before.start)


def _begins_infinitive(statement: Statement, start: int) -> bool:
    words = [t for t in statement.tokens if t.idx >= statement.start + start and not t.is_punct]
    return bool(words) and "Inf" in words[0].morph.get("VerbForm", [])


def once(actions: Sequence[Action]) -> list[Action]:
    """Each task once, where it is first printed."""
    seen: dict[str, Action] = {}
    for action in sorted(actions, key=lambda a: (a.start, a.end)):
        seen.setdefault(fold(action.what), action)
    return list(seen.values())
