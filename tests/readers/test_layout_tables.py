"""Tables that only set a page, and those that do not."""

from word_files import docx, p

from crparse.readers import read_document
from crparse.readers.blocks.layout import without_layout
from crparse.source import Block, Cell, Kind

TEXT = [f"Point {n} : le conseil délibère." for n in range(25)]
MARGIN = ["DÉPARTEMENT", "Commune de Valmont", "1/2", "DÉPARTEMENT", "Commune de Valmont", "2/2"]


def cell(row: int, column: int, rows: int = 1, columns: int = 2) -> Cell:
    return Cell(0, row, column, rows, columns)


def blocks(texts: list[str], where: Cell | None) -> list[Block]:
    return [Block(text, cell=where) for text in texts]


def summed(found: list[Block]) -> list[tuple[str, Kind, bool]]:
    return [(block.text, block.kind, block.cell is not None) for block in found]


def test_the_text_leaves_its_cell_and_the_margin_becomes_a_header() -> None:
    found = without_layout([*blocks(MARGIN, cell(0, 0)), *blocks(TEXT, cell(0, 1)), Block("Fin")])
    body = [(text, Kind.PARAGRAPH, False) for text in (*TEXT, "Fin")]
    assert summed(found) == [
        *body,
        ("DÉPARTEMENT", Kind.HEADER, False),
        ("Commune de Valmont", Kind.HEADER, False),
    ]


def test_a_column_that_does_not_repeat_itself_is_text() -> None:
    found = without_layout([*blocks(["Commune", "Séance du 3 mai"], cell(0, 0)), *blocks(TEXT, cell(0, 1))])
    assert summed(found) == [(text, Kind.PARAGRAPH, False) for text in ("Commune", "Séance du 3 mai", *TEXT)]


def test_tables_of_data_stay_tables() -> None:
    short = [*blocks(MARGIN, cell(0, 0)), *blocks(TEXT[:12], cell(0, 1))]
    small_part = [
        *blocks(TEXT, cell(0, 1)),
        *blocks(["Un autre texte, bien plus long que cela. " * 30] * 5, None),
    ]
    many_rows = [*blocks(TEXT, cell(0, 1, rows=9)), *blocks(["oui"], cell(8, 1, rows=9))]
    for table in (short, small_part, many_rows):
        assert without_layout(table) == table


def test_in_a_word_file() -> None:
    def column(texts: list[str]) -> str:
        return f"<w:tc>{''.join(map(p, texts))}</w:tc>"

    source = read_document(docx(f"<w:tbl><w:tr>{column(MARGIN)}{column(TEXT)}</w:tr></w:tbl>"))
    assert summed([*source.blocks, *source.furniture]) == [
        *[(text, Kind.PARAGRAPH, False) for text in TEXT],
        ("DÉPARTEMENT", Kind.HEADER, False),
        ("Commune de Valmont", Kind.HEADER, False),
    ]
