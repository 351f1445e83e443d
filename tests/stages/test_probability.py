"""How likely items are right: what is doubted, and that every item has its figure."""

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from crparse.document.items import (
    caveats_of,
    doubt_of,
    get_items,
    scores_of,
    set_entities,
    set_items,
    set_meeting,
)
from crparse.pipeline import make_doc, to_record
from crparse.record import (
    CORE,
    PROBABILITIES,
    Attendee,
    Decision,
    Entity,
    Located,
    Meeting,
    Mention,
    Minutes,
    Section,
    Source,
    UpcomingDate,
)
from crparse.source import from_text
from crparse.stages.probability.checks import find_doubts, printed_counts
from crparse.stages.probability.features import FIELDS
from crparse.stages.probability.found import Found

MINUTES = """Conseil municipal de Lormoy
Procès-verbal de la séance du 5 avril 2016
{counts}
Présents : Mme Odile Ferrandin, maire, M. Yves Delorme, Mme Anne Costey
Excusé : M. Paul Roux (pouvoir à Mme Costey)

1. Budget
Le conseil décide, par {votes} voix pour et 1 contre, de vendre le four.
M. Delorme contactera l'association Les Grillons avant le 12 mai 2016.
2. Questions diverses
Prochaine réunion : le 5 mai 2016 à 20 h.
"""


def parsed(nlp: Language, text: str) -> Doc:
    return nlp(make_doc(nlp, from_text(text)))


def codes(doc: Doc) -> list[str]:
    return [doubt.code for doubt in caveats_of(doc)]


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("Nombre de membres présents : 14", [("present", 14)]),
        ("En exercice : 19. Présents : 14. Votants : 16", [("present", 14), ("members", 19), ("voters", 16)]),
        ("Présents\t18", [("present", 18)]),
        ("23 participants étaient présents", [("present", 23)]),
        ("31 présents et 2 procurations", [("present", 31)]),
        ("Présents : 14 h, salle des fêtes", []),
        ("Les comptes de l'exercice 2019", []),
        ("18 présentations", []),
        ("Présents\n1. Budget", []),
    ],
)
def test_printed_counts(printed: str, expected: list[tuple[str, int]]) -> None:
    assert [(one.of, one.count) for one in printed_counts(printed)] == expected


def test_other_counts_than_printed(nlp: Language) -> None:
    told = "Membres en exercice : {}. Nombre de présents : {}."
    right, wrong = (
        parsed(nlp, MINUTES.format(counts=told.format(*counts), votes=3)) for counts in ((4, 3), (19, 14))
    )
    assert "other_count" not in codes(right)
    assert codes(wrong).count("other_count") == 2
    sure, unsure = (get_items(doc, "attendees", Attendee)[0].probability or 0 for doc in (right, wrong))
    assert unsure < sure


TEXT = "Conseil de Lormoy du 5 avril 2016\nBilan\nMme\nVendu le four\nAnne Roux et 5 avril 2016 : la fête."


def located(quote: str) -> dict[str, object]:
    start = TEXT.index(quote)
    return {"start": start, "end": start + len(quote), "rule": "cue:any"}


def entity(name: str) -> Entity:
    mention = Mention.model_validate({**located(name), "text": name, "level": "exact", "score": 100})
    return Entity(id="x", name=name, mentions=[mention])


def attendee(name: str, organisation: str | None = None) -> Attendee:
    told = {"name": name, "status": "present", "organisation": organisation}
    return Attendee.model_validate({**located("Anne Roux"), **told})


@pytest.fixture
def doc() -> Doc:
    made = make_doc(spacy.blank("fr"), from_text(TEXT))
    set_meeting(made, Meeting(date="2016-04-05"))
    return made


def doubted(doc: Doc) -> list[tuple[str, str]]:
    return [(doubt.code, doubt.message) for doubt in find_doubts(Found(doc))]


@pytest.mark.parametrize(
    ("name", "reason"),
    [("Anne Roux", "a person has that name"), ("Bilan", "it is a heading and named nowhere else")],
)
def test_an_organisation_that_is_none(doc: Doc, name: str, reason: str) -> None:
    section = {**located("Bilan"), "id": "s1", "level": 1, "title": "Bilan", "body_end": len(TEXT)}
    set_items(doc, "sections", [Section.model_validate(section)])
    set_entities(doc, "people", [entity("Anne Roux")])
    set_entities(doc, "organisations", [entity("Lormoy"), entity(name)])
    assert doubted(doc) == [("odd_organisation", f'"{name}" may be no organisation: {reason}.')]


def test_a_name_that_is_a_civility(doc: Doc) -> None:
    set_items(doc, "attendees", [attendee("Mme"), attendee("Anne Roux")])
    assert doubted(doc) == [("no_name", '"Mme" is no name of a person.')]


def test_one_organisation_for_all(doc: Doc) -> None:
    told = [attendee("Anne Roux", organisation) for organisation in ["Lormoy"] * 5 + ["Valmont"]]
    set_items(doc, "attendees", told)
    assert [code for code, _ in doubted(doc)] == ["one_organisation"]
    set_items(doc, "attendees", told[3:])
    assert doubted(doc) == []


def test_the_meeting_is_not_to_come(doc: Doc) -> None:
    days = [
        {**located("5 avril 2016 :"), "date": day, "quote": "5 avril"} for day in ("2016-04-05", "2016-05-04")
    ]
    set_items(doc, "upcoming_dates", [UpcomingDate.model_validate(day) for day in days])
    assert doubted(doc) == [("own_day_to_come", "The day of the meeting is among those to come: 5 avril.")]


@pytest.mark.parametrize(
    ("years", "expected"),
    [
        ("2009, 2009, 2008, 2010", ["odd_year"]),
        ("2009, 2009, 2008", []),
        ("2009, 2009, 2008, 2010, 2095", []),
        ("1903, 1950, 1980, 2000", []),
    ],
)
def test_a_meeting_in_another_time_than_its_minutes(years: str, expected: list[str]) -> None:
    text = f"Réunion du 26 juillet 2099\nBudgets : {years}"
    doc = make_doc(spacy.blank("fr"), from_text(text))
    where = Located(start=11, end=26, rule="date:title")
    set_meeting(doc, Meeting(date="2099-07-26", evidence={"date": where}))
    assert [code for code, _ in doubted(doc)] == expected
    told = [doubt.message for doubt in find_doubts(Found(doc))]
    assert told == ["The meeting is of 2099, its minutes speak of 2008 to 2010."] * len(expected)


def test_more_votes_than_voters(doc: Doc) -> None:
    set_items(doc, "attendees", [attendee("Anne Roux")] * 5)
    decision = {**located("Vendu le four"), "text": "Vendu le four"}
    for counted, codes in ((5, []), (6, ["too_many_votes"])):
        vote = {"unanimous": False, "for": counted, "against": 0, "abstentions": None}
        set_items(doc, "decisions", [Decision.model_validate({**decision, "vote": vote})])
        assert [code for code, _ in doubted(doc)] == codes


def record(nlp: Language) -> Minutes:
    doc = parsed(nlp, MINUTES.format(counts="", votes=3))
    return to_record(nlp, doc, Source(name="a.txt", path="a.txt", sha256="0", format="txt"))


def test_every_item_says_how_likely_it_is(nlp: Language) -> None:
    found = record(nlp)
    for field, (group, name) in PROBABILITIES.items():
        for item in getattr(found, group):
            trait = field.removeprefix("attendee_")
            stated = {"votes": "vote"}.get(trait, trait)
            likely = getattr(item, name)
            assert (likely is None) == (getattr(item, stated, True) is None), (field, item)
            assert likely is None or 0 < likely < 1
    assert {where.probability is not None for where in found.meeting.evidence.values()} == {True}


def test_a_record_says_how_many_errors_to_expect(nlp: Language) -> None:
    found = record(nlp)
    assert set(found.expected_errors) == set(FIELDS)
    assert found.doubt == pytest.approx(sum(found.expected_errors[field] for field in CORE))


def test_a_document_of_nothing(nlp: Language) -> None:
    doc = parsed(nlp, "")
    assert set(doubt_of(doc)) == set(FIELDS)
    assert all(list(rows(Found(doc))) == [] for rows in FIELDS.values())


def test_the_scores_of_weights_are_kept(nlp: Language) -> None:
    doc = parsed(nlp, MINUTES.format(counts="", votes=3))
    assert {len(scores_of(doc, group)) > 0 for group in ("sections", "organisations")} == {True}
    assert all(0 <= score <= 1 for score in scores_of(doc, "sections").values())
