"""Tesseract, the program that recognises text in pictures: where it is, what it says about a picture.

It is a program of the system, not a Python package; its French data come apart (see `system_parts`).
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from subprocess import TimeoutExpired

from PIL import Image

from crparse.child_process import run_program
from crparse.errors import ReadError
from crparse.system_parts import TESSERACT, TESSERACT_FRENCH, SystemPart

LANGUAGE = "fra"
"""Tesseract's name of its French data."""

SECONDS = 120
"""Time that one page may take: an A4 page of dense type takes five seconds on a slow core."""

CHECK = "Check the installation of Tesseract (`crparse doctor`)."

_TURN = re.compile(r"Rotate: (\d+)")
_SURE = re.compile(r"Orientation confidence: ([\d.]+)")


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
        turn, sure = _TURN.search(said), _SURE.search(said)
        return (int(turn[1]), float(sure[1])) if turn and sure else (0, 0.0)

    def _run(self, picture: Image.Image, *options: str) -> str:
        command = [str(self.program), "-", "-", *options]
        try:
            # One thread: a batch reads as many documents at once as there are cores.
            done = run_program(
                command, seconds=SECONDS, content=_pgm(picture), environment={"OMP_THREAD_LIMIT": "1"}
            )
        except TimeoutExpired as error:
            message = f"Text recognition took over {SECONDS} s on a page."
            raise ReadError("ocr_failed", message, "Scan it anew, in black and white.") from error
        except OSError as error:
            message = f"Text recognition cannot be started ({error.strerror})."
            raise ReadError("ocr_failed", message, CHECK) from error
        if done.returncode:
            said = done.stderr.decode("utf-8", "replace").split("\n")[0].strip()
            raise ReadError(
                "ocr_failed", f"Text recognition failed ({said or f'code {done.returncode}'}).", CHECK
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
