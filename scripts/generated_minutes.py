"""Fictional minutes of any length: every motion has people, bodies, words, days and votes of its own."""

from collections.abc import Callable, Iterator
from random import Random

from crparse.language.persons import first_names

ATTENDEES = 15
"""People of the attendance list, as many as a usual council has, however long the minutes are."""

MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
ONSETS = (
    "b",
    "br",
    "c",
    "cl",
    "d",
    "f",
    "g",
    "gr",
    "j",
    "l",
    "m",
    "n",
    "p",
    "pr",
    "r",
    "s",
    "t",
    "tr",
    "v",
    "z",
)
RHYMES = ("a", "e", "i", "o", "u", "an", "el", "in", "on", "ou", "ar", "or", "eau", "ier", "al", "ois")
LARGEST_NAMES = 3
"""Syllables of most names: 304 syllables make 28 million names of three."""


class Inventor:
    """Names and figures, the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.given = sorted(name for name in first_names() if name.isalpha() and len(name) > 3)

    def word(self) -> str:
        """A word that is in no dictionary: "brelon", "zariertou"."""
        size = self.random.choice((2, LARGEST_NAMES, LARGEST_NAMES))
        return "".join(self.random.choice(ONSETS) + self.random.choice(RHYMES) for _ in range(size))

    def name(self) -> str:
        """The same as a proper name."""
        return self.word().capitalize()

    def person(self) -> str:
        """A known first name with an invented surname."""
        return f"{self.random.choice(self.given).capitalize()} {self.name()}"

    def number(self, least: int, most: int) -> int:
        """A figure between two, both included."""
        return self.random.randint(least, most)

    def day(self) -> str:
        """ "12 mai 2024"."""
        return f"{self.number(1, 28)} {self.random.choice(MONTHS)} 2024"

    def hour(self) -> str:
        """ "18 h 30"."""
        return f"{self.number(8, 20)} h {self.number(0, 5)}{self.number(0, 9)}"


def minutes(size: int, seed: int = 1) -> str:
    """Minutes of about `size` bytes of text, a line a paragraph."""
    inventor = Inventor(seed)
    lines = _head(inventor)
    length = sum(len(line.encode()) + 1 for line in lines)
    number = 0
    while length < size:
        number += 1
        for line in motion(inventor, number):
            lines.append(line)
            length += len(line.encode()) + 1
    return "\n".join(lines)


def _head(inventor: Inventor) -> list[str]:
    people = ", ".join(f"Mme {inventor.person()}" for _ in range(ATTENDEES))
    return [
        f"Compte rendu du conseil municipal de {inventor.name()}",
        "Séance du 12 mars 2024",
        f"Présents : {people}",
        f"Excusé : M. {inventor.person()} (pouvoir à Mme {inventor.person()})",
        f"Secrétaire de séance : M. {inventor.person()}",
        "",
    ]


def motion(inventor: Inventor, number: int) -> Iterator[str]:
    """One point of the agenda, with a heading, a report, a definition, an example, a vote and a task."""
    one, other, place, work = inventor.person(), inventor.person(), inventor.name(), inventor.word()
    first, second, third = inventor.name(), inventor.name(), inventor.name()
    acronym = f"{first[0]}{second[0]}{third[0]}".upper()
    yield f"{number}. Travaux du {work} de {place}"
    yield (
        f"Mme {one} présente le rapport de l'association Les Amis de {first} sur le {inventor.word()} "
        f"de la commune de {place} et sur le budget de {inventor.number(2, 900)} 000 €."
    )
    yield (
        f"Le Fonds {first} {second} {third} ({acronym}) et la SARL {inventor.name()} ont remis leur devis "
        f"le {inventor.day()}."
    )
    yield (
        f"Le {work}, c'est-à-dire le {inventor.word()} des rues du bourg de {inventor.name()}, revient au "
        f"syndicat mixte de {second}."
    )
    yield f"Plusieurs communes y ont recours, par exemple {inventor.name()} et {inventor.name()}."
    yield (
        f"M. {other} demande si {one.split()[1]} a reçu l'avis de la DDT de {third}, un {inventor.word()} "
        f"que {inventor.person()} avait annoncé à {inventor.hour()}."
    )
    yield (
        f"Le conseil décide, par {inventor.number(8, 14)} voix pour, {inventor.number(0, 4)} contre "
        f"et {inventor.number(1, 3)} abstentions, de confier le {work} à la société {inventor.name()}."
    )
    yield f"- {other} : relancer la mairie de {inventor.name()} avant le {inventor.day()}"
    room = inventor.name()
    yield f"Prochaine réunion sur ce {work} : le {inventor.day()} à {inventor.hour()}, salle {room}."
    yield ""


SEED = 1
"""Of hostile lines: the longer begins as the shorter does."""

HEAD = "Compte rendu du conseil municipal de Lormoy\nSéance du 12 mars 2024\n"
"""Opens every hostile document, so that dates have a meeting to be told from."""


def _people_in_a_line(count: int) -> str:
    inventor = Inventor(SEED)
    return "Présents : " + ", ".join(f"Mme {inventor.person()}" for _ in range(count))


def _people_in_lines(count: int) -> str:
    inventor = Inventor(SEED)
    return "Présents :\n" + "\n".join(f"- Mme {inventor.person()}, {inventor.name()}" for _ in range(count))


def _people_in_two_lists(count: int) -> str:
    return f"{_people_in_lines(count)}\nExcusés :\n" + _people_in_lines(count).partition("\n")[2]


def _names_without_commas(count: int) -> str:
    inventor = Inventor(SEED)
    return "Présents : " + " ".join(inventor.person() for _ in range(count // 2))


def _commas(count: int) -> str:
    inventor = Inventor(SEED)
    return ", ".join(f"{inventor.name()}, {inventor.word()} de {inventor.word()}" for _ in range(count // 2))


def _brackets(count: int) -> str:
    inventor = Inventor(SEED)
    return " ".join(f"le {inventor.word()} ({inventor.name()})" for _ in range(count))


def _numbers(count: int) -> str:
    return "deux mille " * count


def _hours(count: int) -> str:
    inventor = Inventor(SEED)
    return " ".join(inventor.hour() for _ in range(count))


def _days(count: int) -> str:
    inventor = Inventor(SEED)
    return ", ".join(inventor.day() for _ in range(count))


def _counts(count: int) -> str:
    inventor = Inventor(SEED)
    return " ".join(f"{inventor.number(1, 9)} pour, {inventor.number(1, 9)} contre" for _ in range(count))


def _same_acronym(count: int) -> str:
    return "S.M.I.C. " * count + ".\n"


def _acronyms(count: int) -> str:
    inventor = Inventor(SEED)
    return " ".join("".join(inventor.random.choices("BCDFGLMNPRST", k=5)) for _ in range(count))


def _capitals(count: int) -> str:
    inventor = Inventor(SEED)
    return " ".join(inventor.name() for _ in range(count))


def _headings(count: int) -> str:
    inventor = Inventor(SEED)
    return "\n".join(f"{i}. {inventor.name()}" for i in range(1, count))


def _items(count: int) -> str:
    inventor = Inventor(SEED)
    return "\n".join(f"- {inventor.word()} :" for _ in range(count))


def _examples(count: int) -> str:
    inventor = Inventor(SEED)
    return " ".join(f"un {inventor.word()} (ex : {inventor.name()})" for _ in range(count))


def _spaces(count: int) -> str:
    return "Le conseil" + " " * count + "décide."


def _proxies(count: int) -> str:
    inventor = Inventor(SEED)
    people = (f"Mme {inventor.person()} (pouvoir à M. {inventor.person()})" for _ in range(count))
    return "Excusés : " + ", ".join(people)


HOSTILE: dict[str, tuple[Callable[[int], str], int]] = {
    "deux mille deux mille …": (_numbers, 2_000),
    "people in a line": (_people_in_a_line, 100),
    "people a line": (_people_in_lines, 100),
    "people in two lists": (_people_in_two_lists, 100),
    "proxies in a line": (_proxies, 100),
    "words of names without commas": (_names_without_commas, 150),
    "hours in a line": (_hours, 12_500),
    # Longer than the 1500 characters of a sentence that belong to a day: up to there labels grow with it.
    "days in a line": (_days, 2_000),
    "commas in a sentence": (_commas, 250),
    "brackets in a sentence": (_brackets, 250),
    "counts of votes in a line": (_counts, 250),
    "acronyms in a line": (_acronyms, 500),
    "one acronym again and again": (_same_acronym, 2_000),
    "capitals in a line": (_capitals, 500),
    "headings": (_headings, 250),
    "items that lead in": (_items, 250),
    "examples in a line": (_examples, 125),
    "spaces": (_spaces, 12_500),
}
"""Lines that may cost more than their length: each with the count that it begins at, doubled three times."""


def hostile(name: str, count: int) -> str:
    """A document of that line alone."""
    return HEAD + HOSTILE[name][0](count)
