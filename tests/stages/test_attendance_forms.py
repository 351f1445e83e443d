"""Lists whose entries are too weak one by one: each row has lines of minutes and the attendees expected."""

import pytest

from attendees_read import present, read

LISTS = {
    "letters with bodies and functions, between dashes": (
        "Présents :\nFL (DDT 42, adjointe) – ÉP (Les Grillons, bénévole) – AST (CPIE des Monts, animateur)",
        [
            ("FL", "present", "DDT 42", "adjointe", None),
            ("ÉP", "present", "Les Grillons", "bénévole", None),
            ("AST", "present", "CPIE des Monts", "animateur", None),
        ],
    ),
    "letters on lines, an acronym beside some": (
        "Participants :\nFF, maire, SIVOM du Val\nCC\nST\nCD, DGS, DDT 42",
        [
            ("FF", "present", "SIVOM du Val", "maire", None),
            *present("CC", "ST"),
            ("CD", "present", "DDT 42", "DGS", None),
        ],
    ),
    "acronyms of bodies are no letters of people": (
        "Organismes présents :\nADEME, DREAL, SDIS",
        [],
    ),
    "surnames on lines, with a body in brackets": (
        "Présents :\nETCHEBARNE (maire, CAUE 17)\nLHERMITTE (CCI du Lormois)\nVASSEUR",
        [
            ("ETCHEBARNE", "present", "CAUE 17", "maire", None),
            ("LHERMITTE", "present", "CCI du Lormois", None, None),
            *present("VASSEUR"),
        ],
    ),
    "a heading over text is no surname": (
        "Présents :\nPeyrat, maire\nVallette, adjointe\nLamarre\nOuverture\nLa séance commence à l'heure.",
        [
            ("Peyrat", "present", None, "maire", None),
            ("Vallette", "present", None, "adjointe", None),
            *present("Lamarre"),
        ],
    ),
    "bodies before their people": (
        "Présents :\n- Terre Vive – Mme Anne Roux\n- Lumen – M. Paul Petit\n- DDT 42 – M. Ivo Prutkov",
        [
            ("Anne Roux", "present", "Terre Vive", None, None),
            ("Paul Petit", "present", "Lumen", None, None),
            ("Ivo Prutkov", "present", "DDT 42", None, None),
        ],
    ),
    "bodies before brackets with their people": (
        "Présents :\n* Lumen (S. Moreau, F. Vallette)\n* DDT 42 (P. Brunel)",
        [
            ("S. Moreau", "present", "Lumen", None, None),
            ("F. Vallette", "present", "Lumen", None, None),
            ("P. Brunel", "present", "DDT 42", None, None),
        ],
    ),
    "functions before people, several in a row": (
        "Présents :\nCoordinatrice : S.C. ; Adhérente : H.Z. ; Secrétaire du CSE : D.N.",
        [
            ("S.C.", "present", None, "Coordinatrice", None),
            ("H.Z.", "present", None, "Adhérente", None),
            ("D.N.", "present", None, "Secrétaire du CSE", None),
        ],
    ),
    "civilities alone part people": (
        "Présents :\nM. FERRANDIN, Syndicat mixte du Lorm Mme MALHERBE, ADEME M. GUÉGUEN",
        [
            ("FERRANDIN", "present", "Syndicat mixte du Lorm", None, None),
            ("MALHERBE", "present", "ADEME", None, None),
            *present("GUÉGUEN"),
        ],
    ),
    "couples without signs between them": (
        "Présents :\nM. et Mme Noguès M. et Mme Zanetti\nSecrétaire de séance : Mme Noguès",
        [
            *present("Noguès"),
            ("Noguès", "present", None, "Secrétaire de séance", None),
            *present("Zanetti", "Zanetti"),
        ],
    ),
    "M. among initials is one": (
        "Pouvoirs :\nS. Malherbe à Y. Delorme – M. Petit à A.-S. Gaudin – P. Roux à Y. Delorme",
        [
            ("S. Malherbe", "represented", None, None, "Y. Delorme"),
            ("Petit", "represented", None, None, "A.-S. Gaudin"),
            ("P. Roux", "represented", None, None, "Y. Delorme"),
        ],
    ),
    "letters that hold proxies": (
        "Présents : B.L. ; F.R. ; Y.Z.\nPouvoirs : M.K. à B.L. ; D.R. donne pouvoir à F.R.",
        [
            *present("B.L.", "F.R.", "Y.Z."),
            ("M.K.", "represented", None, None, "B.L."),
            ("D.R.", "represented", None, None, "F.R."),
        ],
    ),
    "letters in another order are of another": (
        "Présents : C.N. ; G.L. ; N.C.",
        present("C.N.", "G.L.", "N.C."),
    ),
    "bodies that are excused": ("Excusés : la DDT 42, Terre Vive", []),
    "a function of a body of any kind": (
        "Présents : M. Blin (secrétaire de mairie), Mme Roux (adjointe au chef de la mairie)",
        [
            ("Blin", "present", None, "secrétaire de mairie", None),
            ("Roux", "present", "mairie", "adjointe au chef", None),
        ],
    ),
    "what is said of a person is no group": (
        "Présents : Anne Roux, Paul Petit\nLe conseil a choisi pour secrétaire : M. Ivo Prutkov",
        [
            *present("Anne Roux", "Paul Petit"),
            ("Ivo Prutkov", "present", None, "secrétaire de séance", None),
        ],
    ),
}


@pytest.mark.parametrize(("text", "expected"), LISTS.values(), ids=LISTS.keys())
def test_list(text, expected):
    assert read(text) == expected
