"""Who is who over the minutes of a whole département, of which the truth is known."""

from random import Random

import pytest

from crparse.resolution.corpus import CorpusEntities, CorpusEntity, resolve_corpus
from generated_mentions import Generated, Truth, mentions, pairs_right

BODIES = 60
"""900 documents: 15,000 mentions of people."""


@pytest.fixture(scope="module")
def generated() -> Generated:
    return mentions(BODIES, seed=7)


@pytest.fixture(scope="module")
def found(generated: Generated) -> CorpusEntities:
    return resolve_corpus(generated.documents)


def test_people(generated: Generated, found: CorpusEntities) -> None:
    precision, recall = pairs_right(generated.people, [_members(one) for one in found.people])
    assert precision >= 0.97
    assert recall >= 0.94


def test_organisations(generated: Generated, found: CorpusEntities) -> None:
    precision, recall = pairs_right(generated.organisations, [_members(one) for one in found.organisations])
    assert precision >= 0.98
    assert recall >= 0.92


def test_the_same_whatever_the_order_in_which_documents_come(
    generated: Generated, found: CorpusEntities
) -> None:
    documents = list(generated.documents)
    Random(3).shuffle(documents)
    assert resolve_corpus(documents) == found


def test_pairs_right() -> None:
    truth: Truth = {("a", "1"): "x", ("b", "1"): "x", ("c", "1"): "y", ("d", "1"): "y"}
    assert pairs_right(truth, [[("a", "1"), ("b", "1")], [("c", "1")], [("d", "1")]]) == (1.0, 0.5)
    assert pairs_right(truth, [list(truth)]) == (2 / 6, 1.0)


def _members(entity: CorpusEntity) -> list[tuple[str, str]]:
    return [(link.document, link.entity) for link in entity.links]
