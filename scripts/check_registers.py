"""How many generated registers are cut wholly right: how many meetings, the day, beginning and end of each.

check_registers.py [--seed 1] [--count 240] prints the share by value, the worst first; `--show 5` the first
five wrong ones.
"""

import argparse
from collections import Counter
from collections.abc import Iterator
from random import Random

from crparse.document.meetings import meetings_of
from crparse.readers import read_document
from crparse.readers.blocks.layout import masked
from crparse.source import SourceDocument
from crparse.stages.attendance.rows import DocumentRows
from crparse.stages.meeting import read_meeting
from crparse.text import squeeze
from layouts.registers import GRID, Part, Register, register

EDGE = 2
"""Lines at the edge of a part in which its first or last line stands: within a line."""


def main() -> None:
    """The table of one run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=240)
    parser.add_argument("--show", type=int, default=0)
    options = parser.parse_args()
    total: Counter[tuple[str, str]] = Counter()
    right: Counter[tuple[str, str]] = Counter()
    shown = 0
    for number, choice in enumerate(GRID.mixed(options.seed, options.count)):
        made = register(choice, Random(f"{options.seed}/{number}"))
        wrong = list(_wrong(made, choice["format"]))
        for key in [*choice.items(), ("all", "")]:
            total[key] += 1
            right[key] += not wrong
        if wrong and shown < options.show:
            shown += 1
            print("=" * 80, number, dict(choice), *wrong, sep="\n")
    for key in sorted(total, key=lambda key: right[key] / total[key]):
        print(f"{right[key] / total[key]:7.3f} {total[key]:5d}  {key[0]} = {key[1]}")


def _wrong(made: Register, format: str) -> Iterator[str]:
    """What is wrong with the parts of a register, in words."""
    source = read_document(made.sheet.content(format), name=f"register.{format}")
    parts = meetings_of(source)
    if len(parts) != len(made.parts):
        told = [warning.message for warning in parts[0].warnings]
        yield f"{len(parts)} meetings for {len(made.parts)} {told}"
        return
    if len(parts) > 1:
        for expected, part in zip(made.parts, parts, strict=True):
            yield from _differences(expected, part, source)


def _differences(expected: Part, part: SourceDocument, whole: SourceDocument) -> Iterator[str]:
    lines = [squeeze(line) for line in part.text.split("\n") if line.strip()]
    running = {masked(squeeze(block.text)) for block in whole.furniture}
    for name, line, edge in (("first", expected.first, lines[:EDGE]), ("last", expected.last, lines[-EDGE:])):
        printed = {squeeze(piece) for piece in line.split("\t")}
        if masked(squeeze(line)) not in running and not any(
            piece in other or other in piece for piece in printed for other in edge
        ):
            yield f"{expected.day} {name} line: {line!r} | {edge}"
    day = read_meeting(DocumentRows(part)).meeting.date
    if day != expected.day.isoformat():
        yield f"day: {expected.day} | {day}"


if __name__ == "__main__":
    main()
