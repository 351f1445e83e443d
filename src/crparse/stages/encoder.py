"""The encoder: how likely each piece of the text begins or is inside an item, read in its context."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc

from crparse.document.items import get_items, stage
from crparse.document.reading import BEGINS, DIGITS, INSIDE, KINDS, OWNER
from crparse.document.view import DocumentView, view_of
from crparse.models.encoder import Encoder, load_encoder
from crparse.models.pieces import Piece
from crparse.record import Attendee
from crparse.source import Kind
from crparse.text import Stretch

FLAGS = (
    "line_start",
    "list_item",
    "heading",
    "cell",
    "statement",
    "statement_start",
    "attendee",
    "bold",
)
"""What the layout tells of a piece, in the order in which the encoder was taught them."""


KEPT = (*(kind + part for kind in KINDS for part in (BEGINS, INSIDE)), OWNER)
"""The tags that other stages ask for."""


@stage("crparse_encoder", sets=("reading",))
def make_encoder(nlp: Language, name: str, use: bool = True) -> "EncoderReading":
    """What the encoder that is installed reads; nothing without one, or where it is not to be used."""
    return EncoderReading(load_encoder() if use else None)


class EncoderReading:
    """Probabilities of the pieces of the text, for the stages after this one to weigh.

    "Zoé relance la mairie." -> "Zoé" begins an action with 0.93, "mairie" is inside one with 0.97.
    Nothing is found here: a stage that finds items asks how likely its candidates are.
    """

    def __init__(self, encoder: Encoder | None) -> None:
        self.encoder = encoder

    def __call__(self, doc: Doc) -> Doc:
        """Sets the plain data of the reading, none without an encoder."""
        doc._.crparse_reading = None if self.encoder is None else self.read(doc, self.encoder)
        return doc

    def read(self, doc: Doc, encoder: Encoder) -> dict[str, Any]:
        """The data: where each piece stands, and for each tag how likely each piece has it."""
        pieces = list(encoder.pieces.of(doc.text))
        likely = encoder.likely(pieces, layout(view_of(doc), pieces)).astype(np.float64).round(DIGITS)
        columns = {tag: likely[:, place] for place, tag in enumerate(encoder.tags)}
        return {
            "starts": [piece.start for piece in pieces],
            "ends": [piece.end for piece in pieces],
            "likely": {tag: columns[tag].tolist() for tag in KEPT},
        }


def layout(view: DocumentView, pieces: Sequence[Piece]) -> NDArray[np.bool_]:
    """The flags of each piece: those of the character that it begins with."""
    starts = np.array([piece.start for piece in pieces], dtype=np.int64)
    source, statements = view.outline.source, view.statements
    blocks = list(source.spans())
    attended = {
        source.block_index(one.start) for one in get_items(view.doc, "attendees", Attendee) if one.end
    }
    columns = {
        "line_start": _begins(starts, _lines(view)),
        "list_item": _inside(starts, ((s, e) for s, e, b in blocks if b.kind is Kind.LIST_ITEM)),
        "heading": _inside(starts, ((one.start, one.end) for one in view.outline.sections)),
        "cell": _inside(starts, ((s, e) for s, e, b in blocks if b.cell is not None)),
        "statement": _inside(starts, ((one.start, one.end) for one in statements)),
        "statement_start": _begins(starts, [one.start for one in statements]),
        "attendee": _inside(starts, ((s, e) for i, (s, e, _) in enumerate(blocks) if i in attended)),
        "bold": _inside(starts, ((s + r.start, s + r.end) for s, _, b in blocks for r in b.runs if r.bold)),
    }
    return np.stack([columns[name] for name in FLAGS], axis=1)


def _lines(view: DocumentView) -> list[int]:
    """Where the lines begin: the blocks, and what stands after a line feed."""
    source = view.outline.source
    return [*source.starts, *(place for place, char in enumerate(source.text, start=1) if char == "\n")]


def _begins(starts: NDArray[np.int64], places: Iterable[int]) -> NDArray[np.bool_]:
    """Which is the first at or after one of the places."""
    reached = np.searchsorted(np.array(sorted(places), dtype=np.int64), starts, side="right")
    return np.asarray(np.diff(reached, prepend=0) > 0)


def _inside(starts: NDArray[np.int64], stretches: Iterable[Stretch]) -> NDArray[np.bool_]:
    """Which begins in one of the stretches."""
    edges: dict[int, int] = {}
    for start, end in stretches:
        edges[start] = edges.get(start, 0) + 1
        edges[end] = edges.get(end, 0) - 1
    places = sorted(edges)
    depth = np.cumsum([0, *(edges[place] for place in places)])
    return np.asarray(depth[np.searchsorted(np.array(places, dtype=np.int64), starts, side="right")] > 0)
