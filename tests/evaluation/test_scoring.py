from typing import Any

from crparse.evaluation.scoring import FIELDS, Counts, Record, Sheet, score_record


def score(gold: Record, predicted: Record) -> Sheet:
    return score_record("cr.docx", gold, predicted)


def counts(sheet: Sheet) -> dict[str, tuple[int, int, int]]:
    """(right, gold, predicted) of the fields with anything to score."""
    found = {name: (c.right, c.gold, c.predicted) for name, c in sheet.counts.items()}
    return {name: row for name, row in found.items() if row != (0, 0, 0)}


def mismatches(sheet: Sheet) -> list[tuple[str, str, Any, Any]]:
    return [(found.field, found.kind, found.gold, found.predicted) for found in sheet.mismatches]


def test_an_empty_record_scores_nothing() -> None:
    assert counts(score({}, {})) == {}
    assert set(score({}, {}).counts) == set(FIELDS)


def test_precision_recall_and_f1() -> None:
    found = Counts(right=2, gold=4, predicted=3)
    assert (found.precision, found.recall, found.f1) == (2 / 3, 0.5, 4 / 7)
    assert (Counts().precision, Counts().recall, Counts().f1) == (None, None, None)
    assert Counts(gold=1).f1 == 0.0


def test_each_stated_field_of_the_meeting_is_an_item() -> None:
    gold = {"title": "Réunion du comité", "date": "2024-03-12", "start_time": "18:30", "place": None}
    predicted = {
        "title": "Réunion du Comité",
        "date": "2024-03-21",
        "start_time": "18:30",
        "place": "Valcreuse",
    }
    sheet = score({"meeting": gold}, {"meeting": predicted})
    assert counts(sheet) == {"meeting": (2, 3, 4), "meeting_date": (0, 1, 1)}
    assert mismatches(sheet) == [
        ("meeting", "date", "2024-03-12", "2024-03-21"),
        ("meeting", "place", None, "Valcreuse"),
    ]


def test_attendees_by_name_then_by_status_and_traits() -> None:
    gold = [
        {"name": "Odile Vasseur", "status": "present", "organisation": "Les Jardins", "role": "Présidente"},
        {"name": "Henri Lacombe", "status": "represented", "proxy": "Odile Vasseur"},
        {"name": "Claire Thibaud", "status": "excused"},
    ]
    predicted = [
        {"name": "M. Henri LACOMBE", "status": "absent", "proxy": "Mme Vasseur Odile"},
        {
            "name": "Odile Vasseur",
            "status": "present",
            "organisation": "Jardins",
            "role": "Présidente du comité",
        },
        {"name": "Jeanne Morvan", "status": "present", "organisation": "Chorale"},
    ]
    sheet = score({"attendees": gold}, {"attendees": predicted})
    assert counts(sheet) == {
        "attendee_names": (2, 3, 3),
        "attendees": (1, 3, 3),
        "attendee_organisation": (0, 1, 2),
        "attendee_role": (1, 1, 1),
        "attendee_proxy": (1, 1, 1),
    }
    assert mismatches(sheet) == [
        ("attendees", "status of Henri Lacombe", "represented", "absent"),
        ("attendees", "missed", "Claire Thibaud", None),
        ("attendees", "extra", None, "Jeanne Morvan"),
        ("attendee_organisation", "Odile Vasseur", "Les Jardins", "Jardins"),
    ]


def test_namesakes_pair_up_by_status() -> None:
    gold = [{"name": "Henri Lacombe", "status": "absent"}, {"name": "Henri Lacombe", "status": "present"}]
    assert counts(score({"attendees": gold}, {"attendees": gold[::-1]}))["attendees"] == (2, 2, 2)


def test_an_entity_split_in_two_is_one_false_entry() -> None:
    gold = [{"name": "Odile Vasseur", "variants": ["O. Vasseur", "Vasseur"]}]
    predicted = [{"name": "Odile Vasseur", "variants": ["Vaseur"]}, {"name": "Vasseur", "variants": []}]
    sheet = score({"people": gold}, {"people": predicted})
    assert counts(sheet) == {"people": (1, 1, 2), "people_variants": (0, 2, 1)}
    assert mismatches(sheet) == [("people", "extra", None, "Vasseur")]


def test_variants_joined_in_one_entity() -> None:
    gold = [{"name": "ADEV", "variants": ["Agence de Valcreuse", "l'Agence"]}]
    predicted = [{"name": "Agence de Valcreuse", "variants": ["ADEV"]}]
    found = counts(score({"organisations": gold}, {"organisations": predicted}))
    assert found == {"organisations": (1, 1, 1), "organisations_variants": (1, 2, 1)}


def test_sections_in_order_with_the_heading_over_them() -> None:
    gold = [
        {"level": 1, "number": "1", "title": "Budget"},
        {"level": 2, "number": "1.1", "title": "Dépenses"},
        {"level": 1, "number": "2", "title": "Concert"},
    ]
    predicted = [
        {"level": 1, "number": "1", "title": "Budget"},
        {"level": 1, "number": "1.1.", "title": "Dépenses"},
        {"level": 1, "number": None, "title": "Divers"},
    ]
    sheet = score({"sections": gold}, {"sections": predicted})
    assert counts(sheet) == {"sections": (2, 3, 3), "section_tree": (1, 3, 3), "section_numbers": (2, 3, 2)}
    assert mismatches(sheet) == [
        ("sections", "missed", "Concert", None),
        ("sections", "extra", None, "Divers"),
    ]


def test_a_definition_needs_its_term() -> None:
    gold = [{"term": "PTV", "text": "plan de trame verte"}]
    right = [{"term": "le PTV", "text": "Plan de Trame Verte"}]
    wrong = [{"term": "bilan", "text": "plan de trame verte"}]
    assert counts(score({"definitions": gold}, {"definitions": right})) == {"definitions": (1, 1, 1)}
    assert counts(score({"definitions": gold}, {"definitions": wrong})) == {"definitions": (0, 1, 1)}


def test_a_date_needs_its_day_and_hour_not_its_label() -> None:
    gold = [{"date": "2024-04-09", "time": "18:30", "label": "Prochaine réunion"}]
    for date, time, label, right in (
        ("2024-04-09", "18:30", None, 1),
        ("2024-04-09", None, "Prochaine réunion", 0),
        ("2024-04-10", "18:30", "Prochaine réunion", 0),
    ):
        predicted = [{"date": date, "time": time, "label": label}]
        found = counts(score({"upcoming_dates": gold}, {"upcoming_dates": predicted}))
        assert found == {"upcoming_dates": (right, 1, 1)}


def test_labels_tell_two_events_of_one_day_apart() -> None:
    gold = [{"date": "2024-04-09", "label": "Visite"}, {"date": "2024-04-09", "label": "Réunion"}]
    sheet = score({"upcoming_dates": gold}, {"upcoming_dates": [gold[1]]})
    assert mismatches(sheet) == [("upcoming_dates", "missed", gold[0], None)]


def test_votes_of_the_decisions_that_answer_each_other() -> None:
    gold = [
        {"text": "Le comité approuve le budget", "vote": {"unanimous": True}},
        {
            "text": "Le comité refuse le devis du pépiniériste",
            "vote": {"unanimous": None, "for": 2, "against": 7},
        },
        {"text": "La séance est levée", "vote": None},
    ]
    predicted = [
        {"text": "Le comité approuve le budget.", "vote": {"unanimous": True, "for": None}},
        {
            "text": "Le comité refuse le devis du pépiniériste",
            "vote": {"unanimous": None, "for": 7, "against": 2},
        },
        {"text": "La chorale vote un merci", "vote": {"unanimous": True}},
    ]
    sheet = score({"decisions": gold}, {"decisions": predicted})
    assert counts(sheet) == {"decisions": (2, 3, 3), "votes": (1, 2, 3)}
    assert ("votes", gold[1]["text"], (False, 2, 7, None), (False, 7, 2, None)) in mismatches(sheet)


def test_actions_and_examples_by_their_text() -> None:
    gold = {"actions": [{"what": "appeler le pépiniériste"}], "examples": [{"text": "les haies du verger"}]}
    predicted = {"actions": [{"what": "appelle le pépiniériste"}], "examples": [{"text": "les noues"}]}
    assert counts(score(gold, predicted)) == {"examples": (0, 1, 1), "actions": (1, 1, 1)}
