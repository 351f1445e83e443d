"""Heads of minutes as French bodies of all kinds write them: each with its meeting and its attendees.

A line that begins with "|" is a row of a table; " // " parts the paragraphs of a cell.
"""

import pytest

from crparse.source import Block, Cell, SourceDocument
from crparse.stages.attendance import Attendance
from crparse.stages.attendance.rows import DocumentRows
from crparse.stages.meeting import read_meeting


def minutes(text):
    """A document of the lines of a text, tables among them."""
    lines = text.strip().split("\n")
    blocks, position, table = [], 0, 0
    while position < len(lines):
        rows = []
        while position < len(lines) and lines[position].startswith("|"):
            cells = lines[position].removeprefix("|").removesuffix("|").split("|")
            rows.append([cell.strip() for cell in cells])
            position += 1
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                place = Cell(table, row, column, len(rows), max(map(len, rows)))
                blocks.extend(Block(part, cell=place) for part in cell.split(" // "))
        if rows:
            table += 1
            continue
        blocks.append(Block(lines[position]))
        position += 1
    return SourceDocument("minutes", "txt", tuple(blocks))


def attendees(text):
    """A line for each: name, then what is known of them."""
    found = sorted(
        Attendance().read(DocumentRows(minutes(text))).attendees, key=lambda attendee: attendee.start
    )
    return [
        "; ".join(
            [a.name, a.status]
            + [
                f"{key}={value}"
                for key, value in (("org", a.organisation), ("role", a.role), ("proxy", a.proxy))
                if value
            ]
        )
        for a in found
    ]


def meeting(text):
    found = read_meeting(DocumentRows(minutes(text))).meeting
    fields = ("title", "body", "date", "start_time", "end_time", "place")
    return {field: value for field in fields if (value := getattr(found, field)) is not None}


HEADS = {
    "council, majority, proxies in one paragraph": (
        """
RÉPUBLIQUE FRANÇAISE
Département de l'Orvanne
COMMUNE DE LORMOY
PROCÈS-VERBAL DE LA SÉANCE DU CONSEIL MUNICIPAL
du mardi 12 avril 2022
Date de convocation : 6 avril 2022
Date d'affichage : 14 avril 2022
Nombre de conseillers en exercice : 11 – Présents : 6 – Votants : 8
L'an deux mille vingt-deux, le douze avril à 20 heures 30, le conseil municipal, légalement convoqué, \
s'est réuni à la mairie en séance publique, sous la présidence de Mme Odile FERRANDIN, maire.
Étaient présents : Mme Odile FERRANDIN, M. Paul COSTEY, Mme Anne LE BRAZ, M. Luc TANGUY, M. Jean SY, Mme \
Rose MARTINEAU, formant la majorité des membres en exercice.
Absents excusés ayant donné procuration : M. Marc PETITJEAN à M. Paul COSTEY, Mme Julie SORBET à Mme Anne \
LE BRAZ
Absents : MM. Ivo PRUTKOV et Karim BA
Secrétaire de séance : M. Luc TANGUY
1. Approbation du procès-verbal
""",
        {
            "title": "PROCÈS-VERBAL DE LA SÉANCE DU CONSEIL MUNICIPAL",
            "body": "CONSEIL MUNICIPAL",
            "date": "2022-04-12",
            "start_time": "20:30",
            "place": "mairie",
        },
        [
            "Odile FERRANDIN; present; role=maire, président de séance",
            "Paul COSTEY; present",
            "Anne LE BRAZ; present",
            "Luc TANGUY; present; role=Secrétaire de séance",
            "Jean SY; present",
            "Rose MARTINEAU; present",
            "Marc PETITJEAN; represented; proxy=Paul COSTEY",
            "Julie SORBET; represented; proxy=Anne LE BRAZ",
            "Ivo PRUTKOV; absent",
            "Karim BA; absent",
        ],
    ),
    "works council, colleges by lines": (
        """
COMITÉ SOCIAL ET ÉCONOMIQUE
Compte rendu de la réunion ordinaire du 14 novembre 2023
Direction :
- Mme Hélène Carpentier, présidente
- M. Hugo Delval, responsable des ressources humaines
Membres titulaires présents :
- Rachid Ouali
- Christelle Naudin
Membres suppléants présents :
- Aurore Simonet
Absents excusés :
- Pascal Grévin
Invité : Dr Philippe Lange, médecin du travail
La séance débute à 9h05.
""",
        {
            "title": "COMITÉ SOCIAL ET ÉCONOMIQUE Compte rendu de la réunion ordinaire du 14 novembre 2023",
            "body": "COMITÉ SOCIAL ET ÉCONOMIQUE",
            "date": "2023-11-14",
            "start_time": "09:05",
        },
        [
            "Hélène Carpentier; present; role=présidente",
            "Hugo Delval; present; role=responsable des ressources humaines",
            "Rachid Ouali; present; role=Membres titulaires",
            "Christelle Naudin; present; role=Membres titulaires",
            "Aurore Simonet; present; role=Membres suppléants",
            "Pascal Grévin; excused",
            "Philippe Lange; present; role=médecin du travail",
        ],
    ),
    "co-owners with shares": (
        """
Résidence Le Clos des Aulnes
12 rue des Tanneurs – 12345 LORMOY
PROCÈS-VERBAL DE L'ASSEMBLÉE GÉNÉRALE DES COPROPRIÉTAIRES DU 3 JUIN 2021
Sont présents ou représentés :
M. COSTEY Paul (123/10000)
Mme FERRANDIN Odile (245/10000) représentée par M. COSTEY Paul
Mme LE BRAZ Anne (310/10000ème)
SCI LES GRILLONS (150/10000), représentée par Mme Julie SORBET
Sont absents : M. TANGUY Luc (98/10000), Mme PETITJEAN Rose (112/10000)
Est désigné président de séance : M. COSTEY Paul
Le secrétariat est assuré par le cabinet Immo Lorm, représenté par M. Jean Rivoire.
""",
        {
            "title": "PROCÈS-VERBAL DE L'ASSEMBLÉE GÉNÉRALE DES COPROPRIÉTAIRES DU 3 JUIN 2021",
            "body": "Résidence Le Clos des Aulnes",
            "date": "2021-06-03",
        },
        [
            "COSTEY Paul; present; role=président de séance",
            "FERRANDIN Odile; represented; proxy=COSTEY Paul",
            "LE BRAZ Anne; present",
            "Julie SORBET; present; org=SCI LES GRILLONS",
            "TANGUY Luc; absent",
            "PETITJEAN Rose; absent",
            "Jean Rivoire; present; org=cabinet Immo Lorm; role=secrétaire de séance",
        ],
    ),
    "school council by category, commas": (
        """
École primaire Les Tilleuls
Procès-verbal du conseil d'école du 1er trimestre
Vendredi 10 novembre 2023
Présents :
Enseignants : Mme Ferrandin (directrice), M. Costey, Mmes Le Braz et Sorbet
Parents élus : Mme Tanguy, M. Rivoire, Mme Petitjean
Mairie : M. Prutkov, adjoint aux affaires scolaires
DDEN : Mme Martineau
Excusés : Mme Blanchet (IEN), M. Karim Saïdi
Secrétaire de séance : Mme Sorbet
Début du conseil à 18h00
""",
        {
            "title": "Procès-verbal du conseil d'école du 1er trimestre",
            "body": "conseil d'école",
            "date": "2023-11-10",
            "start_time": "18:00",
        },
        [
            "Ferrandin; present; role=directrice",
            "Costey; present; role=Enseignants",
            "Le Braz; present; role=Enseignants",
            "Sorbet; present; role=Enseignants, Secrétaire de séance",
            "Tanguy; present; role=Parents élus",
            "Rivoire; present; role=Parents élus",
            "Petitjean; present; role=Parents élus",
            "Prutkov; present; org=Mairie; role=adjoint aux affaires scolaires",
            "Martineau; present; role=DDEN",
            "Blanchet; excused; role=IEN",
            "Karim Saïdi; excused",
        ],
    ),
    "university board, colleges": (
        """
UNIVERSITÉ DE LORMOY
Conseil d'administration – Séance du 15 mars 2022
Relevé de décisions
Membres présents :
Collège A (professeurs) : Mme FERRANDIN Odile, M. COSTEY Paul
Collège B (maîtres de conférences) : M. TANGUY Luc
Collège BIATSS : Mme LE BRAZ Anne
Collège usagers : M. RIVOIRE Jean (suppléant de Mme SORBET Julie)
Membres représentés : M. PETITJEAN Marc (procuration à M. COSTEY Paul)
Assistaient à la séance : Mme BLANCHET Rose, directrice générale des services ; M. SAÏDI Karim, agent \
comptable
""",
        {
            "title": "Conseil d'administration – Séance du 15 mars 2022 Relevé de décisions",
            "body": "Conseil d'administration",
            "date": "2022-03-15",
        },
        [
            "FERRANDIN Odile; present; role=Collège A (professeurs)",
            "COSTEY Paul; present; role=Collège A (professeurs)",
            "TANGUY Luc; present; role=Collège B (maîtres de conférences)",
            "LE BRAZ Anne; present; role=Collège BIATSS",
            "RIVOIRE Jean; present; role=suppléant de Mme SORBET Julie",
            "PETITJEAN Marc; represented; proxy=COSTEY Paul",
            "BLANCHET Rose; present; role=directrice générale des services",
            "SAÏDI Karim; present; role=agent comptable",
        ],
    ),
    "steering committee, table with letters": (
        """
COPIL « Trame verte »
Compte-rendu de la réunion du 12/03/2024
|Organisme|Nom|Présence|
|Région Orvanne|Odile FERRANDIN|P|
|DDT 12|Paul COSTEY|E|
|Agence de l'eau|Anne LE BRAZ|A|
|Lormoy Agglo|Luc TANGUY|✓|
Rédacteur : Luc TANGUY
1. Avancement
""",
        {
            "title": "COPIL « Trame verte » Compte-rendu de la réunion du 12/03/2024",
            "body": "COPIL « Trame verte »",
            "date": "2024-03-12",
        },
        [
            "Odile FERRANDIN; present; org=Région Orvanne",
            "Paul COSTEY; excused; org=DDT 12",
            "Anne LE BRAZ; absent; org=Agence de l'eau",
            "Luc TANGUY; present; org=Lormoy Agglo; role=Rédacteur",
        ],
    ),
    "association, counts of members and proxies": (
        """
Association Les Rameaux
Procès-verbal de l'assemblée générale ordinaire du 8 juin 2019
L'an deux mille dix-neuf, le 8 juin à 15 heures, les membres de l'association Les Rameaux se sont réunis \
en assemblée générale ordinaire à la salle des fêtes de Lormoy.
18 présents, 5 pouvoirs.
Excusés : Anne Le Braz, Luc Tanguy
L'assemblée est présidée par M. Paul Costey, président de l'association. Il est assisté d'une secrétaire \
de séance, Mme Odile Ferrandin.
Élection du bureau
Présidente : Julie Sorbet (16 pour, 2 abstentions)
Trésorier : Marc Petitjean (18 pour)
""",
        {
            "title": "Procès-verbal de l'assemblée générale ordinaire du 8 juin 2019",
            "body": "association Les Rameaux",
            "date": "2019-06-08",
            "start_time": "15:00",
            "place": "salle des fêtes de Lormoy",
        },
        [
            "Anne Le Braz; excused",
            "Luc Tanguy; excused",
            "Paul Costey; present; role=président de l'association, président de séance",
            "Odile Ferrandin; present; role=secrétaire de séance",
        ],
    ),
    "sign-in sheet": (
        """
FEUILLE D'ÉMARGEMENT
Réunion du comité des fêtes du 4 mai 2018
|NOM Prénom|Fonction|Signature|
|FERRANDIN Odile|Présidente||
|COSTEY Paul|Trésorier|P. Costey|
|LE BRAZ Anne|Membre|excusée|
""",
        {
            "title": "FEUILLE D'ÉMARGEMENT Réunion du comité des fêtes du 4 mai 2018",
            "body": "comité des fêtes",
            "date": "2018-05-04",
        },
        [
            "FERRANDIN Odile; present; role=Présidente",
            "COSTEY Paul; present; role=Trésorier",
            "LE BRAZ Anne; excused; role=Membre",
        ],
    ),
    "sentence with both genders": (
        """
Communauté de communes du Val d'Orvanne
Compte rendu du bureau communautaire du jeudi 6 octobre 2022 à 18 h
Sont présents Mesdames Odile FERRANDIN, Anne LE BRAZ et Messieurs Paul COSTEY, Luc TANGUY.
Sont excusés : Madame Julie SORBET, Monsieur Marc PETITJEAN (pouvoir à Monsieur Luc TANGUY).
Sont également présents : M. Jean Rivoire, directeur général des services, Mme Rose Blanchet, chargée de \
mission habitat
""",
        {
            "title": "Compte rendu du bureau communautaire du jeudi 6 octobre 2022 à 18 h",
            "body": "bureau communautaire",
            "date": "2022-10-06",
            "start_time": "18:00",
        },
        [
            "Odile FERRANDIN; present",
            "Anne LE BRAZ; present",
            "Paul COSTEY; present",
            "Luc TANGUY; present",
            "Julie SORBET; excused",
            "Marc PETITJEAN; represented; proxy=Luc TANGUY",
            "Jean Rivoire; present; role=directeur général des services",
            "Rose Blanchet; present; role=chargée de mission habitat",
        ],
    ),
    "phones and mails": (
        """
COMPTE RENDU DE RÉUNION DE CHANTIER N° 4
Date : 17/09/2020 Heure : 14h00
Lieu : sur site, 8 rue des Forges à Lormoy
|Intervenant|Représentant|Tél.|Mail|Présent|Excusé|
|Maîtrise d'ouvrage – Ville de Lormoy|M. Paul COSTEY|06 12 34 56 78|p.costey@lormoy.example|X||
|Architecte – Atelier Brique|Mme Odile FERRANDIN|01 23 45 67 89|odile@brique.example|X||
|Lot 1 – Maçonnerie Rivoire|M. Jean RIVOIRE|||| X|
""",
        {
            "title": "COMPTE RENDU DE RÉUNION DE CHANTIER N° 4",
            "date": "2020-09-17",
            "start_time": "14:00",
            "place": "sur site, 8 rue des Forges à Lormoy",
        },
        [
            "Paul COSTEY; present; org=Ville de Lormoy; role=Maîtrise d'ouvrage",
            "Odile FERRANDIN; present; org=Atelier Brique; role=Architecte",
            "Jean RIVOIRE; excused; org=Lot 1 – Maçonnerie Rivoire",
        ],
    ),
    "list with mails": (
        """
Compte-rendu – GT Données ouvertes
Mercredi 9 mars 2022, 14h-16h, visioconférence
Participants
Odile Ferrandin – Lormoy Métropole – o.ferrandin@lormoy.example
Paul Costey – INRAE – paul.costey@recherche.example – 06 12 34 56 78
Anne Le Braz – Les Grillons (excusée)
Ordre du jour
""",
        {
            "title": "Compte-rendu – GT Données ouvertes",
            "body": "GT Données ouvertes",
            "date": "2022-03-09",
            "start_time": "14:00",
            "end_time": "16:00",
            "place": "visioconférence",
        },
        [
            "Odile Ferrandin; present; org=Lormoy Métropole",
            "Paul Costey; present; org=INRAE",
            "Anne Le Braz; excused; org=Les Grillons",
        ],
    ),
    "officers by label, bodies in brackets, initials": (
        """
Compte rendu de la réunion du 22 juin 2021
Présidence : Odile Ferrandin
Secrétaire : Paul Costey
Participants : Odile (SDIS 12), Paul C. (Lormoy Agglo), Anne L. (CAUE), Luc Tanguy (Les Grillons), trésorier
Excusés : Julie S. (CAUE)
""",
        {"title": "Compte rendu de la réunion du 22 juin 2021", "date": "2021-06-22"},
        [
            "Odile; present; org=SDIS 12; role=Présidence",
            "Paul C.; present; org=Lormoy Agglo; role=Secrétaire",
            "Anne L.; present; org=CAUE",
            "Luc Tanguy; present; org=Les Grillons; role=trésorier",
            "Julie S.; excused; org=CAUE",
        ],
    ),
    "prefecture": (
        """
PRÉFET DE L'ORVANNE
Direction départementale des territoires
Lormoy, le 28 mars 2019
COMMISSION DÉPARTEMENTALE DE LA NATURE, DES PAYSAGES ET DES SITES
Procès-verbal de la séance du 14 mars 2019
La commission s'est réunie à la préfecture sous la présidence de M. Paul COSTEY, secrétaire général.
Étaient présents :
- Mme Odile FERRANDIN, DDT, cheffe du service environnement ;
- M. Luc TANGUY, DREAL, inspecteur des sites ;
- Mme Anne LE BRAZ, association Orvanne Nature ;
Étaient excusés :
- M. Jean RIVOIRE, maire de Lormoy ;
""",
        {
            "title": "COMMISSION DÉPARTEMENTALE DE LA NATURE, DES PAYSAGES ET DES SITES "
            "Procès-verbal de la séance du 14 mars 2019",
            "body": "COMMISSION DÉPARTEMENTALE DE LA NATURE, DES PAYSAGES ET DES SITES",
            "date": "2019-03-14",
            "place": "préfecture",
        },
        [
            "Paul COSTEY; present; role=secrétaire général, président de séance",
            "Odile FERRANDIN; present; org=DDT; role=cheffe du service environnement",
            "Luc TANGUY; present; org=DREAL; role=inspecteur des sites",
            "Anne LE BRAZ; present; org=association Orvanne Nature",
            "Jean RIVOIRE; excused; role=maire de Lormoy",
        ],
    ),
    "company": (
        """
Mécanor SAS
Compte rendu de réunion
Objet : Migration du système d'information
Date : 03.02.2023
Participants : Mme O. Ferrandin (Mécanor), M. P. Costey (Mécanor, DSI), M. L. Tanguy (Logiciels Rivoire)
Diffusion : participants + A. Le Braz
""",
        {
            "title": "Compte rendu de réunion Objet : Migration du système d'information",
            "date": "2023-02-03",
        },
        [
            "O. Ferrandin; present; org=Mécanor",
            "P. Costey; present; org=Mécanor; role=DSI",
            "L. Tanguy; present; org=Logiciels Rivoire",
        ],
    ),
    "name, present or not, one a line": (
        """
Réunion du bureau – 7 janvier 2020
Membres :
Odile Ferrandin, présente
Paul Costey, présent
Anne Le Braz, excusée
Luc Tanguy, absent
Marc Petitjean, représenté par Paul Costey
Points abordés
""",
        {"title": "Réunion du bureau – 7 janvier 2020", "body": "bureau", "date": "2020-01-07"},
        [
            "Odile Ferrandin; present; role=Membres",
            "Paul Costey; present; role=Membres",
            "Anne Le Braz; excused; role=Membres",
            "Luc Tanguy; absent; role=Membres",
            "Marc Petitjean; represented; role=Membres; proxy=Paul Costey",
        ],
    ),
    "a company represented by someone": (
        """
Assemblée générale de la SCIC Les Tisserands
Procès-verbal du 20 mai 2022
Associés présents :
- La société Mécanor, représentée par Mme Odile Ferrandin
- L'association Les Grillons, représentée par son président, M. Paul Costey
- Ville de Lormoy représentée par Luc Tanguy
- Anne Le Braz
""",
        {
            "title": "Assemblée générale de la SCIC Les Tisserands",
            "body": "SCIC Les Tisserands",
            "date": "2022-05-20",
        },
        [
            "Odile Ferrandin; present; org=société Mécanor",
            "Paul Costey; present; org=association Les Grillons; role=président",
            "Luc Tanguy; present; org=Ville de Lormoy",
            "Anne Le Braz; present",
        ],
    ),
    "excused below the table of those present": (
        """
Comité de suivi du 3 avril 2023
|Nom|Structure|
|Odile Ferrandin|SDIS 12|
|Paul Costey|Lormoy Agglo|
Excusés : Anne Le Braz (CAUE), Luc Tanguy (DDT 12)
Rédaction : Paul Costey
""",
        {"title": "Comité de suivi du 3 avril 2023", "body": "Comité de suivi", "date": "2023-04-03"},
        [
            "Odile Ferrandin; present; org=SDIS 12",
            "Paul Costey; present; org=Lormoy Agglo; role=Rédaction",
            "Anne Le Braz; excused; org=CAUE",
            "Luc Tanguy; excused; org=DDT 12",
        ],
    ),
    "table of colleges with statuses as columns": (
        """
Conseil de la vie lycéenne – 12 octobre 2021
|Collège|Présents|Absents excusés|
|Élèves|Odile Ferrandin // Paul Costey|Luc Tanguy|
|Personnels|Mme Le Braz, CPE|M. Rivoire|
|Région||Mme Blanchet|
""",
        {
            "title": "Conseil de la vie lycéenne – 12 octobre 2021",
            "body": "Conseil de la vie lycéenne",
            "date": "2021-10-12",
        },
        [
            "Odile Ferrandin; present; role=Élèves",
            "Paul Costey; present; role=Élèves",
            "Luc Tanguy; excused; role=Élèves",
            "Le Braz; present; role=CPE",
            "Rivoire; excused; role=Personnels",
            "Blanchet; excused; org=Région",
        ],
    ),
    "labels in the first column": (
        """
Réunion d'équipe du 2 mai 2022
|Présents|Odile Ferrandin, Paul Costey, Anne Le Braz|
|Excusés|Luc Tanguy|
|Rédacteur|Paul Costey|
|Ordre du jour|Budget, recrutement|
""",
        {"title": "Réunion d'équipe du 2 mai 2022", "body": "équipe", "date": "2022-05-02"},
        [
            "Odile Ferrandin; present",
            "Paul Costey; present; role=Rédacteur",
            "Anne Le Braz; present",
            "Luc Tanguy; excused",
        ],
    ),
    "late and early": (
        """
Compte rendu du conseil syndical du 9 septembre 2021
Présents : Mme Ferrandin, M. Costey (à partir de 19h), M. Tanguy (jusqu'au point 3), Mme Le Braz – M. \
Rivoire
Absente : Mme Sorbet (pouvoir donné à Mme Ferrandin)
Invité(s) : M. Petitjean (gardien), Mme Blanchet (syndic, Immo Lorm)
La séance est ouverte à 18 h 45 et levée à 20 h 30.
""",
        {
            "title": "Compte rendu du conseil syndical du 9 septembre 2021",
            "body": "conseil syndical",
            "date": "2021-09-09",
            "start_time": "18:45",
            "end_time": "20:30",
        },
        [
            "Ferrandin; present",
            "Costey; present",
            "Tanguy; present",
            "Le Braz; present",
            "Rivoire; present",
            "Sorbet; represented; proxy=Ferrandin",
            "Petitjean; present; role=gardien",
            "Blanchet; present; org=Immo Lorm; role=syndic",
        ],
    ),
    "council in one column of names": (
        """
CONSEIL MUNICIPAL
Séance du 30 juin 2020
Convocation du 24 juin 2020 – Publication le 3 juillet 2020
Présents :
Mme FERRANDIN Odile, Maire
M. COSTEY Paul, 1er adjoint
Mme LE BRAZ Anne, 2ème adjointe
M. TANGUY Luc, conseiller délégué
Mme SORBET Julie
Pouvoirs :
M. PETITJEAN Marc donne pouvoir à Mme FERRANDIN Odile
M. RIVOIRE Jean a donné pouvoir à M. COSTEY Paul
Absent non excusé : M. PRUTKOV Ivo
Le quorum étant atteint, Madame le Maire ouvre la séance à 19h00.
Mme SORBET Julie est désignée secrétaire de séance.
""",
        {
            "title": "CONSEIL MUNICIPAL",
            "body": "CONSEIL MUNICIPAL",
            "date": "2020-06-30",
            "start_time": "19:00",
        },
        [
            "FERRANDIN Odile; present; role=Maire",
            "COSTEY Paul; present; role=1er adjoint",
            "LE BRAZ Anne; present; role=2ème adjointe",
            "TANGUY Luc; present; role=conseiller délégué",
            "SORBET Julie; present; role=secrétaire de séance",
            "PETITJEAN Marc; represented; proxy=FERRANDIN Odile",
            "RIVOIRE Jean; represented; proxy=COSTEY Paul",
            "PRUTKOV Ivo; absent",
        ],
    ),
    "posted before the meeting's own day": (
        """
Mairie de Lormoy
Affiché le 20 décembre 2021
Conseil municipal
Réunion du 13 décembre 2021 à 20h00
Convocation adressée le 7 décembre 2021
Sous la présidence de M. COSTEY Paul, Maire
Présents : M. COSTEY Paul, Mme FERRANDIN Odile
""",
        {
            "title": "Conseil municipal",
            "body": "Conseil municipal",
            "date": "2021-12-13",
            "start_time": "20:00",
        },
        ["COSTEY Paul; present; role=Maire, président de séance", "FERRANDIN Odile; present"],
    ),
    "sports club, first names and nicknames": (
        """
Club de tir à l'arc de Lormoy
Compte rendu réunion du comité directeur – 15/01/2023
Présents : Odile F., Paul C., Anne LB, Luc, Julie
Excusés : Marc et Jean
Absents : Ivo
Début 20h15 – Fin 22h
""",
        {
            "title": "Compte rendu réunion du comité directeur – 15/01/2023",
            "body": "comité directeur",
            "date": "2023-01-15",
            "start_time": "20:15",
            "end_time": "22:00",
        },
        [
            "Odile F.; present",
            "Paul C.; present",
            "Anne LB; present",
            "Luc; present",
            "Julie; present",
            "Marc; excused",
            "Jean; excused",
            "Ivo; absent",
        ],
    ),
    "laboratory, slashes": (
        """
Conseil d'unité – Compte rendu
Date : 11 mai 2021
Présents : O. Ferrandin / P. Costey / A. Le Braz / L. Tanguy
Excusés : J. Sorbet / M. Petitjean
Invitée : R. Blanchet (délégation régionale)
""",
        {"title": "Conseil d'unité – Compte rendu", "body": "Conseil d'unité", "date": "2021-05-11"},
        [
            "O. Ferrandin; present",
            "P. Costey; present",
            "A. Le Braz; present",
            "L. Tanguy; present",
            "J. Sorbet; excused",
            "Petitjean; excused",
            "R. Blanchet; present; org=délégation régionale",
        ],
    ),
    "parish or neighbourhood, groups with dashes": (
        """
Conseil de quartier Les Aulnes
Relevé de conclusions – Réunion du mardi 4 février 2020
Étaient présents
Pour la Ville : Odile Ferrandin (adjointe au maire), Paul Costey (chef de projet)
Pour les habitants : Anne Le Braz, Luc Tanguy
Pour l'association Les Grillons : Julie Sorbet
Étaient excusés : Marc Petitjean (Lormoy Habitat)
""",
        {
            "title": "Conseil de quartier Les Aulnes Relevé de conclusions – Réunion du mardi 4 février 2020",
            "body": "Conseil de quartier Les Aulnes",
            "date": "2020-02-04",
        },
        [
            "Odile Ferrandin; present; org=Ville; role=adjointe au maire",
            "Paul Costey; present; org=Ville; role=chef de projet",
            "Anne Le Braz; present; role=habitants",
            "Luc Tanguy; present; role=habitants",
            "Julie Sorbet; present; org=association Les Grillons",
            "Marc Petitjean; excused; org=Lormoy Habitat",
        ],
    ),
    "election far below the list": (
        """
Compte rendu du conseil d'administration du 5 octobre 2018
Présents : Odile Ferrandin, Paul Costey, Anne Le Braz
1. Bilan moral
Le bilan est approuvé.
2. Élection du bureau
Sont élus :
Présidente : Odile Ferrandin (3 voix)
Secrétaire : Julie Sorbet (3 voix)
Trésorier : Marc Petitjean (2 voix pour, 1 abstention)
""",
        {
            "title": "Compte rendu du conseil d'administration du 5 octobre 2018",
            "body": "conseil d'administration",
            "date": "2018-10-05",
        },
        [
            "Odile Ferrandin; present",
            "Paul Costey; present",
            "Anne Le Braz; present",
        ],
    ),
    "several labels on one line": (
        """
Réunion du collectif Jardin partagé, jeudi 6 mai 2021
Présents : Odile, Paul, Anne Excusés : Luc, Julie Animation : Odile Prise de notes : Paul
""",
        {
            "title": "Réunion du collectif Jardin partagé, jeudi 6 mai 2021",
            "body": "collectif Jardin partagé",
            "date": "2021-05-06",
        },
        [
            "Odile; present; role=Animation",
            "Paul; present; role=Prise de notes",
            "Anne; present",
            "Luc; excused",
            "Julie; excused",
        ],
    ),
    "numbers and tabs": (
        """
Compte rendu du conseil d'administration de l'association La Ruchette
du 17 septembre 2022
Présents (7) :
1. Odile Ferrandin, présidente
2. Paul Costey, trésorier
3. Anne Le Braz
Représentés (1) : Luc Tanguy (par Odile Ferrandin)
Excusés (2) : Julie Sorbet, Marc Petitjean
Invités : Jean Rivoire (Ligue de l'enseignement), Rose Blanchet (mairie)
""",
        {
            "title": "Compte rendu du conseil d'administration de l'association La Ruchette",
            "body": "conseil d'administration de l'association La Ruchette",
            "date": "2022-09-17",
        },
        [
            "Odile Ferrandin; present; role=présidente",
            "Paul Costey; present; role=trésorier",
            "Anne Le Braz; present",
            "Luc Tanguy; represented; proxy=Odile Ferrandin",
            "Julie Sorbet; excused",
            "Marc Petitjean; excused",
            "Jean Rivoire; present; org=Ligue de l'enseignement",
            "Rose Blanchet; present; org=mairie",
        ],
    ),
    "syndicat mixte": (
        """
SYNDICAT MIXTE DU BASSIN DE L'ORVANNE
PROCÈS-VERBAL DU COMITÉ SYNDICAL DU 5 FÉVRIER 2020
Délégués titulaires présents : MM. COSTEY Paul, TANGUY Luc, RIVOIRE Jean, Mme FERRANDIN Odile
Délégués suppléants présents avec voix délibérative : M. PRUTKOV Ivo
Délégués absents excusés : Mme LE BRAZ Anne donne pouvoir à M. COSTEY Paul ; M. SAÏDI Karim
Délégués absents : M. PETITJEAN Marc
Participaient également : Mme BLANCHET Rose, directrice ; M. MARTINEAU Hugo, technicien rivière
M. TANGUY Luc est élu secrétaire de séance à l'unanimité.
""",
        {
            "title": "PROCÈS-VERBAL DU COMITÉ SYNDICAL DU 5 FÉVRIER 2020",
            "body": "COMITÉ SYNDICAL",
            "date": "2020-02-05",
        },
        [
            "COSTEY Paul; present",
            "TANGUY Luc; present; role=secrétaire de séance",
            "RIVOIRE Jean; present",
            "FERRANDIN Odile; present",
            "PRUTKOV Ivo; present",
            "LE BRAZ Anne; represented; proxy=COSTEY Paul",
            "SAÏDI Karim; excused",
            "PETITJEAN Marc; absent",
            "BLANCHET Rose; present; role=directrice",
            "MARTINEAU Hugo; present; role=technicien rivière",
        ],
    ),
    "CSE unions table": (
        """
PV de la réunion extraordinaire du CSE du 3 mars 2021
|Collège|Titulaires|Suppléants|
|Ouvriers-employés|M. Paul COSTEY (CFTV) // Mme Anne LE BRAZ (UST)|M. Luc TANGUY (CFTV) – excusé|
|Cadres|Mme Odile FERRANDIN (UST)|M. Jean RIVOIRE (UST)|
Pour la direction : M. Hugo MARTINEAU, président du CSE, assisté de Mme Rose BLANCHET, responsable RH
Représentant syndical : M. Karim SAÏDI (CFTV)
""",
        {
            "title": "PV de la réunion extraordinaire du CSE du 3 mars 2021",
            "body": "CSE",
            "date": "2021-03-03",
        },
        [
            "Paul COSTEY; present; org=CFTV; role=Titulaires",
            "Anne LE BRAZ; present; org=UST; role=Titulaires",
            "Luc TANGUY; excused; org=CFTV; role=Suppléants",
            "Odile FERRANDIN; present; org=UST; role=Titulaires",
            "Jean RIVOIRE; present; org=UST; role=Suppléants",
            "Hugo MARTINEAU; present; role=président du CSE",
            "Rose BLANCHET; present; role=responsable RH",
            "Karim SAÏDI; present; org=CFTV; role=Représentant syndical",
        ],
    ),
    "one per line with statuses at end": (
        """
Réunion technique n° 3 – 14/10/2020
Liste de présence
Nom	Société	Présence
Odile FERRANDIN	Mécanor	Présente
Paul COSTEY	Atelier Brique	Excusé
Anne LE BRAZ	Ville de Lormoy	Absente
""",
        {"title": "Réunion technique n° 3 – 14/10/2020", "date": "2020-10-14"},
        [
            "Odile FERRANDIN; present; org=Mécanor",
            "Paul COSTEY; excused; org=Atelier Brique",
            "Anne LE BRAZ; absent; org=Ville de Lormoy",
        ],
    ),
    "P and E in brackets": (
        """
CR réunion projet Orvanne 2030 du 9/11/2023
Participants :
- Odile FERRANDIN (OF) – Lormoy Métropole – P
- Paul COSTEY (PC) – Atelier Brique – P
- Anne LE BRAZ (ALB) – Mécanor – E
""",
        {"title": "CR réunion projet Orvanne 2030 du 9/11/2023", "date": "2023-11-09"},
        [
            "Odile FERRANDIN; present; org=Lormoy Métropole",
            "Paul COSTEY; present; org=Atelier Brique",
            "Anne LE BRAZ; excused; org=Mécanor",
        ],
    ),
    "bodies first with colon": (
        """
Comité technique du 2 juin 2021
Etaient présents :
DDT 12 : Mme Ferrandin, M. Costey
Région Orvanne : M. Tanguy
Chambre d'agriculture : Mmes Le Braz, Sorbet
Étaient excusés : M. Rivoire (Agence de l'eau), Mme Blanchet (DREAL)
""",
        {"title": "Comité technique du 2 juin 2021", "body": "Comité technique", "date": "2021-06-02"},
        [
            "Ferrandin; present; org=DDT 12",
            "Costey; present; org=DDT 12",
            "Tanguy; present; org=Région Orvanne",
            "Le Braz; present; org=Chambre d'agriculture",
            "Sorbet; present; org=Chambre d'agriculture",
            "Rivoire; excused; org=Agence de l'eau",
            "Blanchet; excused; org=DREAL",
        ],
    ),
    "sentence chair and writer": (
        """
Compte rendu de la réunion du 8 avril 2019
La réunion est animée par Odile Ferrandin. Le compte rendu est rédigé par Paul Costey.
Étaient présents : Odile Ferrandin, Paul Costey, Anne Le Braz et Luc Tanguy.
S'étaient excusés : Julie Sorbet et Marc Petitjean.
""",
        {"title": "Compte rendu de la réunion du 8 avril 2019", "date": "2019-04-08"},
        [
            "Odile Ferrandin; present",
            "Paul Costey; present",
            "Anne Le Braz; present",
            "Luc Tanguy; present",
            "Julie Sorbet; excused",
            "Marc Petitjean; excused",
        ],
    ),
    "dots leaders proxies": (
        """
CONSEIL COMMUNAUTAIRE DU 14 DÉCEMBRE 2021
PRÉSENTS : FERRANDIN Odile - COSTEY Paul - LE BRAZ Anne - TANGUY Luc
ABSENTS EXCUSÉS AYANT DONNÉ POUVOIR : SORBET Julie (pouvoir à COSTEY Paul) - PETITJEAN Marc (pouvoir à \
TANGUY Luc)
ABSENTS EXCUSÉS : RIVOIRE Jean - BLANCHET Rose
SECRÉTAIRE DE SÉANCE : LE BRAZ Anne
""",
        {
            "title": "CONSEIL COMMUNAUTAIRE DU 14 DÉCEMBRE 2021",
            "body": "CONSEIL COMMUNAUTAIRE",
            "date": "2021-12-14",
        },
        [
            "FERRANDIN Odile; present",
            "COSTEY Paul; present",
            "LE BRAZ Anne; present; role=SECRÉTAIRE DE SÉANCE",
            "TANGUY Luc; present",
            "SORBET Julie; represented; proxy=COSTEY Paul",
            "PETITJEAN Marc; represented; proxy=TANGUY Luc",
            "RIVOIRE Jean; excused",
            "BLANCHET Rose; excused",
        ],
    ),
    "commune by commune table": (
        """
Bureau communautaire du 3 mars 2022
|Commune|Délégué|Présent|Absent|Pouvoir à|
|Lormoy|Odile FERRANDIN|X|||
||Paul COSTEY||X|Odile FERRANDIN|
|Brécourt|Anne LE BRAZ|X|||
""",
        {
            "title": "Bureau communautaire du 3 mars 2022",
            "body": "Bureau communautaire",
            "date": "2022-03-03",
        },
        [
            "Odile FERRANDIN; present; org=Lormoy",
            "Paul COSTEY; represented; org=Lormoy; proxy=Odile FERRANDIN",
            "Anne LE BRAZ; present; org=Brécourt",
        ],
    ),
    "first names only, and": (
        """
CR réunion asso du mardi 12 mars
Étaient là : Odile, Paul, Anne et Luc
Pas là : Julie, Marc (excusé)
""",
        {"title": "CR réunion asso du mardi 12 mars"},
        [
            "Odile; present",
            "Paul; present",
            "Anne; present",
            "Luc; present",
            "Julie; absent",
            "Marc; excused",
        ],
    ),
    "roles before names": (
        """
CONSEIL D'ÉCOLE – École maternelle Les Tilleuls – 14 mars 2023
Directrice : Mme Ferrandin
Enseignantes : Mme Costey, Mme Le Braz
Représentants de la mairie : M. Tanguy (adjoint), Mme Rivoire
Représentants des parents d'élèves : Mmes Sorbet, Blanchet, M. Saïdi
ATSEM : Mme Martineau
Excusée : Mme l'Inspectrice
""",
        {
            "title": "CONSEIL D'ÉCOLE – École maternelle Les Tilleuls – 14 mars 2023",
            "body": "CONSEIL D'ÉCOLE",
            "date": "2023-03-14",
        },
        [
            "Ferrandin; present; role=Directrice",
            "Costey; present; role=Enseignantes",
            "Le Braz; present; role=Enseignantes",
            "Tanguy; present; org=mairie; role=adjoint",
            "Rivoire; present; org=mairie",
            "Sorbet; present; role=Représentants des parents d'élèves",
            "Blanchet; present; role=Représentants des parents d'élèves",
            "Saïdi; present; role=Représentants des parents d'élèves",
            "Martineau; present; role=ATSEM",
        ],
    ),
    "represented by substitute": (
        """
Conseil scientifique du 6 mai 2019
Présents : Mme O. Ferrandin, M. P. Costey (représentant M. J. Rivoire), Mme A. Le Braz
Excusés : M. J. Rivoire (représenté par M. P. Costey), M. L. Tanguy
""",
        {"title": "Conseil scientifique du 6 mai 2019", "body": "Conseil scientifique", "date": "2019-05-06"},
        [
            "O. Ferrandin; present",
            "P. Costey; present",
            "A. Le Braz; present",
            "J. Rivoire; represented; proxy=P. Costey",
            "L. Tanguy; excused",
        ],
    ),
    "company table two rows": (
        """
Revue de projet – 12 janvier 2024
|Participants|Absents / Excusés|Diffusion|
|O. Ferrandin (Mécanor) // P. Costey (Atelier Brique)|A. Le Braz (Mécanor)|L. Tanguy|
""",
        {"title": "Revue de projet – 12 janvier 2024", "date": "2024-01-12"},
        [
            "O. Ferrandin; present; org=Mécanor",
            "P. Costey; present; org=Atelier Brique",
            "A. Le Braz; excused; org=Mécanor",
        ],
    ),
    "vertical keys": (
        """
|Date|12/01/2024|
|Lieu|Teams|
|Animateur|Odile Ferrandin|
|Participants|Odile Ferrandin // Paul Costey // Anne Le Braz|
|Absents|Luc Tanguy|
""",
        {"date": "2024-01-12", "place": "Teams"},
        [
            "Odile Ferrandin; present; role=Animateur",
            "Paul Costey; present",
            "Anne Le Braz; present",
            "Luc Tanguy; absent",
        ],
    ),
    "quorum sentence after names": (
        """
Assemblée générale du 4 juin 2022
Étaient présents ou représentés 12 adhérents sur 20.
Présents : Odile Ferrandin, Paul Costey. Pouvoirs : Anne Le Braz à Paul Costey. Excusés : néant.
Le quorum est atteint.
""",
        {"title": "Assemblée générale du 4 juin 2022", "body": "Assemblée générale", "date": "2022-06-04"},
        ["Odile Ferrandin; present", "Paul Costey; present", "Anne Le Braz; represented; proxy=Paul Costey"],
    ),
    "council with ordinal list": (
        """
Séance du 9 avril 2018
Etaient présents : Odile Ferrandin, Maire ; Paul Costey, Anne Le Braz, Luc Tanguy, Adjoints ; Julie \
Sorbet, Marc Petitjean, Conseillers Municipaux
Procuration(s) : Mme Rose Blanchet a donné procuration à Mme Odile Ferrandin
Absent(s) : M. Jean Rivoire
A été nommé(e) secrétaire : Mme Julie Sorbet
""",
        {"title": "Séance du 9 avril 2018", "date": "2018-04-09"},
        [
            "Odile Ferrandin; present; role=Maire",
            "Paul Costey; present; role=Adjoints",
            "Anne Le Braz; present; role=Adjoints",
            "Luc Tanguy; present; role=Adjoints",
            "Julie Sorbet; present; role=Conseillers Municipaux, secrétaire, secrétaire de séance",
            "Marc Petitjean; present; role=Conseillers Municipaux",
            "Rose Blanchet; represented; proxy=Odile Ferrandin",
            "Jean Rivoire; absent",
        ],
    ),
}


@pytest.mark.parametrize(("text", "expected", "people"), HEADS.values(), ids=HEADS)
def test_attendees(text, expected, people):
    assert sorted(attendees(text)) == sorted(people)


@pytest.mark.parametrize(("text", "expected", "people"), HEADS.values(), ids=HEADS)
def test_meeting(text, expected, people):
    assert meeting(text) == expected
