"""What recognition takes for something else, put right where nothing else can be meant: never in a name.

Every correction keeps to the words and signs of lexicon/recognition.txt, first_names.txt and the months.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise
from statistics import median

from crparse import lexicon
from crparse.readers.scan.tesseract import Word
from crparse.text import fold

# The beginning of "1'ordre", the whole of "I'"; not "1'30", "l'ordre".
_STROKE = re.compile(r"[1I|!]['’](?=[^\W\d_]|$)")
# "1'ordre", "(I’absence"; not "l'ordre", "quorum1'".
_ELIDED_ONE = re.compile(r"\(?[1I|!]['’]")
# The stroke of "Ju|ien"; none of "|e", "M|", "A|B".
_INSIDE = re.compile(r"(?<=[a-zß-ÿ])\|(?=[a-zß-ÿ])")
# "n*", "N?", "n”"; not "n°", "nº", "non".
_NUMERO = re.compile(r"[nN][*\"”“'’?]")
# "Roux", "L'Hermitte"; not "le", "Li".
_NAME = re.compile(r"[A-ZÀ-Þ][\w'’-]{2,}")
# "Il", "l1", "||"; not "11", "Ils".
_ELEVEN = re.compile("(?=.*[Il|])[Il|1]{2}")
# "ordre"; not "l'ordre", "2e".
_LETTERS_ONLY = re.compile(r"[^\W\d_]+")
# "P", "RÉ", "ÉTÉ"; not "p", "VOTE", "A.".
_CAPITALS = re.compile(r"[A-ZÀ-Þ]{1,3}")
_QUOTES = (("<<", "«"), (">>", "»"), ("‹‹", "«"), ("››", "»"))
_NOTHING = "_~¦"
"""Signs that are no text: rules and specks."""
_TRAILING = '.,;:!?)»”"'

SURE = 97.0
"""Confidence from which a word is left as it was read: Tesseract is so sure of one word in 130."""

SAME_EDGE = 0.5
"""Type sizes within which bullets, or the lines beside them, begin at one place: what a bullet is read as is
wider or narrower than it."""

APART, HANGING = 0.3, 3.5
"""Type sizes that a bullet stands away from its line: a blank is a quarter, the widest hanging indent 1.3."""

FEWEST = 2
"""Lines with a bullet that make a list: one alone may be a letter that stands apart."""


def corrected(words: Sequence[Word]) -> list[Word]:
    """The words of a page, what can only be a misreading put right."""
    plain = [word.saying(text) for word in words if (text := word.text.strip(_NOTHING))]
    lines = [_line(line) for line in _lines(_marked(plain))]
    return [word for line in lines for word in line]


def _lines(words: Sequence[Word]) -> list[list[Word]]:
    """The words line by line."""
    lines: list[list[Word]] = []
    for word in words:
        if lines and lines[-1][-1].line == word.line:
            lines[-1].append(word)
        else:
            lines.append([word])
    return lines


def _line(words: Sequence[Word]) -> list[Word]:
    """The words of a line put right; strokes that stand alone are rules."""
    joined = joined_letters([word for word in words if word.text != "|"])
    texts = correct_texts([word.text for word in joined], [word.confidence for word in joined])
    return joined_elisions([word.saying(text) for word, text in zip(joined, texts, strict=True)])


def correct_texts(texts: Sequence[str], confidences: Sequence[float] | None = None) -> list[str]:
    """The words of a line put right, one for one."""
    found = [_correct_signs(text) for text in texts]
    found = [_in_context(found, i) for i in range(len(found))]
    sure = confidences or [0.0] * len(found)
    return [text if c >= SURE else _correct_letters(text) for text, c in zip(found, sure, strict=True)]


def _correct_signs(text: str) -> str:
    """Signs that no French word has where they stand: "1'ordre", "Ju|ien", "<<", "|es"."""
    text = unicodedata.normalize("NFC", text)
    for seen, meant in _QUOTES:
        text = text.replace(seen, meant)
    if _ELIDED_ONE.match(text):
        text = _STROKE.sub(lambda match: "l" + match[0][1], text, count=1)
    text = _INSIDE.sub("l", text)
    if text[:1] in "|1!" and _LETTERS_ONLY.fullmatch(text[1:]):
        text = _with_stroke(text)
    return text


def _with_stroke(text: str) -> str:
    """A word that begins with a stroke: "l" or "I", whichever makes a word of the list."""
    known = lexicon.words("recognition", "strokes")
    meant = [stroke + text[1:] for stroke in "lI"]
    found = [word for word in meant if fold(word) in known and (word[0] == "l") == (fold(word)[0] == "l")]
    return found[0] if len(found) == 1 else text


def _in_context(texts: Sequence[str], index: int) -> str:
    """Numbers, "n°" and titles, told by the words beside them."""
    text = texts[index]
    before = fold(texts[index - 1]) if index else ""
    after = fold(texts[index + 1]).strip(".,;") if index + 1 < len(texts) else ""
    if _NUMERO.fullmatch(text) and after[:1].isdigit():
        return text[0] + "°"
    meant = lexicon.table("recognition", "misread_before").get(text)
    if meant is not None and after in lexicon.words("recognition", "after_a"):
        return meant
    if (
        text[-1:] == ","
        and text[:-1] in lexicon.words("recognition", "civilities")
        and index + 1 < len(texts)
        and _NAME.match(texts[index + 1])
    ):
        return text[:-1] + "."
    first = lexicon.table("common", "ordinal_endings")["1"]
    if after in _months() and re.fullmatch(rf"[1lI|!](?:{first}|°|º)[.,;:]?", text):
        return f"1{first}"
    if after in _full_months() and _ELEVEN.fullmatch(text):
        return "11"
    if _is_number(text, before, after):
        # A stroke at the end is a figure ("202!"), other signs are what they are.
        core = text.rstrip(_TRAILING.replace("!", ""))
        return _digits(core) + text[len(core) :]
    return text


def _months() -> frozenset[str]:
    """Names of the months, short ones too."""
    return lexicon.words("calendar", "months")


def _full_months() -> frozenset[str]:
    """Names of the months written out: before the short "sept" an "il" may be one."""
    return lexicon.words("recognition", "full_months")


@cache
def _number_shapes() -> dict[str, re.Pattern[str]]:
    """Numbers with letters in them: anywhere, as a day, as a year, as a time."""
    some = "".join(re.escape(c) for c in lexicon.table("recognition", "digits"))
    letter, digit = f"[{some}]", rf"[\d{some}]"
    end = f"[{re.escape(_TRAILING)}]"  # signs that may follow a number: a full stop, a bracket
    return {
        # "2O21", "10O0,", "2Oh3O", "1l:"; not "O21", "1er", "20h30".
        "anywhere": re.compile(rf"\d[\dOo]+\d{end}*|\d{{1,2}}[OoIl|][h:][\dOo]{{0,2}}\W*"),
        # "l5/O3/2021", "12.O5.21"; not "15/O3", "SO/IO/SOOO".
        "date": re.compile(rf"(?=.*\d){digit}{{1,2}}[/.]{digit}{{1,2}}[/.]{digit}{{2,4}}\W*"),
        # "l5", "2O"; not "15", "lO".
        "day": re.compile(rf"\d{letter}|{letter}\d"),
        # "2O21", "l999,", "202!"; not "IOOl", "3O21".
        "year": re.compile(rf"(?=.*\d.*\d)[12Zl|I!]{digit}{{3}}{end}?"),
        # "l9h3O", "2Oh", "19:3O"; not "lOh", "19".
        "time": re.compile(rf"(?=.*\d){digit}{{1,2}}\s*[hH:]{digit}{{0,2}}\W*"),
    }


def _is_number(text: str, before: str, after: str) -> bool:
    """Whether a word that has letters in it can only be a number."""
    shapes = _number_shapes()
    if text.isdigit() or not any(c.isdigit() for c in text):
        return False
    if shapes["anywhere"].fullmatch(text) or shapes["date"].fullmatch(text) or shapes["time"].fullmatch(text):
        return True
    if after in _months():
        return bool(shapes["day"].fullmatch(text))
    return before.strip(".") in _months() and bool(shapes["year"].fullmatch(text))


def _digits(text: str) -> str:
    """The number that letters in it were taken for."""
    meant = lexicon.table("recognition", "digits")
    hour = re.search("[hH:]", text)
    return "".join(c if hour and i == hour.start() else meant.get(c, c) for i, c in enumerate(text))


def _correct_letters(text: str) -> str:
    """A word that is not known but for one letter: that of minutes, or a first name's "rn"."""
    core = text.strip("()«»“”\"'’.,;:!?-")
    folded = fold(core)
    known = _common()
    if not core or folded in known or folded in _themselves():
        return text
    # Capitals are not taken for one another as small letters are.
    likely: list[tuple[Iterable[tuple[str, str]], frozenset[str]]] = [
        (lexicon.table("recognition", "letters").items(), known)
    ]
    if core[:1].isupper() and core[1:].islower():
        likely.append(((("m", "rn"), ("rn", "m")), _first_names()))
    for pairs, words in likely:
        found = sorted({word for word in _exchanged(core, pairs) if fold(word) in words})
        if len({fold(word) for word in found}) == 1 and folded not in _first_names():
            return text.replace(core, found[0], 1)
    return text


def _common() -> frozenset[str]:
    """Words that minutes turn on."""
    return lexicon.words("recognition", "words.common")


def _themselves() -> frozenset[str]:
    """Words that are near to those but words themselves."""
    return lexicon.words("recognition", "words.themselves")


def _first_names() -> frozenset[str]:
    """First names, folded."""
    return lexicon.words("first_names", "first_names")


def _exchanged(word: str, pairs: Iterable[tuple[str, str]]) -> Iterator[str]:
    """The word with one thing that was seen read as what may be meant: "Amaud" as "Arnaud"."""
    for seen, meant in pairs:
        for at in range(len(word)):
            if word.startswith(seen, at):
                yield word[:at] + meant + word[at + len(seen) :]


def joined_letters(words: Sequence[Word]) -> list[Word]:
    """The words of a line, those printed letter by letter ("P R É S E N T S") made whole."""
    found: list[Word] = []
    index = 0
    while index < len(words):
        length = _spaced_length(words, index)
        found.append(_joined(words[index : index + length]) if length > 1 else words[index])
        index += max(1, length)
    return found


def joined_elisions(words: Sequence[Word]) -> list[Word]:
    """The words of a line, those that lost their vowel ("l’") made one with the word after them."""
    found: list[Word] = []
    for word in words:
        if found and _is_elided(found[-1].text) and word.text[:1].isalpha():
            found[-1] = _joined([found[-1], word])
        else:
            found.append(word)
    return found


def _is_elided(text: str) -> bool:
    """Whether it is nothing but a word that lost its vowel; a capital may be an initial."""
    return text[-1:] in "'’" and text[:-1] in lexicon.words("recognition", "elided")


def _spaced_length(words: Sequence[Word], first: int) -> int:
    """How many words from one on are the letters of one word of the list."""
    known = lexicon.words("recognition", "spaced")
    last = first
    while last < len(words) and _CAPITALS.fullmatch(words[last].text):
        last += 1
    for end in range(last, first + 2, -1):
        texts = [word.text for word in words[first:end]]
        singles = sum(len(text) == 1 for text in texts)
        if fold("".join(texts)) in known and 2 * singles > len(texts) and _even(words[first:end]):
            return end - first
    return 1


def _even(words: Sequence[Word]) -> bool:
    """Whether the blanks between the letters are about as wide."""
    gaps = [right.x0 - left.x1 for left, right in pairwise(words)]
    return max(gaps) <= 2 * median(gaps) + 0.3 * words[0].size


def _joined(words: Sequence[Word]) -> Word:
    """Several words as one."""
    return replace(
        words[0],
        text="".join(word.text for word in words),
        top=min(word.top for word in words),
        x1=words[-1].x1,
        bottom=max(word.bottom for word in words),
        confidence=min(word.confidence for word in words),
        bold=all(word.bold for word in words),
    )


def _marked(words: Sequence[Word]) -> list[Word]:
    """The words, the signs of lists that were read as letters made bullets."""
    signs = lexicon.words("recognition", "bullets")
    firsts = [line for line in _lines(words) if len(line) > 1 and line[0].text in signs and _hangs(line)]
    bullets = {id(line[0]) for line in firsts if sum(_same_list(line, other) for other in firsts) >= FEWEST}
    edges = [line[0] for line in firsts if id(line[0]) in bullets]
    begins = {id(line[0]) for line in _lines(words)}
    marked: list[Word] = []
    for word in words:
        if id(word) in bullets:
            marked.append(word.saying("•"))
        elif id(word) in begins and _is_glued(word, edges):
            marked += [replace(word, text="•", x1=word.x0 + 1), word.saying(word.text[1:])]
        else:
            marked.append(word)
    return marked


def _is_glued(word: Word, bullets: Sequence[Word]) -> bool:
    """Whether a word begins with a sign where other lines have their bullet ("“Willy")."""
    signs = lexicon.words("recognition", "bullets")
    sign, rest = word.text[0], word.text[1:]
    near = SAME_EDGE * word.size
    under = any(abs(word.x0 - bullet.x0) <= near for bullet in bullets)
    return under and not sign.isalnum() and sign in signs and rest[:1].isalnum()


def _hangs(line: Sequence[Word]) -> bool:
    """Whether a line's first word stands apart from the others, as a bullet does."""
    gap = line[1].x0 - line[0].x1
    return APART * line[1].size < gap < HANGING * line[1].size


def _same_list(one: Sequence[Word], other: Sequence[Word]) -> bool:
    """Whether two lines have their bullets under each other, and their text."""
    near = SAME_EDGE * one[0].size
    return abs(one[0].x0 - other[0].x0) <= near and abs(one[1].x0 - other[1].x0) <= near
