"""The lines and tables of a document in the order in which attendance is read from them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import groupby, pairwise, repeat
from operator import ge

from crparse import lexicon
from crparse.document.tables import CellGrid, grid_of, grid_of_lines
from crparse.language.persons import is_civility, parse_name, split_civility
from crparse.record import Status
from crparse.source import Block, Kind, SourceDocument
from crparse.stages.attendance.beside import starts_with_role
from crparse.stages.attendance.entries import read_representative
from crparse.stages.attendance.heads import head_name, split_long_run
from crparse.stages.attendance.labels import Label, LabelKind, read_label
from crparse.stages.attendance.pieces import ListPiece, ListText
from crparse.stages.attendance.tables.columns import heads_columns
from crparse.text import fold

# Where a label may begin within a paragraph: takes " " of "le maire. Présents", leaves "le maire".
_CUT = re.compile(r"(?<!\s)\s+(?=[A-ZÀ-Ý]|\d{1,3}\s+[a-zà-ÿ][^:\d\n]{3,40}:\s*[^\W\d])")
# Takes "12", leaves "douze".
_FIGURE = re.compile(r"\d")

LABEL = 90
"""Characters in which a label within a paragraph stands, its colon included."""

# A label of something else: takes "Ordre du jour :", leaves "Ordre du jour adopté".
_AFTER = re.compile(r"\w+(?: [\w']+){0,3}\s?:")

# What ends the sentence or part before a label: takes the ". " of "le maire. ", leaves "les ".
_SIGN_BEFORE = re.compile(r"[.;/–—,|-]\s*\Z")

_MAX_PART = 170
"""A longer text from one name to the next is a paragraph that begins with a name."""
_MAX_ROW = 4000
"""Characters of a row of people: a longer one is text. Chosen, not measured."""
# Takes "Mairie, Lormoy : " of "Mairie, Lormoy : Anne Roux", leaves "Mairie :".
_GROUP_LEAD = re.compile(r"[^:]{2,60}:\s*(?=\S)")


class AttendanceLine(ListText):
    """A line of text that may hold a label, people, or neither."""

    def __init__(self, text: str, start: int, block: Block, index: int, opening: bool = True) -> None:
        super().__init__(text, start)
        self.block = block
        self.index = index
        """Index of its block."""
        self.opening = opening
        """Whether it is the first of its block, which the bullet stands before."""

    def part(self, begin: int, end: int) -> "AttendanceLine":
        """A stretch of it as a line, itself where that is all of it."""
        if (begin, end) == (0, len(self.text)):
            return self
        return AttendanceLine(self.text[begin:end], self.start + begin, self.block, self.index, self.opening)

    def with_next(self, below: "AttendanceLine", sign: str = " ") -> "AttendanceLine":
        """It and the row that follows it as one, a sign between them for each character left out."""
        gap = sign * (below.start - self.end)
        return AttendanceLine(self.text + gap + below.text, self.start, below.block, self.index, self.opening)

    @cached_property
    def label(self) -> Label | None:
        """The label it begins with, its offsets from the start of the row."""
        return read_label(self.text)

    @cached_property
    def led_by_function(self) -> bool:
        """Whether a function with its article stands before the person: "Le maire, Mme Roux"."""
        begin, pieces = self.bullet[0], self.pieces()[:2]
        article = lexicon.cues("attendance", "joints.function_article").match(self.folded, begin)
        led = article is not None and starts_with_role(self.text[article.end() :])
        return led and len(pieces) > 1 and pieces[1].strength == 3

    @property
    def bulleted(self) -> bool:
        """Whether it is an item of a list."""
        return (self.opening and self.block.kind is Kind.LIST_ITEM) or self.bullet[0] > 0

    @property
    def numbered(self) -> bool:
        """Whether it begins with a number, as headings do."""
        return self.number > 0

    @property
    def number(self) -> int:
        """The number it begins with, 0 without any."""
        # Takes "2" of "2. Budget", leaves "2024".
        match = re.match(r"\s*(\d{1,2})[.)/]\s", self.text)
        return int(match[1]) if match else 0

    @property
    def set_off(self) -> bool:
        """Whether its typeface sets it off."""
        return self.block.share("bold") > 0.9 or self.block.share("underline") > 0.9

    @cached_property
    def names_people(self) -> bool:
        """Whether it begins with a person, after "Mairie :" as well, and is no paragraph."""
        if len(self.text) > _MAX_ROW:
            return False
        if split_long_run(self.text, 0, len(self.text)) or self._represents:
            return True
        pieces = self.pieces()
        begins = any(piece.strength for piece in [*pieces[:1], *self._after_group])
        begins = begins or any(piece.strength == 3 for piece in pieces[1:3])
        return begins and all(p.end - p.start < _MAX_PART for p in pieces if p.strength)

    @cached_property
    def surely_people(self) -> bool:
        """Whether it begins with a box, a known first name or a whole name, after "Mairie :" as well."""
        pieces = [*self.pieces()[:2], *self._after_group]
        return self.bullet[1] is not None or any(p.strength >= 2 for p in pieces) or self._represents

    @cached_property
    def _represents(self) -> bool:
        """Whether it names a body and who stands for it."""
        return bool(read_representative(self, 0, len(self.text)))

    @cached_property
    def _after_group(self) -> list[ListPiece]:
        """Its first part after "Mairie :", none where no group stands there."""
        group = None if is_task(self.text) else _GROUP_LEAD.match(self.text)
        if group is None or leads_sentence(group.group()):
            return []
        return self.pieces(group.end())[:1]


def leads_sentence(text: str) -> bool:
    """ "Le conseil a choisi comme secrétaire :": what is said of the person after it."""
    return lexicon.cues("attendance", "marks.sentence").search(fold(text)) is not None


def is_task(text: str) -> bool:
    """ "Mettre à jour le plan": what someone is to do, before who does it."""
    return lexicon.cues("attendance", "joints.task").match(fold(text)) is not None


Unit = AttendanceLine | CellGrid
Units = Sequence[Unit]


def _joined(unit: Unit | None, below: Unit) -> AttendanceLine | None:
    """A row and the one below as one, None where neither goes on in the other."""
    if not isinstance(unit, AttendanceLine) or not isinstance(below, AttendanceLine):
        return None
    return unit.with_next(below) if _wraps(unit, below) else None


def _wraps(row: AttendanceLine, below: AttendanceLine) -> bool:
    """Whether the last of several entries side by side goes on in the row below.

    "Anne Roux\tPaul Petit (maire," over "Lormoy)", "M. Ivo Petit\tMme Anne" over "Roux (DDT 42)".
    """
    side_by_side = "\t" in row.text or (row.label is not None and "\t" in below.text)
    if not side_by_side or below.start - row.end > 1 or below.label is not None or below.bulleted:
        return False
    if row.text.count("(") > row.text.count(")"):
        return ")" in below.text
    if below.text[:1] == "(":
        return True
    last = _GROUP_LEAD.sub("", row.text.rpartition("\t")[2]).strip()
    if below.text[:1].islower() and not below.begins_with_person():
        return last.endswith(",") or read_label(last) is None
    halves = _half(last[split_civility(last)[1] :]), _half(_NEXT.split(below.text)[0].strip())
    return set(halves) == {"given", "surname"}


def _half(printed: str) -> str | None:
    """Which half of a name one word is; an initial stands for a surname."""
    # Takes "F." of "Anne F.", leaves "Anne".
    if re.fullmatch(r"[A-ZÀ-Ý]\.", printed):
        return "surname"
    name = parse_name(printed)
    if name is None or name.civility or " " in name.text:
        return None
    return "given" if name.surname is None else "surname"


# What ends a name in a row: takes the comma of "Roux, maire", leaves "Le Goff".
_NEXT = re.compile(r"[\t(,;]|\s[-–—]\s")


def line_at(units: Units, position: int) -> AttendanceLine | None:
    """The line at a position, None where a table stands or the document has ended."""
    unit = units[position] if position < len(units) else None
    return unit if isinstance(unit, AttendanceLine) else None


class DocumentRows:
    """The rows of a document, each block cut into them once."""

    def __init__(self, source: SourceDocument) -> None:
        self.source = source
        self._rows: dict[int, list[AttendanceLine]] = {}

    def of_block(self, index: int) -> list[AttendanceLine]:
        """The rows of a block."""
        if index not in self._rows:
            block, start = self.source.blocks[index], self.source.starts[index]
            self._rows[index] = list(block_rows(start, block, index))
        return self._rows[index]

    def units(self) -> Iterator[Unit]:
        """Rows and tables in order, entries side by side that wrap into the next row made whole."""
        before: Unit | None = None
        for unit in self._printed():
            whole = _joined(before, unit)
            if whole is None and before is not None:
                yield before
            before = whole or unit
        if before is not None:
            yield before

    def _printed(self) -> Iterator[Unit]:
        """Rows and tables as they are printed."""
        spans = ((index, start, block) for index, (start, _, block) in enumerate(self.source.spans()))
        for table, blocks in groupby(spans, lambda span: span[2].cell and span[2].cell.table):
            if table is not None:
                cells = list(blocks)
                grid = grid_of(cells)
                if self._follows_label(cells[0][0]) and _is_list(grid):
                    yield from self._printed_rows(cells)
                else:
                    yield grid
                continue
            for tabbed, run in groupby(blocks, lambda span: "\t" in span[2].text):
                lines = [span for span in run if span[2].kind is not Kind.FOOTNOTE]
                headings = (at for at, line in enumerate(lines) if tabbed and heads_columns(line[2].text))
                heading = next(headings, None)
                typed = grid_of_lines(lines[heading:]) if heading is not None else None
                for index, _, _ in lines[:heading] if typed else lines:
                    yield from self.of_block(index)
                if typed is not None:
                    yield typed

    def _follows_label(self, index: int) -> bool:
        """Whether the label of a list stands in one of the blocks before one."""
        above = (row for at in range(max(0, index - _NEAR), index) for row in self.of_block(at))
        return any(row.label is not None and row.label.kind is LabelKind.LIST for row in above)

    def _printed_rows(self, cells: Iterable[tuple[int, int, Block]]) -> Iterator[AttendanceLine]:
        """The rows of what was taken for a table, those that stand side by side made one with tabs."""
        last: AttendanceLine | None = None
        for index, _, _ in cells:
            for row in self.of_block(index):
                if last is not None and _beside(last, row):
                    last = last.with_next(row, "\t")
                    continue
                if last is not None:
                    yield last
                last = row
        if last is not None:
            yield last


_NEAR = 6
"""Blocks above people side by side among which the label of their list stands. Chosen, not measured."""
_LEAST_PEOPLE = 0.5
"""Share of the paragraphs of a column that name a person where people stand side by side; and of the first
column, which holds the groups and the ends of what wraps as well. Chosen, not measured."""
_LEAST_BELOW = 0.3


def _is_list(grid: CellGrid) -> bool:
    """Whether what looks like a table of a page is a list of people side by side, with what groups them.

    "Anne Roux   Paul Petit" over "Odile Costey   Ivo Brunel"; no "Anne Roux   Mairie".
    """
    blocks = [block for cell in grid.cells.values() for _, block in cell]
    if grid.columns < 2 or not all(block.lines for block in blocks):
        return False
    columns = [
        [ListText(block.text) for (_, at), cell in grid.cells.items() for _, block in cell if at == column]
        for column in range(grid.columns)
    ]
    named = [[_names_surely(listing) for listing in column] for column in columns]
    last = [ListText(cell[-1][1].text) for cell in grid.cells.values() if len(cell) > 1]
    if any(starts_with_role(one.text.strip()) and not _names_surely(one) for one in last):
        return False  # names over functions are signatures
    shares = [sum(tells) / max(1, len(tells)) for tells in named]
    least = (_LEAST_BELOW, *repeat(_LEAST_PEOPLE, grid.columns - 1))
    return named[0][:1] == [True] and all(map(ge, shares, least))


def _names_surely(listing: ListText) -> bool:
    """Whether a text surely begins with a person, after a function as well: "Le maire, Mme Roux"."""
    lead = _GROUP_LEAD.match(listing.text)
    after = listing.pieces(lead.end())[:1] if lead else []
    return any(piece.strength > 1 for piece in (*listing.pieces()[:2], *after))


def _beside(row: AttendanceLine, right: AttendanceLine) -> bool:
    """Whether a row ends on the printed line on which the other begins."""
    end, begin = row.block.lines[-1:], right.block.lines[:1]
    if not end or not begin or right.start - row.end != 1 or end[0].page != begin[0].page:
        return False
    return end[0].x1 <= begin[0].x0 and begin[0].top < end[0].bottom and end[0].top < begin[0].bottom


def block_rows(start: int, block: Block, index: int) -> Iterator[AttendanceLine]:
    """The rows of one block: cut at manual breaks and where a printed line or a clause opens with a label."""
    printed = _with_whole_names(block.text)
    whole = AttendanceLine(printed, start, block, index)
    # Takes each line feed, leaves the space of a line that wrapped.
    cuts = {0, *(match.end() for match in re.finditer("\n", printed)), *_label_cuts(whole)}
    cuts |= {line.start for line in block.lines[1:] if _opens(printed[line.start : line.end])}
    if _one_a_line(block):
        cuts |= {line.start for line in block.lines}
    for begin, end in pairwise([*sorted(cuts), len(printed)]):
        text = printed[begin:end]
        if text.strip():
            uncut = len(text) == len(printed)
            yield whole if uncut else AttendanceLine(text, start + begin, block, index, opening=begin == 0)


# The end of a line in a list and the beginning of the next: takes "; Anne\nRoux ;", "; M.\nRoux.", leaves
# "; Anne Petit\nRoux ;".
_BROKEN_NAME = re.compile(
    r"[;,][^\S\n]*(?P<before>[^\s;,]+)[^\S\n]*(?P<feed>\n)(?P<after>[^\s;,.]+)\s*(?=[;,.(]|$)"
)


def _with_whole_names(text: str) -> str:
    """The text without the manual breaks inside a name: "Odile Costey ; Anne\nRoux ; Paul Petit"."""
    kept = list(text)
    for match in _BROKEN_NAME.finditer(text):
        before, after = parse_name(match["before"]), parse_name(match["after"])
        opened = is_civility(match["before"]) or (before is not None and before.surname is None)
        if opened and after is not None and after.given is None:
            kept[match.start("feed")] = " "
    return "".join(kept)


def _label_cuts(whole: AttendanceLine) -> Iterator[int]:
    """Where labels begin within a paragraph, none inside the label before it."""
    text, label = whole.text, whole.label
    listed = label.status if label is not None and label.kind is LabelKind.LIST and not label.alone else None
    reached, looked, counted = label.end if label else 0, 0, False
    for begin in _cuts(whole):
        counted = counted or _FIGURE.search(text, looked, begin) is not None
        looked = begin
        if (begin >= reached or counted) and (label := _label_inside(text, begin, listed)):
            yield begin
            reached, counted = begin + label.end, False


def _cuts(whole: AttendanceLine) -> list[int]:
    """Where a label may begin: at a capital, or with the verb of a clause ("…, étaient présents :")."""
    clauses = lexicon.cues("attendance", "labels.of_clause").finditer(whole.folded)
    return sorted({match.end() for match in _CUT.finditer(whole.text)} | {match.end() for match in clauses})


def _opens(line: str) -> bool:
    label = read_label(line) if line[:1].isupper() else None
    return label is not None and label.kind in (LabelKind.LIST, LabelKind.OFFICER)


def _label_inside(text: str, start: int, listed: Status | None) -> Label | None:
    """The label with its colon that begins within a paragraph: "… le maire. Présents : …".

    `listed`: the paragraph is a list of that status, so that any label ends it: "… Anne Roux Début de
    séance : 18 h"; not "Anne Roux ; secrétaire : M. Petit" among those present.
    """
    colon = text.find(":", start, start + LABEL + 1)
    label = read_label(text[start : start + LABEL]) if colon >= 0 else None
    if label is None or label.kind is LabelKind.PLACE:
        return None
    if label.kind is LabelKind.AFTER:
        return label if listed and _AFTER.match(text, start, start + LABEL + 1) else None
    before = text[max(0, start - LABEL) : start].rstrip()
    among = listed == "present" or ":" in before
    if among and label.kind is LabelKind.OFFICER and before.endswith(";"):
        return None
    opens = (
        label.kind is LabelKind.LIST
        or listed
        or _SIGN_BEFORE.search(before)
        or lexicon.cues("attendance", "labels.writes").find(fold(label.text))
    )
    return label if opens and colon <= start + min(label.end, len(label.text) + 45) else None


def _one_a_line(block: Block) -> bool:
    """Whether each printed line of a block holds a person of its own."""
    if len(block.lines) < 2:
        return False
    lines = [block.text[line.start : line.end].strip() for line in block.lines]
    goes_on = lexicon.cues("attendance", "joints.open_end")
    if any(line.endswith((",", ";", "-")) or goes_on.find(line) for line in lines[:-1]):
        return False
    heads = (head_name(line, 0, len(line)) for line in lines)
    return all(head is not None and head.given and head.surname for head in heads)
