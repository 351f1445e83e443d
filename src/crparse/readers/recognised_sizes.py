"""Type sizes of recognised pages: measured line by line, made as few as the document really has.

Measured on 3,364 lines of text made into scans, nine of ten lines measure within 6 % of what the lines of
their size measure in the middle, whatever the scale of the page: less than what parts a heading from text.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from crparse.readers.lines import Segment
from crparse.readers.page import PageContent
from crparse.readers.reading_order import lines_of

ALIKE = 0.08
"""Part of a size by which lines may measure more or less and be of that size."""


def even_over_pages(pages: Sequence[PageContent]) -> None:
    """Gives the recognised lines of one size, on whatever page, the one that most of them measure."""
    lines = list(_recognised(pages))
    letters: Counter[float] = Counter()
    for line in lines:
        letters[line.size] += len(line.text)
    size_of = _bands(letters)
    for line in lines:
        faces = {face: replace(face, size=size_of.get(face.size, face.size)) for face in set(line.faces)}
        line.faces = [faces[face] for face in line.faces]
        line.size = size_of[line.size]


def _recognised(pages: Sequence[PageContent]) -> Iterator[Segment]:
    for page in pages:
        if page.confidence is not None:
            for piece in page.pieces:
                yield from lines_of(piece)


def _bands(letters: Counter[float]) -> dict[float, float]:
    """Each size and the one that stands for it: the most frequent first, each taking in those about it."""
    band: dict[float, float] = {}
    for size in sorted(letters, key=lambda s: (-letters[s], s)):
        if size not in band:
            about = (other for other in letters if abs(other - size) <= ALIKE * size)
            band.update((other, size) for other in about if other not in band)
    return band
