"""Is it minutes at all? What kind of paper a document is, how likely it is minutes, and what says so.

`signs` finds the titles and wordings of the lexicon, `shapes` tells programs and data by their lines,
`features` makes figures of these and of what the other stages found; small weights and `verdict` decide.
`several` tells minutes of several meetings.
"""

from spacy.language import Language
from spacy.tokens import Doc

from crparse.document.items import assigned, leave_caveats, require, require_items, set_kind, stage
from crparse.models import LinearModel, load_model
from crparse.stages.kind.features import PaperReading
from crparse.stages.kind.verdict import Bounds, doubt_of_kind, verdict

LEAST, SURE = 0.2, 0.7
"""Probabilities of minutes below which a document is none, and from which it is kept without a doubt:
docs/kinds.md has what each comes to on documents held out."""


@stage(
    "crparse_kind",
    sets=("kind", "caveats"),
    needs=["token.pos", "token.morph", *assigned("attendees", "decisions", "actions", "sections")],
)
def make_kind(nlp: Language, name: str, least: float = LEAST, sure: float = SURE) -> "KindStage":
    """The kind of a document by the weights that come with crparse.

    Args:
        nlp: The pipeline.
        name: Of the component.
        least: Probability of minutes below which a document is none.
        sure: Probability from which it is kept without a doubt.
    """
    return KindStage(load_model("kind"), Bounds(least, sure))


class KindStage:
    """The kind of a document, and why.

    "CONVOCATION … J'ai l'honneur de vous convier à la réunion …" -> convocation, by its title and wording.
    Misses which kind it is where neither title nor wording of the lexicon says so: "unknown".
    """

    def __init__(self, model: LinearModel, bounds: Bounds) -> None:
        self.model = model
        self.bounds = bounds

    def __call__(self, doc: Doc) -> Doc:
        """Keeps the kind, and leaves a caveat where it is doubtful."""
        require(doc, "crparse_kind", "token.pos", "token.morph")
        require_items(doc, "crparse_kind", "crparse_actions", "attendees", "decisions", "actions")
        reading = PaperReading(doc)
        kind = verdict(reading, self.model, self.bounds)
        set_kind(doc, kind)
        if kind.doubtful:
            leave_caveats(doc, [doubt_of_kind(reading, kind)])
        return doc
