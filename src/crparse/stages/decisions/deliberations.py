"""Délibérations: the deciding part, an opening with its articles or articles alone."""

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import takewhile

from crparse import lexicon
from crparse.document.lists import is_item
from crparse.document.statements import Statement
from crparse.lexicon import Cues

# The word that a statement begins with: takes "« DÉCIDE » de", leaves "2 voix".
_FIRST_WORD = re.compile(r"\W*([^\W\d_]+)")

# Takes "Présidente : Mme Roux", leaves "Il est dit que la séance est close : Mme Roux sort."
_LABELLED = re.compile(r"[^:.]{2,40}\s?:\s[^:.]{2,60}\.?$")


def _cue(name: str) -> Cues:
    return lexicon.cues("decisions", name)


def find_deliberations(statements: Sequence[Statement], told: Collection[int]) -> list[list[int]]:
    """Runs of statements that are one deciding part each: an opening with its articles, or articles alone.

    Statements in `told` only tell how a vote went.
    """
    found: list[list[int]] = []
    ends = _article_ends(statements)
    index = 0
    while index < len(statements):
        run = [] if index in told else [i for i in _run(statements, ends, index) if i not in told]
        if len(run) > 1 or (run and _in_capitals(statements[run[0]])):
            found.append(run)
        index = run[-1] + 1 if run else index + 1
    return found


def _run(statements: Sequence[Statement], ends: Sequence[int], index: int) -> Sequence[int]:
    """The deciding part that begins at `index`, empty if none does; `ends` are those of articles."""
    opening = statements[index]
    if _cue("voted.name_only").find(opening.folded):
        return []
    if _cue("delibere.opening").find(opening.folded):
        run = [index, *max(list(_articles(statements, index)), listed(statements, index), key=len)]
        wordings = _cue("delibere.verbs"), _cue("delibere.infinitive")
        decides = any(wording.find(statements[i].folded) for i in run[1:] for wording in wordings)
        decides = decides or _cue("delibere.verbs_inside").find(opening.folded) is not None
        return run if len(run) > 1 and decides else []
    articles = range(index, ends[index])
    if not articles or _cue("delibere.weak").find(opening.folded):
        return []
    return articles if len(articles) > 1 or _in_capitals(opening) else []


def _articles(statements: Sequence[Statement], opening: int) -> Iterator[int]:
    """The articles that an opening leads in, each with the list that it leads in itself."""
    at = opening + 1
    while at < len(statements) and _is_article(statements[at], statements[opening]):
        own = [at, *listed(statements, at)]
        yield from own
        at = own[-1] + 1


def _is_article(statement: Statement, opening: Statement) -> bool:
    """Whether a statement after an opening begins as its articles do: "Approuve …", "de vendre …"."""
    if statement.titles != opening.titles:
        return False
    if _cue("delibere.verbs").find(statement.folded) or _cue("delibere.infinitive").find(statement.folded):
        return True
    first = next((t for t in statement.tokens if not t.is_punct and not t.is_space), None)
    return first is not None and first.pos_ == "VERB" and "Pres" in first.morph.get("Tense", [])


def listed(statements: Sequence[Statement], index: int) -> list[int]:
    """The items of the list that the opening leads in: bullets, or lines like "Présidente : Mme Roux"."""
    opening, following = statements[index], range(index + 1, len(statements))
    if not opening.text.endswith(":") and not names_below(opening):
        return []
    return list(takewhile(lambda i: _goes_on(opening, statements[i - 1], statements[i]), following))


def names_below(statement: Statement) -> bool:
    """Whether it breaks off before whom a body names: "L'assemblée désigne,"."""
    return statement.last and _cue("delibere.names").find(statement.folded) is not None


def _goes_on(opening: Statement, above: Statement, statement: Statement) -> bool:
    """Whether a statement belongs to the list of an opening, right below another of it."""
    if statement.lead and statement.lead in opening.folded:
        return True
    if statement.titles != opening.titles or statement.index > above.index + 1:
        return False
    item = is_item(statement.block) and not is_item(opening.block)
    return item or _LABELLED.match(statement.text) is not None


def _article_ends(statements: Sequence[Statement]) -> list[int]:
    """For each statement, and for none after the last, where those end that begin with a deciding verb."""
    ends = list(range(len(statements) + 1))
    for i in range(len(statements) - 1, -1, -1):
        if _cue("delibere.verbs").find(statements[i].folded):
            same = i + 1 < len(statements) and statements[i + 1].titles == statements[i].titles
            ends[i] = ends[i + 1] if same else i + 1
    return ends


def _in_capitals(statement: Statement) -> bool:
    word = _FIRST_WORD.match(statement.text)
    return bool(word and len(word.group(1)) > 2 and word.group(1).isupper())
