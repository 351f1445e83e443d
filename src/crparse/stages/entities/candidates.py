"""Places that may name an organisation (a kind with a name, an acronym), and where each name ends."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc

from crparse import lexicon
from crparse.document.items import get_items, meeting_of, source_of
from crparse.document.view import view_of
from crparse.language.acronyms import Pair
from crparse.lexicon import Cues
from crparse.record import Attendee
from crparse.stages.entities.mentions import PrintedNames, any_of, words_of
from crparse.text import fold, name_words, squeeze

MAX_WORDS = 14
"""Longer names are sentences in capitals."""

WORD = re.compile(r"[\w&](?:[\w&.]*[\w&])?")

_GAP = re.compile(r"[ \u00a0\u202f]?[-‐‑'’&][ ]?|[ \u00a0\u202f]")
_QUOTED = re.compile(r"\s*[«\"“]\s*([^«»\"“”\n]{2,60}?)\s*[»\"”]")
_SPACE = re.compile(r"\s+")
_OPENING = re.compile(r"[«\"“]\s*")
_CLOSING = re.compile(r"\s*[»\"”]$")
_PHRASE = frozenset({"NOUN", "PROPN", "ADJ", "ADP", "DET", "CCONJ", "NUM", "X"})
_HEADS = frozenset({"NOUN", "PROPN", "ADJ", "X"})
_JOINTS = frozenset({"-", "’", "'", ","})


def name_ends(doc: Doc, text: str, folded: str, offset: int, cue_end: int, takes: str) -> Iterator[int]:
    """The places in a block's `text`, which stands at `offset`, where a name after a kind's cue may end.

    `takes` as in the lexicon: "of", "name", "both" or "words".
    """
    if quoted := _QUOTED.match(text, cue_end):
        yield quoted.end()
        return
    of = _of().match(folded, cue_end)
    after = of or _SPACE.match(text, cue_end)
    if after is None or (takes == "of" and not of) or (takes == "name" and of):
        return
    if end := capitals_end(text, after.end()):
        yield end
        if longer := adjectives_end(doc, text, offset, end):
            yield longer
    if takes == "words" or of or (takes != "both" and text[after.end() : after.end() + 1].islower()):
        last = _phrase_end(doc, offset + after.end(), offset + len(text))
        if last is not None:
            yield last - offset


def bare_name(text: str, folded: str, cue_end: int, end: int) -> tuple[int, int]:
    """The name after its kind, without preposition and quotes."""
    after = _of().match(folded, cue_end) or _SPACE.match(text, cue_end)
    start = after.end() if after else cue_end
    if opening := _OPENING.match(text, start):
        start = opening.end()
    return start, start + len(_CLOSING.sub("", text[start:end]))


def capitals_end(text: str, start: int) -> int | None:
    """Where the capitalised words that begin at `start` end, small words between them included."""
    end, position = None, start
    for count in range(MAX_WORDS):
        word = WORD.match(text, position)
        if word is None:
            break
        if word.group()[0].isupper() or (word.group()[0].isdigit() and count):
            end = word.end()
        elif fold(word.group()) not in link_words():
            break
        gap = _GAP.match(text, word.end())
        if gap is None:
            break
        position = gap.end()
    return end


def adjectives_end(doc: Doc, text: str, offset: int, end: int) -> int | None:
    """Where the nouns and adjectives in small letters right after a name end: "Banque alimentaire"."""
    if not text[end : end + 2].strip().islower() or text[end] != " ":
        return None
    span = doc.char_span(offset + end, offset + min(end + 60, len(text)), alignment_mode="contract")
    last = None
    for token in span if span is not None else ():
        if token.pos_ not in ("NOUN", "ADJ") or not token.is_alpha or not token.text.islower():
            break
        last = token.idx + len(token) - offset
    return last


def _phrase_end(doc: Doc, start: int, ceiling: int) -> int | None:
    """End of the noun phrase that begins at `start`."""
    span = doc.char_span(start, ceiling, alignment_mode="contract")
    last = None
    for token in span[:MAX_WORDS] if span is not None else ():
        if token.is_space or (token.pos_ not in _PHRASE and token.text not in _JOINTS):
            break
        if token.pos_ in _HEADS:
            last = token.idx + len(token)
    return last


def link_words() -> frozenset[str]:
    """Small words that may stand inside a name."""
    return lexicon.words("organisations", "forms.links")


def _of() -> Cues:
    return lexicon.cues("organisations", "forms.of")


_UPPER, _LOWER = "A-ZÀ-ÖØ-Þ", "a-zà-öø-ÿ"

_ACRONYM = re.compile(
    rf"(?<![\w.@/#-])(?:[{_UPPER}]\.[ ]?){{2,}}[{_UPPER}]?(?![{_LOWER}])"
    rf"|(?<![\w@#])(?=\w*[{_UPPER}]\w*[{_UPPER}0-9])[{_UPPER}][\w&]+(?:-[{_UPPER}]\w*)*(?!\w)"
)
"""ADEME, C.C.A.S., DDT38, OpenIG."""

_NUMBER = re.compile(r"[ ]?(?:\d{2,3}|2[AB])(?![\w°])")
"""The department after an acronym: DDT 38."""

_PIECE = re.compile(r"\s*/\s*|\s+[-–—]\s+|\s*,\s+|\s+\(|\)|\s*;\s*")
"""What parts the bodies that one attendee came for."""

_INNER_PATH = re.compile(r"\w/\w")
"""A body and its unit, written as one: "DGX/BRX"."""

_CAPITALISED_BEFORE = re.compile(
    rf"(?:[{_UPPER}][\w'’&]*(?:[ -](?:(?:[{_LOWER}]{{2,3}}|[{_LOWER}]['’]) ?)?)){{1,4}}$"
)
_CAPITAL = re.compile(rf"(?<![\w.@/'’-])(?:[dDlL]['’])?(?=[{_UPPER}])")
_EDGE = " \t\n«»\"“”()[],;:.'’•*-–—"
_MODEL_CUT = re.compile(r"([\t\n]|\s[-–—/]\s)")

SUFFIX_REACH = 60
"""Characters before "Métropole" or "SAS" in which the name may begin."""


SMALL_NAME = 6
"""Letters from which a known name is looked for in small letters too."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stretch that may name an organisation, and the rule that says so."""

    start: int
    end: int
    rule: str


def find_candidates(doc: Doc) -> list[Candidate]:
    """All candidates of all rules, overlapping ones too, in order."""
    text = source_of(doc).text  # doc.text is put together anew at each use
    found = {*_came_for(doc, text), *_body(doc, text), *_title(doc, text), *_model(doc)}
    for (start, _, block), pairs in zip(source_of(doc).spans(), view_of(doc).pairs, strict=True):
        found.update(_with_adjectives(doc, start, block.text))
        for rule in (_suffixes, _acronyms, _known, _capitals):
            found.update(Candidate(start + s, start + e, name) for s, e, name in rule(block.text))
        found.update(Candidate(start + s, start + e, name) for s, e, name in _expansions(pairs))
        found.update(_kinds(doc, block.text, start))
    found = {c for c in found if not _is_general(text[c.start : c.end])}
    return sorted(found, key=lambda c: (c.start, c.end, c.rule))


def _came_for(doc: Doc, text: str) -> Iterator[Candidate]:
    """The organisation printed with an attendee, and its parts: "ADEME - Direction régionale"."""
    attendees = get_items(doc, "attendees", Attendee)
    printed: dict[str, list[tuple[int, int]]] = {}
    names = (squeeze(attendee.organisation or "") for attendee in attendees)
    for start, end, name in PrintedNames(names).each(view_of(doc).of_blocks(words_of)):
        printed.setdefault(name, []).append((start, end))
    for attendee in attendees:
        places = printed.get(squeeze(attendee.organisation or ""))
        if not places:
            continue
        after = bisect_left(places, (attendee.end, 0))
        place = places[after % len(places)]
        pieces = list(_pieces(text, *place))
        if len(pieces) < 2 or _INNER_PATH.search(text[slice(*place)]):
            yield Candidate(*place, "attendee")
        if len(pieces) > 1:
            for index, (start, end) in enumerate(pieces):
                yield Candidate(start, end, "attendee_part" if index else "attendee_first")


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    position = start
    for match in _PIECE.finditer(text, start, end):
        if match.start() > position:
            yield position, match.start()
        position = match.end()
    if position < end:
        yield position, end


def _body(doc: Doc, text: str) -> Iterator[Candidate]:
    meeting = meeting_of(doc)
    if where := meeting.evidence.get("body"):
        yield Candidate(where.start, where.end, "body")
    for match in any_of([meeting.body] if meeting.body else []).finditer(text):
        yield Candidate(*match.span(), "body")


def _title(doc: Doc, text: str) -> Iterator[Candidate]:
    """What is left of the minutes' title and body without general words: "CR de l'AG des Amis du Bief"."""
    general = _general_words() | link_words()
    evidence = meeting_of(doc).evidence
    for place in (evidence.get("title"), evidence.get("body")):
        words = list(WORD.finditer(text, place.start, place.end)) if place else []
        while words and fold(words[-1].group()) in general:
            words.pop()
        while words and fold(words[0].group()) in general:
            words.pop(0)
        if words:
            yield Candidate(words[0].start(), words[-1].end(), "title")


def _is_general(text: str) -> bool:
    """Whether it names no body in particular: "Assemblée générale (AG)", "conseil d'administration"."""
    generic = lexicon.words("organisations", "forms.generic_words")
    return set(name_words(text)) <= _general_words() | link_words() | generic


def _general_words() -> frozenset[str]:
    return lexicon.words("organisations", "forms.title_words")


def _kinds(doc: Doc, text: str, offset: int) -> Iterator[Candidate]:
    """ "communauté de communes du Val d'Ombre", "association « Les Grillons »", "SARL Dupré"."""
    folded = fold(text)
    drops = lexicon.words("organisations", "kind.drop")
    for name, takes in lexicon.table("organisations", "kind.takes").items():
        for cue in _cue(name).finditer(folded):
            for end in name_ends(doc, text, folded, offset, cue.end(), takes):
                rule = "kind" if _ends_in_name(text[cue.end() : end]) else "phrase"
                yield Candidate(offset + cue.start(), offset + end, f"{rule}_{name}")
                if name in drops:
                    start, stop = bare_name(text, folded, cue.end(), end)
                    yield Candidate(offset + start, offset + stop, "after_kind")


def _ends_in_name(text: str) -> bool:
    """Whether the name that follows a kind ends in a proper name, not in a common word."""
    words = WORD.findall(text)
    return bool(words) and not words[-1].islower()


@cache
def _cue(kind: str) -> re.Pattern[str]:
    cue = lexicon.source("organisations", f"kinds.{kind}")
    return re.compile(rf"(?<![\w'-]){cue}(?!\w)|(?<=[dl]'){cue}(?!\w)")


CandidateSpan = tuple[int, int, str]
"""Start and end in a block, and the rule."""


def _suffixes(text: str) -> Iterator[CandidateSpan]:
    """ "Lormoy Métropole", "Dupré SAS"."""
    for match in _suffix().finditer(fold(text)):
        floor = max(0, match.start() - SUFFIX_REACH)
        if before := _CAPITALISED_BEFORE.search(text[floor : match.start()]):
            yield floor + before.start(), match.end(), "suffix"


@cache
def _suffix() -> re.Pattern[str]:
    suffix = lexicon.source("organisations", "suffixes.territory", "suffixes.legal")
    return re.compile(rf"(?<=[\w ])\b{suffix}(?!\w)")


def _acronyms(text: str) -> Iterator[CandidateSpan]:
    """ "ADEME", "DDT 38", "DREAL PdL"."""
    for match in _ACRONYM.finditer(text):
        yield match.start(), match.end(), "acronym"
        number = _NUMBER.match(text, match.end())
        for end in {capitals_end(text, match.start()), number.end() if number else None}:
            if end and end > match.end():
                yield match.start(), end, "acronym_of"


def _expansions(pairs: Iterable[Pair]) -> Iterator[CandidateSpan]:
    for pair in pairs:
        yield *pair.acronym, "defined"
        yield *pair.expansion, "expansion"


def _known(text: str) -> Iterator[CandidateSpan]:
    for match in _bodies().finditer(text):
        yield *match.span(), "public_body"
    for match in _bodies_in_small_letters().finditer(fold(text)):
        if text[match.start() : match.end()].islower():
            yield *match.span(), "known_small"


@cache
def _bodies() -> re.Pattern[str]:
    return any_of(lexicon.words("public_bodies", "public_bodies"))


@cache
def _bodies_in_small_letters() -> re.Pattern[str]:
    """ "nvidia", "la poste": known names that are no common words when they are printed without capitals."""
    common = lexicon.words("organisations", "around.common_when_small")
    names = {fold(name) for name in lexicon.words("public_bodies", "public_bodies")}
    return any_of(name for name in names if len(name) >= SMALL_NAME and name not in common)


def _capitals(text: str) -> Iterator[CandidateSpan]:
    """Runs of capitalised words, with and without the small words between them: "Les Amis du Bief"."""
    for match in _CAPITAL.finditer(text):
        start = match.end()
        end = capitals_end(text, start)
        if end is None or end - start < 2:
            continue
        rule = "capitals" if match.start() else "capitals_first"
        yield start, end, rule
        word = WORD.match(text, start)
        if word and word.end() < end and len(word.group()) > 2:
            yield start, word.end(), f"{rule}_word"


def _with_adjectives(doc: Doc, offset: int, text: str) -> Iterator[Candidate]:
    """ "Amicale sportive", "Banque alimentaire de Lormoy": a capital, then common words."""
    for match in _CAPITAL.finditer(text):
        end = capitals_end(text, match.end())
        if end and (longer := adjectives_end(doc, text, offset, end)):
            yield Candidate(offset + match.end(), offset + longer, "adjectives")


def _model(doc: Doc) -> Iterator[Candidate]:
    """What the language model takes for a name, blocks and tabs apart."""
    for entity in doc.ents:
        start = entity.start_char
        for piece in _MODEL_CUT.split(entity.text):
            inner = piece.strip(_EDGE)
            if len(inner) > 1 and inner[0].isupper():
                at = start + piece.index(inner)
                yield Candidate(at, at + len(inner), f"model_{entity.label_.lower()}")
            start += len(piece)
