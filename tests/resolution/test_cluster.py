"""Clusters from links."""

from crparse.resolution.linkage import Match, by_strength, cluster


def never(left: int, right: int) -> bool:
    return False


def test_links_chain() -> None:
    assert cluster(4, [(0, 1), (1, 3)], never) == [[0, 1, 3], [2]]


def test_what_must_stay_apart_stays_apart_and_the_first_link_wins() -> None:
    assert cluster(3, [(1, 2), (0, 2)], lambda a, b: {a, b} == {0, 1}) == [[0], [1, 2]]


def test_the_stronger_level_comes_first_then_the_better_score_whatever_the_order() -> None:
    links = {
        (0, 2): Match("spelling", 95, 1),
        (1, 2): Match("exact", 100, 0),
        (0, 1): Match("spelling", 97, 1),
    }
    for order in (links, dict(reversed(links.items()))):
        assert by_strength(order) == [(1, 2), (0, 1), (0, 2)]
