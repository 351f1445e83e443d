"""Attendance in lists and sentences: each row has lines of minutes and the attendees expected of them."""

import pytest
import spacy

from attendees_read import present, read
from crparse.source import Block, from_text
from crparse.stages.attendance import Attendance
from crparse.stages.attendance.heads import split_long_run
from crparse.stages.attendance.rows import DocumentRows, block_rows

LISTS = {
    "a sentence after the list says who is missing": (
        "Étaient présents en ligne : Odile Ferrandin (trésorière), Paul Costey (secrétaire). "
        "Anne Le Braz (présidente) est excusée pour raison professionnelle.",
        [
            ("Odile Ferrandin", "present", None, "trésorière", None),
            ("Paul Costey", "present", None, "secrétaire", None),
            ("Anne Le Braz", "excused", None, "présidente", None),
        ],
    ),
    "another that says it in other words": (
        "Présents : Odile Ferrandin (trésorière), Paul Costey. Mme Sorbet s'est excusée. "
        "Luc Tanguy est absent.",
        [
            ("Odile Ferrandin", "present", None, "trésorière", None),
            ("Paul Costey", "present", None, None, None),
            ("Sorbet", "excused", None, None, None),
            ("Luc Tanguy", "absent", None, None, None),
        ],
    ),
    "stops of initials, of civilities and of words cut short end no sentence": (
        "Présents : Mme. Odile Ferrandin, P. Costey, Anne Le Braz (assoc. Jean Roux)",
        [
            ("Odile Ferrandin", "present", None, None, None),
            ("P. Costey", "present", None, None, None),
            ("Anne Le Braz", "present", "assoc. Jean Roux", None, None),
        ],
    ),
    "lists in a row, each after its count": (
        "Lieu : 3 rue de la Paix, Lormoy Date : samedi 30 juin 2007 3 présents : Odile Ferrandin, "
        "Paul Costey, Anne Le Braz. 2 absents excusés : Luc Tanguy, Inès Sorbet",
        [
            *present("Odile Ferrandin", "Paul Costey", "Anne Le Braz"),
            ("Luc Tanguy", "excused", None, None, None),
            ("Inès Sorbet", "excused", None, None, None),
        ],
    ),
    "counts alone in a row": ("Élus en exercice : 15 présents : 12 votants : 14", []),
    "who is named in full elsewhere": (
        "Présents : Ph. FERRANDIN, C.COSTEY, L. TANGUY, A. COSTEY\n\nSecrétaire de séance : Cécile COSTEY",
        [
            ("Ph. FERRANDIN", "present", None, None, None),
            ("C.COSTEY", "present", None, "Secrétaire de séance", None),
            ("L. TANGUY", "present", None, None, None),
            ("A. COSTEY", "present", None, None, None),
        ],
    ),
    "who presides and who writes in one sentence": (
        "L'assemblée désigne Odile Ferrandin en qualité de présidente de séance et Paul Costey en qualité de "
        "secrétaire de séance.",
        [
            ("Odile Ferrandin", "present", None, "président de séance", None),
            ("Paul Costey", "present", None, "secrétaire de séance", None),
        ],
    ),
    "academic ranks before the body": (
        "Présents\nOdile Ferrandin, IE, Lumen\nPaul Costey, MCF, Université de Lormoy\n"
        "Anne Le Braz, IR Lumen\nLuc Tanguy, PU, Lumen\nInès Sorbet, Post-doctorante Lumen Institute\n"
        "Marc Petit, docteure, Lumen\nJulie Roux, Doctorante en musicologie, Lumen",
        [
            ("Odile Ferrandin", "present", "Lumen", "IE", None),
            ("Paul Costey", "present", "Université de Lormoy", "MCF", None),
            ("Anne Le Braz", "present", "Lumen", "IR", None),
            ("Luc Tanguy", "present", "Lumen", "PU", None),
            ("Inès Sorbet", "present", "Lumen Institute", "Post-doctorante", None),
            ("Marc Petit", "present", "Lumen", "docteure", None),
            ("Julie Roux", "present", "Lumen", "Doctorante en musicologie", None),
        ],
    ),
    "the letters of a rank alone are the body": (
        "Présents :\nOdile Ferrandin (CR)\nPaul Costey (ADEME)",
        [("Odile Ferrandin", "present", "CR", None, None), ("Paul Costey", "present", "ADEME", None, None)],
    ),
    "a body directly behind the function": (
        "Présents :\nOdile Ferrandin, représentant local Chambre d'agriculture\n"
        "Paul Costey, chargé de mission DDT 12\nAnne Le Braz, technicienne Syndicat de la Sorbe\n"
        "Luc Tanguy, responsable Communication\nInès Sorbet, chargée de mission Eau",
        [
            ("Odile Ferrandin", "present", "Chambre d'agriculture", "représentant local", None),
            ("Paul Costey", "present", "DDT 12", "chargé de mission", None),
            ("Anne Le Braz", "present", "Syndicat de la Sorbe", "technicienne", None),
            ("Luc Tanguy", "present", None, "responsable Communication", None),
            ("Inès Sorbet", "present", None, "chargée de mission Eau", None),
        ],
    ),
    "what somebody works on is no body": (
        "Présents :\nOdile Ferrandin, Lumen (a relu les notices du fonds ancien)\n"
        "Paul Costey, Directeur de la DDT (relevé des mares, inventaire des haies et des chemins)\n"
        "Anne Le Braz, ADEME (direction Ouest)",
        [
            ("Odile Ferrandin", "present", "Lumen", None, None),
            ("Paul Costey", "present", "DDT", "Directeur", None),
            ("Anne Le Braz", "present", "ADEME (direction Ouest)", None, None),
        ],
    ),
    "parents by the class of their children": (
        "Présents :\nOdile (parent maternelle),\nPaul (parent élémentaire/maternelle),\n"
        "Anne (parent d'élève),\nLuc (parent élu)",
        [
            ("Odile", "present", None, "parent maternelle", None),
            ("Paul", "present", None, "parent élémentaire/maternelle", None),
            ("Anne", "present", None, "parent d'élève", None),
            ("Luc", "present", None, "parent élu", None),
        ],
    ),
    "a numbered heading, a group in brackets and the sum": (
        "1. Présences\nOdile Ferrandin (présidente) ; Paul Costey, Anne Le Braz, "
        "Luc Tanguy (membres) = 4 voix.",
        [
            ("Odile Ferrandin", "present", None, "présidente", None),
            ("Paul Costey", "present", None, "membres", None),
            ("Anne Le Braz", "present", None, "membres", None),
            ("Luc Tanguy", "present", None, "membres", None),
        ],
    ),
    "asterisks as bullets within a line": (
        "Présents : * Odile Ferrandin * Paul C (CA) * Tempérance (CA) * Luc Tanguy (trésorier)",
        [
            ("Odile Ferrandin", "present", None, None, None),
            ("Paul C", "present", None, "CA", None),
            ("Tempérance", "present", None, "CA", None),
            ("Luc Tanguy", "present", None, "trésorier", None),
        ],
    ),
    "surnames in capitals after one civility": (
        "Présents : M. FERRANDIN, COSTEY, TANGUY\nExcusé : M. SORBET, ADEME",
        [
            *present("FERRANDIN", "COSTEY", "TANGUY"),
            ("SORBET", "excused", "ADEME", None, None),
        ],
    ),
    "who left is told by a clause": (
        "Présents : Odile Ferrandin (qui a dû partir avant le vote), Paul Costey",
        present("Odile Ferrandin", "Paul Costey"),
    ),
    "initials with accents keep their stop": (
        "Présents : Mme Petit É., M. Costey A.",
        present("Petit É.", "Costey A."),
    ),
    "pseudonyms of one list tell those of another": (
        "Présents :\nOdile Ferrandin (lune12) ;\nPaul Costey (Etoile Polaire) ;\nAnne Le Braz (fumee) ;\n"
        "Procurations :\nLuc Tanguy (Rocher) à Paul Costey",
        [
            *present("Odile Ferrandin", "Paul Costey", "Anne Le Braz"),
            ("Luc Tanguy", "represented", None, None, "Paul Costey"),
        ],
    ),
    "bullets, name and body": (
        "Personnes présentes\n- Odile Ferrandin, SDIS 12\n- Paul Costey, Les Grillons\n"
        "- Anne Le Braz, Consultante",
        [
            ("Odile Ferrandin", "present", "SDIS 12", None, None),
            ("Paul Costey", "present", "Les Grillons", None, None),
            ("Anne Le Braz", "present", None, "Consultante", None),
        ],
    ),
    "two columns by tabs": (
        "Liste des présents :\n▪ Odile Ferrandin, SDIS 12\t▪ Paul Costey, Conseil Départemental 47\n"
        "▪ Anne Le Braz, CAUE",
        [
            ("Odile Ferrandin", "present", "SDIS 12", None, None),
            ("Paul Costey", "present", "Conseil Départemental 47", None, None),
            ("Anne Le Braz", "present", "CAUE", None, None),
        ],
    ),
    "a line that wraps in the middle of a body": (
        "Personnes présentes\n▪ Odile Ferrandin, SDIS 12\t▪ Paul Costey, Consultant en paysage et dynamique\n"
        "des territoires\n▪ Anne Le Braz, CAUE\t▪ Luc Tanguy, Maison\nde la forêt",
        [
            ("Odile Ferrandin", "present", "SDIS 12", None, None),
            ("Paul Costey", "present", None, "Consultant en paysage et dynamique des territoires", None),
            ("Anne Le Braz", "present", "CAUE", None, None),
            ("Luc Tanguy", "present", "Maison de la forêt", None, None),
        ],
    ),
    "dashes between people after a civility": (
        "Présents : M. Paul COSTEY – Mme Odile FERRANDIN\nMme Anne TANGUY - M. Luc SORBET",
        present("Paul COSTEY", "Odile FERRANDIN", "Anne TANGUY", "Luc SORBET"),
    ),
    "dashes between people": (
        "Présents : Paul COSTEY – Odile FERRANDIN –Anne TANGUY – Marie Annick SORBET",
        present("Paul COSTEY", "Odile FERRANDIN", "Anne TANGUY", "Marie Annick SORBET"),
    ),
    "civilities without separators": (
        "Présents : M. Paul COSTEY Mme Odile FERRANDIN M. Luc SORBET",
        present("Paul COSTEY", "Odile FERRANDIN", "Luc SORBET"),
    ),
    "one paragraph, semicolons": (
        "Personnes présentes : Odile Ferrandin, Les Grillons ; Paul Costey, SDIS 12 ; Anne Le Braz, La Poste",
        [
            ("Odile Ferrandin", "present", "Les Grillons", None, None),
            ("Paul Costey", "present", "SDIS 12", None, None),
            ("Anne Le Braz", "present", "La Poste", None, None),
        ],
    ),
    "brackets, dashes, no separator": (
        "3 Participants :\nOdile FERRANDIN (Communauté de communes du Lorm)\n"
        "Paul Costey – DREAL Centre – Animateur\nAnne Le Braz ADEME",
        [
            ("Odile FERRANDIN", "present", "Communauté de communes du Lorm", None, None),
            ("Paul Costey", "present", "DREAL Centre", "Animateur", None),
            ("Anne Le Braz", "present", "ADEME", None, None),
        ],
    ),
    "first names, inclusive labels, marks in brackets": (
        "Présent·e·s : Odile (présidente), Paul, Anne (en visio), Jean (arrivé à 19h)\n"
        "Excusé.e.s : Luc (pouvoir à Odile), Julie",
        [
            ("Odile", "present", None, "présidente", None),
            *present("Paul", "Anne", "Jean"),
            ("Luc", "represented", None, None, "Odile"),
            ("Julie", "excused", None, None, None),
        ],
    ),
    "civilities, surname only": (
        "Étaient présents : Mesdames Ferrandin, Le Braz et Sorbet, Messieurs Costey et Tanguy formant la "
        "majorité des membres en exercice.",
        present("Ferrandin", "Le Braz", "Sorbet", "Costey", "Tanguy"),
    ),
    "a couple is two people": (
        "Présents : M. et Mme Ferrandin, Mme Costey",
        present("Ferrandin", "Ferrandin", "Costey"),
    ),
    "functions after commas": (
        "Étaient présents : M. Paul COSTEY, Maire, Mme Odile FERRANDIN, 1ère adjointe ; M. Luc TANGUY",
        [
            ("Paul COSTEY", "present", None, "Maire", None),
            ("Odile FERRANDIN", "present", None, "1ère adjointe", None),
            ("Luc TANGUY", "present", None, None, None),
        ],
    ),
    "all statuses of a council": (
        "Étaient présents : Mme Odile FERRANDIN, M. Paul COSTEY\n"
        "Absents excusés : M. Marc PETITJEAN ayant donné pouvoir à Mme Odile FERRANDIN, M. Ivo PRUTKOV.\n"
        "Absents non excusés : M. Karim EL MANSOUB",
        [
            *present("Odile FERRANDIN", "Paul COSTEY"),
            ("Marc PETITJEAN", "represented", None, None, "Odile FERRANDIN"),
            ("Ivo PRUTKOV", "excused", None, None, None),
            ("Karim EL MANSOUB", "absent", None, None, None),
        ],
    ),
    "proxies in a list of their own": (
        "Présents : Odile Ferrandin, Paul Costey\nPouvoirs :\n- J. Sorbet à P. Costey\n"
        "- procuration de Luc Tanguy à Odile Ferrandin\n- Marc Petitjean -> Paul Costey",
        [
            *present("Odile Ferrandin", "Paul Costey"),
            ("J. Sorbet", "represented", None, None, "P. Costey"),
            ("Luc Tanguy", "represented", None, None, "Odile Ferrandin"),
            ("Marc Petitjean", "represented", None, None, "Paul Costey"),
        ],
    ),
    "holder in brackets, giver beside the holder": (
        "Présents : Odile Ferrandin (pouvoir de Luc Tanguy), Paul Costey\n"
        "Absents ayant donné procuration : Jean Rivoire (à Paul Costey)",
        [
            *present("Odile Ferrandin", "Paul Costey"),
            ("Jean Rivoire", "represented", None, None, "Paul Costey"),
            ("Luc Tanguy", "represented", None, None, "Odile Ferrandin"),
        ],
    ),
    "groups by body and by function": (
        "Participants :\nMairie de Lormoy : Odile Ferrandin, Paul Costey\nParents d'élèves : Anne Le Braz\n"
        "Excusée : Julie Sorbet (CAUE)",
        [
            ("Odile Ferrandin", "present", "Mairie de Lormoy", None, None),
            ("Paul Costey", "present", "Mairie de Lormoy", None, None),
            ("Anne Le Braz", "present", None, "Parents d'élèves", None),
            ("Julie Sorbet", "excused", "CAUE", None, None),
        ],
    ),
    "boxes": (
        "Présents\n☒ Odile Ferrandin\n☐ Paul Costey\n[x] Anne Le Braz\n[ ] Luc Tanguy",
        [
            ("Odile Ferrandin", "present", None, None, None),
            ("Paul Costey", "absent", None, None, None),
            ("Anne Le Braz", "present", None, None, None),
            ("Luc Tanguy", "absent", None, None, None),
        ],
    ),
    "handles": (
        "Présents\n- @lune12\n- @Odile F. (excusée)",
        [("lune12", "present", None, None, None), ("Odile F.", "excused", None, None, None)],
    ),
    "run without separators": (
        "Présents : 4\nferrandin odile costey paul Anne Sorbet Luc Tanguy",
        present("ferrandin odile", "costey paul", "Anne Sorbet", "Luc Tanguy"),
    ),
    "labels within a paragraph": (
        "Le quorum est atteint. Présents : Odile Ferrandin, Paul Costey. Excusé : Luc Tanguy. "
        "Secrétaire de séance : Paul Costey",
        [
            ("Odile Ferrandin", "present", None, None, None),
            ("Paul Costey", "present", None, "Secrétaire de séance", None),
            ("Luc Tanguy", "excused", None, None, None),
        ],
    ),
    "nobody": (
        "Présents : Odile Ferrandin, Paul Costey\nAbsents : néant",
        present("Odile Ferrandin", "Paul Costey"),
    ),
    "civilities of several people": (
        "Étaient présents : Mmes et MM. FERRANDIN, COSTEY\nÉtaient absents :\nMessieurs : Luc TANGUY",
        [*present("FERRANDIN", "COSTEY"), ("Luc TANGUY", "absent", None, None, None)],
    ),
    "body and function in brackets": (
        "Participants : Odile Ferrandin (DREAL, cheffe de projet), Paul Costey (Mairie de Lormoy)",
        [
            ("Odile Ferrandin", "present", "DREAL", "cheffe de projet", None),
            ("Paul Costey", "present", "Mairie de Lormoy", None, None),
        ],
    ),
    "people in brackets after their body": (
        "Présents : Équipe bleue (Odile Ferrandin, Paul Costey), SDIS 12 (Anne Le Braz)",
        [
            ("Odile Ferrandin", "present", "Équipe bleue", None, None),
            ("Paul Costey", "present", "Équipe bleue", None, None),
            ("Anne Le Braz", "present", "SDIS 12", None, None),
        ],
    ),
    "asides between dashes": (
        "Invités : Mme Julie Sorbet – architecte – et M. Luc Tanguy – Les Grillons",
        [
            ("Julie Sorbet", "present", None, "architecte", None),
            ("Luc Tanguy", "present", "Les Grillons", None, None),
        ],
    ),
    "initials by which the text calls people": (
        "Présents :\nOF : Odile Ferrandin\nPC : Paul Costey",
        present("Odile Ferrandin", "Paul Costey"),
    ),
    "labels that say who": (
        "Étudiants présents : Odile Ferrandin\nProfs présents : Paul Costey\nMembres présents : Luc Tanguy",
        [
            ("Odile Ferrandin", "present", None, "Étudiants", None),
            ("Paul Costey", "present", None, "Profs", None),
            ("Luc Tanguy", "present", None, None, None),
        ],
    ),
    "slashes between people with remarks": (
        "Excusés : Odile (pouvoir donné à Paul) / Anne (pouvoir donné à Luc) / Julie",
        [
            ("Odile", "represented", None, None, "Paul"),
            ("Anne", "represented", None, None, "Luc"),
            ("Julie", "excused", None, None, None),
        ],
    ),
    "pseudonyms": (
        "Présents :\n- Odile Ferrandin (lune12)\n- Paul Costey (Rocher)\n- Luc Tanguy (petit_loup)",
        present("Odile Ferrandin", "Paul Costey", "Luc Tanguy"),
    ),
    "a legend under asterisks": (
        "Présents : Odile Ferrandin, Paul Costey*, Luc Tanguy\n* a donné pouvoir à Odile Ferrandin",
        [
            ("Odile Ferrandin", "present", None, None, None),
            ("Paul Costey", "represented", None, None, "Odile Ferrandin"),
            ("Luc Tanguy", "present", None, None, None),
        ],
    ),
    "no label, names and functions that open the minutes": (
        "Bureau\nOdile Ferrandin, présidente\nPaul Costey, trésorier\nAnne Sorbet, secrétaire\n"
        "Le bureau est réuni.",
        [
            ("Odile Ferrandin", "present", None, "présidente", None),
            ("Paul Costey", "present", None, "trésorier", None),
            ("Anne Sorbet", "present", None, "secrétaire", None),
        ],
    ),
    "a status beside each name": (
        "1 Membres\n- Odile Ferrandin, présente\n- Paul Costey, excusé\n- Luc Tanguy, absent",
        [
            ("Odile Ferrandin", "present", None, None, None),
            ("Paul Costey", "excused", None, None, None),
            ("Luc Tanguy", "absent", None, None, None),
        ],
    ),
    "a row that names no one stands between": (
        "Présents :\n- Odile Ferrandin – IGN\n- ? – DDT 12\n- Paul Costey – CAUE\n- Luc Tanguy – IGN",
        [
            ("Odile Ferrandin", "present", "IGN", None, None),
            ("Paul Costey", "present", "CAUE", None, None),
            ("Luc Tanguy", "present", "IGN", None, None),
        ],
    ),
    "e-mail and telephone are dropped": (
        "Présents :\n- Odile Ferrandin, SDIS 12, o.ferrandin@exemple.fr\n- Paul Costey, 05 55 00 00 00",
        [("Odile Ferrandin", "present", "SDIS 12", None, None), ("Paul Costey", "present", None, None, None)],
    ),
    "surnames alone, all of one form": (
        "Présents : Ferrandin, Costey, Le Braz\nExcusés : SORBET, TANGUY",
        [
            *present("Ferrandin", "Costey", "Le Braz"),
            ("SORBET", "excused", None, None, None),
            ("TANGUY", "excused", None, None, None),
        ],
    ),
    "initials by which those who were there know each other": (
        "Présents : OF, PC (maire), CC, JPT\nExcusés : A.L.B., L.T.",
        [
            *present("OF"),
            ("PC", "present", None, "maire", None),
            *present("CC", "JPT"),
            ("A.L.B.", "excused", None, None, None),
            ("L.T.", "excused", None, None, None),
        ],
    ),
    "acronyms of bodies are no initials": ("Présents : ADEME, DDT, ARS", []),
    "an initial after the civility": (
        "Présents : M. M. Costey, Mme M. Ferrandin, M. J.-L. Tanguy",
        present("M. Costey", "M. Ferrandin", "J.-L. Tanguy"),
    ),
    "couples": (
        "Présents : M. et Mme Costey, Mme Ferrandin",
        present("Costey", "Costey", "Ferrandin"),
    ),
    "another name of the same person": (
        "Présents : Odile Ferrandin née Petit, Paul Costey dit Polo, Anne Tanguy (épouse Roux)",
        present("Odile Ferrandin", "Paul Costey", "Anne Tanguy"),
    ),
    "marks of footnotes": (
        "Présents : Odile Ferrandin¹, Paul Costey2, Anne Tanguy (1)",
        present("Odile Ferrandin", "Paul Costey", "Anne Tanguy"),
    ),
    "somebody unnamed among people": (
        "Présents : Odile Ferrandin, un représentant de la préfecture, Paul Costey, 2 habitants, "
        "Anne Tanguy, et une dizaine d'habitants",
        present("Odile Ferrandin", "Paul Costey", "Anne Tanguy"),
    ),
    "an ordinal is a function, no unnamed person": (
        "Présents : Odile Ferrandin, 1re adjointe, Paul Costey, un des fondateurs",
        [("Odile Ferrandin", "present", None, "1re adjointe", None), *present("Paul Costey")],
    ),
    "whom people stand for": (
        "Présents : Odile Ferrandin, représentant la DDT 12, Paul Costey pour Les Grillons, "
        "Anne Tanguy, représentant M. Sorbet",
        [
            ("Odile Ferrandin", "present", "DDT 12", None, None),
            ("Paul Costey", "present", "Les Grillons", None, None),
            ("Anne Tanguy", "present", None, None, None),
            ("Sorbet", "represented", None, None, "Anne Tanguy"),
        ],
    ),
    "functions with their article before the person": (
        "Présents : Le maire, Paul Costey, la trésorière, Odile Ferrandin, Anne Tanguy",
        [
            ("Paul Costey", "present", None, "maire", None),
            ("Odile Ferrandin", "present", None, "trésorière", None),
            *present("Anne Tanguy"),
        ],
    ),
    "bodies before their people, with a dash": (
        "Présents : Terre Vive – Odile Ferrandin, DDT 12 – Paul Costey, Mairie de Lormoy – Anne Tanguy",
        [
            ("Odile Ferrandin", "present", "Terre Vive", None, None),
            ("Paul Costey", "present", "DDT 12", None, None),
            ("Anne Tanguy", "present", "Mairie de Lormoy", None, None),
        ],
    ),
    "bodies before their people in brackets": (
        "Présents : Fédération des chasseurs (Odile Ferrandin, Ysolde Costey), DDT 12 (Anne Tanguy)",
        [
            ("Odile Ferrandin", "present", "Fédération des chasseurs", None, None),
            ("Ysolde Costey", "present", "Fédération des chasseurs", None, None),
            ("Anne Tanguy", "present", "DDT 12", None, None),
        ],
    ),
    "an unknown first name where the next person would stand": (
        "Présents : Odile Ferrandin, maire (SIVOM), Ysolde Costey, adjointe (DDT 12), "
        "Anne Tanguy, élue (Lormoy)",
        [
            ("Odile Ferrandin", "present", "SIVOM", "maire", None),
            ("Ysolde Costey", "present", "DDT 12", "adjointe", None),
            ("Anne Tanguy", "present", "Lormoy", "élue", None),
        ],
    ),
    "the body of one among people with theirs": (
        "Présents : Odile Ferrandin, Lumen, Paul Costey, DDT 12, Anne Tanguy, Mairie de Lormoy",
        [
            ("Odile Ferrandin", "present", "Lumen", None, None),
            ("Paul Costey", "present", "DDT 12", None, None),
            ("Anne Tanguy", "present", "Mairie de Lormoy", None, None),
        ],
    ),
    "an unknown first name in a short list after a longer one": (
        "Présents : Odile Ferrandin, Paul Costey, Anne Tanguy\nExcusés : Luc Sorbet, Ysolde Le Braz",
        [
            *present("Odile Ferrandin", "Paul Costey", "Anne Tanguy"),
            ("Luc Sorbet", "excused", None, None, None),
            ("Ysolde Le Braz", "excused", None, None, None),
        ],
    ),
    "two of one name from two bodies": (
        "Présents : Paul Costey (DDT 12), Paul Costey (Terre Vive)",
        [
            ("Paul Costey", "present", "DDT 12", None, None),
            ("Paul Costey", "present", "Terre Vive", None, None),
        ],
    ),
    "those who came late or left early": (
        "Présents : Odile Ferrandin (à partir du point 3), Paul Costey (jusqu'au vote), "
        "Anne Tanguy (sauf point 2)",
        present("Odile Ferrandin", "Paul Costey", "Anne Tanguy"),
    ),
    "all letters of the Latin script": (
        "Présents :\n- Trần Văn Đức\n- Nguyễn Thị Hoa\n- Odile Ferrandin",
        present("Trần Văn Đức", "Nguyễn Thị Hoa", "Odile Ferrandin"),
    ),
    "dots and brackets of inclusive writing": (
        "Étai(en)t présent(e)(s) : Odile Ferrandin\nAbsent⋅e⋅s excusé⋅e⋅s : Paul Costey\n"
        "Invité‧e‧s : Anne Tanguy\nAbsent⸱e⸱s : Luc Sorbet",
        [
            *present("Odile Ferrandin"),
            ("Paul Costey", "excused", None, None, None),
            *present("Anne Tanguy"),
            ("Luc Sorbet", "absent", None, None, None),
        ],
    ),
    "a label that ends the sentence of who presides": (
        "Sous la présidence de Mme Odile Ferrandin, maire, étaient présents : Paul Costey, Anne Tanguy",
        [
            *present("Paul Costey", "Anne Tanguy"),
            ("Odile Ferrandin", "present", None, "maire, président de séance", None),
        ],
    ),
    "other words for those who were there": (
        "Autour de la table : Odile Ferrandin, Paul Costey\nSe sont fait excuser : Anne Tanguy, Luc Sorbet",
        [
            *present("Odile Ferrandin", "Paul Costey"),
            ("Anne Tanguy", "excused", None, None, None),
            ("Luc Sorbet", "excused", None, None, None),
        ],
    ),
    "names without label over those who are missing": (
        "Odile Ferrandin\nPaul Costey\nAnne Tanguy\nExcusé : Luc Sorbet",
        [
            *present("Odile Ferrandin", "Paul Costey", "Anne Tanguy"),
            ("Luc Sorbet", "excused", None, None, None),
        ],
    ),
    "who holds the proxies": (
        "Présents : Odile Ferrandin, Paul Costey\nPouvoirs :\nPaul Costey a reçu pouvoir de Anne Tanguy",
        [
            *present("Odile Ferrandin", "Paul Costey"),
            ("Anne Tanguy", "represented", None, None, "Paul Costey"),
        ],
    ),
    "a body with a colon over its people": (
        "Présents :\nTerre Vive :\nOdile Ferrandin, Paul Costey\nPour Les Grillons\nAnne Tanguy",
        [
            ("Odile Ferrandin", "present", "Terre Vive", None, None),
            ("Paul Costey", "present", "Terre Vive", None, None),
            ("Anne Tanguy", "present", "Les Grillons", None, None),
        ],
    ),
    "what holds of all in a sentence": (
        "Présents : Odile Ferrandin\nPaul Costey et Anne Tanguy se sont excusés.",
        [
            *present("Odile Ferrandin"),
            ("Paul Costey", "excused", None, None, None),
            ("Anne Tanguy", "excused", None, None, None),
        ],
    ),
    "bodies with an article are nobody": (
        "Présents : Odile Ferrandin\nExcusés : le SIVOM du Val, la DDT 12",
        present("Odile Ferrandin"),
    ),
    "bars between people": (
        "Présents : Odile Ferrandin | Paul Costey",
        present("Odile Ferrandin", "Paul Costey"),
    ),
    "names in small letters": (
        "Présents :\nodile, paul, lune12, anne (à distance)\nOrdre du jour : le four",
        present("odile", "paul", "lune12", "anne"),
    ),
    "a remark between the label and its people": (
        "Participants : (merci de laisser une adresse)\n1. Odile Ferrandin, DDT 12\n"
        "2. Paul Costey, Les Grillons",
        [
            ("Odile Ferrandin", "present", "DDT 12", None, None),
            ("Paul Costey", "present", "Les Grillons", None, None),
        ],
    ),
    "a sentence that leads in the groups of those who were there": (
        "Le bureau a eu lieu en présence des conseillers et participants suivants :\n"
        "Bureau : Odile Ferrandin, Paul Costey\nInvités : Anne Tanguy",
        [
            ("Odile Ferrandin", "present", None, "Bureau", None),
            ("Paul Costey", "present", None, "Bureau", None),
            *present("Anne Tanguy"),
        ],
    ),
    "a function of several holds of all before it": (
        "Présents : M. Costey, maire, Mme Ferrandin, M. Tanguy, adjoints, M. Sorbet,\n"
        "Mme Le Braz, conseillers municipaux",
        [
            ("Costey", "present", None, "maire", None),
            ("Ferrandin", "present", None, "adjoints", None),
            ("Tanguy", "present", None, "adjoints", None),
            ("Sorbet", "present", None, "conseillers municipaux", None),
            ("Le Braz", "present", None, "conseillers municipaux", None),
        ],
    ),
    "a function of one holds of one": (
        "Présents : M. Costey, Mme Ferrandin, adjointe, M. Tanguy",
        [*present("Costey"), ("Ferrandin", "present", None, "adjointe", None), *present("Tanguy")],
    ),
    "a body in the label itself": (
        "Étaient présents pour représenter l'amicale de Lormoy : Odile, Paul\n"
        "Étaient présents pour l'association : Anne",
        [
            ("Odile", "present", "amicale de Lormoy", None, None),
            ("Paul", "present", "amicale de Lormoy", None, None),
            *present("Anne"),
        ],
    ),
    "addresses beside and below names": (
        "Participants :\nOdile Ferrandin o.ferrandin@lorm.example\nPaul Costey\np.costey@lorm.example\n"
        "Anne Tanguy",
        present("Odile Ferrandin", "Paul Costey", "Anne Tanguy"),
    ),
    "the function of a group is only that of who has no other": (
        "Membres du bureau présents :\nOdile Ferrandin (présidente)\nPaul Costey",
        [
            ("Odile Ferrandin", "present", None, "présidente", None),
            ("Paul Costey", "present", None, "Membres du bureau", None),
        ],
    ),
    "groups in capitals": (
        "PRESENTS\nELUS\nOdile Ferrandin, maire\nSERVICES\nPaul Costey, directeur\nASSOCIATIONS\nAnne Tanguy",
        [
            ("Odile Ferrandin", "present", None, "maire", None),
            ("Paul Costey", "present", "SERVICES", "directeur", None),
            ("Anne Tanguy", "present", "ASSOCIATIONS", None, None),
        ],
    ),
    "capitals over a sentence end the list": (
        "PRESENTS\nOdile Ferrandin, maire\nFOUR\nPaul Costey présente le four.",
        [("Odile Ferrandin", "present", None, "maire", None)],
    ),
    "square brackets": (
        "Présents : Odile Ferrandin [DDT], Paul Costey [Les Grillons], Anne Tanguy [DDT, cheffe de service]",
        [
            ("Odile Ferrandin", "present", "DDT", None, None),
            ("Paul Costey", "present", "Les Grillons", None, None),
            ("Anne Tanguy", "present", "DDT", "cheffe de service", None),
        ],
    ),
    "members with a status each, no label of who was there": (
        "Membres : Odile Ferrandin (présente), Paul Costey (excusé), Anne Tanguy (absente)",
        [
            *present("Odile Ferrandin"),
            ("Paul Costey", "excused", None, None, None),
            ("Anne Tanguy", "absent", None, None, None),
        ],
    ),
    "members of whom nothing says that they were there": (
        "Membres : Odile Ferrandin, Paul Costey, Anne Tanguy",
        [],
    ),
    "places in the stead of a label": (
        "Sur place : Odile Ferrandin, Paul Costey\nEn ligne : Anne Tanguy",
        present("Odile Ferrandin", "Paul Costey", "Anne Tanguy"),
    ),
    "a place of one is none": (
        "Sur place : Odile Ferrandin",
        [],
    ),
    "functions before dashes": (
        "Présents :\nPrésident – Paul Costey\nTrésorière – Odile Ferrandin\nSecrétaire – Anne Tanguy",
        [
            ("Odile Ferrandin", "present", None, "Trésorière", None),
            ("Paul Costey", "present", None, "Président", None),
            ("Anne Tanguy", "present", None, "Secrétaire", None),
        ],
    ),
    "where somebody comes from, after a name": (
        "Présents : M. Costey de la DDT, Mme Ferrandin de l'ADEME, M. Tanguy du Cerema, Anne de la Roche",
        [
            ("Costey", "present", "DDT", None, None),
            ("Ferrandin", "present", "ADEME", None, None),
            ("Tanguy", "present", "Cerema", None, None),
            *present("Anne de la Roche"),
        ],
    ),
    "for whom a group stands": (
        "Présents :\nReprésentants de la DDT : Paul Costey\nReprésentants du personnel : Anne Tanguy",
        [
            ("Paul Costey", "present", "DDT", None, None),
            ("Anne Tanguy", "present", None, "Représentants du personnel", None),
        ],
    ),
    "pseudonyms before the names": (
        "Présents : Odile (Odile Ferrandin),\nlapin (Paul Costey),\nAnne (Anne Tanguy),\n"
        "Tortue (Luc Sorbet),\nADEME (Jean Petit)",
        [
            *present("Odile Ferrandin", "Paul Costey", "Anne Tanguy", "Luc Sorbet"),
            ("Jean Petit", "present", "ADEME", None, None),
        ],
    ),
    "bodies before the names": (
        "Présents : Lumen (Odile Ferrandin),\nTournesol (Paul Costey),\nADEME (Anne Tanguy)",
        [
            ("Odile Ferrandin", "present", "Lumen", None, None),
            ("Paul Costey", "present", "Tournesol", None, None),
            ("Anne Tanguy", "present", "ADEME", None, None),
        ],
    ),
    "somebody unnamed among the people of a group": (
        "Présents :\nParents d'élèves : Oksana Ferrandin, Ines Costey, 2 habitants\n"
        "Personnel : Haingo Rakoto, Luc Tanguy",
        [
            ("Oksana Ferrandin", "present", None, "Parents d'élèves", None),
            ("Ines Costey", "present", None, "Parents d'élèves", None),
            ("Haingo Rakoto", "present", None, "Personnel", None),
            ("Luc Tanguy", "present", None, "Personnel", None),
        ],
    ),
    "functions before the people of a group": (
        "Présents :\nVille de Lormoy : Enseignant : M. Costey, Directrice : Mme Ferrandin, M. Tanguy\n"
        "Bureau : Trésorière : Mme Sorbet, Mme Petit",
        [
            ("Costey", "present", "Ville de Lormoy", "Enseignant", None),
            ("Ferrandin", "present", "Ville de Lormoy", "Directrice", None),
            ("Tanguy", "present", "Ville de Lormoy", None, None),
            ("Sorbet", "present", None, "Trésorière", None),
            ("Petit", "present", None, "Bureau", None),
        ],
    ),
    "the holder of a proxy directly after the word": (
        "Absents : M. FERRANDIN, COSTEY, TANGUY\nMme GENTIANE pouvoir M. SORBET\n"
        "Mme LE BRAZ pouvoir M. SORBET (sans effet)",
        [
            ("FERRANDIN", "absent", None, None, None),
            ("COSTEY", "absent", None, None, None),
            ("TANGUY", "absent", None, None, None),
            ("GENTIANE", "represented", None, None, "SORBET"),
            ("LE BRAZ", "represented", None, None, "SORBET"),
        ],
    ),
    "nobody in brackets": (
        "Présent : Paul Costey\nAbsents : (aucun)\nContenu\n- Le four",
        present("Paul Costey"),
    ),
}


@pytest.mark.parametrize(("text", "expected"), LISTS.values(), ids=LISTS.keys())
def test_lists(text, expected):
    assert read(text) == expected


BROKEN = {
    "before a surname": ("M. Costey ; Antonin\nRoustan ; Anne", ["M. Costey ; Antonin Roustan ; Anne"]),
    "before a space that does not break": (
        "Paul\xa0; Antonin\nRoustan\xa0.",
        ["Paul\xa0; Antonin Roustan\xa0."],
    ),
    "after a civility": ("Mme Petit, M.\nRoustan, Anne", ["Mme Petit, M. Roustan, Anne"]),
    "two first names": ("Lucie Sorbet, Antonin\nPaul, Anne", ["Lucie Sorbet, Antonin\n", "Paul, Anne"]),
    "two whole names": ("Anne Roux, Lucie Sorbet\nPaul Tanguy", ["Anne Roux, Lucie Sorbet\n", "Paul Tanguy"]),
}


@pytest.mark.parametrize(("text", "rows"), BROKEN.values(), ids=BROKEN.keys())
def test_manual_breaks_in_a_list(text, rows):
    assert [row.text for row in block_rows(0, Block(text), 0)] == rows


OFFICERS = {
    "presidency in the opening sentence": (
        "Le conseil s'est réuni sous la présidence de Mme Odile Ferrandin, maire.\n"
        "Présents : Mmes Ferrandin, Sorbet",
        [
            ("Ferrandin", "present", None, "maire, président de séance", None),
            ("Sorbet", "present", None, None, None),
        ],
    ),
    "secretary elected for the meeting": (
        "Étaient présents : M. Paul Costey, Mme Anne Le Braz\n"
        "Madame Anne Le Braz a été nommée secrétaire de séance.",
        [
            ("Paul Costey", "present", None, None, None),
            ("Anne Le Braz", "present", None, "secrétaire de séance", None),
        ],
    ),
    "tasks of the meeting": (
        "Présents : Odile, Paul, Anne\nAnimation : Paul / Prise de notes : Anne",
        [
            ("Odile", "present", None, None, None),
            ("Paul", "present", None, "Animation", None),
            ("Anne", "present", None, "Prise de notes", None),
        ],
    ),
    "signatures": (
        "Présents : Odile Ferrandin, Paul Costey\nLa séance est levée.\nOdile Ferrandin, présidente\n"
        "Le secrétaire,\nPaul Costey",
        [
            ("Odile Ferrandin", "present", None, "présidente", None),
            ("Paul Costey", "present", None, "secrétaire", None),
        ],
    ),
}


OFFICERS["signatures side by side, a page number between"] = (
    "Présents : Odile Ferrandin, Paul Costey\nLa séance est levée.\n"
    "La secrétaire,\tLe maire,\n7\nOdile FERRANDIN\tPaul COSTEY",
    [
        ("Odile Ferrandin", "present", None, "secrétaire", None),
        ("Paul Costey", "present", None, "maire", None),
    ],
)
OFFICERS["functions side by side over one name"] = (
    "Présents : Odile Ferrandin, Paul Costey\nLa séance est levée.\nLa secrétaire,\tLe maire,\nOdile",
    present("Odile Ferrandin", "Paul Costey"),
)
OFFICERS["who writes the minutes"] = (
    "Odile Ferrandin (vice-secrétaire) rédige ce rapport.\nPaul Costey rédige ce courrier.\n"
    "Présents : Odile Ferrandin, Paul Costey",
    [
        ("Odile Ferrandin", "present", None, "vice-secrétaire, prise de notes", None),
        ("Paul Costey", "present", None, None, None),
    ],
)
OFFICERS["when somebody was elected"] = (
    "Présents : Odile Ferrandin, Paul Costey, Anne Sorbet (élue en 2018), Luc Tanguy (élu en charge du four)",
    [
        *present("Odile Ferrandin", "Paul Costey", "Anne Sorbet"),
        ("Luc Tanguy", "present", None, "élu en charge du four", None),
    ],
)
OFFICERS["an assembly's officers"] = (
    "Présents : Odile Ferrandin, Paul Costey\nPrésidente d'assemblée : Odile Ferrandin\n"
    "Paul Costey est élu secrétaire d'assemblée.",
    [
        ("Odile Ferrandin", "present", None, "Présidente d'assemblée", None),
        ("Paul Costey", "present", None, "secrétaire de séance", None),
    ],
)
OFFICERS["who proposes the president of an assembly"] = (
    "Il demande un président d'assemblée, Paul Costey propose une voisine.",
    [],
)


@pytest.mark.parametrize(("text", "expected"), OFFICERS.values(), ids=OFFICERS.keys())
def test_officers(text, expected):
    assert read(text) == expected


TOLD = {
    "those who were there, with their functions": (
        "Monsieur COSTEY Paul, trésorier, Monsieur TANGUY Luc et Madame SORBET Anne, chargée de "
        "communication étaient présents.",
        [
            ("COSTEY Paul", "present", None, "trésorier", None),
            ("TANGUY Luc", "present", None, None, None),
            ("SORBET Anne", "present", None, "chargée de communication", None),
        ],
    ),
    "a sentence for each status": (
        "Mme Sorbet et M. Costey sont excusés. Mme Tanguy est absente ; M. Le Braz assistait à la réunion. "
        "Odile Ferrandin prie l'assemblée de l'excuser.",
        [
            ("Sorbet", "excused", None, None, None),
            ("Costey", "excused", None, None, None),
            ("Tanguy", "absent", None, None, None),
            ("Le Braz", "present", None, None, None),
            ("Odile Ferrandin", "excused", None, None, None),
        ],
    ),
    "two words for one status, a civility of several": (
        "MM. Costey et Tanguy sont absents et excusés.",
        [("Costey", "excused", None, None, None), ("Tanguy", "excused", None, None, None)],
    ),
    "one whom a list has": (
        "Présents : Odile Ferrandin, Paul Costey\nAnne Sorbet s'est excusée. Paul Costey était présent.",
        [*present("Odile Ferrandin", "Paul Costey"), ("Anne Sorbet", "excused", None, None, None)],
    ),
}


@pytest.mark.parametrize(("text", "expected"), TOLD.values(), ids=TOLD.keys())
def test_sentences_that_say_who_was_there(text, expected):
    assert read(text) == expected


NOT_TOLD = {
    "there for another reason": "Anne Sorbet est présente dans le quartier depuis 2012.",
    "an excuse for something": "Anne Sorbet s'est excusée de ce retard.",
    "things": "Les stands et la buvette étaient présents.",
    "an account that names people": "Le député a rencontré Anne Sorbet et Paul Costey était présent.",
}


@pytest.mark.parametrize("text", NOT_TOLD.values(), ids=NOT_TOLD.keys())
def test_sentences_that_say_nothing_of_the_meeting(text):
    assert read(text) == []


SAID = (
    "Est venue pour faire des moules, et aimerait aider au déménagement.",
    "Travaille dans la communication et anime des ateliers pour enfants.",
    "Urbaniste de formation, il est aujourd'hui artiste et plie du papier.",
)


def test_those_who_speak_in_turn_where_no_list_says_who_was_there():
    names = ("Odile", "Paul Costey", "Dewi", "Anne :")
    said = [f"{name}\n{text}" for name, text in zip(names, (*SAID, SAID[0]), strict=True)]
    text = "\n".join(["Tour de table :", *said, "Budget", "Oui."])
    assert read(text) == present("Odile", "Paul Costey", "Dewi", "Anne")


def test_those_who_speak_in_turn_are_listed_already():
    text = f"Présents : Odile, Paul, Anne\nTour de table\nOdile\n{SAID[0]}\nLuc\n{SAID[1]}\nZoé\n{SAID[2]}"
    assert read(text) == present("Odile", "Paul", "Anne")


@pytest.mark.parametrize("heading", ["Tour de table du budget", "Tâches"])
def test_names_over_text_elsewhere(heading):
    assert read(f"{heading}\nOdile\n{SAID[0]}\nPaul\n{SAID[1]}\nAnne\n{SAID[2]}") == []


def test_headings_in_a_round():
    assert read(f"Tour de table\nBudget\n{SAID[0]}\nOdile\n{SAID[1]}\nTravaux\n{SAID[2]}") == []


NOBODY = {
    "no label": "Odile Ferrandin présente le budget.\nPaul Costey remercie les services.",
    "recipients": "Destinataires : Odile Ferrandin, Paul Costey\nDiffusion : Anne Le Braz",
    "a count": "Nombre de présents : 12\nQuorum : 8",
    "a sentence that begins like a label": "Les présents sont d'accord.\nParticipation financière : 300 €",
    "votes": "Votants : 10\nSuffrages exprimés : 9\nPrésents : 9",
    "tasks": "Présentation\nMettre à jour le plan : Odile\nRelire le texte : Paul\nEnvoyer le dossier : Anne",
    "a sheet elsewhere": "Présents : voir la feuille d'émargement",
}


@pytest.mark.parametrize("text", NOBODY.values(), ids=NOBODY.keys())
def test_no_attendance(text):
    assert read(text) == []


END_OF_LIST = {
    "agenda": "Présents : Odile Ferrandin, Paul Costey\nOrdre du jour\nBudget\nTravaux",
    "heading": "Présents :\n- Odile Ferrandin\n- Paul Costey\nTour de table\nChacun se présente.",
    "numbered heading": "Présents : Odile Ferrandin, Paul Costey\n1. Contexte\nLe projet avance.",
    "text": "Présents : Odile Ferrandin, Paul Costey\nAnne Le Braz présente le budget de la commune.",
    "a second meeting": (
        "Présents : Odile Ferrandin, Paul Costey\n"
        + "Le budget est voté.\n" * 15
        + "Présents : Luc Tanguy, Anne Le Braz"
    ),
}


@pytest.mark.parametrize("text", END_OF_LIST.values(), ids=END_OF_LIST.keys())
def test_where_a_list_ends(text):
    assert read(text) == present("Odile Ferrandin", "Paul Costey")


@pytest.mark.parametrize(
    ("beside", "expected"),
    [
        ("(" * 2000 + "excusé" + ")" * 2000, None),
        ("(maire) " * 1500, "maire"),
        ("((excusée))", None),
    ],
)
def test_brackets_beside_a_name_without_end(beside, expected):
    found = read(f"Présents : Odile Ferrandin {beside}, Paul Costey")
    assert [(name, role) for name, _, _, role, _ in found] == [
        ("Odile Ferrandin", expected),
        ("Paul Costey", None),
    ]


def test_a_run_of_names_without_commas_of_any_length():
    names = ["Odile Ferrandin", "Paul Costey", "Anne Le Braz", "Luc Tanguy"] * 400
    assert [start for start, _ in split_long_run(" ".join(names), 0, len(" ".join(names)))] == [
        sum(len(name) + 1 for name in names[:index]) for index in range(len(names))
    ]
    assert len(read("Présents : " + " ".join(names))) == 4


@pytest.mark.parametrize(
    ("beside", "label", "role"),
    [
        ("secrétaire adjointe", "Secrétaire", "secrétaire adjointe, Secrétaire"),
        ("vice-présidente", "Présidente", "vice-présidente, Présidente"),
        ("coprésidente", "Présidente", "coprésidente, Présidente"),
        ("ancienne secrétaire", "Secrétaire", "ancienne secrétaire, Secrétaire"),
        ("secrétaire de séance", "Secrétaire", "secrétaire de séance"),
        ("présidente", "Président", "présidente"),
        ("vice-présidente", "Secrétaire", "vice-présidente, Secrétaire"),
    ],
)
def test_a_function_in_the_meeting_beside_that_of_the_list(beside, label, role):
    text = f"Présents : Odile Ferrandin ({beside}), Paul Costey\n{label} : Odile Ferrandin"
    assert read(text) == [
        ("Odile Ferrandin", "present", None, role, None),
        ("Paul Costey", "present", None, None, None),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Présents : Mmes ROUX, COSTEY, M. TANGUY\nAbsent : M. ROUX",
            [*present("ROUX", "COSTEY", "TANGUY"), ("ROUX", "absent", None, None, None)],
        ),
        (
            "Excusée : Mme Roux\nPrésents : M. Roux, M. Tanguy",
            [("Roux", "excused", None, None, None), *present("Roux", "Tanguy")],
        ),
        (
            "Présents : Jean Martin (mairie de Lormoy), Anne Le Braz\nExcusé : Jean Martin (SDIS 12)",
            [
                ("Jean Martin", "present", "mairie de Lormoy", None, None),
                ("Anne Le Braz", "present", None, None, None),
                ("Jean Martin", "excused", "SDIS 12", None, None),
            ],
        ),
        (
            "Présents : Jean Martin, Anne Le Braz\nExcusé : Jean Martin",
            [*present("Jean Martin", "Anne Le Braz"), ("Jean Martin", "excused", None, None, None)],
        ),
        (
            "Présents : Mme ROUX, M. TANGUY\nPouvoirs : M. ROUX à Mme ROUX\nPrésidente : Anne ROUX",
            [
                ("ROUX", "present", None, "Présidente", None),
                ("TANGUY", "present", None, None, None),
                ("ROUX", "represented", None, None, "ROUX"),
            ],
        ),
    ],
)
def test_namesakes_in_two_lists_are_two(text, expected):
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Composition : Jean Martin, Anne Le Braz\nAbsent : Jean Martin",
            [("Jean Martin", "absent", None, None, None), *present("Anne Le Braz")],
        ),
        (
            "Présents ou représentés : M. ROUX, M. TANGUY\nPouvoirs : M. ROUX à M. TANGUY",
            [("ROUX", "represented", None, None, "TANGUY"), *present("TANGUY")],
        ),
        (
            "Présents : Jean Martin (parti à 20 h), Anne Le Braz\nPouvoirs : Jean Martin à Anne Le Braz",
            [("Jean Martin", "present", None, None, "Anne Le Braz"), *present("Anne Le Braz")],
        ),
        (
            "Présente : Anne Roux\nAbsents : Jean Martin, Luc Tanguy\nPouvoirs : Jean Martin à Anne Roux",
            [
                *present("Anne Roux"),
                ("Jean Martin", "represented", None, None, "Anne Roux"),
                ("Luc Tanguy", "absent", None, None, None),
            ],
        ),
    ],
)
def test_one_person_in_two_lists_is_one(text, expected):
    assert read(text) == expected


TALK = "\n".join(f"Le point {number} est débattu longuement par le comité." for number in range(20))
"""Twenty lines: more than stand between lists that follow one another."""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            f"Présents : Odile Ferrandin, Paul Costey\n{TALK}\nExcusés : Luc Tanguy, Anne Le Braz",
            [
                *present("Odile Ferrandin", "Paul Costey"),
                ("Luc Tanguy", "excused", None, None, None),
                ("Anne Le Braz", "excused", None, None, None),
            ],
        ),
        (
            f"Excusé : Luc Tanguy\n{TALK}\nPrésents : Odile Ferrandin, Paul Costey",
            [("Luc Tanguy", "excused", None, None, None), *present("Odile Ferrandin", "Paul Costey")],
        ),
        (
            f"Présents : Odile Ferrandin, Paul Costey\n{TALK}\nExcusé : Luc Tanguy\n{TALK}\n"
            "Absente : Anne Le Braz",
            [
                *present("Odile Ferrandin", "Paul Costey"),
                ("Luc Tanguy", "excused", None, None, None),
                ("Anne Le Braz", "absent", None, None, None),
            ],
        ),
        (
            f"Invités : Odile Ferrandin, Paul Costey\n{TALK}\n"
            "Membres présents : Luc Tanguy, Anne Le Braz, Hugo Sorbet",
            present("Odile Ferrandin", "Paul Costey", "Luc Tanguy", "Anne Le Braz", "Hugo Sorbet"),
        ),
    ],
)
def test_lists_of_one_meeting_far_from_each_other(text, expected):
    assert read(text) == expected


@pytest.mark.parametrize(
    "below",
    [
        "Présents : Odile Ferrandin, Paul Costey, Luc Tanguy",
        "Présents : Luc Tanguy, Anne Le Braz",
        f"Présents : Paul Costey, Luc Tanguy\n{TALK}\nExcusée : Anne Le Braz",
        "Parmi les votants absents :\nLuc Tanguy\nAnne Le Braz",
        "Absents lors du vote : Paul Costey, Luc Tanguy",
    ],
)
def test_lists_of_another_meeting_or_of_a_vote(below):
    text = f"Présents : Odile Ferrandin, Paul Costey\n{TALK}\n{below}"
    assert read(text) == present("Odile Ferrandin", "Paul Costey")


def test_a_name_is_quoted_from_the_text():
    text = "Présents : Mme Odile Ferrandin, M. Paul Costey"
    assert [text[a.start : a.end] for a in Attendance().read(DocumentRows(from_text(text))).attendees] == [
        "Odile Ferrandin",
        "Paul Costey",
    ]


def test_the_stage_lays_spans_over_the_names():
    nlp = spacy.blank("fr")
    nlp.add_pipe("crparse_attendance")
    doc = nlp("Présents : Mme Odile Ferrandin, M. Paul Costey")
    found = [(span.text, span._.crparse_item.status) for span in doc.spans["crparse_attendees"]]
    assert found == [("Odile Ferrandin", "present"), ("Paul Costey", "present")]


UNLABELLED = {
    "names under a title that no list of labels has": (
        "Compte rendu du conseil du 12 mars 2021\nAutour de la table\nOdile Ferrandin\nPaul Costey\n"
        "Anne Le Braz\nLuc Tanguy\n1. Budget\nLe budget est présenté par la trésorière.",
        present("Odile Ferrandin", "Paul Costey", "Anne Le Braz", "Luc Tanguy"),
    ),
    "names that are no known first names": (
        "Compte rendu de la rencontre\nPrésence\nTierce, Odile, e-Luc, Paul, Philox, Anne, Valérie\n"
        "Le budget de l'an prochain est présenté par la trésorière.",
        present("Tierce", "Odile", "e-Luc", "Paul", "Philox", "Anne", "Valérie"),
    ),
}


@pytest.mark.parametrize(("text", "people"), UNLABELLED.values(), ids=UNLABELLED)
def test_rows_that_list_people_open_a_list_without_label(text, people):
    assert read(text) == people


def test_text_that_names_people_opens_no_list():
    assert (
        read("La fête de l'école\nOdile Ferrandin présente le budget, que Paul Costey trouve trop bas.") == []
    )
