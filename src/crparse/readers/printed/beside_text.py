"""What stands beside or behind the text of a page: line numbers, watermarks, white letters, initials."""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from crparse.readers.blocks.markers import split_marker
from crparse.readers.printed.drawings import Rule
from crparse.readers.printed.glyphs import Glyph, GlyphFace
from crparse.readers.printed.lines import PrintedRow, Segment, grouped

PALE = 0x90
"""Red, green and blue above which a colour is pale: watermarks had 0xA0 and more, grey text up to 0x80."""

WHITE = 0xF8
"""Red, green and blue from which a colour is white paper's (as for what is drawn)."""

LARGER = 1.3
"""How many times as large as the text a watermark is set at least (chosen, not measured: they are mostly four
times as large)."""


def without_watermarks(glyphs: list[Glyph]) -> list[Glyph]:
    """The characters without those of a large pale word that stands behind others."""
    sizes = Counter(g.face.size for g in glyphs if not g.char.isspace() and _shade(g.face) < PALE)
    usual = max(sizes, key=lambda size: (sizes[size], size), default=0.0)
    pale = [g for g in glyphs if g.face.size >= LARGER * usual and _shade(g.face) >= PALE]
    if not usual or not pale:
        return glyphs
    others = [g for g in glyphs if _shade(g.face) < PALE and not g.char.isspace()]
    marks = grouped(pale, lambda word, g: g.face is word[-1].face and abs(g.base - word[-1].base) < 1)
    behind = {id(g) for word in marks if _stands_behind(word, others) for g in word}
    return [g for g in glyphs if id(g) not in behind]


def _stands_behind(word: Sequence[Glyph], others: Sequence[Glyph]) -> bool:
    """Whether other characters are printed over a word."""
    left, right = min(g.x0 for g in word), max(g.x1 for g in word)
    top, foot = word[0].base - 0.75 * word[0].face.size, word[0].base + 0.25 * word[0].face.size
    return any(left < (g.x0 + g.x1) / 2 < right and top < g.base - 0.3 * g.face.size < foot for g in others)


def _shade(face: GlyphFace) -> int:
    """The darkest of the red, green and blue of a colour: 0 for black."""
    return min(bytes.fromhex(face.color)) if face.color else 0


def without_white(glyphs: list[Glyph], grounds: Sequence[Rule]) -> list[Glyph]:
    """The characters without those that are white on white paper: nobody sees them."""
    white = [g for g in glyphs if _shade(g.face) >= WHITE and g.face.visible]
    unseen = {id(g) for g in white if not any(_holds(ground, g) for ground in grounds)}
    return [g for g in glyphs if id(g) not in unseen] if unseen else glyphs


def _holds(ground: Rule, glyph: Glyph) -> bool:
    x, y = (glyph.x0 + glyph.x1) / 2, glyph.base - 0.3 * glyph.face.size
    return ground.x0 - 1 <= x <= ground.x1 + 1 and ground.top - 1 <= y <= ground.bottom + 1


INITIAL = 1.8
"""How many times as large as the text a first letter set over several lines is at least."""


def with_small_initials(glyphs: list[Glyph]) -> list[Glyph]:
    """The characters, a large initial put on the line that it begins."""
    for initial, following in pairwise(glyphs):
        size = following.face.size
        hangs = 0.4 * size < initial.base - following.base <= 3.5 * size
        beside = 0 <= following.x0 - initial.x1 <= size
        large = initial.face.size >= INITIAL * size
        if initial.char.isupper() and following.char.islower() and large and hangs and beside:
            initial.base, initial.x1, initial.face = following.base, following.x0, following.face
    return glyphs


FEWEST = 5
"""Line numbers that a page has at least where each line has one; three where every fifth has: less may be the
numbers of a list (chosen, not measured)."""

NEARLY_ALL = 0.8
"""Share of the lines that have a number where each has one: the page's own number has none."""

SAME_EDGE = 2.0
"""Points within which the numbers end together, or begin together (chosen, not measured)."""


def without_line_numbers(rows: Sequence[PrintedRow]) -> list[PrintedRow]:
    """The rows without the numbers that count them in the left or the right margin."""
    for at in (0, -1):
        found = _line_numbers(rows, at)
        if found:
            left = ([s for s in row if s not in found] for row in rows)
            rows = [row for row in left if row]
    return list(rows)


def _line_numbers(rows: Sequence[PrintedRow], at: int) -> set[Segment]:
    """The first or last segments of the rows that number them, none where they may be anything else."""
    numbered = [(index, row[at]) for index, row in enumerate(rows) if _is_number(row[at].text)]
    others = [s for row in rows for s in row if not _is_number(s.text)]
    if len(numbered) < 3 or not others:
        return set()
    edge = min(s.x0 for s in others) if at == 0 else max(s.x1 for s in others)
    beside = [(i, s) for i, s in numbered if (s.x1 < edge if at == 0 else s.x0 > edge)]
    steps = {int(below.text) - int(above.text) for (_, above), (_, below) in pairwise(beside)}
    if len(beside) < 3 or len(steps) != 1:
        return set()
    if all(_spread([getattr(s, side) for _, s in beside]) > SAME_EDGE for side in ("x0", "x1")):
        return set()
    step = steps.pop()
    counts = _counts_all(rows, beside, at) if step == 1 else _counts_some(beside, step)
    return {s for _, s in beside} if counts else set()


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 5


def _spread(values: Sequence[float]) -> float:
    return max(values) - min(values)


def _counts_all(rows: Sequence[PrintedRow], numbered: Sequence[tuple[int, Segment]], at: int) -> bool:
    """Whether numbers count all lines, those too that go on a sentence or have a number of their own.

    Those of a list stand before its items alone.
    """
    if len(numbered) < FEWEST or len(numbered) < NEARLY_ALL * len(rows):
        return False
    texts = [" ".join(s.text for s in rows[i] if s is not number) for i, number in numbered]
    no_items = [not t or t[0].islower() or split_marker(t).kind is not None for t in texts]
    return at == -1 or sum(no_items) >= 2


def _counts_some(numbered: Sequence[tuple[int, Segment]], step: int) -> bool:
    """Whether numbers count every fifth or tenth line."""
    apart = [below - above for (above, _), (below, _) in pairwise(numbered)]
    return step in (2, 5, 10) and all(0 <= step - lines <= step // 2 for lines in apart)
