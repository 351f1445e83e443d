"""Outlines: how headings are numbered and set at each level, what only looks like a heading."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from crparse.readers.blocks.markers import letters, roman
from layouts.grid import Ambiguity, Choice, Grid, Made
from layouts.outline_words import (
    AGENDAS,
    ATTENDANCE,
    BODIES,
    BULLETS,
    CLOSINGS,
    DECISIONS,
    FALSE,
    INNER,
    ITEMS,
    LONG_TITLES,
    PARTS,
    PEOPLE,
    SENTENCES,
    TITLES,
)  # fmt: skip
from layouts.sheet import Automatic, Block, Cell, Line, PageBreak, Sheet, Table

Numbering = Callable[[int], tuple[str, str | None]]
"""For the place in a run what is printed before the title, and what of it is the number."""


def _marked(printed: Callable[[int], str], before: str = "", after: str = ".") -> Numbering:
    return lambda place: (f"{before}{printed(place)}{after} ", printed(place))


def _reference(place: int) -> str:
    return f"2024-{place + 11}"


def _lower(place: int) -> str:
    return letters(place).lower()


def _lower_roman(place: int) -> str:
    return roman(place).lower()


def _ordinal(place: int) -> str:
    return "1er" if place == 1 else f"{place}ème"


WORDED = ("Premier", "Deuxième", "Troisième", "Quatrième", "Cinquième", "Sixième", "Septième", "Huitième",
          "Neuvième", "Dixième", "Onzième", "Douzième")  # fmt: skip


def _worded(place: int) -> str:
    return WORDED[place - 1]


def _adverb(place: int) -> str:
    return "Premièrement" if place == 1 else f"{WORDED[place - 1]}ment"


NUMBERINGS: dict[str, Numbering] = {
    "none": lambda place: ("", None),
    "1.": _marked(str),
    "1)": _marked(str, after=")"),
    "1-": _marked(str, after="-"),
    "1 -": _marked(str, after=" –"),
    "1°": _marked(str, after="°"),
    "1/": _marked(str, after="/"),
    "(1)": _marked(str, "(", ")"),
    "N° 1": _marked(str, "N° ", " –"),
    "I.": _marked(roman),
    "I -": _marked(roman, after=" –"),
    "I-": _marked(roman, after="-"),
    "A.": _marked(letters),
    "A -": _marked(letters, after=" –"),
    "a)": _marked(_lower, after=")"),
    "i)": _marked(_lower_roman, after=")"),
    "Point n° 1": _marked(str, "Point n° ", " :"),
    "Point 1": _marked(str, "POINT ", " –"),
    "Article 1": _marked(str, "Article ", " :"),
    "Question 1": _marked(str, "Question ", " :"),
    "Résolution n° 1": _marked(str, "Résolution n° ", " :"),
    "Délibération n° 2024-12": _marked(_reference, "Délibération n° ", " :"),
    "2024-12": _marked(_reference, after=" –"),
    "1er point": _marked(_ordinal, after=" point :"),
    "Premier point": _marked(_worded, after=" point :"),
    "Premièrement": _marked(_adverb, after=" :"),
    "Word 1.": _marked(str),
    "Word I.": _marked(roman),
    "Word A)": _marked(letters, after=")"),
    "Word Y)": _marked(lambda place: letters(place + 24), after=")"),
}

WORD = {
    "Word 1.": ("decimal", "%1.", 1),
    "Word I.": ("upperRoman", "%1.", 1),
    "Word A)": ("upperLetter", "%1)", 1),
    "Word Y)": ("upperLetter", "%1)", 25),
}
"""How Word counts those it numbers itself."""

UNDER = ("decimal", "letters", "figures", "small roman", "none", "bold letters")
DEEPER = {"letters": ("a)", "i)", "1)"), "figures": ("1)", "a)", "i)"), "small roman": ("i)", "a)", "1)"),
          "bold letters": ("A.", "1)", "a)"), "none": ("none",) * 3}  # fmt: skip
"""The numbering of each level below the outermost."""

LOOKS: dict[str, Callable[[Line], Line]] = {
    "bold": lambda line: replace(line, bold=True),
    "underlined": lambda line: replace(line, underlined=True),
    "bold underlined": lambda line: replace(line, bold=True, underlined=True),
    "capitals": lambda line: replace(line, text=line.text.upper()),
    "bold capitals": lambda line: replace(line, text=line.text.upper(), bold=True),
    "larger": lambda line: replace(line, size=15.0),
    "coloured": lambda line: replace(line, bold=True, color="1F4E79"),
    "colour alone": lambda line: replace(line, color="C0504D"),
    "Word style": lambda line: replace(line, style="Heading 1"),
    "plain": lambda line: line,
    "italic": lambda line: replace(line, italic=True),
    "centred": lambda line: replace(line, bold=True, align="center"),
    "indented": lambda line: replace(line, indent=1),
    "colon": lambda line: replace(line, text=f"{line.text} :"),
    "underlined colon": lambda line: replace(line, underlined=True, text=f"{line.text} :"),
    "boxed": lambda line: replace(line, bold=True),
}
UNSEEN_IN_TEXT = ("bold", "underlined", "bold underlined", "larger", "coloured", "colour alone", "Word style",
                  "plain", "italic", "centred", "boxed")  # fmt: skip
"""Looks that plain text has not: where nothing numbers the headings, a typist takes capitals, or a colon."""

INNER_LOOKS: dict[str, Callable[[Line], Line]] = {
    "same": lambda line: line,
    "plain": lambda line: line,
    "underlined": LOOKS["underlined"],
    "italic": LOOKS["italic"],
    "bold": LOOKS["bold"],
    "smaller": lambda line: replace(line, size=12.5, bold=True),
    "indented": lambda line: replace(line, indent=1),
    "same indented": lambda line: replace(line, indent=1),
    "colon": LOOKS["colon"],
}

DEPTHS = {"one": 1, "two": 2, "three": 3, "four": 4}

TRAPS = (
    "nothing", "title over a line break", "title over two lines", "title of two runs", "agenda before",
    "numbered agenda before", "table of contents", "bold lines that are none", "bold names", "bulleted leads",
    "numbered lists inside", "repeated inner headings", "attendance headings", "closing headings",
    "parts", "run begins at four", "page breaks", "headings without text", "tables inside",
)  # fmt: skip

DIMENSIONS = {
    "format": ("docx", "pdf", "txt"),
    "numbering": tuple(NUMBERINGS),
    "look": tuple(LOOKS),
    "depth": tuple(DEPTHS),
    "under": UNDER,
    "inner look": tuple(INNER_LOOKS),
    "trap": TRAPS,
    "text": ("paragraphs", "short paragraphs", "bullets", "votes"),
    "titles": ("short", "long", "question", "inner colon"),
    "space": ("white above", "tight"),
}


@dataclass(frozen=True)
class Title:
    """A heading to be set: its level, number, what is printed before the title, and the title."""

    level: int
    before: str
    number: str | None
    title: str
    part: str | None = None
    """The heading of the part that begins with it."""

    @property
    def expected(self) -> dict[str, Any]:
        """As a record has it."""
        return {"level": self.level, "number": self.number, "title": self.title}


class Writer:
    """A sheet as it is written."""

    def __init__(self, choice: Choice, random: Random) -> None:
        self.choice, self.random = choice, random
        self.blocks: list[Block] = []
        self.sections: list[dict[str, Any]] = []
        self.titles = random.sample(LONG_TITLES if choice["titles"] == "long" else TITLES, 24)
        self.typed = choice["format"] == "txt"
        self.depth = DEPTHS[choice["depth"]]
        if choice["under"] == "none":  # nothing but looks tells the levels: text has two of them
            self.depth = min(2 if self.typed else 3, self.depth)
        self.space = 6.0 if choice["space"] == "white above" else 0.0

    def made(self) -> Made:
        """The whole sheet."""
        self.head()
        outline = self.outline()
        self.before(outline)
        for place, title in enumerate(outline):
            if title.part:
                self.part(title.part)
            if self.trap("page breaks") and title.level == 1 and place:
                self.blocks.append(PageBreak())
            self.head_line(title)
            alone = self.trap("headings without text") and self.random.random() < 0.4
            followed = place + 1 < len(outline) and outline[place + 1].level > title.level
            if not alone and not (followed and self.random.random() < 0.6):
                self.body(title.level)
        if self.trap("closing headings"):
            self.named(self.random.choice(CLOSINGS), self.random.choice(ITEMS))
        return Made(Sheet(self.blocks), {"sections": self.sections})

    def trap(self, name: str) -> bool:
        """Whether it is this trap's turn."""
        return self.choice["trap"] == name

    def line(self, text: str, **looks: Any) -> None:
        """A line of text."""
        self.blocks.append(Line(text, space=max(self.space, looks.pop("space", self.space)), **looks))

    def head(self) -> None:
        """Title, date and attendance."""
        body, title = self.random.choice(BODIES)
        self.line(body, bold=True, size=14.0, align="center", space=6.0)
        self.line(title, bold=True, align="center", space=6.0)
        people = self.random.sample(PEOPLE, 5)
        if not self.trap("attendance headings"):
            self.line(f"Présents : {', '.join(people[:4])}", space=6.0)
            self.line(f"Excusé : {people[4]}", space=6.0)
            return
        present, excused = self.random.choice(ATTENDANCE)
        for label, own in ((present, people[:4]), (excused, people[4:])):
            self.named(label, *own, colon=True)

    def named(self, title: str, *lines: str, colon: bool = False) -> None:
        """A heading without a number, set like the outermost, with lines below it."""
        colon = colon or self.choice["look"] in ("plain", "indented", "colon", "colour alone") or self.typed
        looks = LOOKS["bold" if self.choice["look"] == "boxed" else self.choice["look"]]
        line = looks(Line(title, space=self.space))
        text = f"{line.text} :" if colon and not line.text.endswith(":") else line.text
        self.blocks.append(replace(line, text=text))
        self.sections.append({"level": 1, "number": None, "title": title})
        for own in lines:
            self.line(own)

    def outline(self) -> list[Title]:
        """All headings, in order; of two parts each has a run of its own."""
        if not self.trap("parts"):
            return self.run()
        self.titles, later = self.titles[:12], self.titles[12:]
        first, self.titles = self.run(), later
        second = self.run()
        parts = self.random.choice(PARTS)
        return [
            *(replace(first[0], part=parts[0]), *first[1:]),
            *(replace(second[0], part=parts[1]), *second[1:]),
        ]

    def part(self, name: str) -> None:
        """The heading of a part: larger than all others, or in capitals between lines of signs."""
        self.line(name.upper(), bold=True, size=16.0, align="center", space=8.0)
        self.sections.append({"level": 1, "number": None, "title": name})

    def run(self) -> list[Title]:
        """The headings of the minutes, or of a part."""
        count = (
            self.random.randint(3, 6) if self.depth > 1 or self.trap("parts") else self.random.randint(4, 9)
        )
        start = 3 if self.trap("run begins at four") else 0
        found: list[Title] = []
        for place in range(1, count + 1):
            before, number = NUMBERINGS[self.choice["numbering"]](place + start)
            worded = number in WORDED or (number or "").endswith("ment")
            # A number in words is no number: it stays in the title.
            title = (
                Title(1, "", None, before + self.title())
                if worded
                else Title(1, before, number, self.title())
            )
            found.append(title)
            if self.depth > 1 and self.enough(count) and (place in (1, 2) or self.random.random() < 0.5):
                found += self.under(2, str(place) if title.number is None else str(number))
        return found

    def under(self, level: int, above: str) -> Iterator[Title]:
        """The headings of a level under one of the level above."""
        for place in range(1, self.random.randint(2, 3) + 1):
            before, number = self.inner(level, above, place)
            yield Title(level, before, number, self.title())
            if level < self.depth and self.enough(8) and (place == 1 or self.random.random() < 0.4):
                yield from self.under(level + 1, number or above)

    def inner(self, level: int, above: str, place: int) -> tuple[str, str | None]:
        """What is printed before a heading of a level below the outermost, and its number."""
        way, outer = self.choice["under"], self.choice["numbering"]
        if way == "decimal":
            stem = above.replace("ème", "").replace("er", "").split("-")[-1]
            number = f"{stem}.{place}"
            return f"{number} ", number
        names = DEEPER[way]
        # an inner run like the outer one would be the outer one
        names = tuple("1°" if name == outer or _alike(name, outer) else name for name in names)
        return NUMBERINGS[names[level - 2]](place)

    def enough(self, more: int) -> bool:
        """Whether so many titles are left, and some for a run below."""
        return len(self.titles) > more + 3

    def title(self) -> str:
        """The next title."""
        title = self.titles.pop()
        if self.choice["titles"] == "question":
            return f"{title} : quelle suite ?"
        return f"{title} : {self.random.choice(INNER)}" if self.choice["titles"] == "inner colon" else title

    def head_line(self, title: Title) -> None:
        """A heading as it is set."""
        line = self.set(Line(title.before + title.title, space=self.space), title)
        lower = self.trap("parts")
        self.sections.append({**title.expected, "level": title.level + lower})
        way = self.choice["numbering"]
        if title.level == 1 and way in WORD:
            form, printed, start = WORD[way]
            start += 3 if self.trap("run begins at four") else 0
            line = replace(line, automatic=Automatic(((form, printed, start),), 0, title.before.strip()))
        self.blocks += self.cut(line, title)
        if self.space and not self.typed:
            return

    def set(self, line: Line, title: Title) -> Line:
        """The looks of a heading."""
        look = self.choice["look"]
        if title.level == 1:
            if self.typed and title.number is None and look in UNSEEN_IN_TEXT:
                look = "capitals"
            return LOOKS[look](line)
        inner = self.choice["inner look"]
        if inner == "same":
            return self.same(line, title.level)
        if inner == "same indented":
            return replace(self.same(line, 1), indent=title.level - 1)
        if self.typed and title.number is None and inner not in ("indented", "colon"):
            inner = "colon"
        made = INNER_LOOKS[inner](line)
        if title.level > 2 and title.number is None:
            slanted = inner != "italic"
            made = replace(line, italic=slanted, text=line.text if slanted else f"{line.text} :")
        return made

    def same(self, line: Line, level: int) -> Line:
        """As the outermost headings; Word's own styles have a level each."""
        look = self.choice["look"]
        return replace(line, style=f"Heading {level}") if look == "Word style" else LOOKS[look](line)

    def cut(self, line: Line, title: Title) -> list[Block]:
        """The heading in one line, or two."""
        half = self.middle(line.text, len(title.before))
        if title.level == 1 and half:
            first, second = line.text[:half], line.text[half + 1 :]
            if self.trap("title over a line break"):
                return [replace(line, text=f"{first}\n{second}")]
            if self.trap("title over two lines") and (line.bold or line.underlined or self.typed):
                return [replace(line, text=first, space=0.0), replace(line, text=second, automatic=None)]
            if self.trap("title of two runs") and line.bold:
                return [replace(line, text=f"{first} **{second}**")]
        if title.level == 1 and self.choice["look"] == "boxed" and not self.typed and not line.automatic:
            return [Table([[Cell(line.text, bold=True)]])]
        return [line]

    def middle(self, text: str, least: int) -> int:
        """Where a title goes on in the next line, beside no sign; 0 where it does not, as in tight text."""
        if self.typed and not self.space:
            return 0
        gaps = [i for i, c in enumerate(text) if c == " " and text[i - 1].isalpha() and text[i + 1].isalpha()]
        return max((i for i in gaps if least + 3 < i <= len(text) * 3 // 4), default=0)

    def before(self, outline: Sequence[Title]) -> None:
        """What stands before the first heading and names them."""
        outer = [title for title in outline if title.level == 1]
        if self.trap("agenda before") or self.trap("numbered agenda before"):
            self.named(self.random.choice(AGENDAS), colon=True)
            for place, title in enumerate(outer, 1):
                if self.trap("agenda before"):
                    self.line(title.title, style="List Bullet", space=0.0)
                else:
                    self.line(f"{place}. {title.title}", space=0.0)
        elif self.trap("table of contents"):
            self.named("Sommaire")
            for page, title in enumerate(outline, 1):
                self.line(f"{title.before}{title.title} {'.' * 40} {page}", space=0.0)
        else:
            self.line(self.random.choice(SENTENCES))

    def body(self, level: int) -> None:
        """What is written under a heading."""
        self.traps()
        kind = self.choice["text"]
        if kind == "bullets":
            for item in self.random.sample(BULLETS, self.random.randint(2, 4)):
                self.line(item, style="List Bullet", space=0.0)
        elif kind == "short paragraphs":
            self.line(self.random.choice(ITEMS))
        else:
            for _ in range(self.random.randint(1, 3)):
                self.line(" ".join(self.random.sample(SENTENCES, self.random.randint(2, 3))))
        if kind == "votes":
            self.line(self.random.choice(DECISIONS))
        if self.trap("repeated inner headings") and level == self.depth:
            self.repeat(level + 1)

    def repeat(self, level: int) -> None:
        """The same two headings under each."""
        for title in ("Débat", "Décision"):
            self.blocks.append(Line(f"{title} :", italic=True, underlined=True, space=self.space))
            self.sections.append({"level": level, "number": None, "title": title})
            self.line(self.random.choice(SENTENCES))

    def traps(self) -> None:
        """What looks like a heading and is none."""
        people = self.random.sample(PEOPLE, 2)
        if self.trap("bold lines that are none"):
            self.line(self.random.choice(FALSE), bold=True)
        elif self.trap("bold names"):
            self.line(f"**{people[0]}** {self.random.choice(SENTENCES)[0].lower()}{SENTENCES[0][1:]}")
        elif self.trap("bulleted leads"):
            for lead in self.random.sample(INNER, 2):
                self.line(f"**{lead.capitalize()} :** {self.random.choice(ITEMS)}", style="List Bullet")
        elif self.trap("numbered lists inside"):
            for place, item in enumerate(self.random.sample(BULLETS, 3), 1):
                self.line(f"{place}) {item}", space=0.0)
        elif self.trap("tables inside"):
            rows = [[item.split()[0], self.random.choice(("12", "340", "1 200"))] for item in BULLETS[:3]]
            self.blocks.append(Table([[Cell("Poste", bold=True), Cell("Montant", bold=True)], *rows]))


def _alike(name: str, outer: str) -> bool:
    """Whether two numberings count in one way and are marked alike."""
    kind = {"A.": ("A", "Word A)"), "1)": ("1)", "(1)"), "a)": ("a)",), "i)": ("i)",)}
    return any(outer.startswith(begin) for begin in kind.get(name, ()))


def make(choice: Choice, random: Random) -> Made:
    """The sheet of a choice."""
    return Writer(choice, random).made()


GRID = Grid(
    DIMENSIONS,
    make,
    (
        Ambiguity({"numbering": "none", "look": "plain"}, "nothing sets a heading apart"),
        Ambiguity({"under": "none", "inner look": "plain"}, "nothing sets an inner heading apart"),
        Ambiguity(
            {"under": "none", "inner look": "same"}, "nothing sets an inner heading below an outer one"
        ),
        Ambiguity({"look": "plain", "text": "short paragraphs"}, "a line of text is as short as a title"),
        Ambiguity({"look": "plain", "trap": "headings without text"}, "numbered lines in a row are a list"),
        Ambiguity({"look": "plain", "trap": "numbered lists inside"}, "the same for headings and list"),
        Ambiguity({"inner look": "plain", "trap": "headings without text"}, "lines in a row are a list"),
        Ambiguity({"inner look": "plain", "trap": "numbered lists inside"}, "the same for headings and list"),
        Ambiguity(
            {"inner look": "plain", "text": "short paragraphs"}, "a line of text is as short as a title"
        ),
        Ambiguity({"look": "centred", "inner look": "same indented"}, "what is centred is not indented"),
        Ambiguity({"look": "boxed", "inner look": "same indented"}, "a box is not indented"),
        Ambiguity({"look": "indented", "inner look": "same indented"}, "the same indent at both levels"),
        Ambiguity({"look": "plain", "inner look": "same indented"}, "nothing sets an inner heading apart"),
        Ambiguity({"look": "indented", "space": "tight"}, "only the indent of the line itself is left"),
    ),
)
