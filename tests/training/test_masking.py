"""What the lexicon knows of one body alone is hidden, and only that."""

from crparse import lexicon
from crparse.language.persons import first_names
from crparse.training.held_out import LISTS, entries_of_one_body, without

COUNCIL = "Odile Vasseur présente le bilan de l'A.D.E.M.E. et du Cerema."
CHOIR = "Anne Roux a écrit à l'ADEME. La chorale chante à Annecy et à Zoétrope."


def test_entries_that_one_body_alone_prints() -> None:
    found = entries_of_one_body([("council", COUNCIL), ("choir", CHOIR)])
    assert found["council"] == {
        "first_names": {"odile"},
        "not_organisations": frozenset(),
        "public_bodies": {"CEREMA", "Cerema"},
    }


def test_an_entry_that_two_bodies_print_is_nobodys_own() -> None:
    found = entries_of_one_body([("council", COUNCIL), ("choir", CHOIR)])
    assert not any("ADEME" in own["public_bodies"] for own in found.values())


def test_an_entry_within_a_longer_word_is_not_printed() -> None:
    found = entries_of_one_body([("council", COUNCIL), ("choir", CHOIR)])
    assert found["choir"]["first_names"] == {"anne"}


def test_an_entry_in_several_minutes_of_one_body_is_its_own() -> None:
    found = entries_of_one_body([("council", COUNCIL), ("council", "Odile Marchetti"), ("choir", CHOIR)])
    assert "odile" in found["council"]["first_names"]


def test_the_end_of_one_and_the_beginning_of_other_minutes_are_no_name() -> None:
    found = entries_of_one_body([("council", "Caisse des"), ("council", "Dépôts")])
    assert found["council"] == {name: frozenset() for name in LISTS}


def test_hidden_entries_are_unknown_meanwhile() -> None:
    assert "odile" in first_names()
    with without({"first_names": frozenset({"odile"})}):
        assert "odile" not in first_names()
        assert "anne" in first_names()
        assert "ADEME" in lexicon.words("public_bodies", "public_bodies")
    assert "odile" in first_names()
