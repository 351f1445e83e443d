"""Every code of an error or a warning is told of in docs/errors.md, and no other."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import crparse

SOURCE = Path(crparse.__file__).parent
PAGE = SOURCE.parent.parent / "docs" / "errors.md"

PLACES = {
    "ReadError": 0,
    "MisplacedError": 0,
    "Caveat": 0,
    "Doubt": 0,
    "whole_xml": 0,
    "LedgerEntry": 1,
    "fail": 1,
    "warn": 1,
    "_own_failure": 1,
}
"""What makes or raises something with a code, and which of its arguments the code is."""

MESSAGES = {"Message", "N_", "joined"}
"""What a tuple of a code and a message has behind the code."""

TREES = {file: ast.parse(file.read_text(encoding="utf-8")) for file in SOURCE.rglob("*.py")}


def constants(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for line in tree.body:
        if not isinstance(line, ast.Assign):
            continue
        pairs = [(line.targets[0], line.value)]
        if isinstance(line.targets[0], ast.Tuple) and isinstance(line.value, ast.Tuple):
            pairs = list(zip(line.targets[0].elts, line.value.elts, strict=True))
        for name, value in pairs:
            if isinstance(name, ast.Name) and isinstance(value, ast.Constant):
                yield name.id, str(value.value)


def name_of(call: ast.expr) -> str:
    function = call.func if isinstance(call, ast.Call) else call
    return getattr(function, "id", getattr(function, "attr", ""))


def codes_of(tree: ast.Module, known: dict[str, str], tuples: bool) -> Iterator[str]:
    for node in ast.walk(tree):
        found: ast.expr | None = None
        if isinstance(node, ast.Call) and len(node.args) > PLACES.get(name_of(node), len(node.args)):
            found = node.args[PLACES[name_of(node)]]
        if tuples and isinstance(node, ast.Tuple) and any(name_of(one) in MESSAGES for one in node.elts[1:]):
            found = node.elts[0]
        if isinstance(found, ast.Constant) and isinstance(found.value, str):
            yield found.value
        elif isinstance(found, ast.Name) and found.id in known:
            yield known[found.id]


def codes_of_the_code() -> set[str]:
    everywhere = {name: value for tree in TREES.values() for name, value in constants(tree)}
    with_tuples = {"readers", "corpus"}
    return {
        code
        for file, tree in TREES.items()
        for code in codes_of(
            tree, everywhere | dict(constants(tree)), file.relative_to(SOURCE).parts[0] in with_tuples
        )
        if re.fullmatch("[a-z_]+", code)
    }


def codes_of_the_page() -> list[str]:
    rows = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| `")]
    return [code for row in rows for code in re.findall(r"`([a-z_]+)`", row.split("|")[1])]


def test_every_code_is_told_of_once() -> None:
    told = codes_of_the_page()
    own = codes_of_the_code() | {"form_values"}  # its message has a name of its own
    assert (sorted(own - set(told)), sorted(set(told) - own)) == ([], [])
    assert sorted(told) == sorted(set(told))


def test_every_row_says_what_to_do() -> None:
    rows = [line.split("|") for line in PAGE.read_text(encoding="utf-8").splitlines() if line[:3] == "| `"]
    assert [row for row in rows if len(row) != 5 or not all(cell.strip() for cell in row[1:4])] == []


def test_a_code_is_found_wherever_it_is_made() -> None:
    tree = ast.parse(
        'raise ReadError("empty", Message("…"), ADVICE)\n'
        'LedgerEntry(path, GONE, message, advice)\nyield "ocr_layer", Message("…")\nprint("no_code")'
    )
    assert list(codes_of(tree, {"GONE": "gone"}, tuples=True)) == ["empty", "gone", "ocr_layer"]
