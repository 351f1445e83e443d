"""How most of a document is set: what a heading's looks are measured against."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Self

from crparse.stages.text_lines import TextLine


@dataclass(frozen=True, slots=True)
class Typography:
    """The usual looks of a document's lines."""

    size: float | None
    """Type size of most characters."""
    largest: float | None
    """The largest type size."""
    color: str | None
    """Colour of most characters."""
    indent: float
    """Left edge of most text, tables apart."""
    gap: float
    """White above a block, the median where there is any."""
    bold: float
    """Share of the characters that stand in bold lines."""

    @classmethod
    def of(cls, lines: Sequence[TextLine]) -> Self:
        """The looks that prevail in `lines`."""
        sizes: Counter[float | None] = Counter()
        colors: Counter[str | None] = Counter()
        edges: Counter[int] = Counter()
        for line in lines:
            sizes[line.size] += len(line.text)
            colors[line.color] += len(line.text)
            if line.block.indent is not None and line.block.cell is None:
                edges[round(line.block.indent)] += len(line.text)
        gaps = [line.block.space_before for line in lines if line.block.space_before]
        letters = sum(len(line.text) for line in lines)
        return cls(
            size=sizes.most_common(1)[0][0] if sizes else None,
            largest=max((size for size in sizes if size), default=None),
            color=colors.most_common(1)[0][0] if colors else None,
            indent=edges.most_common(1)[0][0] if edges else 0,
            gap=median(gaps) if gaps else 0.0,
            bold=sum(len(line.text) for line in lines if line.bold) / letters if letters else 0.0,
        )
