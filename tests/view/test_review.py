"""What people accept, correct, add and tell apart, from the form to the next build."""

import json
import re
from html import unescape
from pathlib import Path

import pytest
from httpx import Response

import crparse
from crparse.corpus.build import build
from crparse.corpus.corrections import read_corrections
from crparse.record import Minutes
from viewing import HERE, entered


class Reviewer:
    """Somebody who corrects a corpus in a browser."""

    def __init__(self, corpus: Path, aside: Path, who: str = "Odile") -> None:
        self.corpus = corpus
        self.browser = entered(corpus, aside)
        self.post("/name", {**self.inputs("/"), "who": who})

    def inputs(self, address: str, holding: str = "") -> dict[str, str]:
        """What the first form of a page carries that holds a text."""
        page = self.browser.get(address).text
        forms = re.findall(r"<form method=\"post\".*?</form>", page, re.DOTALL)
        form = next(form for form in forms if holding in unescape(form))
        inputs = [tag for tag in re.findall(r"<input[^>]*>", form) if 'type="checkbox"' not in tag]
        found = [re.search(r' name="([^"]+)"[^>]* value="([^"]*)"', tag) for tag in inputs]
        return {one[1]: unescape(one[2]) for one in found if one}

    def post(self, address: str, given: dict[str, object]) -> Response:
        return self.browser.post(address, data=given, headers={"origin": HERE})

    def correct(self, file: str, start: str, /, **values: object) -> Response:
        """Fills in the form of the item that begins with a text."""
        address, record = self.address(file), self.record(file)
        at = record.text.index(start)
        return self.post(address, {**self.inputs(address, f'name="start" value="{at}"'), **values})

    def address(self, name: str) -> str:
        return f"/document/{self.record(name).id}"

    def record(self, name: str) -> Minutes:
        """The record of a file as the last build has left it."""
        return next(one for one in crparse.open_corpus(self.corpus).records() if one.source.name == name)

    def build(self) -> None:
        build([self.corpus.parent / "sources"], self.corpus, workers=0)

    @property
    def lines(self) -> list[dict[str, object]]:
        file = self.corpus / "corrections.jsonl"
        return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []


@pytest.fixture
def odile(corpus: Path, tmp_path: Path) -> Reviewer:
    return Reviewer(corpus, tmp_path)


def attendees(record: Minutes) -> list[tuple[str, str | None]]:
    return [(one.name, one.organisation) for one in record.attendees]


def test_a_correction_is_seen_at_once_and_kept_by_the_next_builds(odile: Reviewer) -> None:
    answer = odile.correct("conseil.docx", "Henri Lacombe", action="set", organisation="Mairie de Lormoy")
    assert answer.status_code == 200
    assert "Mairie de Lormoy" in answer.text
    assert "prochain crparse build" in answer.text
    assert dict(attendees(odile.record("conseil.docx")))["Henri Lacombe"] == "Terre Vive"
    for _ in range(2):
        odile.build()
        assert dict(attendees(odile.record("conseil.docx")))["Henri Lacombe"] == "Mairie de Lormoy"
    page = odile.browser.get(odile.address("conseil.docx")).text
    assert "prochain crparse build" not in page
    assert "1 passage" in odile.browser.get("/search", params={"words": "mairie lormoy"}).text


def test_a_line_says_who_and_when_and_only_what_was_changed(odile: Reviewer) -> None:
    odile.correct("conseil.docx", "Henri Lacombe", action="set", name="Henri Lacombe", organisation="Mairie")
    (line,) = odile.lines
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d", str(line.pop("at")))
    record = odile.record("conseil.docx")
    start = record.text.index("Henri Lacombe")
    assert line == {
        "by": "Odile",
        "sha256": record.source.sha256,
        "field": "attendees",
        "action": "set",
        "start": start,
        "end": start + len("Henri Lacombe"),
        "quote": "Henri Lacombe",
        "value": {"organisation": "Mairie"},
    }


def test_what_is_corrected_twice_says_the_last_of_it(odile: Reviewer) -> None:
    odile.correct("conseil.docx", "Henri Lacombe", action="set", organisation="Mairie", role="adjoint")
    odile.correct("conseil.docx", "Henri Lacombe", action="set", organisation="")
    found = read_corrections(odile.corpus)
    assert [line.counts for line in found.lines] == [False, True]
    odile.build()
    (lacombe,) = [one for one in odile.record("conseil.docx").attendees if one.name == "Henri Lacombe"]
    assert (lacombe.organisation, lacombe.role) == (None, "adjoint")


def test_two_people_who_edit_the_same_item_are_told(odile: Reviewer, tmp_path: Path) -> None:
    hugo = Reviewer(odile.corpus, tmp_path, "Hugo")
    address = odile.address("conseil.docx")
    form = hugo.inputs(address, f'name="start" value="{odile.record("conseil.docx").text.index("Henri")}"')
    odile.correct("conseil.docx", "Henri Lacombe", action="set", organisation="Mairie de Lormoy")
    answer = hugo.post(address, {**form, "action": "set", "organisation": "Terre Morte"})
    assert answer.status_code == 409
    for told in ("Quelqu’un l’a modifié entre-temps", "Odile", "Mairie de Lormoy", "Terre Morte"):
        assert told in unescape(answer.text)
    assert len(odile.lines) == 1
    again = hugo.correct("conseil.docx", "Henri Lacombe", action="set", organisation="Terre Morte")
    assert again.status_code == 200
    assert [line["by"] for line in odile.lines] == ["Odile", "Hugo"]


def test_another_item_may_be_edited_meanwhile(odile: Reviewer, tmp_path: Path) -> None:
    hugo = Reviewer(odile.corpus, tmp_path, "Hugo")
    address = odile.address("conseil.docx")
    form = hugo.inputs(address, f'name="start" value="{odile.record("conseil.docx").text.index("Jeanne")}"')
    odile.correct("conseil.docx", "Henri Lacombe", action="delete")
    assert hugo.post(address, {**form, "action": "accept"}).status_code == 200


def test_what_is_accepted_is_certain_and_what_is_deleted_gone_until_it_is_undone(odile: Reviewer) -> None:
    odile.correct("conseil.docx", "Jeanne Morvan", action="accept")
    odile.correct("conseil.docx", "Henri Lacombe", action="delete")
    odile.build()
    found = odile.record("conseil.docx").attendees
    assert [(one.name, one.probability == 1) for one in found] == [
        ("Odile Vasseur", False),
        ("Jeanne Morvan", True),
    ]
    address = odile.address("conseil.docx")
    key = read_corrections(odile.corpus).lines[1].key
    odile.post(address, {**odile.inputs(address, f'value="{key}"'), "action": "undo"})
    odile.build()
    assert [name for name, _ in attendees(odile.record("conseil.docx"))] == [
        "Odile Vasseur",
        "Henri Lacombe",
        "Jeanne Morvan",
    ]


GRANTS = "Des subventions seront demandées au département."


@pytest.mark.parametrize("is_chosen", [True, False], ids=["chosen in the text", "its words alone"])
def test_what_is_missing_is_added_by_its_passage(odile: Reviewer, is_chosen: bool) -> None:
    address, text = odile.address("conseil.docx"), odile.record("conseil.docx").text
    start = text.index(GRANTS)
    place = {"start": start - 1, "end": start + len(GRANTS)} if is_chosen else {}
    form = {
        **odile.inputs(address, 'name="quote"'),
        **place,
        "quote": GRANTS,
        "field": "decisions",
        "status": "absent",
    }
    assert odile.post(address, {**form, "action": "add"}).status_code == 200
    odile.build()
    (added,) = [one for one in odile.record("conseil.docx").decisions if one.rule == "correction:added"]
    assert (added.text, added.start, added.end) == (GRANTS, start, start + len(GRANTS))


def headings(record: Minutes) -> list[tuple[str | None, str, int]]:
    return [(one.number, one.title, one.level) for one in record.sections]


def test_a_heading_is_added_deleted_and_put_under_another(odile: Reviewer) -> None:
    address = odile.address("conseil.docx")
    assert headings(odile.record("conseil.docx")) == [("1", "Four à pain", 1), ("2", "Suites", 1)]
    form = {**odile.inputs(address, 'name="quote"'), "field": "sections", "level": "2"}
    odile.post(address, {**form, "quote": GRANTS, "action": "add"})
    odile.correct("conseil.docx", "Suites", action="set", level="2", title="Suites", number="2")
    odile.build()
    record = odile.record("conseil.docx")
    assert headings(record) == [("1", "Four à pain", 1), (None, GRANTS, 2), ("2", "Suites", 2)]
    assert [one.parent for one in record.sections] == [None, "s1", "s1"]
    assert [one.section for one in record.actions] == [record.sections[1].id, "s2"]
    odile.correct("conseil.docx", "Four à pain", action="delete")
    odile.build()
    record = odile.record("conseil.docx")
    assert [one.parent for one in record.sections] == [None, None]
    assert [one.section for one in record.decisions] == [None]


def test_a_heading_that_is_chosen_with_its_number_has_it_apart(odile: Reviewer) -> None:
    odile.correct("conseil.docx", "Suites", action="delete")
    address = odile.address("conseil.docx")
    form = {**odile.inputs(address, 'name="quote"'), "field": "sections", "quote": "2. Suites"}
    assert odile.post(address, {**form, "action": "add"}).status_code == 200
    odile.build()
    assert headings(odile.record("conseil.docx")) == [("1", "Four à pain", 1), ("2", "Suites", 1)]


def test_what_was_added_and_deleted_never_was(odile: Reviewer) -> None:
    address = odile.address("conseil.docx")
    form = {**odile.inputs(address, 'name="quote"'), "quote": "Four à pain", "field": "examples"}
    odile.post(address, {**form, "action": "add"})
    added = odile.inputs(address, 'name="field" value="examples"')
    odile.post(address, {**added, "action": "delete"})
    assert read_corrections(odile.corpus).by_content == {}


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"quote": "Le lavoir", "field": "decisions"}, "« Le lavoir » n'est pas dans le texte"),
        ({"quote": "Lacombe", "field": "attendees"}, "« Lacombe » est plusieurs fois dans le texte"),
        ({"quote": "Suites", "field": "sections"}, "il y a déjà un élément à cet endroit"),
        ({"quote": "Suites", "field": "people"}, "choisissez ce que c'est"),
        (
            {"quote": "Des subventions", "field": "sections", "level": "0"},
            "la valeur ne convient pas (level",
        ),
        ({"quote": " ", "field": "decisions"}, "«  » n'est pas dans le texte"),
        ({"quote": "le 25 juin 2024", "field": "upcoming_dates"}, "la valeur ne convient pas (date"),
    ],
)
def test_what_cannot_be_added_is_told(odile: Reviewer, given: dict[str, object], reason: str) -> None:
    address = odile.address("conseil.docx")
    answer = odile.post(address, {**odile.inputs(address, 'name="quote"'), **given, "action": "add"})
    assert (answer.status_code, reason in unescape(answer.text)) == (422, True)
    assert odile.lines == []


def test_a_value_that_does_not_fit_is_told_with_what_was_entered(odile: Reviewer) -> None:
    answer = odile.correct("conseil.docx", "Henri Lacombe", action="set", status="late", role="adjoint")
    assert answer.status_code == 422
    assert "adjoint" in answer.text
    assert odile.lines == []


def test_the_meeting_is_corrected_and_the_whole_looked_through(odile: Reviewer) -> None:
    address = odile.address("conseil.docx")
    meeting = odile.inputs(address, 'name="field" value="meeting"')
    odile.post(address, {**meeting, "date": "2024-05-15", "action": "set"})
    odile.post(address, {**odile.inputs(address, 'name="field" value="document"'), "action": "accept"})
    assert "Ce document a été relu" in odile.browser.get(address).text
    assert "1 document relu sur 5" in odile.browser.get("/").text
    odile.build()
    assert odile.record("conseil.docx").meeting.date == "2024-05-15"


def test_a_form_without_its_key_changes_nothing(odile: Reviewer) -> None:
    address = odile.address("conseil.docx")
    form = odile.inputs(address, 'name="field" value="document"') | {"action": "accept"}
    for key in ("", "other"):
        assert odile.post(address, {**form, "form_key": key}).status_code == 403
    assert odile.post(address, {**form, "quote": "x" * (1 << 20)}).status_code == 413
    elsewhere = odile.browser.post(address, data=form, headers={"origin": "http://evil.example"})
    assert elsewhere.status_code == 403
    assert odile.lines == []


def test_a_name_leads_back_to_a_page_of_the_viewer_alone(odile: Reviewer) -> None:
    for back in ("//evil.example", "http://evil.example/", "/\\evil.example"):
        answer = odile.browser.post(
            "/name",
            data={**odile.inputs("/"), "who": "Odile", "back": back},
            headers={"origin": HERE},
            follow_redirects=False,
        )
        assert answer.headers["location"] == "/"


# Who is who


def people(corpus: Path, name: str) -> list[list[str]]:
    """The documents of each person of a name, by file."""
    found = crparse.open_corpus(corpus)
    files = {record.id: record.source.name for record in found.records()}
    named = [one for one in found.people if name in (one.name, *one.variants)]
    return sorted(sorted(files[link.document] for link in one.links) for one in named)


def person(corpus: Path, file: str, name: str) -> str:
    """The address of the person whom a document names so."""
    found = crparse.open_corpus(corpus)
    identity = next(record.id for record in found.records() if record.source.name == file)
    return next(
        f"/people/{one.id}"
        for one in found.people
        for link in one.links
        if (link.document, link.name) == (identity, name)
    )


def test_one_person_is_made_two_and_stays_so(odile: Reviewer) -> None:
    assert people(odile.corpus, "Odile Vasseur") == [["conseil.docx"], ["jardins-avril.docx", "jardins.docx"]]
    address = person(odile.corpus, "jardins.docx", "Odile Vasseur")
    form = odile.inputs(address, 'name="chosen"')
    assert odile.post(address, {**form, "chosen": ["1"], "action": "separate"}).status_code == 200
    for _ in range(2):
        odile.build()
        assert people(odile.corpus, "Odile Vasseur") == [
            ["conseil.docx"],
            ["jardins-avril.docx"],
            ["jardins.docx"],
        ]
    assert "jardins" in odile.browser.get(address).text


def test_two_people_are_made_one_and_stay_so_until_it_is_undone(odile: Reviewer) -> None:
    address = person(odile.corpus, "jardins.docx", "Odile Vasseur")
    other = person(odile.corpus, "conseil.docx", "Odile Vasseur").rpartition("/")[2]
    form = odile.inputs(address, "Ils ne font qu’un")
    assert f'value="{other}"' in odile.browser.get(address).text
    odile.post(address, {**form, "other": other, "action": "same"})
    for _ in range(2):
        odile.build()
        assert people(odile.corpus, "Odile Vasseur") == [
            ["conseil.docx", "jardins-avril.docx", "jardins.docx"]
        ]
    page = odile.browser.get(address)
    assert "parce que quelqu" in page.text
    assert (
        odile.browser.get(f"/people/{other}").status_code == 200
    )  # an old address leads to whom it is one with
    key = read_corrections(odile.corpus).lines[0].key
    odile.post(address, {**odile.inputs(address, key), "action": "undo"})
    odile.build()
    assert people(odile.corpus, "Odile Vasseur") == [["conseil.docx"], ["jardins-avril.docx", "jardins.docx"]]


def test_who_is_made_one_after_he_was_told_apart_is_one(odile: Reviewer) -> None:
    address = person(odile.corpus, "jardins.docx", "Odile Vasseur")
    odile.post(address, {**odile.inputs(address, 'name="chosen"'), "chosen": ["1"], "action": "separate"})
    odile.build()
    addresses = [
        person(odile.corpus, file, "Odile Vasseur") for file in ("jardins.docx", "jardins-avril.docx")
    ]
    form = odile.inputs(addresses[0], "Ils ne font qu’un")
    odile.post(addresses[0], {**form, "other": addresses[1].rpartition("/")[2], "action": "same"})
    odile.build()
    assert people(odile.corpus, "Odile Vasseur") == [["conseil.docx"], ["jardins-avril.docx", "jardins.docx"]]
    errors = (odile.corpus / "errors.jsonl").read_text()
    assert "corrections.jsonl" not in errors


def test_two_who_judge_the_same_person_are_told(odile: Reviewer, tmp_path: Path) -> None:
    hugo = Reviewer(odile.corpus, tmp_path, "Hugo")
    address = person(odile.corpus, "jardins.docx", "Odile Vasseur")
    form = hugo.inputs(address, 'name="chosen"')
    odile.post(address, {**odile.inputs(address, 'name="chosen"'), "chosen": ["1"], "action": "separate"})
    answer = hugo.post(address, {**form, "chosen": ["0"], "action": "separate"})
    assert (answer.status_code, "Odile" in answer.text, len(odile.lines)) == (409, True, 1)


@pytest.mark.parametrize(
    "given", [{"action": "separate"}, {"action": "separate", "chosen": ["0", "1"]}, {"action": "same"}]
)
def test_nobody_chosen_is_told(odile: Reviewer, given: dict[str, object]) -> None:
    address = person(odile.corpus, "jardins.docx", "Odile Vasseur")
    form = odile.inputs(address, 'name="chosen"')
    assert odile.post(address, {**form, **given}).status_code == 422
    assert odile.lines == []


def meetings(corpus: Path) -> dict[str, list[str]]:
    """The files of each body, by its name."""
    found = crparse.open_corpus(corpus)
    files = {record.id: record.source.name for record in found.records()}
    return {one.name: sorted(files[link.document] for link in one.links) for one in found.bodies}


def body(corpus: Path, file: str) -> str:
    """The id of the body whose minutes a file is."""
    found = crparse.open_corpus(corpus)
    identity = next(record.id for record in found.records() if record.source.name == file)
    return next(one.id for one in found.bodies for link in one.links if link.document == identity)


def test_two_bodies_are_made_one_and_one_made_two(odile: Reviewer) -> None:
    council, garden = body(odile.corpus, "conseil.docx"), body(odile.corpus, "jardins.docx")
    address = f"/bodies/{garden}"
    form = odile.inputs(address, "Ils ne font qu’un")
    page = odile.browser.get(address, params={"other": "lormoy"}).text
    assert f'value="{council}"' in page
    assert odile.post(address, {**form, "other": council, "action": "same"}).status_code == 200
    for _ in range(2):
        odile.build()
        assert meetings(odile.corpus)["comité des jardins de Valcreuse"] == [
            "conseil.docx",
            "jardins-avril.docx",
            "jardins.docx",
        ]
    documents = crparse.open_corpus(odile.corpus)["documents"]
    assert (
        len(set(documents[documents["name"] != "chorale.docx"]["body_id"].dropna())) == 2
    )  # and that of "<em>"
    # The same people meet: who bears one name in its minutes is one.
    assert people(odile.corpus, "Odile Vasseur") == [["conseil.docx", "jardins-avril.docx", "jardins.docx"]]

    key = read_corrections(odile.corpus).lines[0].key
    odile.post(address, {**odile.inputs(address, key), "action": "undo"})
    odile.build()
    assert len(meetings(odile.corpus)["comité des jardins de Valcreuse"]) == 2
    form = odile.inputs(address, 'name="chosen"')
    assert odile.post(address, {**form, "chosen": ["0"], "action": "separate"}).status_code == 200
    odile.build()
    one, other = (body(odile.corpus, file) for file in ("jardins.docx", "jardins-avril.docx"))
    assert one != other
