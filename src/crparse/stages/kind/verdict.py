"""What kind a document is, by the weights and by what its titles and wordings speak for, with the reasons."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import get_args

from crparse.document.items import Doubt, get_items
from crparse.document.passages import Part
from crparse.models import LinearModel
from crparse.record import Attendee, DocumentKind, KindReason, PaperKind
from crparse.stages.kind.features import MINUTES, SHAPED, PaperReading, often
from crparse.stages.kind.several import later_meetings
from crparse.stages.kind.shapes import not_prose
from crparse.stages.kind.signs import NamedPaper
from crparse.wording import Message

SEVERAL: PaperKind = "minutes_of_several_meetings"
UNKNOWN: PaperKind = "unknown"

DIGITS = 3
"""Of the probability: more would say that it is known better than to a hundredth."""

UNLIKELY = 0.01
"""Said of what is surely none, a program or data."""

FEW, FEW_LETTERS = 1000, 60
"""Characters from the start, and letters in them below which a text tells nothing: a scan that could not be
read may be minutes (chosen)."""

WEIGHT = {"title": 2.0, "header": 1.2}
"""What a title counts beside wordings, when a kind is named (chosen, not measured)."""

MOST_WORDING = 1.6
"""What wordings of one kind count at most beside its title (chosen, not measured)."""

CHANCE = 0.5
"""Places of wordings that are there by chance: one alone names no kind (chosen)."""

NAMED = 0.7
"""What speaks for a kind at least, so that it is named (chosen): a title of the head, or two wordings in half
a page."""

LONGEST_QUOTE = 120
"""Characters that a reason quotes at most (chosen)."""

MOST_REASONS = 3
"""Places that are quoted at most; the weights are a reason more."""


@dataclass(frozen=True)
class Bounds:
    """Probabilities of minutes between which a document is kept, and doubted."""

    least: float
    sure: float


def verdict(reading: PaperReading, model: LinearModel, bounds: Bounds) -> DocumentKind:
    """The kind of a document.

    A program or data is told by its lines. Of all else the weights say how likely it is minutes: what is
    likely is, what is unlikely is named by its titles and wordings, and what stands between is kept with a
    doubt. A document whose first title is of minutes is never refused, nor one that deliberates without any.
    """
    papers = reading.papers
    shape = not_prose(papers.text, [line.text for line in papers.lines[:SHAPED]], reading.shapes)
    if shape is not None:
        kind, place = shape
        reason = _quoted(reading, f"form:{kind}", place)
        return DocumentKind(name=_kind(kind), probability=UNLIKELY, reasons=[reason])
    likely = round(model.probability(reading.row), DIGITS)
    weighed = KindReason(rule="model:kind")
    if sum(map(str.isalpha, papers.text[:FEW])) < FEW_LETTERS and _other_kind(reading) == UNKNOWN:
        empty = KindReason(rule="form:empty")
        return DocumentKind(name="minutes", probability=likely, doubtful=True, reasons=[empty])
    if likely < bounds.least and not _never_refused(reading):
        other = _other_kind(reading)
        reasons = list(_reasons_of(reading, other))[:MOST_REASONS]
        return DocumentKind(name=other, probability=likely, reasons=[*reasons, weighed])
    later = later_meetings(papers)
    reasons = [_quoted(reading, "title:meeting", place) for place in later[:1]]
    reasons += list(_told(reading))[: MOST_REASONS - len(reasons)]
    return DocumentKind(
        name=SEVERAL if later else "minutes",
        probability=likely,
        doubtful=likely < bounds.sure,
        reasons=[*reasons, weighed],
    )


def doubt_of_kind(reading: PaperReading, kind: DocumentKind) -> Doubt:
    """Why minutes are doubted, at the first line of the document."""
    other = _other_kind(reading)
    likely = f"{kind.probability:.2f}"
    if other == UNKNOWN:
        message = Message(
            "The document may be no minutes: minutes with a probability of %(probability)s.",
            probability=likely,
        )
    else:
        message = Message(
            "The document may be no minutes but %(what)s: minutes with a probability of %(probability)s.",
            what=other.replace("_", " "),
            probability=likely,
        )
    if any(reason.rule == "form:empty" for reason in kind.reasons):
        message = Message("There is too little text to tell whether the document is minutes.")
    lines = reading.papers.lines
    first = (lines[0].start, lines[0].start + len(lines[0].text)) if lines else (0, 0)
    return Doubt("kind_doubtful", message, *first)


def _kind(name: str) -> PaperKind:
    found: PaperKind = next(kind for kind in get_args(PaperKind) if kind == name)
    return found


def _never_refused(reading: PaperReading) -> bool:
    """Whether no title of another kind stands before that of minutes, or before a formula of deliberation."""
    titles = reading.papers.titles
    own = max((sign.weight for sign in titles if sign.kind == MINUTES), default=0.0)
    others = max((sign.weight for sign in titles if sign.kind != MINUTES), default=0.0)
    if own:
        return own >= others
    return not others and bool(reading.told["told.deliberates"])


def _other_kind(reading: PaperReading) -> PaperKind:
    """The kind that most speaks for, of those that are no minutes."""
    scores: dict[str, float] = {}
    for sign in reading.papers.titles:
        if sign.kind != MINUTES:
            weight = WEIGHT[sign.family] * sign.weight
            scores[sign.kind] = max(weight, scores.get(sign.kind, 0.0))
    for name, places in reading.worded.items():
        kind = name.removeprefix("wording.")
        if places:
            told = min(MOST_WORDING, often(len(places) - CHANCE, reading.papers.sampled))
            scores[kind] = scores.get(kind, 0.0) + told
    best = max(sorted(scores), key=lambda kind: scores[kind], default=UNKNOWN)
    return _kind(best) if scores.get(best, 0.0) >= NAMED else UNKNOWN


def _reasons_of(reading: PaperReading, kind: PaperKind) -> Iterator[KindReason]:
    """The titles of a kind, then the first places of its wordings."""
    for sign in reading.papers.titles:
        if sign.kind == kind:
            yield _of_title(reading, sign)
    for place in reading.worded.get(f"wording.{kind}", ())[:MOST_REASONS]:
        yield _quoted(reading, f"wording:{kind}", place)


def _told(reading: PaperReading) -> Iterator[KindReason]:
    """The title of minutes, the first attendee, and the first place of each thing that minutes tell."""
    for sign in reading.papers.titles:
        if sign.kind == MINUTES:
            yield _of_title(reading, sign)
    for attendee in get_items(reading.doc, "attendees", Attendee)[:1]:
        yield _quoted(reading, "item:attendees", (attendee.start, attendee.end))
    for name, places in reading.told.items():
        if name.startswith("told."):
            yield from (_quoted(reading, name.replace(".", ":"), place) for place in places[:1])


def _of_title(reading: PaperReading, sign: NamedPaper) -> KindReason:
    if sign.line is None:
        return _quoted(reading, f"title:{sign.kind}", (sign.start, sign.end))
    text = reading.papers.source.furniture[sign.line].text
    return KindReason(
        rule=f"header:{sign.kind}",
        quote=text[sign.start : sign.end],
        start=sign.start,
        end=sign.end,
        furniture=sign.line,
    )


def _quoted(reading: PaperReading, rule: str, place: Part) -> KindReason:
    start, end = place
    text = reading.papers.text[start : min(end, start + LONGEST_QUOTE)].rstrip()
    return KindReason(rule=rule, quote=text, start=start, end=start + len(text))
