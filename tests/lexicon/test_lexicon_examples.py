"""The lexicon's own examples: each list of cues has a line that it takes and one that it leaves."""

import pytest

from crparse import lexicon
from crparse.lexicon.lexicon import check, read
from crparse.lexicon.lists import LOOKED_UP, Way

LEXICON, MISTAKES = read()

CUES = [
    key for key, words in LEXICON.lists.items() if words.way not in LOOKED_UP and words.way is not Way.PART
]


def test_every_line_can_be_used_and_every_example_holds() -> None:
    assert list(map(str, check()[1])) == []


@pytest.mark.parametrize("key", CUES, ids=".".join)
def test_a_list_has_a_line_that_it_takes_and_one_that_it_leaves(key: tuple[str, str]) -> None:
    words = LEXICON.lists[key]
    takes_anything = LEXICON.cues(*key).takes("")
    assert words.takes
    assert words.leaves or takes_anything


def test_a_person_is_invited_in_all_genders_and_numbers() -> None:
    cues = lexicon.load().cues("actions", "cues.invited")
    said = ["est invité à", "est invitée à", "sont invités à", "sont invitées à"]
    assert [text for text in said if not cues.takes(f"Chacun {text} répondre.")] == []
