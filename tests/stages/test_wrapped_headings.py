"""Headings printed over several lines."""

from dataclasses import replace

from crparse.document.lines import lines_of
from crparse.source import Block, Line, Run, SourceDocument
from crparse.stages.outline import join_wrapped

BODY = Block(
    "Le trésorier présente les comptes, puis répond longuement aux questions.", runs=(Run(0, 70, size=11.0),)
)


def bold(text: str) -> Block:
    return Block(text, runs=(Run(0, len(text), bold=True, size=12.0),))


def printed(text: str, gap: float) -> Block:
    return replace(bold(text), page=1, space_before=gap, lines=(Line(0, len(text), 1, 70, 90, 300, 102),))


def joined(*blocks: Block) -> list[str]:
    source = SourceDocument("minutes", "docx", blocks)
    return [line.text for line in join_wrapped(lines_of(source), source.text)]


def test_an_unfinished_line_goes_on_in_the_next() -> None:
    assert joined(bold("Convention avec le syndicat des"), bold("Eaux du Val"), BODY) == [
        "Convention avec le syndicat des\nEaux du Val",
        BODY.text,
    ]
    assert joined(bold("Travaux de la salle"), bold("et du préau"), BODY) == [
        "Travaux de la salle\net du préau",
        BODY.text,
    ]


def test_two_headings_stay_two() -> None:
    assert joined(bold("Budget"), bold("Travaux"), BODY) == ["Budget", "Travaux", BODY.text]
    assert joined(bold("Présents :"), bold("les élus"), BODY) == ["Présents :", "les élus", BODY.text]
    assert joined(bold("1. Vote des"), bold("2. taux"), BODY) == ["1. Vote des", "2. taux", BODY.text]


def test_a_heading_broken_by_hand() -> None:
    assert joined(bold("Adoption du compte\net du budget"), BODY) == [
        "Adoption du compte\net du budget",
        BODY.text,
    ]
    heading = replace(bold("Adoption du compte\nBudget annexe"), heading_level=1)
    assert joined(heading, BODY) == ["Adoption du compte\nBudget annexe", BODY.text]
    two = bold("Adoption du compte\nBudget annexe")
    assert joined(two, BODY) == ["Adoption du compte", "Budget annexe", BODY.text]


def test_a_numbered_heading_goes_on_after_a_line_break() -> None:
    assert joined(bold("1. Travaux de la salle\nAncienne école"), BODY) == [
        "1. Travaux de la salle\nAncienne école",
        BODY.text,
    ]
    assert joined(bold("Travaux\nBudget"), BODY) == ["Travaux", "Budget", BODY.text]


def test_where_white_is_the_same_everywhere_headings_over_two_lines_are_all_so() -> None:
    titles = ("1. Choix du\nconseil", "2. Accueil des nouveaux\nHabitants", "3. Tarifs de la\nCantine")
    apart = [replace(bold(line), space_before=10.0) for title in titles for line in title.split("\n")]
    body = replace(BODY, space_before=10.0)
    blocks = [
        block
        for first, second in zip(apart[::2], apart[1::2], strict=True)
        for block in (first, second, body)
    ]
    assert joined(*blocks) == [text for title in titles for text in (title, BODY.text)]
    alone = joined(*blocks, replace(bold("Conclusion"), space_before=10.0))
    assert alone[:2] == ["1. Choix du", "conseil"]


def test_plain_text_is_left_alone() -> None:
    again = replace(BODY, text="et répond.", runs=(Run(0, 10, size=11.0),))
    assert joined(BODY, again) == [BODY.text, "et répond."]


def test_in_print_only_lines_that_stand_close() -> None:
    assert joined(printed("Travaux de la salle", 20.0), printed("et du préau", 3.0), BODY) == [
        "Travaux de la salle\net du préau",
        BODY.text,
    ]
    assert joined(printed("Travaux de la salle", 20.0), printed("et du préau", 20.0), BODY) == [
        "Travaux de la salle",
        "et du préau",
        BODY.text,
    ]


def test_where_headings_are_numbered_a_line_without_number_goes_on() -> None:
    headings = [
        bold(text) for text in ("1. Budget", "2. Intervention de Solène Aury", "Agence de l'eau", "3. Divers")
    ]
    blocks = [headings[0], BODY, headings[1], headings[2], BODY, headings[3]]
    assert joined(*blocks) == [
        "1. Budget",
        BODY.text,
        "2. Intervention de Solène Aury\nAgence de l'eau",
        BODY.text,
        "3. Divers",
    ]


def test_a_title_set_like_the_text_and_broken_by_hand() -> None:
    title = replace(BODY, text="Demande de subvention pour la\nréfection du chemin :", runs=())
    assert joined(BODY, BODY, replace(title, runs=(Run(0, 50, size=11.0),))) == [
        BODY.text,
        BODY.text,
        title.text,
    ]
    text = replace(title, text="Chemin\nLe conseil approuve", runs=(Run(0, 25, size=11.0),))
    assert joined(BODY, BODY, text)[2:] == ["Chemin", "Le conseil approuve"]
