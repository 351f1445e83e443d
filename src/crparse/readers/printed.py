"""A printed line in reading order, with what the line around it and its column say about it."""

from collections import Counter
from dataclasses import dataclass

from crparse.readers.glyphs import Face
from crparse.readers.lines import Segment
from crparse.readers.markers import split_marker
from crparse.source import Cell


@dataclass(slots=True)
class PrintedLine:
    """A line as it stands on its page, in reading order."""

    text: str
    faces: list[Face]
    page: int
    x0: float
    x1: float
    base: float
    size: float
    area: int
    """Column, cell or stretch of page: lines of different areas of one page are never joined."""
    whole: bool
    """It may run over the whole width of the text: its edges are found for the document as a whole."""
    left: float = 0.0
    """Left edge of the column that it stands in."""
    right: float = 0.0
    """Right edge of the column that it stands in."""
    cell: Cell | None = None
    tabbed: bool = False
    """It has a wide gap."""
    tied: bool = False
    """It is known to go on the line before it."""
    marker: str | None = None
    """The bullet or number that it begins with."""
    bullet: bool = False
    body: int = 0
    """Offset of its text after the marker."""
    opening: float = 0.0
    """Width of what could have stood on the line above: its first word, or that up to a hyphen."""
    body_x: float = 0.0
    """Where its text after the marker or the first tab begins."""

    @property
    def top(self) -> float:
        """Top of the type body."""
        return self.base - 0.75 * self.size

    @property
    def bottom(self) -> float:
        """Bottom of the type body."""
        return self.base + 0.25 * self.size

    @property
    def centered(self) -> bool:
        """Whether it stands in the middle of its column, away from both edges."""
        before, after = self.x0 - self.left, self.right - self.x1
        even = min(before, after) > 2 * self.size and abs(before - after) <= 1.2 * self.size
        return even and not self.marker

    def main_face(self) -> Face:
        """The face of most of its characters."""
        return Counter(self.faces).most_common(1)[0][0]

    def share(self, trait: str) -> float:
        """Share of the characters after the marker that are bold or italic."""
        faces = self.faces[self.body :] or self.faces
        return sum(bool(getattr(face, trait)) for face in faces) / len(faces)

    def room(self) -> float:
        """White left after it in its column."""
        return self.right - self.x1


def printed_line(
    segment: Segment,
    page: int,
    area: int,
    bounds: tuple[float, float] | None = None,
    cell: Cell | None = None,
) -> PrintedLine:
    """The line of a segment in its place."""
    left, right = bounds or (segment.x0, segment.x1)
    line = PrintedLine(
        text=segment.text,
        faces=segment.faces,
        page=page,
        x0=segment.x0,
        x1=segment.x1,
        base=segment.base,
        size=segment.size,
        area=area,
        whole=bounds is None,
        left=left,
        right=right,
        cell=cell,
        tabbed=segment.tab_x is not None,
        tied=segment.tied,
        opening=segment.opening,
        body_x=segment.tab_x if segment.tab_x is not None else segment.x0,
    )
    apart = segment.marked or line.faces[0].font != line.faces[-1].font
    line.marker, kind, line.body = split_marker(line.text, letter_o=apart)
    line.bullet = kind == "bullet"
    return line
