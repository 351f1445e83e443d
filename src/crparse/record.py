"""The record of one meeting: the fields of its minutes, each item with the place it quotes.

The JSON Schema that `crparse schema` prints comes from here.
"""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal, get_origin

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic.json_schema import GenerateJsonSchema

SCHEMA_VERSION = "1.5"
"""Its second number rises with each field that is added, its first with any other change: docs/schema.md."""

Status = Literal["present", "excused", "absent", "represented"]

MEETING_FIELDS = ("title", "body", "date", "start_time", "end_time", "place")
"""Fields of a meeting of which `evidence` and `header_evidence` tell where they stand."""


def _on_the_calendar(text: str) -> str:
    date.fromisoformat(text)
    return text


Day = Annotated[
    str,
    Field(pattern=r"^\d{4}-\d{2}-\d{2}$", json_schema_extra={"format": "date"}),
    AfterValidator(_on_the_calendar),
]
"""ISO 8601 ("2016-05-31"), a day that the calendar has."""

Hour = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
"""HH:MM, 24 hours."""

Probability = Annotated[float, Field(ge=0, le=1)]
"""Of a hundred items with 0.8 some eighty are right, in minutes of bodies never met: docs/accuracy.md."""


Offset = Annotated[int, Field(ge=0)]
"""Characters of the text before a place."""

PageNumber = Annotated[int, Field(ge=1)]
"""A page of the file, from 1."""

Count = Annotated[int, Field(ge=0)]

Confidence = Annotated[float, Field(ge=0, le=100)]
"""Of text recognition, in per cent."""

Sha256 = Annotated[str, Field(json_schema_extra={"pattern": "^[0-9a-f]{64}$"})]
"""A digest in hexadecimal; a record that somebody has changed by hand opens whatever stands there."""


def _named(*names: str) -> dict[str, Any]:
    """What the schema says of a mapping that has these keys at most."""
    return {"propertyNames": {"enum": [*names]}}


class Model(BaseModel):
    """Common settings: fields that a later version has added are ignored on reading.

    What stands under a field is what the schema says of it.
    """

    model_config = ConfigDict(
        extra="ignore", json_schema_serialization_defaults_required=True, use_attribute_docstrings=True
    )


class Located(Model):
    """Where an item stands: `text[start:end]` of the record is what it quotes."""

    start: Offset
    """Where it begins in the text: characters before it."""
    end: Offset
    """Where it ends, exclusive."""
    page: PageNumber | None = None
    """The page of the file that it begins on; null where the format has no pages."""
    paragraph: Count | None = None
    """The paragraph of the file that it begins in, from 0; null where none is counted."""
    section: str | None = None
    """Id of the section it stands in."""
    rule: str
    """What found it, as "family:detail"; the details are names of the lexicon where it has one for them.

    - label, heading, table, list, glossary, opening, signature, remark: where it stands or under what
      ("label:excused", "table:header", "list:attendees");
    - cue, sentence, acronym, apposition, phrase: the wording ("cue:decides", "cue:next_meeting",
      "sentence:president_de_seance");
    - vote, form, style, run, tense, time: what it is made of or looks like ("vote:tally", "style:heading");
    - kind, lexicon, civility, name: how a name is known ("kind:association", "civility:surname");
    - meeting, title, body, place, date, hour: the field of the meeting ("body:sentence", "hour:end");
    - model: the weights that judged, where no cue speaks ("model:outline", "model:actions").
    """
    parts: list[tuple[Offset, Offset]] = Field(default_factory=list)
    """For an item quoted from several places: each (start, end), in order; empty when it is one stretch."""
    confidence: Confidence | None = None
    """Mean confidence (0-100) of the OCR that read it; null for text that was not OCR."""
    probability: Probability | None = None
    """How likely it is right; null where nothing weighed it (of a mention: its entity has one)."""


class RunningLine(Model):
    """A running header or footer, once however many pages repeat it; page numbers are left out."""

    page: PageNumber | None = None
    """The first page that it stands on, where the format has pages."""
    place: Literal["header", "footer"]
    """At which end of the page it stands."""
    text: str
    """What it says, on one line."""


class PageStretch(Model):
    """What of the text stands on a page: `text[start:end]`."""

    page: PageNumber
    """Of the file, from 1."""
    start: Offset
    """Where it begins in the text."""
    end: Offset
    """Where it ends, exclusive."""


class HeaderQuote(Model):
    """Where a running header gives a field: `furniture[line].text[start:end]` of the record."""

    line: Count
    """Its number in `furniture`, from 0."""
    start: Offset
    """Where in the line the field begins."""
    end: Offset
    """Where it ends, exclusive."""
    rule: str
    """What found it, as the `rule` of an item."""
    probability: Probability | None = None
    """How likely the field is right."""


class Meeting(Model):
    """The meeting itself. `evidence` tells for each stated field where it stands in the text."""

    title: str | None = None
    """What the minutes call themselves, as printed; null where nothing says so, as for all fields."""
    body: str | None = None
    """The body that met: a council, a committee, an association."""
    date: Day | None = None
    """The day on which it met."""
    start_time: Hour | None = None
    """When it began."""
    end_time: Hour | None = None
    """When it ended."""
    place: str | None = None
    """Where it met, as printed."""
    evidence: dict[str, Located] = Field(default_factory=dict, json_schema_extra=_named(*MEETING_FIELDS))
    """Field -> where in the text it stands."""
    header_evidence: dict[str, HeaderQuote] = Field(
        default_factory=dict, json_schema_extra=_named(*MEETING_FIELDS)
    )
    """For the fields that the text does not state, but a running header: a caveat names them."""


class Attendee(Located):
    """Someone listed as taking part or missing; the span quotes `name`.

    `probability` is of name and status, the others of what is told beside them.
    """

    name: str
    """As printed, without the civility."""
    status: Status
    """Whether they were there; represented: missing, and somebody holds their proxy."""
    organisation: str | None = None
    """For whom they came, as printed."""
    role: str | None = None
    """Their function, as printed."""
    proxy: str | None = None
    """Who holds their proxy, by name."""
    person: str | None = None
    """Id of the person in `people`."""
    organisation_probability: Probability | None = None
    """How likely the organisation is right, or that there is none; null where nothing weighed it."""
    role_probability: Probability | None = None
    """The same of the function."""
    proxy_probability: Probability | None = None
    """The same of the proxy."""


class Mention(Located):
    """One occurrence of a person or organisation; the span quotes `text`."""

    text: str
    """The name as it stands there, on one line."""
    level: str
    """The comparison level that joined it to its entity ("exact" for the name itself)."""
    score: Confidence
    """Of that level, 0-100."""


class Entity(Model):
    """A person or organisation: what mentions resolve to."""

    id: str
    """Its own in this record: other fields name it by that."""
    name: str
    """Its fullest name."""
    variants: list[str] = Field(default_factory=list)
    """Its other names in the text."""
    mentions: list[Mention] = Field(default_factory=list)
    """Where it is named, in order of the text."""
    probability: Probability | None = None
    """How likely there is such a one, told from the others of the document."""


class Section(Located):
    """A heading; the span quotes `title`. Its body runs from `end` to `body_end`."""

    id: str
    """Its own in this record: items name the section they stand in by that."""
    level: int = Field(ge=1)
    """How deep it stands; 1 is outermost."""
    number: str | None = None
    """As printed, without the sign that ends it."""
    title: str
    """What it is called, without its number."""
    parent: str | None = None
    """Id of the section that it is part of; null for an outermost one."""
    body_end: Offset
    """Where what stands under it ends, its own sections with it."""
    parent_probability: Probability | None = None
    """How likely it is a heading and stands where `parent` says, be it outermost."""


class Definition(Located):
    """What a term means; the span quotes `text`."""

    term: str
    """What is defined."""
    text: str
    """What it means."""


class Example(Located):
    """A passage given as an example; the span quotes `text`."""

    text: str
    """The example."""
    of: str | None = None
    """What it is an example of."""


class UpcomingDate(Located):
    """An announced event; the span quotes `quote`, the date as printed."""

    date: Day
    """The day, or the first of several."""
    end_date: Day | None = None
    """The last day of several."""
    time: Hour | None = None
    """When it begins."""
    end_time: Hour | None = None
    """When it ends, where that is printed with the hour ("de 18 h à 20 h")."""
    label: str | None = None
    """What it is the date of."""
    quote: str
    """The date as printed."""


class Vote(Model):
    """How a decision was voted; a count not printed is null."""

    unanimous: bool | None = None
    """Whether it is said to have been unanimous; false where nobody says so."""
    votes_for: Count | None = Field(default=None, alias="for")
    """How many were for it."""
    against: Count | None = None
    """How many were against it."""
    abstentions: Count | None = None
    """How many abstained."""

    model_config = ConfigDict(extra="ignore", populate_by_name=True)

    @property
    def counts(self) -> tuple[int | None, int | None, int | None]:
        """Those for, those against, the abstentions."""
        return self.votes_for, self.against, self.abstentions


class Decision(Located):
    """Something decided, adopted, refused or voted; the span quotes `text`."""

    text: str
    """What was decided, as the minutes put it."""
    vote: Vote | None = None
    """How it was voted; null where nothing is said of that."""
    vote_probability: Probability | None = None
    """How likely it was decided, and by that vote."""


class Action(Located):
    """A task for after the meeting; the span quotes `what`."""

    what: str
    """What is to be done, as the minutes put it."""
    who: str | None = None
    """Who is to do it, by the name in the text."""
    due: Day | None = None
    """By which day."""


class Container(Model):
    """The mail in which a document came: written in it, or attached."""

    mail: str
    """Its path, as `path` of the source."""
    sender: str | None = None
    """Name and address as written in its head."""
    date: str | None = None
    """When it was sent, by ISO 8601, with its zone where it tells it."""
    subject: str | None = None
    """As written in its head."""


class Source(Model):
    """The file a record was made from."""

    name: str
    """Of the file."""
    path: str
    """Under which it was given, with forward slashes: of a corpus, from the folder that was gone through."""
    sha256: Sha256
    """Of its content, in hexadecimal."""
    format: str
    """What its content is: docx, pdf, odt, doc, txt…"""
    pages: Count | None = None
    """Of the file."""
    meeting: int = Field(default=1, ge=1)
    """Which of its meetings the record is of, from 1."""
    meetings: int = Field(default=1, ge=1)
    """How many meetings the file holds, each with a record and a text of its own."""
    first_page: PageNumber | None = None
    """On which page of the file the minutes of the meeting begin; null where the format has no pages."""
    last_page: PageNumber | None = None
    """On which they end."""
    container: Container | None = None
    """For what came by mail."""


class RecordWarning(Model):
    """Something that could not be read or decided, in words."""

    code: str
    """Stable, to be grouped by (docs/errors.md has them all): a later version may have others."""
    message: str
    """What happened, in English, whoever made the record."""
    page: PageNumber | None = None
    """Where, if it is of one page."""
    parameters: dict[str, str | int | float] = Field(default_factory=dict)
    """What is filled into the message, by name: with it the message is said in other languages."""


class Provenance(Model):
    """What made the record: versions, models, settings."""

    crparse: str
    """Its version."""
    python: str
    """Its version, without the last number."""
    packages: dict[str, str]
    """With the programs of the system that read this document (tesseract, libreoffice)."""
    model: str
    """The model of spaCy, with its version."""
    pipeline: list[str]
    """The components that ran, in their order."""
    settings: dict[str, str | int | float | bool | None] = Field(default_factory=dict)
    """Fingerprints of what decides beside the code: `lexicon`, `weights`, `encoder` (null: none was used)."""


PaperKind = Literal[
    "minutes",
    "minutes_of_several_meetings",
    "agenda",
    "convocation",
    "notice",
    "report",
    "bulletin",
    "programme",
    "guide",
    "by_laws",
    "order",
    "agreement",
    "form",
    "list",
    "budget",
    "invoice",
    "leaflet",
    "map",
    "mail",
    "code",
    "spreadsheet",
    "unknown",
]
"""What papers an archive holds; an extract of deliberations and a list of what was decided are minutes."""

MINUTES_KINDS = frozenset({"minutes", "minutes_of_several_meetings"})


class KindReason(Model):
    """What speaks for the kind of a document, and where; a reason without a place is of the whole."""

    rule: str
    """What speaks, as "family:detail".

    - title, header: a title of the text, a running header ("title:convocation");
    - wording, told: words of a kind of paper, what minutes tell ("wording:order", "told:closed");
    - item: what a stage found ("item:attendees");
    - form: what the lines look like ("form:code", "form:empty");
    - model: the weights that judged ("model:kind").
    """
    quote: str | None = None
    """`text[start:end]`, or the same of the running header."""
    start: Offset | None = None
    """Where it begins."""
    end: Offset | None = None
    """Where it ends, exclusive."""
    furniture: Count | None = None
    """Of a running header, its number in `furniture`: start and end count in its text."""


class DocumentKind(Model):
    """Whether the document is minutes at all, and what it is otherwise."""

    name: PaperKind
    """What it is."""
    probability: Probability
    """How likely it is minutes of some kind."""
    doubtful: bool = False
    """Kept as minutes though it may be none; a caveat says why."""
    reasons: list[KindReason] = Field(default_factory=list)
    """What speaks for it."""

    @property
    def is_minutes(self) -> bool:
        """Whether it is minutes, be it doubtful."""
        return self.name in MINUTES_KINDS


class Minutes(Model):
    """The record of one meeting: of a file that holds several each has one."""

    schema_version: str = SCHEMA_VERSION
    """Which schema the record keeps to."""
    id: str
    """Of the content of the file alone: the beginning of its SHA-256, with "-2" for its second meeting."""
    source: Source
    """The file it was made from."""
    kind: DocumentKind | None = None
    """Whether it is minutes at all; null where nothing judged."""
    meeting: Meeting
    """The meeting itself."""
    attendees: list[Attendee] = Field(default_factory=list)
    """Who is listed as taking part or missing, in order of the text, as all items."""
    people: list[Entity] = Field(default_factory=list)
    """Everybody who is named."""
    organisations: list[Entity] = Field(default_factory=list)
    """Every organisation that is named."""
    sections: list[Section] = Field(default_factory=list)
    """The headings."""
    definitions: list[Definition] = Field(default_factory=list)
    """Terms that are explained."""
    examples: list[Example] = Field(default_factory=list)
    """Passages given as examples."""
    upcoming_dates: list[UpcomingDate] = Field(default_factory=list)
    """What is announced."""
    decisions: list[Decision] = Field(default_factory=list)
    """What was decided."""
    actions: list[Action] = Field(default_factory=list)
    """What is to be done, by whom, by when."""
    notes: str | None = None
    """For whoever corrects the record: crparse writes none."""
    warnings: list[RecordWarning] = Field(default_factory=list)
    """What could not be read or decided."""
    expected_errors: dict[str, Annotated[float, Field(ge=0)]] = Field(default_factory=dict)
    """By field: how many of its items are expected to be false, and how many to be missing."""
    doubt: Annotated[float, Field(ge=0)] | None = None
    """The sum of these over the core fields: which documents of many to look at first."""
    provenance: Provenance
    """What made the record."""
    text: str
    """The text that all places count in: nothing changes a character of it."""
    furniture: list[RunningLine] = Field(default_factory=list)
    """Running headers and footers: no part of `text`."""
    pages: list[PageStretch] = Field(default_factory=list)
    """Where in `text` each page begins and ends, in order of the text, without a gap; empty where the format
    has no pages. A page whose notes come after those that follow it has two stretches."""

    @property
    def is_minutes(self) -> bool:
        """Whether it is minutes, be it doubtful; a record that nothing judged counts as such."""
        return self.kind is None or self.kind.is_minutes


COUNTED = tuple(
    name
    for name, kind in Minutes.model_fields.items()
    if get_origin(kind.annotation) is list and name not in ("furniture", "pages")
)
"""Lists of a record that hold what is found in the text, and what is doubted."""

PROBABILITIES: Mapping[str, tuple[str, str]] = {
    "attendees": ("attendees", "probability"),
    "attendee_organisation": ("attendees", "organisation_probability"),
    "attendee_role": ("attendees", "role_probability"),
    "attendee_proxy": ("attendees", "proxy_probability"),
    "people": ("people", "probability"),
    "organisations": ("organisations", "probability"),
    "sections": ("sections", "probability"),
    "section_tree": ("sections", "parent_probability"),
    "definitions": ("definitions", "probability"),
    "examples": ("examples", "probability"),
    "upcoming_dates": ("upcoming_dates", "probability"),
    "decisions": ("decisions", "probability"),
    "votes": ("decisions", "vote_probability"),
    "actions": ("actions", "probability"),
}
"""Where a record says how likely each field is right: list, and name in its items. Fields are called as the
evaluation calls them; those of the meeting have it in `evidence` and `header_evidence`."""

CORE = (
    "attendees",
    "attendee_organisation",
    "organisations",
    "sections",
    "section_tree",
    "definitions",
    "examples",
    "upcoming_dates",
    "people",
)
"""Fields whose errors make the doubt of a record, and whose mean F1 is the core score."""

SCHEMA_ID = f"urn:crparse:schema:minutes:{SCHEMA_VERSION}"
"""Changes with `SCHEMA_VERSION`, so that a corpus says which schema its records keep."""

# Takes "1.0" and "1.12", leaves "2.0": records with fields that were added since keep to the schema.
_SAME_SCHEMA = rf"^{SCHEMA_VERSION.partition('.')[0]}\.\d+$"


def record_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of a record as `crparse parse` and `crparse build` write it."""
    schema = Minutes.model_json_schema(by_alias=True, mode="serialization")
    schema["properties"]["schema_version"] |= {"pattern": _SAME_SCHEMA}
    del schema["properties"]["schema_version"]["default"]
    schema["properties"]["id"] |= {"pattern": r"^[0-9a-f]{16}(-\d+)?$"}
    return {"$schema": GenerateJsonSchema.schema_dialect, "$id": SCHEMA_ID, **schema}
