"""Pictures as documents: pages are recognised, photographs passed over, each in one line."""

import io

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from crparse.errors import ReadError
from crparse.readers import picture as pictures
from crparse.readers import read_document
from crparse.readers.picture import looks_like_a_page
from system_programs import needs_tesseract

LINES = ["Compte rendu du 12 mars 2024", "Présents : Mme Aline Corbier", "Le budget est voté."] * 3


def page(size: tuple[int, int] = (1000, 700)) -> Image.Image:
    drawn = Image.new("L", size, 255)
    font = ImageFont.load_default(36)
    for number, line in enumerate(LINES):
        ImageDraw.Draw(drawn).text((60, 40 + 70 * number), line, fill=0, font=font)
    return drawn


def saved(picture: Image.Image, format: str, **options: object) -> bytes:
    stream = io.BytesIO()
    picture.save(stream, format, **options)
    return stream.getvalue()


def noise(size: tuple[int, int] = (900, 700)) -> Image.Image:
    """What a photograph of trees is like: bright and dark everywhere."""
    dots = np.random.default_rng(1).integers(0, 255, (size[1] // 5, size[0] // 5), dtype=np.uint8)
    return Image.fromarray(dots).resize(size)


def refused(content: bytes, name: str) -> tuple[str, str]:
    with pytest.raises(ReadError) as caught:
        read_document(content, name=name)
    return caught.value.code, caught.value.message


@needs_tesseract
def test_a_page_of_a_tiff_is_read_as_a_scan() -> None:
    pages = [page().convert("1"), page((1000, 300)).convert("1")]
    content = saved(pages[0], "TIFF", save_all=True, append_images=pages[1:], dpi=(120, 120))
    source = read_document(content, name="cr.tif")
    assert (source.format, source.pages) == ("tiff", 2)
    assert "Aline Corbier" in source.text
    assert [warning.code for warning in source.warnings] == ["recognised"]


def test_what_looks_like_a_page() -> None:
    assert looks_like_a_page(saved(page(), "PNG"))
    assert looks_like_a_page(saved(page().rotate(90, expand=True), "JPEG"))
    shadow = np.asarray(page(), dtype=float) * np.linspace(1.0, 0.5, 1000)[None, :]
    assert looks_like_a_page(saved(Image.fromarray(shadow.astype(np.uint8)), "JPEG"))
    clear = page().convert("RGBA")
    clear.putalpha(Image.fromarray(255 - np.asarray(page())))
    assert looks_like_a_page(saved(clear, "PNG"))


@pytest.mark.parametrize(
    "picture",
    [noise(), Image.new("L", (900, 700), 200), page((250, 600)), Image.new("RGB", (900, 700), "navy")],
)
def test_what_does_not(picture: Image.Image) -> None:
    assert not looks_like_a_page(saved(picture, "JPEG"))


def test_a_photograph_is_passed_over_without_recognition(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "_as_pdf", None)
    assert refused(saved(noise(), "JPEG"), "vacances.jpg") == (
        "other_format",
        "The file is a picture that holds no minutes: "
        "it does not look like a page, and was not searched for text.",
    )


@needs_tesseract
def test_a_picture_without_text_is_said_to_hold_none() -> None:
    drawn = Image.new("L", (900, 700), 255)
    ImageDraw.Draw(drawn).rectangle((200, 200, 330, 330), fill=0)
    assert refused(saved(drawn, "PNG"), "plan.png") == (
        "other_format",
        "The file is a picture that holds no minutes: no text was found in it.",
    )


def test_pictures_that_are_damaged_or_a_trap(monkeypatch: pytest.MonkeyPatch) -> None:
    assert refused(saved(page(), "PNG")[:2000], "cr.png")[0] == "truncated"
    assert refused(b"\x89PNG\r\n\x1a\n" + b"\0" * 64, "cr.png")[0] == "truncated"
    assert refused(b"II*\0\x08\0\0\0\0\0\x08\0\0\0", "cr.tif")[0] == "truncated"
    large = saved(page(), "PNG")
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 1000)
    assert refused(large, "cr.png")[0] == "too_large"


def test_a_picture_of_apples_without_what_reads_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pi_heif", None)
    code, message = refused(b"\0\0\0\x18ftypheic" + b"\0" * 40, "IMG_0001.HEIC")
    assert (code, message) == (
        "other_format",
        "The file is a picture of Apple's (HEIC), which needs the package pi-heif.",
    )


@pytest.mark.parametrize(("dpi", "expected"), [((200, 200), 200.0), ((72, 72), None), (None, None)])
def test_the_paper_of_a_picture(dpi: tuple[int, int] | None, expected: float | None) -> None:
    content = saved(page(), "JPEG", **({"dpi": dpi} if dpi else {}))
    with Image.open(io.BytesIO(content)) as picture:
        assert pictures._dots_an_inch(picture) == expected
