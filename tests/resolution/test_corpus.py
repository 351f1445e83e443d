"""People and organisations across documents."""

from itertools import permutations

from crparse.resolution.corpus import CorpusEntity, DocumentEntities, DocumentEntity, resolve_corpus
from crparse.text import name_key


def entity(document: str, number: int, name: str, *variants: str, context: str = "") -> DocumentEntity:
    known = frozenset({name_key(context)}) if context else frozenset()
    return DocumentEntity(document, f"x{number}", name, variants, 1, known)


def people(*entities: DocumentEntity) -> list[CorpusEntity]:
    return resolve_corpus(DocumentEntities((one,), ()) for one in entities).people


def organisations(*entities: DocumentEntity) -> list[CorpusEntity]:
    return resolve_corpus(DocumentEntities((), (one,)) for one in entities).organisations


def joined(found: list[CorpusEntity]) -> list[list[str]]:
    """The documents of each entity."""
    return [[link.document for link in one.links] for one in found]


def test_full_names_join_whatever_their_order_and_accents() -> None:
    found = people(
        entity("a", 1, "Anaïs Prutkov"), entity("b", 1, "PRUTKOV Anaïs"), entity("c", 1, "Anais Prutkov")
    )
    assert joined(found) == [["a", "b", "c"]]
    assert {link.document: link.level for link in found[0].links} in (
        {"a": "exact", "b": "reversed_names", "c": "case_accents"},
        {"a": "reversed_names", "b": "exact", "c": "reversed_names"},
        {"a": "case_accents", "b": "reversed_names", "c": "exact"},
    )


def test_parts_of_a_name_join_nobody() -> None:
    found = people(
        entity("a", 1, "Anne Prutkov"),
        entity("b", 1, "Anne"),
        entity("c", 1, "Anne"),
        entity("d", 1, "A. Prutkov"),
    )
    assert sorted(joined(found)) == [["a"], ["b"], ["c"], ["d"]]
    assert len({one.id for one in found}) == 4


def test_two_of_one_name_from_two_bodies_are_two() -> None:
    found = people(
        entity("a", 1, "Jean Dupont", context="Commune de Lormoy"),
        entity("b", 1, "DUPONT Jean", context="Amicale des Grillons"),
        entity("c", 1, "Jean Dupont", context="Mairie de Lormoy"),
    )
    assert sorted(joined(found)) == [["a", "c"], ["b"]]
    assert len({one.id for one in found}) == 2


def test_who_came_for_two_bodies_is_one() -> None:
    both = DocumentEntity("c", "x1", "Jean Dupont", (), 1, frozenset({"commune de lormoy", "sivom du bief"}))
    found = people(
        entity("a", 1, "Jean Dupont", context="Commune de Lormoy"),
        entity("b", 1, "Jean Dupont", context="SIVOM du Bief"),
        both,
    )
    assert joined(found) == [["a", "b", "c"]]


def test_two_bodies_of_the_same_people() -> None:
    names = ("Jean Dupont", "Anne Prutkov", "Yves Delorme")
    found = people(
        *(entity("a", i, name, context="Amicale des Grillons") for i, name in enumerate(names)),
        *(entity("b", i, name, context="Commune de Lormoy") for i, name in enumerate(names)),
        entity("c", 1, "Jean Dupont", context="SIVOM du Bief"),
    )
    assert sorted(joined(found)) == [["a", "b"], ["a", "b"], ["a", "b"], ["c"]]


def test_of_two_of_one_name_a_third_without_body_is_neither() -> None:
    one, other = (
        entity("a", 1, "Aline Prutkov", context="Commune de Lormoy"),
        entity("b", 1, "Aline Prutkov", context="Amicale des Grillons"),
    )
    unknown, general = (
        entity("c", 1, "Aline Prutkov"),
        entity("d", 1, "Aline Prutkov", context="Conseil municipal"),
    )
    assert sorted(joined(people(one, other, unknown, general))) == [["a"], ["b"], ["c"], ["d"]]
    assert joined(people(one, unknown, general)) == [["a", "c", "d"]]
    spelt = entity("c", 1, "Aline Prut Kov")
    assert sorted(joined(people(one, other, spelt))) == [["a"], ["b"], ["c"]]


def test_a_frequent_name_alone_proves_nothing() -> None:
    for name in ("Jean Dupont", "Marie Leroy"):
        known, unknown = entity("a", 1, name, context="Commune de Lormoy"), entity("b", 1, name)
        assert sorted(joined(people(known, unknown))) == [["a"], ["b"]], name
        assert sorted(joined(people(entity("a", 1, name), unknown))) == [["a"], ["b"]], name


def circle(document: str, context: str, *names: str) -> list[DocumentEntity]:
    return [entity(document, number, name, context=context) for number, name in enumerate(names)]


def test_a_frequent_name_takes_more_company() -> None:
    def documents_of(name: str, *company: str) -> list[list[str]]:
        one = circle("a", "Amicale des Grillons", name, *company, "Luc Tanguy")
        other = circle("b", "Commune de Lormoy", name, *company, "Odile Sorel")
        found = people(*one, *other)
        return sorted([link.document for link in person.links] for person in found if person.name == name)

    assert documents_of("Aline Prutkov") == [["a"], ["b"]]
    assert documents_of("Aline Prutkov", "Ivo Zelenka") == [["a", "b"]]
    assert documents_of("Jean Martin", "Ivo Zelenka") == [["a"], ["b"]]
    assert documents_of("Jean Martin", "Jean Robert") == [["a"], ["b"]]
    assert documents_of("Jean Martin", "Ivo Zelenka", "Nora Vidoc") == [["a", "b"]]


def test_an_amicale_that_every_town_has_tells_nobody() -> None:
    found = people(
        entity("a", 1, "Jean Dupont", context="Comité des fêtes"),
        entity("b", 1, "Jean Dupont", context="Comité des fêtes"),
    )
    assert sorted(joined(found)) == [["a"], ["b"]]


def test_two_surnames_that_exist_are_no_slips_of_each_other() -> None:
    for names, one in (
        (("Paul Marin", "Paul Martin"), False),
        (("Paul Bonsard", "Paul Bensard"), True),
        (("Paul Martin", "Paul Martiin"), True),
    ):
        found = people(*(entity(d, 1, n, context="GT Friches") for d, n in zip("ab", names, strict=True)))
        assert (len(found) == 1) is one, names


def test_two_names_that_come_back_are_not_one_through_a_third() -> None:
    """ "Sorel" and "Duval" are both like "Sorel-Duval" and not like each other."""
    names = ("Aline Sorelle", "Aline Sorelle", "Aline Sorelle-Duvert", "Aline Duvert", "Aline Duvert")
    found = people(*(entity(d, 1, n, context="GT Friches") for d, n in zip("abcde", names, strict=True)))
    assert sorted(joined(found)) in ([["a", "b", "c"], ["d", "e"]], [["a", "b"], ["c", "d", "e"]])


def test_slips_hang_on_the_name_that_they_are_slips_of() -> None:
    names = ("Aline Vingral", "Aline Vingral", "Aline Vingrral", "Aline Vinlral")
    found = people(*(entity(d, 1, n, context="GT Friches") for d, n in zip("abcd", names, strict=True)))
    assert joined(found) == [["a", "b", "c", "d"]]


def test_a_body_and_a_part_of_it_tell_of_one_person() -> None:
    found = people(
        entity("a", 1, "Jean Dupont", context="Conseil municipal de Lormoy"),
        entity("b", 1, "Jean Dupont", context="Commune de Lormoy"),
        entity("c", 1, "Jean Dupont", context="Lormoy"),
    )
    assert joined(found) == [["a", "b", "c"]]


def test_a_misspelt_name_needs_a_body_in_common() -> None:
    one = entity("a", 1, "Antoine Bonsard", context="GT Friches")
    same = entity("b", 1, "Antoine Bensard", context="GT Friches")
    other = entity("b", 1, "Antoine Bensard", context="CA des Grillons")
    assert joined(people(one, same)) == [["a", "b"]]
    assert sorted(joined(people(one, other))) == [["a"], ["b"]]


def test_who_sat_together_is_not_one_person() -> None:
    found = people(
        entity("a", 1, "Antoine Bonsard", context="GT Friches"),
        entity("a", 2, "Antoine Bensard", context="GT Friches"),
    )
    assert sorted(joined(found)) == [["a"], ["a"]]


def test_what_one_document_knows_holds_for_all() -> None:
    found = people(
        entity("a", 1, "Anne Prutkov", "Anne Prutkov-Duval"),
        entity("b", 1, "Anne Prutkov"),
        entity("c", 1, "Anne Prutkov-Duval"),
    )
    assert joined(found) == [["a", "b", "c"]]


def test_an_acronym_joins_through_its_expansion() -> None:
    found = organisations(
        entity("a", 1, "Communauté de communes du Val d'Ombre", "CCVO"),
        entity("b", 1, "CCVO"),
        entity("c", 1, "Communauté de Communes Val d'Ombre"),
    )
    assert joined(found) == [["a", "b", "c"]]
    assert {link.document: link.level for link in found[0].links}["b"] == "initials"


def test_an_acronym_that_stands_for_two_bodies_joins_within_one_body_only() -> None:
    found = organisations(
        entity("a", 1, "Communauté de communes du Val d'Ombre", "CCVO", context="Lormoy"),
        entity("b", 1, "Club des cyclistes du Val d'Orvanne", "CCVO", context="Orvanne"),
        entity("c", 1, "CCVO", context="Lormoy"),
    )
    assert sorted(joined(found)) == [["a", "c"], ["b"]]


def test_inner_bodies_and_short_acronyms_belong_to_the_body_that_met() -> None:
    for name in ("commission Travaux", "DI", "DREAL"):
        found = organisations(
            entity("a", 1, name, context="Lormoy"),
            entity("b", 1, name, context="Lormoy"),
            entity("c", 1, name, context="Orvanne"),
            entity("d", 1, name),
        )
        assert sorted(joined(found)) == [["a", "b"], ["c"], ["d"]], name


def test_national_bodies_join_everywhere_and_services_of_two_places_never() -> None:
    assert joined(
        organisations(entity("a", 1, "ADEME", context="x"), entity("b", 1, "Ademe", context="y"))
    ) == [["a", "b"]]
    assert sorted(joined(organisations(entity("a", 1, "DDT 12"), entity("b", 1, "DDT 13")))) == [["a"], ["b"]]


def test_two_services_of_one_place_are_two_bodies() -> None:
    found = organisations(
        entity("a", 1, "CAF du Lot", context="Lormoy"), entity("b", 1, "DRAC du Lot", context="Lormoy")
    )
    assert sorted(joined(found)) == [["a"], ["b"]]


def test_the_same_whatever_the_order_of_documents() -> None:
    entities = [
        entity("a", 1, "Antoine Bonsard", context="GT"),
        entity("b", 1, "Antoine Bensard", context="GT"),
        entity("c", 1, "BONSARD Antoine", "A. Bonsard"),
        entity("d", 1, "Antoine", context="GT"),
    ]
    results = {
        resolve_corpus(DocumentEntities((one,), (one,)) for one in order).model_dump_json()
        for order in permutations(entities)
    }
    assert len(results) == 1


def test_what_every_town_has_belongs_to_the_body_that_met() -> None:
    for name in ("Comité des fêtes", "Amicale laïque", "Amicale laïqque"):
        found = organisations(
            *(
                entity(d, 1, name, context=c)
                for d, c in zip("abc", ("Lormoy", "Lormoy", "Orvanne"), strict=True)
            )
        )
        assert sorted(joined(found)) == [["a", "b"], ["c"]], name
    found = organisations(
        *(
            entity(d, 1, "Office national des forêts", context=c)
            for d, c in (("a", "Lormoy"), ("b", "Orvanne"))
        )
    )
    assert joined(found) == [["a", "b"]]


def test_an_acronym_needs_a_body_in_common_with_its_name() -> None:
    name, acronym = "Communauté de communes du Val d'Ombre", "CCVO"
    found = organisations(entity("a", 1, name, context="Lormoy"), entity("b", 1, acronym, context="Lormoy"))
    assert joined(found) == [["a", "b"]]
    found = organisations(entity("a", 1, name, context="Lormoy"), entity("b", 1, acronym, context="Orvanne"))
    assert sorted(joined(found)) == [["a"], ["b"]]


def test_an_acronym_that_two_names_of_a_body_fit_is_neither() -> None:
    found = organisations(
        entity("a", 1, "Communauté de communes du Val d'Ombre", context="Lormoy"),
        entity("b", 1, "Club des cyclistes de la Vallée d'Orvanne", context="Lormoy"),
        entity("c", 1, "CCVO", context="Lormoy"),
    )
    assert sorted(joined(found)) == [["a"], ["b"], ["c"]]


def test_a_slip_in_a_name_that_neighbours_use() -> None:
    """Of two bodies that deal with the same others; a national body tells no neighbours."""
    right, slip = "Syndicat mixte du Haut Brelon", "Syndicat mixte du Haut Brellon"

    def found(*shared: str) -> list[list[str]]:
        entities = [
            entity(document, number, name, context=context)
            for document, context, own in (("a", "Lormoy", right), ("b", "Orvanne", slip))
            for number, name in enumerate((own, *shared))
        ]
        own = [one for one in organisations(*entities) if one.name in (right, slip)]
        return sorted(joined(own))

    assert found("Hôpital Vasseur", "Lycée Corbier") == [["a", "b"]]
    assert found("Hôpital Vasseur", "ADEME", "Cerema") == [["a"], ["b"]]


COUNCIL = ("Paul Barbier", "Jeanne Morvan", "Luc Tanguy", "Odile Vasseur", "Henri Lacombe", "Solange Périer")


def council(document: str, *names: str) -> DocumentEntities:
    """The people that a meeting names."""
    return DocumentEntities(tuple(entity(document, i, name) for i, name in enumerate(names)), ())


def surnames(names: tuple[str, ...]) -> list[str]:
    return [name.rpartition(" ")[2] for name in names]


def bearers(name: str, *documents: DocumentEntities) -> list[tuple[str, str]]:
    """In which documents a person of the corpus is named, and by which level."""
    (found,) = [one for one in resolve_corpus(documents).people if one.name == name]
    return [(link.document, link.level) for link in found.links]


def test_a_surname_is_that_of_who_sits_with_the_same_people() -> None:
    full, bare = council("a", *COUNCIL), council("b", *surnames(COUNCIL))
    assert bearers("Paul Barbier", full, bare) == [("a", "exact"), ("b", "surname_only")]
    initials = council("b", "P. Barbier", *surnames(COUNCIL[1:]))
    assert bearers("Paul Barbier", full, initials) == [("a", "exact"), ("b", "initials")]


def test_a_surname_among_other_people_is_nobody_known() -> None:
    strangers = council("b", "Barbier", "Ancelin", "Delmas", "Ferrand", "Corbier", "Thibaud")
    assert bearers("Paul Barbier", council("a", *COUNCIL), strangers) == [("a", "exact")]
    assert bearers("Paul Barbier", council("a", *COUNCIL), council("b", "Barbier")) == [("a", "exact")]


def test_a_surname_that_two_of_a_circle_bear_is_neither() -> None:
    full = council("a", *COUNCIL, "Anne Barbier")
    assert bearers("Paul Barbier", full, council("b", *surnames(COUNCIL))) == [("a", "exact")]


def test_another_initial_is_another_person() -> None:
    other = council("b", "N. Barbier", *surnames(COUNCIL[1:]))
    assert bearers("Paul Barbier", council("a", *COUNCIL), other) == [("a", "exact")]


def test_the_same_partial_name_in_one_circle_is_one_person() -> None:
    """Nobody names them in full; "Nathalie" may be two."""
    bare = surnames(COUNCIL)
    assert bearers("Barbier", council("a", *bare), council("b", *bare)) == [("a", "exact"), ("b", "exact")]
    first = council("a", *bare, "Nathalie"), council("b", *bare, "Nathalie")
    assert len([one for one in resolve_corpus(first).people if one.name == "Nathalie"]) == 2


def test_a_surname_of_another_mandate_is_another_person() -> None:
    def meeting(document: str, day: str, *names: str) -> DocumentEntities:
        people = tuple(entity(document, i, name) for i, name in enumerate(names))
        return DocumentEntities(people, (), "Conseil municipal de Lormoy", day)

    full = meeting("a", "2016-05-04", "Paul Barbier", "Jeanne Morvan")
    assert bearers("Paul Barbier", full, meeting("b", "2018-05-04", "Barbier")) == [
        ("a", "exact"),
        ("b", "surname_only"),
    ]
    assert bearers("Paul Barbier", full, meeting("b", "1986-05-04", "Barbier")) == [("a", "exact")]


def test_what_says_which_body_a_document_is_of() -> None:
    """Its name, in whatever case, or who meets."""

    def meeting(document: str, body: str, *names: str) -> DocumentEntities:
        people = tuple(entity(document, i, name) for i, name in enumerate(names))
        return DocumentEntities(people, (), body, document=document)

    others = ("Anne Sorel", "Ivo Zelenka", "Nora Vidoc", "Rémi Hubert", "Jean Roc", "Lise Thévenet")
    found = resolve_corpus(
        [
            meeting("a", "Conseil municipal de Lormoy", *COUNCIL),
            meeting("b", "CONSEIL MUNICIPAL DE LORMOY"),
            meeting("c", "Conseil municipal", *COUNCIL),
            meeting("d", "", *surnames(COUNCIL)),
            meeting("e", "Conseil municipal", *others),
            meeting("f", "Conseil municipal", *others),
        ]
    ).bodies
    assert [(one.name, [(link.document, link.level) for link in one.links]) for one in found] == [
        ("Conseil municipal", [("e", "company"), ("f", "company")]),
        (
            "Conseil municipal de Lormoy",
            [("a", "exact"), ("b", "case_accents"), ("c", "company"), ("d", "company")],
        ),
    ]
