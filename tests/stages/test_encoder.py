"""What an encoder is told, the data that is kept of its reading, and what other stages make of it."""

from collections.abc import Sequence
from typing import cast

import numpy as np
import pytest
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc

from crparse.document.items import attach_source, get_items
from crparse.document.view import view_of
from crparse.models import LinearModel
from crparse.models.encoder import Encoder
from crparse.models.pieces import Piece, Pieces
from crparse.pipeline import make_doc
from crparse.record import Action, Decision, Mention
from crparse.source import Block, Kind, Run, SourceDocument
from crparse.stages.actions import Actions
from crparse.stages.decisions import Decisions
from crparse.stages.encoder import FLAGS, KEPT, EncoderReading, layout, make_encoder
from crparse.stages.entities import Entities
from crparse.stages.entities.judge import Judge
from juries import jury_of
from pieces_read import reading_of

READS = LinearModel({"read_mean": 1.0}, 0.0, 0.5)
"""Weights that believe the encoder alone."""

REFUSES = LinearModel({}, -9.0, 0.5)


@pytest.fixture
def minutes(nlp: Language) -> Doc:
    """Minutes after the stages that come before the encoder."""
    blocks = (
        Block("Présente : Mme Odile Ferrandin"),
        Block("1. Travaux", heading_level=1, marker="1."),
        Block("On retient le devis.\nZoé relance.", runs=(Run(0, 10, bold=True),)),
        Block("Puis le lavoir", Kind.LIST_ITEM, marker="•"),
    )
    doc = make_doc(nlp, SourceDocument("m", "docx", blocks))
    before = [name for name in nlp.pipe_names if name not in ("crparse_encoder", *AFTER)]
    with nlp.select_pipes(enable=before):
        return nlp(doc)


AFTER = (
    "crparse_dates",
    "crparse_definitions",
    "crparse_examples",
    "crparse_decisions",
    "crparse_actions",
    "crparse_entities",
    "crparse_resolution",
    "crparse_probability",
    "crparse_kind",
)


def pieces(text: str, *words: str) -> list[Piece]:
    return [Piece(0, text.index(word), text.index(word) + len(word)) for word in words]


def test_the_layout_that_the_encoder_is_told(minutes: Doc) -> None:
    words = ("Présente", "Odile", "Travaux", "On", "retient", "devis", "Zoé", "Puis", "lavoir")
    told = layout(view_of(minutes), pieces(minutes.text, *words))
    assert [[flag for flag, on in zip(FLAGS, row, strict=True) if on] for row in told] == [
        ["line_start", "attendee"],
        ["attendee"],
        ["line_start", "heading"],
        ["line_start", "statement", "statement_start", "bold"],
        ["statement", "bold"],
        ["statement"],
        ["line_start", "statement", "statement_start"],
        ["line_start", "list_item", "statement", "statement_start"],
        ["list_item", "statement"],
    ]


def test_a_text_without_blocks_of_any_kind_has_a_layout(nlp: Language) -> None:
    doc = attach_source(nlp.make_doc(""), SourceDocument("m", "txt", ()))
    assert layout(view_of(doc), []).shape == (0, len(FLAGS))


class Echo:
    """Stands for an encoder: each piece has the first tag with a third, the others not at all."""

    pieces = Pieces({"▁": -1.0, "four": -2.0})
    tags = (*KEPT, "another")

    def likely(self, pieces: Sequence[Piece], flags: NDArray[np.bool_]) -> NDArray[np.float32]:
        assert flags.shape == (len(pieces), len(FLAGS))
        found = np.zeros((len(pieces), len(self.tags)), np.float32)
        found[:, 0] = 1 / 3
        return found


def test_the_reading_is_plain_data_of_the_tags_that_stages_ask_for(minutes: Doc) -> None:
    EncoderReading(cast(Encoder, Echo()))(minutes)
    data = minutes._.crparse_reading
    assert set(data["likely"]) == set(KEPT)
    assert set(data["likely"][KEPT[0]]) == {0.3333}
    assert data["ends"][-1] == len(minutes.text)
    assert {type(one) for one in (*data["starts"], *data["ends"])} == {int}


def test_without_an_encoder_nothing_is_kept(minutes: Doc, nlp: Language) -> None:
    minutes._.crparse_reading = {"old": "data"}
    make_encoder(nlp, "crparse_encoder", use=False)(minutes)
    assert minutes._.crparse_reading is view_of(minutes).reading is None


def read(doc: Doc, tag: str, *words: str) -> Doc:
    doc._.crparse_reading = reading_of(doc.text, {tag: dict.fromkeys(words, 0.9)})
    return doc


def test_what_is_read_weighs_in_actions(minutes: Doc) -> None:
    stage = Actions(jury_of(REFUSES), read=jury_of(READS))
    assert get_items(stage(minutes), "actions", Action) == []
    stage(read(minutes, "action:inside", "Zoé", "relance", "."))
    assert [action.what for action in get_items(minutes, "actions", Action)] == ["Zoé relance."]


def test_what_is_read_weighs_in_decisions(minutes: Doc) -> None:
    stage = Decisions(jury_of(REFUSES), 0.1, 600, read=jury_of(READS))
    assert get_items(stage(minutes), "decisions", Decision) == []
    stage(read(minutes, "decision:inside", "On", "retient", "le", "devis", "."))
    assert [one.text for one in get_items(minutes, "decisions", Decision)] == ["On retient le devis."]


def test_what_is_read_weighs_in_organisations(nlp: Language) -> None:
    with nlp.select_pipes(disable=["crparse_encoder"]):
        doc = nlp(make_doc(nlp, SourceDocument("m", "txt", (Block("Le bilan de l'ADEME est lu."),))))
    stage = Entities(Judge(REFUSES), Judge(READS))
    assert get_items(stage(doc), "organisations", Mention) == []
    stage(read(doc, "organisation:begins", "ADEME"))
    assert [one.text for one in get_items(doc, "organisations", Mention)] == ["ADEME"]


def test_without_weights_for_it_what_is_read_changes_nothing(minutes: Doc) -> None:
    stage = Actions(jury_of(REFUSES))
    stage(read(minutes, "action:inside", "Zoé", "relance", "."))
    assert get_items(minutes, "actions", Action) == []
