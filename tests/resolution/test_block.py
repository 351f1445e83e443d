"""Which names are compared at all."""

from crparse.resolution.linkage import BOTH, meetings


def met(*names: str) -> set[tuple[int, int]]:
    """The pairs of names that meet, each letter of a name being a key."""
    return meetings([(BOTH, letter) for letter in name] for name in names)


def test_only_names_that_share_a_key_meet() -> None:
    assert met("ab", "b", "c", "ca") == {(0, 1), (0, 3), (2, 3)}


def test_two_shared_keys_make_one_pair() -> None:
    assert met("ab", "baa") == {(0, 1)}
