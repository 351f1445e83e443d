"""What stands beside a name: the body, the function, the status and the holder of the proxy."""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import accumulate, pairwise

from crparse import lexicon
from crparse.language.calendar import find_hours
from crparse.language.organisations import parse_organisation, public_bodies
from crparse.language.persons import Basis, PersonName, name_at
from crparse.record import Status
from crparse.text import Stretch, fold, squeeze

STATUSES: tuple[Status, ...] = ("represented", "excused", "absent", "present")
"""In the order in which marks are tried: "absent, représenté par …" is represented."""

# An address or number to reach someone: takes "06 12 34 56 78", "a.roux@lorm.fr"; leaves "Lormoy 12".
CONTACT = re.compile(
    r"\S{1,100}@\S+\.\w+|https?://\S+|www\.\S+|(?<!\d)(?:\+33|0)\s?[1-9](?:[\s.-]?\d\d){4}(?!\d)"
)
# What parts a remark: takes "," of "maire, Lormoy" and " - " of "DDT - Eau", leaves "Saint-Lormoy".
_PARTS = re.compile(r"[()]|\s[-–—](?!>)\s?|\s?[–—]\s|[,;\t]|\s?:\s|$")
_MOST_BRACKETS = 8
"""Brackets around a remark that are taken off: minutes have one, or two where one is closed twice."""
_EDGES = " \t\n\xa0,;:-–—•/|*.!"


def holds_contact(text: str) -> bool:
    """Whether an address or a telephone number stands in it."""
    return CONTACT.search(text) is not None


@dataclass(slots=True, kw_only=True)
class Affiliation:
    """The parts of a remark on one person, each as printed or None."""

    organisation: str | None = None
    roles: list[str] = field(default_factory=list)
    status: Status | None = None
    """None where nothing beside the name says it."""
    proxy: str | None = None
    givers: list[Stretch] = field(default_factory=list)
    """Names of those who gave this person a proxy, offsets in the text read."""
    late: bool = False
    nickname: bool = False
    """A pseudonym stands in brackets beside the name."""

    def take(self, remark: "Affiliation", offset: int) -> None:
        """Completes it by another remark on the same person, read from a text that begins at `offset`."""
        self.organisation = remark.organisation or self.organisation
        self.roles.extend(role for role in remark.roles if role not in self.roles)
        self.status = remark.status or self.status
        self.proxy = remark.proxy or self.proxy
        self.late = self.late or remark.late
        self.nickname = self.nickname or remark.nickname
        self.givers.extend((offset + start, offset + end) for start, end in remark.givers)


@cache
def _body_start() -> re.Pattern[str]:
    kinds = (f"kinds.{kind}" for kind in lexicon.names("organisations", "kinds"))
    article, kind = lexicon.source("organisations", "forms.definite"), lexicon.source("organisations", *kinds)
    # Takes "commune de Lormoy", leaves "lormoy".
    return re.compile(rf"{article}?{kind}(?![\w])")


def names_a_body(text: str) -> bool:
    """Whether it begins like the name of an organisation: "Commune de X", "ADEME", "DDT 33"."""
    folded = fold(text).strip(_EDGES + "(")
    if _body_start().match(folded):
        return True
    # Takes "ddt33" of "ddt33 (eau)", leaves "(eau)".
    first = re.match(r"[\w&.'-]+", folded)
    # Takes "33" of "ddt33", leaves "ddt".
    return first is not None and re.sub(r"\d+$", "", first.group()) in public_bodies()


def starts_with_role(text: str) -> bool:
    """Whether it begins like a function: "Maire", "2e adjointe", "chargé de mission"."""
    return lexicon.cues("roles", "roles.start").match(fold(text).strip(_EDGES + "(")) is not None


_DEPTHS = {"(": 1, "[": 1, ")": -1, "]": -1}


def outside_brackets(
    signs: re.Pattern[str], text: str, start: int = 0, end: int = sys.maxsize, *, closed: bool = True
) -> Iterator[re.Match[str]]:
    """The signs outside brackets, which `signs` takes as well, and the end; all signs if not `closed`."""
    depth = 0
    for match in signs.finditer(text, start, end):
        sign = match.group()
        if sign in _DEPTHS:
            depth = max(0, depth + _DEPTHS[sign]) if closed else 0
        elif not (depth and sign):
            yield match


def stretches(signs: re.Pattern[str], text: str, start: int = 0, end: int = sys.maxsize) -> Iterator[Stretch]:
    """The stretches of a text between signs outside brackets, those of punctuation alone left out."""
    for match in outside_brackets(signs, text, start, end):
        if text[start : match.start()].strip(_EDGES + "("):
            yield start, match.start()
        start = match.end()


def _unwrap(text: str, start: int, end: int) -> Stretch:
    """Without white space and edge punctuation, and without brackets around the whole."""
    for _ in range(_MOST_BRACKETS):
        while start < end and text[start] in _EDGES and text[start : start + 2] != "->":
            start += 1
        end = start + len(text[start:end].rstrip(_EDGES))
        closed = start < end and text[end - 1] == ")"
        if start < end and text[start] == "(" and _closing(text, start, end) in (None, end - 1):
            start, end = start + 1, end - closed
        elif closed and text.count(")", start, end) > text.count("(", start, end):
            end -= 1
        else:
            break
    return start, end


def _closing(text: str, start: int, end: int) -> int | None:
    """Where the bracket that opens at `start` closes."""
    depths = accumulate((char == "(") - (char == ")") for char in text[start:end])
    return next((start + index for index, depth in enumerate(depths) if depth == 0), None)


# Takes "☒", "[x]", "☐"; leaves "x".
_BOX = re.compile(r"(?P<yes>☒|☑|✅|\[[xX✓]\])|☐|□|\[\s?\]")


# Takes "[DDT, cheffe]" as a whole, leaves "DDT [siège]".
_ROUND = re.compile(r"(?<!\S)\[([^][]+)\](?!\S)(?=\s*$)")


def ticked(text: str) -> str:
    """A text with several boxes without the boxes and what stands beside the empty ones, of the same length.

    Of "☐ Présent ☒ Excusé" the last word is left; nothing is left where none or several are ticked.
    """
    boxes = list(_BOX.finditer(text))
    if len(boxes) < 2:
        return text
    edges = [0, *(box.start() for box in boxes), len(text)]
    after = bool(text[boxes[-1].end() :].strip())
    parts = list(pairwise(edges[1:] if after else [0, *(box.end() for box in boxes)]))
    yes = [part for box, part in zip(boxes, parts, strict=True) if box["yes"]]
    kept = [(0, boxes[0].start() if after else 0), *(yes if len(yes) == 1 else [])]
    shown = "".join(
        char if any(start <= at < end for start, end in kept) else " " for at, char in enumerate(text)
    )
    return _BOX.sub(lambda box: " " * len(box.group()), shown)


def read_remark(text: str, *, second_is_role: bool = False) -> Affiliation:
    """The body, function and marks in what stands beside a name.

    `second_is_role`: the column says that a function follows the body ("Organisme - Fonction").
    """
    text = _ROUND.sub(r"(\1)", ticked(text))
    reader = _Remark(text, second_is_role)
    waiting = [*stretches(_PARTS, text)][::-1]
    while waiting:  # in order, however many brackets stand inside each other
        waiting.extend(reversed(reader.read(*waiting.pop())))
    found = reader.found
    found.organisation = reader.organisation()
    found.roles = [squeeze(text[start:end]) for start, end in reader.roles]
    return found


class _Remark:
    """The parts of one remark as they are read."""

    def __init__(self, text: str, second_is_role: bool) -> None:
        self.text = text
        self.second_is_role = second_is_role
        self.found = Affiliation()
        self.bodies: list[Stretch] = []
        self.roles: list[Stretch] = []

    def read(self, start: int, end: int) -> list[Stretch]:
        """The parts that a part is made of, none where it is read as a whole."""
        contact = CONTACT.search(self.text, start, end)
        bracketed = self.text[start:end].lstrip(" *").startswith("(")
        if contact:
            end = start + len(self.text[start : contact.start()].rstrip(_EDGES + "("))
        start, end = _unwrap(self.text, start, end)
        if start >= end or read_mark(self.text, start, end, self.found):
            return []
        inner = list(stretches(_PARTS, self.text, start, end)) if bracketed else []
        if len(inner) > 1:
            return inner
        # where the brackets at the end of "Lormoy (excusé)" open
        opening = self.text.rfind("(", start, end) if self.text[end - 1] == ")" else -1
        if opening > start and is_mark_or_role(self.text[opening + 1 : end - 1]):
            return [(start, opening), (opening + 1, end - 1)]
        if opening > start and starts_with_role(self.text[start:end]):
            self.read_role(start, opening)
            return [(opening + 1, end - 1)]
        opened = self.text[start] == "(" and _closing(self.text, start, end)
        if opened and opened < end - 1:
            return [(start, opened + 1), (opened + 1, end)]
        self._read_whole(start, end, bracketed)
        return []

    def _read_whole(self, start: int, end: int, bracketed: bool) -> None:
        """A body, a function, a pseudonym or nothing of interest."""
        printed = self.text[start:end]
        if _says_nothing(printed):
            return
        body = represented_body(self.text, start, end)
        role, before = starts_with_role(printed), len(self.text[:start].rstrip(" -–—"))
        if body is not None:
            self.bodies.append((body, end))
        elif _is_nickname(printed, bracketed):
            self.found.nickname = True
        elif printed[0].islower() and find_hours(printed) and not role:
            self.found.late = True
        elif role or lexicon.cues("roles", "roles.inner_bodies").fullmatch(fold(printed)):
            self.read_role(start, end)
        elif self.roles and printed[0].islower() and self.roles[-1][1] == before:
            self.roles[-1] = (self.roles[-1][0], end)
        elif self.second_is_role and self.bodies and not _is_unit(printed):
            self.roles.append((start, end))
        else:
            self.read_body(start, end)

    def read_role(self, start: int, end: int) -> None:
        """A function, with the body that it names: "Présidente du SIVOM"."""
        body = _body_of_role(self.text[start:end])
        if body is not None:
            self.bodies.append((start + body[1], end))
            end = start + body[0]
        self.roles.append((start, end))

    def read_body(self, start: int, end: int) -> None:
        """A body, with the function that may follow it without punctuation: "SIVOM Dir. technique"."""
        folded = fold(self.text[start:end])
        not_after = lexicon.cues("roles", "roles.not_after")
        for role in lexicon.cues("roles", "roles.inside").finditer(folded):
            # Takes "des" of "fédération des ", leaves "SIVOM, ".
            before = re.search(r"([\w'’]+)[\s(/]*$", folded[: role.start()])
            if before and not not_after.fullmatch(before.group(1)) and "(" not in folded[: role.start()]:
                self.roles.append((start + role.start(), end))
                end = start + role.start()
                break
        start, end = _unwrap(self.text, start, end)
        rank = _RANKED.match(self.text, start, end)
        if rank and lexicon.cues("roles", "roles.ranks").fullmatch(fold(rank["rank"])):
            self.roles.append(rank.span("rank"))  # "IE Lumen"
            start = rank.end()
        end = start + _before_remark(self.text[start:end])
        lead = lexicon.cues("attendance", "joints.body_lead").match(fold(self.text[start:end]))
        if lead and names_a_body(self.text[start + lead.end() : end]):
            start += lead.end()  # "M. Roux de la DDT"
        if start < end and not _is_description(self.text[start:end]):
            self.bodies.append((start, end))

    def printed(self, number: int) -> str:
        """The body of that number."""
        start, end = self.bodies[number]
        return self.text[start:end]

    def organisation(self) -> str | None:
        """The bodies as printed: in one stretch where only punctuation parts them, else the first."""
        if not self.bodies:
            return None
        if len(self.bodies) > 1 and lexicon.cues("roles", "roles.ranks").fullmatch(fold(self.printed(0))):
            self.roles.insert(0, self.bodies.pop(0))  # "Anne Roux, IE, Lumen"
        start, end = self.bodies[0]
        for following in self.bodies[1:]:
            # Takes ", ", leaves " (maire), ".
            if re.fullmatch(r"[\s,;:–—/-]*", self.text[end : following[0]]):
                end = following[1]
        return squeeze(self.text[start:end])


# A word and a name after it: takes "IE " of "IE Lumen", leaves "IE, Lumen", "IE".
_RANKED = re.compile(r"(?P<rank>[^\W\d_.-]+)\s+(?=[A-ZÀ-Ý])")
_MOST_WORDS = 4
"""Words in brackets behind a body, or of one without a capital and a word of kind; more are a remark on
the person's work. Chosen on fictional lists."""


def _before_remark(body: str) -> int:
    """Where a remark in brackets begins behind a body: "Lumen (a relu les notices du fonds ancien)"."""
    opening = body.find("(") if body.endswith(")") else -1
    return (
        len(body[:opening].rstrip())
        if opening > 0 and body[opening + 1].islower() and len(body[opening:].split()) > _MOST_WORDS
        else len(body)
    )


def _is_description(printed: str) -> bool:
    """Whether a part tells of the person: "relevé des mares, inventaire des haies", "accompagné de la".

    So does one of several sentences: "Le club s'est rapproché de nous. Nous".
    """
    # Takes ". N" of "nous. Nous", leaves that of "S.I. Nord".
    if re.search(r"\w{4}\.\s+[A-ZÀ-Ý]", printed) and len(printed.split()) > 2 * _MOST_WORDS:
        return True
    # Takes " de la" of "accompagné de la", leaves that of "accompagné de la DDT".
    open_end = re.search(rf"\s{lexicon.source('roles', 'roles.of_body')}$", fold(printed))
    # Takes "du " of "du logement et de la nature", with which a body goes on; leaves "relevé des mares".
    goes_on = re.match(rf"(?!a\s){lexicon.source('roles', 'roles.of_body')}\s", fold(printed))
    small = printed[0].islower() and goes_on is None and not names_a_body(printed)
    return small and (open_end is not None or len(printed.split()) > _MOST_WORDS)


def _says_nothing(printed: str) -> bool:
    """Whether a part is neither body nor function: "…", the "1" of a footnote, "née Petit", "= 10 voix"."""
    dropped = ("marks.remarks", "marks.also_called")
    return (
        printed[0] == "="
        or not any(char.isalpha() for char in printed)
        or any(lexicon.cues("attendance", key).match(fold(printed)) for key in dropped)
    )


def _is_nickname(printed: str, bracketed: bool) -> bool:
    """A pseudonym or a footnote mark in brackets: "(lune12)", "(P**)"."""
    # Takes "P**", leaves "Pierre**".
    footnote = re.fullmatch(r"\w{0,4}\*+", printed) is not None
    # Takes "lune12", and "maire" too, which is told apart below; leaves "Lune 12".
    if footnote or not bracketed or not re.fullmatch(r"[a-z][\w.-]*", printed):
        return footnote
    folded = fold(printed)
    body = folded in public_bodies() or lexicon.cues("attendance", "marks.common_bodies").fullmatch(folded)
    return not body and not starts_with_role(printed)


def _is_unit(text: str) -> bool:
    """Whether a second part is still the body: "SR/B2 (Bureau …)", "Service Eau"."""
    # Takes "SR/B2 (Bureau de l'eau)", leaves "Technicien".
    return names_a_body(text) or re.fullmatch(r"[A-Z\d/&.-]+(?:\s*\(.*\)?)?", text) is not None


def is_mark_or_role(text: str) -> bool:
    """Whether it begins like a function, or is a mark: "excusé", "pouvoir à Mme X"."""
    return starts_with_role(text) or read_mark(text, 0, len(text), Affiliation())


def read_mark(text: str, start: int, end: int, found: Affiliation) -> bool:
    """Reads "excusé", "pouvoir à Mme X", "arrivé à 19h" into `found`: true if the part is such a mark."""
    folded = fold(text[start:end])
    giver = lexicon.cues("attendance", "marks.from_giver").match(folded)
    giver = None if represented_body(text, start, end) else giver
    holder = lexicon.cues("attendance", "marks.to_holder").match(folded)
    if giver and (name := holder_at(text, start + giver.end())):
        found.givers.append((name.start, name.end))
    elif holder and (name := holder_at(text, start + holder.end())):
        found.status, found.proxy = "represented", squeeze(name.text)
    elif lexicon.cues("attendance", "marks.late").match(folded):
        found.late = True
    else:
        return _read_status(folded, found)
    return True


# Takes "A.R." of "A.R.)", "AR" of "AR ;"; leaves "AR" of "AR Conseil", "A. Roux".
_LETTERS = re.compile(r"(?:(?:[A-ZÀ-Ý]\.-?){2,4}|[A-ZÀ-Ý]{2,3})(?=\W*$|\s*[,;)])")


def holder_at(text: str, start: int) -> PersonName | None:
    """The name of who holds or gave a proxy, initials as well."""
    start = len(text) - len(text[start:].lstrip())
    letters = _LETTERS.match(text, start)
    return bare_name(letters) if letters else name_at(text, start)


def bare_name(match: re.Match[str]) -> PersonName:
    """What stands somewhere as a name of which no part is known: initials, a name as it is listed."""
    return PersonName(*match.span(), match.group(), None, None, match.group(), Basis.SHAPE)


def represented_body(text: str, start: int, end: int) -> int | None:
    """Where the body begins in "représentant la commune", "pour Les Grillons"; None before a person."""
    folded = fold(text[start:end])
    lead = lexicon.cues("attendance", "joints.for_body").match(folded)
    if lead is None:
        return None
    article = lexicon.cues("attendance", "joints.body_article").match(text[start + lead.end() : end])
    rest = text[start + lead.end() : end]
    if article is None and rest[:1].islower() and starts_with_role(folded) and not names_a_body(rest):
        return None  # "représentant local Chambre d'agriculture"
    begin = start + lead.end() + (article.end() if article else 0)
    name = name_at(text[:end], begin)
    return (
        None
        if name is not None and name.basis >= Basis.CAPITALS and not names_a_body(text[begin:end])
        else begin
    )


def after_mark(name: str, folded: str) -> str | None:
    """What follows the mark of the lexicon that a folded text begins with, None if it begins with none."""
    mark = lexicon.cues("attendance", name).match(folded)
    rest = folded[mark.end() :] if mark else None
    # Takes "s" of "absents", "-luc" of "e-luc"; leaves ", grippe" of "absent, grippe".
    return None if rest is None or re.match(r"-?\w", rest) else rest


def _read_status(folded: str, found: Affiliation) -> bool:
    """A part that is a status and nothing more; a time or reason may follow."""
    for status in STATUSES:
        rest = after_mark(f"marks.{status}", folded)
        reason = None if rest is None else rest.strip(" .,;:()!")
        if reason is None or (reason and (status == "present" or len(reason) >= 40)):
            continue
        excused = lexicon.cues("attendance", "marks.excused_after").find(reason)
        unexcused = lexicon.cues("attendance", "labels.absent").search(reason)
        found.status = "excused" if status == "absent" and excused and not unexcused else status
        return True
    return False


@cache
def _of_body() -> re.Pattern[str]:
    # Takes " de la " of "directrice de la dreal", leaves "directrice technique".
    return re.compile(rf"\s(?P<lead>{lexicon.source('roles', 'roles.of_body')})\s*(?=\S)")


def _follows(function: str, rest: str) -> bool:
    """Whether a body follows a function without a word between: "MCF Lumen", "Technicienne DDT 47"."""
    if lexicon.cues("roles", "roles.ranks").fullmatch(fold(function)):
        return True
    form, kinds = parse_organisation(rest), lexicon.words("roles", "roles.bodies_behind")
    whole = " " in rest and any(
        lexicon.cues("organisations", f"kinds.{kind}").fullmatch(fold(rest)) for kind in kinds
    )
    named = whole or (form.kind in kinds and form.core)
    # Takes "DDT" of "DDT 47", leaves "Eau".
    first = re.match(r"[A-ZÀ-Ý][A-ZÀ-Ý\d&.-]+", rest)
    # Takes "47" of "ddt47", leaves "ddt".
    public = first is not None and re.sub(r"\d+$", "", fold(first.group())) in public_bodies()
    # Takes "de la" of "directrice de la", leaves "directrice".
    led = re.search(rf"(?<!\w){lexicon.source('roles', 'roles.of_body')}$", fold(function))
    return led is None and function.split()[-1].islower() and bool(public or named)


def _body_of_role(text: str) -> Stretch | None:
    """(end of the function, start of the body) in "adjointe au chef … à la DDT 47", None without a body.

    After "de" the body must look like one: an acronym to the end, or a known kind with a name of its own.
    """
    before = lexicon.source("roles", "roles.before_acronym")
    # Takes "titulaire cftc", leaves "titulaire de la cftc".
    direct = re.fullmatch(rf"(?P<role>{before})\s+(?P<body>[a-z]{{3,}})", fold(text))
    if direct and text[direct.start("body") :].isupper():
        return direct.end("role"), direct.start("body")
    for match in reversed(list(_of_body().finditer(fold(text)))):
        rest = text[match.end() :]
        if lexicon.cues("roles", "roles.inner_bodies").fullmatch(fold(rest.strip())):
            return None
        if lexicon.cues("attendance", "marks.common_bodies").fullmatch(fold(rest.strip())):
            generic = match["lead"] in lexicon.words("roles", "roles.without_article")
            return None if generic else (match.start(), match.end())
        # Takes "DDT 47", "SyMage des eaux"; leaves "Lormoy".
        acronym = re.fullmatch(r"[A-ZÀ-Ý][A-ZÀ-Ý\d&./-]+(?:\s\d+)?|[A-Z][a-z]+[A-Z].*", rest.strip())
        # Takes "commune de Lormoy", leaves "commune nouvelle".
        named = names_a_body(rest) and re.match(r"[A-ZÀ-Ý]|\w+\s(?:[\w'’]+\s)?[\w'’]*[A-ZÀ-Ý]", rest)
        within = match["lead"] in lexicon.words("roles", "roles.within") and rest[:1].isupper()
        if acronym or within or (named and match["lead"] not in lexicon.words("roles", "roles.to_a_matter")):
            return match.start(), match.end()
    # Takes " " before "DDT" of "chargée de mission DDT 47", leaves "chargée de mission".
    for word in re.finditer(r"(?<=\w)\s+(?=[A-ZÀ-Ý])", text):
        if _follows(text[: word.start()], text[word.end() :]):
            return word.start(), word.end()
    return None
