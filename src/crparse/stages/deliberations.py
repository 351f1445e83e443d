"""Délibérations: the deciding part ("le conseil, à l'unanimité : - décide … ; - autorise …") as one."""

import re
from collections.abc import Collection, Sequence
from functools import cache

from crparse import lexicon
from crparse.stages.statements import Statement


@cache
def _cue(name: str) -> re.Pattern[str]:
    return re.compile(lexicon.load("decisions")["delibere"][name])


def find_deliberations(statements: Sequence[Statement], told: Collection[int]) -> list[list[int]]:
    """Runs of statements that are one deciding part each: an opening with its articles, or articles alone.

    Statements in `told` only tell how a vote went.
    """
    found: list[list[int]] = []
    index = 0
    while index < len(statements):
        run = [] if index in told else [i for i in _run(statements, index) if i not in told]
        if len(run) > 1 or (run and _in_capitals(statements[run[0]])):
            found.append(run)
        index = run[-1] + 1 if run else index + 1
    return found


def _run(statements: Sequence[Statement], index: int) -> list[int]:
    """The deciding part that begins at `index`, empty if none does."""
    opening = statements[index]
    if _cue("opening").search(opening.folded):
        articles = listed(statements, index) or _articles(statements, index + 1)
        return [index, *articles] if articles and _decides(statements, [index, *articles]) else []
    articles = _articles(statements, index)
    if not articles or _cue("weak").search(opening.folded):
        return []
    return articles if len(articles) > 1 or _in_capitals(opening) else []


def listed(statements: Sequence[Statement], index: int) -> list[int]:
    """The items of the list that the opening leads in."""
    opening, found = statements[index], []
    for i in range(index + 1, len(statements)):
        if not statements[i].lead or statements[i].lead not in opening.folded:
            break
        found.append(i)
    return found if opening.text.rstrip().endswith(":") else []


def _articles(statements: Sequence[Statement], index: int) -> list[int]:
    """The statements from `index` on that each begin with a deciding verb."""
    found: list[int] = []
    for i in range(index, len(statements)):
        here = statements[i]
        if not _cue("verbs").search(here.folded) or (found and here.titles != statements[index].titles):
            break
        found.append(i)
    return found


def _decides(statements: Sequence[Statement], run: Sequence[int]) -> bool:
    """Whether one of them begins with a deciding verb, or the opening holds one."""
    articles = any(_cue("verbs").search(statements[i].folded) for i in run[1:])
    return articles or bool(
        re.search(_cue("verbs").pattern.replace("^\\W*", r"\b", 1), statements[run[0]].folded)
    )


def _in_capitals(statement: Statement) -> bool:
    word = re.match(r"\W*([^\W\d_]+)", statement.text)
    return bool(word and len(word.group(1)) > 2 and word.group(1).isupper())
