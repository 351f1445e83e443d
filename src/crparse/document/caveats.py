"""Caveats: what a stage could not decide or doubts, for the reader of the record."""

from dataclasses import asdict, dataclass

from spacy.tokens import Doc


@dataclass(frozen=True, slots=True)
class Doubt:
    """What a stage is not sure of, and the stretch of the text that makes it doubt."""

    code: str
    message: str
    start: int
    end: int


def leave_caveat(doc: Doc, code: str, message: str, start: int, end: int) -> None:
    """Keeps a doubt for the record, once however often the stage runs."""
    left = {"code": code, "message": message, "start": start, "end": end}
    known = doc._.crparse_caveats or []
    if left not in known:
        doc._.crparse_caveats = [*known, left]


def leave_caveats(doc: Doc, doubts: list[Doubt]) -> None:
    """Keeps several."""
    for doubt in doubts:
        leave_caveat(doc, **asdict(doubt))


def caveats_of(doc: Doc) -> list[Doubt]:
    """The doubts of all stages, in the order of the text."""
    found = [Doubt(**data) for data in doc._.crparse_caveats or ()]
    return sorted(found, key=lambda doubt: (doubt.start, doubt.end, doubt.code))
