"""Ids of people and organisations from one generation of a corpus to the next."""

from crparse.corpus.entity_ids import keep_ids
from crparse.resolution.corpus import CorpusEntity, CorpusLink


def entity(
    identity: str, *members: str, aliases: tuple[str, ...] = (), split: tuple[str, ...] = ()
) -> CorpusEntity:
    """One named in documents: "d1:Aline Corbier"."""
    links = []
    for member in members:
        document, _, name = member.partition(":")
        links.append(
            CorpusLink(document=document, entity="p1", name=name, mentions=1, level="exact", score=100)
        )
    name = links[0].name
    return CorpusEntity(
        id=identity, name=name, variants=[], links=links, aliases=list(aliases), split_from=list(split)
    )


def told(
    now: list[CorpusEntity], before: list[CorpusEntity], born: dict[str, int], run: int = 3
) -> list[tuple[str, str, list[str], list[str], int]]:
    kept, births = keep_ids(now, before, born, run)
    return [(one.id, one.name, one.aliases, one.split_from, births[one.id]) for one in kept]


def test_an_id_survives_another_name() -> None:
    before = [entity("aaa", "d1:A. Corbier")]
    now = [entity("bbb", "d1:A. Corbier", "d2:Aline Corbier")]
    assert told(now, before, {"aaa": 1}) == [("aaa", "A. Corbier", [], [], 1)]


def test_an_id_survives_where_another_form_of_the_minutes_counts() -> None:
    before, now = [entity("aaa", "d1:A. Corbier")], [entity("bbb", "d3:A. Corbier")]
    same = [("d1", "d2"), ("d4", "d3"), ("d2", "d3")]
    for pairs in (same, same[::-1], [(other, one) for one, other in same]):
        kept, _ = keep_ids(now, before, {"aaa": 1}, 3, pairs)
        assert [one.id for one in kept] == ["aaa"]
    kept, _ = keep_ids(now, before, {"aaa": 1}, 3, same[:2])
    assert [one.id for one in kept] == ["bbb"]


def test_a_new_one_has_an_id_of_its_own() -> None:
    now = [entity("bbb", "d2:Hugo Ferrand"), entity("aaa", "d1:Aline Corbier")]
    assert told(now, [entity("aaa", "d1:Aline Corbier")], {"aaa": 1}) == [
        ("aaa", "Aline Corbier", [], [], 1),
        ("bbb", "Hugo Ferrand", [], [], 3),
    ]


def test_of_two_that_are_one_the_oldest_keeps_its_id() -> None:
    before = [entity("aaa", "d2:A. Corbier"), entity("bbb", "d1:Aline Corbier", aliases=("zzz",))]
    now = [entity("ccc", "d1:Aline Corbier", "d2:A. Corbier", "d3:Aline Corbier")]
    assert told(now, before, {"aaa": 2, "bbb": 1}) == [("bbb", "Aline Corbier", ["aaa", "zzz"], [], 1)]


def test_of_one_that_is_two_the_larger_keeps_its_id_and_the_other_tells() -> None:
    before = [entity("aaa", "d1:Paul Roux", "d2:Paul Roux", "d3:Paul Roux")]
    now = [entity("aaa", "d1:Paul Roux"), entity("bbb", "d2:Paul Roux", "d3:Paul Roux")]
    kept = told(now, before, {"aaa": 1})
    assert [row[0] for row in kept if row[3] == []] == ["aaa"]
    (other,) = [row for row in kept if row[3] == ["aaa"]]
    assert (len(other[0]), other[0] != "aaa", other[4]) == (3, True, 3)


def test_what_was_told_of_a_split_is_told_again() -> None:
    before = [entity("bbb", "d1:Paul Roux", split=("aaa",))]
    now = [entity("bbb", "d1:Paul Roux", "d2:Paul Roux")]
    assert told(now, before, {"bbb": 2}) == [("bbb", "Paul Roux", [], ["aaa"], 2)]


def test_namesakes_of_one_document_tell_nothing() -> None:
    before = [entity("aaa", "d1:Paul Roux"), entity("bbb", "d1:Paul Roux", "d2:Paul Roux")]
    now = [entity("ccc", "d1:Paul Roux"), entity("ddd", "d1:Paul Roux", "d2:Paul Roux")]
    assert told(now, before, {"aaa": 1, "bbb": 1}) == [
        ("bbb", "Paul Roux", [], [], 1),
        ("ccc", "Paul Roux", [], [], 3),
    ]
