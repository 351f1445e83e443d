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
from crparse.readers.printed.lines import grouped
from crparse.readers.scan.tesseract import Word, by_line
from crparse.text import fold

# Takes the beginning of "1'ordre", "(I’absence", the whole of "I'"; leaves "1'30", "l'ordre", "quorum1'".
_STROKE = re.compile(r"(\(?)[1I|!](['’])(?=[^\W\d_]|$)")
# Takes the stroke of "Ju|ien", leaves those of "|e", "M|", "A|B".
_INSIDE = re.compile(r"(?<=[a-zß-ÿ])\|(?=[a-zß-ÿ])")
# Takes "n*", "N?", "n”"; leaves "n°", "nº", "non".
_NUMERO = re.compile(r"[nN][*\"”“'’?]")
# Takes "Roux", "L'Hermitte"; leaves "le", "Li".
_NAME = re.compile(r"[A-ZÀ-Þ][\w'’-]{2,}")
# Takes "Il", "l1", "||"; leaves "11", "Ils".
_ELEVEN = re.compile("(?=.*[Il|])[Il|1]{2}")
# Takes "ordre", leaves "l'ordre", "2e".
_LETTERS_ONLY = re.compile(r"[^\W\d_]+")
# Takes "P", "RÉ", "ÉTÉ"; leaves "p", "VOTE", "A.".
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
    plain = [replace(word, text=text) for word in words if (text := word.text.strip(_NOTHING))]
    return [word for line in _with_bullets(by_line(plain)) for word in _line(line)]


def _line(words: Sequence[Word]) -> list[Word]:
    """The words of a line put right; strokes that stand alone are rules."""
    joined = joined_letters([word for word in words if word.text != "|"])
    texts = correct_texts([word.text for word in joined], [word.confidence for word in joined])
    right = [replace(word, text=text) for word, text in zip(joined, texts, strict=True)]
    return [_joined(parts) for parts in grouped(right, _is_elided)]


def correct_texts(texts: Sequence[str], confidences: Sequence[float]) -> list[str]:
    """The words of a line put right, one for one."""
    found = [_correct_signs(text) for text in texts]
    found = [_in_context(found, i) for i in range(len(found))]
    sure = zip(found, confidences, strict=True)
    return [text if confidence >= SURE else _correct_letters(text) for text, confidence in sure]


def _correct_signs(text: str) -> str:
    """Signs that no French word has where they stand: "1'ordre", "Ju|ien", "<<", "|es"."""
    text = unicodedata.normalize("NFC", text)
    for seen, meant in _QUOTES:
        text = text.replace(seen, meant)
    if stroke := _STROKE.match(text):
        text = stroke.expand(r"\1l\2") + text[stroke.end() :]
    text = _INSIDE.sub("l", text)
    if text[:1] in "|1!" and _LETTERS_ONLY.fullmatch(text[1:]):
        # What the stroke stands for is what makes a word of the list.
        words = [meant + text[1:] for meant in "lI"]
        known = [word for word in words if fold(word) in lexicon.words("recognition", "strokes")]
        text = known[0] if len(known) == 1 else text
    return text


def _in_context(texts: Sequence[str], index: int) -> str:
    """Numbers, "n°" and titles, told by the words beside them."""
    text = texts[index]
    before = fold(texts[index - 1]) if index else ""
    following = texts[index + 1] if index + 1 < len(texts) else ""
    after = fold(following).strip(".,;")
    if _NUMERO.fullmatch(text) and after[:1].isdigit():
        return text[0] + "°"
    misread = lexicon.table("recognition", "misread_before")
    if text in misread and after in lexicon.words("recognition", "after_a"):
        return misread[text]
    civility = text.removesuffix(",")
    if civility != text and civility in lexicon.words("recognition", "civilities") and _NAME.match(following):
        return civility + "."
    return _as_number(text, before, after)


def _as_number(text: str, before: str, after: str) -> str:
    """The number that a word can only be, where letters in it were taken for figures."""
    if after in lexicon.words("calendar", "months") and _number_shapes()["first"].fullmatch(text):
        return "1" + lexicon.table("common", "ordinal_endings")["1"]
    # Before the short "sept" an "il" may be one.
    if after in lexicon.words("recognition", "full_months") and _ELEVEN.fullmatch(text):
        return "11"
    if not _is_number(text, before, after):
        return text
    # A stroke at the end is a figure ("202!"), other signs are what they are.
    core = text.rstrip(_TRAILING.replace("!", ""))
    digits = lexicon.table("recognition", "digits")
    return "".join(digits.get(c, c) for c in core) + text[len(core) :]


@cache
def _number_shapes() -> dict[str, re.Pattern[str]]:
    """Numbers with letters in them: anywhere, as the first of a month, a day, a date, a year, a time."""
    some = "".join(re.escape(c) for c in lexicon.table("recognition", "digits"))
    letter, digit = f"[{some}]", rf"[\d{some}]"
    end = f"[{re.escape(_TRAILING)}]"  # signs that may follow a number: a full stop, a bracket
    first = lexicon.table("common", "ordinal_endings")["1"]
    return {
        # Takes "ler", "1°", "Iº,", "1”" (raised letters); leaves "1e", "er", "11er", "”1”".
        "first": re.compile(rf"[1lI|!](?:{first}|[°º*\"”“'’]{{1,2}})[.,;:]?"),
        # Takes "2O21", "10O0,", "2Oh3O", "1l:"; leaves "O21", "1er", "20h30".
        "anywhere": re.compile(rf"\d[\dOo]+\d{end}*|\d{{1,2}}[OoIl|][h:][\dOo]{{0,2}}\W*"),
        # Takes "l5/O3/2021", "12.O5.21"; leaves "15/O3", "SO/IO/SOOO".
        "date": re.compile(rf"(?=.*\d){digit}{{1,2}}[/.]{digit}{{1,2}}[/.]{digit}{{2,4}}\W*"),
        # Takes "l5", "2O"; leaves "15", "lO".
        "day": re.compile(rf"\d{letter}|{letter}\d"),
        # Takes "2O21", "l999,", "202!"; leaves "IOOl", "3O21".
        "year": re.compile(rf"(?=.*\d.*\d)[12Zl|I!]{digit}{{3}}{end}?"),
        # Takes "l9h3O", "2Oh", "19:3O"; leaves "lOh", "19".
        "time": re.compile(rf"(?=.*\d){digit}{{1,2}}\s*[hH:]{digit}{{0,2}}\W*"),
    }


def _is_number(text: str, before: str, after: str) -> bool:
    """Whether a word that has letters in it can only be a number."""
    shapes = _number_shapes()
    if text.isdigit() or not any(c.isdigit() for c in text):
        return False
    if any(shapes[shape].fullmatch(text) for shape in ("anywhere", "date", "time")):
        return True
    months = lexicon.words("calendar", "months")
    if after in months:
        return bool(shapes["day"].fullmatch(text))
    return before.strip(".") in months and bool(shapes["year"].fullmatch(text))


def _correct_letters(text: str) -> str:
    """A word that is not known but for one letter: that of minutes, or a first name's "rn"."""
    core = text.strip("()«»“”\"'’.,;:!?-")
    common = lexicon.words("recognition", "words.common")
    first_names = lexicon.words("first_names", "first_names")
    known = common, lexicon.words("recognition", "words.themselves"), first_names
    if not core or any(fold(core) in words for words in known):
        return text
    # Capitals are not taken for one another as small letters are.
    likely: list[tuple[Iterable[tuple[str, str]], frozenset[str]]] = [
        (lexicon.table("recognition", "letters").items(), common)
    ]
    if core[:1].isupper() and core[1:].islower():
        likely.append(((("m", "rn"), ("rn", "m")), first_names))
    for pairs, words in likely:
        found = sorted({word for word in _exchanged(core, pairs) if fold(word) in words})
        if len({fold(word) for word in found}) == 1:
            return text.replace(core, found[0], 1)
    return text


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
        found.append(_joined(words[index : index + length]))
        index += length
    return found


def _is_elided(parts: Sequence[Word], word: Word) -> bool:
    """Whether parts of a word are one that lost its vowel ("l’") before another; capitals may be initials."""
    text = "".join(part.text for part in parts)
    elided = text[-1:] in "'’" and text[:-1] in lexicon.words("recognition", "elided")
    return elided and word.text[:1].isalpha()


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


def _with_bullets(lines: Sequence[list[Word]]) -> Iterator[list[Word]]:
    """The lines, the signs of lists that were read as letters made bullets."""
    hanging = [line for line in lines if _hangs(line)]
    lists = [line for line in hanging if sum(_same_list(line, other) for other in hanging) >= FEWEST]
    edges = [line[0] for line in lists]
    for first, *rest in lines:
        if [first, *rest] in lists:
            yield [replace(first, text="•"), *rest]
        elif _is_glued(first, edges):
            yield [replace(first, text="•", x1=first.x0 + 1), replace(first, text=first.text[1:]), *rest]
        else:
            yield [first, *rest]


def _is_glued(word: Word, bullets: Sequence[Word]) -> bool:
    """Whether a word begins with a sign where other lines have their bullet ("“Willy")."""
    sign, rest = word.text[0], word.text[1:]
    near = SAME_EDGE * word.size
    under = any(abs(word.x0 - bullet.x0) <= near for bullet in bullets)
    signs = lexicon.words("recognition", "bullets")
    return under and not sign.isalnum() and sign in signs and rest[:1].isalnum()


def _hangs(line: Sequence[Word]) -> bool:
    """Whether a line's first word is such a sign that stands apart from the others, as a bullet does."""
    if len(line) < 2 or line[0].text not in lexicon.words("recognition", "bullets"):
        return False
    return APART * line[1].size < line[1].x0 - line[0].x1 < HANGING * line[1].size


def _same_list(one: Sequence[Word], other: Sequence[Word]) -> bool:
    """Whether two lines have their bullets under each other, and their text."""
    near = SAME_EDGE * one[0].size
    return abs(one[0].x0 - other[0].x0) <= near and abs(one[1].x0 - other[1].x0) <= near
