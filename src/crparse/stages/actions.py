"""Actions: what somebody is to do after the meeting, who, and by when."""

from collections.abc import Iterator, Sequence
from datetime import date

from spacy.language import Language
from spacy.tokens import Doc

from crparse.record import Action
from crparse.source import SourceDocument
from crparse.stages.action_parts import action_parts, due_day
from crparse.stages.action_tables import Row, find_rows
from crparse.stages.items import meeting_of, set_items, source_of
from crparse.stages.linear_model import LinearModel, load_model
from crparse.stages.lists import item_start
from crparse.stages.passages import place, quoted, trim
from crparse.stages.statement_features import features, hits
from crparse.stages.statements import Statement, find_statements, people_pattern
from crparse.text import fold, squeeze


@Language.factory("crparse_actions", assigns=["doc.spans"], requires=["token.is_sent_start"])
def make_actions(nlp: Language, name: str) -> "Actions":
    """Actions by tables, labels and learned weights."""
    return Actions(load_model("actions"))


class Actions:
    """Tasks for after the meeting.

    "ACTION : Zoé : relancer le traiteur avant le 5 mai" -> "relancer le traiteur avant le 5 mai", Zoé, 2016-05-05.
    Misses tasks that are told as plans or wishes.
    """

    def __init__(self, model: LinearModel) -> None:
        self.model = model

    def __call__(self, doc: Doc) -> Doc:
        """Sets `doc.spans["actions"]`."""
        printed = meeting_of(doc).date
        meeting = date.fromisoformat(printed) if printed else None
        rows = list(find_rows(source_of(doc)))
        tabled = {index for row in rows for index in row.what}
        statements = [s for s in find_statements(doc) if s.index not in tabled]
        found = [*from_rows(source_of(doc), rows, meeting), *self.told(doc, statements, meeting)]
        set_items(doc, "actions", once(found))
        return doc

    def told(self, doc: Doc, statements: Sequence[Statement], meeting: date | None) -> Iterator[Action]:
        """The statements that are a task, taken apart."""
        people = people_pattern(doc)
        for statement in statements:
            if self.model.probability(features(statement, "actions", people)) >= self.model.threshold:
                parts = action_parts(statement, people, meeting)
                yield Action(
                    start=parts.start,
                    end=parts.end,
                    rule=next(iter(hits("actions", "cues", statement.folded)), "context"),
                    what=squeeze(statement.whole[parts.start : parts.end]),
                    who=parts.who,
                    due=parts.due,
                )


def from_rows(source: SourceDocument, rows: Sequence[Row], meeting: date | None) -> Iterator[Action]:
    """The actions of tables; a task marked as done is none."""
    for row in rows:
        spans = []
        for index in row.what:
            block, start = source.blocks[index], source.starts[index]
            spans.append(trim(source.text, start + item_start(block), start + len(block.text)))
        parts = [span for span in spans if span]
        if parts and not row.done:
            due = due_day(row.due, meeting) if row.due else None
            yield Action(**place(parts), rule="table", what=quoted(source.text, parts), who=row.who, due=due)


def once(actions: Sequence[Action]) -> list[Action]:
    """Each task once, where it is first printed."""
    seen: dict[str, Action] = {}
    for action in sorted(actions, key=lambda a: (a.start, a.end)):
        seen.setdefault(fold(action.what), action)
    return list(seen.values())
