"""Which stretch of the text stands on which page."""

from crparse.source import Block, Line, SourceDocument


def line(start: int, end: int, page: int) -> Line:
    return Line(start, end, page, 0, 0, 0, 0)


def stretches(*blocks: Block) -> list[tuple[int, str]]:
    document = SourceDocument("cr.pdf", "pdf", blocks)
    return [(page, document.text[start:end]) for page, start, end in document.page_stretches()]


def test_a_paragraph_that_goes_on_over_the_page_is_cut_where_its_line_begins() -> None:
    over = Block("Le four est remis en état.", page=1, lines=(line(0, 12, 1), line(12, 26, 2)))
    assert stretches(Block("Travaux", page=1), over, Block("Fin", page=2)) == [
        (1, "Travaux\nLe four est "),
        (2, "remis en état.\nFin"),
    ]


def test_a_note_after_the_pages_that_follow_its_own_begins_another_stretch() -> None:
    blocks = Block("Un", page=1), Block("Deux", page=2), Block("Note", page=1)
    assert stretches(*blocks) == [(1, "Un\n"), (2, "Deux\n"), (1, "Note")]


def test_blocks_of_no_page_stand_on_that_of_the_text_before() -> None:
    assert stretches(Block("Un", page=1), Block("?"), Block("Deux", page=2)) == [(1, "Un\n?\n"), (2, "Deux")]


def test_a_format_without_pages_has_none() -> None:
    assert stretches(Block("Un"), Block("Deux")) == []
