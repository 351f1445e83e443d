"""Lines of plain text put together again where a program or a careful hand has wrapped them."""

import re
from collections.abc import Sequence

from crparse.text import squeeze

NARROWEST = 45
"""Characters of a line from which a text may be wrapped: shorter lines end where the author meant."""

WIDEST = 130
"""Characters of a line beyond which a text is not wrapped."""

SLACK = 4
"""Characters by which a line may fall short of the width: some programs wrap a little early."""

SEVERAL = 3
"""Lines near the greatest width that it takes."""

SHARE = 0.95
"""Share of the longer lines that keep within the width; some addresses reach beyond."""

_LABEL = re.compile(r"[A-ZÀ-Ý][^.:;,()]{0,40}:(?:\s|$)")


class Width:
    """How wide the lines of a text are wrapped, if they are."""

    def __init__(self, lines: Sequence[str]) -> None:
        lengths = sorted(len(line.rstrip()) for line in lines if len(line.rstrip()) >= NARROWEST)
        widest = lengths[int(SHARE * (len(lengths) - 1))] if lengths else 0
        near = sum(widest - length < 2 * SLACK for length in lengths)
        self.width = widest if widest <= WIDEST and near >= SEVERAL else None

    def is_wrapped(self, above: str, below: str) -> bool:
        """Whether a line goes on in the next: its first word did not fit, and no label begins it."""
        if self.width is None or _LABEL.match(below.lstrip(" \t*_")):
            return False
        word = squeeze(below).partition(" ")[0]
        return len(above.rstrip()) + 1 + len(word) > self.width - SLACK
