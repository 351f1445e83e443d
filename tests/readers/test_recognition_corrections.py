"""What recognition takes for something else: put right where nothing else can be meant, and only there."""

import pytest

from crparse.readers.scan.corrections import correct_texts, corrected
from crparse.readers.scan.tesseract import Word


@pytest.mark.parametrize(
    ("seen", "meant"),
    [
        # an elided article read as a figure or a stroke
        ("1'ordre du jour", "l'ordre du jour"),
        ("de |’assemblée", "de l’assemblée"),
        ("I'unanimité", "l'unanimité"),
        ("en 1'30", "en 1'30"),
        ("à |’ unanimité", "à l’ unanimité"),
        # strokes inside small letters, before a word of the list
        ("Ju|ien Tancarel", "Julien Tancarel"),
        ("|es membres", "les membres"),
        ("|ls sont", "Ils sont"),
        ("|sidore Morvaux", "|sidore Morvaux"),
        # figures in days, years and hours
        ("le l5 mai 2O21", "le 15 mai 2021"),
        ("5 mars 202!", "5 mars 2021"),
        ("5 mars 202]", "5 mars 2021"),
        ("ler juillet", "1er juillet"),
        ("réunion du 1” avril 2016", "réunion du 1er avril 2016"),
        ("le 1'’ mars", "le 1er mars"),
        ("le lot 1” est vendu", "le lot 1” est vendu"),
        ("le Il mars 2021", "le 11 mars 2021"),
        ("Il est présent", "Il est présent"),
        ("ler secours", "ler secours"),
        ("à 2Oh3O", "à 20h30"),
        ("le O4/O5/2O22", "le 04/05/2022"),
        ("parcelle B12", "parcelle B12"),
        ("salle A10", "salle A10"),
        ("les 3 mai", "les 3 mai"),
        # signs
        ("n* 12", "n° 12"),
        ("n? Oui", "n? Oui"),
        ("M, Morvaux", "M. Morvaux"),
        ("M, N", "M, N"),
        ("<<Bilan>>", "«Bilan»"),
        # "a" before a participle
        ("Lucie à donné pouvoir", "Lucie a donné pouvoir"),
        ("à côté", "à côté"),
        # words of minutes, one letter misread
        ("Ordre du jout", "Ordre du jour"),
        ("Procutations :", "Procurations :"),
        ("les rnembres", "les membres"),
        ("cornmune", "commune"),
        ("la cour et la tour", "la cour et la tour"),
        ("les notes", "les notes"),
        ("Pierre Marie", "Pierre Marie"),
        # first names, "rn" only
        ("Bemard Morvaux", "Bernard Morvaux"),
        ("Amaud Ferrandin", "Arnaud Ferrandin"),
        ("Camille Ferrandin", "Camille Ferrandin"),
        ("M. Bamas", "M. Bamas"),
        ("Tomas Vemier", "Tomas Vemier"),
    ],
)
def test_a_line(seen: str, meant: str) -> None:
    words = seen.split()
    assert " ".join(correct_texts(words, [0.0] * len(words))) == meant


def test_a_word_read_for_certain_stays() -> None:
    assert correct_texts(["jout"], [99.0]) == ["jout"]


def line(words: list[tuple[str, float, float]], number: int = 0) -> list[Word]:
    """Words with their left and right edge, in type of 10."""
    return [Word(text, x0, 0, x1, 8, 8.0 + 12 * number, 10, 80, number) for text, x0, x1 in words]


def test_capitals_printed_letter_by_letter() -> None:
    letters = [(letter, 20.0 * i, 20.0 * i + 8) for i, letter in enumerate("PRÉSENTS")]
    found = corrected(line([*letters, (":", 180, 182), ("Odile", 200, 230)]))
    assert [(w.text, w.x0, w.x1) for w in found] == [
        ("PRÉSENTS", 0, 148),
        (":", 180, 182),
        ("Odile", 200, 230),
    ]


def test_a_word_that_lost_its_vowel_is_one_with_the_next() -> None:
    def said(line: str) -> list[str]:
        words = [
            Word(text, 100.0 * i, 0, 100.0 * i + 60, 30, 30, 30, 90.0, 1, False)
            for i, text in enumerate(line.split())
        ]
        return [word.text for word in corrected(words)]

    assert said("à |’ unanimité") == ["à", "l’unanimité"]
    assert said("jusqu' à la fin d' année") == ["jusqu'à", "la", "fin", "d'année"]
    assert said("les ’ Amis D' Artagnan l' 1er n’") == [
        "les",
        "’",
        "Amis",
        "D'",
        "Artagnan",
        "l'",
        "1er",
        "n’",
    ]


def test_single_capitals_that_are_no_word_stay() -> None:
    grades = [(letter, 20.0 * i, 20.0 * i + 8) for i, letter in enumerate("ABCDE")]
    assert [w.text for w in corrected(line(grades))] == list("ABCDE")


def test_letters_of_different_columns_are_not_joined() -> None:
    apart = [("D", 0, 8), ("U", 20, 28), ("J", 200, 208), ("O", 220, 228), ("U", 240, 248), ("R", 260, 268)]
    assert [w.text for w in corrected(line(apart))] == ["D", "U", "JOUR"]


def test_signs_of_a_list_are_bullets() -> None:
    words = [
        *line([("«", 10, 14), ("Odile", 30, 60)], 0),
        *line([("e", 10, 14), ("Basile", 30, 60)], 1),
        *line([("“Lucie", 10, 60)], 2),
        *line([("“Séance", 90, 130)], 3),
    ]
    assert [w.text for w in corrected(words)] == ["•", "Odile", "•", "Basile", "•", "Lucie", "“Séance"]


def test_a_sign_that_stands_alone_is_no_bullet() -> None:
    words = [*line([("«", 10, 14), ("Odile", 30, 60)], 0), *line([("Basile", 10, 60)], 1)]
    assert [w.text for w in corrected(words)] == ["«", "Odile", "Basile"]


def test_a_quotation_mark_close_to_its_word_is_no_bullet() -> None:
    words = [*line([("«", 10, 14), ("Oui", 16, 40)], 0), *line([("«", 10, 14), ("Non", 16, 40)], 1)]
    assert [w.text for w in corrected(words)] == ["«", "Oui", "«", "Non"]


def test_rules_read_as_signs_are_left_out() -> None:
    assert [w.text for w in corrected(line([("_", 0, 5), ("|", 8, 9), ("__Boue", 10, 40)]))] == ["Boue"]
