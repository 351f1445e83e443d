"""Who is who, as people have said it."""

import pytest

from crparse.resolution.corpus import (
    CorpusEntity,
    CorpusLink,
    DocumentEntities,
    DocumentEntity,
    Judgement,
    judge,
)

BODIES = {"mars": "comité", "mai": "comité", "juin": "conseil", "juillet": "chorale"}


def entity(identity: str, *bearers: tuple[str, str]) -> CorpusEntity:
    links = [CorpusLink(document, "p1", name, 1, "exact", 100.0) for document, name in bearers]
    variants = sorted({name for _, name in bearers} - {bearers[0][1]})
    return CorpusEntity(id=identity, name=bearers[0][1], variants=variants, links=links)


def documents(*entities: CorpusEntity) -> list[DocumentEntities]:
    return [
        DocumentEntities(
            (DocumentEntity(link.document, link.entity, link.name, (), 1, frozenset()),),
            (),
            BODIES[link.document],
            document=link.document,
        )
        for one in entities
        for link in one.links
    ]


def same(number: int, *bearers: tuple[str, str]) -> Judgement:
    return Judgement(number, True, (frozenset(bearers),))


def separate(number: int, *groups: list[tuple[str, str]]) -> Judgement:
    return Judgement(number, False, tuple(map(frozenset, groups)))


def told(
    entities: list[CorpusEntity], *judgements: Judgement
) -> tuple[list[tuple[str, str, list[str]]], dict[int, str]]:
    """Name, other names and documents of each entity, and what changes nothing."""
    found, refused = judge(entities, judgements, documents(*entities))
    listed = [(one.name, " ".join(one.variants), [link.document for link in one.links]) for one in found]
    return sorted(listed, key=lambda one: one[2]), refused


MARCH, MAY = ("mars", "Aline Corbier"), ("mai", "A. Corbier")
JUNE, JULY = ("juin", "Aline Corbier"), ("juillet", "Aline Corbier")


def test_two_are_one_under_the_name_that_most_documents_give() -> None:
    found, refused = told([entity("a", MARCH, JUNE), entity("b", MAY)], same(1, MARCH, MAY))
    assert found == [("Aline Corbier", "A. Corbier", ["juin", "mai", "mars"])]
    assert refused == {}


def test_whom_a_word_has_joined_says_so() -> None:
    (one,), _ = judge([entity("a", MARCH, JUNE), entity("b", MAY)], [same(1, MARCH, MAY)], [])
    assert {link.name: link.level for link in one.links} == {"Aline Corbier": "exact", "A. Corbier": "judged"}
    assert one.id == "a"


def test_one_is_two_each_under_a_name_of_its_own() -> None:
    one = entity("a", MARCH, MAY, JUNE)
    found, refused = told([one], separate(1, [MARCH, JUNE], [MAY]))
    assert found == [("A. Corbier", "", ["mai"]), ("Aline Corbier", "", ["mars", "juin"])]
    assert refused == {}
    parts, _ = judge([one], [separate(1, [MARCH, JUNE], [MAY])], documents(one))
    assert [part.id == "a" for part in parts] == [True, False]


def test_who_is_of_no_group_goes_with_his_body_and_stays_alone_where_none_tells() -> None:
    one = entity("a", MARCH, JUNE, MAY, JULY)
    found, _ = told([one], separate(1, [MARCH], [JUNE]))
    assert [documents for _, _, documents in found] == [["juillet"], ["juin"], ["mars", "mai"]]


def test_nothing_else_is_touched_and_what_is_apart_already_stays() -> None:
    entities = [entity("a", MARCH), entity("b", JUNE), entity("c", MAY)]
    found, refused = judge(entities, [separate(1, [MARCH], [JUNE])], documents(*entities))
    assert (found, refused) == (entities, {})


def test_two_words_join_three() -> None:
    entities = [entity("a", MARCH), entity("b", MAY), entity("c", JUNE)]
    found, refused = told(entities, same(1, MARCH, MAY), same(2, MAY, JUNE))
    assert (len(found), refused) == (1, {})


@pytest.mark.parametrize(
    "judgements",
    [
        (same(1, MARCH, MAY), separate(2, [MARCH], [MAY])),
        (separate(2, [MARCH], [MAY]), same(1, MARCH, MAY)),
    ],
)
def test_two_that_contradict_each_other_change_nothing(judgements: tuple[Judgement, ...]) -> None:
    entities = [entity("a", MARCH, JUNE), entity("b", MAY)]
    found, refused = judge(entities, judgements, documents(*entities))
    assert found == entities
    assert set(refused) == {1, 2}


def test_a_contradiction_over_a_third_is_one() -> None:
    entities = [entity("a", MARCH), entity("b", MAY), entity("c", JUNE), entity("d", JULY)]
    said = [same(1, MARCH, MAY), same(2, MAY, JUNE), separate(3, [MARCH], [JUNE]), same(4, JULY, MARCH)]
    found, refused = judge(entities, said[:3], documents(*entities))
    assert (found, set(refused)) == (entities, {1, 2, 3})


def test_what_the_corpus_does_not_have_is_told() -> None:
    entities = [entity("a", MARCH, MAY)]
    said = [same(1, JUNE, JULY), separate(2, [MARCH], [JUNE])]
    found, refused = judge(entities, said, documents(*entities))
    assert (found, set(refused)) == (entities, {1, 2})
