"""Which body a document is of: by the name it prints, or by who meets."""

from crparse.language.persons import parse_form
from crparse.resolution.corpus import CorpusEntity, DocumentEntities, DocumentEntity, resolve_corpus
from crparse.resolution.corpus.bodies import Bodies

COUNCIL = ("Paul Barbier", "Jeanne Morvan", "Luc Tanguy", "Odile Vasseur", "Henri Lacombe", "Solange Périer")
OTHERS = ("Anne Sorel", "Ivo Zelenka", "Nora Vidoc", "Rémi Hubert", "Jean Roc", "Lise Thévenet")
SURNAMES = tuple(name.split()[1] for name in COUNCIL)


def bodies(*documents: tuple[str, tuple[str, ...]]) -> list[str]:
    """The body of each document, given the one that it prints and the names in it."""
    keys = [f"d{number}" for number in range(len(documents))]
    printed = {key: body for key, (body, _) in zip(keys, documents, strict=True)}
    people = {key: map(parse_form, names) for key, (_, names) in zip(keys, documents, strict=True)}
    found = Bodies(printed, people)
    return [found.of(key) for key in keys]


def test_a_name_that_tells_and_the_other_ways_to_print_it() -> None:
    one, same, other = bodies(
        ("Conseil municipal de Lormoy", ()),
        ("CONSEIL MUNICIPAL de Lormoy", ()),
        ("Conseil municipal d'Orvanne", ()),
    )
    assert one == same != other


def test_a_name_that_every_town_has_tells_nothing() -> None:
    assert bodies(("Conseil municipal", ()), ("Conseil municipal", ()), ("", ())) == ["", "", ""]


def test_who_meets_tells_which_council_it_is() -> None:
    known, bare, none, other = bodies(
        ("Conseil municipal de Lormoy", COUNCIL),
        ("Conseil municipal", SURNAMES),
        ("", COUNCIL),
        ("Conseil municipal", OTHERS),
    )
    assert (known, bare, none, other) == ("conseil municipal de lormoy", known, known, "")


def test_those_who_meet_often_are_a_body_of_their_own() -> None:
    one, other, third = bodies(("Conseil municipal", COUNCIL), ("", COUNCIL), ("Conseil municipal", OTHERS))
    assert one == other != ""
    assert third == ""


def test_of_two_bodies_of_the_same_people_the_one_whose_name_it_is_part_of() -> None:
    council, board = ("Conseil municipal de Lormoy", COUNCIL), ("Amicale des Grillons", COUNCIL)
    assert bodies(council, board, ("Conseil municipal", COUNCIL))[2] == "conseil municipal de lormoy"
    unnamed = bodies(council, board, ("", COUNCIL))
    assert unnamed == ["conseil municipal de lormoy", "amicale des grillons", ""]


def test_a_few_people_are_no_circle() -> None:
    assert bodies(("Conseil municipal de Lormoy", COUNCIL), ("", COUNCIL[:4]))[1] == ""


def test_bodies_are_those_that_people_say_they_are() -> None:
    printed = {
        "a": "Comité des jardins de Valcreuse",
        "b": "Comité des jardins de Valcreuse",
        "c": "Bureau",
        "d": "",
    }
    found = Bodies(printed, {})
    (garden, office) = sorted(found.entities(), key=lambda one: one.name, reverse=True)
    first, second = garden.links
    other = garden.model_copy(update={"id": "f" * 16, "links": [second]})
    whole = garden.model_copy(update={"links": [first, *office.links]})
    found.settle([whole, other])
    assert [found.of(key) for key in "abcd"] == [
        "comite des jardins de valcreuse",
        f"comite des jardins de valcreuse {'f' * 16}",
        "comite des jardins de valcreuse",
        "",
    ]


def test_people_are_told_apart_by_the_bodies_that_there_are_said_to_be() -> None:
    """Two of a name in minutes of two bodies are two, in those of one body one."""

    def meeting(document: str, body: str) -> DocumentEntities:
        person = DocumentEntity(document, "p1", "Jean Martin", (), 1, frozenset({body.lower()}))
        return DocumentEntities((person,), (), body, document=document)

    def joined(entities: list[CorpusEntity]) -> list[CorpusEntity]:
        links = [link for one in entities for link in one.links]
        return [entities[0].model_copy(update={"links": links})]

    documents = [meeting("a", "Comité des jardins de Valcreuse"), meeting("b", "Conseil municipal de Lormoy")]
    assert len(resolve_corpus(documents).people) == 2
    found = resolve_corpus(documents, as_said=joined)
    assert (len(found.bodies), len(found.people)) == (1, 1)
