"""Which names are compared at all."""

from crparse.resolution.linkage import pairs


def test_only_names_that_share_a_key_meet() -> None:
    assert pairs([["a", "b"], ["b"], ["c"], ["c", "a"]]) == [(0, 1), (0, 3), (2, 3)]


def test_two_shared_keys_make_one_pair() -> None:
    assert pairs([["a", "b"], ["b", "a", "a"]]) == [(0, 1)]
