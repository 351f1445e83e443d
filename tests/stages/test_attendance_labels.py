import pytest

from crparse.stages.attendance.labels import LabelKind, is_presiding, read_label

LIST = [
    ("Présents :", "present", ""),
    ("Étaient présents : M. Costey", "present", " M. Costey"),
    ("27 Participants:", "present", ""),
    ("Présent.e.s : Anne", "present", " Anne"),
    ("Présents (Lormoy)", "present", ""),
    ("présents : 28", "present", ""),
    ("Étaient présentes les personnes suivantes :", "present", ""),
    ("Étaient présents Mesdames Roux et Petit", "present", " Mesdames Roux et Petit"),
    ("Assistaient également à la réunion : M. Costey", "present", " M. Costey"),
    ("Membres du conseil municipal présents :", "present", ""),
    ("Excusé·e·s", "excused", ""),
    ("Absents excusés :", "excused", ""),
    ("Absents non excusés : M. Costey", "absent", " M. Costey"),
    ("Absent", "absent", ""),
    ("Ont donné pouvoir : M. Costey à Mme Roux", "represented", " M. Costey à Mme Roux"),
    ("Absents ayant donné procuration :", "represented", ""),
    ("Procurations", "represented", ""),
    ("1. Présences", "present", ""),
    ("1) Membres présents :", "present", ""),
    ("II – Présents", "present", ""),
    ("A. Participants : M. Costey", "present", " M. Costey"),
    ("2.  Absents excusés :", "excused", ""),
]


@pytest.mark.parametrize(("line", "status", "rest"), LIST)
def test_labels_of_lists(line, status, rest):
    label = read_label(line)
    assert label is not None
    assert (label.kind, label.status, line[label.end :]) == (LabelKind.LIST, status, rest)
    assert label.alone == (not rest)


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Sur place :", LabelKind.PLACE),
        ("En visioconférence depuis Lormoy", LabelKind.PLACE),
        ("Secrétaire de séance : Mme Roux", LabelKind.OFFICER),
        ("Scribe : David", LabelKind.OFFICER),
        ("Ordre du jour :", LabelKind.AFTER),
        ("Nombre de présents : 12", LabelKind.AFTER),
    ],
)
def test_other_labels(line, kind):
    label = read_label(line)
    assert label is not None
    assert label.kind is kind


@pytest.mark.parametrize(
    "line",
    [
        "Présentation du projet",
        "Les présents décident d'attendre",
        "Participation financière : 300 €",
        "Plus de 80 participants",
        "Représentation théâtrale : le 5 mai",
        "Le présent règlement",
    ],
)
def test_no_label(line):
    assert read_label(line) is None


def test_who_counts_without_a_list():
    presiding = [
        is_presiding(label) for line in ("Secrétaire : X", "Rédacteur : X") if (label := read_label(line))
    ]
    assert presiding == [True, False]
