"""What each page shows, and that nothing in a name does harm."""

import re
from collections.abc import Callable
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest

import crparse
from crparse.view import matters
from viewing import entered

Browse = Callable[..., str]

PAGES = ("/", "/search", "/people", "/organisations", "/bodies", "/matter", "/calendar")


class Reading(HTMLParser):
    """The tags of a page, its links, and its text on one line."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.parts: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.parts.append(data)

    @property
    def printed(self) -> str:
        return "".join(self.parts)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.parts).split())

    @property
    def links(self) -> list[str]:
        return [given["href"] or "" for tag, given in self.tags if tag == "a"]


def entity(corpus: Path, kind: str, name: str) -> str:
    """The id of the one of that name that most documents name."""
    named = [one for one in getattr(crparse.open_corpus(corpus), kind) if one.name == name]
    return max(named, key=lambda one: len(one.links)).id


def test_the_overview_says_what_there_is_and_what_failed(browse: Browse) -> None:
    text = Reading(browse("/")).text
    for told in (
        "réunions 5 documents 5 personnes 10 organisations 4 Relecture 0 document relu sur 5 · 0 élément",
        "À regarder d’abord",
        "Ce qui n’a pas pu être lu Tronqués 1 casse.docx The file begins as a DOCX",
        "Instance 2023 2024 Total comité des jardins de Valcreuse 2 2 Conseil municipal de Lormoy 1 1",
    ):
        assert told in text


def test_all_doubtful_documents_are_led_to_the_worst_first(browse: Browse, built: Path) -> None:
    shown = [link for link in Reading(browse("/")).links if link.startswith("/document/")]
    documents = crparse.open_corpus(built)["documents"].sort_values("doubt", ascending=False)
    assert shown == [f"/document/{identity}" for identity in documents["document_id"]]


def test_a_hit_leads_to_its_place_in_the_document(browse: Browse, ids: dict[str, str]) -> None:
    page = Reading(browse("/search", words="subvention"))
    assert "1 passage" in page.text
    (link,) = [link for link in page.links if link.startswith("/document/")]
    document = browse(link.partition("#")[0])
    assert link.endswith("#cited")
    assert re.findall(r'<a class="anchor" id="cited"></a>(?:<a[^>]*></a>)*([^<]*)', document) == [
        "Des subventions seront demandées au département."
    ]


def test_a_citation_typed_as_a_search_leads_to_its_passage(
    built: Path, tmp_path: Path, ids: dict[str, str]
) -> None:
    answer = entered(built, tmp_path).get("/search", params={"words": f"{ids['conseil.docx']}:0-7"})
    assert answer.history[0].headers["location"] == f"/document/{ids['conseil.docx']}?at=0-7#cited"


def test_a_document_shows_each_item_at_its_place_and_in_the_list(browse: Browse, ids: dict[str, str]) -> None:
    page = browse(f"/document/{ids['conseil.docx']}")
    record = re.findall(r'data-items="([^"]+)">(?:<a[^>]*></a>)*([^<]*)</span>', page)
    shown = {key: unescape(text) for keys, text in record for key in keys.split()}
    assert (shown["attendees-1"], shown["sections-0"]) == ("Henri Lacombe", "Four à pain")
    assert shown["decisions-0"].startswith("Le conseil décide à l'unanimité")
    listed = Reading(page).text
    assert "Henri Lacombe présent Terre Vive dans le corpus" in listed
    assert "Le conseil décide à l'unanimité de réparer le four communal. à l’unanimité" in listed


def test_the_text_on_the_page_is_the_text_of_the_record(
    browse: Browse, built: Path, ids: dict[str, str]
) -> None:
    for identity in ids.values():
        page = browse(f"/document/{identity}", at="3-9")
        lines = re.findall(r'<p class="line[^"]*">(.*?)</p>', page)
        assert (
            "\n".join(Reading(line).printed for line in lines)
            == crparse.open_corpus(built).record(identity).text
        )


def test_a_person_shows_meetings_company_and_names(browse: Browse, built: Path) -> None:
    page = Reading(browse(f"/people/{entity(built, 'people', 'Henri Lacombe')}")).text
    for told in (
        "Aussi nommé H. Lacombe",
        "comité des jardins de Valcreuse sans fonction indiquée 12 mars 2024 9 avril 2024 2",
        "Réunions et mentions 2",
        "9 avril 2024 Compte rendu du comité des jardins de Valcreuse présent",
        "Odile Vasseur 2 réunions Claire Thibaud 1 réunion",
        "H. Lacombe par les initiales, parmi les mêmes personnes (95)",
    ):
        assert told in page


def test_an_organisation_and_a_body_show_who_came(browse: Browse, built: Path) -> None:
    page = Reading(browse(f"/organisations/{entity(built, 'organisations', 'Terre Vive')}")).text
    assert "Qui est venu Henri Lacombe 1 réunion" in page
    page = Reading(browse(f"/bodies/{entity(built, 'bodies', 'Conseil municipal de Lormoy')}")).text
    assert "Odile Vasseur maire 14 mai 2024 14 mai 2024 1" in page


def test_names_are_found_in_their_lists(browse: Browse) -> None:
    assert "Odile Vasseur 2 documents" in Reading(browse("/people", words="VASSEUR odi")).text
    assert "0 nom" in Reading(browse("/people", words="Nadaud")).text


def test_a_matter_shows_its_decisions_and_actions_by_year(browse: Browse) -> None:
    page = Reading(browse("/matter", words="réparation du four")).text
    assert "0 décision ou action" in page  # "réparation" and "réparer" have other stems
    page = Reading(browse("/matter", words="fours")).text
    assert "2 décisions et actions 2024 décision Le conseil décide à l'unanimité" in page
    page = Reading(browse("/matter", words="bancs")).text
    assert "3 décisions et actions" in page


def test_the_calendar_shows_what_is_announced(browse: Browse) -> None:
    page = Reading(browse("/calendar", year=2024)).text
    for told in ("avril 2024 9 avr., 18:30 Prochaine réunion", "juin 2024 20 juin", "25 juin, 18:30"):
        assert told in page
    assert "21 juin" in Reading(browse("/calendar", year=2023)).text


def test_a_year_with_too_many_dates_for_a_page_is_shown_month_by_month(
    browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Mois" not in browse("/calendar", year=2024)
    monkeypatch.setattr(matters, "MOST", 2)
    first = Reading(browse("/calendar", year=2024))
    assert "avril (1) juin Année" not in first.text
    assert "avril (1) juin avril 2024 9 avr., 18:30" in first.text
    assert "juin 2024" not in first.text
    assert "/calendar?year=2024&month=6" in first.links
    assert "avril juin (3) juin 2024 20 juin" in Reading(browse("/calendar", year=2024, month=6)).text


def test_a_name_with_html_in_it_is_a_name(browse: Browse, built: Path, ids: dict[str, str]) -> None:
    corpus = crparse.open_corpus(built)
    addresses = [*PAGES, "/search?words=script", "/search?words=Vasseur", "/calendar?year=2024"]
    addresses += [f"/document/{identity}" for identity in ids.values()]
    addresses += [
        f"/{kind}/{one.id}" for kind in ("people", "organisations", "bodies") for one in getattr(corpus, kind)
    ]
    harmless = {"/static/view.js"}
    for address in addresses:
        page = Reading(browse(address))
        assert {given.get("src") for tag, given in page.tags if tag == "script"} == harmless, address
        assert not [tag for tag, given in page.tags if tag in ("img", "em", "i") or "onerror" in given], (
            address
        )
    assert "<script>alert(1)</script>" in Reading(browse(f"/document/{ids['<em>.docx']}")).text


@pytest.mark.parametrize(("language", "told"), [("fr", "Vue d'ensemble"), ("en", "Overview")])
def test_the_pages_are_in_the_language_asked_for(
    built: Path, tmp_path: Path, language: str, told: str
) -> None:
    client = entered(built, tmp_path, language)  # type: ignore[arg-type]
    for address in PAGES:
        page = client.get(address)
        assert f'<html lang="{language}">' in page.text
        assert told in page.text


@pytest.mark.parametrize(
    "address",
    [
        "/nothing",
        "/document/0000000000000000",
        "/document/..%2Fmanifest",
        "/people/0",
        "/static/../server.py",
    ],
)
def test_what_is_not_there_is_told(built: Path, tmp_path: Path, address: str) -> None:
    answer = entered(built, tmp_path).get(address)
    assert answer.status_code == 404


def test_odd_parameters_are_left_aside(browse: Browse) -> None:
    for address in (
        "/search?words=four&first=x&last=99999999999999&page=-1&field=text",
        "/search?words=four&page=9999999",
        "/calendar?year=²",
        "/people?page=0",
        "/matter?body=%00",
    ):
        assert browse(address)
