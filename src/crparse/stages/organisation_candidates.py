"""Places in the text that may name an organisation: kinds with a name, acronyms, the model's guesses, known bodies.

Every rule here is generous; `organisations` judges.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc, Token

from crparse import lexicon
from crparse.record import Attendee
from crparse.resolution.normalise import name_key
from crparse.resolution.organisation_form import kinds
from crparse.stages.acronyms import find_pairs, is_acronym
from crparse.stages.items import get_items, meeting_of, source_of
from crparse.stages.mentions import any_of
from crparse.text import fold

_UPPER, _LOWER = "A-ZÀ-ÖØ-Þ", "a-zà-öø-ÿ"

_WORD = re.compile(r"[\w&](?:[\w&.]*[\w&])?")
_LINKS = frozenset(
    {"de", "du", "des", "d", "la", "le", "les", "l", "a", "au", "aux", "et", "en", "sur", "pour", "sous", "the", "of"}
)
_GAP = re.compile(r"[ \u00a0\u202f]?[-‐‑'’&][ ]?|[ \u00a0\u202f]")
_OF = re.compile(r"\s+(?:(?:de la|des|du|de)\s+|de l['’]\s?|d['’]\s?)")
_QUOTED = re.compile(r"\s*(?:dénommée?s?\s*)?[«\"“]\s*([^«»\"“”\n]{2,60}?)\s*[»\"”]")
_SPACE = re.compile(r"\s+")

_ACRONYM = re.compile(
    rf"(?<![\w.@/#-])(?:[{_UPPER}]\.[ ]?){{2,}}[{_UPPER}]?(?![{_LOWER}])"
    rf"|(?<![\w@#])(?=\w*[{_UPPER}]\w*[{_UPPER}0-9])[{_UPPER}][\w&]+(?:-[{_UPPER}]\w*)*(?!\w)"
)
"""ADEME, C.C.A.S., DDT38, OpenIG."""

_NUMBER = re.compile(r"[ ]?(?:\d{2,3}|2[AB])(?![\w°])")
"""The department after an acronym: DDT 38."""

MAX_WORDS = 14


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stretch that may name an organisation, and the rule that says so."""

    start: int
    end: int
    rule: str


def find_candidates(doc: Doc) -> list[Candidate]:
    """All candidates of all rules, overlapping ones too, in order."""
    found = {
        *_came_for(doc),
        *_body(doc),
        *_titles(doc),
        *_kinds(doc),
        *_suffixes(doc),
        *_acronyms(doc),
        *_expansions(doc),
        *_known(doc),
        *_capitals(doc),
        *_model(doc),
    }
    return sorted(found, key=lambda c: (c.start, c.end, c.rule))


def _came_for(doc: Doc) -> Iterator[Candidate]:
    """The organisation printed with an attendee, and its parts: "DGPR / BRIL"."""
    text = doc.text
    for attendee in get_items(doc, "attendees", Attendee):
        if not attendee.organisation:
            continue
        pattern = any_of([attendee.organisation])
        match = pattern.search(text, attendee.end) or pattern.search(text)
        if not match:
            continue
        pieces = list(_pieces(text, *match.span()))
        if not pieces or re.search(r"\w/\w", match.group()):
            yield Candidate(*match.span(), "attendee")
        for index, (start, end) in enumerate(pieces):
            yield Candidate(start, end, "attendee_part" if index else "attendee_first")


_PIECE = re.compile(r"\s*/\s*|\s+[-–—]\s+|\s*,\s+|\s+\(|\)|\s*;\s*")


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    cuts = [(m.start(), m.end()) for m in _PIECE.finditer(text, start, end)]
    if not cuts:
        return
    position = start
    for cut_start, cut_end in [*cuts, (end, end)]:
        if cut_start > position:
            yield position, cut_start
        position = cut_end


def _body(doc: Doc) -> Iterator[Candidate]:
    meeting = meeting_of(doc)
    where = meeting.evidence.get("body")
    if meeting.body and where:
        yield Candidate(where.start, where.end, "body")
    if meeting.body:
        for match in any_of([meeting.body]).finditer(doc.text):
            yield Candidate(*match.span(), "body")


def _titles(doc: Doc) -> Iterator[Candidate]:
    """What is left of the minutes' own title and body without general words: "CR de l'AG des Amis du Bief"."""
    meeting = meeting_of(doc)
    general = _general_words()
    for place in (meeting.evidence.get("title"), meeting.evidence.get("body")):
        if place is None:
            continue
        words = list(_WORD.finditer(doc.text, place.start, place.end))
        while words and fold(words[-1].group()) in general | _LINKS:
            words.pop()
        while words and fold(words[0].group()) in general | _LINKS:
            words.pop(0)
        if words:
            yield Candidate(words[0].start(), words[-1].end(), "title")


@cache
def _general_words() -> frozenset[str]:
    return frozenset(lexicon.load("organisations")["forms"]["title_words"])


def _kinds(doc: Doc) -> Iterator[Candidate]:
    """ "communauté de communes du Val d'Ombre", "association « Les Grillons »", "SARL Dupré"."""
    for start, _, block in source_of(doc).spans():
        folded = fold(block.text)
        for name, kind in kinds().items():
            for cue in _cue(name).finditer(folded):
                for end in _name_ends(doc, block.text, start, cue.end(), kind["takes"]):
                    yield Candidate(start + cue.start(), start + end, f"kind_{name}")
                    if kind.get("drop"):
                        bare = _bare_start(block.text, cue.end())
                        yield Candidate(start + bare, start + _unquoted(block.text, bare, end), "after_kind")


def _bare_start(text: str, cue_end: int) -> int:
    """Where the name begins after the kind, preposition and opening quotes apart."""
    after = _OF.match(text, cue_end) or _SPACE.match(text, cue_end)
    place = after.end() if after else cue_end
    opening = re.match(r"[«\"“]\s*", text[place:])
    return place + (opening.end() if opening else 0)


def _unquoted(text: str, start: int, end: int) -> int:
    return start + len(re.sub(r"\s*[»\"”]$", "", text[start:end]))


def _name_ends(doc: Doc, text: str, offset: int, cue_end: int, takes: str) -> Iterator[int]:
    """Where, in the block, the name after the cue ends: at the quotes, at the last capital, or with the phrase."""
    if quoted := _QUOTED.match(text, cue_end):
        yield quoted.end()
        return
    of = _OF.match(text, cue_end)
    after = of if of else _SPACE.match(text, cue_end)
    if after is None or (takes == "of" and not of) or (takes == "name" and of and takes != "both"):
        return
    if end := name_end(text, after.end()):
        yield end
    if takes == "words" or of or text[after.end() : after.end() + 1].islower():
        last = _phrase_end(doc, offset + after.end(), offset + len(text))
        if last is not None:
            yield last - offset


def name_end(text: str, start: int) -> int | None:
    """Where the capitalised words that begin at `start` end, small words between them included."""
    end, position, words = None, start, 0
    while (word := _WORD.match(text, position)) and words < MAX_WORDS:
        words += 1
        if word.group()[0].isupper() or (word.group()[0].isdigit() and words > 1):
            end = word.end()
        elif fold(word.group()) not in _LINKS:
            break
        gap = _GAP.match(text, word.end())
        if gap is None:
            break
        position = gap.end()
    return end


def _phrase_end(doc: Doc, start: int, ceiling: int) -> int | None:
    """End of the noun phrase that begins at `start`."""
    span = doc.char_span(start, ceiling, alignment_mode="contract")
    if span is None:
        return None
    last = None
    for token in span[:MAX_WORDS]:
        if token.pos_ not in ("NOUN", "PROPN", "ADJ", "ADP", "DET", "CCONJ", "NUM", "X") and token.text not in ("-", "’", "'", ","):
            break
        if token.is_space or "\n" in token.text:
            break
        if token.pos_ in ("NOUN", "PROPN", "ADJ", "X"):
            last = token
    return last.idx + len(last) if last is not None else None


@cache
def _cue(kind: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w'-])(?:{kinds()[kind]['cue']})(?!\w)|(?<=[dl]')(?:{kinds()[kind]['cue']})(?!\w)")


@cache
def _suffix() -> re.Pattern[str]:
    suffixes = lexicon.load("organisations")["suffixes"]
    return re.compile(rf"(?<=[\w ])\b(?:{suffixes['territory']}|{suffixes['legal']})(?!\w)")


_CAPITALISED_BEFORE = re.compile(rf"(?:[{_UPPER}][\w'’&]*(?:[ -](?:(?:de|la|le|en|sur|les|d['’]) ?)?)){{1,4}}$")


def _suffixes(doc: Doc) -> Iterator[Candidate]:
    """ "Lormoy Métropole", "Dupré SAS"."""
    for start, _, block in source_of(doc).spans():
        for match in _suffix().finditer(fold(block.text)):
            floor = max(0, match.start() - 60)
            if before := _CAPITALISED_BEFORE.search(block.text[floor : match.start()]):
                yield Candidate(start + floor + before.start(), start + match.end(), "suffix")


def _acronyms(doc: Doc) -> Iterator[Candidate]:
    """ "ADEME", "DDT 38", "DREAL PdL"."""
    for start, _, block in source_of(doc).spans():
        for match in _ACRONYM.finditer(block.text):
            yield Candidate(start + match.start(), start + match.end(), "acronym")
            ends = {name_end(block.text, match.start())}
            if number := _NUMBER.match(block.text, match.end()):
                ends.add(number.end())
            for end in sorted(e for e in ends if e and e > match.end()):
                yield Candidate(start + match.start(), start + end, "acronym_of")


def _expansions(doc: Doc) -> Iterator[Candidate]:
    for start, _, block in source_of(doc).spans():
        for pair in find_pairs(block.text):
            yield Candidate(start + pair.acronym[0], start + pair.acronym[1], "defined")
            yield Candidate(start + pair.expansion[0], start + pair.expansion[1], "expansion")


@cache
def _bodies() -> re.Pattern[str]:
    names = lexicon.words("public_bodies")
    return any_of(names)


def _known(doc: Doc) -> Iterator[Candidate]:
    for start, _, block in source_of(doc).spans():
        for match in _bodies().finditer(block.text):
            yield Candidate(start + match.start(), start + match.end(), "public_body")


_CAPITAL = re.compile(rf"(?<![\w.@/'’-])(?:[dDlL]['’])?(?=[{_UPPER}])")


def _capitals(doc: Doc) -> Iterator[Candidate]:
    """Runs of capitalised words, with and without the small words between them: "Les Amis du Bief"."""
    for start, _, block in source_of(doc).spans():
        for match in _CAPITAL.finditer(block.text):
            end = name_end(block.text, match.end())
            if end is None or end - match.end() < 2:
                continue
            rule = "capitals" if match.start() else "capitals_first"
            yield Candidate(start + match.end(), start + end, rule)
            word = _WORD.match(block.text, match.end())
            if word and word.end() < end and len(word.group()) > 2:
                yield Candidate(start + match.end(), start + word.end(), f"{rule}_word")


_EDGE = " \t\n«»\"“”()[],;:.'’•*-–—"


def _model(doc: Doc) -> Iterator[Candidate]:
    """What the model takes for a name, blocks and tabs apart."""
    for entity in doc.ents:
        start = entity.start_char
        for piece in re.split(r"([\t\n]|\s[-–—/]\s)", entity.text):
            inner = piece.strip(_EDGE)
            if len(inner) > 1 and inner[0].isupper():
                at = start + piece.index(inner)
                yield Candidate(at, at + len(inner), f"model_{entity.label_.lower()}")
            start += len(piece)
