"""The site: pages on a disk, which are whole without a server, and find what the viewer finds."""

import base64
import re
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlencode, urlsplit

import pytest

from crparse import build, open_corpus
from crparse.errors import ExportError
from crparse.exports import export
from crparse.exports.pseudonyms import export_pseudonymised
from crparse.exports.site import SiteLinks
from crparse.exports.site.shards import packed_numbers, shard_of
from crparse.view.index import find_index, make_index
from crparse.view.search import Query, search
from minutes_files import CHOIR, GARDEN, write_docx

COUNCIL = (
    "Conseil municipal de Lormoy",
    "Compte rendu de la séance du 14 mai 2024",
    "Présents : Mme Odile Vasseur, maire, M. Henri Lacombe (Terre Vive), Mme Jeanne Morvan",
    "1. Four à pain",
    "Le conseil décide à l'unanimité de réparer le four communal.",
    "Des subventions seront demandées au département.",
    "La subvention 🎭 des œuvres de l'école reste la même.",
    "2. Suites",
    "Henri Lacombe enverra la liste des artisans avant le 20 juin 2024.",
)

HARMFUL = (
    "Compte rendu du comité <script>alert(1)</script>",
    "Réunion du 3 avril 2024",
    "Présents : Mme Odile <img src=x onerror=alert(1)> Vasseur, M. Hugo Ferrand (<b>Mairie</b>)",
    "1. Bancs <i>neufs</i>",
    "Le comité décide d'acheter deux bancs \"</p></script><script>alert(2)</script>.",
)

MINUTES = {"jardins": GARDEN, "chorale": CHOIR, "conseil": COUNCIL, "<em>": HARMFUL}


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus")
    for name, lines in MINUTES.items():
        write_docx(folder / "sources" / f"{name}.docx", lines)
    return build([folder / "sources"], folder / "corpus", workers=0).output


@pytest.fixture(scope="module")
def site(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exported") / "clé USB"
    assert export(open_corpus(corpus), "site", folder) == []
    return folder


def pages(site: Path) -> list[Path]:
    return sorted(site.rglob("*.html"))


ADDRESS = re.compile(r'(?:href|src|action)="([^"]*)"')


def test_every_link_leads_to_a_file_of_the_site(site: Path) -> None:
    lost = []
    for page in pages(site):
        for address in ADDRESS.findall(page.read_text(encoding="utf-8")):
            parts = urlsplit(address)
            place = (page.parent / unquote(parts.path)).resolve()
            if parts.scheme or parts.netloc or (parts.path and not place.is_file()):
                lost.append((page.name, address))
    assert lost == []


def test_there_is_a_page_for_each_document_and_each_entity(site: Path, corpus: Path) -> None:
    opened = open_corpus(corpus)
    wanted = [f"documents/{identity}.html" for identity in opened["documents"]["document_id"]]
    for kind in ("people", "organisations", "bodies"):
        wanted += [f"{kind}/{one.id}.html" for one in getattr(opened, kind)]
    named = ["index", "search", "people", "organisations", "bodies", "matter", "matter-2024"]
    named += ["calendar", "calendar-2023", "calendar-2024"]
    found = [page.relative_to(site).as_posix() for page in pages(site)]
    assert sorted(found) == sorted(wanted + [f"{name}.html" for name in named])


def test_nothing_can_be_sent_from_a_page_and_no_script_stands_in_one(site: Path) -> None:
    scripts = {"view.js", "site.js", "french-stemmer.js"}
    for page in pages(site):
        text = page.read_text(encoding="utf-8")
        assert 'method="post"' not in text, page.name
        found = re.findall(r"<script([^>]*)>", text)
        assert {re.sub(r'.*src="[^"]*/([^"]*)".*', r"\1", one) for one in found} == scripts, page.name
        assert "<img" not in text, page.name
        assert "<i>neufs" not in text, page.name


def test_the_pages_are_in_the_language_asked_for(corpus: Path, tmp_path: Path) -> None:
    export(open_corpus(corpus), "site", tmp_path / "site", language="en")
    assert '<html lang="en">' in (tmp_path / "site" / "index.html").read_text(encoding="utf-8")


def test_a_language_that_is_not_there_is_told(corpus: Path, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="There is no language de: there are fr, en"):
        export(open_corpus(corpus), "site", tmp_path / "site", language="de")


def test_with_codes_in_the_place_of_people_no_file_names_them(corpus: Path, tmp_path: Path) -> None:
    export_pseudonymised(open_corpus(corpus), "site", tmp_path / "site", tmp_path / "keys.csv")
    names = re.compile(r"lacombe|ferrand|thibaud|morvan", re.IGNORECASE)
    files = [file for file in (tmp_path / "site").rglob("*") if file.is_file()]
    naming = [file.name for file in files if names.search(file.read_text(encoding="utf-8"))]
    assert naming == []
    assert len(files) > 60


@pytest.mark.parametrize(
    ("asked", "address"),
    [
        (("overview",), "../index.html"),
        (("static", "view.css"), "../static/view.css"),
        (("people",), "../people.html"),
        (("people", "12ab"), "../people/12ab.html"),
        (("calendar",), "../calendar.html"),
    ],
)
def test_a_link_is_told_from_the_folder_of_its_page(asked: tuple[str, ...], address: str) -> None:
    assert SiteLinks("../")(*asked) == address


def test_parameters_are_in_the_name_of_a_file_or_for_its_script() -> None:
    link = SiteLinks()
    assert link("document", "12ab-2", at="3-9") == "documents/12ab-2.html?at=3-9"
    assert link("search", words="four à pain", body="") == "search.html?words=four+%C3%A0+pain"
    assert link("people", page=1, words="") == "people.html"
    assert link("people", page=2) == "people-2.html"
    assert link("calendar", year=2024, month=1, body="") == "calendar-2024-1.html"
    assert link("matter", year="undated", page=3) == "matter-undated-3.html"
    assert link("numbers", "matrix", body="12ab") == "numbers/matrix-12ab.csv"


@pytest.mark.parametrize(
    ("numbers", "content"),
    [
        ([], b""),
        ([0], b"\x00"),
        ([3, 4, 200], b"\x03\x00\xc3\x01"),
        ([127, 255, 256], b"\x7f\x7f\x00"),
        ([128, 3_000_000], b"\x80\x01\xbf\x8c\xb7\x01"),
    ],
)
def test_a_list_of_numbers_is_written_as_its_differences(numbers: list[int], content: bytes) -> None:
    assert base64.b64decode(packed_numbers(numbers)) == content


def test_forms_that_begin_alike_share_a_shard() -> None:
    found = [shard_of(form) for form in ("lettre", "le", "l", "2024", "ъa", "ŋ")]
    assert found == ["le", "le", "l_", "20", "_a", "__"]


# In a real browser.

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)

in_a_browser = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="No Chromium is there: sudo apt install chromium."),
]


def marked(test: Any) -> Any:
    for mark in in_a_browser:
        test = mark(test)
    return test


class Reader:
    """A browser before the site, and all that it has asked for."""

    def __init__(self, page: Any, site: Path) -> None:
        self.page, self.site = page, site
        self.asked: list[str] = []
        self.complaints: list[str] = []
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def go(self, address: str) -> None:
        self.page.goto(f"{self.site.as_uri()}/{address}")

    def search(self, **asked: str) -> str:
        """Searches, and gives what the page says of how much there is."""
        self.go(f"search.html?{urlencode(asked)}")
        self.page.wait_for_selector("#hits[aria-busy=false]", state="attached")
        return str(self.page.inner_text("#told"))

    def cited(self) -> list[str]:
        return [str(text) for text in self.page.locator("#hits .cite").all_inner_texts()]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api", reason="pip install playwright")
    flags = ["--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND"]
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=flags)
        yield browser
        browser.close()


@pytest.fixture(params=[(1280, 900), (390, 844)], ids=["desk", "telephone"])
def reader(request: pytest.FixtureRequest, chromium: Any, site: Path) -> Iterator[Reader]:
    width, height = request.param
    context = chromium.new_context(viewport={"width": width, "height": height}, locale="fr-FR")
    context.set_default_timeout(60_000)
    found = Reader(context.new_page(), site)
    yield found
    context.close()
    assert found.complaints == []
    assert [url for url in found.asked if not url.startswith("file:///")] == []


QUERIES = [
    {"words": "DEPARTEMENT"},
    {"words": "subvention demandée"},
    {"words": "subventions"},
    {"words": "subventionner"},
    {"words": "subv*"},
    {"words": "s*"},
    {"words": "« four communal »"},
    {"words": "« communal four »"},
    {"words": "l'école oeuvre"},
    {"words": "piscine"},
    {"words": "zzz*"},
    {"words": "le"},
    {"words": "réunion", "first": "2024"},
    {"words": "réunion", "last": "2023"},
    {"words": "réunion", "person": "odile VASSEUR"},
    {"words": "bancs", "field": "decisions"},
    {"words": "four", "field": "decisions"},
    {"field": "actions"},
    {"person": "morvan"},
    {"words": "script"},
]


@marked
def test_the_site_finds_what_the_viewer_finds(reader: Reader, corpus: Path, tmp_path: Path) -> None:
    with closing((find_index(corpus) or make_index(corpus, tmp_path)).open()) as rows:
        for given in QUERIES:
            asked: dict[str, Any] = {**given}
            for name in {"first", "last"} & set(given):
                asked[name] = int(given[name])
            wanted = search(rows, Query(**asked))
            told = reader.search(**given)
            assert reader.cited() == [hit.citation for hit in wanted.hits], given
            assert told.split()[0] == str(wanted.total), given


@marked
def test_a_hit_leads_to_its_passage_in_the_document(reader: Reader) -> None:
    reader.go("index.html")
    reader.page.fill("#find", "subvention école")
    reader.page.press("#find", "Enter")
    reader.page.wait_for_url("**/search.html?words=*")
    assert reader.page.locator("#hits mark").all_inner_texts() == ["subvention", "école"]
    reader.page.click("#hits a")
    reader.page.wait_for_url("**/documents/**")
    assert reader.page.inner_text("mark.cited") == "La subvention 🎭 des œuvres de l'école reste la même."
    assert reader.page.evaluate("document.getElementById('cited').getBoundingClientRect().top < innerHeight")


@marked
def test_a_citation_typed_as_a_search_leads_to_its_passage(reader: Reader, corpus: Path) -> None:
    documents = open_corpus(corpus)["documents"]
    identity = documents.loc[documents["name"] == "conseil.docx", "document_id"].iloc[0]
    reader.go(f"search.html?words={identity}:0-7")
    reader.page.wait_for_url(f"**/documents/{identity}.html?at=0-7#cited")
    assert reader.page.inner_text("mark.cited") == "Conseil"


@marked
def test_names_are_found_in_their_lists(reader: Reader) -> None:
    reader.go("people.html")
    reader.page.fill("#words", "VASSEUR odi")
    reader.page.press("#words", "Enter")
    reader.page.wait_for_selector("#names[aria-busy=false]")
    assert reader.page.locator("#names a").all_inner_texts() == ["Odile Vasseur"] * 2
    assert reader.page.inner_text("#told") == "2 noms"
    reader.page.click("#names a")
    reader.page.wait_for_url("**/people/**")
    assert reader.page.inner_text("h1") == "Odile Vasseur"


@marked
def test_no_page_is_wider_than_the_screen_or_has_a_serious_fault(reader: Reader, site: Path) -> None:
    axe = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="pip install axe-playwright-python"
    )
    width = reader.page.viewport_size["width"]
    addresses = [page.relative_to(site).as_posix() for page in pages(site)]
    faults = []
    for address in [*addresses, "search.html?words=comit%C3%A9", "people.html?words=odile"]:
        reader.go(address)
        if reader.page.evaluate("document.documentElement.scrollWidth") > width:
            faults.append((address, "wider than the screen"))
        found = axe.Axe().run(reader.page).response["violations"]
        faults += [
            (address, one["id"], [node["html"] for node in one["nodes"][:3]])
            for one in found
            if one["impact"] in {"serious", "critical"}
        ]
    assert faults == []
    # What is tried out in a page by the tool itself, which would fetch its style sheets.
    reader.complaints.clear()
