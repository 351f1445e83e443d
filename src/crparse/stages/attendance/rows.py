"""The lines and tables of a document in the order in which attendance is read from them."""

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import groupby, pairwise

from crparse import lexicon
from crparse.document.tables import CellGrid, grid_of, grid_of_lines
from crparse.language.persons import is_civility, parse_name
from crparse.record import Status
from crparse.source import Block, Kind, SourceDocument
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

    @cached_property
    def label(self) -> Label | None:
        """The label it begins with, its offsets from the start of the row."""
        return read_label(self.text)

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
        """Rows and tables in order."""
        spans = ((index, start, block) for index, (start, _, block) in enumerate(self.source.spans()))
        for table, blocks in groupby(spans, lambda span: span[2].cell and span[2].cell.table):
            if table is not None:
                yield grid_of(list(blocks))
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
