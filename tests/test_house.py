"""The rules of the house that a machine can see: words beside patterns and numbers, names, folders."""

import ast
import re
import tokenize
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parent.parent / "src" / "crparse"

MODULES = {
    file.relative_to(SOURCE): ast.parse(file.read_text(encoding="utf-8")) for file in SOURCE.rglob("*.py")
}

MOST_MODULES = 16
"""In a package: more are not seen at a glance."""


def told_lines(file: Path) -> set[int]:
    """The lines of a module on which a comment or a docstring stands."""
    with (SOURCE / file).open("rb") as lines:
        told = {
            token.start[0] for token in tokenize.tokenize(lines.readline) if token.type == tokenize.COMMENT
        }
    for node in ast.walk(MODULES[file]):
        if (
            isinstance(node, ast.Expr)
            and isinstance(node.value, ast.Constant)
            and isinstance(node.value.value, str)
        ):
            told |= set(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    return told


def untold(nodes: Iterator[ast.expr | ast.stmt], file: Path) -> list[str]:
    """The nodes without a word just above, on or just below them."""
    told = told_lines(file)
    return [
        f"{file}:{node.lineno}"
        for node in nodes
        if not told & set(range(node.lineno - 1, (node.end_lineno or node.lineno) + 2))
    ]


def patterns(tree: ast.Module) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("re."):
            yield node


def numbers(tree: ast.Module) -> Iterator[ast.stmt]:
    for node in tree.body:
        value = node.value if isinstance(node, ast.Assign | ast.AnnAssign) else None
        if isinstance(value, ast.UnaryOp):
            value = value.operand
        if isinstance(value, ast.Constant) and isinstance(value.value, int | float):
            yield node


@pytest.mark.parametrize("file", MODULES, ids=str)
def test_a_pattern_and_a_number_have_a_word_beside_them(file: Path) -> None:
    assert untold(patterns(MODULES[file]), file) + untold(numbers(MODULES[file]), file) == []


def test_a_class_name_means_one_thing() -> None:
    where = defaultdict[str, list[str]](list)
    for file, tree in MODULES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                where[node.name].append(str(file))
    assert {name: files for name, files in where.items() if len(files) > 1} == {}


def test_a_folder_says_what_belongs_there_and_is_seen_at_a_glance() -> None:
    folders = {file.parent for file in MODULES}
    assert [str(f) for f in folders if not ast.get_docstring(MODULES[f / "__init__.py"])] == []
    sizes = {str(f): sum(file.parent == f for file in MODULES) for f in folders}
    assert {f: size for f, size in sizes.items() if size > MOST_MODULES} == {}


def test_no_module_is_a_drawer() -> None:
    assert [str(file) for file in MODULES if re.search(r"util|helper|misc|common", file.stem)] == []
