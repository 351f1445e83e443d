"""Layers of a PDF that are switched off: what stands on them is not shown.

PDFium names the layer of a text but not whether it is shown: that is read from the file's catalogue.
"""

import ctypes
import io
from functools import cached_property

import pypdfium2.raw as raw
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import resolve1
from pdfminer.psexceptions import PSException

LAYER = "OC"
"""How the content of a page marks what stands on a layer (PDF 1.7, 8.11.3)."""

LONGEST = 512
"""Bytes of the longest name of a layer that is read (chosen, not measured)."""

Text = ctypes.POINTER(ctypes.c_ushort)


def layer_of(item: raw.FPDF_PAGEOBJECT) -> str | None:
    """The name of the layer that an object stands on, None where it stands on the page itself."""
    size, buffer = ctypes.c_ulong(), ctypes.create_string_buffer(LONGEST)
    text = ctypes.cast(buffer, Text)
    for index in range(raw.FPDFPageObj_CountMarks(item)):
        mark = raw.FPDFPageObj_GetMark(item, index)
        raw.FPDFPageObjMark_GetName(mark, text, LONGEST, size)
        if _said(buffer, size) == LAYER:
            raw.FPDFPageObjMark_GetParamStringValue(mark, b"Name", text, LONGEST, size)
            return _said(buffer, size)
    return None


def _said(buffer: "ctypes.Array[ctypes.c_char]", size: ctypes.c_ulong) -> str:
    return buffer.raw[: min(size.value, LONGEST)].decode("utf-16-le", "replace").rstrip("\0")


class Layers:
    """The layers of a file; its catalogue is read when the first name is asked for."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    def is_off(self, layer: str | None) -> bool:
        """Whether what stands on a layer is not shown."""
        return layer is not None and layer in self._off

    @cached_property
    def _off(self) -> frozenset[str]:
        try:
            catalogue = PDFDocument(PDFParser(io.BytesIO(self._content))).catalog
            properties = resolve1(catalogue.get("OCProperties")) or {}
            usual = resolve1(properties.get("D")) or {}
            named = {key: [_name(layer) for layer in resolve1(usual.get(key)) or ()] for key in ("ON", "OFF")}
            every = [_name(layer) for layer in resolve1(properties.get("OCGs")) or ()]
        except (PSException, TypeError, AttributeError):  # a catalogue that is not as it should be
            return frozenset()
        base = every if getattr(usual.get("BaseState"), "name", "ON") == "OFF" else []
        off = {*base, *named["OFF"]} - ({*named["ON"]} if base else set())
        # A name that two layers bear says nothing.
        return frozenset(name for name in off if every.count(name) == 1)


def _name(layer: object) -> str:
    """The name of a layer, as PDFium decodes it."""
    said = resolve1(resolve1(layer)["Name"])
    marked = said.startswith((b"\xfe\xff", b"\xff\xfe"))
    return str(said.decode("utf-16" if marked else "latin-1", "replace"))
