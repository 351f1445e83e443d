"""Scanned pages set straight: how a picture lies, how crooked its lines run."""

import numpy as np
import numpy.typing as npt
from PIL import Image

STEEPEST = 5.0
"""Degrees up to which a crooked page is set straight."""

LEAST = 0.2
"""Degrees from which turning a picture does more good than it blurs."""

CLEARER = 1.1
"""How many times clearer the lines have to be in a turned picture."""

COARSE = 50
"""Resolution, in dots an inch, at which lines of type are still told apart and turning is quick."""

Grey = npt.NDArray[np.uint8]


def ink_threshold(grey: Grey) -> int:
    """The shade that best parts ink from paper (Otsu 1979): below it is ink."""
    counts = np.bincount(grey.ravel(), minlength=256).astype(np.float64)
    below = np.cumsum(counts)
    shade = np.cumsum(counts * np.arange(256))
    above = below[-1] - below
    with np.errstate(divide="ignore", invalid="ignore"):
        apart = below * above * (shade / below - (shade[-1] - shade) / above) ** 2
    return int(np.nanargmax(apart)) + 1 if np.isfinite(apart).any() else 128


def slant(picture: Image.Image, dpi: int) -> float:
    """Degrees, anticlockwise, that set the lines of type level; 0 where none stands out.

    The angle at which the rows of the picture differ most in ink (Postl 1986).
    """
    ink = _coarse(picture, dpi)
    coarse = max(np.arange(-STEEPEST, STEEPEST + 0.1, 0.5), key=lambda angle: _contrast(ink, angle))
    fine = float(max(np.arange(coarse - 0.4, coarse + 0.5, 0.1), key=lambda angle: _contrast(ink, angle)))
    if abs(fine) < LEAST or _contrast(ink, fine) <= CLEARER * _contrast(ink, 0.0):
        return 0.0
    return round(fine, 1)


def lies_on_its_side(picture: Image.Image, dpi: int) -> bool:
    """Whether lines of type seem to run up or down the picture rather than across."""
    ink = _coarse(picture, dpi)
    across, upright = (
        max(_contrast(lain, angle) for angle in (-2.0, -1.0, 0.0, 1.0, 2.0))
        for lain in (ink, ink.transpose(Image.Transpose.ROTATE_90))
    )
    return upright > CLEARER * across


def turned(picture: Image.Image, clockwise: int, angle: float) -> Image.Image:
    """The picture turned by quarters, then by a few degrees anticlockwise."""
    quarters = {
        90: Image.Transpose.ROTATE_270,
        180: Image.Transpose.ROTATE_180,
        270: Image.Transpose.ROTATE_90,
    }
    if clockwise:
        picture = picture.transpose(quarters[clockwise])
    return picture.rotate(angle, Image.Resampling.BICUBIC, fillcolor=255) if angle else picture


def _coarse(picture: Image.Image, dpi: int) -> Image.Image:
    """The ink of a picture, white on black, at a low resolution."""
    share = COARSE / dpi
    size = max(1, round(picture.width * share)), max(1, round(picture.height * share))
    small = np.asarray(picture.resize(size, Image.Resampling.BOX))
    return Image.fromarray(np.where(small < ink_threshold(small), 255, 0).astype(np.uint8))


def _contrast(ink: Image.Image, angle: float) -> float:
    rows = np.asarray(ink.rotate(angle, Image.Resampling.NEAREST)).sum(axis=1, dtype=np.int64)
    return float(np.square(np.diff(rows)).sum())
