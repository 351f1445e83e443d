"""What a scanned page costs besides its recognition: no step twice, pages side by side, little time."""

import threading
import time
from collections import Counter
from collections.abc import Callable

import pypdfium2 as pdfium
import pytest
from pdf_files import LEFT, Sheet, wrap
from PIL import Image

from crparse import lanes
from crparse.readers import pdf as pdf_module
from crparse.readers import scan
from crparse.readers.pdf import page as page_module
from crparse.readers.pdf import read_pdf
from crparse.readers.scan import pictures
from scanned_pages import pdf_of, picture

SENTENCES = [
    "Le conseil municipal de Vaubrune se réunit en séance publique à la mairie.",
    "La bibliothèque ouvre le samedi matin et prête aussi des jeux aux familles.",
    "La recette de la kermesse sera versée à la caisse des écoles en juin.",
    "Les travaux de la salle des fêtes commencent après les vacances.",
]

SHORTEST, LONGER = 100, 20
"""Points that a page is high on which the first sentence is read, and by which it is higher for each next."""


def hocr(text: str) -> str:
    """What Tesseract would say of a line, its words side by side."""
    words = text.split()
    spans = "".join(
        f"<span title='bbox {300 + 150 * i} 400 {420 + 150 * i} 440; x_wconf 95'>{word}</span>"
        for i, word in enumerate(words)
    )
    line = f"bbox 300 400 {420 + 150 * len(words)} 440; baseline 0 -8; x_size 46"
    return f"<html><body><span title='{line}'>{spans}</span></body></html>"


class Engine:
    """Says a sentence of every picture, whatever is seen in it: how high it is tells which."""

    version = "of a test"

    def __init__(self, before: Callable[[], object] = lambda: None) -> None:
        self.before = before

    def read(self, picture: Image.Image, dpi: int, layout: int) -> str:
        self.before()
        further = round((picture.height / dpi * 72 - SHORTEST) / LONGER)
        return hocr(SENTENCES[further % len(SENTENCES)])


def sheet() -> bytes:
    drawn = Sheet()
    drawn.lines(LEFT, 80, wrap(" ".join(SENTENCES * 15)))
    return drawn.done()


def with_engine(engine: Engine, monkeypatch: pytest.MonkeyPatch, share: int) -> None:
    monkeypatch.setenv(scan.FOLDER, "")
    monkeypatch.setattr(lanes, "_share", [share])
    for module in (pdf_module, page_module):
        monkeypatch.setattr(module, "find_tesseract", lambda: engine)


def test_pages_side_by_side_are_read_as_one_after_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    heights = [SHORTEST + LONGER * number for number in range(len(SENTENCES))]
    content = pdf_of([picture(sheet(), height=height) for height in heights])
    with_engine(Engine(), monkeypatch, share=1)
    alone = read_pdf(content)
    assert [(block.page, block.text) for block in alone.blocks] == list(enumerate(SENTENCES, 1))
    both = threading.Barrier(2)
    with_engine(Engine(lambda: both.wait(timeout=60)), monkeypatch, share=2)
    assert read_pdf(content) == alone


def test_no_step_is_done_twice_on_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    content = pdf_of([picture(sheet(), turn=1.5), picture(sheet(), turn=-0.7)])
    with_engine(Engine(), monkeypatch, share=1)
    done: Counter[str] = Counter()
    steps = [
        (pdfium.PdfPage, "render"),
        (pictures, "without_watermark"),
        (pictures, "slant"),
        (pictures, "_rotated"),
        (pictures, "mark_bold"),
        (scan, "find_rules"),
        (page_module, "find_pieces"),
    ]
    for owner, name in steps:
        monkeypatch.setattr(owner, name, counted(getattr(owner, name), name, done))
    read_pdf(content)
    assert done == dict.fromkeys([name for _, name in steps], 2)


def counted(function: Callable[..., object], name: str, done: Counter[str]) -> Callable[..., object]:
    def called(*arguments: object, **options: object) -> object:
        done[name] += 1
        return function(*arguments, **options)

    return called


TURNS = 3.0
"""What a crooked page may cost besides its recognition, in turns of its picture by Pillow: it took 1.5."""


def test_a_page_costs_little_more_than_to_turn_its_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    with_engine(Engine(), monkeypatch, share=1)
    crooked = picture(sheet(), turn=0.6)
    content, whole = pdf_of([crooked]), crooked.resize((2480, 3508))
    turn, page = (
        min(seconds(work) for _ in range(3))
        for work in (
            lambda: whole.rotate(0.6, Image.Resampling.BICUBIC, fillcolor=255),
            lambda: read_pdf(content),
        )
    )
    assert page <= TURNS * turn


def seconds(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began
