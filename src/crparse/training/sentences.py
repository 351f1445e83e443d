"""Fictional sentences of minutes, each with what it is, as minutes to learn from beside the real ones.

`corpus/sentences` holds them as JSON Lines, a file a style. A line says under which heading it stands, so
that what it stands under is learned as well; what follows it in the file follows it in the minutes.
"""

import json
from collections.abc import Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import Any

from crparse.source import Block, Kind, SourceDocument
from crparse.training.annotated import AnnotatedMinutes

DECISION, ACTION = "decision", "action"
"""The labels of those that are items; every other sentence is none, however much it looks like one."""


def read_sentences(folder: Path) -> list[AnnotatedMinutes]:
    """The sentences of a folder as minutes, those of a style together: each style is a body of its own."""
    found = []
    for file in sorted(folder.glob("*.jsonl")):
        lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
        gold = {
            "decisions": [{"text": line["text"]} for line in lines if line["label"] == DECISION],
            "actions": [{"what": line["text"]} for line in lines if line["label"] == ACTION],
            "sections": [],
            "organisations": [],
        }
        source = SourceDocument(file.name, "jsonl", tuple(_blocks(lines)))
        found.append(AnnotatedMinutes(file.name, f"sentences {file.stem}", source, gold))
    return found


def _blocks(lines: list[Mapping[str, Any]]) -> Iterator[Block]:
    for heading, under in groupby(lines, lambda line: str(line["under"])):
        if heading:
            yield Block(heading, heading_level=1)
        for line in under:
            listed = bool(line.get("listed"))
            kind = Kind.LIST_ITEM if listed else Kind.PARAGRAPH
            yield Block(line["text"], kind, marker="-" if listed else None, list_level=0 if listed else None)
