"""The tables of a corpus: typed, keyed, joinable; written as Parquet and as CSV, read back as DataFrames.

The columns of each table, and what they mean, are in `TABLES`.
"""

import csv
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial, reduce
from itertools import count
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from crparse.corpus.entity_ids import read_entities
from crparse.corpus.folder import DOCUMENTS, MANIFEST, TABLE_FILES, read_record, record_files
from crparse.corpus.same_minutes import Same
from crparse.document.votes import outcome_of
from crparse.errors import CorpusChanged
from crparse.record import COUNTED, Action, Attendee, Decision, Entity, Mention, Minutes
from crparse.resolution.corpus import CorpusEntities, CorpusEntity, Mandate
from crparse.resolution.who_is_meant import WhoIsMeant
from crparse.wording import Message

if TYPE_CHECKING:
    import pandas as pd

TEXT, WHOLE, REAL, FLAG, DAY = pa.string(), pa.int64(), pa.float64(), pa.bool_(), pa.date32()
TEXTS = pa.list_(pa.string())

TableRow = dict[str, Any]
Links = Mapping[tuple[str, str | None], TableRow]
"""(record's id, entity's id there) -> the entity of the corpus, and why."""

NOT_GROUPED: TableRow = dict.fromkeys(("entity_id", "entity_name", "level", "score"))
"""Of an entity that corpus resolution leaves out: a name without a letter."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its type, what it means, and where in the record's item its value stands."""

    name: str
    type: pa.DataType
    meaning: str
    source: str | None = None
    """Dotted path from the item ("vote.against"), by default the column's name."""

    def getter(self) -> Callable[[Any], Any]:
        """What takes the column's value from an item: a date for a date, None where the path ends early."""
        first, *path = (self.source or self.name).split(".")
        of_item = attrgetter(first)
        if not path:
            return (lambda item: _day(of_item(item))) if self.type == DAY else of_item

        def along(item: Any) -> Any:
            found = reduce(lambda value, step: value and getattr(value, step), path, of_item(item))
            return _day(found) if self.type == DAY else found

        return along


def _day(text: str | date | None) -> date | None:
    return date.fromisoformat(text) if isinstance(text, str) else text


class CorpusIndex:
    """What rows need to know of the corpus as a whole, once all documents are there."""

    def __init__(
        self, entities: CorpusEntities, same: Iterable[Same] = (), mandates: Iterable[Mandate] = ()
    ) -> None:
        self.people = _by_member(entities.people)
        self.organisations = _by_member(entities.organisations)
        self.bodies = entities.bodies
        self.entities = [
            (kind, one)
            for kind, ones in (
                ("person", entities.people),
                ("organisation", entities.organisations),
                ("body", entities.bodies),
            )
            for one in ones
        ]
        """Everybody in the corpus, each with what he or it is."""
        self.body_of = {link.document: body.id for body in entities.bodies for link in body.links}
        """Record's id -> id of the body that met."""
        self.mandates = list(mandates)
        self.names = {one.id: one.name for one in (*entities.people, *entities.bodies)}
        self.same_as = {found.document: found.of for found in same}
        """Record's id -> id of the record of the same minutes in another form."""


def _by_member(entities: Sequence[CorpusEntity]) -> Links:
    found: dict[tuple[str, str | None], TableRow] = {}
    for entity in entities:
        for link in entity.links:
            values = entity.id, entity.name, link.level, link.score
            found[link.document, link.entity] = dict(zip(NOT_GROUPED, values, strict=True))
    return found


Items = Callable[[Minutes, CorpusIndex], Iterator[tuple[Any, TableRow]]]

CorpusItems = Callable[[CorpusIndex], Iterator[tuple[Any, TableRow]]]


def _nothing(record: Minutes, index: CorpusIndex) -> Iterator[tuple[Any, TableRow]]:
    """Of a table of the corpus as a whole no record has a row."""
    yield from ()


def _nothing_whole(index: CorpusIndex) -> Iterator[tuple[Any, TableRow]]:
    """In a table of records the corpus as a whole has no row."""
    yield from ()


@dataclass(frozen=True, slots=True)
class Reference:
    """Columns that lead to a row of another table: each value of them stands there, or is empty."""

    columns: tuple[str, ...]
    table: str
    to: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its columns, and how its rows are made, of a record or of the corpus as a whole."""

    meaning: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    """Columns that no two rows have alike; none of them is ever empty."""
    refers: tuple[Reference, ...]
    items: Items = _nothing
    """What of a record has a row, each with the columns that it cannot tell itself."""
    corpus_items: CorpusItems = _nothing_whole
    """The same of the corpus as a whole."""

    @property
    def schema(self) -> pa.Schema:
        """The types as Arrow takes them."""
        return pa.schema([(column.name, column.type) for column in self.columns])


def _document(record: Minutes, index: CorpusIndex) -> Iterator[tuple[Minutes, TableRow]]:
    same_as = index.same_as.get(record.id)
    counts = {kind: None if same_as else len(getattr(record, kind)) for kind in COUNTED}
    body = index.body_of.get(same_as or record.id)
    yield record, {"same_as": same_as, "body_id": body, "characters": len(record.text), **counts}


def _items(kind: str, record: Minutes, index: CorpusIndex) -> Iterator[tuple[Any, TableRow]]:
    """One row for each item of a list of the record."""
    for number, item in enumerate(getattr(record, kind)):
        yield item, {"document_id": record.id, "item": number}


def _attendees(record: Minutes, index: CorpusIndex) -> Iterator[tuple[Attendee, TableRow]]:
    named = WhoIsMeant(record)
    for attendee, given in _items("attendees", record, index):
        organisation, proxy = named.organisation(attendee.organisation), named.person(attendee.proxy)
        yield (
            attendee,
            given
            | {
                "entity_id": _entity_id(index.people, record, attendee.person),
                "organisation_id": _entity_id(index.organisations, record, organisation),
                "proxy_id": _entity_id(index.people, record, proxy),
            },
        )


def _entity_id(links: Links, record: Minutes, local_id: str | None) -> str | None:
    """The id in the corpus of a person or organisation of a record."""
    found: str | None = links.get((record.id, local_id), NOT_GROUPED)["entity_id"]
    return found


def _actions(record: Minutes, index: CorpusIndex) -> Iterator[tuple[Action, TableRow]]:
    """One row for each task; who is to do it may be a person or an organisation."""
    named = WhoIsMeant(record)
    for action, given in _items("actions", record, index):
        person = _entity_id(index.people, record, named.person(action.who))
        organisation = _entity_id(index.organisations, record, named.organisation(action.who))
        both = person and organisation
        yield action, given | {"who_id": None if both else person or organisation}


def _decisions(record: Minutes, index: CorpusIndex) -> Iterator[tuple[Decision, TableRow]]:
    for decision, given in _items("decisions", record, index):
        outcome = outcome_of(decision.vote, decision.text) if decision.vote else None
        yield decision, given | {"outcome": outcome}


def _votes(record: Minutes, index: CorpusIndex) -> Iterator[tuple[Decision, TableRow]]:
    """One row for each decision of which a vote is told."""
    return ((decision, given) for decision, given in _decisions(record, index) if decision.vote)


def _entities(kind: str, record: Minutes, index: CorpusIndex) -> Iterator[tuple[Entity, TableRow]]:
    """One row for each of the `people` or `organisations`."""
    links: Links = getattr(index, kind)
    for entity in getattr(record, kind):
        link = links.get((record.id, entity.id), NOT_GROUPED)
        yield entity, {"document_id": record.id, "mentions": len(entity.mentions), **link}


def _mentions(record: Minutes, index: CorpusIndex) -> Iterator[tuple[Mention, TableRow]]:
    number = count()
    for label, kind in (("PER", "people"), ("ORG", "organisations")):
        for entity, given in _entities(kind, record, index):
            whole = {name: given[name] for name in ("document_id", "entity_id")}
            for mention in entity.mentions:
                yield mention, whole | {"label": label, "local_id": entity.id, "item": next(number)}


def _bodies(index: CorpusIndex) -> Iterator[tuple[CorpusEntity, TableRow]]:
    for body in index.bodies:
        yield body, {"meetings": len(body.links)}


def _mandates(index: CorpusIndex) -> Iterator[tuple[Mandate, TableRow]]:
    for number, mandate in enumerate(index.mandates):
        names = {"person": index.names[mandate.person], "body": index.names[mandate.body]}
        yield mandate, names | {"mandate": number}


def _corpus_entities(index: CorpusIndex) -> Iterator[tuple[CorpusEntity, TableRow]]:
    for kind, entity in index.entities:
        documents = len({link.document for link in entity.links})
        mentions = None if kind == "body" else sum(link.mentions for link in entity.links)
        yield entity, {"kind": kind, "documents": documents, "mentions": mentions}


def _variants(index: CorpusIndex) -> Iterator[tuple[CorpusEntity, TableRow]]:
    for _, entity in index.entities:
        for number, name in enumerate((entity.name, *entity.variants)):
            yield entity, {"item": number, "variant": name}


DOCUMENT_ID = Column("document_id", TEXT, "Id of the record; key of `documents`.", "id")
ITEM = Column("item", WHOLE, "Place in the record's list of that kind, from 0.")
ENTITY_ID = Column("entity_id", TEXT, "Id of the person or organisation in the corpus.")
KEY = (DOCUMENT_ID, ITEM)
OF_DOCUMENT = Reference(("document_id",), "documents", ("document_id",))
IN_SECTION = Reference(("document_id", "section_id"), "sections", ("document_id", "section_id"))


def _to_entity(column: str) -> Reference:
    return Reference((column,), "entities", ("entity_id",))


SPAN = (
    Column("page", WHOLE, "Page, from 1, where the format has pages."),
    Column("paragraph", WHOLE, "Paragraph of the body, from 0, where the format has paragraphs."),
    Column("start", WHOLE, "First character of the quoted text in the record's `text`."),
    Column("end", WHOLE, "Character after the last one."),
    Column("rule", TEXT, "Rule or model that found it."),
    Column("confidence", REAL, "Mean confidence of text recognition (0-100); empty for text that was read."),
)
PROBABILITY = Column("probability", REAL, "How likely it is right, 0-1.")
PLACE = (Column("section_id", TEXT, "Id of the section it stands in.", "section"), *SPAN)

ENTITY_KEY = ("document_id", "local_id")
ENTITY_REFERENCES = (OF_DOCUMENT, _to_entity("entity_id"))
ENTITY_COLUMNS = (
    DOCUMENT_ID,
    Column("local_id", TEXT, "Its id in the record.", "id"),
    Column("name", TEXT, "As the document names it most fully."),
    Column("variants", TEXTS, "Its other printed forms in the document."),
    Column("mentions", WHOLE, "How often the document mentions it."),
    PROBABILITY,
    ENTITY_ID,
    Column("entity_name", TEXT, "Its name in the corpus."),
    Column("level", TEXT, "The comparison that joined it to the corpus entity."),
    Column("score", REAL, "Of that comparison, 0-100."),
)


def _listed(
    kind: str,
    meaning: str,
    *columns: Column,
    refers: tuple[Reference, ...] = (IN_SECTION,),
    place: tuple[Column, ...] = PLACE,
    items: Items | None = None,
) -> Table:
    """The table of a list of the record: its key, its own columns and its place."""
    return Table(
        meaning,
        (*KEY, *columns, PROBABILITY, *place),
        ("document_id", "item"),
        (OF_DOCUMENT, *refers),
        items or partial(_items, kind),
    )


OUTCOME = Column(
    "outcome",
    TEXT,
    "How the vote ended: unanimous (as printed), carried, rejected, unknown; empty where no vote is told.",
)
VOTE = (
    Column(
        "unanimous",
        FLAG,
        "Whether “à l'unanimité” is printed; false does not say that votes were parted.",
        "vote.unanimous",
    ),
    Column("for", WHOLE, "Votes for, where printed.", "vote.votes_for"),
    Column("against", WHOLE, "Votes against, where printed.", "vote.against"),
    Column("abstentions", WHOLE, "Abstentions, where printed.", "vote.abstentions"),
)

TABLES: dict[str, Table] = {
    "documents": Table(
        "One row a record: the source and the meeting.",
        (
            DOCUMENT_ID,
            Column("path", TEXT, "Where the file was in the folder given.", "source.path"),
            Column("name", TEXT, "The file's name.", "source.name"),
            Column("sha256", TEXT, "Of the file's content.", "source.sha256"),
            Column("format", TEXT, "What its content is: docx, pdf, odt and so on.", "source.format"),
            Column("pages", WHOLE, "How many, where the format has pages.", "source.pages"),
            Column("meeting", WHOLE, "Which meeting of the file, from 1.", "source.meeting"),
            Column("meetings", WHOLE, "How many meetings the file holds.", "source.meetings"),
            Column("first_page", WHOLE, "The page on which its minutes begin.", "source.first_page"),
            Column("kind", TEXT, "What it is: minutes, agenda, convocation and so on.", "kind.name"),
            Column("minutes_probability", REAL, "How likely it is minutes, 0-1.", "kind.probability"),
            Column("title", TEXT, "The document's own title.", "meeting.title"),
            Column("body", TEXT, "The council, committee, association or group that met.", "meeting.body"),
            Column("body_id", TEXT, "Id of that body in the corpus, whatever the document calls it."),
            Column("date", DAY, "The day it met.", "meeting.date"),
            Column("start_time", TEXT, "HH:MM.", "meeting.start_time"),
            Column("end_time", TEXT, "HH:MM.", "meeting.end_time"),
            Column("place", TEXT, "Where it met.", "meeting.place"),
            Column("notes", TEXT, "Remarks on the document as a whole."),
            Column("same_as", TEXT, "Id of the record of the same minutes in another form; else empty."),
            Column("characters", WHOLE, "Length of the record's `text`."),
            Column("doubt", REAL, "How many errors are expected in it: where to look first."),
            *(
                Column(kind, WHOLE, f"How many `{kind}` its minutes have; empty beside `same_as`.")
                for kind in COUNTED
            ),
        ),
        ("document_id",),
        (
            Reference(("body_id",), "bodies", ("body_id",)),
            Reference(("same_as",), "documents", ("document_id",)),
        ),
        _document,
    ),
    "pages": Table(
        "One row for each stretch of a record's text that stands on one page: any offset has its page.",
        (
            *KEY,
            Column("page", WHOLE, "Page of the file, from 1."),
            Column("start", WHOLE, "First character of it in the record's `text`."),
            Column("end", WHOLE, "Character after the last one."),
        ),
        ("document_id", "item"),
        (OF_DOCUMENT,),
        partial(_items, "pages"),
    ),
    "attendees": _listed(
        "attendees",
        "One row for each person listed as taking part or missing.",
        Column("name", TEXT, "As printed, without civility and function."),
        Column("status", TEXT, "present, excused, absent or represented."),
        Column("organisation", TEXT, "As printed with the person."),
        Column("role", TEXT, "As printed with the person."),
        Column("proxy", TEXT, "Who received the proxy."),
        Column("organisation_probability", REAL, "How likely the organisation is right, 0-1."),
        Column("role_probability", REAL, "How likely the function is right, 0-1."),
        Column("proxy_probability", REAL, "How likely the proxy is right, 0-1."),
        Column("local_id", TEXT, "Id of the person in the record.", "person"),
        ENTITY_ID,
        Column("organisation_id", TEXT, "Id in the corpus of that organisation, where one is called so."),
        Column("proxy_id", TEXT, "Id in the corpus of who received the proxy, where one is called so."),
        refers=(
            Reference(ENTITY_KEY, "people", ENTITY_KEY),
            *map(_to_entity, ("entity_id", "organisation_id", "proxy_id")),
            IN_SECTION,
        ),
        items=_attendees,
    ),
    "people": Table(
        "One row for each person of each document.",
        ENTITY_COLUMNS,
        ENTITY_KEY,
        ENTITY_REFERENCES,
        partial(_entities, "people"),
    ),
    "organisations": Table(
        "One row for each organisation of each document.",
        ENTITY_COLUMNS,
        ENTITY_KEY,
        ENTITY_REFERENCES,
        partial(_entities, "organisations"),
    ),
    "mentions": Table(
        "One row each time a person or organisation is named.",
        (
            DOCUMENT_ID,
            Column("item", WHOLE, "Number among the mentions of the record, from 0."),
            Column("label", TEXT, "PER (a person) or ORG (an organisation)."),
            Column("local_id", TEXT, "Id of the person or organisation in the record."),
            ENTITY_ID,
            Column("text", TEXT, "As printed there."),
            Column("level", TEXT, "The comparison that joined it to the entity of its document."),
            Column("score", REAL, "Of that comparison, 0-100."),
            *PLACE,
        ),
        ("document_id", "item"),
        (OF_DOCUMENT, _to_entity("entity_id"), IN_SECTION),
        _mentions,
    ),
    "sections": _listed(
        "sections",
        "One row for each heading, in order.",
        Column("section_id", TEXT, "Id of the section in the record.", "id"),
        Column("parent_id", TEXT, "Id of the section it stands in; empty for the outermost.", "parent"),
        Column("level", WHOLE, "Nesting, 1 for the outermost."),
        Column("number", TEXT, "As printed, without punctuation after it."),
        Column("title", TEXT, "Without the number."),
        Column("body_end", WHOLE, "Where the text under the heading ends; it begins at `end`."),
        Column("parent_probability", REAL, "How likely it is a heading and stands under its parent, 0-1."),
        refers=(Reference(("document_id", "parent_id"), "sections", ("document_id", "section_id")),),
        place=SPAN,
    ),
    "definitions": _listed(
        "definitions",
        "One row for each passage that says what a term means.",
        Column("term", TEXT, "What is defined."),
        Column("text", TEXT, "The defining passage."),
    ),
    "examples": _listed(
        "examples",
        "One row for each passage given as an example.",
        Column("text", TEXT, "The example, without the words that introduce it."),
        Column("of", TEXT, "What it illustrates, where said."),
    ),
    "dates": _listed(
        "upcoming_dates",
        "One row for each event announced for the meeting day or later (`upcoming_dates` of a record).",
        Column("date", DAY, "The day, or the first of a range."),
        Column("end_date", DAY, "The last day of a range."),
        Column("time", TEXT, "HH:MM."),
        Column("end_time", TEXT, "HH:MM, where an end is printed with the hour."),
        Column("label", TEXT, "What happens, as printed."),
        Column("quote", TEXT, "The date as printed."),
    ),
    "decisions": _listed(
        "decisions",
        "One row for each thing decided, with its vote where one is stated.",
        Column("text", TEXT, "The deciding sentences."),
        OUTCOME,
        *VOTE,
        Column("vote_probability", REAL, "How likely it was decided by that vote, 0-1."),
        items=_decisions,
    ),
    "votes": Table(
        "One row for each decision of which a vote is told.",
        (
            DOCUMENT_ID,
            Column("item", WHOLE, "The decision, as `item` of `decisions`."),
            OUTCOME,
            *VOTE,
            Column("probability", REAL, "How likely it was decided by that vote, 0-1.", "vote_probability"),
        ),
        ("document_id", "item"),
        (OF_DOCUMENT, Reference(("document_id", "item"), "decisions", ("document_id", "item"))),
        _votes,
    ),
    "actions": _listed(
        "actions",
        "One row for each task for after the meeting.",
        Column("what", TEXT, "The task."),
        Column("who", TEXT, "Who is to do it, as printed."),
        Column("who_id", TEXT, "Id in the corpus of that person or organisation, where one is called so."),
        Column("due", DAY, "By when."),
        refers=(_to_entity("who_id"), IN_SECTION),
        items=_actions,
    ),
    "warnings": Table(
        "One row for each thing that could not be read or decided.",
        (
            *KEY,
            Column("code", TEXT, "What kind of thing it is."),
            Column("message", TEXT, "In words."),
            Column("page", WHOLE, "Page, from 1, where it concerns one."),
        ),
        ("document_id", "item"),
        (OF_DOCUMENT,),
        partial(_items, "warnings"),
    ),
    "bodies": Table(
        "One row for each body that met, over the whole corpus.",
        (
            Column("body_id", TEXT, "Id of the body in the corpus; `body_id` of `documents`.", "id"),
            Column("name", TEXT, "Its fullest name."),
            Column("variants", TEXTS, "Its other printed names."),
            Column("meetings", WHOLE, "How many of its meetings the corpus has."),
        ),
        ("body_id",),
        (Reference(("body_id",), "entities", ("entity_id",)),),
        corpus_items=_bodies,
    ),
    "mandates": Table(
        "One row for each function under which someone is listed in the minutes of a body.",
        (
            Column("mandate", WHOLE, "Its number, from 0."),
            Column("entity_id", TEXT, "Id of the person in the corpus.", "person"),
            Column("person", TEXT, "The person's name in the corpus."),
            Column("body_id", TEXT, "Id of the body in the corpus.", "body"),
            Column("body", TEXT, "The body's name in the corpus."),
            Column("role", TEXT, "The function, as first printed; empty where none is."),
            Column("first", DAY, "The first meeting of which the minutes list the person so."),
            Column("last", DAY, "The last one."),
            Column("meetings", WHOLE, "How many meetings, present or not."),
        ),
        ("mandate",),
        (_to_entity("entity_id"), Reference(("body_id",), "bodies", ("body_id",))),
        corpus_items=_mandates,
    ),
    "entities": Table(
        "One row for each person, organisation and body of the whole corpus.",
        (
            Column("entity_id", TEXT, "Its id in the corpus.", "id"),
            Column("kind", TEXT, "person, organisation or body."),
            Column("name", TEXT, "Its fullest name."),
            Column(
                "documents", WHOLE, "How many documents name it; of a body, how many are of its meetings."
            ),
            Column("mentions", WHOLE, "How often they name it; empty for a body."),
            Column("aliases", TEXTS, "Ids under which it was known before it was found to be one."),
        ),
        ("entity_id",),
        (),
        corpus_items=_corpus_entities,
    ),
    "variants": Table(
        "One row for each name of each person, organisation and body of the corpus.",
        (
            Column("entity_id", TEXT, "Whose name it is.", "id"),
            Column("item", WHOLE, "0 for the fullest name, then 1, 2 and so on."),
            Column("variant", TEXT, "The name."),
        ),
        ("entity_id", "item"),
        (_to_entity("entity_id"),),
        corpus_items=_variants,
    ),
}


ROW_GROUP = 50_000
"""Rows kept in memory before they are written: long groups read faster, short ones cost less memory."""

BATCH = 5_000
"""Rows read at a time, where a table is gone through row by row (chosen, not measured)."""

LIST_SEPARATOR = " | "
"""Between the values of a list in a CSV cell."""


class TableFile:
    """One table, open for writing in both forms."""

    def __init__(self, name: str, table: Table, folder: Path, open_files: ExitStack) -> None:
        self.table = table
        self.names = [column.name for column in table.columns]
        self.getters = [(column.name, column.getter()) for column in table.columns]
        self.rows: list[tuple[Any, ...]] = []
        # Opened here: pyarrow takes no path that is not in UTF-8.
        parquet = open_files.enter_context((folder / f"{name}.parquet").open("wb"))
        self.parquet = open_files.enter_context(
            pq.ParquetWriter(parquet, table.schema, compression="zstd", version="2.6")
        )
        stream = open_files.enter_context((folder / f"{name}.csv").open("w", encoding="utf-8", newline=""))
        self.csv = csv.writer(stream, lineterminator="\n")
        self.csv.writerow(self.names)

    def add(self, items: Iterable[tuple[Any, TableRow]]) -> None:
        """A row for each item, with the columns that it cannot tell itself."""
        for item, given in items:
            row = tuple(given[name] if name in given else get(item) for name, get in self.getters)
            self.rows.append(row)
            self.csv.writerow(map(in_csv, row))
        if len(self.rows) >= ROW_GROUP:
            self.flush()

    def flush(self) -> None:
        """Writes the rows kept so far as a row group."""
        if self.rows:
            schema = self.table.schema
            values = zip(*self.rows, strict=True)
            columns = [pa.array(own, kind) for own, kind in zip(values, schema.types, strict=True)]
            self.parquet.write_table(pa.Table.from_arrays(columns, schema=schema))
            self.rows = []


@contextmanager
def new_tables(folder: Path, index: CorpusIndex) -> Iterator[Callable[[Minutes], None]]:
    """All tables of a corpus, open for writing: what is called for each record adds its rows to them.

    Minutes that are there in another form have a row in `documents` alone: it leads to the one that counts.
    """
    with ExitStack() as open_files:
        files = [TableFile(name, table, folder, open_files) for name, table in TABLES.items()]

        def add(record: Minutes) -> None:
            for file in files[:1] if record.id in index.same_as else files:
                file.add(file.table.items(record, index))

        yield add
        for file in files:
            file.add(file.table.corpus_items(index))
            file.flush()


def in_csv(value: Any) -> str:
    """A value as CSV prints it: nothing for a missing one, ISO dates, true and false."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return LIST_SEPARATOR.join(value)
    return value.isoformat() if isinstance(value, date) else str(value)


class Corpus(Mapping[str, "pd.DataFrame"]):
    """The tables of a corpus by name, each read when first asked for.

    `corpus["decisions"].merge(corpus["documents"], on="document_id")`; columns in `TABLES`.
    Dates are `datetime64`, whole numbers and flags nullable. Everything is of the state that the corpus was
    opened in: where a build has replaced it since, reading raises `CorpusChanged`.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._read: dict[str, pd.DataFrame] = {}
        self._generation = (folder / MANIFEST).read_bytes()
        self._names = sorted(file.stem for file in (folder / TABLE_FILES).glob("*.parquet"))

    def __getitem__(self, name: str) -> "pd.DataFrame":
        if name not in self._names:
            raise KeyError(f"no table {name!r}: there are {', '.join(self._names)}")
        if name not in self._read:
            with self._unchanged():
                self._read[name] = _read_table(self.folder / TABLE_FILES / f"{name}.parquet")
        return self._read[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    def __repr__(self) -> str:
        return f"Corpus({str(self.folder)!r}: {', '.join(self._names)})"

    def rows(self, name: str) -> Iterator[TableRow]:
        """The rows of a table one by one: it need not fit in memory."""
        with self._unchanged(), (self.folder / TABLE_FILES / f"{name}.parquet").open("rb") as stream:
            for batch in pq.ParquetFile(stream).iter_batches(BATCH):
                yield from batch.to_pylist()

    @property
    def manifest(self) -> dict[str, Any]:
        """Versions, counts, and every file of the corpus with its digest."""
        found: dict[str, Any] = json.loads(self._generation)
        return found

    @property
    def people(self) -> list[CorpusEntity]:
        """The people of the whole corpus."""
        with self._unchanged():
            return read_entities(self.folder, "people")

    @property
    def organisations(self) -> list[CorpusEntity]:
        """The organisations of the whole corpus."""
        with self._unchanged():
            return read_entities(self.folder, "organisations")

    @property
    def bodies(self) -> list[CorpusEntity]:
        """The bodies that met."""
        with self._unchanged():
            return read_entities(self.folder, "bodies")

    def records(self) -> Iterator[Minutes]:
        """The records one by one, in order of their id; `ReadError` at one that was spoilt by hand."""
        with self._unchanged():
            yield from map(read_record, record_files(self.folder))

    def meetings(self) -> Iterator[Minutes]:
        """The records that the tables are made of, one by one: each meeting once, whatever forms it is in."""
        with self._unchanged():
            for row in self.rows("documents"):
                if row["same_as"] is None:
                    yield read_record(self.folder / DOCUMENTS / f"{row['document_id']}.json")

    def has_every_column(self) -> bool:
        """Whether each of `TABLES` is there as this version writes it: those of an earlier one have less."""
        return all(
            name in self._names
            and pq.read_schema(self.folder / TABLE_FILES / f"{name}.parquet").equals(table.schema)
            for name, table in TABLES.items()
        )

    def record(self, document_id: str) -> Minutes:
        """The record of one document."""
        file = self.folder / DOCUMENTS / f"{document_id}.json"
        with self._unchanged():
            return read_record(file)

    @contextmanager
    def _unchanged(self) -> Iterator[None]:
        """Tells when what is read inside may be of another state of the corpus than what was read before."""
        try:
            yield
        except FileNotFoundError as error:
            if self._has_changed():
                raise CorpusChanged(self._told()) from error
            raise
        if self._has_changed():
            raise CorpusChanged(self._told())

    def _has_changed(self) -> bool:
        manifest = self.folder / MANIFEST
        return not manifest.exists() or manifest.read_bytes() != self._generation

    def _told(self) -> Message:
        return Message(
            "%(folder)s was brought up to date while it was read: open it again.", folder=self.folder
        )


def open_corpus(folder: str | os.PathLike[str]) -> Corpus:
    """The corpus that `crparse build` wrote into `folder`.

    Raises:
        FileNotFoundError: There is no corpus.
    """
    path = Path(folder)
    if not (path / MANIFEST).is_file():
        raise FileNotFoundError(f"{path} holds no crparse corpus ({MANIFEST} is missing)")
    return Corpus(path)


def _read_table(file: Path) -> "pd.DataFrame":
    import pandas as pd

    nullable = {pa.int64(): pd.Int64Dtype(), pa.bool_(): pd.BooleanDtype()}
    with file.open("rb") as stream:  # pyarrow takes no path that is not in UTF-8
        table = pq.read_table(stream)
    frame: pd.DataFrame = table.to_pandas(date_as_object=False, types_mapper=nullable.get)
    return frame
