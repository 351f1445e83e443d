"""A printed line in reading order, with what the line around it and its column say about it."""

from collections import Counter
from dataclasses import dataclass

from crparse.readers.glyphs import Face
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
    left: float
    """Left edge of the column that it stands in."""
    right: float
    """Right edge of the column that it stands in."""
    area: int
    """Column, cell or stretch of page: lines of different areas of one page are never joined."""
    cell: Cell | None = None
    marker: str | None = None
    """The bullet or number that it begins with."""
    bullet: bool = False
    body: int = 0
    """Offset of its text after the marker."""
    body_x: float = 0.0
    """Where its text after the marker begins."""

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
        return min(before, after) > 2 * self.size and abs(before - after) <= 1.2 * self.size

    def main_face(self) -> Face:
        """The face of most of its characters."""
        return Counter(self.faces).most_common(1)[0][0]

    def share(self, trait: str) -> float:
        """Share of the characters after the marker that are bold or italic."""
        faces = self.faces[self.body :] or self.faces
        return sum(bool(getattr(face, trait)) for face in faces) / len(faces)

    def first_word_width(self) -> float:
        """How much room its first word takes, about."""
        word = self.text.split(" ", 1)[0]
        return (self.x1 - self.x0) * len(word) / max(1, len(self.text))

    def room(self) -> float:
        """White left after it in its column."""
        return self.right - self.x1
