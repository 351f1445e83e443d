import pytest

from crparse.language.persons import Basis, find_names, first_names, name_at, parse_name, split_civility


@pytest.mark.parametrize(
    ("text", "civility", "given", "surname"),
    [
        ("Odile Ferrandin", None, "Odile", "Ferrandin"),
        ("FERRANDIN Odile", None, "Odile", "FERRANDIN"),
        ("Ferrandin Odile", None, "Odile", "Ferrandin"),
        ("Mme Odile LE BRAZ", "Mme", "Odile", "LE BRAZ"),
        ("L'Hostis", None, None, "L'Hostis"),
        ("Mme L'hostis", "Mme", None, "L'hostis"),
        ("Odile McKay", None, "Odile", "McKay"),
        ("LE BRAZ Odile", None, "Odile", "LE BRAZ"),
        ("M.Ferrandin", "M.", None, "Ferrandin"),
        ("Maître Ferrandin", "Me", None, "Ferrandin"),
        ("J. Ferrandin", None, "J.", "Ferrandin"),
        ("J.-P. FERRANDIN", None, "J.-P.", "FERRANDIN"),
        ("Odile F.", None, "Odile", "F."),
        ("Jean-Pierre de La Tour", None, "Jean-Pierre", "de La Tour"),
        ("Jean Claude Ferrandin", None, "Jean Claude", "Ferrandin"),
        ("DE LA TOUR Marc", None, "Marc", "DE LA TOUR"),
        ("Anne d'Ombreval", None, "Anne", "d'Ombreval"),
        ("D'OMBREVAL Anne", None, "Anne", "D'OMBREVAL"),
        ("Karim El Mansoub", None, "Karim", "El Mansoub"),
        ("Ben Talah Mounir", None, "Mounir", "Ben Talah"),
        ("VAN DEN HOLT Jan", None, "Jan", "VAN DEN HOLT"),
        ("Marie-Ange FERRANDIN-COSTEY", None, "Marie-Ange", "FERRANDIN-COSTEY"),
        ("Odile", None, "Odile", None),
    ],
)
def test_parts_of_a_name(text, civility, given, surname):
    name = parse_name(text)
    assert name is not None
    assert (name.civility, name.given, name.surname) == (civility, given, surname)
    assert text[name.start : name.end] == name.text


@pytest.mark.parametrize(
    ("text", "basis"),
    [
        ("M. Ferrandin", Basis.CIVILITY),
        ("Odile Ferrandin", Basis.FIRST_NAME),
        ("Xilvo FERRANDIN", Basis.CAPITALS),
        ("Xilvo Ferrandin", Basis.SHAPE),
        ("FERRANDIN", Basis.SHAPE),
    ],
)
def test_basis(text, basis):
    name = parse_name(text)
    assert name is not None
    assert name.basis is basis


@pytest.mark.parametrize(
    "text",
    [
        "Conseil municipal",
        "L’élection",
        "Maître d'ouvrage",
        "Maître d'Ouvrage",
        "Maître d’ŒUVRE",
        "DR ILuMen",
        "Ordre du jour",
        "Monsieur le Maire",
        "Agence Bleue",
        "odile ferrandin",
        "Odile Ferrandin, maire",
        "12 avril",
        "de la",
        "",
    ],
)
def test_no_name(text):
    assert parse_name(text) is None


def test_names_in_a_sentence():
    text = "Sous la présidence de Mme Odile Le Braz, maire, M. Costey ayant donné pouvoir à Jean-Luc Petit."
    assert [(n.civility, n.text) for n in find_names(text)] == [
        ("Mme", "Odile Le Braz"),
        ("M.", "Costey"),
        (None, "Jean-Luc Petit"),
    ]


def test_no_names_in_a_sentence():
    assert find_names("Le Conseil municipal remercie la Société Bleue et me charge du dossier.") == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Un poste payé au S.M.I.C. à compter du 7 novembre.",
        "Le P.L.U. et le S.CO.T. seront présentés par la D.D.T. lundi.",
        "Le C.M.E. des jeunes et la P.M.I. partagent la salle.",
        "Le dossier de la S.E.M.A.P. est à la disposition de la C.D.M.Ex.",
    ],
)
def test_no_civility_inside_a_dotted_acronym(sentence):
    assert find_names(sentence) == []


def test_names_beside_a_full_stop():
    text = "Fin de séance.M. Costey signe avec J.M. Petit, O.Ferrandin et Mme B.T."
    assert [n.text for n in find_names(text)] == ["Costey", "B.T."]


def test_name_at_stops_before_the_function():
    name = name_at("Odile Ferrandin Présidente du club", 0)
    assert name is not None
    assert name.text == "Odile Ferrandin"


def test_civilities():
    assert split_civility("Madame la") == ("Mme", 7)
    assert split_civility("me voici") == (None, 0)
    assert split_civility("Martin") == (None, 0)


def test_first_names_are_folded():
    assert {"helene", "jean", "aicha"} <= first_names()
    assert not any(name != name.lower() for name in first_names())
