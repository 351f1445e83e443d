"""Upcoming dates of a meeting on Tuesday 5 April 2016: (date, end, time), whole lists."""

from collections.abc import Callable

import pytest
from spacy.language import Language

from crparse.document.items import get_items, set_items, set_meeting
from crparse.pipeline import make_doc
from crparse.record import Meeting, Section, UpcomingDate
from crparse.source import Block, Cell, Kind, SourceDocument, from_text


@pytest.fixture(scope="module")
def nlp(french_with: Callable[..., Language]) -> Language:
    return french_with("crparse_sentences", "crparse_dates")


def found(
    nlp: Language, text: str | SourceDocument, day: str | None = "2016-04-05", heading: str | None = None
) -> list[UpcomingDate]:
    """What a text announces; `heading` is what all of it stands under."""
    source = from_text(text) if isinstance(text, str) else text
    doc = make_doc(nlp, source)
    if heading:
        end = len(source.text)
        section = Section(
            start=0, end=1, rule="layout:style", id="s1", level=1, title=heading, body_start=0, body_end=end
        )
        set_items(doc, "sections", [section])
    set_meeting(doc, Meeting(date=day))
    items = get_items(nlp(doc), "upcoming_dates", UpcomingDate)
    assert all(" ".join(source.text[i.start : i.end].split()) == i.quote for i in items)
    return items


def days(items: list[UpcomingDate]) -> list[tuple[str | None, ...]]:
    return [(i.date, i.end_date, i.time) for i in items]


def table(*rows: tuple[str, ...]) -> SourceDocument:
    return SourceDocument(
        "t",
        "txt",
        tuple(
            Block(text, cell=Cell(0, i, j, len(rows), len(row)))
            for i, row in enumerate(rows)
            for j, text in enumerate(row)
        ),
    )


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Prochaine réunion : le 5 mai à 18h", [("2016-05-05", None, "18:00")]),
        ("Permanence de 9 h à 12 h le samedi 7 mai.", [("2016-05-07", None, "09:00")]),
        ("Le bureau se réunira jeudi en huit à 8 heures du soir.", [("2016-04-14", None, "20:00")]),
        ("Une réunion est fixée au 5 du mois prochain.", [("2016-05-05", None, None)]),
        ("Le bal aura lieu le lundi de Pentecôte à minuit.", [("2016-05-16", None, "00:00")]),
        ("Bal : 12-15 mai", [("2016-05-12", "2016-05-15", None)]),
        ("Prochaine réunion le jeudi 5 mai 2016 à 18 h 30.", [("2016-05-05", None, "18:30")]),
        ("Date de la prochaine réunion : 05/05/2016 de 9h30 à 12h30", [("2016-05-05", None, "09:30")]),
        ("Le prochain conseil aura lieu jeudi 05/05 (20h).", [("2016-05-05", None, "20:00")]),
        ("RDV à 14h00 samedi 7 mai devant la mairie", [("2016-05-07", None, "14:00")]),
        (
            "Prochaines réunions : 22 juin, 16 septembre et 8 octobre 2016 à 9h30 (en visio)",
            [
                ("2016-06-22", None, "09:30"),
                ("2016-09-16", None, "09:30"),
                ("2016-10-08", None, "09:30"),
            ],
        ),
        ("Le stage se tiendra du 3 au 5 juin.", [("2016-06-03", "2016-06-05", None)]),
        ("Le festival aura lieu les 4 et 5 mai.", [("2016-05-04", "2016-05-05", None)]),
        ("Permanences les 4 et 18 mai", [("2016-05-04", None, None), ("2016-05-18", None, None)]),
        ("Le vote se déroulerait les 27, 28 et 29 mai.", [("2016-05-27", "2016-05-29", None)]),
        ("La mairie sera fermée du 26 décembre au 2 janvier 2017.", [("2016-12-26", "2017-01-02", None)]),
        ("Les inscriptions sont ouvertes jusqu'au 1er juin.", [("2016-06-01", None, None)]),
        ("Les dossiers sont à rendre avant le 30 avril.", [("2016-04-30", None, None)]),
        ("Début des travaux à compter du lundi 2 mai", [("2016-05-02", None, None)]),
        ("Les tarifs s'appliqueront au 1er janvier 2017.", [("2017-01-01", None, None)]),
        ("Les travaux commencent demain.", [("2016-04-06", None, None)]),
        ("La commission se réunira jeudi prochain à 20h.", [("2016-04-07", None, "20:00")]),
        ("La réunion aura lieu le lundi 11 à 18h.", [("2016-04-11", None, "18:00")]),
        ("Prochaine réunion : mercredi après-midi", [("2016-04-06", None, None)]),
        ("La prochaine séance a lieu vendredi à 14 h.", [("2016-04-08", None, "14:00")]),
        ("Prochaine réunion : mercredi 13", [("2016-04-13", None, None)]),
        ("Prochaine réunion : mercredi ou jeudi", []),
        ("Prochaine réunion : premier mercredi de mai", []),
        ("À Brède, le 12 avril 2016, la halle ouvre.", [("2016-04-12", None, None)]),
        ("Prochaines dates :\nÀ Brède, le 12 avril 2016", [("2016-04-12", None, None)]),
        ("Fermeture de la Mairie le samedi 26 décembre", [("2016-12-26", None, None)]),
        (
            "Prochaines réunions : 03/05, 10/05 et 17/05",
            [("2016-05-03", None, None), ("2016-05-10", None, None), ("2016-05-17", None, None)],
        ),
        ("RDV le 26/4 à 17h", [("2016-04-26", None, "17:00")]),
        ("Congés de printemps (16/04 - 01/05)", [("2016-04-16", "2016-05-01", None)]),
        ("Stage du vendredi 15 avril à 14h au dimanche 17 avril", [("2016-04-15", "2016-04-17", "14:00")]),
        ("Nuit du conte dans la nuit du 1er / 2 mai à 20h30", [("2016-05-01", "2016-05-02", "20:30")]),
        ("Nuit du conte du 1^(er) au 2 mai", [("2016-05-01", "2016-05-02", None)]),
        ("Ce 30 avril, le club arrive à Brède, que la mairie a prêtée.", [("2016-04-30", None, None)]),
        (
            "Ce 30 avril, le club tient un stand au marché de Brède, entre 9H et 14h.",
            [("2016-04-30", None, "09:00")],
        ),
        # the printed year of a coming meeting is a misprint
        ("La prochaine réunion est fixée au 12 janvier 2016.", [("2017-01-12", None, None)]),
    ],
)
def test_announced(nlp, sentence, expected):
    if sentence.startswith("Fermeture"):
        assert days(found(nlp, sentence)) == []  # too far ahead without a year or a cue
        assert days(found(nlp, sentence, "2016-11-17")) == expected
    else:
        assert days(found(nlp, sentence)) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "Compte rendu de la réunion du 5 avril 2016",
        "Le 5 avril 2016 à 20 heures, le conseil s'est réuni.",
        "Date de convocation : 29 mars 2016",
        "La commission s'est réunie le 14 mars.",
        "La fête des lavoirs a eu lieu le 12 juin dernier.",
        "Le procès-verbal du 11 mai est approuvé.",
        "Vu la loi du 2 mars 1982",
        "L'arrêté du 12 mai fixe les règles.",
        "Mise à jour du 26/05 : rien à signaler",
        "Fait à Brède, le 12 avril 2016",
        "À Brède, le 12 avril 2016",
        "À Brède-le-Four, le mardi 12/04/2016.",
        "Affiché le 8 avril 2016",
        "Reçu en préfecture le 9 avril 2016",
        "CR_GT_2016-05-12.docx",
        "https://exemple.fr/agenda/2016-05-12",
        "2016-05-12T12:07:15",
        "Le rapport est attendu pour la mi-mai.",
        "Elle est payée de mars à mai 2016.",
        "Hébergement (02/04/2015 au 02/05/2016) : 15 €",
        "Les 3/4 des membres viennent.",
        "La mairie a prêté le four ce 2 avril.",
    ],
)
def test_not_announced(nlp, sentence):
    assert days(found(nlp, sentence)) == []


@pytest.mark.parametrize(
    "line",
    [
        "Le four date du 12 mai 1742.",
        "Le bail court du 1er mai 1742 au 31 mai 1743, puis le hameau est vendu.",
        "La charte (22 septembre 1792) est au musée.",
        "En 1564, un édit dit que la foire se tient le 1er mai.",
        "Au cours de l'année 2015, le club tient son stand le 14 juillet.",
    ],
)
def test_days_of_earlier_years(nlp, line):
    assert days(found(nlp, line)) == []


def test_a_number_behind_a_day_that_is_no_year(nlp):
    assert days(found(nlp, "Prochaine fête le 12 mai 1200 personnes attendues")) == [
        ("2016-05-12", None, None)
    ]
    assert days(found(nlp, "La foire se tient le 12 mai 2016.")) == [("2016-05-12", None, None)]


@pytest.mark.parametrize(
    "closing",
    [
        "le 29 avril 2016\nOdile Ferrandin\tPaul Ruelle\nPrésidente\tTrésorier",
        "Valmont, le 29 avril 2016\nLa secrétaire de séance,\nOdile Ferrandin",
        "Le vendredi 29/04/2016\nLe président",
    ],
)
def test_the_day_of_the_signature(nlp, closing):
    assert days(found(nlp, f"Les nouveaux statuts sont adoptés.\n{closing}")) == []


def test_an_event_over_a_function(nlp):
    text = "La fête du four aura lieu le 29 avril 2016\nPrésidente : Odile Ferrandin"
    assert days(found(nlp, text)) == [("2016-04-29", None, None)]


REPORT = "Rapport d'activité"


@pytest.mark.parametrize(
    ("heading", "line", "expected"),
    [
        (REPORT, "Le 12 mai, le club anime un atelier de vannerie.", []),
        ("Retour sur l'année écoulée", "La fête du four a lieu le 3 juin à Brède.", []),
        ("Bilan moral de la présidente", "24 juin : sortie au lavoir", []),
        (REPORT, "La prochaine sortie a lieu le 12 mai.", [("2016-05-12", None, None)]),
        (REPORT, "Le club animera un atelier le 12 mai.", [("2016-05-12", None, None)]),
        (REPORT, "Les journées 2016 sont tenues les 12 et 13 mai.", [("2016-05-12", "2016-05-13", None)]),
        (f"{REPORT} et perspectives", "La fête du four a lieu le 3 juin.", [("2016-06-03", None, None)]),
        ("Sorties", "La fête du four a lieu le 3 juin.", [("2016-06-03", None, None)]),
    ],
)
def test_days_of_the_report_of_a_year_that_is_over(nlp, heading, line, expected):
    assert days(found(nlp, line, heading=heading)) == expected


def test_the_last_of_a_list_of_dates_to_come(nlp):
    text = "5 mai 2016 : Bal\nDernière permanence le lundi 4 juillet 2016"
    assert days(found(nlp, text, heading="Prochaines dates")) == [
        ("2016-05-05", None, None),
        ("2016-07-04", None, None),
    ]


def test_tomorrow_as_an_idiom(nlp):
    assert days(found(nlp, "La réfection du four, ce n'est pas pour demain !")) == []
    assert days(found(nlp, "La réfection du four commence demain.")) == [("2016-04-06", None, None)]


def test_without_the_meeting_day_only_full_dates_under_such_a_heading(nlp):
    assert days(found(nlp, "Un bal aura lieu le 5 mai 2016.\nVisite le 9 mai", day=None)) == []
    text = "Prochaines dates :\n5 mai 2016 à 18h : Bal\n9 mai : Visite"
    assert days(found(nlp, text, day=None)) == [("2016-05-05", None, "18:00")]


def test_hours_that_are_lengths_of_time(nlp):
    assert days(found(nlp, "L'atelier du 12 mai sera long (durée : 7 h).")) == [("2016-05-12", None, None)]
    assert days(found(nlp, "Atelier le 12 mai 2016 (2 h)")) == [("2016-05-12", None, None)]


def test_a_list_below_its_heading(nlp):
    text = "Prochaines dates\n31 mai à 9h30 : Fête du pain\n7 juin : Visite du moulin\n5 avril 2017 : Forum"
    items = found(nlp, text)
    assert [(i.date, i.time, i.label) for i in items] == [
        ("2016-05-31", "09:30", "Fête du pain"),
        ("2016-06-07", None, "Visite du moulin"),
        ("2017-04-05", None, "Forum"),
    ]


def test_a_table_of_dates(nlp):
    items = found(nlp, table(("Date", "Événement"), ("12 mai", "Portes ouvertes"), ("12 mai", "Bal du soir")))
    assert [(i.date, i.label) for i in items] == [
        ("2016-05-12", "Portes ouvertes"),
        ("2016-05-12", "Bal du soir"),
    ]


def test_a_table_with_the_hour_in_its_own_cell(nlp):
    rows = (
        ("Date", "Heure", "Événement"),
        ("12 mai", "18 h", "Bal"),
        ("14 mai", "2 h de visite du four", "Visite"),
    )
    assert days(found(nlp, table(*rows))) == [("2016-05-12", None, "18:00"), ("2016-05-14", None, None)]


def test_a_table_of_versions(nlp):
    assert found(nlp, table(("Première version du compte-rendu", "12/04/2016", "Zoé Lamarre"))) == []
    assert found(nlp, table(("Date", "Auteur"), ("12/04/2016", "Zoé Lamarre"))) == []


def test_labels(nlp):
    def label(text: str) -> str | None:
        return found(nlp, text)[0].label

    assert label("Prochaine réunion : le 5 mai à 18h") == "Prochaine réunion"
    assert label("Journées du patrimoine (9 mai)") == "Journées du patrimoine"
    assert label("Le 12 mai à 10h : visite du moulin") == "visite du moulin"
    assert label("La fête du four est prévue le 12 mai 2016 à 14h.") == "La fête du four"


def test_an_event_printed_twice_is_one(nlp):
    text = "La visite du moulin aura lieu le 12 mai.\nVisite du moulin : jeudi 12 mai à 10h"
    assert days(found(nlp, text)) == [("2016-05-12", None, "10:00")]


def test_running_headers_announce_nothing(nlp):
    blocks = (Block("Compte rendu"), Block("Version du 12/05/2016 - Page 1", Kind.FOOTER))
    assert found(nlp, SourceDocument("t", "txt", blocks)) == []


@pytest.mark.parametrize(
    ("sentence", "hours"),
    [
        ("Prochaine réunion : le 5 mai de 18 h à 20 h 30.", ("18:00", "20:30")),
        ("Permanence de 9 h à 12 h le samedi 7 mai.", ("09:00", "12:00")),
        ("Atelier samedi 7 mai entre 14 h et 17 h.", ("14:00", "17:00")),
        ("Réunion le 7 mai, 10h - 12h, en mairie", ("10:00", "12:00")),
        ("Portes ouvertes le 7 mai de 9h30 à 12h00 puis de 14h00 à 17h00.", ("09:30", "17:00")),
        ("Réunions le 7 mai à 18 h et 20 h.", ("18:00", None)),
        ("Prochaine réunion : le 5 mai à 18 h.", ("18:00", None)),
        ("Prochaine réunion le 5 mai.", (None, None)),
    ],
)
def test_the_end_of_a_stretch_of_hours_is_kept(nlp, sentence, hours):
    assert [(d.time, d.end_time) for d in found(nlp, sentence)] == [hours]


def test_hours_in_a_cell_of_their_own_have_their_end(nlp):
    (of_row,) = found(nlp, table(("Date", "Heure", "Événement"), ("12 mai", "18 h - 20 h", "Bal")))
    assert (of_row.time, of_row.end_time) == ("18:00", "20:00")
