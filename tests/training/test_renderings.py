"""Which lines the gold headings are, and the same minutes as other typists would set them."""

from crparse.source import Block, Kind, Run, SourceDocument
from crparse.training.annotated import AnnotatedMinutes
from crparse.training.headings import (
    RENDERINGS,
    heading_tables,
    learn_headings,
    renderings,
    score_headings,
)


def _block(text: str, bold: bool = False, level: int | None = None) -> Block:
    return Block(text, Kind.PARAGRAPH, heading_level=level, runs=(Run(0, len(text), bold=bold, size=11.0),))


BLOCKS = (
    _block("Ordre du jour :"),
    _block("Budget"),
    _block("Travaux"),
    _block("1. Budget", bold=True),
    _block("Le budget est voté à l'unanimité après un long débat sur les dépenses."),
    _block("2. Travaux", level=1),
    _block("Les travaux de la salle commencent le lundi suivant, dit Mme Roux."),
)

TITLES = ("Budget", "Travaux")


def _minutes(blocks: tuple[Block, ...] = BLOCKS, titles: tuple[str, ...] = TITLES) -> AnnotatedMinutes:
    source = SourceDocument(name="jardins.docx", format="docx", blocks=blocks)
    return AnnotatedMinutes("jardins.docx", "garden", source, {"sections": [{"title": t} for t in titles]})


def _headings(minutes: AnnotatedMinutes) -> dict[str, list[str]]:
    return {one.kind: [one.around.lines[i].text for i in sorted(one.headings)] for one in renderings(minutes)}


def test_headings_are_found_over_their_sections_and_not_in_the_agenda() -> None:
    assert _headings(_minutes())["as it is"] == ["1. Budget", "2. Travaux"]


def test_every_rendering_has_the_same_headings() -> None:
    found = _headings(_minutes())
    assert list(found) == list(RENDERINGS)
    assert found.pop("full stops") == ["1. Budget.", "2. Travaux."]
    assert all(lines == ["1. Budget", "2. Travaux"] for lines in found.values())


def test_titles_keep_their_order() -> None:
    found = _headings(_minutes(titles=("Travaux", "Budget")))["as it is"]
    assert found == ["Travaux", "1. Budget"]


def test_a_title_that_no_line_is_like_is_no_heading() -> None:
    assert _headings(_minutes(titles=("Assurances",)))["as it is"] == []


def test_a_heading_without_style_is_set_in_bold() -> None:
    kinds = {one.kind: one for one in renderings(_minutes())}
    line = next(line for line in kinds["no styles"].around.lines if line.text == "2. Travaux")
    assert (line.block.heading_level, line.bold) == (None, True)


def test_minutes_held_out_are_read_as_they_are() -> None:
    assert [table.rendering for table in heading_tables(_minutes(), held_out=True)] == ["as it is"]


def test_headings_learned_are_found_again() -> None:
    tables = heading_tables(_minutes(BLOCKS * 4, TITLES * 4))
    counts = score_headings(tables, learn_headings(tables))
    assert list(counts) == list(RENDERINGS)
    assert (counts["as it is"].right, counts["as it is"].gold) == (8, 8)
