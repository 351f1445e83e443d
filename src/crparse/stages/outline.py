"""The outline of the minutes: which lines are headings, their numbers and titles, and how they nest."""

import re
from collections.abc import Sequence

from spacy.language import Language
from spacy.tokens import Doc

from crparse.record import Meeting, Section
from crparse.source import SourceDocument
from crparse.stages.boosted_trees import BoostedTrees, load_trees
from crparse.stages.heading_features import features, is_settled
from crparse.stages.items import meeting_of, set_items, source_of
from crparse.stages.nesting import Heading, nest
from crparse.stages.surroundings import Surroundings
from crparse.stages.text_lines import lines_of
from crparse.stages.wrapped_headings import join_wrapped

THRESHOLD = 0.45
"""Probability from which a line is taken for a heading: where precision and recall balance."""

_CLOSING = re.compile(r"[\s:]+$")
_OPENING = re.compile(r"^[\s#*•▪■◆➢➤❖>\-–—]+(?=\w)")


@Language.factory("crparse_outline", default_config={"threshold": THRESHOLD}, assigns=["doc.spans"])
def make_outline(nlp: Language, name: str, threshold: float) -> "Outline":
    """The outline by the trained weights that come with crparse."""
    return Outline(load_trees("outline"), threshold)


class Outline:
    """Headings with number, title and nesting.

    "2.1 Budget" set in bold over a paragraph -> Section(number="2.1", title="Budget", level=2).
    Misses headings that nothing sets apart from the text around them.
    """

    def __init__(self, model: BoostedTrees, threshold: float = THRESHOLD) -> None:
        self.model = model
        self.threshold = threshold

    def __call__(self, doc: Doc) -> Doc:
        """The document with its sections."""
        source = source_of(doc)
        headings = self.find(source, title_places(meeting_of(doc)))
        set_items(doc, "sections", make_sections(source, headings, nest(headings)))
        return doc

    def find(self, source: SourceDocument, title: Sequence[tuple[int, int]] = ()) -> list[Heading]:
        """The headings of a document, in order."""
        around = Surroundings(join_wrapped(lines_of(source), source.text), title)
        known = dict(features(around))
        likely = dict(zip(known, self.model.probabilities(list(known.values())), strict=True))
        return [
            Heading(around.lines[index], around.numbers[index], index, around.typography.size)
            for index in known
            if likely[index] >= self.threshold or is_settled(around, index)
        ]


def title_places(meeting: Meeting) -> list[tuple[int, int]]:
    """Where the lines of the document's title stand."""
    where = meeting.evidence.get("title")
    return (where.parts or [(where.start, where.end)]) if where is not None else []


def make_sections(
    source: SourceDocument, headings: Sequence[Heading], levels: Sequence[int]
) -> list[Section]:
    """The sections that the headings open."""
    end_of_body = max((line.end for line in lines_of(source)), default=0)
    starts = [heading.line.start for heading in headings]
    open_ids: list[str] = []
    sections: list[Section] = []
    for index, (heading, level) in enumerate(zip(headings, levels, strict=True)):
        later = zip(starts[index + 1 :], levels[index + 1 :], strict=True)
        body_end = next((start for start, other in later if other <= level), end_of_body)
        del open_ids[level - 1 :]
        parent = open_ids[-1] if open_ids else None
        open_ids.append(f"s{index + 1}")
        sections.append(_section(heading, open_ids[-1], level, parent, body_end))
    return sections


def _section(heading: Heading, section_id: str, level: int, parent: str | None, body_end: int) -> Section:
    line, number = heading.line, heading.number
    offset = number.title_at if number else 0
    if opening := _OPENING.match(line.text[offset:]):
        offset += opening.end()
    title = _CLOSING.sub("", line.text[offset:])
    start = line.start + offset
    return Section(
        start=start,
        end=start + len(title),
        rule="heading style" if heading.level else "label" if heading.says("settled") else "heading model",
        id=section_id,
        level=level,
        number=number.text if number else None,
        title=" ".join(title.split()),
        parent=parent,
        body_end=body_end,
    )
