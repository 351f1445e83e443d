"""People in one line or paragraph of an attendance list, with what is printed beside each."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from crparse import lexicon
from crparse.language.organisations import public_bodies
from crparse.language.persons import Basis, PersonName, is_particle, is_plural, name_at, split_civility
from crparse.stages.attendance.beside import (
    Affiliation,
    bare_name,
    holder_at,
    is_mark_or_role,
    names_a_body,
    read_remark,
    starts_with_role,
)
from crparse.stages.attendance.heads import split_at_first_names
from crparse.stages.attendance.labels import Label
from crparse.stages.attendance.pieces import (
    INNER,
    ListPiece,
    ListText,
    begins_with_person,
    is_unnamed,
    strip_bullet,
)
from crparse.text import Stretch, fold, squeeze

_ACRONYM = 3
"""Letters of most acronyms: a longer word in capitals can be a surname."""
_MAX_BODY = 500
"""Characters of a body that goes on after a comma; a longer one is a sentence that does not end."""
_MAX_REMARK = 80
"""A longer remark is text, unless it begins as a body or a function does."""
_MAX_NAME = 90
"""Characters of the name of a body that sends someone; a longer one is a clause. Chosen, not measured."""


@dataclass(slots=True)
class Listed(Affiliation):
    """Someone listed: `start` and `end` of the name, and the givers, count characters of the document."""

    start: int
    end: int
    name: str
    basis: Basis
    civility: str | None = None
    """Canonical, where one stands before a surname alone, and before no other."""
    starred: bool = False
    """With an asterisk, which a legend below explains."""
    unclear: bool = False
    """Marks say two things at once of whether the person was there."""
    remark_end: int = 0
    """Where what stands beside the name ends, in the text of the list."""
    rule: str = ""
    """What kind of place named the person: a label, a table, an officer, a signature."""
    unit: int = -1
    """Position of the row or table it stands in."""
    cue: str = ""
    """What the record names as the rule: the label, sentence or kind of table."""
    label: Label | None = None
    """Of its list, where one stands over it."""

    def copy(self) -> "Listed":
        """The same, to be completed by itself."""
        return replace(self, roles=[*self.roles], givers=[*self.givers])

    def found_by(self, rule: str, unit: int, cue: str, label: Label | None = None) -> "Listed":
        """The same, with what it was found by."""
        self.rule, self.unit, self.cue, self.label = rule, unit, cue, label
        return self


def parts_people(listing: ListText, parts: Iterable[Stretch], *, names_only: bool = False) -> bool:
    """Whether commas part people, not a person from a body: told by all parts of a list.

    `names_only`: in the lists before they do, so that any part that may be a name is one.
    """
    levels: list[int] = []
    parts = list(parts)
    if len(parts) == 1 and are_alike(listing.pieces(*parts[0])):
        return True
    for start, end in parts:
        pieces = listing.pieces(start, end)
        first = pieces[0].text.strip(" .") if pieces and pieces[0].strength == 3 else ""
        surnames = _is_surname(first[split_civility(first)[1] :])
        for piece in pieces[1:]:
            surname = surnames and piece.strength == 1 and _is_surname(piece.text.strip(" ."))
            levels.append(2 if surname else piece.strength)
    if names_only and levels and 0 not in levels:
        return not any(names_a_body(piece.text) for part in parts for piece in listing.pieces(*part))
    total, weak, people = len(levels), levels.count(1), sum(level >= 2 for level in levels)
    mostly = people >= 0.5 * total or (people + weak >= 0.8 * total and people > 0.2 * total)
    return total > 0 and mostly


def are_alike(pieces: Sequence[ListPiece]) -> bool:
    """Whether the parts of a list are lone names, or all initials: "Roux, Petit, Costey", "AR, PP".

    Functions between them do not count.
    """
    names = [piece for piece in pieces if piece.strength or not is_mark_or_role(piece.text)]
    if are_all_initials(names):
        return True
    heads = [piece.head.text for piece in names if piece.head is not None]
    if len(heads) < max(2, len(names)) or any(names_a_body(head) for head in heads):
        return False
    return all(is_lone_name(head) for head in heads) and len({head.isupper() for head in heads}) == 1


def are_all_initials(pieces: Sequence[ListPiece]) -> bool:
    """Whether the parts are initials, by which those who were there know each other.

    Acronyms are none: most initials have two letters or stops, and few are those of a body too ("CC", "AG").
    """
    printed = [initials_of(piece) for piece in pieces]
    if len(pieces) < 2 or not all(printed):
        return False
    short = sum("." in letters or len(letters) == 2 for letters in printed if letters)
    bodies = sum(names_a_body(letters) for letters in printed if letters)
    return short * 2 >= len(pieces) and bodies * _FEW <= len(pieces)


def initials_of(piece: ListPiece) -> str | None:
    """The initials that a part is, a remark in brackets aside: "AR (maire)"."""
    match = _INITIALS.match(piece.listing.text, *piece.whole)
    return match.group() if match else None


def initials_at(text: str, start: int, end: int) -> PersonName | None:
    """The initials that a stretch begins with, as a name: "AR, maire", "A.R. donne pouvoir à P.P."."""
    match = _INITIALS.match(text, start, end) or _INITIALS_BEFORE.match(text, start, end)
    return bare_name(match) if match else None


_FEW = 3
"""One in so many initials may be those of a body as well. Chosen, not measured."""
_CAPITALS = r"(?:(?:[A-ZÀ-Ý]-?){2,4}|(?:[A-ZÀ-Ý]\.-?){2,4}[A-ZÀ-Ý]?\.?)"
# Takes "AR", "JPR" of "JPR (maire)", "A.R.", "J.-P.R"; leaves "A. Roux", "Roux".
_INITIALS = re.compile(rf"{_CAPITALS}(?=\s*(?:$|[(,:–-]))")


# Takes "AR" of "AR donne pouvoir", "A.R.¹", "A.R. *", "AR / DDT"; leaves "AR Paul", "CCI du Lormois".
_INITIALS_BEFORE = re.compile(rf"{_CAPITALS}(?=\s*[*¹²³⁴-⁹/→|]|\s+(?!d[eu]|d['’])[a-zà-ÿ\"«])")


def is_lone_name(name: str) -> bool:
    """Whether a name is one word, particles aside, and no acronym: "Roux", "Le Goff", "ROUX"."""
    words = [word for word in name.split() if not is_particle(word)]
    return len(words) == 1 and len(words[0]) > (_ACRONYM if words[0].isupper() else 1)


def _is_surname(word: str) -> bool:
    """Whether a word in capitals stands alone: "ROUX" of "M. ROUX, PETIT", no known acronym."""
    return word.isupper() and word.isalpha() and len(word) > _ACRONYM and fold(word) not in public_bodies()


def read_entries(
    listing: ListText,
    start: int = 0,
    end: int | None = None,
    *,
    names_only: bool = False,
    grouped: bool = False,
) -> list[Listed]:
    """The people of one line, segment or cell, in order. `names_only`: commas part people.

    `grouped`: functions may stand before them, under one group: "Bureau : Trésorière : Mme Roux, M. Petit".
    """
    found: list[Listed] = []
    pieces = listing.pieces(start, end)
    lead = _lead(pieces, names_only)
    order = _Order(pieces)
    letters = are_all_initials([piece for piece in pieces if not is_mark_or_role(piece.text)])
    plural = False
    functions: list[str] = []
    for piece, following in zip(pieces, [*pieces[1:], None], strict=False):
        if split_civility(piece.text)[0] is not None:  # "Mesdames", "MM." hold until another civility
            plural = is_plural(piece.text)
        if piece is lead or is_unnamed(piece.text):
            continue
        if grouped:
            function, piece = past_function(piece)
            functions += [function] if function else []
        if following and following.strength and (function := _function_before(piece)):
            functions.append(function)
            continue
        if letters and initials_of(piece):
            found.extend(_entries_of(piece))
        elif piece.strength < 2 and (people := _of_body(piece, names_only)):
            found.extend(people)
        elif piece.strength and (plural or functions or _is_person(piece, found, names_only, order)):
            people = list(_entries_of(piece))
            people[0].roles[:0] = functions
            functions = []
            found.extend(people)
        elif found and piece.separator != "." and (piece.strength or not _is_clause(piece.text)):
            _extend(found[-1], piece)
        elif found:
            break
    if lead is not None:
        _lead_body(lead.text, found)
    return found


def past_function(piece: ListPiece) -> tuple[str | None, ListPiece]:
    """The function before a colon, and the part with the person after it: "Trésorière : Mme Roux"."""
    colon = piece.listing.text.find(":", piece.start, piece.end)
    rest = ListPiece(piece.listing, colon + 1, piece.end, piece.separator)
    lead = squeeze(piece.listing.text[piece.start : colon])
    if colon < 0 or rest.strength < 2 or not starts_with_role(lead):
        return None, piece
    return lead, rest


def _function_before(piece: ListPiece) -> str | None:
    """The function that stands with its article before the person: "Le maire, Anne Roux"."""
    printed = piece.text.strip()
    civility = split_civility(printed)[1]
    article = lexicon.cues("attendance", "joints.function_article").match(fold(printed), civility)
    if piece.strength or article is None or not starts_with_role(printed[article.end() :]):
        return None
    return squeeze(printed[article.end() :])


def _lead(pieces: list[ListPiece], names_only: bool) -> ListPiece | None:
    """The body that stands before its people: "Mairie, Mme Roux, M. Petit"."""
    levels = [piece.strength for piece in pieces]
    if len(pieces) < 2 or levels[0] > 1 or 3 not in levels:
        return None
    whole = levels[0] == 0 or levels.count(3) == len(levels) - 1
    return pieces[0] if whole and (not names_only or names_a_body(pieces[0].text)) else None


class _Order:
    """What follows what in a list: told by its sure people, functions and bodies, for the unsure ones."""

    def __init__(self, pieces: Sequence[ListPiece]) -> None:
        self.kinds = {piece.start: _kind(piece) for piece in pieces}
        self.before = {piece.start: self.kinds[previous.start] for previous, piece in pairwise(pieces)}
        self.after = {piece.start: self.kinds[following.start] for piece, following in pairwise(pieces)}
        self.pairs = Counter(pairwise(self.kinds.values()))
        self.count = Counter(self.kinds.values())

    def says(self, piece: ListPiece) -> bool | None:
        """Whether words that may be a name are a person's, None where the list does not tell."""
        kind, people = self.kinds[piece.start], self.count[_PERSON]
        if (
            people > 2
            and kind in (_WORDS, _WORD)
            and self.count[_BODY] * _RARE <= people
            and not _FIGURE.search(piece.text)
        ):
            return True if kind == _WORDS or self.count[_PERSON] >= _RARE else None
        before, after = self.before.get(piece.start), self.after.get(piece.start)
        if kind != _WORDS or not people or before is None:
            return None
        person, body = self.pairs[before, _PERSON], self.pairs[before, _BODY]
        if (
            before != _PERSON
            and after == _FUNCTION
            and self.pairs[_PERSON, _FUNCTION] > self.pairs[_BODY, _FUNCTION]
        ):
            return True
        return person > body if person != body else None


_RARE = 10
"""People to one body from which on a list is one of people alone. Chosen, not measured."""
# Takes "CG92", leaves "Roux".
_FIGURE = re.compile(r"\d")
_PERSON, _FUNCTION, _BODY, _WORDS, _WORD = "person", "function", "body", "words", "word"


def _kind(piece: ListPiece) -> str:
    """What a part of a list surely is; two words or more that may be a name are neither."""
    if piece.strength >= 2:
        return _PERSON
    if is_mark_or_role(piece.text):
        return _FUNCTION
    if piece.head is None or names_a_body(piece.text):
        return _BODY
    return _WORDS if len(piece.head.text.split()) > 1 else _WORD


def _is_person(piece: ListPiece, found: list[Listed], names_only: bool, order: _Order) -> bool:
    """Whether a part that may begin with a person does, by what stands before it."""
    # Takes "•", ".", leaves ",".
    if not found or piece.strength == 3 or re.match(rf"[;\n*.]|{INNER}", piece.separator):
        return True
    joined = lexicon.cues("attendance", "joints.and").fullmatch(piece.separator)
    if joined and piece.strength == 2 and " " not in found[-1].name:
        return True
    said = order.says(piece)
    if said is not None:
        return said
    capitals = piece.text.strip().isupper() and not found[-1].name.isupper()
    return (
        names_only and not capitals and not (order.count[_BODY] and _is_lone(piece, found))
    ) or _begins_anew(piece, found[-1])


def _is_lone(piece: ListPiece, found: list[Listed]) -> bool:
    """Whether one word stands among names of several: "Lumen" of "Anne Roux, Lumen, Paul Petit"."""
    head = piece.head
    alone = piece.strength == 1 and head is not None and len(head.text.split()) == 1
    return alone and all(" " in one.name for one in found)


def _begins_anew(piece: ListPiece, before: Listed) -> bool:
    """Whether words that may be a name stand after a bracket: "Roux, maire (SIVOM), Ivo Prutkov"."""
    text = piece.listing.text
    closed = text[: piece.start].rstrip(" ,;")[-1:] == ")" and before.remark_end > 0
    own_bracket = before.organisation is not None and "(" in piece.text
    name = piece.head.text if piece.head else ""
    return (closed or own_bracket) and " " in name and not names_a_body(piece.text)


def _of_body(piece: ListPiece, names_only: bool) -> list[Listed]:
    """The people in brackets after their body: "Équipe projet (Odile Ferrandin, Paul Costey)"."""
    listing, text = piece.listing, piece.listing.text
    opening, closing = text.find("(", piece.start, piece.end), text.rfind(")", piece.start, piece.end)
    if opening <= piece.start or closing < opening or text[closing + 1 : piece.end].strip(" .;"):
        return []
    parts = listing.pieces(opening + 1, closing)
    known = names_a_body(text[piece.whole[0] : opening])
    if not parts or max(part.strength for part in parts) < 3 - known or parts[0].strength < 1:
        return []
    found = read_entries(listing, opening + 1, closing, names_only=known or names_only)
    _lead_body(text[piece.start : opening], found)
    return found


def _is_clause(printed: str) -> bool:
    """Whether the text after a comma is a sentence rather than a body or function."""
    return len(printed) > _MAX_REMARK and not starts_with_role(printed) and not names_a_body(printed)


def _entries_of(piece: ListPiece) -> Iterator[Listed]:
    """The people that a part names, what is printed beside them with the last: a couple is two."""
    listing, text, (start, end) = piece.listing, piece.listing.text, piece.whole
    name = piece.head or _letters_of(piece)
    pair = lexicon.cues("attendance", "joints.couples").match(listing.folded, start, end)
    _, status = strip_bullet(text, piece.start, piece.end)
    own_civility = not (pair or name.given or is_plural(text[start:end]))
    spans = split_at_first_names(text, name.start, name.end)
    for index, (first, last) in enumerate(spans, 1):
        entry = Listed(listing.start + first, listing.start + last, squeeze(text[first:last]), name.basis)
        entry.status, entry.civility = status, name.civility if own_civility and index == 1 else None
        if index == len(spans):
            entry.starred = text[last:end].lstrip().startswith("*")
            begin = end - len(text[last:end].lstrip("* "))
            # The initials by which the text calls the person: takes "(OF)", leaves "(DDT 12)".
            initials = re.match(r"\(\s*([A-ZÀ-Ý]{2,4})\s*\)\s*", text[begin:end])
            begin += initials.end() if initials and are_initials(initials[1], entry.name) else 0
            entry.take(read_remark(text[begin:end]), listing.start + begin)
            entry.remark_end = end
        yield from couple(entry, text[pair.start() : pair.end()]) if pair else (entry,)


def couple(one: Listed, civilities: str) -> list[Listed]:
    """Two people of one surname, each with the civility of one of them: "M. et Mme Roux"."""
    each = [split_civility(f"{word} X")[0] for word in civilities.split()]
    known = [civility for civility in each if civility]
    first, second = known if len(known) == 2 else (None, None)
    return [replace(one, civility=first), replace(one, civility=second, roles=list(one.roles), givers=[])]


def _letters_of(piece: ListPiece) -> PersonName:
    """The initials of a part as a name."""
    match = _INITIALS.match(piece.listing.text, *piece.whole)
    assert match is not None
    return bare_name(match)


def are_initials(letters: str, name: str) -> bool:
    """Whether the letters begin the words of a name, in any order."""
    # Takes "o" and "f" of "odile ferrandin"; leaves their other letters.
    return len(letters) < 5 and sorted(fold(letters)) == sorted(re.findall(r"\b\w", fold(name)))


def _extend(entry: Listed, piece: ListPiece) -> None:
    """What follows a person after a comma joins what was printed beside the name."""
    remark = read_remark(piece.text)
    body, between = entry.organisation, piece.listing.text[entry.remark_end : piece.start]
    if body and remark.organisation:
        joint = lexicon.cues("attendance", "joints.and").pattern.sub("", fold(between))
        grows = not joint.replace(",", "").strip() and len(body) < _MAX_BODY
        remark.organisation = squeeze(f"{body}{between}{piece.text.rstrip(' .,;')}") if grows else body
    entry.take(remark, piece.listing.start + piece.start)
    entry.remark_end = piece.end


def _lead_body(printed: str, found: list[Listed]) -> None:
    """Gives people the body and function that stand before them."""
    remark = read_remark(printed)
    for entry in found:
        entry.organisation = entry.organisation or remark.organisation
        entry.roles.extend(remark.roles)


def spread_functions(listed: Sequence[Listed]) -> None:
    """Gives a function of several to those before it who have none: "MM. Roux, Petit, adjoints"."""
    for place, person in enumerate(listed):
        role = person.roles[-1] if person.roles else ""
        # Takes "adjoints" of "adjoints au maire", leaves "adjointe".
        first = re.match(r"\w+s(?!\w)", role)
        if first is None or not starts_with_role(role) or fold(first.group())[-2:] == "ss":
            continue
        for before in reversed(listed[:place]):
            if before.roles:
                break
            before.roles.append(role)


def is_nobody(text: str) -> bool:
    """ "Néant", "Aucun": the list is empty."""
    return lexicon.cues("attendance", "marks.nobody").fullmatch(fold(text).strip(" .:()")) is not None


def civility_only(text: str) -> bool:
    """ "Mesdames, Messieurs" without names."""
    # Takes "mesdames" and "messieurs", leaves the comma between them.
    words = re.findall(r"\w+", lexicon.cues("attendance", "joints.and").pattern.sub("", fold(text)))
    return all(split_civility(f"{word.capitalize()} X")[0] for word in words)


def body_and_representative(listing: ListText, start: int, end: int) -> tuple[str, int] | None:
    """(a body, where its representative begins) in a part of a list, None if it has none."""
    text = listing.text
    match = lexicon.cues("attendance", "marks.representative_after").search(listing.folded, start, end)
    if match is None:
        return None
    begin, _ = strip_bullet(text, start, end)
    article = lexicon.cues("attendance", "marks.body_article").match(text, begin)
    body = text[article.end() if article else begin : match.start()]
    # Takes " (120 parts)", leaves " (Lormoy)".
    body = re.sub(r"\s*\([^()]*\d[^()]*\)$", "", body)
    if lexicon.cues("attendance", "marks.sentence").search(listing.folded[begin:end]):
        return None
    # Takes "la Société", leaves "la société".
    if not 2 < len(body) < _MAX_NAME or not re.search(r"[A-ZÀ-Ý]", body):
        return None
    return (body, match.end()) if names_a_body(body) or not begins_with_person(body, 2) else None


def read_representative(listing: ListText, start: int, end: int, *, names_only: bool = False) -> list[Listed]:
    """The representatives named in a part of a list, from the body before them; none if it names none."""
    found = body_and_representative(listing, start, end)
    if found is None:
        return []
    body, begin = found
    first = next((piece for piece in listing.pieces(begin, end)[:2] if piece.strength >= 2), None)
    if first is None:
        return []
    own = listing.text[begin : first.start]
    own = lexicon.cues("attendance", "joints.possessive").pattern.sub("", own).strip(" ,")
    entries = read_entries(listing, first.start, end, names_only=names_only)
    for entry in entries:
        entry.organisation = read_remark(body).organisation or squeeze(body)
        if starts_with_role(own):
            entry.roles.insert(0, squeeze(own))
    return entries


# Takes " -> " of "Roux -> Petit", leaves " - ".
_ARROW = re.compile(r"\s*(?:->|→|=>|➔)\s*")


def read_proxies(listing: ListText, start: int, end: int, *, names_only: bool) -> list[Listed]:
    """The people of a list of proxies: "M. Roux à Mme Costey, Anne Petit (pouvoir à Paul Leroy)"."""
    if len(_ARROW.findall(listing.text, start, end)) > 1:
        return _chained(listing, start, end)
    found: list[Listed] = []
    unpaired: Stretch | None = None
    for piece in listing.pieces(start, end):
        left = piece.end - len(piece.text.lstrip())
        lead = lexicon.cues("attendance", "marks.proxy_lead").match(listing.folded, left, piece.end)
        begin = lead.end() if lead else piece.start
        pair = giver_and_holder(listing, begin, piece.end)
        if unpaired and (pair or lead):
            found.extend(read_entries(listing, *unpaired, names_only=names_only))
            unpaired = None
        if pair:
            found.append(pair)
        else:
            unpaired = (unpaired[0] if unpaired else begin, piece.end)
    return found + (read_entries(listing, *unpaired, names_only=names_only) if unpaired else [])


def _chained(listing: ListText, start: int, end: int) -> list[Listed]:
    """ "Anne Roux -> Paul Petit Odile Costey -> …": between arrows stand a holder and the next giver."""
    text = listing.text
    edges = [start, *(edge for arrow in _ARROW.finditer(text, start, end) for edge in arrow.span()), end]
    names: list[Stretch] = []
    for begin, stop in zip(edges[::2], edges[1::2], strict=True):
        names.extend(_pair(text, begin, stop) if begin != start and stop != end else [(begin, stop)])
    return [
        _represented_by(listing, giver, Basis.SHAPE, text[slice(*holder)])
        for giver, holder in zip(names[::2], names[1::2], strict=False)
    ]


def _pair(text: str, start: int, end: int) -> list[Stretch]:
    """Two names in a row: cut by their first names, else in the middle."""
    parts = split_at_first_names(text, start, end)
    if len(parts) == 2:
        return parts
    # Takes "Paul", then "Petit" of "Paul Petit", leaves " ".
    words = list(re.compile(r"\S+").finditer(text, start, end))
    middle = len(words) // 2
    if not middle:
        return [(start, end)]
    return [(words[0].start(), words[middle - 1].end()), (words[middle].start(), words[-1].end())]


def giver_and_holder(listing: ListText, start: int, end: int) -> Listed | None:
    """Who gave a proxy, and to whom: "M. Roux (DDT) à Mme Costey"."""
    text = listing.text[:end]
    begin = strip_bullet(text, start)[0]
    giver = initials_at(text, begin, end) or name_at(text, begin)
    if giver is None:
        return None
    # Takes " (DDT) " of "Roux (DDT) à Petit", leaves " à Petit".
    bracket = re.compile(r"\s*\([^()]*\)\s*(?=\S)").match(text, giver.end)
    signs = end - len(text[giver.end :].lstrip(" ,("))
    for begin in (signs, bracket.end() if bracket else giver.end):
        link = lexicon.cues("attendance", "marks.short_holder").match(listing.folded, begin, end)
        if link and (holder := holder_at(text, link.end())):
            return _represented_by(listing, (giver.start, giver.end), giver.basis, holder.text)
    return None


def _represented_by(listing: ListText, giver: Stretch, basis: Basis, holder: str) -> Listed:
    start, end = giver
    entry = Listed(listing.start + start, listing.start + end, squeeze(listing.text[start:end]), basis)
    entry.status, entry.proxy = "represented", squeeze(holder)
    return entry
