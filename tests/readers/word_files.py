"""Small DOCX files written by hand, as bytes: a body of XML with just the parts that a test needs."""

import io
import zipfile
from xml.sax.saxutils import escape

from crparse.readers.files.markup import NAMESPACES

SPACES = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" ' + " ".join(
    f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items() if prefix != "xml"
)
TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"

PARTS = {
    "styles": "styles", "numbering": "numbering", "footnotes": "footnotes", "endnotes": "endnotes",
    "settings": "settings",
}  # fmt: skip


def part(root: str, content: str) -> str:
    """The XML of a part."""
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{root} {SPACES}>{content}</w:{root}>'


def docx(body: str, *, document: str = "", relations: str = "", **parts: str) -> bytes:
    """A DOCX with this body.

    `parts` are the inner XML of styles, numbering, footnotes…; those called header… and footer… become parts
    that the body names by `rId_` and their key. `document` replaces the whole document part.
    """
    files = {"word/document.xml": document or part("document", f"<w:body>{body}</w:body>")}
    names = ""
    for key, content in parts.items():
        kind = PARTS.get(key) or ("header" if key.startswith("header") else "footer")
        root = {"header": "hdr", "footer": "ftr"}.get(kind, kind)
        files[f"word/{key}.xml"] = part(root, content)
        relations += f'<Relationship Id="rId_{key}" Type="{RELATIONS}/{kind}" Target="{key}.xml"/>'
        names += f'<Override PartName="/word/{key}.xml" ContentType="{TYPES}.{kind}+xml"/>'
    files["[Content_Types].xml"] = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{TYPES}.document.main+xml"/>'
        f"{names}</Types>"
    )
    files["_rels/.rels"] = (
        f'<Relationships xmlns="{PACKAGE_RELATIONS}"><Relationship Id="rId1"'
        f' Type="{RELATIONS}/officeDocument" Target="word/document.xml"/></Relationships>'
    )
    files["word/_rels/document.xml.rels"] = (
        f'<Relationships xmlns="{PACKAGE_RELATIONS}">{relations}</Relationships>'
    )
    return zipped(files)


def zipped(files: dict[str, str]) -> bytes:
    """A ZIP archive of these files."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for name, content in files.items():
            package.writestr(name, content)
    return stream.getvalue()


def r(text: str, looks: str = "") -> str:
    """A run; `looks` is the inner XML of its properties."""
    return f'<w:r><w:rPr>{looks}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def p(*content: str, style: str = "", num: str = "", looks: str = "") -> str:
    """A paragraph of texts and XML; `num` is "list:level", `looks` more of its properties."""
    properties = f'<w:pStyle w:val="{style}"/>' if style else ""
    if num:
        number, _, level = num.partition(":")
        properties += f'<w:numPr><w:ilvl w:val="{level or 0}"/><w:numId w:val="{number}"/></w:numPr>'
    inner = "".join(c if c.startswith("<") else r(c) for c in content)
    return f"<w:p><w:pPr>{properties}{looks}</w:pPr>{inner}</w:p>"


def style(name: str, *, key: str = "", kind: str = "paragraph", based_on: str = "", content: str = "") -> str:
    """A style; its id is `key`, or its name without spaces."""
    parent = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    return (
        f'<w:style w:type="{kind}" w:styleId="{key or name.replace(" ", "")}"><w:name w:val="{name}"/>'
        f"{parent}{content}</w:style>"
    )


def lvl(level: int, text: str, number_format: str = "decimal", *, start: int = 1, more: str = "") -> str:
    """One level of a list."""
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="{start}"/><w:numFmt w:val="{number_format}"/>'
        f'<w:lvlText w:val="{text}"/>{more}</w:lvl>'
    )


def abstract(number: int, *levels: str) -> str:
    """An abstract list."""
    return f'<w:abstractNum w:abstractNumId="{number}">{"".join(levels)}</w:abstractNum>'


def num(number: int, abstract_number: int, overrides: str = "") -> str:
    """A list that paragraphs name by its number."""
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{abstract_number}"/>{overrides}</w:num>'


def restart(level: int, start: int) -> str:
    """The override that starts a level anew."""
    return f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{start}"/></w:lvlOverride>'


def tc(*content: str, more: str = "") -> str:
    """A table cell of paragraphs; plain texts become one each."""
    inner = "".join(c if c.startswith("<") else p(c) for c in content) or "<w:p/>"
    return f"<w:tc><w:tcPr>{more}</w:tcPr>{inner}</w:tc>"


def tr(*cells: str, more: str = "") -> str:
    """A table row."""
    inner = "".join(c if c.startswith("<w:tc") else tc(c) for c in cells)
    return f"<w:tr><w:trPr>{more}</w:trPr>{inner}</w:tr>"


def tbl(*rows: str, more: str = "") -> str:
    """A table."""
    return f"<w:tbl><w:tblPr>{more}</w:tblPr>{''.join(rows)}</w:tbl>"
