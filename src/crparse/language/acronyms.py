"""Acronyms and what they stand for, found where one stands beside the other and the letters agree.

After the idea of Schwartz and Hearst (2003), for French: articles and prepositions need no letter, accents
do not count, a hyphen or an apostrophe ends a word, a word may give several letters ("retour d'expérience",
RETEX).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import dropwhile

from crparse import lexicon
from crparse.text import WORD, Stretch, fold

_ACRONYM = r"(?=\d{0,15}[^\W\d_])[A-ZÀ-ÖØ-Þ0-9](?:[^\W_]|[.&-](?=[A-ZÀ-ÖØ-Þ0-9])){1,14}\.?"
_NAME = r"[A-ZÀ-Þ][\w-]{1,40}"
# Takes "BAF", "Plan BAF", and "Plan", which holds no acronym; leaves "le BAF".
_TERM = re.compile(rf"(?:(?:{_ACRONYM}|{_NAME})\s){{0,2}}{_ACRONYM}|{_ACRONYM}\s{_NAME}")
# Takes "BAF", "P.L.U.", and "Bureau", "2e", which `is_acronym` sorts out; leaves "le", "2024".
_TOKEN = re.compile(_ACRONYM)
# Takes "CoDev", "ComPil", "SoLiDor"; leaves "Codev", "McDonald".
_SYLLABLES = re.compile(r"(?:[A-ZÀ-Þ][^\W\d_A-ZÀ-Þ]{1,4}){2,4}")
# Takes "BAF" of "le BAF ", leaves "le BAF ouvre".
_LAST_TERM = re.compile(rf"(?<![\w.-])({_ACRONYM})\s*[»\"”]?\s*$")
# Takes "BAF" of "« BAF »", leaves "BAF ouvert".
_FIRST_TERM = re.compile(rf"\s*[«\"“]?\s*({_ACRONYM})\s*[»\"”]?\s*(?:\(s\))?\s*$")
# Takes "(BAF)", " – BAF –" of "le bureau – BAF – ouvre"; leaves "(BAF".
_PARENTHESIS = re.compile(r"[(\[]([^()\[\]\n]{2,200})[)\]]|\s[–—]\s+([^–—()\n]{2,120})\s+[–—](?=[\s,.;])")
# Takes " – ", " : "; leaves the hyphen of "sous-préfet".
_DASH = re.compile(r"\s+[-–—]\s+|\s*[:=]\s+")
# Takes the stop of "voté. Le four", leaves that of "3.2".
_CLAUSE = re.compile(r"[.;:!?()\[\]\n\t](?=\s|$)|[()\[\]\n\t]")

SKIPPED, INNER, RUN, MISSING = 1.0, 0.6, 0.2, 2.0
"""Cost of a word without a letter, of a letter inside a word or next to its initial, of a lost letter
(chosen, not measured)."""

JOINT = 100
"""Characters that what joins an expansion to its acronym may have, white space included
(chosen, not measured)."""

TOLERANCE = 0.34
"""Highest cost a letter of the acronym: one word in three may give no letter (chosen, not measured)."""

SMALL_FLAW = 0.07
"""Highest cost a letter outside brackets: in three letters one may be of a small word, the D of "PEDT"
(chosen, not measured)."""

LONE_FLAW = 0.2
"""The same for a block of its own, a footnote: one letter of four may stand inside a word
(chosen, not measured)."""

FEWEST_LETTERS = 3
"""Letters of an acronym that leaves the place of what it names out: two fit by chance
(chosen, not measured)."""

HYPHENS = "-‐‑"
"""Signs that join the parts of a word."""

MAX_WORDS = 14
"""Words an expansion may have, articles and prepositions included (chosen, not measured)."""

EXPANSION = 1000
"""Characters that they may have (chosen, not measured)."""


@dataclass(frozen=True)
class Pair:
    """An acronym and its expansion, as offsets of the text they were found in."""

    acronym: Stretch
    expansion: Stretch
    rule: str


@dataclass(frozen=True)
class _Letter:
    char: str
    optional: bool


def find_pairs(text: str) -> list[Pair]:
    """The acronyms of a block that are expanded in it, in order; each once a place."""
    found: dict[Stretch, Pair] = {}
    for pair in (*_in_parentheses(text), *_with_connector(text)):
        found.setdefault(pair.acronym, pair)
    return sorted(found.values(), key=lambda p: min(p.acronym[0], p.expansion[0]))


def cost(acronym: str, expansion: str) -> float | None:
    """How badly the letters fit the words, per letter; None where they do not fit at all."""
    return _fit(letters(acronym), _read(WORD.finditer(expansion)))


def large_and_small(expansion: str) -> tuple[list[str], list[str]]:
    """The folded words that need a letter in an acronym, and those that need none."""
    words = [fold(w) for w in WORD.findall(expansion)]
    small = _small_words()
    return [w for w in words if w not in small], [w for w in words if w in small]


def letters(acronym: str) -> tuple[_Letter, ...]:
    """The letters to find: small ones ("PLUi") and figures may be missing."""
    return tuple(
        _Letter(fold(c), optional=c.islower() or c.isdigit()) for c in acronym if c.isalpha() or c.isdigit()
    )


def is_acronym(word: str) -> bool:
    """Two capitals at least, and no more small letters than capitals ("PLUi", "SCoT", not "Lyon")."""
    capitals = sum(c.isupper() for c in word)
    return capitals >= 2 and capitals >= sum(c.islower() for c in word)


Word = tuple[str, bool]
"""A folded word, and whether it may give no letter: a preposition, the "lieux" of "tiers-lieux"."""


def _read(words: Iterable[re.Match[str]]) -> list[Word]:
    """The words as the letters of an acronym are read off them."""
    found = []
    for match in words:
        word = fold(match.group())
        joined = match.start() > 0 and match.string[match.start() - 1] in HYPHENS
        found.append((word, joined or word in _small_words()))
    return found


def _fit(wanted: tuple[_Letter, ...], words: list[Word]) -> float | None:
    """Cheapest way to read the letters off the words in order, per compulsory letter."""
    compulsory = sum(not letter.optional for letter in wanted)
    size = compulsory + sum(letter.char.isdigit() for letter in wanted)
    if compulsory < 2 or not words or words[0][0][0] != next(w.char for w in wanted if not w.optional):
        return None
    if sum(word not in _small_words() for word, _ in words) < 2:
        return None
    best = {0: 0.0}
    for word in words:
        best = _with_word(best, wanted, word)
    total = min(
        spent + sum(MISSING for letter in wanted[done:] if not letter.optional)
        for done, spent in best.items()
    )
    return total / compulsory if total <= (TOLERANCE * size if size > 2 else 0) else None


def _with_word(best: dict[int, float], wanted: tuple[_Letter, ...], read: Word) -> dict[int, float]:
    """The cheapest costs by number of letters read, after one more word."""
    after: dict[int, float] = {}

    def keep(done: int, spent: float) -> None:
        after[done] = min(spent, after.get(done, spent))

    word, small = read
    for done, spent in best.items():
        keep(done, spent + (0 if small else SKIPPED))
        lost = RUN if small else 0.0
        for first in range(done, len(wanted)):
            if wanted[first].char == word[0]:
                for count, more in _letters_of(word, wanted[first:]):
                    keep(first + count, spent + lost + more)
            lost += 0 if wanted[first].optional else MISSING
    return after


def _letters_of(word: str, wanted: tuple[_Letter, ...]) -> Iterator[tuple[int, float]]:
    """How many letters the word may give, its initial being the first, and at what cost."""
    position, spent = 0, 0.0
    yield 1, 0.0
    for read, letter in enumerate(wanted[1:], start=2):
        found = word.find(letter.char, position + 1)
        if found < 0:
            return
        spent += RUN if found == position + 1 else INNER
        position = found
        yield read, spent


def _in_parentheses(text: str) -> Iterator[Pair]:
    for match in _PARENTHESIS.finditer(text):
        place = (match.start(), *match.span(match.lastindex or 1))
        pair = _acronym_inside(text, *place) or _expansion_inside(text, *place) or _both_inside(text, *place)
        if pair:
            yield pair


def _acronym_inside(text: str, left: int, start: int, end: int) -> Pair | None:
    """ "Bureau d'Aide aux Familles (BAF)", "(ci-après BAF)"."""
    introduced = lexicon.cues("definitions", "acronym.introduced").find(fold(text[start:end]))
    start += introduced.end() if introduced else 0
    inside = text[start:end].strip(" «»\"“”'’")
    at = text.find(inside, start, end)
    known = _SYLLABLES.fullmatch(inside) or any(is_acronym(token) for token in _TOKEN.findall(inside))
    if not _TERM.fullmatch(inside) or not known:
        return None
    expansion = _ending_at(text, left, inside) or _with_place(text, left, inside)
    return Pair((at, at + len(inside)), expansion, "expansion_acronym") if expansion else None


def _with_place(text: str, end: int, acronym: str) -> Stretch | None:
    """An expansion that ends with its place, without a letter: "Relais d'Aide Rurale de Lormoy (RAR)"."""
    if sum(map(str.isupper, acronym)) < FEWEST_LETTERS:
        return None
    words = list(WORD.finditer(text, max(0, end - EXPANSION), end))[-MAX_WORDS:]
    for before, joint, name in zip(words, words[1:], words[2:], strict=False):
        if fold(joint.group()) in _small_words() and name.group()[0].isupper():
            found = _ending_at(text, before.end(), acronym)
            told = text[joint.start() : words[-1].end()]
            if (
                found
                and "," not in told
                and not _CLAUSE.search(told)
                and cost(acronym, text[slice(*found)]) == 0
            ):
                return found[0], words[-1].end()
    return None


def _expansion_inside(text: str, left: int, start: int, end: int) -> Pair | None:
    """ "BAF (Bureau d'Aide aux Familles)"."""
    term = _LAST_TERM.search(text, max(0, left - 60), left)
    if not term or not is_acronym(term.group(1)):
        return None
    expansion = _starting_at(text, start, end, term.group(1), whole=True)
    return Pair(term.span(1), expansion, "acronym_expansion") if expansion else None


def _both_inside(text: str, left: int, start: int, end: int) -> Pair | None:
    """ "(Bureau d'Aide – BA)", "(BA : Bureau d'Aide)", "Taux Rural (TR : rapport de…)"."""
    for dash in _DASH.finditer(text, start, end):
        if first := _lone_acronym(text, start, dash.start()):
            after = (dash.end(), end)
            if expansion := _starting_at(text, *after, text[slice(*first)], whole=True):
                return Pair(first, expansion, "both_in_parentheses")
            if expansion := _ending_at(text, left, text[slice(*first)]):
                glossed = dash.group().strip() in (":", "=")
                return Pair(first, after if glossed else expansion, "expansion_acronym")
        if last := _lone_acronym(text, dash.end(), end):
            expansion = _ending_at(text, dash.start(), text[slice(*last)], start)
            if expansion:
                return Pair(last, expansion, "both_in_parentheses")
    return None


def _lone_acronym(text: str, start: int, end: int) -> Stretch | None:
    """Where the acronym stands that is all there is between two offsets."""
    found = _FIRST_TERM.match(text[start:end])
    return (start + found.start(1), start + found.end(1)) if found and is_acronym(found[1]) else None


def _with_connector(text: str) -> Iterator[Pair]:
    """ "BAF : Bureau d'Aide aux Familles", "le Bureau d'Aide aux Familles, dit BAF".

    Outside parentheses three letters at least must agree nearly without a flaw.
    """
    folded = fold(text)
    before = lexicon.cues("definitions", "acronym.before_expansion")
    after = lexicon.cues("definitions", "acronym.before_acronym")
    for token in _TOKEN.finditer(text):
        acronym = token.group()
        if not is_acronym(acronym) or sum(map(str.isupper, acronym)) < 3:
            continue
        found: list[tuple[Stretch | None, str]] = []
        if joint := before.match(folded, token.end()):
            stop = _CLAUSE.search(text, joint.end())
            end = stop.start() if stop else len(text)
            found.append((_starting_at(text, joint.end(), end, acronym, whole=False), "acronym_connector"))
        if joint := after.search(folded, max(0, token.start() - JOINT), token.start()):
            found.append((_ending_at(text, joint.start(), acronym), "connector_acronym"))
        for expansion, rule in found:
            most = LONE_FLAW if expansion and _is_all(text, token.start(), expansion[1]) else SMALL_FLAW
            if expansion and (cost(acronym, text[slice(*expansion)]) or 0) <= most:
                yield Pair(token.span(), expansion, rule)


def _is_all(text: str, start: int, end: int) -> bool:
    """Whether a block says nothing else, its mark apart: a note "1 SABO : Société d'aménagement"."""
    return not any(map(str.isalpha, text[:start])) and not any(map(str.isalnum, text[end:]))


def _ending_at(text: str, end: int, acronym: str, floor: int = 0) -> Stretch | None:
    """The expansion that ends just before `end`."""
    floor = max(floor, end - EXPANSION)
    stops = [m.end() for m in _CLAUSE.finditer(text, floor, end)]
    words = list(WORD.finditer(text, stops[-1] if stops else floor, end))[-MAX_WORDS:]
    if not words or text[words[-1].end() : end].strip(" ’'\"”»,-–"):
        return None
    best = _best(acronym, (words[first:] for first in range(len(words))))
    if not best or fold(text[best[0].start() : best[-1].end()]) == fold(acronym):
        return None
    return best[0].start(), best[-1].end()


def _starting_at(text: str, start: int, end: int, acronym: str, whole: bool) -> Stretch | None:
    """The expansion that starts at `start`, an article apart: up to `end` where `whole`."""
    articles = lexicon.words("definitions", "acronym.articles")
    words = list(dropwhile(lambda word: fold(word.group()) in articles, WORD.finditer(text, start, end)))
    if any(fold(word.group()).startswith(fold(acronym)) for word in words):
        return None  # "BAF (BAFA, BAFD)" lists kinds
    best = _best(acronym, (words[:last] for last in range(2, min(len(words), MAX_WORDS) + 1)))
    if not best:
        return None
    last = best[-1].end()
    # Takes " – ouvert en mai", "; fermé"; leaves " du bourg".
    if whole and not re.match(r"\s*[;:–—-]\s", text[last:end]):
        last += len(text[last:end].rstrip())
    return best[0].start(), last


def _best(acronym: str, runs: Iterable[list[re.Match[str]]]) -> list[re.Match[str]]:
    """Of runs of words that which the letters fit best, the shortest of such; empty where they fit none."""
    wanted = letters(acronym)
    fits = ((_fit(wanted, _read(run)), len(run), run) for run in runs)
    return min(((fit, size, run) for fit, size, run in fits if fit is not None), default=(0.0, 0, []))[2]


def _small_words() -> frozenset[str]:
    return lexicon.words("definitions", "acronym.small_words")
