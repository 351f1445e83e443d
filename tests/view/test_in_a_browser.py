"""The viewer in a real browser: what an archivist does with it, at a desk, on a telephone, by keyboard."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

import crparse
from crparse.corpus.build import build

playwright = pytest.importorskip("playwright.sync_api", reason="pip install playwright: no test in a browser")
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="pip install axe-playwright-python")

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="No Chromium is there: sudo apt install chromium."),
]

WIDTHS = {"desk": (1280, 900), "telephone": (390, 844)}

SERIOUS = {"serious", "critical"}


class Desk:
    """A browser before the viewer, and all that it has asked for."""

    def __init__(self, page: Any, corpus: Path, address: str) -> None:
        self.page, self.corpus = page, corpus
        self.home = address.partition("/?")[0]
        self.asked: list[str] = []
        self.complaints: list[str] = []
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.goto(address)

    def go(self, address: str) -> None:
        self.page.goto(self.home + address)

    @property
    def text(self) -> str:
        return str(self.page.inner_text("main"))

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def tab_to(self, selector: str) -> None:
        """Goes on by the tabulator until something has the focus."""
        for _ in range(200):
            if self.page.evaluate("s => document.activeElement.matches(s)", selector):
                return
            self.press("Tab")
        raise AssertionError(f"no way by keyboard to {selector}")

    def build(self) -> None:
        build([self.corpus.parent / "sources"], self.corpus, workers=0)

    def addresses(self) -> list[str]:
        """One page of each kind, and all documents."""
        corpus = crparse.open_corpus(self.corpus)
        listed = [f"/document/{identity}" for identity in corpus["documents"]["document_id"]]
        for kind in ("people", "organisations", "bodies"):
            listed += [f"/{kind}", f"/{kind}/{getattr(corpus, kind)[0].id}"]
        return ["/", "/search?words=conseil", "/matter?words=banc", "/calendar?year=2024", *listed]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    # Whatever is not this machine has no address: what left it would fail, and be seen.
    flags = ["--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=flags)
        yield browser
        browser.close()


@pytest.fixture(params=WIDTHS)
def size(request: pytest.FixtureRequest) -> tuple[int, int]:
    return WIDTHS[request.param]


@pytest.fixture
def desk(chromium: Any, corpus: Path, size: tuple[int, int]) -> Iterator[Desk]:
    with at_a_desk(chromium, corpus, size) as found:
        yield found


@pytest.fixture
def printed_desk(chromium: Any, printed: Path, tmp_path: Path, size: tuple[int, int]) -> Iterator[Desk]:
    """Before documents with pages, of which none was corrected."""
    shutil.copytree(printed, tmp_path / "corpus")
    with at_a_desk(chromium, tmp_path / "corpus", size) as found:
        yield found


@contextmanager
def at_a_desk(chromium: Any, corpus: Path, size: tuple[int, int]) -> Iterator[Desk]:
    command = [sys.executable, "-m", "crparse", "view", str(corpus), "--no-browser"]
    width, height = size
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as viewer:
        assert viewer.stdout
        address = re.search(r"http://\S+", viewer.stdout.readline())
        assert address
        context = chromium.new_context(viewport={"width": width, "height": height}, locale="fr-FR")
        context.set_default_timeout(20_000)
        found = Desk(context.new_page(), corpus, address.group())
        yield found
        context.close()
        viewer.terminate()
    assert found.complaints == []
    assert [url for url in found.asked if not url.startswith(f"{found.home}/")] == []


def organisation(corpus: Path) -> str | None:
    (found,) = [one for one in crparse.open_corpus(corpus).records() if one.source.name == "conseil.docx"]
    return next(one.organisation for one in found.attendees if one.name == "Henri Lacombe")


def test_a_document_is_found_by_a_word_and_corrected_by_keyboard_alone_for_good(desk: Desk) -> None:
    desk.tab_to("#find")
    desk.page.keyboard.type("artisan")
    desk.press("Enter")
    desk.page.wait_for_url("**/search?words=artisan")
    desk.tab_to(".hits a")
    desk.press("Enter")
    desk.page.wait_for_url("**/document/**")
    assert desk.page.inner_text(".found.cited").startswith("Henri Lacombe")
    desk.press("j", "j")
    assert desk.page.evaluate("document.activeElement.innerText") == "Henri Lacombe"
    desk.press("e")
    desk.tab_to("[name=organisation]")
    desk.press("Control+a")
    desk.page.keyboard.type("Mairie de Lormoy")
    with desk.page.expect_navigation():
        desk.press("Enter")
    assert "Mairie de Lormoy" in desk.text
    desk.build()
    assert organisation(desk.corpus) == "Mairie de Lormoy"
    desk.page.reload()
    assert "Mairie de Lormoy" in desk.text


def test_two_people_are_told_apart_and_stay_so(desk: Desk) -> None:
    def named() -> int:
        return sum(one.name == "Odile Vasseur" for one in crparse.open_corpus(desk.corpus).people)

    assert named() == 2
    desk.go("/people?words=vasseur")
    desk.page.click(".names a >> nth=0")
    while "2" not in desk.page.inner_text("#meetings .count"):
        desk.page.go_back()
        desk.page.click(".names a >> nth=1")
    desk.page.click("#apart summary")
    desk.page.check("#apart input[type=checkbox] >> nth=0")
    with desk.page.expect_navigation():
        desk.page.click("#apart button")
    assert "Odile Vasseur ≠ Odile Vasseur" in desk.text
    for _ in range(2):
        desk.build()
        assert named() == 3
    desk.go("/people?words=vasseur")
    assert desk.text.count("Odile Vasseur") == 3


def test_what_is_missing_is_added_by_selecting_it(desk: Desk) -> None:
    desk.go("/search?words=subvention")
    with desk.page.expect_navigation():
        desk.page.click(".hits a")
    desk.page.evaluate(
        """() => {
            const lines = [...document.querySelectorAll(".line")];
            const line = lines.find((one) => one.innerText.startsWith("Des subventions"));
            const range = document.createRange();
            range.selectNodeContents(line);
            getSelection().removeAllRanges();
            getSelection().addRange(range);
        }"""
    )
    desk.page.wait_for_selector("#add[open]")
    assert desk.page.input_value("#add-quote") == "Des subventions seront demandées au département."
    desk.page.select_option("#add-field", "decisions")
    assert not desk.page.is_visible("#add-organisation")
    with desk.page.expect_navigation():
        desk.page.click("#add button")
    record = crparse.open_corpus(desk.corpus).record(desk.page.url.rpartition("/")[2].partition("#")[0])
    desk.build()
    record = crparse.open_corpus(desk.corpus).record(record.id)
    (added,) = [one for one in record.decisions if one.rule == "correction:added"]
    assert record.text[added.start : added.end] == "Des subventions seront demandées au département."


def marked(desk: Desk) -> str:
    """What is in the box that is shown on the picture, by the page's own text."""
    return str(desk.page.evaluate("document.querySelector('#sheet .lit')?.dataset.items ?? ''"))


def is_seen(desk: Desk, selector: str) -> bool:
    """Whether the middle of something is on the screen, and nothing lies over it."""
    return bool(
        desk.page.evaluate(
            """(selector) => {
                const one = document.querySelector(selector);
                const box = one.getBoundingClientRect();
                const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
                const over = document.elementsFromPoint(x, y).filter((part) => part.localName !== "text");
                return over.length > 0 && one.contains(over[0]);
            }""",
            selector,
        )
    )


def test_each_item_is_shown_on_the_picture_of_its_page_by_keyboard_alone(printed_desk: Desk) -> None:
    desk = printed_desk
    desk.go(f"/document/{named(desk.corpus, 'conseil.pdf')}")
    desk.page.wait_for_selector("#sheet image")
    assert not desk.page.is_visible("#text")
    desk.press("j", "j")
    assert marked(desk) == "attendees-1"
    assert is_seen(desk, "#sheet .lit rect")
    assert desk.page.evaluate("document.activeElement.innerText") == "Henri Lacombe"
    assert is_seen(desk, "#item-attendees-1 a")
    while desk.page.evaluate("document.activeElement.closest('.item').dataset.key") != "actions-0":
        desk.press("j")
    desk.page.wait_for_selector("#sheet[data-page='2'] .lit")
    assert marked(desk) == "actions-0"
    assert is_seen(desk, "#sheet .lit rect")
    desk.press("h")
    desk.page.wait_for_selector("#sheet[data-page='1']")
    desk.press("t")
    desk.page.wait_for_selector("#text", state="visible")
    assert not desk.page.is_visible("#sheet")
    desk.page.reload()
    assert desk.page.is_visible("#text")


def test_a_box_on_the_picture_leads_to_its_item_and_is_corrected_there(printed_desk: Desk) -> None:
    desk = printed_desk
    desk.go(f"/document/{named(desk.corpus, 'conseil.pdf')}")
    rect = desk.page.locator("#sheet [data-items=attendees-1] rect")
    rect.scroll_into_view_if_needed()
    box = rect.bounding_box()
    desk.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    assert desk.page.evaluate("document.activeElement.innerText") == "Henri Lacombe"
    desk.press("e")
    desk.page.fill("#attendees-1-role", "adjoint")
    with desk.page.expect_navigation():
        desk.press("Enter")
    desk.page.wait_for_selector("#sheet .lit")
    assert marked(desk) == "attendees-1"
    assert "adjoint" in desk.page.inner_text("#item-attendees-1 .facts")


def test_what_is_missing_is_added_by_selecting_it_on_the_picture(printed_desk: Desk) -> None:
    desk = printed_desk
    identity = named(desk.corpus, "conseil.pdf")
    desk.go(f"/document/{identity}")
    desk.page.wait_for_selector("#sheet image")
    desk.press("l")
    desk.page.wait_for_selector("#sheet[data-page='2'] image")
    line = desk.page.locator("#sheet text", has_text="Des subventions")
    line.scroll_into_view_if_needed()
    box = line.bounding_box()
    middle = box["y"] + box["height"] / 2
    right = min(box["x"] + box["width"] + 4, desk.page.viewport_size["width"] - 20)
    desk.page.mouse.move(box["x"] + 1, middle)
    desk.page.mouse.down()
    desk.page.mouse.move(right, middle, steps=5)
    desk.page.mouse.up()
    desk.page.wait_for_selector("#add[open]")
    said = desk.page.input_value("#add-quote")
    assert said
    assert "Des subventions seront demandées au département.".startswith(said)
    start = int(desk.page.input_value("#add [name=start]"))
    record = crparse.open_corpus(desk.corpus).record(identity)
    assert record.text[start : start + len(said)] == said


def test_a_picture_is_no_wider_than_the_screen_and_has_no_serious_fault(printed_desk: Desk) -> None:
    desk = printed_desk
    identity = named(desk.corpus, "conseil.pdf")
    for address in (f"/document/{identity}", f"/document/{identity}/page/2"):
        desk.go(address)
        desk.page.wait_for_selector("#sheet image")
        assert desk.page.evaluate("document.documentElement.scrollWidth") <= desk.page.viewport_size["width"]
        found = axe.Axe().run(desk.page).response["violations"]
        assert [(one["id"], one["nodes"]) for one in found if one["impact"] in SERIOUS] == []


def test_a_picture_is_saved_as_png(desk: Desk) -> None:
    garden = next(one.id for one in crparse.open_corpus(desk.corpus).bodies if "jardins" in one.name)
    desk.go(f"/bodies/{garden}")
    for name in ("attendance", "matrix", "network"):
        with desk.page.expect_download() as saved:
            desk.page.click(f".png[data-name='{name}.png']")
        picture = Image.open(saved.value.path()).convert("RGB")
        assert picture.format is None or picture.size[0] > 400
        colours = {colour for _, colour in picture.getcolors(1 << 24)}
        assert {(255, 255, 255), (0x2F, 0x5D, 0x50)} <= colours


def named(corpus: Path, file: str) -> str:
    """The id of the document in a file."""
    return next(one.id for one in crparse.open_corpus(corpus).records() if one.source.name == file)


def test_no_page_is_wider_than_the_screen_or_has_a_serious_fault(desk: Desk) -> None:
    width = desk.page.viewport_size["width"]
    faults = []
    for address in desk.addresses():
        desk.go(address)
        desk.page.evaluate(
            "() => document.querySelectorAll('details').forEach((one) => { one.open = true; })"
        )
        if desk.page.evaluate("document.documentElement.scrollWidth") > width:
            faults.append((address, "wider than the screen"))
        found = axe.Axe().run(desk.page).response["violations"]
        faults += [
            (address, one["id"], [node["html"] for node in one["nodes"][:3]])
            for one in found
            if one["impact"] in SERIOUS
        ]
    assert faults == []


def test_without_its_cookie_the_viewer_shows_nothing(desk: Desk) -> None:
    desk.page.context.clear_cookies()
    answer = desk.page.goto(f"{desk.home}/people")
    assert answer.status == 403
    assert "Vasseur" not in desk.page.content()
    desk.complaints.clear()  # the browser itself tells of the refusal
