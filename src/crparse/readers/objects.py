"""The objects that a page draws, those inside forms too, with their place on the page."""

import ctypes
from collections.abc import Iterator

import pypdfium2 as pdfium
import pypdfium2.raw as raw

DEEPEST = 6
"""Nested forms that are followed: a form that holds itself would never end."""

Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]

IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def walk_objects(page: pdfium.PdfPage) -> Iterator[tuple[raw.FPDF_PAGEOBJECT, Matrix]]:
    """Every object, with the matrix that leads from its coordinates to the page's."""
    yield from _walk(page.raw, IDENTITY, 0)


def _walk(holder: object, matrix: Matrix, depth: int) -> Iterator[tuple[raw.FPDF_PAGEOBJECT, Matrix]]:
    count, get = (
        (raw.FPDFFormObj_CountObjects, raw.FPDFFormObj_GetObject)
        if depth
        else (raw.FPDFPage_CountObjects, raw.FPDFPage_GetObject)
    )
    for index in range(count(holder)):
        item = get(holder, index)
        if raw.FPDFPageObj_GetType(item) != raw.FPDF_PAGEOBJ_FORM:
            yield item, matrix
        elif depth < DEEPEST:
            yield from _walk(item, combined(matrix_of(item), matrix), depth + 1)


def matrix_of(item: raw.FPDF_PAGEOBJECT) -> Matrix:
    """The matrix that an object is drawn with."""
    found = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(item, found)
    return found.a, found.b, found.c, found.d, found.e, found.f


def combined(inner: Matrix, outer: Matrix) -> Matrix:
    """The matrix that does what `inner` does, then `outer`."""
    a, b, c, d, e, f = inner
    k, l, m, n, o, p = outer  # noqa: E741
    return a * k + b * m, a * l + b * n, c * k + d * m, c * l + d * n, e * k + f * m + o, e * l + f * n + p


def moved(point: Point, matrix: Matrix) -> Point:
    """Where a matrix takes a point."""
    a, b, c, d, e, f = matrix
    x, y = point
    return a * x + c * y + e, b * x + d * y + f


def corners(item: raw.FPDF_PAGEOBJECT, matrix: Matrix) -> tuple[Point, Point]:
    """Two opposite corners of an object, in the page's coordinates."""
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    raw.FPDFPageObj_GetBounds(item, left, bottom, right, top)
    return moved((left.value, bottom.value), matrix), moved((right.value, top.value), matrix)
