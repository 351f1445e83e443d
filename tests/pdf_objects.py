"""PDFs written object by object: a script, pages in a circle, pages by the thousand."""

from collections.abc import Sequence


def write_objects(objects: list[str]) -> bytes:
    """A PDF of these objects, numbered from 1; the first is the catalogue."""
    made, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(made))
        made += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    trailer = f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(made)}\n%%EOF\n"
    return made + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{trailer}".encode()


SAYS = "BT /F1 12 Tf 72 700 Td (Budget) Tj ET"
BOX = "/MediaBox [0 0 595 842]"
FONT = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
PAGE = (
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842]"
    " /Resources << /Font << /F1 3 0 R >> >> /Contents 4 0 R >>"
)


def one_page(drawing: str, entries: str = BOX, *more: str, catalogue: str = "", resources: str = "") -> bytes:
    """A page with this content and these entries, in a document with more objects, from number 6 on."""
    used = f"/Resources << /Font << /F1 3 0 R >> {resources} >>"
    page = f"<< /Type /Page /Parent 2 0 R {used} /Contents 4 0 R {entries} >>"
    root = f"<< /Type /Catalog /Pages 2 0 R {catalogue} >>"
    tree = "<< /Type /Pages /Kids [5 0 R] /Count 1 >>"
    return write_objects([root, tree, FONT, _content(drawing), page, *more])


def drawing_form(drawing: str, size: str = "595 842", entries: str = "") -> str:
    """A form XObject: a drawing that pages and other forms use."""
    head = f"<< /Type /XObject /Subtype /Form /BBox [0 0 {size}] /Length {len(drawing)}"
    fonts = f"/Resources << /Font << /F1 3 0 R >> {entries} >>"
    return f"{head} {fonts} >>\nstream\n{drawing}\nendstream"


def branching_drawings(levels: int, branches: int) -> bytes:
    """A page with a drawing that holds so many of the next one, which holds as many again."""
    forms = [
        drawing_form("/X Do " * branches, entries=f"/XObject << /X {7 + i} 0 R >>") for i in range(levels - 1)
    ]
    return one_page("/X Do", BOX, *forms, drawing_form(SAYS), resources="/XObject << /X 6 0 R >>")


def many_pages(lines: Sequence[str], *more: str) -> bytes:
    """A PDF with a page for each line, and more objects that no page shows."""
    count = len(lines)
    kids = " ".join(f"{4 + i} 0 R" for i in range(count))
    pages = [PAGE.replace("4 0 R", f"{4 + count + i} 0 R") for i in range(count)]
    contents = [_content(f"BT /F1 12 Tf 72 500 Td ({line}) Tj ET") for line in lines]
    tree = f"<< /Type /Pages /Kids [{kids}] /Count {count} >>"
    return write_objects(["<< /Type /Catalog /Pages 2 0 R >>", tree, FONT, *pages, *contents, *more])


def _content(drawing: str) -> str:
    return f"<< /Length {len(drawing)} >>\nstream\n{drawing}\nendstream"


def cyclic_pages(count: int, *, cycle: bool) -> bytes:
    """So many pages that say "Budget"; with `cycle` the page tree is a branch of its own."""
    kids = " ".join(f"{5 + i} 0 R" for i in range(count)) + (" 2 0 R" if cycle else "")
    tree = f"<< /Type /Pages /Kids [{kids}] /Count {count + cycle} >>"
    return write_objects(["<< /Type /Catalog /Pages 2 0 R >>", tree, FONT, _content(SAYS), *[PAGE] * count])


def with_javascript(script: str) -> bytes:
    """A page that says "Budget", and a script that runs when the file is opened."""
    return one_page(SAYS, catalogue=f"/OpenAction << /S /JavaScript /JS ({script}) >>")
