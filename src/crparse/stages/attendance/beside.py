"""What stands beside a name: the body, the function, the status and the holder of the proxy."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from crparse import lexicon
from crparse.language.calendar import find_hours
from crparse.language.persons import Basis, name_at
from crparse.record import Status
from crparse.text import fold, squeeze

_CONTACT = re.compile(
    r"\S{1,100}@\S+\.\w+|https?://\S+|www\.\S+|(?<!\d)(?:\+33|0)\s?[1-9](?:[\s.-]?\d\d){4}(?!\d)"
)
_MOST_BRACKETS = 8
"""Brackets around a remark that are taken off: minutes have one, or two where one is closed twice."""
_EDGES = " \t\n\xa0,;:-–—•/|*.!("


@dataclass(slots=True)
class Affiliation:
    """The parts of a remark on one person, each as printed or None."""

    organisation: str | None = None
    roles: list[str] = field(default_factory=list)
    status: Status | None = None
    proxy: str | None = None
    givers: list[tuple[int, int]] = field(default_factory=list)
    """Names of those who gave this person a proxy, offsets in the text read."""
    late: bool = False
    nickname: bool = False


@cache
def _role_start() -> re.Pattern[str]:
    before, heads = lexicon.source("roles", "roles.before"), lexicon.source("roles", "roles.heads")
    return re.compile(rf"(?:{before}\s+)*{heads}(?![\w'])")


@cache
def _role_inside() -> re.Pattern[str]:
    return re.compile(rf"(?<=[\s(/]){lexicon.source('roles', 'roles.heads')}(?![\w'])")


@cache
def _body_start() -> re.Pattern[str]:
    kinds = (f"kinds.{kind}" for kind in lexicon.names("organisations", "kinds"))
    article, kind = lexicon.source("organisations", "forms.definite"), lexicon.source("organisations", *kinds)
    return re.compile(rf"{article}?{kind}(?![\w])")


@cache
def public_bodies() -> frozenset[str]:
    """Known acronyms and short names of public bodies, folded."""
    return frozenset(map(fold, lexicon.words("public_bodies", "public_bodies")))


def names_a_body(text: str) -> bool:
    """Whether it begins like the name of an organisation: "Commune de X", "ADEME", "DDT 33"."""
    folded = fold(text).strip(_EDGES)
    if _body_start().match(folded):
        return True
    first = re.match(r"[\w&.'-]+", folded)
    return first is not None and re.sub(r"\d+$", "", first.group()) in public_bodies()


def starts_with_role(text: str) -> bool:
    """Whether it begins like a function: "Maire", "2e adjointe", "chargé de mission"."""
    return _role_start().match(fold(text).strip(_EDGES)) is not None


def split_remark(text: str) -> Iterator[tuple[int, int]]:
    """The parts of a remark, split at commas, spaced dashes, colons and brackets that enclose the rest."""
    start = 0
    depth = 0
    for match in re.finditer(r"[()]|\s[-–—](?!>)\s?|\s?[–—]\s|[,;\t]|\s?:\s|$", text):
        sign = match.group()
        if sign in ("(", ")"):
            depth = max(0, depth + (1 if sign == "(" else -1))
            continue
        if depth and sign:
            continue
        if text[start : match.start()].strip(_EDGES):
            yield start, match.start()
        start = match.end()


def _unwrap(text: str, start: int, end: int) -> tuple[int, int]:
    """Without white space and edge punctuation, and without brackets around the whole."""
    for _ in range(_MOST_BRACKETS):
        while (
            start < end and text[start] in _EDGES and text[start] != "(" and text[start : start + 2] != "->"
        ):
            start += 1
        while start < end and text[end - 1] in " \t\n\xa0,;:-–—•/|*.!":
            end -= 1
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
    depth = 0
    for index in range(start, end):
        depth += (text[index] == "(") - (text[index] == ")")
        if depth == 0:
            return index
    return None


def _last_bracket(text: str, start: int, end: int) -> int | None:
    """Where the closing bracket group of "Lormoy (excusé)" begins."""
    if end - start > 2 and text[end - 1] == ")":
        opening = text.rfind("(", start, end)
        return opening if opening > start else None
    return None


def read_remark(text: str, *, second_is_role: bool = False) -> Affiliation:
    """The body, function and marks in what stands beside a name.

    `second_is_role`: the column says that a function follows the body ("Organisme - Fonction").
    """
    reader = _Remark(text, second_is_role)
    for start, end in split_remark(text):
        reader.read_part(start, end)
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
        self.bodies: list[tuple[int, int]] = []
        self.roles: list[tuple[int, int]] = []

    def read_part(self, start: int, end: int) -> None:
        """Reads a part, and what stands in its brackets: in order, however many there are."""
        waiting = [(start, end)]
        while waiting:
            waiting.extend(reversed(self._read(*waiting.pop())))

    def _read(self, start: int, end: int) -> list[tuple[int, int]]:
        """The parts that a part is made of, none where it is read as a whole."""
        contact = _CONTACT.search(self.text, start, end)
        bracketed = self.text[start:end].lstrip(" *").startswith("(")
        start, end = _unwrap(self.text, start, contact.start() if contact else end)
        if start >= end or read_mark(self.text, start, end, self.found):
            return []
        inner = list(split_remark(self.text[start:end])) if bracketed else []
        if len(inner) > 1:
            return [(start + begin, start + stop) for begin, stop in inner]
        opening = _last_bracket(self.text, start, end)
        if opening is not None and _is_mark_or_role(self.text[opening + 1 : end - 1]):
            return [(start, opening), (opening + 1, end - 1)]
        if opening is not None and starts_with_role(self.text[start:end]):
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
        if not re.search(r"\w", printed) or lexicon.cues("attendance", "marks.remarks").match(fold(printed)):
            return
        if _is_nickname(printed, bracketed):
            self.found.nickname = True
            return
        if printed[0].islower() and find_hours(printed) and not starts_with_role(printed):
            self.found.late = True
            return
        if starts_with_role(printed) or lexicon.cues("roles", "roles.inner_bodies").fullmatch(fold(printed)):
            self.read_role(start, end)
        elif (
            self.roles and printed[0].islower() and self.roles[-1][1] == len(self.text[:start].rstrip(" -–—"))
        ):
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
        for role in _role_inside().finditer(folded):
            before = re.search(r"([\w'’]+)[\s(/]*$", folded[: role.start()])
            if before and not not_after.fullmatch(before.group(1)) and "(" not in folded[: role.start()]:
                self.roles.append((start + role.start(), end))
                end = start + role.start()
                break
        start, end = _unwrap(self.text, start, end)
        if start < end:
            self.bodies.append((start, end))

    def organisation(self) -> str | None:
        """The bodies as printed: in one stretch where only punctuation parts them, else the first."""
        if not self.bodies:
            return None
        start, end = self.bodies[0]
        for following in self.bodies[1:]:
            if re.fullmatch(r"[\s,;:–—/-]*", self.text[end : following[0]]):
                end = following[1]
        return squeeze(self.text[start:end])


def _is_nickname(printed: str, bracketed: bool) -> bool:
    """A pseudonym or a footnote mark in brackets: "(lune12)", "(P**)"."""
    if re.fullmatch(r"\w{0,4}\*+", printed):
        return True
    return (
        bracketed
        and not starts_with_role(printed)
        and re.fullmatch(r"[a-z][\w.-]*", printed) is not None
        and fold(printed) not in public_bodies()
        and not lexicon.cues("attendance", "marks.common_bodies").fullmatch(fold(printed))
    )


def _is_unit(text: str) -> bool:
    """Whether a second part is still the body: "SR/B2 (Bureau …)", "Service Eau"."""
    return names_a_body(text) or re.fullmatch(r"[A-Z\d/&.-]+(?:\s*\(.*\)?)?", text) is not None


def _is_mark_or_role(text: str) -> bool:
    return starts_with_role(text) or read_mark(text, 0, len(text), Affiliation())


def read_mark(text: str, start: int, end: int, found: Affiliation) -> bool:
    """Reads "excusé", "pouvoir à Mme X", "arrivé à 19h" into `found`: true if the part is such a mark."""
    folded = fold(text[start:end])
    giver = lexicon.cues("attendance", "marks.from_giver").match(folded)
    if giver:
        name = name_at(text, start + giver.end())
        if name and name.basis >= Basis.SHAPE:
            found.givers.append((name.start, name.end))
            return True
    holder = lexicon.cues("attendance", "marks.to_holder").match(folded)
    if holder:
        name = name_at(text, start + holder.end())
        if name:
            found.status, found.proxy = "represented", squeeze(name.text)
            return True
    if lexicon.cues("attendance", "marks.late").match(folded):
        found.late = True
        return True
    return _read_status(folded, found)


_MARKS: tuple[Status, ...] = ("represented", "excused", "absent", "present")


def _read_status(folded: str, found: Affiliation) -> bool:
    """A part that is a status and nothing more; a time or reason may follow."""
    for status in _MARKS:
        mark = lexicon.cues("attendance", f"marks.{status}").match(folded)
        if mark is None or re.match(r"\w", folded[mark.end() :]):
            continue
        rest = folded[mark.end() :].strip(" .,;:()!")
        if not rest or (status != "present" and len(rest) < 40):
            unexcused = lexicon.cues("attendance", "labels.absent").search(rest)
            excused = (
                status == "absent"
                and lexicon.cues("attendance", "marks.excused_after").find(rest)
                and not unexcused
            )
            found.status = "excused" if excused else status
            return True
    return False


@cache
def _of_body() -> re.Pattern[str]:
    return re.compile(rf"\s(?P<lead>{lexicon.source('roles', 'roles.of_body')})\s*(?=\S)")


def _body_of_role(text: str) -> tuple[int, int] | None:
    """(end of the function, start of the body) in "adjointe au chef … à la DDT 47", None without a body.

    After "de" the body must look like one: an acronym to the end, or a known kind with a name of its own.
    """
    direct = re.fullmatch(
        rf"(?P<role>{lexicon.source('roles', 'roles.before_acronym')})\s+(?P<body>[a-z]{{3,}})", fold(text)
    )
    if direct and text[direct.start("body") :].isupper():
        return direct.end("role"), direct.start("body")
    for match in reversed(list(_of_body().finditer(fold(text)))):
        rest = text[match.end() :]
        if lexicon.cues("roles", "roles.inner_bodies").fullmatch(fold(rest.strip())):
            return None
        if lexicon.cues("attendance", "marks.common_bodies").fullmatch(fold(rest.strip())):
            return match.start(), match.end()
        acronym = re.fullmatch(r"[A-ZÀ-Ý][A-ZÀ-Ý\d&./-]+(?:\s\d+)?|[A-Z][a-z]+[A-Z].*", rest.strip())
        named = names_a_body(rest) and re.match(r"[A-ZÀ-Ý]|\w+\s(?:[\w'’]+\s)?[\w'’]*[A-ZÀ-Ý]", rest)
        within = match["lead"] in lexicon.words("roles", "roles.within") and rest[:1].isupper()
        if acronym or within or (named and match["lead"] not in lexicon.words("roles", "roles.to_a_matter")):
            return match.start(), match.end()
    return None
