"""Places that may name an organisation (a kind with a name, an acronym), and where each name ends."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import islice, takewhile
from typing import NamedTuple

from spacy.tokens import Doc, Token

from crparse import lexicon
from crparse.document.items import get_items, meeting_of, source_of
from crparse.document.view import view_of
from crparse.language.organisations import general_words, link_words, parse_organisation
from crparse.language.persons import Basis, parse_name
from crparse.record import Attendee
from crparse.stages.entities.mentions import LOWER, UPPER, PrintedNames, any_of, pieces, words_of
from crparse.text import Stretch, fold, name_key, name_words, squeeze

MAX_WORDS = 14
"""Longer names are sentences in capitals."""

ADJECTIVES = 60
"""Characters after a name in which the common words that belong to it stand. Chosen, not measured."""

SUFFIX_REACH = 60
"""Characters before "Métropole" or "SAS" in which the name may begin."""

REACH = 8
"""Characters that an article may have, with its preposition. Chosen, not measured."""

FEWEST = 2
"""Letters and figures of the shortest name: one is a mark in a column."""

SMALL_NAME = 6
"""Letters from which a known name is looked for in small letters too."""

# Takes "C.C.A.S" of "C.C.A.S.", "R&D"; leaves "«".
WORD = re.compile(r"[\w&](?:[\w&.]*[\w&])?")

# Between the words of a name: takes the space of "Val Bleu", the hyphen of "Val-Bleu"; leaves ", ".
_GAP = re.compile(r"[ \u00a0\u202f]?[-‐‑'’&][ ]?|[ \u00a0\u202f]")

# Takes " « Les Grillons »", leaves " Les « Grillons »" and "« Les".
_QUOTED = re.compile(r"\s*[«\"“]\s*([^«»\"“”\n]{2,60}?)\s*[»\"”]")

# Between a kind and its name: takes the space of " Dupré", leaves "-Dupré".
_SPACE = re.compile(r"\s+")

# A name without its quotes: takes "La Ruche" of "« La Ruche »", all of "Val Bleu"; leaves the quotes.
_UNQUOTED = re.compile(r"(?:[«\"“]\s*)?(.*?)(?:\s*[»\"”])?$", re.DOTALL)

# Takes "ADEME", "C.C.A.S.", "DDT38", "OpenIG"; leaves "Lormoy" and "@ADEME".
_ACRONYM = re.compile(
    rf"(?<![\w.@/#-])(?:[{UPPER}]\.[ ]?){{2,}}[{UPPER}]?(?![{LOWER}])"
    rf"|(?<![\w@#])(?=\w*[{UPPER}]\w*[{UPPER}0-9])[{UPPER}][\w&]+(?:-[{UPPER}]\w*)*(?!\w)"
)

# The department after an acronym: takes " 38" of "DDT 38", leaves " 3800" and " 38°".
_NUMBER = re.compile(r"[ ]?(?:\d{2,3}|2[AB])(?![\w°])")

# What parts the bodies that one attendee came for: takes " - " of "ADEME - Sols", leaves "Val-Bleu".
_PIECE = re.compile(r"\s*/\s*|\s+[-–—]\s+|\s*,\s+|\s+\(|\)|\s*;\s*")

# A body and its unit, written as one: takes "DGX/BRX", leaves "ADEME / sols".
_INNER_PATH = re.compile(r"\w/\w")

# Takes "Val d'Ombre " before "Agglomération", leaves "la grande ".
_CAPITALISED_BEFORE = re.compile(
    rf"(?:[{UPPER}][\w'’&]*(?:[ -](?:(?:[{LOWER}]{{2,3}}|[{LOWER}]['’]) ?)?)){{1,4}}$"
)

# Where capitals may open a name: takes the place before "Bief", "d'" of "d'Ombre"; leaves "openIG".
_CAPITAL = re.compile(rf"(?<![\w.@/'’-])(?:[dDlL]['’])?(?=[{UPPER}])")

# What no name runs across, though the model may think so: takes " - ", leaves the hyphen of "Val-Bleu".
_MODEL_CUT = re.compile(r"([\t\n]|\s[-–—/]\s)")

AND = "&"
"""Joins the words of a name: "Durand & Fils"."""

_EDGE = " \t\n«»\"“”()[],;:.'’•*-–—"
_PHRASE = frozenset({"NOUN", "PROPN", "ADJ", "ADP", "DET", "CCONJ", "NUM", "X"})
_HEADS = frozenset({"NOUN", "PROPN", "ADJ", "X"})
_JOINTS = frozenset({"-", "’", "'", ","})


class Candidate(NamedTuple):
    """A stretch that may name an organisation, and the rule that says so."""

    start: int
    end: int
    rule: str


@dataclass(eq=False)
class Form:
    """One printed name with the places where it stands, and the rules that found it at each."""

    text: str
    places: dict[Stretch, set[str]] = field(default_factory=dict)


def group_forms(text: str, candidates: Iterable[Candidate]) -> list[Form]:
    """The candidates by the name they print, in order of their first place."""
    forms: dict[str, Form] = {}
    for candidate in candidates:
        printed = text[candidate.start : candidate.end]
        if key := name_key(printed):
            form = forms.setdefault(key, Form(printed))
            form.places.setdefault((candidate.start, candidate.end), set()).add(candidate.rule)
    return list(forms.values())


PlaceInBlock = tuple[int, int, str]
"""Start and end in a block, and the rule."""


@dataclass(frozen=True)
class _Block:
    """A block in which names are looked for; places are offsets in its text."""

    doc: Doc
    start: int
    text: str
    folded: str

    def name_ends(self, cue_end: int, takes: str) -> Iterator[int]:
        """Where a name after a kind's cue may end; `takes` is what the lexicon says of the kind."""
        if quoted := _QUOTED.match(self.text, cue_end):
            yield quoted.end()
            return
        of = lexicon.cues("organisations", "forms.of").match(self.folded, cue_end)
        after = of or _SPACE.match(self.text, cue_end)
        if after is None or takes == ("name" if of else "of"):
            return
        start = after.end()
        if end := self.capitals_end(start):
            yield end
            yield from self.adjectives_end(end)
        if of or takes == "words" or (takes != "both" and self.text[start : start + 1].islower()):
            yield from self._phrase_end(start)

    def bare_name(self, cue_end: int, end: int) -> Stretch:
        """The name after its kind, without preposition and quotes."""
        of = lexicon.cues("organisations", "forms.of").match(self.folded, cue_end)
        after = of or _SPACE.match(self.text, cue_end)
        name = _UNQUOTED.match(self.text, after.end() if after else cue_end, end)
        assert name is not None
        return name.span(1)

    def is_common_noun(self, start: int, end: int) -> bool:
        """Whether the stretch is one word that the model takes for a common one: "le déclic"."""
        words = list(self._tokens(start, end))
        return len(words) == 1 and words[0].pos_ in ("NOUN", "VERB", "ADJ", "ADV")

    def capitals_end(self, start: int) -> int | None:
        """Where the capitalised words that begin at `start` end, small words between them included."""
        end, position = None, start
        for count in range(MAX_WORDS):
            word = WORD.match(self.text, position)
            if word is None:
                break
            if word.group()[0].isupper() or (word.group()[0].isdigit() and count):
                end = word.end()
            elif word.group() != AND and fold(word.group()) not in link_words():
                break
            gap = _GAP.match(self.text, word.end())
            if gap is None:
                break
            position = gap.end()
        return end

    def adjectives_end(self, end: int) -> Iterator[int]:
        """Where the nouns and adjectives in small letters right after a name end: "Banque alimentaire"."""
        if self.text[end : end + 1] == " " and self.text[end + 1 : end + 2].islower():
            yield from self._last_end(list(takewhile(_is_common, self._tokens(end, end + ADJECTIVES))))

    def _phrase_end(self, start: int) -> Iterator[int]:
        """Where the noun phrase that begins at `start` ends."""
        phrase = list(takewhile(_is_of_phrase, islice(self._tokens(start, len(self.text)), MAX_WORDS)))
        first = list(takewhile(lambda token: not _is_new_part(token), phrase))
        for words in (first, phrase):
            yield from self._last_end([token for token in words if token.pos_ in _HEADS])

    def _tokens(self, start: int, end: int) -> Iterable[Token]:
        stop = self.start + min(end, len(self.text))
        return self.doc.char_span(self.start + start, stop, alignment_mode="contract") or ()

    def _last_end(self, words: list[Token]) -> list[int]:
        return [word.idx + len(word) - self.start for word in words[-1:]]


def _is_common(token: Token) -> bool:
    return token.pos_ in ("NOUN", "ADJ") and token.is_alpha and token.text.islower()


def _is_new_part(token: Token) -> bool:
    """Whether more than the name may begin: ", avec l'appui…", " pour la voirie"."""
    return token.text == "," or (token.pos_ == "ADP" and fold(token.text).rstrip("'") not in link_words())


def _is_of_phrase(token: Token) -> bool:
    return not token.is_space and (token.pos_ in _PHRASE or token.text in _JOINTS)


TOLD = frozenset({"told", "told_quoted", "listed"})
"""Rules of names that a kind before them says are names: "l'association Les Locaux"."""

LEADER = "...."
"""Dots that lead to a page or a blank to fill in: no name goes over them, "Finances ........ 3"."""


def find_candidates(doc: Doc) -> list[Candidate]:
    """All candidates of all rules, overlapping ones too, in order."""
    source = source_of(doc)
    text = source.text  # doc.text is put together anew at each use
    found = {*_stated(doc, text), *_title(doc, text), *_model(doc)}
    for (start, _, block), pairs in zip(source.spans(), view_of(doc).pairs, strict=True):
        places: list[PlaceInBlock] = [(*pair.acronym, "defined") for pair in pairs]
        places += [(*pair.expansion, "expansion") for pair in pairs]
        one = _Block(doc, start, block.text, fold(block.text))
        for rule in (_suffixes, _acronyms, _known, _capitals, _kinds):
            places += rule(one)
        found.update(Candidate(start + s, start + e, name) for s, e, name in places)
    printed = {candidate: text[candidate.start : candidate.end] for candidate in found}
    named = (c for c, name in printed.items() if LEADER not in name)
    return sorted(c for c in named if not (_is_general(c, printed[c]) or _is_none(c, printed[c])))


def _is_none(candidate: Candidate, name: str) -> bool:
    """Whether it is a mark, or a person in the place of the body that someone came for: "☒", "F. Roux"."""
    if sum(map(str.isalnum, name)) < FEWEST or not any(map(str.isalpha, name)):
        return True
    if not candidate.rule.startswith("attendee"):
        return False
    person = parse_name(name)
    if person is None or not person.given or not person.surname or parse_organisation(name).kind:
        return False
    return person.basis >= Basis.FIRST_NAME or person.given.endswith(".")


def _is_general(candidate: Candidate, name: str) -> bool:
    """Whether it names no body in particular: "la mairie"; not what a kind says is a name: « Les Locaux »."""
    told = candidate.rule in TOLD and (" " in name or "-" in name)
    return not told and general_words().issuperset(name_words(name))


def _stated(doc: Doc, text: str) -> Iterator[Candidate]:
    """The body that met, and what is printed with an attendee, in parts: "ADEME - Direction régionale"."""
    meeting, attendees = meeting_of(doc), get_items(doc, "attendees", Attendee)
    body, *came_for = [squeeze(name or "") for name in (meeting.body, *(a.organisation for a in attendees))]
    printed = PrintedNames({body, *came_for}).places(view_of(doc).of_blocks(words_of))
    if where := meeting.evidence.get("body"):
        yield Candidate(where.start, where.end, "body")
    yield from (Candidate(*place, "body") for place in printed.get(body, ()))
    for attendee, name in zip(attendees, came_for, strict=True):
        if places := printed.get(name):
            after = bisect_left(places, (attendee.end, 0))
            yield from _of_attendee(text, *places[after % len(places)])


def _of_attendee(text: str, start: int, end: int) -> Iterator[Candidate]:
    bodies = [(first, last) for first, last in pieces(_PIECE, text, start, end) if first < last]
    if len(bodies) < 2 or _INNER_PATH.search(text, start, end):
        yield Candidate(start, end, "attendee")
    if len(bodies) > 1:
        yield Candidate(*bodies[0], "attendee_first")
        yield from (Candidate(*body, "attendee_part") for body in bodies[1:])


def _title(doc: Doc, text: str) -> Iterator[Candidate]:
    """What is left of the minutes' title and body without general words: "CR de l'AG des Amis du Bief"."""
    general = lexicon.words("organisations", "forms.title_words") | link_words()
    evidence = meeting_of(doc).evidence
    for place in (evidence.get("title"), evidence.get("body")):
        words = list(WORD.finditer(text, place.start, place.end)) if place else []
        own = [i for i, word in enumerate(words) if fold(word.group()) not in general]
        if own:
            yield Candidate(words[own[0]].start(), words[own[-1]].end(), "title")


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


def _kinds(block: _Block) -> Iterator[PlaceInBlock]:
    """ "communauté de communes du Val d'Ombre", "association « Les Grillons »", "SARL Dupré"."""
    drops = lexicon.words("organisations", "kind.drop")
    for name, takes in lexicon.table("organisations", "kind.takes").items():
        for cue in _cue(name).finditer(block.folded):
            for count, end in enumerate(block.name_ends(cue.end(), takes)):
                words = WORD.findall(block.text, cue.end(), end)
                proper = words and not words[-1].islower()
                yield cue.start(), end, f"{'kind' if proper else 'phrase'}_{name}"
                if name in drops:
                    bare = block.bare_name(cue.end(), end)
                    told = count == 0 and block.text[cue.start()].islower() and block.text[bare[0]].isupper()
                    yield *bare, ("told_quoted" if bare[1] < end else "told") if told else "after_kind"
                    yield from _listed_with(block, end)


@cache
def _listed() -> re.Pattern[str]:
    words = lexicon.source("organisations", "around.and_words")
    # Between names after one kind: takes ", " and " et " of "associations « A », « B » et C"; leaves " a ".
    return re.compile(rf"\s*[,/]\s*|\s+{words}\s+")


def _listed_with(block: _Block, end: int) -> Iterator[PlaceInBlock]:
    """The names that follow in one list: "les associations Les Grillons, Terre Vive et « La Ruche »"."""
    for _ in range(MAX_WORDS):
        joint = _listed().match(block.text, end)
        if joint is None:
            return
        quoted = _QUOTED.match(block.text, joint.end())
        last = quoted.end(1) if quoted else block.capitals_end(joint.end())
        if last is None:
            return
        start = quoted.start(1) if quoted else joint.end()
        yield start, last, "listed"
        end = quoted.end() if quoted else last
        yield from ((start, longer, "listed") for longer in block.adjectives_end(last))


def whole_end(doc: Doc, start: int, end: int) -> int:
    """Where a name ends that deals with several matters, where but the first was read as one.

    "Direction de l'Eau" of "Direction de l'Eau, des Sols et des Forêts"; as it is where no "et" follows, or
    what follows is another body: "Agence de l'Eau et de la Mairie".
    """
    text = source_of(doc).text
    named = parse_organisation(text[start:end])
    first = _last_matter().search(fold(text[start:end]))
    if named.kind not in lexicon.words("organisations", "kind.matter") or first is None:
        return end
    large = text[start + first.start(1)].isupper()
    stop = text.find("\n", end)
    rest = text[end : stop if stop >= 0 else len(text)]
    block = _Block(doc, end, rest, fold(rest))
    at = 0
    while joint := _next_matter().match(block.folded, at):
        word = WORD.match(block.text, joint.end())
        if word is None or word.group()[0].isupper() != large:
            return end
        if not _is_matter(word.group(), block, joint.end()):
            return end
        at = (block.capitals_end(joint.end()) if large else word.end()) or word.end()
        at = max([at, *block.adjectives_end(at)])
        if joint["last"] or _next_matter().search(block.folded, joint.end(), at):
            return end + at
    return end


def _is_matter(word: str, block: _Block, start: int) -> bool:
    """Whether a word may say what a body deals with, and is no other body."""
    if word.isupper() or fold(word) in general_words():
        return False
    return not any(_cue(kind).match(block.folded, start) for kind in _kind_names())


@cache
def _last_matter() -> re.Pattern[str]:
    of = lexicon.source("organisations", "forms.of")
    # Takes "eau" of "direction de l'eau", leaves "direction eau".
    return re.compile(rf"{of}(\w+)(?:\s\w+)?$")


@cache
def _next_matter() -> re.Pattern[str]:
    of = lexicon.source("organisations", "forms.of")
    words = lexicon.source("organisations", "around.and_words")
    # Takes ", des " and " et des ", leaves ", les ".
    return re.compile(rf"(?:,|(?P<last>\s+{words})){of}")


@cache
def _cue(kind: str) -> re.Pattern[str]:
    cue = lexicon.source("organisations", f"kinds.{kind}")
    # Takes "mairie" of "la mairie" and "l'association", leaves "quasi-mairie".
    return re.compile(rf"(?:(?<![\w'-])|(?<=[dl]')){cue}(?!\w)")


def _suffixes(block: _Block) -> Iterator[PlaceInBlock]:
    """ "Lormoy Métropole", "Dupré SAS"."""
    for match in _suffix().finditer(block.folded):
        floor = max(0, match.start() - SUFFIX_REACH)
        if before := _CAPITALISED_BEFORE.search(block.text[floor : match.start()]):
            yield floor + before.start(), match.end(), "suffix"


@cache
def _suffix() -> re.Pattern[str]:
    suffix = lexicon.source("organisations", "suffixes.territory", "suffixes.legal")
    # Takes "metropole" of "lormoy metropole", leaves "metropoles" and the first word of a line.
    return re.compile(rf"(?<=[\w ])\b{suffix}(?!\w)")


def _acronyms(block: _Block) -> Iterator[PlaceInBlock]:
    """ "ADEME", "DDT 38", "DREAL PdL"."""
    for match in _ACRONYM.finditer(block.text):
        yield *match.span(), "acronym"
        number = _NUMBER.match(block.text, match.end())
        for end in {block.capitals_end(match.start()), number.end() if number else None}:
            if end and end > match.end():
                yield match.start(), end, "acronym_of"


def _known(block: _Block) -> Iterator[PlaceInBlock]:
    """ "EDF", "La Poste"; "nvidia", "la poste" where that is no common word."""
    capitals, small = _bodies()
    for match in capitals.finditer(block.text):
        yield *match.span(), "public_body"
    for match in small.finditer(block.folded):
        if block.text[slice(*match.span())].islower() and not block.is_common_noun(*match.span()):
            yield *match.span(), "known_small"


@cache
def _bodies() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The known bodies as printed, and folded those that may be printed without capitals."""
    names = lexicon.words("public_bodies", "public_bodies")
    common = lexicon.words("organisations", "around.common_when_small")
    small = {name for name in map(fold, names) if len(name) >= SMALL_NAME and name not in common}
    return any_of(names), any_of(small)


def _article_length(block: _Block, start: int) -> int:
    """Length of an article in a capital before a kind, as a sentence begins: that of "La SARL Dupré"."""
    article = lexicon.cues("organisations", "around.item_article").match(block.folded[start : start + REACH])
    if article is None or not block.text[start + article.end() : start + article.end() + 1].isupper():
        return 0
    rest = block.folded[start + article.end() : start + SUFFIX_REACH]
    return article.end() if any(_cue(kind).match(rest) for kind in _kind_names()) else 0


@cache
def _kind_names() -> tuple[str, ...]:
    return tuple(lexicon.table("organisations", "kind.takes"))


def _capitals(block: _Block) -> Iterator[PlaceInBlock]:
    """Runs of capitalised words, with and without the small words in them, or with common ones after them.

    "Les Amis du Bief", "Amicale sportive", "Banque alimentaire de Lormoy".
    """
    for match in _CAPITAL.finditer(block.text):
        start = match.end() + _article_length(block, match.end())
        end = block.capitals_end(start) or start
        for longer in block.adjectives_end(end):
            yield start, longer, "adjectives"
        if end - start > 1:
            rule = "capitals" if match.start() else "capitals_first"
            yield start, end, rule
            word = WORD.match(block.text, start)
            if word and word.end() < end and len(word.group()) > 2:
                yield start, word.end(), f"{rule}_word"
