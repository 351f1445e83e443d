"""Who and what is named: mentions of people and organisations, for resolution to join.

`people` goes first; `candidates` then finds what may name an organisation, of which `organisations` keeps
what the weights take for a body. `mentions` is what both need: printed names, stretches that nobody holds
yet.
"""

from spacy.language import Language
from spacy.tokens import Doc

from crparse.document.items import keep_scores, require, set_items, stage
from crparse.document.view import view_of
from crparse.models import fitting
from crparse.stages.entities.judge import Judge, load_judge, load_read_judge
from crparse.stages.entities.mentions import Text
from crparse.stages.entities.organisations import JudgedForm, found_mentions, judge_forms
from crparse.stages.entities.people import find_people


@stage("crparse_entities", sets=("people", "organisations", "scores"), needs=("token.pos", "doc.ents"))
def make_entities(nlp: Language, name: str, threshold: float | None = None) -> "Entities":
    """Mentions of people by rules, of organisations by candidates and learned weights.

    The threshold, by default that of the weights, is for organisations.
    """
    return Entities(load_judge(threshold), load_read_judge(threshold))


class Entities:
    """Every place that names a person or an organisation.

    "Mme Le Gall présente le bilan de l'ADEME." -> people "Le Gall", organisations "ADEME".
    Misses people named by a bare unknown first name, organisations printed in lower case.
    """

    def __init__(self, judge: Judge, read: Judge | None = None) -> None:
        self.judge = judge
        self.read = read
        """For a document that an encoder has read."""

    def __call__(self, doc: Doc) -> Doc:
        """Sets the groups "people" and "organisations"."""
        require(doc, "crparse_entities", "token.pos", "doc.ents")
        text = Text(doc)
        set_items(doc, "people", find_people(text))
        judged = judge_forms(text, self._fitting(doc))
        set_items(doc, "organisations", found_mentions(text, judged))
        scores = {place: one.probability for one in judged if one.kept for place in one.form.places}
        keep_scores(doc, "organisations", scores)
        return doc

    def candidates(self, doc: Doc) -> list[JudgedForm]:
        """Every form that may name an organisation, accepted or not."""
        text = Text(doc)
        find_people(text)  # names of people take their places before organisations are sought
        return judge_forms(text, self._fitting(doc))

    def _fitting(self, doc: Doc) -> Judge:
        return fitting(self.judge, self.read, view_of(doc).reading)
