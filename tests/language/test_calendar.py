from datetime import date

import pytest

from crparse.language.calendar import PrintedDay, find_days, find_hours, worded_number


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("le 05/04/2016", [("05/04/2016", "2016-04-05")]),
        ("Réunion du 05.04.16", [("05.04.16", "2016-04-05")]),
        ("5-4-2016", [("5-4-2016", "2016-04-05")]),
        ("CR 2012-11-08", [("2012-11-08", "2012-11-08")]),
        ("20121108_CR", [("20121108", "2012-11-08")]),
        ("mardi 5 avril 2016", [("mardi 5 avril 2016", "2016-04-05")]),
        ("le 1er mai 2020", [("1er mai 2020", "2020-05-01")]),
        ("le 1° mai 2020", [("1° mai 2020", "2020-05-01")]),
        ("au 1‘ mai 2020", [("1‘ mai 2020", "2020-05-01")]),
        ("le 12 mai 1642", [("12 mai 1642", "1642-05-12")]),
        ("27 nov. 2015", [("27 nov. 2015", "2015-11-27")]),
        ("mercredi 4 juillet2012", [("mercredi 4 juillet2012", "2012-07-04")]),
        (
            "L’an deux mil vingt-deux, le vingt et un janvier à vingt heures",
            [("L’an deux mil vingt-deux, le vingt et un janvier", "2022-01-21")],
        ),
        (
            "L’an deux mille vingt-quatre et le mardi neuf avril",
            [("L’an deux mille vingt-quatre et le mardi neuf avril", "2024-04-09")],
        ),
        (
            "le trois mars mil neuf cent quatre-vingt-dix-huit",
            [("trois mars mil neuf cent quatre-vingt-dix-huit", "1998-03-03")],
        ),
        ("les 5 et 6 avril 2016", [("5", "2016-04-05"), ("6 avril 2016", "2016-04-06")]),
        ("du 30 mars au 2 avril 2016", [("30 mars", "2016-03-30"), ("2 avril 2016", "2016-04-02")]),
        ("du 11 au 14 avril 2016", [("11", "2016-04-11"), ("14 avril 2016", "2016-04-14")]),
        ("5-6 avril 2016", [("5", "2016-04-05"), ("6 avril 2016", "2016-04-06")]),
    ],
)
def test_days_with_a_year(text, expected):
    assert [(text[day.start : day.end], day.iso()) for day in find_days(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mardi 5 avril", PrintedDay(0, 13, 5, 4, None, 1)),
        ("le 05/04 à 18h", PrintedDay(3, 8, 5, 4)),
        ("lundi 05/04", PrintedDay(0, 11, 5, 4, None, 0)),
        ("27/02 10h00 à 12h00", PrintedDay(0, 5, 27, 2)),
        ("06/03 : forum", PrintedDay(0, 5, 6, 3)),
        ("Repas (05/04)", PrintedDay(7, 12, 5, 4)),
        ("le 5 avril six élus", PrintedDay(3, 10, 5, 4)),
    ],
)
def test_no_year_printed(text, expected):
    assert find_days(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "05 56 12 34 56",
        "1.2.16 Budget",
        "le 31 février 2012",
        "12/10/2020/5",
        "3/4 des voix",
        "03/04 des voix",
        "article L. 2121-10 du code",
        "avril 2016",
    ],
)
def test_no_day(text):
    assert find_days(text) == []


def test_a_day_without_year_falls_on_or_after_the_reference():
    day = find_days("le 5 avril")[0]
    assert day.on_or_after(date(2016, 4, 5)) == date(2016, 4, 5)
    assert day.on_or_after(date(2016, 4, 6)) == date(2017, 4, 5)
    assert find_days("le 29 février")[0].on_or_after(date(2021, 1, 1)) == date(2024, 2, 29)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("à 20h30.", [("20h30", "20:30")]),
        ("20 heures 30", [("20 heures 30", "20:30")]),
        ("20 heures trente", [("20 heures trente", "20:30")]),
        ("de 18:00 à 20:15", [("18:00", "18:00"), ("20:15", "20:15")]),
        ("9h", [("9h", "09:00")]),
        ("18H00-20H00", [("18H00", "18:00"), ("20H00", "20:00")]),
        ("dix-huit heures et trente minutes", [("dix-huit heures et trente minutes", "18:30")]),
        ("vingt heures et quart", [("vingt heures et quart", "20:15")]),
        ("fin à midi", [("midi", "12:00")]),
    ],
)
def test_hours(text, expected):
    assert [(text[hour.start : hour.end], hour.iso()) for hour in find_hours(text)] == expected


@pytest.mark.parametrize("text", ["dans le Midi", "45 hectares", "12:99", "3,5h"])
def test_no_hour(text):
    assert find_hours(text) == []


def test_number_words():
    assert worded_number("quatre-vingt-dix-neuf") == 99
    assert worded_number("deux mille cent trois") == 2103
