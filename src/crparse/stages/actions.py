"""Actions: what somebody is to do after the meeting, who, and by when."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from spacy.language import Language
from spacy.tokens import Doc

from crparse import lexicon
from crparse.document.items import assigned, day_given, meeting_day, require, set_items, source_of
from crparse.document.lists import item_start
from crparse.document.passages import Part, place, quoted, trim
from crparse.document.statement_features import features, hits
from crparse.document.statements import JudgedStatement, Statement, named_after, named_before
from crparse.document.view import view_of
from crparse.language.occasions import find_occasions
from crparse.language.tenses import is_future
from crparse.models import LinearModel, load_model
from crparse.record import Action
from crparse.source import SourceDocument
from crparse.text import fold, squeeze

COLUMNS = ("what", "who", "due", "status")


@dataclass(frozen=True, slots=True)
class ActionRow:
    """A row of a table of actions: the blocks of each column, by their index."""

    what: list[int]
    who: str | None
    due: str | None
    done: bool


def find_rows(source: SourceDocument) -> Iterator[ActionRow]:
    """The rows of every table that has a column for the task and another for who, when or whether done."""
    tables: dict[int, dict[int, dict[int, list[int]]]] = defaultdict(lambda: defaultdict(dict))
    for index, block in enumerate(source.blocks):
        if block.cell is not None:
            cell = block.cell
            tables[cell.table][cell.row].setdefault(cell.column, []).append(index)
    for rows in tables.values():
        columns = _columns(source, rows[min(rows)])
        if "what" in columns and len(columns) > 1:
            for number in sorted(rows)[1:]:
                yield from _row(source, rows[number], columns)


def _columns(source: SourceDocument, header: dict[int, list[int]]) -> dict[str, int]:
    """Which column holds what, by its heading."""
    found: dict[str, int] = {}
    for column, blocks in sorted(header.items()):
        title = fold(squeeze(" ".join(source.blocks[i].text for i in blocks)))
        for name in COLUMNS:
            if name not in found and lexicon.cues("actions", f"columns.{name}").find(title):
                found[name] = column
                break
    return found


def _row(source: SourceDocument, cells: dict[int, list[int]], columns: dict[str, int]) -> Iterator[ActionRow]:
    def text(name: str) -> str | None:
        blocks = cells.get(columns.get(name, -1), [])
        return squeeze(" ".join(source.blocks[i].text for i in blocks)) or None

    what = [i for i in cells.get(columns["what"], []) if source.blocks[i].text.strip()]
    if what:
        done = lexicon.cues("actions", "columns.done").find(fold(text("status") or ""))
        yield ActionRow(what, text("who"), text("due"), bool(done))


@dataclass(frozen=True, slots=True)
class ActionParts:
    """Where the task stands in the document, and who does it by when."""

    start: int
    end: int
    who: str | None
    due: str | None


def action_parts(statement: Statement, meeting: date | None) -> ActionParts:
    """A statement taken apart: label and people off its ends, the day it is due in it."""
    text, people, who = statement.text, statement.people, None
    start, end = _label_end(text), len(text)
    before = named_before(text[start:], people)
    if before:
        who, start = before.who, start + before.start
    after = named_after(text[start:], people)
    if after:
        who, end = who or after.who, start + after.end
    if who is None:
        who = _subject(statement) or _agent(text)
    start, end = _inner(text, start, end)
    return ActionParts(statement.start + start, statement.start + end, who, due_day(text, meeting))


def _label_end(text: str) -> int:
    label = lexicon.cues("actions", "trim.lead").match(fold(text))
    return label.end() if label and label.end() < len(text) else 0


def _inner(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and (text[start].isspace() or text[start] in ":-–•*["):
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _subject(statement: Statement) -> str | None:
    """The name that begins the sentence before its verb ("Zoé Lamarre prendra contact …")."""
    words = [t for t in statement.tokens if not t.is_space]
    among = lexicon.words("actions", "trim.among_names")
    count = 0
    while count < len(words) and (words[count].pos_ == "PROPN" or words[count].text in among):
        count += 1
    if not count or count >= len(words) or count > 8 or words[0].pos_ != "PROPN":
        return None
    verb = next((t for t in words[count : count + 3] if t.pos_ in ("VERB", "AUX")), None)
    if verb is None or not (is_future(verb) or "Pres" in verb.morph.get("Tense", [])):
        return None
    return squeeze(statement.doc[words[0].i : words[count - 1].i + 1].text) or None


def _agent(text: str) -> str | None:
    """Who is charged or named after "par"."""
    match = lexicon.cues("actions", "trim.agent").find(text)
    return squeeze(match.group("who")) if match else None


def due_day(text: str, meeting: date | None) -> str | None:
    """The day a task is due, where one is printed that is not past."""
    if meeting is None:
        return None
    days = [o.last or o.first for o in find_occasions(text, meeting)]
    ahead = [day for day in days if day >= meeting]
    return ahead[0].isoformat() if len(ahead) == 1 else None


@Language.factory(
    "crparse_actions",
    default_config={"threshold": None, "meeting_date": None},
    assigns=assigned("actions"),
    requires=["token.pos", "token.morph"],
)
def make_actions(nlp: Language, name: str, threshold: float | None, meeting_date: str | None) -> "Actions":
    """Actions by tables, labels and learned weights, by default with the threshold of these.

    `meeting_date` is the day of the meeting where the document tells none.
    """
    return Actions(load_model("actions").with_threshold(threshold), day_given(meeting_date))


class Actions:
    """Tasks for after the meeting.

    "ACTION : Zoé : relancer le traiteur avant le 5 mai" -> "relancer le traiteur avant le 5 mai", Zoé, 5 May.
    Misses tasks that are told as plans or wishes.
    """

    def __init__(self, model: LinearModel, meeting: date | None = None) -> None:
        self.model = model
        self.meeting = meeting

    def __call__(self, doc: Doc) -> Doc:
        """Sets the group "actions"."""
        require(doc, "crparse_actions", "token.pos", "token.morph")
        found = Candidates(doc, self.meeting)
        told = [found.action(judged.statement, judged.rule) for judged in self.judge(found) if judged.kept]
        # A line with nothing but who is to do it gives no task.
        set_items(doc, "actions", once([*found.tabled(), *(action for action in told if action.what)]))
        return doc

    def candidates(self, doc: Doc) -> list[JudgedStatement]:
        """Every statement outside tables of actions, taken for an action or not."""
        return list(self.judge(Candidates(doc, self.meeting)))

    def tabled(self, doc: Doc) -> list[Action]:
        """The actions of tables."""
        return list(Candidates(doc, self.meeting).tabled())

    def judge(self, found: "Candidates") -> Iterator[JudgedStatement]:
        """Each statement with how likely it is an action; what its form makes one is not weighed."""
        for statement in found.statements:
            sure = is_sure(statement)
            likely = None if sure else self.model.probability(features(statement, "actions"))
            kept = likely is None or likely >= self.model.threshold
            yield JudgedStatement(statement, likely, kept, _rule(statement, sure) if kept else "")


class Candidates:
    """What may be an action: the rows of tables of actions, and every statement elsewhere."""

    def __init__(self, doc: Doc, meeting: date | None = None) -> None:
        self.source = source_of(doc)
        self.meeting = meeting_day(doc, meeting)
        self.rows = list(find_rows(self.source))
        tabled = {index for row in self.rows for index in row.what}
        self.statements = [s for s in view_of(doc).statements if s.index not in tabled]

    def tabled(self) -> Iterator[Action]:
        """The actions of tables; a task marked as done is none."""
        text = self.source.text
        for row in self.rows:
            spans = (self._written(index) for index in row.what)
            parts = [span for span in spans if span]
            if parts and not row.done:
                due = due_day(row.due, self.meeting) if row.due else None
                yield Action(
                    **place(parts), rule="table:actions", what=quoted(text, parts), who=row.who, due=due
                )

    def _written(self, index: int) -> Part | None:
        block, start = self.source.blocks[index], self.source.starts[index]
        return trim(self.source.text, start + item_start(block), start + len(block.text))

    def action(self, statement: Statement, rule: str) -> Action:
        """A statement taken for an action."""
        parts = action_parts(statement, self.meeting)
        return Action(
            start=parts.start,
            end=parts.end,
            rule=rule,
            what=squeeze(statement.whole[parts.start : parts.end]),
            who=parts.who,
            due=parts.due,
        )


def _rule(statement: Statement, sure: bool) -> str:
    """The cue family that speaks first, the name before the task, or the model that judged by the context."""
    cue = next(iter(hits("actions", "cues", statement.folded)), None)
    if cue is None:
        return "label:person" if sure else "model:actions"
    return f"cue:{cue}"


def is_sure(statement: Statement) -> bool:
    """Whether its form alone makes a task of it: "Zoé se charge de …", "Zoé : relancer …"."""
    if hits("actions", "against", statement.folded):
        return False
    if hits("actions", "sure", statement.folded):
        return True
    before = statement.named_before
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
