"""The meeting: every row is the head (and closing) of minutes and the fields expected of it."""

import pytest
import spacy
from spacy.tokens import Doc

from crparse.document.items import caveats_of, meeting_of
from crparse.pipeline import make_doc
from crparse.record import Meeting
from crparse.source import Block, Cell, Kind, SourceDocument, from_text
from crparse.stages.attendance.rows import DocumentRows
from crparse.stages.meeting import read_meeting

FIELDS = ("title", "body", "date", "start_time", "end_time", "place")


def read(source):
    meeting = read_meeting(DocumentRows(source)).meeting
    return {field: value for field in FIELDS if (value := getattr(meeting, field)) is not None}


HEADS = {
    "council, words for the day and the hour": (
        "COMPTE RENDU DU CONSEIL MUNICIPAL DE LORMOY\n"
        "Date de convocation : 5 avril 2022\n"
        "L'an deux mil vingt-deux, le douze avril à vingt heures trente, le conseil municipal de la commune "
        "de Lormoy, régulièrement convoqué, s'est réuni à la salle des fêtes, sous la présidence de Mme X.\n"
        "Présents : Mme Ferrandin\n1. Budget\nLa séance est levée à 22h15.",
        {
            "title": "COMPTE RENDU DU CONSEIL MUNICIPAL DE LORMOY",
            "body": "CONSEIL MUNICIPAL DE LORMOY",
            "date": "2022-04-12",
            "start_time": "20:30",
            "end_time": "22:15",
            "place": "salle des fêtes",
        },
    ),
    "keys and values": (
        "Comité de pilotage Trame verte\nDate : mardi 5 avril 2016\nHoraire : 9h30 - 12h\n"
        "Lieu : Salle Condorcet, Lormoy\nParticipants : Odile Ferrandin\n"
        "Prochaine réunion : le 3 mai 2016 à 14h",
        {
            "title": "Comité de pilotage Trame verte",
            "body": "Comité de pilotage Trame verte",
            "date": "2016-04-05",
            "start_time": "09:30",
            "end_time": "12:00",
            "place": "Salle Condorcet, Lormoy",
        },
    ),
    "a working group, the day on a line of its own": (
        "GT Mobilité / Forêt\nCR du 5 avril 2016\nPersonnes présentes\nOdile Ferrandin",
        {"title": "GT Mobilité / Forêt", "body": "GT Mobilité / Forêt", "date": "2016-04-05"},
    ),
    "the day within the title, hours beside it": (
        "Compte rendu de la réunion du CSE du 12 mars 2024 de 14h à 16h30\nPrésents : Odile Ferrandin",
        {
            "title": "Compte rendu de la réunion du CSE du 12 mars 2024 de 14h à 16h30",
            "body": "CSE",
            "date": "2024-03-12",
            "start_time": "14:00",
            "end_time": "16:30",
        },
    ),
    "an assembly, its association in the sentence": (
        "Procès-verbal de l'assemblée générale ordinaire du 31 mars 2016\n"
        "Le 31 mars 2016 à 19 heures 30, les membres de l'association Les Grillons se sont réunis en "
        "assemblée générale ordinaire au siège social, 3 rue des Lilas.\nSont présents :\nOdile Ferrandin\n"
        "L'assemblée générale est clôturée à 20h45.",
        {
            "title": "Procès-verbal de l'assemblée générale ordinaire du 31 mars 2016",
            "body": "association Les Grillons",
            "date": "2016-03-31",
            "start_time": "19:30",
            "end_time": "20:45",
            "place": "siège social",
        },
    ),
    "compact date, remote meeting": (
        "Compte rendu du conseil d'école\n20230206\nLa réunion se tient en visioconférence.\n"
        "Présents : Odile Ferrandin",
        {
            "title": "Compte rendu du conseil d'école",
            "body": "conseil d'école",
            "date": "2023-02-06",
            "place": "visioconférence",
        },
    ),
    "a page on the web: the day and author of publication, the year in the title": (
        "Assemblée générale 2016\n13 janvier 2017 par Anne Le Braz\n"
        "Ce matin du 26 novembre, en salle B12, les anciens élèves se sont réunis pour le bilan de l'année.",
        {
            "title": "Assemblée générale 2016",
            "body": "Assemblée générale",
            "date": "2016-11-26",
            "place": "salle B12",
        },
    ),
    "the place after the hour": (
        "PV de la réunion du comité des fêtes du 8 juin 2024 à 15h, salle des Aulnes\nExcusée : Anne Le Braz",
        {
            "title": "PV de la réunion du comité des fêtes du 8 juin 2024 à 15h, salle des Aulnes",
            "body": "comité des fêtes",
            "date": "2024-06-08",
            "start_time": "15:00",
            "place": "salle des Aulnes",
        },
    ),
    "a town in the opening sentence": (
        "Compte rendu du GT Forêt\nLe groupe s'est réuni le 3 juillet 2014 à Lormoy-sur-Orvanne.",
        {
            "title": "Compte rendu du GT Forêt",
            "body": "GT Forêt",
            "date": "2014-07-03",
            "place": "Lormoy-sur-Orvanne",
        },
    ),
    "the council named in full by the sentence": (
        "COMMUNE DE LORMOY\nProcès-verbal du conseil municipal\n"
        "Le 21 janvier 2022, le conseil municipal de Lormoy, dûment convoqué, s'est réuni en mairie.",
        {
            "title": "Procès-verbal du conseil municipal",
            "body": "conseil municipal de Lormoy",
            "date": "2022-01-21",
            "place": "en mairie",
        },
    ),
    "a title that gives only the day, the group above": (
        "GT Circuits courts\n\nCR du 11 février 2018",
        {"title": "GT Circuits courts", "body": "GT Circuits courts", "date": "2018-02-11"},
    ),
    "the day without year takes the year of the head": (
        "Conseil syndical 2019\nRéunion du mardi 5 mars à 18h\nPrésents : Odile Ferrandin",
        {
            "title": "Conseil syndical 2019",
            "body": "Conseil syndical",
            "date": "2019-03-05",
            "start_time": "18:00",
        },
    ),
}


@pytest.mark.parametrize(("text", "expected"), HEADS.values(), ids=HEADS.keys())
def test_heads(text, expected):
    assert read(from_text(text)) == expected


NOT_THE_DAY = [
    "Convocation du 5 avril 2016",
    "Approbation du procès-verbal du 5 avril 2016",
    "Prochaine réunion : 5 avril 2016",
    "Affiché le 5 avril 2016",
    "Vu la loi du 5 avril 2016",
    "Version du 5 avril 2016",
    "Une réunion est programmée le 5 avril 2016",
    "2016-04-05 18:49:13",
]


@pytest.mark.parametrize("line", NOT_THE_DAY)
def test_days_of_something_else(line):
    assert "date" not in read(from_text(f"Conseil municipal\n{line}"))


def test_a_day_of_something_else_does_not_hide_the_day():
    text = "Conseil municipal\nConvocation du 1er avril 2016\nSéance du 5 avril 2016\nAffiché le 9 avril 2016"
    assert read(from_text(text))["date"] == "2016-04-05"


def test_a_day_that_the_text_mentions_is_not_the_day():
    text = (
        "Compte rendu\nLa commission a examiné le dossier, dont les travaux commencent le 5 avril 2028, "
        "ainsi que les offres des entreprises qui ont répondu à l'appel."
    )
    assert "date" not in read(from_text(text))


def test_the_hour_of_the_convocation_is_not_the_beginning():
    text = "Bureau du 5 avril 2016\nRéuni sur convocation envoyée le 1er avril 2016 à 19h35."
    assert "start_time" not in read(from_text(text))


def test_a_length_of_time_is_no_hour():
    assert "start_time" not in read(from_text("Bureau du 5 avril 2016\nDurée : 2 heures"))


def test_title_in_the_style_of_a_title():
    blocks = (
        Block("Association Les Grillons"),
        Block("Assemblée des Grillons", heading_level=0, style="Title"),
        Block("Procès-verbal", heading_level=0, style="Subtitle"),
        Block("Odile Ferrandin", style="Author"),
        Block("2016-04-05T18:30:00+02:00", style="Date"),
        Block("Présences", heading_level=1),
    )
    assert read(SourceDocument("minutes", "docx", blocks)) == {
        "title": "Assemblée des Grillons Procès-verbal",
        "body": "Association Les Grillons",
        "date": "2016-04-05",
        "start_time": "18:30",
    }


def test_a_heading_of_two_lines_is_a_title_of_both():
    blocks = (Block("Compte rendu\ndu 5/04/16 : le livrable", heading_level=3), Block("Présents : Anne Roux"))
    found = read(SourceDocument("minutes", "odt", blocks))
    assert found == {"title": "Compte rendu du 5/04/16 : le livrable", "date": "2016-04-05"}


def test_a_kind_of_meeting_is_no_body():
    found = [
        read(from_text(f"CR séance de travail {rest}")) for rest in ("du 5/04/2016", "Grand Lormoy 5/04/2016")
    ]
    assert [one.get("body") for one in found] == [None, "Grand Lormoy"]


def test_the_hour_at_which_somebody_opens_the_assembly():
    text = (
        "Assemblée générale du 5 avril 2016\n"
        "L'ouverture de l'assemblée est faite par l'ancienne présidente Odile Roux à 11 heures 50 minutes."
    )
    assert read(from_text(text))["start_time"] == "11:50"


OPENING = (Block("Présents : Odile Ferrandin"), Block("Mme Ferrandin ouvre la séance."))


def meeting_under(*furniture: Block) -> Doc:
    """The meeting of minutes whose first page says nothing of it."""
    nlp = spacy.blank("fr")
    nlp.add_pipe("crparse_meeting")
    return nlp(make_doc(nlp, SourceDocument("minutes", "pdf", OPENING, furniture=furniture)))


def test_what_the_text_does_not_state_a_running_header_gives_with_a_caveat():
    header = Block("Compte rendu du conseil de quartier des Ormes du 5 avril 2016", kind=Kind.HEADER)
    doc = meeting_under(Block("Ville de Lormoy", kind=Kind.FOOTER), header)
    meeting = meeting_of(doc)
    told = {"title": header.text, "body": "conseil de quartier des Ormes", "date": "5 avril 2016"}
    quotes = {f: (q.line, header.text[q.start : q.end]) for f, q in meeting.header_evidence.items()}
    assert quotes == {field: (1, quote) for field, quote in told.items()}
    assert (meeting.title, meeting.body, meeting.date) == (told["title"], told["body"], "2016-04-05")
    assert meeting.evidence == {}
    message = "Only a running header tells of the meeting: body, date, title."
    assert [(d.code, d.message) for d in caveats_of(doc)] == [("told_by_header", message)]


def test_a_footer_gives_nothing():
    doc = meeting_under(
        Block("Compte rendu du conseil de quartier des Ormes du 5 avril 2016", kind=Kind.FOOTER)
    )
    assert (meeting_of(doc), caveats_of(doc)) == (Meeting(), [])


def test_a_running_header_completes_what_the_title_says():
    blocks = (
        Block("Réunion du 5 avril 2016"),
        Block("Présents : Odile Ferrandin"),
        Block("Groupe Mobilité en forêt", kind=Kind.HEADER),
    )
    assert read(SourceDocument("minutes", "pdf", blocks)) == {
        "title": "Réunion du 5 avril 2016",
        "body": "Groupe Mobilité en forêt",
        "date": "2016-04-05",
    }


def test_keys_in_the_cells_of_a_table():
    rows = [
        ["Réunion de chantier n°3"],
        ["Lieu :", "Mairie de Lormoy"],
        ["Date :", "5 avril 2016"],
        ["Heure :", "14h00"],
    ]
    blocks = tuple(
        Block(text, cell=Cell(0, row, column, 4, 2))
        for row, cells in enumerate(rows)
        for column, text in enumerate(cells)
    )
    assert read(SourceDocument("minutes", "docx", blocks)) == {
        "title": "Réunion de chantier n°3",
        "date": "2016-04-05",
        "start_time": "14:00",
        "place": "Mairie de Lormoy",
    }


def test_evidence_quotes_the_text():
    source = from_text(
        "Conseil municipal de Lormoy\nSéance du 5 avril 2016 à 20h30\nPrésents : Odile Ferrandin"
    )
    meeting = read_meeting(DocumentRows(source)).meeting
    quotes = {field: source.text[where.start : where.end] for field, where in meeting.evidence.items()}
    assert quotes == {
        "title": "Conseil municipal de Lormoy",
        "body": "Conseil municipal de Lormoy",
        "date": "5 avril 2016",
        "start_time": "20h30",
    }


def test_the_stage_works_on_plain_text():
    nlp = spacy.blank("fr")
    nlp.add_pipe("crparse_meeting")
    doc = nlp("Conseil municipal de Lormoy\nSéance du 5 avril 2016")
    assert meeting_of(doc).date == "2016-04-05"


ENDS = {
    "La séance est levée à 21h10.": "21:10",
    "Séance levée 21h10": "21:10",
    "Réunion close 21h10": "21:10",
    "Fin d'AG à 21h10": "21:10",
    "Fin du conseil : 21h10": "21:10",
    "Fin de la séance 21h10": "21:10",
    "La séance sera levée à 21h10 au plus tard.": None,
    "La réunion devra être close à 21h10.": None,
    "La séance est levée à 0h20.": "00:20",
    # not after the beginning
    "La séance est levée à 18h30.": None,
    "La séance est levée à 9h10.": None,
}


@pytest.mark.parametrize(("line", "end"), ENDS.items(), ids=ENDS.keys())
def test_the_end_of_the_meeting(line, end):
    text = f"Conseil municipal de Lormoy\nSéance du 5 avril 2016 à 18h30\nPrésents : Odile Ferrandin\n{line}"
    assert read(from_text(text)).get("end_time") == end


def test_an_end_before_the_beginning_leaves_a_caveat():
    text = "Bureau de Lormoy\nRéunion du 5 avril 2016 à 18h30\nPrésents : Odile Ferrandin\nFin : 17h30"
    nlp = spacy.blank("fr")
    nlp.add_pipe("crparse_meeting")
    doc = nlp(text)
    assert meeting_of(doc).end_time is None
    message = "The end (17:30) is not after the beginning (18:30): none is given."
    assert [(d.code, d.message) for d in caveats_of(doc)] == [("end_before_start", message)]


def test_a_slot_of_a_programme_is_not_the_end():
    text = "COTECH Haies\nDu 21.04.2023\n09h00 – 09h30\nAccueil\n09h30 – 10h15\nCadrage"
    found = read(from_text(text))
    assert (found.get("start_time"), found.get("end_time")) == ("09:00", None)
    assert read(from_text("COTECH Haies\nDu 21.04.2023\n09h00 – 12h30\nAccueil"))["end_time"] == "12:30"


PLACES = {
    # beside another key of the line
    "Lieu : mairie de Lormoy Horaire : 18 h": "mairie de Lormoy",
    "Lieu : visioconférence Rédacteur :": "visioconférence",
    "Date : 5 avril 2016 | Lieu : foyer rural | Durée : 2 h": "foyer rural",
    # the key and the place on lines of their own
    "Lieu de réunion\n3 rue du Four 77250 Lormoy": "3 rue du Four 77250 Lormoy",
    "Lieu\nLa Grange": "La Grange",
    "Lieu de vie\nLa Grange": None,
    # a name behind the day
    "Réunion du 5 avril 2016 – Lormoy": "Lormoy",
    "Réunion du 5 avril 2016, La Grange, 16h – 19h": "La Grange",
    "Réunion du 5 avril 2016 à Lormoy-sur-Orvanne": "Lormoy-sur-Orvanne",
    "Réunion du 5 avril 2016 chez Odile": "Odile",
    "Réunion du 5 avril 2016 – Ordinaire": None,
    "Réunion du 5 avril 2016 – Version provisoire": None,
    "Réunion du 5 avril 2016, Bureau élargi": None,
    "Réunion du 5 avril 2016 – Mme Odile Ferrandin": None,
    # before the day
    "Salle des fêtes de Lormoy, le mardi 5 avril 2016": "Salle des fêtes de Lormoy",
    # in a sentence
    "Le 5 avril 2016, à Lormoy, les fondateurs du club « Les Grillons » se sont réunis.": "Lormoy",
    "Le 5 avril 2016, à Lormoy, se sont réunis les fondateurs.": "Lormoy",
    "Le 5 avril 2016, dans la salle B2, les membres se sont réunis.": "salle B2",
    "Ils se sont réunis le 5 avril 2016 dans la salle Verte, au 12 rue du Four, 77250 Lormoy.": (
        "salle Verte, au 12 rue du Four, 77250 Lormoy"
    ),
    "Ils se sont réunis le 5 avril 2016 dans la salle Verte, à 12 heures.": "salle Verte",
    "Les conditions étant réunies, le maire montre à l'État son engagement.": None,
    "Lieu de réunion\nPour ses réunions, le club a accès à la grange que la commune lui prête. Une demande "
    "est en cours auprès de la mairie pour la convention de prêt de la salle du haut.": None,
    "À Lormoy, la prochaine réunion est prévue.": None,
    "Réunis le 5 avril 2016, ils ont décidé à l'unanimité des principes suivants": None,
    "La campagne aura lieu du 18 janvier au 17 février.": None,
    "Les membres se sont réunis à l'occasion de la fête.": None,
}


@pytest.mark.parametrize(("lines", "place"), PLACES.items(), ids=PLACES.keys())
def test_places(lines, place):
    assert read(from_text(f"Compte rendu du GT Forêt\n{lines}")).get("place") == place


ASSEMBLIES = {
    "a running header that is a letterhead": (
        ("Amicale du Four de Lormoy",),
        "",
        "Amicale du Four de Lormoy",
    ),
    "one that is a name": (("Les Grillons", "3 rue du Four"), "", "Les Grillons"),
    "no name: an address": (("3 rue du Four", "Les Grillons"), "", "assemblée générale"),
    "no name: the kind of document": (("Procès-verbal", "Les Grillons"), "", "assemblée générale"),
    "members of a kind": (
        (),
        "Les membres actifs de l'association Les Grillons.",
        "association Les Grillons",
    ),
    "and of another": ((), "Les membres votants de l'amicale Les Grillons.", "amicale Les Grillons"),
}


@pytest.mark.parametrize(("headers", "line", "body"), ASSEMBLIES.values(), ids=ASSEMBLIES.keys())
def test_whose_assembly(headers, line, body):
    blocks = [Block("Procès-verbal de l'assemblée générale du 5 avril 2016"), Block(line)]
    furniture = tuple(Block(text, kind=Kind.HEADER) for text in headers)
    source = SourceDocument("minutes", "pdf", tuple(blocks), furniture=furniture)
    assert read(source).get("body") == body


@pytest.mark.parametrize("misspelt", ["assemblée", "asemblée", "assemble", "assembllée"])
def test_a_misspelt_assembly(misspelt):
    text = f"Compte rendu de l'{misspelt} générale des Grillons\nPrésents : Odile Ferrandin"
    assert read(from_text(text))["body"] == "Grillons"


BROKEN = {
    "Procès-verbal de la réunion du conseil\nd'administration du\nCercle des Aulnes\nde\nLormoy": (
        "conseil d'administration du Cercle des Aulnes de Lormoy"
    ),
    "Compte rendu du bureau de\nl'Amicale du Four": "bureau de l'Amicale du Four",
    "Compte rendu du comité de suivi\ndu 5 avril 2016": "comité de suivi",
    "Compte rendu du comité de suivi du\n5 avril 2016": "comité de suivi",
    "Compte rendu du comité de suivi\nLormoy": "comité de suivi",
}


@pytest.mark.parametrize(("lines", "body"), BROKEN.items(), ids=BROKEN.keys())
def test_a_body_over_the_lines_of_a_title(lines, body):
    text = f"{lines}\nPrésents : Odile Ferrandin\nLe budget est présenté."
    assert read(from_text(text)).get("body") == body


NAMED_ELSEWHERE = {
    "the sentence gives the name": (
        "Compte rendu du comité de suivi\nLe comité de suivi Trame verte a eu lieu en mairie.",
        "comité de suivi Trame verte",
    ),
    "the sentence gives none": (
        "Compte rendu du comité de suivi\nLe comité de suivi a eu lieu en mairie.",
        "comité de suivi",
    ),
    "after a parenthesis": ("Réunion (vidéo) Grand Lormoy du 5 avril 2016", "Grand Lormoy"),
}


@pytest.mark.parametrize(("lines", "body"), NAMED_ELSEWHERE.values(), ids=NAMED_ELSEWHERE.keys())
def test_a_body_that_is_named_elsewhere(lines, body):
    assert read(from_text(f"{lines}\nPrésents : Odile Ferrandin")).get("body") == body


def test_a_running_header_that_begins_with_the_meeting_names_the_body():
    header = Block("Séance du conseil municipal de Lormoy", kind=Kind.HEADER)
    source = SourceDocument("minutes", "pdf", (Block("Séance du 5 avril 2016"),), furniture=(header,))
    assert read(source)["body"] == "conseil municipal de Lormoy"
