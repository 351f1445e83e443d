"""A corpus that grows: the same entities as from scratch, and no two names compared twice."""

from collections import Counter
from collections.abc import Sequence
from random import Random

import pytest

from crparse.language.persons import PersonForm, parse_form
from crparse.resolution import linkage
from crparse.resolution.corpus import Comparison, Comparisons, DocumentEntities, comparisons, resolve_corpus
from crparse.resolution.linkage import Level, Match
from generated_mentions import mentions

BODIES = 6
"""90 documents: 1,500 mentions of people and 450 of organisations, of bodies that share members."""


@pytest.fixture(scope="module")
def documents() -> Sequence[DocumentEntities]:
    return mentions(BODIES, seed=11).documents


@pytest.fixture
def scored(monkeypatch: pytest.MonkeyPatch) -> Counter[tuple[str, str]]:
    """How often two names are compared, level by level."""
    count: Counter[tuple[str, str]] = Counter()

    def counted(left: PersonForm, right: PersonForm, levels: Sequence[Level[PersonForm]]) -> Match | None:
        count[left.text, right.text] += 1
        return linkage.compare(left, right, levels)

    monkeypatch.setattr(comparisons, "compare", counted)
    return count


def as_kept(found: Comparisons, before: Sequence[Comparison] = ()) -> list[Comparison]:
    """What a corpus keeps for its next build."""
    idle = set(found.idle())
    return [*(one for one in before if one not in idle), *found.made()]


def grown(batches: Sequence[Sequence[DocumentEntities]]) -> tuple[str, list[Comparison]]:
    """The entities after the last of some builds, each with a batch more, and the comparisons kept."""
    kept: list[Comparison] = []
    documents: list[DocumentEntities] = []
    for batch in batches:
        documents += batch
        known = Comparisons(kept)
        found = resolve_corpus(documents, known)
        kept = as_kept(known, kept)
    return found.model_dump_json(), kept


@pytest.mark.parametrize("seed", range(4))
def test_whatever_the_order_and_the_batches(documents: Sequence[DocumentEntities], seed: int) -> None:
    draw = Random(seed)
    order = draw.sample(documents, len(documents))
    cuts = sorted(draw.sample(range(1, len(order)), 4))
    batches = [order[start:end] for start, end in zip([0, *cuts], [*cuts, len(order)], strict=True)]
    found, kept = grown(batches)
    assert found == resolve_corpus(documents).model_dump_json()
    assert sorted(kept) == sorted(grown([documents])[1])


def test_one_document_more(documents: Sequence[DocumentEntities], scored: Counter[tuple[str, str]]) -> None:
    """Compared are its own names with others, and few that it brings together."""
    *others, last = documents
    _, kept = grown([others])
    all_of_them = scored.total()
    own = {name for entity in (*last.people, *last.organisations) for name in entity.names} | {last.body}
    scored.clear()
    known = Comparisons(kept)
    assert resolve_corpus(documents, known) == resolve_corpus(documents)
    scored.clear()
    resolve_corpus(documents, Comparisons(kept))
    assert scored.total() < all_of_them / 20
    assert max(scored.values(), default=1) == 1
    assert [pair for pair in scored if own.isdisjoint(pair)] == []
    scored.clear()
    resolve_corpus(documents, Comparisons(as_kept(known, kept)))
    assert scored.total() == 0


def test_a_document_less(documents: Sequence[DocumentEntities]) -> None:
    """Nothing of it is left in what is kept."""
    *others, _ = documents
    _, kept = grown([documents])
    known = Comparisons(kept)
    assert resolve_corpus(others, known) == resolve_corpus(others)
    assert sorted(as_kept(known, kept)) == sorted(grown([others])[1])


def test_what_is_known_is_taken(documents: Sequence[DocumentEntities]) -> None:
    """What says that no two names are one is taken at its word: it has to be of this version."""
    _, kept = grown([documents])
    denied = [one._replace(rank=None, score=0.0) for one in kept]
    assert resolve_corpus(documents, Comparisons(denied)) != resolve_corpus(documents)


def test_a_comparison_is_what_it_was() -> None:
    known = Comparisons([Comparison("full names", "Anne Roc", "Anne Rocq", 1, 98.5)])
    levels: list[Level[PersonForm]] = [
        Level(name, lambda form: (), lambda one, other: 0.0) for name in ("exact", "near")
    ]
    compared = known.by("full names", levels)
    assert compared(parse_form("Anne Roc"), parse_form("Anne Rocq")) == Match("near", 98.5, 1)
    assert compared(parse_form("Anne Rocq"), parse_form("Anne Roc")) is None
    assert known.made() == [Comparison("full names", "Anne Rocq", "Anne Roc", None, 0.0)]
    assert known.idle() == []
