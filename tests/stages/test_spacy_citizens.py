"""The stages in anybody's spaCy pipeline: alone, copied, on disk, in other processes."""

import pickle
from pathlib import Path
from typing import Any

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin

import crparse
from crparse.document.items import GROUPS, PREFIX, attach_source, get_items, source_of
from crparse.document.sentences import sentence_spans
from crparse.pipeline import STAGES, parse_source, to_record
from crparse.record import Decision, Minutes, Source
from crparse.source import Block, Caveat, Cell, Kind, Line, Run, SourceDocument, from_data, to_data
from crparse.wording import Message

MINUTES = """\
Conseil municipal de Lormoy
Réunion du mardi 12 mars 2024 à 18 h
Présents : Mme Odile Ferrandin, M. Yves Delorme
Excusée : Anne Costey (pouvoir à M. Delorme)
1. Budget
Le conseil décide, par 9 voix pour et 2 contre, de vendre le four.
Le bureau valide le devis.
2. Suites
ACTION : Odile Ferrandin : relancer le Centre communal d'action sociale (CCAS) avant le 5 avril.
Prochaine réunion : jeudi 16 mai à 20 h
"""


def test_a_pipeline_of_ones_own_each_time() -> None:
    """What a user removes from his pipeline changes neither the next one nor `parse`."""
    before = crparse.parse(MINUTES.encode(), format="txt")
    nlp = crparse.load()
    nlp.remove_pipe("crparse_dates")
    assert "crparse_dates" not in nlp.pipe_names
    assert [name for name in crparse.load().pipe_names if name in STAGES] == STAGES
    assert crparse.parse(MINUTES.encode(), format="txt") == before
    assert [date.date for date in before.upcoming_dates] == ["2024-04-05", "2024-05-16"]


@pytest.fixture(scope="module")
def french() -> Language:
    return crparse.load()


@pytest.fixture(scope="module")
def minutes(french: Language) -> Doc:
    """Blocks with looks, pages and a table, and names that begin inside a token."""
    lines = MINUTES.splitlines()
    blocks = [Block(line, page=1, runs=(Run(0, len(line), bold=True),)) for line in lines[:4]]
    blocks += [Block("Ruelle/Costey", Kind.LIST_ITEM, page=1, marker="•")]
    blocks += [Block(line, runs=(Run(0, len(line), bold=line[0].isdigit()),)) for line in lines[4:]]
    blocks += [Block("12 mai", cell=Cell(0, 0, 0, 1, 2)), Block("Bal", cell=Cell(0, 0, 1, 1, 2))]
    return parse_source(french, SourceDocument("minutes", "docx", tuple(blocks)))


def record(nlp: Language, doc: Doc) -> Minutes:
    return to_record(nlp, doc, Source(name="m", path="m", sha256="0" * 64, format="docx"))


def is_plain(value: object) -> bool:
    if isinstance(value, dict):
        return type(value) is dict and all(type(k) is str and is_plain(v) for k, v in value.items())
    if isinstance(value, list):
        return type(value) is list and all(map(is_plain, value))
    return value is None or type(value) in (str, int, float, bool)


def test_results_are_plain_data(minutes: Doc) -> None:
    assert minutes.user_data
    assert all(map(is_plain, minutes.user_data.values()))
    assert [a["name"] for a in minutes._.crparse_attendees] == [
        "Odile Ferrandin",
        "Yves Delorme",
        "Anne Costey",
    ]


def test_span_groups_lead_to_items(minutes: Doc) -> None:
    spans = minutes.spans["crparse_attendees"]
    assert [(span.text, span._.crparse_item.status) for span in spans] == [
        ("Odile Ferrandin", "present"),
        ("Yves Delorme", "present"),
        ("Anne Costey", "represented"),
    ]
    assert sorted(minutes.spans) == sorted(PREFIX + group for group in GROUPS)


def test_copies_and_bytes_lose_nothing(french: Language, minutes: Doc) -> None:
    expected = record(french, minutes)
    kept = DocBin(store_user_data=True, docs=[minutes])
    unpacked = DocBin().from_bytes(kept.to_bytes()).get_docs(french.vocab)
    for doc in (
        Doc(french.vocab).from_bytes(minutes.to_bytes()),
        minutes.copy(),
        pickle.loads(pickle.dumps(minutes)),
        *unpacked,
    ):
        assert record(french, doc) == expected
        assert [s._.crparse_item for s in doc.spans["crparse_decisions"]] == get_items(
            doc, "decisions", Decision
        )
        assert source_of(doc) == source_of(minutes)


def test_several_processes(french: Language) -> None:
    texts = [MINUTES, "Présente : Mme Odile Ferrandin\nLe bureau décide de vendre le four."]
    alone = [record(french, french(text)) for text in texts]
    assert [record(french, doc) for doc in french.pipe(texts, n_process=2)] == alone
    assert [len(found.attendees) for found in alone] == [3, 1]


def test_what_is_assigned_anew_is_read_anew() -> None:
    doc = spacy.blank("fr")("Présente : Odile Ferrandin\nLe four est vendu.")
    assert len(source_of(doc).blocks) == 2
    attach_source(doc, SourceDocument("one", "txt", (Block(doc.text),)))
    assert len(source_of(doc).blocks) == 1
    doc._.crparse_source = None
    assert len(source_of(doc).blocks) == 2


def test_a_document_as_data() -> None:
    source = SourceDocument(
        "m",
        "pdf",
        (
            Block("2.1 Budget", page=2, marker="2.1", heading_level=0),
            Block("four", Kind.FOOTER, lines=(Line(0, 4, 2, 10.5, 20.0, 30.0, 40.0),), confidence=88.5),
        ),
        pages=2,
        warnings=(Caveat("scan", Message("A page was recognised."), 2),),
        programs=(("tesseract", "5.3.0"),),
    )
    assert is_plain(to_data(source))
    assert from_data(to_data(source)) == source


def test_dates_of_plain_text_in_a_blank_pipeline() -> None:
    nlp = spacy.blank("fr")
    nlp.add_pipe("crparse_dates", config={"meeting_date": "2024-03-12"})
    doc = nlp("Prochaine réunion : jeudi 16 mai")
    assert [(span.text, span._.crparse_item.date) for span in doc.spans["crparse_upcoming_dates"]] == [
        ("jeudi 16 mai", "2024-05-16")
    ]
    assert [date["label"] for date in doc._.crparse_upcoming_dates] == ["Prochaine réunion"]


def test_the_day_that_a_document_tells_comes_before_the_day_given() -> None:
    nlp = spacy.blank("fr")
    nlp.add_pipe("crparse_meeting")
    nlp.add_pipe("crparse_dates", config={"meeting_date": "2019-01-01"})
    doc = nlp("Réunion du 12 mars 2024\n\nProchaine réunion : jeudi 16 mai")
    assert [date["date"] for date in doc._.crparse_upcoming_dates] == ["2024-05-16"]


def test_a_day_given_must_be_one() -> None:
    with pytest.raises(ValueError, match="'2024-13-12' is no day"):
        spacy.blank("fr").add_pipe("crparse_dates", config={"meeting_date": "2024-13-12"})


ALONE = {
    "crparse_sentences": (),
    "crparse_meeting": ("crparse_meeting",),
    "crparse_outline": ("crparse_sections",),
    "crparse_attendance": ("crparse_attendees",),
    "crparse_encoder": (),
    "crparse_dates": ("crparse_upcoming_dates",),
}
"""Stages that need no trained component, with what they set."""

ON_ENTITIES = ("crparse_resolution", "crparse_probability")
"""Stages that need what another stage finds."""

ON_ITEMS = ("crparse_kind",)
"""Stages that need what several others find, behind a trained model."""


@pytest.mark.parametrize("stage", STAGES)
def test_alone_on_plain_text_or_what_is_missing(stage: str) -> None:
    nlp = spacy.blank("fr")
    nlp.add_pipe(stage)
    if stage in ALONE:
        doc = nlp(MINUTES)
        assert all(doc._.get(name) is not None for name in ALONE[stage])
        assert doc.has_annotation("SENT_START") == (stage == "crparse_sentences")
        return
    missing = "add 'crparse_entities'" if stage in ON_ENTITIES else "add a trained 'morphologizer'"
    with pytest.raises(ValueError, match=f"{stage} needs .*{missing}"):
        nlp(MINUTES)


@pytest.mark.parametrize("stage", [s for s in STAGES if s not in {*ALONE, *ON_ENTITIES, *ON_ITEMS}])
def test_alone_behind_a_trained_model(french: Language, stage: str) -> None:
    """Without the stages before it, and without sentences set by anyone, a stage still does its work."""
    with french.select_pipes(disable=STAGES):
        doc = french(MINUTES)
    assert not doc.has_annotation("SENT_START")
    doc = french.get_pipe(stage)(doc)
    assert {name: len(group) for name, group in doc.spans.items()} == {
        "crparse_definitions": {"crparse_definitions": 1},
        "crparse_examples": {"crparse_examples": 0},
        "crparse_decisions": {"crparse_decisions": 2},
        "crparse_actions": {"crparse_actions": 1},
        "crparse_entities": {"crparse_people": 5, "crparse_organisations": 2},
    }[stage]


@pytest.mark.parametrize("stage", ON_ITEMS)
def test_behind_a_trained_model_what_is_missing(french: Language, stage: str) -> None:
    with french.select_pipes(disable=STAGES):
        doc = french(MINUTES)
    with pytest.raises(ValueError, match=f"{stage} needs what crparse_actions finds"):
        french.get_pipe(stage)(doc)


def test_sentences_are_the_same_whoever_asks(french: Language) -> None:
    """Where no component has set sentences, they are those that `crparse_sentences` would set."""
    text = "M. Roux demande l'avis de Mme Le Gall. Le vote est reporté.\n\nFin  \n • Suite. Puis"
    plain, marked = french.make_doc(text), french.get_pipe("crparse_sentences")(french.make_doc(text))
    assert sentence_spans(plain) == sentence_spans(marked)
    assert [text[start:end].strip() for start, end in sentence_spans(plain)][:2] == [
        "M. Roux demande l'avis de Mme Le Gall.",
        "Le vote est reporté.",
    ]


def test_every_stage_says_what_it_needs_and_gives(french: Language) -> None:
    analysis = french.analyze_pipes(keys=["assigns", "requires"])
    assert not any(analysis["problems"][stage] for stage in STAGES)
    given = {stage: analysis["summary"][stage]["assigns"] for stage in STAGES}
    assert given["crparse_dates"] == ["doc.spans", "doc._.crparse_upcoming_dates", "doc._.crparse_caveats"]
    assert given["crparse_entities"] == [
        "doc.spans",
        "doc._.crparse_people",
        "doc._.crparse_organisations",
        "doc._.crparse_scores",
    ]
    assert all(given.values())


def test_settings_are_kept_on_disk(tmp_path: Path) -> None:
    nlp = spacy.blank("fr")
    nlp.add_pipe("crparse_outline", config={"threshold": 0.9})
    nlp.add_pipe("crparse_attendance")
    nlp.add_pipe("crparse_dates", config={"meeting_date": "2024-03-12", "soon": 30})
    nlp.to_disk(tmp_path / "pipeline")
    for other in (spacy.load(tmp_path / "pipeline"), nlp.from_disk(tmp_path / "pipeline")):
        assert other(MINUTES).to_bytes() == nlp(MINUTES).to_bytes()
        assert [date["date"] for date in other(MINUTES)._.crparse_upcoming_dates] == [
            "2024-04-05",
            "2024-05-16",
        ]
    assert spacy.load(tmp_path / "pipeline").config["components"]["crparse_outline"]["threshold"] == 0.9


@pytest.mark.parametrize(
    ("stage", "config", "group", "count"),
    [
        ("crparse_outline", {"threshold": 1.0}, "crparse_sections", 0),
        ("crparse_dates", {"meeting_date": "2024-03-12"}, "crparse_upcoming_dates", 2),
        ("crparse_definitions", {"without": ["acronym"]}, "crparse_definitions", 0),
        ("crparse_decisions", {"threshold": 1.0}, "crparse_decisions", 1),
        ("crparse_actions", {"threshold": 0.0}, "crparse_actions", 7),
        ("crparse_entities", {"threshold": 0.999}, "crparse_organisations", 0),
    ],
)
def test_stages_can_be_set(
    french: Language, stage: str, config: dict[str, Any], group: str, count: int
) -> None:
    with french.select_pipes(disable=STAGES):
        doc = french(MINUTES)
    assert len(french.create_pipe(stage, config=config)(doc).spans[group]) == count


def test_every_item_tells_its_rule(french: Language, minutes: Doc) -> None:
    """As "family:detail": the lexicon's name of the cue, the label, the kind of table, the model."""
    found = record(french, minutes)
    groups = (found.attendees, found.sections, found.definitions, found.upcoming_dates, found.decisions)
    assert [[item.rule for item in group] for group in (*groups, found.actions)] == [
        ["label:present", "label:present", "label:excused"],
        ["model:outline", "model:outline"],
        ["acronym:after_expansion"],
        ["cue:announces", "cue:next_meeting", "time:ahead"],
        ["vote:tally", "cue:body_decides"],
        ["cue:label"],
    ]
    assert {field: where.rule for field, where in found.meeting.evidence.items()} == {
        "body": "body:title",
        "date": "date:line",
        "start_time": "hour:day",
        "title": "title:head",
    }
    mentions = [m for e in (*found.people, *found.organisations) for m in e.mentions]
    assert {m.rule for m in mentions} >= {"list:attendees", "acronym:expansion", "lexicon:public_bodies"}
