"""Lists whose entries are too weak one by one: each row has lines of minutes and the attendees expected."""

import pytest

from attendees_read import present, read

NOBODY_MISSING = [
    ("Roux", "present", None, None, None),
    ("Petit", "present", None, "Secrétaire de séance", None),
    *present("Costey", "Brunel", "Vallin"),
]

LISTS = {
    "a list that says it names nobody below one of surnames": (
        "Étaient présents : MM. Roux - Petit - Costey – Brunel – Vallin formant la majorité des membres.\n"
        "Absents excusés : Néant\nSecrétaire de séance : M. Petit",
        NOBODY_MISSING,
    ),
    "a list that says it names nobody, with a stop": (
        "Étaient présents : MM. Roux - Petit - Costey – Brunel – Vallin formant la majorité des membres.\n"
        "Absents : Néant.\nSecrétaire de séance : M. Petit",
        NOBODY_MISSING,
    ),
    "entries side by side that wrap inside a bracket": (
        "Étaient présents :\nFabrice NOGUÈS (élu titulaire, La Poste)\tGérard PICHON (responsable\n"
        "qualité, SIVOM du Val)\nDenis SAUVAGE (comptable, ADEME)",
        [
            ("Fabrice NOGUÈS", "present", "La Poste", "élu titulaire", None),
            ("Gérard PICHON", "present", "SIVOM du Val", "responsable qualité", None),
            ("Denis SAUVAGE", "present", "ADEME", "comptable", None),
        ],
    ),
    "entries side by side that wrap inside a name": (
        "Étaient présents :\nDirectrice : Mme Fatou FABRE\tConsultant : Mme Dominique\nMARCHAL\n"
        "Urbaniste : Mme Sophie AUBERTIN\tChargé d'études : M. Olivier ZANETTI",
        [
            ("Fatou FABRE", "present", None, "Directrice", None),
            ("Dominique MARCHAL", "present", None, "Consultant", None),
            ("Sophie AUBERTIN", "present", None, "Urbaniste", None),
            ("Olivier ZANETTI", "present", None, "Chargé d'études", None),
        ],
    ),
    "entries side by side that wrap before a function": (
        "Présents :\nM. Titouan BLIN, adjoint (Mairie de Valbrune)\tMme Odile MALHERBE,\n"
        "conseillère municipale (Fédération des chasseurs)\tM. Corentin BOUVIER",
        [
            ("Titouan BLIN", "present", "Mairie de Valbrune", "adjoint", None),
            ("Odile MALHERBE", "present", "Fédération des chasseurs", "conseillère municipale", None),
            *present("Corentin BOUVIER"),
        ],
    ),
    "entries side by side of which none wraps": (
        "Présents :\nAnne Roux\tPaul Petit\nOdile Costey\tDenis Brunel",
        present("Anne Roux", "Paul Petit", "Odile Costey", "Denis Brunel"),
    ),
    "surnames after bodies that may be surnames": (
        "Présents :\nParents d'élèves :\nBureau d'études Hydrolor – OUDIN | Lumen – SAUVAGE\n"
        "Administrateurs :\nLa Poste – MALHERBE | Syndicat mixte du Lorm – VALLETTE",
        [
            ("OUDIN", "present", "Bureau d'études Hydrolor", "Parents d'élèves", None),
            ("SAUVAGE", "present", "Lumen", "Parents d'élèves", None),
            ("MALHERBE", "present", "La Poste", "Administrateurs", None),
            ("VALLETTE", "present", "Syndicat mixte du Lorm", "Administrateurs", None),
        ],
    ),
    "surnames after bodies, under groups of their own lines": (
        "Participants :\nEnseignants : La Poste : MIGNOT, BOISSARD\nÉlus : ADEME : ETCHEBARNE, SAUVAGE",
        [
            ("MIGNOT", "present", "La Poste", "Enseignants", None),
            ("BOISSARD", "present", "La Poste", "Enseignants", None),
            ("ETCHEBARNE", "present", "ADEME", "Élus", None),
            ("SAUVAGE", "present", "ADEME", "Élus", None),
        ],
    ),
    "names of which no word is known, each with a body": (
        "Sont présents :\nÉlus :\nKwame Osei (Terre Vive) ;\nTrần Văn Đức (Coop'Alim)\n"
        "Usagers :\nKouassi Yao (Lumen) ;\nŞebnem Yıldız (Agence de l'eau)",
        [
            ("Kwame Osei", "present", "Terre Vive", "Élus", None),
            ("Trần Văn Đức", "present", "Coop'Alim", "Élus", None),
            ("Kouassi Yao", "present", "Lumen", "Usagers", None),
            ("Şebnem Yıldız", "present", "Agence de l'eau", "Usagers", None),
        ],
    ),
    "functions and a slash between people, one with a rare first name": (
        "Présents :\nRousselin Élodie (Mairie de Valbrune), maire / Lhermitte Ysoline (SIVOM du Val), "
        "conseillère déléguée / Sauvage Béatrice (Coop'Alim), adjointe",
        [
            ("Rousselin Élodie", "present", "Mairie de Valbrune", "maire", None),
            ("Lhermitte Ysoline", "present", "SIVOM du Val", "conseillère déléguée", None),
            ("Sauvage Béatrice", "present", "Coop'Alim", "adjointe", None),
        ],
    ),
    "two surnames, after a list of surnames alone": (
        "Étaient présents :\nLabarthe\nPeyrat\nWeisberger\nAbsents :\nCharpentier – Marchal",
        [
            *present("Labarthe", "Peyrat", "Weisberger"),
            ("Charpentier", "absent", None, None, None),
            ("Marchal", "absent", None, None, None),
        ],
    ),
    "a body over people that are counted anew": (
        "Membres présents :\nMairie de Valbrune :\n1. Mme BOUVIER Sophie\n2. Mme PASQUIER Marjolaine\n"
        "Terre Vive\n1. M. OUDIN Loïc\n2. Mme YBARRA Fatou",
        [
            ("BOUVIER Sophie", "present", "Mairie de Valbrune", None, None),
            ("PASQUIER Marjolaine", "present", "Mairie de Valbrune", None, None),
            ("OUDIN Loïc", "present", "Terre Vive", None, None),
            ("YBARRA Fatou", "present", "Terre Vive", None, None),
        ],
    ),
    "no label, names and no more after others with functions": (
        "Compte rendu\nMme Nathalie LESCURE (chef de bureau)\nM. Alain MALHERBE (chef de bureau)\n"
        "Mme Ghislaine MOREAU (ingénieure)\nM. Olivier COCHARD\nM. Jean-Pierre PERRAULT\n"
        "M. Youssef LABARTHE et M. Mamadou GARRIGOU sont excusés.",
        [
            ("Nathalie LESCURE", "present", None, "chef de bureau", None),
            ("Alain MALHERBE", "present", None, "chef de bureau", None),
            ("Ghislaine MOREAU", "present", None, "ingénieure", None),
            *present("Olivier COCHARD", "Jean-Pierre PERRAULT"),
            ("Youssef LABARTHE", "excused", None, None, None),
            ("Mamadou GARRIGOU", "excused", None, None, None),
        ],
    ),
    "no label above the list of guests": (
        "Compte rendu\nMme Marie-Laure Nguema (CAUE 17, gardienne)\tMme Anne Girard\n"
        "Mme Claire Vial\tMme Lucie Prutkov (Terre Vive, architecte)\n"
        "Invitée :\nMme Zohra Gaudin\nExcusée :\nMme Patricia Lamarre",
        [
            ("Marie-Laure Nguema", "present", "CAUE 17", "gardienne", None),
            *present("Anne Girard", "Claire Vial"),
            ("Lucie Prutkov", "present", "Terre Vive", "architecte", None),
            *present("Zohra Gaudin"),
            ("Patricia Lamarre", "excused", None, None, None),
        ],
    ),
    "who is excused too": (
        "Présents :\n* Mme Béatrice Malherbe\n* Mme Odile Costey\n"
        "Mme Nathalie Dutilleul est excusée, M. Kévin Lescure aussi est excusé.",
        [
            *present("Béatrice Malherbe", "Odile Costey"),
            ("Nathalie Dutilleul", "excused", None, None, None),
            ("Kévin Lescure", "excused", None, None, None),
        ],
    ),
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
