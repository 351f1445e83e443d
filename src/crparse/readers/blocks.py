"""From the lines of a paragraph to its block: text joined, runs, printed lines, marker, place."""

from itertools import groupby, pairwise

from crparse.readers.glyphs import Face
from crparse.readers.hyphens import Hyphens
from crparse.readers.paragraphs import open_ends
from crparse.readers.printed import PrintedLine
from crparse.source import Block, Kind, Line, Run

TIGHT = 0.7
"""Type sizes of room that no character has."""


def make_block(
    paragraph: list[PrintedLine], hyphens: Hyphens, before: float | None = None, kind: Kind = Kind.PARAGRAPH
) -> Block:
    """The block of the lines of one paragraph."""
    text, faces, lines = _join(paragraph, hyphens)
    first = paragraph[0]
    if first.bullet:
        kind = Kind.LIST_ITEM if kind is Kind.PARAGRAPH else kind
    return Block(
        text=text,
        kind=kind,
        page=first.page,
        runs=_runs(faces),
        lines=lines,
        marker=first.marker,
        align=_align(paragraph),
        indent=round(first.x0 - first.left, 1),
        space_before=before,
        cell=first.cell,
    )


def _join(paragraph: list[PrintedLine], hyphens: Hyphens) -> tuple[str, list[Face], tuple[Line, ...]]:
    text = ""
    faces: list[Face] = []
    lines: list[Line] = []
    for i, line in enumerate(paragraph):
        skipped = line.body if i == 0 and line.bullet else 0
        words = line.text[skipped:]
        if i:
            ending, glue = (text, "") if _is_torn(paragraph[i - 1], line) else hyphens.join(text, words)
            faces = faces[: len(ending)] + [faces[-1]] * len(glue)
            text = ending + glue
        start = len(text)
        text += words
        faces += line.faces[skipped:]
        box = (round(v, 1) for v in (line.x0, line.top, line.x1, line.bottom))
        lines.append(Line(start, len(text), line.page, *box))
    return text, faces, _clipped(lines, text)


def _is_torn(above: PrintedLine, below: PrintedLine) -> bool:
    """Whether a word was torn apart, without a hyphen, by a column too narrow for it ("Observateu" / "r")."""
    if above.cell is None or " " in above.text or not above.text.isalpha():
        return False
    rest = below.text
    if not (rest.isalpha() and rest.islower()) or rest in open_ends() or rest == "x":
        return False
    return len(rest) == 1 or (len(rest) == 2 and above.room() < TIGHT * above.size)


def _clipped(lines: list[Line], text: str) -> tuple[Line, ...]:
    """The lines with a hyphen that was undone taken off the end of their stretch."""
    ends = [below.start for below in lines[1:]] + [len(text)]
    return tuple(
        Line(line.start, min(line.end, end), line.page, line.x0, line.top, line.x1, line.bottom)
        for line, end in zip(lines, ends, strict=True)
    )


def _runs(faces: list[Face]) -> tuple[Run, ...]:
    runs: list[Run] = []
    at = 0
    for key, stretch in groupby(faces, key=lambda f: (f.bold, f.italic, f.underline, f.size, f.color)):
        length = sum(1 for _ in stretch)
        bold, italic, underline, size, color = key
        runs.append(Run(at, at + length, bold, italic, underline, size, color))
        at += length
    return tuple(runs)


def _align(paragraph: list[PrintedLine]) -> str:
    if all(line.centered for line in paragraph) and not paragraph[0].marker:
        return "center"
    first = paragraph[0]
    if all(line.room() < first.size for line in paragraph) and first.x0 - first.left > 0.4 * (
        first.right - first.left
    ):
        return "right"
    wrapped = paragraph[:-1]
    if len(wrapped) > 1 and all(abs(a.x1 - b.x1) < 1.0 for a, b in pairwise(wrapped)):
        return "justify"
    return "left"
