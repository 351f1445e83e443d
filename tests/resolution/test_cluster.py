"""Clusters from links."""

from crparse.resolution.linkage import Link, cluster


def never(left: int, right: int) -> bool:
    return False


def test_links_chain() -> None:
    links = [Link(0, 1, "exact", 100, 0), Link(1, 3, "spelling", 95, 1)]
    assert cluster(4, links, never) == [[0, 1, 3], [2]]


def test_what_must_stay_apart_stays_apart_and_the_stronger_link_wins() -> None:
    links = [Link(0, 2, "spelling", 95, 1), Link(1, 2, "exact", 100, 0)]
    assert cluster(3, links, lambda a, b: {a, b} == {0, 1}) == [[0], [1, 2]]


def test_of_equal_levels_the_better_score_wins_whatever_the_order() -> None:
    links = [Link(0, 2, "spelling", 95, 1), Link(1, 2, "spelling", 97, 1)]
    for order in (links, links[::-1]):
        assert cluster(3, order, lambda a, b: {a, b} == {0, 1}) == [[0], [1, 2]]
