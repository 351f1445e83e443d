"""French lives in the lexicon: no cue stands in the code, where an archivist cannot add to it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import crparse

HOME = Path(crparse.__file__).parent

WORDS = re.compile(
    r"(?<!\w)(?:d[eu]s?|l[ae]s?|et|ou|aux?|une?|par|pour|vers|bis|ter|sur|sous|chez|dans|en|qu[ei]|est|sont"
    r"|avec|sans|soit|puis|jusqu|etait|etaient|ete|excuses?|excusees?|presidente?|secretaire|seance|reuni\w*|membres?|conseil|mairie"
    r"|maire|rue|personnes?|mme|mmes|mlle|monsieur|madame|janvier|mars|lundi|mardi|heures?|voix|pouvoirs?|procurations?"
    r"|ordre|jour|suite|i?er|i?eme)(?!\w)"
    r"|[a-z]{2,}[éèêçàùûîôœ]|[éèêçàùûîôœ][a-z]{2,}",
)
"""Small words and those of minutes; "pour" in a pattern, not in "pour the text"; a word with an accent."""

NO_WORDS = re.compile(r"\\[A-Za-z]|\(\?P<\w+>|\(\?:|\[[^\]]*\]|utf-\d+-le|^en$")
"""What looks like letters and is none: `\\b`, names of groups, classes, encodings, languages."""

ENGLISH = re.compile(r"\b(?:the|of|is|are|be|not|and|it|no|than|with|for|to|which)\b")
"""Messages and descriptions are sentences in English."""


def strings(path: Path) -> Iterator[tuple[int, str]]:
    """The strings of a module that are no docstrings, explanations or examples beside a pattern."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    alone = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in alone:
            yield node.lineno, node.value


def french(text: str) -> str | None:
    found = WORDS.search(NO_WORDS.sub("§", text))
    return None if found is None or ENGLISH.search(text) else found.group()


def test_no_french_stands_in_the_code() -> None:
    found = [
        f"{path.relative_to(HOME)}:{line}: “{word}” in {text[:60]!r}"
        for path in sorted(HOME.rglob("*.py"))
        for line, text in strings(path)
        if (word := french(text))
    ]
    assert found == []


def test_french_is_seen() -> None:
    seen = [r"\s+(?:de|du)\s+", "séance", r"(?:le\s+)?", "présents", r"\bet\b", "Mme".lower(), "1er"[1:]]
    assert [text for text in seen if french(text) is None] == []


def test_english_and_patterns_are_left() -> None:
    left = ["The page is damaged.", r"[A-ZÀ-Ý]\w+", "utf-16-le", r"(?P<le>\d+)", "labels.present", "absent"]
    assert [text for text in left if french(text)] == []
