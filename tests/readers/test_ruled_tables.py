"""Tables with rules: cells, merged cells, several pages, frames that are no tables."""

from pdf_files import LEFT, RIGHT, Sheet, wrap

from crparse.readers.pdf import read_pdf
from crparse.source import Block

WORDS = "La commission examine les comptes de l'année et propose de les approuver sans réserve aucune."


def read(sheet: Sheet) -> list[Block]:
    return list(read_pdf(sheet.done()).blocks)


def cells(blocks: list[Block]) -> list[tuple[int, int, int, str]]:
    """Table, row, column and text of each block in a table."""
    return [(b.cell.table, b.cell.row, b.cell.column, b.text) for b in blocks if b.cell]


def draw(sheet: Sheet, y: float, rows: list[list[str]], bold: bool = True) -> float:
    """A table of two columns; the text of a cell may have several lines."""
    ys = [y]
    for r, row in enumerate(rows):
        for x, words in zip((LEFT, 260.0), row, strict=True):
            for i, line in enumerate(words.split("\n")):
                sheet.text(
                    x + 5,
                    ys[-1] + 14 + 13 * i,
                    line,
                    font="Helvetica-Bold" if bold and r == 0 else "Helvetica",
                )
        ys.append(ys[-1] + 7 + 13 * max(words.count("\n") + 1 for words in row))
    sheet.grid((LEFT, 260, RIGHT), ys)
    return ys[-1]


def test_cells_with_wrapped_lines_and_several_paragraphs() -> None:
    sheet = Sheet()
    end = draw(
        sheet,
        100,
        [
            ["Nom", "Organisme"],
            ["Odile Ferrandin", "Direction départementale des territoires\nde la Brune"],
            ["Paul Quentrec\nMarthe Lubin", "ADIL 99"],
        ],
    )
    sheet.lines(LEFT, end + 40, wrap(WORDS))
    blocks = read(sheet)
    assert cells(blocks) == [
        (0, 0, 0, "Nom"),
        (0, 0, 1, "Organisme"),
        (0, 1, 0, "Odile Ferrandin"),
        (0, 1, 1, "Direction départementale des territoires de la Brune"),
        (0, 2, 0, "Paul Quentrec"),
        (0, 2, 0, "Marthe Lubin"),
        (0, 2, 1, "ADIL 99"),
    ]
    assert [b.text for b in blocks if b.cell and b.cell.header] == ["Nom", "Organisme"]
    assert [b.text for b in blocks if not b.cell] == [WORDS]


def test_merged_cell_is_given_once() -> None:
    sheet = Sheet()
    sheet.grid((LEFT, RIGHT), (100, 120, 140))
    sheet.rule(300, 120, 300, 140)
    sheet.text(LEFT + 5, 114, "Participants")
    sheet.text(LEFT + 5, 134, "Odile Ferrandin")
    sheet.text(305, 134, "Mairie de Vaubrune")
    blocks = read(sheet)
    assert [(b.text, b.cell.row, b.cell.column, b.cell.column_span) for b in blocks if b.cell] == [
        ("Participants", 0, 0, 2),
        ("Odile Ferrandin", 1, 0, 1),
        ("Mairie de Vaubrune", 1, 1, 1),
    ]


def test_table_over_two_pages_is_one_and_its_head_read_once() -> None:
    sheet = Sheet()
    sheet.lines(LEFT, 100, wrap(WORDS))
    draw(sheet, 700, [["Nom", "Organisme"], ["Odile Ferrandin", "Mairie"], ["Paul Quentrec", "ADIL"]])
    sheet.next_page()
    end = draw(sheet, 80, [["Nom", "Organisme"], ["Marthe Lubin", "OREL"]])
    sheet.lines(LEFT, end + 40, wrap(WORDS))
    blocks = read(sheet)
    assert cells(blocks) == [
        (0, 0, 0, "Nom"),
        (0, 0, 1, "Organisme"),
        (0, 1, 0, "Odile Ferrandin"),
        (0, 1, 1, "Mairie"),
        (0, 2, 0, "Paul Quentrec"),
        (0, 2, 1, "ADIL"),
        (0, 3, 0, "Marthe Lubin"),
        (0, 3, 1, "OREL"),
    ]
    assert {b.cell.rows for b in blocks if b.cell} == {4}
    assert [b.page for b in blocks if b.cell][-1] == 2


def test_two_tables_apart_are_two() -> None:
    sheet = Sheet()
    end = draw(sheet, 100, [["Nom", "Organisme"], ["Odile Ferrandin", "Mairie"]])
    sheet.text(LEFT, end + 30, "Excusés :")
    draw(sheet, end + 50, [["Paul Quentrec", "ADIL"], ["Marthe Lubin", "OREL"]], bold=False)
    assert {b.cell.table for b in read(sheet) if b.cell} == {0, 1}


def test_frame_around_text_is_no_table() -> None:
    sheet = Sheet()
    sheet.grid((LEFT, RIGHT), (90, 140))
    sheet.lines(LEFT + 5, 108, wrap(WORDS, 430))
    assert [(b.text, b.cell) for b in read(sheet)] == [(WORDS, None)]


def test_rules_between_rows_only() -> None:
    sheet = Sheet()
    rows = [
        ("Odile Ferrandin", "Mairie de Vaubrune", 0),
        ("Marie-Armelle de la Vaubrenière", "Communauté de communes de la Brune", 0),
        ("Paul Quentrec", "ADIL 99", 1),
        ("Hugues Sandelain", "OREL", 1),
        ("Ines Corbaz", "GRETA", 0),
        ("Ali Remouche", "Réseau Halles", 1),
    ]
    for x, head in [(LEFT, "Nom"), (234, "Organisme"), (420, "Présent"), (458.5, "Excusé")]:
        sheet.text(x, 97, head, 10, "Helvetica-Bold")
    for i, (name, body, excused) in enumerate(rows):
        sheet.text(LEFT, 111 + 14 * i, name)
        sheet.text(234, 111 + 14 * i, body)
        sheet.text(472 if excused else 434, 111 + 14 * i, "x")
    for i in range(len(rows) + 1):
        sheet.rule(LEFT, 100 + 14 * i, RIGHT, 100 + 14 * i)
    blocks = read(sheet)
    found = [(b.cell.row, b.cell.column, b.text) for b in blocks if b.cell]
    assert found[:4] == [(0, 0, "Nom"), (0, 1, "Organisme"), (0, 2, "Présent"), (0, 3, "Excusé")]
    assert found[4:] == [
        cell
        for r, (name, body, excused) in enumerate(rows, 1)
        for cell in [(r, 0, name), (r, 1, body), (r, 3 if excused else 2, "x")]
    ]
    assert not any(b.share("underline") for b in blocks)


def test_word_torn_by_a_narrow_column() -> None:
    sheet = Sheet()
    sheet.grid((LEFT, 220, 285), (100, 120, 156))
    sheet.text(LEFT + 5, 114, "Nom")
    sheet.text(225, 114, "Rôle")
    sheet.text(LEFT + 5, 134, "Odile Ferrandin")
    sheet.lines(225, 134, ["Observatric", "e"], 14)
    assert [b.text for b in read(sheet)] == ["Nom", "Rôle", "Odile Ferrandin", "Observatrice"]


def test_text_that_runs_out_of_the_table_stays_in_its_cell() -> None:
    sheet = Sheet()
    sheet.grid((LEFT, 220, 330), (100, 120, 140))
    sheet.text(LEFT + 5, 114, "Nom")
    sheet.text(225, 114, "Organisme")
    sheet.text(LEFT + 5, 134, "Odile Ferrandin")
    sheet.text(225, 134, "Communauté de communes de la Brune")
    assert cells(read(sheet))[-1] == (0, 1, 1, "Communauté de communes de la Brune")


def rows_over_pages(texts: list[tuple[str, list[str]]]) -> Sheet:
    """A table of which each text is given page by page, its head on each of them."""
    sheet = Sheet()
    for page in range(max(len(parts) for _, parts in texts)):
        top = 60.0 if page else 640.0
        ys, y = [top, top + 20], top + 20
        sheet.text(LEFT + 5, top + 14, "Sujet")
        sheet.text(205, top + 14, "Suite donnée")
        for subject, parts in texts:
            if page < len(parts) and parts[page]:
                if page == 0 or not parts[page - 1]:
                    sheet.text(LEFT + 5, y + 14, subject)
                y = sheet.lines(205, y + 14, wrap(parts[page], 300))
                ys.append(y)
        sheet.grid([LEFT, 200, RIGHT], ys)
        sheet.next_page()
    return sheet


def test_a_row_cut_by_the_end_of_a_page_is_one() -> None:
    head, rest = "La commission examine les comptes et", "propose de les approuver sans réserve."
    sheet = rows_over_pages([("Comptes", [head, rest]), ("Voirie", ["", "Reporté à juin."])])
    assert [cell[1:] for cell in cells(read(sheet)) if cell[3]] == [
        (0, 0, "Sujet"),
        (0, 1, "Suite donnée"),
        (1, 0, "Comptes"),
        (1, 1, f"{head} {rest}"),
        (2, 0, "Voirie"),
        (2, 1, "Reporté à juin."),
    ]


def test_a_row_with_an_empty_first_cell_that_begins_anew_is_another() -> None:
    sheet = rows_over_pages([("Comptes", ["Le bureau approuve les comptes.", "Le budget est voté."])])
    assert [text for _, row, _, text in cells(read(sheet)) if row == 2] == ["Le budget est voté."]


def test_a_tall_row_on_each_page_makes_no_margin_of_the_first_column() -> None:
    sheet = Sheet()
    for subject in ("Voirie", "Écoles", "Forêt"):
        sheet.grid([LEFT, 150, RIGHT], [80, 100, 760])
        sheet.text(LEFT + 5, 94, "Sujet")
        sheet.text(155, 94, "Suite donnée")
        sheet.text(LEFT + 5, 114, subject)
        sheet.lines(155, 114, wrap(f"{subject} : {WORDS}", 360) * 12)
        sheet.next_page()
    source = read_pdf(sheet.done())
    subjects = [b.text for b in source.blocks if b.cell is not None and b.cell.column == 0]
    assert (subjects, source.furniture) == (["Sujet", "Voirie", "Écoles", "Forêt"], ())
