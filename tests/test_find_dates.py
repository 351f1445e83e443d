"""Every date of a text, seen from Tuesday 5 April 2016: (printed, kind, EDTF, value, when), whole lists."""

import time
from datetime import date

import pytest

import crparse
from crparse import FoundDate

Told = tuple[str, str, str | None, str | None, str | None]


def told(text: str, reference: str | date | None = "2016-04-05") -> list[Told]:
    found = crparse.find_dates(text, reference)
    assert all(text[one.start : one.end] == one.text for one in found)
    return [(one.text, one.kind, one.edtf, one.value, one.when) for one in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("le 5 mai 2016", [("5 mai 2016", "day", "2016-05-05", "2016-05-05", "upcoming")]),
        ("le 5 mai", [("5 mai", "day", "XXXX-05-05", "2016-05-05", "upcoming")]),
        ("le 5 avril 2016", [("5 avril 2016", "day", "2016-04-05", "2016-04-05", "reference")]),
        ("le 5 mars 2016", [("5 mars 2016", "day", "2016-03-05", "2016-03-05", "past")]),
        (
            "Vacances : mai-juin 2016",
            [("mai-juin 2016", "range", "2016-05/2016-06", "2016-05/2016-06", "upcoming")],
        ),
        (
            "le 12 mars-mai 2016",
            [
                ("12 mars", "day", "XXXX-03-12", "2016-03-12", "past"),
                ("mai 2016", "month", "2016-05", "2016-05", "upcoming"),
            ],
        ),
        # the sentence tells of the past, or of what comes
        ("Elle s'est réunie le 14 mars.", [("14 mars", "day", "XXXX-03-14", "2016-03-14", "past")]),
        ("Elle se tiendra le 14 mars.", [("14 mars", "day", "XXXX-03-14", "2017-03-14", "upcoming")]),
        ("Vu le 5 janv. dernier", [("5 janv.", "day", "XXXX-01-05", "2016-01-05", "past")]),
        # the weekday tells the year: 15 March 2016 was a Tuesday, 15 March 2017 a Wednesday
        ("mardi 15 mars", [("mardi 15 mars", "day", "XXXX-03-15", "2016-03-15", "past")]),
        ("mercredi 15 mars", [("mercredi 15 mars", "day", "XXXX-03-15", "2017-03-15", "upcoming")]),
        (
            "du 3 au 5 juin 2016",
            [
                (
                    "3 au 5 juin 2016",
                    "range",
                    "2016-06-03/2016-06-05",
                    "2016-06-03/2016-06-05",
                    "upcoming",
                )
            ],
        ),
        (
            "du 4 au 7 avril",
            [("4 au 7 avril", "range", "XXXX-04-04/XXXX-04-07", "2016-04-04/2016-04-07", "reference")],
        ),
        (
            "Le stage a eu lieu du 28 au 30 mars.",
            [("28 au 30 mars", "range", "XXXX-03-28/XXXX-03-30", "2016-03-28/2016-03-30", "past")],
        ),
        ("demain", [("demain", "day", "2016-04-06", "2016-04-06", "upcoming")]),
        ("hier", [("hier", "day", "2016-04-04", "2016-04-04", "past")]),
        (
            "la semaine prochaine",
            [("la semaine prochaine", "range", "2016-W15", "2016-W15", "upcoming")],
        ),
        ("Il y a trois ans", [("Il y a trois ans", "year", "2013", "2013", "past")]),
        ("le cahier", []),
        ("en mai 2017", [("mai 2017", "month", "2017-05", "2017-05", "upcoming")]),
        ("fin mai", [("mai", "month", "XXXX-05", "2016-05", "upcoming")]),
        ("courant avril", [("avril", "month", "XXXX-04", "2016-04", "reference")]),
        ("Il a été vendu en mai.", [("mai", "month", "XXXX-05", "2015-05", "past")]),
        ("05/2017", [("05/2017", "month", "2017-05", "2017-05", "upcoming")]),
        (
            "de novembre à mars 2015",
            [("novembre à mars 2015", "range", "2014-11/2015-03", "2014-11/2015-03", "past")],
        ),
        ("d'octobre à mai", [("octobre à mai", "range", "XXXX-10/XXXX-05", "2015-10/2016-05", "reference")]),
        ("Le budget 2017", [("2017", "year", "2017", "2017", "upcoming")]),
        (
            "en 2015 et 2016",
            [("2015", "year", "2015", "2015", "past"), ("2016", "year", "2016", "2016", "reference")],
        ),
        ("la saison 2016-2017", [("2016-2017", "range", "2016/2017", "2016/2017", "reference")]),
        (
            "le 5 mai à 18 h 30",
            [
                ("5 mai", "day", "XXXX-05-05", "2016-05-05", "upcoming"),
                ("18 h 30", "hour", "2016-05-05T18:30:00", "2016-05-05T18:30", "upcoming"),
            ],
        ),
        ("La séance est levée à 20h.", [("20h", "hour", None, "T20:00", None)]),
        (
            "Les 22 juin et 8 octobre à 9h30",
            [
                ("22 juin", "day", "XXXX-06-22", "2016-06-22", "upcoming"),
                ("8 octobre", "day", "XXXX-10-08", "2016-10-08", "upcoming"),
                ("9h30", "hour", None, "T09:30", None),
            ],
        ),
        (
            "Réunion du 12/03/2016\nProchaine réunion : jeudi 5 mai",
            [
                ("12/03/2016", "day", "2016-03-12", "2016-03-12", "past"),
                ("jeudi 5 mai", "day", "XXXX-05-05", "2016-05-05", "upcoming"),
            ],
        ),
    ],
)
def test_dates_of_a_text(text: str, expected: list[Told]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Il manque 2016 euros, soit 2500 en tout.",
        "Un devis pour 2016 euros et pour 1950 €",
        "Avril Delorme et Mars ont voté.",
        "CR_GT_2016-05-12.docx",
        "https://exemple.fr/agenda/2016-05-12",
        "Les 3/4 des membres viennent (durée : 7 h).",
        "le 31 février 2016",
        "la loi 2016-483",
        "avenant n° 03/2016",
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert told(text) == []


HIER = ("hier", "day", "2016-04-04", "past")

NEWS: list[tuple[str, list[tuple[str, str, str, str | None]]]] = [
    # weekdays and parts of day, as the tense tells
    ("Le maire a reçu les parents jeudi soir.", [("jeudi soir", "day", "2016-03-31", "past")]),
    ("Le maire recevra les parents jeudi soir.", [("jeudi soir", "day", "2016-04-07", "upcoming")]),
    ("Elle a parlé mardi.", [("mardi", "day", "2016-04-05", "reference")]),
    ("Mercredi prochain, le four ferme.", [("Mercredi prochain", "day", "2016-04-13", "upcoming")]),
    ("Lundi dernier, il neigeait.", [("Lundi dernier", "day", "2016-03-28", "past")]),
    ("Le lundi, le mardi et tous les jeudis, la halle ouvre.", []),
    ("Il viendra le mardi 12.", [("mardi 12", "day", "2016-04-12", "upcoming")]),
    ("Il est venu le mardi 29.", [("mardi 29", "day", "2016-03-29", "past")]),
    (
        "Dans la nuit de samedi à dimanche, le four a brûlé.",
        [("samedi à dimanche", "range", "2016-04-02/2016-04-03", "past")],
    ),
    (
        "Le tournoi se jouera samedi et dimanche.",
        [("samedi et dimanche", "range", "2016-04-09/2016-04-10", "upcoming")],
    ),
    ("Le loto aura lieu ce week-end.", [("ce week-end", "range", "2016-04-09/2016-04-10", "upcoming")]),
    ("Le loto a eu lieu ce week-end.", [("ce week-end", "range", "2016-04-02/2016-04-03", "past")]),
    (
        "La grève commencera lundi à midi.",
        [("lundi", "day", "2016-04-11", "upcoming"), ("midi", "hour", "2016-04-11T12:00", "upcoming")],
    ),
    (
        "Samedi de 9 h à 12 h, la halle ouvrira.",
        [
            ("Samedi", "day", "2016-04-09", "upcoming"),
            ("9 h", "hour", "2016-04-09T09:00", "upcoming"),
            ("12 h", "hour", "2016-04-09T12:00", "upcoming"),
        ],
    ),
    # so long ago, or ahead
    ("Il y a quinze jours, la mairie fermait.", [("Il y a quinze jours", "day", "2016-03-22", "past")]),
    ("Voici dix jours, le pont a cédé.", [("Voici dix jours", "day", "2016-03-26", "past")]),
    ("Le dossier traîne depuis dix ans.", [("depuis dix ans", "year", "2006", "past")]),
    ("Le jury tranchera dans trois semaines.", [("dans trois semaines", "range", "2016-W17", "upcoming")]),
    ("Trois jours plus tard, il était guéri.", []),
    ("Il y a dix ans de retard.", []),
    # the year of a day or a month, as the tense tells
    ("Le concert, prévu le 2 avril, est annulé.", [("2 avril", "day", "2016-04-02", "past")]),
    ("Le four, bâti en octobre, durera deux ans.", [("octobre", "month", "2015-10", "past")]),
    ("La foire d'avril a plu.", [("avril", "month", "2016-04", "reference")]),
    ("Le 4 août 1789, la nuit fut longue.", [("4 août 1789", "day", "1789-08-04", "past")]),
    ("Place du 8-Mai, on vend des crêpes.", []),
    # seasons, quarters, halves
    ("Au printemps 2015, le lac débordait.", [("printemps 2015", "season", "2015-21", "past")]),
    ("L'hiver dernier, le lac avait gelé.", [("hiver dernier", "season", "2015-24", "past")]),
    ("Le musée rouvrira à l'automne.", [("automne", "season", "2016-23", "upcoming")]),
    ("Il a été élu.", []),
    (
        "Au troisième trimestre 2015, tout a baissé.",
        [("troisième trimestre 2015", "range", "2015-07/2015-09", "past")],
    ),
    (
        "La première quinzaine de mai sera belle.",
        [("première quinzaine de mai", "range", "2016-05-01/2016-05-15", "upcoming")],
    ),
    # years, decades, centuries
    ("Né en 1954, il vit ici.", [("1954", "year", "1954", "past")]),
    ("Le prix Lormoy 2016 est remis.", [("2016", "year", "2016", "reference")]),
    ("De 2008 à 2012, elle a dirigé.", [("2008 à 2012", "range", "2008/2012", "past")]),
    ("Entre 2010 et 2014, tout a doublé.", [("2010 et 2014", "range", "2010/2014", "past")]),
    ("La chapelle date de 1650.", [("1650", "year", "1650", "past")]),
    ("En mai 68, on chantait.", [("mai 68", "month", "1968-05", "past")]),
    ("Il mourut en mil neuf cent nonante-trois.", [("mil neuf cent nonante-trois", "year", "1993", "past")]),
    ("Les années 80 ont passé.", [("années 80", "range", "1980/1989", "past")]),
    ("Au XIXe siècle, on tissait.", [("XIXe siècle", "range", "1801/1900", "past")]),
    ("Le village compte 1950 habitants, page 2014.", []),
    ("De 1 980 à 2 016 euros pour 2016 personnes.", []),
    ("En 40 après Jésus-Christ, un camp y fut bâti.", []),
    # feasts
    ("Le four fermera à Pâques.", [("Pâques", "day", "2017-04-16", "upcoming")]),
    ("Noël 2015 fut doux.", [("Noël 2015", "day", "2015-12-25", "past")]),
    ("Le marché de Noël plaît.", []),
    ("Nous ouvrirons le 3 mars, a dit hier le maire.", [("3 mars", "day", "2017-03-03", "upcoming"), HIER]),
    ("La directive 2014/24/UE est lue.", []),
    (
        "Sur les deux premiers trimestres de 2015, tout a plu.",
        [("deux premiers trimestres de 2015", "range", "2015-01/2015-06", "past")],
    ),
    (
        "Les mariages de mai et juin 2015 ont plu.",
        [("mai", "month", "2015-05", "past"), ("juin 2015", "month", "2015-06", "past")],
    ),
    ("L'ouverture est repoussée à 2020.", [("2020", "year", "2020", "upcoming")]),
    ("Au 12, rue Jeudi, il a 2014 fours.", []),
    (
        "Le tournoi se jouera samedi et dimanche à 14 h.",
        [
            ("samedi et dimanche", "range", "2016-04-09/2016-04-10", "upcoming"),
            ("14 h", "hour", "T14:00", None),
        ],
    ),
    # lengths of time are no hours
    ("Il a couru en tête 1 h 58 min.", []),
    ("Après six heures de débat, le texte a plu.", []),
    ("Le magasin est ouvert du lundi au samedi.", []),
]


@pytest.mark.parametrize(("text", "expected"), NEWS)
def test_dates_as_newspapers_tell_them(text: str, expected: list[tuple[str, str, str, str | None]]) -> None:
    assert [(printed, kind, value, when) for printed, kind, _, value, when in told(text)] == expected


def test_without_a_reference_what_is_printed_alone_is_known() -> None:
    assert told("le 5 mai à 18 h, demain, le 7 mai 2016, en juin et en 2017", None) == [
        ("5 mai", "day", "XXXX-05-05", None, None),
        ("18 h", "hour", None, "T18:00", None),
        ("7 mai 2016", "day", "2016-05-07", "2016-05-07", None),
        ("juin", "month", "XXXX-06", None, None),
        ("2017", "year", "2017", "2017", None),
    ]


def test_without_a_reference_a_season_or_a_quarter_is_known_by_its_year() -> None:
    assert told("à l'automne, au printemps 2015, au deuxième trimestre, dans les années 80", None) == [
        ("automne", "season", "XXXX-23", None, None),
        ("printemps 2015", "season", "2015-21", "2015-21", None),
        ("deuxième trimestre", "range", "XXXX-04/XXXX-06", None, None),
        ("années 80", "range", "1980/1989", "1980/1989", None),
    ]


def test_the_reference_may_be_a_date() -> None:
    assert told("demain", date(2016, 4, 5)) == told("demain", "2016-04-05")
    with pytest.raises(ValueError, match="isoformat"):
        crparse.find_dates("demain", "5 avril 2016")


def test_what_is_found_does_not_change() -> None:
    found = crparse.find_dates("le 5 mai 2016")
    assert found == [FoundDate(3, 13, "5 mai 2016", "day", "2016-05-05", "2016-05-05", None)]
    with pytest.raises(AttributeError):
        found[0].kind = "month"  # type: ignore[misc]


SQUARE = 16
"""Times as long that four times the dates would take where each is compared with each; in proportion 4."""

EACH = "le 7 mai 2016 à 18 h ; juin 2017 ; "
TOLD = "jeudi dernier, mardi 12 et il y a dix jours, en mars, au printemps, en 1954, il a plu ; "


@pytest.mark.parametrize(("said", "dates"), [(EACH, 3), (TOLD, 6)], ids=["printed", "told"])
def test_time_grows_in_proportion_to_the_dates_of_a_line(said: str, dates: int) -> None:
    def seconds(times: int) -> float:
        start = time.process_time()
        assert len(crparse.find_dates(said * times, "2016-04-05")) == dates * times
        return time.process_time() - start

    seconds(10)
    # The quickest of two: beside other work the same lines take up to twice the time.
    many, few = (min(seconds(times) for _ in range(2)) for times in (1_200, 300))
    assert many < 0.6 * SQUARE * few
