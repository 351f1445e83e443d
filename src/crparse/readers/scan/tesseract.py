"""Tesseract, which recognises text in pictures: where it is, and the words it finds with their places."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from statistics import median
from subprocess import TimeoutExpired

from lxml import etree
from PIL import Image

from crparse.errors import ReadError
from crparse.programs import TESSERACT, TESSERACT_FRENCH, SystemPart, run_program
from crparse.readers.printed.lines import grouped
from crparse.wording import Message

LANGUAGE = "fra"
"""Tesseract's name of its French data."""

SECONDS = 120
"""Time that one page may take: an A4 page of dense type takes five seconds on a slow core."""

CHECK = Message("Check the installation of Tesseract (`crparse doctor`).")

# Takes both numbers of "Rotate: 90\nOrientation confidence: 12.5", leaves "Rotate: " where it cannot tell.
_TURN = re.compile(r"Rotate: (\d+)\s+Orientation confidence: ([\d.]+)")


@dataclass(frozen=True, slots=True)
class Tesseract:
    """The program with its French data, as installed."""

    program: Path
    version: str
    """Of the program and of its data: another one may read a picture otherwise."""

    def read(self, picture: Image.Image, dpi: int, layout: int) -> str:
        """The words of a picture with their places, as Tesseract's HTML (hOCR).

        Raises:
            ReadError: "ocr_failed" where it breaks off or takes too long.
        """
        return self._run(picture, "-l", LANGUAGE, "--dpi", str(dpi), "--psm", str(layout), "hocr")

    def orientation(self, picture: Image.Image, dpi: int) -> tuple[int, float]:
        """Degrees clockwise that would set a picture upright, and how sure that is; (0, 0) if unknown."""
        try:
            said = self._run(picture, "-l", "osd", "--dpi", str(dpi), "--psm", "0")
        except ReadError:  # too few letters to tell, or no data for it installed
            return 0, 0.0
        turn = _TURN.search(said)
        return (int(turn[1]), float(turn[2])) if turn else (0, 0.0)

    def _run(self, picture: Image.Image, *options: str) -> str:
        """What the program prints about a picture."""
        command = [str(self.program), "-", "-", *options]
        try:
            # One thread: a batch reads as many documents at once as there are cores.
            done = run_program(
                command, seconds=SECONDS, content=_pgm(picture), environment={"OMP_THREAD_LIMIT": "1"}
            )
        except TimeoutExpired as error:
            message = Message("Text recognition took over %(seconds)s s on a page.", seconds=SECONDS)
            raise ReadError("ocr_failed", message, Message("Scan it anew, in black and white.")) from error
        except OSError as error:
            message = Message("Text recognition cannot be started (%(error)s).", error=error.strerror)
            raise ReadError("ocr_failed", message, CHECK) from error
        if done.returncode:
            said = done.stderr.decode("utf-8", "replace").split("\n")[0].strip()
            raise ReadError(
                "ocr_failed",
                Message("Text recognition failed (%(error)s).", error=said or f"code {done.returncode}"),
                CHECK,
            )
        return done.stdout.decode("utf-8", "replace")


def _pgm(picture: Image.Image) -> bytes:
    """A grey picture in the plainest of formats: nothing to pack and unpack."""
    return b"P5\n%d %d\n255\n" % picture.size + picture.tobytes()


def missing_part() -> SystemPart | None:
    """What has to be installed before a scanned page can be read."""
    return next((part for part in (TESSERACT, TESSERACT_FRENCH) if part.find() is None), None)


@cache
def find_tesseract() -> Tesseract | None:
    """Tesseract with its French data, None where either is not installed."""
    program, data = TESSERACT.find(), TESSERACT_FRENCH.find()
    if program is None or data is None:
        return None
    size = data.stat().st_size if data.exists() else 0
    return Tesseract(program, f"{TESSERACT.version()} {LANGUAGE} {size}")


# What the title of a line or a word tells: takes "bbox 100 97 300 140", leaves "bbox 100 97".
_BOX = re.compile(r"bbox (-?\d+) (-?\d+) (-?\d+) (-?\d+)")
# The slope of a line and its foot: takes "baseline 0.01 -8", leaves "baseline".
_BASELINE = re.compile(r"baseline (-?[\d.]+) (-?[\d.]+)")
# What lines have alone: takes "x_size 46.5", leaves "x_fsize 12".
_SIZE = re.compile(r"x_size ([\d.]+)")
# What words have alone: takes "x_wconf 93", leaves "x_confs 93 91".
_CONFIDENCE = re.compile(r"x_wconf (\d+)")

# An accent above a capital: takes the É of "Élu", leaves "élu", "Elu".
_ACCENTED = re.compile("[À-ÖØ-Þ]")
# Takes a letter of "Maire", "adjoint", "12"; leaves "nous", "voix".
_TALL_LETTER = re.compile("[A-Zbdfhkl0-9]")
# Takes "nous", "pays"; leaves "maire" and "voix", whose dot stands out.
_LOW_WORD = re.compile("[acegmnopqrsuvwxyz]+")

MARK = 2
"""Signs that a mark in a table has at most: "x", "X", "OK"."""

TALL, LOW = 0.7, 0.48
"""How high capitals and figures stand, in parts of the type size, and letters without a stroke upwards: in
Times 0.66 and 0.45, in Arial 0.72 and 0.52."""


@dataclass(frozen=True, slots=True)
class Word:
    """A recognised word: its box, the foot and size of its line in dots of the picture, its confidence."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    base: float
    size: float
    confidence: float
    """0-100."""
    line: int
    """Number of its line, in Tesseract's order."""
    bold: bool = False


def read_hocr(hocr: str) -> list[Word]:
    """The words of a page, line by line."""
    if not hocr.strip():
        return []
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, huge_tree=True)
    root = etree.fromstring(hocr.encode("utf-8"), parser)
    if root is None:
        return []
    spans = (span for span in root.iterfind(".//{*}span[@title]") if _SIZE.search(span.get("title", "")))
    lines = [line for span in spans for line in _lines(span)]
    return [word for number, line in enumerate(lines) for word in _words(line, number)]


def _lines(span: etree._Element) -> list[list[Word]]:
    """A line of Tesseract's; several where it took the marks down a column for one ("x" under "x")."""
    words = list(_measured(span))
    if any(len(word.text) > MARK for word in words) or not any(_under(w, words[0]) for w in words[1:]):
        return [words]
    alone = (replace(word, base=word.bottom, size=(word.bottom - word.top) / LOW) for word in words)
    return grouped(alone, lambda line, word: not _under(word, line[-1]))


def _under(lower: Word, upper: Word) -> bool:
    """Whether a word stands below another, not beside it."""
    return lower.top >= upper.bottom


def _words(words: Sequence[Word], number: int) -> Iterator[Word]:
    """The words of a line, as large as most of them measure."""
    sizes = [size for word in words if (size := _type_size(word)) is not None]
    usual = median(sizes) if sizes else None
    return (replace(word, line=number, size=usual or word.size) for word in words)


def _type_size(word: Word) -> float | None:
    """The type size of a word by how high its letters stand, None where they tell nothing.

    Tesseract's own size of a line is half as much again for one of capitals or with an accent on one.
    """
    high = word.base - word.top
    if high <= 0 or _ACCENTED.search(word.text):
        return None
    if _TALL_LETTER.search(word.text):
        return high / TALL
    return high / LOW if _LOW_WORD.fullmatch(word.text) else None


def _measured(line: etree._Element) -> Iterator[Word]:
    """The words of a line as the HTML tells them."""
    title = str(line.get("title", ""))
    size, box = _SIZE.search(title), _BOX.search(title)
    if not size or not box:
        return
    baseline = _BASELINE.search(title)
    slope, offset = map(float, baseline.groups()) if baseline else (0.0, 0.0)
    left, bottom = int(box[1]), int(box[4])
    for word in line.iterfind("{*}span"):
        about, text = str(word.get("title", "")), "".join(str(t) for t in word.itertext()).strip()
        place, sure = _BOX.search(about), _CONFIDENCE.search(about)
        if place and sure and text:
            x0, top, x1, foot = map(float, place.groups())
            base = bottom + offset + slope * ((x0 + x1) / 2 - left)
            yield Word(text, x0, top, x1, foot, base, float(size[1]), float(sure[1]), 0)


def by_line(words: Iterable[Word]) -> list[list[Word]]:
    """The words line by line."""
    return [list(line) for _, line in groupby(words, key=attrgetter("line"))]


def mean_confidence(words: Sequence[Word]) -> float:
    """That of the words, weighted by their length; 0 where there is none."""
    letters = sum(len(word.text) for word in words)
    return sum(word.confidence * len(word.text) for word in words) / letters if letters else 0.0
